//! Closed lists: a few values, each with the word that files, flags and JSON have for it. A list and its words are in
//! one place, so that a new value is one line.

/// A value of a closed list.
pub trait Worded: Copy + PartialEq + 'static {
    /// Every value, in the order in which people see them.
    const ALL: &'static [Self];

    /// Their words, in the same order.
    const WORDS: &'static [&'static str];

    /// The word that stands for it.
    fn word(self) -> &'static str;

    /// The value that a word stands for; `None` for any other word.
    fn named(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.word() == word)
    }
}

/// Declares such a list: `enum Rhythm { Done = "done", Due = "due" }`.
macro_rules! worded {
    ($(
        $(#[$meta:meta])*
        $vis:vis enum $name:ident { $( $(#[$of:meta])* $one:ident = $word:literal ),* $(,)? }
    )*) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        $vis enum $name { $( $(#[$of])* #[serde(rename = $word)] $one ),* }

        impl $crate::domain::worded::Worded for $name {
            const ALL: &'static [Self] = &[$( $name::$one ),*];
            const WORDS: &'static [&'static str] = &[$( $word ),*];

            fn word(self) -> &'static str {
                match self { $( $name::$one => $word ),* }
            }
        }
    )* };
}

pub(crate) use worded;
