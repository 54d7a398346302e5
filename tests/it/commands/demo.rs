//! `iro demo`: an example store that shows every state, and is the same every time for the same day.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use crate::commands::check::found;
use crate::env::{Env, copy_tree, list, text};

impl Env {
    /// Replaces this environment's store by a copy of the example store for `START`, which is made only once.
    #[track_caller]
    pub fn with_demo(&self) -> &Self {
        self.copies(&demo());
        self
    }
}

/// The folder of the example store. Tests may be separate processes: the first to get here makes the store, in a folder
/// named after the program's build time; the others copy it.
fn demo() -> PathBuf {
    let program = Path::new(env!("CARGO_BIN_EXE_iro"));
    let built = fs::metadata(program).and_then(|about| about.modified()).unwrap();
    let built = built.duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
    let shared = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let made = shared.join(format!("demo-{built}"));
    if !made.is_dir() {
        for old in fs::read_dir(shared).unwrap().flatten() {
            if old.file_name().to_string_lossy().starts_with("demo-") {
                let _ = fs::remove_dir_all(old.path());
            }
        }
        let env = Env::in_folder("the demo is made in a folder");
        env.iro(&["demo", "--dir", env.data().to_str().unwrap()]).ok();
        let mine = tempfile::tempdir_in(shared).unwrap().keep();
        copy_tree(&env.data(), &mine);
        // If two processes race, one folder gets the name; the other is identical and is removed.
        if fs::rename(&mine, &made).is_err() {
            fs::remove_dir_all(&mine).unwrap();
        }
    }
    made
}

#[test]
fn it_shows_every_state_under_every_policy() {
    let env = Env::in_folder("the demo is made in a folder");
    let views = list(&env.with_demo().iro(&ALL).json());
    assert!(views.len() >= 40, "{} records", views.len());
    let all = |key: &str| -> BTreeSet<String> { views.iter().map(|view| text(view, key).to_owned()).collect() };
    let built_in = list(&env.iro(&["policy", "list", "--json"]).json());
    let built_in: BTreeSet<String> = built_in.iter().map(|policy| text(policy, "id").to_owned()).collect();
    assert_eq!(all("policy"), built_in);
    let states = "acknowledged agreed awaiting-response awaiting-review complaint recorded resolved withdrawn";
    assert_eq!(all("status").into_iter().collect::<Vec<_>>().join(" "), states);
    let has = |key: &str| views.iter().any(|view| !view[key].is_null());
    assert!(has("referral") && has("praise") && has("result"), "a referral, praise and a result");
    assert!(views.iter().any(|view| view["overdue"] == true), "something overdue");
    let events = views.iter().flat_map(|view| list(&env.iro(&["log", text(view, "id"), "--json"]).json()));
    let events: BTreeSet<String> = events.map(|event| text(&event, "event").to_owned()).collect();
    for expected in ["reopened", "corrected", "extended", "meeting", "decided", "complaint", "action-missed", "noted"] {
        assert!(events.contains(expected), "{expected} is among {events:?}");
    }
}

#[test]
fn it_can_be_made_on_any_day() {
    let days = ["2026-01-02T08:00", "2026-04-03T08:00", "2026-12-26T12:00", "2027-04-01T09:00", "2028-02-29T23:59"];
    for day in days {
        let env = Env::in_folder("the demo is made in a folder");
        env.now(day);
        let made = env.iro(&["demo", "--dir", env.data().to_str().unwrap(), "--json"]).json();
        assert!(made["open"].as_u64() > Some(10), "{day}: {made}");
    }
}

#[test]
fn the_same_day_gives_the_same_store() {
    let (one, two) = (Env::in_folder("the demo is made in a folder"), Env::in_folder("the demo is made in a folder"));
    two.iro(&["demo", "--dir", two.data().to_str().unwrap()]).ok();
    assert_eq!(one.with_demo().iro(&ALL).json(), two.iro(&ALL).json());
}

#[test]
fn it_touches_no_folder_that_holds_something() {
    let env = Env::in_folder("the demo is made in a folder");
    let folder = env.scratch("mine");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("letter.txt"), "keep me").unwrap();
    env.iro(&["demo", "--dir", folder.to_str().unwrap()]).code(3).says("not empty").says("--dir");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
}

/// Makes an example store in the folder that the program is run in.
fn demo_here(env: &Env, folder: &Path) -> (Option<i32>, String) {
    let run = env.command().args(["demo", "--dir", "."]).current_dir(folder).output().unwrap();
    (run.status.code(), String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr))
}

fn names_in(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

/// Every record, as JSON.
const ALL: [&str; 5] = ["list", "--all", "--kind", "all", "--json"];

#[test]
fn it_fills_the_empty_folder_that_one_is_in() {
    let env = Env::in_folder("the demo is made in a folder");
    fs::create_dir(env.data()).unwrap();
    // The folder must not be replaced: other processes may be working in it.
    let there = fs::File::open(env.data()).unwrap();
    let (code, said) = demo_here(&env, &env.data());
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("Made 44 records in this folder") && said.contains("iro --data-dir . due"), "{said}");
    assert!(there.metadata().unwrap().modified().unwrap() == fs::metadata(env.data()).unwrap().modified().unwrap());
    assert_eq!(env.iro(&ALL).json(), Env::in_folder("the demo is made in a folder").with_demo().iro(&ALL).json());
    env.iro(&["check"]).ok().says("44 records: 4 warnings");
    env.iro(&["doctor"]).ok();
    let left = names_in(&env.data());
    assert!(left.iter().all(|name| !name.starts_with(".iro-being-made-")), "{left:?}");
    let (code, said) = demo_here(&env, &env.data());
    assert!(code == Some(3) && said.contains("not empty"), "a second time: {code:?} {said}");
}

#[test]
fn in_the_folder_that_one_is_in_nothing_is_filled_beside_a_letter() {
    let env = Env::in_folder("the demo is made in a folder");
    fs::create_dir(env.data()).unwrap();
    fs::write(env.data().join("letter.txt"), "keep me").unwrap();
    let (code, said) = demo_here(&env, &env.data());
    assert!(code == Some(3) && said.contains("not empty"), "{code:?} {said}");
    assert_eq!(names_in(&env.data()), BTreeSet::from(["letter.txt".to_owned()]));
}

#[test]
fn whoever_comes_next_finishes_what_was_stopped_between_two_parts() {
    let env = Env::in_folder("the demo is made in a folder");
    env.with_demo();
    // The state after the command was killed between the first part and the second.
    let made = env.data().join(".iro-being-made-abcdef");
    let moving = made.join("moving");
    fs::create_dir_all(&moving).unwrap();
    fs::File::create(made.join(".lock")).unwrap();
    for name in
        names_in(&env.data()).iter().filter(|name| !["closed", ".iro-being-made-abcdef"].contains(&name.as_str()))
    {
        fs::rename(env.data().join(name), moving.join(name)).unwrap();
    }
    let (code, said) = demo_here(&env, &env.data());
    assert!(code == Some(3) && said.contains("not empty"), "{code:?} {said}");
    assert!(!made.exists());
    assert_eq!(env.iro(&ALL).json(), Env::in_folder("the demo is made in a folder").with_demo().iro(&ALL).json());
    env.iro(&["check"]).ok().says("44 records");
}

/// The number of half-made example stores beside this environment's store.
fn being_made(env: &Env) -> usize {
    let beside = fs::read_dir(env.scratch("")).unwrap().flatten();
    beside.filter(|entry| entry.file_name().to_string_lossy().starts_with(".iro-being-made-")).count()
}

/// Starts making an example store as this environment's store, and returns while it is being made.
fn begin(env: &Env) -> Child {
    let mut demo = env.command();
    demo.args(["demo", "--dir"]).arg(env.data()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut demo = demo.spawn().unwrap();
    while being_made(env) == 0 && demo.try_wait().unwrap().is_none() {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    demo
}

#[test]
fn of_two_at_once_one_is_there_whole() {
    let env = Env::in_folder("the demo is made in a folder");
    let codes: BTreeSet<Option<i32>> =
        [begin(&env), begin(&env)].map(|mut demo| demo.wait().unwrap().code()).into_iter().collect();
    assert_eq!(codes, BTreeSet::from([Some(0), Some(3)]));
    assert_eq!(env.iro(&ALL).json(), Env::in_folder("the demo is made in a folder").with_demo().iro(&ALL).json());
    env.iro(&["check"]).ok();
    assert_eq!(being_made(&env), 0);
}

/// Runs a test while a store is being made. On a busy machine the store may be finished too soon: `then` returns
/// `false` and is tried again.
fn meanwhile(then: impl Fn(&Env, Child) -> bool) {
    let in_time = (0..20).any(|_| {
        let env = Env::in_folder("the demo is made in a folder");
        let demo = begin(&env);
        then(&env, demo)
    });
    assert!(in_time, "it is always made too soon");
}

#[test]
fn killed_half_way_it_leaves_no_part_of_a_store() {
    meanwhile(|env, mut demo| {
        demo.kill().unwrap();
        demo.wait().unwrap();
        if env.data().exists() {
            env.iro(&["check"]).ok().says("44 records: ");
            return false;
        }
        env.iro(&["demo", "--dir", env.data().to_str().unwrap()]).ok();
        assert_eq!(being_made(env), 0, "what was left behind goes");
        env.iro(&["check"]).ok().says("44 records: ");
        assert_eq!(found(env, &[]), [""; 0]);
        true
    });
}

#[test]
fn what_was_killed_before_it_was_locked_goes_too() {
    let env = Env::in_folder("the demo is made in a folder");
    let left = |name: &str| env.scratch(&format!(".iro-being-made-{name}"));
    fs::create_dir(left("first")).unwrap();
    fs::create_dir(left("second")).unwrap();
    fs::write(left("second").join(".lock"), "").unwrap();
    env.iro(&["demo", "--dir", env.data().to_str().unwrap()]).ok();
    assert_eq!(being_made(&env), 0);
}

#[test]
fn a_dispute_raised_meanwhile_is_left_alone() {
    meanwhile(|env, mut demo| {
        let id = env.raise("knowsley", &[]);
        match demo.wait().unwrap().code() {
            Some(0) => return false,
            code => assert_eq!(code, Some(3)),
        }
        assert_eq!(env.listed(&["--all"]), [id]);
        assert_eq!(being_made(env), 0);
        true
    });
}
