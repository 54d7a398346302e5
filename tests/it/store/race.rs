//! Many processes on one store: nothing is lost, written twice or damaged. Each run starts a few; `cargo test --release
//! --test it race -- --ignored --nocapture` starts sixteen with two hundred changes each.
//!
//! The store is on a local disk. How `flock` works in a folder that several machines share depends on its file system,
//! which can't be tested here.

use std::collections::BTreeSet;
use std::thread;
use std::time::{Duration, Instant};

use crate::commands::check::found;
use crate::env::{Env, list, text};
use crate::store::faults::say;

/// How long a command waits for others before it gives up with 5.
const WAITS: Duration = Duration::from_secs(3);

#[derive(Debug, Default)]
pub struct Tally {
    /// The ids of the disputes that were raised.
    raised: Vec<String>,
    /// Commands that gave up after waiting for the lock.
    busy: usize,
    /// Commands refused because somebody had changed the record meanwhile.
    changed: usize,
    longest: Duration,
}

/// Makes one change, trying as often as needed; returns what the command printed.
fn insist(env: &Env, line: &str, tally: &mut Tally) -> serde_json::Value {
    loop {
        let began = Instant::now();
        let run = env.sh(line);
        let took = began.elapsed();
        tally.longest = tally.longest.max(took);
        if run.code != 5 {
            return run.json();
        }
        if run.stderr.contains("busy") {
            assert!(took >= WAITS, "it gave up after {took:?} only");
            tally.busy += 1;
        } else {
            assert!(run.stderr.contains("changed by somebody else"), "{run:?}");
            tally.changed += 1;
        }
    }
}

/// Every second change of each process is a note in one record that all share; the others raise disputes.
pub fn race(env: &Env, processes: usize, changes: usize) -> Tally {
    race_with(env, processes, changes, |change| change % 2 == 0)
}

/// The changes for which `is_note` is true are notes in one record that all share; the others raise disputes.
fn race_with(env: &Env, processes: usize, changes: usize, is_note: impl Fn(usize) -> bool + Copy + Sync) -> Tally {
    // At the real time of day, since the process that starts first may write last.
    env.now("");
    let first = env.raise("knowsley", &[]);
    let year = &first[..4];
    let run = |process: usize| {
        let mut tally = Tally::default();
        for change in 0..changes {
            if is_note(change) {
                let line = format!("note {first} --text 'note {change} of {process}' --json");
                insist(env, &line, &mut tally);
            } else {
                let line = "raise --policy knowsley --child C-1 --concern Race --impact x --seeking y --json";
                let view = insist(env, line, &mut tally);
                tally.raised.push(text(&view, "id").to_owned());
            }
        }
        tally
    };
    let tallies: Vec<Tally> = thread::scope(|scope| {
        let running: Vec<_> = (0..processes).map(|process| scope.spawn(move || run(process))).collect();
        running.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let mut sum = Tally::default();
    for tally in tallies {
        sum.raised.extend(tally.raised);
        sum.busy += tally.busy;
        sum.changed += tally.changed;
        sum.longest = sum.longest.max(tally.longest);
    }
    // Whoever was overtaken once keeps the others out.
    if !env.is_on_a_server() {
        assert_eq!(sum.changed, 0, "{sum:?}");
    }
    // No id is given twice or left out, and each record exists.
    let given: BTreeSet<String> = sum.raised.iter().cloned().collect();
    let raised = processes * (0..changes).filter(|change| !is_note(*change)).count();
    let expected: BTreeSet<String> = (2..raised + 2).map(|number| format!("{year}-{number:04}")).collect();
    assert_eq!(sum.raised.len(), expected.len());
    assert_eq!(given, expected);
    assert_eq!(env.listed(&["--all"]).len(), expected.len() + 1);
    // Each note is there once.
    let log = list(&env.iro(&["log", &first, "--json"]).json());
    let notes: Vec<&str> =
        log.iter().filter(|event| event["event"] == "noted").map(|event| text(&event["fields"], "text")).collect();
    let each: BTreeSet<String> = (0..processes)
        .flat_map(|process| {
            (0..changes).filter(move |change| is_note(*change)).map(move |change| format!("note {change} of {process}"))
        })
        .collect();
    assert_eq!(notes.len(), each.len());
    assert_eq!(notes.into_iter().map(str::to_owned).collect::<BTreeSet<_>>(), each);
    assert_eq!(found(env, &[]), [""; 0]);
    env.iro(&["doctor"]).ok();
    sum
}

#[test]
fn race_of_a_few_processes_loses_nothing() {
    let env = Env::new();
    race(&env, 8, 6);
}

#[test]
#[ignore = "takes minutes"]
fn race_of_sixteen_processes_with_two_hundred_changes_each() {
    sixteen_of_two_hundred("a folder", &Env::new());
}

#[test]
#[ignore = "takes a minute"]
fn race_of_sixteen_processes_with_two_hundred_changes_each_on_one_record() {
    let began = Instant::now();
    let tally = race_with(&Env::new(), 16, 200, |_| true);
    tell("one record in a folder", began, &tally);
}

pub fn sixteen_of_two_hundred(place: &str, env: &Env) {
    let began = Instant::now();
    let tally = race(env, 16, 200);
    tell(place, began, &tally);
}

fn tell(place: &str, began: Instant, tally: &Tally) {
    say(&format!(
        "{place}: 3200 changes in {:?}, none lost; tried again: {} after a wait for the lock, {} after somebody else's \
         change; the longest command took {:?}",
        began.elapsed(),
        tally.busy,
        tally.changed,
        tally.longest
    ));
}

#[test]
fn everybody_may_read_praise_at_the_same_moment() {
    let env = Env::new();
    env.now("");
    let readers = ["Ana", "Bo", "Cy", "Di"];
    let named: String = readers.iter().map(|name| format!(" --for {name}")).collect();
    let praise = env.sh(&format!("praise --policy knowsley --child C-1 --text Good{named} --json")).json();
    let (env, id) = (&env, text(&praise, "id"));
    thread::scope(|scope| {
        for name in readers {
            scope.spawn(move || env.sh(&format!("acknowledge {id} --name {name}")).ok());
        }
    });
    assert_eq!(env.iro(&["show", id, "--json"]).json()["status"], "acknowledged");
}
