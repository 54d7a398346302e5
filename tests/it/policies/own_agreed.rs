//! Limits that the protocol leaves to be agreed case by case: when a date is asked for, and how late it may be.

use serde_json::json;

use super::own_answers_awaited::ours;
use crate::env::{Env, find_clock, rules, text};

/// At both stages the time is left to be agreed for an urgent matter alone.
const SOMETIMES: &str = r#"
  - id: one
    title: One
    kind: informal
    any_of: [head-of-service]
    source: "1"
    clocks:
      - {id: respond, label: Answer, limit: agreed, strength: agreed, when: {immediate: true}, until: answered}
      - {id: respond, label: Answer, limit: 5 working days, strength: hard, until: answered}
  - id: two
    title: Two
    kind: formal
    any_of: [director]
    source: "2"
    clocks:
      - {id: respond, label: Answer, limit: agreed, strength: agreed, when: {immediate: true}, until: answered}
      - {id: respond, label: Answer, limit: 5 working days, strength: hard, until: answered}
"#;

const ASKED: &str = "the protocol leaves the time for One to be agreed";

fn raised(env: &Env, more: &str) -> String {
    let line = format!("raise --policy ours --child C-2 --concern c {more} --json");
    text(&env.sh(&line).json(), "id").to_owned()
}

// Five working days from Monday 2 March end on the 9th.
#[test]
fn a_date_is_asked_for_only_where_one_is_left_to_be_agreed() {
    let (env, _) = ours(SOMETIMES, "");
    let raise = "raise --policy ours --child C-2 --concern c";
    env.sh(&format!("{raise} --immediate yes")).code(3).says(ASKED);
    let id = raised(&env, "--immediate yes --respond-by 2026-03-11");
    assert_eq!(env.clock(&id, "respond", "one")["due"], "2026-03-11");
    let idle = "One leaves no date to be agreed: `--respond-by` changes nothing";
    env.sh(&format!("{raise} --immediate no --respond-by 2026-03-20 --dry-run")).ok().says(idle);
    let id = raised(&env, "--immediate no");
    assert_eq!(env.clock(&id, "respond", "one")["due"], "2026-03-09");
    // The same holds for the other steps that lead to a stage.
    let reopened = env.fork();
    reopened.sh(&format!("withdraw {id} --reason r")).ok();
    reopened.sh(&format!("reopen {id} --reason r")).ok();
    let view = env.sh(&format!("escalate {id} --because urgent --json")).json();
    assert_eq!(find_clock(&view, "respond", "two")["due"], "2026-03-09");
}

/// Of two rules of one name, the one whose circumstances hold takes the place of the other.
#[test]
fn a_date_is_agreed_for_no_clock_that_another_takes_the_place_of() {
    const OTHERWISE: &str = r#"
  - id: one
    title: One
    kind: formal
    any_of: [head-of-service]
    source: "1"
    clocks:
      - {id: respond, label: Answer, limit: 5 working days, strength: hard, when: {immediate: true}, until: answered}
      - {id: respond, label: Answer, limit: agreed, strength: agreed, until: answered}
"#;
    let (env, _) = ours(OTHERWISE, "");
    let id = raised(&env, "--immediate yes");
    assert_eq!(env.clock(&id, "respond", "one")["due"], "2026-03-09");
    let error = env.sh(&format!("extend {id} --until 2026-03-20 --reason r --json")).refused();
    assert_eq!(rules(&error), ["extension"], "{error}");
    assert_eq!(env.clock(&id, "respond", "one")["due"], "2026-03-09");
}

// Raised on Monday 2 March: ten working days end on Monday the 16th, whenever the date is agreed.
#[test]
fn no_more_than_the_ceiling_is_agreed_later_either() {
    const STAGES: &str = r#"
  - id: one
    title: One
    kind: formal
    any_of: [head-of-service]
    source: "1"
    clocks: [{id: respond, label: Answer, limit: {agreed: {ceiling: 10 working days}}, strength: agreed, until: answered}]
"#;
    let said = "no more than 10 working days may be agreed, which is Mon 16 March 2026";
    let (env, id) = ours(STAGES, "");
    env.sh("raise --policy ours --child C-2 --concern c --respond-by 2026-03-17").code(3).says(said);
    assert_eq!(env.dispute(&id)["due"], json!(null));
    env.now("2026-03-04T10:00");
    let extend = |until: &str, more: &str| format!("extend {id} --until {until} --reason r {more}");
    let error = env.sh(&extend("2026-03-17", "--json")).refused();
    assert_eq!(rules(&error), ["extension-length"], "{error}");
    env.sh(&extend("2026-03-17", "")).code(3).says(said).says("rule:  Ours: 1");
    let other = env.fork();
    other.sh(&extend("2026-03-17", "--override 'The manager is away'")).ok();
    assert_eq!(other.dispute(&id)["due"], "2026-03-17");
    env.sh(&extend("2026-03-16", "")).ok();
    assert_eq!(env.dispute(&id)["due"], "2026-03-16");
}
