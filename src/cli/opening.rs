//! Opens records: the one that a person refers to, to change it, or to read it as it was at the chosen moment.

use super::context::Context;
use super::error::{Code, Failure};
use super::reading::{LoadedRecord, replay};
use crate::domain::case::Case;
use crate::domain::dispute::Dispute;
use crate::domain::id::{DisputeId, IdQuery};
use crate::domain::time::Moment;
use crate::render::words;
use crate::store::Stored;

/// A dispute with the record it came from.
pub struct Found {
    pub stored: Stored,
    pub dispute: Dispute,
}

impl Context {
    /// The dispute a person means.
    ///
    /// # Errors
    /// None, several, or one that can't be read.
    pub fn find(&self, typed: &str) -> Result<DisputeId, Failure> {
        self.store.find(typed.parse::<IdQuery>()?).map_err(|fault| {
            let failure = Failure::from(fault);
            match self.no_store() {
                Some(nothing) => failure.hinted(nothing),
                None => failure,
            }
        })
    }

    /// A dispute in its present state, to be changed.
    ///
    /// # Errors
    /// None of that id, a damaged record, a policy that isn't there, praise.
    pub fn open(&self, typed: &str) -> Result<Found, Failure> {
        match self.open_either(typed)? {
            (stored, Case::Dispute(dispute)) => Ok(Found { stored, dispute: *dispute }),
            (_, Case::Praise(praise)) => {
                let id = praise.header.id;
                let failure = Failure::new(Code::Refused, format!("`{id}` is praise, not a dispute"))
                    .hinted(format!("`iro acknowledge {id} --name NAME` records its receipt"));
                Err(Failure { rules: vec!["dispute".to_string()], ..failure })
            }
        }
    }

    /// A record of either kind in its present state, to be changed.
    ///
    /// # Errors
    /// None of that id, a damaged record, a policy that isn't there.
    pub fn open_either(&self, typed: &str) -> Result<(Stored, Case), Failure> {
        let stored = self.store.load(self.find(typed)?)?;
        let case = replay(&stored.record, &self.policies)?;
        Ok((stored, case))
    }

    /// A record as it was at the chosen moment.
    ///
    /// # Errors
    /// As for `open`; none if it was raised later.
    pub fn load(&mut self, typed: &str) -> Result<LoadedRecord, Failure> {
        let id = self.find(typed)?;
        let mut loaded = self.reader().load(id)?;
        if let Some(known) = self.more_events_of(id, loaded.as_ref()) {
            // Somebody may have written to it between the two looks.
            loaded = self.reader().load(id)?;
            if self.more_events_of(id, loaded.as_ref()).is_some() {
                self.console.warn(&format!(
                    "`{id}` is an older copy: it had {known} events as the ledger says; `iro check {id}` says what to do"
                ));
            }
        }
        if loaded.as_ref().is_some_and(|loaded| loaded.stored.newer.is_some()) {
            self.warn_of_newer(&[id]);
        }
        loaded.ok_or_else(|| raised_later(id, self.now()))
    }

    /// How many events a record had when it was last written, if that is more than it has now.
    fn more_events_of(&self, id: DisputeId, loaded: Option<&LoadedRecord>) -> Option<u32> {
        let loaded = loaded.filter(|_| !self.time.looks_back())?;
        // One that can't be read is no reason not to show the record.
        let known = self.store.known_events(id).unwrap_or_default();
        known.filter(|known| *known > loaded.stored.record.entries.len() as u32)
    }
}

/// Why there is nothing to see of a dispute as of a moment.
pub fn raised_later(id: impl std::fmt::Display, now: Moment) -> Failure {
    Failure::new(Code::Unknown, format!("dispute `{id}` was raised after {}", words::moment(now)))
        .hinted("leave out `--as-of`, or give a later day")
}
