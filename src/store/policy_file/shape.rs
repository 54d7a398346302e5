//! The kinds of value that the keys of a policy file have.

/// The kind of value of a key.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    Any,
    Text,
    Id,
    YesNo,
    Number,
    Date,
    Time,
    Limit,
    /// One of these words.
    Word(Vec<String>),
    /// One of these words, alone or followed by another word.
    Step(Vec<String>),
    /// Exactly this number.
    Exactly(i64),
    /// A block of lines `id: title`.
    Names,
    /// A block of lines `name: value`.
    Pairs(Box<Shape>),
    /// A single value, or a list of them.
    OneOrMore(Box<Shape>),
    List(Box<Shape>),
    Either(Vec<Shape>),
    Block(Block),
    /// The block that contains this one, by what it describes.
    Again(&'static str),
}

/// The keys of a block.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// What the block describes, with its article.
    pub what: &'static str,
    pub keys: Vec<KeyShape>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct KeyShape {
    pub key: &'static str,
    pub shape: Shape,
    pub needed: bool,
}

impl Shape {
    pub fn words<T>(choices: &[(&str, T)]) -> Shape {
        Shape::Word(choices.iter().map(|(name, _)| (*name).to_owned()).collect())
    }

    pub fn one_or_more(shape: Shape) -> Shape {
        Shape::OneOrMore(Box::new(shape))
    }

    /// How specific the shape is. If a key is noted twice, the more specific shape is kept.
    pub fn says(&self) -> u8 {
        match self {
            Shape::Any => 0,
            Shape::Text => 1,
            Shape::OneOrMore(inner) if **inner == Shape::Text => 2,
            _ => 3,
        }
    }
}

impl Block {
    /// The required keys as they are written in braces: `id: …, text: …`. If none is required, the first key.
    pub fn keys_needed(&self) -> String {
        let needed: Vec<&KeyShape> = self.keys.iter().filter(|key| key.needed).collect();
        let shown = if needed.is_empty() { self.keys.iter().take(1).collect() } else { needed };
        shown.iter().map(|key| format!("{}: …", key.key)).collect::<Vec<_>>().join(", ")
    }

    /// The same block without required keys, because it may be written in several ways.
    pub fn with_none_needed(mut self) -> Block {
        self.keys.iter_mut().for_each(|key| key.needed = false);
        self
    }
}
