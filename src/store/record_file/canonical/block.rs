//! A serde deserializer for the lines of a record. A value that is not in exactly the form in which this program writes
//! it is an error, and the full reader reads the record.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::lines::Lines;
use super::scalar::Scalar;

/// The maximum nesting: more than any record needs, and far less than the full YAML reader allows.
const DEEPEST: usize = 12;

/// The indent of list items and text blocks, in spaces.
const STEP: usize = 2;

/// The text is not in the form in which this program writes it.
#[derive(Debug)]
pub(super) struct Departure;

/// Where a value begins.
#[derive(Clone, Copy)]
pub(super) enum Spot {
    /// After a key at this column.
    Value(usize),
    /// After a dash at this column.
    Item(usize),
}

/// A value that is about to be read.
pub(super) struct Block<'r, 'de> {
    pub lines: &'r mut Lines<'de>,
    pub spot: Spot,
    /// How many values it is nested in.
    pub depth: usize,
}

/// The facts of an event: a map whose keys are at this column, up to the first key that isn't a fact.
pub(super) struct Facts<'r, 'de> {
    pub lines: &'r mut Lines<'de>,
    pub column: usize,
    pub after: &'static [&'static str],
}

/// A map whose keys are at this column.
struct Pairs<'r, 'de> {
    lines: &'r mut Lines<'de>,
    column: usize,
    depth: usize,
    /// Keys at which the map ends, because they belong to the map around it.
    after: &'static [&'static str],
    /// The keys so far, to find repeated ones; `None` if the type that is read finds them itself.
    seen: Option<Vec<Cow<'de, str>>>,
}

/// A list whose dashes are at this column.
struct Items<'r, 'de> {
    lines: &'r mut Lines<'de>,
    column: usize,
    depth: usize,
}

impl<'de> Block<'_, 'de> {
    fn scalar(self) -> Result<Scalar<'de>, Departure> {
        let (Spot::Value(column) | Spot::Item(column)) = self.spot;
        if matches!(self.spot, Spot::Value(_)) {
            self.lines.blank().ok_or(Departure)?;
        }
        self.lines.scalar(column + STEP).ok_or(Departure)
    }

    fn text(self) -> Result<Cow<'de, str>, Departure> {
        match self.scalar()? {
            Scalar::Text(text) => Ok(text),
            Scalar::Number(_) | Scalar::Bool(_) | Scalar::Null | Scalar::EmptyList | Scalar::EmptyMap => Err(Departure),
        }
    }

    /// Whether the value begins on the next line rather than on the line of its key.
    fn goes_on(&self) -> bool {
        self.lines.is_end()
    }

    /// Moves on to the lines of a nested value.
    fn enter(&mut self) -> Result<(), Departure> {
        self.lines.end().filter(|()| self.depth < DEEPEST).ok_or(Departure)
    }

    /// Reads the list whose first dash comes next.
    fn items<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Departure> {
        let Spot::Value(least) = self.spot else { return Err(Departure) };
        let column = self.lines.column();
        if column < least || !self.lines.is_dash() {
            return Err(Departure);
        }
        visitor.visit_seq(Items { lines: self.lines, column, depth: self.depth + 1 })
    }

    /// Reads the map whose first key comes next.
    fn pairs<V: Visitor<'de>>(self, visitor: V, seen: Option<Vec<Cow<'de, str>>>) -> Result<V::Value, Departure> {
        let column = self.lines.column();
        let fits = match self.spot {
            Spot::Value(outer) => column > outer,
            Spot::Item(dash) => column == dash + STEP,
        };
        if !fits {
            return Err(Departure);
        }
        visitor.visit_map(Pairs { lines: self.lines, column, depth: self.depth + 1, after: &[], seen })
    }

    fn map<V: Visitor<'de>>(mut self, visitor: V, seen: Option<Vec<Cow<'de, str>>>) -> Result<V::Value, Departure> {
        match self.spot {
            Spot::Value(_) => self.enter()?,
            Spot::Item(_) if self.depth < DEEPEST => {}
            Spot::Item(_) => return Err(Departure),
        }
        self.pairs(visitor, seen)
    }
}

impl<'de> Deserializer<'de> for Block<'_, 'de> {
    type Error = Departure;

    /// Reads a value of any kind.
    fn deserialize_any<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Departure> {
        match self.spot {
            Spot::Value(_) if self.goes_on() => {
                self.enter()?;
                if self.lines.is_dash() { self.items(visitor) } else { self.pairs(visitor, Some(Vec::new())) }
            }
            Spot::Item(_) if self.lines.is_map() => self.map(visitor, Some(Vec::new())),
            Spot::Value(_) | Spot::Item(_) => match self.scalar()? {
                Scalar::Text(Cow::Borrowed(text)) => visitor.visit_borrowed_str(text),
                Scalar::Text(Cow::Owned(text)) => visitor.visit_string(text),
                Scalar::Number(number) => visitor.visit_u64(number),
                Scalar::Bool(yes) => visitor.visit_bool(yes),
                Scalar::Null => visitor.visit_unit(),
                Scalar::EmptyList => visitor.visit_seq(SeqDeserializer::<_, Departure>::new(std::iter::empty::<()>())),
                Scalar::EmptyMap => {
                    visitor.visit_map(MapDeserializer::<_, Departure>::new(std::iter::empty::<((), ())>()))
                }
            },
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Departure> {
        match self.scalar()? {
            Scalar::Bool(yes) => visitor.visit_bool(yes),
            Scalar::Text(_) | Scalar::Number(_) | Scalar::Null | Scalar::EmptyList | Scalar::EmptyMap => Err(Departure),
        }
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Departure> {
        match self.scalar()? {
            Scalar::Number(number) => visitor.visit_u64(number),
            Scalar::Text(_) | Scalar::Bool(_) | Scalar::Null | Scalar::EmptyList | Scalar::EmptyMap => Err(Departure),
        }
    }

    /// Reads a text that is parsed as something else. Only texts that begin with a date in full are read here: the full
    /// reader refuses dates that would be parsed as other dates than are written.
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Departure> {
        let text = self.text()?;
        if begins_with_date(text.as_bytes()) { visitor.visit_str(&text) } else { Err(Departure) }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Departure> {
        match self.text()? {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    /// Optional values that are missing are not written at all, so one that is there is `Some`.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Departure> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Departure> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Departure> {
        if !self.goes_on() {
            return Err(Departure);
        }
        self.enter()?;
        self.items(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Departure> {
        self.map(visitor, Some(Vec::new()))
    }

    /// A repeated key is found by the struct's own deserializer.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Departure> {
        self.map(visitor, None)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Departure> {
        visitor.visit_enum(self.text()?.as_ref().into_deserializer())
    }

    // Records have no values of these kinds.
    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct identifier
        ignored_any
    }
}

impl<'de> Deserializer<'de> for Facts<'_, 'de> {
    type Error = Departure;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Departure> {
        let Facts { lines, column, after } = self;
        visitor.visit_map(Pairs { lines, column, depth: 1, after, seen: None })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> MapAccess<'de> for Pairs<'_, 'de> {
    type Error = Departure;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Departure> {
        let column = self.lines.column();
        if self.lines.is_at_end() || column < self.column {
            return Ok(None);
        }
        if column > self.column {
            return Err(Departure);
        }
        if self.after.iter().any(|key| self.lines.is_key(column, key)) {
            return Ok(None);
        }
        let key = self.lines.any_key().ok_or(Departure)?;
        if let Some(seen) = &mut self.seen {
            if seen.contains(&key) {
                return Err(Departure);
            }
            seen.push(key.clone());
        }
        match key {
            Cow::Borrowed(key) => seed.deserialize(key.into_deserializer()),
            Cow::Owned(key) => seed.deserialize(key.into_deserializer()),
        }
        .map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Departure> {
        seed.deserialize(Block { lines: self.lines, spot: Spot::Value(self.column), depth: self.depth })
    }
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Departure;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Departure> {
        let column = self.lines.column();
        if self.lines.is_at_end() || column < self.column || (column == self.column && !self.lines.is_dash()) {
            return Ok(None);
        }
        if column > self.column {
            return Err(Departure);
        }
        self.lines.dash().ok_or(Departure)?;
        seed.deserialize(Block { lines: self.lines, spot: Spot::Item(self.column), depth: self.depth }).map(Some)
    }
}

impl fmt::Display for Departure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not as this program writes it")
    }
}

impl std::error::Error for Departure {}

impl de::Error for Departure {
    fn custom<T: fmt::Display>(_: T) -> Departure {
        Departure
    }
}

/// Whether a text begins with a date, followed by nothing or a time.
fn begins_with_date(text: &[u8]) -> bool {
    let shape = b"0000-00-00";
    let fits = |(byte, shape): (&u8, &u8)| if *shape == b'0' { byte.is_ascii_digit() } else { byte == shape };
    text.len() >= shape.len()
        && text.iter().zip(shape).all(fits)
        && text.get(shape.len()).is_none_or(|next| *next == b'T')
}
