//! Duties, meetings and clocks left over from a stage keep their dates.

use serde_json::json;

use super::own_answers_awaited;
use crate::env::{Env, find_clock, list, text};

/// A stage whose answer the child is told of within 7 days, with a note that lapses with the stage and, for some
/// disputes, a hearing within 10 days; and a second stage.
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
roles: {iro: Independent Reviewing Officer, manager: Team Manager, head: Head of Service, worker: Social Worker}
calendar: {days: calendar}
beside_complaint: {when: {immediate: true}, source: '9'}
stages:
  - id: one
    title: One
    kind: formal
    any_of: [manager]
    source: '1'
    meeting: {title: Hearing, needed: required, chair: manager, when: {other_service: true}, source: '1'}
    clocks:
      - {id: respond, label: Answer, limit: 10 days, strength: hard, from: stage-entered, until: answered}
      - {id: hearing, label: Hold the hearing, limit: 10 days, strength: hard, from: stage-entered, until: meeting, when: {other_service: true}}
      - {id: told, label: Tell the child, limit: 7 days, strength: hard, whose: worker, from: answered, until: {duty: child-told}}
      - {id: noted, label: Note the talk, limit: 9 days, strength: hard, whose: raiser, from: stage-entered, until: {duty: noted}}
    duties:
      - {id: child-told, text: The child was told, by: worker, from: answered, source: '2'}
      - {id: noted, text: The talk is noted, lapses: true, source: '3'}
  - id: two
    title: Two
    kind: formal
    any_of: [head]
    source: '4'
    clocks:
      - {id: respond, label: Answer, limit: 10 days, strength: hard, from: stage-entered, until: answered}
";

fn ours() -> Env {
    let env = Env::new();
    env.add_policy("ours", OURS);
    env
}

/// Answered on Friday 10 April 2026 and escalated on Monday the 13th: the child is to be told by Friday the 17th.
fn answered_and_escalated(env: &Env) -> String {
    env.now("2026-04-07T10:00");
    let raised = env.sh("raise --policy ours --child C-1 --concern c --case-type looked-after --json").json();
    let id = text(&raised, "id").to_owned();
    env.now("2026-04-10T10:00");
    env.sh(&format!("respond {id} --role manager --text t")).ok();
    env.now("2026-04-13T10:00");
    env.sh(&format!("escalate {id} --because unsatisfactory --reason r")).ok();
    id
}

#[test]
fn what_is_owed_at_a_stage_that_was_left_is_due_on_its_day() {
    let env = ours();
    let id = answered_and_escalated(&env);
    let view = env.dispute(&id);
    let told = find_clock(&view, "told", "one");
    assert_eq!((&told["state"], &told["due"]), (&json!("running"), &json!("2026-04-17")));
    assert_eq!(find_clock(&view, "noted", "one")["state"], "stopped", "its duty lapses with the stage");
    assert_eq!(find_clock(&view, "respond", "one")["state"], "met");
    assert_eq!(view["due"], "2026-04-17", "Two answers by the 23rd");
    let tasks = list(&env.sh("inbox --for worker --json").json());
    assert_eq!(tasks.iter().map(|task| &task["due"]).collect::<Vec<_>>(), [&json!("2026-04-17")]);
    let why = env.sh(&format!("why {id} told")).ok().stdout;
    assert!(why.contains("Fri 17 April 2026"), "{why}");

    env.now("2026-04-18T09:00");
    let due = list(&env.sh("due --overdue --json").json());
    assert_eq!(due.iter().map(|clock| text(clock, "clock")).collect::<Vec<_>>(), ["told"]);
    assert_eq!(env.listed(&["--overdue"]), [id.as_str()]);
    env.sh(&format!("done {id} child-told --stage one --on 2026-04-17")).ok();
    let told = find_clock(&env.dispute(&id), "told", "one");
    assert_eq!((&told["state"], &told["late"]), (&json!("met"), &json!(false)));
    assert_eq!(env.sh("due --overdue --json").json(), json!([]));
}

#[test]
fn it_stops_where_the_duty_is_waived_or_the_stage_comes_back() {
    let env = ours();
    let id = answered_and_escalated(&env);
    let other = env.fork();
    other.sh(&format!("waive {id} child-told --stage one --reason r")).ok();
    assert_eq!(find_clock(&other.dispute(&id), "told", "one")["state"], "stopped");

    // Ending the dispute leaves the clock running.
    env.now("2026-04-14T10:00");
    env.sh(&format!("resolve {id} --outcome o")).ok();
    assert_eq!(find_clock(&env.dispute(&id), "told", "one")["state"], "running");

    env.now("2026-04-14T11:00");
    let raised = env.sh("raise --policy ours --child C-2 --concern c --case-type looked-after --json").json();
    let id = text(&raised, "id").to_owned();
    env.sh(&format!("respond {id} --role manager --text t")).ok();
    env.sh(&format!("resolve {id} --outcome o")).ok();
    assert_eq!(find_clock(&env.dispute(&id), "told", "one")["state"], "running");
    env.sh(&format!("reopen {id} --reason r")).ok();
    assert_eq!(find_clock(&env.dispute(&id), "told", "one")["state"], "stopped", "One asks once more");
}

/// A meeting that only a missed date calls for is not owed if the answer came in time.
#[test]
fn a_meeting_that_nothing_called_for_is_not_left_over() {
    const STAGES: &str = r#"
  - id: one
    title: One
    kind: formal
    any_of: [head-of-service]
    source: "1"
    meeting: {title: Panel, needed: required, from: {lapsed: respond}, source: "2"}
    clocks: [{id: respond, label: Answer, limit: 5 working days, strength: hard, from: stage-entered, until: answered}]
  - {id: two, title: Two, kind: formal, any_of: [director], source: "3"}
"#;
    let (env, id) = super::own_answers_awaited::ours(STAGES, "");
    let late = env.fork();
    env.sh(&format!("respond {id} --text t")).ok();
    env.sh(&format!("escalate {id} --because unsatisfactory")).ok();
    assert_eq!(list(&env.dispute(&id)["left_over"]), Vec::<serde_json::Value>::new());
    let tried = env.sh("policy try ours --from 2026-03-02 --respond 2026-03-05").ok().stdout;
    assert!(!tried.contains("still owed"), "{tried}");
    late.now("2026-03-10T10:00");
    late.sh(&format!("escalate {id} --because no-response")).ok();
    assert_eq!(list(&late.dispute(&id)["left_over"]).len(), 1);
}

/// A meeting of the next stage is not the one that is left over.
#[test]
fn a_meeting_that_is_owed_keeps_its_date() {
    let env = ours();
    env.now("2026-04-07T10:00");
    let raised = env
        .sh("raise --policy ours --child C-1 --concern c --case-type looked-after --subject 'NHS Trust' --json")
        .json();
    let id = text(&raised, "id").to_owned();
    env.now("2026-04-13T10:00");
    env.sh(&format!("escalate {id} --because urgent --reason r")).ok();
    let hearing = find_clock(&env.dispute(&id), "hearing", "one");
    assert_eq!((&hearing["state"], &hearing["due"]), (&json!("running"), &json!("2026-04-17")));
    env.now("2026-04-20T10:00");
    env.sh(&format!("meeting {id} --held 2026-04-10 --chair manager")).ok();
    let hearing = find_clock(&env.dispute(&id), "hearing", "one");
    assert_eq!((&hearing["state"], &hearing["late"]), (&json!("met"), &json!(false)));
}

#[test]
fn a_complaint_leaves_what_is_owed_with_its_date() {
    let env = ours();
    env.now("2026-04-07T10:00");
    let raised = env.sh("raise --policy ours --child C-1 --concern c --case-type looked-after --json").json();
    let id = text(&raised, "id").to_owned();
    env.now("2026-04-10T10:00");
    env.sh(&format!("respond {id} --role manager --text t")).ok();
    env.now("2026-04-13T10:00");
    env.sh(&format!("complaint {id} --reason r")).ok();
    let told = find_clock(&env.dispute(&id), "told", "one");
    assert_eq!((&told["state"], &told["due"]), (&json!("running"), &json!("2026-04-17")));
    env.now("2026-04-18T09:00");
    assert!(env.sh("due --overdue").ok().stdout.contains("Tell the child"));
}

/// A stage that the manager answers, whose duties depend on whether an answer came and a talk was held there.
const ASKED: &str = r#"
  - id: written
    title: In writing
    kind: formal
    any_of: [head-of-service]
    source: "1"
    clocks:
      - {id: respond, label: Answer, limit: 3 working days, strength: hard, from: stage-entered, until: answered}
    meeting: {title: Talk, needed: optional, chair: iro, source: "1"}
    duties:
      - {id: silence, text: Silence was noted, when: {answered: false}}
      - {id: no-talk, text: Why no talk was held is noted, lapses: true, from: {lapsed: respond}, when: {meeting_held: false}}
  - id: top
    title: Top
    kind: formal
    any_of: [director]
    source: "2"
    meeting: {title: Panel, needed: optional, chair: director, source: "2"}
"#;

/// The director isn't asked at the first stage, so that stage has no answer, before it is left and after.
#[test]
fn an_answer_of_somebody_who_is_not_asked_leaves_a_stage_unanswered_for_good() {
    let (env, id) = own_answers_awaited::ours(ASKED, "");
    env.sh(&format!("respond {id} --text Yes --role director")).ok();
    assert!(env.outstanding(&id).contains(&"silence".to_owned()));
    env.now("2026-03-10T10:00");
    let run = env.sh(&format!("escalate {id} --because no-response --reason r")).ok();
    run.says("not on record yet for In writing: \"Silence was noted\"");
    let shown = env.iro(&["show", &id]).ok().stdout;
    assert!(shown.contains("Silence was noted"), "{shown}");
    // Once it was answered by whoever is asked, nothing is to be noted.
    let (env, id) = own_answers_awaited::ours(ASKED, "");
    env.respond(&id, &["--role", "head-of-service"]);
    env.now("2026-03-10T10:00");
    env.escalate(&id, "unsatisfactory", &[]);
    let shown = env.iro(&["show", &id]).ok().stdout;
    assert!(!shown.contains("Silence was noted"), "{shown}");
}

#[test]
fn what_a_stage_lacked_stays_on_the_form_whatever_happens_at_the_next() {
    let (env, id) = own_answers_awaited::ours(ASKED, "");
    env.now("2026-03-10T10:00");
    env.escalate(&id, "no-response", &[]);
    let noted = |env: &Env| env.iro(&["form", &id]).ok().stdout.contains("Why no talk was held is noted");
    assert!(noted(&env));
    env.now("2026-03-11T10:00");
    env.sh(&format!("meeting {id} --held today --chair Director")).ok();
    assert!(noted(&env));
}

const NOTE: &str = r#"
  - id: one
    title: One
    kind: formal
    any_of: [head-of-service]
    source: "1"
    clocks:
      - {id: respond, label: Answer, limit: 10 working days, strength: hard, from: stage-entered, until: answered}
      - {id: send, label: Send the note, limit: 5 working days, strength: hard, whose: head-of-service, from: {duty: noted}, until: {duty: sent}}
      - {id: decide, label: Decide after the note, limit: 2 working days, strength: hard, from: {duty: noted}, until: decided}
    duties:
      - {id: noted, text: The note was agreed}
      - {id: sent, text: The note was sent, by: head-of-service}
  - {id: two, title: Two, kind: formal, any_of: [director], source: "2"}
"#;

// The note is agreed on Thursday 5 March 2026, two days after its stage was left: 5 working days end on Thursday the 12th.
#[test]
fn what_counts_from_a_duty_that_was_left_over_begins_when_that_is_done() {
    let (env, id) = super::own_answers_awaited::ours(NOTE, "");
    env.now("2026-03-03T10:00");
    env.sh(&format!("escalate {id} --because urgent --reason r --override x")).ok();
    env.now("2026-03-05T10:00");
    env.sh(&format!("done {id} noted")).ok();
    let running = |env: &Env| -> Vec<(String, String)> {
        let due = list(&env.sh("due --all --json").json()).into_iter();
        due.map(|clock| (text(&clock, "clock").to_owned(), text(&clock, "due").to_owned())).collect()
    };
    // Nobody decides at a stage that was left.
    assert_eq!(running(&env), [("send".to_owned(), "2026-03-12".to_owned())]);
    let clock = env.clock(&id, "send", "one");
    assert_eq!((text(&clock, "stage"), text(&clock, "state")), ("one", "running"));
    env.now("2026-03-13T10:00");
    assert_eq!(env.sh("due --overdue --json").json().as_array().map(Vec::len), Some(1));
    env.sh(&format!("done {id} sent")).ok();
    let clock = env.clock(&id, "send", "one");
    assert_eq!((text(&clock, "state"), &clock["late"]), ("met", &serde_json::json!(true)));
    env.sh("check").ok();
}

// The same where the dispute has ended at the next stage before the note is agreed.
#[test]
fn it_begins_after_the_end_too() {
    let (env, id) = super::own_answers_awaited::ours(NOTE, "");
    env.now("2026-03-03T10:00");
    env.sh(&format!("escalate {id} --because urgent --reason r --override x")).ok();
    env.sh(&format!("resolve {id} --outcome o")).ok();
    env.now("2026-03-05T10:00");
    env.sh(&format!("done {id} noted")).ok();
    let clock = env.clock(&id, "send", "one");
    assert_eq!((text(&clock, "due"), text(&clock, "state")), ("2026-03-12", "running"));
    env.sh("check").ok();
}
