//! A store that a Unix group shares: whoever writes, the others can go on.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use crate::commands::check::{found, tree};
use crate::env::Env;

/// A store in a folder that the administrator has made with this mode, with something of everything in it.
fn store(mode: u32) -> Env {
    let env = Env::in_folder("it is about the rights of files");
    fs::create_dir(env.data()).unwrap();
    set_mode(&env.data(), mode);
    env.now("2019-05-01T10:00");
    env.raise("knowsley", &[]);
    env.resolve("2019-0001");
    env.iro(&["init", "--policy", "knowsley", "--retention-years", "1"]).ok();
    env.now("2026-03-02T10:00");
    env.raised("knowsley", &["--sibling", "C-1", "--sibling", "C-2"]);
    env.respond("2026-0001", &[]);
    env.resolve("2026-0002");
    env.iro(&["purge", "2019-0001", "--reason", "It is time", "--yes"]).ok();
    env.iro(&["policy", "new", "vale"]).ok();
    env.iro(&["addresses", "add", "Sam", "sam@example.org"]).ok();
    for _ in 0..40 {
        env.raise("knowsley", &[]);
    }
    env.iro(&["list", "--all"]).ok();
    env
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// The mode of everything in the store, folders and files, without doubles.
fn modes(env: &Env) -> (Vec<u32>, Vec<u32>) {
    let (mut folders, mut files) = (Vec::new(), Vec::new());
    let mut inside = vec![env.data()];
    while let Some(folder) = inside.pop() {
        folders.push(fs::metadata(&folder).unwrap().mode() & 0o7777);
        for entry in fs::read_dir(&folder).unwrap().flatten() {
            match entry.path().is_dir() {
                true => inside.push(entry.path()),
                false => files.push(fs::metadata(entry.path()).unwrap().mode() & 0o7777),
            }
        }
    }
    for modes in [&mut folders, &mut files] {
        modes.sort_unstable();
        modes.dedup();
    }
    (folders, files)
}

#[test]
fn a_folder_that_a_group_shares_stays_so_in_all_that_is_written() {
    let env = store(0o2770);
    assert_eq!(modes(&env), (vec![0o2770], vec![0o660]));
    assert!(tree(&env.data()).len() > 40);
    assert_eq!(found(&env, &[]), [""; 0]);
    env.iro(&["doctor", "--exit-code"])
        .ok()
        .says("only their owner and the group of the store's folder can use the files");
}

#[test]
fn an_example_store_in_a_shared_folder_is_shared() {
    let env = Env::in_folder("it is about the rights of files");
    fs::create_dir(env.data()).unwrap();
    set_mode(&env.data(), 0o2770);
    env.iro(&["demo", "--dir", env.data().to_str().unwrap()]).ok();
    assert_eq!(modes(&env), (vec![0o2770], vec![0o660]));
}

#[test]
fn a_group_that_may_only_read_gets_no_more() {
    let env = store(0o2750);
    assert_eq!(modes(&env), (vec![0o2750], vec![0o640]));
}

#[test]
fn without_the_mark_of_the_administrator_everything_is_private() {
    let env = store(0o770);
    set_mode(&env.data(), 0o700);
    assert_eq!(modes(&env), (vec![0o700], vec![0o600]));
}

#[test]
fn others_get_nothing_though_the_folder_is_open_to_them() {
    let env = store(0o2775);
    set_mode(&env.data(), 0o2770);
    assert_eq!(modes(&env), (vec![0o2770], vec![0o660]));
    set_mode(&env.data(), 0o2775);
    assert_eq!(found(&env, &[]), ["exposed"]);
    env.iro(&["doctor", "--repair"]).ok();
    assert_eq!(fs::metadata(env.data()).unwrap().mode() & 0o7777, 0o2770, "it stays shared");
    assert_eq!(found(&env, &[]), [""; 0]);
}

#[test]
fn a_store_that_is_shared_later_is_put_right_by_doctor() {
    let env = store(0o700);
    set_mode(&env.data(), 0o2770);
    env.iro(&["doctor"]).ok().says("the group that shares the store can't use");
    env.iro(&["doctor", "--repair"]).ok().says("gave the group its rights");
    let kept = |path: &str| fs::metadata(env.data().join(path)).unwrap().mode() & 0o7777;
    assert_eq!([kept("open"), kept("open/2026-0001.yaml"), kept(".ledger")], [0o2770, 0o660, 0o660]);
    env.iro(&["doctor", "--exit-code"]).ok();
}
