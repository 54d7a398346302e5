//! Texts that a person hands over: as they are, on standard input, or in a file.

#![expect(clippy::disallowed_methods, reason = "the texts that a person hands over come in here")]

use std::fs;

use super::context::Context;
use super::error::{Code, Failure};
use super::question::Kind;
use crate::domain::text;
use crate::store::yaml;

impl Context {
    /// A text as it is given: itself, `-` for standard input, `@FILE` for a file. Empty is none.
    ///
    /// # Errors
    /// Input that can't be read.
    pub fn text(&self, given: &str) -> Result<Option<String>, Failure> {
        let unreadable = |what: &str, fault: &dyn std::fmt::Display| {
            Failure::new(Code::Failed, format!("{what} can't be read: {fault}"))
        };
        let raw = match given.strip_prefix('@') {
            Some(file) => in_file(file)?,
            None if given == "-" => self.input.read().map_err(|fault| unreadable("standard input", &fault))?,
            None => given.to_string(),
        };
        self.input.note_cleaned(&raw);
        let text = text::clean_text(&raw).trim().to_string();
        Ok(Some(text).filter(|text| !text.is_empty()))
    }

    /// As `text`, for one that may be absent.
    ///
    /// # Errors
    /// Input that can't be read.
    pub fn optional(&self, given: Option<&String>) -> Result<Option<String>, Failure> {
        given.map_or(Ok(None), |given| self.text(given))
    }

    /// A short answer, as it is: only long texts are read from elsewhere.
    pub fn line(&self, given: Option<&String>) -> Option<String> {
        let given = given?;
        self.input.note_cleaned(given);
        Some(text::clean_text(given).trim().to_string()).filter(|line| !line.is_empty())
    }

    /// What was given in place of an answer of some kind.
    ///
    /// # Errors
    /// Input that can't be read.
    pub fn said(&self, kind: &Kind, given: Option<&String>) -> Result<Option<String>, Failure> {
        if let Kind::Text = kind { self.optional(given) } else { Ok(self.line(given)) }
    }

    /// As `text`, for one that must be there.
    ///
    /// # Errors
    /// Input that can't be read, or an empty one: names the flag.
    pub fn required(&self, flag: &str, given: Option<&String>) -> Result<String, Failure> {
        self.optional(given)?.ok_or_else(|| Failure::missing(flag))
    }
}

/// How a file that an older program wrote is asked for: `@windows-1252:FILE`.
const WINDOWS_1252: &str = "windows-1252:";

/// The text in a file, which must not be empty: UTF-8, or UTF-16 that begins with its mark.
fn in_file(given: &str) -> Result<String, Failure> {
    let (file, older) = match given.strip_prefix(WINDOWS_1252) {
        Some(file) => (file, true),
        None => (given, false),
    };
    let bytes =
        fs::read(file).map_err(|fault| Failure::new(Code::Failed, format!("`{file}` can't be read: {fault}")))?;
    let text = if older { from_windows_1252(&bytes) } else { decoded(file, &bytes)? };
    match text.trim().is_empty() {
        true => {
            Err(Failure::usage(format!("`{file}` is empty")).hinted("write the text into it, or give the text itself"))
        }
        false => Ok(text),
    }
}

fn decoded(file: &str, bytes: &[u8]) -> Result<String, Failure> {
    yaml::decode(bytes).map_err(|_| {
        Failure::new(Code::Failed, format!("`{file}` is not text in UTF-8")).hinted(format!(
            "save it as UTF-8 (in Notepad: Save as, Encoding), or read it with `@{WINDOWS_1252}{file}` if an older program \
             wrote it"
        ))
    })
}

/// Each byte is a character. The five that have none are shown as what can't be shown.
fn from_windows_1252(bytes: &[u8]) -> String {
    const FROM_80: [char; 32] = [
        '\u{20ac}', '\u{fffd}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2c6}',
        '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{fffd}', '\u{17d}', '\u{fffd}', '\u{fffd}', '\u{2018}',
        '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}', '\u{161}',
        '\u{203a}', '\u{153}', '\u{fffd}', '\u{17e}', '\u{178}',
    ];
    let character = |byte: &u8| match byte {
        0x80..=0x9f => FROM_80[usize::from(byte - 0x80)],
        byte => char::from(*byte),
    };
    bytes.iter().map(character).collect()
}
