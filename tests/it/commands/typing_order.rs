//! Events typed out of order: something that happened in time counts as in time, whatever was recorded since.

use serde_json::{Value, json};

use crate::env::{Env, find_clock, list, rules, text};

/// Raised on 2 March; an answer is due on Monday 9 March.
fn raised(env: &Env) -> String {
    env.raise("mosaic", &["--stage", "stage-1"])
}

/// Commands that may be recorded on the 10th before somebody types the answer of the 9th.
const SINCE: [&str; 8] = [
    "note ID --text Called",
    "done ID child-told",
    "waive ID child-told --reason Young",
    "action add ID --what Call --owner Sam --due 2026-03-20",
    "extend ID --by '24 hours' --reason Nearly",
    "meeting ID --held today --chair Pat",
    "refer ID --phoned today --reason Urgent --ground G --impact-on-child i",
    "correct ID --event 1 --set concern=Typed --reason Wrongly",
];

#[test]
fn an_answer_on_the_last_day_is_in_time_whatever_was_typed_first() {
    for since in SINCE {
        let env = Env::new();
        let id = raised(&env);
        let ground = env.iro(&["policy", "show", "mosaic", "--json"]).json()["referral"]["grounds"][0]["id"].clone();
        env.now("2026-03-10T09:00");
        let since = since.replace("ID", &id).replace("G ", &format!("{} ", ground.as_str().unwrap()));
        let passed = if since.starts_with("extend") || since.starts_with("refer") { " --override x" } else { "" };
        env.sh(&format!("{since}{passed}")).ok();
        env.now("2026-03-10T10:00");
        let view = env.respond(&id, &["--on", "2026-03-09"]);
        let clock = find_clock(&view, "respond", "stage-1");
        let stands = (&clock["state"], &clock["late"], &clock["ended"]);
        assert_eq!(stands, (&json!("met"), &json!(false), &json!("2026-03-09")), "{since}");
        assert_eq!(env.iro(&["check", "--json"]).json()["faults"], json!([]), "{since}");
    }
}

#[test]
fn a_day_that_was_typed_wrongly_can_be_corrected() {
    let env = Env::new();
    let id = raised(&env);
    env.now("2026-03-10T09:00");
    env.iro(&["note", &id, "--text", "Called"]).ok();
    env.respond(&id, &[]);
    assert_eq!(env.clock(&id, "respond", "stage-1")["late"], true);
    env.iro(&["correct", &id, "--event", "3", "--set", "on=2026-03-09", "--reason", "Typed a day late"]).ok();
    assert_eq!(env.clock(&id, "respond", "stage-1")["late"], false);
    // The report, and `--as-of` that day, count it as in time, too.
    let answers = env.sh("report --from 2026-03-01 --to 2026-03-31 --explain answers-in-time --json").ok().stdout;
    assert!(answers.contains(&id), "{answers}");
}

#[test]
fn nothing_comes_before_what_moved_the_dispute() {
    let env = Env::new();
    let id = raised(&env);
    env.now("2026-03-10T10:00");
    env.escalate(&id, "no-response", &[]);
    env.now("2026-03-11T10:00");
    let run = env.sh(&format!("respond {id} --text Yes --on 2026-03-09 --json"));
    let error = run.refused();
    assert_eq!(rules(&error), ["before-latest"]);
    let hint = text(&error, "hint");
    assert!(hint.contains(&format!("iro correct {id} --event 2 --set on=WHEN --reason TEXT")), "{error}");
    // The ways out that the message names: correct the date of the escalation, or strike it.
    env.iro(&["correct", &id, "--event", "2", "--reason", "An answer had come"]).ok();
    let view = env.respond(&id, &["--on", "2026-03-09"]);
    assert_eq!((&view["stage"], &view["status"]), (&json!("stage-1"), &json!("awaiting-review")));
}

#[test]
fn what_was_known_then_is_looked_back_at_by_when_it_happened() {
    let env = Env::new();
    let id = raised(&env);
    env.now("2026-03-12T10:00");
    env.iro(&["note", &id, "--text", "Called", "--on", "2026-03-11"]).ok();
    env.respond(&id, &["--on", "2026-03-09"]);
    env.now("2026-03-20T10:00");
    let on = |when: &str| env.iro(&["show", &id, "--as-of", when, "--json"]).json();
    assert_eq!(on("2026-03-08")["events"], 1);
    assert_eq!((&on("2026-03-10")["events"], &on("2026-03-10")["status"]), (&json!(2), &json!("awaiting-review")));
    assert_eq!(on("2026-03-11")["events"], 3);
}

#[test]
fn an_action_keeps_the_number_it_was_given() {
    let env = Env::new();
    let id = raised(&env);
    env.now("2026-03-12T10:00");
    let add = |what: &str, on: &str| {
        env.iro(&["action", "add", &id, "--what", what, "--owner", "Sam", "--due", "2026-03-20", "--on", on])
    };
    add("First typed", "2026-03-11").ok();
    env.iro(&["action", "done", &id, "1", "--on", "2026-03-12"]).ok();
    add("Agreed earlier", "2026-03-10").ok();
    let actions = list(&env.dispute(&id)["actions"]);
    let told: Vec<(&Value, &Value)> = actions.iter().map(|action| (&action["what"], &action["state"])).collect();
    assert_eq!(told, [(&json!("First typed"), &json!("done")), (&json!("Agreed earlier"), &json!("open"))]);
    env.iro(&["action", "done", &id, "2", "--on", "2026-03-09"]).code(3).says("action 2 was agreed on");
}

#[test]
fn two_computers_whose_clocks_differ_are_not_in_each_others_way() {
    let env = Env::new();
    env.now("2026-03-02T10:02:00");
    let id = raised(&env);
    env.now("2026-03-02T10:00:30");
    let run = env.iro(&["note", &id, "--text", "Called", "--json"]).ok();
    assert!(run.stderr.contains("10:02:00") && run.stderr.contains("10:00:30"), "{}", run.stderr);
    assert!(run.stderr.contains("clocks of two computers differ"), "{}", run.stderr);
    env.escalate(&id, "urgent", &[]);
    assert_eq!(env.iro(&["check", "--json"]).json()["faults"], json!([]));
    // A typed date is taken as it is, and the message shows seconds if they decide.
    let early = env.iro(&["note", &id, "--text", "Called", "--on", "2026-03-02T10:00:10"]).code(3);
    early.says("10:00:10").says("10:02:00");
}

// Three hours are too much for two computers' clocks to differ. The raising is corrected, never struck.
#[test]
fn a_clock_that_is_wrong_is_named_with_the_way_out() {
    let env = Env::new();
    env.now("2026-03-02T13:00");
    let id = raised(&env);
    env.now("2026-03-02T10:00");
    let error = env.sh(&format!("note {id} --text Called --json")).refused();
    let hint = text(&error, "hint");
    assert!(hint.contains("it is Mon 2 March 2026 10:00:00 here") && !hint.contains("strikes"), "{hint}");
    env.sh(&format!("correct {id} --event 1 --set on=2026-03-02T09:55 --reason 'The clock was wrong'")).ok();
    env.sh(&format!("note {id} --text Called --json")).ok();
}

#[test]
fn what_a_computer_with_a_wrong_clock_dated_into_the_future_can_be_struck() {
    let env = Env::new();
    let id = raised(&env);
    env.now("2027-03-02T10:00");
    env.escalate(&id, "no-response", &[]);
    env.now("2026-03-10T10:00");
    let refused = env.sh(&format!("respond {id} --text Yes --json")).refused();
    assert!(text(&refused, "hint").contains("--event 2"), "{refused}");
    env.iro(&["correct", &id, "--event", "2", "--reason", "The clock was wrong"]).ok();
    let view = env.respond(&id, &[]);
    assert_eq!((&view["stage"], &view["status"]), (&json!("stage-1"), &json!("awaiting-review")));
}

// The escalation is dated the 9th, but typed after an answer of the 10th.
#[test]
fn a_step_before_what_is_recorded_says_what_it_overtakes() {
    let env = Env::new();
    let id = raised(&env);
    env.now("2026-03-10T10:00");
    env.respond(&id, &[]);
    let ended = env.sh(&format!("resolve {id} --outcome o --on 2026-03-09 --override x --json")).refused();
    assert_eq!(rules(&ended), ["order"]);
    let up = format!("escalate {id} --because no-response --reason r --on 2026-03-09 --override x --json");
    let run = env.sh(&up).ok();
    assert!(run.stderr.contains("event 2 (responded) of Tue 10 March 2026 10:00 came later"), "{}", run.stderr);
}

// QA-23: the week for the actions counts from the meeting or, once that is waived, from the discussion. Waived on the
// 10th, the discussion of Monday 9 March typed afterwards: due on Monday the 16th, also when it is counted again.
#[test]
fn a_clock_that_two_events_start_together_is_there_in_either_order_of_typing() {
    for first in ["waive", "done"] {
        let env = Env::new();
        let id = env.raise("qa-notification", &["--stage", "stage-3"]);
        env.now("2026-03-10T10:00");
        let waive = || env.iro(&["waive", &id, "meeting", "--reason", "Not needed"]).ok();
        let done = || env.iro(&["done", &id, "discuss", "--on", "2026-03-09"]).ok();
        match first {
            "waive" => (waive(), done()),
            _ => (done(), waive()),
        };
        let due = || find_clock(&env.dispute(&id), "actions", "stage-3")["due"].clone();
        assert_eq!(due(), "2026-03-16", "{first} first");
        for event in ["2", "3"] {
            env.iro(&["correct", &id, "--event", event, "--recount", "--reason", "Counted again"]).ok();
            assert_eq!(due(), "2026-03-16", "{first} first, event {event} counted again");
        }
    }
}
