//! The Mosaic process: the steps of the form, from one notification to the next.

use serde_json::Value;

use crate::clauses::{
    asked_by, assert_asks, assert_gate, assert_overridable, assert_reminds, assert_shows, assert_warns, duty, log,
    policy, stage,
};
use crate::env::{Env, find_clock, list, text};

pub const PLAN: &str = "Book the panel | Sam Carter | 2026-04-17";

pub fn formal(env: &Env, name: &str) -> String {
    env.raise("mosaic", &["--stage", name, "--reason", "Too grave for less"])
}

#[track_caller]
fn inbox(env: &Env, who: &str) -> Vec<Value> {
    list(&env.iro(&["inbox", "--for", who, "--json"]).json())
}

/// Which actions that person's inbox lists for this dispute.
#[track_caller]
pub fn waits(env: &Env, who: &str, id: &str) -> Vec<String> {
    inbox(env, who).iter().filter(|item| item["dispute"] == id).map(|item| text(item, "what").to_owned()).collect()
}

// MO-08
#[test]
fn oversight_can_be_shown_as_a_chronology() {
    let env = Env::new();
    let id = formal(&env, "stage-1");
    env.now("2026-03-04T10:00");
    env.respond(&id, &["--action", PLAN]);
    env.now("2026-03-05T10:00");
    env.sh(&format!("note {id} --text 'Asked about the panel'")).ok();
    let told = env.iro(&["log", &id]).ok().stdout;
    let (answer, note) = (told.find("We will do it"), told.find("Asked about the panel"));
    assert!(answer.is_some() && answer < note, "{told}");
    assert_reminds(&env, &id, "recorded-on-file");
}

// MO-09, MO-44
#[test]
fn the_end_says_what_changed_for_the_child() {
    let env = Env::new();
    let id = formal(&env, "stage-1");
    env.now("2026-03-04T10:00");
    env.respond(&id, &["--action", "Ring the school | Sam Carter | 2026-03-05"]);
    env.sh(&format!("action done {id} 1")).ok();
    env.now("2026-03-05T10:00");
    let end = "--outcome 'Panel date set' --result resolved --impact-on-child 'Sleeps again'";
    let view = env.sh(&format!("resolve {id} {end} --json")).json();
    assert_eq!(view["outcome"], "Panel date set");
    assert_eq!(view["impact_on_child"], "Sleeps again");
    assert_eq!(view["closed_on"], "2026-03-05");
    assert_eq!(view["result"], "resolved");
    // A finalised dispute can only be reopened.
    for line in
        [format!("respond {id} --text More --action '{PLAN}'"), format!("escalate {id} --because other --reason More")]
    {
        env.sh(&format!("{line} --override x --json")).refused();
    }
    let view = env.sh(&format!("reopen {id} --reason 'It failed' --json")).json();
    assert_eq!(view["closed_on"], Value::Null);
    assert_shows("mosaic", &["key actions done", "next action for a completed DRP"]);
}

// MO-38, MO-39
#[test]
fn each_level_has_its_section_of_the_form() {
    let policy = policy("mosaic");
    let levels = ["informal", "stage-1", "stage-2", "stage-3", "stage-4"];
    for (level, section) in levels.iter().zip(["2", "3", "4", "5", "6"]) {
        assert_eq!(stage(&policy, level)["form_section"], section, "{level}");
    }
    assert_shows("mosaic", &["section 1 (date, category, level)"]);
    let env = Env::new();
    let view = env.raised("mosaic", &["--category", "care-plan"]);
    assert_eq!(view["raised_on"], "2026-03-02");
    assert_eq!(view["stage_title"], "Informal DRP");
}

// MO-40
#[test]
fn the_record_says_when_the_manager_was_notified() {
    let env = Env::new();
    let id = env.raise("mosaic", &[]);
    env.now("2026-03-10T10:00");
    let view = env.escalate(&id, "no-response", &[]);
    let told = list(&view["notices"]);
    for (name, day) in [("informal", "2026-03-02"), ("stage-1", "2026-03-10")] {
        assert!(
            told.iter().any(|n| n["to"] == "team-manager" && n["stage"] == name && n["on"] == day),
            "{name}: {told:?}"
        );
    }
}

// MO-40, MO-43
#[test]
fn notices_go_back_and_forth() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--assign", "team-manager=Terry Moss", "--iro", "Jo Bloggs"]);
    assert_eq!(waits(&env, "Terry Moss", &id), ["answer"]);
    assert_eq!(waits(&env, "team-manager", &id), ["answer"]);
    let item = inbox(&env, "Terry Moss").remove(0);
    assert_eq!(item["child"], env.dispute(&id)["child"]);
    assert_eq!(item["since_on"], "2026-03-02");
    assert_eq!(item["due"], "2026-03-09");
    assert!(!waits(&env, "Jo Bloggs", &id).contains(&"review".to_owned()));

    env.now("2026-03-05T10:00");
    env.respond(&id, &["--action", PLAN]);
    assert!(waits(&env, "Jo Bloggs", &id).contains(&"review".to_owned()));
    assert!(!waits(&env, "Terry Moss", &id).contains(&"answer".to_owned()));

    // It is the next manager's turn from the moment the notice was sent.
    env.now("2026-03-06T10:00");
    env.escalate(&id, "unsatisfactory", &[]);
    assert_eq!(waits(&env, "team-manager", &id), ["answer"]);
    assert_eq!(env.clock(&id, "respond", "stage-1")["started"], "2026-03-06");
}

// MO-41
#[test]
fn an_answer_without_a_smart_plan_is_refused() {
    let env = Env::new();
    let id = formal(&env, "stage-1");
    assert_asks(&env, &format!("respond {id} --text Noted"), "action");
}

// MO-45
#[test]
fn a_telephone_talk_comes_before_going_on_from_an_answer() {
    let env = Env::new();
    let id = formal(&env, "stage-1");
    env.respond(&id, &["--action", PLAN]);
    let line = format!("escalate {id} --because unsatisfactory --reason 'Too slow'");
    assert_gate(&env, &line, "negotiated");
    env.sh(&format!("done {id} negotiated --with 'Terry Moss'")).ok();
    assert!(!asked_by(&env, &line).contains(&"negotiated".to_owned()));
}

// MO-46, MO-47
#[test]
fn further_work_agreed_on_the_telephone() {
    let env = Env::new();
    let id = formal(&env, "stage-1");
    env.respond(&id, &["--action", PLAN]);
    let extend = format!("extend {id} --by '24 hours' --agreed-with 'Terry Moss'");
    let bare = env.sh(&format!("{extend} --json"));
    assert!(bare.code == 2 || bare.code == 3, "confident, and why: {bare:?}");
    assert!(bare.stderr.contains("reason"), "{bare:?}");
    let view = env.confirm(&format!("{extend} --reason 'Confident: the panel meets tomorrow'"));
    assert_eq!(view["extensions"][0]["reason"], "Confident: the panel meets tomorrow");
    assert_eq!(find_clock(&view, "extension", None)["due"], "2026-03-03");
    assert!(log(&env, &id).contains("Terry Moss"));
    // The form shows what is to be done, when and by whom; it is the manager's turn again.
    let add = format!("action add {id} --what 'Send the minutes' --owner 'Terry Moss' --due 2026-03-03 --json");
    assert_eq!(env.sh(&add).json()["actions"][1]["owner"], "Terry Moss");
    assert_shows("mosaic", &["what, when and by whom", "needless"]);
}

// MO-63
#[test]
fn the_further_time_comes_after_an_answer() {
    let env = Env::new();
    let id = formal(&env, "stage-1");
    let extend = format!("extend {id} --by '24 hours' --reason Confident");
    assert_warns(env.fork().sh(&extend), &["an answer came first"]);
    env.respond(&id, &["--action", PLAN]);
    let run = env.sh(&extend).ok();
    assert!(!run.stderr.to_lowercase().contains("an answer came first"), "{run:?}");
}

// MO-47
#[test]
fn more_than_24_hours_needs_a_reason_of_its_own() {
    let env = Env::new();
    let id = formal(&env, "stage-1");
    env.respond(&id, &["--action", PLAN]);
    assert_overridable(&env, &format!("extend {id} --by '48 hours' --reason Confident"));
}

// MO-48
#[test]
fn escalating_without_comments_is_refused() {
    let env = Env::new();
    let id = formal(&env, "stage-2");
    let line = format!("escalate {id} --because other --confirm own-manager-consulted");
    assert_asks(&env, &line, "reason");
    let view = env.sh(&format!("{line} --reason 'No date in it' --json")).json();
    assert_eq!(view["stage"], "stage-3");
    assert!(log(&env, &id).contains("No date in it"));
    assert_shows("mosaic", &["anything new"]);
}

// MO-49
#[test]
fn the_manager_is_telephoned_before_going_on_from_silence() {
    let env = Env::new();
    let id = env.raise("mosaic", &[]);
    env.now("2026-03-10T10:00");
    let line = format!("escalate {id} --because no-response --reason Silence");
    assert_gate(&env, &line, "manager-telephoned");
    assert_eq!(duty(&env, &id, "manager-telephoned")["state"], "outstanding");
}

// MO-50, MO-51
#[test]
fn an_accepted_plan_that_fails_goes_up() {
    let env = Env::new();
    let id = formal(&env, "stage-2");
    env.respond(&id, &["--action", "Book the panel | Sam Carter | 2026-03-11"]);
    env.iro(&["agree", &id]).ok();
    env.now("2026-03-12T10:00");
    let late = env.due(&["--overdue"]);
    assert!(late.iter().any(|c| c["clock"] == "action-1"), "{late:?}");
    env.iro(&["show", &id]).ok().says("iro escalate");
    let view = env.escalate(&id, "actions-not-done", &[]);
    assert_eq!(view["stage"], "stage-3");
    assert_shows("mosaic", &["even if a plan was accepted"]);
}

// MO-42
#[test]
fn the_answers_date_is_the_managers() {
    let env = Env::new();
    let id = formal(&env, "stage-1");
    env.now("2026-03-10T10:00");
    let view = env.respond(&id, &["--action", PLAN, "--on", "2026-03-06T16:00"]);
    let clock = find_clock(&view, "respond", "stage-1");
    assert_eq!(clock["ended"], "2026-03-06");
    assert_eq!(clock["late"], false);
    let event = list(&env.iro(&["log", &id, "--json"]).json()).pop().unwrap();
    assert!(text(&event, "recorded_at").starts_with("2026-03-10"), "{event}");
}
