//! The Outcome Resolution process: aims for each stage under a hard total of 20 working days.
//!
//! Spring 2026: Good Friday is 3 April, Easter Monday 6 April.

use crate::env::{Env, assert_clock, assert_due_adds_up, find_clock, has_clock, list, text};

// KN-14, KN-17, KN-22, KN-35, KN-37, KN-39, KN-41, KN-42
#[test]
fn from_the_first_talk_to_the_final_decision() {
    let env = Env::new();
    // Monday 2 March and 5 calendar days is Saturday 7 March: Monday the 9th.
    let view = env.raised("knowsley", &[]);
    let id = text(&view, "id");
    assert_eq!(view["stage"], "informal");
    assert_eq!(view["formal"], false);
    assert_eq!(view["status"], "awaiting-response");
    assert_eq!(view["owner"]["role"], "iro");
    assert_clock(&find_clock(&view, "resolve", "informal"), "2026-03-09", "aim", "running");
    assert!(!has_clock(&view, "total"), "the total starts with the first formal stage");
    assert_due_adds_up(&view);

    // Stage 1 on Tuesday 10 March, nothing agreed: 11, 12, 13, 16, 17.
    // The 20: 11-13 (3), 16-20 (8), 23-27 (13), 30-2 (17), 7, 8, 9 April (20).
    env.now("2026-03-10T10:00");
    let view = env.escalate(id, "no-response", &[]);
    assert_eq!(view["stage"], "stage-1");
    assert_eq!(view["formal"], true);
    let informal = find_clock(&view, "resolve", "informal");
    assert_clock(&informal, "2026-03-09", "aim", "stopped");
    assert_eq!(informal["ended"], "2026-03-10");
    assert_clock(&find_clock(&view, "resolve", "stage-1"), "2026-03-17", "agreed", "running");
    let total = find_clock(&view, "total", None);
    assert_clock(&total, "2026-04-09", "hard", "running");
    assert_eq!(total["stage"], serde_json::Value::Null);
    assert_eq!(total["started"], "2026-03-10");
    assert_eq!(view["due"], "2026-03-17");
    assert_due_adds_up(&view);

    // Stage 2 on Wednesday 18 March: 19, 20, 23, 24, 25.
    env.now("2026-03-18T09:30");
    let view = env.escalate(id, "no-response", &[]);
    let clock = find_clock(&view, "resolve", "stage-2");
    assert_clock(&clock, "2026-03-25", "aim", "running");
    assert_eq!(clock["limit"], "5 working days");
    assert_due_adds_up(&view);

    // Stage 3 on Thursday 26 March: 27, 30, 31, 1, 2 April.
    env.now("2026-03-26T16:00");
    let view = env.escalate(id, "no-response", &[]);
    assert_eq!(view["waiting_on"]["role"], "head-of-service");
    assert_clock(&find_clock(&view, "resolve", "stage-3"), "2026-04-02", "aim", "running");

    // Stage 4 on Thursday 2 April: 7, 8, 9, 10, 13 April. The total comes first.
    env.now("2026-04-02T11:00");
    env.respond(id, &[]);
    env.now("2026-04-02T15:00");
    let view = env.escalate(id, "unsatisfactory", &[]);
    assert_eq!(view["waiting_on"]["role"], "assistant-executive-director");
    assert_clock(&find_clock(&view, "resolve", "stage-4"), "2026-04-13", "aim", "running");
    assert_clock(&find_clock(&view, "total", None), "2026-04-09", "hard", "running");
    assert_eq!(view["due"], "2026-04-09");
    assert_due_adds_up(&view);

    // The meeting and the final decision leave the dispute open; only resolving ends it.
    env.now("2026-04-08T14:00");
    let meeting = format!("meeting {id} --held 2026-04-08T14:00 --chair 'Pat Green'");
    env.sh(&format!("{meeting} --attended 'Jo Bloggs' --minutes Agreed")).ok();
    let decide = format!("decide {id} --decided-by 'Pat Green' --text 'The plan stands'");
    env.sh(&decide).ok();
    let view = env.dispute(id);
    assert_eq!(view["meetings"][0]["held_on"], "2026-04-08");
    assert_eq!(view["meetings"][0]["chair"], "Pat Green");
    assert_eq!(view["closed_on"], serde_json::Value::Null);
    assert_clock(&find_clock(&view, "total", None), "2026-04-09", "hard", "running");

    env.now("2026-04-09T17:00");
    let view = env.resolve(id);
    assert_eq!(view["status"], "resolved");
    assert_eq!(view["closed_on"], "2026-04-09");
    // The clock of the last stage waits for a decision, the total for a resolution.
    for (clock, stage, ended) in [("total", None, "2026-04-09"), ("resolve", Some("stage-4"), "2026-04-08")] {
        let clock = find_clock(&view, clock, stage);
        assert_eq!(clock["state"], "met", "{clock}");
        assert_eq!(clock["late"], false, "{clock}");
        assert_eq!(clock["ended"], ended);
    }
    let visited = ["informal", "stage-1", "stage-2", "stage-3", "stage-4"];
    assert_eq!(view["stages_visited"], serde_json::json!(visited));
}

// KN-05, HB-05: no reason is asked for
#[test]
fn raised_straight_at_stage_3() {
    let env = Env::new();
    env.now("2026-03-04T10:00");
    let args = "raise --policy knowsley --stage stage-3 --child C-1 \
        --concern 'No placement found' --impact Unsettled --seeking 'A placement' --json";
    let view = env.sh(args).json();
    assert_eq!(view["stage"], "stage-3");
    assert_eq!(view["stages_visited"], serde_json::json!(["stage-3"]));
    assert_eq!(view["waiting_on"]["role"], "head-of-service");
    // 5, 6, 9, 10, 11; the 20: 5-6 (2), 9-13 (7), 16-20 (12), 23-27 (17), 30, 31, 1 April (20)
    assert_clock(&find_clock(&view, "resolve", "stage-3"), "2026-03-11", "aim", "running");
    assert_clock(&find_clock(&view, "total", None), "2026-04-01", "hard", "running");
}

// KN-39, KN-41: the decision meets the aim of stage 4, and so does an end without one.
#[test]
fn stage_4_is_over_with_the_decision_or_the_end() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-4"]);
    env.now("2026-03-05T10:00");
    let decided = env.fork();
    decided.sh(&format!("decide {id} --decided-by assistant-executive-director --text 'A place is found'")).ok();
    let ended = env.fork();
    ended.resolve(&id);
    for env in [decided, ended] {
        let clock = env.clock(&id, "resolve", "stage-4");
        assert_clock(&clock, "2026-03-09", "aim", "met");
        assert_eq!(clock["ended"], "2026-03-05");
    }
}

// KN-05, KN-22
#[test]
fn a_bypass_to_stage_3_starts_the_total_and_later_stages_do_not_restart_it() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    env.now("2026-03-10T10:00");
    let bypass = format!("escalate {id} --because urgent --to stage-3 --json");
    let view = env.sh(&format!("{bypass} --override 'sample reason'")).json();
    assert_eq!(view["stage"], "stage-3");
    assert_eq!(view["stages_visited"], serde_json::json!(["informal", "stage-3"]));
    assert_clock(&find_clock(&view, "resolve", "stage-3"), "2026-03-17", "aim", "running");
    assert_clock(&find_clock(&view, "total", None), "2026-04-09", "hard", "running");
    env.now("2026-03-18T10:00");
    let view = env.escalate(&id, "no-response", &[]);
    let totals: Vec<_> = list(&view["clocks"]).into_iter().filter(|c| c["clock"] == "total").collect();
    assert_eq!(totals.len(), 1, "one total: {totals:?}");
    assert_eq!(totals[0]["started"], "2026-03-10");
    assert_eq!(totals[0]["due"], "2026-04-09");
}

// KN-42
#[test]
fn the_total_is_hard_and_cannot_be_extended() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-1"]);
    assert_clock(&env.clock(&id, "total", None), "2026-03-30", "hard", "running");
    let longer = format!("extend {id} --until 2026-04-10 --reason Leave --json");
    env.sh(&format!("{longer} --clock total")).refused();
    env.now("2026-03-31T09:00");
    let view = env.dispute(&id);
    assert_clock(&find_clock(&view, "total", None), "2026-03-30", "hard", "running");
    assert_eq!(find_clock(&view, "total", None)["status"], "overdue");
    assert_eq!(view["overdue"], true);
    assert_due_adds_up(&view);
}

// KN-17, KN-18
#[test]
fn the_informal_aim_may_be_moved_and_the_first_date_is_kept() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    env.now("2026-03-06T10:00");
    let longer = format!("extend {id} --until 2026-03-16 --reason 'Talk on the 13th' --json");
    let view = env.sh(&longer).json();
    let clock = find_clock(&view, "resolve", "informal");
    assert_clock(&clock, "2026-03-16", "aim", "running");
    assert_eq!(clock["original_due"], "2026-03-09");
    assert_eq!(view["extensions"][0]["clock"], "resolve");
    assert_eq!(view["extensions"][0]["reason"], "Talk on the 13th");
    assert_due_adds_up(&view);
}

// KN-18: past its aim it stays where it is
#[test]
fn past_its_aim_the_informal_stage_waits_for_a_person() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    env.now("2026-03-20T10:00");
    let view = env.dispute(&id);
    assert_eq!(view["stage"], "informal");
    let clock = find_clock(&view, "resolve", "informal");
    assert_eq!(clock["state"], "running");
    assert_eq!(clock["status"], "overdue");
    // 10-13 (4) and 16-20 March (9) have passed since Monday the 9th
    assert_eq!(clock["working_days_left"], -9);
}

// KN-13
#[test]
fn going_formal_asks_for_the_entry_on_the_childs_file() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let before = list(&env.dispute(&id)["overrides"]).len();
    env.now("2026-03-10T10:00");
    let escalate = format!("escalate {id} --because no-response --reason 'No answer'");
    env.sh(&format!("{escalate} --json")).refused();
    assert_eq!(env.dispute(&id)["stage"], "informal", "nothing was changed");
    let view = env.confirm(&escalate);
    assert_eq!(view["stage"], "stage-1");
    assert_eq!(list(&view["overrides"]).len(), before, "confirmed, not overridden");
}

// KN-31, A-18
#[test]
fn a_date_agreed_for_stage_1_takes_the_place_of_five_working_days() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-1", "--respond-by", "2026-03-19"]);
    assert_clock(&env.clock(&id, "resolve", "stage-1"), "2026-03-19", "agreed", "running");
    assert_eq!(env.dispute(&id)["due"], "2026-03-19");
}

// An answer is not a resolution, so the clock of the stage runs on.
#[test]
fn an_answer_does_not_meet_a_clock_that_asks_for_resolution() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-2"]);
    env.now("2026-03-04T10:00");
    let view = env.respond(&id, &[]);
    assert_eq!(view["status"], "awaiting-review");
    assert_eq!(view["waiting_on"]["role"], "iro");
    assert_clock(&find_clock(&view, "resolve", "stage-2"), "2026-03-09", "aim", "running");
    env.now("2026-03-06T10:00");
    let view = env.resolve(&id);
    assert_clock(&find_clock(&view, "resolve", "stage-2"), "2026-03-09", "aim", "met");
}

// KN-25, C-20
#[test]
fn want_of_resources_does_not_end_it() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-2"]);
    let view = env.respond(&id, &["--barrier", "resources"]);
    assert_eq!(view["status"], "awaiting-review");
    let resolve = format!("resolve {id} --outcome 'No money for it' --barrier resources");
    env.sh(&format!("{resolve} --json")).refused();
    assert_eq!(env.dispute(&id)["closed_on"], serde_json::Value::Null);
    let past = "--override 'The panel has found another way' --json";
    let view = env.sh(&format!("{resolve} {past}")).json();
    assert_eq!(view["status"], "resolved");
    assert!(view["overrides"].to_string().contains("The panel has found another way"));
}

// KN-01, KN-08
#[test]
fn a_conference_chair_has_the_same_process_and_times() {
    let env = Env::new();
    let chair = ["--by-role", "cp-chair", "--case-type", "child-protection"];
    let view = env.raised("knowsley", &chair);
    assert_eq!(view["by_role"], "cp-chair");
    assert_eq!(view["case_type"], "child-protection");
    assert_clock(&find_clock(&view, "resolve", "informal"), "2026-03-09", "aim", "running");
}

// KN-14, KN-17: the date that was agreed, otherwise five days.
#[test]
fn an_informal_date_may_be_agreed() {
    let env = Env::new();
    let view = env.raised("knowsley", &["--respond-by", "2026-03-13"]);
    assert_clock(&find_clock(&view, "resolve", "informal"), "2026-03-13", "aim", "running");
}
