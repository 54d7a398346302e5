//! Asking for what is missing: a person is asked, a script is told the flag.

use super::context::Context;
use super::error::Failure;
use crate::domain::text;
use crate::render::words;

impl Context {
    /// Says at once which flags are missing, where nobody can be asked for them one after another. Each comes with its
    /// value, as in `--held WHEN`.
    ///
    /// # Errors
    /// Something is missing: names every flag.
    pub fn all_given(&self, flags: &[(&str, bool)]) -> Result<(), Failure> {
        let missing: Vec<&str> = flags.iter().filter(|(_, given)| !given).map(|(flag, _)| *flag).collect();
        if missing.is_empty() || self.console.has_person() {
            return Ok(());
        }
        let names: Vec<String> =
            missing.iter().map(|flag| format!("`{}`", flag.split(' ').next().unwrap_or(flag))).collect();
        let are = if names.len() == 1 { "is" } else { "are" };
        let hint = format!("add `{}`; `--help` says what else there is", missing.join(" "));
        Err(Failure::usage(format!("{} {are} missing", words::list(&names, "and"))).hinted(hint))
    }

    /// A text: given, or asked for.
    ///
    /// # Errors
    /// Nobody to ask, or nothing said: names the flag.
    pub fn ask_text(&mut self, flag: &str, given: Option<String>, question: &str) -> Result<String, Failure> {
        if let Some(text) = self.optional(given.as_ref())? {
            return Ok(text);
        }
        let said = self.console.person().map(|person| person.text(question)).transpose()?.flatten();
        said.map(|said| text::clean_text(&said)).ok_or_else(|| Failure::missing(flag))
    }

    /// A short answer: given, or asked for.
    ///
    /// # Errors
    /// Nobody to ask, or nothing said: names the flag.
    pub fn ask_line(
        &mut self,
        flag: &str,
        given: Option<String>,
        question: &str,
        default: Option<&str>,
    ) -> Result<String, Failure> {
        if let Some(line) = self.optional(given.as_ref())? {
            return Ok(line);
        }
        let check = |_: &str| Ok(());
        let said = self.console.person().map(|person| person.valid(question, default, &check)).transpose()?;
        said.map(|said| text::clean_text(&said)).ok_or_else(|| Failure::missing(flag))
    }

    /// One of several words, asked for.
    ///
    /// # Errors
    /// Nobody to ask: names the flag and the words.
    pub fn ask_choice(&mut self, flag: &str, question: &str, options: &[&str]) -> Result<String, Failure> {
        let words: Vec<String> = options.iter().map(|option| (*option).to_string()).collect();
        let chosen = self.console.person().map(|person| person.choose(question, &words, 0)).transpose()?;
        chosen
            .map(|index| words[index].clone())
            .ok_or_else(|| Failure::missing(flag).hinted(format!("one of {}", words.join(", "))))
    }
}
