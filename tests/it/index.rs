//! The index behind `iro due`: with it, without it and with a wrong one, the answer is the same.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use crate::check::edit;
use crate::env::Env;

/// A store with enough open disputes to be worth an index, some due soon and some late, all of it an hour old.
fn many() -> Env {
    let env = Env::new();
    for number in 1..=20 {
        let on = format!("2026-02-{number:02}");
        env.raised("knowsley", &["--on", &on, "--sibling", &format!("C-9{number}")]);
    }
    age(&env);
    env
}

/// Makes every open record look as if it had been written an hour ago.
fn age(env: &Env) {
    for entry in fs::read_dir(env.data().join("open")).unwrap() {
        let file = fs::File::options().write(true).open(entry.unwrap().path()).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(3600)).unwrap();
    }
}

fn index(env: &Env) -> PathBuf {
    env.data().join(".index/open")
}

/// What `due` says today, which is a day in the future of every record: `IRO_AS_OF` would look at everything.
fn answers(env: &Env) -> Vec<(Option<i32>, String, String)> {
    let ask = |args: &[&str]| {
        let output = env.command().env_remove("IRO_AS_OF").arg("due").args(args).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    [
        &["--json"][..],
        &["--today", "--json"],
        &["--overdue"],
        &["--within", "3000 working days", "--json"],
        &["--all", "--json"],
        &["--for", "nobody-knows"],
        &["--for", "team-manager", "--json"],
    ]
    .map(ask)
    .to_vec()
}

/// The answers without an index, which are then those with one.
#[track_caller]
fn same_without(env: &Env, with: &[(Option<i32>, String, String)]) {
    let _ = fs::remove_dir_all(index(env).parent().unwrap());
    assert_eq!(answers(env), with);
}

#[test]
fn the_answer_is_the_same_with_any_index_and_with_none() {
    let env = many();
    assert!(!index(&env).exists(), "those who write know nothing of it");
    let without = answers(&env);
    let good = fs::read(index(&env)).expect("an index was kept");
    assert_eq!(answers(&env), without);
    for bad in [&good[..0], &good[..40], &good[..good.len() - 1], b"rubbish"] {
        fs::write(index(&env), bad).unwrap();
        assert_eq!(answers(&env), without);
        assert_eq!(fs::read(index(&env)).unwrap(), good, "it is kept anew");
    }
    fs::remove_file(index(&env)).unwrap();
    fs::create_dir(index(&env)).unwrap();
    assert_eq!(answers(&env), without);
    same_without(&env, &without);
}

#[test]
fn whatever_happens_to_a_file_shows_at_the_next_command() {
    let env = many();
    let before = answers(&env);
    // Changed by the program: closed, opened again, escalated, noted.
    env.resolve("2026-0001");
    assert_ne!(answers(&env), before);
    env.iro(&["reopen", "1", "--reason", "Not done"]).ok();
    env.iro(&["note", "2", "--text", "x"]).ok();
    let now = answers(&env);
    same_without(&env, &now);
    age(&env);
    answers(&env);
    // By hand: another length, the same length, replaced, added, removed, damaged.
    edit(&env.open_file("2026-0003"), "child: C-", "child: X-");
    let now = answers(&env);
    assert!(now[4].1.contains("X-"));
    same_without(&env, &now);
    fs::copy(env.open_file("2026-0005"), env.scratch("other")).unwrap();
    fs::rename(env.scratch("other"), env.open_file("2026-0005")).unwrap();
    fs::rename(env.open_file("2026-0006"), env.scratch("away")).unwrap();
    let now = answers(&env);
    assert!(!now[4].1.contains("2026-0006"));
    same_without(&env, &now);
    fs::rename(env.scratch("away"), env.open_file("2026-0006")).unwrap();
    fs::write(env.open_file("2026-0007"), "rubbish: [").unwrap();
    let now = answers(&env);
    assert_eq!(now[0].0, Some(1));
    same_without(&env, &now);
}

#[test]
fn a_changed_policy_is_another_basis() {
    let env = many();
    let before = answers(&env);
    let kept = fs::read(index(&env)).unwrap();
    fs::create_dir_all(env.data().join("policies")).unwrap();
    fs::write(env.data().join("policies/own.yaml"), "format: 1\nid: own\n").unwrap();
    assert_eq!(answers(&env), before);
    assert_ne!(fs::read(index(&env)).unwrap(), kept);
}

#[cfg(unix)]
#[test]
fn a_store_that_cannot_be_written_is_read_all_the_same() {
    use std::os::unix::fs::PermissionsExt;
    let env = many();
    let before = answers(&env);
    fs::remove_dir_all(index(&env).parent().unwrap()).unwrap();
    fs::write(index(&env).parent().unwrap(), "in the way").unwrap();
    assert_eq!(answers(&env), before);
    assert_eq!(fs::metadata(env.data()).unwrap().permissions().mode() & 0o777, 0o700);
}
