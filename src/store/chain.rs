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
use crate::domain::terms::EntryNumber;

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

/// A part of a record with a digest of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordPart {
    Header,
    Event(EntryNumber),
}

impl RecordPart {
    /// Its number in files and JSON: that of the event, 0 for the header.
    pub fn number(self) -> u32 {
        match self {
            RecordPart::Header => 0,
            RecordPart::Event(number) => number.into(),
        }
    }
}

impl From<u32> for RecordPart {
    fn from(number: u32) -> RecordPart {
        match number {
            0 => RecordPart::Header,
            number => RecordPart::Event(number.into()),
        }
    }
}

impl From<EntryNumber> for RecordPart {
    fn from(number: EntryNumber) -> RecordPart {
        RecordPart::Event(number)
    }
}

/// An edit that somebody accepted: the part that was edited, and its digest at that time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accepted {
    pub part: RecordPart,
    pub digest: Digest,
}

/// A part whose digest differs from the `prev` of the event after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break {
    pub part: RecordPart,
    /// The number of the event that accepts it as it is.
    pub accepted_by: Option<EntryNumber>,
}

/// A record's digests: that of the header, then that of each event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    // INVARIANT: never empty.
    digests: Vec<Digest>,
    seals: Vec<Seal>,
}

/// The end of a record's chain: all that is needed to add events to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainEnd {
    /// How many events there are.
    pub events: u32,
    /// The digest of the last, which covers the whole record; of the header, if there are no events.
    pub head: Digest,
}

impl ChainEnd {
    /// The chain of a record without events.
    pub fn of_header(header: &Header) -> ChainEnd {
        ChainEnd { events: 0, head: digest(&header_text(header)) }
    }

    /// The end of `Chain::of`, without the digests of the events before the last that has a `prev`.
    pub fn of(record: &Record, seals: &[Seal]) -> ChainEnd {
        let known = &seals[..seals.len().min(record.entries.len())];
        let from = known.iter().rposition(|seal| seal.prev.is_some()).unwrap_or(0);
        let mut end = ChainEnd { events: from as u32, ..ChainEnd::of_header(&record.header) };
        for (entry, seal) in sealed(&record.entries, seals).skip(from) {
            end.push(entry, seal);
        }
        end
    }

    /// Adds an event. Its digest is calculated from the `prev` of its seal, if it has one, rather than from the event
    /// that is really before it. A changed event then shows up alone, without all those after it.
    ///
    /// Returns the text that the digest is taken of.
    pub fn push(&mut self, entry: &Entry, seal: &Seal) -> String {
        let text = entry_text(entry, seal.prev.unwrap_or(self.head), &seal.accepts);
        self.head = digest(&text);
        self.events += 1;
        text
    }

    /// Adds a new event, and returns the seal it gets.
    pub fn seal(&mut self, entry: &Entry, accepts: Vec<Accepted>) -> Seal {
        let seal = Seal { prev: Some(self.head), accepts };
        self.push(entry, &seal);
        seal
    }
}

#[cfg(feature = "postgres")]
impl Digest {
    pub(super) fn of_bytes(bytes: [u8; 32]) -> Digest {
        Digest(bytes)
    }

    pub(super) fn bytes(self) -> [u8; 32] {
        self.0
    }
}

impl Chain {
    pub fn of(record: &Record, seals: &[Seal]) -> Chain {
        let mut end = ChainEnd::of_header(&record.header);
        let mut chain = Chain { digests: vec![end.head], seals: Vec::new() };
        for (entry, seal) in sealed(&record.entries, seals) {
            end.push(entry, seal);
            chain.digests.push(end.head);
            chain.seals.push(seal.clone());
        }
        chain
    }

    /// The digest of the last event, which covers the whole record.
    pub fn head(&self) -> Digest {
        self.digests[self.digests.len() - 1]
    }

    /// The digest of a part; `None` if there is no such event.
    pub fn of_part(&self, part: RecordPart) -> Option<Digest> {
        self.digests.get(part.number() as usize).copied()
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

    /// Every part whose digest differs from the `prev` of the next event.
    pub fn breaks(&self) -> Vec<Break> {
        let vouched = (0..).map(RecordPart::from).zip(self.digests.iter().zip(&self.seals));
        let broken = vouched.filter(|(_, (digest, seal))| seal.prev.is_some_and(|prev| prev != **digest));
        broken.map(|(part, _)| Break { part, accepted_by: self.accepted(part) }).collect()
    }

    /// The number of the first later event that accepts this part as it is now.
    pub fn accepted(&self, part: RecordPart) -> Option<EntryNumber> {
        let now = self.of_part(part)?;
        let later = (1..).zip(&self.seals).skip(part.number() as usize);
        let mut accepting = later.filter(|(_, seal)| seal.accepts.contains(&Accepted { part, digest: now }));
        accepting.next().map(|(number, _)| EntryNumber::from(number))
    }
}

/// Events with their seals. Those that were written before there were digests have none, which is an empty one here.
pub(super) fn sealed<'r>(entries: &'r [Entry], seals: &'r [Seal]) -> impl Iterator<Item = (&'r Entry, &'r Seal)> {
    static NONE: Seal = Seal { prev: None, accepts: Vec::new() };
    entries.iter().zip(seals.iter().chain(std::iter::repeat(&NONE)))
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
fn entry_text(entry: &Entry, prev: Digest, accepts: &[Accepted]) -> String {
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
    keys.insert("number".into(), value(&entry.number));
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
    accepts.iter().map(|one| json!({"event": one.part.number(), "digest": one.digest.to_string()})).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::samples::{id, note, raised};

    /// Records begun before there were digests, edited ones, and those that went to and fro between versions.
    #[test]
    fn the_end_of_a_chain_is_that_of_the_whole() {
        const EVENTS: u32 = 5;
        let mut record = raised(id("2026-0001"));
        record.entries.extend((2..=EVENTS).map(|number| note(number, &format!("Note {number}"))));
        for sealed in 0..1 << EVENTS {
            let seal = |at: u32| Seal {
                prev: (sealed >> at & 1 == 1).then(|| digest(&format!("whatever came before {at}"))),
                accepts: vec![Accepted { part: RecordPart::from(at), digest: digest("edited") }],
            };
            let seals: Vec<Seal> = (0..EVENTS).map(seal).collect();
            for known in 0..=seals.len() {
                let chain = Chain::of(&record, &seals[..known]);
                let end = ChainEnd { events: chain.events(), head: chain.head() };
                assert_eq!(ChainEnd::of(&record, &seals[..known]), end, "{sealed:b}, {known}");
            }
        }
    }
}
