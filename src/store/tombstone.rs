//! What stays of a record that was removed for good: that there was one of this id, from when to when, and who removed
//! it and why. The id is never given out again.

use serde::{Deserialize, Serialize};

use crate::domain::id::DisputeId;
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
