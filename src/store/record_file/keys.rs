//! Reads values from a file's maps by key, and adds a fault for each that is missing or of the wrong kind.

use std::fmt::Display;
use std::str::FromStr;

use crate::domain::fault::{Fault, Severity};
use crate::store::yaml::{Content, Key, Node, Place};

/// The faults found so far in one file.
pub(super) struct Faults<'a> {
    file: &'a str,
    pub(super) list: Vec<Fault>,
}

impl<'a> Faults<'a> {
    pub(super) fn new(file: &'a str) -> Self {
        Faults { file, list: Vec::new() }
    }

    pub(super) fn add(&mut self, place: Place, rule: &str, message: impl Into<String>) -> &mut Fault {
        let fault = Fault::whole(self.file, Severity::Error, rule, message, None).at(place.line, place.column);
        self.list.push(fault);
        let last = self.list.len() - 1;
        &mut self.list[last]
    }

    /// Adds a fault for each key of a map that is not among `known`.
    pub(super) fn unknown_keys(&mut self, pairs: &[(Key, Node)], known: &[&str]) {
        for (key, _) in pairs {
            if !known.contains(&&*key.text) {
                let message = format!("`{}` is not a key of a record", key.text);
                self.add(key.place, "unknown-key", message).hint = did_you_mean(&key.text, known);
            }
        }
    }

    /// The value of a required key; a fault and `None` if it is missing.
    pub(super) fn need<'n>(&mut self, map: &'n Node, key: &str) -> Option<&'n Node> {
        let found = map.get(key);
        if found.is_none() {
            self.add(map.place, "missing-key", format!("`{key}` is missing"));
        }
        found
    }

    pub(super) fn text<'n>(&mut self, map: &'n Node, key: &str) -> Option<&'n str> {
        let node = self.need(map, key)?;
        if let Content::Text(text) = &node.content {
            return Some(text);
        }
        let fault = self.add(node.place, "wrong-kind", format!("`{key}` must be a text, not {}", node.kind()));
        if matches!(node.content, Content::Int(_) | Content::Float(_) | Content::Bool(_)) {
            fault.hint = Some("put it in quotes, as it is to be read".into());
        }
        None
    }

    /// A text that is parsed as something else, such as a moment or an id.
    pub(super) fn parsed<T: FromStr<Err: Display>>(&mut self, map: &Node, key: &str) -> Option<T> {
        let text = self.text(map, key)?;
        match text.parse() {
            Ok(value) => Some(value),
            Err(wrong) => {
                let place = map.get(key).map_or(map.place, |node| node.place);
                self.add(place, "wrong-kind", format!("`{key}`: {wrong}"));
                None
            }
        }
    }

    /// A whole number from 1.
    pub(super) fn number(&mut self, map: &Node, key: &str) -> Option<u32> {
        let node = self.need(map, key)?;
        let number = match node.content {
            Content::Int(number) => u32::try_from(number).ok().filter(|number| *number > 0),
            _ => None,
        };
        if number.is_none() {
            self.add(node.place, "wrong-kind", format!("`{key}` must be a whole number from 1"));
        }
        number
    }
}

/// A hint with the known word that is most similar to a wrong one; `None` if none is.
pub(super) fn did_you_mean(word: &str, known: &[&str]) -> Option<String> {
    let near = known
        .iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len() / 4)
        .min()?;
    Some(format!("did you mean `{}`?", near.1))
}
