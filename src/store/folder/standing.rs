//! What stands where a store should be: a folder that was named and holds none must not be taken for an empty store.

use std::fs;

use super::BESIDE;
use super::folders::Folders;
use super::ledger::LEDGER;
use super::lock::LOCK_FILE;
use crate::store::records::Standing;

impl Folders {
    /// What it is. Of a store with open records one look tells.
    pub(super) fn standing(&self) -> Standing {
        if fs::symlink_metadata(self.open()).is_ok() {
            return Standing::There;
        }
        if !self.root().is_dir() {
            return Standing::Nothing;
        }
        if let Some(store) = self.around() {
            return Standing::Inside(store);
        }
        let folders = [self.closed(), self.owed(), self.purged(), self.policies()];
        let files = BESIDE.into_iter().chain([LOCK_FILE, LEDGER]).map(|name| self.root().join(name));
        let own = folders.into_iter().chain(files).any(|path| fs::symlink_metadata(path).is_ok());
        // Where the folder of records was renamed, whoever looks for them says so.
        if own || !self.astray().unwrap_or_default().is_empty() {
            return Standing::There;
        }
        match fs::read_dir(self.root()).map(|mut inside| inside.next().is_some()) {
            Ok(false) => Standing::Empty,
            // What can't be looked into is said by whoever looks into it.
            Err(_) => Standing::There,
            Ok(true) => Standing::Other,
        }
    }

    /// The store that this is a folder of: `open`, or a year of the closed ones.
    fn around(&self) -> Option<String> {
        let root = fs::canonicalize(self.root()).ok()?;
        let has_records = |folder: &std::path::Path| {
            [LOCK_FILE, LEDGER].iter().any(|name| fs::symlink_metadata(folder.join(name)).is_ok())
        };
        root.ancestors().skip(1).take(2).find(|folder| has_records(folder)).map(|folder| folder.display().to_string())
    }
}
