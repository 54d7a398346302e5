//! Whether a folder is a store, or lies inside one and must not be taken for an empty store.

use crate::domain::worded::Worded;
use crate::store::small_files::SmallFile;
use std::fs;

use super::folders::Folders;
use super::ledger::LEDGER;
use super::lock::LOCK_FILE;

impl Folders {
    /// Whether anything of a store is there. The folder `open` alone is enough.
    pub(super) fn are_there(&self) -> bool {
        if fs::symlink_metadata(self.open()).is_ok() {
            return true;
        }
        if !self.root().is_dir() {
            return false;
        }
        let folders = [self.closed(), self.owed(), self.purged(), self.policies()];
        let files = SmallFile::WORDS.iter().copied().chain([LOCK_FILE, LEDGER]).map(|name| self.root().join(name));
        let own = folders.into_iter().chain(files).any(|path| fs::symlink_metadata(path).is_ok());
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
        let has_records = |folder: &std::path::Path| {
            [LOCK_FILE, LEDGER].iter().any(|name| fs::symlink_metadata(folder.join(name)).is_ok())
        };
        root.ancestors().skip(1).take(2).find(|folder| has_records(folder)).map(|folder| folder.display().to_string())
    }
}
