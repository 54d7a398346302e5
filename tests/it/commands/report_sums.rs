//! `iro report`: parts add up to their whole. Each event and each deadline is in exactly one of a year's periods and in
//! one row of a table, and the opening balance leads to the closing one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

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
        let late_or_none = if answered.is_some() { [1.0, 0.0, 1.0, 0.0] } else { [1.0, 0.0, 0.0, 1.0] };
        for (from, to, expected) in [
            ("2026-01-01", "2026-03-31", late_or_none),
            ("2026-04-01", "2026-06-30", [0.0; 4]),
            ("2026-01-01", "2026-06-30", late_or_none),
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

/// What was raised in error concerned no child who should have been told or offered anything, and was raised neither in
/// time nor late.
#[test]
fn shares_leave_out_what_was_raised_in_error() {
    let env = Env::new();
    let one = env.raise("mosaic", &["--aware-on", "2026-03-02"]);
    let error = env.raise("mosaic", &["--aware-on", "2026-01-05"]);
    let south = env.raise("south-west", &["--respond-by", "2026-03-09"]);
    let other = env.raise("south-west", &["--respond-by", "2026-03-09"]);
    env.iro(&["done", &south, "advocate-offered"]).ok();
    for id in [&error, &other] {
        env.iro(&["withdraw", id, "--reason", "The wrong child", "--raised-in-error", "yes"]).ok();
    }
    for (id, of) in [("raised-in-time-share", 1), ("advocate-share", 1)] {
        let found = figure(&env, &[], id);
        assert_eq!((&found["value"], &found["of"]), (&json!(100), &json!(of)), "{id}");
    }
    assert_eq!(figure(&env, &[], "raised")["value"], 4);
    assert_eq!(env.dispute(&one)["status"], "awaiting-response");
}

/// What an ended dispute still owes is listed elsewhere, and is no measure of the open ones. Five working days from
/// Monday 2 March end on the 9th; on Monday the 23rd that is ten working days ago.
#[test]
fn the_longest_overdue_is_of_an_open_dispute() {
    let env = Env::new();
    let stages = r#"
  - {id: only, title: Only, kind: formal, any_of: [head-of-service], source: "1", clocks: [{id: respond, label: Answer, limit: 5 working days, strength: hard, from: stage-entered, until: answered}]}
"#;
    let more = r#"clocks:
  - {id: letter, label: Write to the family, limit: 2 working days, strength: hard, from: closed, until: {duty: letter}, source: "2"}
duties:
  - {id: letter, text: The letter is written, stages: end, source: "2"}
"#;
    let policy = format!(
        "format: 1\nid: ours\nversion: \"1\"\neffective_on: 2026-01-05\ntitle: Ours\ncovers: [looked-after]\nraisers: [iro]\n\
         roles: {{iro: IRO, head-of-service: Head of Service}}\nstages:{stages}{more}"
    );
    env.add_policy("ours", policy);
    env.now("2026-02-02T10:00");
    let ended = env.raise("ours", &[]);
    env.resolve(&ended);
    env.now("2026-03-02T10:00");
    env.raise("ours", &[]);
    env.now("2026-03-23T10:00");
    assert!(env.sh("due --overdue").ok().stdout.contains(&ended), "the letter is owed");
    assert_eq!(figure(&env, &[], "longest-overdue")["value"], 10);
}

/// A share of two must not look like a share of two hundred, in whatever form it is read.
#[test]
fn each_part_of_a_share_says_what_it_is_a_share_of() {
    let env = Env::new();
    env.raise("mosaic", &["--team", "North", "--aware-on", "2026-03-02"]);
    env.raise("mosaic", &["--team", "North", "--aware-on", "2026-01-05"]);
    env.raise("mosaic", &["--aware-on", "2026-03-02"]);
    let found = figure(&env, &["--by", "team"], "raised-in-time-share");
    assert_eq!(found["by"], json!({"North": 50, "not-said": 100}));
    assert_eq!(found["by_of"], json!({"North": 2, "not-said": 1}));
    for form in ["table", "md", "html"] {
        let page = env.iro(&["report", "--by", "team", "--format", form]).ok().stdout;
        assert!(page.contains("North, of 2"), "{form}: {page}");
    }
    // Nothing can be worked out from what is hidden.
    let hidden = figure(&env, &["--by", "team", "--suppress-small"], "raised-in-time-share");
    assert_eq!(hidden["by_of"], json!({"North": null, "not-said": null}));
}

/// What was asked for is in every form, also if nobody gave a value.
#[test]
fn a_split_that_was_asked_for_is_in_every_form() {
    let env = Env::new();
    env.raise("knowsley", &["--team", "North"]);
    let other = env.raise("knowsley", &[]);
    env.iro(&["complaint", &other, "--reason", "r", "--override", "x"]).ok();
    let found = figure(&env, &["--by", "team"], "complaints");
    assert_eq!(found["by"], json!({"not-said": 1}));
    let md = env.iro(&["report", "--by", "team", "--format", "md"]).ok().stdout;
    assert!(
        md.contains(
            "### Taken to the complaints procedure\n\n| | now | before |\n| --- | ---: | ---: |\n| not given | 1 |"
        ),
        "{md}"
    );
    let html = env.iro(&["report", "--by", "team", "--format", "html"]).ok().stdout;
    assert!(html.contains("<h3>Taken to the complaints procedure</h3>"), "{html}");
}

#[test]
fn what_is_printed_can_be_explained_also_a_nought() {
    let env = Env::new();
    env.now("2025-05-02T10:00");
    env.raise("knowsley", &["--team", "North"]);
    env.now("2026-06-01T10:00");
    let id = env.raise("knowsley", &["--team", "South"]);
    let explain = |group: &str| env.iro(&["report", "--by", "team", "--explain", &format!("raised:{group}"), "--json"]);
    assert_eq!(explain("South").json()["items"], json!([{"id": id, "groups": []}]));
    let none = explain("North").json();
    assert_eq!((&none["value"], &none["ids"], &none["items"]), (&json!(0), &json!([]), &json!([])));
    explain("East").code(4);
    env.iro(&["report", "--per-100", "0"]).code(2);
}
