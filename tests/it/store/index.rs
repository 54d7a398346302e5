//! The index that speeds up commands that read: with it, without it and with a wrong one, every answer is the same.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::commands::check::edit;
use crate::env::{Env, text};
use crate::store::faults::can_trace;

/// A store with enough records for an index: open and closed, of several protocols and years, all written an hour ago.
fn many() -> Env {
    let env = Env::in_folder("it is about the index, a file");
    env.now("2025-11-03T10:00");
    for number in 1..=4 {
        env.raised("knowsley", &["--sibling", &format!("C-8{number}"), "--stage", "stage-1", "--reason", "x"]);
        if number % 2 == 0 {
            env.resolve(&format!("2025-{:04}", number * 2 - 1));
        }
    }
    env.now("2026-03-02T10:00");
    for number in 1..=12 {
        let on = format!("2026-02-{number:02}");
        env.raised("knowsley", &["--on", &on, "--sibling", &format!("C-9{number}"), "--needed-by", "2026-12-01"]);
    }
    for _ in 1..=3 {
        env.raised("mosaic", &["--iro", "Ann Other", "--team", "North"]);
        env.raised("qa-notification", &[]);
        env.raised("south-west", &[]);
    }
    env.iro(&["praise", "--policy", "qa-notification", "--child", "C-7", "--for", "Sam Field", "--text", "well done"])
        .ok();
    env.resolve("2026-0001");
    env.resolve("2026-0003");
    env.resolve("2026-0018");
    env.iro(&["withdraw", "2026-0005", "--reason", "moved away"]).ok();
    env.iro(&["respond", "2026-0007", "--text", "soon", "--action", "Call | Sam Field | 2026-03-20"]).ok();
    age(&env);
    env
}

/// Makes every record look as if it had been written an hour ago.
fn age(env: &Env) {
    for folder in ["open", "closed/2025", "closed/2026"] {
        for entry in fs::read_dir(env.data().join(folder)).unwrap() {
            let file = fs::File::options().write(true).open(entry.unwrap().path()).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(3600)).unwrap();
        }
    }
}

fn index(env: &Env) -> PathBuf {
    env.data().join(".index")
}

/// The files of the index with their contents.
fn files(env: &Env) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(index(env)).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries.map(|path| (path.clone(), fs::read(path).unwrap())).collect();
    files.sort();
    files
}

/// Commands that read. Those without `--as-of` look from today, which may be any day after the records.
const QUESTIONS: [&str; 38] = [
    "due --json",
    "due --today --json",
    "due --overdue",
    "due --within '3000 working days' --json",
    "due --all",
    "due --all --explain",
    "due --for nobody-knows",
    "due --for team-manager --json",
    "due --iro 'Ann Other' --all --json",
    "due --all --json --as-of 2026-02-10",
    "due --json --as-of 2026-03-05T09:00",
    "list",
    "list --json",
    "list --all --kind all --json",
    "list --closed --sort raised",
    "list --all --sort child --limit 7",
    "list --all --sort stage --csv",
    "list --all --sort status --ids",
    "list --all --child c-81 --json",
    "list --from 2026-02-03 --to 2026-03-01 --ids",
    "list --status awaiting-response --policy knowsley",
    "list --team North --json",
    "list --responder nobody",
    "list --kind praise --csv",
    "list --all --json --as-of 2026-02-20",
    "list --all --json --as-of 2027-01-04",
    "list --all --ids --as-of 2020-01-01",
    "list --all --json --as-of 2041-01-02",
    "inbox --for team-manager --json",
    "inbox --for 'Sam Field'",
    "inbox --for nobody",
    "supervision --json --as-of 2026-09-01",
    "report --from 2025-04-01 --to 2026-03-31 --format json",
    "show 2026-0007 --json --as-of 2026-03-03",
    "export --jsonl --as-of 2026-06-01",
    "check --json",
    "report --json --from 2026-04-01 --to 2026-04-30 --as-of 2026-05-02",
    "report --json --as-of 2029-05-02",
];

type Answer = (String, Option<i32>, String, String);

fn ask(env: &Env, question: &str) -> Answer {
    let words = question.split('\'').enumerate().flat_map(|(n, part)| match n % 2 {
        1 => vec![part],
        _ => part.split_whitespace().collect(),
    });
    let output = env.command().env_remove("IRO_AS_OF").args(words).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (question.to_owned(), output.status.code(), text(output.stdout), text(output.stderr))
}

fn answers(env: &Env) -> Vec<Answer> {
    QUESTIONS.iter().map(|question| ask(env, question)).collect()
}

/// A few of the questions, one for each way in which the index is used.
const FEW: [usize; 9] = [0, 4, 13, 12, 17, 18, 24, 28, 29];

/// Asks the few questions, and compares with earlier answers.
#[track_caller]
fn still(env: &Env, expected: &[Answer], where_: &str) {
    for at in FEW {
        assert_eq!(ask(env, QUESTIONS[at]), expected[at], "{where_}");
    }
}

/// The answers of the same store without an index.
fn without(env: &Env) -> Vec<Answer> {
    let anew = |question: &&str| {
        let _ = fs::remove_dir_all(index(env));
        ask(env, question)
    };
    QUESTIONS.iter().map(anew).collect()
}

#[track_caller]
fn same(found: &[Answer], expected: &[Answer], where_: &str) {
    for (found, expected) in found.iter().zip(expected) {
        assert_eq!(found, expected, "{where_}");
    }
}

/// Asks the few questions with whatever index there is, then again without one.
#[track_caller]
fn same_without(env: &Env, where_: &str) -> Vec<Answer> {
    let with: Vec<Answer> = FEW.iter().map(|at| ask(env, QUESTIONS[*at])).collect();
    for (at, with) in FEW.iter().zip(&with) {
        let _ = fs::remove_dir_all(index(env));
        assert_eq!(ask(env, QUESTIONS[*at]), *with, "{where_}");
    }
    with
}

#[test]
fn every_answer_is_the_same_with_any_index_and_with_none() {
    let env = many();
    assert!(!index(&env).exists(), "those who write know nothing of it");
    let expected = without(&env);
    for (question, code, _, stderr) in &expected {
        let fine = question.contains("2041") || question.contains("nobody") || *code == Some(0);
        assert!(fine, "{question}: {stderr}");
    }
    same(&answers(&env), &expected, "made by one question, used by the others");
    let good = files(&env);
    let names: Vec<_> = good.iter().map(|(path, _)| path.file_name().unwrap().to_str().unwrap()).collect();
    let all = [
        "closed-2025.rows",
        "closed-2025.texts",
        "closed-2026.rows",
        "closed-2026.texts",
        "open.rows",
        "open.texts",
        "owing.rows",
        "owing.texts",
    ];
    assert_eq!(names, all);
    same(&answers(&env), &expected, "all of it there");
    assert_eq!(files(&env), good, "nothing to learn, nothing written");
    for (path, bytes) in &good {
        let name = path.file_name().unwrap().to_str().unwrap();
        let flipped: Vec<u8> = bytes.iter().enumerate().map(|(at, byte)| byte ^ u8::from(at % 50 == 49)).collect();
        for bad in [&bytes[..bytes.len() / 2], &flipped] {
            fs::write(path, bad).unwrap();
            still(&env, &expected, name);
        }
        fs::remove_file(path).unwrap();
        still(&env, &expected, name);
        ask(&env, "list --all --json");
        fs::remove_file(path).expect("it was made again");
        fs::create_dir(path).unwrap();
        still(&env, &expected, name);
        fs::remove_dir(path).unwrap();
    }
    // Mixes the texts of one shelf or time with the rows of another.
    answers(&env);
    fs::copy(index(&env).join("closed-2025.texts"), index(&env).join("open.texts")).unwrap();
    fs::copy(index(&env).join("open.rows"), index(&env).join("closed-2026.rows")).unwrap();
    same(&answers(&env), &expected, "mixed up");
}

#[test]
fn no_text_is_made_of_what_is_not_shown() {
    let env = many();
    let expected = without(&env);
    let _ = fs::remove_dir_all(index(&env));
    ask(&env, "inbox --for nobody");
    let names: Vec<_> = files(&env).into_iter().map(|(path, _)| path.file_name().unwrap().to_owned()).collect();
    assert!(names.iter().any(|name| name == "closed-2025.rows"), "{names:?}");
    assert!(!names.iter().any(|name| name == "closed-2025.texts"), "{names:?}");
    // Commands that need the texts of the index make them, even if its rows exist.
    for question in ["report --from 2025-04-01 --to 2026-03-31 --format json", "list --all --kind all --json"] {
        let known = expected.iter().find(|(asked, ..)| asked == question).unwrap();
        assert_eq!(ask(&env, question), *known);
    }
    assert!(index(&env).join("closed-2025.texts").exists());
}

#[test]
fn a_list_shows_what_the_record_shows() {
    let env = many();
    ask(&env, "list --all --kind all --json");
    for day in ["2026-03-02T10:00", "2026-03-05T23:30", "2026-03-06", "2026-07-01", "2028-02-29"] {
        let listed: Value =
            serde_json::from_str(&ask(&env, &format!("list --all --kind all --json --as-of {day}")).2).unwrap();
        let listed = listed.as_array().unwrap().clone();
        assert!(listed.len() > 30);
        for view in listed {
            let id = view["id"].as_str().unwrap();
            let shown: Value = serde_json::from_str(&ask(&env, &format!("show {id} --json --as-of {day}")).2).unwrap();
            assert_eq!(view, shown, "{id} on {day}");
        }
    }
}

#[test]
fn whatever_happens_to_a_file_shows_at_the_next_command() {
    let env = many();
    let before = same_without(&env, "as it was");
    // Changed by the program: closed, opened again, noted.
    env.resolve("2026-0009");
    env.iro(&["reopen", "2026-0001", "--reason", "Not done"]).ok();
    env.iro(&["note", "2026-0002", "--text", "x"]).ok();
    let now = same_without(&env, "by commands");
    assert_ne!(now, before);
    age(&env);
    ask(&env, "list --all --json");
    // By hand: edited, replaced, moved away and back, moved between the shelves, there twice, damaged.
    edit(&env.open_file("2026-0002"), "child: C-", "child: X-");
    edit(&env.closed_file("2026", "2026-0003"), "child: C-", "child: Y-");
    let now = same_without(&env, "edited");
    assert!(now[1].2.contains("X-") && now[2].2.contains("\"Y-"), "{}", now[2].2);
    fs::copy(env.open_file("2026-0006"), env.scratch("other")).unwrap();
    fs::rename(env.scratch("other"), env.open_file("2026-0006")).unwrap();
    fs::rename(env.open_file("2026-0007"), env.scratch("away")).unwrap();
    fs::rename(env.closed_file("2025", "2025-0003"), env.open_file("2025-0003")).unwrap();
    fs::rename(env.open_file("2026-0010"), env.closed_file("2025", "2026-0010")).unwrap();
    let now = same_without(&env, "moved");
    assert!(!now[1].2.contains("2026-0007"));
    ask(&env, "list --all --json");
    fs::rename(env.scratch("away"), env.open_file("2026-0007")).unwrap();
    fs::copy(env.open_file("2026-0012"), env.closed_file("2026", "2026-0012")).unwrap();
    fs::write(env.open_file("2026-0013"), "rubbish: [").unwrap();
    fs::write(env.closed_file("2026", "2026-0018"), "").unwrap();
    let now = same_without(&env, "damaged");
    assert_eq!((now[1].1, now[2].1), (Some(1), Some(1)));
    assert!(now[1].3.contains("2026-0012") && now[1].3.contains("2026-0013"), "{}", now[1].3);
}

#[test]
fn a_changed_policy_or_calendar_is_another_basis() {
    let env = many();
    let before = same_without(&env, "as it was");
    ask(&env, "list --all --json");
    let kept = files(&env);
    fs::create_dir_all(env.data().join("policies")).unwrap();
    fs::write(env.data().join("policies/own.yaml"), "format: 1\nid: own\n").unwrap();
    let now = same_without(&env, "a policy more");
    assert_eq!(now, before);
    ask(&env, "list --all --json");
    assert_ne!(files(&env), kept);
    env.iro(&["calendar", "close", "2026-02-23..2026-02-27", "--name", "Flood"]).ok();
    let now = same_without(&env, "closing days");
    assert_ne!(now, before, "days left are others");
    fs::write(env.data().join("bank-holidays.json"), "{").unwrap();
    let now = same_without(&env, "a calendar that can't be read");
    assert_eq!(now[0].1, Some(1));
}

#[test]
fn what_is_removed_for_good_is_in_no_index() {
    let env = many();
    env.iro(&["init", "--retention-years", "1"]).ok();
    ask(&env, "list --all --json");
    // The sister's record names its id, but not its child.
    let child = text(&env.iro(&["show", "2025-0003", "--json"]).json(), "child").to_owned();
    let holds = |env: &Env| files(env).iter().any(|(_, bytes)| String::from_utf8_lossy(bytes).contains(&child));
    assert!(holds(&env));
    env.now("2028-01-03T10:00");
    env.iro(&["purge", "2025-0003", "--reason", "past its time", "--yes"]).ok();
    assert!(!index(&env).exists());
    ask(&env, "list --all --json");
    assert!(!holds(&env) && index(&env).join("open.texts").exists());
}

#[cfg(unix)]
#[test]
fn a_store_that_cannot_be_written_is_read_all_the_same() {
    use std::os::unix::fs::PermissionsExt;
    let env = many();
    let expected = without(&env);
    let _ = fs::remove_dir_all(index(&env));
    fs::write(index(&env), "in the way").unwrap();
    still(&env, &expected, "a file where the folder should be");
    fs::remove_file(index(&env)).unwrap();
    ask(&env, "list --all --json");
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(env.data()), mode(index(&env))), (0o700, 0o700));
    for (path, _) in files(&env) {
        assert_eq!(mode(path.clone()), 0o600, "{path:?}");
        fs::set_permissions(path, fs::Permissions::from_mode(0o000)).unwrap();
    }
    still(&env, &expected, "files that can't be read");
}

/// Many readers and writers at once: each answer is one that the store without an index could have given.
#[test]
fn readers_at_once_do_not_disturb_each_other() {
    let env = many();
    let expected = ask(&env, "list --all --kind all --json");
    for round in 0..3 {
        if round > 0 {
            // Files written within the last two seconds are not indexed yet, so the index may not exist.
            let _ = fs::remove_file(index(&env).join("open.rows"));
        }
        let asking: Vec<_> = (0..6)
            .map(|_| {
                let mut command = env.command();
                command.env_remove("IRO_AS_OF").args(["list", "--all", "--kind", "all", "--json"]);
                command.stdout(std::process::Stdio::piped()).spawn().unwrap()
            })
            .collect();
        for one in asking {
            assert_eq!(String::from_utf8(one.wait_with_output().unwrap().stdout).unwrap(), expected.2);
        }
    }
    assert_eq!(ask(&env, "list --all --kind all --json"), expected);
}

/// No answer shows whether the index is used, so this counts which files are read.
#[test]
fn what_is_remembered_is_not_read_again() {
    if !can_trace() {
        return;
    }
    let env = many();
    ask(&env, "list --all");
    for command in ["list --all --json", "list --all", "list"] {
        let mut strace = env.program("strace");
        strace.env_remove("IRO_AS_OF").args(["-f", "-qq", "-e", "trace=openat", "-o"]).arg(env.scratch("trace"));
        strace.arg(env!("CARGO_BIN_EXE_iro")).args(command.split(' '));
        assert!(strace.output().unwrap().status.success(), "{command}");
        let opened = fs::read_to_string(env.scratch("trace")).unwrap();
        let is_record = |line: &&str| line.contains(".yaml") && (line.contains("/open/") || line.contains("/closed/"));
        let records: Vec<&str> = opened.lines().filter(is_record).collect();
        assert!(opened.contains("/.index/") && records.is_empty(), "{command}: {records:?}");
    }
}
