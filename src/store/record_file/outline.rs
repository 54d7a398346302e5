//! Finds the places of keys and events in a record file, without reading what they mean.

use std::collections::BTreeMap;

use super::canonical;
use crate::domain::terms::EntryNumber;
use crate::store::yaml::{self, Content, Place};

/// The places in a file; unknown if it isn't YAML.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// The place of the value of each key of the header.
    keys: BTreeMap<String, Place>,
    events: Vec<Place>,
}

pub fn outline(bytes: &[u8]) -> Outline {
    let Ok(text) = yaml::decode(bytes) else { return Outline::default() };
    as_written(&text).unwrap_or_else(|| in_full(&text))
}

/// The places in a text as this program writes it; `None` for any other. Its lines at the outermost indent are the
/// header's keys and then one for each event, because texts and lists within an event are further in.
pub(super) fn as_written(text: &str) -> Option<Outline> {
    canonical::read("", text)?;
    let mut lines = (1..).zip(text.lines());
    let header = lines.by_ref().take_while(|(_, line)| *line != "events:");
    // A value of several lines begins on the next one.
    let value = |(line, text): (u32, &str)| {
        let key = text.split(':').next().filter(|key| !key.starts_with(' '))?;
        Some((key.to_string(), Place { line, column: column_after(key.len() + ": ".len()) }))
    };
    let keys = header.map(value).collect::<Option<_>>()?;
    let mut lines = lines.peekable();
    let indent = lines.peek().map(|(_, text)| indent_of(text))?;
    let events = lines.filter(|(_, text)| indent_of(text) == indent && text[indent..].starts_with("- "));
    let events = events.map(|(line, _)| Place { line, column: column_after(indent + "- ".len()) }).collect();
    Some(Outline { keys, events })
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The column that follows so many bytes.
fn column_after(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX).saturating_add(1)
}

/// The places in any other text.
pub(super) fn in_full(text: &str) -> Outline {
    let Ok(Content::Map(pairs)) = yaml::parse(text).map(|root| root.content) else { return Outline::default() };
    let mut outline = Outline::default();
    for (key, node) in pairs {
        match node.content {
            Content::List(items) if key.text == "events" => {
                outline.events = items.into_iter().map(|node| node.place).collect();
            }
            _ => drop(outline.keys.insert(key.text.to_string(), node.place)),
        }
    }
    outline
}

impl Outline {
    /// The place of a header key's value.
    pub fn key(&self, key: &str) -> Place {
        self.keys.get(key).copied().unwrap_or_default()
    }

    /// Where an event begins.
    pub fn event(&self, number: EntryNumber) -> Place {
        self.events.get((u32::from(number) as usize).wrapping_sub(1)).copied().unwrap_or_default()
    }
}
