//! Which texts are written in quotation marks although our own reader needs none. The YAML readers of Ruby, R and npm
//! each take other texts for numbers than YAML 1.2 does: `docs/other-programs.md` lists them, and how to test that
//! again.

use super::DoubleQuoted;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::Value;

/// A value to write so that every reader takes its texts for texts. Keys are left to the library: they are ids.
pub struct Quoting<'a>(pub &'a Value);

impl Serialize for Quoting<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::String(text) => Text(text).serialize(serializer),
            Value::Array(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(&Quoting(item))?;
                }
                list.end()
            }
            Value::Object(pairs) => {
                let mut map = serializer.serialize_map(Some(pairs.len()))?;
                for (key, value) in pairs {
                    map.serialize_entry(key, &Quoting(value))?;
                }
                map.end()
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => self.0.serialize(serializer),
        }
    }
}

struct Text<'a>(&'a str);

impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match is_taken_for_another(self.0) {
            true => DoubleQuoted(self.0).serialize(serializer),
            false => serializer.serialize_str(self.0),
        }
    }
}

/// Whether some reader takes this text, without quotation marks, for something other than text.
fn is_taken_for_another(text: &str) -> bool {
    is_number_with_commas(text) || is_exponent(text) || is_dots(text) || is_missing_in_r(text)
}

/// `1,000`, `5,`, `-1,2.5`, `0b1,0`: numbers to Ruby, and missing values to R.
fn is_number_with_commas(text: &str) -> bool {
    let number = unsigned(text).to_ascii_lowercase();
    let digits = ["0b", "0o", "0x"].iter().find_map(|base| number.strip_prefix(base)).unwrap_or(&number);
    digits.contains(',')
        && digits.contains(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_hexdigit() || ",._+-".contains(c))
}

/// `E1`, `.e5`, `-e-2`: an exponent without digits before it, which some readers of YAML 1.1 take for a number.
fn is_exponent(text: &str) -> bool {
    let before = unsigned(text).trim_start_matches(|c: char| c.is_ascii_digit() || "._".contains(c));
    let exponent = before.strip_prefix(['e', 'E']).map(unsigned);
    exponent.is_some_and(|digits| !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()))
}

/// `.`, `-.`, `._`: a number without digits.
fn is_dots(text: &str) -> bool {
    let rest = unsigned(text);
    rest.starts_with('.') && rest.chars().all(|c| "._".contains(c))
}

/// `.na`, `.na.integer`: how R writes a missing value.
fn is_missing_in_r(text: &str) -> bool {
    text.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(".na"))
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['+', '-']).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::is_taken_for_another;
    use crate::store::yaml::{parse, write};

    const TAKEN: [&str; 22] = [
        "1,000",
        "5,",
        "1,2",
        "-1,2",
        "+1,000",
        "1,000.5",
        "0b1,0",
        "0,7",
        "0x1,F",
        "1_0,0",
        "E1",
        "e1",
        "E12",
        ".E1",
        "-e5",
        "1_E5",
        ".",
        "-.",
        "._",
        ".na",
        ".NA",
        ".na.integer",
    ];
    const PLAIN: [&str; 12] =
        ["C1", "V4", "J2", "C-1042", "1, 2", "a,b", ",", "E", "E1a", "Emma 1", "Stage 2, 3", "DEMO-128"];

    #[test]
    fn what_another_reader_takes_for_a_number_is_quoted_and_comes_back() {
        for text in TAKEN {
            assert!(is_taken_for_another(text), "{text}");
            let written = write(&json!({"list": [text], "map": {"a": text}, "value": text})).unwrap();
            assert_eq!(written.matches(&format!("\"{text}\"")).count(), 3, "{written}");
            assert_eq!(parse(&written).unwrap().to_value()["map"]["a"], text, "{written}");
        }
        for text in PLAIN {
            assert!(!is_taken_for_another(text), "{text}");
        }
    }
}
