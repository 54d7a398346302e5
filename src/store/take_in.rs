//! Takes a record in from a file, under a new number: of two that computers gave the same number, for example.

use super::chain::Chain;
use super::contract::Store;
use super::error::StoreError;
use super::records::{Draft, Filed, Stored, Which};
use super::tamper::taken_in;
use crate::domain::id::DisputeId;
use crate::domain::record::{Header, Record};
use crate::domain::time::Moment;

/// How often to look again because others create records.
const ATTEMPTS: usize = 20;

impl dyn Store + '_ {
    /// Takes a record in, with an event that names its origin. The file stays where it was.
    ///
    /// # Errors
    /// It was edited by hand or is here already; the store is busy or can't be written.
    pub fn take_in(
        &self,
        stored: &Stored,
        from: &str,
        filed: Filed,
        by: &str,
        now: Moment,
    ) -> Result<DisputeId, StoreError> {
        let was = stored.record.header.id;
        if stored.newer.is_some() || !Chain::of(&stored.record, &stored.seals).breaks().is_empty() {
            let reason = "its events don't fit each other: it was changed by hand, or by a newer version";
            return Err(StoreError::Unfaithful { id: was, reason: reason.to_string() });
        }
        if let Some(tombstone) = self.removed()?.into_iter().find(|tombstone| tombstone.is_of(&stored.record)) {
            return Err(StoreError::Purged(Box::new(tombstone)));
        }
        let mut record = stored.record.clone();
        record.entries.push(taken_in(&record.entries, from, was, by, now));
        for _ in 0..ATTEMPTS {
            // Found before the records are searched: if another arrives meanwhile, this is no longer the next id.
            let Some(id) = self.next_ids(was.year(), 1)?.into_iter().next() else { break };
            if let Some(id) = self.same_beginning(&stored.record)? {
                return Err(StoreError::TakenIn { id, was });
            }
            let header = Header { id, ..record.header.clone() };
            if self.create_next(&Draft { record: Record { header, ..record.clone() }, filed })? {
                return Ok(id);
            }
        }
        Err(StoreError::Busy { store: self.describe(), doing: "writing in" })
    }

    /// The record of this store that has the same beginning, so that it is the same dispute.
    fn same_beginning(&self, record: &Record) -> Result<Option<DisputeId>, StoreError> {
        let mut found = None;
        self.each(
            &self.ids(Which::All)?,
            |id, loaded| loaded.is_ok_and(|loaded| record.begins_as(&loaded.record)).then_some(id),
            |id| {
                found = found.or(id);
                Ok::<_, StoreError>(())
            },
        )?;
        Ok(found)
    }
}
