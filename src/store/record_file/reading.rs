//! What reading a record's file gives, whichever way it is read.

use std::path::Path;

use crate::domain::fault::Fault;
use crate::domain::id::DisputeId;
use crate::domain::record::Record;
use crate::store::chain::Seal;

/// A record as its file has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    pub record: Record,
    /// What each event says about those before it.
    pub seals: Vec<Seal>,
    /// The file's format, if it is newer than this program knows: it must not be written then.
    pub newer: Option<u32>,
}

/// Why a file is not a record to this program.
#[derive(Debug, Clone, PartialEq)]
pub enum Unreadable {
    Damaged(Vec<Fault>),
    /// Of this newer format, and too different to be read.
    Newer(u32),
}

/// The id that a file's name gives it.
pub(super) fn named_in(file: &str) -> Option<DisputeId> {
    Path::new(file).file_stem()?.to_str()?.parse().ok()
}
