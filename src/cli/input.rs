//! Standard input, and what was done to texts on their way into a record.

#![expect(clippy::disallowed_methods, reason = "standard input is read here")]

use std::cell::{Cell, OnceCell};
use std::io::{self, Read};

use crate::domain::text::Cleaned;

#[derive(Debug, Default)]
pub struct Input {
    /// Standard input, which can be read once.
    standard: OnceCell<Vec<u8>>,
    cleaned: Cell<Cleaned>,
}

impl Input {
    /// All of it; the same again when it is asked for a second time.
    ///
    /// # Errors
    /// It can't be read.
    pub fn read(&self) -> io::Result<Vec<u8>> {
        if let Some(bytes) = self.standard.get() {
            return Ok(bytes.clone());
        }
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes)?;
        Ok(self.standard.get_or_init(|| bytes).clone())
    }

    /// Notes what is taken out of a text before it is cleaned.
    pub fn note_cleaned(&self, typed: &str) {
        self.cleaned.set(self.cleaned.get().and(Cleaned::of(typed)));
    }

    /// What was taken out of all texts, in words.
    pub fn what_was_cleaned(&self) -> Option<String> {
        self.cleaned.get().words()
    }
}
