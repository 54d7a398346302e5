//! Reads values on one line: plain words that are certainly texts, and texts in quotation marks.

use std::borrow::Cow;

/// A value that is neither a list nor a map.
#[derive(Debug, PartialEq)]
pub(super) enum Scalar<'t> {
    Text(Cow<'t, str>),
    Number(u64),
    Bool(bool),
    Null,
    EmptyList,
    EmptyMap,
}

/// Whether every character of a text can be written without an escape.
pub(super) fn is_printable(text: &str) -> bool {
    let usual = |byte: &u8| (b' '..0x7f).contains(byte) || *byte == b'\n';
    // `fold` never stops early, so that the compiler can check many bytes at once.
    if text.as_bytes().iter().fold(true, |all, byte| all & usual(byte)) {
        return true;
    }
    text.chars().all(|c| match c {
        '\n' | '\t' => true,
        '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' => false,
        c => !c.is_control(),
    })
}

/// What a value without quotation marks is; `None` if the full reader has to decide.
pub(super) fn plain(word: &str) -> Option<Scalar<'_>> {
    match word {
        "true" => Some(Scalar::Bool(true)),
        "false" => Some(Scalar::Bool(false)),
        "null" => Some(Scalar::Null),
        "[]" => Some(Scalar::EmptyList),
        "{}" => Some(Scalar::EmptyMap),
        _ => match number(word) {
            Some(number) => Some(Scalar::Number(number)),
            None => text(word).map(|text| Scalar::Text(Cow::Borrowed(text))),
        },
    }
}

/// A word or line without quotation marks, if every YAML reader takes it for a text.
pub(super) fn text(line: &str) -> Option<&str> {
    let bytes = line.as_bytes();
    let begins = match bytes.first()? {
        b'0'..=b'9' => !may_be_number(bytes),
        b'a'..=b'z' | b'A'..=b'Z' => !is_reserved(line),
        b'(' | b'/' | b'$' | b'_' | 0x80.. => true,
        _ => false,
    };
    // A colon before a space would make it a key, and a `#` after one would begin a comment.
    let mut before = b'x';
    let plain = bytes.iter().all(|byte| {
        let fits = match *byte {
            b' ' => before != b':',
            b'#' => before != b' ',
            b'\t' => false,
            _ => true,
        };
        before = *byte;
        fits
    });
    (begins && plain && before != b':' && before != b' ').then_some(line)
}

/// The quoted text at the beginning, and its length with the quotation marks.
pub(super) fn quoted(rest: &str) -> Option<(Cow<'_, str>, usize)> {
    let inner = rest.strip_prefix('"')?;
    let stop = inner.bytes().position(|byte| matches!(byte, b'"' | b'\\' | b'\n' | b'\t'))?;
    if inner.as_bytes()[stop] == b'"' {
        return Some((Cow::Borrowed(&inner[..stop]), stop + 2));
    }
    let mut said = String::new();
    let mut letters = inner.char_indices();
    loop {
        match letters.next()? {
            (at, '"') => return Some((Cow::Owned(said), at + 2)),
            (_, '\n' | '\t') => return None,
            (_, '\\') => said.push(match letters.next()?.1 {
                '"' => '"',
                '\\' => '\\',
                '0' => '\0',
                'a' => '\u{7}',
                'b' => '\u{8}',
                't' => '\t',
                'n' => '\n',
                'v' => '\u{b}',
                'f' => '\u{c}',
                'r' => '\r',
                'e' => '\u{1b}',
                'N' => '\u{85}',
                'L' => '\u{2028}',
                'P' => '\u{2029}',
                'x' => escaped(&mut letters, 2)?,
                'u' => escaped(&mut letters, 4)?,
                'U' => escaped(&mut letters, 8)?,
                _ => return None,
            }),
            (_, letter) => said.push(letter),
        }
    }
}

/// The character with a number of so many hexadecimal digits.
fn escaped(letters: &mut std::str::CharIndices<'_>, digits: usize) -> Option<char> {
    let number = (0..digits).try_fold(0, |number, _| Some(number * 16 + letters.next()?.1.to_digit(16)?));
    number.and_then(char::from_u32)
}

/// A whole number in its usual form; `None` for any other form, such as one with leading zeros.
fn number(word: &str) -> Option<u64> {
    let digits = word.len() <= 18 && word.bytes().all(|byte| byte.is_ascii_digit());
    let canonical = digits && (word == "0" || !word.starts_with('0'));
    canonical.then(|| word.parse().ok()).flatten()
}

/// Whether some YAML reader may take a word that begins with a digit for a number. True for every number, and for some
/// other words.
fn may_be_number(word: &[u8]) -> bool {
    let only =
        |rest: &[u8], digit: fn(&u8) -> bool| rest.iter().all(|byte| digit(byte) || matches!(byte, b'_' | b'+' | b'-'));
    match word {
        [b'0', b'b' | b'B', rest @ ..] => only(rest, |byte| matches!(byte, b'0' | b'1')),
        [b'0', b'o' | b'O', rest @ ..] => only(rest, |byte| matches!(byte, b'0'..=b'7')),
        [b'0', b'x' | b'X', rest @ ..] => only(rest, u8::is_ascii_hexdigit),
        _ => {
            let rest = behind_digits(word);
            let rest = rest.strip_prefix(b".").map_or(rest, behind_digits);
            let rest = match rest {
                [b'e' | b'E', b'+' | b'-', rest @ ..] | [b'e' | b'E', rest @ ..] => behind_digits(rest),
                _ => rest,
            };
            rest.is_empty()
        }
    }
}

fn behind_digits(word: &[u8]) -> &[u8] {
    let digits = word.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'_').count();
    &word[digits..]
}

/// Whether some YAML reader takes a word for another kind of value.
fn is_reserved(word: &str) -> bool {
    const RESERVED: [&str; 12] =
        ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf", "infinity"];
    word.len() <= 8 && RESERVED.iter().any(|reserved| word.eq_ignore_ascii_case(reserved))
}
