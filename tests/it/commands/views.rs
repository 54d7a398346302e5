//! The views of one dispute: `iro show`, `iro log`, `iro why`, and each of them with `--as-of`.

use serde_json::{Value, json};

use crate::env::{Env, find_clock, list, text};

const DISPUTE: &str = "id kind policy policy_version child siblings raised_on raised_at raised_by \
    by_role iro team case_type legal_status subject decided_by aware_on arose_on needed_by \
    review_date categories concern impact impact_level seeking fields stage stage_title formal \
    status owner waiting_on status_since_on due overdue clocks actions duties notices meetings \
    extensions referral praise stages_visited overrides closed_on result outcome impact_on_child \
    events";
pub const CLOCK: &str = "dispute child clock stage label for limit strength started started_at due \
    due_at original_due state late ended ended_at status working_days_left source explain";

#[track_caller]
fn assert_keys(value: &Value, keys: &str) {
    let object = value.as_object().unwrap_or_else(|| panic!("not an object: {value}"));
    for key in keys.split_whitespace() {
        assert!(object.contains_key(key), "no key `{key}` in {value}");
    }
}

#[test]
fn every_key_of_the_dispute_view_is_there() {
    let env = Env::new();
    let stage = ["--stage", "stage-3", "--reason", "Urgent"];
    let id = env.raise("south-west", &[&stage[..], &["--respond-by", "2026-03-12"]].concat());
    env.respond(&id, &["--action", "Book the panel | Sam Carter | 2026-03-20"]);
    env.sh(&format!("meeting {id} --held 2026-03-02T10:00 --chair A --minutes M")).ok();
    let longer = format!("extend {id} --clock total --until 2026-04-24 --reason Time");
    env.sh(&longer).ok();
    let view = env.dispute(&id);
    assert_keys(&view, DISPUTE);
    assert_keys(&view["owner"], "role name");
    assert_keys(&view["waiting_on"], "role name");
    for (many, keys) in [
        ("clocks", CLOCK),
        ("actions", "n what owner due state done_on"),
        ("duties", "duty text stage before state on with source"),
        ("notices", "to stage on"),
        ("meetings", "held_on chair attended minutes"),
        ("extensions", "clock until reason on"),
        ("overrides", "rules reason on"),
    ] {
        for one in list(&view[many]) {
            assert_keys(&one, keys);
        }
    }
    for many in ["clocks", "actions", "duties", "meetings", "extensions", "overrides"] {
        assert!(!list(&view[many]).is_empty(), "{many}");
    }
    assert_eq!(view["kind"], "dispute");
    assert_eq!(view["referral"], Value::Null);
    assert_eq!(view["praise"], Value::Null);
    assert_eq!(view["closed_on"], Value::Null);
    assert_eq!(view["raised_by"], "Jo Bloggs");
    // `iro list` gives the same view.
    let listed = list(&env.iro(&["list", "--json"]).json());
    assert_eq!(listed.len(), 1);
    assert_keys(&listed[0], DISPUTE);
    assert_eq!(listed[0]["clocks"].as_array().map(Vec::len), view["clocks"].as_array().map(Vec::len));
    for key in ["id", "stage", "status", "due", "overdue", "waiting_on"] {
        assert_eq!(listed[0][key], view[key], "{key}");
    }
}

#[test]
fn what_was_said_at_raising_comes_back() {
    let env = Env::new();
    let view = env.raised(
        "knowsley",
        &[
            "--child",
            "LA-77",
            "--concern",
            "No visits since May",
            "--impact",
            "Alone",
            "--seeking",
            "A visit",
            "--iro",
            "Ann Other",
            "--team",
            "North",
            "--aware-on",
            "2026-02-27",
            "--arose-on",
            "2026-02-20",
            "--needed-by",
            "2026-03-26",
            "--review-date",
            "2026-04-15",
            "--impact-level",
            "severe",
        ],
    );
    for (key, value) in [
        ("child", "LA-77"),
        ("concern", "No visits since May"),
        ("impact", "Alone"),
        ("seeking", "A visit"),
        ("iro", "Ann Other"),
        ("team", "North"),
        ("aware_on", "2026-02-27"),
        ("arose_on", "2026-02-20"),
        ("needed_by", "2026-03-26"),
        ("review_date", "2026-04-15"),
        ("impact_level", "severe"),
        ("policy", "knowsley"),
        ("raised_on", "2026-03-02"),
    ] {
        assert_eq!(view[key], value, "{key}");
    }
    let needed = find_clock(&view, "needed-by", None);
    assert_eq!(needed["due"], "2026-03-26");
    assert_eq!(needed["stage"], Value::Null);
    assert_eq!(needed["state"], "running");
}

#[test]
fn the_state_as_it_stood() {
    let env = Env::new();
    let id = env.raise("mosaic", &[]);
    env.now("2026-03-04T10:00");
    env.respond(&id, &["--action", "Book the panel | Sam Carter | 2026-03-20"]);
    env.now("2026-03-10T10:00");
    env.escalate(&id, "unsatisfactory", &[]);
    env.now("2026-03-12T10:00");
    let later = env.raise("mosaic", &[]);
    let today = env.dispute(&id);
    assert_eq!(today["stage"], "stage-1");
    for (when, stage, status) in [
        ("2026-03-03T12:00", "informal", "awaiting-response"),
        ("2026-03-05T12:00", "informal", "awaiting-review"),
        ("2026-03-11T12:00", "stage-1", "awaiting-response"),
    ] {
        // By flag.
        let view = env.iro(&["show", &id, "--as-of", when, "--json"]).json();
        assert_eq!(view["stage"], stage, "{when}");
        assert_eq!(view["status"], status, "{when}");
        let before = env.iro(&["list", "--as-of", when, "--ids"]).ok();
        assert_eq!(before.stdout.trim(), id, "{later} came after {when}");
        // By environment variable.
        let then = env.fork();
        then.now(when);
        assert_eq!(then.dispute(&id), view, "{when}");
    }
    let then = "due --all --as-of 2026-03-03T12:00 --json";
    let due = list(&env.sh(then).json());
    assert!(due.iter().any(|c| c["clock"] == "respond" && c["working_days_left"] == 4));
    assert_eq!(env.listed(&["--as-of", "2026-03-01T12:00"]), Vec::<String>::new());
}

#[test]
fn the_log_is_every_event_in_order() {
    let env = Env::new();
    let id = env.raise("mosaic", &[]);
    env.now("2026-03-04T10:00");
    env.respond(&id, &["--action", "Book the panel | Sam Carter | 2026-03-20"]);
    env.now("2026-03-10T10:00");
    env.escalate(&id, "unsatisfactory", &[]);
    let log = list(&env.iro(&["log", &id, "--json"]).json());
    assert_eq!(env.dispute(&id)["events"], log.len());
    assert!(log.len() >= 3, "{log:?}");
    for event in &log {
        assert_keys(event, "n at recorded_at by event stage struck fields");
        assert_eq!(event["by"], "Jo Bloggs");
        assert_eq!(event["struck"], false);
    }
    let numbers: Vec<_> = log.iter().map(|e| e["n"].as_u64().unwrap()).collect();
    assert!(numbers.windows(2).all(|two| two[0] < two[1]), "{numbers:?}");
    let clock = &log[0]["fields"]["clocks"][0];
    assert_eq!(
        (&clock["started"], &clock["due"]),
        (&json!("2026-03-02"), &json!("2026-03-09")),
        "dates, as everywhere"
    );
    assert_eq!(clock["started_at"], "2026-03-02T10:00:00+00:00");
    let log = Value::from(log).to_string();
    assert!(log.contains("We will do it"), "the words of the answer are kept: {log}");
}

#[test]
fn why_a_date_is_what_it_is() {
    let env = Env::new();
    env.now("2026-04-02T10:00");
    let id = env.raise("mosaic", &[]);
    // 7, 8, 9, 10, 13 April
    let why = list(&env.iro(&["why", &id, "respond", "--json"]).json());
    assert_eq!(why.len(), 1, "{why:?}");
    assert_keys(&why[0], CLOCK);
    assert_eq!(why[0]["due"], "2026-04-13");
    assert!(!list(&why[0]["explain"]).is_empty());
    let explain = why[0]["explain"].to_string();
    assert!(explain.contains("Good Friday"), "{explain}");
    assert!(explain.contains("Easter Monday"), "{explain}");
    env.iro(&["why", &id]).ok().says("Good Friday");
    env.iro(&["why", &id, "no-such-clock"]).code(4).says("no-such-clock");
    let due = env.iro(&["due", "--all", "--explain"]).ok();
    assert!(due.stdout.contains("Easter Monday"), "{due:?}");
}

#[test]
fn what_is_counted_from_a_review_stands_beside_it() {
    let env = Env::new();
    // Before Friday 1 May 2026: fifteen working days over Easter (3 and 6 April), and five.
    let id = env.raise("mosaic", &["--category", "lack-of-preparation", "--review-date", "2026-05-01"]);
    let due: Vec<String> =
        list(&env.dispute(&id)["review_leads"]).iter().map(|lead| text(lead, "due").to_string()).collect();
    assert!(["2026-04-10", "2026-04-24"].iter().all(|day| due.iter().any(|one| one == day)), "{due:?}");
    let shown = env.iro(&["show", &id]).ok().stdout;
    assert!(shown.contains("by Fri 10 April 2026: Review invitations are out"), "{shown}");
    // For a review beyond the calendar's years, no date is given.
    let far = env.raise("mosaic", &["--review-date", "2099-05-01"]);
    assert!(env.dispute(&far)["review_leads"].is_null());
}
