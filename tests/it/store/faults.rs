//! What a change leaves behind if it is killed, or a system call fails, at any call that writes. `strace` injects the
//! faults; if it is missing or not allowed to, the tests say so and pass. Each run tries a sample of the calls; `cargo
//! test --test it faults -- --ignored --nocapture` tries all of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::commands::check::{found, tree};
use crate::env::{Env, is_installed};
use crate::store::changes::{FURTHER, REPAIR, add_records, is_accepting, is_in_parts, make_fault, put_beside};

/// The calls that change something on disk, or that a change needs.
const CALLS: [&str; 15] = [
    "openat",
    "write",
    "pwrite64",
    "fsync",
    "rename",
    "renameat2",
    "link",
    "unlink",
    "mkdir",
    "rmdir",
    "chmod",
    "fchmod",
    "flock",
    "ftruncate",
    "getdents64",
];

/// The changes that are tried, with those of `FURTHER`, on a store with two open and two closed disputes, one of which
/// may be misplaced.
pub const CHANGES: [&str; 14] = [
    "raise --policy knowsley --child C-1 --concern New --impact x --seeking y --override r",
    "raise --policy knowsley --child C-1 --concern New --impact x --seeking y --override r --sibling C-2 --sibling C-3",
    "respond 2026-0001 --text New --override r",
    "escalate 2026-0001 --because urgent --reason New --override r",
    "resolve 2026-0001 --outcome New --result resolved --impact-on-child x --override r",
    "reopen 2026-0003 --reason New",
    "praise --policy knowsley --child C-1 --for Sam --text New",
    PURGE,
    REPAIR,
    "calendar close 2028-12-27 --name Christmas",
    "calendar open 2028-12-28",
    "init --policy knowsley",
    "policy new vale",
    DEMO,
];

const PURGE: &str = "purge 2026-0004 --reason New --yes";

/// Makes thousands of calls, outside the store.
const DEMO: &str = "demo --dir demo";

/// How many times further apart the places of one of `FURTHER` are in a sample.
const FURTHER_APART: usize = 3;

/// The most places of one change that are tried.
const MOST: usize = 400;

fn store() -> Env {
    let env = Env::in_folder("it is about disks that fail");
    for _ in 0..4 {
        env.raise("knowsley", &[]);
    }
    add_records(&env);
    env.resolve("2026-0003");
    env.resolve("2026-0004");
    env.iro(&["init", "--retention-years", "1"]).ok();
    env.now("2028-03-06T10:00");
    env.iro(&["calendar", "close", "2028-12-28", "--name", "Stocktaking"]).ok();
    env
}

/// A copy of a store in which a record was just raised; for `doctor`, with what it repairs or accepts.
fn fresh(base: &Env, change: &str) -> Env {
    let env = base.fork();
    env.raise("knowsley", &[]);
    put_beside(&env);
    make_fault(&env, change);
    env
}

/// How much there is of what can be counted: records, events, closing days, settings, tombstones, files outside the
/// records, addresses, children, and accepted losses of the ledger.
pub type Effects = [usize; 9];

pub fn all_effects(env: &Env) -> Effects {
    let (records, events) = effect(env);
    let text = |file: &str| fs::read_to_string(env.data().join(file)).unwrap_or_default();
    let lines = |file: &str| text(file).lines().count();
    let beside = |name: &str| usize::from(env.scratch(name).exists());
    let tombstones = fs::read_dir(env.data().join("purged")).map_or(0, Iterator::count);
    let policy = usize::from(env.data().join("policies/vale.yaml").exists());
    let beside = policy + 2 * beside("demo");
    let accepted = text(".ledger").matches(" began ").count();
    let [closing, settings, addresses, children] =
        ["closing-days.yaml", "config.yaml", "addresses.yaml", "children.yaml"].map(lines);
    [records, events, closing, settings, tombstones, beside, addresses, children, accepted]
}

/// Whether there is at least as much of everything as before a change, and at most as much as after it.
pub fn between(now: Effects, none: Effects, whole: Effects) -> bool {
    now.iter().zip(none).zip(whole).all(|((now, none), whole)| (none..=whole).contains(now))
}

/// Checks that the next dispute gets the number after the highest of the year.
pub fn assert_next_number(env: &Env, year: u16, what: &str) {
    let files = tree(&env.data());
    let stems = files.iter().filter_map(|(path, _)| Path::new(path).file_stem()?.to_str());
    let numbers = stems.filter_map(|stem| stem.strip_prefix(&format!("{year}-"))?.parse().ok());
    let highest: u32 = numbers.max().unwrap_or(0);
    assert_eq!(env.raise("knowsley", &[]), format!("{year}-{:04}", highest + 1), "{what}");
}

/// Runs a command under strace.
pub fn traced(env: &Env, options: &[&str], change: &[&str]) -> Output {
    let program = env.command();
    let mut strace = Command::new("strace");
    strace.env_clear().current_dir(env.data().parent().unwrap()).stdin(Stdio::null());
    for (name, value) in program.get_envs() {
        if let Some(value) = value {
            strace.env(name, value);
        }
    }
    strace.args(["-f", "-qq", "-o"]).arg(env.scratch("trace")).args(options).arg(program.get_program()).args(change);
    strace.output().expect("strace was there a moment ago")
}

#[expect(clippy::print_stdout, reason = "a test says what it skipped, and how much it tried")]
pub fn say(text: &str) {
    println!("{text}");
}

/// Whether strace is there and can trace here; prints a line if not.
pub fn can_trace() -> bool {
    if !is_installed("strace", "-V") {
        return false;
    }
    let tried = Command::new("strace").args(["-o", "/dev/null", "true"]).stderr(Stdio::null()).status();
    let can = tried.is_ok_and(|status| status.success());
    if !can {
        say("skipped: strace may not trace here");
    }
    can
}

/// How often each call is made by the thread that makes it most often.
fn counts(env: &Env, change: &str) -> BTreeMap<&'static str, usize> {
    let trial = fresh(env, change);
    let words: Vec<&str> = change.split(' ').collect();
    let run = traced(&trial, &["-e", &format!("trace={}", known_calls())], &words);
    assert!(run.status.success(), "{run:?}");
    let trace = fs::read_to_string(trial.scratch("trace")).unwrap();
    let mut by_thread: BTreeMap<(&str, &'static str), usize> = BTreeMap::new();
    for line in trace.lines() {
        let (thread, rest) = line.split_once(' ').unwrap_or_default();
        if let Some(call) = CALLS.iter().find(|call| rest.trim_start().starts_with(&format!("{call}("))) {
            *by_thread.entry((thread, call)).or_default() += 1;
        }
    }
    let mut counts = BTreeMap::new();
    for ((_, call), count) in by_thread {
        let most: &mut usize = counts.entry(call).or_default();
        *most = count.max(*most);
    }
    counts
}

/// The calls in strace's syntax; `?` ignores those that this machine doesn't have.
fn known_calls() -> String {
    CALLS.map(|call| format!("?{call}")).join(",")
}

/// Whether a change may only append to this file.
pub fn is_kept(path: &str, change: &str) -> bool {
    let own =
        ["config.yaml", "closing-days.yaml", "addresses.yaml", "children.yaml"].iter().any(|file| path.ends_with(file));
    !(own || change.starts_with("purge") && path.contains(change.split(' ').nth(1).unwrap()))
}

/// Whether no unfinished file or folder is left beside the store.
fn nothing_is_left(env: &Env) -> bool {
    let beside = fs::read_dir(env.scratch("")).unwrap().flatten();
    beside.map(|entry| entry.file_name()).all(|name| !name.to_string_lossy().starts_with(['.']))
}

/// Checks that every earlier record still has its bytes, wherever its file is now.
pub fn assert_kept(before: &[(String, Vec<u8>)], env: &Env, what: &str) {
    let after = tree(&env.data());
    for (path, bytes) in before.iter().filter(|(path, _)| path.ends_with(".yaml")) {
        let name = Path::new(path).file_name().unwrap().to_str().unwrap();
        let kept = after.iter().any(|(path, now)| path.ends_with(name) && now.starts_with(bytes));
        assert!(kept, "{what}: {name} lost something");
    }
}

/// Whether a purge was stopped after writing its tombstone: the record no longer counts, but its file is still there.
pub fn is_half_removed(env: &Env) -> bool {
    let removed = fs::read_dir(env.data().join("purged")).into_iter().flatten().flatten();
    removed.map(|stone| stone.file_name().into_string().unwrap()).any(|name| {
        let (year, _) = name.split_once('-').unwrap();
        env.data().join("closed").join(year).join(&name).exists()
    })
}

/// Checks that `iro check` finds nothing, except a record whose purge was stopped.
pub fn assert_sound(env: &Env, what: &str) {
    let checked = env.iro(&["check"]);
    let expected = if is_half_removed(env) { 6 } else { 0 };
    assert_eq!(checked.code, expected, "{what}: {}", checked.stdout);
}

/// The numbers of records and events.
pub fn effect(env: &Env) -> (usize, usize) {
    let all = env.iro(&["list", "--all", "--kind", "all", "--json"]);
    assert!(all.code == 0 || is_half_removed(env) && all.stderr.contains("was removed for good"), "{all:?}");
    let all = all.document();
    let all = all.as_array().unwrap();
    let events = all.iter().map(|view| view["events"].as_u64().unwrap() as usize).sum();
    (all.len(), events)
}

/// Tries every `step`th place of the calls of each change; `from` gives the first place of each change. Returns the
/// number tried. Some faults don't stop the command, such as a hard link that can't be made, but most must.
fn try_all(injected: impl Fn(usize) -> &'static [&'static str], from: impl Fn(usize) -> usize, step: usize) -> usize {
    let try_one = |(nth, change): (usize, &&str)| {
        let injected = injected(nth);
        // Those of `FURTHER` are written as others are.
        let step = if nth < CHANGES.len() { step } else { FURTHER_APART * step - FURTHER_APART + 1 };
        let outcome = try_change(change, injected, from(nth), step);
        say(&format!("{change}: {injected:?} at {} places, {} stopped it", outcome.0, outcome.1));
        outcome
    };
    // In a sample, the thousands of calls of a demo would outnumber all others.
    let tried = CHANGES.iter().chain(&FURTHER).enumerate().filter(|(_, change)| step == 1 || **change != DEMO);
    let outcomes: Vec<(usize, usize)> = tried.map(try_one).collect();
    let tried: usize = outcomes.iter().map(|(tried, _)| tried).sum();
    let hit: usize = outcomes.iter().map(|(_, hit)| hit).sum();
    assert!(hit * 4 > tried, "only {hit} of {tried} faults did anything: {outcomes:?}");
    tried
}

/// How many places of one change were tried, and how many of them stopped the command.
fn try_change(change: &str, injected: &[&str], from: usize, step: usize) -> (usize, usize) {
    let base = store();
    let words: Vec<&str> = change.split(' ').collect();
    let whole = {
        let env = fresh(&base, change);
        assert_eq!(traced(&env, &[], &words).status.code(), Some(0), "{change}");
        all_effects(&env)
    };
    let none = all_effects(&fresh(&base, change));
    let (mut place, mut tried, mut hit) = (0, 0, 0);
    let counts = counts(&base, change);
    let step = step.max(counts.values().sum::<usize>().div_ceil(MOST));
    for (call, count) in counts {
        for nth in 1..=count {
            place += 1;
            if place % step != from % step {
                continue;
            }
            for fault in injected {
                let env = fresh(&base, change);
                let mut before = tree(&env.data());
                before.retain(|(path, _)| is_kept(path, change));
                let what = format!("{change} {fault} at {call} {nth}");
                let run = traced(
                    &env,
                    &["-e", &format!("trace={call}"), "-e", &format!("inject={call}:{fault}:when={nth}")],
                    &words,
                );
                assert_kept(&before, &env, &what);
                let now = all_effects(&env);
                // A purge writes the tombstone first.
                let begun =
                    change == PURGE && now[..4] == none[..4] || is_in_parts(change) && between(now, none, whole);
                assert!(now == whole || now == none || begun, "{what}: {now:?}, neither {none:?} nor {whole:?}");
                hit += usize::from(!run.status.success());
                if run.status.success() {
                    assert_eq!(now, whole, "{what}: it said that it was done");
                }
                assert!(!String::from_utf8_lossy(&run.stderr).contains("panicked"), "{what}: {run:?}");
                if (is_accepting(change) || is_in_parts(change)) && now != whole {
                    env.sh(change).ok();
                    assert_eq!(all_effects(&env), whole, "{what}: given again");
                }
                assert_sound(&env, &what);
                env.iro(&["note", "2026-0002", "--text", "The next command"]).ok();
                let mut after = all_effects(&env);
                after[1] -= 1;
                assert!(after == whole || after == none || begun, "{what}: {after:?} after the next command");
                assert_next_number(&env, 2028, &what);
                if change == PURGE && (now != whole || is_half_removed(&env)) {
                    env.sh(PURGE).ok();
                }
                env.iro(&["doctor", "--repair"]).ok();
                assert_eq!(found(&env, &[]), [""; 0], "{what}");
                if change == DEMO {
                    traced(&env, &[], &words);
                    assert!(env.scratch("demo").exists(), "{what}: it can be made afterwards");
                    assert!(nothing_is_left(&env), "{what}");
                }
                tried += 1;
            }
        }
    }
    (tried, hit)
}

const KILLED: &[&str] = &["signal=SIGKILL"];
const FAILED: &[&str] = &["error=ENOSPC", "error=EIO", "error=EACCES", "error=EMFILE"];

#[test]
fn killed_at_a_sample_of_the_calls() {
    if can_trace() {
        let tried = try_all(|_| KILLED, |nth| nth, 40);
        assert!(tried > 14, "{tried}");
    }
}

#[test]
fn a_sample_of_the_calls_fails() {
    if can_trace() {
        let tried = try_all(|nth| &FAILED[nth % FAILED.len()..][..1], |nth| 3 * nth, 40);
        assert!(tried > 14, "{tried}");
    }
}

#[test]
#[ignore = "tries every call, which takes minutes"]
fn killed_at_every_call() {
    if can_trace() {
        let tried = try_all(|_| KILLED, |_| 0, 1);
        say(&format!("killed at {tried} calls, all survived"));
    }
}

#[test]
#[ignore = "tries every call, which takes minutes"]
fn every_call_fails() {
    if can_trace() {
        let tried = try_all(|_| FAILED, |_| 0, 1);
        say(&format!("{tried} calls failed, nothing was lost"));
    }
}

/// A small file system mounted as the store's folder, unmounted on drop.
struct SmallDisk<'a>(&'a Env);

impl<'a> SmallDisk<'a> {
    /// `None` if nothing can be mounted.
    fn at(env: &'a Env, kilobytes: usize) -> Option<SmallDisk<'a>> {
        fs::create_dir(env.data()).unwrap();
        let size = format!("size={kilobytes}k,mode=700");
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(env.data()).output();
        let mounted = mount.is_ok_and(|run| run.status.success());
        if !mounted {
            say("skipped: a disk can't be mounted here");
        }
        mounted.then_some(SmallDisk(env))
    }
}

impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.data()).status();
    }
}

#[test]
fn a_full_disk_takes_nothing_away() {
    let env = Env::in_folder("it is about disks that fail");
    let Some(_disk) = SmallDisk::at(&env, 64) else { return };
    let long = "It goes on and on. ".repeat(60);
    let raise = ["raise", "--policy", "knowsley", "--child", "C-1", "--concern", &long, "--override", "x"];
    let mut raised = 0;
    let full = loop {
        let run = env.iro(&raise);
        if run.code != 0 {
            break run;
        }
        raised += 1;
        assert!(raised < 100, "the disk is never full");
    };
    full.code(1).says("the disk is full");
    assert!(raised > 2);
    let before = tree(&env.data());
    for change in [
        &["note", "1", "--text", long.as_str()][..],
        &["resolve", "1", "--outcome", &long, "--result", "resolved", "--override", "x"],
        &["raise", "--policy", "knowsley", "--child", "C-1", "--concern", &long, "--override", "x", "--sibling", "C-2"],
    ] {
        env.iro(change).code(1).says("the disk is full");
        assert_kept(&before, &env, change[0]);
        assert_eq!(effect(&env), (raised, raised), "{change:?}");
    }
    env.iro(&["check"]).ok();
    env.iro(&["doctor"]).ok().says("it could not be tried what this place can promise");
    // Once there is room again, everything works.
    let grown = Command::new("mount").args(["-o", "remount,size=1m"]).arg(env.data()).status().unwrap();
    assert!(grown.success());
    env.iro(&raise).ok();
    assert_eq!(effect(&env), (raised + 1, raised + 1));
    env.iro(&["doctor", "--repair"]).ok();
    assert_eq!(found(&env, &[]), [""; 0]);
}

/// Places where no store can be: a folder of the kernel's, and a file.
#[cfg(target_os = "linux")]
#[test]
fn where_nothing_can_be_written_it_is_said_with_a_way_out() {
    let env = Env::in_folder("it is about disks that fail");
    let file = env.scratch("file");
    fs::write(&file, "x").unwrap();
    let below = file.join("store");
    for (folder, why) in [
        ("/proc/iro", "nothing can be written in `/proc/iro`: there is no such folder"),
        ("/proc/iro/store", "nothing can be written in `/proc/iro`: there is no such folder"),
        (below.to_str().unwrap(), "is a file, not a folder"),
    ] {
        for command in
            [&["init"][..], &["raise", "--policy", "knowsley", "--child", "C-1", "--concern", "x", "--override", "x"]]
        {
            let run = env.iro(&[command, &["--data-dir", folder]].concat());
            let run = run.code(1).says(why).says("--data-dir");
            assert!(!run.stderr.contains("os error") && !run.stderr.contains(".unfinished"), "{run:?}");
        }
    }
    env.raise("knowsley", &[]);
    let out = env.iro(&["report", "--out", "/proc/iro/report.txt"]).code(1);
    assert!(out.stderr.contains("choose another place for the file"), "{out:?}");
}

/// A mistyped folder must not look like a store without problems.
#[test]
fn without_a_store_nothing_is_said_to_be_well() {
    let env = Env::in_folder("it is about disks that fail");
    let nothing = format!("there is no store at `{}` yet; `iro raise` begins one", env.data().display());
    for command in [&["check"][..], &["supervision"], &["report"], &["report", "--format", "csv"], &["due"], &["list"]]
    {
        let run = env.iro(command).ok();
        assert_eq!(run.stderr.trim_end(), nothing, "{command:?}");
    }
    for command in [&["respond", "1", "--text", "x"][..], &["show", "1"], &["check", "1"]] {
        assert!(env.iro(command).code(4).stderr.ends_with(&format!("hint:  {nothing}\n")), "{command:?}");
    }
    env.raise("knowsley", &[]);
    assert_eq!(env.iro(&["check"]).ok().stderr, "1 record: no faults\n");
    assert_eq!(env.iro(&["report"]).ok().stderr, "");
}

/// An empty variable is a slip in a script; the usual store must not be used instead.
#[test]
fn an_empty_name_of_a_folder_is_refused_by_what_gave_it() {
    let env = Env::in_folder("it is about disks that fail");
    for (variable, flag) in [("IRO_DATA_DIR", "--data-dir"), ("IRO_POLICY_DIR", "--policy-dir")] {
        let by_variable = env.command().env(variable, "").arg("due").output().unwrap();
        assert_eq!(by_variable.status.code(), Some(2));
        let said = String::from_utf8(by_variable.stderr).unwrap();
        assert_eq!(said, format!("error: `{variable}` is empty\nhint:  set it to a folder, or unset it\n"));
        let by_flag = env.iro(&["due", flag, "", "--json"]).code(2);
        let error = format!("`{flag}` is empty");
        assert_eq!(by_flag.error()["message"], error, "{}", by_flag.stderr);
    }
}

/// Once a day is often enough to be noticed, and seldom enough to be read. Scripts get no warning.
#[cfg(unix)]
#[test]
fn a_store_that_others_can_look_into_is_pointed_out_once_a_day() {
    use std::os::unix::fs::PermissionsExt;
    let env = Env::in_folder("it is about disks that fail");
    env.now("");
    env.raise("knowsley", &[]);
    let open = || fs::set_permissions(env.data(), fs::Permissions::from_mode(0o755)).unwrap();
    let said = |command: &[&str]| env.iro(command).ok().stderr.contains("others on this computer can look into");
    assert!(!said(&["list"]));
    open();
    let before = tree(&env.data());
    assert!(!said(&["list", "--json"]) && !said(&["list", "--quiet"]), "for a script");
    assert!(said(&["list"]));
    assert!(!said(&["list"]) && !said(&["show", "1"]), "it was said today");
    assert_eq!(tree(&env.data()), before, "reading changes nothing");
    // As on the next day.
    let memory = env.data().parent().unwrap().join("home/.cache/iro");
    let file = fs::read_dir(memory).unwrap().next().unwrap().unwrap().path();
    fs::write(file, "2026-03-01").unwrap();
    assert!(said(&["due"]));
    env.iro(&["doctor", "--repair"]).ok();
    assert!(!said(&["due"]));
}
