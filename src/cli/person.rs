//! Somebody who can be asked: a person at a terminal, or in a test a script.

use std::io;

/// Somebody who can be asked.
pub trait Person {
    /// One line that passes a check, asked until it does; `None` if nothing was given. If a question has several lines,
    /// the last is the prompt and the others are printed.
    fn line(&mut self, question: &str, default: Option<&str>, check: &Check<'_>) -> io::Result<Option<String>>;
    /// Several lines, in an editor where the person wants one.
    fn text(&mut self, question: &str) -> io::Result<Option<String>>;
    /// One of these, by its place; Enter alone chooses the usual one, and nothing if there is none.
    fn choose(&mut self, question: &str, options: &[String], usual: Option<usize>) -> io::Result<usize>;
    /// Any of these.
    fn pick(&mut self, question: &str, options: &[String]) -> io::Result<Vec<usize>>;
    fn agrees(&mut self, question: &str, default: bool) -> io::Result<bool>;
    /// The earlier answer to the question that is asked next, to be changed: one text for each time it is asked.
    fn begin_with(&mut self, former: Vec<String>);
    /// What can be read at every question, for those who want to.
    fn advise(&mut self, advice: &str);

    /// As `line`, where what is pasted may have several.
    fn lines(&mut self, question: &str, check: &Check<'_>) -> io::Result<Option<String>> {
        self.line(question, None, check)
    }

    /// Words that must not be missing; asked for until they aren't.
    fn needed(&mut self, question: &str) -> io::Result<String> {
        Ok(self.lines(question, &|typed| something(typed).map(drop))?.unwrap_or_default())
    }

    /// A line that must not be empty and must pass a check; asked until it does.
    fn valid(&mut self, question: &str, default: Option<&str>, check: &Check<'_>) -> io::Result<String> {
        let check = |typed: &str| something(typed).and_then(check);
        Ok(self.line(question, default, &check)?.unwrap_or_default())
    }
}

/// That the person would rather go back to the question before.
#[derive(Debug, thiserror::Error)]
#[error("gone back")]
struct GoneBack;

/// The answer of somebody who goes back.
pub fn gone_back() -> io::Error {
    io::Error::other(GoneBack)
}

/// Whether an answer that never came is a going back.
pub fn is_gone_back(fault: &io::Error) -> bool {
    fault.get_ref().is_some_and(|inner| inner.is::<GoneBack>())
}

/// The check that every answer passes.
///
/// # Errors
/// None.
pub fn anything(_: &str) -> Result<(), String> {
    Ok(())
}

fn something(typed: &str) -> Result<&str, String> {
    if typed.is_empty() { Err("something is needed; Ctrl-C stops".to_string()) } else { Ok(typed) }
}

/// Says what is wrong with an answer.
pub type Check<'a> = dyn Fn(&str) -> Result<(), String> + 'a;
