//! Copying a store: what is not finished is no store, and nobody's own settings go along or are lost.

use std::fs;

use super::seat::Seat;
use crate::env::{Env, list, text};

/// A folder that a copy into was interrupted would look like a whole store: with too few records, and numbers that were
/// given out long ago.
#[test]
fn a_folder_that_a_copy_stopped_in_is_no_store_until_it_is_finished() {
    let Some(seat) = Seat::new() else { return };
    for child in ["C-1", "C-2", "C-3"] {
        seat.run(&["raise", "--policy", "knowsley", "--child", child, "--concern", "x", "--override=x"]).ok();
    }
    let env = Env::in_folder("it copies into a folder");
    let (folder, server) = (env.data().display().to_string(), seat.database.address());
    let copy = || env.iro(&["store", "copy", "--from", &server, "--to", &folder]);
    // The policies are written after the records; a file of the name of their folder is in the way.
    fs::create_dir_all(env.data()).unwrap();
    fs::write(env.data().join("policies"), "").unwrap();
    let stopped = copy().code(1);
    assert!(stopped.stderr.contains("it resumes where it stopped"), "{}", stopped.stderr);
    for command in [
        &["list"][..],
        &["due"],
        &["report"],
        &["check"],
        &["doctor"],
        &["doctor", "--repair"],
        &["doctor", "--accept", "ledger", "--reason", "x"],
        &["raise", "--policy", "knowsley", "--child", "C-9", "--concern", "x", "--override=x"],
        &["store", "copy", "--from", &folder, "--to", "elsewhere"],
    ] {
        let refused = env.iro(command).code(1);
        assert!(refused.stderr.contains("was begun and not finished"), "{command:?}: {}", refused.stderr);
        assert_eq!(refused.stdout, "", "{command:?}");
    }
    fs::remove_file(env.data().join("policies")).unwrap();
    copy().ok();
    assert_eq!(list(&env.iro(&["list", "--json"]).json()).len(), 3);
    env.iro(&["check"]).ok();
    assert!(!env.data().join(".copying").exists());
}

/// The way back into a data directory, which has the person's own settings and the address of the server.
#[test]
fn nobodys_own_settings_go_along_or_are_lost() {
    let Some(seat) = Seat::new() else { return };
    let server = seat.database.address();
    let shared = Env::in_folder("it is copied to the server");
    shared.iro(&["init", "--policy", "knowsley", "--user", "Jo Bloggs", "--retention-years", "10"]).ok();
    let id = shared.raise("knowsley", &[]);
    let folder = shared.data().display().to_string();
    seat.env.iro(&["store", "copy", "--from", &folder, "--to", &server]).ok();
    let kept =
        "SELECT convert_from(bytes, 'UTF8') FROM iro.kept WHERE name = 'config.yaml' ORDER BY version DESC LIMIT 1";
    let kept = seat.database.sql(crate::database::server::OWNER, kept).unwrap();
    assert!(kept.contains("policy: knowsley") && kept.contains("retention_years: 10"), "{kept}");
    assert!(!kept.contains("Jo Bloggs"), "{kept}");

    let env = Env::in_folder("it is the data directory of a person");
    fs::create_dir_all(env.data()).unwrap();
    let own = env.data().join("config.yaml");
    fs::write(&own, format!("user: Ann Smith\nstore: {server}\n")).unwrap();
    let back = env.data().display().to_string();
    for _ in 0..2 {
        let run = seat.env.iro(&["store", "copy", "--from", &server, "--to", &back]).ok();
        assert!(run.stderr.contains("to go on in the folder, take `store:` out there"), "{}", run.stderr);
        let now = fs::read_to_string(&own).unwrap();
        for line in ["policy: knowsley", "user: Ann Smith", "retention_years: 10", "store: postgresql:"] {
            assert!(now.contains(line), "{line}: {now}");
        }
    }
    env.iro(&["list"]).code(1).says("take `store:` out of the file");
    let now = fs::read_to_string(&own).unwrap();
    fs::write(&own, now.lines().filter(|line| !line.starts_with("store:")).collect::<Vec<_>>().join("\n")).unwrap();
    env.iro(&["check"]).ok();
    assert_eq!(text(&env.dispute(&id), "id"), id);
}

/// Where the server keeps no settings, those of the folder stay as they are.
#[test]
fn a_store_without_settings_is_copied_into_a_folder_that_has_some() {
    let Some(seat) = Seat::new() else { return };
    seat.run(&["raise", "--policy", "knowsley", "--child", "C-1", "--concern", "x", "--override=x"]).ok();
    let env = Env::in_folder("it copies into a folder");
    fs::create_dir_all(env.data()).unwrap();
    let own = "# mine\nuser: Ann Smith\n";
    fs::write(env.data().join("config.yaml"), own).unwrap();
    let to = env.data().display().to_string();
    seat.env.iro(&["store", "copy", "--from", &seat.database.address(), "--to", &to]).ok();
    assert_eq!(fs::read_to_string(env.data().join("config.yaml")).unwrap(), own);
    env.iro(&["check"]).ok();
}
