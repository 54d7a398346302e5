//! Finds and reads the files of records, even while other processes move them.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use super::folders::Folders;
use super::lock::Lock;
use super::strays::Stray;
use super::tombstones;
use super::{file, ledger};
use crate::domain::id::DisputeId;
use crate::domain::text::ticked;
use crate::store::error::{StoreError, TWICE};
use crate::store::ids::similar;
use crate::store::records::{Filed, Found, Stored, Where, Which};

/// How often to look for a file that another process may be moving.
const LOOKS: usize = 3;

#[derive(Debug, Clone)]
pub(in crate::store) struct FolderStore {
    pub(super) folders: Folders,
    /// Whether a write has found the ledger missing and begun a new one, and nobody was told yet.
    pub(super) ledger_begun: Arc<AtomicBool>,
    /// The lock, if it was taken for the next write.
    pub(super) reserved: Arc<Mutex<Option<Lock>>>,
}

/// The path and the content of a record's file.
pub(super) struct Fetched {
    pub path: PathBuf,
    pub filed: Filed,
    pub bytes: Vec<u8>,
}

impl FolderStore {
    /// The store in this folder. Nothing is created before the first write.
    pub(in crate::store) fn new(root: impl Into<PathBuf>) -> Self {
        FolderStore { folders: Folders::new(root.into()), ledger_begun: Arc::default(), reserved: Arc::default() }
    }

    pub(super) fn root(&self) -> &Path {
        self.folders.root()
    }

    /// What lies in the folders of the records but isn't a record: leftovers, copies, files of other programs.
    pub(super) fn strays(&self) -> Result<Vec<Stray>, StoreError> {
        self.folders.strays()
    }

    /// Every path with the name of this record.
    pub(super) fn places(&self, id: DisputeId) -> Result<Vec<(PathBuf, Filed)>, StoreError> {
        // Another process may just be moving it between the open and the closed records.
        for _ in 1..LOOKS {
            let places = self.folders.found(id)?;
            if places.len() == 1 {
                return Ok(places);
            }
        }
        self.folders.found(id)
    }

    /// The record at each path with its name.
    pub(super) fn copies_of(&self, id: DisputeId) -> Result<Vec<Found>, StoreError> {
        let mut places = self.places(id)?;
        if places.iter().any(|(path, _)| !path.exists()) {
            places = self.places(id)?;
        }
        Ok(places.into_iter().map(|(path, filed)| self.examine(id, &path, filed)).collect())
    }

    /// The record at one path, or why it can't be read.
    fn examine(&self, id: DisputeId, path: &Path, filed: Filed) -> Found {
        let at = self.at(id, path, filed);
        let stored = file::read(path).and_then(|bytes| file::record(id, path, &bytes, filed));
        Found { at, stored }
    }

    /// One path of a record, as messages and checks use it.
    pub(super) fn at(&self, id: DisputeId, path: &Path, filed: Filed) -> Where {
        Where { id, name: path.display().to_string(), filed, in_place: self.folders.is_in_place(id, path, filed) }
    }

    /// Reads a record; an error if it has several files.
    pub(super) fn read(&self, id: DisputeId) -> Result<Stored, StoreError> {
        let fetched = self.fetch(id)?;
        file::record(id, &fetched.path, &fetched.bytes, fetched.filed)
    }

    /// Finds and reads the file of a record, without parsing it.
    pub(super) fn fetch(&self, id: DisputeId) -> Result<Fetched, StoreError> {
        let mut looks = 1..LOOKS;
        loop {
            let last = looks.next().is_none();
            match &self.folders.found(id)?[..] {
                [(path, filed)] => match file::read(path) {
                    Err(error) if error.is_missing_file() && !last => {}
                    bytes => {
                        return Ok(Fetched { path: path.clone(), filed: *filed, bytes: bytes? });
                    }
                },
                [] if last => return Err(self.missing(id)),
                [(first, _), others @ ..] if last => return Err(twice(first, others)),
                _ => {}
            }
        }
    }

    /// The error for a record that isn't there: purged, possibly renamed, or unknown.
    pub(super) fn missing(&self, id: DisputeId) -> StoreError {
        if let Ok(Some(tombstone)) = tombstones::read(&self.folders, id) {
            return StoreError::Purged(Box::new(tombstone));
        }
        match self.folders.copies_of(id) {
            Ok(paths) if !paths.is_empty() => return StoreError::Misnamed { id, paths },
            _ => {}
        }
        if ledger::read(self.root()).is_ok_and(|ledger| ledger.known.contains_key(&id)) {
            return StoreError::Gone { id };
        }
        match self.folders.ids(Which::All) {
            Ok(ids) => {
                let ids: Vec<DisputeId> = ids.into_iter().collect();
                StoreError::NotFound { asked: id.to_string(), near: similar(id, &ids) }
            }
            Err(error) => error,
        }
    }
}

fn twice(first: &Path, others: &[(PathBuf, Filed)]) -> StoreError {
    let others = ticked(others.iter().map(|(path, _)| path.display()));
    file::damaged(first, TWICE, format!("the same record is also at {others}"))
}
