//! A folder in the store for a text that somebody is writing in an editor, that only its owner can look into. Nobody
//! sweeps it while it is in use: a lock in it is held for as long.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{atomic, lock};
use crate::store::error::StoreError;

/// How the names of such folders begin.
const EDITING: &str = ".editing-";

/// It goes when this does. One that is left behind by a program that was killed is swept after a while by one that writes.
#[derive(Debug)]
pub struct Desk {
    folder: TempDir,
    _in_use: File,
    unrecorded: Vec<PathBuf>,
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
        let unrecorded = typed(root);
        let folder = atomic::private_folder(root, EDITING)?;
        let busy = || StoreError::Busy { store: root.display().to_string(), doing: "writing in" };
        let in_use = lock::hold(folder.path())?.ok_or_else(busy)?;
        Ok(Desk { folder, _in_use: in_use, unrecorded })
    }

    /// Texts that were typed before and never recorded.
    pub fn unrecorded(&self) -> &[PathBuf] {
        &self.unrecorded
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// How long a text is kept whose `iro` was killed while somebody was writing it, in seconds.
const KEPT: u64 = 7 * DAY;

/// As long as nothing is written in such a folder, an editor may be open that writes into it later.
const DAY: u64 = 24 * 60 * 60;

/// Takes away the folders that nobody is using, to be called with the store's lock held. What somebody typed is kept for a
/// while, and an editor that may still be open is left its folder.
pub(super) fn sweep(root: &Path) -> Result<(), StoreError> {
    for folder in left(root) {
        let text = text_in(&folder);
        let age = |path: &Path| fs::metadata(path).and_then(|found| found.modified()).ok()?.elapsed().ok();
        let (lasts, age) = match &text {
            Some(text) => (KEPT, age(text)),
            None => (DAY, age(&folder)),
        };
        if age.is_some_and(|age| age.as_secs() > lasts) {
            atomic::remove(&folder)?;
        }
    }
    Ok(())
}

/// Texts that were typed in an editor whose `iro` was killed, and that nobody recorded.
pub(super) fn typed(root: &Path) -> Vec<PathBuf> {
    left(root).iter().filter_map(|folder| text_in(folder)).collect()
}

/// The folders that nobody is using.
fn left(root: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(root).into_iter().flatten().flatten();
    let own = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(EDITING));
    own.map(|entry| entry.path()).filter(|path| !lock::is_held_in(path)).collect()
}

/// The file in such a folder that somebody typed something into: more than the question that it begins with.
fn text_in(folder: &Path) -> Option<PathBuf> {
    let is_said = |line: &str| !line.trim().is_empty() && !line.starts_with("# ");
    let has_text = |path: &PathBuf| {
        let bytes = fs::read(path).unwrap_or_default();
        String::from_utf8_lossy(&bytes).lines().any(is_said)
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    files.retain(|path| path.file_name().is_some_and(|name| name != lock::LOCK_FILE));
    files.sort();
    files.into_iter().find(has_text)
}
