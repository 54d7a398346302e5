//! A record: a short header that never changes, and the entries in the order they were written.

use serde::{Deserialize, Serialize};

use super::event::Entry;
use super::id::DisputeId;
use super::time::Moment;

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
    /// The council's case reference of the child; empty where it is about no one child.
    pub child: String,
}

impl Header {
    /// The child, where it is about one.
    pub fn child(&self) -> Option<&str> {
        Some(self.child.as_str()).filter(|child| !child.is_empty())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Dispute,
    Praise,
}

impl Record {
    /// Leaves out what happened after a moment, and everything that follows it.
    pub fn cut_off(&mut self, at: Moment) {
        let later = in_time(&self.entries).position(|(_, reached)| at.is_before(&reached.at));
        self.entries.truncate(later.unwrap_or(self.entries.len()));
    }
}

/// Entries with a date before that of one above them, each with that one.
pub fn misplaced(entries: &[Entry]) -> impl Iterator<Item = (&Entry, &Entry)> {
    in_time(entries).filter(|(entry, reached)| entry.at.is_before(&reached.at))
}

/// Each entry, with the one that says how far time had come by then.
fn in_time(entries: &[Entry]) -> impl Iterator<Item = (&Entry, &Entry)> {
    let mut furthest: Option<&Entry> = None;
    entries.iter().map(move |entry| {
        let reached = furthest.filter(|before| entry.at.following(before.at) == before.at).unwrap_or(entry);
        furthest = Some(reached);
        (entry, reached)
    })
}
