//! A required meeting stays owed when its stage is left or the dispute ends, unless the file says otherwise.

use serde_json::json;

use super::own_answers_awaited::ours;
use crate::env::{Env, find_clock, list, text};

/// Two stages, each with a meeting within 10 working days, and with what the file says of it.
fn with_meeting(more: &str) -> (Env, String) {
    let stages = format!(
        r#"
  - id: one
    title: One
    kind: formal
    any_of: [head-of-service]
    source: "1"
    meeting: {{title: Panel, needed: required, {more}source: "1.2"}}
    clocks: [{{id: panel, label: Hold the panel, limit: 10 working days, strength: hard, from: stage-entered, until: meeting}}]
  - {{id: two, title: Two, kind: formal, any_of: [director], source: "3"}}
"#
    );
    ours(&stages, "")
}

fn left_over(env: &Env, id: &str) -> Vec<String> {
    list(&env.dispute(id)["left_over"]).iter().map(|duty| text(duty, "duty").to_owned()).collect()
}

/// What is owed at this stage, and what is left over from another; and the state of the meeting's clock.
fn owed(env: &Env, id: &str) -> (Vec<String>, Vec<String>, String) {
    let panel = text(&find_clock(&env.dispute(id), "panel", "one"), "state").to_owned();
    (env.outstanding(id), left_over(env, id), panel)
}

fn expected(here: &[&str], left: &[&str], panel: &str) -> (Vec<String>, Vec<String>, String) {
    let words = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect();
    (words(here), words(left), panel.to_owned())
}

const WITHDRAW: &str = "--reason 'It has been overtaken'";

#[test]
fn without_a_word_about_it_a_meeting_outlives_its_stage_and_the_dispute() {
    let (env, id) = with_meeting("");
    let other = env.fork();
    env.sh(&format!("withdraw {id} {WITHDRAW}")).ok();
    assert_eq!(owed(&env, &id), expected(&["meeting"], &[], "running"));
    other.sh(&format!("escalate {id} --because urgent --reason r")).ok();
    assert_eq!(owed(&other, &id), expected(&[], &["meeting"], "running"));
}

#[test]
fn while_open_a_meeting_is_owed_until_the_dispute_ends() {
    let (env, id) = with_meeting("while_open: true, ");
    assert_eq!(owed(&env, &id), expected(&["meeting"], &[], "running"));
    let other = env.fork();
    env.sh(&format!("withdraw {id} {WITHDRAW}")).ok();
    assert_eq!(owed(&env, &id), expected(&[], &[], "stopped"));
    assert_eq!(env.sh("due --all --json").json(), json!([]));
    assert_eq!(env.sh("inbox --for head-of-service --json").json(), json!([]));
    let form = env.sh(&format!("form {id}")).ok().stdout;
    assert!(
        form.contains("**Panel**  \nnone recorded"),
        "nobody owes it, and the paper says that there was none: {form}"
    );

    other.sh(&format!("escalate {id} --because urgent --reason r")).ok();
    assert_eq!(owed(&other, &id), expected(&[], &["meeting"], "running"), "the dispute goes on");
    other.sh(&format!("resolve {id} --outcome o")).ok();
    assert_eq!(owed(&other, &id), expected(&[], &[], "stopped"));
}

#[test]
fn a_meeting_that_lapses_is_owed_until_its_stage_is_left() {
    let (env, id) = with_meeting("lapses: true, ");
    assert_eq!(owed(&env, &id), expected(&["meeting"], &[], "running"));
    let other = env.fork();
    env.sh(&format!("withdraw {id} {WITHDRAW}")).ok();
    assert_eq!(owed(&env, &id), expected(&[], &[], "stopped"));
    other.sh(&format!("escalate {id} --because urgent --reason r")).ok();
    assert_eq!(owed(&other, &id), expected(&[], &[], "stopped"));
    assert_eq!(other.sh("due --all --json").json(), json!([]));
}

#[test]
fn a_dispute_raised_in_error_asks_for_no_meeting() {
    let (env, id) = with_meeting("");
    env.sh(&format!("withdraw {id} --raised-in-error yes --reason r")).ok();
    assert_eq!(owed(&env, &id), expected(&[], &[], "stopped"));
}

#[test]
fn the_rules_the_families_page_and_a_rehearsal_say_so() {
    let (env, _) = with_meeting("while_open: true, ");
    env.sh("policy show ours --rules").ok().says("Panel (required; until it has ended)");
    env.sh("policy show ours --family")
        .ok()
        .says("There is a meeting within 10 working days, unless it has ended by then:");
    let left = "policy try ours --from 2026-03-02 --missed one/meeting";
    let told = env.sh(left).ok().stdout;
    assert!(told.contains("Panel, which is required and still owed"), "{told}");
    let resolved = env.sh(&format!("{left} --resolve 2026-03-04")).ok().stdout;
    assert!(!resolved.contains("still owed"), "{resolved}");

    let (env, _) = with_meeting("lapses: true, ");
    env.sh("policy show ours --rules").ok().says("Panel (required; until the stage is left)");
    env.sh("policy show ours --family").ok().says("within 10 working days, unless this stage is over by");
    let left = env.sh(left).ok().stdout;
    assert!(!left.contains("still owed"), "{left}");
}

/// Where no meeting is called for, no limit of it is missing.
#[test]
fn a_meeting_that_is_not_called_for_needs_no_limit() {
    let stages = |when: &str| {
        format!(
            r#"
  - id: one
    title: One
    kind: formal
    any_of: [head-of-service]
    source: "1"
    meeting: {{title: Talk, needed: required, {when}source: "1.2"}}
    clocks:
      - {{id: meeting, label: Meet, limit: 5 working days, strength: hard, from: stage-entered, until: meeting, when: {{none: {{immediate: true}}, field: {{light: "no"}}}}}}
      - {{id: meeting, label: Meet, limit: 2 working days, strength: hard, from: stage-entered, until: meeting, when: {{none: {{immediate: true}}, field: {{light: "yes"}}}}}}
fields: [{{id: light, text: Light, values: ["yes", "no"], source: "1"}}]
"#
        )
    };
    for (when, immediate, warned, hint) in [
        ("when: {none: {immediate: true}}, ", "--immediate=yes", false, false),
        ("when: {none: {immediate: true}}, ", "", true, true),
        ("", "--immediate=yes", true, false),
    ] {
        let (env, _) = ours(&stages(when), "");
        let raised = env.sh(&format!("raise --policy ours --child C-2 --concern d {immediate}")).ok().stderr;
        let raised = raised.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(raised.contains("no limit of `meeting` runs"), warned, "{when} {immediate}: {raised}");
        assert_eq!(raised.contains("--field light=yes|no"), hint, "{when} {immediate}: {raised}");
    }
}
