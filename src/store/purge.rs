//! Removing a record for good. What stays is a tombstone: that there was a record of this id, from when to when, and
//! who removed it and why. The id is never given out again. Copies elsewhere (backups, sync services, version control)
//! are out of reach.

use std::fs;
use std::io;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::dir::DirStore;
use super::error::{At, StoreError};
use super::ledger::What;
use super::{Revision, atomic, index, yaml};
use crate::domain::id::DisputeId;
use crate::domain::time::{Date, Moment};

/// What stays of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    pub id: DisputeId,
    pub raised_on: Date,
    pub ended_on: Date,
    pub purged_at: Moment,
    pub by: String,
    pub reason: String,
}

impl DirStore {
    /// Removes a record, if it is still as it was when `seen`. The tombstone is written first: whatever happens in
    /// between, it can be finished by doing it again.
    ///
    /// # Errors
    /// The record has changed or can't be read; the store is busy or can't be written.
    pub fn purge(&self, tombstone: &Tombstone, seen: Revision) -> Result<(), StoreError> {
        let id = tombstone.id;
        let mut writing = self.writing()?;
        let (path, bytes, _) = self.current(id)?;
        if Revision::of(&bytes) != seen {
            return Err(StoreError::Changed { id });
        }
        let place = self.tombstone_place(id);
        atomic::make_folder(place.parent().unwrap_or(&place))?;
        let text = yaml::write(tombstone).map_err(|fault| StoreError::Unfaithful { id, reason: fault.message })?;
        atomic::replace(&place, text.as_bytes())?;
        // What is shown of a record must not outlive it.
        index::forget(self.root())?;
        fs::remove_file(&path).at(&path)?;
        atomic::sync_folder(path.parent().unwrap_or(&path))?;
        let more = json!({"at": tombstone.purged_at.to_string(), "by": tombstone.by, "reason": tombstone.reason});
        // The tombstone says it as well.
        let _behind = writing.ledger.note(What::Purged, Some(id), None, Some(&more));
        self.written(writing, &[id]);
        Ok(())
    }

    /// Every tombstone, in the order of the ids.
    ///
    /// # Errors
    /// One that can't be read.
    pub(super) fn all_tombstones(&self) -> Result<Vec<Tombstone>, StoreError> {
        let mut ids = self.tombstones()?;
        ids.sort_unstable();
        ids.into_iter().filter_map(|id| self.tombstone(id).transpose()).collect()
    }

    /// The tombstone of a record, where there is one.
    ///
    /// # Errors
    /// It is there and can't be read.
    pub fn tombstone(&self, id: DisputeId) -> Result<Option<Tombstone>, StoreError> {
        let path = self.tombstone_place(id);
        let bytes = match super::dir::read_file(&path) {
            Err(StoreError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => return Ok(None),
            bytes => bytes?,
        };
        let node = yaml::decode(&bytes).and_then(|text| yaml::parse(&text)).map_err(io::Error::other).at(&path)?;
        serde_json::from_value(node.to_value()).map(Some).map_err(io::Error::other).at(&path)
    }
}
