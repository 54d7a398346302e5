//! A record: a short header that never changes, and the entries in the order they were written.

use serde::{Deserialize, Serialize};

use super::event::Entry;
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
