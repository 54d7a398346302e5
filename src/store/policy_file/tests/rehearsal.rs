//! The timelines of small protocols in the worst case, and what is assumed on the way.

use std::sync::Arc;

use super::*;
use crate::domain::calendar::Calendar;
use crate::domain::event::Raised;
use crate::domain::limit::{Limit, Unit};
use crate::domain::rehearsal::{Assumed, Named, Scene, rehearse};
use crate::domain::steps::Denied;
use crate::domain::time::{Moment, parse_date};

const LADDER: &str = r#"
format: 1
id: ours
version: "1"
effective_on: 2026-01-05
title: Ours
covers: [looked-after]
raisers: [iro]
roles: {iro: IRO, worker: Social Worker, manager: Manager, head: Head, chair: Chair}
stages:
  - id: talk
    title: Talk
    kind: informal
    any_of: [worker]
    source: "1"
    clocks:
      - {id: respond, label: Answer, limit: {agreed: {ceiling: 10 working days}}, from: stage-entered, until: answered}
  - id: meeting
    title: Meeting
    kind: formal
    any_of: [manager]
    owner: chair
    source: "2"
    meeting: {title: Panel, needed: required}
    clocks:
      - {id: meeting, label: Hold the panel, limit: 1 week, strength: hard, whose: owner, from: stage-entered, until: meeting}
      - {id: actions, label: Act, limit: 5 working days, strength: hard, from: meeting, until: actions-done}
  - id: top
    title: Top
    kind: formal
    chain: [manager, head]
    source: "3"
total: {limit: 20 working days, strength: hard, from: formal-entered, source: "4"}
referral: {when: {after_stage: top}, source: "5"}
"#;

fn assumed(missed: &[&str]) -> Assumed {
    Assumed {
        from: Moment::on(parse_date("2026-03-02").unwrap()),
        facts: Raised { concern: "x".into(), ..Raised::default() },
        acts: Vec::new(),
        missed: missed.iter().map(|typed| Named::typed(typed)).collect(),
        escalated: Vec::new(),
        to: Vec::new(),
        extended: Vec::new(),
        agreed: None,
        agreed_else: Limit::new(5, Unit::WorkingDays),
    }
}

fn played(missed: &[&str]) -> (Vec<String>, Vec<String>) {
    let policy = read("ours.yaml", LADDER).policy.unwrap();
    let calendar = Calendar::england_and_wales();
    let rehearsal = rehearse(&Arc::new(policy), &assumed(missed), &calendar).unwrap();
    let line = |scene: &Scene| format!("{} {:?} {}", scene.on, scene.what, scene.text);
    (rehearsal.scenes.iter().map(line).collect(), rehearsal.notes)
}

#[test]
fn those_who_must_answer_never_do_and_the_others_do_their_part_on_the_last_day() {
    let (scenes, notes) = played(&[]);
    let expected = [
        "2026-03-02 Begins Talk begins",
        "2026-03-16 Missed Answer",
        "2026-03-17 Begins Meeting begins",
        "2026-03-24 Kept Hold the panel",
        "2026-03-31 Missed Act",
        "2026-04-01 Begins Top begins",
        "2026-04-02 Begins Top continues with the next person",
        "2026-04-16 Missed Resolve within the total time",
    ];
    assert_eq!(scenes, expected);
    let expected = [
        "the time for Talk is left to be agreed: here 10 working days; `--agreed` says otherwise",
        "nothing says by when Top must end; it continues on the next working day here",
        "nothing says by when Top must end",
        "the stages end within the total, which runs out on Thu 16 April 2026",
        "referral: from Wed 1 April 2026; before that, a reason for not waiting is needed",
    ];
    assert_eq!(notes, expected);
}

#[test]
fn what_is_said_to_be_missed_starts_nothing() {
    let (scenes, _) = played(&["meeting/meeting"]);
    assert!(scenes.contains(&"2026-03-24 Missed Hold the panel".to_string()), "{scenes:?}");
    assert!(!scenes.iter().any(|scene| scene.ends_with("Act")), "{scenes:?}");
}

#[test]
fn a_clock_and_a_duty_of_one_name_are_told_apart() {
    let text =
        format!("{LADDER}duties:\n  - {{id: actions, text: Read the actions out, stages: [meeting], source: \"6\"}}\n");
    let policy = Arc::new(read("ours.yaml", &text).policy.unwrap());
    let play = |typed: &str| rehearse(&policy, &assumed(&[typed]), &Calendar::england_and_wales());
    let Err(Denied::Unknown(unknown)) = play("meeting/actions") else { panic!("which of the two is meant?") };
    assert_eq!(unknown.message, "`actions` is a clock (Act) and a duty, and the clock does not wait for that duty");
    let hint = "write `--missed clock=meeting/actions` or `--missed duty=meeting/actions`";
    assert_eq!(unknown.hint.as_deref(), Some(hint));
    let left_undone = |typed: &str| play(typed).unwrap().notes.iter().any(|note| note.contains("waits for `actions`"));
    assert!(left_undone("duty=actions"));
    assert!(!left_undone("clock=actions"));
    // The meeting's clock waits for the meeting, so that both are the same.
    assert!(play("meeting").is_ok());
    let Err(Denied::Unknown(unknown)) = play("duty=respond") else { panic!("there is no such duty") };
    assert_eq!(unknown.message, "there is no duty `respond`");
}
