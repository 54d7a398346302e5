//! The interface between commands and stores, whatever a store keeps its records in. `store::open` returns one; the
//! tests in `suite` hold every kind of store to what is promised here. (S7 in `docs/decisions.md`.)

use std::collections::BTreeMap;

use super::doctor::{Elsewhere, Finding, Repairer};
use super::error::StoreError;
use super::ids::pick;
use super::ledger::Ledger;
use super::memo::{self, Memo};
use super::parallel;
use super::policies::PolicyBook;
use super::record_file::Outline;
use super::records::{Draft, Filed, Found, Listed, MaybeOpen, Revision, Stored, Typist, Where, Which};
use super::small_files::SmallFiles;
use super::sum::Sum;
use super::tamper::{Acceptance, Sign, signs_of};
use super::tombstone::Tombstone;
use super::unplaced::Unplaced;
use crate::domain::event::Entry;
use crate::domain::fault::Fault;
use crate::domain::id::{DisputeId, IdQuery};
use crate::domain::terms::EntryNumber;
use crate::domain::time::{Date, Instant, Moment};

/// Drafts new records, given their ids. It runs while the store is locked, so it must not ask the user anything.
pub type Drafting<'a> = dyn FnMut(&[DisputeId]) -> Result<Vec<Draft>, anyhow::Error> + 'a;

/// What a command will first ask of a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    List(Which, Shown),
    /// The ids of these records, to load them as a whole.
    Records(Which),
    Record(IdQuery),
    /// The policies as records were raised under them, which a new record adds to.
    Policies,
}

/// Which of the listed records a command will show, as far as it knows before it has read anything. If that was wrong, a
/// store on a server is asked once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shown {
    #[default]
    All,
    None,
    /// Those that come up by this date, or at any time (`RecordFacts::comes_up_by`).
    Due(Option<Date>),
}

/// Keeps records. Each write succeeds as a whole or not at all. Events are only ever added to a record, and only
/// `purge` removes one.
pub trait Store: Evidence + SmallFiles {
    /// What messages call the store, such as the path of its folder.
    fn describe(&self) -> String;

    /// Whether the store exists already. The first write creates it.
    fn is_there(&self) -> bool;

    /// The store that this folder is a part of, if it is not a store itself.
    fn enclosing_store(&self) -> Option<String> {
        None
    }

    /// Files that may be the store's own settings or closing days under a wrong name, if it has none in their place.
    ///
    /// # Errors
    /// The store can't be searched.
    fn lost_settings(&self) -> Result<Vec<Unplaced>, StoreError> {
        Ok(Vec::new())
    }

    /// Paths of files with texts that somebody wrote in an editor and that were never recorded.
    fn unrecorded(&self) -> Vec<String> {
        Vec::new()
    }

    /// When any record was last written to, if that is known without searching the records.
    fn last_written(&self) -> Option<Instant> {
        None
    }

    /// The ids of all these records, in order. No record is read, so damaged ones are included.
    ///
    /// # Errors
    /// The store can't be searched.
    fn ids(&self, which: Which) -> Result<Vec<DisputeId>, StoreError>;

    /// One record.
    ///
    /// # Errors
    /// There is no record with this id, or it can't be read.
    fn load(&self, id: DisputeId) -> Result<Stored, StoreError>;

    /// Several records, in the order of these ids, or why one of them can't be read. A store on a server loads all of
    /// them with one query.
    ///
    /// # Errors
    /// The store can't be asked, so that nothing is known of any of them.
    fn load_all(&self, ids: &[DisputeId]) -> Result<Vec<Result<Stored, StoreError>>, StoreError> {
        Ok(ids.iter().map(|id| self.load(*id)).collect())
    }

    /// How many records are best loaded at a time.
    fn share(&self) -> usize {
        parallel::READING
    }

    /// The ids that `create` would give out now. Another process may take them first.
    ///
    /// # Errors
    /// The store can't be searched, or the year has no numbers left.
    fn next_ids(&self, year: u16, count: usize) -> Result<Vec<DisputeId>, StoreError>;

    /// Creates `count` records, all or none. The drafts must be in the order of the ids that they are given.
    ///
    /// # Errors
    /// The store is busy or can't be written, or what `draft` returned as its error.
    fn create(&self, year: u16, count: usize, draft: &mut Drafting<'_>) -> Result<Vec<DisputeId>, StoreError>;

    /// Adds events to a record, if it is unchanged since it was `seen`, and files it under `then`.
    ///
    /// # Errors
    /// The record has changed or was written by a newer program; the store is busy or can't be written.
    fn append(&self, seen: &Stored, entries: &[Entry], then: Filed) -> Result<(), StoreError>;

    /// Keeps others from writing until this process has written or ends, so that whoever was overtaken once is not
    /// overtaken again. Not for a command that asks somebody something: everybody would wait for the answer. By default,
    /// others are not kept out.
    ///
    /// # Errors
    /// The store is busy or can't be written.
    fn reserve(&self) -> Result<(), StoreError> {
        Ok(())
    }

    /// The ids with the state of each record. A record whose state is already known to a memo need not be read.
    ///
    /// # Errors
    /// The store can't be searched.
    fn listing(&self, which: Which) -> Result<Vec<Listed>, StoreError> {
        let listed = |id| Listed { id, filed: Filed::Open, state: None };
        Ok(self.ids(which)?.into_iter().map(listed).collect())
    }

    /// The same, for every record that may be about one of these children. It includes other records if telling them
    /// apart would mean reading every one.
    ///
    /// # Errors
    /// The store can't be searched.
    fn listing_of_children(&self, _children: &[String]) -> Result<Vec<Listed>, StoreError> {
        self.listing(Which::All)
    }

    /// What lies among the records and may be a record, but can't be read as one.
    ///
    /// # Errors
    /// The store can't be searched.
    fn unplaced(&self, _which: Which) -> Result<Vec<Unplaced>, StoreError> {
        Ok(Vec::new())
    }

    /// What is remembered of records, so that lists need not read them; `None` if the store remembers nothing. `basis`
    /// is a checksum of everything else that the remembered values depend on: what was remembered under another basis
    /// is not used.
    fn memo(&self, _basis: &Sum, _now: Instant) -> Option<Box<dyn Memo>> {
        None
    }

    /// Whether other users can write what is remembered, so that it can't be trusted as evidence.
    fn memo_is_writable_by_others(&self) -> bool {
        false
    }

    /// What analysts see of these records, as JSON by id. Records that they see nothing of are left out.
    ///
    /// # Errors
    /// The store can't be read.
    fn counted(&self, _ids: &[DisputeId]) -> Result<BTreeMap<DisputeId, String>, StoreError> {
        Ok(BTreeMap::new())
    }

    /// How many records must be listed before remembering them is worthwhile.
    fn worth_remembering(&self) -> usize {
        memo::WORTH_IT
    }

    /// Announces what will be asked first, so that a store on a server can fetch it in the same round trip as
    /// everything else.
    fn expect(&self, _first: Expected) {}

    /// What messages call a small file: its path, if it is a file.
    fn kept_name(&self, name: &str) -> String {
        format!("{name} of {}", self.describe())
    }

    /// The name that the current user's events are recorded under, if the store knows its users.
    ///
    /// # Errors
    /// The store can't be asked.
    fn person(&self) -> Result<Option<String>, StoreError> {
        Ok(None)
    }

    /// How far this computer's clock is ahead of the store's or behind it, if a write found that they differ.
    fn clock_ahead(&self) -> Option<String> {
        None
    }

    /// Records that are filed as closed but may be open. Always empty for a store in which only this program files
    /// records.
    ///
    /// # Errors
    /// The store can't be searched.
    fn unsure(&self) -> Result<MaybeOpen, StoreError> {
        Ok(MaybeOpen::default())
    }

    /// Remembers that all of these were checked and have ended, except those in `but`, whatever place their files are in.
    fn note_all_ended(&self, _unsure: &MaybeOpen, _but: &[DisputeId]) {}

    /// Whether this open record is also filed as closed, so that it isn't clear which copy is right.
    fn is_twice(&self, _open: DisputeId) -> bool {
        false
    }

    /// The record that a person refers to, by its full id or its number.
    ///
    /// # Errors
    /// No record has that number, or several have.
    fn find(&self, query: IdQuery) -> Result<DisputeId, StoreError> {
        pick(query, &self.ids(Which::All)?)
    }
}

impl dyn Store + '_ {
    /// Creates a record under its id. Returns `false`, and creates nothing, if that is no longer the next id of its
    /// year: somebody else has created a record since, and whoever decided on what was there must look again.
    ///
    /// # Errors
    /// The store is busy or can't be written.
    pub fn create_next(&self, draft: &Draft) -> Result<bool, StoreError> {
        let id = draft.record.header.id;
        let mut another_came = false;
        let created = self.create(id.year(), 1, &mut |ids| {
            another_came = ids != [id];
            if another_came { Err(anyhow::anyhow!("another record came first")) } else { Ok(vec![draft.clone()]) }
        });
        if another_came { Ok(false) } else { created.map(|_| true) }
    }

    /// Loads records on all processors, does `work` on each, and passes the results to `take` in order.
    ///
    /// # Errors
    /// The store can't be asked, or the first error that `take` returns; nothing is taken after it.
    pub fn each<R: Send, E: From<StoreError> + Send>(
        &self,
        ids: &[DisputeId],
        work: impl Fn(DisputeId, Result<Stored, StoreError>) -> R + Sync,
        take: impl FnMut(R) -> Result<(), E>,
    ) -> Result<(), E> {
        parallel::each_asked(ids, self.share(), |ids| Ok(self.load_all(ids)?), |id, loaded| work(*id, loaded), take)
    }
}

/// What shows whether records are as they were written, and the few ways in which one may be changed or removed.
pub trait Evidence: Send + Sync {
    /// Who typed the events of a record, by event number. Events that came from another store are left out. Empty if
    /// the store doesn't know its users.
    ///
    /// # Errors
    /// The store can't be asked.
    fn typists(&self, _id: DisputeId) -> Result<BTreeMap<EntryNumber, Typist>, StoreError> {
        Ok(BTreeMap::new())
    }

    /// Everything that is kept under each of these ids. In a healthy store that is one copy of each.
    ///
    /// # Errors
    /// The store can't be asked, so that nothing is known of any of them.
    fn copies(&self, ids: &[DisputeId]) -> Result<Vec<Result<Vec<Found>, StoreError>>, StoreError>;

    /// The places of a record's parts in its text; empty if the store doesn't keep records as text.
    fn outline(&self, _at: &Where) -> Outline {
        Outline::default()
    }

    /// Where a record should be kept, whether or not it is there.
    fn belongs(&self, id: DisputeId, filed: Filed) -> Where;

    /// What the ledger says about all records, including those removed since.
    ///
    /// # Errors
    /// The ledger is there and can't be read.
    fn ledger(&self) -> Result<Ledger, StoreError>;

    /// How many events a record had when it was last written, if the ledger can answer that without being read as a
    /// whole.
    ///
    /// # Errors
    /// The ledger is there and can't be read.
    fn known_events(&self, _id: DisputeId) -> Result<Option<u32>, StoreError> {
        Ok(None)
    }

    /// The record that was written last, if it is missing, as far as the store knows that without the ledger.
    ///
    /// # Errors
    /// The store can't be searched.
    fn last_lost(&self) -> Result<Option<DisputeId>, StoreError> {
        Ok(None)
    }

    /// Whether a write found that the ledger was gone and began a new one. Only the first to ask is told, because that one
    /// tells the user.
    fn take_ledger_begun(&self) -> bool {
        false
    }

    /// What messages call the ledger: its path, if it is a file.
    fn ledger_name(&self) -> String;

    /// Records that were written but are not yet where `load` finds them.
    ///
    /// # Errors
    /// The store can't be searched.
    fn waiting(&self) -> Result<Vec<DisputeId>, StoreError> {
        Ok(Vec::new())
    }

    /// The tombstones of records that were removed for good, in the order of their ids.
    ///
    /// # Errors
    /// A tombstone can't be read.
    fn removed(&self) -> Result<Vec<Tombstone>, StoreError>;

    /// The ids of records that were removed for good, without reading their tombstones.
    ///
    /// # Errors
    /// The store can't be searched.
    fn removed_ids(&self) -> Result<Vec<DisputeId>, StoreError>;

    /// How the store is reached, if it isn't on this computer, for somebody who looks for what is wrong.
    fn connection(&self) -> Option<String> {
        None
    }

    /// Faults of the store itself rather than of a record.
    ///
    /// # Errors
    /// The store can't be searched.
    fn faults(&self) -> Result<Vec<Fault>, StoreError> {
        Ok(Vec::new())
    }

    /// Faults of these records that only the store's tables show.
    ///
    /// # Errors
    /// The store can't be searched.
    fn faults_of_rows(&self, _ids: &[DisputeId]) -> Result<Vec<Fault>, StoreError> {
        Ok(Vec::new())
    }

    /// Removes a record for good, if it is unchanged since it was `seen`, with everything that was remembered of it.
    /// The tombstone stays. If it is interrupted, doing it again finishes it.
    ///
    /// # Errors
    /// The record has changed or can't be read; the store is busy or can't be written.
    fn purge(&self, tombstone: &Tombstone, seen: Revision) -> Result<(), StoreError>;

    /// Accepts a record as it is, edited by hand or missing, and states that permanently in the record and in the
    /// ledger. `None` if there is nothing to accept.
    ///
    /// # Errors
    /// The record can't be read, the store is busy or can't be written to.
    fn accept(&self, id: DisputeId, reason: &str, by: &str, now: Moment) -> Result<Option<Acceptance>, StoreError>;

    /// Accepts that lines of the ledger were lost or changed, and records that in it. False if there is nothing to
    /// accept.
    ///
    /// # Errors
    /// The store is busy or can't be written.
    fn accept_ledger(&self, _reason: &str, _by: &str, _now: Moment) -> Result<bool, StoreError> {
        Ok(false)
    }

    /// Checks the health of the store itself. With a repairer, repairs whatever needs no decision.
    ///
    /// # Errors
    /// The store can't be searched, or a repair fails half-way; the repairs made before that are complete.
    fn doctor(&self, policies: &PolicyBook, repairer: Option<Repairer<'_>>) -> Result<Vec<Finding>, StoreError>;

    /// Tests what the file system of the store can guarantee, if that isn't known beforehand.
    fn probe(&self, _elsewhere: &Elsewhere<'_>) -> Vec<Finding> {
        Vec::new()
    }

    /// Whether a record was edited by hand, or is missing, and nobody has accepted that.
    ///
    /// # Errors
    /// The record or the ledger can't be read.
    fn has_to_be_accepted(&self, id: DisputeId) -> Result<bool, StoreError> {
        let ledger = self.ledger()?;
        let copies = self.copies(&[id])?.pop().transpose()?.unwrap_or_default();
        let Some(found) = copies.into_iter().next() else {
            return Ok(ledger.is_missing(id, self.removed_ids()?.contains(&id)));
        };
        Ok(signs_of(&found.stored?, &ledger).into_iter().any(Sign::is_certain))
    }
}

/// Calls `draft`, and checks that the drafts have the ids that were given out.
pub(super) fn drafted(ids: &[DisputeId], draft: &mut Drafting<'_>) -> Result<Vec<Draft>, StoreError> {
    let drafts = draft(ids).map_err(StoreError::Draft)?;
    match drafts.iter().map(|draft| draft.record.header.id).eq(ids.iter().copied()) {
        true => Ok(drafts),
        false => Err(StoreError::Draft(anyhow::anyhow!("the drafts are not of the ids that were given out"))),
    }
}
