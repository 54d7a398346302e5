//! `iro policy try`: a protocol played through without a store.

use crate::env::{Env, list, text};

/// Each scene as its day, what it is, and the clock or stage.
fn scenes(env: &Env, args: &[&str]) -> Vec<String> {
    let mut all = vec!["policy", "try", "--json"];
    all.extend(args);
    let rehearsal = env.iro(&all).json();
    let line = |scene: &serde_json::Value| {
        let what = scene["clock"].as_str().unwrap_or_else(|| text(scene, "stage"));
        format!("{} {} {what}", text(scene, "on"), text(scene, "what"))
    };
    list(&rehearsal["scenes"]).iter().map(line).collect()
}

// C-07: aims of 5 + 5 + 5 leave 5 for stage 1; with a day lost at each step the total runs out first.
#[test]
fn the_worst_case_has_the_dates_a_real_dispute_would_get() {
    let env = Env::new();
    let expected = [
        "2026-03-02 begins informal",
        "2026-03-09 missed resolve",
        "2026-03-10 begins stage-1",
        "2026-03-17 missed resolve",
        "2026-03-18 begins stage-2",
        "2026-03-25 missed resolve",
        "2026-03-26 begins stage-3",
        "2026-04-02 missed resolve",
        "2026-04-07 begins stage-4",
        "2026-04-09 missed total",
        "2026-04-14 missed resolve",
    ];
    assert_eq!(scenes(&env, &["knowsley", "--from", "2026-03-02"]), expected);
    assert!(!env.data().exists(), "a rehearsal keeps nothing");
}

// QA-15, QA-16, QA-17, QA-20, QA-23: each clock once, also after its stage was left
#[test]
fn every_clock_is_there_once() {
    let env = Env::new();
    let expected = [
        "2026-03-02 begins issue-notification",
        "2026-03-05 missed respond",
        "2026-03-06 begins stage-1",
        "2026-03-20 missed respond",
        "2026-03-23 begins stage-2",
        "2026-03-23 kept consult",
        "2026-03-23 kept discuss",
        "2026-03-24 kept record",
        "2026-03-30 missed actions",
        "2026-03-30 late meeting",
        "2026-03-31 begins stage-3",
        "2026-04-07 missed total",
        "2026-04-07 missed actions",
        "2026-04-08 begins stage-4",
    ];
    assert_eq!(scenes(&env, &["qa-notification", "--from", "2026-03-02T10:00"]), expected);
}

#[test]
fn a_file_with_errors_is_shown_and_not_played() {
    let env = Env::new();
    let file = env.scratch("ours.yaml");
    std::fs::write(&file, "format: 1\nid: ours\n").expect("a file");
    let run = env.iro(&["policy", "try", "ours.yaml"]).code(6);
    assert!(run.stderr.contains("missing-key"), "{}", run.stderr);
    env.iro(&["policy", "try", "nowhere.yaml"]).code(1).says("can't be read");
    env.iro(&["policy", "try", "nowhere"]).code(4).says("no policy");
}
