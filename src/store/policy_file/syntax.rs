//! Explains in plain words why a text can't be read as YAML. The YAML library gives the place where it stopped and what
//! it expected; the lines around that place show the author's likely mistake: a tab, a missing colon, an unclosed
//! quote.

use crate::domain::fault::{Fault, Severity};
use crate::store::file_kind::FileKind;
use crate::store::yaml::{self, Place, YamlFault};

mod lines;
mod quotes;

struct Plain {
    place: Place,
    rule: &'static str,
    message: String,
    hint: Option<String>,
}

/// The most faults of this kind to report for one file.
const MOST: usize = 50;

const NEEDS_QUOTES: &str = "needs-quotes";

/// Explains why a text isn't YAML. If the cause is a text with a colon that needs quotes, later texts of that kind are
/// reported too: each colon is replaced by a letter and the file read again.
pub fn explain_each(file: &str, text: &str, fault: &YamlFault) -> Vec<Fault> {
    let mut last = explain(file, text, fault);
    let mut faults = vec![last.clone()];
    let mut text = text.to_owned();
    while let Some(without) = without_colon(&text, &last).filter(|_| faults.len() < MOST) {
        text = without;
        let Err(next) = yaml::parse(&text) else { break };
        let next = explain(file, &text, &next);
        // A fault of another kind may come from the replaced letter; a line is reported only once.
        if next.rule == NEEDS_QUOTES && next.line != last.line {
            faults.push(next.clone());
        }
        last = next;
    }
    faults
}

/// The text with a letter instead of the colon that the fault is about.
fn without_colon(text: &str, fault: &Fault) -> Option<String> {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let line = lines.get_mut((fault.line as usize).checked_sub(1)?).filter(|_| fault.rule == NEEDS_QUOTES)?;
    let (at, _) = line.char_indices().nth((fault.column as usize).checked_sub(1)?).filter(|(_, c)| *c == ':')?;
    line.replace_range(at..=at, "x");
    Some(lines.join("\n"))
}

/// The fault at which a text stopped being YAML.
fn explain(file: &str, text: &str, fault: &YamlFault) -> Fault {
    let lines: Vec<&str> = text.lines().collect();
    let slip = Slip { lines: &lines, place: fault.place, said: &fault.message };
    let plain = slip.explain();
    let Place { line, column } = plain.place;
    Fault::whole(file, Severity::Error, plain.rule, plain.message, plain.hint).at(line, column)
}

/// The fault of bytes that aren't text.
pub fn not_text(file: &str, bytes: &[u8], fault: &YamlFault) -> Fault {
    let not_text =
        |message: String, hint: &str| Fault::whole(file, Severity::Error, "not-text", message, Some(hint.to_owned()));
    if let Some(kind) = FileKind::of(bytes) {
        let kind = match kind {
            FileKind::Zip => "a Word, Excel or zip file",
            FileKind::OldOffice => "an old Word or Excel file",
            FileKind::RichText => "a file of a word processor",
            FileKind::Pdf => "a PDF",
        };
        let hint = "copy its words into a plain text editor, such as Notepad, and save them from there";
        return not_text(format!("this is {kind}, not plain text"), hint);
    }
    if bytes.contains(&0) && !bytes.starts_with(b"\xFF\xFE") && !bytes.starts_with(b"\xFE\xFF") {
        let hint = "a policy file is written with a plain text editor, such as Notepad";
        return not_text("this is not plain text: a picture or a program, perhaps".to_owned(), hint);
    }
    let hint = "save the file as plain text in UTF-8; in Notepad: Save as, Encoding, UTF-8";
    not_text(fault.message.clone(), hint).at(fault.place.line, fault.place.column)
}

struct Slip<'t> {
    lines: &'t [&'t str],
    place: Place,
    /// The YAML reader's own message.
    said: &'t str,
}

impl Slip<'_> {
    fn explain(&self) -> Plain {
        let causes = [
            Self::tab,
            Self::twice,
            Self::second_document,
            Self::too_much,
            Self::strange_character,
            Self::odd_key,
            Self::open_quote,
            Self::after_quote,
            Self::open_bracket,
            Self::inside_braces,
            Self::foreign_bullet,
            Self::missing_colon,
            Self::colon_in_text,
            Self::out_of_line,
        ];
        let known = causes.iter().find_map(|cause| cause(self));
        known.unwrap_or_else(|| self.plain("yaml", format!("this can't be read: {}", self.said), None))
    }

    fn twice(&self) -> Option<Plain> {
        let hint = "keep one of them".to_owned();
        self.said.ends_with("appears twice").then(|| self.plain("duplicate-key", self.said.to_owned(), Some(hint)))
    }

    fn second_document(&self) -> Option<Plain> {
        let hint = "keep one policy in a file, and no line `---` after its beginning".to_owned();
        let message = "a second document begins here".to_owned();
        self.said.starts_with("multiple YAML documents").then(|| self.plain("second-document", message, Some(hint)))
    }

    /// Blocks nested too deeply, or repeated by reference until they would fill the memory.
    fn too_much(&self) -> Option<Plain> {
        let message = match self.said.contains("Depth") {
            true => "too many blocks stand inside each other",
            false => "the file repeats itself too often",
        };
        self.said.starts_with("budget breached").then(|| self.plain("too-much", message.to_owned(), None))
    }

    fn odd_key(&self) -> Option<Plain> {
        let message = "this can't be a key: a key is a word".to_owned();
        (self.said.contains("into string") || self.said == "expected string scalar")
            .then(|| self.plain("bad-key", message, None))
    }

    /// Whether no colon precedes the place on its line, as in `key:`.
    fn begins_a_key(&self) -> bool {
        let before = self.line(self.place.line).chars().take((self.place.column as usize).saturating_sub(1));
        before.into_iter().all(|c| c != ':')
    }

    /// The value on the line of the place.
    fn value(&self) -> &str {
        let line = content(self.line(self.place.line));
        match line.split_once(": ") {
            // No key has a space in it.
            Some((key, value)) if !key.contains(' ') => value.trim(),
            _ => line,
        }
    }

    /// The number of the last line above the place that is neither empty nor a comment.
    fn line_before(&self) -> Option<u32> {
        let full = |line: &u32| !matches!(self.line(*line).trim_start().chars().next(), None | Some('#'));
        (1..self.place.line).rev().find(full)
    }

    fn line(&self, number: u32) -> &str {
        let at = (number as usize).checked_sub(1);
        at.and_then(|at| self.lines.get(at)).copied().unwrap_or_default()
    }

    /// The line from a place on.
    fn rest(&self, place: Place) -> &str {
        let line = self.line(place.line);
        let start = line.char_indices().nth((place.column as usize).saturating_sub(1));
        start.map_or("", |(at, _)| &line[at..])
    }

    fn plain(&self, rule: &'static str, message: String, hint: Option<String>) -> Plain {
        plain(self.place, rule, message, hint)
    }
}

fn plain(place: Place, rule: &'static str, message: String, hint: Option<String>) -> Plain {
    Plain { place, rule, message, hint }
}

/// A line without its indent and without the hyphen of a list.
fn content(line: &str) -> &str {
    let line = line.trim();
    line.strip_prefix("- ").map_or(line, str::trim_start)
}
