//! Where in a record file its keys and its events are. What they mean is left to the reader.

use crate::store::yaml::{self, Content, Node, Place};

/// The places of a file; those that can't be made out are unknown.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    root: Option<Node>,
}

pub fn outline(bytes: &[u8]) -> Outline {
    Outline { root: yaml::decode(bytes).and_then(|text| yaml::parse(&text)).ok() }
}

impl Outline {
    /// The place of the value of a key of the header.
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
