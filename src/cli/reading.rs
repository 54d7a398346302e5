//! Reads records, one or many. Many are read on all processors, and those that the index shows to be irrelevant are not
//! read.

mod astray;
mod known;
mod lines;
pub mod opening;
mod reader;
mod remembered;
mod undated;

use crate::domain::calendar::Calendar;
use crate::domain::case::Case;
use crate::domain::dispute::Dispute;
use crate::domain::id::{DisputeId, IdQuery};
use crate::domain::record::Record;
use crate::domain::time::{Date, Moment};

use crate::render::clean;
use crate::store::memo::RecordFacts;
use crate::store::policies::PolicyBook;
use crate::store::policies::changed::Changed;
use crate::store::policies::kept::Under;
use crate::store::{Among, LedgerEnd, MayBe, Misplaced, Store, StoreError, Stored, Unplaced, Which};

use super::console::Console;
use super::context::Context;
use super::error::{Code, Failure, LeftOut};

pub use lines::{Line, Lines, Wanted};
pub use reader::{ClockRow, Reader, sort_clocks};
pub use remembered::Misled;
pub use undated::undated;

/// A dispute or praise as it was at the moment as of which records are read.
pub struct LoadedRecord {
    pub stored: Stored,
    pub case: Case,
    /// How its policy was changed under the same version number.
    pub policy_changed: Option<Changed>,
}

/// What is needed to read records, in several threads if necessary.
pub struct RecordReader<'a> {
    pub(super) store: &'a dyn Store,
    pub(super) policies: &'a PolicyBook,
    pub(super) calendar: Result<&'a Calendar, Failure>,
    pub(super) as_of: Moment,
    pub(super) looking_back: bool,
}

impl LoadedRecord {
    pub fn dispute(&self) -> Option<&Dispute> {
        self.case.dispute()
    }

    pub fn id(&self) -> DisputeId {
        self.stored.record.header.id
    }
}

impl RecordReader<'_> {
    /// A record as it was at the moment; `None` if it was made later.
    ///
    /// # Errors
    /// There is no record with this id; it is damaged, or its policy is missing.
    pub fn load(&self, id: DisputeId) -> Result<Option<LoadedRecord>, Failure> {
        self.as_it_stood(self.store.load(id)?)
    }

    /// The same for a record that is loaded already.
    fn as_it_stood(&self, mut stored: Stored) -> Result<Option<LoadedRecord>, Failure> {
        if self.looking_back {
            stored.record.cut_off(self.as_of);
        }
        if stored.record.entries.is_empty() {
            return Ok(None);
        }
        let Under { policy, changed: policy_changed } = under(&stored.record, self.policies)?;
        let mut case = Case::replay(&stored.record, policy)?;
        if let Case::Dispute(dispute) = &mut case {
            dispute.begin_lapsed(self.as_of, self.calendar()?)?;
        }
        Ok(Some(LoadedRecord { stored, case, policy_changed }))
    }

    pub fn calendar(&self) -> Result<&Calendar, Failure> {
        self.calendar.clone()
    }

    pub fn today(&self) -> Date {
        self.as_of.date()
    }
}

/// Replays a record under its policy.
pub fn replay(record: &Record, policies: &PolicyBook) -> Result<Case, Failure> {
    Ok(Case::replay(record, under(record, policies)?.policy)?)
}

fn under(record: &Record, policies: &PolicyBook) -> Result<Under, Failure> {
    policies.of_record(record).map_err(|fault| {
        let hint = fault.hint_for_a_record();
        let failure = Failure::from(fault);
        let message = format!("`{}`: {}", record.header.id, failure.message);
        // The user didn't type the name of the policy, so it isn't `Unknown`.
        Failure { code: Code::Failed, message, hint, ..failure }
    })
}

impl Context {
    /// A reader with the store, policies and moment of this command.
    pub(super) fn reader(&self) -> RecordReader<'_> {
        RecordReader {
            store: self.store.as_ref(),
            policies: &self.policies,
            calendar: self.calendar(),
            as_of: self.now(),
            looking_back: self.time.looks_back(),
        }
    }

    /// All records as they were at the moment, and failures for those that can't be read.
    ///
    /// # Errors
    /// The store can't be listed.
    pub fn load_all(&mut self, which: Which) -> Result<(Vec<LoadedRecord>, Vec<Failure>), Failure> {
        let which = if self.time.looks_back() { Which::All } else { which };
        let mut ids = self.store.ids(which)?;
        let mut unread = Vec::new();
        if let Which::Open | Which::Waiting = which {
            let (astray, wrong) = self.astray(&ids)?;
            ids.extend(astray.into_iter().map(|listed| listed.id));
            unread = wrong;
        }
        let (made, mut failed) = self.load_these(&ids, Ok)?;
        failed.extend(unread);
        failed.extend(self.unplaced(which)?);
        Ok((made, failed))
    }

    /// The results of `work` on the records for which `wanted` is true, as they were at the moment, and failures for
    /// those that can't be read.
    ///
    /// # Errors
    /// The store can't be listed.
    pub fn load_some<R: Send>(
        &mut self,
        which: Which,
        wanted: impl Fn(&RecordFacts) -> bool + Sync,
        work: impl Fn(LoadedRecord) -> Result<R, Failure> + Sync,
    ) -> Result<(Vec<R>, Vec<Failure>), Failure> {
        let (Lines { failed, .. }, made) =
            self.survey(which.into(), Wanted { lines: |_: &RecordFacts| false, records: wanted }, work)?;
        Ok((made, failed))
    }

    /// All records of these children, under any protocol, ended or not; and the failures of those that can't be read,
    /// which may be about any child.
    ///
    /// # Errors
    /// The store can't be listed.
    pub fn load_of_children(&mut self, children: &[String]) -> Result<(Vec<LoadedRecord>, Vec<Failure>), Failure> {
        let sums: Vec<u64> = children.iter().map(|child| RecordFacts::child(child)).collect();
        let wanted =
            Wanted { lines: |_: &RecordFacts| false, records: |known: &RecordFacts| sums.contains(&known.child) };
        let (Lines { failed, .. }, loaded) = self.survey(Among::OfChildren(children), wanted, Ok)?;
        Ok((loaded, failed))
    }

    /// Adds a failure for each record that is gone, as the ledger says, and one if the ledger can't say: whoever gets an
    /// export or a report can't see what is missing. The whole ledger is read, which takes too long for what is asked
    /// each morning. The end of the ledger that says so is returned; of one that can't be read, there is none.
    pub fn add_losses(&self, failed: &mut Vec<Failure>) -> LedgerEnd {
        let losses = match self.store.losses() {
            Ok(losses) => losses,
            Err(wrong) => {
                failed.push(Failure { code: Code::Failed, ..wrong.into() });
                return LedgerEnd::default();
            }
        };
        // Where the folder of the open records is missing, they are named already.
        let named = LeftOut::known(failed);
        let gone = losses.gone.into_iter().filter(|id| !named.contains(id));
        let gone = gone.map(|id| {
            let failure = Failure { code: Code::Failed, ..StoreError::Gone { id }.into() };
            failure.leaving_out(LeftOut::Record(id))
        });
        let unknown = losses.is_ledger_lost.then(|| {
            Failure::new(Code::Failed, "the ledger is missing, or lines of it are, so records may be missing unnoticed")
                .hinted("`iro check` says what to do")
        });
        failed.extend(gone.chain(unknown));
        losses.ledger
    }

    /// A failure for each file that may be a record but can't be read as one: its absence must not be taken for an
    /// all-clear.
    fn unplaced(&self, which: Which) -> Result<Vec<Failure>, Failure> {
        let failure = |unplaced: Unplaced| {
            let leaves_out = match unplaced.may_be {
                MayBe::Misplaced(Misplaced::OutOfPlace(id)) | MayBe::Lost(id) | MayBe::LostWithLedger(id) => {
                    LeftOut::Record(id)
                }
                MayBe::Misplaced(Misplaced::CopyOf(id)) if self.store.find(IdQuery::Full(id)).is_err() => {
                    LeftOut::Record(id)
                }
                MayBe::Misplaced(Misplaced::Record | Misplaced::FolderOfRecords) => LeftOut::Unknown,
                MayBe::Misplaced(Misplaced::CopyOf(_) | Misplaced::CopyBeside(_)) | MayBe::Removed(_) => {
                    LeftOut::Nothing
                }
            };
            let message = clean::line(&unplaced.message());
            Failure::new(Code::Failed, message).hinted(unplaced.hint).leaving_out(leaves_out)
        };
        Ok(self.store.unplaced(which)?.into_iter().map(failure).collect())
    }

    /// The results of `work` on these records, as they were at the moment, and failures for those that can't be read.
    ///
    /// # Errors
    /// The store can't be asked.
    fn load_these<R: Send>(
        &mut self,
        ids: &[DisputeId],
        work: impl Fn(LoadedRecord) -> Result<R, Failure> + Sync,
    ) -> Result<(Vec<R>, Vec<Failure>), Failure> {
        let (mut made, mut failed, mut newer) = (Vec::new(), Vec::new(), Vec::new());
        self.each(
            ids,
            |reader, id, loaded| match loaded {
                // Purged while this command was reading.
                Err(StoreError::Purged(_)) => Ok(None),
                loaded => {
                    let newer = loaded.as_ref().ok().and_then(|loaded| loaded.newer).map(|_| id);
                    let made = loaded.map_err(Failure::from).and_then(|loaded| reader.as_it_stood(loaded));
                    let made = made.and_then(|stood| stood.map(&work).transpose());
                    let made = made.map_err(|failure| failure.leaving_out(LeftOut::Record(id)))?;
                    Ok(made.map(|made| (made, newer)))
                }
            },
            |outcome| match outcome {
                Ok(one) => {
                    let (one, is_newer) = one.unzip();
                    made.extend(one);
                    newer.extend(is_newer.flatten());
                }
                Err(failure) => failed.push(failure),
            },
        )?;
        self.warn_of_newer(&newer);
        Ok((made, failed))
    }

    /// Warns about records that are only partly understood.
    pub fn warn_of_newer(&mut self, ids: &[DisputeId]) {
        let which = match ids {
            [] => return,
            [only] => format!("`{only}` was"),
            [first, ..] => format!("{} records, the first of them `{first}`, were", ids.len()),
        };
        self.console
            .warn(&format!("{which} written by a newer version of iro; what this one doesn't know is left out"));
    }

    /// Loads records, does `work` on each on all processors, passes the results to `take` in order, and shows progress.
    ///
    /// # Errors
    /// The store can't be asked. What was taken before is not all there is.
    fn each<R: Send>(
        &mut self,
        ids: &[DisputeId],
        work: impl Fn(&RecordReader<'_>, DisputeId, Result<Stored, StoreError>) -> R + Sync,
        mut take: impl FnMut(R),
    ) -> Result<(), Failure> {
        let mut console = std::mem::replace(&mut self.console, Console::silent());
        let reader = self.reader();
        let mut done = 0;
        let read = reader.store.each(
            ids,
            |id, loaded| work(&reader, id, loaded),
            |one| {
                console.progress("reading records", done, ids.len());
                done += 1;
                take(one);
                Ok(())
            },
        );
        console.progress_ends();
        self.console = console;
        read
    }
}
