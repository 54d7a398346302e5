//! Tests of what only a store in a folder can get wrong.

mod pending;
mod settled;
mod strays;
mod tampering;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use super::dir::FolderStore;
use super::folders::PENDING;
use crate::domain::id::{DisputeId, IdQuery};
use crate::store::contract::Store;
use crate::store::error::StoreError;
use crate::store::record_file;
use crate::store::records::{Draft, Filed, Revision, Which};
use crate::store::tests::samples::{id, note, raised};
use crate::store::tests::suite::{contract, create};

fn empty() -> (FolderStore, TempDir) {
    let home = tempfile::tempdir().unwrap();
    (FolderStore::new(home.path().join("data")), home)
}

contract!(empty());

/// A store with one open dispute, `2026-0001`.
fn with_one() -> (FolderStore, TempDir, PathBuf) {
    let (store, home) = empty();
    create(&store, 2026, 1);
    let file = store.folders.root().join("open/2026-0001.yaml");
    (store, home, file)
}

const ONE: &str = "2026-0001";

fn add_note(store: &FolderStore, id: DisputeId, text: &str, then: Filed) -> Result<(), StoreError> {
    let stored = store.load(id)?;
    let number = u32::try_from(stored.record.entries.len()).unwrap() + 1;
    store.append(&stored, &[note(number, text)], then)
}

/// Whoever was overtaken, and keeps the others out then, is not overtaken again.
#[test]
fn nobody_writes_while_the_next_write_is_reserved() {
    let (first, home) = empty();
    let one = create(&first, 2026, 1)[0];
    let other = FolderStore::new(home.path().join("data"));
    let seen_by_other = other.load(one).unwrap();
    first.reserve().unwrap();
    let seen = first.load(one).unwrap();
    thread::scope(|scope| {
        let late = scope.spawn(|| other.append(&seen_by_other, &[note(2, "late")], Filed::Open));
        thread::sleep(Duration::from_millis(100));
        first.append(&seen, &[note(2, "reserved")], Filed::Open).unwrap();
        assert!(matches!(late.join().unwrap(), Err(StoreError::Changed { .. })));
    });
    add_note(&other, one, "after that", Filed::Open).unwrap();
}

/// The message of a damaged record's only fault, without the path of the folder.
fn damage(store: &FolderStore, id: DisputeId) -> String {
    let error = store.load(id).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    error.to_string().replace(&format!("{}/", store.folders.root().display()), "")
}

/// Every path below a folder, with the contents of files.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => found.push((path.clone(), fs::read(&path).unwrap())),
            }
        }
    }
    found.sort();
    found
}

#[test]
fn nothing_is_made_before_the_first_write() {
    let (store, home) = empty();
    store.ids(Which::All).unwrap();
    store.load(id(ONE)).unwrap_err();
    assert_eq!(store.strays().unwrap(), []);
    assert!(!home.path().join("data").exists());
}

#[test]
fn records_lie_where_a_person_looks_for_them() {
    let (store, _home, file) = with_one();
    assert!(file.is_file());
    add_note(&store, id(ONE), "done", Filed::Closed).unwrap();
    assert!(!file.exists());
    assert!(store.folders.root().join("closed/2026/2026-0001.yaml").is_file());
    assert_eq!(store.strays().unwrap(), []);
    assert!(!store.folders.root().join(PENDING).exists());
}

#[cfg(unix)]
#[test]
fn files_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (store, _home, file) = with_one();
    create(&store, 2026, 2);
    add_note(&store, id(ONE), "x", Filed::Closed).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let root = store.folders.root();
    for folder in ["", "open", "closed", "closed/2026"] {
        assert_eq!(mode(&root.join(folder)), 0o700, "{folder}");
    }
    for file in ["open/2026-0002.yaml", "open/2026-0003.yaml", "closed/2026/2026-0001.yaml", ".lock"] {
        assert_eq!(mode(&root.join(file)), 0o600, "{file}");
    }
    let reopened = add_note(&store, id(ONE), "y", Filed::Open);
    reopened.unwrap();
    assert_eq!(mode(&file), 0o600);
}

#[test]
fn comments_and_line_ends_of_a_person_stay() {
    let (store, _home, file) = with_one();
    let edited = format!("# mine\n{}  # also mine\n", fs::read_to_string(&file).unwrap()).replace('\n', "\r\n");
    fs::write(&file, &edited).unwrap();
    add_note(&store, id(ONE), "x", Filed::Open).unwrap();
    let after = fs::read_to_string(&file).unwrap();
    assert!(after.starts_with(&edited), "{after}");
    assert_eq!(store.load(id(ONE)).unwrap().record.entries.len(), 2);
}

#[test]
fn an_edit_by_hand_is_noticed() {
    let (store, _home, file) = with_one();
    let seen = store.load(id(ONE)).unwrap();
    let edited = fs::read_to_string(&file).unwrap().replace("No care plan", "No plan");
    fs::write(&file, &edited).unwrap();
    let refused = store.append(&seen, &[note(2, "x")], Filed::Open).unwrap_err();
    assert_eq!(refused.to_string(), "dispute `2026-0001` was changed by somebody else meanwhile");
    assert_eq!(fs::read_to_string(&file).unwrap(), edited);
}

#[test]
fn a_damaged_record_is_named_and_left_alone() {
    let (store, _home, file) = with_one();
    create(&store, 2026, 1);
    let whole = fs::read(&file).unwrap();
    let seen = store.load(id(ONE)).unwrap();
    let text = String::from_utf8(whole.clone()).unwrap();
    for (bytes, expected) in [
        (b"".to_vec(), "open/2026-0001.yaml:1:1: the file is empty"),
        (vec![0; 512], "open/2026-0001.yaml:1:1: a NUL byte, which no text has"),
        (whole[..150].to_vec(), "open/2026-0001.yaml:10:7: unclosed quote"),
        (
            text.replace("id: 2026-0001", "id: 2026-0007").into_bytes(),
            "open/2026-0001.yaml:2:5: the id is `2026-0007`, but the file is that of `2026-0001`",
        ),
        (vec![b'#'; 9_000_000], "open/2026-0001.yaml: larger than 8 MB"),
    ] {
        fs::write(&file, &bytes).unwrap();
        assert_eq!(damage(&store, id(ONE)), expected);
        let refused = store.append(&seen, &[note(2, "x")], Filed::Open);
        assert!(matches!(refused, Err(StoreError::Changed { .. })));
        assert!(fs::read(&file).unwrap() == bytes);
        assert_eq!(store.ids(Which::All).unwrap(), [ONE, "2026-0002"].map(id));
        store.load(id("2026-0002")).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_never_opened() {
    let (store, _home, file) = with_one();
    let elsewhere = store.folders.root().join("elsewhere.yaml");
    fs::rename(&file, &elsewhere).unwrap();

    std::os::unix::fs::symlink(&elsewhere, &file).unwrap();
    assert_eq!(damage(&store, id(ONE)), "open/2026-0001.yaml: a link where a record should be");
    fs::remove_file(&file).unwrap();

    fs::create_dir(&file).unwrap();
    assert_eq!(damage(&store, id(ONE)), "open/2026-0001.yaml: a folder where a record should be");
    fs::remove_dir(&file).unwrap();

    assert!(std::process::Command::new("mkfifo").arg(&file).status().unwrap().success());
    assert_eq!(damage(&store, id(ONE)), "open/2026-0001.yaml: a special file where a record should be");
    // Its number is taken, whatever the file is.
    assert_eq!(create(&store, 2026, 1), [id("2026-0002")]);
}

#[test]
fn a_record_in_the_wrong_folder_is_read_and_its_number_is_taken() {
    let (store, _home, file) = with_one();
    let root = store.folders.root();
    fs::create_dir_all(root.join("closed/2024")).unwrap();
    let astray = root.join("closed/2024/2026-0001.yaml");
    fs::rename(&file, &astray).unwrap();
    let stored = store.load(id(ONE)).unwrap();
    assert_eq!(stored.filed, Filed::Closed);
    assert_eq!(store.ids(Which::All).unwrap(), [id(ONE)]);
    assert_eq!(create(&store, 2026, 2), ["2026-0002", "2026-0003"].map(id));

    add_note(&store, id(ONE), "home again", Filed::Closed).unwrap();
    assert!(!astray.exists());
    assert!(root.join("closed/2026/2026-0001.yaml").exists());
}

#[test]
fn a_record_that_is_there_twice_is_not_guessed_at() {
    let (store, _home, file) = with_one();
    let closed = store.folders.root().join("closed/2026");
    fs::create_dir_all(&closed).unwrap();
    fs::copy(&file, closed.join("2026-0001.yaml")).unwrap();
    assert!(damage(&store, id(ONE)).starts_with("open/2026-0001.yaml: the same record is also at `"));
    assert_eq!(store.ids(Which::All).unwrap(), [id(ONE)]);
}

#[test]
fn a_newer_record_is_read_and_never_written() {
    let (store, _home, file) = with_one();
    let newer = fs::read_to_string(&file).unwrap().replace("format: 1", "format: 2\nseal: abc");
    fs::write(&file, &newer).unwrap();
    let stored = store.load(id(ONE)).unwrap();
    assert_eq!(stored.newer, Some(2));
    assert_eq!(stored.record, raised(id(ONE)));
    let refused = add_note(&store, id(ONE), "x", Filed::Closed).unwrap_err();
    assert!(matches!(refused, StoreError::Newer { format: 2, .. }), "{refused}");
    assert_eq!(fs::read_to_string(&file).unwrap(), newer);
}

#[test]
fn a_record_that_still_owes_something_is_filed_as_owing_wherever_it_is_read() {
    let (store, _home, _file) = with_one();
    add_note(&store, id(ONE), "over", Filed::Owing).unwrap();
    assert_eq!(store.load(id(ONE)).unwrap().filed, Filed::Owing);
    let copies = store.copies_of(id(ONE)).unwrap();
    assert!(copies.iter().all(|found| found.at.filed == Filed::Owing), "{copies:?}");
    assert!(copies.iter().all(|found| found.stored.as_ref().unwrap().filed == Filed::Owing), "{copies:?}");
}

#[test]
fn a_year_without_numbers_left_says_so() {
    let (store, _home, file) = with_one();
    fs::copy(&file, file.with_file_name("2026-999999999.yaml")).unwrap();
    let refused = store.next_ids(2026, 1).unwrap_err();
    assert_eq!(refused.to_string(), "`2026` has no number left after 999999999");
}

#[cfg(unix)]
#[test]
fn where_nothing_can_be_written_nothing_changes_and_the_path_is_said() {
    let (store, _home, file) = with_one();
    let seen = store.load(id(ONE)).unwrap();
    // A folder that can't be created, even by the superuser, because a file has its name.
    fs::write(store.folders.root().join("closed"), "in the way").unwrap();
    let before = contents(store.folders.root());
    let refused = store.append(&seen, &[note(2, "x")], Filed::Closed).unwrap_err();
    assert!(refused.to_string().contains("/closed"), "{refused}");
    assert_eq!(contents(store.folders.root()), before);
    assert_eq!(fs::read(&file).map(|bytes| Revision::of(&bytes)).unwrap(), seen.revision);
}

#[test]
fn writers_at_once_lose_nothing_and_share_no_id() {
    const WRITERS: usize = 8;
    const EACH: usize = 6;
    let (store, _home, _file) = with_one();
    let start = Barrier::new(WRITERS);
    let work = |writer: usize| {
        start.wait();
        let mut created = Vec::new();
        for round in 0..EACH {
            let draft = |ids: &[DisputeId]| {
                let draft = |id: &DisputeId| Draft { record: raised(*id), filed: Filed::Open };
                Ok(ids.iter().map(draft).collect())
            };
            created.extend(patiently(|| store.create(2026, 1 + round % 2, &mut { draft })));
            patiently(|| add_note(&store, id(ONE), &format!("{writer}/{round}"), Filed::Open));
        }
        created
    };
    let mut created: Vec<DisputeId> = thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS).map(|writer| scope.spawn(move || work(writer))).collect();
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    });
    let given = created.len();
    created.sort_unstable();
    created.dedup();
    assert_eq!(created.len(), given);
    assert_eq!(store.ids(Which::Open).unwrap().len(), 1 + given);

    let record = store.load(id(ONE)).unwrap().record;
    let mut expected: Vec<_> = (0..WRITERS).flat_map(|w| (0..EACH).map(move |r| format!("{w}/{r}"))).collect();
    let mut noted: Vec<String> = record.entries[1..]
        .iter()
        .map(|entry| entry.event.facts()["text"].as_str().unwrap_or_default().to_string())
        .collect();
    expected.sort();
    noted.sort();
    assert_eq!(noted, expected);
    assert_eq!(store.strays().unwrap(), []);
}

/// Tries again while others are writing, as a person would.
fn patiently<T>(mut work: impl FnMut() -> Result<T, StoreError>) -> T {
    loop {
        match work() {
            Err(StoreError::Changed { .. } | StoreError::Busy { .. }) => {}
            outcome => return outcome.unwrap(),
        }
    }
}

#[test]
fn a_reader_never_sees_a_record_that_is_on_the_move_as_missing() {
    let (store, _home, _file) = with_one();
    let one = id(ONE);
    thread::scope(|scope| {
        let mover = scope.spawn(|| {
            for round in 0..40 {
                let then = if round % 2 == 0 { Filed::Closed } else { Filed::Open };
                add_note(&store, one, "x", then).unwrap();
            }
        });
        while !mover.is_finished() {
            store.load(one).unwrap();
            assert_eq!(store.ids(Which::All).unwrap(), [one]);
            assert_eq!(store.find(IdQuery::Number(1)).unwrap(), one);
        }
    });
}
