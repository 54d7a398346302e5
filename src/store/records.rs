//! What a store keeps, as the rest of the program sees it: records, their states, and how they are filed.

use super::chain::Seal;
use super::error::StoreError;
use super::sum::sum;
use crate::domain::case::Case;
use crate::domain::dispute::Dispute;
use crate::domain::fault::{Fault, Severity};
use crate::domain::id::DisputeId;
use crate::domain::record::Record;
use crate::domain::worded::worded;

/// Which records a command is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those that have not ended.
    Open,
    /// The open ones, and those that have ended but still owe something: what the morning view shows.
    Waiting,
    /// Those that have ended.
    Closed,
    /// Every record.
    All,
}

/// Who typed an event, if the store knows its users by their logins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typist {
    pub login: String,
    /// The name that events by this login are recorded under, if it has one.
    pub name: Option<String>,
    /// The names that it had before.
    pub earlier: Vec<String>,
}

/// Which records to search.
#[derive(Debug, Clone, Copy)]
pub enum Among<'a> {
    Filed(Which),
    /// All records about one of these children.
    OfChildren(&'a [String]),
}

impl From<Which> for Among<'_> {
    fn from(which: Which) -> Self {
        Among::Filed(which)
    }
}

impl Which {
    /// Whether records filed like this are included.
    pub fn has(self, filed: Filed) -> bool {
        match (self, filed) {
            (Which::All, _)
            | (Which::Open | Which::Waiting, Filed::Open)
            | (Which::Waiting | Which::Closed, Filed::Owing)
            | (Which::Closed, Filed::Closed) => true,
            (Which::Open, Filed::Owing | Filed::Closed)
            | (Which::Waiting, Filed::Closed)
            | (Which::Closed, Filed::Open) => false,
        }
    }
}

worded! {
    /// How a record is filed. The record itself decides whether it is open; this only spares daily commands from reading
    /// closed records.
    pub enum Filed {
        Open = "open",
        /// It has ended, but something of it is still owed: it is kept with the closed records and listed with the open
        /// ones.
        Owing = "owing",
        Closed = "closed",
    }
}

impl Filed {
    /// How a record with this outcome has to be filed.
    pub fn of(case: &Case) -> Filed {
        match case {
            Case::Dispute(dispute) => Filed::of_dispute(dispute),
            Case::Praise(_) => Filed::Closed,
        }
    }

    pub fn of_dispute(dispute: &Dispute) -> Filed {
        // Where lapses under the policy may create duties later, the record can't show that nothing is owed, so it
        // stays listed.
        match (dispute.is_open(), dispute.owes() || dispute.policy.owes_by_lapses()) {
            (true, _) => Filed::Open,
            (false, true) => Filed::Owing,
            (false, false) => Filed::Closed,
        }
    }

    pub fn is_open(self) -> bool {
        self == Filed::Open
    }
}

/// A record that is known by its id only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    pub id: DisputeId,
    pub filed: Filed,
    /// `None` if only reading the record tells its state.
    pub state: Option<State>,
}

/// Records that are filed among the closed ones but not known to have ended: their files were put there by hand, or by
/// another program.
#[derive(Debug, Default)]
pub struct MaybeOpen {
    pub listed: Vec<Listed>,
    /// What `note_all_ended` notes once all of them are known to have ended. Only the store that made it knows what it
    /// means.
    pub(super) mark: String,
}

/// The state of a record, as a store sees it without reading the record. It differs whenever the record has changed.
/// Only the store that returned it knows what the bytes mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State(pub(super) [u8; State::SIZE]);

impl State {
    pub(super) const SIZE: usize = 32;
}

/// A record as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    pub record: Record,
    pub revision: Revision,
    pub filed: Filed,
    /// The format of the record, if it is newer than this program's. It is then read as far as possible and never
    /// written to.
    pub newer: Option<u32>,
    /// For each event, what it says about those before it.
    pub(super) seals: Vec<Seal>,
}

impl Stored {
    /// Whether the first event has the digest of what is before it, so that the write was noted in a ledger.
    pub(super) fn is_sealed(&self) -> bool {
        self.seals.first().is_some_and(|seal| seal.prev.is_some())
    }
}

/// A record to be created.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    pub record: Record,
    pub filed: Filed,
}

/// The content of a record when it was read. Two revisions are equal if the content is the same. Valid only while the
/// program runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revision {
    size: u64,
    mark: [u8; 32],
}

impl Revision {
    /// The revision of a record that is kept as these bytes.
    pub(super) fn of(bytes: &[u8]) -> Revision {
        let mut mark = [0; 32];
        mark[..8].copy_from_slice(&sum(bytes).to_le_bytes());
        Revision::new(bytes.len() as u64, mark)
    }

    /// `size` is a number of bytes or events, as the store likes; `mark` differs whenever the content does.
    pub(super) fn new(size: u64, mark: [u8; 32]) -> Revision {
        Revision { size, mark }
    }

    #[cfg(feature = "postgres")]
    pub(super) fn mark(self) -> [u8; 32] {
        self.mark
    }
}

/// A place where a record is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Where {
    pub id: DisputeId,
    /// What messages call it: a path, if it is a file.
    pub name: String,
    pub filed: Filed,
    /// Whether the record has its proper name and place among records filed like this.
    pub in_place: bool,
}

impl Where {
    /// A fault of the record as a whole, without a line.
    pub(super) fn fault(&self, rule: &str, severity: Severity, message: String, hint: Option<String>) -> Fault {
        Fault::whole(&self.name, severity, rule, message, hint)
    }
}

/// What is kept in one place under a record's id.
#[derive(Debug)]
pub struct Found {
    pub at: Where,
    pub stored: Result<Stored, StoreError>,
}
