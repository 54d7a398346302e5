//! The day of a step and what depends on it: duties confirmed with it, and the date agreed.

use crate::commands::asking::at_a_terminal;
use crate::env::{Env, text};
use crate::terminal::{DOWN, ENTER, UP};

const MOSAIC: [&str; 11] =
    ["raise", "--policy", "mosaic", "--child", "C-7", "--concern", "Late", "--impact", "Sad", "--seeking", "A visit"];

fn confirmed(env: &Env) -> serde_json::Value {
    env.iro(&["log", "1", "--json"]).json()[0]["fields"]["confirmed"].clone()
}

#[test]
fn what_was_done_today_is_asked_again_when_the_step_gets_another_day() {
    let env = Env::new();
    let mut person = at_a_terminal(&env, &MOSAIC);
    person.answer("Was it done? (", &[DOWN, ENTER]).answer("Was it done? (", &[DOWN, ENTER]);
    person.answer("Write this", &[DOWN, ENTER]).answer("On which day?", &["yesterday", ENTER]);
    // Nothing else is asked that was not asked before.
    person.until("say again").answer("Was it done? (", &[DOWN, ENTER]);
    person.answer("Was it done? (", &[DOWN, ENTER]).answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    assert!(!screen.contains("What kind of concern"), "{screen}");
    assert_eq!(text(&env.dispute("1"), "raised_on"), "2026-03-01");
    assert_eq!(confirmed(&env)[0]["on"], "2026-03-01");
    assert_eq!(confirmed(&env)[1]["on"], "2026-03-01");
}

#[test]
fn a_duty_confirmed_for_a_day_after_the_step_is_pointed_out() {
    let env = Env::new();
    let late = ["--on", "2026-02-27", "--confirm", "manager-contacted=2026-03-02", "--override", "x"];
    env.iro(&[&MOSAIC[..], &late].concat()).ok().says(
        "`manager-contacted` is confirmed as done on Mon 2 March 2026, which is after this step, on Fri 27 February 2026",
    );
    let same = ["--on", "2026-02-27", "--confirm", "manager-contacted", "--override", "x"];
    let said = env.iro(&[&MOSAIC[..], &same].concat()).ok();
    assert!(!said.stderr.contains("after this step"), "{said:?}");
}

#[test]
fn the_day_of_the_step_can_be_given_before_a_date_that_was_agreed() {
    let env = Env::new();
    let raise = ["raise", "--policy", "south-west", "--child", "C-6", "--concern", "Late", "--impact", "Sad"];
    let mut person = at_a_terminal(&env, &raise);
    person.answer("Was it done? (", &[DOWN, ENTER]);
    person.answer("What now? (", &[DOWN, ENTER]).answer("By when is an answer", &["2026-02-27", ENTER]);
    // The refusal names no flag that was never typed.
    person.until("the date agreed, Fri 27 February 2026, is before this step");
    person.answer("What now? (", &[UP, UP, ENTER]).answer("On which day?", &["2026-02-20", ENTER]);
    person.answer("Was it done? (", &[DOWN, ENTER]);
    // The date that was refused stands there again.
    person.answer("What now? (", &[DOWN, ENTER]).answer("By when is an answer", &[ENTER]);
    person.answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    assert_eq!(text(&env.dispute("1"), "raised_on"), "2026-02-20");
}

#[test]
fn a_wrong_day_is_asked_for_again_and_never_becomes_today() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    let mut person = at_a_terminal(&env, &["respond", &id, "--role", "social-worker"]);
    person.answer("What was answered", &["We will", ENTER]).answer("Write this", &[DOWN, ENTER]);
    person.answer("On which day?", &["2026-02-27", ENTER]).until("before the latest step");
    // The day is there to be edited.
    person.answer("On which day?", &["\u{15}", "2026-03-02T09:30", ENTER]);
    person.until("before the latest step");
    person.answer("On which day?", &["\u{15}", "today", ENTER]).answer("Write this", &[ENTER]);
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
}

#[test]
fn enter_alone_neither_confirms_nor_throws_away() {
    let env = Env::new();
    let mut person = at_a_terminal(&env, &MOSAIC);
    person.answer("Was it done? (", &[ENTER, ENTER, DOWN, ENTER]).answer("Was it done? (", &[UP, ENTER]);
    person.answer("Stop, and write nothing?", &[ENTER]).answer("Was it done? (", &[DOWN, ENTER]);
    person.answer("Write this", &[ENTER]);
    assert_eq!(person.end().0, 0);
}
