//! Disputes from an old log: read from a table and recorded through the same steps as any other, so that no record gets
//! anything that could not have been recorded.

mod columns;
mod play;

pub use columns::{NoLog, Read, read};
pub use play::{Import, Played, play};

use super::event::{Raised, Resolved};
use super::steps::{Escalate, Respond};
use super::time::Date;

/// A dispute as it is in an old log.
#[derive(Debug, Clone)]
pub struct OldDispute {
    /// Its reference in the log, by which it is recognised when the log is imported again.
    pub key: String,
    pub line: usize,
    pub child: String,
    /// The protocol, if the log names it.
    pub policy: Option<String>,
    pub raised_on: Date,
    pub raised_by: Option<String>,
    pub facts: Raised,
    /// What happened since, in the order of the dates.
    pub steps: Vec<OldStep>,
}

/// One step of it, with its line in the log.
#[derive(Debug, Clone)]
pub struct OldStep {
    pub line: usize,
    pub on: Date,
    pub what: OldDeed,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum OldDeed {
    Answered(Respond),
    Escalated(Escalate),
    Resolved(Resolved),
    Withdrawn(String),
}

impl OldDeed {
    /// The command that records it.
    pub fn word(&self) -> &'static str {
        match self {
            OldDeed::Answered(_) => "respond",
            OldDeed::Escalated(_) => "escalate",
            OldDeed::Resolved(_) => "resolve",
            OldDeed::Withdrawn(_) => "withdraw",
        }
    }
}

/// The note that says where a record was imported from.
pub fn mark(key: &str, line: usize, from: &str) -> String {
    format!("{MARK}{key} (row {line} of {from})")
}

/// The reference in the log, if the note is one that `mark` made.
pub fn key_of(note: &str) -> Option<&str> {
    note.strip_prefix(MARK)?.rsplit_once(" (row ").map(|(key, _)| key)
}

const MARK: &str = "Imported: ";
