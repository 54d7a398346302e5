//! Files of records that were removed for good: put back by a backup or a sync client, or left by a command that was
//! stopped before it was done. They are no records any more.

use std::path::PathBuf;

use super::dir::FolderStore;
use super::folders::Folders;
use super::{lock, tombstones};
use crate::domain::fault::{Fault, Severity};
use crate::domain::id::DisputeId;
use crate::store::doctor::Finding;
use crate::store::error::StoreError;

impl Folders {
    /// Which they are. Where somebody writes, one may be on its way out.
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

/// What is wrong with each.
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

/// Takes each away, or says that it is there. Another record of that number is left to a person.
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
