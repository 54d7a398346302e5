//! The life of a dispute under any policy: answering, agreeing, resolving, withdrawing, and which steps are refused
//! when.

use std::fs;

use serde_json::Value;

use crate::env::{Env, assert_clock, assert_due_adds_up, assert_instant, find_clock, is_running, list, text};
use crate::transcript::shown_at_terminal;

const POLICIES: [&str; 5] = ["knowsley", "south-west", "qa-notification", "mosaic", "national"];
const PLAN: &str = "Book the panel | Sam Carter | 2026-03-20";

/// Answered, with one action for 20 March, and accepted on 5 March.
fn agreed(env: &Env) -> String {
    let id = env.raise("mosaic", &[]);
    env.now("2026-03-04T10:00");
    env.respond(&id, &["--action", PLAN]);
    env.now("2026-03-05T10:00");
    let view = env.iro(&["agree", &id, "--text", "A good plan", "--json"]).json();
    assert_eq!(view["status"], "agreed");
    id
}

#[test]
fn an_answer_never_closes_anything() {
    for policy in POLICIES {
        let env = Env::new();
        let id = env.raise(policy, &[]);
        env.now("2026-03-03T10:00");
        let view = env.respond(&id, &[]);
        assert_eq!(view["status"], "awaiting-review", "{policy}");
        assert_eq!(view["waiting_on"]["role"], "iro", "{policy}");
        assert_eq!(view["closed_on"], Value::Null, "{policy}");
        assert_eq!(env.listed(&["--open"]), [id.as_str()], "{policy}");
        assert_due_adds_up(&view);
    }
}

#[test]
fn nothing_escalates_by_itself() {
    for policy in POLICIES {
        let env = Env::new();
        let raised = env.raised(policy, &[]);
        let id = text(&raised, "id");
        let before = fs::read(env.open_file(id)).unwrap();
        env.now("2026-09-01T10:00");
        env.due(&[]);
        let view = env.dispute(id);
        for key in ["stage", "status", "events", "stages_visited", "due"] {
            assert_eq!(view[key], raised[key], "{policy}: {key}");
        }
        assert_eq!(fs::read(env.open_file(id)).unwrap(), before, "{policy}");
    }
}

#[test]
fn due_today_is_not_overdue() {
    let env = Env::new();
    let id = env.raise("mosaic", &[]); // due Monday 9 March
    for (now, status, left, overdue) in [
        ("2026-03-06T10:00", "upcoming", 1, false),
        ("2026-03-07T10:00", "upcoming", 1, false),
        ("2026-03-09T00:01", "today", 0, false),
        ("2026-03-09T23:59", "today", 0, false),
        ("2026-03-10T00:01", "overdue", -1, true),
        ("2026-03-16T10:00", "overdue", -5, true),
    ] {
        env.now(now);
        let view = env.dispute(&id);
        let clock = find_clock(&view, "respond", "informal");
        assert_eq!(clock["status"], status, "{now}");
        assert_eq!(clock["working_days_left"], left, "{now}");
        assert_eq!(clock["state"], "running", "{now}");
        assert_eq!(view["overdue"], overdue, "{now}");
    }
}

#[test]
fn an_answer_is_in_time_until_the_last_day_ends() {
    for (now, late) in [("2026-03-09T23:59", false), ("2026-03-10T00:01", true), ("2026-03-13T10:00", true)] {
        let env = Env::new();
        let id = env.raise("mosaic", &[]);
        env.now(now);
        let view = env.respond(&id, &["--action", PLAN]);
        let clock = find_clock(&view, "respond", "informal");
        assert_clock(&clock, "2026-03-09", "agreed", "met");
        assert_eq!(clock["late"], late, "{now}");
    }
}

// The last day is 30 March, in summer time: 23:30 is 22:30 in UTC, and ten past midnight on the 31st is still the 30th
// in UTC.
#[test]
fn resolved_in_the_last_minutes_or_just_after() {
    for (now, instant, late) in [
        ("2026-03-30T23:30", "2026-03-30T23:30:00+01:00", false),
        ("2026-03-31T00:10", "2026-03-31T00:10:00+01:00", true),
    ] {
        let env = Env::new();
        let id = env.raise("knowsley", &["--stage", "stage-1"]);
        env.now(now);
        let view = env.resolve(&id);
        let total = find_clock(&view, "total", None);
        assert_clock(&total, "2026-03-30", "hard", "met");
        assert_eq!(total["late"], late, "{now}");
        assert_eq!(total["ended"], now[..10]);
        assert_instant(&total["ended_at"], instant);
        assert_eq!(view["closed_on"], now[..10]);
    }
}

#[test]
fn a_clock_met_late_says_so_for_ever() {
    let env = Env::new();
    let id = env.raise("mosaic", &[]);
    env.now("2026-03-10T09:00");
    env.respond(&id, &["--action", PLAN]);
    env.now("2026-03-11T09:00");
    env.escalate(&id, "unsatisfactory", &[]);
    env.now("2026-03-12T09:00");
    env.respond(&id, &["--action", PLAN]);
    env.now("2026-03-13T09:00");
    env.resolve(&id);
    env.now("2027-03-13T09:00");
    let view = env.dispute(&id);
    let clock = find_clock(&view, "respond", "informal");
    assert_eq!(clock["late"], true);
    assert_eq!(clock["state"], "met");
    assert_eq!(clock["ended"], "2026-03-10");
    assert_eq!(clock["status"], Value::Null);
    assert_eq!(find_clock(&view, "respond", "stage-1")["late"], false);
}

#[test]
fn raised_on_a_saturday() {
    let env = Env::new();
    for (now, due) in [
        // Monday the 9th is day one
        ("2026-03-07T11:00", "2026-03-13"),
        // Monday 4 May is a holiday: 5, 6, 7, 8, 11
        ("2026-05-02T11:00", "2026-05-11"),
    ] {
        env.now(now);
        let view = env.raised("mosaic", &[]);
        assert_eq!(view["raised_on"], now[..10]);
        assert_eq!(view["due"], due);
    }
}

// MO-50, A-54
#[test]
fn an_accepted_plan_stays_open_while_its_actions_are_tracked() {
    let env = Env::new();
    let id = agreed(&env);
    let view = env.dispute(&id);
    assert_eq!(view["closed_on"], Value::Null);
    let action = &list(&view["actions"])[0];
    assert_eq!(action["n"], 1);
    assert_eq!(action["state"], "open");
    let clock = find_clock(&view, "action-1", None);
    assert_eq!(clock["due"], "2026-03-20");
    assert_eq!(clock["state"], "running");
    let mine = env.due(&["--all", "--for", "Sam Carter"]);
    assert!(mine.iter().any(|c| c["clock"] == "action-1"), "{mine:?}");

    // One more, done late; the first missed.
    let add = format!("action add {id} --what 'Tell the school' --owner 'Kim Bell'");
    let view = env.sh(&format!("{add} --due 2026-03-11 --json")).json();
    assert_eq!(view["actions"][1]["n"], 2);
    assert_eq!(view["actions"][1]["owner"], "Kim Bell");
    env.now("2026-03-12T10:00");
    assert_eq!(env.clock(&id, "action-2", None)["status"], "overdue");
    let view = env.iro(&["action", "done", &id, "2", "--json"]).json();
    assert_eq!(view["actions"][1]["state"], "done");
    assert_eq!(view["actions"][1]["done_on"], "2026-03-12");
    let clock = find_clock(&view, "action-2", None);
    assert_eq!(clock["state"], "met");
    assert_eq!(clock["late"], true);
    env.now("2026-03-23T10:00");
    let missed = format!("action missed {id} 1 --reason 'No panel in March' --json");
    let view = env.sh(&missed).json();
    assert_eq!(view["actions"][0]["state"], "missed");
    assert_eq!(view["closed_on"], Value::Null);
}

// A-54
#[test]
fn open_actions_stand_in_the_way_of_resolving() {
    let env = Env::new();
    let id = agreed(&env);
    let resolve = format!("resolve {id} --outcome 'Good enough' --impact-on-child Calmer");
    env.sh(&format!("{resolve} --json")).refused();
    assert_eq!(env.dispute(&id)["status"], "agreed");
    let past = "--override 'The panel is booked' --json";
    let view = env.sh(&format!("{resolve} {past}")).json();
    assert_eq!(view["status"], "resolved");
    assert!(view["overrides"].to_string().contains("The panel is booked"));
}

// C-20, HB-10
#[test]
fn an_obstacle_is_no_ground_for_resolving() {
    for policy in POLICIES {
        for barrier in ["resources", "staffing", "other-agency"] {
            let env = Env::new();
            let id = env.raise(policy, &[]);
            let resolve = format!("resolve {id} --outcome 'It cannot be done' --barrier '{barrier}'");
            let text = "--impact-on-child 'None yet' --json";
            env.sh(&format!("{resolve} {text}")).refused();
            assert_eq!(env.dispute(&id)["closed_on"], Value::Null, "{policy} {barrier}");
        }
    }
}

#[test]
fn resolving_ends_every_clock_and_says_how() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-2"]);
    env.now("2026-03-05T10:00");
    let view = env.resolve(&id);
    assert_eq!(view["status"], "resolved");
    assert_eq!(view["result"], "resolved");
    assert_eq!(view["outcome"], "The panel date is set");
    assert_eq!(view["impact_on_child"], "The child knows the plan");
    assert_eq!(view["closed_on"], "2026-03-05");
    assert_eq!(view["due"], Value::Null);
    assert_eq!(view["overdue"], false);
    for clock in list(&view["clocks"]) {
        assert_ne!(clock["state"], "running", "{clock}");
        assert_eq!(clock["status"], Value::Null, "{clock}");
    }
    // An ended dispute cannot be answered or escalated.
    let events = view["events"].clone();
    env.iro(&["respond", &id, "--text", "Late news", "--json"]).refused();
    let up = format!("escalate {id} --because other --reason More --json");
    env.sh(&up).refused();
    assert_eq!(env.dispute(&id)["events"], events);
}

// A-56
#[test]
fn a_withdrawn_dispute_is_closed_and_kept() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-1"]);
    env.now("2026-03-04T10:00");
    let view = env.iro(&["withdraw", &id, "--reason", "Raised in error", "--json"]).json();
    assert_eq!(view["status"], "withdrawn");
    assert_eq!(view["closed_on"], "2026-03-04");
    assert!(!is_running(&view, "total"), "{}", view["clocks"]);
    assert_eq!(env.listed(&[]), Vec::<String>::new());
    assert_eq!(env.listed(&["--closed"]), [id]);
}

// C-19
#[test]
fn the_authoritys_decision_is_not_a_resolution() {
    let env = Env::new();
    let id = env.raise("knowsley", &["--stage", "stage-4"]);
    env.now("2026-03-05T10:00");
    let decide = format!("decide {id} --decided-by 'Pat Green' --text 'The plan stands' --json");
    let view = env.sh(&decide).json();
    assert_eq!(view["closed_on"], Value::Null);
    assert_eq!(view["outcome"], Value::Null);
    assert!(is_running(&view, "total"), "{}", view["clocks"]);
    assert_eq!(env.listed(&["--open"]), [id]);
}

/// A step on an ended dispute is refused before any question is asked, and before a missing flag is pointed out.
#[cfg(unix)]
#[test]
fn a_step_that_cannot_be_taken_is_refused_before_anything_is_asked() {
    let env = Env::new();
    let ended = env.raise("mosaic", &[]);
    env.resolve(&ended);
    let open = env.raise("mosaic", &[]);
    let praise = "praise --policy mosaic --child C-7 --for 'Sam Lee' --text Good --role team-manager --json";
    let praise = text(&env.sh(praise).json(), "id").to_owned();
    for (line, says) in [
        (format!("respond {ended}"), "is already resolved"),
        (format!("resolve {ended} --result resolved"), "is already resolved"),
        (format!("escalate {ended}"), "is already resolved"),
        (format!("withdraw {ended}"), "is already resolved"),
        (format!("complaint {ended}"), "is already resolved"),
        (format!("decide {ended}"), "is already resolved"),
        (format!("meeting {ended}"), "is already resolved"),
        (format!("extend {ended} --by '1 working day'"), "resolved"),
        (format!("reopen {open}"), "is open"),
        (format!("waive {open} nosuch"), "there is no duty"),
        (format!("correct {open} --event 9"), "9"),
        (format!("note {praise}"), "is praise"),
        (format!("acknowledge {open}"), "is a dispute"),
        (format!("respond {open} --role nosuch"), "there is no role"),
        (format!("escalate {open} --to nosuch"), "there is no stage"),
        (format!("reopen {ended} --to nosuch"), "there is no stage"),
        (format!("doctor --accept {open}"), "nothing to accept"),
    ] {
        let run = env.sh(&line);
        assert!([3, 4].contains(&run.code), "{run:?}");
        let run = run.says(says);
        assert!(!run.stderr.contains("is missing"), "{run:?}");
        let mut command = env.command();
        command.args(line.replace("'1 working day'", "24h").split(' '));
        let shown = shown_at_terminal(command, Some(b"x\r"));
        assert!(shown.contains("error:") && !shown.contains('?'), "{line}: {shown:?}");
    }
    // A step that is possible asks its question, and the answer is written as it was typed.
    let mut command = env.command();
    command.args(["note", &open]);
    let shown = shown_at_terminal(command, Some(b"@x y\r"));
    assert!(shown.contains("What is to be noted"), "{shown:?}");
}
