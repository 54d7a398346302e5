//! Whose decision counts: that of somebody whom a stage asks for one, as with an answer.

use serde_json::json;

use crate::env::{Env, find_clock, list, text};

/// One stage that answers and one that decides; in the summer a deputy acts for whoever decides. Both together have a limit.
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
labels: {dispute: Challenge}
roles: {iro: Independent Reviewing Officer, leader: Team Leader, officer: Chief Officer, deputy: Deputy}
substitutes: {officer: [{role: deputy, from: '2026-06-29', to: '2026-08-14'}]}
calendar: {days: calendar}
total: {limit: 45 days, strength: hard, from: formal-entered, until: [decided, resolved], source: '4'}
stages:
  - id: one
    title: One
    kind: formal
    any_of: [leader]
    source: '1'
    clocks: [{id: respond, label: Answer, limit: 5 days, strength: hard, from: stage-entered, until: answered}]
  - id: two
    title: Two
    kind: formal
    any_of: [officer]
    source: '2'
    clocks: [{id: respond, label: Decide, limit: 20 days, strength: hard, from: stage-entered, until: decided}]
";

fn ours() -> (Env, String) {
    let env = Env::new();
    env.add_policy("ours", OURS);
    env.now("2026-08-03T10:00");
    let raised = env.sh("raise --policy ours --child C-1 --concern c --case-type looked-after --json").json();
    let id = text(&raised, "id").to_owned();
    (env, id)
}

#[test]
fn a_decision_of_somebody_who_is_not_asked_is_kept_and_ends_nothing() {
    let (env, id) = ours();
    let said = env.sh(&format!("decide {id} --decided-by leader --text no")).ok().stderr;
    assert!(said.contains("Chief Officer is asked to decide, not Team Leader: it is kept"), "{said}");
    let view = env.dispute(&id);
    assert_eq!(find_clock(&view, "total", None)["state"], "running");
    assert_eq!((&view["status"], &view["decision"]["text"]), (&json!("awaiting-response"), &json!("no")));
    // Nobody knows who that is, and no decision is waited for here.
    let said = env.sh(&format!("decide {id} --decided-by 'Pat Green' --text no")).ok().stderr;
    assert!(said.contains("not Pat Green"), "{said}");
    assert_eq!(find_clock(&env.dispute(&id), "total", None)["state"], "running");
    // Whoever is asked for it may decide early: that is the decision, and no answer of this stage's own.
    env.sh(&format!("decide {id} --decided-by officer --text yes")).ok();
    let view = env.dispute(&id);
    assert_eq!(find_clock(&view, "total", None)["state"], "met");
    assert_eq!(find_clock(&view, "respond", "one")["state"], "running");
}

#[test]
fn a_substitute_decides_on_their_days_alone() {
    let (env, id) = ours();
    env.escalate(&id, "no-response", &[]);
    let other = env.fork();
    other.now("2026-08-20T10:00");
    let said = other.sh(&format!("decide {id} --decided-by deputy --text yes")).ok().stderr;
    assert!(said.contains("who acts for them from Mon 29 June 2026 to Fri 14 August 2026"), "{said}");
    let view = other.dispute(&id);
    assert_eq!((&find_clock(&view, "respond", "two")["state"]), (&json!("running")));
    assert_eq!((&find_clock(&view, "total", None)["state"]), (&json!("running")));
    // One that was made while they did.
    other.sh(&format!("decide {id} --decided-by Deputy --text yes --on 2026-08-14")).ok();
    let view = other.dispute(&id);
    let states = [find_clock(&view, "respond", "two"), find_clock(&view, "total", None)];
    assert!(states.iter().all(|clock| clock["state"] == "met" && clock["ended"] == "2026-08-14"), "{states:?}");
    // Somebody who is named is believed where a decision is waited for.
    env.sh(&format!("decide {id} --decided-by 'Pat Green' --text yes")).ok();
    assert_eq!(find_clock(&env.dispute(&id), "respond", "two")["state"], "met");
}

/// While they act for somebody, the message is to them, with a copy to that person.
#[test]
fn a_notice_goes_to_whoever_acts_on_that_day() {
    let (env, id) = ours();
    let escalated = env.sh(&format!("escalate {id} --because no-response --reason r")).ok().stdout;
    let acting = "Deputy acts for the Chief Officer from Mon 29 June 2026 to Fri 14 August 2026";
    assert!(escalated.contains(&format!("away: {acting}")), "{escalated}");
    let shown = env.sh(&format!("show {id}")).ok().stdout;
    assert!(shown.contains("Deputy for the Chief Officer (Two)"), "{shown}");
    let notice = env.sh(&format!("notice {id} --json")).json();
    let names = |key: &str| list(&notice[key]).iter().map(|one| text(one, "role").to_owned()).collect::<Vec<_>>();
    assert_eq!((names("to"), names("cc")), (vec!["deputy".to_owned()], vec!["officer".to_owned()]));
    assert!(text(&notice, "text").contains("Dear Deputy"), "{notice}");
    assert!(text(&notice, "text").contains("You act for the Chief Officer from Mon 29 June 2026"), "{notice}");
    env.now("2026-08-15T10:00");
    let notice = env.sh(&format!("notice {id} --json")).json();
    assert_eq!((&notice["to"][0]["role"], &notice["cc"]), (&json!("officer"), &json!([])));
}
