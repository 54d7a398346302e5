//! Checks the health of the folder: leftovers, permissions, records in the wrong place, the ledger, and programs that
//! copy its files. Repairs only what needs no decision, and reports what it did.

mod permissions;
mod records;
mod repair_ledger;

use std::fs;
use std::path::{Path, PathBuf};

use super::desk::LET_IT_BE_RECORDED;
use super::dir::FolderStore;
use super::folders::PENDING;
use super::strays::{NO_RECORD, StrayKind};
use super::{atomic, ledger, lock, put_back};
use crate::store::contract::Store;
use crate::store::doctor::{Finding, Repairer};
use crate::store::error::StoreError;
use crate::store::ledger::Ledger;
use crate::store::policies::PolicyBook;
use crate::store::records::Which;
use crate::store::unplaced::Misplaced;

/// Words in a path that show that a sync client copies it, and the name of the client.
const SYNCED: [(&str, &str); 14] = [
    ("onedrive", "OneDrive"),
    ("sharepoint", "SharePoint"),
    ("dropbox", "Dropbox"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("icloud", "iCloud"),
    ("com~apple~clouddocs", "iCloud"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("pcloud", "pCloud"),
    ("box sync", "Box"),
    ("syncthing", "Syncthing"),
    ("cloudstorage", "a cloud service"),
];

/// Files that sync clients leave in a folder that they copy, and the name of the client.
const MARKS: [(&str, &str); 7] = [
    (".stfolder", "Syncthing"),
    (".stversions", "Syncthing"),
    (".dropbox", "Dropbox"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".tmp.drivedownload", "Google Drive"),
    (".sync.ffs_db", "FreeFileSync"),
];

/// Checks everything.
///
/// # Errors
/// The store can't be searched, or a repair fails half-way; the repairs made before that are complete.
pub(super) fn examine(
    store: &FolderStore,
    policies: &PolicyBook,
    repairer: Option<Repairer<'_>>,
) -> Result<Vec<Finding>, StoreError> {
    let mut findings = vec![of_store(store)?];
    if !store.root().exists() {
        return Ok(findings);
    }
    findings.extend(unrecorded(store));
    findings.extend(of_lock(store, repairer.is_some())?);
    findings.extend(put_back::findings(store, policies, repairer.is_some())?);
    findings.extend(leftovers(store, repairer.is_some())?);
    let unfilled = unfilled(store)?;
    findings.extend(claimed(store, &unfilled, repairer.is_some())?);
    findings.extend(permissions::of_files(store, repairer.is_some())?);
    let ledger = ledger::read(store.root());
    let (of_records, comparison) =
        records::of_records(store, policies, ledger.as_ref().ok(), &unfilled, repairer.is_some())?;
    findings.extend(of_records);
    findings.extend(repair_ledger::of_ledger(store, ledger, comparison, repairer)?);
    findings.extend(of_sync(store));
    Ok(findings)
}

fn of_store(store: &FolderStore) -> Result<Finding, StoreError> {
    let root = store.root().display();
    if !store.root().exists() {
        return Ok(Finding::well("store", format!("`{root}` is not there yet; the first record makes it")));
    }
    let (open, closed) = (store.ids(Which::Open)?.len(), store.ids(Which::Closed)?.len());
    Ok(Finding::well("store", format!("`{root}` has {open} open and {closed} closed records")))
}

/// Texts whose `iro` was killed before they were recorded.
fn unrecorded(store: &FolderStore) -> Vec<Finding> {
    let finding = |path: String| {
        let message = format!("a text that somebody typed in an editor was never recorded: `{path}`");
        Finding::wrong("unrecorded", message, LET_IT_BE_RECORDED)
    };
    store.unrecorded().into_iter().map(finding).collect()
}

/// Whether a process is writing now, and whether records are pending.
fn of_lock(store: &FolderStore, repair: bool) -> Result<Vec<Finding>, StoreError> {
    let mut findings = Vec::new();
    let busy = lock::is_held(store.root());
    if busy {
        findings.push(Finding::wrong("lock", "another command is writing just now", "look again when it is done"));
    } else {
        findings.push(Finding::well("lock", "no other program is writing"));
    }
    let (records, files) = (store.folders.pending()?.len(), store.folders.pending_files()?.len());
    if files > 0 && !busy {
        let waiting = match records {
            0 => "files that aren't records",
            _ => "records of a stopped command",
        };
        if repair {
            drop(store.writing()?);
            let message = format!("moved {waiting} from `{PENDING}` to where they are seen");
            findings.push(Finding::repaired("pending", message));
        } else {
            let message = format!("{waiting} wait in `{PENDING}`");
            findings.push(Finding::wrong(
                "pending",
                message,
                "`iro doctor --repair` moves them to where they are seen",
            ));
        }
    }
    Ok(findings)
}

/// Files of commands that were killed. While the lock is held, no process can be using them.
fn leftovers(store: &FolderStore, repair: bool) -> Result<Vec<Finding>, StoreError> {
    let is_leftover = |kind: StrayKind| kind == StrayKind::Unfinished;
    let found = store.strays()?;
    let mut findings = Vec::new();
    if repair && found.iter().any(|stray| is_leftover(stray.kind)) {
        let _writing = store.writing()?;
        for stray in store.strays()?.into_iter().filter(|stray| is_leftover(stray.kind)) {
            atomic::remove(&stray.path)?;
            findings.push(Finding::repaired("leftover", format!("took away `{}`", stray.path.display())));
        }
        return Ok(findings);
    }
    for stray in found {
        let path = stray.path.display();
        findings.push(match stray.kind {
            StrayKind::Unfinished => Finding::wrong(
                "leftover",
                format!("`{path}` is of a command that was stopped"),
                "`iro doctor --repair` takes it away",
            ),
            StrayKind::Misplaced(misplaced) => {
                let what = match misplaced {
                    Misplaced::CopyOf(_) | Misplaced::CopyBeside(_) => "copy",
                    Misplaced::OutOfPlace(_) | Misplaced::FolderOfRecords => "astray",
                    Misplaced::Record => "stray",
                };
                let message = format!("`{path}` {}", misplaced.what());
                Finding::wrong(what, message, &store.advice(&stray.path, misplaced))
            }
            StrayKind::Other => Finding::wrong("stray", format!("`{path}` {NO_RECORD}"), "move it elsewhere"),
        });
    }
    Ok(findings)
}

/// If more files than this are exposed, they get one fault together.
pub(super) const MANY_EXPOSED: usize = 5;

pub(super) fn many_exposed(first: &Path, many: usize) -> String {
    match many {
        1 => format!("`{}`", first.display()),
        many => format!("{many} files and folders, the first of them `{}`", first.display()),
    }
}

/// Empty files that reserved the name of a new record before their command was interrupted. A record that the ledger
/// knows was written, so its empty file isn't one of them.
fn unfilled(store: &FolderStore) -> Result<Vec<PathBuf>, StoreError> {
    // A ledger that can't be read is a finding of its own.
    let Ok(Ledger { known, .. }) = ledger::read(store.root()) else { return Ok(Vec::new()) };
    let mut unfilled = Vec::new();
    for id in store.ids(Which::All)?.into_iter().filter(|id| !known.contains_key(id)) {
        unfilled.extend(store.places(id)?.into_iter().map(|(path, _)| path).filter(|path| is_empty(path)));
    }
    Ok(unfilled)
}

fn is_empty(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_file() && found.len() == 0)
}

/// The findings about such files.
fn claimed(store: &FolderStore, unfilled: &[PathBuf], repair: bool) -> Result<Vec<Finding>, StoreError> {
    let mut findings = Vec::new();
    for path in unfilled {
        let shown = path.display();
        if !repair {
            findings.push(Finding::wrong(
                "leftover",
                format!("`{shown}` is empty: a command was stopped before it recorded anything in it"),
                "`iro doctor --repair` takes it away",
            ));
            continue;
        }
        let _writing = store.writing()?;
        if is_empty(path) {
            atomic::remove(path)?;
            findings.push(Finding::repaired("leftover", format!("took away `{shown}`, which was empty")));
        }
    }
    Ok(findings)
}

/// Whether a sync client may copy the files while they are being written.
fn of_sync(store: &FolderStore) -> Option<Finding> {
    let root = fs::canonicalize(store.root()).unwrap_or_else(|_| store.root().to_path_buf());
    let path = root.display().to_string().to_lowercase();
    let by_name = SYNCED.iter().find(|(word, _)| path.contains(word)).map(|(_, name)| name);
    let by_mark = || {
        let marked = |mark: &str| root.ancestors().any(|folder| folder.join(mark).exists());
        MARKS.iter().find(|(mark, _)| marked(mark)).map(|(_, name)| name)
    };
    let by = by_name.or_else(by_mark);
    let hint = "let only one computer write at a time, and look for copies with `iro check`";
    by.map(|by| Finding::wrong("sync", format!("the store seems to be synchronised by {by}"), hint))
}
