//! Files that were changed at random: nothing makes a reader fall over or hang, and the fast reader of records agrees
//! with the full one. A sample runs each time; a million each with
//! `cargo test --release --lib mutations -- --ignored --nocapture`.

use std::fs;
use std::time::{Duration, Instant};

use super::{policy_file, record_file};

const RECORD: &str = include_str!("../../tests/golden/record-v1-sealed.yaml");

/// Longer than any of these files may take, also on a machine that is busy.
const TOO_LONG: Duration = Duration::from_secs(10);

/// Pieces that mean something to YAML, to dates or to terminals.
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

/// The longest of the policies that come with the program: it says most of what a policy can say.
fn policy() -> String {
    let files = fs::read_dir("policies").unwrap().map(|entry| entry.unwrap().path());
    let texts = files.filter(|path| path.is_file()).map(|path| fs::read_to_string(path).unwrap());
    texts.filter(|text| text.contains("\nstages:")).max_by_key(String::len).unwrap()
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

fn mutated(text: &str, dice: &mut Dice) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
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

/// How many of the mutated files could still be read, of each kind.
fn run(times: usize, seed: u64) -> (usize, usize) {
    let mut dice = Dice(seed);
    let good = policy();
    let (mut records, mut policies) = (0, 0);
    for _ in 0..times {
        let record = mutated(RECORD, &mut dice);
        let began = Instant::now();
        records += usize::from(record_file::agrees("2026-0042.yaml", &record));
        assert!(began.elapsed() < TOO_LONG, "{}", String::from_utf8_lossy(&record));
        let policy = mutated(&good, &mut dice);
        let began = Instant::now();
        policies += usize::from(policy_file::read_bytes("own.yaml", &policy).0.policy.is_some());
        assert!(began.elapsed() < TOO_LONG, "{}", String::from_utf8_lossy(&policy));
    }
    (records, policies)
}

#[test]
fn a_few_hundred_mutated_records_and_policies() {
    let (records, policies) = run(300, 0x1e3a_77c1);
    assert!(records > 0 && policies > 0, "some changes are harmless");
}

#[test]
#[ignore = "takes many minutes; see above"]
fn a_million_mutated_records_and_policies() {
    run(1_000_000, 0x9e37_79b9);
}
