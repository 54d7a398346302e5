//! Reads the keys of one block of a policy file. Each key is requested by name and kind. A key that is missing, has a
//! value of another kind or is never requested is an error, so that only the code that reads the keys needs to list
//! them.

use std::cell::RefCell;

use super::meant::{key_hint, suggested_block};
use super::reader::Reader;
use super::references::{Mention, Word};
use super::shape::{Block, KeyShape, Shape};
use super::values::{apart, check_id, kind_of, once, one_of, pairs, pick, word, words};
use crate::domain::policy::RoleId;
use crate::domain::suggest::nearest;
use crate::domain::time::{Date, parse_written_date, typed};
use crate::domain::worded::Worded;
use crate::store::yaml::{Content, Key, Node, Place};

/// One block of `key: value` lines.
pub struct Fields<'a> {
    pub reader: &'a Reader<'a>,
    /// What the block describes, with its article: `a stage`.
    what: &'static str,
    /// What errors call the block: its key, or what it describes.
    name: String,
    pub place: Place,
    pairs: &'a [(Key, Node)],
    asked: RefCell<Vec<&'static str>>,
    missing: RefCell<Vec<Missing>>,
    /// What to do about a key that is there and empty, if more can be said than for any other.
    if_empty: RefCell<Vec<(&'static str, &'static str)>>,
    /// Set if there is no file to read and only the requested keys are noted, for the schema.
    probe: Option<RefCell<Vec<KeyShape>>>,
}

struct Missing {
    key: &'static str,
    place: Place,
    message: String,
    hint: Option<String>,
}

/// Reads a block with `read`, then reports the keys that it did not request. `None`, with an error, if the node isn't a
/// block.
pub fn block<'a, T>(
    reader: &'a Reader<'a>,
    node: &'a Node,
    what: &'static str,
    read: impl FnOnce(&Fields<'a>) -> T,
) -> Option<T> {
    block_named(reader, node, what, what.to_owned(), read)
}

/// The same for a block that errors call `name`.
fn block_named<'a, T>(
    reader: &'a Reader<'a>,
    node: &'a Node,
    what: &'static str,
    name: String,
    read: impl FnOnce(&Fields<'a>) -> T,
) -> Option<T> {
    let Content::Map(pairs) = &node.content else {
        let hint = match &node.content {
            Content::Text(text) if text.contains(':') => "put a space after the colon: `key: value`".to_owned(),
            _ => suggested_block(what, &node.content).unwrap_or_else(|| {
                let keys = reader.quietly(|| probe(reader, what, read).0.keys_needed());
                format!("write its keys, as in `{{{keys}}}`")
            }),
        };
        let message = format!("{name} must be a block of `key: value`, not {}", kind_of(node));
        reader.error(node.place, "wrong-kind", message, Some(hint));
        return None;
    };
    let (asked, missing) = (RefCell::default(), RefCell::default());
    let fields = Fields {
        reader,
        what,
        name,
        place: node.place,
        pairs,
        asked,
        missing,
        if_empty: RefCell::default(),
        probe: None,
    };
    let value = read(&fields);
    fields.finish();
    Some(value)
}

/// Runs `read` without a file, and returns the keys that it requested.
pub fn probe<'a, T>(reader: &'a Reader<'a>, what: &'static str, read: impl FnOnce(&Fields<'a>) -> T) -> (Block, T) {
    let (asked, missing) = (RefCell::default(), RefCell::default());
    let probe = Some(RefCell::default());
    let name = what.to_owned();
    let fields = Fields {
        reader,
        what,
        name,
        place: Place::default(),
        pairs: &[],
        asked,
        missing,
        if_empty: RefCell::default(),
        probe,
    };
    let value = read(&fields);
    (Block { what, keys: fields.probe.map(RefCell::into_inner).unwrap_or_default() }, value)
}

impl<'a> Fields<'a> {
    /// Whether there is no file to read and only the requested keys are noted.
    pub fn is_probe(&self) -> bool {
        self.probe.is_some()
    }

    /// When probing, notes the kind of value that a key has.
    pub fn note(&self, key: &'static str, shape: impl FnOnce() -> Shape) {
        let Some(keys) = &self.probe else { return };
        let shape = shape();
        let mut keys = keys.borrow_mut();
        match keys.iter_mut().find(|known| known.key == key) {
            Some(known) if shape.says() >= known.shape.says() => known.shape = shape,
            Some(_) => {}
            None => keys.push(KeyShape { key, shape, needed: false }),
        }
    }

    fn note_needed(&self, key: &'static str) {
        let keys = self.probe.as_ref().map(RefCell::borrow_mut);
        if let Some(mut keys) = keys
            && let Some(known) = keys.iter_mut().find(|known| known.key == key)
        {
            known.needed = true;
        }
    }

    /// The value of an optional key; `None` if it is missing or empty.
    pub fn node(&self, key: &'static str) -> Option<&'a Node> {
        self.note(key, || Shape::Any);
        let mut asked = self.asked.borrow_mut();
        if !asked.contains(&key) {
            asked.push(key);
        }
        drop(asked);
        let (_, node) = self.pairs.iter().find(|(name, _)| name.text == key)?;
        Some(node).filter(|node| !is_empty(node))
    }

    /// As `node`, with a hint for a key that is there and empty.
    pub fn node_or_hint(&self, key: &'static str, if_empty: &'static str) -> Option<&'a Node> {
        self.if_empty.borrow_mut().push((key, if_empty));
        self.node(key)
    }

    /// Whether a key is there, even if its value is empty or wrong.
    pub fn has(&self, key: &'static str) -> bool {
        let mut asked = self.asked.borrow_mut();
        if !asked.contains(&key) {
            asked.push(key);
        }
        drop(asked);
        self.is_probe() || self.pairs.iter().any(|(name, _)| name.text == key)
    }

    /// The value of a required key. If it is missing, that is an error with this hint.
    pub fn need(&self, key: &'static str, hint: impl FnOnce() -> Option<String>) -> Option<&'a Node> {
        let node = self.node(key);
        self.note_needed(key);
        if node.is_none() {
            let empty = self.pairs.iter().find(|(name, _)| name.text == key);
            let message = match empty {
                Some(_) => format!("`{key}` has nothing after it"),
                None => format!("{} needs `{key}`", self.name),
            };
            self.missing.borrow_mut().push(Missing {
                key,
                place: empty.map_or(self.place, |(name, _)| name.place),
                message,
                hint: hint(),
            });
        }
        node
    }

    pub fn word(&self, key: &'static str) -> Option<Word> {
        self.note(key, || Shape::Text);
        self.node(key).and_then(|node| word(self.reader, key, node))
    }

    pub fn text(&self, key: &'static str) -> Option<String> {
        self.word(key).map(|word| word.text)
    }

    pub fn need_text(&self, key: &'static str) -> String {
        self.note(key, || Shape::Text);
        let node = self.need(key, || None);
        node.and_then(|node| word(self.reader, key, node)).map_or_else(String::new, |word| word.text)
    }

    /// The source of a rule, or the source of the rule `around` it if it has none of its own.
    pub fn source(&self, around: Option<&str>) -> String {
        if let Some(around) = around {
            return self.text("source").unwrap_or_else(|| around.to_owned());
        }
        self.note("source", || Shape::Text);
        let hint = || Some("say which clause or heading of the document it comes from".to_owned());
        let node = self.need("source", hint);
        node.and_then(|node| word(self.reader, "source", node)).map_or_else(String::new, |word| word.text)
    }

    /// One text, or a list of them.
    pub fn words(&self, key: &'static str) -> Vec<Word> {
        self.note(key, || Shape::one_or_more(Shape::Text));
        self.node(key).map_or_else(Vec::new, |node| words(self.reader, key, node))
    }

    pub fn texts(&self, key: &'static str) -> Vec<String> {
        self.words(key).into_iter().map(|word| word.text).collect()
    }

    pub fn role(&self, key: &'static str) -> Option<RoleId> {
        self.word(key).map(|word| self.reader.mention(Mention::Role, word))
    }

    /// A role; `raiser` is not allowed.
    pub fn named_role(&self, key: &'static str) -> Option<RoleId> {
        self.word(key).map(|word| self.reader.mention(Mention::NamedRole, word))
    }

    /// Roles; `raiser` is not allowed.
    pub fn named_roles(&self, key: &'static str) -> Vec<RoleId> {
        self.reader.mention_all(|| Mention::NamedRole, once(self.reader, key, self.words(key)))
    }

    pub fn roles(&self, key: &'static str) -> Vec<RoleId> {
        self.reader.mention_all(|| Mention::Role, once(self.reader, key, self.words(key)))
    }

    /// The id of the block: lower-case letters, digits and hyphens.
    pub fn id(&self) -> Word {
        self.note("id", || Shape::Id);
        let node = self.need("id", || None);
        let word = node.and_then(|node| word(self.reader, "id", node));
        let word = word.unwrap_or(Word { text: String::new(), place: self.place });
        check_id(self.reader, &word);
        word
    }

    pub fn yes(&self, key: &'static str) -> Option<bool> {
        self.note(key, || Shape::YesNo);
        let node = self.node(key)?;
        match &node.content {
            Content::Bool(yes) => Some(*yes),
            Content::Text(text) if ["yes", "true"].iter().any(|yes| text.eq_ignore_ascii_case(yes)) => Some(true),
            Content::Text(text) if ["no", "false"].iter().any(|no| text.eq_ignore_ascii_case(no)) => Some(false),
            _ => {
                let message = format!("`{key}` must be yes or no, not {}", kind_of(node));
                self.reader.error(node.place, "bad-yes-no", message, Some("write `yes` or `no`".to_owned()));
                None
            }
        }
    }

    pub fn number(&self, key: &'static str) -> Option<u32> {
        self.note(key, || Shape::Number);
        let node = self.node(key)?;
        let number = match &node.content {
            Content::Int(number) => u32::try_from(*number).ok().filter(|number| *number > 0),
            _ => None,
        };
        if number.is_none() {
            let message = format!("`{key}` must be a whole number from 1, not {}", kind_of(node));
            self.reader.error(node.place, "bad-number", message, Some("write figures alone, as in `12`".to_owned()));
        }
        number
    }

    pub fn date(&self, key: &'static str) -> Option<Date> {
        self.note(key, || Shape::Date);
        let word = self.word(key)?;
        match parse_written_date(&word.text) {
            Ok(date) => Some(date),
            Err(wrong) => {
                self.say(&word, "bad-date", &wrong.to_string());
                None
            }
        }
    }

    pub fn need_date(&self, key: &'static str) -> Date {
        self.need(key, || Some("write year, month and day, as in `2026-03-02`".to_owned()));
        self.date(key).unwrap_or_default()
    }

    /// Reports an error with the words of a parser, in which a hint follows a semicolon.
    pub fn say(&self, word: &Word, rule: &str, words: &str) {
        let (message, hint) = match words.rsplit_once("; ") {
            Some((message, hint)) => (message, Some(hint.to_owned())),
            None => (words, None),
        };
        self.reader.error(word.place, rule, message, hint);
    }

    /// One word of a closed list of the domain.
    pub fn choice<T: Worded>(&self, key: &'static str) -> Option<T> {
        self.choice_of(key, &pairs())
    }

    pub fn need_choice<T: Worded>(&self, key: &'static str, otherwise: T) -> T {
        self.need_choice_of(key, &pairs(), otherwise)
    }

    /// One or several words of a closed list of the domain.
    pub fn choices<T: Worded>(&self, key: &'static str) -> Vec<T> {
        self.choices_of(key, &pairs())
    }

    /// One of a few words that only policy files use.
    pub fn choice_of<T: Copy>(&self, key: &'static str, choices: &[(&str, T)]) -> Option<T> {
        self.note(key, || Shape::words(choices));
        let word = self.word(key)?;
        pick(self.reader, key, &word, choices)
    }

    fn need_choice_of<T: Copy>(&self, key: &'static str, choices: &[(&str, T)], otherwise: T) -> T {
        self.need(key, || Some(one_of(choices.iter().map(|(name, _)| *name))));
        self.choice_of(key, choices).unwrap_or(otherwise)
    }

    /// One or several of a few words that only policy files use.
    pub fn choices_of<T: Copy>(&self, key: &'static str, choices: &[(&str, T)]) -> Vec<T> {
        self.note(key, || Shape::one_or_more(Shape::words(choices)));
        let words = once(self.reader, key, apart(self.reader, key, self.words(key), choices));
        words.iter().filter_map(|word| pick(self.reader, key, word, choices)).collect()
    }

    /// A block under a key.
    pub fn section<T>(&self, key: &'static str, what: &'static str, read: impl FnOnce(&Fields<'a>) -> T) -> Option<T> {
        if self.is_probe() {
            let (block, value) = probe(self.reader, what, read);
            self.note(key, || Shape::Block(block));
            return Some(value);
        }
        self.node(key).and_then(|node| block_named(self.reader, node, what, format!("`{key}`"), read))
    }

    /// A list of blocks under a key.
    pub fn list<T>(&self, key: &'static str, what: &'static str, mut read: impl FnMut(&Fields<'a>) -> T) -> Vec<T> {
        if self.is_probe() {
            let (block, value) = probe(self.reader, what, &mut read);
            self.note(key, || Shape::List(Box::new(Shape::Block(block))));
            return vec![value];
        }
        let Some(node) = self.node(key) else {
            return Vec::new();
        };
        let Content::List(items) = &node.content else {
            let message = format!("`{key}` must be a list, not {}", kind_of(node));
            let named = match &node.content {
                Content::Map(pairs) => pairs.first().filter(|(_, inner)| matches!(inner.content, Content::Map(_))),
                _ => None,
            };
            let hint = match named {
                Some((name, _)) => format!("begin each with a hyphen and its id: `- id: {}`", name.text),
                None => "begin each of its items with a hyphen and a space".to_owned(),
            };
            self.reader.error(node.place, "wrong-kind", message, Some(hint));
            return Vec::new();
        };
        items.iter().filter_map(|item| block(self.reader, item, what, &mut read)).collect()
    }

    /// Reports the keys that were not requested and those that are missing. If an unknown key has almost the name of a
    /// missing one, only that is reported.
    fn finish(self) {
        let (asked, missing) = (self.asked.into_inner(), self.missing.into_inner());
        let mut meant = Vec::new();
        // One key that is not known, and one that is missing, are one mistake.
        let lone_missing = match (self.pairs, missing.as_slice()) {
            ([_], [only]) => only.hint.as_deref(),
            _ => None,
        };
        for (key, _) in self.pairs.iter().filter(|(key, _)| !asked.contains(&&*key.text)) {
            let free = asked.iter().filter(|name| self.pairs.iter().all(|(key, _)| key.text != **name));
            let near = nearest(&key.text, free.copied());
            meant.extend(near);
            let message = format!("unknown key `{}`; {} has no such key", typed(&key.text), self.name);
            let lone = lone_missing.filter(|_| near.is_none());
            let hint = key_hint(self.what, key, self.pairs, near, &asked, lone, &self.reader.declared);
            self.reader.error(key.place, "unknown-key", message, Some(hint));
            if near.is_none() && self.pairs.len() == 1 && missing.len() == 1 {
                return;
            }
        }
        let hints = self.if_empty.into_inner();
        let empty = self.pairs.iter().filter(|(key, node)| asked.contains(&&*key.text) && is_empty(node));
        for (key, _) in empty.filter(|(key, _)| missing.iter().all(|one| one.key != key.text)) {
            let message = format!("`{}` has nothing after it", key.text);
            let hint = hints.iter().find(|(named, _)| *named == key.text);
            let hint = hint.map_or("fill it in, or leave the line out", |(_, hint)| *hint);
            self.reader.warn(key.place, "empty-key", message, Some(hint.to_owned()));
        }
        for missing in missing {
            if !meant.contains(&missing.key) {
                self.reader.error(missing.place, "missing-key", missing.message, missing.hint);
            }
        }
    }
}

/// Whether a key has no value.
fn is_empty(node: &Node) -> bool {
    match &node.content {
        Content::Null => true,
        Content::Text(text) => text.trim().is_empty(),
        Content::Bool(_) | Content::Int(_) | Content::Float(_) | Content::List(_) | Content::Map(_) => false,
    }
}
