//! A protocol as an officer might write it from a document, tried on a dispute: limits by priority, an answer from two
//! people, a meeting, a deputy, and a referral whose grounds the document leaves open.

use crate::clauses::POLICIES;
use crate::env::{Env, list, text};

/// The invented protocol of these tests.
pub const VALE: &str = r#"format: 1
id: vale
version: "1"
effective_on: 2026-01-05
title: Vale concerns
document: {title: Vale procedure}
covers: [looked-after]
raisers: [iro, cp-chair]
roles:
  iro: IRO
  cp-chair: CP Chair
  social-worker: Social Worker
  team-manager: Team Manager
  service-manager: Service Manager
  principal: Principal Social Worker
  head: Head of Service
  deputy: Deputy Head
  director: Director
substitutes: {head: [deputy]}
calendar: {days: working}
categories:
  - {id: visits, text: Visits missed, source: "1.2 (c)"}
  - {id: move, text: The placement is to change, formal: true, source: "1.2 (d)"}
  - {id: harm, text: A safeguarding matter, formal: true, source: "1.2 (f)"}
fields:
  - {id: priority, text: The priority, values: [urgent, routine], source: "1.3"}
asks:
  - {ask: priority, before: raise, enforce: refuse, source: "1.3"}
entry:
  rules:
    - {when: {category: harm}, stage: service, source: "1.2 (f)"}
    - {when: {category: move}, stage: team, source: "1.2 (d)"}
bypass: {free: false, source: "2.7"}
stages:
  - id: talk
    title: Conversation
    kind: informal
    any_of: [social-worker]
    source: "2.1"
    clocks:
      - {id: resolve, label: Put it right, limit: 3 days, strength: aim, from: stage-entered, until: resolved}
    duties:
      - {id: entered, text: The talk is on file, before: [respond, agree, resolve, escalate]}
  - id: team
    title: Team Stage
    kind: formal
    any_of: [team-manager]
    copy_to: [service-manager]
    source: "2.2"
    clocks:
      - {id: respond, label: Answer, limit: 5 days, strength: hard, until: answered, when: {field: {priority: routine}}}
      - {id: respond, label: Answer at once, limit: 24 hours, strength: hard, until: answered, when: {field: {priority: urgent}}}
  - id: service
    title: Service Stage
    kind: formal
    all_of: [service-manager, principal]
    source: "2.3"
    meeting: {title: Meeting, needed: required, attendees: [service-manager, iro, cp-chair], source: "2.3"}
    clocks:
      - {id: meeting, label: Meet, whose: service-manager, limit: 4 days, strength: hard, until: meeting}
      - {id: respond, label: Joint answer, limit: 3 days, strength: hard, from: meeting, until: answered}
  - id: head
    title: Head Stage
    kind: formal
    any_of: [head]
    source: "2.4"
    clocks:
      - {id: respond, label: Answer, limit: 5 days, strength: hard, until: answered, extend: {kind: moves, at_most: 3 days, times: 1}}
  - id: director
    title: Director Stage
    kind: formal
    any_of: [director]
    source: "2.5"
    clocks:
      - {id: decide, label: Decide, limit: 5 days, strength: hard, until: decided}
total: {limit: 20 days, strength: hard, from: formal-entered, source: "2.6"}
duties:
  - {id: child-told, text: The child has been told, stages: every, once: true, source: "3.1"}
  - {id: filed, text: This stage is on file, stages: every, source: "5.1"}
referral: {when: any, covers: [looked-after], source: "4.1"}
praise: {notify: [team-manager], source: "6.1"}
"#;

/// The text of the protocol with these changes.
pub fn changed(changes: &[(&str, &str)]) -> String {
    let mut policy = VALE.to_owned();
    for (from, to) in changes {
        assert!(policy.contains(from), "{from}");
        policy = policy.replacen(from, to, 1);
    }
    policy
}

/// A store with the protocol and these changes.
pub fn vale(changes: &[(&str, &str)]) -> Env {
    let env = Env::new();
    env.add_policy("vale", changed(changes));
    env
}

/// Raises a routine concern under the protocol, and returns its id.
pub fn routine(env: &Env, extra: &str) -> String {
    let line = format!("raise --policy vale --child C-1 --concern 'No visit' --field priority=routine --json {extra}");
    text(&env.sh(&line).json(), "id").to_owned()
}

#[test]
fn a_referral_whose_grounds_the_protocol_leaves_open_needs_a_reason_and_no_ground() {
    let env = vale(&[]);
    let id = routine(&env, "");
    env.sh(&format!("refer {id}")).code(2).says("`--reason` is missing");
    env.sh(&format!("refer {id} --ground other --reason 'It is right'"))
        .code(4)
        .says("there is no ground `other`")
        .says("the protocol lists none; leave it out");
    let run = env.sh(&format!("refer {id} --reason 'It is right for her' --written today")).ok();
    assert!(run.stdout.contains("made in writing. The dispute continues"), "{}", run.stdout);
    let view = env.dispute(&id);
    assert_eq!(view["referral"]["ground"], serde_json::Value::Null);
    assert_eq!(view["referral"]["reason"], "It is right for her");
    env.sh(&format!("show {id}")).ok().says("reason: It is right for her");
    env.sh(&format!("form {id}")).ok().says("It is right for her");
}

#[test]
fn a_protocol_that_says_nothing_of_a_referral_cannot_prevent_one() {
    let env = vale(&[("referral: {when: any, covers: [looked-after], source: \"4.1\"}\n", "")]);
    let id = routine(&env, "");
    env.sh(&format!("refer {id} --reason 'It is right for her'")).ok();
    assert_eq!(env.dispute(&id)["referral"]["state"], "decided");
    env.sh(&format!("refer {id} --written today")).ok();
    assert_eq!(env.dispute(&id)["referral"]["state"], "complete");
}

#[test]
fn a_reason_asked_for_at_another_step_is_still_asked_for_here() {
    let ask = "  - {ask: reason, before: raise director, enforce: refuse, source: \"2.7\"}\nentry:";
    let env = vale(&[("entry:", ask)]);
    let id = routine(&env, "");
    env.sh(&format!("refer {id}")).code(2).says("`--reason` is missing");
}

#[test]
fn where_none_of_the_grounds_fits_a_reason_goes_on_without() {
    for policy in POLICIES {
        let env = Env::new();
        let id = env.raise(policy, &[]);
        let said = "--reason 'It is right' --impact-on-child 'An end in sight' --written 2026-03-02";
        let run = env.sh(&format!("refer {id} {said}")).code(2);
        run.says("`--ground` is missing").says("add `--ground ");
        let view = env.sh(&format!("refer {id} {said} --override 'None of them fits' --json")).json();
        assert_eq!(view["referral"]["written_on"], "2026-03-02", "{policy}");
        let passed = list(&view["overrides"]).pop().unwrap();
        assert_eq!(passed["reason"], "None of them fits", "{policy}");
        assert!(list(&passed["rules"]).contains(&"ground".into()), "{policy}: {passed}");
    }
}

#[test]
fn a_duty_before_several_steps_is_shown_once_whatever_their_order() {
    for order in ["[respond, agree, resolve, escalate]", "[escalate, resolve, agree, respond]"] {
        let env = vale(&[("[respond, agree, resolve, escalate]", order)]);
        let id = routine(&env, "");
        let shown = env.sh(&format!("show {id}")).ok().stdout;
        let (_, after) = shown.split_once("before escalating:\n").expect(order);
        assert!(after.starts_with("  entered  The talk is on file (also before: respond, agree, resolve)"), "{shown}");
        assert_eq!(shown.matches("The talk is on file").count(), 1, "{shown}");
        let duties = list(&env.dispute(&id)["duties"]);
        let duty = duties.iter().find(|duty| duty["duty"] == "entered").expect("the duty");
        assert_eq!(duty["before"], "escalate team");
        assert_eq!(list(&duty["steps"]).len(), 4, "{duty}");
        let refused = env.sh(&format!("respond {id} --text Yes --json")).refused();
        assert_eq!(refused["rules"][0], "entered");
    }
}

#[test]
fn a_duty_before_an_answer_or_the_end_alone_is_shown_too() {
    for (step, title) in [("respond", "before the answer is recorded:"), ("resolve", "before it can end:")] {
        let env = vale(&[("[respond, agree, resolve, escalate]", step)]);
        let id = routine(&env, "");
        let shown = env.sh(&format!("show {id}")).ok().stdout;
        assert!(shown.contains(&format!("{title}\n  entered  The talk is on file\n")), "{shown}");
    }
}
