//! More time: how much of it, from when, and never over before it began.

use std::fs;

use serde_json::json;

use crate::env::{Env, assert_instant, find_clock, rules, text};

fn stage_1() -> (Env, String) {
    let env = Env::new();
    let id = env.raise("mosaic", &["--stage", "stage-1"]);
    (env, id)
}

/// The same, with an answer of the 2nd at 10:00: the limit is met, and further time counts from the agreement.
fn answered() -> (Env, String) {
    let (env, id) = stage_1();
    env.respond(&id, &[]);
    (env, id)
}

// MO-47: from 10:00 on the 2nd, 24 hours end at 10:00 on the 3rd.
#[test]
fn twenty_four_hours_are_no_longer_in_other_words() {
    for more in ["--until 2026-03-03", "--by '1 working day'", "--until 2026-03-03T10:01", "--by '25 hours'"] {
        let (env, id) = answered();
        let extend = format!("extend {id} {more} --reason 'It is nearly done' --json");
        assert_eq!(rules(&env.sh(&extend).refused()), ["extension-length"], "{more}");
        env.sh(&format!("{extend} --override 'It is as good as done'")).ok();
    }
    for more in ["--by '24 hours'", "--until 2026-03-03T10:00", "--until 2026-03-02"] {
        let (env, id) = answered();
        env.sh(&format!("extend {id} {more} --reason 'It is nearly done'")).ok();
    }
}

//
#[test]
fn without_a_time_of_day_hours_count_from_the_end_of_the_day_and_it_is_said() {
    let (env, id) = answered();
    env.now("2026-03-03T12:00");
    let extend = format!("extend {id} --by '24 hours' --reason 'It is nearly done' --on 2026-03-02 --json");
    let run = env.sh(&extend).ok().says("no time of day is given");
    let clock = find_clock(&run.document(), "extension", "stage-1");
    assert_instant(&clock["due_at"], "2026-03-03T23:59:59+00:00");
}

// The answer is due on Monday 9 March, so that 24 hours more end with Tuesday the 10th. From Monday 21 December it is due
// on Wednesday the 30th: Christmas Day is a Friday and the 28th is Boxing Day's holiday.
#[test]
fn further_time_never_ends_before_a_limit_that_still_runs() {
    for (raised, given, due, until) in [
        ("2026-03-02T10:00", "2026-03-03T10:00", "2026-03-09", "2026-03-10T23:59:59+00:00"),
        ("2026-12-21T10:00", "2026-12-24T10:00", "2026-12-30", "2026-12-31T23:59:59+00:00"),
    ] {
        let env = Env::new();
        env.now(raised);
        let id = env.raise("mosaic", &["--stage", "stage-1"]);
        assert_eq!(env.dispute(&id)["due"], due);
        env.now(given);
        let run = env.sh(&format!("extend {id} --by '24 hours' --reason Nearly --json")).ok();
        assert!(run.stderr.contains("`respond` still runs") && run.stderr.contains("from its end"), "{}", run.stderr);
        let view = run.document();
        assert_eq!((&view["due"], &view["overdue"]), (&json!(due), &json!(false)));
        assert_instant(&find_clock(&view, "extension", "stage-1")["due_at"], until);
        // No date before the limit's own is more time.
        let early = format!("extend {id} --until {} --reason Nearly --override x --json", &given[..10]);
        assert_eq!(rules(&env.sh(&early).refused()), ["extension"]);
    }
}

// Once it has run out without an answer, 24 hours are 24 hours from the agreement: 10 March, 10:00.
#[test]
fn further_time_after_the_limit_counts_from_the_agreement() {
    let (env, id) = stage_1();
    env.now("2026-03-10T10:00");
    let view = env.sh(&format!("extend {id} --by '24 hours' --reason Nearly --json")).json();
    assert_instant(&find_clock(&view, "extension", "stage-1")["due_at"], "2026-03-11T10:00:00+00:00");
}

// A protocol that counts from the agreement all the same: on 3 March for 24 hours, and no sooner over than the limit.
#[test]
fn a_protocol_may_count_from_the_agreement() {
    let env = Env::new();
    let mosaic = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/policies/mosaic.yaml")).unwrap();
    let ours = mosaic.replacen("id: mosaic", "id: ours", 1);
    let ours = ours.replace(
        "extend: {kind: further, at_most: 24 hours,",
        "extend: {kind: further, counts_from: agreement, at_most: 5 working days,",
    );
    fs::create_dir_all(env.data().join("policies")).unwrap();
    fs::write(env.data().join("policies/ours.yaml"), ours).unwrap();
    let raise = "raise --policy ours --child C-1 --concern c --stage stage-1 --aware-on today --override x --json";
    let id = text(&env.sh(raise).json(), "id").to_owned();
    env.now("2026-03-03T10:00");
    let more = |by: &str| {
        let run = env.fork().sh(&format!("extend {id} --by '{by}' --reason Nearly --json")).ok();
        find_clock(&run.says("ends no sooner").document(), "extension", "stage-1")["due"].clone()
    };
    assert_eq!(more("24 hours"), "2026-03-09");
    assert_eq!(more("5 working days"), "2026-03-10");
}

#[test]
fn more_time_is_not_over_before_it_is_given() {
    let (env, id) = stage_1();
    for until in ["2026-03-02T09:00", "2026-03-01"] {
        env.sh(&format!("extend {id} --until {until} --reason r --json")).refused();
    }
}

#[test]
fn until_a_weekday_is_until_the_next_one() {
    let env = Env::new();
    let id = env.raise("mosaic", &[]);
    // A Monday, on which the answer is due.
    env.now("2026-03-09T10:00");
    let view = env.iro(&["extend", &id, "--until", "friday", "--reason", "x", "--override", "x", "--json"]).json();
    let until: Vec<&str> =
        view["extensions"].as_array().unwrap().iter().map(|one| one["until"].as_str().unwrap()).collect();
    assert!(until[0].starts_with("2026-03-13"), "{until:?}");
}
