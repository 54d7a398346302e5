//! Texts that begin with a hyphen, as the items of a list do.

use std::ffi::{OsStr, OsString};

/// Joins each text that begins with a hyphen to the option before it: `--text`, `- rang her` is read as
/// `--text=- rang her`. What begins so and has a space is a text, because the name of an option has none.
pub fn joined(args: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut words: Vec<OsString> = Vec::new();
    for arg in args {
        match words.last_mut() {
            Some(option) if is_option(option) && is_text(&arg) => {
                option.push("=");
                option.push(arg);
            }
            Some(_) | None => words.push(arg),
        }
    }
    words
}

/// Whether it is the full name of an option, without a value.
fn is_option(word: &OsStr) -> bool {
    let name = word.to_str().and_then(|word| word.strip_prefix("--"));
    name.is_some_and(|name| name.starts_with(char::is_alphabetic) && !name.contains(['=', ' ']))
}

/// Whether it is a text that begins with a hyphen, and not an option with a value.
fn is_text(word: &OsStr) -> bool {
    let Some(text) = word.to_str().filter(|text| text.starts_with('-')) else { return false };
    text.split_once(char::is_whitespace).is_some_and(|(first, _)| !first.contains('='))
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn a_text_with_a_hyphen_goes_with_its_option_and_nothing_else_does() {
        let joined = |words: &[&str]| joined(words.iter().map(|word| word.into())).join(" | ".as_ref());
        for (typed, read) in [
            (&["note", "1", "--text", "- rang her"][..], "note | 1 | --text=- rang her"),
            (&["--text", "-5 degrees in the room"], "--text=-5 degrees in the room"),
            (&["--text", "--- see the letter"], "--text=--- see the letter"),
            (&["--action", "- call | Ann | 2026-03-09"], "--action=- call | Ann | 2026-03-09"),
            (&["--text", "-\nrang"], "--text=-\nrang"),
            (&["--text", "-", "--concern", "--json"], "--text | - | --concern | --json"),
            (&["--json", "--concern=late again"], "--json | --concern=late again"),
            (&["note", "- rang her"], "note | - rang her"),
            (&["--text=a", "- rang her"], "--text=a | - rang her"),
        ] {
            assert_eq!(joined(typed).to_str(), Some(read));
        }
    }
}
