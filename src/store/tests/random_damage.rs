//! Tests with files that were changed at random: no reader panics or hangs, and the quick reader of files in the
//! program's own form agrees with the full YAML reader. Each run tries a sample; to try a million, use `cargo test
//! --release --lib random_damage -- --ignored --nocapture`.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::samples;
use crate::store::{policy_file, record_file, yaml};

const RECORD: &str = include_str!("../../../tests/golden/record-v1-sealed.yaml");

/// More time than any of these files needs, even on a busy machine.
const TOO_LONG: Duration = Duration::from_secs(10);

/// Pieces of text that mean something to YAML, to dates or to terminals.
const PIECES: [&str; 34] = [
    "\n",
    " ",
    "  ",
    "- ",
    ": ",
    "#",
    "|",
    ">",
    "&a ",
    "*a",
    "!!str ",
    "!x ",
    "[",
    "]",
    "{",
    "}",
    "'",
    "\"",
    "\\",
    "%",
    "---\n",
    "...\n",
    "<<: ",
    "~",
    "null",
    "0",
    "-1",
    "99999999999999999999",
    "2026-02-30",
    "\t",
    "\u{0}",
    "\u{1b}[2J",
    "\u{feff}",
    "\u{202e}",
];

/// The longest of the built-in policies: it uses most of what a policy can say.
fn policy() -> String {
    let files = fs::read_dir("policies").unwrap().map(|entry| entry.unwrap().path());
    let texts = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .map(|path| fs::read_to_string(path).unwrap());
    texts.filter(|text| text.contains("\nstages:")).max_by_key(String::len).unwrap()
}

/// Pseudo-random numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

fn mutated(good: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = good.to_vec();
    for _ in 0..=dice.below(3) {
        let at = dice.below(bytes.len());
        let end = (at + dice.below(40)).min(bytes.len());
        match dice.below(7) {
            0 => bytes[at] = dice.below(256) as u8,
            1 => bytes[at] ^= 1 << dice.below(8),
            2 => drop(bytes.drain(at..end)),
            3 => bytes.truncate(at.max(1)),
            4 => {
                let copied = bytes[at..end].to_vec();
                let to = dice.below(bytes.len());
                drop(bytes.splice(to..to, copied));
            }
            5 => {
                let piece = PIECES[dice.below(PIECES.len())];
                drop(bytes.splice(at..at, piece.bytes()));
            }
            _ => {
                let piece = PIECES[dice.below(PIECES.len())].repeat(1 + dice.below(200));
                drop(bytes.splice(at..at, piece.into_bytes()));
            }
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

/// A record with every kind of event, as the program writes it.
fn every_event() -> Vec<u8> {
    record_file::compose("2026-0042.yaml", &samples::full(samples::id("2026-0042"))).unwrap().bytes
}

/// How many files were tried, and how many of them could still be read.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    tried: usize,
    records: usize,
    policies: usize,
    /// How many records a second YAML library could also read, so that the values were compared.
    compared: usize,
    slowest: Duration,
}

/// What a second YAML library reads in a text. `None` for texts with anchors, in whose names it accepts fewer
/// characters. The last line break is added, because without one it reads a truncated block differently.
fn elsewhere(text: &str) -> Option<Value> {
    if text.contains(['&', '*']) {
        return None;
    }
    serde_yaml::from_str(&format!("{text}{}", if text.ends_with('\n') { "" } else { "\n" })).ok()
}

/// Where two values first differ.
fn difference(own: &Value, other: &Value, at: &str) -> Option<String> {
    match (own, other) {
        (Value::Object(own), Value::Object(other)) if own.keys().eq(other.keys()) => {
            own.iter().zip(other).find_map(|((key, own), (_, other))| difference(own, other, &format!("{at}/{key}")))
        }
        (Value::Array(own), Value::Array(other)) if own.len() == other.len() => (0..)
            .zip(own.iter().zip(other))
            .find_map(|(nth, (own, other))| difference(own, other, &format!("{at}/{nth}"))),
        _ if own == other => None,
        _ => Some(format!("{at}: {own} here, {other} there")),
    }
}

/// Checks that a record that can be read agrees with another YAML library and with what is written again from it.
fn is_record(bytes: &[u8], tally: &mut Tally) {
    if !record_file::agrees("2026-0042.yaml", bytes) {
        return;
    }
    tally.records += 1;
    let text = yaml::decode(bytes).unwrap();
    if let Some(other) = elsewhere(&text) {
        let own = yaml::parse(&text).unwrap().to_value();
        if let Some(difference) = difference(&own, &other, "") {
            panic!("{difference} in\n{text}");
        }
        tally.compared += 1;
    }
    let Ok(reading) = record_file::read("2026-0042.yaml", bytes) else { return };
    if reading.newer.is_none() {
        record_file::compose("2026-0042.yaml", &reading.record).unwrap_or_else(|wrong| panic!("{wrong}: {text}"));
    }
}

fn run(times: usize, seed: u64) -> Tally {
    let mut dice = Dice(seed);
    let good = policy();
    let unchanged = policy_file::read_bytes("own.yaml", good.as_bytes()).0;
    assert!(unchanged.policy.is_some(), "{:?}", unchanged.faults);
    let bases = [RECORD.as_bytes().to_vec(), every_event()];
    let mut tally = Tally::default();
    for nth in 0..times {
        let record = mutated(&bases[nth % bases.len()], &mut dice);
        let began = Instant::now();
        is_record(&record, &mut tally);
        tally.slowest = tally.slowest.max(began.elapsed());
        assert!(began.elapsed() < TOO_LONG, "{}", String::from_utf8_lossy(&record));
        let policy = mutated(good.as_bytes(), &mut dice);
        let began = Instant::now();
        tally.policies += usize::from(policy_file::read_bytes("own.yaml", &policy).0.policy.is_some());
        tally.slowest = tally.slowest.max(began.elapsed());
        assert!(began.elapsed() < TOO_LONG, "{}", String::from_utf8_lossy(&policy));
        tally.tried += 1;
    }
    tally
}

#[test]
fn a_few_hundred_mutated_records_and_policies() {
    let tally = run(300, 0x1e3a_77c1);
    assert!(tally.records > 0 && tally.policies > 0, "some changes are harmless: {tally:?}");
    assert!(tally.compared > 0, "another library reads some of them: {tally:?}");
}

#[test]
#[ignore = "takes many minutes; see above"]
fn a_million_mutated_records_and_policies() {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let each = 1_000_000_usize.div_ceil(cores);
    let running: Vec<_> =
        (1..=cores).map(|core| thread::spawn(move || run(each, 0x9e37_79b9_7f4a_7c15 * core as u64))).collect();
    for one in running {
        let tally = one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        println!("{tally:?}");
    }
}

/// Changes `times` records at random and returns how many the quick reader still reads; the full reader must agree on
/// those.
fn read_alike(times: usize, seed: u64) -> usize {
    let mut dice = Dice(seed);
    let bases = [RECORD.as_bytes().to_vec(), every_event()];
    let lines = |text: &[u8]| text.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect::<Vec<_>>();
    let changed = (0..times).map(|nth| {
        let base = &bases[nth % bases.len()];
        // Half of the changes affect whole lines, so that more of the files are still records.
        match dice.below(2) {
            0 => mutated(base, &mut dice),
            _ => {
                let mut lines = lines(base);
                let (from, to) = (dice.below(lines.len()), dice.below(lines.len()));
                match dice.below(4) {
                    0 => lines.swap(from, to),
                    1 => drop(lines.remove(from)),
                    2 => lines.insert(to, lines[from].clone()),
                    _ => lines[from].splice(0..0, b"  ".to_vec()).for_each(drop),
                }
                lines.concat()
            }
        }
    });
    changed.filter(|record| record_file::is_read_alike("2026-0042.yaml", record)).count()
}

#[test]
fn some_thousand_mutated_records_read_alike() {
    let alike = read_alike(2_000, 0x51d3_0a2f);
    assert!(alike > 20, "some changes are harmless: {alike}");
}

#[test]
#[ignore = "takes many minutes; see above"]
fn a_million_mutated_records_read_alike() {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let each = 1_000_000_usize.div_ceil(cores);
    let running: Vec<_> =
        (1..=cores).map(|core| thread::spawn(move || read_alike(each, 0x2545_f491_4f6c_dd1d * core as u64))).collect();
    for one in running {
        let alike = one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        println!("{alike} of {each} were read as they are written here");
    }
}
