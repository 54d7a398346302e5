//! Which clock an answer meets if a stage has several.

use serde_json::{Value, json};

use crate::env::{Env, list, text};

/// The small protocol with a formal stage that gives ten days for the answer, and the raiser two days for a duty.
const STAGES: &str = r#"
  - id: written
    title: In writing
    kind: formal
    any_of: [head-of-service]
    source: "1"
    clocks:
      - {id: tell, label: Tell the child, limit: 2 working days, strength: hard, whose: raiser, from: stage-entered, until: {duty: told}}
      - {id: respond, label: Answer, limit: 10 working days, strength: hard, from: stage-entered, until: answered}
    duties:
      - {id: told, text: The child was told, enforce: remind}
  - {id: top, title: Top, kind: formal, any_of: [director], source: "2"}
"#;

pub fn ours(stages: &str, more: &str) -> (Env, String) {
    let env = Env::new();
    let policy = format!(
        "format: 1\nid: ours\nversion: \"1\"\neffective_on: 2026-01-05\ntitle: Ours\ncovers: [looked-after]\nraisers: [iro]\n\
         roles: {{iro: IRO, head-of-service: Head of Service, director: Director}}\nstages:{stages}{more}\n"
    );
    env.add_policy("ours", policy);
    let raised = env.sh("raise --policy ours --child C-1 --concern c --override x --json").json();
    (env, text(&raised, "id").to_owned())
}

// Raised on Monday 2 March: the raiser's duty is due on the 4th, the answer on the 16th.
#[test]
fn an_early_escalation_is_warned_of_by_the_date_of_the_answer() {
    for (now, warned) in [("2026-03-03T10:00", true), ("2026-03-05T10:00", true), ("2026-03-17T10:00", false)] {
        let (env, id) = ours(STAGES, "");
        env.now(now);
        for dry in ["", "--dry-run"] {
            let run = env.fork().sh(&format!("escalate {id} --because no-response --override x {dry}")).ok();
            let said = run.stderr.contains("an answer is not due before Mon 16 March 2026");
            assert_eq!(said, warned, "{now} {dry}: {}", run.stderr);
        }
    }
}

#[test]
fn supervision_and_inbox_go_by_the_answer_too() {
    let (env, id) = ours(STAGES, "");
    env.now("2026-03-05T10:00");
    let task = list(&env.iro(&["inbox", "--for", "head-of-service", "--json"]).json()).remove(0);
    assert_eq!((&task["what"], &task["due"]), (&json!("answer"), &json!("2026-03-16")));
    let said = env.iro(&["supervision"]).ok().stdout;
    assert!(said.contains(&id) && !said.contains("no answer in time"), "{said}");
    assert_eq!(env.dispute(&id)["overdue"], Value::Bool(true));
}

// The answer is due on Monday 9 March; the raiser's aim to have one by Monday the 16th gives nobody more time.
#[test]
fn the_raiser_s_aim_to_have_an_answer_is_not_its_date() {
    let stages = STAGES.replace(
        "whose: raiser, from: stage-entered, until: {duty: told}",
        "whose: raiser, from: stage-entered, until: answered",
    );
    let stages = stages
        .replace("limit: 2 working days", "limit: 10 working days")
        .replace("Answer, limit: 10", "Answer, limit: 5");
    let (env, id) = ours(&stages, "");
    env.now("2026-03-10T10:00");
    let run = env.fork().sh(&format!("escalate {id} --because no-response --override x")).ok();
    assert!(!run.stderr.contains("an answer is not due before"), "{}", run.stderr);
    env.now("2026-03-06T10:00");
    let run = env.sh(&format!("escalate {id} --because no-response --override x")).ok();
    assert!(run.stderr.contains("an answer is not due before Mon 9 March 2026"), "{}", run.stderr);
    let tried = env.sh("policy try ours --from 2026-03-02 --json").json();
    let top =
        list(&tried["scenes"]).into_iter().find(|scene| scene["what"] == "begins" && scene["stage"] == "top").unwrap();
    assert_eq!(text(&top, "on"), "2026-03-10");
}

// Raised on Monday 2 March at 10, answered within 25 hours: on Tuesday by 11.
#[test]
fn an_early_escalation_on_the_day_of_the_answer_names_its_hour() {
    let (env, id) = ours(&STAGES.replace("limit: 10 working days", "limit: 25 hours"), "");
    env.now("2026-03-03T10:00");
    let run = env.sh(&format!("escalate {id} --because no-response --override x")).ok();
    assert!(run.stderr.contains("an answer is not due before Tue 3 March 2026 11:00"), "{}", run.stderr);
}

/// A talk that has five days to settle the matter, and nothing that an answer meets.
const TALK: &str = r#"
  - id: talk
    title: Talk
    kind: informal
    any_of: [head-of-service]
    source: "1"
    clocks: [{id: resolve, label: Settle it, limit: 5 working days, strength: hard, until: resolved}]
  - id: top
    title: Top
    kind: formal
    any_of: [director]
    source: "2"
    clocks: [{id: respond, label: Answer, limit: 5 working days, strength: hard, until: answered}]
"#;

// Raised on Monday 2 March: the talk is over on the 9th. Eight weeks for the whole end on 27 April, ten days until the
// Director decides on the 16th, and none of these is the day of an answer to the talk. More time for the whole isn't.
#[test]
fn a_clock_beside_the_stages_does_not_hold_the_ladder_up() {
    let whole = "\nclocks: [{id: whole, label: The whole of it, limit: 8 weeks, strength: aim, from: raised, until: resolved, \
                 extend: {kind: further, at_most: 1 week, times: 1}, source: \"3\"}]";
    let decision = "\nclocks: [{id: decide, label: Decide, limit: 10 working days, strength: hard, from: raised, until: decided, source: \"3\"}]";
    for beside in ["", whole, decision] {
        let (env, id) = ours(TALK, beside);
        if beside == whole {
            env.now("2026-03-03T10:00");
            env.iro(&["extend", &id, "--clock", "whole", "--by", "1 week", "--reason", "r"]).ok();
        }
        let escalate = format!("escalate {id} --because no-response --reason r --dry-run");
        env.now("2026-03-05T10:00");
        env.sh(&escalate).ok().says("an answer is not due before Mon 9 March 2026");
        env.now("2026-03-12T10:00");
        let run = env.sh(&escalate).ok();
        assert!(!run.stderr.contains("not due before"), "{beside}: {}", run.stderr);
        let tried = env.sh("policy try ours --from 2026-03-02 --json").json();
        let top = list(&tried["scenes"]).into_iter().find(|scene| scene["what"] == "begins" && scene["stage"] == "top");
        assert_eq!(text(&top.unwrap(), "on"), "2026-03-10", "{beside}");
    }
}

// The file gives one time for every answer, beside the stages: five working days from the start of the stage.
#[test]
fn a_time_for_each_answer_beside_the_stages_is_its_date() {
    let clock = "\nclocks: [{id: answer, label: Answer, limit: 5 working days, strength: hard, from: stage-entered, until: \
                 answered, over: [talk], source: \"3\"}]";
    let stages = TALK.replace(
        "limit: 5 working days, strength: hard, until: resolved",
        "limit: 1 working day, strength: aim, until: resolved",
    );
    let (env, id) = ours(&stages, clock);
    env.now("2026-03-05T10:00");
    env.sh(&format!("escalate {id} --because no-response --reason r"))
        .ok()
        .says("an answer is not due before Mon 9 March 2026");
}

// Raised on Monday 2 March: fifteen working days for an answer, from whoever, end on the 23rd. It is asked of the Director
// once the talk is left; where the date has passed by then, it gives the Director none.
#[test]
fn a_time_beside_the_stages_is_that_of_whoever_is_asked_by_then() {
    let talk = "clocks: [{id: resolve, label: Settle it, limit: 5 working days, strength: hard, until: resolved}]";
    let answer = "clocks: [{id: respond, label: Answer, limit: 5 working days, strength: hard, until: answered}]";
    let note = "clocks: [{id: note, label: Note it, limit: 2 working days, strength: hard, whose: raiser, until: {duty: \
                noted}}]\n    duties: [{id: noted, text: It was noted}]";
    let clock = "\nclocks: [{id: answer, label: Answer at last, limit: 15 working days, strength: hard, from: raised, until: \
                 answered, source: \"3\"}]";
    let stages = TALK.replace(talk, note).replace(answer, "");
    for (when, asked) in
        [("2026-03-05T10:00", "your answer is due by Mon 23 March 2026"), ("2026-03-24T10:00", "your answer is needed")]
    {
        let (env, id) = ours(&stages, clock);
        let before = env.sh(&format!("notice {id}")).ok().stdout;
        assert!(before.contains("Dear Head of Service,") && before.contains("due by Mon 23 March 2026"), "{before}");
        env.now(when);
        env.sh(&format!("escalate {id} --because no-response --reason r --override x")).ok();
        let letter = env.sh(&format!("notice {id}")).ok().stdout;
        assert!(letter.contains("Dear Director,") && letter.contains(asked), "{when}: {letter}");
        let clock = env.clock(&id, "answer", None);
        assert_eq!((text(&clock["for"], "role"), text(&clock, "state")), ("director", "running"), "{when}");
        env.sh(&format!("respond {id} --text Yes")).ok();
        assert_eq!(text(&env.clock(&id, "answer", None), "state"), "met", "{when}");
    }
}

// Raised on Monday 2 March: the raiser tells the child by the 4th, and has a day more for it; the answer is due on the 16th.
#[test]
fn more_time_for_the_raiser_is_not_the_date_of_the_answer() {
    let stages = STAGES
        .replace("until: {duty: told}}", "until: {duty: told}, extend: {kind: further, at_most: 20 working days}}");
    let (env, id) = ours(&stages, "");
    env.iro(&["extend", &id, "--clock", "tell", "--by", "18 working days", "--reason", "r"]).ok();
    env.now("2026-03-17T10:00");
    let run = env.sh(&format!("escalate {id} --because no-response --reason r --dry-run")).ok();
    assert!(!run.stderr.contains("not due before"), "{}", run.stderr);
}

// The talk's answer was due on Monday 9 March, so from the 10th it is over, whatever is due beside the stages.
#[test]
fn a_stage_is_over_by_its_own_date_and_not_by_one_beside_it() {
    let stages = TALK
        .replace("id: resolve, label: Settle it", "id: respond, label: Answer")
        .replace("until: resolved", "until: answered");
    let beside = "\nclocks: [{id: board, label: The board decides, limit: 8 weeks, strength: hard, from: raised, until: decided, source: \"3\"}]\n\
                  referral: {when: {after_stage: talk}, source: \"3\", grounds: [{id: g, text: G, source: \"3\"}]}";
    let (env, id) = ours(&stages, beside);
    for (now, over) in [("2026-03-09T10:00", false), ("2026-03-10T10:00", true)] {
        env.now(now);
        let run = env.sh(&format!("refer {id} --ground g --reason r --dry-run"));
        if over {
            run.ok()
        } else {
            run.code(3)
        };
    }
}
