//! Finds the places of keys and events in a record file, without reading what they mean.

use crate::store::yaml::{self, Content, Node, Place};

/// The places in a file; unknown if it isn't YAML.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    root: Option<Node>,
}

pub fn outline(bytes: &[u8]) -> Outline {
    Outline { root: yaml::decode(bytes).and_then(|text| yaml::parse(&text)).ok() }
}

impl Outline {
    /// The place of a header key's value.
    pub fn key(&self, key: &str) -> Place {
        self.root.as_ref().and_then(|root| root.get(key)).map(|node| node.place).unwrap_or_default()
    }

    /// Where an event begins.
    pub fn event(&self, number: u32) -> Place {
        let events = self.root.as_ref().and_then(|root| root.get("events")).map(|node| &node.content);
        let at = (number as usize).wrapping_sub(1);
        match events {
            Some(Content::List(items)) => items.get(at).map(|node| node.place).unwrap_or_default(),
            _ => Place::default(),
        }
    }
}
