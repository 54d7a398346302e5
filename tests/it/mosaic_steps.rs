//! What the Mosaic process asks for before each step, and how it is passed.

use serde_json::{Value, json};

use crate::env::{Env, find_clock, list, rules};

const PLAN: &str = "Book the panel | Sam Carter | 2026-04-17";

// MO-55, C-12: refused, passed by saying that it was done
#[test]
fn stage_2_asks_for_the_service_managers_consultation() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "Too grave for less"]);
    env.now("2026-03-10T10:00");
    let escalate = format!("escalate {id} --because no-response --reason 'No answer'");
    let json = format!("{escalate} --json");
    let run = env.sh(&json).says("manager");
    assert!(run.stderr.contains("--confirm") || run.stderr.contains("--override"), "{run:?}");
    let asked = rules(&run.refused());
    assert_eq!(env.dispute(&id)["stage"], "stage-1", "nothing was changed");

    // From informal to stage 1 nobody asks for it.
    let lower = env.raise("mosaic", &[]);
    env.now("2026-03-18T10:00");
    let up = format!("escalate {lower} --because no-response --reason 'No answer' --json");
    let run = env.sh(&up);
    let asked_lower = if run.code == 0 { Vec::new() } else { rules(&run.refused()) };
    let extra: Vec<_> = asked.iter().filter(|r| !asked_lower.contains(r)).collect();
    assert!(!extra.is_empty(), "{asked:?} against {asked_lower:?}");

    let before = list(&env.dispute(&id)["overrides"]).len();
    let view = env.confirm(&escalate);
    assert_eq!(view["stage"], "stage-2");
    assert_eq!(list(&view["overrides"]).len(), before, "confirmed, not overridden");
    let log = env.iro(&["log", &id, "--json"]).json().to_string();
    assert!(log.contains(extra[0].as_str()), "the record keeps {extra:?}: {log}");
}

// MO-55, C-12: refused, passed with a reason that is kept
#[test]
fn the_consultation_can_be_passed_with_a_reason() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "Too grave for less"]);
    env.now("2026-03-10T10:00");
    let escalate = format!("escalate {id} --because no-response --reason 'No answer' --json");
    let asked = rules(&env.sh(&escalate).refused());
    let reason = "The service manager is away and the move is tomorrow";
    let view = env.sh(&format!("{escalate} --override '{reason}'")).json();
    assert_eq!(view["stage"], "stage-2");
    let kept = list(&view["overrides"]).pop().expect("an override");
    assert_eq!(kept["reason"], reason);
    assert_eq!(kept["on"], "2026-03-10");
    assert_eq!(list(&kept["rules"]).len(), asked.len(), "{kept} for {asked:?}");
}

// MO-55
#[test]
fn raising_at_stage_2_asks_for_it_too() {
    let env = Env::new();
    let raise = "raise --policy mosaic --child C-1 --concern 'No plan' --impact Unheard \
        --seeking 'A plan' --aware-on 2026-03-02 --stage stage-2 \
        --reason 'The service manager decided it'";
    env.sh(&format!("{raise} --json")).refused();
    assert_eq!(env.listed(&["--all"]), Vec::<String>::new());
    assert_eq!(env.confirm(raise)["stage"], "stage-2");
}

// C-05
#[test]
fn leaving_out_a_stage_needs_a_reason() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "Too grave for less"]);
    env.now("2026-03-10T10:00");
    let bypass = format!("escalate {id} --because urgent --to stage-3 --json");
    env.sh(&bypass).says("reason").refused();
    assert_eq!(env.dispute(&id)["stage"], "stage-1");
    let view = env.escalate(&id, "urgent", &["--to", "stage-3"]);
    assert_eq!(view["stage"], "stage-3");
    assert_eq!(view["stages_visited"], json!(["stage-1", "stage-3"]));
    // The yardstick still counts from stage 1.
    assert_eq!(find_clock(&view, "total", None)["started"], "2026-03-02");
}

// MO-41
#[test]
fn an_answer_comes_with_actions() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1", "--reason", "Too grave for less"]);
    env.iro(&["respond", &id, "--text", "Noted", "--json"]).refused();
    assert_eq!(env.dispute(&id)["status"], "awaiting-response");
    let view = env.respond(&id, &["--action", PLAN]);
    let action = &list(&view["actions"])[0];
    assert_eq!(action["what"], "Book the panel");
    assert_eq!(action["owner"], "Sam Carter");
    assert_eq!(action["due"], "2026-04-17");
    assert_eq!(action["state"], "open");
    assert_eq!(action["done_on"], Value::Null);
}

// MO-07, MO-11
#[test]
fn missing_texts_are_named_all_at_once() {
    let env = Env::new();
    let raise = "raise --policy mosaic --child C-1 --concern 'No plan' --json";
    env.sh(raise).says("impact").says("seeking").refused();
    assert_eq!(env.listed(&["--all"]), Vec::<String>::new());
}

// MO-45, MO-49
#[test]
fn a_talk_comes_before_the_next_stage() {
    let env = Env::new();
    let answered = env.raise("mosaic", &[]);
    env.respond(&answered, &["--action", PLAN]);
    let silent = env.raise("mosaic", &[]);
    env.now("2026-03-10T10:00");
    for (id, because) in [(&answered, "unsatisfactory"), (&silent, "no-response")] {
        let escalate = format!("escalate {id} --because '{because}' --reason 'Not enough'");
        env.sh(&format!("{escalate} --json")).refused();
        assert_eq!(env.dispute(id)["stage"], "informal");
        assert_eq!(env.confirm(&escalate)["stage"], "stage-1");
    }
}
