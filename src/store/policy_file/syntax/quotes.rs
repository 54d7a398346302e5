//! Explains faults about quotes and brackets, and texts that need quotes.

use super::{NEEDS_QUOTES, Plain, Slip, plain};
use crate::store::yaml::Place;

impl Slip<'_> {
    /// A text that begins with a character that has a meaning in YAML.
    pub(super) fn strange_character(&self) -> Option<Plain> {
        let rest = self.rest(self.place);
        let first = rest.chars().next()?;
        let special = ["unexpected character", "alias", "anchor", "unsupported tag"];
        if self.said.contains("merge keys") {
            let message = "`<<` is not used in these files".to_owned();
            return Some(self.plain(NEEDS_QUOTES, message, Some("write the lines out".to_owned())));
        }
        if !special.iter().any(|word| self.said.contains(word)) {
            return None;
        }
        if first.is_control() {
            let message = "there is a character here that can't be seen".to_owned();
            let hint = format!("delete it: it is number {} of Unicode", first as u32);
            return Some(self.plain("control-character", message, Some(hint)));
        }
        if let Some(name) = rest.strip_prefix('*').filter(|_| self.said.contains("alias")) {
            let name: String = name.chars().take_while(|c| c.is_alphanumeric() || "-_".contains(*c)).collect();
            let message = format!("`*{name}` repeats a block, and nothing before it is marked `&{name}`");
            let hint =
                format!("write `&{name}` before the block that it repeats, or put `\"` round it if it is a text");
            return Some(self.plain(NEEDS_QUOTES, message, Some(hint)));
        }
        // For a tag, the YAML library gives the place after it.
        let rest = if self.said.contains("tag") { self.value() } else { rest };
        let message = match rest.chars().next() {
            Some('`') => "a text can't begin with a backtick unless it is in quotes".to_owned(),
            first => format!("a text can't begin with `{}` unless it is in quotes", first.unwrap_or('!')),
        };
        Some(self.plain(NEEDS_QUOTES, message, Some(in_quotes(rest))))
    }

    pub(super) fn open_quote(&self) -> Option<Plain> {
        let place = match self.said {
            "unclosed quote" => self.place,
            "invalid indentation in multiline quoted scalar" => self.opening_quote()?,
            _ => return None,
        };
        let quote = self.rest(place).chars().next()?;
        let message = format!("the quote {quote} is opened here and never closed");
        let hint = format!("put a {quote} at the end of the text");
        Some(plain(place, "open-quote", message, Some(hint)))
    }

    /// The last quotation mark before the place that opens a text.
    pub(super) fn opening_quote(&self) -> Option<Place> {
        (1..self.place.line).rev().find_map(|line| {
            let letters: Vec<char> = self.line(line).chars().collect();
            let opens = |at: &usize| "\"'".contains(letters[*at]) && (*at == 0 || " [{,".contains(letters[*at - 1]));
            let at = (0..letters.len()).rfind(opens)?;
            Some(Place { line, column: at as u32 + 1 })
        })
    }

    pub(super) fn after_quote(&self) -> Option<Plain> {
        let whole = self.value();
        let inner = ['\'', '"'].iter().find_map(|quote| whole.strip_prefix(*quote)?.strip_suffix(*quote));
        let hint = inner.map_or_else(|| "put the whole text in quotes of the other kind".to_owned(), in_quotes);
        let message = "the text goes on after its closing quote".to_owned();
        self.said.starts_with("invalid trailing content after").then(|| self.plain("after-quote", message, Some(hint)))
    }

    pub(super) fn open_bracket(&self) -> Option<Plain> {
        let place = match self.said {
            said if said.starts_with("unclosed bracket") => self.place,
            "illegal placement of ':' indicator" => self.opening_bracket()?,
            said if said.contains("only valid inside a block") => self.still_open()?,
            "misplaced bracket" => {
                let message = "this bracket closes nothing".to_owned();
                return Some(self.plain("open-bracket", message, Some("take it out".to_owned())));
            }
            _ => return None,
        };
        let (open, close) = match self.rest(place).chars().next()? {
            '{' => ('{', '}'),
            _ => ('[', ']'),
        };
        let message = format!("the bracket `{open}` is opened here and never closed");
        Some(plain(place, "open-bracket", message, Some(format!("put a `{close}` at the end"))))
    }

    pub(super) fn opening_bracket(&self) -> Option<Place> {
        let first = |line: u32| self.line(line).chars().position(|c| "[{".contains(c));
        // The line may close all its brackets and the place may still be inside one.
        self.still_open().or_else(|| {
            let (line, at) = (1..=self.place.line).rev().find_map(|line| Some((line, first(line)?)))?;
            Some(Place { line, column: at as u32 + 1 })
        })
    }

    /// The nearest bracket before the place that isn't closed on its own line.
    fn still_open(&self) -> Option<Place> {
        let (line, at) = (1..=self.place.line).rev().find_map(|line| Some((line, left_open(self.line(line))?)))?;
        Some(Place { line, column: at as u32 + 1 })
    }

    pub(super) fn inside_braces(&self) -> Option<Plain> {
        let hint = "separate the parts with commas, and put a text with a colon or comma in quotes".to_owned();
        let message = "a comma is missing here, or a text with a colon needs quotes".to_owned();
        self.said.starts_with("while parsing a flow").then(|| self.plain("bad-braces", message, Some(hint)))
    }

    pub(super) fn colon_in_text(&self) -> Option<Plain> {
        if !self.said.starts_with("mapping values are not allowed") || self.begins_a_key() {
            return None;
        }
        let value = self.value();
        let message = "a colon inside a text needs quotes around the text".to_owned();
        let straight = value.trim_matches(['“', '”', '‘', '’']);
        let hint = match straight == value {
            true => in_quotes(value),
            false => format!("{}, with straight quotes", in_quotes(straight)),
        };
        Some(self.plain(NEEDS_QUOTES, message, Some(hint)))
    }
}

fn in_quotes(text: &str) -> String {
    let text = text.trim();
    match text.contains('"') {
        true => format!("write `'{}'`", text.replace('\'', "''")),
        false => format!("write `\"{text}\"`"),
    }
}

/// The first bracket that a line opens and doesn't close, ignoring those in quotation marks and comments.
fn left_open(line: &str) -> Option<usize> {
    let (mut open, mut quote, mut before) = (Vec::new(), None, ' ');
    for (at, c) in line.chars().enumerate() {
        match (quote, c) {
            (Some(mark), c) if c == mark => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if " [{,:".contains(before) => quote = Some(c),
            (None, '#') if before == ' ' => break,
            (None, '[' | '{') => open.push(at),
            (None, ']' | '}') => {
                open.pop();
            }
            _ => {}
        }
        before = c;
    }
    open.first().copied()
}
