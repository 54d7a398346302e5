//! What was there before a clock began: a plan that is accepted later, a duty that is done once.

use super::own_answers_awaited::ours;
use crate::env::{assert_clock, find_clock};

fn clock(from: &str) -> String {
    format!(
        r#"
  - id: one
    title: One
    kind: informal
    any_of: [head-of-service]
    source: "1"
    clocks:
      - {{id: respond, label: Answer, limit: 5 working days, strength: hard, from: stage-entered, until: answered}}
      - {{id: plan, label: Carry out the plan, limit: 4 weeks, strength: hard, from: {from}, until: actions-done}}
  - {{id: two, title: Two, kind: formal, any_of: [director], source: "2"}}
"#
    )
}

// Promised on Wednesday 4 March and accepted on the 5th; the clock that counts from then, or from the date of the answer
// (Monday the 9th; four weeks later is Easter Monday), waits for what was promised.
#[test]
fn a_plan_that_was_there_before_its_clock_meets_it() {
    for (from, due) in [("agreed", "2026-04-02"), ("answered", "2026-04-01"), ("{due: respond}", "2026-04-07")] {
        let (env, id) = ours(&clock(from), "");
        env.now("2026-03-04T10:00");
        env.respond(&id, &["--action", "Redo the plan | Sam Carter | 2026-03-20"]);
        env.now("2026-03-05T10:00");
        env.iro(&["agree", &id]).ok();
        env.now("2026-03-09T10:00");
        let found = find_clock(&env.dispute(&id), "plan", "one");
        assert_clock(&found, due, "hard", "running");
        env.now("2026-03-12T10:00");
        env.iro(&["action", "done", &id, "1"]).ok();
        let found = find_clock(&env.dispute(&id), "plan", "one");
        assert_clock(&found, due, "hard", "met");
        assert_eq!(found["ended"], "2026-03-12", "{from}");
    }
}

// What was promised at a stage that was left is for nothing at the next one.
#[test]
fn a_plan_of_an_earlier_stage_meets_no_clock() {
    let stages = clock("agreed").replace(
        "any_of: [director], source: \"2\"}",
        "any_of: [director], source: \"2\", clocks: [{id: carry, label: Carry it out, limit: 4 weeks, strength: hard, from: stage-entered, until: actions-done}]}",
    );
    let (env, id) = ours(&stages, "");
    env.respond(&id, &["--action", "Redo the plan | Sam Carter | 2026-03-20"]);
    env.iro(&["action", "done", &id, "1"]).ok();
    env.now("2026-03-10T10:00");
    env.sh(&format!("escalate {id} --because unsatisfactory --reason r --override x")).ok();
    assert_clock(&find_clock(&env.dispute(&id), "carry", "two"), "2026-04-07", "hard", "running");
}

// Done once on Thursday 5 March, at the stage before; ten working days from then end on Thursday the 19th.
#[test]
fn a_duty_done_once_begins_the_clock_of_a_later_stage() {
    let stages = r#"
  - {id: one, title: One, kind: informal, any_of: [head-of-service], source: "1"}
  - id: two
    title: Two
    kind: formal
    any_of: [director]
    source: "2"
    clocks: [{id: respond, label: Answer, limit: 10 working days, strength: hard, from: {duty: minutes}, until: answered}]
"#;
    for (once, due) in [("true", Some("2026-03-19")), ("false", None)] {
        let more =
            format!("duties: [{{id: minutes, text: The minutes are out, stages: every, once: {once}, source: \"3\"}}]");
        let (env, id) = ours(stages, &more);
        env.now("2026-03-05T10:00");
        env.iro(&["done", &id, "minutes"]).ok();
        env.now("2026-03-10T10:00");
        env.sh(&format!("escalate {id} --because no-response --reason r --override x")).ok();
        assert_eq!(env.dispute(&id)["due"].as_str(), due, "once: {once}");
        env.iro(&["done", &id, "minutes"]).ok();
        if due.is_none() {
            assert_eq!(env.dispute(&id)["due"], "2026-03-24", "ten working days from the 10th");
        }
    }
}

/// Each ladder has a first stage of its own, and the page for families names none as that of all.
#[test]
fn the_page_for_families_names_no_ladders_first_stage_for_all() {
    let policy = r#"format: 1
id: ours
version: "1"
effective_on: 2026-01-05
title: Ours
covers: [looked-after]
raisers: [iro]
roles: {iro: IRO, head-of-service: Head of Service, director: Director}
entry:
  rules: [{when: {impact_level: severe}, stage: b2, source: "3"}]
ladders:
  - id: a
    title: Partner
    when: {subject: Health}
    source: A
    stages: [{id: a1, title: A one, kind: informal, any_of: [head-of-service], source: "1"}]
  - id: b
    title: Own
    source: B
    stages:
      - {id: b1, title: B one, kind: informal, any_of: [head-of-service], source: "1"}
      - {id: b2, title: B two, kind: formal, any_of: [director], source: "1"}
"#;
    let env = crate::env::Env::new();
    env.add_policy("ours", policy);
    let page = env.iro(&["policy", "show", "ours", "--family"]).ok().stdout;
    assert!(page.contains("Otherwise at the first stage."), "{page}");
    assert!(!page.contains("Otherwise at A one"), "{page}");
}

/// The praised person is taken to hold the role that has to acknowledge praise only where nobody gave theirs, and the
/// command says so.
#[test]
fn the_role_that_acknowledges_praise_is_waited_for() {
    let more = "praise: {reasons: [A plan carried out in time], acknowledged_by: [head-of-service], source: \"8\"}";
    let (env, _) = ours(&clock("agreed"), more);
    let praise = "praise --policy ours --child C-1 --for 'Kim Lee' --text Good";
    env.sh(praise).ok().says("Kim Lee counts here as the Head of Service, who has to acknowledge it");
    let run = env.sh(&format!("{praise} --role director")).ok();
    assert!(!run.stderr.contains("counts here"), "{}", run.stderr);
    env.sh("acknowledge 3 --name 'Kim Lee'").ok().says("Still to read it: Head of Service.");
    assert_eq!(env.dispute("3")["status"], "recorded");
    env.sh("acknowledge 3 --name head-of-service").ok().says("Everybody it is for has read it.");
    assert_eq!(env.dispute("3")["status"], "acknowledged");
}
