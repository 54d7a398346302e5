//! The health of the data directory itself: leftovers, permissions, shelves, the ledger, folders that something else
//! keeps in step. Repairs only what can be repaired without deciding anything, and says what it did.

use std::fs;
use std::path::Path;

use serde::Serialize;

use super::dir::DirStore;
use super::error::{At, StoreError};
use super::folders::{StrayKind, Where};
use super::policies::PolicyBook;
use super::{Shelf, Store, Which, atomic, lock, pending};
use crate::domain::case::Case;
use crate::domain::time::Moment;

/// Something that a doctor has to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What it is about, stable for scripts.
    pub what: &'static str,
    pub state: State,
    pub message: String,
    pub hint: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    Well,
    /// Something a person has to see to, or that `--repair` can.
    Wrong,
    Repaired,
}

/// Who repairs, and when; nobody where it is only to be looked at.
#[derive(Debug, Clone, Copy)]
pub struct Repairer<'a> {
    pub by: &'a str,
    pub now: Moment,
}

/// Words in a path that tell of a program which copies files about.
const SYNCED: [&str; 7] = ["onedrive", "dropbox", "google drive", "googledrive", "icloud", "nextcloud", "syncthing"];

/// Looks at everything.
///
/// # Errors
/// The store can't be looked through, or a repair fails half-way; what was done by then is whole.
pub fn examine(
    store: &DirStore,
    policies: &PolicyBook,
    repairer: Option<Repairer<'_>>,
) -> Result<Vec<Finding>, StoreError> {
    let mut findings = vec![of_store(store)?];
    findings.extend(of_lock(store, repairer.is_some())?);
    findings.extend(leftovers(store, repairer.is_some())?);
    findings.extend(permissions(store, repairer.is_some())?);
    findings.extend(shelves(store, policies, repairer.is_some())?);
    findings.extend(of_ledger(store, repairer)?);
    findings.extend(of_sync(store));
    Ok(findings)
}

fn well(what: &'static str, message: impl Into<String>) -> Finding {
    Finding { what, state: State::Well, message: message.into(), hint: None }
}

fn repaired(what: &'static str, message: impl Into<String>) -> Finding {
    Finding { what, state: State::Repaired, message: message.into(), hint: None }
}

fn wrong(what: &'static str, message: impl Into<String>, hint: &str) -> Finding {
    Finding { what, state: State::Wrong, message: message.into(), hint: Some(hint.to_string()) }
}

fn of_store(store: &DirStore) -> Result<Finding, StoreError> {
    let root = store.root().display();
    if !store.root().exists() {
        return Ok(well("store", format!("`{root}` is not there yet; the first record makes it")));
    }
    let (open, closed) = (store.ids(Which::Open)?.len(), store.ids(Which::Closed)?.len());
    Ok(well("store", format!("`{root}` has {open} open and {closed} closed")))
}

/// Whether somebody writes, and whether siblings wait to be put in place.
fn of_lock(store: &DirStore, repair: bool) -> Result<Vec<Finding>, StoreError> {
    if !store.root().exists() {
        return Ok(Vec::new());
    }
    let mut findings = Vec::new();
    let busy = lock::is_held(store.root());
    if busy {
        findings.push(wrong("lock", "another command is writing just now", "look again when it is done"));
    } else {
        findings.push(well("lock", "nobody is writing"));
    }
    if store.root().join(pending::PENDING).exists() && !busy {
        if repair {
            drop(store.writing()?);
            findings.push(repaired("pending", "put records in place that a stopped command had left waiting"));
        } else {
            findings.push(wrong(
                "pending",
                "records of a stopped command wait to be put in place",
                "`iro doctor --repair` puts them in place",
            ));
        }
    }
    Ok(findings)
}

/// Files of runs that were killed. With the lock held nobody is using them.
fn leftovers(store: &DirStore, repair: bool) -> Result<Vec<Finding>, StoreError> {
    let is_leftover = |kind: StrayKind| kind == StrayKind::Unfinished;
    let found = store.strays()?;
    let mut findings = Vec::new();
    if repair && found.iter().any(|stray| is_leftover(stray.kind)) {
        let _writing = store.writing()?;
        for stray in store.strays()?.into_iter().filter(|stray| is_leftover(stray.kind)) {
            remove(&stray.path)?;
            findings.push(repaired("leftover", format!("took away `{}`", stray.path.display())));
        }
        return Ok(findings);
    }
    for stray in found {
        let path = stray.path.display();
        findings.push(match stray.kind {
            StrayKind::Unfinished => wrong(
                "leftover",
                format!("`{path}` is of a command that was stopped"),
                "`iro doctor --repair` takes it away",
            ),
            StrayKind::CopyOf(id) => wrong(
                "copy",
                format!("`{path}` looks like a copy of `{id}`, made by a sync client or by hand"),
                "compare the two, take over what is missing, and move the copy elsewhere",
            ),
            StrayKind::Other => wrong("stray", format!("`{path}` is no record"), "move it elsewhere"),
        });
    }
    Ok(findings)
}

fn remove(path: &Path) -> Result<(), StoreError> {
    let found = fs::symlink_metadata(path).at(path)?;
    match found.is_dir() {
        true => fs::remove_dir_all(path).at(path),
        false => fs::remove_file(path).at(path),
    }
}

fn permissions(store: &DirStore, repair: bool) -> Result<Vec<Finding>, StoreError> {
    let mut findings = Vec::new();
    for (path, mode) in store.exposed()? {
        let shown = path.display();
        if repair {
            atomic::make_private(&path)?;
            findings.push(repaired("permissions", format!("made `{shown}` private (it was {mode:04o})")));
        } else {
            findings.push(wrong(
                "permissions",
                format!("others can get at `{shown}` ({mode:04o})"),
                "`iro doctor --repair` makes it private",
            ));
        }
    }
    if findings.is_empty() {
        findings.push(well("permissions", "everything is its owner's alone"));
    }
    Ok(findings)
}

/// Records in a folder where they don't belong.
fn shelves(store: &DirStore, policies: &PolicyBook, repair: bool) -> Result<Vec<Finding>, StoreError> {
    let mut findings = Vec::new();
    for id in store.ids(Which::All)? {
        let places = store.places(id)?;
        let [at] = &places[..] else {
            let shown: Vec<String> = places.iter().map(|at| format!("`{}`", at.path.display())).collect();
            let message = format!("`{id}` is there more than once: {}", shown.join(", "));
            findings.push(wrong("twice", message, "compare them, keep one and move the other elsewhere"));
            continue;
        };
        let Some(shelf) = belongs(store, policies, at) else { continue };
        let place = store.place(id, shelf);
        if place == at.path {
            continue;
        }
        let (from, to) = (at.path.display(), place.display());
        if repair {
            let _writing = store.writing()?;
            atomic::make_folder(place.parent().unwrap_or(&place))?;
            atomic::relocate(&at.path, &place).at(&place)?;
            findings.push(repaired("shelf", format!("moved `{from}` to `{to}`")));
        } else {
            findings.push(wrong(
                "shelf",
                format!("`{from}` belongs to `{to}`"),
                "`iro doctor --repair` moves it there",
            ));
        }
    }
    Ok(findings)
}

/// The shelf a record belongs on; `None` where that can't be told.
fn belongs(store: &DirStore, policies: &PolicyBook, at: &Where) -> Option<Shelf> {
    let reading = store.examine(at).ok().filter(|reading| reading.newer.is_none())?;
    let header = &reading.record.header;
    let policy = policies.version(&header.policy, &header.policy_version).ok()?;
    match Case::replay(&reading.record, policy).ok()? {
        Case::Dispute(dispute) if dispute.is_open() => Some(Shelf::Open),
        _ => Some(Shelf::Closed),
    }
}

fn of_ledger(store: &DirStore, repairer: Option<Repairer<'_>>) -> Result<Vec<Finding>, StoreError> {
    if store.ids(Which::All)?.is_empty() {
        return Ok(Vec::new());
    }
    let Some(repairer) = repairer else {
        let state = store.ledger_state()?;
        return Ok(vec![match (state.began, state.doubtful, state.records) {
            (true, ..) => wrong("ledger", "there is no ledger of the records", "`iro doctor --repair` begins one"),
            (_, true, _) => wrong(
                "ledger",
                "lines of the ledger were changed or are not whole",
                "`iro doctor --repair` notes that in it",
            ),
            (.., 0) => well("ledger", "the ledger knows every record"),
            (.., records) => wrong(
                "ledger",
                format!("the ledger is behind with {records} of the records"),
                "`iro doctor --repair` notes them in it",
            ),
        }]);
    };
    let caught = store.catch_up(repairer.by, repairer.now)?;
    let mut findings = Vec::new();
    if caught.began {
        findings.push(repaired("ledger", "began a new ledger: what was changed before now can't be noticed by it"));
    } else if caught.doubtful {
        findings.push(repaired("ledger", "noted in the ledger that lines before were changed or not whole"));
    }
    match caught.records {
        0 if findings.is_empty() => findings.push(well("ledger", "the ledger knows every record")),
        0 => {}
        records => findings.push(repaired("ledger", format!("noted {records} of the records that it was behind with"))),
    }
    Ok(findings)
}

/// Whether something else may copy the files about while they are written.
fn of_sync(store: &DirStore) -> Option<Finding> {
    let path = fs::canonicalize(store.root()).unwrap_or_else(|_| store.root().to_path_buf());
    let path = path.display().to_string().to_lowercase();
    let by = SYNCED.iter().find(|name| path.contains(*name));
    let hint = "let only one computer write at a time, and look for copies with `iro check`";
    by.map(|by| wrong("sync", format!("the store seems to be kept in step by {by}"), hint))
}
