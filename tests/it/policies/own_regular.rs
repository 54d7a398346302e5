//! Duties that recur while a dispute is open, such as every two weeks or every ten working days.

use std::fs;

use serde_json::{Value, json};

use super::own_answers_awaited::ours;
use crate::env::{Env, list, text};

const LANGDALE: &str = include_str!("../../../examples/policies/langdale.yaml");

fn langdale(from: &str, to: &str) -> (Env, String) {
    let env = Env::new();
    env.add_policy("langdale", LANGDALE.replace(from, to));
    let raised = env.sh("raise --policy langdale --child C-1 --concern c --json").json();
    (env, text(&raised, "id").to_owned())
}

/// The date of each turn of a recurring clock, with its state and whether it is late.
fn turns(view: &Value, clock: &str) -> Vec<(String, String, bool)> {
    let turns = list(&view["clocks"]).into_iter().filter(|one| one["clock"] == clock);
    turns.map(|one| (text(&one, "due").to_owned(), text(&one, "state").to_owned(), one["late"] == true)).collect()
}

fn turn(due: &str, state: &str, late: bool) -> (String, String, bool) {
    (due.to_owned(), state.to_owned(), late)
}

fn owed(view: &Value, duty: &str) -> bool {
    list(&view["duties"]).iter().any(|one| one["duty"] == duty && one["state"] == "outstanding")
}

// Raised on Monday 2 March 2026: every second Monday, the 16th, the 30th, 13 April; Easter Monday is 6 April.
#[test]
fn a_regular_duty_keeps_its_own_dates() {
    let (env, id) = langdale("", "");
    assert_eq!(turns(&env.dispute(&id), "update"), [turn("2026-03-16", "running", false)]);
    env.now("2026-03-12T10:00");
    let view = env.sh(&format!("done {id} child-updated --json")).json();
    assert_eq!(turns(&view, "update"), [turn("2026-03-16", "met", false), turn("2026-03-30", "running", false)]);
    assert!(owed(&view, "child-updated"), "it is owed again");
    let tasks = list(&env.sh("inbox --for iro --json").json());
    assert!(tasks.iter().any(|one| one["what"] == "do" && one["due"] == "2026-03-30"), "{tasks:?}");
    // Wednesday 1 April is late for the 30th, and the next is the 13th.
    env.now("2026-04-01T10:00");
    assert_eq!(list(&env.sh("due --overdue --for iro --json").json()).len(), 1);
    let view = env.sh(&format!("done {id} child-updated --json")).json();
    assert_eq!(turns(&view, "update")[1..], [turn("2026-03-30", "met", true), turn("2026-04-13", "running", false)]);
    // Two turns are over by Monday 18 May (13 and 27 April, 11 May): the next is the 25th, a bank holiday, so the 26th.
    env.now("2026-05-18T10:00");
    let view = env.sh(&format!("done {id} child-updated --json")).json();
    assert_eq!(turns(&view, "update")[2..], [turn("2026-04-13", "met", true), turn("2026-05-26", "running", false)]);
    env.sh("check").code(0);
    // A date that was moved off a bank holiday doesn't shift the next ones: the next is a Monday again, 8 June.
    let then = env.fork();
    then.now("2026-05-26T10:00");
    let view = then.sh(&format!("done {id} child-updated --json")).json();
    assert_eq!(turns(&view, "update").last(), Some(&turn("2026-06-08", "running", false)));
    then.sh("check").code(0);
    // It continues from stage to stage, and ends with the dispute.
    env.sh(&format!("escalate {id} --because urgent")).ok();
    assert_eq!(turns(&env.dispute(&id), "update").last(), Some(&turn("2026-05-26", "running", false)));
    let view = env.sh(&format!("resolve {id} --outcome o --json")).json();
    assert_eq!(turns(&view, "update").last(), Some(&turn("2026-05-26", "stopped", false)));
    assert!(!owed(&view, "child-updated"));
}

#[test]
fn or_counts_from_when_it_was_done() {
    let (env, id) = langdale("repeats: due", "repeats: done");
    env.now("2026-03-12T10:00");
    let view = env.sh(&format!("done {id} child-updated --json")).json();
    assert_eq!(turns(&view, "update"), [turn("2026-03-16", "met", false), turn("2026-03-26", "running", false)]);
    // A duty done on the 20th and typed later counts from the 20th.
    env.now("2026-03-24T10:00");
    let view = env.sh(&format!("done {id} child-updated --on 2026-03-20 --json")).json();
    assert_eq!(turns(&view, "update")[1..], [turn("2026-03-26", "met", false), turn("2026-04-07", "running", false)]);
    // Once that event is struck, the earlier turn runs on.
    let view = env.sh(&format!("correct {id} --event 3 --reason 'It was another child' --json")).json();
    assert_eq!(turns(&view, "update"), [turn("2026-03-16", "met", false), turn("2026-03-26", "running", false)]);
}

// At the stage since Monday 9 March: ten working days end on Monday the 23rd; from Thursday the 19th on 2 April.
#[test]
fn a_regular_meeting_is_called_for_again() {
    let (env, id) = langdale("", "");
    env.now("2026-03-09T10:00");
    env.sh(&format!("escalate {id} --because urgent")).ok();
    assert_eq!(turns(&env.dispute(&id), "progress"), [turn("2026-03-23", "running", false)]);
    env.now("2026-03-19T10:00");
    let view = env.sh(&format!("meeting {id} --held 2026-03-19 --chair head-of-service --json")).json();
    assert_eq!(turns(&view, "progress"), [turn("2026-03-23", "met", false), turn("2026-04-02", "running", false)]);
    assert!(owed(&view, "meeting"));
    let view = env.sh(&format!("resolve {id} --outcome o --json")).json();
    assert_eq!(turns(&view, "progress")[1..], [turn("2026-04-02", "stopped", false)]);
    assert!(!owed(&view, "meeting"), "one was held");
}

#[test]
fn a_rehearsal_of_it_comes_to_an_end() {
    let (env, _) = langdale("", "");
    let played = env.sh("policy try langdale --from 2026-03-02 --json").json();
    let updates = list(&played["scenes"]).into_iter().filter(|scene| scene["clock"] == "update");
    let dates: Vec<Value> = updates.map(|scene| scene["on"].clone()).collect();
    assert_eq!(dates[..2], [json!("2026-03-16"), json!("2026-03-30")], "{dates:?}");
    assert!(dates.len() < 6, "{dates:?}");
}

#[test]
fn what_cannot_come_round_is_refused() {
    for (from, to, words) in [
        ("until: {duty: child-updated}, repeats", "until: resolved, repeats", "waits for what happens only once"),
        ("limit: 2 weeks", "limit: same working day", "isn't a length of time"),
        ("from: raised, until", "from: closed, until", "can't count from the end"),
        ("repeats: due", "repeats: monthly", "write one of `done` or `due`"),
    ] {
        let env = Env::new();
        fs::write(env.scratch("l.yaml"), LANGDALE.replacen(from, to, 1)).unwrap();
        env.sh("policy check l.yaml").code(6).says(words);
    }
}

/// A policy with a duty every week.
fn weekly(calendar: &str) -> Env {
    let env = Env::new();
    let policy = format!(
        "format: 1\nid: same\nversion: \"1\"\neffective_on: \"2026-01-01\"\ntitle: Same\ncovers: [looked-after]\n\
         raisers: [iro]\nroles: {{iro: IRO, tm: TM}}\ncalendar: {{{calendar}}}\n\
         clocks: [{{id: told, label: Tell, limit: 1 week, strength: hard, whose: raiser, from: raised, until: {{duty: told}}, repeats: due, source: \"1\"}}]\n\
         duties: [{{id: told, text: Told, stages: every, source: \"1\"}}]\n\
         stages: [{{id: zero, title: Zero, kind: informal, any_of: [tm], source: \"0\"}}]\n"
    );
    env.add_policy("same", policy);
    env
}

// If the first day counts, a week from Monday 2 March ends on Sunday the 8th (five working days: on Friday the 6th),
// and the next begins on the day after.
#[test]
fn a_regular_duty_comes_round_in_the_same_time_where_the_first_day_counts() {
    for (calendar, expected) in [
        ("first_day: same, roll: stay", ["2026-03-08", "2026-03-15", "2026-03-22"]),
        ("first_day: same", ["2026-03-09", "2026-03-16", "2026-03-23"]),
        ("first_day: same, weeks: working", ["2026-03-06", "2026-03-13", "2026-03-20"]),
    ] {
        let env = weekly(calendar);
        let view = env.sh("raise --policy same --child C-1 --concern c --json").json();
        let id = text(&view, "id").to_owned();
        for (nth, due) in expected.into_iter().enumerate() {
            let turns = turns(&env.dispute(&id), "told");
            assert_eq!((turns.len(), &turns[nth]), (nth + 1, &turn(due, "running", false)), "{calendar}");
            env.now(&format!("{due}T09:00"));
            env.sh(&format!("done {id} told")).ok();
        }
        env.sh("check").code(0);
    }
}

/// Whatever the first day is, each turn is due a week after the one before, unless a bank holiday comes between.
#[test]
fn every_turn_is_as_long_as_the_one_before() {
    for calendar in ["first_day: same, roll: stay", "first_day: same, weeks: working", "roll: stay", "weeks: working"] {
        let env = weekly(calendar);
        for day in 2..=8 {
            let played =
                env.sh(&format!("policy try same --from 2026-06-{day:02} --escalate 2026-08-20 --json")).json();
            let scenes = list(&played["scenes"]).into_iter().filter(|scene| scene["clock"] == "told");
            let dates: Vec<chrono::NaiveDate> = scenes.map(|scene| text(&scene, "on").parse().unwrap()).collect();
            let weeks: Vec<i64> = dates.windows(2).map(|two| (two[1] - two[0]).num_days()).collect();
            assert!(weeks.len() > 3 && weeks.iter().all(|days| *days == 7), "{calendar} {day} {dates:?}");
        }
    }
}

// Three months from Monday 2 March 2026 end on Tuesday 2 June, 5 working days from there on the 9th. A month from Monday
// 8 June ends on 8 July, the next on Saturday 8 August, so on Monday the 10th.
#[test]
fn reasons_are_reported_once_a_date_has_passed_and_every_month_from_then_on() {
    let rules = r#"
duties:
  - {id: reasons, text: The reasons were reported, by: director, stages: every, once: true, from: {lapsed: three-months}, while_open: true, source: "7"}
  - {id: again, text: They were reported again, by: director, stages: every, from: {duty: reasons}, while_open: true, source: "7"}
clocks:
  - {id: three-months, label: Three months, limit: 3 months, strength: advisory, whose: raiser, from: raised, until: resolved, source: "7"}
  - {id: reasons, label: Report the reasons, limit: 5 working days, strength: hard, whose: director, from: {lapsed: three-months}, until: {duty: reasons}, source: "7"}
  - {id: again, label: Report them again, limit: 1 month, strength: hard, whose: director, from: {duty: reasons}, until: {duty: again}, repeats: due, source: "7"}
"#;
    let (env, id) = ours("\n  - {id: one, title: One, kind: formal, any_of: [head-of-service], source: \"1\"}", rules);
    let due = || -> Vec<(String, String)> {
        let due = list(&env.sh("due --all --json").json()).into_iter().filter(|clock| clock["strength"] == "hard");
        due.map(|clock| (text(&clock, "clock").to_owned(), text(&clock, "due").to_owned())).collect()
    };
    assert_eq!(due(), []);
    env.now("2026-06-03T10:00");
    assert_eq!(due(), [("reasons".to_owned(), "2026-06-09".to_owned())]);
    env.now("2026-06-08T10:00");
    env.sh(&format!("done {id} reasons")).ok();
    assert_eq!(due(), [("again".to_owned(), "2026-07-08".to_owned())]);
    env.now("2026-07-08T10:00");
    env.sh(&format!("done {id} again")).ok();
    assert_eq!(due(), [("again".to_owned(), "2026-08-10".to_owned())]);
}
