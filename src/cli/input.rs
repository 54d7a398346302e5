//! Standard input.

#![expect(clippy::disallowed_methods, reason = "standard input is read here")]

use std::cell::OnceCell;
use std::io::{self, Read};

/// Standard input, which can be read once.
#[derive(Debug, Default)]
pub struct Input(OnceCell<String>);

impl Input {
    /// All of it; the same again when it is asked for a second time.
    ///
    /// # Errors
    /// It can't be read.
    pub fn read(&self) -> io::Result<String> {
        if let Some(text) = self.0.get() {
            return Ok(text.clone());
        }
        let mut text = String::new();
        io::stdin().read_to_string(&mut text)?;
        Ok(self.0.get_or_init(|| text).clone())
    }
}
