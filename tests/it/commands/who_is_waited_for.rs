//! Once those who are asked have done their part, nobody but whoever judges or ends the matter is waited for, in any view.

use serde_json::{Value, json};

use crate::env::{Env, assert_for, list, text};

/// What each view says at one moment of who has to act: whom the dispute waits for, and whose its clocks are.
fn waited_for(env: &Env, id: &str) -> (Value, Vec<Value>) {
    let view = env.dispute(id);
    let due = list(&env.iro(&["due", "--all", "--json"]).json()).into_iter().map(|clock| clock["for"]["role"].clone());
    (view["waiting_on"]["role"].clone(), due.collect())
}

fn inbox(env: &Env, who: &str) -> Vec<(String, Value)> {
    let tasks = list(&env.iro(&["inbox", "--for", who, "--json"]).json());
    tasks.iter().map(|task| (text(task, "what").to_owned(), task["due"].clone())).collect()
}

// Knowsley's stage 1 is met only by resolving. Raised on Tuesday 6 January 2026, it is due on the 13th.
#[test]
fn whoever_has_answered_is_not_reminded_of_the_resolution() {
    let env = Env::new();
    env.now("2026-01-06T10:00");
    let id = env.raise("knowsley", &["--stage", "stage-1", "--assign", "team-manager=Lee Manager"]);
    env.now("2026-01-08T10:00");
    env.respond(&id, &["--role", "team-manager", "--action", "Visit | Sam Worker | 2026-01-12"]);
    env.now("2026-01-14T09:00");
    let clock = env.clock(&id, "resolve", "stage-1");
    assert_for(&clock, &["iro"]);
    assert_eq!(inbox(&env, "Lee Manager"), []);
    assert!(inbox(&env, "iro").contains(&("review".to_owned(), clock["due"].clone())), "{:?}", inbox(&env, "iro"));
    let reminded = env.sh("remind --dry-run").ok();
    assert!(!format!("{}{}", reminded.stdout, reminded.stderr).contains("Lee Manager"), "{reminded:?}");
    // With the plan agreed its actions are their owners', and the date stays with whoever can end the matter.
    env.sh(&format!("agree {id}")).ok();
    assert_for(&env.clock(&id, "resolve", "stage-1"), &["iro"]);
    env.sh(&format!("action done {id} 1")).ok();
    assert_for(&env.clock(&id, "resolve", "stage-1"), &["iro"]);
    assert_eq!(inbox(&env, "Lee Manager"), []);
    assert!(inbox(&env, "iro").iter().any(|(what, _)| what == "review"), "{:?}", inbox(&env, "iro"));
}

#[test]
fn a_plan_that_was_carried_out_waits_for_whoever_ends_it() {
    for policy in ["mosaic", "national", "south-west", "qa-notification"] {
        let env = Env::new();
        let id = env.raise(policy, &[]);
        env.respond(&id, &["--action", "Visit | Sam Worker | 2026-03-12"]);
        env.sh(&format!("agree {id} --override x")).ok();
        let asked = waited_for(&env, &id).0;
        assert_ne!(asked, "iro", "{policy}");
        env.sh(&format!("action done {id} 1")).ok();
        let view = env.dispute(&id);
        assert_eq!((&view["status"], &view["waiting_on"]["role"]), (&json!("agreed"), &json!("iro")), "{policy}");
        let tasks = list(&env.iro(&["inbox", "--for", "iro", "--json"]).json());
        let ends = |task: &&Value| text(task, "text").contains("end it, or take it further");
        assert_eq!(tasks.iter().filter(ends).count(), 1, "{policy}: {tasks:?}");
        let said = env.iro(&["supervision"]).ok().stdout;
        assert!(said.contains("plan carried out, not ended yet"), "{policy}: {said}");
    }
}

#[test]
fn striking_an_answer_or_an_end_points_out_what_rested_on_it() {
    let env = Env::new();
    let id = env.raise("national", &[]);
    env.respond(&id, &[]);
    env.sh(&format!("agree {id}")).ok();
    env.sh(&format!("correct {id} --event 2 --reason 'Another child'"))
        .ok()
        .says("event 3 accepts the plan of an answer that is not there any more")
        .says(&format!("iro correct {id} --event 3 --reason TEXT"));
    let id = env.raise("national", &["--child", "C-2"]);
    env.resolve(&id);
    env.sh(&format!("done {id} child-told")).ok();
    env.sh(&format!("correct {id} --event 2 --reason 'Another dispute'"))
        .ok()
        .says("event 3 says that `child-told` was done for an end that is not there any more");
    // Nothing rests on a note.
    env.sh(&format!("note {id} --text x")).ok();
    let said = env.sh(&format!("correct {id} --event 5 --reason x")).ok().stderr;
    assert!(!said.contains("any more"), "{said}");
}

#[test]
fn a_meeting_counts_from_its_own_day_however_late_it_is_recorded() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    env.now("2026-03-06T10:00");
    env.escalate(&id, "no-response", &[]);
    env.now("2026-03-10T10:00");
    env.sh(&format!("meeting {id} --held 2026-03-04 --chair Pat")).ok();
    let log = list(&env.iro(&["log", &id, "--json"]).json());
    let held = log.iter().find(|event| event["event"] == "meeting").unwrap();
    assert_eq!((&held["at"], &held["stage"]), (&json!("2026-03-04"), &json!("informal")));
    // So the dispute may have ended on the day after the escalation.
    env.sh(&format!("resolve {id} --outcome x --result resolved --on 2026-03-09 --override r")).ok();
}

// In force from Wednesday 1 April: a dispute of the 31st of March is under the version before.
#[test]
fn what_is_recorded_late_is_under_the_version_that_was_in_force() {
    let env = Env::new();
    let newer = include_str!("../../../policies/mosaic.yaml");
    let (from, to) = (newer.find("\nversion:").unwrap(), newer.find("\neffective_on:").unwrap());
    let version = newer[from + 1..].lines().next().unwrap();
    let effective = newer[to + 1..].lines().next().unwrap();
    let newer = newer.replace(version, "version: \"2026-04\"").replace(effective, "effective_on: \"2026-04-01\"");
    env.add_policy("mosaic-2026-04", newer);
    env.now("2026-04-02T09:00");
    let version = |extra: &[&str]| text(&env.raised("mosaic", extra), "policy_version").to_owned();
    assert_eq!(version(&["--aware-on", "2026-03-31"]), "2026-04");
    let before = version(&["--on", "2026-03-31", "--aware-on", "2026-03-31"]);
    assert_ne!(before, "2026-04");
    let praised = env.sh("praise --policy mosaic --child C-1 --for Sam --text x --on 2026-03-31 --json").json();
    assert_eq!(praised["policy_version"], before.as_str());
    // Whoever names a version has it, with a warning; and one that a correction takes across the border stays.
    let early = env.sh("raise --policy mosaic@2026-04 --child C-7 --concern x --on 2026-03-31 --override r").ok();
    early.says(
        "mosaic 2026-04 is in force from Wed 1 April 2026 on; `--policy mosaic@VERSION` names an earlier version",
    );
    env.sh("correct 1 --event 1 --set on=2026-03-31 --reason 'It was the 31st'")
        .ok()
        .says("it stays under mosaic 2026-04, which is in force from Wed 1 April 2026 on");
}

// While the answer waits for the IRO's judgement, Sam is late with what was promised in it.
#[test]
fn a_message_goes_to_whoever_is_late_while_the_matter_waits_for_the_user() {
    let env = Env::new();
    let id = env.raise("national", &[]);
    env.respond(&id, &["--action", "Visit | Sam Worker | 2026-03-10"]);
    env.now("2026-03-10T09:00");
    env.sh(&format!("notice {id}")).code(2).says("nobody else has to act");
    env.now("2026-03-12T09:00");
    let letter = env.sh(&format!("notice {id}")).ok().stdout;
    assert!(letter.contains("Dear Sam Worker,") && letter.contains("Visit"), "{letter}");
}

/// Who a draft message goes to, and its text.
fn written_to(env: &Env, id: &str) -> (Vec<String>, String) {
    let draft = env.sh(&format!("notice {id} --json")).json();
    let to = list(&draft["to"]).iter().map(|one| text(one, "role").to_owned()).collect();
    (to, text(&draft, "text").to_owned())
}

// QA-14 to QA-17: at stage 2 the Deputy Head of the IRO Service acts first; nobody is asked for an answer before.
#[test]
fn whoever_acts_first_is_waited_for_and_whoever_is_late_is_written_to() {
    let env = Env::new();
    let id = env.raise("qa-notification", &["--immediate", "yes", "--impact-level", "severe"]);
    let inbox = |who: &str| list(&env.sh(&format!("inbox --for {who} --json")).json());
    assert_eq!(env.dispute(&id)["waiting_on"]["role"], "iro-manager");
    assert_eq!(inbox("head-of-service"), [] as [Value; 0], "no message asks for an answer");
    // The record of the talk is due 24 hours after it, the actions a week after it.
    env.sh(&format!("done {id} discuss")).ok();
    env.now("2026-03-05T10:00");
    assert_eq!(env.dispute(&id)["waiting_on"]["role"], "deputy-head-of-service");
    let (to, asked) = written_to(&env, &id);
    assert_eq!(to, ["deputy-head-of-service", "head-of-service", "iro-manager"]);
    assert!(asked.contains("“The discussion is on the child's file”, by Tue 3 March 2026 10:00"), "{asked}");
    assert!(asked.contains("Carry out the urgent action plan, by Mon 9 March"), "{asked}");
    assert!(!asked.contains("The urgent action plan is agreed"), "it is asked for once: {asked}");
}

// There is something to judge, so nobody is waited for and nobody is late, and there is no plan to accept.
#[test]
fn once_there_is_a_decision_nobody_owes_an_answer() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--assign", "team-manager=Lee Manager"]);
    env.now("2026-03-04T10:00");
    env.sh(&format!("decide {id} --decided-by 'Dee Director' --text 'The move goes ahead'")).ok();
    env.now("2026-03-16T10:00");
    let (whom, due) = waited_for(&env, &id);
    assert_eq!(whom, "iro");
    assert!(!due.contains(&json!("team-manager")), "{due:?}");
    assert_eq!(env.clock(&id, "respond", "informal")["state"], "stopped");
    assert_eq!(list(&env.sh("inbox --for 'Lee Manager' --json").json()), [] as [Value; 0]);
    let said = env.sh("supervision").ok().stdout;
    assert!(said.contains("decision not accepted yet") && !said.contains("overdue"), "{said}");
    assert!(env.sh("inbox").ok().stdout.contains("judge the decision"));
    let shown = env.sh(&format!("show {id}")).ok().stdout;
    assert!(!shown.contains("iro agree") && shown.contains("next: iro resolve"), "{shown}");
    // An answer may still come, and is then what there is to judge.
    env.respond(&id, &["--role", "team-manager", "--action", "Visit | S | 2026-03-20"]);
    assert!(env.sh("inbox").ok().stdout.contains("judge the answer"));
}

// Stage 3 is met only by resolving, by Monday 12 January. Whoever answered has no part in the plan that was accepted: the
// visit is Amy's.
#[test]
fn whoever_answered_is_not_chased_for_an_end_that_only_the_raiser_can_make() {
    let env = Env::new();
    env.now("2026-01-05T10:00");
    let id = env.raise("knowsley", &["--stage", "stage-3", "--reason", "r", "--assign", "head-of-service=Harry Head"]);
    env.now("2026-01-06T10:00");
    env.sh(&format!("respond {id} --role head-of-service --text Yes --action 'Visit | Amy Social | 2026-01-19'")).ok();
    env.now("2026-01-07T10:00");
    env.iro(&["agree", &id]).ok();
    env.now("2026-01-13T10:00");
    let reminded = env.sh("remind --dry-run").ok().stdout;
    assert!(!reminded.contains("Harry Head") && reminded.contains("Amy Social"), "{reminded}");
    assert!(inbox(&env, "Harry Head").is_empty());
    assert_eq!(env.clock(&id, "resolve", "stage-3")["for"]["role"], "iro");
    let due = env.sh("due --overdue").ok().stdout;
    assert!(due.contains("Jo Bloggs") && !due.contains("Harry Head"), "{due}");
}
