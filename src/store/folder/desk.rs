//! A private folder in the store for a text that somebody is writing in an editor. A lock in it keeps others from
//! sweeping it while it is in use.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{atomic, lock};
use crate::store::error::StoreError;

/// What to do about a text that somebody typed and that was never recorded.
pub(super) const LET_IT_BE_RECORDED: &str =
    "let its writer record it, and remove the file; after a week it goes by itself";

/// The beginning of the names of such folders.
const EDITING: &str = ".editing-";

/// A folder that is deleted when this is dropped. If the program is killed, a later writer sweeps it after a while.
#[derive(Debug)]
pub struct EditorFolder {
    folder: TempDir,
    _in_use: File,
    unrecorded: Vec<PathBuf>,
}

impl EditorFolder {
    /// Makes such a folder in a store.
    ///
    /// # Errors
    /// The store is busy or can't be written.
    pub fn at(root: &Path) -> Result<EditorFolder, StoreError> {
        atomic::make_folder(root)?;
        // Sweeping needs the same lock, so this folder can't be swept before it is in use.
        let _alone = lock::take(root)?;
        let unrecorded = typed(root);
        let folder = atomic::private_folder(root, EDITING)?;
        let busy = || StoreError::Busy { store: root.display().to_string(), doing: "writing in" };
        let in_use = lock::hold(folder.path())?.ok_or_else(busy)?;
        Ok(EditorFolder { folder, _in_use: in_use, unrecorded })
    }

    /// Paths of texts that were written earlier and never recorded.
    pub fn unrecorded(&self) -> &[PathBuf] {
        &self.unrecorded
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Whether this is such a folder, which is its owner's alone even in a store that is shared.
pub(super) fn is_private(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(EDITING))
}

/// How long a text is kept after its `iro` was killed, in seconds.
const KEPT: u64 = 7 * DAY;

/// How long a folder without a text is kept, in seconds: an open editor may still write into it.
const DAY: u64 = 24 * 60 * 60;

/// Deletes the folders that nobody is using. A text that somebody wrote is kept for a while, and so is a folder that an
/// editor may still have open. The caller must hold the store's lock.
pub(super) fn sweep(root: &Path) -> Result<(), StoreError> {
    for folder in left(root) {
        let text = text_in(&folder);
        let age = |path: &Path| fs::metadata(path).and_then(|found| found.modified()).ok()?.elapsed().ok();
        let (lasts, age) = match &text {
            Some(text) => (KEPT, age(text)),
            None => (DAY, age(&folder)),
        };
        if age.is_some_and(|age| age.as_secs() > lasts) {
            // In a store that is shared, it may be somebody else's, who alone can open it.
            let _stays_for_its_owner = atomic::remove(&folder);
        }
    }
    Ok(())
}

/// Paths of texts whose `iro` was killed before they were recorded.
pub(super) fn typed(root: &Path) -> Vec<PathBuf> {
    left(root).iter().filter_map(|folder| text_in(folder)).collect()
}

/// Folders that nobody is using.
fn left(root: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(root).into_iter().flatten().flatten();
    let own = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(EDITING));
    own.map(|entry| entry.path()).filter(|path| !lock::is_held_in(path)).collect()
}

/// The file in such a folder, if it contains more than the question that it begins with.
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
