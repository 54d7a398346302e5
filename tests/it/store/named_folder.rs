//! A named folder that is not the store, such as a disk that isn't connected: no command may give an all-clear or write
//! into it. Also other reasons why an answer must not look complete.

use std::fs;

use crate::env::Env;

const READERS: [&str; 4] = ["due --today", "list --all", "show 1", "export --jsonl"];
const RAISE: &str = "raise --policy knowsley --child C-9 --concern New --override r";

/// If a disk or a share isn't connected, the folder is empty, and that is not an all-clear.
#[test]
fn an_empty_folder_and_one_of_other_things_are_no_store_yet() {
    for other in [false, true] {
        let env = Env::in_folder("it is about folders");
        fs::create_dir(env.data()).unwrap();
        if other {
            fs::write(env.data().join("letter.docx"), "x").unwrap();
        }
        for reader in ["due --today", "list --all", "inbox"] {
            let run = env.sh(reader).ok();
            assert_eq!(run.stdout, "", "{reader}");
            assert!(run.stderr.contains("there is no store at"), "{reader}: {}", run.stderr);
            assert!(!run.stderr.contains("nothing is"), "{reader}: {}", run.stderr);
        }
        // A script is told, too.
        for reader in [
            "due --quiet",
            "due --json",
            "list --json",
            "inbox --json",
            "supervision --json",
            "export --ics -",
            "check --json",
        ] {
            let run = env.sh(reader).ok();
            assert_eq!(run.stderr.matches("there is no store at").count(), 1, "{reader}: {}", run.stderr);
        }
        assert_eq!(env.sh("due --json").json(), serde_json::json!([]));
        env.sh("doctor").ok().says("the share is connected");
        env.sh("doctor --exit-code").code(6).says("wrong");
        env.sh(RAISE).ok();
        assert!(env.sh("due --today").ok().stderr.contains("nothing is overdue"));
    }
    // An empty folder that was initialised is a store.
    let begun = Env::in_folder("it is about folders");
    begun.sh("init --policy knowsley").ok();
    assert!(!begun.sh("due").ok().stderr.contains("no store"));
}

#[test]
fn a_folder_inside_the_store_is_not_the_store() {
    let env = Env::in_folder("it is about folders");
    let id = env.raise("knowsley", &[]);
    env.resolve(&id);
    env.raise("knowsley", &[]);
    let store = fs::canonicalize(env.data()).unwrap();
    for inside in ["open", "closed", "closed/2026", "policies"] {
        let folder = store.join(inside);
        let folder = folder.to_str().unwrap();
        let writers = [RAISE, "init --policy mosaic", "calendar close 2026-12-29 --name x", "form 1"];
        for command in READERS.iter().chain(&writers) {
            let command = format!("{command} --data-dir {folder}");
            let hint = format!("name the store: `{}`", store.display());
            env.sh(&command).code(1).says("which `--data-dir` names, is a folder inside a store").says(&hint);
        }
        assert!(!store.join(inside).join(".lock").exists());
    }
}

#[test]
fn a_blank_name_and_one_that_no_shell_has_expanded_are_refused() {
    let env = Env::in_folder("it is about folders");
    for (name, said) in [("", "is empty"), ("  ", "is empty"), ("~/x", "`~` does not stand for your home folder")] {
        for command in [&["due"][..], &RAISE.split(' ').collect::<Vec<_>>()] {
            let run = env.command().env("IRO_DATA_DIR", name).args(command).output().unwrap();
            let told = String::from_utf8_lossy(&run.stderr).into_owned();
            assert!(run.status.code() == Some(2) && told.contains("`IRO_DATA_DIR`") && told.contains(said), "{told}");
            let run = env.command().args(command).args(["--data-dir", name]).output().unwrap();
            let told = String::from_utf8_lossy(&run.stderr).into_owned();
            assert!(run.status.code() == Some(2) && told.contains("`--data-dir`") && told.contains(said), "{told}");
        }
    }
    assert!(!env.scratch("~").exists());
}

/// After a flat battery, every deadline would seem to be far off, and new events would be dated wrongly.
#[test]
fn a_clock_that_was_set_back_is_pointed_out() {
    let env = Env::in_folder("it is about the times of files");
    env.now("");
    let id = env.raise("knowsley", &[]);
    let set = |hours: u64| {
        let then = std::time::SystemTime::now() + std::time::Duration::from_secs(hours * 60 * 60);
        fs::File::open(env.data().join(".ledger")).unwrap().set_modified(then).unwrap();
    };
    set(23);
    assert_eq!(env.iro(&["due", "--today"]).ok().stderr, "nothing is overdue or due today\n");
    for command in [&["due", "--today"][..], &["show", &id], &["due", "-q"]] {
        set(25);
        let run = env.iro(command).ok();
        assert_eq!(run.stderr.matches("by this computer's clock it is").count(), 1, "{}", run.stderr);
    }
    let run = env.iro(&["due", "--as-of", "2026-03-03"]).ok();
    assert!(!run.stderr.contains("clock"), "{}", run.stderr);
}

/// A deadline may depend on the part that this version doesn't understand.
#[test]
fn a_record_of_a_newer_version_is_pointed_out_wherever_it_is_counted() {
    let env = Env::in_folder("it changes files by hand");
    env.now("");
    let ids = [(); 40].map(|()| env.raise("knowsley", &[]));
    let said = "written by a newer version of iro; what this one doesn't know is left out";
    let readers = ["due", "list", "list --all --csv", "report", "export --jsonl", "supervision", "inbox --for x", ""];
    let record = fs::read_to_string(env.open_file(&ids[0])).unwrap();
    fs::write(env.open_file(&ids[0]), record.replacen("format: 1", "format: 2", 1)).unwrap();
    for reader in readers.iter().chain(&readers) {
        let run = env.sh(reader).ok();
        assert!(run.stderr.contains(&format!("warning: `{}` was {said}", ids[0])), "{reader}: {}", run.stderr);
    }
    let record = fs::read_to_string(env.open_file(&ids[1])).unwrap();
    fs::write(env.open_file(&ids[1]), record.replacen("format: 1", "format: 2", 1)).unwrap();
    let run = env.sh("due").ok();
    assert!(run.stderr.contains(&format!("2 records, the first of them `{}`, were {said}", ids[0])), "{}", run.stderr);
    env.sh("show 3").ok();
}

#[test]
fn a_setting_of_a_newer_version_is_named_with_its_line() {
    let env = Env::in_folder("it changes files by hand");
    env.raise("knowsley", &[]);
    fs::write(env.data().join("config.yaml"), "policy: knowsley\nshiny: 3\n").unwrap();
    for command in ["due", "doctor", "init --policy mosaic"] {
        let run = env.sh(command).code(1).says("config.yaml:2`: `shiny` is not a key").says("update iro");
        assert!(!run.stderr.contains("expected one of"), "{}", run.stderr);
    }
}

/// The law requires an answer on everything held on a child: an incomplete one must not look complete.
#[test]
fn what_is_held_on_a_child_is_told_with_what_is_missing() {
    let env = Env::in_folder("it removes files by hand");
    env.raise("knowsley", &["--child", "C-1"]);
    let lost = env.raise("knowsley", &["--child", "C-2"]);
    env.iro(&["export", "--child", "C-1", "--out", "whole"]).ok();
    fs::remove_file(env.open_file(&lost)).unwrap();
    let said = format!("the record of `{lost}` was here, as the ledger says, and is gone");
    env.iro(&["export", "--child", "C-1", "--out", "one"]).code(1).says(&said);
    let manifest = fs::read_to_string(env.scratch("one/manifest.json")).unwrap();
    assert!(manifest.contains(&said), "{manifest}");
    env.iro(&["export", "--child", "C-2", "--out", "two"])
        .code(1)
        .says(&said)
        .says("there is nothing on a child `C-2` in this store");
    env.iro(&["doctor", "--accept", &lost, "--reason", "Raised in error"]).ok();
    env.iro(&["export", "--child", "C-2", "--out", "two"]).code(4);
    // The placeholder of iCloud for a file that is only on its servers.
    let record = env.open_file("2026-0001");
    fs::rename(&record, env.data().join("open/.2026-0001.yaml.icloud")).unwrap();
    env.iro(&["due"]).code(1).says("download it in the Finder");
    env.iro(&["doctor"]).ok().says("download it in the Finder");
}

/// An output file in the store would outlive the record when it is removed.
#[test]
fn what_is_written_into_the_store_is_pointed_out() {
    let env = Env::in_folder("it is about folders");
    let id = env.raise("knowsley", &["--child", "C-1"]);
    for command in [
        "export --child C-1 --out store/new/C-1",
        "export --jsonl --out store/all.jsonl",
        "export --xlsx store/all.xlsx",
        "remind --within '60 calendar days' --out store/drafts",
        &format!("form {id} --out store/form.txt"),
        &format!("notice {id} --eml store/notice.eml"),
        "report --out ./store/../store/report.txt",
    ] {
        let run = env.sh(command).ok();
        assert_eq!(run.stderr.matches("lies in the store").count(), 1, "{command}: {}", run.stderr);
    }
    let outside = env.sh("report --out report.txt").ok();
    assert!(!outside.stderr.contains("lies in the store"), "{}", outside.stderr);
}
