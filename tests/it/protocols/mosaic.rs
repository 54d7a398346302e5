//! The Mosaic process: two working days to raise, five for each answer, one more day by agreement.
//!
//! Spring 2026: Good Friday is 3 April, Easter Monday 6 April; summer time from 29 March.

use serde_json::{Value, json};

use crate::env::{
    Env, assert_clock, assert_due_adds_up, assert_for, assert_instant, find_clock, has_clock, list, text,
};

const PLAN: &str = "Book the panel | Sam Carter | 2026-04-17";

// MO-36, MO-37, MO-42
#[test]
fn from_the_informal_form_to_stage_4() {
    let env = Env::new();
    // Monday 2 March, nothing agreed: 3, 4, 5, 6, 9.
    let view = env.raised("mosaic", &[]);
    let id = text(&view, "id");
    assert_eq!(view["stage"], "informal");
    assert_eq!(view["formal"], false);
    assert_eq!(view["status"], "awaiting-response");
    assert_eq!(view["owner"]["role"], "iro");
    assert_eq!(view["waiting_on"]["role"], "team-manager");
    let clock = find_clock(&view, "respond", "informal");
    assert_clock(&clock, "2026-03-09", "agreed", "running");
    assert_for(&clock, &["team-manager"]);
    assert!(!has_clock(&view, "total"));
    assert_due_adds_up(&view);

    // Answered on the last afternoon: met in time, and it is the IRO's turn.
    env.now("2026-03-09T16:30");
    let view = env.respond(id, &["--action", PLAN]);
    let clock = find_clock(&view, "respond", "informal");
    assert_clock(&clock, "2026-03-09", "agreed", "met");
    assert_eq!(clock["late"], false);
    assert_eq!(clock["ended"], "2026-03-09");
    assert_eq!(view["status"], "awaiting-review");
    assert_eq!(view["waiting_on"]["role"], "iro");
    assert_eq!(view["status_since_on"], "2026-03-09");

    // Stage 1 on Tuesday 10 March: 11, 12, 13, 16, 17; the advisory 20 days end on 9 April.
    env.now("2026-03-10T10:00");
    let view = env.escalate(id, "unsatisfactory", &[]);
    assert_eq!(view["stage"], "stage-1");
    assert_eq!(view["formal"], true);
    assert_eq!(view["status"], "awaiting-response");
    let clock = find_clock(&view, "respond", "stage-1");
    assert_clock(&clock, "2026-03-17", "hard", "running");
    assert_for(&clock, &["team-manager"]);
    assert_eq!(find_clock(&view, "respond", "informal")["state"], "met");
    assert_clock(&find_clock(&view, "total", None), "2026-04-09", "advisory", "running");

    // Stage 2 on Wednesday 18 March: 19, 20, 23, 24, 25.
    env.now("2026-03-18T10:00");
    let view = env.escalate(id, "no-response", &[]);
    assert_eq!(find_clock(&view, "respond", "stage-1")["state"], "stopped");
    let clock = find_clock(&view, "respond", "stage-2");
    assert_clock(&clock, "2026-03-25", "hard", "running");
    assert_eq!(clock["limit"], "5 working days");
    assert_for(&clock, &["service-manager"]);

    // Stage 3 on Thursday 26 March: 27, 30, 31, 1, 2 April.
    env.now("2026-03-26T10:00");
    let view = env.escalate(id, "no-response", &[]);
    let clock = find_clock(&view, "respond", "stage-3");
    assert_clock(&clock, "2026-04-02", "hard", "running");
    assert_for(&clock, &["head-of-service"]);

    // Stage 4 on Good Friday: Tuesday the 7th is day one, then 8, 9, 10, 13.
    env.now("2026-04-03T10:00");
    let view = env.escalate(id, "no-response", &[]);
    let clock = find_clock(&view, "respond", "stage-4");
    assert_clock(&clock, "2026-04-13", "hard", "running");
    assert_for(&clock, &["service-director", "executive-director"]);

    // On 10 April the advisory 20 days have passed, which bind nobody: the dispute is still due on the 13th.
    env.now("2026-04-10T10:00");
    let view = env.dispute(id);
    assert_eq!(find_clock(&view, "total", None)["status"], "overdue");
    assert_due_adds_up(&view);
    assert_eq!(view["stage"], "stage-4");

    env.now("2026-04-13T10:00");
    env.respond(id, &["--action", "Fund the placement | Lee Ward | 2026-04-20"]);
    env.now("2026-04-21T10:00");
    let view = env.resolve(id);
    assert_eq!(view["status"], "resolved");
    let clock = find_clock(&view, "respond", "stage-4");
    assert_eq!(clock["state"], "met");
    assert_eq!(clock["late"], false);
    let total = find_clock(&view, "total", None);
    assert_eq!(total["state"], "met");
    assert_eq!(total["late"], true);
    let visited = ["informal", "stage-1", "stage-2", "stage-3", "stage-4"];
    assert_eq!(view["stages_visited"], json!(visited));
}

// MO-28, A-16
#[test]
fn two_working_days_to_raise() {
    let env = Env::new();
    for (aware, raised, due, late) in [
        // Friday and Saturday: Monday, Tuesday
        ("2026-02-27", "2026-03-03T10:00", "2026-03-03", false),
        ("2026-02-28", "2026-03-03T10:00", "2026-03-03", false),
        ("2026-02-28", "2026-03-04T10:00", "2026-03-03", true),
        // Monday: Tuesday, Wednesday
        ("2026-03-02", "2026-03-04T16:00", "2026-03-04", false),
        ("2026-03-02", "2026-03-05T09:00", "2026-03-04", true),
        // Maundy Thursday: Tuesday and Wednesday after Easter
        ("2026-04-02", "2026-04-08T10:00", "2026-04-08", false),
    ] {
        env.now(raised);
        let why = ["--reason", "I was on leave"];
        let view = env.raised("mosaic", &[&["--aware-on", aware], &why[..]].concat());
        assert_eq!(view["aware_on"], aware);
        let clock = find_clock(&view, "raise", None);
        assert_clock(&clock, due, "hard", "met");
        assert_eq!(clock["late"], late, "aware {aware}, raised {raised}");
        assert_eq!(clock["stage"], Value::Null);
        assert_eq!(clock["ended"], raised[..10]);
    }
}

// MO-31, MO-32, A-17
#[test]
fn an_agreed_date_takes_the_place_of_five_working_days() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--respond-by", "2026-03-05"]);
    assert_clock(&env.clock(&id, "respond", "informal"), "2026-03-05", "agreed", "running");
    assert_eq!(env.dispute(&id)["due"], "2026-03-05");
}

// MO-47, A-06, A-48
#[test]
fn a_further_24_hours_once_a_stage() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "Too grave for less"]);
    env.now("2026-03-27T09:00");
    env.respond(&id, &["--action", PLAN]);

    // Agreed on Friday at noon, so it ends on Saturday at noon.
    env.now("2026-03-27T12:00");
    let extend = format!("extend {id} --by '24 hours' --reason 'I am confident it settles it'");
    let agreed = "--agreed-with team-manager";
    let view = env.confirm(&format!("{extend} {agreed}"));
    let clock = find_clock(&view, "extension", None);
    assert_eq!(clock["due"], "2026-03-28");
    assert_eq!(clock["state"], "running");
    assert_instant(&clock["due_at"], "2026-03-28T12:00:00+00:00");
    // The answer was due on the 9th and stays late.
    let respond = find_clock(&view, "respond", "stage-1");
    assert_clock(&respond, "2026-03-09", "hard", "met");
    assert_eq!(respond["late"], true);
    assert_eq!(list(&view["extensions"]).len(), 1);
    let form = env.iro(&["form", &id]).ok().stdout;
    assert!(form.contains("agreed with Team Manager") && !form.contains("agreed with team-manager"), "{form}");

    // More time can't be given twice at a stage, nor for longer.
    env.now("2026-03-27T15:00");
    let again = format!("{extend} {agreed} --json");
    env.sh(&again).refused();
    assert_eq!(list(&env.dispute(&id)["extensions"]).len(), 1);

    // The next stage may be extended, too: over the short night, 24 hours end at 13:00.
    env.now("2026-03-28T12:00");
    let view = env.escalate(&id, "unsatisfactory", &[]);
    assert_eq!(view["stage"], "stage-2");
    env.respond(&id, &["--action", PLAN]);
    let longer = format!("extend {id} --by '48 hours' --reason Confident --json");
    env.sh(&longer).refused();
    let view = env.confirm(&format!("{extend} {agreed}"));
    assert_instant(&find_clock(&view, "extension", None)["due_at"], "2026-03-29T13:00:00+01:00");
}

// MO-35
#[test]
fn it_starts_at_the_level_that_decided() {
    let env = Env::new();
    for (decider, stage) in [
        ("team-manager", "stage-1"),
        ("service-manager", "stage-2"),
        ("head-of-service", "stage-3"),
        ("service-director", "stage-4"),
        ("executive-director", "stage-4"),
    ] {
        let view = env.raised("mosaic", &["--decided-by", decider]);
        assert_eq!(view["stage"], stage, "{decider} decided");
        assert_eq!(view["decided_by"], decider);
        assert_clock(&find_clock(&view, "respond", stage), "2026-03-09", "hard", "running");
    }
}

// MO-50, MO-51
#[test]
fn actions_that_are_not_done_take_an_accepted_plan_further() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "Too grave for less"]);
    env.respond(&id, &["--action", "Book the panel | Sam Carter | 2026-03-11"]);
    let view = env.iro(&["agree", &id, "--json"]).json();
    assert_eq!(view["status"], "agreed");
    env.now("2026-03-12T10:00");
    assert_eq!(env.clock(&id, "action-1", None)["status"], "overdue");
    let view = env.escalate(&id, "actions-not-done", &[]);
    assert_eq!(view["stage"], "stage-2");
    assert_eq!(view["status"], "awaiting-response");
    // 13, 16, 17, 18, 19
    assert_clock(&find_clock(&view, "respond", "stage-2"), "2026-03-19", "hard", "running");
}

// MO-54, A-50
#[test]
fn each_sibling_gets_one_record_and_the_child_none_beside_its_own() {
    let env = Env::new();
    let raise = "raise --policy mosaic --child C --sibling C --sibling D --sibling D --concern c --override x --json";
    let views = list(&env.sh(raise).json());
    let children: Vec<_> = views.iter().map(|view| view["child"].as_str().unwrap()).collect();
    assert_eq!(children, ["C", "D"]);
}

// MO-54, A-50
#[test]
fn each_sibling_gets_a_record() {
    let env = Env::new();
    let raise = "raise --policy mosaic --child C-1 --sibling C-2 --sibling C-3 \
        --concern 'No contact' --impact 'They miss each other' --seeking Contact \
        --aware-on 2026-03-02 --override 'sample reason' --json";
    let views = list(&env.sh(raise).json());
    let mut children: Vec<_> = views.iter().map(|v| text(v, "child")).collect();
    children.sort_unstable();
    assert_eq!(children, ["C-1", "C-2", "C-3"]);
    for view in &views {
        let siblings = list(&view["siblings"]);
        assert_eq!(siblings.len(), 2, "{view}");
        for other in views.iter().filter(|other| other["id"] != view["id"]) {
            assert!(siblings.contains(&other["id"]), "{view}");
        }
        assert_eq!(view["due"], "2026-03-09");
    }
}
