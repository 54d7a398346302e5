//! Clocks that begin because another ran out. Nobody records that, so they are derived; they stay when their stage is
//! left and when the dispute ends or is reopened, and rehearsals and reports treat them the same.

use serde_json::{Value, json};

use super::own_answers_awaited::ours;
use crate::env::{Env, assert_clock, find_clock, has_clock, is_running, list, text};

/// What the raiser must do if nobody answers: escalate, and tell the family.
const OWED: &str = r#"
  - id: talk
    title: Talk
    kind: informal
    any_of: [head-of-service]
    source: "1"
    clocks:
      - {id: warned, label: Warn of the delay, limit: 1 working day, strength: hard, whose: raiser, from: {lapsed: onwards}, until: {duty: warned}}
      - {id: respond, label: Answer, limit: 2 working days, strength: hard, from: stage-entered, until: answered, extend: {kind: moves, source: "1"}}
      - {id: onwards, label: Escalate, limit: 2 working days, strength: hard, whose: raiser, from: {lapsed: respond}, until: escalated}
      - {id: family, label: Tell the family, limit: 5 working days, strength: aim, whose: raiser, from: {due: onwards}, until: {duty: family}}
    duties:
      - {id: warned, text: The Director was warned, enforce: remind}
      - {id: family, text: The family knows, enforce: remind}
      - {id: why-late, text: It is on file why it was not escalated in time, before: escalate, when: {passed: onwards}}
  - id: top
    title: Top
    kind: formal
    any_of: [director]
    source: "2"
    clocks:
      - {id: respond, label: Answer, limit: 2 working days, strength: hard, from: stage-entered, until: answered}
      - {id: onwards, label: Say what follows, limit: 1 working day, strength: hard, whose: raiser, from: {lapsed: respond}, until: resolved}
"#;

/// The clocks of a stage: id, date, state, and whether it is or was late.
fn clocks(view: &Value, stage: &str) -> Vec<(String, String, String, bool)> {
    let of_stage = list(&view["clocks"]).into_iter().filter(|clock| clock["stage"] == stage);
    let line = |clock: Value| {
        let late = clock["late"] == json!(true);
        (text(&clock, "clock").to_owned(), text(&clock, "due").to_owned(), text(&clock, "state").to_owned(), late)
    };
    of_stage.map(line).collect()
}

fn line(clock: &str, due: &str, state: &str, late: bool) -> (String, String, String, bool) {
    (clock.to_owned(), due.to_owned(), state.to_owned(), late)
}

// Raised on Monday 2 March; no answer by the end of Wednesday the 4th, so that it must be escalated by Friday the 6th.
#[test]
fn a_lapse_stays_in_the_record_once_its_stage_is_left() {
    for (now, late, more) in [("2026-03-06T10:00", false, ""), ("2026-03-09T10:00", true, "--confirm why-late")] {
        let (env, id) = ours(OWED, "");
        env.now(now);
        let view = env.sh(&format!("escalate {id} --because no-response --json {more}")).json();
        let mut expected =
            vec![line("respond", "2026-03-04", "stopped", true), line("onwards", "2026-03-06", "met", late)];
        if late {
            // Nobody escalated on Friday the 6th: one working day more is Monday the 9th.
            expected.push(line("warned", "2026-03-09", "running", false));
        }
        // Both are still owed.
        expected.push(line("family", "2026-03-13", "running", false));
        assert_eq!(clocks(&view, "talk"), expected, "{now}");
        assert_eq!(clocks(&env.dispute(&id), "talk"), expected, "{now}");
        env.sh(&format!("show {id}")).ok().says("Escalate, Talk, due Fri 6 March 2026");
        // `--as-of` the days before shows the earlier state.
        env.now("2026-03-20T10:00");
        let before = env.sh(&format!("show {id} --as-of 2026-03-04 --json")).json();
        assert!(!has_clock(&before, "onwards"), "{before}");
        let before = env.sh(&format!("show {id} --as-of 2026-03-05 --json")).json();
        assert_clock(&find_clock(&before, "onwards", "talk"), "2026-03-06", "hard", "running");
        let listed = env.sh("list --all --json").json();
        expected.iter_mut().filter(|(_, _, state, _)| state == "running").for_each(|one| one.3 = true);
        assert_eq!(clocks(&list(&listed)[0], "talk"), expected, "{now}");
        env.sh("check").ok();
    }
}

// No answer by Friday the 6th either: the raiser is asked why.
#[test]
fn what_a_lapse_asks_for_is_asked_for_at_the_step() {
    let (env, id) = ours(OWED, "");
    env.now("2026-03-09T10:00");
    assert!(env.outstanding(&id).contains(&"why-late".to_owned()));
    env.sh(&format!("escalate {id} --because no-response")).code(3).says("why it was not escalated in time");
}

// The answer came in time, on the 4th, and was typed on the 9th only.
#[test]
fn what_was_typed_late_undoes_a_lapse_that_was_none() {
    let (env, id) = ours(OWED, "");
    env.now("2026-03-09T10:00");
    assert!(has_clock(&env.dispute(&id), "onwards"));
    env.respond(&id, &["--role", "head-of-service", "--on", "2026-03-04"]);
    assert!(!has_clock(&env.dispute(&id), "onwards"));
    // The same if it was typed after the escalation.
    let (env, id) = ours(OWED, "");
    env.now("2026-03-09T10:00");
    env.sh(&format!("escalate {id} --because other --reason r --on 2026-03-06")).ok();
    assert_clock(&find_clock(&env.dispute(&id), "onwards", "talk"), "2026-03-06", "hard", "met");
}

// More time, agreed on the 6th, to the 10th: what had run out has not, and runs out on the 10th.
#[test]
fn more_time_given_late_calls_off_what_counted_from_the_lapse() {
    let (env, id) = ours(OWED, "");
    env.now("2026-03-06T09:00");
    assert_clock(&find_clock(&env.dispute(&id), "onwards", "talk"), "2026-03-06", "hard", "running");
    env.sh(&format!("extend {id} --clock respond --until 2026-03-10 --reason r")).ok();
    let onwards =
        |view: &Value| clocks(view, "talk").into_iter().filter(|clock| clock.0 == "onwards").collect::<Vec<_>>();
    let stopped = line("onwards", "2026-03-06", "stopped", false);
    assert_eq!(onwards(&env.dispute(&id)), std::slice::from_ref(&stopped));
    env.now("2026-03-11T09:00");
    assert_eq!(onwards(&env.dispute(&id)), [stopped, line("onwards", "2026-03-12", "running", false)]);
}

#[test]
fn a_lapse_stays_when_the_dispute_ends_is_handed_over_or_reopened() {
    for end in ["withdraw ID --reason r", "complaint ID --reason r", "resolve ID --outcome o"] {
        let (env, id) = ours(OWED, "");
        env.now("2026-03-05T09:00");
        env.sh(&end.replace("ID", &id)).ok();
        let stopped = line("onwards", "2026-03-06", "stopped", false);
        env.now("2026-03-16T09:00");
        assert!(clocks(&env.dispute(&id), "talk").contains(&stopped), "{end}: {}", env.dispute(&id));
        env.sh(&format!("reopen {id} --reason r")).ok();
        assert!(clocks(&env.dispute(&id), "talk").contains(&stopped), "{end}");
        // Asked again from the 16th, it lapses again with the 18th.
        env.now("2026-03-19T09:00");
        let again = line("onwards", "2026-03-20", "running", false);
        assert!(clocks(&env.dispute(&id), "talk").contains(&again), "{end}: {}", env.dispute(&id));
        env.sh("check").ok();
    }
}

const ASKED_AGAIN: &str = r#"
  - id: talk
    title: Talk
    kind: formal
    any_of: [head-of-service]
    source: "1"
    clocks:
      - {id: respond, label: Answer, limit: 2 working days, strength: hard, from: stage-entered, until: answered}
      - {id: again, label: Answer all the same, limit: 5 working days, strength: hard, from: {lapsed: respond}, until: answered}
  - {id: top, title: Top, kind: formal, any_of: [director], source: "2"}
"#;

// The answer was due on Wednesday 4 March, then, counted from that lapse, on the 11th; answered on Monday the 9th,
// escalated on the 10th.
#[test]
fn the_form_and_the_report_have_it() {
    let (env, id) = ours(ASKED_AGAIN, "");
    let figures = || {
        let report = env.sh("report --json").json();
        let of =
            |id: &str| list(&report["figures"]).into_iter().find(|figure| figure["id"] == id).unwrap()["value"].clone();
        ["answers-late", "answers-in-time", "answers-none"].map(of)
    };
    env.now("2026-03-09T10:00");
    env.respond(&id, &["--role", "head-of-service"]);
    assert_eq!(figures(), [json!(1), json!(1), json!(0)]);
    let form = |env: &Env| {
        env.sh(&format!("form {id}")).ok().stdout.contains("by Wed 11 March 2026 (5 working days); met on Mon 9")
    };
    assert!(form(&env));
    env.now("2026-03-10T10:00");
    env.escalate(&id, "unsatisfactory", &[]);
    env.now("2026-03-20T10:00");
    assert_eq!(figures(), [json!(1), json!(1), json!(0)]);
    assert!(form(&env));
}

// Escalated on Monday 9 March, a working day after the raiser's own time was over, and resolved: the duty that this
// lapse brought up is still owed.
#[test]
fn what_a_lapse_brought_up_is_owed_after_the_end_and_found() {
    let sorry =
        "    duties:\n      - {id: sorry, text: The family had an apology, from: {lapsed: onwards}, enforce: remind}\n";
    let (env, id) = ours(&OWED.replacen("    duties:\n", sorry, 1), "");
    env.now("2026-03-09T10:00");
    env.sh(&format!("escalate {id} --because no-response --confirm why-late")).ok();
    env.sh(&format!("resolve {id} --outcome o")).ok();
    env.now("2026-03-16T10:00");
    let owed = || env.sh("due").stderr.contains("\"The family had an apology\" (Talk)");
    assert!(owed(), "{:?}", env.sh("due"));
    env.sh("check").ok();
    env.sh("doctor").ok();
    env.sh(&format!("done {id} sorry --stage talk")).ok();
    assert!(!owed());
    env.sh("doctor").ok();
}

/// Two clocks outside the stages; the second counts from the lapse of the first.
const BESIDE: &str = r#"clocks:
  - {id: first, label: Settle it, limit: 5 working days, strength: hard, whose: raiser, from: raised, until: resolved, source: "3"}
  - {id: second, label: Tell the lead member, limit: 3 working days, strength: hard, whose: raiser, from: {lapsed: first}, until: {duty: lead-told}, source: "3"}
duties:
  - {id: lead-told, text: The lead member was told, stages: every, enforce: remind, source: "3"}
"#;

// Raised on Monday 2 March: five working days end on Monday the 9th, three more on Thursday the 12th.
#[test]
fn a_time_beside_the_stages_can_count_from_the_lapse_of_another() {
    let (env, id) = ours(ASKED_AGAIN, BESIDE);
    env.now("2026-03-09T10:00");
    assert!(!has_clock(&env.dispute(&id), "second"));
    env.now("2026-03-10T10:00");
    env.escalate(&id, "no-response", &[]);
    assert!(env.due(&[]).iter().any(|clock| clock["clock"] == "second" && clock["due"] == "2026-03-12"));
    env.sh(&format!("done {id} lead-told")).ok();
    let clocks = list(&env.dispute(&id)["clocks"]);
    let second: Vec<_> = clocks.iter().filter(|clock| clock["clock"] == "second").collect();
    assert_eq!(second.len(), 1, "{second:?}");
    assert_eq!((text(second[0], "due"), text(second[0], "state")), ("2026-03-12", "met"));
    let tried = env.sh("policy try ours --from 2026-03-02 --json").json();
    let scene = list(&tried["scenes"]).into_iter().find(|scene| scene["clock"] == "second").unwrap();
    assert_eq!(text(&scene, "on"), "2026-03-12");
}

/// The clocks of a rehearsal and those of a record with the same events: id, stage and date of each. Nobody answers;
/// other people's duties are done on their day, and each step is taken on the day of the rehearsal.
fn played_twice(env: &Env, policy: &str, stage: &str) -> [Vec<String>; 2] {
    let first = if stage.is_empty() { String::new() } else { format!("--stage {stage}") };
    let tried = env.sh(&format!("policy try {policy} --from 2026-03-02T09:00 {first} --json")).json();
    let scenes = list(&tried["scenes"]);
    env.now("2026-03-02T09:00");
    let raise = format!("raise --policy {policy} --child P-1 --concern c {first} --reason r --override o --json");
    let id = text(&env.sh(&raise).json(), "id").to_owned();
    let began = |stage: &Value| scenes.iter().rfind(|one| one["what"] == "begins" && one["stage"] == *stage);
    // A duty that was due before its stage began is done as soon as the stage begins.
    let day = |scene: &Value| match text(scene, "what") {
        "late" => began(&scene["stage"]).map_or(text(scene, "on"), |begins| text(begins, "on")).to_owned(),
        _ => scene["met_early"].as_str().unwrap_or(text(scene, "on")).to_owned(),
    };
    let mut in_order: Vec<&Value> = scenes.iter().collect();
    in_order.sort_by_key(|scene| (day(scene), text(scene, "what") != "begins"));
    for scene in in_order {
        let (on, what) = (day(scene), text(scene, "what"));
        let clock = scene["clock"].as_str().filter(|_| ["kept", "late"].contains(&what));
        if on == "2026-03-02" || clock.is_none() && what != "begins" {
            continue;
        }
        env.now(&format!("{on}T09:00"));
        match clock {
            // A step may have met it.
            Some(clock) if !is_running(&env.dispute(&id), clock) => {}
            Some("meeting") => drop(env.sh(&format!("meeting {id} --held today --chair c")).ok()),
            Some(clock) if env.dispute(&id)["stage"] != scene["stage"] && scene["stage"].is_string() => {
                let owed =
                    list(&env.dispute(&id)["left_over"]).into_iter().filter(|one| one["stage"] == scene["stage"]);
                let mut each =
                    owed.map(|one| format!("done {id} {} --stage {}", text(&one, "duty"), text(&one, "stage")));
                let ends = |line: &String| {
                    let trial = env.fork();
                    trial.sh(line).ok();
                    !is_running(&trial.dispute(&id), clock)
                };
                env.sh(&each.find(ends).expect("it is still owed there")).ok();
            }
            Some(clock) => drop(env.finish(&id, clock)),
            None => {
                let to = text(scene, "stage");
                env.sh(&format!("escalate {id} --because no-response --reason r --to {to} --override o")).ok();
            }
        }
    }
    env.now("2026-12-01T09:00");
    let name = |one: &Value, due: &str| format!("{} {} {}", text(one, due), one["stage"], text(one, "clock"));
    let mut played: Vec<String> =
        scenes.iter().filter(|scene| scene["clock"].is_string()).map(|scene| name(scene, "on")).collect();
    let mut recorded: Vec<String> = list(&env.dispute(&id)["clocks"]).iter().map(|clock| name(clock, "due")).collect();
    played.sort();
    recorded.sort();
    [played, recorded]
}

#[test]
fn a_record_has_what_a_rehearsal_plays() {
    let (env, _) = ours(OWED, "");
    let carrick = crate::documents::root().join("examples/policies/carrick.yaml");
    std::fs::copy(carrick, env.data().join("policies/carrick.yaml")).unwrap();
    for (policy, stage) in [("ours", ""), ("carrick", ""), ("qa-notification", "stage-1"), ("knowsley", "")] {
        let [played, recorded] = played_twice(&env.fork(), policy, stage);
        assert_eq!(played, recorded, "{policy}");
    }
}
