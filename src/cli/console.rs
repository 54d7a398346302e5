//! All asking and printing. Results go to standard output, everything else to standard error;
//! questions go to a person, who in a test may be a script.

#![expect(
    clippy::disallowed_methods,
    reason = "the three standard streams and the width of the terminal are looked at here"
)]

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

use super::error::{Code, Failure};
use crate::render::{clean, wrap};

pub struct Console {
    out: Box<dyn Write>,
    /// The same, without the look for colours.
    plain: Box<dyn Write>,
    err: Box<dyn Write>,
    person: Option<Box<dyn Person>>,
    /// Whether results are shown to a person rather than read by a program.
    pub shown: bool,
    pub width: usize,
    pub quiet: bool,
    json: bool,
    asked: bool,
    /// Whether standard error is a terminal.
    watched: bool,
    /// Since when work goes on, and the percentage that was last said.
    working: Option<(std::time::Instant, usize)>,
}

/// Somebody who can be asked.
pub trait Person {
    /// One line; `None` where nothing was given.
    fn line(&mut self, question: &str, default: Option<&str>) -> io::Result<Option<String>>;
    /// Several lines, in an editor where the person wants one.
    fn text(&mut self, question: &str) -> io::Result<Option<String>>;
    /// One of these, by its place.
    fn choose(&mut self, question: &str, options: &[String], default: usize) -> io::Result<usize>;
    /// Any of these.
    fn pick(&mut self, question: &str, options: &[String]) -> io::Result<Vec<usize>>;
    fn agrees(&mut self, question: &str, default: bool) -> io::Result<bool>;

    /// A line that must not be empty; asked until it isn't.
    fn needed(&mut self, question: &str) -> io::Result<String> {
        self.valid(question, None, &|_| Ok(()))
    }

    /// A line that must pass a check; asked until it does, each time with what was wrong.
    fn valid(&mut self, question: &str, default: Option<&str>, check: &Check<'_>) -> io::Result<String> {
        let mut asked = question.to_string();
        loop {
            match self.line(&asked, default)? {
                None => asked = format!("{question} (something is needed; Ctrl-C stops)"),
                Some(answer) => match check(&answer) {
                    Ok(()) => return Ok(answer),
                    Err(wrong) => asked = format!("{question} ({wrong})"),
                },
            }
        }
    }
}

/// Says what is wrong with an answer.
pub type Check<'a> = dyn Fn(&str) -> Result<(), String> + 'a;

pub const BAD: Style = AnsiColor::Red.on_default().bold();
pub const WARN: Style = AnsiColor::Yellow.on_default().bold();
pub const GOOD: Style = AnsiColor::Green.on_default();
pub const STRONG: Style = Style::new().bold();
pub const FAINT: Style = Style::new().dimmed();

/// Text in a style; the style is dropped where colours are off.
pub fn styled(style: Style, text: &str) -> String {
    format!("{style}{}{style:#}", clean::line(text))
}

impl Console {
    /// The console of this process.
    pub fn of_process(colour: ColorChoice, ask: bool, quiet: bool, json: bool) -> Console {
        Console::beside(None, colour, ask, quiet, json)
    }

    /// As `of_process`, for a person whose texts are kept in this store while they are written.
    pub fn beside(store: Option<&Path>, colour: ColorChoice, ask: bool, quiet: bool, json: bool) -> Console {
        let both = io::stdin().is_terminal() && io::stderr().is_terminal();
        let width = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let mut editors = ["VISUAL", "EDITOR"].iter().filter_map(|name| std::env::var(name).ok());
        let editor = editors.find(|name| !name.trim().is_empty());
        Console {
            plain: Box::new(io::stdout()),
            out: Box::new(AutoStream::new(io::stdout(), colour)),
            err: Box::new(AutoStream::new(io::stderr(), colour)),
            person: (ask && both).then(|| {
                let store = store.map(Path::to_path_buf);
                Box::new(super::prompts::AtTerminal::new(editor, store)) as Box<dyn Person>
            }),
            shown: io::stdout().is_terminal(),
            width: columns.or(width).unwrap_or(100).clamp(40, 200),
            quiet,
            json,
            asked: false,
            watched: io::stderr().is_terminal(),
            working: None,
        }
    }

    /// A console that prints nothing and has nobody to ask.
    pub fn silent() -> Console {
        Console {
            plain: Box::new(io::sink()),
            out: Box::new(io::sink()),
            err: Box::new(io::sink()),
            person: None,
            shown: false,
            width: 100,
            quiet: true,
            json: false,
            asked: false,
            watched: false,
            working: None,
        }
    }

    /// Prints a result.
    ///
    /// # Errors
    /// Standard output can't be written; a reader that went away is no error.
    pub fn say(&mut self, text: &str) -> Result<(), Failure> {
        gone_is_fine(writeln!(self.out, "{text}").and_then(|()| self.out.flush()))
    }

    /// Prints a part of a result that has no colours, such as JSON, as it is.
    ///
    /// # Errors
    /// As for `say`.
    pub fn say_plainly(&mut self, text: &str) -> Result<(), Failure> {
        gone_is_fine(self.plain.write_all(text.as_bytes()).and_then(|()| self.plain.flush()))
    }

    /// Prints something a person should know, on standard error.
    pub fn note(&mut self, text: &str) {
        if !self.quiet && !self.json {
            let _ = writeln!(self.err, "{text}");
        }
    }

    /// Prints a warning, which is not silenced; for a program as a document of its own.
    pub fn warn(&mut self, text: &str) {
        let _ = match self.json {
            true => {
                writeln!(self.err, "{}", clean::json(&serde_json::json!({ "warning": text }).to_string()))
            }
            false => {
                let line = format!("{WARN}warning:{WARN:#} {}", clean::line(text));
                // A script reads one warning a line; a person's line ends where the terminal does.
                let width = if self.watched { self.width } else { usize::MAX };
                writeln!(self.err, "{}", wrap::hanging(&[line], width))
            }
        };
    }

    /// Says how far work has come, on a terminal and only once it has taken a second.
    pub fn progress(&mut self, what: &str, done: usize, of: usize) {
        #[allow(clippy::disallowed_methods, reason = "how long somebody has waited is no part of any result")]
        let now = std::time::Instant::now();
        let (began, said) = *self.working.get_or_insert((now, 0));
        let percent = done * 100 / of.max(1);
        if self.quiet || !self.watched || now.duration_since(began).as_millis() < 1000 || percent == said {
            return;
        }
        self.working = Some((began, percent.max(1)));
        let _ = write!(self.err, "\r{what}: {percent} %").and_then(|()| self.err.flush());
    }

    /// Takes the last word on progress away.
    pub fn progress_ends(&mut self) {
        if self.working.take().is_some_and(|(_, said)| said > 0) {
            let _ = write!(self.err, "\r{:60}\r", "").and_then(|()| self.err.flush());
        }
    }

    pub fn error(&mut self, text: &str) {
        let _ = writeln!(self.err, "{text}");
    }

    pub fn has_person(&self) -> bool {
        self.person.is_some()
    }

    /// Whether a question was asked so far.
    pub fn has_asked(&self) -> bool {
        self.asked
    }

    /// The person, if there is one to ask.
    pub fn person(&mut self) -> Option<&mut (dyn Person + 'static)> {
        self.asked |= self.person.is_some();
        self.person.as_deref_mut()
    }
}

fn gone_is_fine(done: io::Result<()>) -> Result<(), Failure> {
    match done {
        Err(fault) if fault.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(fault) => Err(Failure::new(Code::Failed, format!("standard output can't be written: {fault}"))),
        Ok(()) => Ok(()),
    }
}
