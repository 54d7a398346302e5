//! `iro policy try`: a rehearsal of a protocol without a store.

use std::fs;

use crate::documents::root;
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
        "2026-03-23 kept consult",
        "2026-03-23 begins stage-2",
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

const EXTENDABLE: &str = r#"
format: 1
id: ext
version: "1"
effective_on: "2026-01-05"
title: With more time
covers: [looked-after]
raisers: [iro]
roles: {iro: IRO, manager: Manager, head: Head, director: Director}
stages:
  - id: talk
    title: Talk
    kind: informal
    any_of: [manager]
    source: "1"
    clocks:
      - {id: respond, label: Answer, limit: 3 working days, strength: hard, from: stage-entered, until: answered, extend: {kind: moves, at_most: 2 working days, times: 1, source: "1"}}
      - {id: urgent, label: Ring back, limit: same working day, strength: hard, from: stage-entered, until: answered, when: {immediate: true}}
  - id: middle
    title: Middle
    kind: formal
    any_of: [head]
    source: "2"
    meeting: {title: Panel, needed: required}
    clocks:
      - {id: respond, label: Write, limit: 2 working days, strength: hard, from: stage-entered, until: answered}
      - {id: meeting, label: Hold the panel, limit: 1 working day, strength: hard, whose: raiser, from: stage-entered, until: meeting}
      - {id: minutes, label: Send the minutes, limit: 2 working days, strength: hard, whose: raiser, from: agreed, until: {duty: minutes}}
      - {id: prepare, label: Prepare, limit: 5 working days before, strength: hard, whose: raiser, from: review, until: {duty: minutes}}
    duties:
      - {id: minutes, text: The minutes were sent}
  - id: top
    title: Top
    kind: formal
    any_of: [director]
    source: "3"
    clocks: [{id: respond, label: Decide, limit: 2 working days, strength: hard, from: stage-entered, until: decided}]
"#;

fn extendable(env: &Env) {
    std::fs::write(env.scratch("ext.yaml"), EXTENDABLE).expect("a file");
}

#[test]
fn more_time_moves_the_dates_and_is_refused_where_there_is_none() {
    let env = Env::new();
    extendable(&env);
    let played = scenes(&env, &["ext.yaml", "--from", "2026-03-02", "--extend", "2 working days"]);
    let expected = [
        "2026-03-02 begins talk",
        "2026-03-05 extended respond",
        "2026-03-09 missed respond",
        "2026-03-10 begins middle",
    ];
    assert_eq!(played[..4], expected, "{played:?}");
    let run = env.iro(&["policy", "try", "ext.yaml", "--from", "2026-03-02", "--extend", "2 working days"]).ok();
    run.says("Thu 5 March 2026  Answer: 2 working days more agreed")
        .says("no more time for `respond` (Write) on Thu 12 March 2026")
        .says("the protocol doesn't allow more time for");
    env.iro(&["policy", "try", "ext.yaml", "--extend", "talk/respond=3 working days"])
        .ok()
        .says("no more than 2 working days");
    env.iro(&["policy", "try", "ext.yaml", "--extend", "nosuch=24 hours"]).code(4).says("no clock `nosuch`");
    env.iro(&["policy", "try", "ext.yaml", "--extend", "soon"]).code(2);
}

#[test]
fn a_stage_can_be_left_out() {
    let env = Env::new();
    extendable(&env);
    let played = scenes(&env, &["ext.yaml", "--from", "2026-03-02", "--to", "top"]);
    let expected =
        ["2026-03-02 begins talk", "2026-03-05 missed respond", "2026-03-06 begins top", "2026-03-10 missed respond"];
    assert_eq!(played, expected);
    let run = env.iro(&["policy", "try", "ext.yaml", "--from", "2026-03-02", "--to", "top"]).ok();
    run.says("going to Top leaves out Middle, which needs a reason")
        .says("Middle is not reached here, so that nothing starts there: `respond`, `meeting`");
    env.iro(&["policy", "try", "ext.yaml", "--to", "nowhere"]).code(4).says("no stage `nowhere`");
    env.iro(&["policy", "try", "ext.yaml", "--stage", "middle", "--to", "talk"]).ok().says("Talk was not gone to");
}

#[test]
fn each_clock_that_does_not_start_says_why() {
    let env = Env::new();
    extendable(&env);
    let run = env.iro(&["policy", "try", "ext.yaml", "--from", "2 March 2026"]).ok();
    run.says("`urgent` of Talk, “Ring back”, doesn't start: it applies only where immediate action is called for")
        .says("`minutes` of Middle, “Send the minutes”, doesn't start: it counts from the agreed plan")
        .says("`prepare` of Middle, “Prepare”, doesn't start: it counts from the review, and no")
        .says("`--review-date` gives it");
    let given = [
        "policy",
        "try",
        "ext.yaml",
        "--from",
        "2026-03-02",
        "--review-date",
        "2026-04-01",
        "--immediate",
        "yes",
        "--json",
    ];
    let view = env.iro(&given).json();
    let left = list(&view["not_started"]);
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!((text(&left[0], "clock"), &left[0]["why"]["waits"][0]), ("minutes", &serde_json::json!("agreed")));
    // A duty that is missed is given by stage and id.
    let missed = scenes(&env, &["ext.yaml", "--from", "2026-03-02", "--missed", "middle/meeting"]);
    assert!(missed.iter().any(|scene| scene.ends_with("missed meeting")), "{missed:?}");
    env.iro(&["policy", "try", "ext.yaml", "--missed", "nosuch"]).code(4).says("no clock or duty `nosuch`");
}

/// A field with several values is given once for each, as with `raise`; any other field only once.
#[test]
fn a_field_may_be_given_more_than_once() {
    let env = Env::new();
    let policy = fs::read_to_string(root().join("examples/policies/small.yaml")).expect("the small protocol");
    let fields = "fields:\n  - {id: agency, text: Who, values: [health, police], several: true, source: x}\n  - {id: how, text: How, values: [a, b], source: x}\nstages:";
    let asked = "any_of: [{role: team-manager, when: {field: {agency: health}}}, {role: director, when: {field: {agency: police}}}, {role: service-manager, otherwise: true}]";
    fs::write(
        env.scratch("w.yaml"),
        policy.replacen("stages:", fields, 1).replacen("any_of: [team-manager]", asked, 1),
    )
    .unwrap();
    for order in ["--field agency=health --field agency=police", "--field agency=police --field agency=health"] {
        env.sh(&format!("policy try w.yaml --from 2026-03-02 {order}"))
            .ok()
            .says("Talk begins: Team Manager or Director");
    }
    env.sh("policy try w.yaml --field how=a --field how=b").code(2).says("`--field how` is given twice");
    env.sh("raise --policy knowsley --child C-1 --concern c --assign director=Ann --assign director=Bob")
        .code(2)
        .says("is given twice");
}
