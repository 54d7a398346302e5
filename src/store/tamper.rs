//! Signs that a record was changed after it was written, found by the digests in its events and in the ledger. If both
//! the record and the ledger were changed, with all their digests, the store alone can't show it.

use super::chain::{Accepted, Chain, RecordPart};
use super::ledger::{Ledger, Line, LineKind};
use super::records::Stored;
use crate::domain::event::{Entry, NoteKind, Noted};
use crate::domain::id::DisputeId;
use crate::domain::terms::EntryNumber;
#[cfg(feature = "postgres")]
use crate::domain::text::list;
use crate::domain::time::Moment;

/// A sign that a record differs from what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// This part was changed. `earlier` if it may have been an event before it.
    Changed { part: RecordPart, earlier: bool },
    /// The ledger has more events than the record does.
    RolledBack { known: u32, line: usize },
    /// The ledger says that another record had the number before this one; `line` is the last line about that.
    Reused { line: usize },
    /// This is the record that had the number before the one that this line of the ledger says was written.
    Replaced { line: usize },
    /// The record has more events than the ledger does.
    Ahead { known: u32 },
    /// The ledger doesn't mention the record.
    Unknown,
}

/// All signs in a stored record that nobody has accepted.
pub(super) fn signs_of(stored: &Stored, ledger: &Ledger) -> Vec<Sign> {
    signs(&Chain::of(&stored.record, &stored.seals), ledger, stored.record.header.id)
}

/// All signs that nobody has accepted.
pub(super) fn signs(chain: &Chain, ledger: &Ledger, id: DisputeId) -> Vec<Sign> {
    let lines: &[Line] = ledger.known.get(&id).map_or(&[], Vec::as_slice);
    // A number that was given out twice has two lines for its first event.
    let begins = |line: &&Line| line.what == LineKind::Wrote && line.events == 1 && line.head != lines[0].head;
    let second = lines.iter().rposition(|line| begins(&line));
    let Some((before, since)) =
        second.and_then(|at| lines.split_at_checked(at)).filter(|(before, _)| !before.is_empty())
    else {
        return signs_in(chain, lines, ledger.there);
    };
    let fits = |lines| !signs_in(chain, lines, true).iter().any(|sign| matches!(sign, Sign::Changed { .. }));
    if !fits(since) && fits(before) {
        return vec![Sign::Replaced { line: since[0].number }];
    }
    let mut signs = signs_in(chain, since, true);
    signs.push(Sign::Reused { line: before[before.len() - 1].number });
    signs
}

/// The signs that these lines of the ledger show in a record.
fn signs_in(chain: &Chain, lines: &[Line], there: bool) -> Vec<Sign> {
    let broken = chain.breaks().into_iter().filter(|broken| broken.accepted_by.is_none());
    let mut signs: Vec<Sign> = broken.map(|broken| Sign::Changed { part: broken.part, earlier: false }).collect();
    for line in lines.iter().filter(|line| line.events <= chain.events()) {
        let part = RecordPart::from(line.events);
        let known = signs.iter().any(|sign| matches!(sign, Sign::Changed { part: changed, .. } if *changed == part));
        if !known && chain.of_part(part) != line.head && chain.accepted(part).is_none() {
            signs.push(Sign::Changed { part, earlier: !chain.is_sealed() });
        }
    }
    match lines.iter().max_by_key(|line| line.events) {
        Some(last) if last.events > chain.events() => {
            signs.push(Sign::RolledBack { known: last.events, line: last.number });
        }
        Some(last) if last.events < chain.events() => signs.push(Sign::Ahead { known: last.events }),
        None if chain.is_sealed() && there => signs.push(Sign::Unknown),
        _ => {}
    }
    signs
}

impl Sign {
    /// Whether the record was certainly changed. Otherwise a write may only have been interrupted between record and
    /// ledger.
    pub(super) fn is_certain(self) -> bool {
        match self {
            Sign::Changed { .. } | Sign::RolledBack { .. } | Sign::Reused { .. } | Sign::Replaced { .. } => true,
            Sign::Ahead { .. } | Sign::Unknown => false,
        }
    }

    /// The event that was changed, or the first that the ledger doesn't have; `None` for the header and for the record
    /// as a whole.
    pub(super) fn event(self) -> Option<EntryNumber> {
        match self {
            Sign::Changed { part: RecordPart::Event(number), .. } => Some(number),
            Sign::Ahead { known } => Some(EntryNumber::following(known)),
            Sign::Changed { part: RecordPart::Header, .. } => None,
            Sign::RolledBack { .. } | Sign::Reused { .. } | Sign::Replaced { .. } | Sign::Unknown => None,
        }
    }
}

/// What was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Acceptance {
    /// A record as it is now, with the event that accepts it and how many events were changed by hand.
    Record { event: EntryNumber, changed: usize },
    /// That a record is gone.
    Gone,
}

/// The changed parts that accepting a record accepts, as they are now. `None` if there is nothing to accept.
pub(super) fn to_accept(stored: &Stored, ledger: &Ledger) -> Option<Vec<Accepted>> {
    let chain = Chain::of(&stored.record, &stored.seals);
    let signs = signs(&chain, ledger, stored.record.header.id);
    let certain: Vec<Sign> = signs.into_iter().filter(|sign| sign.is_certain()).collect();
    let changed = certain.iter().filter_map(|sign| match sign {
        Sign::Changed { part, .. } => Some(Accepted { part: *part, digest: chain.of_part(*part)? }),
        Sign::RolledBack { .. } | Sign::Reused { .. } | Sign::Replaced { .. } | Sign::Ahead { .. } | Sign::Unknown => {
            None
        }
    });
    let accepts = changed.collect();
    (!certain.is_empty()).then_some(accepts)
}

/// The event that says that a record is accepted as it is.
pub(super) fn acceptance(entries: &[Entry], reason: &str, by: &str, now: Moment) -> Entry {
    remark(entries, format!("An edit of this record by hand is accepted: {reason}"), by, now)
}

/// The event that says that these events, which can't be read, count for nothing.
#[cfg(feature = "postgres")]
pub(super) fn acceptance_of_void(
    entries: &[Entry],
    void: &[EntryNumber],
    reason: &str,
    by: &str,
    now: Moment,
) -> Entry {
    let numbers: Vec<String> = void.iter().map(ToString::to_string).collect();
    let what = match numbers.as_slice() {
        [one] => format!("Event {one}, which can't be read, counts"),
        several => format!("Events {}, which can't be read, count", list(several, "and")),
    };
    remark(entries, format!("{what} for nothing: {reason}"), by, now)
}

/// The event that says which file a record was taken in from, and its number there.
pub(super) fn taken_in(entries: &[Entry], from: &str, was: DisputeId, by: &str, now: Moment) -> Entry {
    remark(entries, format!("Taken in from the file `{from}`, where it was {was}"), by, now)
}

/// A note that the program itself adds after these events.
pub(super) fn remark(entries: &[Entry], text: String, by: &str, now: Moment) -> Entry {
    let latest = entries.iter().map(|entry| entry.at).reduce(|latest, at| at.following(latest));
    let at = latest.filter(|latest| now.is_before(latest)).unwrap_or(now);
    // The clock was read before waiting for the lock, so somebody may have written a later event since.
    let last = entries.iter().map(|entry| entry.recorded_at).reduce(|latest, at| at.following(latest));
    let recorded_at = now.to_the_second();
    Entry {
        number: EntryNumber::following(entries.len() as u32),
        at,
        recorded_at: last.filter(|last| recorded_at.is_before(last)).unwrap_or(recorded_at),
        by: by.to_string(),
        event: Noted { kind: NoteKind::Other, text, ..Noted::default() }.into(),
        confirmed: Vec::new(),
        overridden: None,
        warned: Vec::new(),
        clocks: Vec::new(),
        action_numbers: Vec::new(),
    }
}
