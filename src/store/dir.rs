//! The store in a data directory: one YAML file a record, for a person to read, copy and mend.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::error::{At, StoreError};
use super::folders::{Folders, Stray, Where};
use super::highest::Highest;
use super::ledger::{self, Head};
use super::purge::Tombstone;
use super::record_file::{Accepted, Chain, Composed, Unreadable};
use super::{
    Arrival, Drafting, Listed, Revision, Shelf, Store, Stored, Which, arrivals, atomic, following, lock, near, pending,
    pick, record_file, yaml,
};
use crate::domain::event::Entry;
use crate::domain::fault::{Fault, Severity};
use crate::domain::id::{DisputeId, IdQuery};

#[cfg(test)]
mod tests;

/// How often to look again for a file that others may be moving.
const LOOKS: usize = 3;

#[derive(Debug, Clone)]
pub struct DirStore {
    folders: Folders,
}

impl DirStore {
    /// The store in this directory. Nothing is created before the first write.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        DirStore { folders: Folders::new(root.into()) }
    }

    /// What lies in the folders of the records and isn't one: leftovers, copies, files of other programs.
    ///
    /// # Errors
    /// A folder can't be read.
    pub fn strays(&self) -> Result<Vec<Stray>, StoreError> {
        self.folders.strays()
    }

    /// Folders and files of the store that others than the owner can get at, with their modes.
    pub(super) fn exposed(&self) -> Result<Vec<(PathBuf, u32)>, StoreError> {
        self.folders.exposed()
    }

    /// Every place where something stands under the name of this record.
    pub(super) fn places(&self, id: DisputeId) -> Result<Vec<Where>, StoreError> {
        // It may be moving from one shelf to the other just now.
        for _ in 1..LOOKS {
            let places = self.folders.places(id)?;
            if places.len() == 1 {
                return Ok(places);
            }
        }
        self.folders.places(id)
    }

    /// What stands in one place, whatever else there is.
    pub(super) fn examine(&self, at: &Where) -> Result<record_file::Reading, Unreadable> {
        match read_file(&at.path) {
            Ok(bytes) => record_file::read(&at.path.display().to_string(), &bytes),
            Err(StoreError::Damaged { faults }) => Err(Unreadable::Damaged(faults)),
            Err(wrong) => {
                let message = format!("it can't be read: {wrong}");
                Err(Unreadable::Damaged(vec![at.fault("unreadable", Severity::Error, message, None)]))
            }
        }
    }

    /// The right to write, with whatever an earlier run left unfinished finished.
    pub(super) fn writing(&self) -> Result<Writing, StoreError> {
        if !lock::is_there(self.folders.root()) {
            atomic::make_folder(self.folders.root())?;
        }
        let lock = lock::take(self.folders.root())?;
        let mut ledger = ledger::open(self.folders.root())?;
        for id in pending::finish(&self.folders)? {
            if let Some(state) = self.state(id) {
                ledger.wrote(state);
            }
        }
        let highest = Highest::left_with(&lock, &self.folders);
        Ok(Writing { lock, ledger, highest })
    }

    /// Leaves behind what is known of the numbers, for the next one: to be called by whoever wrote these records, each in
    /// its place, and changed nothing else.
    pub(super) fn written(&self, writing: Writing, ids: &[DisputeId]) {
        if let Some(highest) = writing.highest {
            ids.iter().fold(highest, |highest, id| highest.with(*id)).leave(&writing.lock, &self.folders);
        }
    }

    /// What the ledger would say of a record.
    fn state(&self, id: DisputeId) -> Option<Head> {
        let fetched = self.fetch(id).ok()?;
        let reading = record_file::read(&fetched.path.display().to_string(), &fetched.bytes).ok()?;
        let chain = Chain::of(&reading.record, &reading.seals);
        Some(Head { id, events: chain.events(), head: chain.head() })
    }

    /// Where a record belongs.
    pub(super) fn place(&self, id: DisputeId, shelf: Shelf) -> PathBuf {
        self.folders.place(id, shelf)
    }

    pub(super) fn tombstone_place(&self, id: DisputeId) -> PathBuf {
        self.folders.tombstone(id)
    }

    /// The ids of the records that were removed.
    pub(super) fn tombstones(&self) -> Result<Vec<DisputeId>, StoreError> {
        self.folders.tombstones()
    }

    /// The ids of records that a stopped command wrote down and did not put in place; the next one that writes does.
    pub(super) fn waiting(&self) -> Result<Vec<DisputeId>, StoreError> {
        pending::waiting(&self.folders)
    }

    pub(super) fn root(&self) -> &Path {
        self.folders.root()
    }

    /// A record's file, its content and its shelf.
    pub(super) fn current(&self, id: DisputeId) -> Result<(PathBuf, Vec<u8>, Shelf), StoreError> {
        self.fetch(id).map(|fetched| (fetched.path, fetched.bytes, fetched.shelf))
    }

    /// Adds events to a record, with the lock held and the ledger still to be told.
    pub(super) fn put(
        &self,
        seen: &Stored,
        entries: &[Entry],
        accepts: Vec<Accepted>,
        then: Shelf,
    ) -> Result<Composed, StoreError> {
        let id = seen.record.header.id;
        let now = self.fetch(id)?;
        if Revision::of(&now.bytes) != seen.revision {
            return Err(StoreError::Changed { id });
        }
        let name = now.path.display().to_string();
        let composed = record_file::append(&name, &now.bytes, seen.reading(), entries, accepts)
            .map_err(|refused| StoreError::not_appended(id, refused))?;
        let place = self.folders.place(id, then);
        if place == now.path {
            atomic::replace(&place, &composed.bytes)?;
            return Ok(composed);
        }
        atomic::make_folder(place.parent().unwrap_or(&place))?;
        // INVARIANT: whatever happens in between, a dispute that is open is never among the closed ones only.
        match then {
            Shelf::Open => {
                atomic::relocate(&now.path, &place).at(&place)?;
                atomic::replace(&place, &composed.bytes)?;
            }
            Shelf::Closed => {
                atomic::replace(&now.path, &composed.bytes)?;
                atomic::relocate(&now.path, &place).map_err(|source| StoreError::Unplaced {
                    ids: vec![id],
                    path: place,
                    source,
                })?;
            }
        }
        Ok(composed)
    }

    /// A record's file and its content.
    fn fetch(&self, id: DisputeId) -> Result<Fetched, StoreError> {
        let mut looks = 1..LOOKS;
        loop {
            let last = looks.next().is_none();
            match &self.folders.found(id)?[..] {
                [(path, shelf)] => match read_file(path) {
                    Err(error) if error.is_missing_file() && !last => {}
                    bytes => {
                        return Ok(Fetched { path: path.clone(), shelf: *shelf, bytes: bytes? });
                    }
                },
                [] if last => return Err(self.missing(id)),
                [(first, _), others @ ..] if last => return Err(twice(first, others)),
                _ => {}
            }
        }
    }

    fn missing(&self, id: DisputeId) -> StoreError {
        if let Ok(Some(tombstone)) = self.tombstone(id) {
            return StoreError::Purged(Box::new(tombstone));
        }
        match self.ids(Which::All) {
            Ok(ids) => StoreError::NotFound { asked: id.to_string(), near: near(id, &ids) },
            Err(error) => error,
        }
    }

    /// The highest number of a year: as it is known, or else by listing its records.
    fn highest(&self, year: u16, known: Option<Highest>) -> Result<Highest, StoreError> {
        match known.filter(|known| known.year == year) {
            Some(known) => Ok(known),
            None => Ok(Highest { year, number: self.folders.highest(year)? }),
        }
    }

    /// The ids behind the highest one under which nothing stands and nothing was removed.
    fn ids_after(&self, highest: Highest, count: usize) -> Result<Vec<DisputeId>, StoreError> {
        let Highest { year, number } = highest;
        following(year, number, count, |id| Ok(self.folders.was_removed(id)? || !self.folders.found(id)?.is_empty()))
    }

    /// Puts new records in place. `before` is the id that was given out last.
    fn place_new(&self, arrivals: &[Arrival], before: DisputeId) -> Result<(), StoreError> {
        let places: Vec<PathBuf> = arrivals.iter().map(|new| self.folders.place(new.id, new.shelf)).collect();
        for (place, new) in places.iter().zip(arrivals) {
            // A folder that a record lies in was made for good; that is quicker to see than that anything lies in it.
            if !self.folders.place(before, new.shelf).is_file() {
                atomic::make_folder(place.parent().unwrap_or(place))?;
            }
        }
        match (arrivals, &places[..]) {
            ([only], [place]) => atomic::create_new(place, &only.composed.bytes),
            ([], _) => Ok(()),
            _ => {
                pending::commit(&self.folders, arrivals)?;
                let settled = pending::finish(&self.folders);
                settled.map(drop).map_err(|error| unplaced(arrivals, self.folders.root(), error))
            }
        }
    }
}

impl Store for DirStore {
    fn ids(&self, which: Which) -> Result<Vec<DisputeId>, StoreError> {
        Ok(self.folders.ids(which)?.into_iter().collect())
    }

    fn load(&self, id: DisputeId) -> Result<Stored, StoreError> {
        let fetched = self.fetch(id)?;
        let reading = record_file::read(&fetched.path.display().to_string(), &fetched.bytes)
            .map_err(|wrong| StoreError::unreadable(id, wrong))?;
        Ok(Stored::of(&fetched.bytes, reading, fetched.shelf))
    }

    fn next_ids(&self, year: u16, count: usize) -> Result<Vec<DisputeId>, StoreError> {
        self.ids_after(self.highest(year, Highest::left_in(&self.folders))?, count)
    }

    fn create(&self, year: u16, count: usize, draft: &mut Drafting<'_>) -> Result<Vec<DisputeId>, StoreError> {
        let mut writing = self.writing()?;
        let highest = self.highest(year, writing.highest)?;
        let ids = self.ids_after(highest, count)?;
        let arrivals = arrivals(&ids, draft)?;
        self.place_new(&arrivals, DisputeId::new(year, highest.number))?;
        for Arrival { id, composed, .. } in &arrivals {
            writing.ledger.wrote(Head { id: *id, events: composed.events, head: composed.head });
        }
        writing.highest = Some(highest);
        self.written(writing, &ids);
        Ok(ids)
    }

    fn append(&self, seen: &Stored, entries: &[Entry], then: Shelf) -> Result<(), StoreError> {
        let id = seen.record.header.id;
        let mut writing = self.writing()?;
        let composed = self.put(seen, entries, Vec::new(), then)?;
        writing.ledger.wrote(Head { id, events: composed.events, head: composed.head });
        self.written(writing, &[id]);
        Ok(())
    }

    fn removed(&self) -> Result<Vec<Tombstone>, StoreError> {
        self.all_tombstones()
    }

    fn is_twice(&self, open: DisputeId) -> bool {
        self.folders.is_twice(open)
    }

    fn listing(&self, which: Which) -> Result<Vec<Listed>, StoreError> {
        self.folders.listing(which)
    }

    /// An id in full is looked up without listing all the others.
    fn find(&self, query: IdQuery) -> Result<DisputeId, StoreError> {
        match query {
            IdQuery::Full(id) if !self.folders.found(id)?.is_empty() => Ok(id),
            IdQuery::Full(id) => Err(self.missing(id)),
            IdQuery::Number(_) => pick(query, &self.ids(Which::All)?),
        }
    }
}

/// The right to write, and where each write is noted.
pub(super) struct Writing {
    lock: lock::Lock,
    pub(super) ledger: ledger::Open,
    highest: Option<Highest>,
}

struct Fetched {
    path: PathBuf,
    shelf: Shelf,
    bytes: Vec<u8>,
}

/// Reads a file and nothing else: a pipe would never end, a link may lead anywhere.
pub(super) fn read_file(path: &Path) -> Result<Vec<u8>, StoreError> {
    let found = fs::symlink_metadata(path).at(path)?;
    let what = found.file_type();
    if !what.is_file() {
        let what = match (what.is_dir(), what.is_symlink()) {
            (true, _) => "a folder",
            (_, true) => "a link",
            _ => "a special file",
        };
        return Err(damaged(path, "not-a-file", format!("{what} where a record should be")));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(found.len().min(yaml::LARGEST)).unwrap_or(0));
    let file = File::open(path).at(path)?;
    // One byte more than may be, so that the reader sees it is too large.
    file.take(yaml::LARGEST + 1).read_to_end(&mut bytes).at(path)?;
    Ok(bytes)
}

fn damaged(path: &Path, rule: &str, message: String) -> StoreError {
    StoreError::Damaged {
        faults: vec![Fault {
            file: path.display().to_string(),
            line: 0,
            column: 0,
            severity: Severity::Error,
            rule: rule.to_string(),
            message,
            hint: None,
        }],
    }
}

fn twice(first: &Path, others: &[(PathBuf, Shelf)]) -> StoreError {
    let others: Vec<String> = others.iter().map(|(path, _)| format!("`{}`", path.display())).collect();
    damaged(first, "twice", format!("the same record is also at {}", others.join(", ")))
}

/// The records are safe, only not yet where they belong.
fn unplaced(arrivals: &[Arrival], root: &Path, error: StoreError) -> StoreError {
    let ids = arrivals.iter().map(|new| new.id).collect();
    match error {
        StoreError::Io { path, source } => StoreError::Unplaced { ids, path, source },
        other => StoreError::Unplaced { ids, path: root.to_path_buf(), source: io::Error::other(other) },
    }
}
