//! What stays of a record that was removed for good: its id, its first and last dates, and who removed it and why. The
//! id is never given out again.

use serde::{Deserialize, Serialize};

use crate::domain::id::DisputeId;
use crate::domain::record::Record;
use crate::domain::time::{Date, Moment};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    pub id: DisputeId,
    pub raised_on: Date,
    pub ended_on: Date,
    pub purged_at: Moment,
    pub by: String,
    pub reason: String,
}

impl Tombstone {
    /// Whether it is the tombstone of this record, rather than of another with the same number: the dates must agree
    /// too.
    pub fn is_of(&self, record: &Record) -> bool {
        let mut days = record.entries.iter().map(|entry| entry.at.date());
        self.id == record.header.id && days.next() == Some(self.raised_on) && days.any(|day| day == self.ended_on)
    }
}
