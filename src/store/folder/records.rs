//! Implements `Store` for a folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use super::dir::FolderStore;
use super::folders::has_records;
use super::highest::Highest;
use super::index::Index;
use super::pending::Arrival;
use super::unplaced::Astray;
use super::write::compose;
use super::{atomic, desk, ledger, settled};
use crate::domain::event::Entry;
use crate::domain::id::{DisputeId, IdQuery};
use crate::domain::time::Instant;
use crate::store::contract::{Drafting, Evidence, Store, drafted};
use crate::store::error::{At, StoreError};
use crate::store::ids::pick;
use crate::store::ledger::Head;
use crate::store::memo::Memo;
use crate::store::records::{Filed, Listed, MaybeOpen, Revision, Stored, Which};
use crate::store::small_files::{Keeping, SmallFiles};
use crate::store::sum::Sum;
use crate::store::unplaced::{LOST_WITH_LEDGER, MayBe, Misplaced, Unplaced};

impl Store for FolderStore {
    fn describe(&self) -> String {
        self.root().display().to_string()
    }

    fn is_there(&self) -> bool {
        self.folders.are_there()
    }

    fn enclosing_store(&self) -> Option<String> {
        self.folders.enclosing_store()
    }

    fn lost_settings(&self) -> Result<Vec<Unplaced>, StoreError> {
        let astray = self.folders.beside_astray()?;
        Ok(astray.into_iter().map(|(path, misplaced)| self.misplaced(&path, misplaced)).collect())
    }

    fn unrecorded(&self) -> Vec<String> {
        desk::typed(self.root()).into_iter().map(|path| path.display().to_string()).collect()
    }

    fn last_written(&self) -> Option<Instant> {
        let changed = fs::metadata(ledger::path(self.root())).and_then(|found| found.modified());
        changed.ok().map(|at| chrono::DateTime::<chrono::Utc>::from(at).fixed_offset())
    }

    fn ids(&self, which: Which) -> Result<Vec<DisputeId>, StoreError> {
        Ok(self.folders.ids(which)?.into_iter().collect())
    }

    fn load(&self, id: DisputeId) -> Result<Stored, StoreError> {
        self.read(id)
    }

    fn next_ids(&self, year: u16, count: usize) -> Result<Vec<DisputeId>, StoreError> {
        self.ids_after(self.highest(year, Highest::left_in(&self.folders))?, count)
    }

    fn create(&self, year: u16, count: usize, draft: &mut Drafting<'_>) -> Result<Vec<DisputeId>, StoreError> {
        self.create_all(year, count, draft).map_err(StoreError::of_a_change)
    }

    fn append(&self, seen: &Stored, entries: &[Entry], then: Filed) -> Result<(), StoreError> {
        self.add(seen, entries, then).map_err(StoreError::of_a_change)
    }

    fn reserve(&self) -> Result<(), StoreError> {
        let lock = self.locked()?;
        *self.reserved.lock().unwrap_or_else(PoisonError::into_inner) = Some(lock);
        Ok(())
    }

    fn listing(&self, which: Which) -> Result<Vec<Listed>, StoreError> {
        self.folders.listing(which)
    }

    fn unplaced(&self, which: Which) -> Result<Vec<Unplaced>, StoreError> {
        let open = (which != Which::Closed).then(|| self.folders.open());
        let closed = match which {
            Which::Open => Vec::new(),
            // This runs each morning: listing the folders of all years would take longer than everything else.
            Which::Waiting => settled::unsure_years(&self.folders)?,
            Which::Closed | Which::All => self.folders.years()?,
        };
        let Astray { folders, records } = self.folders.astray()?;
        let folders = folders.into_iter().map(|path| (path, Misplaced::FolderOfRecords));
        let records = records.into_iter().map(|(id, path)| (path, Misplaced::OutOfPlace(id)));
        let mut misplaced: Vec<(PathBuf, Misplaced)> = folders.chain(records).collect();
        misplaced.extend(self.folders.beside_astray()?);
        for folder in open.into_iter().chain(closed) {
            misplaced.extend(self.folders.unplaced_in(&folder)?);
        }
        let misplaced = misplaced.into_iter().map(|(path, misplaced)| self.misplaced(&path, misplaced));
        let mut unplaced: Vec<Unplaced> = misplaced.collect();
        unplaced.extend(self.lost_with_their_folder()?);
        if matches!(which, Which::Closed | Which::All) {
            let removed = |(id, path): (DisputeId, PathBuf)| Unplaced {
                name: path.display().to_string(),
                may_be: MayBe::Removed(id),
                hint: "`iro doctor --repair` takes it away, if it is the record that was removed".to_string(),
            };
            unplaced.extend(self.folders.put_back()?.into_iter().map(removed));
        }
        unplaced.sort();
        Ok(unplaced)
    }

    fn memo(&self, basis: &Sum, now: Instant) -> Option<Box<dyn Memo>> {
        Some(Box::new(Index::of(self.root(), basis, now)))
    }

    fn kept_name(&self, name: &str) -> String {
        self.root().join(name).display().to_string()
    }

    fn unsure(&self) -> Result<MaybeOpen, StoreError> {
        settled::unsure(&self.folders)
    }

    fn note_all_ended(&self, unsure: &MaybeOpen, but: &[DisputeId]) {
        let _only_time_is_lost = settled::note_all_ended(&self.folders, unsure, but);
    }

    fn is_twice(&self, open: DisputeId) -> bool {
        self.folders.is_twice(open)
    }

    /// A full id is looked up without listing all records.
    fn find(&self, query: IdQuery) -> Result<DisputeId, StoreError> {
        match query {
            IdQuery::Full(id) if !self.folders.found(id)?.is_empty() => Ok(id),
            IdQuery::Full(id) => Err(self.missing(id)),
            IdQuery::Number(number) => match pick(query, &self.ids(Which::All)?) {
                Err(StoreError::NotFound { asked, near }) => Err(match self.lost(number)?[..] {
                    [id] => self.missing(id),
                    _ => StoreError::NotFound { asked, near },
                }),
                found => found,
            },
        }
    }
}

impl FolderStore {
    fn create_all(&self, year: u16, count: usize, draft: &mut Drafting<'_>) -> Result<Vec<DisputeId>, StoreError> {
        let mut writing = self.writing()?;
        let highest = self.highest(year, writing.highest)?;
        let ids = self.ids_after(highest, count)?;
        let arrivals = compose(drafted(&ids, draft)?)?;
        // As in `add`: one that comes in ended, such as from an old log, may owe something.
        for arrival in arrivals.iter().filter(|arrival| arrival.filed == Filed::Owing) {
            self.folders.note_owing(arrival.id, true)?;
        }
        self.place_new(&arrivals, DisputeId::new(year, highest.number))?;
        for Arrival { id, composed, .. } in &arrivals {
            writing.ledger.wrote(Head::new(*id, composed.end));
        }
        writing.highest = Some(highest);
        self.written(writing, &ids);
        Ok(ids)
    }

    fn add(&self, seen: &Stored, entries: &[Entry], then: Filed) -> Result<(), StoreError> {
        let id = seen.record.header.id;
        let mut writing = self.writing()?;
        let events = seen.record.entries.len() as u32;
        if let Some(known) = writing.ledger.events_of(id)?.filter(|known| *known > events)
            && Revision::of(&self.fetch(id)?.bytes) == seen.revision
        {
            return Err(StoreError::RolledBack { id, events, known });
        }
        // INVARIANT: a record that owes something is noted before it is filed as closed, and the note is deleted only
        // after it owes nothing.
        if then == Filed::Owing {
            self.folders.note_owing(id, true)?;
        }
        let composed = self.put(seen, entries, Vec::new(), then)?;
        if then != Filed::Owing {
            // A note that stays by mistake only makes a record be read once more.
            let _looked_at_in_vain = self.folders.note_owing(id, false);
        }
        writing.ledger.wrote(Head::new(id, composed.end));
        self.written(writing, &[id]);
        Ok(())
    }

    fn misplaced(&self, path: &Path, misplaced: Misplaced) -> Unplaced {
        let hint = self.advice(path, misplaced);
        Unplaced { name: path.display().to_string(), may_be: MayBe::Misplaced(misplaced), hint }
    }

    /// The records that the ledger has and the store doesn't, if the folder `open` is missing or has no record. Otherwise
    /// none: reading the ledger each morning is worth it only where there is little else to read.
    fn lost_with_their_folder(&self) -> Result<Vec<Unplaced>, StoreError> {
        let mut lost = Vec::new();
        if !has_records(&self.folders.open())? {
            let mut say = |id, may_be, hint: &str| {
                let name = self.folders.place(id, Filed::Open).display().to_string();
                lost.push(Unplaced { name, may_be, hint: hint.to_string() });
            };
            let ledger = ledger::read(self.root())?;
            for id in ledger.known.into_keys() {
                if self.folders.is_nowhere(id)? {
                    let hint = "look for its folder, or take it from a backup; `iro check` says what else is gone";
                    say(id, MayBe::Lost(id), hint);
                }
            }
            if let Some(id) = self.last_lost()?.filter(|_| !ledger.there) {
                say(id, MayBe::LostWithLedger(id), LOST_WITH_LEDGER);
            }
        }
        Ok(lost)
    }

    /// The ids with this number that something is known of, although no record is in its place.
    fn lost(&self, number: u32) -> Result<Vec<DisputeId>, StoreError> {
        let mut ids = self.folders.tombstones()?;
        ids.extend(ledger::read(self.root())?.known.into_keys());
        ids.extend(self.unplaced(Which::All)?.iter().filter_map(|unplaced| match unplaced.may_be {
            MayBe::Misplaced(Misplaced::CopyOf(id) | Misplaced::OutOfPlace(id))
            | MayBe::Lost(id)
            | MayBe::LostWithLedger(id)
            | MayBe::Removed(id) => Some(id),
            MayBe::Misplaced(Misplaced::Record | Misplaced::FolderOfRecords | Misplaced::CopyBeside(_)) => None,
        }));
        ids.retain(|id| id.number() == number);
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    }
}

impl SmallFiles for FolderStore {
    fn kept(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.root().join(name);
        match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            bytes => bytes.map(Some).at(&path),
        }
    }

    fn keep(&self, name: &str, change: &mut Keeping<'_>) -> Result<(), StoreError> {
        let path = self.root().join(name);
        let _alone = self.writing_beside().map_err(StoreError::of_a_change)?;
        let Some(bytes) = change(self.kept(name)?) else { return Ok(()) };
        atomic::make_inner_folder(atomic::folder_of(&path)).map_err(StoreError::of_a_change)?;
        atomic::replace(&self.folders.work(), &path, &bytes).map_err(StoreError::of_a_change)
    }

    fn kept_in(&self, folder: &str) -> Result<Vec<String>, StoreError> {
        self.folders.files_in(folder)
    }
}
