//! What a store must be able to do to be copied from and to, beyond what commands ask of it.

use super::contract::Store;
use super::error::StoreError;
use super::records::Stored;
use super::tombstone::Tombstone;
use crate::domain::id::DisputeId;

/// A store that can be copied from and to.
pub trait Transfer: Store {
    /// These records, each with its file if somebody edited that by hand: its text can't be reproduced from the events.
    ///
    /// # Errors
    /// A record can't be read.
    fn load_to_copy(&self, ids: &[DisputeId]) -> Result<Vec<(Stored, Option<Original>)>, StoreError>;

    /// Every whole line of the ledger, as its digest and its text.
    ///
    /// # Errors
    /// The ledger can't be read.
    fn ledger_lines(&self) -> Result<Vec<(String, String)>, StoreError>;

    /// The names of all small files.
    ///
    /// # Errors
    /// The store can't be searched.
    fn small_files(&self) -> Result<Vec<String>, StoreError>;

    /// Checks that the user has the rights to write a whole copy.
    ///
    /// # Errors
    /// A right is missing; the store can't be asked.
    fn may_take_over(&self) -> Result<(), StoreError> {
        Ok(())
    }

    /// Marks the store as being copied into: until `finish`, nothing else reads or writes here.
    ///
    /// # Errors
    /// The store is busy or can't be written.
    fn begin(&self, _from: &str) -> Result<(), StoreError> {
        Ok(())
    }

    /// Marks the copy as complete.
    ///
    /// # Errors
    /// The store is busy or can't be written.
    fn finish(&self) -> Result<(), StoreError> {
        Ok(())
    }

    /// Writes records that are new here, or the new events of those that are not.
    ///
    /// # Errors
    /// The store is busy or can't be written.
    fn write_records(&self, cargo: &[RecordToCopy]) -> Result<(), StoreError>;

    /// Writes tombstones, small files, and the lines that the ledger lacks.
    ///
    /// # Errors
    /// The store is busy or can't be written.
    fn write_rest(&self, rest: &Rest) -> Result<(), StoreError>;
}

/// A record to be copied.
pub struct RecordToCopy {
    pub stored: Stored,
    pub original: Option<Original>,
    /// How many of its events the target already has.
    pub had: u32,
}

/// The file of a record as somebody edited it, and how many events it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    pub events: u32,
    pub bytes: Vec<u8>,
}

/// What is copied after the records.
pub struct Rest {
    pub tombstones: Vec<Tombstone>,
    pub files: Vec<(String, Vec<u8>)>,
    /// Lines of the ledger that the target doesn't have yet: digest and text.
    pub lines: Vec<(String, String)>,
}
