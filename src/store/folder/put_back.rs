//! Files of purged records that exist again, because a backup or a sync client put them back, or that an interrupted
//! command left. They don't count as records.

use std::path::PathBuf;

use super::dir::FolderStore;
use super::folders::Folders;
use super::{lock, tombstones};
use crate::domain::fault::{Fault, Severity};
use crate::domain::id::DisputeId;
use crate::store::doctor::Finding;
use crate::store::error::StoreError;

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

/// A fault for each such file.
pub(super) fn faults(store: &FolderStore) -> Result<Vec<Fault>, StoreError> {
    let faults = store.folders.put_back()?.into_iter().map(|(id, path)| Fault {
        file: path.display().to_string(),
        line: 0,
        column: 0,
        severity: Severity::Error,
        rule: "removed".to_string(),
        message: format!("`{id}` was removed for good, and its file is there"),
        hint: Some("`iro doctor --repair` takes it away, if it is the record that was removed".to_string()),
    });
    Ok(faults.collect())
}

/// Deletes each such file, or reports it. A file of another record with the same number is left for a person to decide.
pub(super) fn findings(store: &FolderStore, repair: bool) -> Result<Vec<Finding>, StoreError> {
    let mut findings = Vec::new();
    for (id, path) in store.folders.put_back()? {
        let (stored, tombstone) = (store.read(id), tombstones::read(&store.folders, id)?);
        let removed = stored.ok().zip(tombstone).filter(|(stored, tombstone)| tombstone.is_of(&stored.record));
        let path = path.display();
        findings.push(match removed {
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
                "look into it: `iro doctor --take-in FILE` takes another record in under a new number",
            ),
        });
    }
    Ok(findings)
}
