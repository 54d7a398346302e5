//! What reading a record file returns, whichever reader is used.

use std::path::Path;

use crate::domain::fault::Fault;
use crate::domain::id::DisputeId;
use crate::domain::record::Record;
use crate::store::chain::Seal;

/// The content of a record file.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    pub record: Record,
    /// For each event, what it says about those before it.
    pub seals: Vec<Seal>,
    /// The file's format, if it is newer than this program's; the file must then not be written to.
    pub newer: Option<u32>,
}

/// Why a file can't be read as a record.
#[derive(Debug, Clone, PartialEq)]
pub enum Unreadable {
    Damaged(Vec<Fault>),
    /// It has this newer format, and differs too much to be read.
    Newer(u32),
}

/// The id in a file's name; `None` if the name isn't an id.
pub(super) fn named_in(file: &str) -> Option<DisputeId> {
    Path::new(file).file_stem()?.to_str()?.parse().ok()
}
