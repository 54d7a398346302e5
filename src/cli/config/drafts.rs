//! Which reminders were drafted today, and by whom: `drafts.yaml` of the store, so that two people don't send the same
//! reminder. It contains nothing about other days or about a child.

use std::cell::RefCell;

use serde::{Deserialize, Serialize};

use super::{change, read};
use crate::cli::error::Failure;
use crate::domain::dispute::Clock;
use crate::domain::id::DisputeId;
use crate::domain::policy::{ClockId, StageId};
use crate::domain::terms::EntryNumber;
use crate::domain::time::Date;
use crate::domain::worded::Worded;
use crate::store::{SmallFile, Store};

/// A clock that somebody drafted a reminder of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reminded {
    dispute: DisputeId,
    clock: ClockId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stage: Option<StageId>,
    /// The number of the event that started the clock, which can run more than once.
    event: EntryNumber,
    on: Date,
    pub by: String,
}

impl Reminded {
    pub fn of(dispute: DisputeId, clock: &Clock, on: Date, by: &str) -> Reminded {
        Reminded {
            dispute,
            clock: clock.id.clone(),
            stage: clock.stage.clone(),
            event: clock.entry,
            on,
            by: by.to_string(),
        }
    }

    /// Whether both are about the same clock on the same day.
    pub fn is_same(&self, other: &Reminded) -> bool {
        (self.dispute, &self.clock, &self.stage, self.event, self.on)
            == (other.dispute, &other.clock, &other.stage, other.event, other.on)
    }
}

/// The reminders that were drafted so far.
///
/// # Errors
/// The file can't be read.
pub fn drafted(store: &dyn Store) -> Result<Vec<Reminded>, Failure> {
    Ok(read(store, SmallFile::Drafts.word())?.unwrap_or_default())
}

/// Notes these reminders as drafted today, except those that somebody else has noted meanwhile, and returns the ones
/// noted. Removes those of other days.
///
/// # Errors
/// The store is busy, or the file can't be read or written.
pub fn claim(store: &dyn Store, wanted: &[Reminded], today: Date) -> Result<Vec<Reminded>, Failure> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mine = RefCell::new(Vec::new());
    change(store, SmallFile::Drafts.word(), |mut all: Vec<Reminded>| {
        all.retain(|one| one.on == today);
        let new: Vec<Reminded> =
            wanted.iter().filter(|one| !all.iter().any(|known| known.is_same(one))).cloned().collect();
        all.extend(new.clone());
        mine.replace(new);
        all
    })?;
    Ok(mine.into_inner())
}

/// Removes reminders that were noted but could not be written.
///
/// # Errors
/// As for `claim`.
pub fn release(store: &dyn Store, claimed: &[Reminded]) -> Result<(), Failure> {
    let left = |mut all: Vec<Reminded>| {
        all.retain(|one| !claimed.contains(one));
        all
    };
    change(store, SmallFile::Drafts.word(), left).map(drop)
}
