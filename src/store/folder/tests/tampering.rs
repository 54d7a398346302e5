//! A record with every kind of event is changed outside the program in every possible way, and `check` finds each
//! change. Each run tries a sample of the bytes; to try every bit, use `cargo test --release --lib tamper -- --ignored
//! --nocapture`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::domain::id::DisputeId;
use crate::domain::record::Record;
use crate::store::chain::Seal;
use crate::store::check::{CheckContext, check};
use crate::store::contract::Store;
use crate::store::folder::{FolderStore, atomic};
use crate::store::policies::PolicyBook;
use crate::store::record_file;
use crate::store::records::{Draft, Filed};
use crate::store::tests::samples;

/// Two records with all kinds of event, written one event after another, and every state that they were in.
struct Kept {
    _folder: TempDir,
    store: FolderStore,
    ids: [DisputeId; 2],
    /// For each record, its file after each event.
    states: [Vec<Vec<u8>>; 2],
    policies: PolicyBook,
    /// What `check` reports about the unchanged store: no real dispute could have such records.
    usual: BTreeSet<String>,
    ledger: Vec<u8>,
}

impl Kept {
    fn new() -> Kept {
        let folder = tempfile::tempdir().unwrap();
        let store = FolderStore::new(folder.path().join("store"));
        let ids = ["2026-0001", "2026-0002"].map(samples::id);
        let states = ids.map(|id| {
            let whole = samples::full(id);
            let first = Record { entries: vec![whole.entries[0].clone()], ..whole.clone() };
            store.create(2026, 1, &mut |_| Ok(vec![Draft { record: first.clone(), filed: Filed::Open }])).unwrap();
            let path = store.folders.place(id, Filed::Open);
            let mut states = vec![fs::read(&path).unwrap()];
            for entry in &whole.entries[1..] {
                let seen = store.load(id).unwrap();
                store.append(&seen, std::slice::from_ref(entry), Filed::Open).unwrap();
                states.push(fs::read(&path).unwrap());
            }
            states
        });
        let ledger = fs::read(store.root().join(".ledger")).unwrap();
        let policies = PolicyBook::new(Vec::new());
        let mut kept = Kept { _folder: folder, store, ids, states, policies, usual: BTreeSet::new(), ledger };
        kept.usual = kept.rules(None);
        assert!(!kept.usual.contains("changed"), "{:?}", kept.usual);
        kept
    }

    fn path(&self, which: usize) -> PathBuf {
        self.store.folders.place(self.ids[which], Filed::Open)
    }

    fn good(&self, which: usize) -> &[u8] {
        self.states[which].last().unwrap()
    }

    fn rules(&self, only: Option<DisputeId>) -> BTreeSet<String> {
        let now = "2026-03-03".parse().unwrap();
        let context = CheckContext { policies: &self.policies, calendar: None, now };
        let only = only.map(|id| vec![id]);
        let report = check(&self.store, only.as_deref(), &context, &mut |_, _| {}).unwrap();
        report.faults.into_iter().map(|fault| fault.rule).collect()
    }

    /// Whether `check` reports anything that it doesn't report about the unchanged store.
    fn is_found(&self, only: Option<DisputeId>) -> bool {
        !self.rules(only).is_subset(&self.usual)
    }

    fn put_back(&self) {
        for (which, states) in self.states.iter().enumerate() {
            put(self.path(which), states.last().unwrap()).unwrap();
        }
        put(self.store.root().join(".ledger"), &self.ledger).unwrap();
        assert!(!self.is_found(None));
    }

    /// Replaces the first record with these bytes and returns whether `check` finds that, which it must unless the
    /// content is the same.
    fn is_found_instead(&self, bytes: &[u8]) -> bool {
        put(self.path(0), bytes).unwrap();
        let found = self.is_found(Some(self.ids[0]));
        let same = content(bytes).is_some_and(|content| Some(content) == self::content(self.good(0)));
        assert!(found != same || found, "not found: {}", String::from_utf8_lossy(bytes));
        found
    }
}

/// Writes a file as privately as the program does, so that only its content can be noticed.
fn put(path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) -> std::io::Result<()> {
    atomic::replace_unsynced(path.as_ref(), bytes.as_ref()).map_err(std::io::Error::other)
}

/// What a file says, without what people may change: spaces, quotation marks and comments.
fn content(bytes: &[u8]) -> Option<(Record, Vec<Seal>)> {
    record_file::read("2026-0001.yaml", bytes).ok().map(|reading| (reading.record, reading.seals))
}

/// A record file as its header and its events.
fn events(bytes: &[u8]) -> (String, Vec<String>) {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let mut parts = text.split("\n- number: ");
    let head = parts.next().unwrap().to_string();
    (head, parts.map(|part| part.trim_end().to_string()).collect())
}

/// A record file with these events, numbered from 1 again if `renumbered`.
fn with_events(head: &str, events: &[String], renumbered: bool) -> Vec<u8> {
    let numbered = events.iter().enumerate().map(|(index, event)| match event.split_once('\n') {
        Some((_, rest)) if renumbered => format!("\n- number: {}\n{rest}", index + 1),
        _ => format!("\n- number: {event}"),
    });
    format!("{head}{}\n", numbered.collect::<String>()).into_bytes()
}

/// Flips these bits of every `step`th byte; returns how many flips were found, and how many there were.
fn flip(step: usize, bits: &[u8]) -> (usize, usize) {
    let kept = Kept::new();
    let good = kept.good(0).to_vec();
    let (mut found, mut tried) = (0, 0);
    for at in (0..good.len()).step_by(step) {
        for bit in bits {
            let mut bad = good.clone();
            bad[at] ^= 1 << ((usize::from(*bit) + at) % 8);
            found += usize::from(kept.is_found_instead(&bad));
            tried += 1;
        }
    }
    (found, tried)
}

#[test]
fn a_sample_of_flipped_bits_is_found() {
    let (found, tried) = flip(89, &[0]);
    assert!(found * 10 > tried * 8, "{found} of {tried} changed anything");
}

#[test]
#[ignore = "takes minutes"]
fn every_flipped_bit_is_found() {
    let (found, tried) = flip(1, &[0, 1, 2, 3, 4, 5, 6, 7]);
    println!("{tried} flipped bits: {found} found, the others changed nothing that the record says");
}

/// Changes every `step`th word and expects each change to be found. Returns how many there were.
fn change_words(step: usize) -> usize {
    let kept = Kept::new();
    let good = String::from_utf8(kept.good(0).to_vec()).unwrap();
    let is_part = |c: char| c.is_alphanumeric();
    let (mut tried, mut at, mut word) = (0, 0, 0);
    while let Some(start) = good[at..].find(is_part).map(|start| at + start) {
        let end = good[start..].find(|c| !is_part(c)).map_or(good.len(), |end| start + end);
        (at, word) = (end, word + 1);
        if word % step == 0 {
            let bad = format!("{}{}x{}", &good[..start], &good[start..end], &good[end..]);
            assert!(kept.is_found_instead(bad.as_bytes()), "{bad}");
            tried += 1;
        }
    }
    tried
}

#[test]
fn a_sample_of_changed_words_is_found() {
    assert!(change_words(17) > 40);
}

#[test]
#[ignore = "takes minutes"]
fn every_changed_word_is_found() {
    println!("{} changed words, all found", change_words(1));
}

/// Removes and doubles every event, and swaps each with every `step`th after it, and expects each change to be found.
/// Returns how many there were.
fn reorder(step: usize) -> usize {
    let kept = Kept::new();
    let (head, good) = events(kept.good(0));
    assert_eq!(with_events(&head, &good, true), kept.good(0));
    let mut tried = 0;
    let mut found = |events: &[String]| {
        for renumbered in [false, true] {
            assert!(kept.is_found_instead(&with_events(&head, events, renumbered)), "{events:?}");
            tried += 1;
        }
    };
    for one in 0..good.len() {
        let mut fewer = good.clone();
        fewer.remove(one);
        found(&fewer);
        let mut more = good.clone();
        more.insert(one, good[one].clone());
        found(&more);
        for other in (one + 1..good.len()).step_by(step) {
            let mut swapped = good.clone();
            swapped.swap(one, other);
            found(&swapped);
        }
    }
    tried
}

#[test]
fn events_dropped_doubled_or_swapped_are_found() {
    assert!(reorder(20) > 80);
}

#[test]
#[ignore = "takes minutes"]
fn every_event_dropped_doubled_or_swapped_is_found() {
    println!("{} dropped, doubled and swapped events, all found", reorder(1));
}

#[test]
fn every_earlier_state_is_found() {
    let kept = Kept::new();
    for which in [0, 1] {
        let earlier = kept.states[which].split_last().unwrap().1;
        for state in earlier {
            put(kept.path(which), state).unwrap();
            assert!(kept.is_found(Some(kept.ids[which])) && kept.is_found(None));
        }
        kept.put_back();
        // An older state that was continued with another last event is found too.
        let (head, mut events) = events(kept.good(which));
        let last = events.pop().unwrap().replace("reason: ", "reason: not ");
        events.push(last);
        put(kept.path(which), with_events(&head, &events, false)).unwrap();
        assert!(kept.is_found(None));
        kept.put_back();
    }
}

#[test]
fn a_record_deleted_copied_or_swapped_is_found() {
    let kept = Kept::new();
    let third = kept.store.folders.place(samples::id("2026-0003"), Filed::Open);
    let closed = kept.store.folders.place(kept.ids[0], Filed::Closed);
    atomic::make_folder(closed.parent().unwrap()).unwrap();
    let named = |bytes: &[u8], from: &str, to: &str| {
        String::from_utf8(bytes.to_vec()).unwrap().replacen(&format!("id: {from}"), &format!("id: {to}"), 1)
    };
    for which in [0, 1] {
        fs::remove_file(kept.path(which)).unwrap();
        assert!(kept.is_found(None));
        kept.put_back();
        // The other record in its place, unchanged and with its id replaced.
        let (own, other) = (kept.ids[which].to_string(), kept.ids[1 - which].to_string());
        for bytes in [kept.good(1 - which).to_vec(), named(kept.good(1 - which), &other, &own).into_bytes()] {
            put(kept.path(which), bytes).unwrap();
            assert!(kept.is_found(None) && kept.is_found(Some(kept.ids[which])));
            kept.put_back();
        }
        for bytes in [kept.good(which).to_vec(), named(kept.good(which), &own, "2026-0003").into_bytes()] {
            put(&third, bytes).unwrap();
            assert!(kept.is_found(None));
            fs::remove_file(&third).unwrap();
        }
        put(third.with_file_name(format!("{own} (conflict).yaml")), kept.good(which)).unwrap();
        assert!(kept.is_found(None));
        fs::remove_file(third.with_file_name(format!("{own} (conflict).yaml"))).unwrap();
    }
    put(kept.path(0), named(kept.good(1), "2026-0002", "2026-0001")).unwrap();
    put(kept.path(1), named(kept.good(0), "2026-0001", "2026-0002")).unwrap();
    assert!(kept.is_found(None));
    kept.put_back();
    put(&closed, kept.good(0)).unwrap();
    assert!(kept.is_found(None), "the same record filed twice");
    fs::remove_file(&closed).unwrap();
    // None of this could be noticed without the ledger, but a missing ledger is noticed.
    fs::remove_file(kept.store.root().join(".ledger")).unwrap();
    assert!(kept.is_found(None));
}
