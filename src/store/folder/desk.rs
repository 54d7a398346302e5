//! A folder in the store for a text that somebody is writing in an editor, that only its owner can look into. Nobody
//! sweeps it while it is in use: a lock in it is held for as long.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use tempfile::TempDir;

use super::{atomic, lock};
use crate::store::error::StoreError;

/// How the names of such folders begin.
const EDITING: &str = ".editing-";

/// It goes when this does. One that is left behind by a program that was killed is swept by the next one that writes.
#[derive(Debug)]
pub struct Desk {
    folder: TempDir,
    _in_use: File,
}

impl Desk {
    /// Makes such a folder in a store.
    ///
    /// # Errors
    /// The store is busy or can't be written.
    pub fn at(root: &Path) -> Result<Desk, StoreError> {
        atomic::make_folder(root)?;
        // Whoever sweeps holds the same lock, so that none is swept before it is in use.
        let _alone = lock::take(root)?;
        let folder = atomic::private_folder(root, EDITING)?;
        let busy = || StoreError::Busy { store: root.display().to_string() };
        let in_use = lock::hold(folder.path())?.ok_or_else(busy)?;
        Ok(Desk { folder, _in_use: in_use })
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Takes away the folders that nobody is using, to be called with the store's lock held.
pub(super) fn sweep(root: &Path) -> Result<usize, StoreError> {
    let mut swept = 0;
    let Ok(entries) = fs::read_dir(root) else { return Ok(0) };
    for entry in entries.collect::<io::Result<Vec<_>>>().unwrap_or_default() {
        let name = entry.file_name();
        if name.to_string_lossy().starts_with(EDITING) && !lock::is_held_in(&entry.path()) {
            atomic::remove(&entry.path())?;
            swept += 1;
        }
    }
    Ok(swept)
}
