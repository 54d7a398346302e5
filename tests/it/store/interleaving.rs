//! Two commands at once: one is stopped at each of its calls that touch files, the other runs from start to end, then
//! the first continues. Whatever they reported as done is there exactly once, and nothing else. `strace` does the
//! stopping; if it is missing or not allowed to, the tests say so and pass. Each run tries a sample; `cargo test --test
//! it interleaving -- --ignored --nocapture` tries every call and every pair.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use serde_json::Value;

use crate::commands::check::{found, tree};
use crate::env::{Env, list};
use crate::store::changes::{
    FURTHER, REPAIR, add_records, is_accepting, is_done_once, is_in_parts, make_fault, put_beside,
};
use crate::store::faults::{can_trace, say, traced};

/// The calls that read or change what is on disk.
const CALLS: [&str; 13] = [
    "openat",
    "write",
    "pwrite64",
    "fsync",
    "rename",
    "renameat2",
    "link",
    "unlink",
    "unlinkat",
    "mkdir",
    "rmdir",
    "flock",
    "getdents64",
];

const RAISE: &str = "raise --policy knowsley --child C-1 --concern New --impact x --seeking y --override r";
const SIBLINGS: &str =
    "raise --policy knowsley --child C-1 --concern New --impact x --seeking y --override r --sibling C-2 --sibling C-3";
const RESOLVE: &str = "resolve 2026-0001 --outcome New --result resolved --impact-on-child x --override r";
const PURGE: &str = "purge 2019-0001 --reason New --yes";

/// Makes thousands of calls, outside the store.
const DEMO: &str = "demo --dir demo";

/// The most places of one command that are tried with each other command.
const MOST: usize = 200;

/// Lists every record.
const LIST: &str = "list --all --kind all --json";

/// Each command is stopped while each other one runs.
const COMMANDS: [&str; 19] = [
    RAISE,
    SIBLINGS,
    "respond 2026-0001 --text New --override r",
    RESOLVE,
    "reopen 2026-0003 --reason New",
    "escalate 2026-0001 --because urgent --reason New --override r",
    "praise --policy knowsley --child C-1 --for Sam --text New",
    PURGE,
    REPAIR,
    "calendar close 2026-12-29 --name Christmas",
    "calendar open 2026-12-30",
    "init --policy knowsley",
    "policy new vale",
    DEMO,
    LIST,
    "due",
    "inbox",
    "report",
    "check",
];

/// The commands that each of `FURTHER` is tried with: most of those are written as one of the above, so that not every
/// pair of them is a new one.
const WITH_FURTHER: [&str; 7] =
    [RAISE, "note 2025-0001 --text Also", PURGE, REPAIR, "calendar close 2026-12-29 --name Christmas", LIST, "report"];

/// The pairs of each run, in which something was once lost or left behind.
const PAIRS: [(&str, &str); 12] = [
    (LIST, PURGE),
    (REPAIR, "reopen 2026-0003 --reason New"),
    ("calendar close 2026-12-28 --name Monday", "calendar close 2026-12-29 --name Tuesday"),
    ("init --policy knowsley", "init --retention-years 7"),
    (RAISE, "list"),
    (SIBLINGS, LIST),
    ("policy add vale.yaml", "policy new vale"),
    ("import disputes log.csv --map map.yaml", RAISE),
    ("doctor --accept 2026-0001 --reason New", "note 2026-0001 --text Also"),
    ("doctor --take-in other.yaml", RAISE),
    ("import disputes log.csv --map map.yaml", "import disputes log.csv --map map.yaml"),
    ("doctor --take-in other.yaml", "doctor --take-in other.yaml"),
];

/// A text that only the record to be removed has.
const PRIVATE: &str = "Grandmother in Southport";

/// A store with enough records for an index: one ended long ago, one lately, and one is misplaced.
fn store() -> Env {
    let env = Env::in_folder("it is about files");
    env.now("2019-05-01T10:00");
    env.raise("knowsley", &["--concern", PRIVATE]);
    env.now("2019-05-07T10:00");
    env.resolve("2019-0001");
    add_records(&env);
    for _ in 0..32 {
        env.raise("knowsley", &[]);
    }
    env.resolve("2026-0003");
    env.resolve("2026-0004");
    fs::rename(env.closed_file("2026", "2026-0004"), env.open_file("2026-0004")).unwrap();
    env.iro(&["init", "--retention-years", "6"]).ok();
    env.iro(&["calendar", "close", "2026-12-30", "--name", "Stocktaking"]).ok();
    // Old enough for a reader to index the files.
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_772_323_200);
    for (path, _) in tree(&env.data()) {
        fs::File::options().append(true).open(env.data().join(path)).unwrap().set_modified(old).unwrap();
    }
    env.now("2026-03-03T10:00");
    env
}

/// The counts that `effect` returns.
type Effect = [i64; 9];

/// The effects that can be counted: records, events, closing days, two settings, files outside the records, addresses,
/// children, and accepted losses of the ledger.
fn effect(env: &Env) -> Effect {
    let [records, events] = counted(&env.sh(LIST).json());
    let lines = |file: &str, of: &str| {
        let text = fs::read_to_string(env.data().join(file)).unwrap_or_default();
        text.lines().filter(|line| line.contains(of)).count() as i64
    };
    let years = i64::from(fs::read_to_string(env.data().join("config.yaml")).unwrap().contains("retention_years: 7"));
    let made = ["store/policies/vale.yaml", "demo"].iter().filter(|made| env.scratch(made).exists()).count() as i64;
    let [closing, policies] = [lines("closing-days.yaml", "name:"), lines("config.yaml", "policy:")];
    let [addresses, children] = [lines("addresses.yaml", "@"), lines("children.yaml", "reference: ")];
    [records, events, closing, policies, years, made, addresses, children, lines(".ledger", " began ")]
}

/// How many records and events a list shows.
fn counted(shown: &Value) -> [i64; 2] {
    let all = list(shown);
    [all.len() as i64, all.iter().map(|view| view["events"].as_i64().unwrap()).sum()]
}

/// A traced run that was stopped at a call.
struct Stopped {
    strace: Child,
}

impl Stopped {
    /// Runs a command and stops it at the `nth` call of that name, by any thread; `None` if it makes fewer.
    fn at(env: &Env, command: &str, call: &str, nth: usize) -> Option<Stopped> {
        let program = env.command();
        let mut strace = Command::new("strace");
        strace.env_clear().current_dir(env.data().parent().unwrap());
        // Written to a file, because a pipe that nobody reads would fill up.
        let said = File::create(env.scratch("said")).unwrap();
        strace.stdin(Stdio::null()).stdout(said).stderr(Stdio::piped());
        for (name, value) in program.get_envs() {
            if let Some(value) = value {
                strace.env(name, value);
            }
        }
        let inject = format!("inject={call}:signal=SIGSTOP:when={nth}");
        strace.args(["-f", "-qq", "-o"]).arg(env.scratch("trace")).args([
            "-e",
            &format!("trace={call}"),
            "-e",
            &inject,
        ]);
        strace.arg(program.get_program()).args(command.split(' '));
        let mut run = Stopped { strace: strace.spawn().unwrap() };
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            let trace = fs::read_to_string(env.scratch("trace")).unwrap_or_default();
            if trace.contains("--- stopped by SIGSTOP ---") {
                return Some(run);
            }
            if run.strace.try_wait().unwrap().is_some() {
                return None;
            }
            thread::sleep(Duration::from_millis(2));
        }
        panic!("{command} neither stops at {call} {nth} nor ends");
    }

    /// Lets the run continue to its end; returns whether it succeeded. Calls are counted for each thread, so further
    /// threads may be stopped; they are continued as well.
    fn goes_on(mut self, what: &str) -> bool {
        let begun = Instant::now();
        while self.strace.try_wait().unwrap().is_none() {
            assert!(begun.elapsed() < PATIENCE, "{what}: it does not end");
            self.signal("-CONT");
            thread::sleep(Duration::from_millis(20));
        }
        let mut said = String::new();
        self.strace.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert!(!said.contains("panicked"), "{what}: {said}");
        let code = self.strace.wait().unwrap().code();
        assert!(code.is_some_and(|code| [0, 1, 3, 4, 5, 6].contains(&code)), "{what}: {code:?} {said}");
        code == Some(0)
    }

    /// Sends a signal to strace's children and their children; any of them may just have ended.
    fn signal(&self, signal: &str) {
        let mut begun = vec![self.strace.id().to_string()];
        while let Some(id) = begun.pop() {
            let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
            for child in children.split_whitespace() {
                let _ = Command::new("kill").args([signal, child]).stderr(Stdio::null()).status();
                begun.push(child.to_string());
            }
        }
    }
}

/// Leaves no stopped process behind, even if a test fails.
impl Drop for Stopped {
    fn drop(&mut self) {
        if self.strace.try_wait().is_ok_and(|ended| ended.is_none()) {
            self.signal("-KILL");
            let _ = self.strace.kill();
            let _ = self.strace.wait();
        }
    }
}

/// One command stopped at a call while another runs from start to end.
#[derive(Clone, Copy)]
struct Trial {
    stopped: &'static str,
    call: &'static str,
    nth: usize,
    other: &'static str,
}

/// How long a command may take on a machine that is busy with other things.
const PATIENCE: Duration = Duration::from_secs(300);

/// How many trials run at once; most of them wait for a lock.
const AT_A_TIME: usize = 16;

/// Runs all trials, a few at a time. Returns in how many the command was stopped where it should be.
fn try_all(base: &Env, trials: &[Trial]) -> usize {
    let before = effect(base);
    let commands: BTreeSet<&str> = trials.iter().flat_map(|trial| [trial.stopped, trial.other]).collect();
    let alone = |command: &'static str| {
        let env = fork_for(base, &[command]);
        let _its_code = env.sh(command).code;
        let after = effect(&env);
        (command, std::array::from_fn(|at| after[at] - before[at]))
    };
    let alone: BTreeMap<&str, Effect> = commands.into_iter().map(alone).collect();
    let (next, tried) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..AT_A_TIME {
            scope.spawn(|| {
                while let Some(trial) = trials.get(next.fetch_add(1, Relaxed)) {
                    tried.fetch_add(usize::from(trial.is_survived(base, before, &alone)), Relaxed);
                }
            });
        }
    });
    tried.into_inner()
}

/// A copy of the store, with what these commands need.
fn fork_for(base: &Env, commands: &[&str]) -> Env {
    let env = base.fork_as_it_is();
    put_beside(&env);
    if let Some(accepting) = commands.iter().find(|command| is_accepting(command)) {
        make_fault(&env, accepting);
    }
    env
}

impl Trial {
    /// Checks that both commands did what they reported. Returns `false` if the command makes fewer such calls, so that
    /// it was not stopped.
    fn is_survived(self, base: &Env, before: Effect, alone: &BTreeMap<&str, Effect>) -> bool {
        let Trial { stopped, call, nth, other } = self;
        let env = fork_for(base, &[stopped, other]);
        let what = format!("{stopped} stopped at {call} {nth}, {other}");
        let Some(run) = Stopped::at(&env, stopped, call, nth) else { return false };
        let second = env.sh(other);
        assert!(!second.stderr.contains("panicked"), "{what}: {second:?}");
        let mut first = run.goes_on(&what);
        let mut also = second.code == 0;
        for (command, done) in [(stopped, &mut first), (other, &mut also)] {
            if is_in_parts(command) && !*done {
                env.sh(command).ok();
                *done = true;
            }
        }
        // Of what is done once although two report it, the effects don't add up.
        let once = stopped == other && is_done_once(stopped);
        let times = |done: bool| i64::from(done);
        let (of_first, of_other) = if once { (times(first || also), 0) } else { (times(first), times(also)) };
        let expected: Effect =
            std::array::from_fn(|at| before[at] + alone[stopped][at] * of_first + alone[other][at] * of_other);
        assert_eq!(effect(&env), expected, "{what}: {first} {second:?}");
        if other == LIST && second.code == 0 {
            assert_seen_whole(&second.document(), before, alone[stopped], &what);
        }
        if stopped == LIST && first {
            let said = fs::read_to_string(env.scratch("said")).unwrap();
            assert_seen_whole(&serde_json::from_str(&said).unwrap(), before, alone[other], &what);
        }
        let both = once && (first || also);
        for (accepting, done) in [(stopped, first || both), (other, also || both)] {
            if is_accepting(accepting) && !done {
                env.sh(accepting).ok();
            }
        }
        assert_whole(&env, &what);
        true
    }
}

/// Checks that a list made meanwhile shows either the whole change or nothing of it.
fn assert_seen_whole(shown: &Value, before: Effect, change: Effect, what: &str) {
    let seen = counted(shown);
    let with = |times: i64| [before[0] + times * change[0], before[1] + times * change[1]];
    assert!(seen == with(0) || seen == with(1), "{what}: {seen:?} is shown, neither {:?} nor {:?}", with(0), with(1));
}

/// Every call of a command that touches files, with its number among the calls of that name in its thread.
fn places(base: &Env, command: &str) -> Vec<(&'static str, usize)> {
    let env = fork_for(base, &[command]);
    let calls = CALLS.map(|call| format!("?{call}")).join(",");
    traced(&env, &["-e", &format!("trace={calls}")], &command.split(' ').collect::<Vec<_>>());
    let trace = fs::read_to_string(env.scratch("trace")).unwrap();
    let mut made: BTreeMap<(&str, &'static str), usize> = BTreeMap::new();
    let mut places = Vec::new();
    let mut begun = false;
    for line in trace.lines() {
        // Calls before the store is first named load the program.
        begun |= line.contains("/store");
        let (thread, rest) = line.split_once(' ').unwrap_or_default();
        if let Some(call) = CALLS.iter().find(|call| rest.trim_start().starts_with(&format!("{call}("))) {
            let nth = made.entry((thread, call)).or_default();
            *nth += 1;
            if begun && !places.contains(&(*call, *nth)) {
                places.push((*call, *nth));
            }
        }
    }
    places
}

/// The commands that run while this one is stopped.
fn others(stopped: &'static str) -> BTreeSet<&'static str> {
    let is_further = FURTHER.contains(&stopped);
    let mut others: BTreeSet<&str> = if is_further { WITH_FURTHER.into() } else { COMMANDS.into() };
    if is_further {
        others.insert(stopped);
    } else if WITH_FURTHER.contains(&stopped) {
        others.extend(FURTHER);
    }
    others
}

/// A trial for every place of one command with another in between.
fn pair(base: &Env, stopped: &'static str, other: &'static str) -> Vec<Trial> {
    places(base, stopped).into_iter().map(|(call, nth)| Trial { stopped, call, nth, other }).collect()
}

/// Checks that nothing is damaged or hidden, and that nothing is left of a removed record.
fn assert_whole(env: &Env, what: &str) {
    let checked = env.iro(&["check"]);
    assert_eq!(checked.code, 0, "{what}: {}", checked.stdout);
    let all = list(&env.iro(&["list", "--all", "--json"]).json());
    let open: Vec<_> = all.iter().filter(|view| view["closed_on"].is_null()).map(|view| view["id"].clone()).collect();
    let shown: Vec<_> = list(&env.iro(&["list", "--json"]).json()).iter().map(|view| view["id"].clone()).collect();
    assert!(open.iter().all(|id| shown.contains(id)), "{what}: {open:?} are open, {shown:?} are listed");
    if env.data().join("purged/2019-0001.yaml").exists() && !env.closed_file("2019", "2019-0001").exists() {
        for (path, bytes) in tree(&env.data()) {
            let left = String::from_utf8_lossy(&bytes).contains(PRIVATE);
            assert!(!left, "{what}: {path} has a text of what was removed");
        }
    }
    env.iro(&["doctor", "--repair"]).ok();
    let removed = env.data().join("purged/2019-0001.yaml").exists();
    let kept_longer = fs::read_to_string(env.data().join("config.yaml")).unwrap().contains("retention_years: 7");
    // `check` points out what was removed before the time for which records are kept now.
    let expected: &[&str] = if removed && kept_longer { &["removed-early"] } else { &[] };
    assert_eq!(found(env, &[]), expected, "{what}");
}

#[test]
fn a_sample_of_the_calls_with_another_command_in_between() {
    if can_trace() {
        let base = store();
        // Different places for each pair, so that most kinds of calls are tried.
        let sample = |(nth, (stopped, other)): (usize, &(&'static str, &'static str))| {
            let all = pair(&base, stopped, other);
            let step = all.len().div_ceil(2).max(1);
            all.into_iter().skip(nth * 7 % step).step_by(step).collect::<Vec<_>>()
        };
        let trials: Vec<Trial> = PAIRS.iter().enumerate().flat_map(sample).collect();
        let tried = try_all(&base, &trials);
        assert!(tried * 2 > trials.len(), "{tried} of {}", trials.len());
    }
}

#[test]
#[ignore = "tries every call of every pair, which takes an hour"]
fn every_call_with_every_other_command_in_between() {
    if can_trace() {
        let base = store();
        // Some places of every pair first, so that a run that is cut short has tried every pair.
        let mut turns: BTreeMap<usize, Vec<Trial>> = BTreeMap::new();
        for stopped in COMMANDS.into_iter().chain(FURTHER).collect::<BTreeSet<_>>() {
            let places = places(&base, stopped);
            let step = places.len().div_ceil(MOST);
            for (nth, (call, of_name)) in places.into_iter().step_by(step).enumerate() {
                let trials = others(stopped).into_iter().map(|other| Trial { stopped, call, nth: of_name, other });
                turns.entry(nth * 7 % 25).or_default().extend(trials);
            }
        }
        say(&format!("{} places", turns.values().map(Vec::len).sum::<usize>()));
        let mut tried = 0;
        for trials in turns.values() {
            tried += try_all(&base, trials);
            say(&format!("{tried} calls with another command in between, nothing lost"));
        }
    }
}
