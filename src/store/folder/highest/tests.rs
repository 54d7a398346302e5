//! Whatever the note says, the next number is one above the highest, and no id is given out twice.

use std::fs::{self, File, FileTimes};
use std::thread;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use super::*;
use crate::domain::id::DisputeId;
use crate::store::contract::Store;
use crate::store::folder::dir::FolderStore;
use crate::store::records::Filed;
use crate::store::tests::samples::{id, note};
use crate::store::tests::suite::create;

/// The time within which an older Linux can't tell two changes apart.
const TICK: Duration = Duration::from_millis(20);

/// A store with four open disputes, `2026-0001` to `2026-0004`.
fn store() -> (FolderStore, Folders, TempDir) {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().join("data");
    let store = FolderStore::new(&root);
    create(&store, 2026, 3);
    create(&store, 2026, 1);
    (store, Folders::new(root), home)
}

fn known(folders: &Folders) -> Option<u32> {
    Highest::left_in(folders).filter(|highest| highest.year == 2026).map(|highest| highest.number)
}

fn add(store: &FolderStore, to: &str, then: Filed) {
    let stored = store.load(id(to)).unwrap();
    let number = u32::try_from(stored.record.entries.len()).unwrap() + 1;
    store.append(&stored, &[note(number, "x")], then).unwrap();
}

/// Copies a record by hand, under another number.
fn copy(folders: &Folders, to: &str) {
    thread::sleep(TICK);
    let text = fs::read_to_string(folders.root().join("open/2026-0001.yaml")).unwrap();
    let place = folders.place(id(to), Filed::Open);
    fs::write(place, text.replace("2026-0001", to)).unwrap();
}

fn lock_file(folders: &Folders) -> std::path::PathBuf {
    folders.root().join(lock::LOCK_FILE)
}

fn next(store: &FolderStore) -> DisputeId {
    let next = store.next_ids(2026, 1).unwrap();
    let created = create(store, 2026, 1);
    assert_eq!(next, created);
    created[0]
}

fn leave(highest: Highest, lock: &Lock, folders: &Folders) {
    lock.leave_behind(highest.line(folders).unwrap().as_bytes()).unwrap();
}

#[test]
fn whoever_writes_leaves_the_highest_number_behind() {
    let (store, folders, _home) = store();
    assert_eq!(known(&folders), Some(4));
    for (to, then) in [("2026-0002", Filed::Open), ("2026-0004", Filed::Closed), ("2026-0004", Filed::Open)] {
        add(&store, to, then);
        assert_eq!(known(&folders), Some(4), "{to}");
    }
    create(&store, 2026, 2);
    assert_eq!(known(&folders), Some(6));
    create(&store, 2025, 1);
    assert_eq!(Highest::left_in(&folders), Some(Highest { year: 2025, number: 1 }));
    assert_eq!(next(&store), id("2026-0007"));
}

#[test]
fn what_is_done_by_hand_is_seen() {
    let (store, folders, _home) = store();
    copy(&folders, "2026-0040");
    assert_eq!(known(&folders), None);
    assert_eq!(next(&store), id("2026-0041"));
    assert_eq!(known(&folders), Some(41));
    // Adding to a record doesn't list the others, so the writer leaves no note about what it doesn't know.
    copy(&folders, "2026-0050");
    add(&store, "2026-0002", Filed::Open);
    assert_eq!(known(&folders), None);
    assert_eq!(next(&store), id("2026-0051"));
    thread::sleep(TICK);
    // A number that was given out is not given out again, even if the record is gone: another child's dispute must not
    // get it.
    fs::remove_file(folders.place(id("2026-0051"), Filed::Open)).unwrap();
    assert_eq!(next(&store), id("2026-0052"));
    thread::sleep(TICK);
    fs::create_dir(folders.root().join("purged")).unwrap();
    fs::write(folders.tombstone(id("2026-0060")), "").unwrap();
    assert_eq!(next(&store), id("2026-0061"));
    thread::sleep(TICK);
    let closed = folders.place(id("2026-0070"), Filed::Closed);
    fs::create_dir_all(closed.parent().unwrap()).unwrap();
    fs::rename(folders.place(id("2026-0001"), Filed::Open), closed).unwrap();
    assert_eq!(next(&store), id("2026-0071"));
}

#[test]
fn a_folder_put_back_with_its_old_time_is_another_one() {
    let (store, folders, _home) = store();
    let open = folders.root().join("open");
    let before = fs::metadata(&open).unwrap().modified().unwrap();
    copy(&folders, "2026-0040");
    File::open(&open).unwrap().set_times(FileTimes::new().set_modified(before)).unwrap();
    assert_eq!(fs::metadata(&open).unwrap().modified().unwrap(), before);
    assert_eq!(next(&store), id("2026-0041"));
}

#[test]
fn a_clock_that_was_wrong_changes_nothing() {
    for wrong in [Duration::ZERO, Duration::from_secs(5_000_000_000)] {
        let (store, folders, _home) = store();
        let open = File::open(folders.root().join("open")).unwrap();
        open.set_times(FileTimes::new().set_modified(SystemTime::UNIX_EPOCH + wrong + Duration::from_nanos(7)))
            .unwrap();
        // A complete note of a writer with a wrong clock.
        let lock = lock::take(folders.root()).unwrap();
        leave(Highest { year: 2026, number: 4 }, &lock, &folders);
        drop(lock);
        assert_eq!(known(&folders), Some(4));
        copy(&folders, "2026-0040");
        assert_eq!(next(&store), id("2026-0041"));
        assert_eq!(next(&store), id("2026-0042"));
    }
}

#[test]
fn nonsense_is_not_taken() {
    let (store, folders, _home) = store();
    let good = fs::read(lock_file(&folders)).unwrap();
    let mut expected = 5;
    let mut try_with = |bytes: &[u8]| {
        fs::write(lock_file(&folders), bytes).unwrap();
        assert_eq!(next(&store), DisputeId::new(2026, expected), "{}", String::from_utf8_lossy(bytes));
        expected += 1;
    };
    try_with(b"");
    try_with(b"\n");
    try_with(b"2026 900000000 - - - 0000000000000000\n");
    try_with(b"2026 4\n");
    try_with(&[0; 300]);
    try_with(&[0xFF; 5000]);
    try_with(&good);
}

#[test]
fn each_byte_of_it_counts() {
    let (_store, folders, _home) = store();
    let left = fs::read(lock_file(&folders)).unwrap();
    let good = left.split_inclusive(|byte| *byte == b'\n').next().unwrap().to_vec();
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 1;
        fs::write(lock_file(&folders), &bad).unwrap();
        assert_eq!(known(&folders), None, "{}", String::from_utf8_lossy(&bad));
        fs::write(lock_file(&folders), &good[..at]).unwrap();
        assert_eq!(known(&folders), None, "{at}");
    }
    let followed = [&good[..], b"of a longer line before\n"].concat();
    fs::write(lock_file(&folders), followed).unwrap();
    assert_eq!(known(&folders), Some(4));
}

#[test]
fn a_number_that_is_too_low_gives_no_id_twice() {
    let (store, folders, _home) = store();
    let before = fs::read(folders.place(id("2026-0002"), Filed::Open)).unwrap();
    let lock = lock::take(folders.root()).unwrap();
    leave(Highest { year: 2026, number: 1 }, &lock, &folders);
    drop(lock);
    assert_eq!(create(&store, 2026, 2), ["2026-0005", "2026-0006"].map(id));
    // The number of a purged record isn't given out either.
    fs::create_dir(folders.root().join("purged")).unwrap();
    fs::write(folders.tombstone(id("2026-0007")), "").unwrap();
    let lock = lock::take(folders.root()).unwrap();
    leave(Highest { year: 2026, number: 6 }, &lock, &folders);
    drop(lock);
    assert_eq!(create(&store, 2026, 1), [id("2026-0008")]);
    assert_eq!(fs::read(folders.place(id("2026-0002"), Filed::Open)).unwrap(), before);
}
