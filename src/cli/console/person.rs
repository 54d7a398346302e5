//! Somebody who can be asked: a person at a terminal, or a script in a test.

use std::io;

pub trait Person {
    /// Asks for one line until it passes the check; `None` if nothing was typed. If a question has several lines, the
    /// last is the prompt and the others are printed.
    fn line(&mut self, question: &str, default: Option<&str>, check: &Check<'_>) -> io::Result<Option<String>>;
    /// Asks for a text of several lines, in an editor if the person has chosen one.
    fn text(&mut self, question: &str) -> io::Result<Option<String>>;
    /// Asks for one of these and returns its index. Enter alone chooses the usual one, if there is one.
    fn choose(&mut self, question: &str, options: &[String], usual: Option<usize>) -> io::Result<usize>;
    /// Asks for several of these, at least one if `needed`, and returns their indices. Enter alone chooses the usual
    /// ones, one after the other.
    fn pick(&mut self, question: &str, options: &[String], usual: &[usize], needed: bool) -> io::Result<Vec<usize>>;
    fn agrees(&mut self, question: &str, default: bool) -> io::Result<bool>;
    /// Gives the earlier answers to the next question, to be edited; one for each time that it is asked.
    fn begin_with(&mut self, former: Vec<String>);
    /// Sets the text that can be shown at every question.
    fn advise(&mut self, advice: &str);

    /// As `choose`, but something that is not in the list may be typed if it passes the check.
    fn choose_or_type(
        &mut self,
        question: &str,
        options: &[String],
        usual: Option<usize>,
        _check: &Check<'_>,
    ) -> io::Result<Picked> {
        self.choose(question, options, usual).map(Picked::Place)
    }

    /// Says something about the answer just given.
    fn note(&mut self, _text: &str) {}

    /// As `line`, but a paste may have several lines.
    fn lines(&mut self, question: &str, check: &Check<'_>) -> io::Result<Option<String>> {
        self.line(question, None, check)
    }

    /// Asks for a text until it isn't empty.
    fn needed(&mut self, question: &str) -> io::Result<String> {
        Ok(self.lines(question, &|typed| something(typed).map(drop))?.unwrap_or_default())
    }

    /// Asks for a line until it isn't empty and passes the check.
    fn valid(&mut self, question: &str, default: Option<&str>, check: &Check<'_>) -> io::Result<String> {
        let check = |typed: &str| something(typed).and_then(check);
        Ok(self.line(question, default, &check)?.unwrap_or_default())
    }
}

/// What was picked from a list, or typed instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picked {
    Place(usize),
    Typed(String),
}

/// A check that every answer passes.
///
/// # Errors
/// Never.
pub fn anything(_: &str) -> Result<(), String> {
    Ok(())
}

fn something(typed: &str) -> Result<&str, String> {
    if typed.is_empty() { Err("an answer is needed; Ctrl-C stops".to_string()) } else { Ok(typed) }
}

/// Checks an answer; the error says what is wrong.
pub type Check<'a> = dyn Fn(&str) -> Result<(), String> + 'a;
