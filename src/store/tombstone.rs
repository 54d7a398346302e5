//! What stays of a record that was removed for good: that there was one of this id, from when to when, and who removed
//! it and why. The id is never given out again.

use serde::{Deserialize, Serialize};

use crate::domain::id::DisputeId;
use crate::domain::record::Record;
use crate::domain::time::{Date, Moment};

/// What stays of a record.
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
    /// Whether it is this record that was removed, and not another of its number: it began and ended on the same days.
    pub fn is_of(&self, record: &Record) -> bool {
        let mut days = record.entries.iter().map(|entry| entry.at.date());
        self.id == record.header.id && days.next() == Some(self.raised_on) && days.any(|day| day == self.ended_on)
    }
}
