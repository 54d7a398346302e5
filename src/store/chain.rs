//! The chain of digests within a record. Each event has in `prev` the digest of the event before it, so that a change
//! made by hand is noticed, and at which event. Digests are taken of content and not of YAML, so people are free to
//! change quoting, comments and line ends. Every kind of store uses these digests.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::domain::event::Entry;
use crate::domain::record::{Header, Record};

/// The SHA-256 of an event with everything before it; of the header, if there is no event before.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

/// What an event says about the events before it, beside its own facts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seal {
    /// The digest of the event before. `None` in records that were written before there were digests.
    pub prev: Option<Digest>,
    /// Events edited by hand that somebody accepted as they are.
    pub accepts: Vec<Accepted>,
}

/// An accepted edit: the number of the edited event, 0 for the header, and its digest when it was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accepted {
    pub event: u32,
    pub digest: Digest,
}

/// An event whose digest differs from the `prev` of the event after it; 0 is the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break {
    pub event: u32,
    /// The number of the event that accepts it as it is.
    pub accepted_by: Option<u32>,
}

/// A record's digests: that of the header, then that of each event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    // INVARIANT: never empty.
    digests: Vec<Digest>,
    seals: Vec<Seal>,
}

#[cfg(feature = "postgres")]
impl Digest {
    pub(super) fn bytes(self) -> [u8; 32] {
        self.0
    }
}

impl Chain {
    pub fn of(record: &Record, seals: &[Seal]) -> Chain {
        let mut chain = Chain { digests: vec![digest(&header_text(&record.header))], seals: Vec::new() };
        for (index, entry) in record.entries.iter().enumerate() {
            chain.push(entry, seals.get(index).cloned().unwrap_or_default());
        }
        chain
    }

    /// Adds an event. Its digest is calculated from the `prev` of its seal, if it has one, rather than from the event
    /// that is really before it. A changed event then shows up alone, without all those after it.
    pub fn push(&mut self, entry: &Entry, seal: Seal) {
        let prev = seal.prev.unwrap_or_else(|| self.head());
        self.digests.push(digest(&entry_text(entry, prev, &seal.accepts)));
        self.seals.push(seal);
    }

    /// The digest of the last event, which covers the whole record.
    pub fn head(&self) -> Digest {
        self.digests[self.digests.len() - 1]
    }

    /// The digest of an event, of the header for 0; `None` if there is no such event.
    pub fn of_event(&self, number: u32) -> Option<Digest> {
        self.digests.get(number as usize).copied()
    }

    pub fn events(&self) -> u32 {
        self.seals.len() as u32
    }

    /// Whether the first event has a `prev`. False for records that were begun before there were digests.
    pub fn is_sealed(&self) -> bool {
        self.seals.first().is_some_and(|seal| seal.prev.is_some())
    }

    /// How many events have no `prev`.
    pub fn unsealed(&self) -> usize {
        self.seals.iter().filter(|seal| seal.prev.is_none()).count()
    }

    /// Every event whose digest differs from the `prev` of the next one.
    pub fn breaks(&self) -> Vec<Break> {
        let vouched = self.digests.iter().zip(&self.seals).enumerate();
        let broken = vouched.filter(|(_, (digest, seal))| seal.prev.is_some_and(|prev| prev != **digest));
        broken.map(|(event, _)| event as u32).map(|event| Break { event, accepted_by: self.accepted(event) }).collect()
    }

    /// The number of the first later event that accepts this one as it is now.
    pub fn accepted(&self, event: u32) -> Option<u32> {
        let now = self.of_event(event)?;
        let later = (1..).zip(&self.seals).filter(|(number, _)| *number > event);
        let mut accepting = later.filter(|(_, seal)| seal.accepts.contains(&Accepted { event, digest: now }));
        accepting.next().map(|(number, _)| number)
    }
}

/// The exact text that the digest of a header is taken of.
pub(super) fn header_text(header: &Header) -> String {
    canonical(json!({
        "id": header.id.to_string(),
        "kind": value(&header.kind),
        "policy": header.policy,
        "policy_version": header.policy_version,
        "child": header.child,
    }))
}

/// The exact text that the digest of an event is taken of.
pub(super) fn entry_text(entry: &Entry, prev: Digest, accepts: &[Accepted]) -> String {
    let mut content = facts_of(entry);
    content.insert("prev".into(), prev.to_string().into());
    if !accepts.is_empty() {
        content.insert("accepts".into(), written(accepts));
    }
    canonical(Value::Object(content))
}

/// The content of an event, without its seal.
pub(super) fn facts_of(entry: &Entry) -> Map<String, Value> {
    let mut keys = Map::new();
    keys.insert("number".into(), entry.number.into());
    keys.insert("event".into(), entry.event.word().into());
    keys.insert("at".into(), entry.at.to_string().into());
    keys.insert("recorded_at".into(), entry.recorded_at.to_string().into());
    keys.insert("by".into(), entry.by.clone().into());
    keys.extend(entry.event.facts());
    let mut list = |key: &str, items: Value| {
        if items.as_array().is_none_or(|items| !items.is_empty()) {
            keys.insert(key.into(), items);
        }
    };
    list("confirmed", value(&entry.confirmed));
    if let Some(overridden) = &entry.overridden {
        list("overridden", value(overridden));
    }
    list("warned", value(&entry.warned));
    list("clocks", value(&entry.clocks));
    keys
}

/// A part as JSON. One that can't be converted becomes `null`, which reading back and comparing then finds.
pub(super) fn value<T: Serialize>(part: &T) -> Value {
    serde_json::to_value(part).unwrap_or_default()
}

/// Accepted edits in the form that a record file has them.
pub(super) fn written(accepts: &[Accepted]) -> Value {
    accepts.iter().map(|one| json!({"event": one.event, "digest": one.digest.to_string()})).collect()
}

fn digest(text: &str) -> Digest {
    Digest(Sha256::digest(text.as_bytes()).into())
}

/// JSON without spaces, with keys sorted by their bytes.
fn canonical(mut content: Value) -> String {
    content.sort_all_objects();
    content.to_string()
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        let digits = digits.map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]));
        f.write_str(&digits.collect::<String>())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// The text is not a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a digest has 64 digits from 0 to f")]
pub struct NotADigest;

impl FromStr for Digest {
    type Err = NotADigest;

    fn from_str(text: &str) -> Result<Digest, NotADigest> {
        let digit = |letter: u8| match letter {
            b'0'..=b'9' => Ok(letter - b'0'),
            b'a'..=b'f' => Ok(letter - b'a' + 10),
            _ => Err(NotADigest),
        };
        if text.len() != 64 {
            return Err(NotADigest);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Ok(Digest(bytes))
    }
}
