//! The checks of policies against the national guidance. They are read from a file, like the policies themselves.

#[cfg(test)]
mod tests;

use std::sync::OnceLock;

use serde::Deserialize;

use super::yaml::{self, Content, Node, Place};
use crate::domain::policy::audit::{PolicyPath, Yardstick};

/// The parsed file, embedded when the program was built.
const BUILT_IN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/yardsticks.tree"));

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    yardsticks: Vec<Yardstick>,
}

/// The checks that are built into the program.
pub fn built_in() -> &'static [Yardstick] {
    static READ: OnceLock<Vec<Yardstick>> = OnceLock::new();
    READ.get_or_init(|| {
        let file = yaml::unpack(BUILT_IN).and_then(|node| serde_json::from_value::<File>(node.to_value()).ok());
        file.map_or_else(Vec::new, |file| file.yardsticks)
    })
}

/// The place in the text of a policy file that a spot means. If the file ends on the way there, the last place that
/// exists; the first line at worst.
pub fn locate(text: &str, spot: &PolicyPath) -> Place {
    let text = yaml::lines_as_read(text);
    let mut place = Place { line: 1, column: 1 };
    let Ok(root) = yaml::parse(&text) else {
        return place;
    };
    let mut node = &root;
    for part in &spot.0 {
        let Some((found, inner)) = step(node, part) else {
            return place;
        };
        (place, node) = (found, inner);
    }
    place
}

/// Descends into the value of a key, or the item of a list that has this id.
fn step<'n>(node: &'n Node, part: &str) -> Option<(Place, &'n Node)> {
    match &node.content {
        Content::Map(pairs) => pairs.iter().find(|(key, _)| key.text == part).map(|(key, inner)| (key.place, inner)),
        Content::List(items) => {
            let is =
                |item: &&Node| matches!(item.get("id").map(|id| &id.content), Some(Content::Text(id)) if id == part);
            items.iter().find(is).map(|item| (item.place, item))
        }
        _ => None,
    }
}
