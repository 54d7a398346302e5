//! A record: a short header that never changes, and the entries in the order they were written.

use serde::{Deserialize, Serialize};

use super::event::{Entry, Event};
use super::id::DisputeId;
use crate::domain::terms::EntryNumber;

/// The format number that this program writes, and the newest it can read.
pub const FORMAT: u32 = 1;

#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    pub header: Header,
    pub entries: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    pub id: DisputeId,
    pub kind: Kind,
    pub policy: String,
    pub policy_version: String,
    /// The council's case reference for the child, as first typed; empty if the record is not about one child. A
    /// correction of it goes into the first event's `child`.
    pub child: String,
}

impl Header {
    /// The child's case reference; `None` if the record is not about one child.
    pub fn child(&self) -> Option<&str> {
        Some(self.child.as_str()).filter(|child| !child.is_empty())
    }

    /// The header with its child replaced by a correction, if there is one.
    pub(super) fn with_child(&self, corrected: Option<&String>) -> Header {
        let child = corrected.unwrap_or(&self.child).clone();
        Header { child, ..self.clone() }
    }
}

/// What a record is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Dispute,
    Praise,
}

impl Record {
    /// The entries as a log shows them: if the child was corrected, the first one carries the child as first typed, so
    /// that the struck value can be shown beside the new one.
    pub fn entries_for_log(&self) -> Vec<Entry> {
        let mut entries = self.entries.clone();
        let otherwise = |event: &Event| matches!(event, Event::Corrected(facts) if facts.corrects == EntryNumber::FIRST && facts.set.contains_key("child"));
        let corrected = entries.iter().any(|entry| otherwise(&entry.event));
        let first = entries.first_mut().map(|entry| &mut entry.event).filter(|_| corrected);
        if let Some(child) = first.and_then(Event::child_mut) {
            *child = Some(self.header.child.clone());
        }
        entries
    }

    /// Whether the other record has the same header, apart from the id, and the same first entry: both are then one
    /// record.
    pub fn begins_as(&self, other: &Record) -> bool {
        Header { id: self.header.id, ..other.header.clone() } == self.header
            && self.entries.first() == other.entries.first()
    }

    /// The digest of the policy's text when the record was made; a record of an older version has none.
    pub fn policy_digest(&self) -> Option<&str> {
        self.entries.first()?.event.policy_digest()
    }
}
