//! Reads a record that is as this program writes it, in half the time: without the places that only a fault needs.
//! Whatever is in any way unusual is left to the full reader, so that there is one judge of what a record is.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::read::{Reading, named_in};
use super::seal::{Accepted, Seal};
use super::{ENVELOPE, HEADER, value};
use crate::domain::event::{Entry, Event};
use crate::domain::record::{FORMAT, Header, Record};
use crate::store::yaml;

/// The record, or `None` where the full reader has to look at it.
pub(super) fn read(file: &str, text: &str) -> Option<Reading> {
    let Value::Object(mut root) = yaml::parse_plain(text)? else { return None };
    if root.get("format")?.as_u64()? != u64::from(FORMAT) || root.keys().any(|key| !HEADER.contains(&key.as_str())) {
        return None;
    }
    let header = Header {
        id: text_of(&mut root, "id")?.parse().ok()?,
        kind: same(root.remove("kind")?)?,
        policy: text_of(&mut root, "policy")?,
        policy_version: text_of(&mut root, "policy_version")?,
        child: text_of(&mut root, "child")?,
    };
    if named_in(file).is_some_and(|named| named != header.id) {
        return None;
    }
    let Value::Array(items) = root.remove("events")? else { return None };
    let mut seals = Vec::with_capacity(items.len());
    let mut entries = Vec::with_capacity(items.len());
    for (number, item) in (1..).zip(items) {
        let (entry, seal) = entry(number, item)?;
        entries.push(entry);
        seals.push(seal);
    }
    let record = Record { header, entries };
    (!record.entries.is_empty()).then_some(Reading { record, seals, newer: None })
}

fn entry(number: u32, item: Value) -> Option<(Entry, Seal)> {
    let Value::Object(mut keys) = item else { return None };
    if keys.get("number")?.as_u64()? != u64::from(number) {
        return None;
    }
    let word = text_of(&mut keys, "event")?;
    let at = text_of(&mut keys, "at")?.parse().ok()?;
    let recorded_at = text_of(&mut keys, "recorded_at")?.parse().ok()?;
    let by = text_of(&mut keys, "by")?;
    let confirmed = optional(&mut keys, "confirmed")?.unwrap_or_default();
    let overridden = optional(&mut keys, "overridden")?;
    let warned = optional(&mut keys, "warned")?.unwrap_or_default();
    let clocks = optional(&mut keys, "clocks")?.unwrap_or_default();
    let prev = match keys.remove("prev") {
        Some(Value::String(prev)) => Some(prev.parse().ok()?),
        Some(_) => return None,
        None => None,
    };
    let accepts = match keys.remove("accepts") {
        Some(Value::Array(items)) => items.iter().map(accepted).collect::<Option<Vec<_>>>()?,
        Some(_) => return None,
        None => Vec::new(),
    };
    keys.retain(|key, _| !ENVELOPE.contains(&key.as_str()));
    let given = keys.clone();
    let event = Event::from_facts(&word, keys).ok()?;
    if event.facts() != given {
        return None;
    }
    let entry = Entry { number, at, recorded_at, by, event, confirmed, overridden, warned, clocks };
    Some((entry, Seal { prev, accepts }))
}

fn accepted(item: &Value) -> Option<Accepted> {
    let event = u32::try_from(item.get("event")?.as_u64()?).ok()?;
    Some(Accepted { event, digest: item.get("digest")?.as_str()?.parse().ok()? })
}

fn text_of(map: &mut Map<String, Value>, key: &str) -> Option<String> {
    match map.remove(key)? {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// A value that may be left out; the outer `None` is for the full reader.
#[expect(clippy::option_option, reason = "absent and unusual are different answers")]
fn optional<T: DeserializeOwned + Serialize>(map: &mut Map<String, Value>, key: &str) -> Option<Option<T>> {
    match map.remove(key) {
        Some(given) => same(given).map(Some),
        None => Some(None),
    }
}

/// A value that would be written just as it stands there.
fn same<T: DeserializeOwned + Serialize>(given: Value) -> Option<T> {
    let made: T = serde_json::from_value(given.clone()).ok()?;
    (value(&made) == given).then_some(made)
}
