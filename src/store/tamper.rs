//! Whether a record is what it was when it was written: what its events say of each other, and what the ledger says of
//! them. Whoever changes the record and the ledger together, with all their digests, can't be noticed from inside.

use std::path::PathBuf;

use serde_json::json;

use super::dir::DirStore;
use super::error::StoreError;
use super::ledger::{self, Head, Ledger, Line, What};
use super::record_file::{Accepted, Chain};
use super::{Store, record_file};
use crate::domain::event::{Entry, NoteKind, Noted};
use crate::domain::id::DisputeId;
use crate::domain::time::Moment;

#[cfg(test)]
mod tests;

/// A sign that a record isn't what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// This event was changed; the header, for 0. `earlier` where it may have been one before it.
    Changed { event: u32, earlier: bool },
    /// The ledger knows more events than there are.
    RolledBack { known: u32, line: usize },
    /// Events were added that the ledger doesn't know.
    Ahead { known: u32 },
    /// The ledger doesn't know the record.
    Unknown,
}

/// Every sign there is; those accepted are left out.
pub(super) fn signs(chain: &Chain, ledger: &Ledger, id: DisputeId) -> Vec<Sign> {
    let lines: &[Line] = ledger.known.get(&id).map_or(&[], Vec::as_slice);
    let broken = chain.breaks().into_iter().filter(|broken| broken.accepted_by.is_none());
    let mut signs: Vec<Sign> = broken.map(|broken| Sign::Changed { event: broken.event, earlier: false }).collect();
    for line in lines.iter().filter(|line| line.events <= chain.events()) {
        let event = line.events;
        let known = signs.iter().any(|sign| matches!(sign, Sign::Changed { event: changed, .. } if *changed == event));
        if !known && chain.of_event(event) != line.head && chain.accepted(event).is_none() {
            signs.push(Sign::Changed { event, earlier: !chain.is_sealed() });
        }
    }
    match lines.iter().max_by_key(|line| line.events) {
        Some(last) if last.events > chain.events() => {
            signs.push(Sign::RolledBack { known: last.events, line: last.number });
        }
        Some(last) if last.events < chain.events() => signs.push(Sign::Ahead { known: last.events }),
        None if chain.is_sealed() && ledger.there => signs.push(Sign::Unknown),
        _ => {}
    }
    signs
}

impl Sign {
    /// Whether it is certain that something was changed; otherwise a run may only have been cut off.
    pub(super) fn is_certain(self) -> bool {
        matches!(self, Sign::Changed { .. } | Sign::RolledBack { .. })
    }

    /// The event it is about.
    pub(super) fn event(self) -> Option<u32> {
        match self {
            Sign::Changed { event, .. } => Some(event).filter(|event| *event > 0),
            Sign::Ahead { known } => Some(known + 1),
            Sign::RolledBack { .. } | Sign::Unknown => None,
        }
    }
}

/// What was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Acceptance {
    /// A record as it is now, with the event that says so and how many events were changed by hand.
    Record { event: u32, changed: usize },
    /// That a record is gone.
    Gone,
}

impl DirStore {
    /// Where the ledger is.
    pub fn ledger_path(&self) -> PathBuf {
        ledger::path(self.root())
    }

    /// Whether a record was edited by hand, or is gone, without anybody having accepted it.
    ///
    /// # Errors
    /// The record or the ledger can't be read.
    pub fn has_to_be_accepted(&self, id: DisputeId) -> Result<bool, StoreError> {
        let ledger = Ledger::read(self.root())?;
        if self.places(id)?.is_empty() {
            return Ok(ledger.known.contains_key(&id));
        }
        let (path, bytes, _) = self.current(id)?;
        let reading = record_file::read(&path.display().to_string(), &bytes)
            .map_err(|wrong| StoreError::unreadable(id, wrong))?;
        let chain = Chain::of(&reading.record, &reading.seals);
        Ok(signs(&chain, &ledger, id).into_iter().any(Sign::is_certain))
    }

    /// Accepts a record as it is, edited by hand or gone, and says so in the record and in the ledger for ever.
    /// `None` if there is nothing to accept.
    ///
    /// # Errors
    /// The record can't be read, the store is busy or can't be written.
    pub fn accept(&self, id: DisputeId, reason: &str, by: &str, now: Moment) -> Result<Option<Acceptance>, StoreError> {
        let mut writing = self.writing()?;
        let ledger = Ledger::read(self.root())?;
        let more = json!({"at": now.to_string(), "by": by, "reason": reason});
        if self.places(id)?.is_empty() {
            if !ledger.known.contains_key(&id) {
                return Ok(None);
            }
            writing.ledger.note(What::Accepted, Some(id), None, Some(&more))?;
            return Ok(Some(Acceptance::Gone));
        }
        let seen = self.load(id)?;
        let chain = Chain::of(&seen.record, &seen.seals);
        let certain: Vec<Sign> = signs(&chain, &ledger, id).into_iter().filter(|sign| sign.is_certain()).collect();
        if certain.is_empty() {
            return Ok(None);
        }
        let changed = certain.iter().filter_map(|sign| match sign {
            Sign::Changed { event, .. } => Some(Accepted { event: *event, digest: chain.of_event(*event)? }),
            _ => None,
        });
        let accepts: Vec<Accepted> = changed.collect();
        let count = accepts.len();
        let entry = acceptance(&seen.record.entries, reason, by, now);
        let event = entry.number;
        let composed = self.put(&seen, &[entry], accepts, seen.shelf)?;
        let head = Head { id, events: composed.events, head: composed.head };
        writing.ledger.note(What::Accepted, None, Some(head), Some(&more))?;
        self.written(writing, &[id]);
        Ok(Some(Acceptance::Record { event, changed: count }))
    }

    /// Notes in the ledger what it doesn't know: records and events that were written while it was not there. Nothing
    /// that contradicts the ledger is touched.
    pub(super) fn catch_up(&self, by: &str, now: Moment) -> Result<Caught, StoreError> {
        let (caught, behind) = self.behind()?;
        if caught.is_well() {
            return Ok(caught);
        }
        let mut writing = self.writing()?;
        if caught.began || caught.doubtful {
            let reason = if caught.began { "there was no ledger" } else { "lines of the ledger were not whole" };
            let more = json!({"at": now.to_string(), "by": by, "reason": reason});
            writing.ledger.note(What::Began, None, None, Some(&more))?;
        }
        for head in behind {
            writing.ledger.note(What::Found, None, Some(head), None)?;
        }
        Ok(caught)
    }

    /// What the ledger would have to be told.
    pub(super) fn ledger_state(&self) -> Result<Caught, StoreError> {
        self.behind().map(|(caught, _)| caught)
    }

    fn behind(&self) -> Result<(Caught, Vec<Head>), StoreError> {
        let known = Ledger::read(self.root())?;
        let mut behind = Vec::new();
        for id in super::Store::ids(self, super::Which::All)? {
            for at in self.places(id)? {
                let Ok(reading) = self.examine(&at) else { continue };
                let chain = Chain::of(&reading.record, &reading.seals);
                let signs = signs(&chain, &known, id);
                let never = !known.known.contains_key(&id);
                if !signs.iter().any(|sign| sign.is_certain()) && (never || !signs.is_empty()) {
                    behind.push(Head { id, events: chain.events(), head: chain.head() });
                }
            }
        }
        let doubtful = !known.broken.is_empty() || !known.torn.is_empty();
        let began = !known.there && !behind.is_empty();
        Ok((Caught { began, doubtful, records: behind.len() }, behind))
    }
}

/// What the ledger was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Caught {
    /// There was none before.
    pub began: bool,
    /// Some of its lines were changed or missing.
    pub doubtful: bool,
    pub records: usize,
}

impl Caught {
    fn is_well(self) -> bool {
        !self.began && !self.doubtful && self.records == 0
    }
}

fn acceptance(entries: &[Entry], reason: &str, by: &str, now: Moment) -> Entry {
    let latest = entries.iter().map(|entry| entry.at).reduce(|latest, at| at.following(latest));
    let at = latest.filter(|latest| now.is_before(latest)).unwrap_or(now);
    let text = format!("An edit of this record by hand is accepted: {reason}");
    Entry {
        number: entries.len() as u32 + 1,
        at,
        recorded_at: now.to_the_second(),
        by: by.to_string(),
        event: Noted { kind: NoteKind::Other, text, ..Noted::default() }.into(),
        confirmed: Vec::new(),
        overridden: None,
        warned: Vec::new(),
        clocks: Vec::new(),
    }
}
