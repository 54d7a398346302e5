//! Changes to the records of a folder: one writer at a time, each file put in place whole, each write noted in the
//! ledger.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::dir::FolderStore;
use super::highest::Highest;
use super::lock::Lock;
use super::pending::Arrival;
use super::settled::Settled;
use super::strays::StrayKind;
use super::{atomic, desk, file, index, ledger, lock, pending, tombstones};
use crate::domain::event::Entry;
use crate::domain::id::DisputeId;
use crate::store::chain::{Accepted, Chain};
use crate::store::error::{At, StoreError};
use crate::store::ids::following;
use crate::store::ledger::{Head, What};
use crate::store::record_file::{self, Composed};
use crate::store::records::{Draft, Filed, Revision, Stored, Which};
use crate::store::tombstone::Tombstone;

/// The line in place of the highest number where it isn't known.
#[cfg(unix)]
const UNKNOWN: &str = "-\n";

/// The right to write, and where each write is noted.
pub(super) struct Writing {
    lock: Lock,
    pub ledger: ledger::Open,
    pub highest: Option<Highest>,
    closed: Closed,
}

/// The folders of closed records as they were when the right to write was got.
struct Closed {
    all: Settled,
    /// Those that were known to hold ended ones only.
    noted: Settled,
}

impl FolderStore {
    /// The right to write, with whatever an earlier run left unfinished finished.
    pub(super) fn writing(&self) -> Result<Writing, StoreError> {
        if !lock::is_there(self.root()) {
            atomic::make_folder(self.root())?;
        }
        let lock = lock::take(self.root())?;
        let all = Settled::all(&self.folders)?;
        let closed = Closed { noted: Settled::noted(&self.folders, &all), all };
        let work = self.folders.work();
        atomic::make_work(&work)?;
        atomic::sweep(&work)?;
        desk::sweep(self.root())?;
        let mut ledger = ledger::open(self.root())?;
        if ledger.is_lost(self.root())? && self.has_sealed()? {
            ledger.note(What::Lost, None, None, None)?;
        }
        for id in pending::finish(&self.folders)? {
            if let Ok(stored) = self.read(id) {
                ledger.wrote(head_of(&stored));
            }
        }
        let highest = Highest::left_with(&lock, &self.folders);
        Ok(Writing { lock, ledger, highest, closed })
    }

    /// Whether there is a record that was noted in a ledger when it was written.
    fn has_sealed(&self) -> Result<bool, StoreError> {
        let sealed = |id| self.read(id).is_ok_and(|stored| Chain::of(&stored.record, &stored.seals).is_sealed());
        Ok(self.folders.ids(Which::All)?.into_iter().any(sealed))
    }

    /// The right to write a small file beside the records, which the ledger knows nothing of.
    pub(super) fn writing_beside(&self) -> Result<Lock, StoreError> {
        if !lock::is_there(self.root()) {
            atomic::make_folder(self.root())?;
        }
        let lock = lock::take(self.root())?;
        atomic::make_work(&self.folders.work())?;
        atomic::sweep(&self.folders.work())?;
        Ok(lock)
    }

    /// Leaves behind what is known of the numbers and of the closed records, for the next one: to be called with nothing
    /// more to write by whoever wrote these records, each in its place, and changed nothing else.
    #[cfg(unix)]
    pub(super) fn written(&self, writing: Writing, ids: &[DisputeId]) {
        let Writing { lock, highest, closed, .. } = writing;
        let highest = highest.map(|highest| ids.iter().fold(highest, |highest, id| highest.with(*id)));
        let highest = highest.and_then(|highest| highest.line(&self.folders));
        let settled = Settled::after(&self.folders, &closed.all, &closed.noted).unwrap_or_default();
        let left = format!("{}{}", highest.as_deref().unwrap_or(UNKNOWN), settled.line());
        let _only_time_is_lost = lock.leave_behind(left.as_bytes());
    }

    /// Elsewhere a folder's state doesn't tell enough.
    #[cfg(not(unix))]
    pub(super) fn written(&self, _writing: Writing, _ids: &[DisputeId]) {}

    /// Adds events to a record, with the lock held and the ledger still to be told.
    pub(super) fn put(
        &self,
        seen: &Stored,
        entries: &[Entry],
        accepts: Vec<Accepted>,
        then: Filed,
    ) -> Result<Composed, StoreError> {
        let id = seen.record.header.id;
        let now = self.fetch(id)?;
        if file::revision(&now.bytes) != seen.revision {
            return Err(StoreError::Changed { id });
        }
        let name = now.path.display().to_string();
        let composed = record_file::append(&name, &now.bytes, file::reading(seen), entries, accepts)
            .map_err(|refused| StoreError::not_appended(id, refused))?;
        let (place, work) = (self.folders.place(id, then), self.folders.work());
        if place == now.path {
            atomic::replace(&work, &place, &composed.bytes)?;
            return Ok(composed);
        }
        atomic::make_folder(place.parent().unwrap_or(&place))?;
        // INVARIANT: whatever happens in between, a dispute that is open is never among the closed ones only.
        match then {
            Filed::Open => {
                atomic::relocate(&now.path, &place).map_err(StoreError::of_a_first_step)?;
                atomic::replace(&work, &place, &composed.bytes)?;
            }
            Filed::Owing | Filed::Closed => {
                atomic::replace(&work, &now.path, &composed.bytes)?;
                atomic::relocate(&now.path, &place).map_err(|wrong| unplaced(vec![id], &place, wrong))?;
            }
        }
        Ok(composed)
    }

    /// The highest number of a year: as it is known, or else by listing its records.
    pub(super) fn highest(&self, year: u16, known: Option<Highest>) -> Result<Highest, StoreError> {
        match known.filter(|known| known.year == year) {
            Some(known) => Ok(known),
            // What was given out stays given out, whatever became of the record.
            None => {
                let given_out = Highest::given_out(self.root()).filter(|given_out| given_out.year == year);
                let given_out = given_out.map_or(0, |given_out| given_out.number);
                let number = self.folders.highest(year)?.max(ledger::highest(self.root(), year)?).max(given_out);
                Ok(Highest { year, number })
            }
        }
    }

    /// The ids behind the highest one under which nothing stands and nothing was removed.
    pub(super) fn ids_after(&self, highest: Highest, count: usize) -> Result<Vec<DisputeId>, StoreError> {
        let Highest { year, number } = highest;
        following(year, number, count, |id| Ok(self.folders.was_removed(id)? || !self.folders.found(id)?.is_empty()))
    }

    /// Puts new records in place. `before` is the id that was given out last.
    pub(super) fn place_new(&self, arrivals: &[Arrival], before: DisputeId) -> Result<(), StoreError> {
        let places: Vec<PathBuf> = arrivals.iter().map(|new| self.folders.place(new.id, new.filed)).collect();
        for (place, new) in places.iter().zip(arrivals) {
            // A folder that a record lies in was made for good; that is quicker to see than that anything lies in it.
            if !self.folders.place(before, new.filed).is_file() {
                atomic::make_folder(place.parent().unwrap_or(place))?;
            }
        }
        match (arrivals, &places[..]) {
            ([only], [place]) => atomic::create_new(&self.folders.work(), place, &only.composed.bytes),
            ([], _) => Ok(()),
            _ => {
                let ids = || arrivals.iter().map(|new| new.id).collect();
                match pending::commit(&self.folders, arrivals) {
                    Err(wrong @ StoreError::Unsynced { .. }) => return Err(unplaced(ids(), self.root(), wrong)),
                    outcome => outcome?,
                }
                let settled = pending::finish(&self.folders);
                settled.map(drop).map_err(|wrong| unplaced(ids(), self.root(), wrong))
            }
        }
    }

    /// Takes a record away, and puts its tombstone there first.
    pub(super) fn take_away(&self, tombstone: &Tombstone, seen: Revision) -> Result<(), StoreError> {
        let id = tombstone.id;
        let mut writing = self.writing()?;
        let now = self.fetch(id)?;
        if file::revision(&now.bytes) != seen {
            return Err(StoreError::Changed { id });
        }
        let copies = self.folders.copies_of(id)?;
        if !copies.is_empty() {
            return Err(StoreError::CopyLeft { id, paths: copies });
        }
        let strays = self.folders.strays()?;
        // What is remembered of a record must not outlive it, and nobody may be about to remember it.
        let _nobody_remembers = lock::take_index(self.root())?;
        tombstones::write(&self.folders, tombstone)?;
        index::forget(self.root())?;
        fs::remove_file(&now.path).at(&now.path)?;
        self.folders.note_owing(id, false)?;
        for stray in strays.into_iter().filter(|stray| stray.kind == StrayKind::Unfinished) {
            atomic::remove(&stray.path)?;
        }
        let more = json!({"at": tombstone.purged_at.to_string(), "by": tombstone.by, "reason": tombstone.reason});
        // The tombstone says it as well.
        let _behind = writing.ledger.note(What::Purged, Some(id), None, Some(&more));
        self.written(writing, &[id]);
        atomic::sync_in_place(&now.path)
    }
}

/// What the ledger says of a record.
pub(super) fn head_of(stored: &Stored) -> Head {
    let chain = Chain::of(&stored.record, &stored.seals);
    Head { id: stored.record.header.id, events: chain.events(), head: chain.head() }
}

/// Composes the files of new records.
pub(super) fn compose(drafts: Vec<Draft>) -> Result<Vec<Arrival>, StoreError> {
    let compose = |draft: Draft| {
        let id = draft.record.header.id;
        let composed = record_file::compose(&format!("{id}.yaml"), &draft.record)
            .map_err(|wrong| StoreError::Unfaithful { id, reason: wrong.0 })?;
        Ok(Arrival { id, filed: draft.filed, composed })
    };
    drafts.into_iter().map(compose).collect()
}

/// The records are safe, only not yet where they belong.
fn unplaced(ids: Vec<DisputeId>, at: &Path, wrong: StoreError) -> StoreError {
    match wrong {
        StoreError::Io { path, source } | StoreError::Unsynced { path, source } => {
            StoreError::Unplaced { ids, path, source }
        }
        other => StoreError::Unplaced { ids, path: at.to_path_buf(), source: io::Error::other(other) },
    }
}
