//! `iro doctor`: what it finds, what it repairs, and what it leaves alone.

use std::fs;

use crate::commands::check::{busy_files, found, tree};
use crate::env::{Env, list, text};

/// The subject and state of each finding that is not `well`.
fn told(env: &Env, args: &[&str]) -> Vec<(String, String)> {
    let mut all = vec!["doctor", "--json"];
    all.extend(args);
    let findings = list(&env.iro(&all).json()["findings"]);
    let told = findings.iter().map(|finding| (text(finding, "what").to_owned(), text(finding, "state").to_owned()));
    told.filter(|(_, state)| state != "well").collect()
}

#[test]
fn a_store_in_order_is_well() {
    let env = busy_files();
    assert_eq!(told(&env, &[]), []);
    env.iro(&["doctor"]).ok().says("8 open and 2 closed").says("bank holidays:");
    let before = tree(&env.data());
    assert_eq!(told(&env, &["--repair"]), []);
    assert_eq!(tree(&env.data()), before);
    let nowhere = Env::in_folder("it is about files");
    assert_eq!(told(&nowhere, &["--repair"]), [("store".to_owned(), "wrong".to_owned())]);
    assert!(!nowhere.data().exists());
}

/// `--dry-run` also works for commands that write files other than records.
#[test]
fn in_a_dry_run_nothing_is_repaired_or_made() {
    let env = busy_files();
    fs::rename(env.open_file("2026-0001"), env.closed_file("2026", "2026-0001")).unwrap();
    let before = tree(&env.data());
    let run = env.iro(&["doctor", "--repair", "--dry-run"]).ok();
    run.says("`iro doctor --repair`").says("nothing is changed");
    env.iro(&["policy", "new", "vale", "--dry-run"]).ok().says("nothing is written").says("id: vale");
    let demo = env.scratch("demo");
    let dir = demo.to_str().unwrap();
    env.iro(&["demo", "--dir", dir, "--dry-run"]).ok().says("nothing is written").says(dir);
    assert!(!demo.exists());
    assert_eq!(tree(&env.data()), before);
}

#[cfg(unix)]
#[test]
fn what_is_safe_is_repaired_and_said() {
    use std::os::unix::fs::PermissionsExt;
    let env = busy_files();
    let open = env.data().join("open");
    fs::write(open.join(".unfinished-abc"), "half").unwrap();
    fs::create_dir(env.data().join(".unfinished-def")).unwrap();
    fs::set_permissions(env.open_file("2026-0002"), fs::Permissions::from_mode(0o640)).unwrap();
    fs::rename(env.open_file("2026-0001"), env.closed_file("2026", "2026-0001")).unwrap();
    fs::rename(env.closed_file("2026", "2026-0009"), env.open_file("2026-0009")).unwrap();
    // Two of the three permissions are of the leftovers that the test itself created.
    let wrong = ["leftover", "leftover", "permissions", "permissions", "permissions", "shelf", "shelf"];
    let as_state = |state: &str| wrong.map(|what| (what.to_owned(), state.to_owned()));
    assert_eq!(told(&env, &[]), as_state("wrong"));
    let said = env.iro(&["doctor"]).ok();
    for what in ["takes it away", "makes it private", "moves it"] {
        assert!(said.stdout.contains(&format!("`iro doctor --repair` {what}")), "{said:?}");
    }
    let repaired = told(&env, &["--repair"]);
    assert!(repaired.len() == 5 && repaired.iter().all(|(_, state)| state == "repaired"), "{repaired:?}");
    assert_eq!(told(&env, &[]), []);
    assert_eq!(found(&env, &[]), [""; 0]);
    assert!(env.open_file("2026-0001").exists() && env.closed_file("2026", "2026-0009").exists());
}

#[test]
fn what_somebody_has_to_decide_is_left_alone() {
    let env = busy_files();
    let copy = env.data().join("open/2026-0002 (conflict).yaml");
    fs::copy(env.open_file("2026-0002"), &copy).unwrap();
    fs::copy(env.open_file("2026-0003"), env.closed_file("2026", "2026-0003")).unwrap();
    fs::write(env.open_file("2026-0004"), "rubbish: [").unwrap();
    fs::copy(env.open_file("2026-0005"), env.data().join("open/notes.txt")).unwrap();
    let before = tree(&env.data());
    let told = told(&env, &["--repair"]);
    let what: Vec<&str> = told.iter().map(|(what, _)| what.as_str()).collect();
    assert_eq!(what, ["copy", "stray", "twice", "damaged"]);
    assert_eq!(tree(&env.data()), before);
    env.iro(&["doctor"]).ok().says("may be a copy of `2026-0002`");
}

/// `doctor` must not give an all-clear for something that `check` calls an error.
#[test]
fn what_stands_compare_with_ledger_is_no_all_clear() {
    let env = busy_files();
    fs::remove_file(env.open_file("2026-0002")).unwrap();
    let changed = fs::read_to_string(env.open_file("2026-0003")).unwrap().replacen("concern: ", "concern: Not ", 1);
    fs::write(env.open_file("2026-0003"), changed).unwrap();
    let wrong = ["gone", "changed"].map(|what| (what.to_owned(), "wrong".to_owned()));
    assert_eq!(told(&env, &[]), wrong);
    assert_eq!(told(&env, &["--repair"]), wrong);
    let said = env.iro(&["doctor"]).ok().says("`2026-0002` was here, as the ledger says, and is gone");
    let said = said.says("`2026-0003` is not what was written");
    assert!(!said.stdout.contains("knows every record"), "{said:?}");
}

/// Moving the only copy of a record away would lose it, so `doctor` must not suggest it.
#[test]
fn the_only_copy_is_not_to_be_moved_away() {
    let env = Env::in_folder("it is about files");
    let id = env.raise("knowsley", &[]);
    fs::rename(env.open_file(&id), env.data().join(format!("open/{id} (conflicted copy).yaml"))).unwrap();
    let hint = format!("if it is the record, name it `{id}.yaml`");
    for run in [env.iro(&["doctor"]), env.iro(&["check"]), env.iro(&["list"])] {
        assert!(format!("{}{}", run.stdout, run.stderr).contains(&hint), "{run:?}");
    }
    assert_eq!(told(&env, &[]), [("copy", "wrong"), ("gone", "wrong")].map(|(a, b)| (a.to_owned(), b.to_owned())));
}
