//! Runs the examples: the walk, the two scripts, and the script that makes the example store.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::documents::{root, updating};
use crate::env::Env;
use crate::transcript;

const MORNING: &str = "2026-03-16T09:00";

fn script(env: &Env, name: &str, args: &[&Path]) -> Output {
    let mut command = env.program("sh");
    transcript::with_iro(&mut command);
    command.arg(root().join("examples").join(name)).args(args);
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// All files below a folder, by their paths relative to it, with their texts.
fn tree(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = PathBuf::from(path.file_name().unwrap());
        if path.is_dir() {
            found.extend(tree(&path).into_iter().map(|(inner, text)| (name.join(inner), text)));
        } else {
            found.push((name, fs::read_to_string(&path).unwrap().replace("\r\n", "\n")));
        }
    }
    found.sort();
    found
}

fn copy(from: &Path, to: &Path) {
    for (name, text) in tree(from) {
        let target = to.join(name);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, text).unwrap();
    }
}

/// An environment whose store is the example store.
fn with_example_store() -> Env {
    let env = Env::in_folder("the example is a folder");
    copy(&root().join("examples/store"), &env.data());
    env.now(MORNING);
    env
}

#[test]
fn the_example_store_is_what_its_script_makes() {
    let env = Env::in_folder("the script makes a folder");
    let made = env.scratch("made");
    let run = script(&env, "make-store.sh", &[&made]);
    assert!(run.status.success(), "{}", text(&run.stderr));
    let kept = root().join("examples/store");
    if updating() {
        let _ = fs::remove_dir_all(&kept);
        copy(&made, &kept);
    }
    assert!(!tree(&made).is_empty());
    assert_eq!(
        tree(&made),
        tree(&kept),
        "write examples/store again with `UPDATE_DOCS=1 cargo test`, and read what changed"
    );
}

#[test]
fn every_record_of_the_example_store_can_be_read() {
    let env = with_example_store();
    let all = env.listed(&["--all"]);
    assert_eq!(all.len(), 8);
    for id in all {
        env.iro(&["show", &id]).ok();
        env.iro(&["why", &id]).ok();
    }
    let states: Vec<String> = crate::env::list(&env.iro(&["list", "--all", "--json"]).json())
        .iter()
        .map(|view| crate::env::text(view, "status").to_owned())
        .collect();
    for state in ["awaiting-response", "agreed", "resolved", "withdrawn"] {
        assert!(states.iter().any(|s| s == state), "no dispute of the example store is {state}");
    }
}

#[test]
fn the_walk_shows_what_the_program_shows() {
    let env = Env::in_folder("the walk goes through the example, a folder");
    copy(&root().join("examples"), &env.scratch("examples"));
    transcript::run("examples/README.md", &env);
}

#[test]
fn the_tour_goes_from_raising_to_resolving() {
    let run = script(&Env::new(), "tour.sh", &[]);
    let shown = text(&run.stdout);
    assert!(run.status.success(), "{shown}\n{}", text(&run.stderr));
    for step in [
        "Raised DRP 2026-0001",
        "overdue",
        "was escalated to Stage 1",
        "Answer to 2026-0001",
        "2026-0001 has ended: resolved",
    ] {
        assert!(shown.contains(step), "the tour does not show {step:?}:\n{shown}");
    }
}

#[test]
fn the_morning_script_lists_what_is_due() {
    let run = script(&with_example_store(), "morning.sh", &[]);
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    let shown = text(&run.stdout);
    assert!(shown.contains("2026-0001") && shown.contains("2026-0007"), "{shown}");
    assert_eq!(text(&run.stderr), "");
}

#[test]
fn the_morning_script_is_quiet_when_nothing_is_due() {
    let env = Env::new();
    env.iro(&["init", "--policy", "knowsley"]).ok();
    let run = script(&env, "morning.sh", &[]);
    assert_eq!((run.status.code(), text(&run.stdout), text(&run.stderr)), (Some(0), String::new(), String::new()));
    // A store that isn't there, as while a share isn't connected, is no quiet morning.
    let run = script(&Env::in_folder("a server always has a store"), "morning.sh", &[]);
    assert!(text(&run.stderr).contains("there is no store at"), "{}", text(&run.stderr));
}

#[test]
fn the_morning_script_names_a_damaged_record() {
    let env = with_example_store();
    fs::write(env.open_file("2026-0003"), "format: 1\nid: [").unwrap();
    let run = script(&env, "morning.sh", &[]);
    assert_eq!(run.status.code(), Some(1));
    assert!(text(&run.stdout).contains("2026-0001"), "the others are listed");
    assert!(text(&run.stderr).contains("2026-0003"), "{}", text(&run.stderr));
}
