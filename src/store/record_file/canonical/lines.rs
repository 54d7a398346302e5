//! Goes through the lines of a text, each of which begins with its indentation. `None` is for anything that is not as
//! this program writes it.

use std::borrow::Cow;

use memchr::{memchr, memchr2_iter};

use super::scalar::{self, Scalar};

/// More values than this are left to the reader of all YAML, which refuses a file that has far more.
const MOST: usize = 100_000;

/// Bytes of a key, beyond which it is written in another form.
const LONGEST_KEY: usize = 512;

pub(super) struct Lines<'t> {
    text: &'t str,
    /// What comes next: the first letter of a line behind its indentation, or something further on in it.
    at: usize,
    /// How far what comes next is indented, where a line begins.
    column: usize,
    /// How many values were begun.
    values: usize,
}

impl<'t> Lines<'t> {
    /// The lines of a text that ends with one and has no letters that are never written as they are.
    pub fn of(text: &'t str) -> Option<Lines<'t>> {
        (text.ends_with('\n') && scalar::is_printable(text)).then_some(())?;
        let mut lines = Lines { text, at: 0, column: 0, values: 0 };
        lines.indentation();
        Some(lines)
    }

    pub fn is_at_end(&self) -> bool {
        self.at == self.text.len()
    }

    pub fn column(&self) -> usize {
        self.column
    }

    /// What is left of the text.
    pub fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Whether a line begins here, so far indented, with this key.
    pub fn is_key(&self, column: usize, key: &str) -> bool {
        let behind = self.rest().strip_prefix(key);
        self.column == column && behind.is_some_and(|behind| behind.starts_with(':'))
    }

    /// Whether nothing more follows on this line.
    pub fn is_end(&self) -> bool {
        self.rest().starts_with('\n')
    }

    /// Whether an item of a list begins here.
    pub fn is_dash(&self) -> bool {
        self.rest().starts_with("- ")
    }

    /// Goes behind this key and its colon, which begin a line that is so far indented.
    pub fn key(&mut self, column: usize, key: &str) -> Option<()> {
        self.is_key(column, key).then_some(())?;
        self.at += key.len() + 1;
        self.count()
    }

    /// Moves past the key at this place, and its colon.
    pub fn any_key(&mut self) -> Option<Cow<'t, str>> {
        let rest = self.rest();
        let (key, length) = match rest.starts_with('"') {
            true => scalar::quoted(rest)?,
            false => {
                let length = key_length(rest)?;
                (Cow::Borrowed(scalar::text(&rest[..length])?), length)
            }
        };
        (length <= LONGEST_KEY && rest[length..].starts_with(':')).then_some(())?;
        self.at += length + 1;
        self.count()?;
        Some(key)
    }

    /// Whether the rest of this line begins a map rather than being a text.
    pub fn is_map(&self) -> bool {
        let rest = self.rest();
        let behind = match rest.starts_with('"') {
            true => scalar::quoted(rest).and_then(|(_, length)| rest.get(length..)),
            false => key_length(rest).and_then(|length| rest.get(length..)),
        };
        behind.is_some_and(|behind| behind.starts_with(": ") || behind.starts_with(":\n"))
    }

    /// Moves past the dash of an item, to the beginning of its content.
    pub fn dash(&mut self) -> Option<()> {
        self.is_dash().then_some(())?;
        self.at += 2;
        self.column += 2;
        self.count()
    }

    /// Goes to the next line, where this one ends here.
    pub fn end(&mut self) -> Option<()> {
        self.is_end().then_some(())?;
        self.at += 1;
        self.indentation();
        Some(())
    }

    /// Moves past the blank between a key and its value.
    pub fn blank(&mut self) -> Option<()> {
        self.rest().starts_with(' ').then_some(())?;
        self.at += 1;
        Some(())
    }

    /// The value that ends with this line or, if it is a text in a block, at the last of the lines indented that far.
    pub fn scalar(&mut self, block_at: usize) -> Option<Scalar<'t>> {
        let rest = self.rest();
        match rest.as_bytes().first()? {
            b'"' => {
                let (text, length) = scalar::quoted(rest)?;
                self.at += length;
                self.end()?;
                Some(Scalar::Text(text))
            }
            b'|' => self.block(block_at).map(|text| Scalar::Text(text.into())),
            _ => scalar::plain(self.line()?),
        }
    }

    /// The text after a key, of one line and without anything that is written in another form than its value.
    pub fn word(&mut self) -> Option<&'t str> {
        self.blank()?;
        let line = self.line()?;
        match line.strip_prefix('"') {
            Some(quoted) => quoted.strip_suffix('"').filter(|word| !word.contains(['"', '\\', '\t'])),
            None => scalar::text(line),
        }
    }

    /// A text in a block of lines, all of them so far in.
    fn block(&mut self, column: usize) -> Option<String> {
        let keep = match self.line()? {
            "|-" => Keep::None,
            "|" => Keep::One,
            "|+" => Keep::All,
            _ => return None,
        };
        // The indentation of the first line was passed, and may be that of an empty one.
        self.at = self.text[..self.at].rfind('\n')? + 1;
        let mut text = String::new();
        let mut ends = 0;
        loop {
            let rest = self.rest();
            let length = line_length(rest).unwrap_or(rest.len());
            let line = &rest[..length];
            if line.is_empty() && !rest.is_empty() {
                // The indentation of the first line is that of all; it must not be an empty one.
                (!text.is_empty()).then_some(())?;
                ends += 1;
                self.at += 1;
                continue;
            }
            let depth = line.len() - line.trim_start_matches(' ').len();
            // Of a line of blanks it takes more to say what it is.
            (depth < line.len() || rest.is_empty()).then_some(())?;
            if depth < column {
                break;
            }
            (0..ends).for_each(|_| text.push('\n'));
            let said = &line[column..];
            (!text.is_empty() || !said.starts_with([' ', '\t'])).then_some(())?;
            text.push_str(said);
            ends = 1;
            self.at += length + 1;
        }
        (!text.is_empty()).then_some(())?;
        let kept = match keep {
            Keep::None => 0,
            Keep::One => 1,
            Keep::All => ends,
        };
        (0..kept).for_each(|_| text.push('\n'));
        self.indentation();
        Some(text)
    }

    /// What is left of this line.
    fn line(&mut self) -> Option<&'t str> {
        let rest = self.rest();
        let length = line_length(rest)?;
        self.at += length + 1;
        self.indentation();
        Some(&rest[..length])
    }

    fn indentation(&mut self) {
        let rest = self.text.as_bytes()[self.at..].iter();
        self.column = rest.take_while(|byte| **byte == b' ').count();
        self.at += self.column;
    }

    fn count(&mut self) -> Option<()> {
        self.values += 1;
        (self.values <= MOST).then_some(())
    }
}

/// How many of the line ends of a block belong to its text.
enum Keep {
    None,
    One,
    All,
}

/// How far it is to the end of the line.
fn line_length(rest: &str) -> Option<usize> {
    memchr(b'\n', rest.as_bytes())
}

/// The length of the plain key at this place, if there is one: it ends with a colon and a blank, or with the line.
fn key_length(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut stops = memchr2_iter(b':', b'\n', bytes);
    let ends_key = |at: &usize| bytes[*at] == b'\n' || matches!(bytes.get(at + 1), Some(b' ' | b'\n'));
    stops.find(ends_key).filter(|at| bytes[*at] == b':')
}
