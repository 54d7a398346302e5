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
    /// One word of a few.
    Word(Vec<String>),
    /// A word of a closed list, alone or followed by another word.
    Step(Vec<String>),
    /// Exactly this number.
    Exactly(i64),
    /// Lines `id: title`.
    Names,
    /// Lines `name: value`.
    Pairs(Box<Shape>),
    /// One, or a list of them.
    OneOrMore(Box<Shape>),
    List(Box<Shape>),
    Either(Vec<Shape>),
    Block(Block),
    /// A block within itself, by what it describes.
    Again(&'static str),
}

/// The keys of a block.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// What it describes, with its article.
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

    /// How much it says: a shape that says more takes the place of one that says less.
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
    /// The keys that it needs, written in braces: `id: …, text: …`; if it needs none, its first.
    pub fn keys_needed(&self) -> String {
        let needed: Vec<&KeyShape> = self.keys.iter().filter(|key| key.needed).collect();
        let shown = if needed.is_empty() { self.keys.iter().take(1).collect() } else { needed };
        shown.iter().map(|key| format!("{}: …", key.key)).collect::<Vec<_>>().join(", ")
    }

    /// For a block that may be written in several ways.
    pub fn with_none_needed(mut self) -> Block {
        self.keys.iter_mut().for_each(|key| key.needed = false);
        self
    }
}
