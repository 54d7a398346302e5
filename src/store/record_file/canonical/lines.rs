//! Moves through the lines of a text, keeping track of indents. `None` means that the text is not in the form in which
//! this program writes it.

use std::borrow::Cow;

use memchr::{memchr, memchr2_iter};

use super::scalar::{self, Scalar};

/// More values than this are left to the full YAML reader, which also has a limit, a much higher one.
const MOST: usize = 100_000;

/// The length in bytes above which a key is written in another form.
const LONGEST_KEY: usize = 512;

pub(super) struct Lines<'t> {
    text: &'t str,
    /// The byte that is read next.
    at: usize,
    /// The indent of the line, if the next byte is the first after it.
    column: usize,
    /// How many values have been begun.
    values: usize,
}

impl<'t> Lines<'t> {
    /// The lines of a text; `None` if its last line has no end or it has characters that are always escaped.
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

    /// The rest of the text.
    pub fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Whether a line with this indent and this key begins here.
    pub fn is_key(&self, column: usize, key: &str) -> bool {
        let after = self.rest().strip_prefix(key);
        self.column == column && after.is_some_and(|after| after.starts_with(':'))
    }

    /// Whether the line ends here.
    pub fn is_end(&self) -> bool {
        self.rest().starts_with('\n')
    }

    /// Whether a list item begins here.
    pub fn is_dash(&self) -> bool {
        self.rest().starts_with("- ")
    }

    /// Moves past this key and its colon, at the beginning of a line with this indent.
    pub fn key(&mut self, column: usize, key: &str) -> Option<()> {
        self.is_key(column, key).then_some(())?;
        self.at += key.len() + 1;
        self.count()
    }

    /// Moves past whatever key is here, and its colon.
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
        let after = match rest.starts_with('"') {
            true => scalar::quoted(rest).and_then(|(_, length)| rest.get(length..)),
            false => key_length(rest).and_then(|length| rest.get(length..)),
        };
        after.is_some_and(|after| after.starts_with(": ") || after.starts_with(":\n"))
    }

    /// Moves past the dash of an item, to the beginning of its content.
    pub fn dash(&mut self) -> Option<()> {
        self.is_dash().then_some(())?;
        self.at += 2;
        self.column += 2;
        self.count()
    }

    /// Moves on to the next line, if this one ends here.
    pub fn end(&mut self) -> Option<()> {
        self.is_end().then_some(())?;
        self.at += 1;
        self.indentation();
        Some(())
    }

    /// Moves past the space between a key and its value.
    pub fn blank(&mut self) -> Option<()> {
        self.rest().starts_with(' ').then_some(())?;
        self.at += 1;
        Some(())
    }

    /// Reads a value up to the end of the line or, for a text in a block, all of its lines; these must have an indent
    /// of `block_at`.
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

    /// Reads a text of one line that needs neither quotation marks nor escapes.
    pub fn word(&mut self) -> Option<&'t str> {
        self.blank()?;
        let line = self.line()?;
        match line.strip_prefix('"') {
            Some(quoted) => quoted.strip_suffix('"').filter(|word| !word.contains(['"', '\\', '\t'])),
            None => scalar::text(line),
        }
    }

    /// Reads a text in a block of lines with this indent.
    fn block(&mut self, column: usize) -> Option<String> {
        let keep = match self.line()? {
            "|-" => Keep::None,
            "|" => Keep::One,
            "|+" => Keep::All,
            _ => return None,
        };
        // Go back to the beginning of the line, whose indent was already skipped.
        self.at = self.text[..self.at].rfind('\n')? + 1;
        let mut text = String::new();
        let mut ends = 0;
        loop {
            let rest = self.rest();
            let length = line_length(rest).unwrap_or(rest.len());
            let line = &rest[..length];
            if line.is_empty() && !rest.is_empty() {
                // An empty first line would leave the indent of the block open.
                (!text.is_empty()).then_some(())?;
                ends += 1;
                self.at += 1;
                continue;
            }
            let depth = line.len() - line.trim_start_matches(' ').len();
            // A line of only spaces would need further rules.
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

    /// The rest of this line.
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

/// How many of the line ends at the end of a block belong to its text.
enum Keep {
    None,
    One,
    All,
}

/// The number of bytes up to the end of the line.
fn line_length(rest: &str) -> Option<usize> {
    memchr(b'\n', rest.as_bytes())
}

/// The length of the plain key that begins here: a colon and a space, or a colon and the line end, must follow.
fn key_length(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut stops = memchr2_iter(b':', b'\n', bytes);
    let ends_key = |at: &usize| bytes[*at] == b'\n' || matches!(bytes.get(at + 1), Some(b' ' | b'\n'));
    stops.find(ends_key).filter(|at| bytes[*at] == b':')
}
