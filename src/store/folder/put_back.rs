//! Files of purged records that exist again, because a backup or a sync client put them back, or that an interrupted
//! command left. They don't count as records.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::dir::FolderStore;
use super::folders::Folders;
use super::{ledger, lock, tombstones};
use crate::domain::fault::{Fault, Severity};
use crate::domain::id::DisputeId;
use crate::store::doctor::{Finding, belongs};
use crate::store::error::{StoreError, in_words};
use crate::store::policies::PolicyBook;
use crate::store::records::Stored;

impl Folders {
    /// The purged records with a file. Empty while a process is writing, since it may be about to delete one.
    pub(super) fn put_back(&self) -> Result<Vec<(DisputeId, PathBuf)>, StoreError> {
        let mut back = Vec::new();
        if lock::is_held(self.root()) {
            return Ok(back);
        }
        for id in self.tombstones()? {
            back.extend(self.found(id)?.into_iter().map(|(path, _)| (id, path)));
        }
        Ok(back)
    }
}

/// What to do about a tombstone that can't be read.
const FROM_A_BACKUP: &str = "take it from a backup; its number is not given out again as long as the file is there";

/// A fault for each such file, and for each tombstone that can't be read.
pub(super) fn faults(store: &FolderStore) -> Result<Vec<Fault>, StoreError> {
    let fault = |path: &Path, rule: &str, message: String, hint: &str| {
        Fault::whole(path.display().to_string(), Severity::Error, rule, message, Some(hint.to_string()))
    };
    let back = store.folders.put_back()?;
    let known = known_removals(store, &back);
    let back = back.into_iter().map(|(id, path)| match known.contains(&id) {
        true => {
            let message = format!("`{id}` was removed for good, and its file is there");
            let hint = "`iro doctor --repair` takes it away, if it is the record that was removed";
            fault(&path, "removed", message, hint)
        }
        false => fault(&path, "removed", only_a_tombstone(id), &purge_again_or(store, id)),
    });
    let damaged = tombstones::damaged(&store.folders)?.into_iter().map(|(id, wrong)| {
        let why = match &wrong {
            StoreError::Io { source, .. } => in_words(source),
            other => other.to_string(),
        };
        let message = format!("the tombstone can't be read: {why}");
        fault(&store.folders.tombstone(id), "tombstone", message, FROM_A_BACKUP)
    });
    Ok(back.chain(damaged).collect())
}

/// Which of these records were removed, as the ledger says. None of them if it can't be read.
fn known_removals(store: &FolderStore, back: &[(DisputeId, PathBuf)]) -> BTreeSet<DisputeId> {
    if back.is_empty() {
        return BTreeSet::new();
    }
    let ledger = ledger::read(store.root()).unwrap_or_default();
    back.iter().map(|(id, _)| *id).filter(|id| ledger.gone.contains_key(id)).collect()
}

/// What is wrong if a record has a tombstone that the ledger doesn't know: the purge was stopped, or there was none.
fn only_a_tombstone(id: DisputeId) -> String {
    format!("`{id}` is there beside its tombstone, and the ledger says nothing of its removal")
}

fn purge_again_or(store: &FolderStore, id: DisputeId) -> String {
    format!(
        "if the purge was stopped, do it again: `iro purge {id}`; if nobody removed the record, move `{}` out of the store",
        store.folders.tombstone(id).display()
    )
}

/// Whether a record has ended, as far as its policy can tell.
fn has_ended(stored: &Stored, policies: &PolicyBook) -> bool {
    belongs(policies, stored).is_some_and(|filed| !filed.is_open())
}

/// Deletes each such file, or reports it. A file of another record with the same number is left for a person to decide,
/// and so is that of an open dispute, because no `purge` removes one, and one of whose removal the ledger says nothing:
/// anybody can write a tombstone.
pub(super) fn findings(store: &FolderStore, policies: &PolicyBook, repair: bool) -> Result<Vec<Finding>, StoreError> {
    let mut findings = Vec::new();
    for (_, wrong) in tombstones::damaged(&store.folders)? {
        findings.push(Finding::wrong("tombstone", format!("a tombstone can't be read: {wrong}"), FROM_A_BACKUP));
    }
    let back = store.folders.put_back()?;
    let known = known_removals(store, &back);
    for (id, path) in back {
        let (stored, tombstone) = (store.read(id), tombstones::read(&store.folders, id).ok().flatten());
        let removed = stored
            .ok()
            .zip(tombstone)
            .filter(|(stored, tombstone)| tombstone.is_of(&stored.record) && has_ended(stored, policies));
        let path = path.display();
        findings.push(match removed {
            Some(_) if !known.contains(&id) => {
                Finding::wrong("removed", format!("{}: `{path}`", only_a_tombstone(id)), &purge_again_or(store, id))
            }
            Some((stored, tombstone)) if repair => {
                store.take_away(&tombstone, stored.revision)?;
                Finding::repaired("removed", format!("took away `{path}`, which was removed for good"))
            }
            Some(_) => Finding::wrong(
                "removed",
                format!("`{id}` was removed for good, and its file is there: `{path}`"),
                "`iro doctor --repair` takes it away",
            ),
            None => Finding::wrong(
                "removed",
                format!("`{id}` was removed for good, and another file of its name is there: `{path}`"),
                &format!(
                    "look into it: if nobody removed it, move `{}` out of the store; `iro doctor --take-in FILE` takes \
                     another record in under a new number",
                    store.folders.tombstone(id).display()
                ),
            ),
        });
    }
    Ok(findings)
}
