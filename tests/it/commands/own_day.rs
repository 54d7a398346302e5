//! Something that was done before a step, but is typed after it, counts from the day it was done, for the stage of that
//! day.

use serde_json::{Value, json};

use crate::env::{Env, find_clock, list, text};

/// A protocol with a visit within 48 hours, outside the stages, and the child told within 3 days of each stage's start.
const OURS: &str = "
format: 1
id: ours
version: '1'
effective_on: 2026-01-01
title: Ours
authority: Us
document: {title: Ours}
covers: [looked-after]
raisers: [iro]
roles: {iro: Independent Reviewing Officer, manager: Manager, director: Director}
calendar: {days: calendar}
stages:
  - id: one
    title: One
    kind: formal
    any_of: [manager]
    source: '1'
    meeting: {title: Talk, needed: optional, source: '1'}
    clocks:
      - {id: respond, label: Answer, limit: 5 days, strength: hard, from: stage-entered, until: answered}
      - {id: told, label: Tell the child, limit: 3 days, strength: hard, whose: raiser, from: stage-entered, until: {duty: told}}
    duties:
      - {id: told, text: The child was told, source: '2'}
      - {id: seen-first, text: The file was read first, before: escalate two, source: '2'}
  - id: two
    title: Two
    kind: formal
    any_of: [director]
    source: '3'
    clocks:
      - {id: respond, label: Answer, limit: 5 days, strength: hard, from: stage-entered, until: answered}
      - {id: told, label: Tell the child, limit: 3 days, strength: hard, whose: raiser, from: stage-entered, until: {duty: told}}
    duties: [{id: told, text: The child was told, source: '2'}]
clocks:
  - {id: visit, label: See the child, limit: 48 hours, strength: hard, whose: manager, from: raised, until: {duty: visited}, source: '5'}
duties:
  - {id: visited, text: The child was seen, stages: every, once: true, by: manager, source: '5'}
";

/// A dispute raised on Friday 10 July 2026 at 15:00, so that the child is to be seen by Sunday at 15:00, and escalated
/// on Monday.
fn escalated() -> (Env, String) {
    let env = Env::new();
    env.add_policy("ours", OURS);
    env.now("2026-07-10T15:00");
    let raised = env.sh("raise --policy ours --child C-1 --concern c --case-type looked-after --json").json();
    let id = text(&raised, "id").to_owned();
    env.now("2026-07-13T13:00");
    env.sh(&format!("escalate {id} --because urgent --reason r --override 'No time'")).ok();
    env.now("2026-07-13T14:00");
    (env, id)
}

fn duty(view: &Value, key: &str, name: &str) -> Option<Value> {
    list(&view[key]).into_iter().find(|one| one["duty"] == name)
}

#[test]
fn a_visit_is_in_time_by_the_hour_although_a_step_came_since() {
    let (env, id) = escalated();
    let late = env.fork();
    env.sh(&format!("done {id} visited --on 2026-07-12T14:30")).ok();
    let visit = find_clock(&env.dispute(&id), "visit", None);
    assert_eq!((&visit["state"], &visit["late"]), (&json!("met"), &json!(false)), "{visit}");
    assert!(!env.sh("check --json").ok().stdout.contains("\"order\""));
    let seen = list(&env.sh(&format!("log {id} --json")).json());
    assert!(seen.iter().any(|entry| entry["event"] == "done"), "{seen:?}");
    late.sh(&format!("done {id} visited --on 2026-07-12T15:30")).ok();
    assert_eq!(find_clock(&late.dispute(&id), "visit", None)["late"], true);
    // `--as-of` shows what was known on Sunday evening.
    let then = env.sh(&format!("show {id} --as-of 2026-07-12T20:00 --json")).json();
    assert_eq!((&then["stage"], &find_clock(&then, "visit", None)["state"]), (&json!("one"), &json!("met")));
}

#[test]
fn it_belongs_to_the_stage_of_its_day() {
    let (env, id) = escalated();
    for how in ["", " --stage one"] {
        let env = env.fork();
        env.sh(&format!("done {id} told --on 2026-07-11{how}")).ok();
        let view = env.dispute(&id);
        assert_eq!(find_clock(&view, "told", "one")["late"], false);
        assert_eq!(find_clock(&view, "told", "one")["ended"], "2026-07-11");
        assert_eq!(find_clock(&view, "told", "two")["state"], "running", "Two asks for its own");
        assert_eq!(duty(&view, "left_over", "told"), None);
        assert_eq!(duty(&view, "duties", "told").unwrap()["state"], "outstanding");
        let form = env.sh(&format!("form {id}")).ok().stdout;
        assert!(form.contains("Sat 11 July 2026"), "{form}");
    }
    // Stage Two had not begun on that day.
    env.sh(&format!("done {id} told --on 2026-07-11 --stage two")).code(3);
}

#[test]
fn a_duty_that_a_step_went_on_without_is_done_all_the_same() {
    let (env, id) = escalated();
    let said = env.sh(&format!("done {id} seen-first --on 2026-07-11")).ok().stderr;
    assert!(said.contains("event 2 went on without `seen-first`, and its reason stays on record"), "{said}");
}

#[test]
fn a_note_a_talk_and_an_action_keep_their_day_too() {
    let (env, id) = escalated();
    env.sh(&format!("note {id} --text 'Called the ward' --on 2026-07-11T11:00")).ok();
    env.sh(&format!("meeting {id} --held 2026-07-12 --on 2026-07-12 --chair manager")).ok();
    let chronology = env.sh(&format!("form {id}")).ok().stdout;
    let places: Vec<usize> = ["Called the ward", "Talk, chaired", "Escalated to Two"]
        .iter()
        .map(|what| chronology.rfind(what).unwrap_or(0))
        .collect();
    assert!(places.is_sorted() && places[0] > 0, "{places:?}\n{chronology}");
    env.sh(&format!("note {id} --text early --on 2026-07-09")).code(3).says("event 1 (raised)");
    env.sh(&format!("note {id} --text late --on 2026-07-14")).code(3).says("future");
    assert!(!env.sh("check --json").ok().stdout.contains("\"order\""));
}

/// After a return to a stage its duties are owed again: each has one date and is done once.
#[test]
fn a_stage_that_is_come_back_to_has_one_date_for_each_duty() {
    for away in ["resolve 1 --outcome o", "complaint 1 --reason r"] {
        let (env, _) = escalated();
        env.sh(away).ok();
        env.now("2026-07-14T10:00");
        env.sh("reopen 1 --reason 'It stopped'").ok();
        let told = |state: &str| {
            let clocks = list(&env.dispute("1")["clocks"]).into_iter();
            let of_two =
                clocks.filter(|clock| clock["clock"] == "told" && clock["stage"] == "two" && clock["state"] == state);
            of_two.map(|clock| text(&clock, "due").to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(told("running"), ["2026-07-17"], "{away}");
        env.sh("done 1 told --stage two").ok();
        assert_eq!((told("running"), told("met")), (vec![], vec!["2026-07-17".to_owned()]), "{away}");
    }
}

#[test]
fn what_was_done_before_the_end_is_of_the_stage() {
    let (env, id) = escalated();
    env.sh(&format!("resolve {id} --outcome o")).ok();
    env.now("2026-07-15T09:00");
    env.sh(&format!("done {id} told --on 2026-07-13T13:30")).ok();
    let told = find_clock(&env.dispute(&id), "told", "two");
    assert_eq!((&told["state"], &told["late"]), (&json!("met"), &json!(false)));
}

// The meeting of Friday starts the clock, but is typed only after more time was given on Sunday.
#[test]
fn more_time_is_for_the_clock_that_ran_then_whatever_started_it() {
    let env = Env::new();
    let from = "limit: 5 days, strength: hard, from: stage-entered, until: answered}";
    let to = "limit: 5 days, strength: hard, from: meeting, until: answered, extend: {kind: moves}}";
    env.add_policy("ours", OURS.replacen(from, to, 1));
    env.now("2026-07-10T15:00");
    let raised = env.sh("raise --policy ours --child C-1 --concern c --case-type looked-after --json").json();
    let id = text(&raised, "id").to_owned();
    env.now("2026-07-11T10:00");
    env.sh(&format!("meeting {id} --held today --chair manager")).ok();
    env.now("2026-07-12T10:00");
    env.sh(&format!("extend {id} --by '2 days' --reason 'Nearly there'")).ok();
    env.sh(&format!("form {id}")).ok().says("More time (Answer) until");
    env.now("2026-07-13T10:00");
    env.sh(&format!("meeting {id} --on '2026-07-10 16:00' --held '2026-07-10 16:00' --chair manager")).ok();
    assert_eq!(env.clock(&id, "respond", "one")["started"], "2026-07-10");
    env.sh(&format!("form {id}")).ok().says("More time (Answer) until");
}
