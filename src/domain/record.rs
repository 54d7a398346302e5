//! A record: a short header that never changes, and the entries in the order they were written.

use serde::{Deserialize, Serialize};

use super::event::{Entry, Event};
use super::id::DisputeId;

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
    /// The council's case reference of the child, as it was first typed; empty if it is about no one child. A
    /// correction of it is a fact of the first event.
    pub child: String,
}

impl Header {
    /// The child, if it is about one.
    pub fn child(&self) -> Option<&str> {
        Some(self.child.as_str()).filter(|child| !child.is_empty())
    }

    /// The header with the child that the first event says instead, if it does.
    pub(super) fn with_child(&self, corrected: Option<&String>) -> Header {
        let child = corrected.unwrap_or(&self.child).clone();
        Header { child, ..self.clone() }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Dispute,
    Praise,
}

impl Record {
    /// The entries with the child as first typed in the first one, if a correction has replaced it: the struck value
    /// can then be shown beside the current one.
    pub fn told(&self) -> Vec<Entry> {
        let mut entries = self.entries.clone();
        let otherwise = |event: &Event| matches!(event, Event::Corrected(facts) if facts.corrects == 1 && facts.set.contains_key("child"));
        let corrected = entries.iter().any(|entry| otherwise(&entry.event));
        let first = entries.first_mut().map(|entry| &mut entry.event).filter(|_| corrected);
        if let Some(child) = first.and_then(Event::child_mut) {
            *child = Some(self.header.child.clone());
        }
        entries
    }

    /// Whether another one began as this one did, whatever their numbers: they are one record.
    pub fn begins_as(&self, other: &Record) -> bool {
        Header { id: self.header.id, ..other.header.clone() } == self.header
            && self.entries.first() == other.entries.first()
    }

    /// The digest of the policy's text when the record was made; a record of an older version has none.
    pub fn policy_digest(&self) -> Option<&str> {
        self.entries.first()?.event.policy_digest()
    }
}
