//! Reads texts as they are given: directly, on standard input, or in a file.

#![expect(clippy::disallowed_methods, reason = "the texts that a person hands over come in here")]

use std::fs;

use encoding_rs::WINDOWS_1252 as WINDOWS_1252_TEXT;

use super::Context;
use crate::cli::error::{Code, Failure};
use crate::cli::question::Kind;
use crate::domain::text;
use crate::render::clean;
use crate::store::{FileKind, in_words, yaml};

impl Context {
    /// A text as it is given: itself, `-` for standard input, `@FILE` for a file. `None` if it is empty.
    ///
    /// # Errors
    /// The input can't be read.
    pub fn text(&self, given: &str) -> Result<Option<String>, Failure> {
        let raw = match given.strip_prefix('@') {
            Some(file) => in_file(file)?,
            None if given == "-" => {
                let unreadable =
                    |fault| Failure::new(Code::Failed, format!("standard input can't be read: {}", in_words(&fault)));
                let bytes = self.input.read().map_err(unreadable)?;
                text_of("standard input", &bytes, false, &format!("@{WINDOWS_1252}FILE"))?
            }
            None => given.to_string(),
        };
        self.input.note_cleaned(&raw);
        let text = text::clean_text(&raw).trim().to_string();
        Ok(Some(text).filter(|text| !text.is_empty()))
    }

    /// The same for a text that may be missing.
    ///
    /// # Errors
    /// The input can't be read.
    pub fn optional(&self, given: Option<&String>) -> Result<Option<String>, Failure> {
        given.map_or(Ok(None), |given| self.text(given))
    }

    /// A short answer, on one line. It is always the text itself: only long texts can come from a file.
    pub fn line(&self, given: Option<&String>) -> Option<String> {
        let given = given?;
        self.input.note_cleaned(given);
        Some(text::one_line(given)).filter(|line| !line.is_empty())
    }

    /// Points out that something other than a case reference was typed: records have no names of children.
    pub fn warn_of_a_name(&mut self, child: &str) {
        if text::looks_like_a_name(child) {
            let child = clean::line(child);
            self.console.warn(&format!("`{child}` looks like a name; use the council's case reference"));
        }
    }

    /// A given answer of this kind, read like a text or like a line.
    ///
    /// # Errors
    /// The input can't be read.
    pub fn read_given(&self, kind: &Kind, given: Option<&String>) -> Result<Option<String>, Failure> {
        if let Kind::Text = kind { self.optional(given) } else { Ok(self.line(given)) }
    }

    /// The same for a required text.
    ///
    /// # Errors
    /// The input can't be read, or the text is missing or empty; the error names the flag.
    pub fn required(&self, flag: &str, given: Option<&String>) -> Result<String, Failure> {
        self.optional(given)?.ok_or_else(|| match given {
            Some(_) => Failure::usage(format!("`{flag}` is empty")).hinted("describe it in a few words"),
            None => Failure::missing(flag),
        })
    }
}

/// The prefix for a file in an old encoding: `@windows-1252:FILE`.
const WINDOWS_1252: &str = "windows-1252:";

/// The text in a file; `given` may begin with that prefix.
fn in_file(given: &str) -> Result<String, Failure> {
    let (file, older) = match given.strip_prefix(WINDOWS_1252) {
        Some(file) => (file, true),
        None => (given, false),
    };
    if file.is_empty() {
        return Err(Failure::usage(format!("no file is named after `@{given}`"))
            .hinted("write `@FILE` for the text in a file, or `-` for standard input"));
    }
    let bytes = fs::read(file).map_err(|fault| {
        Failure::new(Code::Failed, format!("`{file}` can't be read: {}", in_words(&fault)))
            .hinted("what begins with `@` is read from the file of that name, from the folder you are in")
    })?;
    text_of(&format!("`{file}`"), &bytes, older, &format!("@{WINDOWS_1252}{file}"))
}

/// Bytes as text, which must not be empty: UTF-8, UTF-16 with a byte order mark, or Windows-1252 if `older`. `as_older`
/// is how the user can ask for that.
fn text_of(what: &str, bytes: &[u8], older: bool, as_older: &str) -> Result<String, Failure> {
    let failed = |message: String, hint: &str| Failure::new(Code::Failed, message).hinted(hint);
    if is_document(bytes) {
        let hint = "open it, and save it as text (.txt, UTF-8), or copy the words out of it";
        return Err(failed(format!("{what} is not a text, but a document or a picture"), hint));
    }
    match yaml::decode(bytes) {
        Ok(text) if text.trim().is_empty() => {
            Err(Failure::usage(format!("{what} is empty")).hinted("write the text into it, or give the text itself"))
        }
        Ok(text) => Ok(text),
        Err(_) if older => Ok(WINDOWS_1252_TEXT.decode_without_bom_handling(bytes).0.into_owned()),
        Err(_) => Err(failed(
            format!("{what} is not text in UTF-8"),
            &format!(
                "save it as UTF-8 (in Notepad: Save as, Encoding), or read it with `{as_older}` if an older program wrote it"
            ),
        )),
    }
}

/// Whether the bytes are something other than text: a document of an office program, a PDF, or anything with a byte
/// that no text contains.
fn is_document(bytes: &[u8]) -> bool {
    let is_utf_16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    FileKind::of(bytes).is_some() || !is_utf_16 && bytes.contains(&0)
}
