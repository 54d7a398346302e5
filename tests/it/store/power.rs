//! What a power cut leaves behind. A change is run under `strace`, and every state in which the files could be at any
//! of its calls is made and checked: earlier records are whole, the change is there or not, it is there if the program
//! had reported it, and the next command works. Each run tries a sample; `cargo test --test it power -- --ignored
//! --nocapture` tries all states.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::commands::check::{found, tree};
use crate::env::Env;
use crate::store::changes::{FURTHER, add_records, is_accepting, is_in_parts, make_fault, put_beside};
use crate::store::disk::{Disk, State};
use crate::store::faults::{
    Effects, all_effects, assert_kept, assert_next_number, assert_sound, between, can_trace, is_half_removed, is_kept,
    say, traced,
};

/// The calls that change a disk, or that connect file descriptors to files.
const CALLS: &str = "trace=?openat,?open,?creat,?close,?write,?pwrite64,?writev,?fsync,?fdatasync,?rename,?renameat,\
?renameat2,?link,?linkat,?unlink,?unlinkat,?mkdir,?mkdirat,?rmdir,?ftruncate,?dup,?dup2,?dup3";

const RAISE: &str = "raise --policy knowsley --child C-1 --concern New --impact x --seeking y --override r";

/// Makes the store itself: in another folder, which is then renamed.
const DEMO: &str = "demo --dir store";

/// The commands that are tried, one after another, on a store with two open disputes and an ended one (`true`), or on
/// none. A command that begins with a number is killed at its sync of that number, before it has written any record.
const RUNS: [(bool, &[&str]); 23] = [
    (true, &[RAISE]),
    (false, &[RAISE]),
    (
        true,
        &[
            "raise --policy knowsley --child C-1 --concern New --impact x --seeking y --override r --sibling C-2 --sibling C-3",
        ],
    ),
    (false, &["raise --policy knowsley --child C-1 --concern New --impact x --seeking y --override r --sibling C-2"]),
    (true, &["respond 2026-0001 --text New --override r"]),
    (true, &["escalate 2026-0001 --because urgent --reason New --override r"]),
    (true, &["resolve 2026-0001 --outcome New --result resolved --impact-on-child x --override r"]),
    (true, &["reopen 2026-0003 --reason New"]),
    (true, &["praise --policy knowsley --child C-1 --for Sam --text New", "acknowledge 2028-0001 --name Sam"]),
    (true, &["purge 2026-0003 --reason New --yes"]),
    (false, &["1 raise --policy knowsley --child C-2 --concern Killed --impact x --seeking y --override r", RAISE]),
    (false, &["2 raise --policy knowsley --child C-2 --concern Killed --impact x --seeking y --override r", RAISE]),
    (
        true,
        &[
            "1 resolve 2026-0001 --outcome Killed --result resolved --impact-on-child x --override r",
            "resolve 2026-0001 --outcome New --result resolved --impact-on-child x --override r",
        ],
    ),
    (true, &[RAISE, "respond 2026-0001 --text New --override r", "note 2028-0001 --text New"]),
    (true, &["calendar close 2028-12-27 --name Christmas", "calendar close 2028-12-29 --name Stocktaking"]),
    (true, &["calendar close 2028-12-27 --name Christmas", "calendar open 2028-12-27"]),
    (false, &["calendar close 2028-12-27 --name Christmas"]),
    (true, &["init --retention-years 7"]),
    (false, &["init --policy knowsley", RAISE]),
    (true, &["policy new vale"]),
    (true, &["1 policy new vale", "policy new vale"]),
    (true, &["doctor --repair"]),
    (false, &[DEMO]),
];

fn store() -> Env {
    let env = Env::in_folder("it is about files after a power cut");
    for _ in 0..3 {
        env.raise("knowsley", &[]);
    }
    add_records(&env);
    env.resolve("2026-0003");
    env.iro(&["init", "--policy", "knowsley", "--retention-years", "1"]).ok();
    env
}

/// The same store; for `doctor`, with a misplaced record to repair.
fn store_for(command: &str) -> Env {
    let env = store();
    make_fault(&env, command);
    env
}

/// A state, and how many commands had reported by then that they were done.
type Cut = (State, usize);

/// Runs the commands one after another, and gathers the states in which a power cut at each call could leave the files.
fn cuts(env: &Env, commands: &[&str]) -> BTreeSet<Cut> {
    let trial = env.fork();
    put_beside(&trial);
    let mut disk = Disk::with(&trial.data());
    let mut cuts = BTreeSet::new();
    let mut done = 0;
    for command in commands {
        let (kill, words) = killed(command);
        let kill = kill.map(|time| format!("inject=fsync:signal=SIGKILL:when={time}"));
        let mut options = vec!["-xx", "-s", "1000000", "-e", CALLS];
        options.extend(kill.iter().flat_map(|kill| ["-e", kill]));
        let run = traced(&trial, &options, &words);
        assert_eq!(run.status.success(), kill.is_none(), "{run:?}");
        let mut said = false;
        let trace = fs::read_to_string(trial.scratch("trace")).unwrap();
        // The programs that `doctor` starts write nothing.
        let own = trace.split(' ').next().unwrap_or_default();
        for line in trace.lines().filter(|line| line.starts_with(own)) {
            // From the first byte of output, a reader takes the change for done.
            if !said && line.contains(" write(1,") {
                (said, done) = (true, done + 1);
                cuts.extend(disk.states().into_iter().map(|state| (state, done)));
            }
            // Until its folder is renamed, the demo's store does not exist.
            if disk.call(line) && (*command != DEMO || disk.has_store()) {
                cuts.extend(disk.states().into_iter().map(|state| (state, done)));
            }
        }
        assert_eq!(said, kill.is_none(), "{command}");
        disk.close_all();
    }
    cuts
}

/// At which sync a command is to be killed, if at all, and its words.
fn killed(command: &str) -> (Option<u32>, Vec<&str>) {
    let words: Vec<&str> = command.split(' ').collect();
    match words[0].parse() {
        Ok(time) => (Some(time), words[1..].to_vec()),
        Err(_) => (None, words),
    }
}

fn put(state: &State, env: &Env) {
    for (path, content) in state {
        let place = env.data().parent().unwrap().join(path);
        match content {
            None => fs::create_dir(&place).unwrap(),
            Some(bytes) => fs::write(&place, bytes).unwrap(),
        }
        private(&place, content.is_none());
    }
}

#[cfg(unix)]
fn private(place: &Path, folder: bool) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(place, fs::Permissions::from_mode(if folder { 0o700 } else { 0o600 })).unwrap();
}

#[cfg(not(unix))]
fn private(_place: &Path, _folder: bool) {}

/// All runs: those above, and each further change by itself.
fn runs() -> Vec<(bool, Vec<&'static str>)> {
    let own = RUNS.map(|(filled, commands)| (filled, commands.to_vec()));
    own.into_iter().chain(FURTHER.map(|change| (true, vec![change]))).collect()
}

/// Tries at most this many states of a run; returns how many were tried.
fn try_all(run: usize, most: usize) -> usize {
    let (filled, commands) = &runs()[run];
    let (filled, commands) = (*filled, &commands[..]);
    let whole_ones = commands.iter().filter(|command| killed(command).0.is_none());
    let base = if filled { store_for(commands[0]) } else { Env::in_folder("it is about files after a power cut") };
    base.now("2028-03-06T10:00");
    let before = if filled { tree(&base.data()) } else { Vec::new() };
    let kept: Vec<_> = before.into_iter().filter(|(path, _)| is_kept(path, commands[0])).collect();
    let mut effects = vec![all_effects(&base)];
    let whole = base.fork();
    put_beside(&whole);
    for command in whole_ones.clone() {
        whole.sh(command).ok();
        effects.push(all_effects(&whole));
    }
    let cuts = cuts(&base, commands);
    let step = cuts.len().div_ceil(most).max(1);
    let mut tried = 0;
    for (nth, (state, done)) in cuts.iter().enumerate() {
        if nth % step != run % step {
            continue;
        }
        let env = Env::in_folder("it is about files after a power cut");
        env.now("2028-03-06T10:00");
        put(state, &env);
        let what = format!("{} cut off at state {nth}, {done} done:\n{}", commands[0], drawn(state));
        if filled {
            assert_kept(&kept, &env, &what);
        }
        // A purge writes the tombstone first.
        let begun = |now: Effects| {
            commands[0].starts_with("purge") && now[..4] == effects[0][..4]
                || is_in_parts(commands[0]) && between(now, effects[0], effects[1])
        };
        let stands = |now: Effects| effects[*done..].contains(&now) || *done == 0 && begun(now);
        let now = all_effects(&env);
        assert!(stands(now), "{now:?} of {effects:?} is there: {what}");
        if (is_accepting(commands[0]) || is_in_parts(commands[0])) && now != effects[1] {
            put_beside(&env);
            env.sh(commands[0]).ok();
        }
        assert_sound(&env, &what);
        let next = if filled { "note 2026-0002 --text Next" } else { RAISE };
        let next = env.sh(&format!("{next} --json"));
        assert_eq!(next.code, 0, "{} {what}", next.stderr);
        let mut settled = all_effects(&env);
        settled[0] -= usize::from(!filled);
        settled[1] -= 1;
        assert!(stands(settled), "{settled:?} of {effects:?} after the next command: {what}");
        if commands[0].starts_with("purge") && is_half_removed(&env) {
            env.sh(commands[0]).ok();
        }
        let repaired = env.iro(&["doctor", "--repair"]);
        assert_eq!(repaired.code, 0, "{} {what}", repaired.stderr);
        assert_eq!(found(&env, &[]), [""; 0], "{what}");
        assert_next_number(&env, 2028, &what);
        tried += 1;
    }
    tried
}

/// A state in a form for failure messages.
fn drawn(state: &State) -> String {
    let line = |(path, content): (&std::path::PathBuf, &Option<Vec<u8>>)| {
        let size = content.as_ref().map_or("folder".to_owned(), |bytes| format!("{} bytes", bytes.len()));
        format!("  {} {size}", path.display())
    };
    state.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn power_cut_in_a_sample_of_the_states() {
    if can_trace() {
        // In a sample, the thousands of calls of a demo would outnumber all others.
        let own = (0..RUNS.len()).filter(|run| RUNS[*run].1 != [DEMO]);
        let tried: usize = own.map(|run| try_all(run, 4)).sum();
        let further: usize = (RUNS.len()..runs().len()).map(|run| try_all(run, 1)).sum();
        assert!(tried > 40 && further >= FURTHER.len() / 2, "{tried}, {further}");
    }
}

#[test]
#[ignore = "tries every state, which takes minutes"]
fn power_cut_in_every_state() {
    if can_trace() {
        let tried = |(run, (_, commands)): (usize, &(bool, Vec<&str>))| {
            let tried = try_all(run, usize::MAX);
            say(&format!("{}: {tried} states", commands.join(", ")));
            tried
        };
        let tried: usize = runs().iter().enumerate().map(tried).sum();
        say(&format!("{tried} states after a power cut, all survived"));
    }
}
