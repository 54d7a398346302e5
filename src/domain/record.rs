//! A record: a short header that never changes, and the entries in the order they were written.

use serde::{Deserialize, Serialize};

use super::event::{Entry, Event};
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
    /// The council's case reference of the child, as it was first typed; empty where it is about no one child. A
    /// correction of it is a fact of the first event.
    pub child: String,
}

impl Header {
    /// The child, where it is about one.
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
    /// The entries with the child as it was first typed in the first one, where a correction has put another in its
    /// place: what was struck can then be read beside what stands.
    pub fn told(&self) -> Vec<Entry> {
        let mut entries = self.entries.clone();
        let otherwise = |entry: &Entry| match &entry.event {
            Event::Corrected(facts) => facts.corrects == 1 && facts.set.contains_key("child"),
            _ => false,
        };
        let corrected = entries.iter().any(otherwise);
        match entries.first_mut().map(|entry| &mut entry.event).filter(|_| corrected) {
            Some(Event::Raised(facts)) => facts.child = Some(self.header.child.clone()),
            Some(Event::Praised(facts)) => facts.child = Some(self.header.child.clone()),
            _ => {}
        }
        entries
    }

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
