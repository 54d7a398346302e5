//! What lies in a store and isn't read, although it may be a record or the store's own: what it is, and what to do.

use crate::domain::id::DisputeId;

/// Something that may be a record, or contain some, but isn't read under its present name; or a record that is missing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unplaced {
    /// Its path, for a person.
    pub name: String,
    pub may_be: MayBe,
    /// What to do about it.
    pub hint: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MayBe {
    /// A file or a folder in the wrong place, or under the wrong name.
    Misplaced(Misplaced),
    /// A record that was written here and is missing.
    Lost(DisputeId),
    /// The record that was written here last, missing together with the ledger.
    LostWithLedger(DisputeId),
    /// The file of a record that was removed for good, put back later.
    Removed(DisputeId),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Misplaced {
    /// Its name contains this id, as those of copies do that sync clients or editors make. It may be the record itself,
    /// or another with its number.
    CopyOf(DisputeId),
    /// A record under a name that none has.
    Record,
    /// This record, outside the folders in which records are read, and nowhere else.
    OutOfPlace(DisputeId),
    /// A folder with records that are nowhere else.
    FolderOfRecords,
    /// A copy of this file of the store: of its settings, closing days or ledger.
    CopyBeside(&'static str),
}

/// What to do if the records and the ledger are gone together.
pub const LOST_WITH_LEDGER: &str =
    "look where the store's files are, or take them all from a backup, before anything is written here";

impl Unplaced {
    /// What it is, in a sentence.
    pub fn message(&self) -> String {
        let name = &self.name;
        match self.may_be {
            MayBe::Misplaced(misplaced) => format!("`{name}` {}", misplaced.what()),
            MayBe::Removed(id) => format!("`{id}` was removed for good, and its file is there: `{name}`"),
            MayBe::Lost(id) => format!("the record of `{id}` was here, as the ledger says, and is gone: `{name}`"),
            MayBe::LostWithLedger(id) => {
                format!("`{id}` was written here last, and neither it nor the ledger is there: `{name}`")
            }
        }
    }
}

impl Misplaced {
    /// What it is, after its name.
    pub fn what(self) -> String {
        match self {
            Misplaced::CopyOf(id) => format!("may be a copy of `{id}`, and is not read"),
            Misplaced::Record => "may be a record, and is not read: its name is not `YYYY-NNNN.yaml`".to_string(),
            Misplaced::OutOfPlace(id) => {
                format!("is the record of `{id}`, outside the folders of records, and is not read")
            }
            Misplaced::FolderOfRecords => "holds records that stand nowhere else, and is not read".to_string(),
            Misplaced::CopyBeside(own) => format!("may be a copy of the store's `{own}`, and is not read"),
        }
    }
}
