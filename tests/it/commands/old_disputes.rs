//! `iro import disputes`: a service's old log, checked by the same rules as any other dispute.

use std::fs;

use serde_json::{Value, json};

use crate::env::{Env, list, text};

fn file(env: &Env, name: &str, text: &str) -> String {
    let path = env.scratch(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

const MAP: &str = "columns:
  key: Our number
  child: Case ID
  raised_on: Sent
  raised_by: By
  concern: Issue
  impact: Effect
  seeking: Wanted
  stage: Stage
  aware_on: Sent
  answered_on: Reply
  answer: What they said
  escalated_on: To stage 2
  escalated_because: Why
  answered_on_2: Stage 2 reply
  ended_on: Closed
  outcome: Outcome
  result: How
values:
  stage: {one: stage-1}
  why: {}
  result: {Partly: resolved-in-part}
every:
  policy: mosaic
";

const LOG: &str = "Our number,Case ID,Sent,By,Issue,Effect,Wanted,Stage,Reply,What they said,To stage 2,Why,Stage 2 reply,Closed,Outcome,How,Colour
R-2,C-8,03/03/2025,Kim Sample,No visit,She waits,A visit,one,,,,,,,,,red
R-1,C-7,13/01/2025,Jo Bloggs,No plan,No home yet,A date,one,17/01/2025,In March,20/01/2025,unsatisfactory,24/01/2025,27/01/2025,Panel booked,Partly,red
";

#[track_caller]
fn import(env: &Env, args: &[&str], code: i32) -> Value {
    let mut all = vec!["import", "disputes", "--json"];
    all.extend(args);
    env.iro(&all).code(code).document()
}

fn map() -> String {
    MAP.replace("  why: {}\n", "").replace("  aware_on: Sent\n", "")
}

#[test]
fn an_old_log_becomes_records_with_the_dates_of_then() {
    let env = Env::new();
    let (log, map) = (file(&env, "log.csv", LOG), file(&env, "map.yaml", &map()));
    let dry = import(&env, &[&log, "--map", &map, "--dry-run"], 0);
    assert_eq!(list(&dry["imported"]).len(), 2, "{dry}");
    assert!(env.listed(&["--all"]).is_empty());
    let report = import(&env, &[&log, "--map", &map], 0);
    // They are numbered in the order in which they were raised, in the year they were raised.
    let ids: Vec<(&str, &str)> =
        report["imported"].as_array().unwrap().iter().map(|one| (text(one, "key"), text(one, "dispute"))).collect();
    assert_eq!(ids, [("R-1", "2025-0001"), ("R-2", "2025-0002")]);
    assert_eq!(report["unused_columns"], json!(["Colour"]));
    let first = env.dispute("2025-0001");
    for (key, value) in [
        ("child", "C-7"),
        ("raised_on", "2025-01-13"),
        ("raised_by", "Jo Bloggs"),
        ("status", "resolved"),
        ("stage", "stage-2"),
        ("closed_on", "2025-01-27"),
        ("result", "resolved-in-part"),
        ("outcome", "Panel booked"),
    ] {
        assert_eq!(text(&first, key), value, "{first}");
    }
    // Five working days from Monday 13 January 2025.
    assert_eq!(env.clock("2025-0001", "respond", "stage-1")["due"], "2025-01-20");
    let second = env.dispute("2025-0002");
    assert_eq!((text(&second, "status"), &second["overdue"]), ("awaiting-response", &json!(true)));
    let log_of = env.iro(&["log", "2025-0001", "--json"]).json();
    let events: Vec<String> = list(&log_of).iter().map(|one| text(one, "event").to_owned()).collect();
    assert_eq!(events, ["raised", "responded", "escalated", "responded", "resolved", "noted"]);
    let note = &log_of[5];
    assert_eq!(note["fields"]["text"], "Imported: R-1 (row 3 of log.csv)");
    assert_eq!((text(note, "at"), text(note, "by")), ("2026-03-02T10:00:00+00:00", "Jo Bloggs"), "{note}");
    env.iro(&["check"]).ok();
}

/// What has ended and still owes something is named by `due` as if it had ended here.
#[test]
fn what_an_old_dispute_still_owes_is_named() {
    let env = Env::in_folder("it asks doctor about the notes in the folder");
    env.now("");
    let (log, map) = (file(&env, "log.csv", LOG), file(&env, "map.yaml", &map()));
    import(&env, &[&log, "--map", &map], 0);
    env.iro(&["due"]).ok().says("2025-0001 has ended, and this is not on record yet");
    let found = env.iro(&["doctor"]).ok().stdout;
    assert!(!found.contains("isn't noted"), "{found}");
}

#[test]
fn what_the_protocol_would_have_refused_is_said_and_recorded_as_imported() {
    let env = Env::new();
    let (log, map) = (file(&env, "log.csv", LOG), file(&env, "map.yaml", &map()));
    let report = import(&env, &[&log, "--map", &map], 0);
    let passed = list(&report["overridden"]);
    // The imported answers have no actions, although this protocol asks for them.
    let answer = passed.iter().find(|one| one["step"] == "respond").expect("the answer");
    assert_eq!((text(answer, "key"), &answer["line"]), ("R-1", &json!(3)));
    assert!(text(answer, "message").contains("the answer names no action"), "{answer}");
    let overrides = list(&env.dispute("2025-0001")["overrides"]);
    assert!(overrides.iter().all(|one| one["reason"] == "Imported from log.csv, row 3"), "{overrides:?}");
}

#[test]
fn importing_again_makes_no_doubles_and_takes_what_is_new() {
    let env = Env::new();
    let (log, map) = (file(&env, "log.csv", LOG), file(&env, "map.yaml", &map()));
    import(&env, &[&log, "--map", &map], 0);
    let more = format!("{LOG}R-3,C-9,10/03/2025,Kim Sample,No review,She waits,A review,one,,,,,,,,,\n");
    let log = file(&env, "later.csv", &more);
    let again = import(&env, &[&log, "--map", &map], 0);
    assert_eq!(list(&again["already"]).len(), 2, "{again}");
    assert_eq!(again["imported"][0]["dispute"], "2025-0003");
    let shown = env.iro(&["import", "disputes", &log, "--map", &map]).ok().stdout;
    assert_eq!(shown, "Imported 0 disputes.\n3 are there already.\n");
}

/// Each dispute is written by itself, so that some may be there when a disk is full.
#[test]
fn an_import_that_stops_in_the_middle_says_how_far_it_came() {
    let env = Env::in_folder("a file is in the way");
    let log = LOG.replace("03/03/2025", "06/01/2025");
    let (log, map) = (file(&env, "log.csv", &log), file(&env, "map.yaml", &map()));
    env.raise("knowsley", &[]);
    // The second has ended and still owes something, which is noted in this folder.
    fs::write(env.data().join("owed"), "").unwrap();
    let args = ["import", "disputes", &log, "--map", &map];
    let run = env.iro(&args).code(1).says("1 dispute was imported, and then: ");
    run.says("then import the table again: what is imported already stays as it is");
    fs::remove_file(env.data().join("owed")).unwrap();
    let report = import(&env, &[&log, "--map", &map], 0);
    assert_eq!((list(&report["already"]).len(), list(&report["imported"]).len()), (1, 1));
}

#[test]
fn what_cannot_be_recorded_is_left_out_whole_and_named() {
    let env = Env::new();
    let rows = "R-4,C-1,03/03/2025,Jo,No visit,x,x,one,01/03/2025,Too early,,,,,,,
R-5,C-2,31/02/2025,Jo,No visit,x,x,one,,,,,,,,,
R-6,C-3,03/03/2025,Jo,,x,x,one,,,,,,,,,
R-7,C-4,03/03/2025,Jo,No visit,x,x,stage-9,,,,,,,,,
R-8,C-5,03/03/2025,Jo,No visit,x,x,one,,,04/03/2025,becuase,,,,,
,C-6,03/03/2025,Jo,No visit,x,x,one,,,,,,,,,
R-9,C-7,03/03/2027,Jo,No visit,x,x,one,,,,,,,,,
";
    let (log, map) = (file(&env, "log.csv", &format!("{LOG}{rows}")), file(&env, "map.yaml", &map()));
    let report = import(&env, &[&log, "--map", &map], 1);
    assert_eq!(list(&report["imported"]).len(), 2);
    let refused: Vec<(i64, &str)> = report["refused"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["line"].as_i64().unwrap(), text(one, "step")))
        .collect();
    assert_eq!(refused, [(4, "respond"), (7, "raise"), (10, "raise")], "{report}");
    let faults: Vec<i64> =
        report["faults"].as_array().unwrap().iter().map(|one| one["line"].as_i64().unwrap()).collect();
    assert_eq!(faults, [5, 6, 8, 9], "{report}");
    // The row that failed left nothing behind; once corrected, it is imported next time.
    assert_eq!(list(&env.iro(&["list", "--all", "--json"]).json()).len(), 2);
    let run = env.iro(&["import", "disputes", &log, "--map", &map]).code(1);
    assert!(run.stdout.contains("Not imported:\n  line 4, R-4, respond: "), "{}", run.stdout);
    assert!(run.stderr.contains("7 rows were not imported"), "{}", run.stderr);
    assert!(!run.stdout.contains("iro correct"), "there is no such dispute to correct: {}", run.stdout);
    let run = env.iro(&["import", "disputes", &log]).code(2);
    assert!(run.stderr.contains("--map"), "{}", run.stderr);
}

#[test]
fn rows_of_one_number_are_steps_of_one_dispute() {
    let env = Env::new();
    let log = "key,child,raised_on,concern,answered_on,answer,ended_on,outcome
7,C-1,2025-03-03,No visit,,,,
8,C-2,2025-03-03,No plan,,,,
7,,,,2025-03-05,Next week,,
7,,,,,,2025-03-07,Visited
";
    let log = file(&env, "log.csv", log);
    let report = import(&env, &[&log, "--policy", "knowsley"], 0);
    assert_eq!(list(&report["imported"]).len(), 2, "{report}");
    assert_eq!(text(&env.dispute("2025-0001"), "outcome"), "Visited");
    assert_eq!(text(&env.dispute("2025-0002"), "status"), "awaiting-response");
}

/// The lines of what was left out, with what is said of each.
fn faults(report: &Value) -> Vec<(i64, String)> {
    list(&report["faults"]).iter().map(|one| (one["line"].as_i64().unwrap(), text(one, "message").to_owned())).collect()
}

const SHARED: &str = "key,child,policy,raised_on,concern,answered_on,answer
7,C-1,knowsley,2025-03-03,No visit,2025-03-05,Next week
8,C-2,knowsley,2025-03-03,No plan,,
";

#[test]
fn two_disputes_under_one_number_are_both_left_out_and_named() {
    for (row, other) in [
        ("7,C-99,,,,,", "`child`"),
        ("7,,mosaic,,,,", "`policy`"),
        ("7,,,2025-09-09,,,", "`raised_on`"),
        ("7,C-1,,,PEP late,,", "`concern`"),
        ("7,C-99,mosaic,2025-09-09,PEP late,,", "`child`, `policy`, `raised_on`, `concern`"),
    ] {
        let env = Env::new();
        let log = file(&env, "log.csv", &format!("{SHARED}{row}\n"));
        let report = import(&env, &[&log, "--policy", "knowsley"], 1);
        let [first, second] = faults(&report).try_into().unwrap();
        assert_eq!(first, (2, "left out with line 4, which has the same number `7`".into()));
        let said = format!("it has the number `7` of line 2, but another {other};");
        assert!(second.0 == 4 && second.1.starts_with(&said), "{second:?}");
        let imported = list(&report["imported"]);
        let keys: Vec<&str> = imported.iter().map(|one| text(one, "key")).collect();
        assert_eq!(keys, ["8"], "{report}");
    }
}

#[test]
fn rows_that_repeat_what_is_known_of_their_dispute_are_its_steps() {
    let env = Env::new();
    let log = file(&env, "log.csv", &format!("{SHARED}7,c-1 ,Knowsley,03/03/2025,no  visit,2025-03-06,It was done\n"));
    // What the mapping gives for every row is no word of this row.
    let map = file(&env, "map.yaml", "every: {policy: mosaic, child: C-0}\n");
    let rows = fs::read_to_string(&log).unwrap() + "8,,,,,2025-03-07,A plan\n";
    fs::write(&log, rows).unwrap();
    let report = import(&env, &[&log, "--map", &map], 0);
    assert_eq!(list(&report["imported"]).len(), 2, "{report}");
    let log_of = env.iro(&["log", "2025-0001", "--json"]).json();
    let events: Vec<String> = list(&log_of).iter().map(|one| text(one, "event").to_owned()).collect();
    assert_eq!(events, ["raised", "responded", "responded", "noted"]);
}

/// If the rest came in, the corrected row would never: its number would be there already.
#[test]
fn a_step_that_cannot_be_read_keeps_its_dispute_out() {
    let env = Env::new();
    let log = file(&env, "log.csv", &format!("{SHARED}8,,,,,31/02/2025,A plan\n"));
    let report = import(&env, &[&log], 1);
    let [first, second] = faults(&report).try_into().unwrap();
    assert_eq!(first, (3, "left out with line 4, which has the same number `8`".into()));
    assert!(second.0 == 4 && second.1.contains("31/02/2025"), "{second:?}");
    let log = file(&env, "log.csv", &format!("{SHARED}8,,,,,07/03/2025,A plan\n"));
    let report = import(&env, &[&log], 0);
    assert_eq!((list(&report["imported"]).len(), list(&report["already"]).len()), (1, 1), "{report}");
    assert_eq!(env.dispute("2025-0002")["concern"], "No plan");
}

#[test]
fn a_row_with_an_unknown_protocol_is_listed_and_the_rest_comes_in() {
    let env = Env::new();
    let log = "key,child,policy,raised_on,concern
1,C-1,knowsley,2025-03-03,No visit
2,C-2,oldproto,2025-03-03,Drift
3,C-3,,2025-03-03,Drift
4,C-4,Knowsly@1,2025-03-03,Drift
";
    let log = file(&env, "log.csv", log);
    let report = import(&env, &[&log, "--policy", "knowsley"], 1);
    assert_eq!(list(&report["imported"]).len(), 2, "{report}");
    let refused: Vec<(&Value, &str)> =
        report["refused"].as_array().unwrap().iter().map(|one| (&one["line"], text(one, "step"))).collect();
    assert_eq!(refused, [(&json!(3), "raise"), (&json!(5), "raise")], "{report}");
    let run = env.iro(&["import", "disputes", &log, "--policy", "knowsley", "--dry-run"]).code(1);
    assert!(run.stdout.contains("  line 3, 2, raise: there is no policy `oldproto`"), "{}", run.stdout);
    // One that the command line names is at fault for all of them.
    let env = Env::new();
    let run = env.iro(&["import", "disputes", &log, "--policy", "nosuch"]).code(4);
    assert!(run.stderr.contains("there is no policy `nosuch`"), "{}", run.stderr);
}

#[test]
fn a_step_without_its_day_keeps_its_dispute_out() {
    for (row, said) in [
        ("2025-03-05,Next week,,,,Visited,,", "it has `outcome`, but no day in the column for `ended_on`"),
        (",Next week,,,,,,", "it has `answer`, but no day in the column for `answered_on`"),
        ("2025-03-05,,,No visit,,,,", "it has `escalated_reason`, but no day in the column for `escalated_on`"),
        (",,,,,,,,resolved,", "it has `result`, but no day in the column for `ended_on`"),
        (",,,,,,,,,no-response", "it has `escalated_because`, but no day in the column for `escalated_on`"),
        (",,,,,,,Moved away", "it has `withdrawn_because`, but no day in the column for `withdrawn_on`"),
    ] {
        let env = Env::new();
        let log = "key,child,raised_on,concern,answered_on,answer,escalated_on,escalated_reason,ended_on,outcome,\
                   withdrawn_on,withdrawn_because,result,escalated_because\n";
        let log = file(&env, "log.csv", &format!("{log}7,C-1,2025-03-03,No visit,{row}\n"));
        let report = import(&env, &[&log, "--policy", "knowsley"], 1);
        assert_eq!(faults(&report), [(2, said.to_owned())]);
        assert_eq!(list(&report["imported"]).len(), 0);
    }
}

// What the mapping gives for every row is no step of any.
#[test]
fn what_holds_for_every_row_is_no_step() {
    let env = Env::new();
    let log = file(&env, "log.csv", "key,child,raised_on,concern\n7,C-1,2025-03-03,No visit\n");
    let map = file(&env, "map.yaml", "every: {policy: knowsley, outcome: Settled, answered_by: Sam Field}\n");
    assert_eq!(list(&import(&env, &[&log, "--map", &map], 0)["imported"]).len(), 1);
}

#[test]
fn whether_it_was_urgent_is_read_as_yes_or_no_and_nothing_else() {
    let env = Env::new();
    let log = "key,child,raised_on,concern,immediate\n1,C-1,2025-03-03,x,Y\n2,C-2,2025-03-03,x,No\n3,C-3,2025-03-03,x,\n\
               4,C-4,2025-03-03,x,1\n";
    let log = file(&env, "log.csv", log);
    let report = import(&env, &[&log, "--policy", "qa-notification"], 1);
    assert_eq!(faults(&report), [(5, "`immediate` is `1`: write `yes` or `no`".to_owned())]);
    let raised = |n: u8| list(&env.iro(&["log", &format!("2025-000{n}"), "--json"]).json()).remove(0);
    let urgent: Vec<Value> = (1..=3).map(|n| raised(n)["fields"]["immediate"].clone()).collect();
    assert_eq!(urgent, [json!(true), json!(false), json!(null)]);
}
