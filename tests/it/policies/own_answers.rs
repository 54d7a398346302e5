//! Who is asked, who has answered and who is still awaited, under a protocol of an authority's own.

use serde_json::{Value, json};

use crate::env::{Env, find_clock, list, text};
use crate::policies::own_protocol::{routine, vale};

fn roles(party: &Value) -> Vec<String> {
    list(&party["roles"]).iter().map(|role| role.as_str().unwrap().to_owned()).collect()
}

fn waits_for(env: &Env, id: &str, who: &str) -> bool {
    let tasks = list(&env.sh(&format!("inbox --for {who} --json")).json());
    tasks.iter().any(|task| task["dispute"] == id && task["what"] == "answer")
}

/// Raises a concern at this stage.
fn at(env: &Env, stage: &str) -> String {
    routine(env, &format!("--stage {stage} --reason 'It is theirs'"))
}

#[test]
fn of_two_who_must_both_answer_only_the_other_is_waited_for() {
    let env = vale(&[]);
    let id = at(&env, "service");
    let both = "Service Manager and Principal Social Worker";
    env.sh(&format!("show {id}")).ok().says(&format!("waiting for  {both}"));
    assert!(waits_for(&env, &id, "service-manager") && waits_for(&env, &id, "principal"));
    env.sh(&format!("meeting {id} --held today --chair 'Pat Green'")).ok().says(&format!("Joint answer: {both}"));

    env.sh(&format!("respond {id} --text Yes --role service-manager")).ok().says("Still to answer: Principal");
    let view = env.dispute(&id);
    assert_eq!(view["status"], "awaiting-response");
    assert_eq!(roles(&view["waiting_on"]), ["principal"]);
    let clock = find_clock(&view, "respond", "service");
    assert_eq!((text(&clock, "state"), roles(&clock["for"])), ("running", vec!["principal".to_owned()]));
    assert!(!waits_for(&env, &id, "service-manager"));
    assert!(waits_for(&env, &id, "principal"));
    let due = env.sh("due --all --for service-manager --json").json();
    assert!(list(&due).iter().all(|clock| clock["clock"] != "respond"), "{due}");
    let run = env.sh(&format!("escalate {id} --because unsatisfactory --dry-run")).ok();
    assert!(run.stdout.contains("no answer of the Principal Social Worker is recorded"), "{}", run.stdout);

    let view = env.respond(&id, &[]);
    assert_eq!(view["status"], "awaiting-review");
    assert_eq!(find_clock(&view, "respond", "service")["state"], "met");
}

#[test]
fn the_rehearsal_and_going_up_say_both_too() {
    let env = vale(&[]);
    let both = "Service Manager and Principal Social Worker";
    env.sh("policy try vale --from 2026-03-02 --field priority=routine")
        .ok()
        .says(&format!("Service Stage begins: {both}"));
    let id = at(&env, "team");
    env.sh(&format!("escalate {id} --because no-response"))
        .ok()
        .says("was escalated to Service Stage on Mon 2 March 2026 10:00: Service Manager and");
}

#[test]
fn an_answer_of_somebody_who_is_not_asked_is_kept_and_meets_nothing() {
    let env = vale(&[]);
    let id = at(&env, "team");
    let run = env.sh(&format!("respond {id} --text 'She told me' --role social-worker")).ok();
    assert!(run.stderr.contains("Team Manager is asked to answer, not Social Worker"), "{}", run.stderr);
    assert!(run.stderr.contains("`--role team-manager`"), "{}", run.stderr);
    let view = env.dispute(&id);
    assert_eq!(view["status"], "awaiting-response");
    assert_eq!(find_clock(&view, "respond", "team")["state"], "running");
    env.sh(&format!("log {id}")).ok().says("She told me");
    // An answer recorded for the wrong role counts once it is corrected.
    env.sh(&format!("correct {id} --event 2 --reason 'For the manager' --set role=team-manager")).ok();
    let view = env.dispute(&id);
    assert_eq!(view["status"], "awaiting-review");
    assert_eq!(find_clock(&view, "respond", "team")["state"], "met");
}

#[test]
fn a_deputy_finds_the_answer_that_is_due_and_may_give_it() {
    let env = vale(&[]);
    let id = at(&env, "head");
    let tasks = list(&env.sh("inbox --for deputy --json").json());
    let mine: Vec<&Value> = tasks.iter().filter(|task| task["what"] == "answer").collect();
    assert_eq!(mine.len(), 1, "{tasks:?}");
    assert_eq!(mine[0]["text"], "No visit (for the Head of Service if away)");
    assert_eq!(mine[0]["due"], "2026-03-09", "five working days from Monday 2 March");
    assert_eq!(list(&env.sh("inbox --for director --json").json()), Vec::<Value>::new());
    let run = env.sh(&format!("respond {id} --text Yes --role deputy")).ok();
    assert!(!run.stderr.contains("is asked to answer"), "{}", run.stderr);
    let view = env.dispute(&id);
    assert_eq!(view["status"], "awaiting-review");
    assert_eq!(view["waiting_on"]["each"], json!(false));
}
