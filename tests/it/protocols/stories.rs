//! Whole disputes at the command line, from the first talk to the end.

use std::fs;

use serde_json::{Value, json};

use crate::clauses::assert_gate;
use crate::commands::check::found;
use crate::env::{Env, assert_clock, assert_due_adds_up, find_clock, is_running, list, text};

/// Checks that the records of a story have no faults.
#[track_caller]
fn sound(env: &Env) {
    assert_eq!(found(env, &[]), [""; 0]);
}

#[test]
fn three_siblings_raised_together_and_resolved_apart() {
    let env = Env::new();
    let raise = "raise --policy mosaic --child C-1 --sibling C-2 --sibling C-3 --concern 'No contact' \
        --impact 'They miss each other' --seeking Contact --aware-on 2026-03-02 \
        --confirm manager-contacted --confirm next-steps-agreed --json";
    let views = list(&env.sh(raise).json());
    let id = |child: &str| {
        let view = views.iter().find(|view| view["child"] == child).expect("a record each");
        text(view, "id").to_owned()
    };
    let (first, second, third) = (id("C-1"), id("C-2"), id("C-3"));

    // One dispute is answered and resolved, one is escalated, one waits.
    env.now("2026-03-04T10:00");
    env.respond(&first, &["--action", "Weekly calls | Sam Carter | 2026-03-06"]);
    env.now("2026-03-06T15:00");
    env.sh(&format!("action done {first} 1")).ok();
    env.resolve(&first);
    env.now("2026-03-10T10:00");
    env.escalate(&second, "no-response", &[]);
    assert_eq!(env.dispute(&first)["status"], "resolved");
    assert_eq!(env.dispute(&second)["stage"], "stage-1");
    assert_eq!(env.dispute(&third)["stage"], "informal");
    assert_eq!(env.dispute(&third)["status"], "awaiting-response");
    assert_eq!(env.listed(&["--closed"]), [first.as_str()]);
    // They stay linked, including the ended one.
    for (one, others) in [(&first, [&second, &third]), (&second, [&first, &third]), (&third, [&first, &second])] {
        let linked = list(&env.dispute(one)["siblings"]);
        assert_eq!(linked.len(), 2);
        assert!(others.iter().all(|other| linked.contains(&json!(other))), "{linked:?}");
    }
    sound(&env);
}

#[test]
fn phoned_on_a_friday_and_confirmed_in_writing() {
    let env = Env::new();
    let id = env.raise("south-west", &["--legal-status", "section 20"]);
    let before = env.dispute(&id);
    env.now("2026-03-06T16:40");
    let call = format!("refer {id} --ground best-interest --reason 'He may be moved on Tuesday'");
    let more = "--impact-on-child 'He wants it' --phoned 2026-03-06T16:30 --confirm assistant-director-told";
    let view = env.sh(&format!("{call} {more} --json")).json();
    assert_eq!(view["referral"]["state"], "phoned");
    assert_eq!(view["referral"]["ground"], "best-interest");
    assert_eq!(view["referral"]["phoned_on"], "2026-03-06");
    assert_eq!(view["referral"]["written_on"], Value::Null);
    assert_eq!(view["status"], before["status"]);
    assert_eq!(view["due"], before["due"]);

    env.now("2026-03-09T09:30");
    let view = env.sh(&format!("refer {id} --written 2026-03-09 --json")).json();
    assert_eq!(view["referral"]["state"], "made");
    assert_eq!(view["referral"]["written_on"], "2026-03-09");
    assert_eq!(view["referral"]["phoned_on"], "2026-03-06");

    env.now("2026-03-11T12:00");
    let none = "--not-applicable 'care-order-and-plan=No care order' --not-applicable 'guardian-report=No guardian'";
    let sent = "--sent review-documents --sent iro-report --sent wishes-report";
    let view = env.sh(&format!("refer {id} {sent} {none} --json")).json();
    assert_eq!(view["referral"]["state"], "made", "one item is still missing");
    let view = env.sh(&format!("refer {id} --sent other-documents --json")).json();
    assert_eq!(view["referral"]["state"], "complete");
    // As it stood on that Friday evening.
    let then = format!("show {id} --as-of 2026-03-06T20:00 --json");
    assert_eq!(env.sh(&then).json()["referral"]["state"], "phoned");
    // The dispute continued beside the referral.
    assert_eq!(view["closed_on"], Value::Null);
    assert!(is_running(&view, "resolve"));
    assert_eq!(env.resolve(&id)["referral"]["state"], "complete");
    sound(&env);
}

#[test]
fn another_department_up_to_stage_4() {
    let env = Env::new();
    let subject = ["--subject", "Housing", "--category", "statutory-requirement"];
    let view = env.raised("qa-notification", &subject);
    let id = text(&view, "id");
    assert_eq!(view["stage"], "stage-1");
    assert_eq!(view["subject"], "Housing");
    env.now("2026-03-17T10:00");
    env.confirm(&format!("escalate {id} --because no-response --reason Silence"));
    env.finish(id, "discuss");
    env.now("2026-03-18T09:00");
    env.finish(id, "record");
    let told = "service-director-informed";
    assert!(!env.outstanding(id).contains(&told.to_owned()));
    env.now("2026-03-23T10:00");
    let view = env.escalate(id, "other", &[]);
    assert_eq!(view["stage"], "stage-3");
    assert!(env.outstanding(id).contains(&told.to_owned()));
    env.now("2026-03-24T10:00");
    env.sh(&format!("meeting {id} --held 2026-03-24T09:00 --chair head-of-service-qa")).ok();
    env.now("2026-04-01T10:00");
    let up = format!("escalate {id} --because unsatisfactory --reason 'Still no home'");
    assert_gate(&env, &up, told);
    env.sh(&format!("done {id} {told} --with 'Ray Dunn'")).ok();
    let view = env.confirm(&up);
    assert_eq!(view["stage"], "stage-4");
    assert_due_adds_up(&view);
    env.now("2026-04-07T10:00");
    env.respond(id, &["--role", "service-director"]);
    assert_eq!(env.resolve(id)["status"], "resolved");
    sound(&env);
}

#[test]
fn a_compliment_acknowledged_by_one_of_two() {
    let env = Env::new();
    let dispute = env.raise("mosaic", &[]);
    let praise = "praise --policy mosaic --child C-1 --for 'Sam Carter' --for 'Terry Moss' \
        --text 'Contact every week, and no drift' --json";
    let view = env.sh(praise).json();
    let id = text(&view, "id");
    assert_eq!(view["praise"]["for"], json!(["Sam Carter", "Terry Moss"]));
    assert_eq!(view["praise"]["acknowledged"], json!([]));
    assert_eq!(view["status"], "recorded");

    env.now("2026-03-05T10:00");
    let view = env.sh(&format!("acknowledge {id} --name 'Terry Moss' --json")).json();
    let receipt = json!([{"name": "Terry Moss", "on": "2026-03-05"}]);
    let kept = list(&view["praise"]["acknowledged"]);
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert_eq!(kept[0]["name"], receipt[0]["name"]);
    assert_eq!(kept[0]["on"], receipt[0]["on"]);
    assert_eq!(view["status"], "recorded", "the other is waited for");
    let inbox = |who: &str| list(&env.iro(&["inbox", "--for", who, "--json"]).json());
    let waiting = inbox("Sam Carter");
    assert!(waiting.iter().any(|item| item["dispute"] == id && item["what"] == "acknowledge"), "{waiting:?}");
    assert!(!inbox("Terry Moss").iter().any(|item| item["dispute"] == id));
    // Praise has no stage and no clock, and is not listed among the disputes.
    assert_eq!(view["stage"], Value::Null);
    assert_eq!(view["due"], Value::Null);
    assert!(env.due(&["--all"]).iter().all(|clock| clock["dispute"] != id));
    assert_eq!(env.listed(&[]), [dispute]);
    assert_eq!(env.listed(&["--all", "--kind", "praise"]), [id]);
    env.sh("acknowledge 2026-0009 --name 'Sam Carter'").code(4);
    sound(&env);
}

#[test]
fn a_final_decision_that_does_not_satisfy() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-4", "--needed-by", "2026-03-27"]);
    env.now("2026-03-06T10:00");
    let people = "--attended social-worker --attended service-manager --attended head-of-service \
        --attended assistant-executive-director";
    env.sh(&format!("meeting {id} --held 2026-03-05T14:00 --chair assistant-executive-director {people} --minutes M"))
        .ok();
    let decide = format!("decide {id} --decided-by assistant-executive-director --text 'The move goes ahead'");
    let view = env.sh(&format!("{decide} --json")).json();
    assert_eq!(view["closed_on"], Value::Null);
    assert_eq!(view["result"], Value::Null);
    assert!(is_running(&view, "total"));
    env.iro(&["show", &id]).ok().says("The move goes ahead").says("refer");

    env.now("2026-03-09T10:00");
    let refer = format!("refer {id} --ground final-decision --reason 'He would lose his school' --written 2026-03-09");
    let view = env.sh(&format!("{refer} --json")).json();
    assert_eq!(view["referral"]["ground"], "final-decision");
    assert_eq!(list(&view["overrides"]).len(), 0, "nothing stood in the way");
    assert_eq!(env.listed(&["--open"]), [id.as_str()]);
    assert_clock(&find_clock(&view, "total", None), "2026-03-30", "hard", "running");

    env.now("2026-03-20T10:00");
    let end = format!("resolve {id} --outcome 'Settled with Cafcass' --result decision-stands --json");
    let view = env.sh(&end).json();
    assert_eq!(view["result"], "decision-stands");
    assert_eq!(view["closed_on"], "2026-03-20");
    sound(&env);
}

#[test]
fn resolved_and_reopened_at_the_next_stage_when_an_action_was_missed() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-1"]);
    env.respond(&id, &["--action", "Book the panel | Sam Carter | 2026-03-13"]);
    env.now("2026-03-06T10:00");
    env.sh(&format!("agree {id}")).ok();
    env.resolve(&id);
    assert!(env.closed_file("2026", &id).is_file());
    let closed = fs::read_to_string(env.closed_file("2026", &id)).unwrap();

    env.now("2026-03-16T10:00");
    let reopen = format!("reopen {id} --reason 'The panel was not booked' --to stage-2 --json");
    let view = env.sh(&reopen).json();
    assert_eq!(view["stage"], "stage-2");
    assert_eq!(view["status"], "awaiting-response");
    assert_eq!(view["closed_on"], Value::Null);
    assert_eq!(view["stages_visited"], json!(["stage-1", "stage-2"]));
    // 17, 18, 19, 20, 23; the total still counts from 2 March.
    assert_clock(&find_clock(&view, "resolve", "stage-2"), "2026-03-23", "aim", "running");
    let totals: Vec<_> = list(&view["clocks"]).into_iter().filter(|clock| clock["clock"] == "total").collect();
    assert_eq!(totals.len(), 1, "one total: {totals:?}");
    assert_clock(&totals[0], "2026-03-30", "hard", "running");
    assert_eq!(totals[0]["started"], "2026-03-02");
    assert_due_adds_up(&view);

    let missed = format!("action missed {id} 1 --reason 'Nobody asked for a date' --json");
    assert_eq!(env.sh(&missed).json()["actions"][0]["state"], "missed");
    assert!(!env.closed_file("2026", &id).exists());
    let open = fs::read_to_string(env.open_file(&id)).unwrap();
    assert!(open.starts_with(&closed), "nothing is erased");
    assert_eq!(env.listed(&["--open"]), [id.as_str()]);

    env.now("2026-03-27T10:00");
    let view = env.resolve(&id);
    assert_eq!(view["closed_on"], "2026-03-27");
    assert_eq!(find_clock(&view, "total", None)["late"], false);
    sound(&env);
}

#[test]
fn a_wrong_date_corrected_a_week_later() {
    let env = Env::new();
    let id = env.raise("mosaic", &[]); // due Monday 9 March
    env.now("2026-03-10T09:00");
    env.respond(&id, &["--action", "Book the panel | Sam Carter | 2026-04-17"]);
    assert_eq!(env.clock(&id, "respond", "informal")["late"], true);
    let log = |env: &Env| list(&env.iro(&["log", &id, "--json"]).json());
    let wrong = log(&env).pop().unwrap();
    let record = fs::read_to_string(env.open_file(&id)).unwrap();

    env.now("2026-03-17T09:00");
    let n = &wrong["n"];
    let why = "--reason 'It came on Monday; I typed it on Tuesday'";
    let line = format!("correct {id} --event {n} {why} --set on=2026-03-09T16:00 --json");
    let view = env.sh(&line).json();
    let clock = find_clock(&view, "respond", "informal");
    assert_clock(&clock, "2026-03-09", "agreed", "met");
    assert_eq!(clock["late"], false);
    assert_eq!(clock["ended"], "2026-03-09");
    assert_eq!(view["status"], "awaiting-review");

    // The old words are still in the record and in the log, with the reason.
    let after = fs::read_to_string(env.open_file(&id)).unwrap();
    assert!(after.starts_with(&record), "nothing is erased: {after}");
    let events = Value::from(log(&env)).to_string();
    assert!(events.contains("I typed it on Tuesday"), "{events}");
    assert!(events.contains("2026-03-10"), "{events}");
    assert!(events.contains("We will do it"), "{events}");
    env.iro(&["log", &id]).ok().says("I typed it on Tuesday");
    // `--as-of` the 12th still shows what was known then.
    let then = env.sh(&format!("show {id} --as-of 2026-03-12T09:00 --json")).json();
    assert_eq!(find_clock(&then, "respond", "informal")["late"], true);
    sound(&env);
}

// An event entered in error is struck out, and can still be read.
#[test]
fn an_entry_made_in_error_is_struck() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-1"]);
    env.now("2026-03-04T10:00");
    env.escalate(&id, "urgent", &[]);
    let wrong = list(&env.iro(&["log", &id, "--json"]).json()).pop().unwrap();
    env.now("2026-03-11T10:00");
    let line = format!("correct {id} --event {} --reason 'Meant for another child' --json", wrong["n"]);
    let view = env.sh(&line).json();
    assert_eq!(view["stage"], "stage-1");
    assert_eq!(view["stages_visited"], json!(["stage-1"]));
    assert_clock(&find_clock(&view, "resolve", "stage-1"), "2026-03-09", "agreed", "running");
    let log = list(&env.iro(&["log", &id, "--json"]).json());
    let struck: Vec<_> = log.iter().filter(|event| event["struck"] == true).collect();
    assert_eq!(struck.len(), 1, "{log:?}");
    assert_eq!(struck[0]["n"], wrong["n"]);
    assert!(struck[0].to_string().contains("Nothing has changed for the child"));
    sound(&env);
}
