//! Whether a folder is a store, or lies inside one and must not be taken for an empty store.

use std::fs;
use std::path::Path;

use super::folders::Folders;
use super::ledger::LEDGER;
use super::lock::LOCK_FILE;
use crate::domain::worded::Worded;
use crate::store::small_files::SmallFile;

/// The file in a folder that a copy into it was begun and not finished.
pub(super) const COPYING: &str = ".copying";

/// Whether a copy into a folder was begun and not finished, so that not everything is there.
pub fn has_unfinished_copy(folder: &Path) -> bool {
    fs::symlink_metadata(folder.join(COPYING)).is_ok()
}

/// Whether a folder has folders of records.
pub fn has_record_folders(folder: &Path) -> bool {
    let folders = Folders::new(folder.to_path_buf());
    folders.open().is_dir() || folders.closed().is_dir()
}

impl Folders {
    /// Whether anything of a store is there. The folder `open` alone is enough.
    pub(super) fn are_there(&self) -> bool {
        if fs::symlink_metadata(self.open()).is_ok() {
            return true;
        }
        if !self.root().is_dir() {
            return false;
        }
        let files = SmallFile::WORDS.iter().copied().chain([LOCK_FILE, LEDGER]).map(|name| self.root().join(name));
        let own = self.own().into_iter().chain(files).any(|path| fs::symlink_metadata(path).is_ok());
        // If the folder of the records was renamed, commands that look for records report that.
        own || !self.astray().unwrap_or_default().folders.is_empty()
    }

    /// The store that this folder belongs to, as `open` or a year of the closed records does.
    pub(super) fn enclosing_store(&self) -> Option<String> {
        if fs::symlink_metadata(self.open()).is_ok() {
            return None;
        }
        self.around()
    }

    fn around(&self) -> Option<String> {
        let root = fs::canonicalize(self.root()).ok()?;
        let is_store =
            |folder: &Path| [LOCK_FILE, LEDGER].iter().any(|name| fs::symlink_metadata(folder.join(name)).is_ok());
        root.ancestors().skip(1).take(2).find(|folder| is_store(folder)).map(|folder| folder.display().to_string())
    }
}
