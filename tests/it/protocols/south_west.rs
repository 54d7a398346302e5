//! The South West problem resolution procedure: limits that people agree, meetings, a chain of officers, and a total of
//! 20 working days that may be extended. Its stage 1 is the informal one.

use serde_json::json;

use crate::env::{Env, assert_clock, assert_due_adds_up, find_clock, has_clock, is_running, list, rules, text};

// SW-25, SW-27, SW-28, SW-29, SW-30, SW-34, SW-38
#[test]
fn from_negotiation_to_the_chief_executive() {
    let env = Env::new();
    let view = env.raised("south-west", &["--respond-by", "2026-03-10"]);
    let id = text(&view, "id");
    assert_eq!(view["stage"], "stage-1");
    assert_eq!(view["formal"], false);
    assert_eq!(view["owner"]["role"], "iro");
    assert_clock(&find_clock(&view, "resolve", "stage-1"), "2026-03-10", "agreed", "running");
    assert!(!has_clock(&view, "total"), "the total starts with stage 2");
    assert_eq!(view["due"], "2026-03-10");

    // Stage 2 on Wednesday 11 March starts the 20: 12-13 (2), 16-20 (7), 23-27 (12), 30-2 (16),
    // and past Easter 7-10 April (20).
    env.now("2026-03-11T10:00");
    let view = env.escalate(id, "no-response", &["--respond-by", "2026-03-20"]);
    assert_eq!(view["stage"], "stage-2");
    assert_eq!(view["formal"], true);
    let first = find_clock(&view, "resolve", "stage-1");
    assert_clock(&first, "2026-03-10", "agreed", "stopped");
    assert_eq!(first["ended"], "2026-03-11");
    assert_clock(&find_clock(&view, "resolve", "stage-2"), "2026-03-20", "agreed", "running");
    assert_clock(&find_clock(&view, "total", None), "2026-04-10", "hard", "running");
    assert_due_adds_up(&view);

    // The meeting of stage 2, then stage 3.
    env.now("2026-03-23T11:00");
    let held = format!("meeting {id} --held 2026-03-23T11:00 --chair 'Alex Stone'");
    let there = "--attended 'Sam Carter' --attended 'Jo Bloggs'";
    let minutes = "--minutes 'The search starts on 25 March' --json";
    let view = env.sh(&format!("{held} {there} {minutes}")).json();
    assert_eq!(view["meetings"][0]["held_on"], "2026-03-23");
    assert_eq!(view["meetings"][0]["chair"], "Alex Stone");
    assert_eq!(view["meetings"][0]["attended"], json!(["Sam Carter", "Jo Bloggs"]));
    assert_clock(&find_clock(&view, "resolve", "stage-2"), "2026-03-20", "agreed", "running");
    env.now("2026-03-24T10:00");
    let view = env.escalate(id, "no-response", &["--respond-by", "2026-03-31"]);
    assert_clock(&find_clock(&view, "resolve", "stage-3"), "2026-03-31", "agreed", "running");

    // The total is extended in the child's interest; its first date stays visible.
    env.now("2026-03-27T10:00");
    let longer = format!("extend {id} --clock total --until 2026-04-24 --json");
    let why = "--reason 'The child asked for time after the holidays'";
    let view = env.sh(&format!("{longer} {why}")).json();
    let total = find_clock(&view, "total", None);
    assert_clock(&total, "2026-04-24", "hard", "running");
    assert_eq!(total["original_due"], "2026-04-10");
    assert_eq!(view["extensions"][0]["clock"], "total");

    // Stage 4 has no limit of its own and goes from one officer to the next.
    env.now("2026-04-01T10:00");
    env.sh(&format!("meeting {id} --held 2026-04-01T10:00 --chair 'Alex Stone' --minutes M")).ok();
    for (when, officer) in [
        ("2026-04-01T15:00", "head-of-service"),
        ("2026-04-07T10:00", "assistant-director"),
        ("2026-04-09T10:00", "director"),
        ("2026-04-14T10:00", "chief-executive"),
    ] {
        env.now(when);
        let view = env.escalate(id, "other", &[]);
        assert_eq!(view["stage"], "stage-4");
        assert_eq!(view["waiting_on"]["role"], officer);
        assert!(!is_running(&view, "resolve"), "no limit at stage 4: {}", view["clocks"]);
        assert_eq!(view["due"], "2026-04-24");
        assert_eq!(view["owner"]["role"], "iro");
    }
    // Beyond the chief executive there is no further stage: a referral is another command.
    env.now("2026-04-16T10:00");
    let further = format!("escalate {id} --because other --reason 'Still no' --json");
    env.sh(&format!("{further} --override 'sample reason'")).refused();

    env.now("2026-04-17T10:00");
    let view = env.resolve(id);
    assert_eq!(view["status"], "resolved");
    assert_eq!(find_clock(&view, "total", None)["state"], "met");
    let visited = ["stage-1", "stage-2", "stage-3", "stage-4"];
    assert_eq!(view["stages_visited"], json!(visited));
}

// SW-29, A-17
#[test]
fn a_stage_without_an_agreed_date_is_refused() {
    let env = Env::new();
    let raise = "raise --policy south-west --child C-1 --concern 'No review held' \
        --impact Unheard --seeking 'A review' --json";
    let error = env.sh(raise).says("respond-by").refused();
    assert_eq!(error["code"], 3);
    assert_eq!(env.listed(&["--all"]), Vec::<String>::new());

    let id = env.raise("south-west", &[]);
    env.now("2026-03-11T10:00");
    let escalate = format!("escalate {id} --because no-response --reason Silence --json");
    env.sh(&escalate).says("respond-by").refused();
    assert_eq!(env.dispute(&id)["stage"], "stage-1");
}

// SW-21, SW-22
#[test]
fn the_route_is_talked_over_with_the_child_first() {
    let env = Env::new();
    let raise = "raise --policy south-west --child C-1 --concern 'No review held' \
        --impact Unheard --seeking 'A review' --respond-by 2026-03-12";
    env.sh(&format!("{raise} --json")).refused();
    let view = env.confirm(raise);
    assert_eq!(view["stage"], "stage-1");
    assert_eq!(view["due"], "2026-03-12");
    assert_eq!(list(&view["overrides"]).len(), 0, "confirmed, not overridden");
}

// SW-26
#[test]
fn stage_2_asks_for_the_record_of_stage_1() {
    let env = Env::new();
    let id = env.raise("south-west", &[]);
    env.now("2026-03-11T10:00");
    let escalate = format!("escalate {id} --because no-response --reason Silence --respond-by 2026-03-20");
    env.sh(&format!("{escalate} --json")).refused();
    assert_eq!(env.dispute(&id)["stage"], "stage-1");
    assert_eq!(env.confirm(&escalate)["stage"], "stage-2");
}

// SW-37
#[test]
fn stage_3_is_not_left_without_minutes() {
    let env = Env::new();
    let stage = ["--stage", "stage-3", "--reason", "The move is next week"];
    let id = env.raise("south-west", &stage);
    env.now("2026-03-16T10:00");
    let escalate = format!("escalate {id} --because other --reason 'No result' --json");
    env.sh(&escalate).says("minutes").refused();
    assert_eq!(env.dispute(&id)["stage"], "stage-3");
}

// SW-27: formal from the day of stage 2, whichever stage the dispute came from
#[test]
fn the_total_counts_from_the_first_formal_stage() {
    let env = Env::new();
    let stage = ["--stage", "stage-2", "--reason", "Stage 1 was held by telephone"];
    let view = env.raised("south-west", &[&stage[..], &["--respond-by", "2026-03-13"]].concat());
    // 3-6 (4), 9-13 (9), 16-20 (14), 23-27 (19), 30 March (20)
    assert_clock(&find_clock(&view, "total", None), "2026-03-30", "hard", "running");
    assert_eq!(view["due"], "2026-03-13");
}

// SW-14, C-16
#[test]
fn the_child_is_kept_informed_at_every_stage() {
    let env = Env::new();
    let id = env.raise("south-west", &[]);
    let about_the_child = |stage: &str| {
        list(&env.dispute(&id)["duties"])
            .iter()
            .any(|d| d["stage"] == stage && text(d, "text").to_lowercase().contains("child"))
    };
    assert!(about_the_child("stage-1"));
    env.now("2026-03-11T10:00");
    env.escalate(&id, "no-response", &["--respond-by", "2026-03-20"]);
    assert!(about_the_child("stage-2"));
}

// SW-09
#[test]
fn it_covers_three_groups_of_children() {
    let env = Env::new();
    for group in ["looked-after", "child-in-need", "care-leaver"] {
        let view = env.raised("south-west", &["--case-type", group]);
        assert_eq!(view["case_type"], group);
    }
    // For another group, one more requirement is not met than for a looked-after child.
    let raise = |group: &str| {
        let run = env.sh(&format!(
            "raise --policy south-west --child C-1 \
            --concern 'No review held' --impact Unheard --seeking 'A review' \
            --respond-by 2026-03-12 --case-type '{group}' --json"
        ));
        rules(&run.refused())
    };
    let usual = raise("looked-after");
    let more = raise("child-protection");
    assert!(more.iter().any(|rule| !usual.contains(rule)), "{more:?}");
}

// A-38: Head of Service, Assistant Director, Director, Chief Executive.
#[test]
fn somebody_of_the_chain_is_left_out_with_a_reason() {
    let env = Env::new();
    let id = env.raise("south-west", &["--stage", "stage-4"]);
    let up = |more: &str| env.sh(&format!("escalate {id} --because urgent {more} --json"));
    assert_eq!(rules(&up("--to director").refused()), ["bypass"]);
    up("--to king").code(4).says("director");
    let view = up("--to director --reason 'The Assistant Director is away'").json();
    assert_eq!(view["stage"], "stage-4");
    assert_eq!(view["waiting_on"]["role"], "director");
    let log = list(&env.iro(&["log", &id, "--json"]).json());
    assert_eq!(log[1]["fields"]["bypassed"], json!(["assistant-director"]));
    up("--to assistant-director --reason r").refused();
    assert_eq!(up("").json()["waiting_on"]["role"], "chief-executive");
}

// A-36, SW-20
#[test]
fn both_routes_may_run() {
    let env = Env::new();
    let id = env.raise("south-west", &["--respond-by", "2026-03-10", "--field", "route=both"]);
    let complaint = format!("complaint {id} --reason 'She wants to complain too' --confirm routes-discussed --json");
    let view = env.sh(&complaint).json();
    assert_eq!(view["status"], "awaiting-response");
    assert!(is_running(&view, "resolve") && is_running(&view, "complaint"), "{}", view["clocks"]);
    assert_eq!(view["due"], "2026-03-02", "the Customer Relations Manager is told the same day");
    assert!(env.outstanding(&id).contains(&"customer-relations-contacted".to_owned()));
    env.respond(&id, &[]);
    env.sh(&complaint).refused();

    let other = env.raise("south-west", &["--respond-by", "2026-03-10", "--field", "route=complaint"]);
    assert_eq!(env.sh(&complaint.replace(&id, &other)).json()["status"], "complaint");
}
