//! Clocks that count from another stage, run until the raiser escalates, or are an aim and a limit in one.

use serde_json::json;

use super::own_answers_awaited::ours;
use crate::env::{Env, find_clock, list, text};

const STAGES: &str = r#"
  - id: talk
    title: Talk
    kind: informal
    any_of: [head-of-service]
    source: "1"
    clocks:
      - {id: respond, label: Answer, limit: 5 working days, aim: 2 working days, strength: hard, from: stage-entered, until: answered}
      - {id: ask, label: Ask for the next stage, limit: 10 working days, strength: hard, whose: raiser, from: stage-entered, until: escalated}
  - id: written
    title: In writing
    kind: formal
    any_of: [director]
    source: "2"
    clocks:
      - {id: respond, label: Answer, limit: 15 working days, strength: hard, from: {entered: talk}, until: answered}
      - {id: meet, label: Meet, limit: 5 working days, strength: hard, from: {left: talk}, until: meeting}
"#;

// Raised on Monday 2 March: 2 working days end on the 4th, 5 on the 9th, 10 on the 16th and 15 on the 23rd.
#[test]
fn one_clock_can_be_an_aim_and_a_limit() {
    let (env, id) = ours(STAGES, "");
    let view = env.dispute(&id);
    let (aim, limit) = (find_clock(&view, "respond-aim", "talk"), find_clock(&view, "respond", "talk"));
    assert_eq!((text(&aim, "due"), text(&aim, "strength")), ("2026-03-04", "aim"));
    assert_eq!((text(&limit, "due"), text(&limit, "strength")), ("2026-03-09", "hard"));
    env.now("2026-03-06T10:00");
    env.respond(&id, &["--role", "head-of-service"]);
    let view = env.dispute(&id);
    let late = |clock| find_clock(&view, clock, "talk")["late"].clone();
    assert_eq!((late("respond-aim"), late("respond")), (json!(true), json!(false)));
}

#[test]
fn the_raiser_must_ask_for_the_next_stage_in_time() {
    for (now, late) in [("2026-03-13T10:00", false), ("2026-03-17T10:00", true)] {
        let (env, id) = ours(STAGES, "");
        env.now(now);
        let view = env.sh(&format!("escalate {id} --because no-response --json")).json();
        let ask = find_clock(&view, "ask", "talk");
        assert_eq!((text(&ask, "state"), &ask["late"]), ("met", &json!(late)), "{now}");
    }
    // If it is settled before anybody asks for the next stage, the clock stops.
    let (env, id) = ours(STAGES, "");
    env.resolve(&id);
    assert_eq!(text(&find_clock(&env.dispute(&id), "ask", "talk"), "state"), "stopped");
}

// Left on Friday the 13th, so that 5 working days end on the 20th.
#[test]
fn a_clock_can_count_from_the_start_or_the_end_of_an_earlier_stage() {
    let (env, id) = ours(STAGES, "");
    env.now("2026-03-13T10:00");
    env.sh(&format!("escalate {id} --because no-response")).ok();
    let view = env.dispute(&id);
    let due = |clock| find_clock(&view, clock, "written")["due"].clone();
    assert_eq!((due("respond"), due("meet")), (json!("2026-03-23"), json!("2026-03-20")));
    let tried = env.sh("policy try ours --from 2026-03-02").ok().stdout;
    assert!(tried.contains("Mon 23 March 2026  Answer: Director"), "{tried}");
}

/// After reopening, the clocks of the stage count from the reopening, not from earlier events.
#[test]
fn after_reopening_it_counts_from_the_way_back() {
    let (env, id) = ours(STAGES, "");
    env.now("2026-03-13T10:00");
    env.sh(&format!("escalate {id} --because no-response")).ok();
    env.resolve(&id);
    env.now("2026-04-13T10:00");
    env.sh(&format!("reopen {id} --reason x --to written")).ok();
    let listed = env.due(&["--all"]);
    let due: Vec<&str> = listed.iter().map(|clock| text(clock, "due")).collect();
    // 5 and 15 working days from Monday 13 April; the early May holiday is the 4th.
    assert_eq!(due, ["2026-04-20", "2026-05-05"]);
}

#[test]
fn what_can_start_or_end_nothing_is_a_fault() {
    let check = |from: &str, says: &str| {
        let env = Env::new();
        let policy = format!(
            "format: 1\nid: w\nversion: \"1\"\neffective_on: 2026-01-05\ntitle: W\ncovers: [looked-after]\nraisers: [iro]\n\
             roles: {{iro: IRO, head-of-service: Head of Service, director: Director}}\nstages:{STAGES}"
        );
        std::fs::write(env.scratch("w.yaml"), policy.replacen("from: stage-entered", from, 1)).unwrap();
        env.iro(&["policy", "check", "w.yaml"]).code(6).says(says);
    };
    check("from: {entered: written}", "the stage `written` comes later");
    check("from: {left: wirtten}", "did you mean `written`?");
    check("from: written", "write `{entered: written}` for when it begins, or `{left: written}` for when it ends");
}

// The total is one of five working days. A dispute that never went formal counts like any other, if the time binds.
#[test]
fn a_total_for_guidance_is_no_figure_of_the_report() {
    const TOTAL: &str = "total: {limit: 5 working days, strength: STRENGTH, from: raised, source: \"3\"}";
    for (strength, counted) in [("hard", 1), ("aim", 1), ("advisory", 0)] {
        let (env, id) = ours(STAGES, &TOTAL.replace("STRENGTH", strength));
        env.sh(&format!("resolve {id} --outcome o --override x")).ok();
        let figures = list(&env.sh("report --from 2026-03-01 --to 2026-03-31 --json").json()["figures"]);
        let figure = |id: &str| figures.iter().find(|one| one["id"] == id).unwrap().clone();
        for id in ["totals", "total-within"] {
            assert_eq!(figure(id)["value"], counted, "{strength} {id}");
            assert!(!text(&figure(id), "label").contains("ormal"), "{}", figure(id));
        }
    }
}

#[test]
fn more_time_is_counted_by_what_it_was_given_for() {
    const BESIDE: &str = r#"
total: {limit: 5 weeks, strength: hard, from: raised, extend: {kind: moves, source: "3"}, source: "3"}
clocks:
  - {id: review, label: Review it, limit: 3 weeks, strength: hard, from: raised, until: resolved, extend: {kind: moves, source: "4"}, source: "4"}
"#;
    let stages = STAGES.replace("until: answered}", "until: answered, extend: {kind: moves, source: \"1\"}}");
    let (env, id) = ours(&stages, BESIDE);
    for clock in ["respond", "total", "review"] {
        env.sh(&format!("extend {id} --clock {clock} --until 2026-06-15 --reason r")).ok();
    }
    let figures = list(&env.sh("report --from 2026-03-01 --to 2026-03-31 --json").json()["figures"]);
    let extensions = figures.iter().find(|one| one["id"] == "extensions").unwrap();
    assert_eq!(extensions["by"], json!({"stage": 1, "total": 1, "beside": 1}));
}
