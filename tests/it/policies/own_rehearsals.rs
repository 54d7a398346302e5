//! Protocols of somebody's own, played through: what the next step waits for, and what goes on beside it.

use serde_json::{Value, json};

use super::own_answers_awaited::ours;
use crate::env::{Env, list, text};

/// What happens on which day, in a line each.
fn scenes(env: &Env, flags: &str) -> (Vec<String>, Vec<String>) {
    let tried = env.sh(&format!("policy try ours --from 2026-03-02 {flags} --json")).json();
    let line = |scene: &Value| {
        let named = scene["clock"].as_str().or(scene["stage"].as_str()).unwrap_or_default();
        format!("{} {} {named}", text(scene, "on"), text(scene, "what"))
    };
    let notes = list(&tried["notes"]).iter().map(|note| note.as_str().unwrap_or_default().to_owned()).collect();
    (list(&tried["scenes"]).iter().map(line).collect(), notes)
}

const ANSWER_AND_MORE: &str = r#"
  - id: talk
    title: Talk
    kind: formal
    any_of: [head-of-service]
    source: "1"
    clocks:
      - {id: respond, label: Answer, limit: 5 working days, strength: hard, from: stage-entered, until: answered}
      - {id: minutes, label: Send the minutes, limit: 20 working days, strength: hard, whose: raiser, from: stage-entered, until: {duty: sent}}
    duties:
      - {id: sent, text: The minutes were sent, enforce: remind}
  - id: top
    title: Top
    kind: formal
    any_of: [director]
    source: "2"
    clocks:
      - {id: respond, label: Answer, limit: 5 working days, strength: hard, from: stage-entered, until: answered}
"#;

// The answers are due on Monday 9 March and, from Tuesday the 10th, on the 17th; the total of 12 working days on the 18th.
#[test]
fn the_next_step_waits_for_the_answer_and_not_for_the_longest_clock() {
    let total = "total: {limit: 12 working days, strength: hard, from: formal-entered, source: \"3\"}";
    let (env, _) = ours(ANSWER_AND_MORE, total);
    let (scenes, notes) = scenes(&env, "");
    assert_eq!(
        scenes,
        [
            "2026-03-02 begins talk",
            "2026-03-09 missed respond",
            "2026-03-10 begins top",
            "2026-03-17 missed respond",
            "2026-03-18 missed total",
            "2026-03-30 left minutes",
        ]
    );
    assert!(notes.iter().any(|note| note.starts_with("the stages end within the total")), "{notes:?}");
}

// Beside the stages, due on Wednesday 11 March: after the step to the top on the 10th.
#[test]
fn a_duty_beside_the_stages_is_done_after_its_stage_was_left() {
    let beside = "clocks: [{id: tell, label: Tell the child, limit: 7 working days, strength: hard, whose: raiser, \
        from: raised, until: {duty: told}, source: \"3\"}]\nduties: [{id: told, text: Told, stages: [talk], enforce: remind, source: \"3\"}]";
    let (env, _) = ours(ANSWER_AND_MORE, beside);
    let (scenes, _) = scenes(&env, "");
    assert!(scenes.contains(&"2026-03-10 begins top".to_owned()), "{scenes:?}");
    assert!(scenes.contains(&"2026-03-11 kept tell".to_owned()), "{scenes:?}");
}

// QA-12: no answer by the end of Monday 16 March, so the talk is on the 17th, and so is the step to stage 2.
#[test]
fn what_follows_a_lapse_is_played() {
    let env = Env::new();
    let tried = env.sh("policy try qa-notification --stage stage-1 --from 2026-03-02 --json").json();
    let consult = list(&tried["scenes"]).into_iter().find(|scene| scene["clock"] == "consult").unwrap();
    assert_eq!((&consult["on"], &consult["what"]), (&json!("2026-03-17"), &json!("kept")));
    let stage_2 = list(&tried["scenes"]).into_iter().find(|one| one["what"] == "begins" && one["stage"] == "stage-2");
    assert_eq!(stage_2.unwrap()["on"], "2026-03-17");
}

#[test]
fn what_has_no_date_is_said_with_the_flag_that_gives_it() {
    let beside = "clocks: [{id: tell, label: Tell, limit: 2 working days, strength: hard, whose: raiser, from: arose, \
        until: {duty: told}, source: \"3\"}]\nduties: [{id: told, text: Told, stages: every, enforce: remind, source: \"3\"}]";
    let (env, _) = ours(ANSWER_AND_MORE, beside);
    let tried = env.sh("policy try ours --from 2026-03-02 --json").json();
    let left = list(&tried["not_started"]).into_iter().find(|one| one["clock"] == "tell").unwrap();
    assert_eq!(left["why"]["no-date"]["flag"], "arose-on");
    assert!(scenes(&env, "--arose-on 2026-02-27").0.contains(&"2026-03-03 kept tell".to_owned()));
}
