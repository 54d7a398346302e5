//! `iro check`: which faults it finds, at which place, and its exit codes.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::env::{Env, list, text};

/// A store with one of everything and no faults.
pub fn busy_store() -> Env {
    busy(Env::new())
}

/// The same store, always in a folder.
pub fn busy_files() -> Env {
    busy(Env::in_folder("it changes files by hand"))
}

fn busy(env: Env) -> Env {
    for policy in ["knowsley", "south-west", "qa-notification", "mosaic", "national"] {
        let id = env.raise(policy, &[]);
        env.respond(&id, &["--action", "Find a school | Sam Field | 2026-03-20"]);
    }
    env.raised("mosaic", &["--sibling", "C-900", "--sibling", "C-901"]);
    env.escalate("2026-0006", "no-response", &[]);
    let closed = env.raise("knowsley", &[]);
    env.resolve(&closed);
    env.sh("praise --child C-7 --for 'Sam Field' --text 'Well done' --policy knowsley").ok();
    env
}

fn faults(env: &Env, args: &[&str]) -> Vec<Value> {
    let mut all = vec!["check", "--json"];
    all.extend(args);
    list(&env.iro(&all).document()["faults"])
}

/// The sorted rules of all faults, without duplicates. Findings about duties still owed are left out.
pub fn found(env: &Env, args: &[&str]) -> Vec<String> {
    let rules = faults(env, args).into_iter().map(|fault| text(&fault, "rule").to_owned());
    let mut rules: Vec<String> = rules.filter(|rule| rule != "still-owed").collect();
    rules.sort();
    rules.dedup();
    rules
}

pub fn edit(file: &Path, from: &str, to: &str) {
    let before = fs::read_to_string(file).unwrap();
    assert!(before.contains(from), "{from:?} is not in {before}");
    fs::write(file, before.replacen(from, to, 1)).unwrap();
}

#[test]
fn a_store_in_order_has_no_faults() {
    let env = busy_store();
    for duty in ["discussion-recorded", "child-told"] {
        env.iro(&["done", "9", duty]).ok();
    }
    let run = env.iro(&["check", "--json"]).ok();
    let document = run.document();
    assert_eq!(list(&document["faults"]), Vec::<Value>::new());
    assert_eq!(document["records"], 10);
    env.iro(&["check"]).ok().says("10 records: no faults");
    env.iro(&["check", "-v"]).ok().says("knowsley@2023-06: 3 records (built-in)");
    Env::in_folder("a folder may not be there").iro(&["check"]).ok().says("there is no store");
}

#[test]
fn every_fault_is_found_in_one_run() {
    let env = busy_files();
    fs::write(env.open_file("2026-0001"), "events: [this is\n  not: a record\n").unwrap();
    edit(&env.open_file("2026-0002"), "policy: south-west", "policy: south-wets");
    edit(&env.open_file("2026-0003"), "stage: issue-notification", "stage: nowhere");
    edit(&env.open_file("2026-0004"), "    owner: Sam Field\n", "");
    fs::write(env.data().join("open/2026-0005 (conflict).yaml"), "x").unwrap();
    fs::write(env.data().join("open/shopping.txt"), "milk").unwrap();
    fs::create_dir_all(env.data().join("policies")).unwrap();
    fs::write(env.data().join("policies/own.yaml"), "format: 1\nid: own\n").unwrap();
    fs::remove_file(env.open_file("2026-0007")).unwrap();
    let run = env.iro(&["check", "--json"]).code(6);
    let faults = list(&run.document()["faults"]);
    let at = |rule: &str, file: &str| {
        let fault = faults.iter().find(|fault| fault["rule"] == rule && text(fault, "file").contains(file));
        fault.unwrap_or_else(|| panic!("no `{rule}` of {file} in {faults:#?}")).clone()
    };
    assert_eq!(at("not-yaml", "open/2026-0001.yaml")["severity"], "error");
    let fault = at("no-policy", "open/2026-0002.yaml");
    assert_eq!((&fault["line"], &fault["hint"]), (&4.into(), &"did you mean `south-west`?".into()));
    assert!(at("replay", "open/2026-0003.yaml")["line"].as_u64() > Some(5));
    assert_eq!(at("action-incomplete", "open/2026-0004.yaml")["severity"], "warning");
    at("stray", "2026-0005 (conflict).yaml");
    at("stray", "shopping.txt");
    at("reference", "open/2026-0006.yaml");
    assert!(faults.iter().any(|fault| text(fault, "file").ends_with("policies/own.yaml")), "{faults:#?}");
    // The same for people: file, line, and the line itself.
    env.iro(&["check"]).code(6).says("open/2026-0002.yaml:4:9").says("did you mean `south-west`?");
}

#[test]
fn single_records_can_be_checked() {
    let env = busy_files();
    fs::write(env.open_file("2026-0001"), "nothing").unwrap();
    env.iro(&["check", "2026-0002", "3"]).ok();
    env.iro(&["check", "2026-0001", "3"]).code(6).says("2026-0001.yaml");
    env.iro(&["check", "2026-0099"]).code(4);
}

#[test]
fn events_out_of_order_are_named() {
    let env = busy_files();
    let file = env.open_file("2026-0001");
    let mut record = fs::read_to_string(&file).unwrap();
    let second = record.rfind("\n  at: ").unwrap();
    let end = second + 1 + record[second + 1..].find('\n').unwrap();
    record.replace_range(second..end, "\n  at: \"2026-02-01\"");
    fs::write(&file, record).unwrap();
    assert!(found(&env, &["1"]).contains(&"order".to_owned()));
}

#[test]
fn a_date_that_would_be_another_today_stands_until_it_is_accepted() {
    let env = Env::new();
    let id = env.raise("mosaic", &[]);
    let due = env.clock(&id, "respond", None)["due"].clone();
    env.sh("calendar close 2026-03-04 --name 'Burst pipe'").ok();
    let warnings = faults(&env, &[]);
    assert!(!warnings.is_empty() && warnings.iter().all(|fault| fault["rule"] == "due-differs"), "{warnings:#?}");
    assert!(warnings[0]["line"].as_u64() > Some(5) || env.is_on_a_server(), "{warnings:#?}");
    env.iro(&["check"]).ok().says("the first date stands").says("iro correct 2026-0001 --event 1 --recount");
    assert_eq!(env.clock(&id, "respond", None)["due"], due);

    env.iro(&["correct", &id, "--event", "1", "--recount", "--reason", "The office was closed"]).ok();
    assert_ne!(env.clock(&id, "respond", None)["due"], due);
    assert_eq!(found(&env, &[]), Vec::<String>::new());
    let log = env.iro(&["log", &id, "--json"]).json();
    assert_eq!(list(&log).iter().filter(|event| event["struck"] == true).count(), 0, "{log}");
}

#[cfg(unix)]
#[test]
fn what_others_can_read_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let env = busy_files();
    fs::set_permissions(env.open_file("2026-0001"), fs::Permissions::from_mode(0o644)).unwrap();
    fs::set_permissions(env.data().join("closed"), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(found(&env, &[]), ["exposed"]);
    env.iro(&["check"]).ok().says("0644").says("0755");
}

#[test]
fn a_record_on_the_wrong_shelf_is_named_and_read_all_the_same() {
    let env = busy_files();
    fs::rename(env.open_file("2026-0001"), env.closed_file("2026", "2026-0001")).unwrap();
    assert_eq!(found(&env, &[]), ["misplaced"]);
    assert_eq!(env.dispute("1")["id"], "2026-0001");
}

#[test]
fn nothing_is_changed() {
    let env = busy_files();
    fs::write(env.open_file("2026-0001"), "rubbish: [").unwrap();
    let before = tree(&env.data());
    env.iro(&["check"]).code(6);
    env.iro(&["check", "--json", "-v"]).code(6);
    assert_eq!(tree(&env.data()), before);
}

/// Every file below a folder, with what is in it.
pub fn tree(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(tree(&path)),
            false => found.push((path.display().to_string(), fs::read(&path).unwrap_or_default())),
        }
    }
    found.sort();
    found
}
