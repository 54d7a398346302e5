//! The only module that uses the YAML library. Text is read into a tree whose nodes know their line and column; values
//! are written as text that other YAML readers understand in the same way. (P1 in `docs/decisions.md`.)

#[path = "quoting.rs"]
mod quoting;

use std::borrow::Cow;
use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Number, Value};
use serde_saphyr::{Location, Spanned};
use sha2::{Digest as _, Sha256};

use quoting::Quoting;
use serde_saphyr::DoubleQuoted;

/// The size above which a file isn't read as YAML, in bytes.
pub const LARGEST: u64 = 8 * 1024 * 1024;

/// How deep blocks may be nested. No file of ours comes near it, and a thread with a stack of 2 MiB can read this depth
/// even without optimisation.
const DEEPEST: usize = 32;

/// A value and its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Node {
    pub place: Place,
    pub content: Content,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Content {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(#[serde(borrow)] Cow<'static, str>),
    List(Vec<Node>),
    /// In the order of the file. A repeated key is an error when reading.
    Map(Vec<(Key, Node)>),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Key {
    pub place: Place,
    #[serde(borrow)]
    pub text: Cow<'static, str>,
}

/// Line and column, from 1; both 0 if they aren't known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub line: u32,
    pub column: u32,
}

/// Why a text couldn't be read, or a value not be written, as YAML.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct YamlFault {
    pub place: Place,
    pub message: String,
}

/// Reads one YAML document.
///
/// # Errors
/// Text that isn't YAML, a repeated key in a map, an unknown tag, nesting that is too deep, or aliases that expand
/// without limit; with the place where that shows.
pub fn parse(text: &str) -> Result<Node, YamlFault> {
    let read = serde_saphyr::from_str_with_options::<Spanned<Raw>>(text, options());
    read.map(Node::from).map_err(|fault| YamlFault {
        place: fault.location().map(Place::from).unwrap_or_default(),
        message: plain_message(&fault),
    })
}

/// Reads a tree that was parsed when the program was built; `None` if these bytes aren't one.
pub fn unpack(tree: &'static [u8]) -> Option<Node> {
    postcard::from_bytes(tree).ok()
}

/// A text without a byte order mark and with `\n` as its line ends, as places in it are counted.
pub fn lines_as_read(text: &str) -> Cow<'_, str> {
    let text = text.trim_start_matches('\u{FEFF}');
    match text.contains('\r') {
        true => text.replace("\r\n", "\n").replace('\r', "\n").into(),
        false => text.into(),
    }
}

fn options() -> serde_saphyr::Options {
    serde_saphyr::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        merge_keys: serde_saphyr::MergeKeyPolicy::Error,
        reject_unsupported_tags: true,
        with_snippet: false,
        budget: serde_saphyr::budget! { max_depth: DEEPEST },
    }
}

/// Writes a value as block YAML: text with line breaks as literal blocks, nothing folded, and in quotation marks whatever
/// another reader would take for something else.
///
/// # Errors
/// A value that YAML cannot hold.
pub fn write<T: Serialize>(value: &T) -> Result<String, YamlFault> {
    let value = serde_json::to_value(value)
        .map_err(|fault| YamlFault { place: Place::default(), message: fault.to_string() })?;
    let options = serde_saphyr::ser_options! {
        compact_list_indent: true,
        min_fold_chars: usize::MAX,
        folded_wrap_chars: usize::MAX,
    };
    let mut text = String::new();
    serde_saphyr::to_fmt_writer_with_options(&mut text, &Quoting(&value), options)
        .map_err(|fault| YamlFault { place: Place::default(), message: fault.to_string() })?;
    Ok(text)
}

/// Bytes as text: UTF-8 with or without a byte order mark, or UTF-16 with one.
///
/// # Errors
/// The bytes aren't text; gives the place of the first that isn't.
pub fn decode(bytes: &[u8]) -> Result<String, YamlFault> {
    let fault = |message: String| YamlFault { place: Place::default(), message };
    let utf16 = |read: fn([u8; 2]) -> u16| {
        if !bytes.len().is_multiple_of(2) {
            return Err(fault("not text: UTF-16 with half a character at its end".into()));
        }
        let units = bytes[2..].chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
        char::decode_utf16(units).collect::<Result<String, _>>().map_err(|_| fault("not text: broken UTF-16".into()))
    };
    match bytes {
        [0xFF, 0xFE, ..] => utf16(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => utf16(u16::from_be_bytes),
        _ => {
            let body = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
            let text = std::str::from_utf8(body).map_err(|wrong| YamlFault {
                place: Place::after(&body[..wrong.valid_up_to()]),
                message: "not UTF-8 text: this byte can't be read".into(),
            })?;
            match text.find('\0') {
                Some(at) => {
                    Err(YamlFault { place: Place::after(&body[..at]), message: "a NUL byte, which no text has".into() })
                }
                None => Ok(text.to_string()),
            }
        }
    }
}

/// What a type expected where serde found something else, as a person says it; `None` if the error is another one.
pub fn expected(misfit: &str) -> Option<&'static str> {
    const KINDS: [(&str, &str); 7] = [
        ("a string", "a text"),
        ("a boolean", "`true` or `false`"),
        ("u32", "a whole number"),
        ("a sequence", "a list"),
        ("a map", "a block of `key: value`"),
        ("struct ", "a block of `key: value`"),
        ("option", "a text"),
    ];
    let (_, expected) = misfit.split_once(", expected ")?;
    KINDS.iter().find(|(kind, _)| expected.starts_with(kind)).map(|(_, words)| *words)
}

impl Node {
    /// What kind of value it is, in words that say nothing of a text in it.
    pub fn kind(&self) -> String {
        match &self.content {
            Content::Null => "nothing".to_string(),
            Content::Bool(yes) => format!("`{yes}`"),
            Content::Int(number) => format!("the number `{number}`"),
            Content::Float(number) => format!("the number `{number}`"),
            Content::Text(_) => "a text".to_string(),
            Content::List(_) => "a list".to_string(),
            Content::Map(_) => "a block of `key: value`".to_string(),
        }
    }

    /// The same value without its places.
    pub fn to_value(&self) -> Value {
        match &self.content {
            Content::Null => Value::Null,
            Content::Bool(yes) => Value::Bool(*yes),
            Content::Int(number) => Value::Number((*number).into()),
            Content::Float(number) => Number::from_f64(*number).map_or(Value::Null, Value::Number),
            Content::Text(text) => Value::String(text.to_string()),
            Content::List(items) => Value::Array(items.iter().map(Node::to_value).collect()),
            Content::Map(pairs) => Value::Object(
                pairs.iter().map(|(key, node)| (key.text.to_string(), node.to_value())).collect::<Map<_, _>>(),
            ),
        }
    }

    /// The digest of the value; see `digest_of`.
    pub fn digest(&self) -> String {
        digest_of(self.to_value())
    }

    /// The items of a list, or a single value as a list of one.
    pub fn items(&self) -> &[Node] {
        match &self.content {
            Content::List(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    /// The value of a key; `None` if this isn't a map or has no such key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.content {
            Content::Map(pairs) => pairs.iter().find(|(name, _)| name.text == key).map(|(_, node)| node),
            _ => None,
        }
    }
}

/// SHA-256 of values as JSON, so that comments, layout and the order of keys make no difference.
pub fn digest_of(mut values: Value) -> String {
    values.sort_all_objects();
    let sum = Sha256::digest(values.to_string().as_bytes());
    sum.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Place {
    /// The place right after this text.
    fn after(text: &[u8]) -> Place {
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let (before, line) = match text.iter().rposition(|byte| *byte == b'\n') {
            Some(end) => text.split_at(end + 1),
            None => text.split_at(0),
        };
        Place {
            line: small(before.iter().filter(|byte| **byte == b'\n').count()).saturating_add(1),
            column: small(String::from_utf8_lossy(line).chars().count()).saturating_add(1),
        }
    }
}

impl From<Location> for Place {
    fn from(location: Location) -> Place {
        let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        Place { line: small(location.line()), column: small(location.column()) }
    }
}

impl From<Spanned<Raw>> for Node {
    fn from(spanned: Spanned<Raw>) -> Node {
        let content = match spanned.value {
            Raw::Plain(content) => content,
            Raw::List(items) => Content::List(items.into_iter().map(Node::from).collect()),
            Raw::Map(pairs) => Content::Map(
                pairs
                    .into_iter()
                    .map(|(key, node)| (Key { place: key.referenced.into(), text: key.value.into() }, Node::from(node)))
                    .collect(),
            ),
        };
        Node { place: spanned.referenced.into(), content }
    }
}

/// A node as the YAML library returns it.
enum Raw {
    Plain(Content),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a number, a list or a map")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Plain(Content::Null))
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Plain(Content::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Raw, E> {
        Ok(Raw::Plain(Content::Bool(yes)))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Raw, E> {
        Ok(Raw::Plain(Content::Int(number)))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Raw, E> {
        Ok(Raw::Plain(match i64::try_from(number) {
            Ok(number) => Content::Int(number),
            Err(_) => Content::Text(number.to_string().into()),
        }))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Raw, E> {
        Ok(Raw::Plain(Content::Float(number)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Plain(Content::Text(text.to_string().into())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = entries.next_entry()? {
            pairs.push(pair);
        }
        Ok(Raw::Map(pairs))
    }
}

/// The library's message without the place, which is shown separately, and without its own advice.
fn plain_message(fault: &serde_saphyr::Error) -> String {
    let whole = fault.without_snippet().to_string();
    let first = whole.lines().next().unwrap_or_default();
    let message = first.rsplit_once(" at line ").map_or(first, |(message, _)| message);
    let message = message.split_once("; use ").map_or(message, |(message, _)| message);
    match message.strip_prefix("duplicate mapping key: ") {
        Some(rest) => format!("`{}` appears twice", rest.split(',').next().unwrap_or(rest)),
        None => message.to_string(),
    }
}
