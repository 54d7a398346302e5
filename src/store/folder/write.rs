//! Writes the records of a folder: one writer at a time, each file put in place as a whole, each write noted in the
//! ledger.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use super::dir::FolderStore;
use super::highest::Highest;
use super::lock::Lock;
use super::pending::Arrival;
use super::settled::Settled;
use super::strays::StrayKind;
use super::{atomic, desk, file, index, ledger, lock, pending, tombstones};
use crate::domain::event::Entry;
use crate::domain::id::DisputeId;
use crate::store::chain::Accepted;
use crate::store::compare_with_ledger::head_of;
use crate::store::contract::Evidence;
use crate::store::error::{At, StoreError};
use crate::store::ids::following;
use crate::store::ledger::{LineKind, why_purged};
use crate::store::record_file::{self, Composed};
use crate::store::records::{Draft, Filed, Revision, Stored, Which};
use crate::store::tombstone::Tombstone;

/// The first line of the note in the lock file if the highest number isn't known.
#[cfg(unix)]
const UNKNOWN: &str = "-\n";

/// The locked store, with the ledger that each write is noted in.
pub(super) struct Writing {
    lock: Lock,
    pub ledger: ledger::Open,
    pub highest: Option<Highest>,
    closed: Closed,
}

/// The folders of closed records as they were when the lock was taken.
struct Closed {
    all: Settled,
    /// Those that were noted to contain only ended records.
    noted: Settled,
}

impl FolderStore {
    /// Locks the store for writing, and finishes whatever an interrupted command left unfinished.
    pub(super) fn writing(&self) -> Result<Writing, StoreError> {
        if !lock::is_there(self.root()) {
            atomic::make_folder(self.root())?;
        }
        let lock = self.locked()?;
        let all = Settled::all(&self.folders)?;
        let closed = Closed { noted: Settled::noted(&self.folders, &all), all };
        let work = self.folders.work();
        atomic::make_work(&work)?;
        atomic::sweep(&work)?;
        desk::sweep(self.root())?;
        let mut ledger = ledger::open(self.root())?;
        if ledger.is_lost(self.root())? && self.had_ledger()? {
            ledger.note(LineKind::Lost, None, None, None)?;
            self.ledger_begun.store(true, Ordering::Relaxed);
        }
        for id in pending::finish(&self.folders)? {
            if let Ok(stored) = self.read(id) {
                ledger.wrote(head_of(&stored));
            }
        }
        let highest = Highest::left_with(&lock, &self.folders);
        Ok(Writing { lock, ledger, highest, closed })
    }

    /// The lock: the one that was reserved, or else as soon as nobody else has it.
    pub(super) fn locked(&self) -> Result<Lock, StoreError> {
        let reserved = self.reserved.lock().unwrap_or_else(PoisonError::into_inner).take();
        reserved.map_or_else(|| lock::take(self.root()), Ok)
    }

    /// Whether records were noted in a ledger: one that is there has a seal, or the last one is gone.
    fn had_ledger(&self) -> Result<bool, StoreError> {
        if self.last_lost()?.is_some() {
            return Ok(true);
        }
        let sealed = |id| self.read(id).is_ok_and(|stored| stored.is_sealed());
        Ok(self.folders.ids(Which::All)?.into_iter().any(sealed))
    }

    /// Locks the store to write a small file, which isn't noted in the ledger.
    pub(super) fn writing_beside(&self) -> Result<Lock, StoreError> {
        if !lock::is_there(self.root()) {
            atomic::make_folder(self.root())?;
        }
        let lock = self.locked()?;
        atomic::make_work(&self.folders.work())?;
        atomic::sweep(&self.folders.work())?;
        Ok(lock)
    }

    /// Leaves a note for the next writer: the highest number, and which folders of closed records contain only ended
    /// ones. To be called after the last write, if these records in their places are all that was changed.
    #[cfg(unix)]
    pub(super) fn written(&self, writing: Writing, ids: &[DisputeId]) {
        let Writing { lock, highest, closed, .. } = writing;
        let highest = highest.map(|highest| ids.iter().fold(highest, |highest, id| highest.with(*id)));
        let highest = highest.and_then(|highest| highest.line(&self.folders));
        let settled = Settled::after(&self.folders, &closed.all, &closed.noted).unwrap_or_default();
        let left = format!("{}{}", highest.as_deref().unwrap_or(UNKNOWN), settled.line());
        let _only_time_is_lost = lock.leave_behind(left.as_bytes());
    }

    /// On other systems the state of a folder doesn't show every change.
    #[cfg(not(unix))]
    pub(super) fn written(&self, _writing: Writing, _ids: &[DisputeId]) {}

    /// Writes new events of a record. The caller must hold the lock, and adds the line to the ledger afterwards.
    pub(super) fn put(
        &self,
        seen: &Stored,
        entries: &[Entry],
        accepts: Vec<Accepted>,
        then: Filed,
    ) -> Result<Composed, StoreError> {
        let id = seen.record.header.id;
        let now = self.fetch(id)?;
        if Revision::of(&now.bytes) != seen.revision {
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
        atomic::make_inner_folder(place.parent().unwrap_or(&place))?;
        // INVARIANT: if this is interrupted, an open dispute is never only in the folders of closed records.
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

    /// The highest number of a year: the known one, or else found by listing records and ledger.
    pub(super) fn highest(&self, year: u16, known: Option<Highest>) -> Result<Highest, StoreError> {
        match known.filter(|known| known.year == year) {
            Some(known) => Ok(known),
            // A number that was given out is not given out again, whatever became of the record.
            None => {
                let given_out = Highest::given_out(self.root()).filter(|given_out| given_out.year == year);
                let given_out = given_out.map_or(0, |given_out| given_out.number);
                let number = self.folders.highest(year)?.max(ledger::highest(self.root(), year)?).max(given_out);
                Ok(Highest { year, number })
            }
        }
    }

    /// The ids after the highest number that no file has and no purged record had.
    pub(super) fn ids_after(&self, highest: Highest, count: usize) -> Result<Vec<DisputeId>, StoreError> {
        let Highest { year, number } = highest;
        following(year, number, count, |id| Ok(self.folders.was_removed(id)? || !self.folders.found(id)?.is_empty()))
    }

    /// Puts new records in place. `before` is the last id that was given out before them.
    pub(super) fn place_new(&self, arrivals: &[Arrival], before: DisputeId) -> Result<(), StoreError> {
        let places: Vec<PathBuf> = arrivals.iter().map(|new| self.folders.place(new.id, new.filed)).collect();
        for (place, new) in places.iter().zip(arrivals) {
            // If the folder contains the last record, it exists and is synced; checking that is quicker than listing
            // the folder.
            if !self.folders.place(before, new.filed).is_file() {
                atomic::make_inner_folder(place.parent().unwrap_or(place))?;
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

    /// Deletes a record, after writing its tombstone.
    pub(super) fn take_away(&self, tombstone: &Tombstone, seen: Revision) -> Result<(), StoreError> {
        let id = tombstone.id;
        let mut writing = self.writing()?;
        let now = self.fetch(id)?;
        if Revision::of(&now.bytes) != seen {
            return Err(StoreError::Changed { id });
        }
        let copies = self.folders.all_copies_of(id)?;
        if !copies.is_empty() {
            return Err(StoreError::CopyLeft { id, paths: copies });
        }
        let strays = self.folders.strays()?;
        // What is remembered of a record must not outlive it, and no process may be about to remember it.
        let _nobody_remembers = lock::take_index(self.root())?;
        tombstones::write(&self.folders, tombstone)?;
        // Noted before the record is gone, so that a tombstone that the ledger doesn't know is nobody's excuse for a
        // missing record.
        let more = why_purged(tombstone);
        writing.ledger.note_safely(LineKind::Purged, id, &more)?;
        index::delete(self.root())?;
        fs::remove_file(&now.path).at(&now.path)?;
        self.folders.note_owing(id, false)?;
        for stray in strays.into_iter().filter(|stray| stray.kind == StrayKind::Unfinished) {
            atomic::remove(&stray.path)?;
        }
        self.written(writing, &[id]);
        atomic::sync_in_place(&now.path)
    }
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

/// Turns an I/O error into `Unplaced`: the records are safe, but not yet in their places.
fn unplaced(ids: Vec<DisputeId>, at: &Path, wrong: StoreError) -> StoreError {
    match wrong {
        StoreError::Io { path, source } | StoreError::Unsynced { path, source } => {
            StoreError::Unplaced { ids, path, source }
        }
        other => StoreError::Unplaced { ids, path: at.to_path_buf(), source: io::Error::other(other) },
    }
}
