//! `iro report`: parts add up to their whole. Each event and each deadline is in exactly one of a year's periods and in
//! one row of a table, and the opening balance leads to the closing one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::commands::report::generated;
use crate::env::{Env, list, text};

/// The figures of a period, by their ids.
fn figures(env: &Env, from: &str, to: &str) -> BTreeMap<String, f64> {
    let report = env.iro(&["report", "--json", "--from", from, "--to", to]).json();
    let of = |figure: &Value| Some((text(figure, "id").to_owned(), figure["value"].as_f64()?));
    list(&report["figures"]).iter().filter_map(of).collect()
}

fn figure(env: &Env, args: &[&str], id: &str) -> Value {
    let report = env.iro(&[&["report", "--json"], args].concat()).json();
    list(&report["figures"]).into_iter().find(|figure| figure["id"] == id).unwrap()
}

/// Raised on Tuesday 24 March 2026, an answer is due within five working days: on Tuesday the 31st, the last of a quarter.
#[test]
fn a_date_on_the_last_day_of_a_period_is_in_that_period() {
    for answered in [Some("2026-04-01"), None] {
        let env = Env::new();
        env.now("2026-03-24T10:00");
        let id = env.raise("mosaic", &[]);
        env.now("2026-07-10T10:00");
        if let Some(on) = answered {
            env.respond(&id, &["--role", "team-manager", "--on", on]);
        }
        for (from, to, expected) in [
            ("2026-01-01", "2026-03-31", [1.0, 0.0, 0.0, 1.0]),
            ("2026-04-01", "2026-06-30", [0.0; 4]),
            ("2026-01-01", "2026-06-30", if answered.is_some() { [1.0, 0.0, 1.0, 0.0] } else { [1.0, 0.0, 0.0, 1.0] }),
        ] {
            let found = figures(&env, from, to);
            let found = ["answers", "answers-in-time", "answers-late", "answers-none"].map(|id| found[id]);
            assert_eq!(found, expected, "{from} to {to}, answered {answered:?}");
        }
    }
}

/// While its day is not over, an answer can still be in time.
#[test]
fn a_date_of_today_has_not_passed() {
    let env = Env::new();
    env.now("2026-03-24T10:00");
    env.raise("mosaic", &[]);
    for (now, answers) in [("2026-03-31T17:00", 0.0), ("2026-04-01T09:00", 1.0)] {
        env.now(now);
        assert_eq!(figures(&env, "2026-01-01", "2026-03-31")["answers"], answers, "{now}");
    }
}

/// Twenty working days from Tuesday 3 March 2026 end on Tuesday the 31st. A dispute that the complaints procedure stops
/// before that date, and that continues after it, passes its total on the day it is reopened, and on no other.
#[test]
fn a_total_time_passes_in_one_period() {
    let env = Env::new();
    env.now("2026-03-03T10:00");
    env.raise("knowsley", &["--stage", "stage-1"]);
    let stopped = env.raise("knowsley", &["--stage", "stage-1"]);
    env.now("2026-03-20T10:00");
    env.sh(&format!("complaint {stopped} --reason 'The parents ask for it' --override 'sample reason'")).ok();
    env.now("2026-04-07T10:00");
    env.sh(&format!("reopen {stopped} --reason 'The complaint was not pursued'")).ok();
    env.now("2026-07-10T10:00");
    for (from, to, passed) in
        [("2026-03-01", "2026-03-31", 1.0), ("2026-04-01", "2026-04-30", 1.0), ("2026-03-01", "2026-04-30", 2.0)]
    {
        assert_eq!(figures(&env, from, to)["total-over"], passed, "{from} to {to}");
    }
}

/// Everything that happened or fell due within the year is in one of its periods, wherever they are cut. Whether a late
/// answer has come is judged at the end of each period, so only late and missing answers together add up.
#[test]
fn the_periods_of_a_year_add_up_to_it() {
    const ADD_UP: &[&str] = &[
        "raised",
        "raised-informal",
        "raised-formal",
        "raised-with-siblings",
        "raised-by-month",
        "raised-by-raiser",
        "started-above",
        "escalations",
        "bypasses",
        "extensions",
        "overrides",
        "answers",
        "answers-in-time",
        "totals",
        "total-over",
        "reopened",
        "actions-set",
        "actions-done",
        "actions-missed",
        "obstacles",
        "referrals",
        "complaints",
        "praise",
    ];
    let demo = Env::new();
    demo.with_demo();
    let year = Env::in_folder("its files are written by hand");
    generated(&year, 200);
    for (env, from, days) in [(demo, "2025-03-02", 365_u64), (year, "2025-04-01", 365)] {
        env.now("2026-09-01T09:00");
        let first: chrono::NaiveDate = from.parse().unwrap();
        let day = |n: u64| first + chrono::Days::new(n);
        let of = |from: u64, to: u64| figures(&env, &day(from).to_string(), &day(to - 1).to_string());
        let whole = of(0, days);
        assert!(whole["answers"] > 0.0 && whole["answers-late"] > 0.0, "{whole:?}");
        for long in [30, 91] {
            let mut sum: BTreeMap<String, f64> = BTreeMap::new();
            let mut at = 0;
            while at < days {
                let end = (at + long).min(days);
                for (id, value) in of(at, end) {
                    *sum.entry(id).or_default() += value;
                }
                at = end;
            }
            for id in ADD_UP {
                assert_eq!(sum[*id], whole[*id], "{id} in periods of {long} days from {from}");
            }
            let not_in_time = |of: &BTreeMap<String, f64>| of["answers-late"] + of["answers-none"];
            assert_eq!(not_in_time(&sum), not_in_time(&whole), "periods of {long} days from {from}");
        }
    }
}

/// A store with two disputes under Knowsley's protocol and three under the QA one. The two give the category
/// `poor-practice` and the role `head-of-service` different titles; the role that raises has the same title in both.
fn two_protocols() -> Env {
    let env = Env::new();
    env.now("2026-05-04T10:00");
    for _ in 0..2 {
        env.raise("knowsley", &["--category", "poor-practice"]);
    }
    for _ in 0..3 {
        env.raise("qa-notification", &["--category", "poor-practice"]);
    }
    env.now("2026-06-30T10:00");
    env
}

#[test]
fn what_protocols_call_differently_has_rows_of_its_own() {
    let env = two_protocols();
    let categories = figure(&env, &[], "raised-by-category");
    assert_eq!(
        categories["by"],
        serde_json::json!({"knowsley/poor-practice": 2, "qa-notification/poor-practice": 3}),
        "{categories}"
    );
    assert_eq!(categories["labels"]["qa-notification/poor-practice"], "qa-notification, Poor practice");
    // One title in both protocols: one row, named by the id alone.
    assert_eq!(figure(&env, &[], "raised-by-raiser")["by"], serde_json::json!({"iro": 5}));
    // In a report on one protocol the id is enough.
    let one = figure(&env, &["--policy", "knowsley"], "raised-by-category");
    assert_eq!(one["by"], serde_json::json!({"poor-practice": 2}));
    assert_eq!(one["labels"]["poor-practice"], "Poor practice towards the child");
    let behind = env.iro(&["report", "--explain", "raised-by-category:qa-notification/poor-practice"]).ok();
    assert_eq!(behind.stdout.lines().count(), 3, "{behind:?}");
    let table = env.iro(&["report"]).ok().stdout;
    assert!(table.contains("knowsley, Poor practice towards the child"), "{table}");
}

/// The year before has records under one protocol, this year under two: the rows of both years have the same ids.
#[test]
fn no_form_loses_a_row_or_has_it_twice() {
    let demo = Env::new();
    demo.with_demo();
    let env = two_protocols();
    env.now("2025-05-05T10:00");
    env.raise("knowsley", &["--category", "poor-practice"]);
    env.now("2026-06-30T10:00");
    for env in [demo, env] {
        for by in ["", "category", "role", "by-role", "stage"] {
            let split = if by.is_empty() { vec![] } else { vec!["--by", by] };
            let json = env.iro(&[&["report", "--json"], &split[..]].concat()).json();
            let csv = env.iro(&[&["report", "--format", "csv"], &split[..]].concat()).ok().stdout;
            let rows: Vec<csv::StringRecord> =
                csv::Reader::from_reader(csv.as_bytes()).records().map(|row| row.unwrap()).collect();
            for figure in list(&json["figures"]) {
                let id = text(&figure, "id");
                let groups: Vec<_> = rows.iter().filter(|row| &row[2] == id && !row[4].is_empty()).collect();
                let ids: BTreeSet<&str> = groups.iter().map(|row| &row[4]).collect();
                assert_eq!(ids.len(), groups.len(), "two rows under one id, {by} {id}: {groups:?}");
                for (key, column) in [("by", 7), ("by_before", 8)] {
                    let json = figure[key].as_object().unwrap();
                    assert_eq!(json.len(), groups.len(), "{by} {id}");
                    for row in &groups {
                        let cell = row[column].parse::<f64>().ok();
                        assert_eq!(json[&row[4]].as_f64(), cell, "{by} {id} {key} {}", &row[4]);
                    }
                }
            }
        }
    }
}

/// Open at the start, plus raised, plus reopened, minus closed, is open at the end.
#[test]
fn the_opening_balance_leads_to_the_closing_one() {
    let env = Env::new();
    env.now("2026-03-03T10:00");
    let again = env.raise("knowsley", &[]);
    let twice = env.raise("knowsley", &[]);
    env.raise("knowsley", &[]);
    env.resolve(&again);
    env.resolve(&twice);
    env.now("2026-04-07T10:00");
    env.sh(&format!("reopen {again} --reason 'It came back'")).ok();
    env.sh(&format!("reopen {twice} --reason 'It came back'")).ok();
    env.now("2026-04-20T10:00");
    env.resolve(&twice);
    env.raise("knowsley", &[]);
    env.now("2026-07-10T10:00");
    let found = figures(&env, "2026-04-01", "2026-06-30");
    let balance = ["open-at-start", "raised", "reopened-after-end", "closed", "open-at-end"].map(|id| found[id]);
    // One stayed open; two were ended and reopened, one of which was ended again; one is new.
    assert_eq!(balance, [1.0, 1.0, 2.0, 1.0, 3.0]);
    let demo = Env::new();
    demo.with_demo();
    for (from, to) in [("2025-04-01", "2025-06-30"), ("2025-07-01", "2025-12-31"), ("2026-01-01", "2026-02-15")] {
        let found = figures(&demo, from, to);
        let sum = found["open-at-start"] + found["raised"] + found["reopened-after-end"] - found["closed"];
        assert_eq!(sum, found["open-at-end"], "{from} to {to}");
    }
}

/// Actions of an ended dispute need not be done any more; `iro due` leaves them out, too.
#[test]
fn actions_of_what_has_ended_are_not_overdue() {
    let env = Env::new();
    env.now("2026-05-04T10:00");
    let promise = |id: &str| {
        env.respond(id, &["--role", "team-manager", "--action", "Visit | Sam Lee | 2026-05-20"]);
    };
    let [open, ended, in_error] = [(); 3].map(|()| env.raise("knowsley", &["--stage", "stage-1"]));
    for id in [&open, &ended, &in_error] {
        promise(id);
    }
    env.resolve(&ended);
    env.sh(&format!("withdraw {in_error} --reason 'Raised in error' --override 'sample reason'")).ok();
    env.now("2026-06-30T10:00");
    assert_eq!(figures(&env, "2026-04-01", "2026-06-30")["actions-overdue"], 1.0);
    let waiting = env.due(&["--overdue"]);
    let actions = waiting.iter().filter(|clock| text(clock, "clock").starts_with("action-"));
    assert_eq!(actions.map(|clock| text(clock, "dispute")).collect::<Vec<_>>(), [open.as_str()]);
}
