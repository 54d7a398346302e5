//! An index that is damaged, of another basis or of other files is no index.

use super::*;

fn stamp(size: u64) -> Option<Stamp> {
    Some(Stamp { seconds: 1_700_000_000, nanoseconds: 5, size, inode: 7 })
}

fn now() -> Instant {
    "2026-03-02T10:00:00Z".parse().unwrap()
}

fn date(text: &str) -> Option<Date> {
    text.parse().ok()
}

fn written(root: &Path) -> Vec<u8> {
    let mut index = Index::load(root, b"policies", now());
    for number in 1..=40 {
        index.learn(DisputeId::new(2026, number), stamp(3), date("2026-03-09").filter(|_| number != 2));
    }
    index.save();
    fs::read(root.join(".index/open")).unwrap()
}

fn skips(root: &Path, basis: &[u8], size: u64, by: &str) -> bool {
    Index::load(root, basis, now()).can_skip(DisputeId::new(2026, 1), stamp(size), by.parse().unwrap())
}

#[test]
fn a_record_is_left_unread_only_if_nothing_can_be_due() {
    let home = tempfile::tempdir().unwrap();
    written(home.path());
    assert!(skips(home.path(), b"policies", 3, "2026-03-08"));
    assert!(!skips(home.path(), b"policies", 3, "2026-03-09"));
    assert!(!skips(home.path(), b"policies", 4, "2026-03-08"));
    assert!(!skips(home.path(), b"other policies", 3, "2026-03-08"));
    let mut index = Index::load(home.path(), b"policies", now());
    assert!(index.can_skip(DisputeId::new(2026, 2), stamp(3), "2099-01-01".parse().unwrap()));
    assert!(!index.can_skip(DisputeId::new(2025, 1), stamp(3), "2026-03-08".parse().unwrap()));
    assert!(!index.can_skip(DisputeId::new(2026, 3), None, "2026-03-08".parse().unwrap()));
}

#[test]
fn a_damaged_index_is_none() {
    let home = tempfile::tempdir().unwrap();
    let bytes = written(home.path());
    let file = home.path().join(".index/open");
    for at in 0..bytes.len() {
        let mut bad = bytes.clone();
        bad[at] ^= 1;
        fs::write(&file, &bad).unwrap();
        assert!(Index::load(home.path(), b"policies", now()).found.is_empty(), "byte {at}");
        fs::write(&file, &bytes[..at]).unwrap();
        assert!(Index::load(home.path(), b"policies", now()).found.is_empty(), "cut at {at}");
    }
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    assert!(Index::load(home.path(), b"policies", now()).found.is_empty());
}

#[test]
fn a_file_that_changed_just_now_is_not_taken_in() {
    let home = tempfile::tempdir().unwrap();
    let mut index = Index::load(home.path(), b"", now());
    for seconds in [now().timestamp() + 5, now().timestamp(), now().timestamp() - 2] {
        let just_now = Stamp { seconds, ..stamp(3).unwrap() };
        index.learn(DisputeId::new(2026, 1), Some(just_now), None);
        assert!(!index.learnt && index.kept.is_empty(), "{seconds}");
    }
}
