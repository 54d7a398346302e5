//! Disputes that were kept somewhere else before: read from a table, and taken through the domain step by step like any
//! other, so that nothing gets into a record that could not have been recorded.

mod columns;
mod play;

pub use columns::{NoLog, Read, read};
pub use play::{Import, Played, play};

use super::event::{Raised, Resolved};
use super::steps::{Escalate, Respond};
use super::time::Date;

/// A dispute as an old log has it.
#[derive(Debug, Clone)]
pub struct OldDispute {
    /// What the log calls it: by this it is known when the log is imported again.
    pub key: String,
    pub line: usize,
    pub child: String,
    /// The protocol, where the log says it.
    pub policy: Option<String>,
    pub raised_on: Date,
    pub raised_by: Option<String>,
    pub facts: Raised,
    /// What happened since, in the order of the days.
    pub steps: Vec<OldStep>,
}

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

/// What the log calls it, where a note says that it was imported.
pub fn key_of(note: &str) -> Option<&str> {
    note.strip_prefix(MARK)?.rsplit_once(" (row ").map(|(key, _)| key)
}

const MARK: &str = "Imported: ";
