//! What the commands ask of a store, whatever it keeps records in. `store::open` gives one; `suite` holds each kind to
//! what is promised here. (S7 in `docs/decisions.md`.)

use std::collections::BTreeMap;
use std::convert::Infallible;

use super::chain::Chain;
use super::doctor::{Elsewhere, Finding, Repairer};
use super::error::StoreError;
use super::ids::pick;
use super::ledger::Ledger;
use super::memo::{self, Memo};
use super::parallel;
use super::policies::PolicyBook;
use super::record_file::Outline;
use super::records::{Draft, Filed, Found, Listed, Revision, Stored, Typist, Unplaced, Unsure, Where, Which};
use super::small_files::SmallFiles;
use super::sum::Sum;
use super::tamper::{Acceptance, Sign, signs_of, taken_in};
use super::tombstone::Tombstone;
use crate::domain::event::Entry;
use crate::domain::fault::Fault;
use crate::domain::id::{DisputeId, IdQuery};
use crate::domain::record::{Header, Record};
use crate::domain::time::{Instant, Moment};

/// What drafts new records once their ids are known. It runs while others wait: it must not ask anybody anything.
pub type Drafting<'a> = dyn FnMut(&[DisputeId]) -> Result<Vec<Draft>, anyhow::Error> + 'a;

/// What a command will ask of a store first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    List(Which),
    Record(IdQuery),
}

/// Keeps records. Everything is written whole or not at all, and what was written stays as it was: a record only grows,
/// and goes only by `purge`.
pub trait Store: Evidence + SmallFiles {
    /// What messages call it: the path of a folder.
    fn describe(&self) -> String;

    /// Whether there is one already; the first write makes it.
    fn is_there(&self) -> bool;

    /// The store that this place is a folder of, if it is no store itself.
    fn store_around(&self) -> Option<String> {
        None
    }

    /// Files that may be the store's settings or closing days, of which there are none.
    ///
    /// # Errors
    /// The store can't be looked through.
    fn lost_settings(&self) -> Result<Vec<Unplaced>, StoreError> {
        Ok(Vec::new())
    }

    /// Texts that somebody typed in an editor and that were never recorded: paths of files, for a person.
    fn unrecorded(&self) -> Vec<String> {
        Vec::new()
    }

    /// When any record was last written to, if that is known without looking at one.
    fn last_written(&self) -> Option<Instant> {
        None
    }

    /// The ids of the records there are, in order. Reads no record: a damaged one is among them.
    ///
    /// # Errors
    /// The store can't be looked through.
    fn ids(&self, which: Which) -> Result<Vec<DisputeId>, StoreError>;

    /// One record.
    ///
    /// # Errors
    /// There is none of that id, or it can't be read.
    fn load(&self, id: DisputeId) -> Result<Stored, StoreError>;

    /// Several records, in the order of these ids. A store that answers over a wire asks once for all of them.
    fn load_all(&self, ids: &[DisputeId]) -> Vec<Result<Stored, StoreError>> {
        ids.iter().map(|id| self.load(*id)).collect()
    }

    /// How many records are best asked for at a time.
    fn share(&self) -> usize {
        parallel::READING
    }

    /// The ids that `create` would give out now; another process may be quicker.
    ///
    /// # Errors
    /// The store can't be looked through, or the year has no numbers left.
    fn next_ids(&self, year: u16, count: usize) -> Result<Vec<DisputeId>, StoreError>;

    /// Creates `count` records at once, all of them or none. The drafts are in the order of the ids they are given.
    ///
    /// # Errors
    /// The store is busy or can't be written, or what `draft` returned as its error.
    fn create(&self, year: u16, count: usize, draft: &mut Drafting<'_>) -> Result<Vec<DisputeId>, StoreError>;

    /// Adds events to a record, if it is still as it was `seen`, and files it where it then belongs.
    ///
    /// # Errors
    /// The record has changed or was written by a newer program; the store is busy or can't be written.
    fn append(&self, seen: &Stored, entries: &[Entry], then: Filed) -> Result<(), StoreError>;

    /// The ids with the state of each record, which spares reading those whose state is known.
    ///
    /// # Errors
    /// The store can't be looked through.
    fn listing(&self, which: Which) -> Result<Vec<Listed>, StoreError> {
        let listed = |id| Listed { id, filed: Filed::Open, state: None };
        Ok(self.ids(which)?.into_iter().map(listed).collect())
    }

    /// The same of all records that may be about one of these children; more than those, where telling them apart means
    /// looking at every record.
    ///
    /// # Errors
    /// The store can't be looked through.
    fn listing_of_children(&self, _children: &[String]) -> Result<Vec<Listed>, StoreError> {
        self.listing(Which::All)
    }

    /// What is kept among the records, may be one, and can't be read as one: names that messages call it by, with the id
    /// that it may be a copy of.
    ///
    /// # Errors
    /// The store can't be looked through.
    fn unplaced(&self, _which: Which) -> Result<Vec<Unplaced>, StoreError> {
        Ok(Vec::new())
    }

    /// What is remembered of records, so that lists need not read them; `None` if the store remembers nothing.
    /// `basis` is everything else that this depends on: what was remembered on another basis is not used.
    fn memo(&self, _basis: &Sum, _now: Instant) -> Option<Box<dyn Memo>> {
        None
    }

    /// Whether others write down what is remembered of records, so that it may be falsified.
    fn others_remember(&self) -> bool {
        false
    }

    /// What other programs see of these records, in JSON; only of those that they see anything of.
    ///
    /// # Errors
    /// The store can't be read.
    fn counted(&self, _ids: &[DisputeId]) -> Result<BTreeMap<DisputeId, String>, StoreError> {
        Ok(BTreeMap::new())
    }

    /// How many records have to be listed before it pays to remember them.
    fn worth_remembering(&self) -> usize {
        memo::WORTH_IT
    }

    /// Says what will be asked first, so that a store that answers over a wire is asked for it together with all else.
    fn expect(&self, _first: Expected) {}

    /// What messages call a small file: its path, if it is one.
    fn kept_name(&self, name: &str) -> String {
        format!("{name} of {}", self.describe())
    }

    /// Whose name one types under, where the store knows who one is.
    ///
    /// # Errors
    /// The store can't be asked.
    fn person(&self) -> Result<Option<String>, StoreError> {
        Ok(None)
    }

    /// Records that are filed among the closed ones and may be open all the same; none, if nobody but this program can
    /// file them.
    ///
    /// # Errors
    /// The store can't be looked through.
    fn unsure(&self) -> Result<Unsure, StoreError> {
        Ok(Unsure::default())
    }

    /// Notes that all of these were looked at and have ended, with some exceptions.
    fn settle(&self, _unsure: &Unsure, _but: &[DisputeId]) {}

    /// Whether a record that is filed among the open ones is also filed among the closed ones, so that it isn't clear
    /// which is right.
    fn is_twice(&self, _open: DisputeId) -> bool {
        false
    }

    /// The record that a person refers to.
    ///
    /// # Errors
    /// There is none, or several have that number.
    fn find(&self, query: IdQuery) -> Result<DisputeId, StoreError> {
        pick(query, &self.ids(Which::All)?)
    }
}

impl dyn Store + '_ {
    /// Takes a record in under a new number, with an event that gives its origin. The old file stays where it was.
    ///
    /// # Errors
    /// It was changed by hand; the store is busy or can't be written to.
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
        if let Some(id) = self.same_beginning(&stored.record)? {
            return Err(StoreError::TakenIn { id, was });
        }
        let mut record = stored.record.clone();
        record.entries.push(taken_in(&record.entries, from, was, by, now));
        let ids = self.create(was.year(), 1, &mut |ids| {
            let draft = |id: &DisputeId| {
                let header = Header { id: *id, ..record.header.clone() };
                Draft { record: Record { header, ..record.clone() }, filed }
            };
            Ok(ids.iter().map(draft).collect())
        })?;
        Ok(ids.into_iter().next().unwrap_or(was))
    }

    /// A record of the store that began as this one did.
    fn same_beginning(&self, record: &Record) -> Result<Option<DisputeId>, StoreError> {
        let mut found = None;
        let Ok(()) = self.each(
            &self.ids(Which::All)?,
            |id, loaded| loaded.is_ok_and(|loaded| record.begins_as(&loaded.record)).then_some(id),
            |id| {
                found = found.or(id);
                Ok::<_, Infallible>(())
            },
        );
        Ok(found)
    }

    /// Loads records on all processors, does `work` on each, and takes what came of it in order.
    ///
    /// # Errors
    /// The first that `take` returns; nothing is taken after it.
    pub fn each<R: Send, E>(
        &self,
        ids: &[DisputeId],
        work: impl Fn(DisputeId, Result<Stored, StoreError>) -> R + Sync,
        take: impl FnMut(R) -> Result<(), E>,
    ) -> Result<(), E> {
        parallel::each_asked(ids, self.share(), |ids| self.load_all(ids), |id, loaded| work(*id, loaded), take)
    }
}

/// What shows whether records are what was written, and the few ways in which one may be changed or removed all the same.
pub trait Evidence: Send + Sync {
    /// Who typed the events of a record, by their numbers. Events that came from another store are left out, and all where
    /// the store doesn't know.
    ///
    /// # Errors
    /// The store can't be asked.
    fn typists(&self, _id: DisputeId) -> Result<BTreeMap<u32, Typist>, StoreError> {
        Ok(BTreeMap::new())
    }

    /// Everything that is kept under each of these ids: one of each, where all is well.
    fn copies(&self, ids: &[DisputeId]) -> Vec<Result<Vec<Found>, StoreError>>;

    /// The places of a record's parts in its text; none if the store keeps it in no text with lines.
    fn outline(&self, _at: &Where) -> Outline {
        Outline::default()
    }

    /// Where a record belongs, whether or not it is there.
    fn belongs(&self, id: DisputeId, filed: Filed) -> Where;

    /// Every line that was written of the records there are or were.
    ///
    /// # Errors
    /// It is there and can't be read.
    fn ledger(&self) -> Result<Ledger, StoreError>;

    /// How many lines that is, and what the last one bears.
    ///
    /// # Errors
    /// It is there and can't be read.
    fn ledger_end(&self) -> Result<(usize, Option<String>), StoreError> {
        let ledger = self.ledger()?;
        Ok((ledger.lines, ledger.head))
    }

    /// How many events a record had when it was last written, where the ledger can say so without being read as a whole.
    ///
    /// # Errors
    /// It is there and can't be read.
    fn known_events(&self, _id: DisputeId) -> Result<Option<u32>, StoreError> {
        Ok(None)
    }

    /// What messages call the ledger: its path, if it is a file.
    fn ledger_name(&self) -> String;

    /// Records that were created and wait to be put where `load` finds them.
    ///
    /// # Errors
    /// The store can't be looked through.
    fn waiting(&self) -> Result<Vec<DisputeId>, StoreError> {
        Ok(Vec::new())
    }

    /// What is left of records that were removed for good, in the order of their ids.
    ///
    /// # Errors
    /// A tombstone that can't be read.
    fn removed(&self) -> Result<Vec<Tombstone>, StoreError>;

    /// The ids of records that were removed for good; reads no tombstone.
    ///
    /// # Errors
    /// The store can't be looked through.
    fn removed_ids(&self) -> Result<Vec<DisputeId>, StoreError>;

    /// What is wrong with the store itself, and with no record of it.
    ///
    /// # Errors
    /// The store can't be looked through.
    fn faults(&self) -> Result<Vec<Fault>, StoreError> {
        Ok(Vec::new())
    }

    /// Removes a record for good, if it is still as it was when `seen`, with everything that was remembered of it. The
    /// tombstone stays; whatever happens in between, it can be finished by doing it again.
    ///
    /// # Errors
    /// The record has changed or can't be read; the store is busy or can't be written.
    fn purge(&self, tombstone: &Tombstone, seen: Revision) -> Result<(), StoreError>;

    /// Accepts a record as it is, edited by hand or gone, and states that in the record and in the ledger for ever.
    /// `None` if there is nothing to accept.
    ///
    /// # Errors
    /// The record can't be read, the store is busy or can't be written to.
    fn accept(&self, id: DisputeId, reason: &str, by: &str, now: Moment) -> Result<Option<Acceptance>, StoreError>;

    /// Accepts that lines of the ledger were lost or changed, and says so in it for ever. False if there is nothing to accept.
    ///
    /// # Errors
    /// The store is busy or can't be written.
    fn accept_ledger(&self, _reason: &str, _by: &str, _now: Moment) -> Result<bool, StoreError> {
        Ok(false)
    }

    /// Looks at the health of the store itself; repairs what can be repaired without deciding anything, if there is
    /// somebody to repair it.
    ///
    /// # Errors
    /// The store can't be looked through, or a repair fails half-way; what was done by then is whole.
    fn doctor(&self, policies: &PolicyBook, repairer: Option<Repairer<'_>>) -> Result<Vec<Finding>, StoreError>;

    /// Tries what the place of the store can promise, if that isn't known beforehand.
    fn probe(&self, _elsewhere: &Elsewhere<'_>) -> Vec<Finding> {
        Vec::new()
    }

    /// Whether a record was edited by hand, or is gone, without anybody having accepted it.
    ///
    /// # Errors
    /// The record or the ledger can't be read.
    fn has_to_be_accepted(&self, id: DisputeId) -> Result<bool, StoreError> {
        let ledger = self.ledger()?;
        let copies = self.copies(&[id]).pop().transpose()?.unwrap_or_default();
        let Some(found) = copies.into_iter().next() else {
            return Ok(ledger.known.contains_key(&id));
        };
        Ok(signs_of(&found.stored?, &ledger).into_iter().any(Sign::is_certain))
    }
}

/// Has records drafted, which must be of the ids that were given out.
pub(super) fn drafted(ids: &[DisputeId], draft: &mut Drafting<'_>) -> Result<Vec<Draft>, StoreError> {
    let drafts = draft(ids).map_err(StoreError::Draft)?;
    match drafts.iter().map(|draft| draft.record.header.id).eq(ids.iter().copied()) {
        true => Ok(drafts),
        false => Err(StoreError::Draft(anyhow::anyhow!("the drafts are not of the ids that were given out"))),
    }
}
