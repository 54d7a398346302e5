//! The file format of the ledger: what is added, and what torn or changed lines do.

use super::*;
use crate::store::chain::Digest;

fn head(number: u32, events: u32) -> Head {
    let head: Digest = format!("{events:064x}").parse().unwrap();
    Head { id: DisputeId::new(2026, number), events, head }
}

fn written() -> (tempfile::TempDir, Vec<u8>) {
    let home = tempfile::tempdir().unwrap();
    for (number, events) in [(1, 1), (2, 1), (1, 2), (2, 2)] {
        open(home.path()).unwrap().wrote(head(number, events));
    }
    let bytes = fs::read(path(home.path())).unwrap();
    (home, bytes)
}

#[test]
fn lines_come_back_as_they_were_noted() {
    let (home, _) = written();
    let ledger = read(home.path()).unwrap();
    assert_eq!((ledger.end.lines, ledger.broken.many, ledger.torn.many), (4, 0, 0));
    let events: Vec<u32> = ledger.known[&DisputeId::new(2026, 1)].iter().map(|line| line.events).collect();
    assert_eq!(events, [1, 2]);
    assert!(!read(&home.path().join("nowhere")).unwrap().there);
}

#[test]
fn every_changed_byte_and_every_missing_line_shows() {
    let (_home, bytes) = written();
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        let ledger = Ledger::of(&changed);
        assert!(ledger.broken.many + ledger.torn.many > 0, "byte {at}");
    }
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    for missing in 0..lines.len() - 1 {
        let kept = lines.iter().enumerate().filter(|(at, _)| *at != missing).flat_map(|(_, line)| line.to_vec());
        assert_eq!(Ledger::of(&kept.collect::<Vec<_>>()).broken.many, 1, "line {missing}");
    }
}

#[test]
fn a_line_that_was_never_finished_is_left_behind() {
    let (home, bytes) = written();
    for length in [bytes.len() - 1, bytes.len() - 40, bytes.len() - 100] {
        fs::write(path(home.path()), &bytes[..length]).unwrap();
        open(home.path()).unwrap().wrote(head(3, 1));
        let ledger = read(home.path()).unwrap();
        assert_eq!(ledger.broken.many, 0, "{length}");
        assert!(ledger.known.contains_key(&DisputeId::new(2026, 3)));
        assert_eq!(ledger.torn.many, usize::from(length != bytes.len() - 1), "{length}");
    }
}

/// However far from the end its last line is, and whatever is around it.
#[test]
fn the_last_state_of_a_record_is_found_from_the_end() {
    let home = tempfile::tempdir().unwrap();
    let known = |number| events_of(home.path(), DisputeId::new(2026, number)).unwrap();
    assert_eq!(known(1), None);
    let mut ledger = open(home.path()).unwrap();
    ledger.wrote(head(1, 1));
    ledger.wrote(head(1, 2));
    ledger.wrote(head(11, 7));
    assert_eq!((known(1), known(11), known(2)), (Some(2), Some(7), None));
    // The last line is several parts of the file away, and parts begin anywhere in a line.
    for events in 1..=(4 * LAST_LINES / 100) as u32 {
        ledger.wrote(head(2, events));
    }
    assert_eq!((known(1), known(11)), (Some(2), Some(7)));
    let mut text = fs::read(path(home.path())).unwrap();
    // Whatever isn't a line is skipped, however long it is.
    text.extend(vec![b'x'; 3 * LAST_LINES as usize]);
    text.extend(b" 2026-0001 9 \nwrote 2026-0001 9 -");
    fs::write(path(home.path()), text).unwrap();
    assert_eq!((known(1), known(11), known(3)), (Some(2), Some(7), None));
    let mut ledger = open(home.path()).unwrap();
    ledger
        .note(
            LineKind::Accepted,
            Some(DisputeId::new(2026, 1)),
            None,
            Some(&serde_json::json!({"reason": "x 2026-0011 9"})),
        )
        .unwrap();
    assert_eq!((known(1), known(11)), (Some(0), Some(7)));
}

#[test]
fn what_is_accepted_or_gone_starts_afresh() {
    let (home, _) = written();
    let why = serde_json::json!({"reason": "mended\nby hand"});
    let mut ledger = open(home.path()).unwrap();
    ledger.note(LineKind::Accepted, None, Some(head(1, 3)), Some(&why)).unwrap();
    ledger.note(LineKind::Purged, Some(DisputeId::new(2026, 2)), None, Some(&why)).unwrap();
    let read = read(home.path()).unwrap();
    assert_eq!(read.known[&DisputeId::new(2026, 1)].len(), 1);
    assert!(!read.known.contains_key(&DisputeId::new(2026, 2)) && read.gone.contains_key(&DisputeId::new(2026, 2)));
    assert_eq!((read.broken.many, read.torn.many), (0, 0));
}

#[test]
fn what_is_no_ledger_is_counted_and_not_kept() {
    let (home, bytes) = written();
    // Lines of all lengths, one of them longer than a line may be.
    let rubbish: Vec<u8> = (0..2000).flat_map(|line| [vec![b'x'; line], vec![b'\n']].concat()).collect();
    let endless = [&bytes[..], &rubbish, &vec![0; 300 * 1024], b"\n", &bytes].concat();
    fs::write(path(home.path()), &endless).unwrap();
    let ledger = read(home.path()).unwrap();
    assert_eq!((ledger.torn.first, ledger.torn.many), (Some(6), 2000));
    assert_eq!((ledger.broken.first, ledger.broken.many), (Some(2006), 1), "the ledger stands there twice");
    assert_eq!(ledger.end.lines, 2008);
    assert_eq!(highest(home.path(), 2026).unwrap(), 2);
}
