//! Text as people type or paste it, made fit for a record: any reader of the file then gets the same words.

/// Bytes as digests are written: two digits each, in lower case.
pub fn hex(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The items, each once, in the order in which they first come.
pub fn each_once<T: PartialEq>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut kept: Vec<T> = Vec::new();
    for item in items {
        if !kept.contains(&item) {
            kept.push(item);
        }
    }
    kept
}

/// How many spaces stand for a tab where a line begins.
const TAB: &str = "    ";

/// Makes every kind of line break a plain one, drops characters that can't be seen and do nothing in a text, and turns
/// the tabs that a line begins with into spaces. Words are never changed; a text that is clean already stays as it is.
pub fn clean_text(typed: &str) -> String {
    let mut clean = String::with_capacity(typed.len());
    let mut at_start = true;
    let mut characters = typed.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                clean.push('\n');
                at_start = true;
            }
            '\t' if at_start => clean.push_str(TAB),
            '\t' => clean.push('\t'),
            _ if is_dropped(character) => {}
            _ => {
                clean.push(character);
                at_start &= character == ' ';
            }
        }
    }
    clean
}

/// A text on one line, as `clean_text` makes it: a name or a reference.
pub fn one_line(typed: &str) -> String {
    clean_text(typed).lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What `clean_text` does to a text beyond its line breaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// How many characters are left out.
    pub dropped: usize,
    /// Whether a tab that a line begins with becomes blanks.
    pub tabs: bool,
}

impl Cleaned {
    /// What it does to one text. A byte order mark at the beginning does not count.
    pub fn of(typed: &str) -> Cleaned {
        let typed = typed.trim_start_matches('\u{FEFF}').trim();
        let breaks = |c: &char| matches!(c, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}');
        let dropped = typed.chars().filter(|c| is_dropped(*c) && !breaks(c)).count();
        Cleaned { dropped, tabs: typed.lines().any(|line| line.trim_start_matches(' ').starts_with('\t')) }
    }

    /// Two together: of the characters left out, the larger number.
    pub fn max(self, other: Cleaned) -> Cleaned {
        Cleaned { dropped: self.dropped.max(other.dropped), tabs: self.tabs || other.tabs }
    }

    /// The words for the person who typed it; `None` if nothing was changed.
    pub fn words(self) -> Option<String> {
        let dropped = match self.dropped {
            0 => None,
            1 => Some("a character that can't be shown was left out".to_string()),
            several => Some(format!("{several} characters that can't be shown were left out")),
        };
        let tabs = self.tabs.then(|| "tabs that a line began with became blanks".to_string());
        let said: Vec<String> = dropped.into_iter().chain(tabs).collect();
        (!said.is_empty()).then(|| format!("of what was typed, {}", list(&said, "and")))
    }
}

/// Control characters, the byte order mark, invisible marks such as the zero-width space, and code points that stand
/// for no character.
fn is_dropped(character: char) -> bool {
    let point = u32::from(character);
    let unseen = matches!(character, '\u{FEFF}' | '\u{200B}' | '\u{2060}');
    character.is_control() || unseen || (0xFDD0..=0xFDEF).contains(&point) || point & 0xFFFE == 0xFFFE
}

/// Whether a reference reads like the name of a person: words of letters, each with a capital.
pub fn looks_like_a_name(text: &str) -> bool {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.clone().next().is_some_and(char::is_lowercase)
            && letters.all(|c| c.is_alphabetic() || c == '-' || c == '\'')
    };
    text.split_whitespace().count() > 1 && text.split_whitespace().all(word)
}

/// `a`, `a and b`, `a, b and c`.
pub fn list<T: AsRef<str>>(items: &[T], last: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_string(),
        [rest @ .., end] => {
            let rest: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", rest.join(", "), end.as_ref())
        }
    }
}

/// Names in backticks: `` `a`, `b` and `c` ``.
pub fn ticked<T: std::fmt::Display>(names: impl IntoIterator<Item = T>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    list(&names, "and")
}

/// A list of people by their titles. Among several, what a title has after a comma goes into brackets, so that one person
/// doesn't look like two: `Team Manager and Service Manager (childcare team)`.
pub fn people<T: AsRef<str>>(titles: &[T], last: &str) -> String {
    let each = titles.iter().map(AsRef::as_ref);
    match titles.len() {
        0 | 1 => each.collect(),
        _ => list(&each.map(in_brackets).collect::<Vec<_>>(), last),
    }
}

/// The same one after another, of whom any may be meant.
pub fn people_in_row<T: AsRef<str>>(titles: &[T]) -> String {
    let each: Vec<String> = titles.iter().map(|title| in_brackets(title.as_ref())).collect();
    if titles.len() < 2 { people(titles, "") } else { each.join(", ") }
}

/// `Service Manager (childcare team)` for `Service Manager, childcare team`. With brackets of its own it stays as it is,
/// like the name in `Smith, John (Team Manager)`.
pub fn in_brackets(title: &str) -> String {
    match title.split_once(", ") {
        Some((head, rest)) if !title.contains('(') => format!("{head} ({rest})"),
        Some(_) | None => title.to_string(),
    }
}

/// The hint where one of a few words is wanted: ``choose one of `1`, `2` or `3` ``.
pub fn choose<T: AsRef<str>>(words: &[T]) -> String {
    let ticked: Vec<String> = words.iter().map(|word| format!("`{}`", word.as_ref())).collect();
    match ticked.as_slice() {
        [only] => format!("choose {only}"),
        several => format!("choose one of {}", list(several, "or")),
    }
}

/// What can stand for the placeholders of a command, to follow it: `` (`some`, `significant` or `severe`)``; empty if
/// there is nothing to choose from. Of several lists, each begins with what it is for.
pub fn with_values<T: AsRef<str>>(lists: &[(&str, &[T])]) -> String {
    let lists: Vec<&(&str, &[T])> = lists.iter().filter(|(_, values)| !values.is_empty()).collect();
    let of = |values: &[T]| {
        let ticked: Vec<String> = values.iter().map(|value| format!("`{}`", value.as_ref())).collect();
        list(&ticked, "or")
    };
    match lists.as_slice() {
        [] => String::new(),
        [(_, only)] => format!(" ({})", of(only)),
        several => {
            let each: Vec<String> = several.iter().map(|(what, values)| format!("`{what}`: {}", of(values))).collect();
            format!(" ({})", each.join("; "))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn line_breaks_tabs_and_controls() {
        for (typed, clean) in [
            ("", ""),
            ("plain words", "plain words"),
            ("a\r\nb\rc\n", "a\nb\nc\n"),
            ("a\u{85}b\u{B}c\u{C}d\u{2028}e\u{2029}f", "a\nb\nc\nd\ne\nf"),
            ("\tindented\n \t twice\n", "    indented\n      twice\n"),
            ("one\ttwo", "one\ttwo"),
            ("bell\u{7}, escape \u{1B}[31m, nul\0, delete\u{7F}, csi\u{9B}", "bell, escape [31m, nul, delete, csi"),
            ("\u{FEFF}mark\u{FFFE}\u{FFFF}", "mark"),
            ("caf\u{E9} \u{1F642} \u{202E}kept", "caf\u{E9} \u{1F642} \u{202E}kept"),
            ("vi\u{200B}sit\u{2060}s, and \u{1F468}\u{200D}\u{1F467}", "visits, and \u{1F468}\u{200D}\u{1F467}"),
            ("  spaces stay  ", "  spaces stay  "),
        ] {
            assert_eq!(clean_text(typed), clean, "{typed:?}");
        }
    }

    #[test]
    fn what_is_taken_out_is_known() {
        let words = |typed: &str| Cleaned::of(typed).words().unwrap_or_default();
        for typed in ["plain\r\nwords\u{85}and", "\u{FEFF}mark", "one\ttwo", "\ttrimmed anyway", "🙂 é"] {
            assert_eq!(words(typed), "", "{typed:?}");
        }
        assert_eq!(words("bell\u{7}"), "of what was typed, a character that can't be shown was left out");
        let both = words("a\u{1B}[31m\0\n  \tb");
        assert!(both.contains("2 characters") && both.contains("and tabs that a line began with"), "{both}");
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(typed in any::<String>()) {
            let once = clean_text(&typed);
            prop_assert_eq!(clean_text(&once), once);
        }
    }
}
