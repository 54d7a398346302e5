//! Reopening and returning from the complaints procedure: the clocks continue, and the program says so.

use serde_json::Value;

use crate::env::{Env, assert_clock, find_clock, list};

/// Raised on 2 March, with the complaints procedure from the 5th to the 12th.
fn back_from_complaint(policy: &str, stage: &str) -> (Env, String, String) {
    let env = Env::new();
    let id = env.raise(policy, &["--stage", stage]);
    env.now("2026-03-05T10:00");
    env.iro(&["complaint", &id, "--reason", "They want to", "--override", "x"]).ok();
    env.now("2026-03-12T10:00");
    let said = env.iro(&["reopen", &id, "--reason", "They came back", "--override", "x"]).ok().stdout;
    (env, id, said)
}

// 20 working days from Monday 2 March end on Monday 30 March.
#[test]
fn the_total_goes_on_after_a_complaint() {
    for (policy, stage) in [("knowsley", "stage-1"), ("national", "formal")] {
        let (env, id, said) = back_from_complaint(policy, stage);
        assert!(said.contains("The total continues from its first date"), "{said}");
        env.now("2026-04-30");
        let total = env.clock(&id, "total", None);
        assert_clock(&total, "2026-03-30", "hard", "running");
        assert_eq!((&total["status"], &total["ended"]), (&Value::from("overdue"), &Value::Null));
        assert!(env.due(&["--today"]).iter().any(|clock| clock["clock"] == "total"));
        let report = env.sh("report --from 2026-03-01 --to 2026-04-30 --explain total-over --json");
        assert!(report.ok().stdout.contains(&id));
    }
}

#[test]
fn nothing_is_said_of_a_total_that_does_not_run() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "informal"]);
    env.iro(&["withdraw", &id, "--reason", "Too early"]).ok();
    let back = env.iro(&["reopen", &id, "--reason", "It was not"]).ok().stdout;
    assert!(!back.contains("total"), "{back}");
    assert_eq!(list(&env.dispute(&id)["clocks"]).len(), 2, "its stage, twice");
}

// The action of the plan was carried out while the dispute was closed.
#[test]
fn an_action_done_meanwhile_is_not_awaited_again() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-1"]);
    env.respond(&id, &["--action", "Book the panel | Sam Carter | 2026-03-20"]);
    env.resolve(&id);
    env.now("2026-03-04T10:00");
    env.iro(&["action", "done", &id, "1"]).ok();
    env.now("2026-03-05T10:00");
    let view = env.iro(&["reopen", &id, "--reason", "Not kept", "--override", "x", "--json"]).json();
    let action = find_clock(&view, "action-1", None);
    assert_eq!((&action["state"], &action["ended"]), (&Value::from("met"), &Value::from("2026-03-04")));
}

// QA-15: the talk at stage 2 is for the day of the one at stage 1; reopened on Monday 1 June, for that day.
#[test]
fn a_stage_counts_from_nothing_before_its_dispute_came_back() {
    let env = Env::new();
    let id = env.raise("qa-notification", &["--stage", "stage-1"]);
    env.now("2026-03-17T10:00");
    env.iro(&["done", &id, "consult"]).ok();
    let view = env.escalate(&id, "no-response", &[]);
    assert_eq!(find_clock(&view, "discuss", "stage-2")["due"], "2026-03-17");
    env.resolve(&id);
    env.now("2026-06-01T10:00");
    let view = env.iro(&["reopen", &id, "--reason", "Not kept", "--override", "x", "--json"]).json();
    let discuss = find_clock(&view, "discuss", "stage-2");
    assert_eq!((&discuss["due"], &discuss["status"]), (&Value::from("2026-06-01"), &Value::from("today")));
}

// QA-16: the talk of stage 2 would start 24 hours for its record; during the complaints procedure no clock starts.
#[test]
fn no_clock_of_a_stage_starts_while_the_complaints_procedure_has_it() {
    let env = Env::new();
    let id = env.raise("qa-notification", &["--stage", "stage-2"]);
    env.iro(&["complaint", &id, "--reason", "They want to", "--override", "x"]).ok();
    let view = env.iro(&["done", &id, "discuss", "--json"]).json();
    assert!(list(&view["clocks"]).iter().all(|clock| clock["state"] != "running"), "{view}");
}

// NA-15: a person who is asked again can read why.
#[test]
fn whoever_is_asked_again_reads_how_it_ended_and_why_it_is_open() {
    for (policy, stage) in [("national", "formal"), ("knowsley", "stage-4"), ("mosaic", "stage-1")] {
        let env = Env::new();
        let id = env.raise(policy, &["--stage", stage]);
        env.now("2026-03-06T10:00");
        env.resolve(&id);
        env.now("2026-03-20T10:00");
        env.iro(&["reopen", &id, "--reason", "The carers have given notice", "--override", "x"]).ok();
        let role = if policy == "national" { "assistant-director" } else { "social-worker" };
        for letter in [format!("notice {id} --to {role}"), format!("notice {id}")] {
            let letter = env.sh(&letter).ok().stdout;
            assert!(letter.contains("WHY IT IS OPEN AGAIN"), "{letter}");
            assert!(letter.contains("It ended on Fri 6 March 2026: The panel date is set"), "{letter}");
            assert!(letter.contains("Reopened on Fri 20 March 2026: The carers have given notice"), "{letter}");
        }
        let shown = env.sh(&format!("show {id}")).ok().stdout;
        assert!(shown.contains("Fri 20 March 2026: The carers have given notice"), "{shown}");
        assert_eq!(env.dispute(&id)["reopened"][0]["reason"], "The carers have given notice");
    }
}

#[test]
fn what_came_back_from_a_complaint_says_so() {
    let (env, id, _) = back_from_complaint("knowsley", "stage-1");
    let letter = env.sh(&format!("notice {id}")).ok().stdout;
    assert!(letter.contains("It was in the complaints procedure from Thu 5 March 2026: They want to"), "{letter}");
    assert!(letter.contains("Reopened on Thu 12 March 2026: They came back"), "{letter}");
}

// 20 working days from Monday 2 March end on Monday 30 March.
#[test]
fn a_total_that_is_over_is_not_still_to_come() {
    let env = Env::new();
    let id = env.raise("national", &["--stage", "formal"]);
    let letter = |when: &str| {
        env.now(when);
        env.sh(&format!("notice {id}")).ok().stdout
    };
    let coming = "The whole challenge is to be resolved by Mon 30 March 2026 (20 working days).";
    assert!(letter("2026-03-30T17:00").contains(coming));
    let over = letter("2026-03-31T09:00");
    assert!(
        over.contains(
            "The whole challenge was to be resolved by Mon 30 March 2026 (20 working days), and has not been."
        ),
        "{over}"
    );
}

// KN-38: the meeting from before the end is on record, and the stage calls for another.
#[test]
fn a_meeting_held_before_the_end_is_not_forgotten() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-4"]);
    let meeting = format!("meeting {id} --held 2026-03-04 --chair 'Ann Cole' --minutes 'Both were heard'");
    env.now("2026-03-05T10:00");
    assert!(env.sh(&format!("notice {id}")).ok().stdout.contains("none is recorded yet"));
    assert!(env.sh("supervision").ok().stdout.contains("not held yet"));
    env.sh(&meeting).ok();
    env.resolve(&id);
    env.now("2026-03-12T10:00");
    env.iro(&["reopen", &id, "--reason", "Not kept", "--override", "x"]).ok();
    let letter = env.sh(&format!("notice {id}")).ok().stdout;
    assert!(letter.contains("the last one was held on Wed 4 March 2026, before it was reopened"), "{letter}");
    let supervision = env.sh("supervision").ok().stdout;
    assert!(
        supervision.contains("not held since it was reopened") && !supervision.contains("held yet"),
        "{supervision}"
    );
}

// KN-38
#[test]
fn a_meeting_that_was_held_before_is_to_be_held_again() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-4", "--reason", "r"]);
    env.sh(&format!("meeting {id} --held today --chair 'Ann Cole'")).ok();
    env.resolve(&id);
    env.sh(&format!("reopen {id} --reason 'The visits stopped again'")).ok();
    env.sh("inbox").ok().says("Hold the Meeting with the Assistant Executive Director again");
}

#[test]
fn a_meeting_held_before_the_end_is_recorded_after_it() {
    for end in ["resolve 1 --outcome Done", "withdraw 1 --reason 'Raised twice'", "complaint 1 --reason 'They want to'"]
    {
        let env = Env::new();
        env.raise("knowsley", &["--stage", "stage-2", "--reason", "r"]);
        env.now("2026-03-06T10:00");
        env.sh(&format!("{end} --override x")).ok();
        env.now("2026-03-09T10:00");
        env.sh("meeting 1 --held 2026-03-04 --chair 'Ann Cole' --override x").ok();
        assert_eq!(env.dispute("1")["meetings"][0]["held_on"], "2026-03-04", "{end}");
        env.sh("meeting 1 --held 2026-03-08 --chair 'Ann Cole' --override x").code(3);
    }
}

#[test]
fn withdrawn_praise_is_not_to_be_acknowledged() {
    let env = Env::new();
    env.sh("praise --policy knowsley --child C-1 --for 'Sam Lee' --text 'Quick work'").ok();
    env.sh("withdraw 1 --reason 'Wrong person'").ok();
    env.sh("reopen 1 --reason x").code(3).says("is praise").says("strike out the withdrawal");
}

#[test]
fn undo_doesnt_say_that_nothing_else_stands() {
    let env = Env::new();
    let first = env.raise("knowsley", &[]);
    env.now("2026-03-03T10:00");
    env.iro(&["note", &first, "--text", "Rang"]).ok();
    env.now("2026-03-04T10:00");
    let second = env.raise("knowsley", &[]);
    let said = format!("the last thing you recorded is the dispute {second} itself");
    env.sh("undo --reason x").code(3).says(&said).says("`iro undo NUMBER` undoes the last thing in another record");
}
