//! The South West procedure, requirement by requirement: its stages, meetings and texts. Complaints, referral and
//! grounds are in `south_west_complaints.rs`, `south_west_referral.rs` and `south_west_words.rs`.

use serde_json::{Value, json};

use crate::clauses::{
    assert_gate, assert_overridable, assert_reminds, assert_shows, assert_warns, duty, log, one_line, policy, stage,
};
use crate::env::{Env, find_clock, is_running, list, text};

pub const RAISE: &str = "raise --policy south-west --child C-1 --concern 'No review held' --impact Unheard \
    --seeking 'A review' --respond-by 2026-03-12";

const ABOVE: [&str; 4] = ["--stage", "stage-2", "--reason", "Talked over on the telephone"];

// SW-02
#[test]
fn a_higher_start_is_warned_about() {
    let env = Env::new();
    let line = format!("{RAISE} --stage stage-2 --confirm routes-discussed");
    assert_warns(env.sh(&line), &["lowest", "first stage", "stage 1", "informal"]);
    assert_shows("south-west", &["lowest tier first"]);
}

// SW-25
#[test]
fn leaving_out_the_informal_stage_asks_why() {
    let env = Env::new();
    let line = format!("{RAISE} --stage stage-2 --confirm routes-discussed --json");
    let run = env.fork().sh(&line);
    assert!(run.code == 0 || run.code == 3, "{run:?}");
    assert!(run.stderr.contains("reason"), "{run:?}");
    let view = env.sh(&format!("{line} --reason 'The manager refused to talk'")).json();
    assert!(log(&env, text(&view, "id")).contains("The manager refused to talk"));
    let policy = policy("south-west");
    assert_eq!(stage(&policy, "stage-1")["kind"], "informal");
    assert_eq!(policy["bypass"]["free"], false);
}

// SW-09
#[test]
fn other_children_need_a_reason() {
    let env = Env::new();
    let line = |group: &str| format!("{RAISE} --confirm routes-discussed --case-type '{group}'");
    for group in ["looked-after", "child-in-need", "care-leaver"] {
        env.fork().sh(&line(group)).ok();
    }
    assert_overridable(&env, &line("child-protection"));
    assert_eq!(policy("south-west")["covers"], json!(["looked-after", "child-in-need", "care-leaver"]));
}

// SW-13, SW-44
#[test]
fn the_impact_and_the_legal_status_are_asked_for() {
    let env = Env::new();
    let line = "raise --policy south-west --child C-1 --concern c --respond-by 2026-03-12 --confirm routes-discussed \
        --case-type";
    let asked = |case: &str| one_line(&env.fork().sh(&format!("{line} {case}")).ok().stderr);
    let child_in_care = asked("looked-after");
    assert!(
        child_in_care.contains("what effect it is having on the child") && child_in_care.contains("legal status"),
        "{child_in_care}"
    );
    let leaver = asked("care-leaver");
    assert!(leaver.contains("what effect it is having on the child") && !leaver.contains("legal status"), "{leaver}");
}

// SW-28, SW-29
#[test]
fn the_agreed_date_of_each_stage_can_be_moved() {
    for name in ["stage-1", "stage-2", "stage-3"] {
        let env = Env::new();
        let id = env.raise("south-west", &["--stage", name, "--reason", "Urgent", "--respond-by", "2026-03-12"]);
        env.sh(&format!("extend {id} --until 2026-03-20 --reason 'Better for the child'")).ok();
        let clock = find_clock(&env.dispute(&id), "resolve", name);
        assert_eq!((&clock["due"], &clock["original_due"]), (&json!("2026-03-20"), &json!("2026-03-12")), "{name}");
    }
}

// SW-14
#[test]
fn the_child_is_told_once_a_stage_not_once_for_all() {
    let env = Env::new();
    let id = env.raise("south-west", &[]);
    assert_reminds(&env, &id, "child-told");
    env.sh(&format!("done {id} child-told --with 'the child' --text 'With pictures'")).ok();
    assert_eq!(duty(&env, &id, "child-told")["with"], "the child");
    env.now("2026-03-11T10:00");
    env.escalate(&id, "no-response", &["--respond-by", "2026-03-20"]);
    assert_reminds(&env, &id, "child-told");
    assert!(log(&env, &id).contains("With pictures"));
}

// SW-16
#[test]
fn contacts_with_complaints_and_advocacy_are_kept() {
    let env = Env::new();
    let id = env.raise("south-west", &[]);
    for (kind, words) in [("contact", "Rang the complaints team"), ("advocate", "Advocate met her")] {
        env.sh(&format!("note {id} --kind '{kind}' --text '{words}'")).ok();
        assert!(log(&env, &id).contains(words));
    }
    assert_shows("south-west", &["complaints department", "advocacy service"]);
}

// SW-17, SW-18
#[test]
fn the_child_hears_of_complaints_and_of_an_advocate() {
    let env = Env::new();
    let wanted = env.raise("south-west", &["--field", "advocate=wanted"]);
    assert_eq!(env.dispute(&wanted)["fields"]["advocate"], "wanted");
    assert_reminds(&env, &wanted, "advocate-found");
    let id = env.raise("south-west", &[]);
    assert_reminds(&env, &id, "complaints-right-told");
    assert_reminds(&env, &id, "advocate-offered");
    env.sh(&format!("done {id} advocate-offered --with 'Dee Lowe'")).ok();
    assert_eq!(duty(&env, &id, "advocate-offered")["with"], "Dee Lowe");
    // Once done, it is not owed again at the next stage.
    env.now("2026-03-11T10:00");
    env.escalate(&id, "no-response", &["--respond-by", "2026-03-20"]);
    assert!(!env.outstanding(&id).contains(&"advocate-offered".to_owned()));
}

// SW-21
#[test]
fn raising_without_the_talk_on_the_routes_is_refused() {
    assert_gate(&Env::new(), RAISE, "routes-discussed");
}

// SW-61
#[test]
fn the_route_is_asked_for_and_shown() {
    let env = Env::new();
    let raise = RAISE.to_owned() + " --confirm routes-discussed";
    assert_warns(env.fork().sh(&raise), &["The route decided on"]);
    let run = env.sh(&format!("{raise} --field route=problem-resolution --json")).ok();
    assert!(!run.stderr.contains("route decided on"), "{run:?}");
    let id = text(&run.document(), "id").to_owned();
    env.sh(&format!("show {id}")).ok().says("problem resolution");
    env.sh(&format!("form {id}")).ok().says("problem resolution");
}

// SW-22
#[test]
fn the_talk_and_the_choice_are_two_facts() {
    let env = Env::new();
    let line = format!("{RAISE} --confirm routes-discussed=2026-02-26 --field route=problem-resolution --json");
    let view = env.sh(&line).json();
    let id = text(&view, "id");
    assert_eq!(view["fields"]["route"], "problem-resolution");
    assert_eq!(duty(&env, id, "routes-discussed")["on"], "2026-02-26");
    assert_reminds(&env, id, "route-recorded");
}

// SW-26
#[test]
fn stage_2_is_refused_without_an_entry_of_stage_1() {
    let env = Env::new();
    let id = env.raise("south-west", &[]);
    let line = format!("escalate {id} --because no-response --reason Silence --respond-by 2026-03-20");
    assert_gate(&env, &line, "informal-recorded");
}

// SW-28
#[test]
fn longer_than_20_working_days_is_warned_about_and_has_no_ceiling() {
    let env = Env::new();
    let id = env.raise("south-west", &ABOVE);
    let line = format!("extend {id} --clock total --until 2026-08-28 --reason 'The child asked' --json");
    let run = assert_warns(env.sh(&line), &["Handbook", "limit"]);
    let view = run.json();
    assert_eq!(find_clock(&view, "total", None)["due"], "2026-08-28");
    assert_eq!(view["extensions"][0]["reason"], "The child asked");
    assert!(log(&env, &id).contains("Jo Bloggs"));
    let unexplained = format!("extend {id} --clock total --until 2026-09-28 --json");
    let run = env.sh(&unexplained);
    assert!(run.code == 2 || run.code == 3, "{run:?}");
}

// SW-29
#[test]
fn a_stage_without_an_agreed_date_needs_a_reason() {
    let env = Env::new();
    let undated = RAISE.replace("--respond-by 2026-03-12", "--confirm routes-discussed");
    assert_eq!(assert_overridable(&env, &undated), ["respond-by"]);
    let view = env.sh(&format!("{undated} --respond-by 2026-03-12 --json")).json();
    assert_eq!(view["due"], "2026-03-12");
}

// SW-30, SW-62
#[test]
fn a_missed_date_calls_for_the_problem_resolution_meeting() {
    let env = Env::new();
    let id = env.raise("south-west", &[&ABOVE[..], &["--respond-by", "2026-03-06"]].concat());
    env.now("2026-03-06T10:00");
    assert!(!env.outstanding(&id).contains(&"meeting".to_owned()), "the agreed time is not over");
    let settled = env.fork();
    settled.resolve(&id);
    assert!(!settled.outstanding(&id).contains(&"meeting".to_owned()), "settled in time, none is owed");
    env.now("2026-03-09T10:00");
    assert_reminds(&env, &id, "meeting");
    let waits = env.sh("inbox --for safeguarding-service-manager --json").json();
    assert!(waits.to_string().contains("Problem Resolution Meeting"), "{waits}");
    // Leaving stage 2 without it is pointed out, and it stays owed.
    let without = env.fork();
    let up = format!("escalate {id} --because no-response --reason Silence --respond-by 2026-03-20");
    assert_warns(without.sh(&up), &["meeting", "Stage 2"]);
    assert!(without.dispute(&id)["left_over"].to_string().contains("Problem Resolution Meeting"));
    env.iro(&["show", &id]).ok().says("Problem Resolution Meeting");
    env.sh(&format!("meeting {id} --held 2026-03-09 --chair safeguarding-service-manager --minutes M")).ok();
    assert_eq!(duty(&env, &id, "meeting")["state"], "done");
    assert!(is_running(&env.dispute(&id), "resolve"));
}

// SW-31, SW-32, SW-36
#[test]
fn another_chair_is_pointed_out() {
    let policy = policy("south-west");
    let front = json!(["social-worker", "team-manager", "service-manager"]);
    assert_eq!(stage(&policy, "stage-2")["meeting"]["attendees"], front);
    let env = Env::new();
    for name in ["stage-2", "stage-3"] {
        let meeting = &stage(&policy, name)["meeting"];
        assert_eq!(meeting["chair"], "safeguarding-service-manager", "{name}");
        let assign = ["--stage", name, "--reason", "Urgent", "--assign", "safeguarding-service-manager=Alex Stone"];
        let id = env.raise("south-west", &assign);
        let held = |chair: &str| format!("meeting {id} --held 2026-03-02 --chair '{chair}' --attended 'Sam Carter'");
        let wrong = env.fork();
        assert_warns(wrong.sh(&held("Kim Bell")), &["chair"]);
        assert_eq!(wrong.dispute(&id)["meetings"][0]["attended"], json!(["Sam Carter"]));
        for right in ["Alex Stone", "safeguarding-service-manager"] {
            let run = env.fork().sh(&held(right)).ok();
            assert!(!one_line(&run.stderr).contains("chair"), "{run:?}");
        }
    }
}

// SW-33
#[test]
fn the_iro_minutes_the_meeting_of_stage_2() {
    let env = Env::new();
    let id = env.raise("south-west", &ABOVE);
    assert!(!env.outstanding(&id).contains(&"minutes".to_owned()), "there is no meeting yet");
    env.sh(&format!("meeting {id} --held 2026-03-02 --chair safeguarding-service-manager")).ok();
    assert_reminds(&env, &id, "minutes");
    assert!(env.outstanding(&id).contains(&"minutes".to_owned()), "until they are filed");
    env.now("2026-03-03T10:00");
    let again = "--chair safeguarding-service-manager --minutes 'A date was set'";
    env.sh(&format!("meeting {id} --held 2026-03-03 {again}")).ok();
    assert!(!env.outstanding(&id).contains(&"minutes".to_owned()));
    // Writing the minutes and filing them on the child's record are two duties.
    assert_reminds(&env, &id, "minutes-filed");
    env.sh(&format!("done {id} minutes-filed")).ok();
    assert!(!env.outstanding(&id).contains(&"minutes-filed".to_owned()));
    assert_eq!(duty(&env, &id, "minutes-filed")["by"], "iro");
    let meeting = &stage(&policy("south-west"), "stage-2")["meeting"];
    assert_eq!(meeting["minutes_by"], "iro");
    assert_eq!(duty(&env, &id, "minutes")["by"], "iro");
}

// SW-34, SW-35
#[test]
fn the_further_meeting_brings_two_service_managers() {
    let env = Env::new();
    let id = env.raise("south-west", &["--stage", "stage-3", "--reason", "Urgent"]);
    assert_reminds(&env, &id, "meeting");
    let meeting = stage(&policy("south-west"), "stage-3")["meeting"].clone();
    assert_eq!(meeting["needed"], "required");
    assert_eq!(meeting["attendees"], json!(["safeguarding-service-manager", "service-manager"]));
    let held = format!("meeting {id} --held 2026-03-02 --chair safeguarding-service-manager --minutes M");
    assert_warns(
        env.fork().sh(&format!("{held} --attended safeguarding-service-manager")),
        &["Service Manager, childcare team", "service-manager"],
    );
    let both = "--attended safeguarding-service-manager --attended service-manager";
    let run = env.sh(&format!("{held} {both}")).ok();
    assert!(!one_line(&run.stderr).contains("childcare"), "{run:?}");
}

// SW-37
#[test]
fn leaving_stage_3_without_minutes_is_refused() {
    let env = Env::new();
    let id = env.raise("south-west", &["--stage", "stage-3", "--reason", "Urgent"]);
    let line = format!("escalate {id} --because other --reason 'No result'");
    assert_gate(&env, &line, "minutes");
    // SW-62: minutes are of a meeting.
    let without = env.fork();
    assert_warns(without.sh(&format!("{line} --confirm minutes")), &["no Further meeting is recorded"]);
    // The form mentions no minutes either, because the record has none.
    let form = without.sh(&format!("form {id}")).ok();
    form.says("done, Mon 2 March 2026 10:00; no Further meeting is recorded")
        .says("taken (Stage 3); no Further meeting");
    assert_warns(env.fork().sh(&format!("done {id} minutes")), &["no Further meeting is recorded"]);
    env.sh(&format!("meeting {id} --held 2026-03-02 --chair safeguarding-service-manager")).ok();
    let run = env.sh(&format!("done {id} minutes")).ok();
    assert!(!run.stderr.contains("no Further meeting"), "{run:?}");
}

// SW-37
#[test]
fn minutes_that_were_given_are_not_filed_yet() {
    let env = Env::new();
    let id = env.raise("south-west", &["--stage", "stage-3", "--reason", "Urgent"]);
    let owes = |env: &Env| env.outstanding(&id).contains(&"minutes-filed".to_owned());
    assert!(!owes(&env), "there is no meeting yet");
    assert_warns(env.fork().sh(&format!("done {id} minutes-filed")), &["no Further meeting is recorded"]);
    env.sh(&format!("meeting {id} --held 2026-03-02 --chair safeguarding-service-manager --minutes M")).ok();
    assert_eq!(duty(&env, &id, "minutes")["state"], "done");
    assert!(owes(&env));
    // They are owed until they are filed, at later stages and after the end too.
    env.escalate(&id, "other", &[]);
    env.sh(&format!("resolve {id} --outcome Settled")).ok();
    env.sh(&format!("show {id}")).ok().says("The minutes of the further meeting are on the child's record");
    env.sh(&format!("done {id} minutes-filed --stage stage-3")).ok();
    assert!(!env.sh(&format!("show {id}")).ok().stdout.contains("minutes of the further meeting"));
}

// SW-32, SW-35
#[test]
fn whoever_answered_for_a_role_is_known_at_the_meeting() {
    let env = Env::new();
    let id = env.raise("south-west", &["--stage", "stage-3", "--reason", "Urgent"]);
    env.sh(&format!("respond {id} --text Later --role service-manager --name 'Toni Reed'")).ok();
    let held = format!("meeting {id} --held 2026-03-02 --chair safeguarding-service-manager --attended");
    let run = env.fork().sh(&format!("{held} 'Toni Reed'")).ok();
    assert!(!run.stderr.contains("not named among"), "{run:?}");
    assert_warns(env.sh(&format!("{held} 'Kim Bell'")), &["not named among those who came: service manager"]);
}

// SW-38
#[test]
fn each_step_of_the_chain_is_logged_with_its_day() {
    let env = Env::new();
    let id = env.raise("south-west", &["--stage", "stage-4", "--reason", "Urgent"]);
    assert_eq!(env.dispute(&id)["waiting_on"]["role"], "head-of-service");
    for (day, role) in
        [("2026-03-04", "assistant-director"), ("2026-03-06", "director"), ("2026-03-10", "chief-executive")]
    {
        env.now(&format!("{day}T10:00"));
        env.escalate(&id, "other", &[]);
        assert_eq!(env.dispute(&id)["waiting_on"]["role"], role);
    }
    let log = list(&env.iro(&["log", &id, "--json"]).json());
    let days: Vec<_> = log.iter().map(|event| &text(event, "at")[..10]).collect();
    assert_eq!(days, ["2026-03-02", "2026-03-04", "2026-03-06", "2026-03-10"]);
}

// SW-28
#[test]
fn a_date_that_was_extended_is_not_met_before_it() {
    let env = Env::new();
    env.now("2026-03-12T10:00");
    let id = env.raise("south-west", &["--respond-by", "2026-03-19"]);
    env.now("2026-03-18T10:00");
    env.sh(&format!("extend {id} --until 2026-03-23 --reason 'Sam is back on Monday' --agreed-with 'Pat Green'")).ok();
    env.now("2026-03-23T09:00");
    let line = "by Mon 23 March 2026 (as agreed; extended from Thu 19 March 2026)";
    env.sh(&format!("form {id}")).ok().says(line);
    env.sh(&format!("resolve {id} --outcome 'A plan is made' --impact-on-child Settled")).ok();
    env.sh(&format!("form {id}")).ok().says(&format!("{line}; met on Mon 23 March 2026 09:00"));
}

// SW-18, SW-20, SW-21, SW-58: what one child said and chose is not recorded for a sibling
#[test]
fn each_of_the_children_speaks_for_itself() {
    let env = Env::new();
    let said =
        "--field route=both --field advocate=wanted --field 'child-wishes=To go home' --confirm routes-discussed";
    let run = env.sh(&format!(
        "raise --policy south-west --child C-1 --sibling C-2 --category plan-progress --concern 'No visits' --impact 'He \
         misses home' --seeking 'A plan' --legal-status C2 --respond-by 2026-03-09 --field in-proceedings=no {said}"
    ));
    let run = run.ok();
    for of in ["`child-wishes`", "`legal-status`", "`routes-discussed`", "`route`", "`advocate`"] {
        assert!(run.stderr.contains(of), "{of}: {}", run.stderr);
    }
    let (first, sibling) = (env.dispute("1"), env.dispute("2"));
    assert_eq!((&first["fields"]["child-wishes"], &first["legal_status"]), (&json!("To go home"), &json!("C2")));
    // A field that is true of both is in both records.
    assert_eq!(sibling["fields"], json!({"in-proceedings": "no"}));
    assert_eq!((&sibling["legal_status"], &sibling["concern"]), (&Value::Null, &json!("No visits")));
    let letter = env.sh("form 2 --letter --age 9").ok().stdout;
    assert!(!letter.contains("To go home"), "{letter}");
    env.sh("form 1 --letter --age 9").ok().says("To go home");
    // Nobody recorded that the routes were explained to the second child, so the form must not say it.
    let form = env.sh("form 2").ok().stdout;
    assert!(!form.contains("explained both routes"), "{form}");
}
