//! The flowchart of Issue and QA Notifications, requirement by requirement. Its criteria are in `qa_criteria.rs`, who
//! has which duty in `qa_duties.rs`.

use serde_json::{Value, json};

use crate::clauses::{
    asked_by, assert_gate, assert_overridable, assert_reminds, assert_shows, assert_warns, duty, log, one_line, policy,
    stage,
};
use crate::env::{Env, assert_instant, find_clock, has_clock, is_running, list, text};

const RAISE: &str = "raise --policy qa-notification --child C-1 --concern 'No progress' --impact Unheard \
    --seeking 'A date' --immediate no";

fn at(env: &Env, name: &str, extra: &[&str]) -> String {
    let start = ["--stage", name, "--reason", "The care plan is at risk"];
    env.raise("qa-notification", &[&start[..], extra].concat())
}

// QA-01
#[test]
fn who_raises_and_for_whom() {
    let policy = policy("qa-notification");
    assert_eq!(policy["version"], "2015-07");
    assert_eq!(policy["covers"], json!(["looked-after"]));
    assert_eq!(policy["raisers"], json!(["iro"]));
    assert_shows("qa-notification", &["Issue Notification", "2015-07"]);
    let env = Env::new();
    assert_overridable(&env, &format!("{RAISE} --case-type child-in-need"));
}

// QA-03
#[test]
fn telling_a_deputy_is_a_reminder() {
    let env = Env::new();
    let id = env.raise("qa-notification", &["--immediate", "yes"]);
    assert_reminds(&env, &id, "inform");
    env.sh(&format!("done {id} inform --with 'Chris Hall'")).ok();
    assert_eq!(duty(&env, &id, "inform")["with"], "Chris Hall");
}

// QA-04, QA-05
#[test]
fn an_issue_notification_on_the_record_system_comes_first() {
    let policy = policy("qa-notification");
    assert_eq!(policy["stages"][0]["id"], "issue-notification");
    assert_eq!(policy["stages"][0]["kind"], "informal");
    assert_eq!(policy["labels"]["record_system"], "LL");
    assert_shows("qa-notification", &["email on LL"]);
    let env = Env::new();
    env.now("2026-03-02T14:20");
    let view = env.raised("qa-notification", &[]);
    assert_eq!(view["stage"], "issue-notification");
    assert_instant(&view["raised_at"], "2026-03-02T14:20:00+00:00");
    env.iro(&["show", text(&view, "id")]).ok().says("Social Worker").says("Team Manager");
}

// QA-09
#[test]
fn other_people_may_answer_the_form() {
    let env = Env::new();
    let people = ["--assign", "social-worker=Fran Wood", "--assign", "team-manager=Terry Moss"];
    let id = at(&env, "stage-1", &people);
    for name in ["Fran Wood", "Terry Moss"] {
        let due = env.due(&["--all", "--for", name]);
        assert!(due.iter().any(|c| c["dispute"] == id.as_str() && c["clock"] == "respond"), "{name}: {due:?}");
    }
    let first = stage(&policy("qa-notification"), "stage-1");
    assert_eq!(first["responders"]["any-of"], json!(["social-worker", "team-manager"]));
    assert_shows("qa-notification", &["person concerned and that person's manager"]);
}

// QA-10, QA-11
#[test]
fn ten_working_days_and_then_the_iro_signs_off() {
    let env = Env::new();
    let id = at(&env, "stage-1", &[]);
    let clock = env.clock(&id, "respond", "stage-1");
    assert_eq!(clock["due"], "2026-03-16");
    assert_eq!(clock["limit"], "10 working days");
    env.now("2026-03-13T10:00");
    env.respond(&id, &["--role", "team-manager"]);
    let view = env.resolve(&id);
    assert_eq!(view["status"], "resolved");
    let log = list(&env.iro(&["log", &id, "--json"]).json());
    assert_eq!(log.last().unwrap()["by"], "Jo Bloggs");
}

// QA-12, QA-48
#[test]
fn a_poor_answer_is_talked_over_the_same_day() {
    let env = Env::new();
    let id = at(&env, "stage-1", &["--field", "further-action=A talk with the head"]);
    env.now("2026-03-11T10:00");
    let view = env.respond(&id, &["--role", "team-manager"]);
    assert!(!has_clock(&view, "consult"), "an answer alone owes no talk: {}", view["clocks"]);
    let signed_off = env.fork();
    signed_off.resolve(&id);
    assert!(!has_clock(&signed_off.dispute(&id), "consult"));
    // The talk is owed once the answer is judged not good enough.
    assert!(env.outstanding(&id).contains(&"answer-unsatisfactory".to_owned()));
    env.now("2026-03-12T10:00");
    let view = env.sh(&format!("done {id} answer-unsatisfactory --text 'No dates' --json")).json();
    let consult = find_clock(&view, "consult", "stage-1");
    assert_eq!(consult["due"], "2026-03-12");
    assert_eq!(consult["state"], "running");
    let line = format!("escalate {id} --because unsatisfactory --reason 'No dates in it'");
    assert_gate(&env, &line, "consult");
    let done = format!("done {id} consult --with 'Chris Hall' --text 'Go to stage 2' --json");
    let view = env.sh(&done).json();
    assert_eq!(find_clock(&view, "consult", "stage-1")["state"], "met");
    assert!(log(&env, &id).contains("Go to stage 2"));
    assert_eq!(view["fields"]["further-action"], "A talk with the head");
    assert_shows("qa-notification", &["stage 2 is not automatic"]);
}

// QA-12, QA-48
#[test]
fn the_talk_about_silence_is_owed_from_the_lapse_also_once_a_late_answer_is_there() {
    let env = Env::new();
    let id = at(&env, "stage-1", &[]);
    env.now("2026-03-16T10:00");
    assert!(!has_clock(&env.dispute(&id), "consult"));
    assert!(!env.outstanding(&id).contains(&"answer-unsatisfactory".to_owned()), "nothing to judge yet");
    env.now("2026-03-17T10:00");
    assert_eq!(env.clock(&id, "consult", "stage-1")["due"], "2026-03-17");
    env.now("2026-03-18T10:00");
    let view = env.respond(&id, &["--role", "team-manager"]);
    let consult = find_clock(&view, "consult", "stage-1");
    assert_eq!((&consult["due"], &consult["status"]), (&json!("2026-03-17"), &json!("overdue")));
}

// QA-13
#[test]
fn forms_are_logged() {
    let env = Env::new();
    let id = at(&env, "stage-1", &[]);
    assert_reminds(&env, &id, "forms-logged");
}

// QA-14, QA-15, QA-16, QA-17
#[test]
fn at_stage_2_the_iros_manager_acts() {
    let env = Env::new();
    let id = at(&env, "stage-2", &[]);
    assert_eq!(env.dispute(&id)["owner"]["role"], "iro-manager");
    for name in ["discuss", "record", "actions"] {
        assert_reminds(&env, &id, name);
    }
    assert_eq!(duty(&env, &id, "discuss")["by"], "iro-manager");
    assert_eq!(duty(&env, &id, "record")["by"], "iro-manager");
    env.finish(&id, "discuss");
    let view = env.dispute(&id);
    assert_eq!(find_clock(&view, "record", "stage-2")["limit"], "24 hours");
    assert_eq!(find_clock(&view, "actions", "stage-2")["due"], "2026-03-09");
    // The urgent plan itself: a clock for each of its actions.
    env.respond(&id, &["--action", "Find a school | Sam Carter | 2026-03-06"]);
    let view = env.dispute(&id);
    assert_eq!(find_clock(&view, "action-1", None)["due"], "2026-03-06");
}

// QA-18
#[test]
fn two_heads_discuss_at_stage_3() {
    let env = Env::new();
    let id = at(&env, "stage-3", &[]);
    assert_reminds(&env, &id, "discuss");
    let talk = duty(&env, &id, "discuss");
    assert_eq!(talk["by"], "head-of-service-qa");
    env.sh(&format!("done {id} discuss --with 'Alex Stone'")).ok();
    assert_eq!(duty(&env, &id, "discuss")["with"], "Alex Stone");
}

// QA-21, QA-22
#[test]
fn the_professionals_meeting_has_its_chair_and_people() {
    let meeting = stage(&policy("qa-notification"), "stage-3")["meeting"].clone();
    assert_eq!(meeting["chair"], "head-of-service-qa");
    let people = json!(["social-worker", "iro", "team-manager", "head-of-service"]);
    assert_eq!(meeting["attendees"], people);
    let env = Env::new();
    let id = at(&env, "stage-3", &[]);
    let held = format!("meeting {id} --held 2026-03-02T10:00 --chair head-of-service-qa");
    let some = "--attended iro --attended team-manager --attended head-of-service";
    assert_warns(env.fork().sh(&format!("{held} {some}")), &["Social Worker"]);
    let all = env.sh(&format!("{held} {some} --attended social-worker")).ok();
    assert!(!one_line(&all.stderr).contains("social worker"), "{all:?}");
    assert_eq!(list(&env.dispute(&id)["meetings"][0]["attended"]).len(), 4);
}

// QA-23
#[test]
fn actions_of_the_meeting_have_a_week() {
    let env = Env::new();
    let id = at(&env, "stage-3", &[]);
    assert_reminds(&env, &id, "actions");
    env.sh(&format!("meeting {id} --held 2026-03-02T10:00 --chair head-of-service-qa")).ok();
    let clock = env.clock(&id, "actions", "stage-3");
    assert_eq!(clock["due"], "2026-03-09");
    assert_eq!(clock["limit"], "1 week");
}

// QA-17, QA-23: the clock of the plan and the duty to carry it out are about the same actions.
#[test]
fn once_every_action_is_done_the_plan_is_carried_out() {
    for (stage, start) in [("stage-2", "done ID discuss"), ("stage-3", "meeting ID --held today --chair 'Ann Cole'")] {
        let env = Env::new();
        let id = at(&env, stage, &[]);
        env.sh(&start.replace("ID", &id)).ok();
        for due in ["2026-03-05", "2026-03-06"] {
            env.sh(&format!("action add {id} --what 'Find a school' --owner 'Sam Carter' --due {due}")).ok();
        }
        env.now("2026-03-04T10:00");
        env.sh(&format!("action done {id} 1")).ok();
        assert_eq!(duty(&env, &id, "actions")["state"], "outstanding", "{stage}: one action is open");
        env.now("2026-03-05T11:00");
        env.sh(&format!("action done {id} 2")).ok();
        assert_eq!(env.clock(&id, "actions", stage)["state"], "met");
        let plan = duty(&env, &id, "actions");
        assert_eq!((&plan["state"], &plan["on"]), (&json!("done"), &json!("2026-03-05")), "{stage}");
        env.resolve(&id);
        let form = env.sh(&format!("form {id}")).ok().stdout;
        let text = plan["text"].as_str().unwrap();
        assert!(!form.contains(&format!("**{text}**  \nnot recorded")), "{stage}: {form}");
    }
}

// QA-24
#[test]
fn at_stage_4_either_director_will_do() {
    let last = stage(&policy("qa-notification"), "stage-4");
    assert_eq!(last["responders"]["any-of"], json!(["service-director", "strategic-director"]));
    assert_eq!(last["owner"], "head-of-service-qa");
    let env = Env::new();
    for role in ["service-director", "strategic-director"] {
        let id = at(&env, "stage-4", &[]);
        let view = env.respond(&id, &["--role", role]);
        assert_eq!(view["status"], "awaiting-review", "{role}");
    }
}

// QA-25
#[test]
fn the_talk_with_the_director_comes_before_a_referral() {
    let env = Env::new();
    let id = at(&env, "stage-4", &["--field", "more-can-be-done=no"]);
    env.respond(&id, &["--role", "service-director"]);
    let refer = |id: &str| format!("refer {id} --ground not-resolved --reason 'Nothing helped' --written 2026-03-02");
    assert_gate(&env, &refer(&id), "director-talk");
    assert_eq!(asked_by(&env, &refer(&id)), ["director-talk"]);
    assert_eq!(env.dispute(&id)["fields"]["more-can-be-done"], "no");
    // Before stage 4 another requirement is not met as well; a reason overrides both.
    let early = at(&env, "stage-1", &[]);
    let asked = assert_overridable(&env, &refer(&early));
    assert!(asked.len() > 1, "{asked:?}");
    assert_shows("qa-notification", &["open at any point"]);
}

// QA-27, QA-28
#[test]
fn another_part_of_the_council_and_its_director() {
    let env = Env::new();
    let id = at(&env, "stage-2", &["--subject", "Housing"]);
    assert_eq!(env.dispute(&id)["subject"], "Housing");
    let told = "service-director-informed".to_owned();
    assert!(!env.outstanding(&id).contains(&told));
    env.escalate(&id, "other", &[]);
    assert!(env.outstanding(&id).contains(&told), "from stage 3 on");
    let line = format!("escalate {id} --because other --reason 'Still no home'");
    assert_gate(&env, &line, &told);
    // Only escalating is refused without it.
    let resolve = format!("resolve {id} --outcome Housed");
    assert!(!asked_by(&env, &resolve).contains(&told));
    // Inside the service nobody asks for it.
    let own = at(&env, "stage-3", &[]);
    assert!(!env.outstanding(&own).contains(&told));
    let line = format!("escalate {own} --because other --reason 'Still nothing'");
    assert!(!asked_by(&env, &line).contains(&told));
    assert_shows("qa-notification", &["another part of the council"]);
}

// QA-49
#[test]
fn the_director_is_told_also_of_what_is_settled_at_stage_3() {
    let env = Env::new();
    let id = at(&env, "stage-2", &["--subject", "Housing"]);
    env.escalate(&id, "other", &[]);
    let told = "service-director-informed";
    let waits = |env: &Env| {
        let tasks = list(&env.iro(&["inbox", "--for", "Jo Bloggs", "--json"]).json());
        tasks.iter().any(|task| text(task, "text").contains("The Service Director"))
    };
    assert!(waits(&env), "from stage 3 on");
    env.resolve(&id);
    assert!(env.outstanding(&id).contains(&told.to_owned()) && waits(&env), "chased after the end");
    env.sh(&format!("done {id} {told} --with 'Ray Dunn'")).ok();
    assert!(!waits(&env));
    // A blank subject counts as no subject.
    let blank = at(&env, "stage-3", &["--subject", " "]);
    assert!(!env.outstanding(&blank).contains(&told.to_owned()));
    assert_eq!(env.dispute(&blank)["subject"], Value::Null);
}

// QA-29, QA-30
#[test]
fn talks_come_before_and_are_noted() {
    assert_shows("qa-notification", &["keep talking", "Regulations 2010", "talk further before you raise it"]);
    let env = Env::new();
    let id = env.raise("qa-notification", &[]);
    env.sh(&format!("note {id} --kind contact --text 'Met the worker twice'")).ok();
    assert!(log(&env, &id).contains("Met the worker twice"));
}

// QA-46
#[test]
fn excellent_practice_gets_a_notification_without_a_clock() {
    let env = Env::new();
    let line = "praise --policy qa-notification --child C-1 --for 'Sam Carter' --role social-worker \
        --text 'Found a school in a week' --json";
    let view = env.sh(line).json();
    assert_eq!(view["kind"], "praise");
    assert_eq!(view["stage"], Value::Null);
    assert_eq!(view["due"], Value::Null);
    assert_eq!(view["status"], "recorded");
    assert_eq!(view["praise"]["for"], json!(["Sam Carter"]));
    assert!(list(&view["clocks"]).is_empty());
    assert_eq!(env.due(&["--all"]), Vec::<Value>::new());
    assert_eq!(env.listed(&["--all", "--kind", "praise"]), [text(&view, "id")]);
    let told = view["notices"].to_string();
    assert!(told.contains("social-worker") && told.contains("team-manager"), "{told}");
    assert_shows("qa-notification", &["excellent practice", "must get a formal QA Notification"]);
}

// QA-47
#[test]
fn the_forms_several_names_are_known() {
    assert_eq!(policy("qa-notification")["labels"]["dispute"], "QA Notification");
    let names = ["Issue Notification", "QA Notification", "QA Form", "Alert Form"];
    assert_shows("qa-notification", &names);
}

// QA-19
#[test]
fn whether_a_meeting_is_needed_is_recorded_either_way() {
    let env = Env::new();
    let id = at(&env, "stage-3", &[]);
    assert_reminds(&env, &id, "meeting");
    let meeting = stage(&policy("qa-notification"), "stage-3")["meeting"].clone();
    assert_eq!(meeting["needed"], "if-needed");
    assert!(is_running(&env.dispute(&id), "meeting"));
    assert!(!has_clock(&env.dispute(&id), "extension"));
}
