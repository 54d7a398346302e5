//! Standard input, and what was removed from texts before they were recorded.

#![expect(clippy::disallowed_methods, reason = "standard input is read here")]

use std::cell::{Cell, OnceCell};
use std::io::{self, Read};

use crate::domain::text::Cleaned;

#[derive(Debug, Default)]
pub struct Input {
    /// The content of standard input, once it was read.
    standard: OnceCell<Vec<u8>>,
    cleaned: Cell<Cleaned>,
}

impl Input {
    /// All of standard input. It is read once and returned again each time.
    ///
    /// # Errors
    /// Standard input can't be read.
    pub fn read(&self) -> io::Result<Vec<u8>> {
        if let Some(bytes) = self.standard.get() {
            return Ok(bytes.clone());
        }
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes)?;
        Ok(self.standard.get_or_init(|| bytes).clone())
    }

    /// Notes what cleaning will remove from this text.
    pub fn note_cleaned(&self, typed: &str) {
        self.cleaned.set(self.cleaned.get().max(Cleaned::of(typed)));
    }

    /// What was removed from all texts so far, in words; `None` if nothing was.
    pub fn what_was_cleaned(&self) -> Option<String> {
        self.cleaned.get().words()
    }
}
