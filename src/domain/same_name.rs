//! Whether two names are the same. People type one name in several ways: `Jo Bloggs`, `JO BLOGGS`, `jo bloggs ` with a
//! space after it, an accent as one character or as two. Whether two of them mean the same child, person, team or role
//! is decided here and nowhere else; the record keeps what was typed. (R7 in `docs/decisions.md`.)

use std::collections::BTreeMap;

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

/// The form of a name that is compared, sorted and counted. Never shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameKey(String);

impl NameKey {
    /// Unicode's compatibility caseless match (The Unicode Standard, D146), with blanks at the ends left out and those
    /// in between taken as one space.
    pub fn of(typed: &str) -> NameKey {
        let folded = match typed.is_ascii() {
            true => typed.to_ascii_lowercase(),
            false => typed.nfd().default_case_fold().nfkd().default_case_fold().nfkc().collect(),
        };
        NameKey(folded.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether two typed names are the same.
pub fn is_same(one: &str, other: &str) -> bool {
    one == other || NameKey::of(one) == NameKey::of(other)
}

/// Whether a name, if there is one, is the wanted one; any name is if none is wanted.
pub fn is_wanted(given: Option<&str>, wanted: Option<&str>) -> bool {
    wanted.is_none_or(|wanted| given.is_some_and(|given| is_same(given, wanted)))
}

/// One spelling for each name that occurs in several.
#[derive(Debug, Clone, Default)]
pub struct Spellings(BTreeMap<NameKey, String>);

impl Spellings {
    /// The spelling that is used most; of those used equally often, the first in the order of their characters.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Spellings {
        let mut used: BTreeMap<NameKey, BTreeMap<&str, usize>> = BTreeMap::new();
        for name in names {
            *used.entry(NameKey::of(name)).or_default().entry(name.trim()).or_default() += 1;
        }
        let most = |spellings: BTreeMap<&str, usize>| {
            // `max_by_key` gives the last of several.
            spellings.into_iter().rev().max_by_key(|(_, times)| *times).map(|(name, _)| name.to_string())
        };
        Spellings(used.into_iter().filter_map(|(key, spellings)| Some((key, most(spellings)?))).collect())
    }

    /// Each name once, in order.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(String::as_str)
    }

    /// The spelling in which a name is shown; the name as it is if it isn't among these.
    pub fn shown<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.get(&NameKey::of(name)).map_or(name, String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_name_typed_in_several_ways() {
        for (one, other) in [
            ("C-1", "c-1"),
            ("Jo Bloggs", "JO BLOGGS"),
            ("Jo Bloggs", "jo bloggs "),
            ("Jo Bloggs", "\tJo  Bloggs"),
            ("Jo Bloggs", "Jo\u{A0}Bloggs"),
            ("Siân", "SIÂN"),
            ("Si\u{E2}n", "Sia\u{302}n"),
            ("SI\u{C2}N", "sia\u{302}n"),
            ("Weiß", "WEISS"),
            ("ΣΊΣΥΦΟΣ", "σίσυφος"),
            ("Ｃ-1", "c-1"),
            ("", "  "),
        ] {
            assert!(is_same(one, other), "{one:?} and {other:?}");
        }
    }

    #[test]
    fn names_that_differ_stay_apart() {
        for (one, other) in [
            ("C-1", "C-11"),
            ("C-1", "C 1"),
            ("Jo Bloggs", "JoBloggs"),
            ("Siân", "Sian"),
            ("Jo Bloggs", "Jo Blogs"),
            ("O'Brien", "OBrien"),
        ] {
            assert!(!is_same(one, other), "{one:?} and {other:?}");
        }
    }

    #[test]
    fn the_spelling_used_most_is_shown() {
        let spellings = Spellings::of(["JO BLOGGS", "Jo Bloggs", "jo bloggs", "Jo Bloggs ", "North", "NORTH"]);
        assert_eq!(spellings.shown("jo  bloggs"), "Jo Bloggs");
        assert_eq!(spellings.shown("north"), "NORTH");
        assert_eq!(spellings.shown("South"), "South");
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(typed in any::<String>()) {
            let key = NameKey::of(&typed);
            prop_assert_eq!(NameKey::of(key.as_str()), key);
        }

        #[test]
        fn case_form_and_blanks_make_no_difference(typed in "[a-zA-ZÀ-ÖØ-öø-ÿŴ-ŷ'. -]*") {
            let blanks = format!(" {typed}\n");
            for other in [typed.to_uppercase(), typed.to_lowercase(), typed.nfd().collect(), typed.nfc().collect(), blanks] {
                prop_assert!(is_same(&typed, &other), "{:?} and {:?}", typed, other);
            }
        }
    }
}
