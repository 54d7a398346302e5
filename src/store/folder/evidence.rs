//! Implements `Evidence` for a folder.

use std::path::PathBuf;
use std::sync::atomic::Ordering;

use super::dir::FolderStore;
use super::highest::Highest;
use super::{doctor, faults, file, ledger, pending, probe, tombstones};
use crate::domain::fault::Fault;
use crate::domain::id::DisputeId;
use crate::domain::time::Moment;
use crate::store::compare_with_ledger::Comparison;
use crate::store::contract::Evidence;
use crate::store::doctor::{Elsewhere, Finding, Repairer};
use crate::store::error::StoreError;
use crate::store::ledger::{Head, Ledger, LineKind, why};
use crate::store::policies::PolicyBook;
use crate::store::record_file::{Outline, outline};
use crate::store::records::{Filed, Found, Revision, Where, Which};
use crate::store::tamper::{Acceptance, acceptance, to_accept};
use crate::store::tombstone::Tombstone;

impl Evidence for FolderStore {
    fn copies(&self, ids: &[DisputeId]) -> Result<Vec<Result<Vec<Found>, StoreError>>, StoreError> {
        Ok(ids.iter().map(|id| self.copies_of(*id)).collect())
    }

    fn outline(&self, at: &Where) -> Outline {
        let named = |(path, _): &(PathBuf, Filed)| path.display().to_string() == at.name;
        let path = self.folders.found(at.id).ok().and_then(|found| found.into_iter().find(named));
        path.and_then(|(path, _)| file::read(&path).ok()).map(|bytes| outline(&bytes)).unwrap_or_default()
    }

    fn belongs(&self, id: DisputeId, filed: Filed) -> Where {
        self.at(id, &self.folders.place(id, filed), filed)
    }

    fn ledger(&self) -> Result<Ledger, StoreError> {
        ledger::read(self.root())
    }

    /// The one with the highest number, which the lock file has.
    fn last_lost(&self) -> Result<Option<DisputeId>, StoreError> {
        let Some(Highest { year, number }) = Highest::given_out(self.root()) else { return Ok(None) };
        let id = DisputeId::new(year, number);
        Ok(self.folders.is_nowhere(id)?.then_some(id))
    }

    fn take_ledger_begun(&self) -> bool {
        self.ledger_begun.swap(false, Ordering::Relaxed)
    }

    fn known_events(&self, id: DisputeId) -> Result<Option<u32>, StoreError> {
        ledger::events_of(self.root(), id)
    }

    fn ledger_name(&self) -> String {
        ledger::path(self.root()).display().to_string()
    }

    fn waiting(&self) -> Result<Vec<DisputeId>, StoreError> {
        pending::waiting(&self.folders)
    }

    fn removed(&self) -> Result<Vec<Tombstone>, StoreError> {
        tombstones::all(&self.folders)
    }

    fn removed_ids(&self) -> Result<Vec<DisputeId>, StoreError> {
        self.folders.tombstones()
    }

    fn faults(&self) -> Result<Vec<Fault>, StoreError> {
        faults::all(self)
    }

    fn purge(&self, tombstone: &Tombstone, seen: Revision) -> Result<(), StoreError> {
        self.take_away(tombstone, seen)
    }

    fn accept(&self, id: DisputeId, reason: &str, by: &str, now: Moment) -> Result<Option<Acceptance>, StoreError> {
        let mut writing = self.writing()?;
        let ledger = ledger::read(self.root())?;
        let more = why(now, by, reason);
        if self.places(id)?.is_empty() {
            if !ledger.is_missing(id, self.folders.tombstones()?.contains(&id)) {
                return Ok(None);
            }
            let copies = self.folders.copies_of(id)?;
            if !copies.is_empty() {
                return Err(StoreError::Misnamed { id, paths: copies });
            }
            writing.ledger.note(LineKind::Accepted, Some(id), None, Some(&more))?;
            return Ok(Some(Acceptance::Gone));
        }
        let seen = self.read(id)?;
        let Some(accepts) = to_accept(&seen, &ledger) else { return Ok(None) };
        let changed = accepts.len();
        let entry = acceptance(&seen.record.entries, reason, by, now);
        let event = entry.number;
        let composed = self.put(&seen, &[entry], accepts, seen.filed)?;
        let head = Head::new(id, composed.end);
        writing.ledger.note(LineKind::Accepted, None, Some(head), Some(&more))?;
        self.written(writing, &[id]);
        Ok(Some(Acceptance::Record { event, changed }))
    }

    fn accept_ledger(&self, reason: &str, by: &str, now: Moment) -> Result<bool, StoreError> {
        let mut writing = self.writing()?;
        let doubtful = ledger::read(self.root())?.has_to_be_accepted();
        if doubtful {
            let more = why(now, by, reason);
            writing.ledger.note(LineKind::Began, None, None, Some(&more))?;
            // Accepting the ledger makes earlier lines irrelevant, so each record's present state is noted again.
            let (ledger, mut comparison) = (ledger::read(self.root())?, Comparison::default());
            for id in self.folders.ids(Which::All)? {
                let Ok(stored) = self.read(id) else { continue };
                comparison.add(&stored, &ledger);
            }
            for head in comparison.sound {
                writing.ledger.note(LineKind::Found, None, Some(head), None)?;
            }
            // Accepting it says so.
            let _told = self.take_ledger_begun();
        }
        Ok(doubtful)
    }

    fn probe(&self, elsewhere: &Elsewhere<'_>) -> Vec<Finding> {
        probe::place(self.root(), elsewhere)
    }

    fn doctor(&self, policies: &PolicyBook, repairer: Option<Repairer<'_>>) -> Result<Vec<Finding>, StoreError> {
        let findings = doctor::examine(self, policies, repairer)?;
        // One of the findings says so.
        let _told = self.take_ledger_begun();
        Ok(findings)
    }
}
