//! One record as one YAML file: a header, then the events as a list that only ever grows at its end. What is to be
//! written is read back and compared with what was meant before anybody gets to see it.

mod append;
mod blame;
mod keys;
mod outline;
mod read;
#[cfg(test)]
mod tests;

pub use append::{NotAppended, append};
pub use outline::{Outline, outline};
pub use read::{Reading, Unreadable, read};

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::yaml::{self, YamlFault};
use crate::domain::event::Entry;
use crate::domain::record::{FORMAT, Record};

/// The keys of a record, in the order they are written.
const HEADER: [&str; 7] = ["format", "id", "kind", "policy", "policy_version", "child", "events"];

/// The keys that every event may have; all others are facts of its kind.
const ENVELOPE: [&str; 9] =
    ["number", "event", "at", "recorded_at", "by", "confirmed", "overridden", "warned", "clocks"];

/// What would be written would not be read as what was meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unfaithful(pub String);

/// The file of a new record.
///
/// # Errors
/// The text would not be read back as this record.
pub fn compose(file: &str, record: &Record) -> Result<Vec<u8>, Unfaithful> {
    let bytes = write(record).map_err(|fault| Unfaithful(fault.message))?.into_bytes();
    compare(file, &bytes, record)?;
    Ok(bytes)
}

/// A record as text, unchecked.
fn write(record: &Record) -> Result<String, YamlFault> {
    let header = &record.header;
    yaml::write(&json!({
        "format": FORMAT,
        "id": header.id.to_string(),
        "kind": value(&header.kind),
        "policy": header.policy,
        "policy_version": header.policy_version,
        "child": header.child,
        "events": record.entries.iter().map(item).collect::<Vec<_>>(),
    }))
}

/// One event as it stands in the list: when and who, what happened, and what came of it.
fn item(entry: &Entry) -> Value {
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
    Value::Object(keys)
}

/// A value that fails to convert becomes nothing, which the comparison then finds.
fn value<T: Serialize>(part: &T) -> Value {
    serde_json::to_value(part).unwrap_or_default()
}

fn compare(file: &str, bytes: &[u8], meant: &Record) -> Result<(), Unfaithful> {
    if bytes.len() as u64 > yaml::LARGEST {
        return Err(Unfaithful(format!("the record would grow beyond {} MB", yaml::LARGEST / (1024 * 1024))));
    }
    match read(file, bytes) {
        Ok(reading) if reading.record == *meant => Ok(()),
        Ok(reading) => Err(Unfaithful(difference(&reading.record, meant))),
        Err(Unreadable::Newer(format)) => Err(Unfaithful(format!("it would be of format {format}"))),
        Err(Unreadable::Damaged(faults)) => Err(Unfaithful(faults.first().map_or_else(
            || "it could not be read again".to_string(),
            |fault| format!("line {} would be wrong: {}", fault.line, fault.message),
        ))),
    }
}

/// Says where two records part.
fn difference(read: &Record, meant: &Record) -> String {
    if read.header != meant.header {
        return "the header would read differently".to_string();
    }
    let same = read.entries.iter().zip(&meant.entries).take_while(|(a, b)| a == b);
    format!("event {} would read differently", same.count() + 1)
}
