//! Texts that a person hands over: as they are, on standard input, or in a file.

#![expect(clippy::disallowed_methods, reason = "the texts that a person hands over come in here")]

use std::fs;

use super::context::Context;
use super::error::{Code, Failure};
use crate::domain::text;

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
            Some(file) => fs::read_to_string(file).map_err(|fault| unreadable(&format!("`{file}`"), &fault))?,
            None if given == "-" => self.input.read().map_err(|fault| unreadable("standard input", &fault))?,
            None => given.to_string(),
        };
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

    /// As `text`, for one that must be there.
    ///
    /// # Errors
    /// Input that can't be read, or an empty one: names the flag.
    pub fn required(&self, flag: &str, given: Option<&String>) -> Result<String, Failure> {
        self.optional(given)?.ok_or_else(|| Failure::missing(flag))
    }
}
