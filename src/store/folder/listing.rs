//! Lists the records by the names of their files, with the state of each file.

use std::collections::BTreeSet;
use std::fs::{self, DirEntry};
use std::io;
use std::path::Path;

use super::folders::{Folders, entries, ids_in};
use super::index::Stamp;
use super::names::id_of;
use crate::domain::id::DisputeId;
use crate::store::error::{At, StoreError};
use crate::store::parallel;
use crate::store::records::{Filed, Listed, Which};

impl Folders {
    /// The ids of the records there are.
    pub(super) fn ids(&self, which: Which) -> Result<BTreeSet<DisputeId>, StoreError> {
        let mut ids = BTreeSet::new();
        // Listed first: a record that is put in place meanwhile is then found again there.
        ids.extend(self.pending()?.into_iter().filter(|(_, filed, _)| which.has(*filed)).map(|(id, ..)| id));
        if which != Which::Closed {
            ids.extend(ids_in(&self.open())?);
        }
        if which == Which::Waiting {
            ids.extend(self.owing()?);
        }
        if matches!(which, Which::Closed | Which::All) {
            for year in self.years()? {
                ids.extend(ids_in(&year)?);
            }
        }
        if which == Which::All {
            // A record that is reopened meanwhile may have left the one folder before it was read, and not yet been in
            // the other.
            ids.extend(ids_in(&self.open())?);
        }
        if matches!(which, Which::Closed | Which::All) {
            // A purged record whose file was put back doesn't count.
            for removed in self.tombstones()? {
                ids.remove(&removed);
            }
        }
        Ok(ids)
    }

    /// The same with the state of each file. A record has no state unless it has exactly one file, in its place.
    pub(super) fn listing(&self, which: Which) -> Result<Vec<Listed>, StoreError> {
        let mut listed = Vec::new();
        let pending = self.pending()?.into_iter().filter(|(_, filed, _)| which.has(*filed));
        listed.extend(pending.map(|(id, filed, _)| Listed { id, filed, state: None }));
        if which != Which::Closed {
            listed.extend(self.stamped(&self.open(), Filed::Open)?);
        }
        if which == Which::Waiting {
            listed.extend(self.owing()?.into_iter().map(|id| {
                let found = fs::symlink_metadata(self.place(id, Filed::Owing)).ok().filter(fs::Metadata::is_file);
                Listed { id, filed: Filed::Owing, state: found.and_then(|found| Stamp::of(&found)).map(Stamp::state) }
            }));
        }
        if matches!(which, Which::Closed | Which::All) {
            for year in self.years()? {
                listed.extend(self.stamped(&year, Filed::Closed)?);
            }
        }
        // The folders are each in order, but not one with another.
        listed.sort_by_key(|one| one.id);
        if which == Which::All {
            // As above: a record that was reopened meanwhile is found now, and has to be read.
            let known = |id: &DisputeId| listed.binary_search_by_key(id, |one| one.id).is_ok();
            let missed: Vec<DisputeId> = ids_in(&self.open())?.into_iter().filter(|id| !known(id)).collect();
            listed.extend(missed.into_iter().map(|id| Listed { id, filed: Filed::Open, state: None }));
            listed.sort_by_key(|one| one.id);
        }
        if matches!(which, Which::Closed | Which::All) {
            // As above: a purged record whose file was put back doesn't count.
            let removed: BTreeSet<DisputeId> = self.tombstones()?.into_iter().collect();
            listed.retain(|listed| !removed.contains(&listed.id));
        }
        listed.dedup_by(|other, first| {
            let same = other.id == first.id;
            if same {
                first.state = None;
            }
            same
        });
        Ok(listed)
    }

    /// The records of one folder with the state of their files.
    pub(super) fn stamped(&self, folder: &Path, filed: Filed) -> Result<Vec<Listed>, StoreError> {
        let files = entries(folder)?.collect::<io::Result<Vec<DirEntry>>>().at(folder)?;
        let year = folder.file_name().and_then(|name| name.to_str()?.parse().ok());
        let listed = parallel::map(&files, parallel::LOOKING, |file| {
            let id = id_of(Path::new(&file.file_name()))?;
            let in_place = filed == Filed::Open || year == Some(id.year());
            let found = file.metadata().ok().filter(|found| found.is_file() && in_place);
            Some(Listed { id, filed, state: found.and_then(|found| Stamp::of(&found)).map(Stamp::state) })
        });
        let mut listed: Vec<Listed> = listed.into_iter().flatten().collect();
        listed.sort_unstable_by_key(|one| one.id);
        Ok(listed)
    }
}
