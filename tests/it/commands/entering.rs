//! Entering a stage asks for the same things, whether by raising, escalating or reopening.

use serde_json::{Value, json};

use crate::env::{Env, assert_clock, find_clock, list, rules};

// MO-55, KN-13, QA-12
#[test]
fn taking_up_again_further_up_asks_for_what_going_up_asks_for() {
    for (policy, extra, to, duty) in [
        ("mosaic", &["--stage", "stage-1"][..], "stage-4", "own-manager-consulted"),
        ("knowsley", &[], "stage-1", "discussion-recorded"),
        ("qa-notification", &["--stage", "stage-1"], "stage-2", "consult"),
    ] {
        let env = Env::new();
        let id = env.raise(policy, extra);
        env.resolve(&id);
        let reopen = ["reopen", &id, "--to", to, "--reason", "It was not done", "--json"];
        assert_eq!(rules(&env.iro(&reopen).refused()), [duty], "{policy}");
        let forked = env.fork();
        let view = forked.iro(&[&reopen[..], &["--override", "No time"]].concat()).json();
        assert_eq!(view["overrides"].as_array().unwrap().last().unwrap()["rules"], json!([duty]));
        let view = env.iro(&[&reopen[..], &["--confirm", duty]].concat()).json();
        assert_eq!(view["stage"], to);
    }
}

// SW-29, NA-09
#[test]
fn a_date_left_to_be_agreed_is_asked_for_again() {
    let env = Env::new();
    let id = env.raise("south-west", &["--respond-by", "2026-03-10"]);
    env.resolve(&id);
    let reopen = ["reopen", &id, "--reason", "It was not done", "--json"];
    let error = env.iro(&reopen).refused();
    assert_eq!(rules(&error), ["respond-by"]);
    assert!(error["hint"].as_str().unwrap().contains("--respond-by"), "{error}");
    env.iro(&[&reopen[..], &["--respond-by", "2026-02-27"]].concat()).refused();

    let forked = env.fork();
    let view = forked.iro(&[&reopen[..], &["--respond-by", "2026-03-12"]].concat()).json();
    assert_eq!(view["due"], "2026-03-12");
    assert_clock(&find_clock(&view, "resolve", "stage-1"), "2026-03-12", "agreed", "running");

    // If no date is given, there is no deadline until one is agreed.
    let view = env.iro(&[&reopen[..], &["--override", "Nobody could be reached"]].concat()).json();
    assert_eq!(view["due"], Value::Null);
    env.now("2026-03-03T10:00");
    let extend = ["extend", &id, "--reason", "Agreed on the telephone", "--json"];
    env.iro(&[&extend[..], &["--until", "2026-03-02"]].concat()).refused();
    let view = env.iro(&[&extend[..], &["--until", "2026-03-13"]].concat()).json();
    assert_eq!(view["due"], "2026-03-13");
    let due = list(&env.iro(&["due", "--all", "--json"]).json());
    assert_eq!(due.len(), 1);
    assert_eq!((&due[0]["clock"], &due[0]["original_due"]), (&json!("resolve"), &json!("2026-03-13")));
    let later = [&extend[..], &["--until", "2026-03-20"]].concat();
    assert_eq!(env.iro(&later).json()["due"], "2026-03-20");
    assert_eq!(env.iro(&["check", "--json"]).json()["faults"], json!([]));
}

// MO-35
#[test]
fn a_start_at_the_level_that_decided_needs_no_reason() {
    let env = Env::new();
    let raise = "raise --policy mosaic --child C-1 --concern c --impact i --seeking s --aware-on today \
        --decided-by head-of-service --confirm manager-contacted --confirm own-manager-consulted";
    let named = env.sh(&format!("{raise} --stage stage-3")).ok();
    let no_reason = "no `--reason` says why";
    assert!(!named.stderr.contains(no_reason), "{}", named.stderr);
    let higher = env.sh(&format!("{raise} --stage stage-4")).ok();
    assert!(higher.stderr.contains(no_reason), "{}", higher.stderr);
}

#[test]
fn a_text_may_begin_with_a_hyphen_and_a_reference_is_one_line() {
    let env = Env::new();
    env.iro(&["raise", "--policy", "knowsley", "--child", " C-1\n 2 ", "--concern", "- no visit\n- no plan"]).ok();
    env.iro(&["note", "1", "--text", "-5 degrees in the bedroom"]).ok();
    let view = env.dispute("1");
    assert_eq!((&view["child"], &view["concern"]), (&"C-1 2".into(), &"- no visit\n- no plan".into()));
    env.sh("log 1").ok().says("-5 degrees in the bedroom");
}
