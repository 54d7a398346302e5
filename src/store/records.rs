//! What a store keeps, as the rest of the program sees it: records, the states they are in, and where they are filed.

use super::chain::Seal;
use super::error::StoreError;
use crate::domain::case::Case;
use crate::domain::dispute::Dispute;
use crate::domain::fault::{Fault, Severity};
use crate::domain::id::DisputeId;
use crate::domain::record::Record;

/// Which records a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those that have not ended.
    Open,
    /// The open ones, and those that have ended and still owe something: what a morning is about.
    Waiting,
    /// Those that have ended.
    Closed,
    /// Every one, whatever became of it.
    All,
}

/// Who typed an event, where the store knows its people by their logins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typist {
    pub login: String,
    /// The name that the login types under, if it has one.
    pub name: Option<String>,
}

/// Which records are looked through for a question.
#[derive(Debug, Clone, Copy)]
pub enum Among<'a> {
    Filed(Which),
    /// All that are about one of these children.
    OfChildren(&'a [String]),
}

impl From<Which> for Among<'_> {
    fn from(which: Which) -> Self {
        Among::Filed(which)
    }
}

impl Which {
    /// Whether records that are filed so are among them.
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

/// Among which records one is filed. What the record says is the truth; this only spares the daily questions the closed
/// ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Filed {
    Open,
    /// It has ended, and something of it is still owed: kept where the closed ones are, and found with the open ones.
    Owing,
    Closed,
}

impl Filed {
    /// Among which records one belongs that adds up to this.
    pub fn of(case: &Case) -> Filed {
        match case {
            Case::Dispute(dispute) => Filed::of_dispute(dispute),
            Case::Praise(_) => Filed::Closed,
        }
    }

    pub fn of_dispute(dispute: &Dispute) -> Filed {
        // If the record alone doesn't show it, it is looked at each time.
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

/// A record by its name alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    pub id: DisputeId,
    pub filed: Filed,
    /// In which state it is; `None` if only reading it tells.
    pub state: Option<State>,
}

/// Something that may be a record, or hold some, and is not read under its present name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unplaced {
    /// Its path, for a person.
    pub name: String,
    pub may_be: MayBe,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MayBe {
    /// This record, or another of its number.
    Of(DisputeId),
    Record,
    /// A folder with records that are nowhere else.
    FolderOfRecords,
    /// This file of the store's own, which is not in its place.
    Beside(&'static str),
    /// A record that was written here, and is gone.
    Lost(DisputeId),
    /// The file of a record that was removed for good, put back since.
    Removed(DisputeId),
}

/// Records that are filed among the closed ones but not known to have ended: their files were put there by hand, or by
/// another program.
#[derive(Debug, Default)]
pub struct Unsure {
    pub listed: Vec<Listed>,
    /// What may be noted once all of them are known to have ended, in the words of the store.
    pub(super) mark: String,
}

/// The state of a record that a store can see without reading it. Another state is another value; only the store that
/// gave it knows what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State(pub(super) [u8; State::SIZE]);

impl State {
    pub(super) const SIZE: usize = 32;
}

/// A record as the store has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    pub record: Record,
    pub revision: Revision,
    pub filed: Filed,
    /// Of this newer format: understood as far as possible, and never to be written by this program.
    pub newer: Option<u32>,
    /// What each event says about those before it.
    pub(super) seals: Vec<Seal>,
}

/// A record that is to be created.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    pub record: Record,
    pub filed: Filed,
}

/// What was there when a record was read, in the words of the store that read it: two that are equal are the same
/// content. Good only while the program runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revision {
    size: u64,
    mark: [u8; 32],
}

impl Revision {
    /// `size` counts what there is (bytes, events); `mark` is another one where the content is.
    pub(super) fn new(size: u64, mark: [u8; 32]) -> Revision {
        Revision { size, mark }
    }
}

/// One place where a record is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Where {
    pub id: DisputeId,
    /// What messages call it: a path, if it is a file.
    pub name: String,
    pub filed: Filed,
    /// Whether it is the place that a record of this id has among those.
    pub in_place: bool,
}

impl Where {
    /// A fault of what is kept there as a whole.
    pub(super) fn fault(&self, rule: &str, severity: Severity, message: String, hint: Option<String>) -> Fault {
        Fault { file: self.name.clone(), line: 0, column: 0, severity, rule: rule.to_string(), message, hint }
    }
}

/// What is kept in one place under a record's id.
#[derive(Debug)]
pub struct Found {
    pub at: Where,
    pub stored: Result<Stored, StoreError>,
}
