//! Each event vouches for the one before it: its `prev` is the digest of what that one says, so that a change made to
//! history by hand shows, and at which event. Digests are of content, never of YAML: quoting, comments and line ends
//! are a person's own. Whatever keeps records, their digests are these.

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

/// What an event says about those before it, beside its own facts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seal {
    /// The digest of the event before; older records don't have it.
    pub prev: Option<Digest>,
    /// Edits made by hand that somebody means to keep.
    pub accepts: Vec<Accepted>,
}

/// An event as it was when an edit of it was accepted; 0 is the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accepted {
    pub event: u32,
    pub digest: Digest,
}

/// An event that isn't what the one after it says it was; 0 is the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break {
    pub event: u32,
    /// The event that accepts it as it is, if one does.
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

    /// Adds an event. If its seal has the digest of what came before, its own digest is calculated from that: a change
    /// then shows at the one event that was changed, and not at all those after it.
    pub fn push(&mut self, entry: &Entry, seal: Seal) {
        let prev = seal.prev.unwrap_or_else(|| self.head());
        self.digests.push(digest(&entry_text(entry, prev, &seal.accepts)));
        self.seals.push(seal);
    }

    /// The digest of everything.
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

    /// Whether the first event has a seal, as all do that were written since there are seals.
    pub fn is_sealed(&self) -> bool {
        self.seals.first().is_some_and(|seal| seal.prev.is_some())
    }

    /// The events without a seal.
    pub fn unsealed(&self) -> usize {
        self.seals.iter().filter(|seal| seal.prev.is_none()).count()
    }

    /// Every event that isn't what the next one says it was.
    pub fn breaks(&self) -> Vec<Break> {
        let vouched = self.digests.iter().zip(&self.seals).enumerate();
        let broken = vouched.filter(|(_, (digest, seal))| seal.prev.is_some_and(|prev| prev != **digest));
        broken.map(|(event, _)| event as u32).map(|event| Break { event, accepted_by: self.accepted(event) }).collect()
    }

    /// The event that accepts another in its present state.
    pub fn accepted(&self, event: u32) -> Option<u32> {
        let now = self.of_event(event)?;
        let later = (1..).zip(&self.seals).filter(|(number, _)| *number > event);
        let mut accepting = later.filter(|(_, seal)| seal.accepts.contains(&Accepted { event, digest: now }));
        accepting.next().map(|(number, _)| number)
    }
}

/// What the digest of a header is taken of, to the byte.
pub(super) fn header_text(header: &Header) -> String {
    canonical(&json!({
        "id": header.id.to_string(),
        "kind": value(&header.kind),
        "policy": header.policy,
        "policy_version": header.policy_version,
        "child": header.child,
    }))
}

/// What the digest of an event is taken of, to the byte.
pub(super) fn entry_text(entry: &Entry, prev: Digest, accepts: &[Accepted]) -> String {
    let mut content = facts_of(entry);
    content.insert("prev".into(), prev.to_string().into());
    if !accepts.is_empty() {
        content.insert("accepts".into(), written(accepts));
    }
    canonical(&Value::Object(content))
}

/// Everything an event says, without what it says about those before it.
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

/// A value that fails to convert becomes nothing, which the comparison then finds.
pub(super) fn value<T: Serialize>(part: &T) -> Value {
    serde_json::to_value(part).unwrap_or_default()
}

/// Accepted edits as a record has them.
pub(super) fn written(accepts: &[Accepted]) -> Value {
    accepts.iter().map(|one| json!({"event": one.event, "digest": one.digest.to_string()})).collect()
}

fn digest(text: &str) -> Digest {
    Digest(Sha256::digest(text.as_bytes()).into())
}

fn canonical(content: &Value) -> String {
    let mut text = String::new();
    write_canonical(content, &mut text);
    text
}

/// JSON without blanks, its keys in the order of their bytes.
fn write_canonical(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => {
            out.push('{');
            for (nth, (key, value)) in sorted(map).into_iter().enumerate() {
                if nth > 0 {
                    out.push(',');
                }
                out.push_str(&Value::String(key.clone()).to_string());
                out.push(':');
                write_canonical(value, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (nth, item) in items.iter().enumerate() {
                if nth > 0 {
                    out.push(',');
                }
                write_canonical(item, out);
            }
            out.push(']');
        }
        plain => out.push_str(&plain.to_string()),
    }
}

fn sorted(map: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut pairs: Vec<_> = map.iter().collect();
    pairs.sort_unstable_by_key(|(key, _)| *key);
    pairs
}

/// 64 digits from 0 to f.
impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// The text is no digest.
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
