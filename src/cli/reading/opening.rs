//! Opens one record that a person refers to: to change it, or to read it as it was at the chosen moment.

use super::{LoadedRecord, replay};
use crate::cli::context::Context;
use crate::cli::error::{Code, Failure};
use crate::domain::case::Case;
use crate::domain::dispute::Dispute;
use crate::domain::id::{DisputeId, IdQuery};
use crate::domain::praise::Praise;
use crate::domain::time::{Moment, describe_moment};
use crate::store::{StoreError, Stored};

impl Context {
    /// The id of the record that was typed, in full or as a number.
    ///
    /// # Errors
    /// There is no such record, or there are several.
    pub fn find(&self, typed: &str) -> Result<DisputeId, Failure> {
        let found = self.store.find(typed.parse::<IdQuery>()?).or_else(|fault| self.one_raised_by_then(fault));
        found.map_err(|fault| {
            let failure = Failure::from(fault);
            match self.no_store() {
                Some(nothing) => failure.hinted(nothing),
                None => failure,
            }
        })
    }

    /// Of several records with the number typed, the only one that was there at the chosen moment.
    ///
    /// # Errors
    /// None or several were; the error names these.
    fn one_raised_by_then(&self, fault: StoreError) -> Result<DisputeId, StoreError> {
        let StoreError::Ambiguous { number, ids } = fault else { return Err(fault) };
        let was_there = |stored: &Result<Stored, StoreError>| {
            // One that can't be read might be meant.
            let first = stored.as_ref().ok().and_then(|stored| stored.record.entries.first());
            first.is_none_or(|first| !self.now().is_before(&first.at))
        };
        let read = if self.time.looks_back() { self.store.load_all(&ids)? } else { Vec::new() };
        let then: Vec<DisputeId> =
            ids.iter().copied().zip(&read).filter(|(_, stored)| was_there(stored)).map(|(id, _)| id).collect();
        match then[..] {
            [one] => Ok(one),
            [] => Err(StoreError::Ambiguous { number, ids }),
            _ => Err(StoreError::Ambiguous { number, ids: then }),
        }
    }

    /// A dispute as it is now, to be changed.
    ///
    /// # Errors
    /// There is no record with this id; it is damaged, its policy is missing, or it is praise.
    pub fn open(&self, typed: &str) -> Result<Dispute, Failure> {
        match self.open_either(typed)?.1 {
            Case::Dispute(dispute) => Ok(*dispute),
            Case::Praise(praise) => Err(not_a_dispute(&praise)),
        }
    }

    /// A dispute or praise as it is now, to be changed.
    ///
    /// # Errors
    /// There is no record with this id; it is damaged, or its policy is missing.
    pub fn open_either(&self, typed: &str) -> Result<(Stored, Case), Failure> {
        let stored = self.store.load(self.find(typed)?)?;
        let case = replay(&stored.record, &self.policies)?;
        Ok((stored, case))
    }

    /// A record as it was at the chosen moment.
    ///
    /// # Errors
    /// As for `open`; also if the record was made after that moment.
    pub fn load(&mut self, typed: &str) -> Result<LoadedRecord, Failure> {
        let id = self.find(typed)?;
        let mut loaded = self.reader().load(id)?;
        if let Some(known) = self.more_events_of(id, loaded.as_ref()) {
            // Somebody may have written between the two reads, so look once more.
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

    /// How many events the ledger says that the record had, if that is more than it has now.
    fn more_events_of(&self, id: DisputeId, loaded: Option<&LoadedRecord>) -> Option<u32> {
        let loaded = loaded.filter(|_| !self.time.looks_back())?;
        // If the ledger can't be read, the record is shown all the same.
        let known = self.store.known_events(id).unwrap_or_default();
        known.filter(|known| *known > loaded.stored.record.entries.len() as u32)
    }
}

/// The failure for a record that begins after the moment in question.
pub fn raised_later(id: impl std::fmt::Display, now: Moment) -> Failure {
    Failure::new(Code::Unknown, format!("there was no `{id}` yet on {}", describe_moment(now)))
        .hinted("leave out `--as-of`, or give a later day")
}

/// The refusal of a step that praise doesn't have.
pub fn not_a_dispute(praise: &Praise) -> Failure {
    let id = praise.header.id;
    let hint = match &praise.withdrawn {
        Some(_) => praise.way_back(),
        None => format!("`iro acknowledge {id} --name NAME` records its receipt"),
    };
    let failure = Failure::new(Code::Refused, format!("`{id}` is praise, not a dispute")).hinted(hint);
    Failure { rules: vec!["dispute".to_string()], ..failure }
}

/// The refusal of a step that only praise has.
pub fn not_praise(dispute: &Dispute) -> Failure {
    let id = dispute.header.id;
    let failure = Failure::new(Code::Refused, format!("`{id}` is a dispute, not praise"))
        .hinted(format!("only praise is acknowledged; `iro respond {id} --text TEXT` records an answer"));
    Failure { rules: vec!["praise".to_string()], ..failure }
}
