//! What can be asked of the store, and the shape of the answers.

use serde_json::{Value, json};

use crate::env::{Env, find_clock, list, text};

#[track_caller]
fn assert_keys(value: &Value, keys: &str) {
    let object = value
        .as_object()
        .unwrap_or_else(|| panic!("not an object: {value}"));
    for key in keys.split_whitespace() {
        assert!(object.contains_key(key), "no key `{key}` in {value}");
    }
}

const DISPUTE: &str = "id kind policy policy_version child siblings raised_on raised_at raised_by \
    by_role iro team case_type legal_status subject decided_by aware_on arose_on needed_by \
    review_date categories concern impact impact_level seeking fields stage stage_title formal \
    status owner waiting_on status_since_on due overdue clocks actions duties notices meetings \
    extensions referral praise stages_visited overrides closed_on result outcome impact_on_child \
    events";
const CLOCK: &str = "dispute child clock stage label for limit strength started started_at due \
    due_at original_due state late ended ended_at status working_days_left source explain";

#[test]
fn every_key_of_the_dispute_view_is_there() {
    let env = Env::new();
    let stage = ["--stage", "stage-3", "--reason", "Urgent"];
    let id = env.raise(
        "south-west",
        &[&stage[..], &["--respond-by", "2026-03-12"]].concat(),
    );
    env.respond(
        &id,
        &["--action", "Book the panel | Sam Carter | 2026-03-20"],
    );
    env.iro(&[
        "meeting",
        &id,
        "--held",
        "2026-03-02T10:00",
        "--chair",
        "A",
        "--minutes",
        "M",
    ])
    .ok();
    let longer = [
        "extend",
        &id,
        "--clock",
        "total",
        "--until",
        "2026-04-24",
        "--reason",
        "Time",
    ];
    env.iro(&longer).ok();
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
    for many in [
        "clocks",
        "actions",
        "duties",
        "meetings",
        "extensions",
        "overrides",
    ] {
        assert!(!list(&view[many]).is_empty(), "{many}");
    }
    assert_eq!(view["kind"], "dispute");
    assert_eq!(view["referral"], Value::Null);
    assert_eq!(view["praise"], Value::Null);
    assert_eq!(view["closed_on"], Value::Null);
    assert_eq!(view["raised_by"], "Jo Bloggs");
    // The list shows the same view.
    assert_eq!(env.iro(&["list", "--json"]).json(), json!([view]));
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
            "--legal-status",
            "s20",
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
        ("legal_status", "s20"),
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

/// A: Mosaic, informal, 2 March. B: Knowsley, stage 3, 4 March. C: Knowsley, resolved on 6 March.
fn three(env: &Env) -> [String; 3] {
    let a = ["--child", "C-1", "--iro", "Ann Other", "--team", "North"];
    let a = env.raise(
        "mosaic",
        &[&a[..], &["--category", "drift-and-delay"]].concat(),
    );
    env.now("2026-03-04T10:00");
    let b = ["--child", "C-2", "--stage", "stage-3", "--team", "South"];
    let b = env.raise("knowsley", &b);
    env.now("2026-03-05T10:00");
    let c = env.raise("knowsley", &["--child", "C-3"]);
    env.now("2026-03-06T10:00");
    env.resolve(&c);
    [a, b, c]
}

#[test]
fn filters_of_the_list() {
    let env = Env::new();
    let [a, b, c] = three(&env);
    let cases: [(&[&str], &[&String]); 16] = [
        (&["--sort", "raised"], &[&a, &b]),
        (&["--open", "--sort", "raised"], &[&a, &b]),
        (&["--closed"], &[&c]),
        (&["--all", "--sort", "raised"], &[&a, &b, &c]),
        (&["--all", "--sort", "child"], &[&a, &b, &c]),
        (&["--child", "C-2"], &[&b]),
        (&["--iro", "Ann Other"], &[&a]),
        (&["--stage", "stage-3"], &[&b]),
        (&["--all", "--status", "resolved"], &[&c]),
        (&["--category", "drift-and-delay"], &[&a]),
        (&["--policy", "knowsley"], &[&b]),
        (&["--team", "South"], &[&b]),
        (&["--responder", "head-of-service"], &[&b]),
        (&["--from", "2026-03-03"], &[&b]),
        (&["--to", "2026-03-03"], &[&a]),
        (&["--all", "--sort", "raised", "--limit", "2"], &[&a, &b]),
    ];
    for (filter, expected) in cases {
        let expected: Vec<&str> = expected.iter().map(|id| id.as_str()).collect();
        assert_eq!(env.listed(filter), expected, "{filter:?}");
    }
}

#[test]
fn the_list_for_scripts_and_for_people() {
    let env = Env::new();
    let [a, b, c] = three(&env);
    let ids = env
        .iro(&["list", "--all", "--sort", "raised", "--ids"])
        .ok();
    assert_eq!(ids.stdout.lines().collect::<Vec<_>>(), [&a, &b, &c]);
    let csv = env
        .iro(&["list", "--all", "--sort", "raised", "--csv"])
        .ok();
    let lines: Vec<_> = csv.stdout.lines().collect();
    assert_eq!(lines.len(), 4, "a heading and three rows: {lines:?}");
    for (line, id) in lines[1..].iter().zip([&a, &b, &c]) {
        assert!(line.contains(id.as_str()), "{line}");
    }
    let table = env.iro(&["list"]).ok();
    assert!(
        table.stdout.contains(&a) && table.stdout.contains(&b),
        "{table:?}"
    );
    assert!(!table.stdout.contains(&c), "{table:?}");
}

#[test]
fn an_empty_store() {
    let env = Env::new();
    assert_eq!(env.iro(&["list", "--json"]).json(), json!([]));
    assert_eq!(env.iro(&["due", "--json"]).json(), json!([]));
    assert_eq!(env.iro(&["list", "--ids"]).ok().stdout, "");
    let morning = env.iro(&["due", "--today"]).ok();
    assert_eq!(morning.stdout, "");
    assert!(!morning.stderr.is_empty(), "an empty morning says so");
    env.iro(&["due", "--exit-code"]).ok();
}

/// The disputes whose answers are listed.
fn answers(env: &Env, filter: &[&str]) -> Vec<String> {
    let due = env.due(filter);
    let answers = due.iter().filter(|c| c["clock"] == "respond");
    answers.map(|c| text(c, "dispute").to_owned()).collect()
}

#[test]
fn filters_of_what_is_due() {
    let env = Env::new();
    let none = Vec::<String>::new();
    // 9 March is five working days from 2 March, 10 March six, 27 March nineteen.
    let near = env.raise("mosaic", &["--iro", "Ann Other"]);
    let next = env.raise("mosaic", &["--respond-by", "2026-03-10"]);
    let far = env.raise("mosaic", &["--respond-by", "2026-03-27"]);
    assert_eq!(answers(&env, &[]), [near.as_str()]);
    assert_eq!(answers(&env, &["--all"]), [&near[..], &next, &far]);
    assert_eq!(
        answers(&env, &["--within", "10 working days"]),
        [&near[..], &next]
    );
    assert_eq!(
        answers(&env, &["--within", "19 working days"]),
        [&near[..], &next, &far]
    );
    assert_eq!(answers(&env, &["--today"]), none);
    assert_eq!(
        answers(&env, &["--all", "--iro", "Ann Other"]),
        [near.as_str()]
    );

    env.now("2026-03-09T10:00");
    assert_eq!(answers(&env, &["--today"]), [near.as_str()]);
    assert_eq!(answers(&env, &["--overdue"]), none);
    env.now("2026-03-10T10:00");
    assert_eq!(answers(&env, &["--today"]), [&near[..], &next]);
    assert_eq!(answers(&env, &["--overdue"]), [near.as_str()]);
    for clock in env.due(&["--all"]) {
        for key in CLOCK.split_whitespace() {
            assert!(clock.get(key).is_some(), "{key} in {clock}");
        }
        assert_eq!(clock["state"], "running");
    }
    let dates: Vec<_> = env
        .due(&["--all"])
        .iter()
        .map(|c| text(c, "due").to_owned())
        .collect();
    assert!(dates.is_sorted(), "soonest first: {dates:?}");

    // An answer takes it off the list.
    env.respond(
        &near,
        &["--action", "Book the panel | Sam Carter | 2026-04-20"],
    );
    assert_eq!(answers(&env, &["--overdue"]), none);
}

#[test]
fn what_is_due_from_whom() {
    let env = Env::new();
    let none = Vec::<String>::new();
    let terry = env.raise("mosaic", &["--assign", "team-manager=Terry Moss"]);
    let other = env.raise("mosaic", &[]);
    let stage = ["--stage", "stage-3", "--reason", "Decided there"];
    let higher = env.raise("mosaic", &stage);
    assert_eq!(
        env.clock(&terry, "respond", None)["for"]["name"],
        "Terry Moss"
    );
    assert_eq!(answers(&env, &["--for", "Terry Moss"]), [terry.as_str()]);
    let mut managers = answers(&env, &["--for", "team-manager"]);
    managers.sort();
    assert_eq!(managers, [&terry[..], &other]);
    assert_eq!(
        answers(&env, &["--for", "head-of-service"]),
        [higher.as_str()]
    );
    assert_eq!(answers(&env, &["--for", "service-manager"]), none);
}

#[test]
fn a_script_can_ask_by_exit_code() {
    let env = Env::new();
    env.raise("mosaic", &[]);
    env.iro(&["due", "--today", "--exit-code"]).ok();
    env.now("2026-03-09T08:00");
    let run = env
        .iro(&["due", "--today", "--exit-code", "--json"])
        .code(10);
    assert_eq!(list(&run.document()).len(), 1, "{run:?}");
    env.iro(&["due", "--today"]).ok();
}

#[test]
fn the_state_as_it_stood() {
    let env = Env::new();
    let id = env.raise("mosaic", &[]);
    env.now("2026-03-04T10:00");
    env.respond(
        &id,
        &["--action", "Book the panel | Sam Carter | 2026-03-20"],
    );
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
        // as a flag
        let view = env.iro(&["show", &id, "--as-of", when, "--json"]).json();
        assert_eq!(view["stage"], stage, "{when}");
        assert_eq!(view["status"], status, "{when}");
        let before = env.iro(&["list", "--as-of", when, "--ids"]).ok();
        assert_eq!(before.stdout.trim(), id, "{later} came after {when}");
        // and as the environment has it
        let then = env.fork();
        then.now(when);
        assert_eq!(then.dispute(&id), view, "{when}");
    }
    let then = ["due", "--all", "--as-of", "2026-03-03T12:00", "--json"];
    let due = list(&env.iro(&then).json());
    assert!(
        due.iter()
            .any(|c| c["clock"] == "respond" && c["working_days_left"] == 4)
    );
    assert_eq!(
        env.listed(&["--as-of", "2026-03-01T12:00"]),
        Vec::<String>::new()
    );
}

#[test]
fn ids_follow_the_year_of_the_event_and_may_be_short() {
    let env = Env::new();
    env.now("2026-01-05T10:00");
    assert_eq!(env.raise("knowsley", &[]), "2026-0001");
    assert_eq!(env.raise("knowsley", &["--on", "2025-12-30"]), "2025-0001");
    assert_eq!(env.raise("knowsley", &[]), "2026-0002");
    for short in ["2026-0002", "2026-2", "0002", "2"] {
        assert_eq!(env.dispute(short)["id"], "2026-0002", "{short}");
    }
    // Two disputes are number one: both are listed.
    env.iro(&["show", "1"])
        .code(4)
        .says("2026-0001")
        .says("2025-0001");
}

#[test]
fn an_id_that_does_not_exist() {
    let env = Env::new();
    let id = env.raise("knowsley", &[]);
    env.iro(&["show", "2026-0002"])
        .code(4)
        .says("did you mean")
        .says(&id);
    let run = env.iro(&["show", "2026-0002", "--json"]).code(4);
    assert_eq!(run.error()["code"], 4);
    assert_eq!(run.stdout, "");
    env.iro(&["note", "2026-0002", "--text", "Called"])
        .code(4)
        .says("2026-0002");
}

#[test]
fn the_log_is_every_event_in_order() {
    let env = Env::new();
    let id = env.raise("mosaic", &[]);
    env.now("2026-03-04T10:00");
    env.respond(
        &id,
        &["--action", "Book the panel | Sam Carter | 2026-03-20"],
    );
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
    let log = Value::from(log).to_string();
    assert!(
        log.contains("We will do it"),
        "the words of the answer are kept: {log}"
    );
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
    env.iro(&["why", &id, "no-such-clock"])
        .code(4)
        .says("no-such-clock");
    let due = env.iro(&["due", "--all", "--explain"]).ok();
    assert!(due.stdout.contains("Easter Monday"), "{due:?}");
}
