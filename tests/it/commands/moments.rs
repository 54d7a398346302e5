//! `--on`: recording when something happened, which may be earlier than when it is typed.

use std::fs;

use serde_json::{Value, json};

use crate::env::{Env, assert_clock, assert_instant, find_clock, list};

const PLAN: &str = "Book the panel | Sam Carter | 2026-03-20";

#[test]
fn a_meeting_and_a_note_are_kept() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-2"]);
    env.now("2026-03-06T12:00");
    let meeting = format!("meeting {id} --held 2026-03-05 --chair 'Alex Stone'");
    let there = "--attended 'Sam Carter' --minutes 'A date was set' --json";
    let view = env.sh(&format!("{meeting} {there}")).json();
    let held = &list(&view["meetings"])[0];
    assert_eq!(held["held_on"], "2026-03-05");
    assert_eq!(held["chair"], "Alex Stone");
    assert_eq!(held["attended"], json!(["Sam Carter"]));
    assert_eq!(held["minutes"], "A date was set");
    let before = view["events"].as_u64().unwrap();
    let note = format!("note {id} --kind child-view --text 'Wants to stay at school' --json");
    let view = env.sh(&note).json();
    assert_eq!(view["events"], before + 1);
    let log = env.iro(&["log", &id, "--json"]).json().to_string();
    assert!(log.contains("Wants to stay at school"), "{log}");
    assert_eq!(view["stage"], "stage-2");
}

// SW-14, SW-17, SW-18
#[test]
fn duties_are_done_or_waived_with_a_reason() {
    let env = Env::new();
    let id = env.raise("south-west", &[]);
    let duties = env.outstanding(&id);
    let duty = duties.first().expect("the first stage has duties");
    let state = |env: &Env, duty: &str| {
        list(&env.dispute(&id)["duties"])
            .into_iter()
            .find(|d| d["duty"] == duty)
            .expect("the duty stays listed in its stage")
    };
    assert_eq!(state(&env, duty)["on"], Value::Null);

    let waived = env.fork();
    waived.iro(&["waive", &id, duty, "--reason", "Too young"]).ok();
    assert_eq!(state(&waived, duty)["state"], "waived");

    env.now("2026-03-04T15:00");
    env.sh(&format!("done {id} '{duty}' --with 'Ali Reed' --text 'By telephone'")).ok();
    let done = state(&env, duty);
    assert_eq!(done["state"], "done");
    assert_eq!(done["on"], "2026-03-04");
    assert_eq!(done["with"], "Ali Reed");
    assert!(!env.outstanding(&id).contains(duty));
    assert_eq!(state(&env, duty)["state"], "done");
    env.iro(&["done", &id, "no-such-duty"]).code(4).says("no-such-duty");
}

#[test]
fn no_response_before_the_due_date_is_warned_about() {
    let env = Env::new();
    let id = env.raise("mosaic", &[]);
    env.now("2026-03-05T10:00");
    let early = format!("escalate {id} --because no-response --reason 'The move is tomorrow'");
    let past = "--override 'No time to telephone' --json";
    let run = env.sh(&format!("{early} {past}")).ok();
    assert!(!run.stderr.is_empty(), "a warning");
    assert_eq!(run.json()["stage"], "stage-1");
}

#[test]
fn events_come_in_their_order_and_never_from_the_future() {
    let env = Env::new();
    let future = "raise --policy knowsley --child C-1 --concern 'No visits' --impact Unseen \
        --seeking Visits --on 2026-03-03 --json";
    env.sh(future).refused();
    assert_eq!(env.listed(&["--all"]), Vec::<String>::new());

    env.now("2026-03-05T10:00");
    let id = env.raise("knowsley", &[]);
    env.now("2026-03-06T10:00");
    let events = env.dispute(&id)["events"].clone();
    for when in ["2026-03-04", "2026-03-05T09:59", "2026-03-07", "2026-03-06T10:01"] {
        env.iro(&["note", &id, "--text", "Called", "--on", when, "--json"]).refused();
    }
    assert_eq!(env.dispute(&id)["events"], events);
    env.iro(&["note", &id, "--text", "Called", "--on", "2026-03-05T10:01"]).ok();
}

#[test]
fn a_day_without_a_time_hides_nothing_that_happened_on_it() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]); // Monday 2 March at 10:00
    env.now("2026-03-02T12:00");
    env.iro(&["note", &id, "--text", "Some time that day", "--on", "today"]).ok();

    env.iro(&["note", &id, "--text", "Before it was raised", "--on", "2026-03-02T08:00"])
        .code(3)
        .says("before the latest");
    let early = format!("escalate {id} --because urgent --on 2026-03-02T09:00 --override x");
    env.sh(&early).code(3).says("before the latest");
    env.iro(&["note", &id, "--text", "After it", "--on", "2026-03-02T10:30"]).ok();

    env.iro(&["show", &id, "--as-of", "2026-03-02T09:00"])
        .code(4)
        .says("there was no `2026-0001` yet on Mon 2 March 2026 09:00")
        .says("leave out `--as-of`");
    assert_eq!(env.iro(&["list", "--as-of", "2026-03-02T09:00", "--json"]).json(), json!([]));
    let events = |when: &str| env.iro(&["show", &id, "--as-of", when, "--json"]).json()["events"].clone();
    assert_eq!(events("2026-03-02T10:15"), 2);
    assert_eq!(events("2026-03-02T11:00"), 3);
    assert_eq!(events("2026-03-02"), 3);
    assert_eq!(env.iro(&["check", "--json"]).json()["faults"], json!([]));
}

// QA-20, QA-23, A-59: held on Friday 20 February, typed on Monday 2 March.
#[test]
fn a_meeting_counts_from_the_day_it_was_held() {
    let env = Env::new();
    let id = env.raise("qa-notification", &["--stage", "stage-3", "--on", "2026-02-16T10:00"]);
    let meeting = format!("meeting {id} --held 2026-02-20T10:00 --chair head-of-service-qa --json");
    let view = env.fork().sh(&format!("{meeting} --on 2026-03-02")).json();
    let log_of = |env: &Env| list(&env.iro(&["log", &id, "--json"]).json()).pop().unwrap();

    // The meeting can be recorded although something later was recorded since.
    env.iro(&["note", &id, "--text", "They met on Friday", "--on", "2026-02-25"]).ok();
    let later = env.sh(&meeting).json();
    for view in [&view, &later] {
        assert_eq!(view["meetings"][0]["held_on"], "2026-02-20");
        let clock = find_clock(view, "meeting", "stage-3");
        assert_clock(&clock, "2026-02-23", "hard", "met");
        assert_eq!((&clock["ended"], &clock["late"]), (&json!("2026-02-20"), &json!(false)));
        let actions = find_clock(view, "actions", "stage-3");
        assert_eq!((&actions["started"], &actions["due"]), (&json!("2026-02-20"), &json!("2026-02-27")));
    }
    let entry = log_of(&env);
    assert_instant(&entry["at"], "2026-02-20T10:00:00+00:00");

    let held = |when: &str| env.sh(&format!("meeting {id} --held {when} --chair x --json"));
    let error = held("2026-03-03").refused();
    assert!(error["hint"].as_str().unwrap().contains("--held"), "{error}");
    env.sh(&format!("meeting {id} --held 2026-03-02 --on 2026-02-26 --chair x --json")).refused();
}

#[test]
fn a_duty_is_not_done_in_the_future() {
    let env = Env::new();
    let raise = "raise --policy mosaic --child C-1 --concern c --impact i --seeking s --aware-on today --stage stage-1";
    env.sh(&format!("{raise} --confirm manager-contacted=2026-03-03 --json")).refused();
    env.sh(&format!("{raise} --confirm nothing=2026-03-03 --json")).code(4);
    env.sh(&format!("{raise} --confirm manager-contacted=2026-02-27 --json")).ok();
}

#[test]
fn when_it_was_typed_is_an_instant() {
    let env = Env::new();
    env.now("2026-07-02");
    let id = env.raise("knowsley", &[]);
    let entry = list(&env.iro(&["log", &id, "--json"]).json()).pop().unwrap();
    assert_eq!(entry["at"], "2026-07-02");
    assert_instant(&entry["recorded_at"], "2026-07-02T23:59:59+01:00");
    let record = fs::read_to_string(env.open_file(&id)).unwrap();
    assert!(record.contains("recorded_at: \"2026-07-02T23:59:59+01:00\""), "{record}");
}

#[test]
fn when_may_be_said_in_several_ways() {
    let env = Env::new();
    env.now("2026-03-04T10:00"); // a Wednesday
    for (on, day) in [
        ("today", "2026-03-04"),
        ("wednesday", "2026-03-04"),
        ("yesterday", "2026-03-03"),
        ("monday", "2026-03-02"),
        ("thursday", "2026-02-26"),
        ("sunday", "2026-03-01"),
        ("2026-02-27", "2026-02-27"),
        ("2026-02-27T10:15", "2026-02-27"),
        ("2026-02-27T23:30:00-05:00", "2026-02-28"),
    ] {
        let view = env.raised("knowsley", &["--on", on]);
        assert_eq!(view["raised_on"], day, "{on}");
    }
    let view = env.raised("knowsley", &["--on", "2026-02-27T10:15"]);
    assert_instant(&view["raised_at"], "2026-02-27T10:15:00+00:00");
}

#[test]
fn a_dry_run_writes_nothing() {
    let env = Env::new();
    let raise = "raise --policy knowsley --child C-1 --concern 'No visits' --impact Unseen \
        --seeking Visits --dry-run";
    env.sh(raise).ok();
    assert_eq!(env.listed(&["--all"]), Vec::<String>::new());

    let id = env.raise("knowsley", &[]);
    let before = fs::read(env.open_file(&id)).unwrap();
    for args in [
        &["note", &id, "--text", "Called", "--dry-run"][..],
        &["respond", &id, "--text", "Yes", "--dry-run"],
        &["withdraw", &id, "--reason", "In error", "--dry-run"],
        &["resolve", &id, "--outcome", "Done", "--override=x", "--dry-run"],
    ] {
        env.iro(args).ok();
        assert_eq!(fs::read(env.open_file(&id)).unwrap(), before, "{args:?}");
    }
    assert_eq!(env.dispute(&id)["status"], "awaiting-response");
}

#[test]
fn after_a_change_people_read_what_happened_and_what_is_due() {
    let env = Env::new();
    let id = env.raise("mosaic", &[]);
    let run = env.sh(&format!("respond {id} --text Yes --action '{PLAN}' --override x")).ok();
    assert!(run.stdout.contains(&id), "{run:?}");
    let shown = env.iro(&["show", &id]).ok();
    assert!(shown.stdout.contains(&id), "{shown:?}");
}

#[test]
fn a_date_written_by_hand_in_britain_is_told_how_to_be_written() {
    let env = Env::new();
    let run = env.sh("raise --policy knowsley --child C-1 --concern x --aware-on 27/02/2026");
    run.code(2).says("for 27 February 2026 write `2026-02-27`");
    assert!(!env.data().join("open").exists());
}

// The 72 hours of an issue notification raised on Monday 2 March at 10:00 end on Thursday the 5th at 10:00.
#[test]
fn how_far_to_look_ahead_may_be_a_matter_of_hours() {
    let env = Env::new();
    let id = env.raise("qa-notification", &[]);
    for (now, near) in [("2026-03-05T08:00", false), ("2026-03-05T09:00", true)] {
        env.now(now);
        for read in ["due --within '1 hour' --json", "remind --within '1 hour' --dry-run"] {
            assert_eq!(env.sh(read).ok().stdout.contains(&id), near, "{now} {read}");
        }
        // A working day ahead is a day, whatever the hour.
        assert!(env.sh("due --within '1 working day'").ok().stdout.contains(&id), "{now}");
    }
}
