//! What people need to see when they have to decide: the answer to be judged, the protocol's advice at each step, the
//! state of a referral or complaint, and what each figure counts.

use serde_json::{Value, json};

use crate::env::{Env, Run, list, text};

/// Checks that a command succeeded and showed these words, even if they were wrapped.
#[track_caller]
fn assert_reads(run: Run, words: &str) {
    let run = run.ok();
    let said = format!("{} {}", run.stdout, run.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains(words), "{words}: {said}");
}

#[track_caller]
fn figure(env: &Env, id: &str) -> Value {
    let report = env.sh("report --from 2026-03-01 --to 2026-03-31 --json").json();
    let mut figures = list(&report["figures"]).into_iter();
    figures.find(|one| one["id"] == id).unwrap_or_else(|| panic!("no figure {id}"))["value"].clone()
}

#[test]
fn the_answer_stands_in_full_where_it_is_judged_with_what_may_come_next() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "Too grave for less"]);
    let answer = "respond {id} --text 'There is no money before May' --barrier resources --action 'Ask the panel | Sam Carter | 2026-03-20'";
    env.sh(&answer.replace("{id}", &id)).ok();
    let shown = env.sh(&format!("show {id}")).ok();
    let shown = shown.says("There is no money before May").says("obstacle named: lack of money");
    let shown = shown.says("Ask the panel, Sam Carter, by Fri 20 March 2026");
    for next in [
        "agree  accept the plan",
        "resolve  end it, if Jo Bloggs is satisfied",
        "extend  give more time, 24 hours at most",
        "escalate  go to Stage 2",
        "refer  refer to Cafcass (a reason is needed before the last stage is over)",
    ] {
        assert!(shown.stdout.contains(next), "{next}: {}", shown.stdout);
    }
    let answer = &env.dispute(&id)["answers"][0];
    assert_eq!((&answer["text"], &answer["barrier"]), (&json!("There is no money before May"), &json!("resources")));
    // The next stage has advice of its own.
    env.escalate(&id, "unsatisfactory", &[]);
    assert_eq!(env.dispute(&id)["answers"], json!([]));
}

// KN-25
#[test]
fn a_script_reads_the_advice_too_unless_it_wants_none() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let advice = "Knowsley Outcome Resolution Process advises:\n  · A shortage of money or staff";
    let respond = format!("respond {id} --role team-manager --text 'No worker before April'");
    let plain = env.sh(&format!("{respond} --dry-run")).ok();
    assert!(plain.stderr.contains(advice) && !plain.stdout.contains("advises"), "{plain:?}");
    for quiet in ["--json", "--quiet"] {
        let run = env.sh(&format!("{respond} --dry-run {quiet}")).ok();
        assert!(!run.stderr.contains("advises"), "{quiet}: {run:?}");
    }
    let refused = env.sh(&format!("{respond} --on tomorrow")).code(3);
    assert!(refused.stderr.starts_with("error:") && !refused.stderr.contains("advises"), "{refused:?}");
}

// MO-37
#[test]
fn what_to_do_about_silence_is_shown_once_the_date_has_passed() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "Too grave for less"]);
    let must = "With no answer, or a poor one, the IRO must go to the next level";
    assert!(!env.sh(&format!("show {id}")).ok().stdout.contains(must), "not before the date");
    env.now("2026-03-10T10:00");
    assert!(env.sh(&format!("show {id}")).ok().stdout.replace("\n      ", " ").contains(must));
}

// SW-47, SW-48
#[test]
fn a_bare_referral_claims_nothing() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-2"]);
    env.sh(&format!("show {id}")).ok().says(&format!("iro refer {id}"));
    let line = format!("refer {id} --ground matter-unresolved --reason 'He moves on Friday'");
    assert_reads(
        env.fork().sh(&line),
        "and still to be phoned or made in writing. The Outcome Resolution continues alongside.",
    );
    let run = env.sh(&line).ok();
    assert!(run.stderr.contains("nobody has answered at Stage 2 yet; it is to be resolved by Mon 9"), "{run:?}");
    let referral = |env: &Env| env.dispute(&id)["referral"].clone();
    assert_eq!(referral(&env)["state"], "decided");
    assert_eq!((&referral(&env)["phoned_on"], &referral(&env)["written_on"]), (&Value::Null, &Value::Null));
    assert!(env.outstanding(&id).contains(&"referral-written".to_owned()));
    env.sh(&format!("form {id}")).ok().says("Decided to refer to Cafcass: He moves on Friday");
    env.resolve(&id);
    let run = env.sh(&format!("refer {id} --phoned today")).ok();
    assert!(!run.stdout.contains("continues"), "{run:?}");
    assert_eq!(referral(&env)["state"], "phoned");
    env.sh(&format!("refer {id} --written today")).ok();
    assert_eq!(referral(&env)["state"], "complete");
    assert!(!env.outstanding(&id).contains(&"referral-written".to_owned()));
}

// SW-39, SW-55
#[test]
fn nobody_is_asked_whether_to_refer_once_it_was() {
    let env = Env::new();
    let danger = ["human-rights-danger=yes", "child-can-start=no", "adult-found=no"];
    let fields: Vec<&str> = danger.iter().flat_map(|field| ["--field", field]).collect();
    let id = env.raise("south-west", &[&["--stage", "stage-4", "--reason", "Urgent"], &fields[..]].concat());
    let asked = ["referral-considered", "cafcass-legal-decided"].map(str::to_owned);
    assert!(asked.iter().all(|duty| env.outstanding(&id).contains(duty)));
    let line = "refer {id} --ground human-rights --reason R --impact-on-child I --written today --override x";
    env.sh(&line.replace("{id}", &id)).ok();
    assert!(!asked.iter().any(|duty| env.outstanding(&id).contains(duty)));
}

// SW-51
#[test]
fn a_complaint_stays_in_the_sight_of_whoever_raised_it() {
    let env = Env::new();
    let id = env.raise("south-west", &[]);
    env.sh(&format!("complaint {id} --reason 'He wants to be heard' --confirm routes-discussed")).ok();
    env.sh(&format!("show {id}")).ok().says("complaint").says("Mon 2 March 2026: He wants to be heard");
    assert_eq!(env.dispute(&id)["complaint"], json!({"on": "2026-03-02", "reason": "He wants to be heard"}));
    let waits = list(&env.sh("inbox --for 'Jo Bloggs' --json").json());
    let texts: Vec<&str> = waits.iter().map(|task| text(task, "text")).collect();
    let theirs = texts.iter().filter(|text| text.contains("owed by the Customer Relations Manager"));
    assert_eq!(theirs.count(), 2, "{texts:?}");
}

// NA-23, NA-56
#[test]
fn the_report_tells_the_start_the_stages_and_the_end_apart() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-1"]);
    env.sh(&format!("done {id} child-told")).ok();
    env.escalate(&id, "no-response", &[]);
    env.resolve(&id);
    assert_eq!(figure(&env, "child-told-share"), 100);
    assert_eq!(figure(&env, "child-told-changes-share"), 0);
    assert_eq!(figure(&env, "child-told-end-share"), 0);
    env.sh(&format!("done {id} child-told")).ok();
    assert_eq!(
        (figure(&env, "child-told-changes-share"), figure(&env, "child-told-end-share")),
        (json!(0), json!(100))
    );
    assert_eq!(figure(&env, "child-told-stages-share"), 50);
}

#[test]
fn what_was_resolved_without_an_answer_is_no_answer_in_time() {
    let env = Env::new();
    let answered = env.raise("knowsley", &["--stage", "stage-2"]);
    env.respond(&answered, &[]);
    let settled = env.raise("knowsley", &["--stage", "stage-2"]);
    env.resolve(&settled);
    assert_eq!((figure(&env, "answers"), figure(&env, "answers-in-time")), (json!(1), json!(1)));
    let late = env.raise("knowsley", &["--stage", "stage-2"]);
    env.now("2026-03-10T10:00");
    env.resolve(&late);
    assert_eq!((figure(&env, "answers"), figure(&env, "answers-none")), (json!(2), json!(1)));
    assert_eq!(figure(&env, "answers-in-time-share"), 50);
}

#[test]
fn an_answer_is_from_the_role_that_the_named_person_holds() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--assign", "social-worker=Sue Wood", "--assign", "team-manager=Tom Mann"]);
    let role = |more: &str| {
        env.sh(&format!("respond {id} --text 'We will' {more}")).ok();
        let log = list(&env.iro(&["log", &id, "--json"]).json());
        log.last().unwrap()["fields"]["role"].clone()
    };
    assert_eq!(role("--name 'tom mann'"), "team-manager");
    assert_eq!(role("--name 'Sue Wood'"), "social-worker");
    // A name that the record doesn't know could have either role.
    assert_ne!(role("--name 'Ann Ode'"), "social-worker");
    // Nor does anybody know who answered if nobody says.
    assert_eq!(role(""), Value::Null);
}

#[test]
fn it_is_ended_for_the_raiser_only_where_they_asked_for_it() {
    let env = Env::new();
    for (how, whom) in [("--confirm raiser-satisfied", Some("Jo Bloggs")), ("--override 'Jo is away'", None)] {
        let id = env.raise("knowsley", &[]);
        env.sh(&format!("resolve {id} --outcome Visited --user 'Col League' {how}")).ok();
        let view = env.dispute(&id);
        assert_eq!(view["ended_by"], "Col League");
        assert_eq!(view["ended_for"].as_str(), whom);
        for paper in [env.iro(&["show", &id]).ok().stdout, env.iro(&["form", &id]).ok().stdout] {
            assert!(paper.contains("by Col League"), "{paper}");
            assert_eq!(paper.contains("by Col League on behalf of Jo Bloggs"), whom.is_some(), "{paper}");
            assert!(!paper.contains("for Jo Bloggs"), "{paper}");
        }
    }
    let id = env.raise("knowsley", &[]);
    let ended = format!(
        "resolve {id} --outcome Visited --result decision-stands --user 'Col League' --confirm raiser-satisfied"
    );
    let said = env.sh(&ended).ok().stdout;
    assert!(said.contains(&format!("{id} was ended by Col League on behalf of Jo Bloggs")), "{said}");
    let form = env.sh(&format!("form {id}")).ok().stdout;
    assert!(
        form.contains("| Ended on behalf of Jo Bloggs, not resolved, the decision stands: Visited | Col League |"),
        "{form}"
    );
}

// QA-18, QA-24, SW-30: where the protocol has a talk or a meeting, no answer is missed.
#[test]
fn what_does_not_satisfy_may_be_a_talk_or_a_meeting() {
    let env = Env::new();
    let escalated = |id: &str| {
        let up = format!("escalate {id} --because unsatisfactory --reason r --respond-by 2026-03-20 --override x");
        env.fork().sh(&up).ok().stderr.contains("no answer is recorded")
    };
    let talk = env.raise("qa-notification", &["--stage", "stage-3", "--reason", "r"]);
    let meeting = env.raise("south-west", &["--stage", "stage-2", "--reason", "r"]);
    assert_eq!((escalated(&talk), escalated(&meeting)), (false, true));
    env.sh(&format!("meeting {meeting} --held 2026-03-02 --chair safeguarding-service-manager")).ok();
    assert!(!escalated(&meeting));
}
