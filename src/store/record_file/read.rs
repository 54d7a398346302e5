//! Reads a record file and collects every error in it. A file in a newer format is read as far as possible, and marked
//! so that nothing is written to it.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::blame::{self, fit, loose_dates};
use super::keys::{Faults, did_you_mean};
use super::reading::{Reading, Unreadable, named_in};
use super::{EMPTY, ENVELOPE, HEADER, canonical};
use crate::domain::event::{Entry, Event};
use crate::domain::record::{FORMAT, Header, Kind, Record};
use crate::domain::terms::EntryNumber;
use crate::store::chain::{Accepted, Seal, value};
use crate::store::yaml::{self, Content, Key, Node, Place};

/// Reads a record: quickly if it is in the form that this program writes, otherwise with the full reader. `file` is the
/// path for messages; if its name is an id, the record must have the same id.
///
/// # Errors
/// All faults, in the order of the file.
pub fn read(file: &str, bytes: &[u8]) -> Result<Reading, Unreadable> {
    let usual = std::str::from_utf8(bytes).ok().filter(|text| text.starts_with("format: ") && !text.contains('\0'));
    match usual.filter(|text| text.len() as u64 <= yaml::LARGEST).and_then(|text| canonical::read(file, text)) {
        Some(reading) => Ok(reading),
        None => read_in_full(file, bytes),
    }
}

/// Reads a record with the YAML library, which knows the place of everything. What this reader says is what counts.
pub(super) fn read_in_full(file: &str, bytes: &[u8]) -> Result<Reading, Unreadable> {
    let mut faults = Faults::new(file);
    let root = match tree(&mut faults, bytes) {
        Some(root) => root,
        None => return Err(Unreadable::Damaged(faults.list)),
    };
    let newer = match root.get("format").map(|node| &node.content) {
        Some(Content::Int(format)) => u32::try_from(*format).ok().filter(|format| *format > FORMAT),
        _ => None,
    };
    let mut reader = Reader { faults, newer, seals: Vec::new() };
    let record = reader.record(file, &root);
    match (record, newer, reader.faults.list) {
        (Some(record), newer, faults) if faults.is_empty() => Ok(Reading { record, seals: reader.seals, newer }),
        (_, Some(format), _) => Err(Unreadable::Newer(format)),
        (_, None, mut faults) => {
            faults.sort_by_key(|fault| (fault.line, fault.column));
            Err(Unreadable::Damaged(faults))
        }
    }
}

fn tree(faults: &mut Faults<'_>, bytes: &[u8]) -> Option<Node> {
    if bytes.len() as u64 > yaml::LARGEST {
        let most = yaml::LARGEST / (1024 * 1024);
        faults.add(Place::default(), "too-large", format!("larger than {most} MB"));
        return None;
    }
    let (rule, fault) = match yaml::decode(bytes) {
        Ok(text) => match yaml::parse(&text) {
            Ok(root) => return Some(root),
            Err(fault) if fault.message == "simple key expected ':'" => {
                faults.add(fault.place, "not-yaml", "there is no `:` after this: the file may be cut off here");
                return None;
            }
            Err(fault) => ("not-yaml", fault),
        },
        Err(fault) => ("not-text", fault),
    };
    faults.add(fault.place, rule, fault.message);
    None
}

struct Reader<'a> {
    faults: Faults<'a>,
    newer: Option<u32>,
    seals: Vec<Seal>,
}

impl Reader<'_> {
    fn record(&mut self, file: &str, root: &Node) -> Option<Record> {
        let Content::Map(pairs) = &root.content else {
            let message = match root.content {
                Content::Null => EMPTY,
                _ => "this is not a record of a dispute",
            };
            self.faults.add(root.place, "wrong-kind", message);
            return None;
        };
        if !pairs.iter().any(|(key, _)| HEADER.contains(&key.text.as_ref())) {
            self.faults.add(root.place, "wrong-kind", "this is not a record of a dispute");
            return None;
        }
        if self.newer.is_none() {
            self.faults.unknown_keys(pairs, &HEADER);
        }
        self.faults.number(root, "format");
        let header = self.header(file, root);
        let entries = self.entries(root);
        Some(Record { header: header?, entries: entries? })
    }

    fn header(&mut self, file: &str, root: &Node) -> Option<Header> {
        let id = self.faults.parsed(root, "id");
        if let (Some(id), Some(named)) = (id, named_in(file))
            && id != named
        {
            let place = root.get("id").map_or(root.place, |node| node.place);
            let message = format!("the id is `{id}`, but the file is that of `{named}`");
            self.faults.add(place, "id-mismatch", message);
        }
        let kind = self.kind(root);
        let mut text = |key| self.faults.text(root, key).map(str::to_string);
        let (policy, policy_version, child) = (text("policy"), text("policy_version"), text("child"));
        Some(Header { id: id?, kind: kind?, policy: policy?, policy_version: policy_version?, child: child? })
    }

    fn kind(&mut self, root: &Node) -> Option<Kind> {
        let node = self.faults.need(root, "kind")?;
        self.fit("kind", node)
    }

    fn entries(&mut self, root: &Node) -> Option<Vec<Entry>> {
        let node = self.faults.need(root, "events")?;
        let items = match &node.content {
            Content::List(items) if !items.is_empty() => items,
            Content::List(_) | Content::Null => {
                self.faults.add(node.place, "no-events", "there are no events");
                return None;
            }
            _ => {
                let message = format!("`events` must be a list, not {}", node.kind());
                self.faults.add(node.place, "wrong-kind", message);
                return None;
            }
        };
        let entries: Vec<Option<Entry>> =
            (1..).zip(items).map(|(number, item)| self.entry(EntryNumber::from(number), item)).collect();
        entries.into_iter().collect()
    }

    fn entry(&mut self, expected: EntryNumber, node: &Node) -> Option<Entry> {
        let Content::Map(pairs) = &node.content else {
            let message = format!("an event is a block of `key: value`, not {}", node.kind());
            self.faults.add(node.place, "wrong-kind", message);
            return None;
        };
        let number = self.faults.number(node, "number").map(EntryNumber::from);
        if let Some(number) = number
            && number != expected
        {
            let place = node.get("number").map_or(node.place, |node| node.place);
            let message = format!("event {number} comes where event {expected} should be");
            self.faults.add(place, "numbering", message);
        }
        let event = self.event(node, pairs);
        let at = self.faults.parsed(node, "at");
        let recorded_at = self.faults.parsed(node, "recorded_at");
        let by = self.faults.text(node, "by").map(str::to_string);
        let confirmed = self.list(node, "confirmed");
        let overridden = self.optional(node, "overridden");
        let warned = self.list(node, "warned");
        let clocks = self.list(node, "clocks");
        let seal = self.seal(node);
        self.seals.push(seal);
        Some(Entry {
            number: number?,
            at: at?,
            recorded_at: recorded_at?,
            by: by?,
            event: event?,
            confirmed: confirmed?,
            overridden: overridden?,
            warned: warned?,
            clocks: clocks?,
            action_numbers: Vec::new(),
        })
    }

    /// The seal of an event; a fault if it can't be read.
    fn seal(&mut self, node: &Node) -> Seal {
        let prev = node.get("prev").and_then(|_| self.faults.parsed(node, "prev"));
        let mut accepts = Vec::new();
        if let Some(list) = node.get("accepts") {
            let Content::List(items) = &list.content else {
                self.faults.add(list.place, "wrong-kind", "`accepts` must be a list");
                return Seal { prev, accepts };
            };
            for item in items {
                let event = item.get("event").map(|node| &node.content);
                let event = match event {
                    Some(Content::Int(event)) => u32::try_from(*event).ok(),
                    _ => None,
                };
                let digest = self.faults.parsed(item, "digest");
                match (event, digest) {
                    (Some(event), Some(digest)) => accepts.push(Accepted { part: event.into(), digest }),
                    (None, _) => {
                        self.faults.add(item.place, "wrong-kind", "`event` must be a number");
                    }
                    _ => {}
                }
            }
        }
        Seal { prev, accepts }
    }

    fn event(&mut self, node: &Node, pairs: &[(Key, Node)]) -> Option<Event> {
        let word = self.faults.text(node, "event")?;
        if !Event::WORDS.contains(&word) {
            let place = node.get("event").map_or(node.place, |node| node.place);
            let message = format!("`{word}` is not a kind of event");
            self.faults.add(place, "unknown-event", message).hint = did_you_mean(word, Event::WORDS);
            return None;
        }
        let facts = || pairs.iter().filter(|(key, _)| !ENVELOPE.contains(&&*key.text));
        let make = |value: Value| match value {
            Value::Object(facts) => Event::from_facts(word, facts).map_err(|wrong| wrong.to_string()),
            _ => Err("facts are a map".to_string()),
        };
        let whole = facts().map(|(key, node)| (key.text.to_string(), node.to_value())).collect();
        match fit(Value::Object(whole), self.newer.is_some(), make) {
            Ok(event) => {
                loose_dates(&mut self.faults, node, &Value::Object(event.facts()));
                Some(event)
            }
            Err(_) => {
                // Facts are optional, so each can be tried alone to find the wrong ones.
                for (key, node) in facts() {
                    self.blame_fact(word, key, node, &make);
                }
                None
            }
        }
    }

    fn blame_fact(&mut self, word: &str, key: &Key, node: &Node, make: &impl Fn(Value) -> Result<Event, String>) {
        let alone = |value: Value| make(Value::Object(Map::from_iter([(key.text.to_string(), value)]))).err();
        let Some(misfit) = alone(node.to_value()) else {
            return;
        };
        if blame::unknown_key(&misfit) == Some(&key.text) {
            let message = format!("`{}` is not a fact of `{word}`", key.text);
            let known = &blame::in_ticks(&misfit)[1..];
            self.faults.add(key.place, "unknown-fact", message).hint = did_you_mean(&key.text, known);
            return;
        }
        let wrong_items: Vec<(&Node, String)> = match &node.content {
            Content::List(items) => {
                items.iter().filter_map(|item| Some((item, alone(Value::Array(vec![item.to_value()]))?))).collect()
            }
            _ => Vec::new(),
        };
        for (item, misfit) in &wrong_items {
            blame::report(&mut self.faults, &key.text, item, misfit);
        }
        if wrong_items.is_empty() {
            blame::report(&mut self.faults, &key.text, node, &misfit);
        }
    }

    /// An optional list; `None` if it is wrong.
    fn list<T: DeserializeOwned + Serialize>(&mut self, map: &Node, key: &str) -> Option<Vec<T>> {
        match map.get(key).map(|node| (node, &node.content)) {
            None | Some((_, Content::Null)) => Some(Vec::new()),
            Some((_, Content::List(items))) => {
                let made: Vec<Option<T>> = items.iter().map(|item| self.fit(key, item)).collect();
                made.into_iter().collect()
            }
            Some((node, _)) => {
                let message = format!("`{key}` must be a list, not {}", node.kind());
                self.faults.add(node.place, "wrong-kind", message);
                None
            }
        }
    }

    /// An optional value; the outer `None` means that it is wrong.
    #[expect(clippy::option_option, reason = "absent and wrong are different answers")]
    fn optional<T: DeserializeOwned + Serialize>(&mut self, map: &Node, key: &str) -> Option<Option<T>> {
        match map.get(key) {
            None => Some(None),
            Some(node) if matches!(node.content, Content::Null) => Some(None),
            Some(node) => self.fit(key, node).map(Some),
        }
    }

    fn fit<T: DeserializeOwned + Serialize>(&mut self, key: &str, node: &Node) -> Option<T> {
        let make = |value| serde_json::from_value::<T>(value).map_err(|wrong| wrong.to_string());
        match fit(node.to_value(), self.newer.is_some(), make) {
            Ok(made) => {
                loose_dates(&mut self.faults, node, &value(&made));
                Some(made)
            }
            Err(misfit) => {
                blame::report(&mut self.faults, key, node, &misfit);
                None
            }
        }
    }
}
