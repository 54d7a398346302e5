//! Reads blocks whose keys are chosen by the author: titles by id, values by name.

use super::fields::Fields;
use super::meant::spelt_out;
use super::references::Word;
use super::shape::Shape;
use super::values::{check_id, kind_of, word};
use crate::domain::suggest::plain;
use crate::domain::time::typed;
use crate::store::yaml::{Content, Key, Node};

impl<'a> Fields<'a> {
    /// A block whose keys are the author's ids: `team-manager: Team Manager`. A missing title is `None`.
    pub fn names(&self, key: &'static str) -> Vec<(Word, Option<Word>)> {
        self.note(key, || Shape::Names);
        let Some(node) = self.node(key) else {
            return Vec::new();
        };
        let Content::Map(pairs) = &node.content else {
            let message = format!("`{key}` must be a block of lines `id: title`, not {}", kind_of(node));
            let first = match &node.content {
                Content::List(items) => items.first().map(|item| &item.content),
                _ => None,
            };
            let hint = match first {
                Some(Content::Text(name)) => {
                    format!("write each without a hyphen: `{}: {}`", plain(name), spelt_out(name))
                }
                _ => "write each as `team-manager: Team Manager`".to_owned(),
            };
            self.reader.error(node.place, "wrong-kind", message, Some(hint));
            return Vec::new();
        };
        let mut names = Vec::new();
        for (name, node) in pairs {
            let id = Word { text: name.text.to_string(), place: name.place };
            check_id(self.reader, &id);
            let title = match &node.content {
                Content::Null => None,
                Content::Map(inside) => {
                    let message = format!("the title of `{}` must be a text, not {}", typed(&id.text), kind_of(node));
                    let own = inside.iter().find_map(|(_, inner)| match &inner.content {
                        Content::Text(text) => Some(typed(text)),
                        _ => None,
                    });
                    let hint = format!("write `{}: {}`", typed(&id.text), own.unwrap_or_else(|| spelt_out(&id.text)));
                    self.reader.error(node.place, "wrong-kind", message, Some(hint));
                    Some(id.clone())
                }
                _ => word(self.reader, key, node),
            };
            names.push((id, title));
        }
        names
    }

    /// The pairs of a block, whatever its keys are.
    pub fn pairs(&self, key: &'static str, example: &str) -> &'a [(Key, Node)] {
        self.note(key, || Shape::Pairs(Box::new(Shape::one_or_more(Shape::Text))));
        match self.node(key) {
            None => &[],
            Some(node) => match &node.content {
                Content::Map(pairs) => pairs,
                _ => {
                    let message = format!("`{key}` must be a block of `key: value`, not {}", kind_of(node));
                    let hint = format!("write `{key}: {{{example}}}`");
                    self.reader.error(node.place, "wrong-kind", message, Some(hint));
                    &[]
                }
            },
        }
    }
}
