//! The numbers of actions: each keeps the one that it was given when it was typed, whatever is corrected (C10).

use serde_json::{Value, json};

use crate::env::{Env, list};

/// A dispute with the visits A, B and C promised, in events 2 to 4, of which B was made (event 5).
fn visits() -> (Env, String) {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1"]);
    for (name, due) in [("A", "2026-03-10"), ("B", "2026-03-11"), ("C", "2026-03-12")] {
        env.sh(&format!("action add {id} --what 'Visit {name}' --owner Sam --due {due}")).ok();
    }
    env.sh(&format!("action done {id} 2")).ok();
    (env, id)
}

fn actions(view: &Value) -> Vec<(u64, String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_string();
    let one = |action: &Value| (action["n"].as_u64().unwrap(), text(&action["what"]), text(&action["state"]));
    list(&view["actions"]).iter().map(one).collect()
}

fn expected(all: &[(u64, &str, &str)]) -> Vec<(u64, String, String)> {
    all.iter().map(|(n, what, state)| (*n, (*what).to_string(), (*state).to_string())).collect()
}

#[test]
fn striking_one_action_leaves_the_others_their_numbers() {
    let (env, id) = visits();
    env.sh(&format!("correct {id} --event 2 --reason 'Never promised'")).ok();
    assert_eq!(actions_of(&env, &id), expected(&[(2, "Visit B", "done"), (3, "Visit C", "open")]));
    assert_eq!(env.clock(&id, "action-3", "stage-1")["due"], "2026-03-12");
    // The number of what was struck is not given again, and names nothing.
    env.sh(&format!("action add {id} --what 'Visit D' --owner Sam --due 2026-03-13")).ok();
    env.sh(&format!("action done {id} 1")).code(4);
    env.sh(&format!("action done {id} 4")).ok();
    let all = [(2, "Visit B", "done"), (3, "Visit C", "open"), (4, "Visit D", "done")];
    assert_eq!(actions_of(&env, &id), expected(&all));
    // Once the correction is struck, the first is there again.
    env.sh(&format!("correct {id} --event 6 --reason 'It was promised'")).ok();
    assert_eq!(actions_of(&env, &id)[0], (1, "Visit A".to_string(), "open".to_string()));
    assert_eq!(env.iro(&["check", "--json"]).json()["faults"], json!([]));
}

#[test]
fn the_last_action_struck_leaves_its_number_free_for_no_other() {
    let (env, id) = visits();
    env.sh(&format!("correct {id} --event 4 --reason 'Never promised'")).ok();
    let view = env.sh(&format!("action add {id} --what 'Visit D' --owner Sam --due 2026-03-13 --json")).json();
    let all = expected(&[(1, "Visit A", "open"), (2, "Visit B", "done"), (4, "Visit D", "open")]);
    assert_eq!((actions(&view), actions(&env.dispute(&id))), (all.clone(), all));
    assert_eq!(env.clock(&id, "action-4", "stage-1")["due"], "2026-03-13");
}

#[test]
fn what_was_recorded_of_an_action_has_to_be_corrected_first() {
    let (env, id) = visits();
    let error = env.sh(&format!("correct {id} --event 3 --reason 'Never promised' --json")).refused();
    assert!(error.to_string().contains("event 5 is about action 2"), "{error}");
}

// An answer promises two visits (1, 2), and a third is added by itself (3).
#[test]
fn a_corrected_list_keeps_the_numbers_of_its_actions() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1"]);
    env.respond(&id, &["--action", "Visit A | Sam", "--action", "Visit B | Sam"]);
    env.sh(&format!("action add {id} --what 'Visit C' --owner Sam --due 2026-03-20")).ok();
    env.sh(&format!("action done {id} 2")).ok();
    let set = |actions: &[&str]| {
        let mut args = vec!["correct", &id, "--event", "2", "--reason", "Noted wrongly"];
        let actions: Vec<String> = actions.iter().map(|action| format!("actions={action}")).collect();
        actions.iter().for_each(|one| args.extend(["--set", one]));
        env.iro(&args).ok();
        actions_of(&env, &id)
    };
    let (b, c) = ((2, "Visit B", "done"), (3, "Visit C", "open"));
    assert_eq!(set(&["Visit B | Sam"]), expected(&[b, c]));
    // One that a correction adds gets a number that nothing had before.
    assert_eq!(set(&["Visit B | Sam", "Visit D | Sam"]), expected(&[b, c, (4, "Visit D", "open")]));
    assert_eq!(set(&["Visit B | Sam", "Call D | Sam"]), expected(&[b, c, (4, "Call D", "open")]));
    env.sh(&format!("action add {id} --what 'Visit E' --owner Sam --due 2026-03-20")).ok();
    assert_eq!(actions_of(&env, &id).last().unwrap().0, 5);
}

fn actions_of(env: &Env, id: &str) -> Vec<(u64, String, String)> {
    actions(&env.dispute(id))
}

// B, typed second, is of the 3rd, and A of the 5th: on the 4th only B was promised, and it is action 2.
#[test]
fn an_action_has_its_number_at_every_moment() {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1"]);
    env.now("2026-03-09T10:00");
    env.sh(&format!("action add {id} --what 'Visit A' --owner Sam --due 2026-03-20 --on 2026-03-05")).ok();
    env.sh(&format!("action add {id} --what 'Visit B' --owner Sam --due 2026-03-21 --on 2026-03-03")).ok();
    env.sh(&format!("action done {id} 2 --on 2026-03-04")).ok();
    let then = env.sh(&format!("show {id} --as-of 2026-03-04 --json")).json();
    assert_eq!(actions(&then), expected(&[(2, "Visit B", "done")]));
    // A visit that is typed only now, of an earlier day, takes the next number.
    env.sh(&format!("action add {id} --what 'Visit C' --owner Sam --due 2026-03-22 --on 2026-03-02")).ok();
    let all = [(1, "Visit A", "open"), (2, "Visit B", "done"), (3, "Visit C", "open")];
    assert_eq!(actions_of(&env, &id), expected(&all));
}

// Under a protocol in which something counts from a date that passes, the history is replayed before each step.
#[test]
fn a_struck_action_s_number_is_kept_when_dates_have_passed_too() {
    for policy in ["qa-notification", "knowsley", "south-west", "mosaic", "national"] {
        let env = Env::new();
        let id = env.raise(policy, &[]);
        env.now("2026-04-24T10:00");
        for name in ["A", "B"] {
            env.sh(&format!("action add {id} --what 'Visit {name}' --owner Sam --due 2026-05-20")).ok();
        }
        env.sh(&format!("undo {id} --reason 'Never promised'")).ok();
        env.sh(&format!("action add {id} --what 'Visit C' --owner Sam --due 2026-05-22")).ok();
        let view = env.sh(&format!("action done {id} 3 --json")).json();
        assert_eq!(actions(&view), expected(&[(1, "Visit A", "open"), (3, "Visit C", "done")]), "{policy}");
        let due: Vec<Value> = env.due(&["--all"]);
        let of_actions = |clock: &&Value| clock["clock"].as_str().unwrap().starts_with("action-");
        let left: Vec<&Value> = due.iter().filter(of_actions).map(|clock| &clock["clock"]).collect();
        assert_eq!(left, ["action-1"], "{policy}");
    }
}
