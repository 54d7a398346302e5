//! Reads a saved web page: its headings, paragraphs, list items and table rows. `html5gum` reads the tags; it copes
//! with every way of writing a page and knows the position of each piece.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use crate::domain::document::Part;

/// Tags whose contents are not part of the document.
const LEFT_OUT: [&str; 13] = [
    "script", "style", "title", "noscript", "template", "svg", "nav", "footer", "button", "select", "textarea",
    "iframe", "object",
];

/// Tags with which the document proper begins, even if an earlier tag was never closed.
const PROPER: [&str; 4] = ["main", "article", "h1", "h2"];

/// Tags that end one piece of text and begin another.
const PIECES: [&str; 24] = [
    "p",
    "div",
    "li",
    "br",
    "hr",
    "tr",
    "table",
    "thead",
    "tbody",
    "ul",
    "ol",
    "section",
    "article",
    "main",
    "header",
    "aside",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "body",
    "pre",
    "figure",
    "form",
];

pub fn parts(page: &str) -> Vec<Part> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut reading = Reading::of(page);
    for token in Tokenizer::new_with_emitter(page, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => reading.opened(&tag),
            Token::EndTag(tag) => reading.closed(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => reading.text(&String::from_utf8_lossy(&text), text.span.start),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    reading.finish(None, false);
    reading.parts
}

/// The text of a line without its tags.
pub fn text_of(line: &str) -> String {
    let parts = parts(line).into_iter().map(|part| part.text);
    parts.collect::<Vec<_>>().join(" ")
}

struct Reading<'a> {
    page: &'a str,
    parts: Vec<Part>,
    text: String,
    /// Where the present piece of text begins, in bytes.
    begins: usize,
    /// The last place whose line was counted, and that line.
    counted: (usize, usize),
    heading: Option<u8>,
    number: Option<String>,
    /// The next number of each open list, and how it is written; `None` for lists without numbers.
    lists: Vec<Option<(u32, Numbering)>>,
    listed: bool,
    /// The tag whose contents are being left out, and how many of it are open.
    left_out: Option<(String, usize)>,
    in_row: bool,
}

impl<'a> Reading<'a> {
    fn of(page: &'a str) -> Self {
        Reading {
            page,
            parts: Vec::new(),
            text: String::new(),
            begins: 0,
            counted: (0, 1),
            heading: None,
            number: None,
            lists: Vec::new(),
            listed: false,
            left_out: None,
            in_row: false,
        }
    }

    fn opened(&mut self, tag: &StartTag<usize>) {
        let name = String::from_utf8_lossy(&tag.name).to_lowercase();
        if PROPER.contains(&name.as_str()) {
            self.left_out = None;
        }
        match &mut self.left_out {
            Some((left, depth)) => {
                *depth += usize::from(*left == name && !tag.self_closing);
                return;
            }
            None if LEFT_OUT.contains(&name.as_str()) && !tag.self_closing => {
                self.left_out = Some((name, 1));
                return;
            }
            None => {}
        }
        let attribute = |name: &str| {
            let value =
                tag.attributes.iter().find(|(key, _)| key.as_slice() == name.as_bytes()).map(|(_, value)| value);
            value.map(|value| String::from_utf8_lossy(value).into_owned())
        };
        let count = |name: &str| attribute(name).and_then(|value| value.trim().parse::<u32>().ok());
        let numbering = || Numbering::of(attribute("type").as_deref(), attribute("style").as_deref());
        self.between(&name, false);
        match name.as_str() {
            "ol" => self.lists.push(Some((count("start").unwrap_or(1), numbering().unwrap_or(Numbering::Figures)))),
            "ul" => self.lists.push(None),
            "li" => {
                self.listed = true;
                if let Some((next, listed)) = self.lists.last_mut().and_then(Option::as_mut) {
                    let number = count("value").unwrap_or(*next);
                    *next = number.saturating_add(1);
                    self.number = numbering().unwrap_or(*listed).write(number);
                }
            }
            "tr" => self.in_row = true,
            _ => self.heading = level(&name).or(self.heading),
        }
    }

    fn closed(&mut self, name: &str) {
        let name = name.to_lowercase();
        if let Some((left, depth)) = &mut self.left_out {
            if *left == name {
                *depth -= 1;
            }
            if *depth == 0 {
                self.left_out = None;
            }
            return;
        }
        self.between(&name, true);
        match name.as_str() {
            "ol" | "ul" => {
                self.lists.pop();
                (self.number, self.listed) = (None, false);
            }
            "tr" | "table" => self.in_row = false,
            _ => {}
        }
    }

    /// Applies a tag to the text before it: adds a space, begins the next cell, ends the text, or does nothing.
    fn between(&mut self, name: &str, closes: bool) {
        let in_a_cell = self.in_row && ["p", "div", "br"].contains(&name);
        if in_a_cell || name == "br" && self.heading.is_some() {
            self.text.push(' ');
        } else if ["td", "th"].contains(&name) {
            let ended = self.text.trim_end().is_empty() || self.text.trim_end().ends_with('|');
            if !ended {
                self.text.push_str(" | ");
            }
        } else if PIECES.contains(&name) || level(name).is_some() {
            // Text after a list inside an item is not an item of its own.
            let keeps = name == "br" && !closes;
            let number = if keeps { self.number.clone() } else { None };
            let listed = keeps && self.listed;
            self.finish(number, listed);
        }
    }

    fn text(&mut self, text: &str, start: usize) {
        if self.left_out.is_some() {
            return;
        }
        if self.text.trim().is_empty() {
            self.begins = start + (text.len() - text.trim_start().len());
        }
        self.text.push_str(text);
    }

    /// Ends a piece of text; `next` is the number of the following one, and `listed` whether that is still of the item.
    fn finish(&mut self, next: Option<String>, listed: bool) {
        let text = std::mem::take(&mut self.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let text = text.trim_end_matches([' ', '|']).to_owned();
        let heading = self.heading.take();
        if text.is_empty() {
            // The number of an item is kept for its first words, as in `<li><p>`.
            return;
        }
        let number = std::mem::replace(&mut self.number, next);
        let listed = std::mem::replace(&mut self.listed, listed);
        let line = self.line_of(self.begins);
        self.parts.push(Part { line, text, heading, number, listed });
    }

    /// The line of a place. Must be called in the order of the page.
    fn line_of(&mut self, place: usize) -> usize {
        let (from, line) = self.counted;
        let place = place.min(self.page.len()).max(from);
        let line = line + memchr::memchr_iter(b'\n', &self.page.as_bytes()[from..place]).count();
        self.counted = (place, line);
        line
    }
}

/// The level of a heading; `None` for other tags.
fn level(name: &str) -> Option<u8> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

/// How a page writes the numbers of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Numbering {
    Figures,
    Letters {
        capital: bool,
    },
    Roman {
        capital: bool,
    },
    /// By nothing that can be cited.
    Unseen,
}

impl Numbering {
    /// What `type` or `list-style-type` says; `None` if neither says anything.
    fn of(kind: Option<&str>, style: Option<&str>) -> Option<Numbering> {
        match kind.map(str::trim) {
            Some("1") => return Some(Numbering::Figures),
            Some("a") => return Some(Numbering::Letters { capital: false }),
            Some("A") => return Some(Numbering::Letters { capital: true }),
            Some("i") => return Some(Numbering::Roman { capital: false }),
            Some("I") => return Some(Numbering::Roman { capital: true }),
            Some(_) | None => {}
        }
        let style = style?.to_lowercase();
        let (_, said) = style.split_once("list-style")?;
        let said = said.split(';').next().unwrap_or_default();
        let words = [
            ("decimal", Numbering::Figures),
            ("lower-alpha", Numbering::Letters { capital: false }),
            ("lower-latin", Numbering::Letters { capital: false }),
            ("upper-alpha", Numbering::Letters { capital: true }),
            ("upper-latin", Numbering::Letters { capital: true }),
            ("lower-roman", Numbering::Roman { capital: false }),
            ("upper-roman", Numbering::Roman { capital: true }),
            ("none", Numbering::Unseen),
            ("disc", Numbering::Unseen),
            ("circle", Numbering::Unseen),
            ("square", Numbering::Unseen),
        ];
        words.into_iter().find(|(word, _)| said.contains(word)).map(|(_, numbering)| numbering)
    }

    /// A number as it is written; a number that letters can't write is written in figures.
    fn write(self, number: u32) -> Option<String> {
        let cased = |text: String, capital: bool| if capital { text.to_uppercase() } else { text };
        Some(match self {
            Numbering::Unseen => return None,
            Numbering::Letters { capital } if number > 0 => cased(letters(number), capital),
            Numbering::Roman { capital } if (1..4000).contains(&number) => cased(roman(number), capital),
            Numbering::Figures | Numbering::Letters { .. } | Numbering::Roman { .. } => number.to_string(),
        })
    }
}

/// `a` to `z`, then `aa`, `ab`.
fn letters(number: u32) -> String {
    let (mut left, mut text) = (number, String::new());
    while left > 0 {
        left -= 1;
        text.insert(0, char::from(b'a' + u8::try_from(left % 26).unwrap_or_default()));
        left /= 26;
    }
    text
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let (mut left, mut text) = (number, String::new());
    for (value, sign) in SIGNS {
        while left >= value {
            text.push_str(sign);
            left -= value;
        }
    }
    text
}
