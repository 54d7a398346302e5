//! One record as one YAML file: a header, then the list of events, to which events are only ever added at the end.
//! Before a text is written, it is read back and compared with the intended record.

mod append;
mod blame;
mod canonical;
mod keys;
mod outline;
mod read;
mod reading;
#[cfg(test)]
mod tests;

pub use append::{NotAppended, append};
pub use outline::{Outline, outline};
pub use read::read;
pub use reading::{Reading, Unreadable};

use serde_json::{Value, json};

use super::chain::{ChainEnd, Seal, facts_of, value, written};
use super::yaml::{self, YamlFault};
use crate::domain::event::Entry;
use crate::domain::record::{FORMAT, Record};

/// The keys of a record, in the order in which they are written.
const HEADER: [&str; 7] = ["format", "id", "kind", "policy", "policy_version", "child", "events"];

/// The message for an empty file. `repair_hint` recognises the fault by it.
pub(super) const EMPTY: &str = "the file is empty";

/// The keys that every kind of event may have; all other keys are facts of its kind.
const ENVELOPE: [&str; 11] =
    ["number", "event", "at", "recorded_at", "by", "confirmed", "overridden", "warned", "clocks", "accepts", "prev"];

/// The bytes of a file to write, and the end of its chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    pub bytes: Vec<u8>,
    pub end: ChainEnd,
}

/// The text would not be read back as the intended record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unfaithful(pub String);

/// The file of a new record.
///
/// # Errors
/// The text would not be read back as this record.
pub fn compose(file: &str, record: &Record) -> Result<Composed, Unfaithful> {
    let mut end = ChainEnd::of_header(&record.header);
    let seals: Vec<Seal> = record.entries.iter().map(|entry| end.seal(entry, Vec::new())).collect();
    let bytes = write(record, &seals).map_err(|fault| Unfaithful(fault.message))?.into_bytes();
    compare(read::read_in_full(file, &bytes), &bytes, record, &seals)?;
    Ok(Composed { bytes, end })
}

/// The file of a record from another store, with the seals that its events have there.
///
/// # Errors
/// The text would not be read back as this record.
#[cfg(feature = "postgres")]
pub fn rewrite(file: &str, record: &Record, seals: &[Seal]) -> Result<Vec<u8>, Unfaithful> {
    let bytes = write(record, seals).map_err(|fault| Unfaithful(fault.message))?.into_bytes();
    compare(read(file, &bytes), &bytes, record, seals)?;
    Ok(bytes)
}

/// A record as text, not yet compared with what would be read back.
fn write(record: &Record, seals: &[Seal]) -> Result<String, YamlFault> {
    let header = &record.header;
    let items = record.entries.iter().zip(seals).map(|(entry, seal)| item(entry, seal));
    yaml::write(&json!({
        "format": FORMAT,
        "id": header.id.to_string(),
        "kind": value(&header.kind),
        "policy": header.policy,
        "policy_version": header.policy_version,
        "child": header.child,
        "events": items.collect::<Vec<_>>(),
    }))
}

/// One event as an item of the list: when, by whom, what happened, its effects, and the digest of the event before.
fn item(entry: &Entry, seal: &Seal) -> Value {
    let mut keys = facts_of(entry);
    if !seal.accepts.is_empty() {
        keys.insert("accepts".into(), written(&seal.accepts));
    }
    if let Some(prev) = seal.prev {
        keys.insert("prev".into(), prev.to_string().into());
    }
    Value::Object(keys)
}

/// The size that a record may reach by events that don't move the dispute, in bytes. The rest is reserved for ending
/// it.
const LARGEST_BUT_FOR_MOVES: u64 = yaml::LARGEST - 512 * 1024;

/// Compares what would be read back from a text with the intended record.
fn compare(
    reading: Result<Reading, Unreadable>,
    bytes: &[u8],
    meant: &Record,
    seals: &[Seal],
) -> Result<(), Unfaithful> {
    let most = yaml::LARGEST / (1024 * 1024);
    let moves = meant.entries.last().is_some_and(|entry| entry.event.moves());
    match bytes.len() as u64 {
        size if size > yaml::LARGEST => {
            return Err(Unfaithful(format!("the record would grow beyond {most} MB")));
        }
        size if size > LARGEST_BUT_FOR_MOVES && !moves => {
            return Err(Unfaithful(format!(
                "a record may have {most} MB, and the room that is left in it is for escalating and ending the dispute"
            )));
        }
        _ => {}
    }
    match reading {
        Ok(reading) if reading.record == *meant && reading.seals == seals => Ok(()),
        Ok(reading) => Err(Unfaithful(difference(&reading.record, meant))),
        Err(Unreadable::Newer(format)) => Err(Unfaithful(format!("it would be of format {format}"))),
        Err(Unreadable::Damaged(faults)) => Err(Unfaithful(faults.first().map_or_else(
            || "it could not be read again".to_string(),
            |fault| format!("line {} would be wrong: {}", fault.line, fault.message),
        ))),
    }
}

/// The first difference between two records, in words.
fn difference(read: &Record, meant: &Record) -> String {
    if read.header != meant.header {
        return "the header would read differently".to_string();
    }
    let same = read.entries.iter().zip(&meant.entries).take_while(|(a, b)| a == b);
    format!("event {} would read differently", same.count() + 1)
}

/// Whether a file can be read. Panics if the quick and the full reader disagree about it.
#[cfg(test)]
pub fn agrees(file: &str, bytes: &[u8]) -> bool {
    let full = read::read_in_full(file, bytes);
    is_read_alike(file, bytes);
    assert_eq!(read(file, bytes), full);
    full.is_ok()
}

/// Whether the quick reader can read a file. Panics if the full reader disagrees.
#[cfg(test)]
pub fn is_read_alike(file: &str, bytes: &[u8]) -> bool {
    let quick = std::str::from_utf8(bytes).ok().and_then(|text| canonical::read(file, text));
    if let Some(quick) = &quick {
        assert_eq!(Ok(quick), read::read_in_full(file, bytes).as_ref(), "{}", String::from_utf8_lossy(bytes));
    }
    quick.is_some()
}
