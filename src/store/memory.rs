//! A store without a disk, for tests. It keeps records as the same text that a data directory would.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

use super::error::StoreError;
use super::record_file;
use super::{Drafting, Revision, Shelf, Store, Stored, Which, arrivals, following};
use crate::domain::event::Entry;
use crate::domain::id::{DisputeId, IdQuery};

#[derive(Debug, Default)]
pub struct MemoryStore {
    files: Mutex<BTreeMap<DisputeId, (Shelf, Vec<u8>)>>,
}

impl MemoryStore {
    fn files(&self) -> MutexGuard<'_, BTreeMap<DisputeId, (Shelf, Vec<u8>)>> {
        self.files.lock().unwrap()
    }

    fn file(&self, id: DisputeId) -> Result<(Shelf, Vec<u8>), StoreError> {
        self.find(IdQuery::Full(id))?;
        Ok(self.files()[&id].clone())
    }
}

impl Store for MemoryStore {
    fn ids(&self, which: Which) -> Result<Vec<DisputeId>, StoreError> {
        let wanted = |shelf: Shelf| match which {
            Which::All => true,
            Which::Open => shelf == Shelf::Open,
            Which::Closed => shelf == Shelf::Closed,
        };
        let files = self.files();
        Ok(files.iter().filter(|(_, file)| wanted(file.0)).map(|(id, _)| *id).collect())
    }

    fn load(&self, id: DisputeId) -> Result<Stored, StoreError> {
        let (shelf, bytes) = self.file(id)?;
        let reading =
            record_file::read(&format!("{id}.yaml"), &bytes).map_err(|wrong| StoreError::unreadable(id, wrong))?;
        Ok(Stored::of(&bytes, reading, shelf))
    }

    fn next_ids(&self, year: u16, count: usize) -> Result<Vec<DisputeId>, StoreError> {
        let ids = self.ids(Which::All)?;
        let own = ids.into_iter().filter(|id| id.year() == year);
        following(year, own.map(DisputeId::number).max().unwrap_or(0), count, |_| Ok(false))
    }

    fn create(&self, year: u16, count: usize, draft: &mut Drafting<'_>) -> Result<Vec<DisputeId>, StoreError> {
        let ids = self.next_ids(year, count)?;
        let arrivals = arrivals(&ids, draft)?;
        self.files().extend(arrivals.into_iter().map(|new| (new.id, (new.shelf, new.composed.bytes))));
        Ok(ids)
    }

    fn append(&self, seen: &Stored, entries: &[Entry], then: Shelf) -> Result<(), StoreError> {
        let id = seen.record.header.id;
        let (_, bytes) = self.file(id)?;
        if Revision::of(&bytes) != seen.revision {
            return Err(StoreError::Changed { id });
        }
        let bytes = record_file::append(&format!("{id}.yaml"), &bytes, seen.reading(), entries, Vec::new())
            .map_err(|refused| StoreError::not_appended(id, refused))?
            .bytes;
        self.files().insert(id, (then, bytes));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::MemoryStore;

    crate::store::suite::contract!((MemoryStore::default(), ()));
}
