//! All asking and printing. Results go to standard output, everything else to standard error; questions go to a person,
//! who may be a script in a test.

#![expect(
    clippy::disallowed_methods,
    reason = "the three standard streams, the width of the terminal and how long somebody has waited are looked at here"
)]

pub mod interrupts;
pub mod keyboard;
pub mod line;
pub mod menu;
pub mod pager;
pub mod person;
pub mod prompts;
pub mod unrecorded;

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use anstream::adapter::strip_str;
use anstream::{AutoStream, ColorChoice};

use super::error::{Code, DONE_ALREADY, Failure};
use crate::domain::fault::Fault;
use crate::render::ink::{LATE, MIND, STRONG};
use crate::render::{clean, wrap};
use interrupts::while_waiting;
use pager::Pager;
use person::Person;
use prompts::AtTerminal;

/// A protocol's advice on a step that waits to be shown.
struct Advice {
    /// What the first question says of it, if there is a person to read it first.
    offer: Option<String>,
    whole: String,
}

pub struct Console {
    out: Box<dyn Write>,
    /// Standard output without any change to colours.
    plain: Box<dyn Write>,
    err: Box<dyn Write>,
    person: Option<Box<dyn Person>>,
    /// Whether results are shown to a person rather than read by a program.
    pub shown: bool,
    pub width: usize,
    /// The number of lines of the screen; `None` if results go to a program.
    pub height: Option<usize>,
    /// The pager for long results; `None` if results go to a program.
    pager: Option<Pager>,
    /// When colours are used.
    colour: ColorChoice,
    pub quiet: bool,
    /// Whether results are documents for programs.
    pub json: bool,
    /// Whether `--verbose` was given.
    pub verbose: bool,
    /// Whether a person is asked for everything, as `--interactive` wants it.
    pub asks_for_all: bool,
    asked: bool,
    /// Advice that was not yet offered.
    advice: Option<Advice>,
    /// Whether standard error is a terminal.
    watched: bool,
    /// When the work began, and the percentage that was last shown.
    working: Option<(std::time::Instant, usize)>,
    /// What this command has already written, in words for a message.
    recorded: Option<String>,
}

impl Console {
    /// The console of this process where nobody is asked, such as for an error before there is a command.
    pub fn of_process(colour: ColorChoice, json: bool) -> Console {
        Console::beside(None, colour, false, false, json)
    }

    /// Whether there is a person at a terminal who can be asked.
    pub fn has_somebody() -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    /// The same; a text that a person is writing in an editor is kept in this store.
    pub fn beside(store: Option<&Path>, colour: ColorChoice, ask: bool, quiet: bool, json: bool) -> Console {
        let both = Console::has_somebody();
        let (width, height) =
            terminal_size::terminal_size().map(|(width, height)| (width.0.into(), height.0.into())).unzip();
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let mut editors = ["VISUAL", "EDITOR"].iter().filter_map(|name| std::env::var(name).ok());
        let editor = editors.find(|name| !name.trim().is_empty());
        let coloured = match colour {
            ColorChoice::Auto => AutoStream::choice(&io::stderr()) != ColorChoice::Never,
            ColorChoice::AlwaysAnsi | ColorChoice::Always => true,
            ColorChoice::Never => false,
        };
        Console {
            plain: Box::new(io::stdout()),
            out: Box::new(AutoStream::new(io::stdout(), colour)),
            err: Box::new(AutoStream::new(io::stderr(), colour)),
            person: (ask && both).then(|| {
                let store = store.map(Path::to_path_buf);
                Box::new(AtTerminal::new(editor, store, coloured)) as Box<dyn Person>
            }),
            shown: io::stdout().is_terminal(),
            width: columns.or(width).unwrap_or(100).clamp(40, 200),
            height: height.filter(|_| io::stdout().is_terminal()),
            pager: None,
            colour,
            quiet,
            json,
            verbose: false,
            asks_for_all: false,
            asked: false,
            advice: None,
            watched: io::stderr().is_terminal(),
            working: None,
            recorded: None,
        }
    }

    /// The same, with more detail if `verbose`.
    pub fn telling_more(self, verbose: bool) -> Console {
        Console { verbose, ..self }
    }

    /// The same; a person, if there is one, is asked for everything if `all`.
    pub fn asking_for_all(self, all: bool) -> Console {
        Console { asks_for_all: all && self.person.is_some(), ..self }
    }

    /// The same, with a pager if one is wanted and a person reads the results.
    pub fn paging(self, wanted: bool) -> Console {
        let read = wanted && self.shown && !self.json && io::stdin().is_terminal();
        Console { pager: Pager::of_environment().filter(|_| read), ..self }
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
            height: None,
            pager: None,
            colour: ColorChoice::Never,
            quiet: true,
            json: false,
            verbose: false,
            asks_for_all: false,
            asked: false,
            advice: None,
            watched: false,
            working: None,
            recorded: None,
        }
    }

    /// Prints a result.
    ///
    /// # Errors
    /// Standard output can't be written. It is no error if its reader has gone.
    pub fn say(&mut self, text: &str) -> Result<(), Failure> {
        let done = writeln!(self.out, "{text}").and_then(|()| self.out.flush());
        self.check_written(done)
    }

    /// Prints a result that may be long: page by page if it has more lines than the screen.
    ///
    /// # Errors
    /// As for `say`.
    pub fn say_long(&mut self, text: &str) -> Result<(), Failure> {
        let long = self.height.is_some_and(|height| text.lines().count() >= height);
        let Some(pager) = self.pager.as_ref().filter(|_| long) else { return self.say(text) };
        let coloured = self.colour != ColorChoice::Never && AutoStream::choice(&io::stdout()) != ColorChoice::Never;
        let coloured = coloured || self.colour == ColorChoice::Always || self.colour == ColorChoice::AlwaysAnsi;
        let pages = if coloured { text.to_string() } else { strip_str(text).to_string() };
        match while_waiting(|| pager.show(format!("{pages}\n").as_bytes())) {
            true => Ok(()),
            false => self.say(text),
        }
    }

    /// The width of the terminal in columns; `None` for programs, whose lines are not wrapped.
    pub fn page(&self) -> Option<usize> {
        self.shown.then_some(self.width)
    }

    /// Lines as they are shown: wrapped to the width of the terminal, with continuation lines indented.
    pub fn fitted(&self, lines: &[String]) -> String {
        wrap::hanging(lines, self.page().unwrap_or(usize::MAX))
    }

    /// Prints a part of a result unchanged, such as JSON, which has no colours.
    ///
    /// # Errors
    /// As for `say`.
    pub fn say_plainly(&mut self, text: &[u8]) -> Result<(), Failure> {
        let done = self.plain.write_all(text).and_then(|()| self.plain.flush());
        self.check_written(done)
    }

    /// Notes that something was written: if the command fails from now on, it must not be repeated.
    pub fn recorded(&mut self, what: impl Into<String>) {
        self.recorded = Some(what.into());
    }

    /// Notes that the change was reported: an error from now on doesn't mean that it was not made.
    pub fn was_reported(&mut self) {
        self.recorded = None;
    }

    pub fn has_recorded(&self) -> bool {
        self.recorded.is_some()
    }

    /// The failure of a command; if it had written something that was not reported, that is said instead.
    pub fn after_all(&self, failure: Failure) -> Failure {
        match &self.recorded {
            Some(what) if failure.code != Code::Unreported => Failure {
                code: Code::Unreported,
                message: format!("recorded: {what}; but then: {}", failure.message),
                ..failure.hinted(DONE_ALREADY)
            },
            _ => failure,
        }
    }

    /// It is no error if the reader of standard output has gone, unless a change was still to be reported.
    fn check_written(&self, done: io::Result<()>) -> Result<(), Failure> {
        match done {
            Err(fault) if fault.kind() == io::ErrorKind::BrokenPipe && self.recorded.is_none() => Ok(()),
            Err(fault) => Err(Failure::new(Code::Failed, format!("standard output can't be written: {fault}"))),
            Ok(()) => Ok(()),
        }
    }

    /// Whether notes are printed at all.
    pub fn takes_notes(&self) -> bool {
        !self.quiet && !self.json
    }

    /// Prints a note on standard error, unless `--quiet` or `--json` was given.
    pub fn note(&mut self, text: &str) {
        if self.takes_notes() {
            let lines: Vec<String> = text.lines().map(str::to_string).collect();
            let width = if self.watched { self.width } else { usize::MAX };
            let _ = writeln!(self.err, "{}", wrap::hanging(&lines, width));
        }
    }

    /// Prints what comes before that which would be written.
    pub fn note_dry_run(&mut self) {
        self.note("nothing is written; this would be:");
    }

    /// Prints a warning, even with `--quiet`; with `--json` as a document.
    pub fn warn(&mut self, text: &str) {
        let _ = match self.json {
            true => {
                writeln!(self.err, "{}", clean::json(&serde_json::json!({ "warning": text }).to_string()))
            }
            false => {
                let line = format!("{MIND}warning:{MIND:#} {}", clean::line(text));
                // A script gets each warning on one line; for a person it is wrapped.
                let width = if self.watched { self.width } else { usize::MAX };
                writeln!(self.err, "{}", wrap::hanging(&[line], width))
            }
        };
    }

    /// Shows progress on a terminal, once the work has taken a second.
    pub fn progress(&mut self, what: &str, done: usize, of: usize) {
        let now = std::time::Instant::now();
        let (began, said) = *self.working.get_or_insert((now, 0));
        let percent = done * 100 / of.max(1);
        if self.quiet || !self.watched || now.duration_since(began).as_millis() < 1000 || percent == said {
            return;
        }
        self.working = Some((began, percent.max(1)));
        let _ = write!(self.err, "\r{what}: {percent} %").and_then(|()| self.err.flush());
    }

    /// Removes the progress from the terminal.
    pub fn progress_ends(&mut self) {
        if self.working.take().is_some_and(|(_, said)| said > 0) {
            let _ = write!(self.err, "\r{:60}\r", "").and_then(|()| self.err.flush());
        }
    }

    pub fn error(&mut self, text: &str) {
        let _ = writeln!(self.err, "{text}");
    }

    /// Prints a failure: what is wrong, where, by which clause, and what to type next.
    pub fn failure(&mut self, failure: &Failure) {
        // `Listed` is an answer and not an error, so it has no message.
        if failure.code == Code::Listed {
            return;
        }
        if self.json {
            self.error(&clean::json(&failure.to_json().to_string()));
            return;
        }
        if failure.code == Code::Interrupted {
            self.error(&failure.message);
            return;
        }
        let mut lines = vec![format!("{LATE}error:{LATE:#} {}", clean::block(&failure.message))];
        // A single fault is usually the message itself; print it only if it adds something.
        let says_more = |fault: &&Fault| fault.hint.is_some() || !failure.message.ends_with(&fault.message);
        for fault in failure.faults.iter().filter(says_more) {
            let hint = fault.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
            let place = match fault.line {
                0 => fault.file.clone(),
                line => format!("{}:{line}:{}", fault.file, fault.column),
            };
            lines.push(clean::line(&format!("  {place}: {}{hint}", fault.message)));
        }
        let several = failure.not_met.len() > 1;
        for not_met in failure.not_met.iter().filter(|_| several) {
            let clause = not_met.source.as_ref().map(|source| format!(" ({source})")).unwrap_or_default();
            lines.push(clean::line(&format!("  - {}: {}{clause}", not_met.rule, not_met.text())));
        }
        if let Some(source) = failure.source.as_ref().filter(|_| !several) {
            lines.push(format!("{STRONG}rule:{STRONG:#}  {}", clean::line(source)));
        }
        if let Some(hint) = &failure.hint {
            lines.push(format!("{STRONG}hint:{STRONG:#}  {}", clean::line(hint)));
        }
        let lines: Vec<String> = lines.iter().flat_map(|line| line.lines()).map(str::to_string).collect();
        // A script gets a message on one line; for a person it is wrapped.
        let width = if self.watched { self.width } else { usize::MAX };
        self.error(&wrap::hanging(&lines, width));
    }

    pub fn has_person(&self) -> bool {
        self.person.is_some()
    }

    /// Whether a question was asked so far, or any would be asked, so that a person sees everything before it is written.
    pub fn has_asked(&self) -> bool {
        self.asked || self.asks_for_all
    }

    /// Whether the next question is the first.
    pub fn is_first_question(&self) -> bool {
        self.person.is_some() && !self.asked
    }

    /// Keeps advice ready for a person who types `?` at a question. The first question mentions it, if there is an
    /// `offer`.
    pub fn advise(&mut self, offer: Option<String>, advice: String) {
        if let Some(person) = &mut self.person {
            person.advise(&advice);
        }
        self.advice = offer.map(|offer| Advice { offer: Some(offer), whole: advice });
    }

    /// Keeps advice for a script until the step is possible: beside a refusal it would hide what is wrong.
    pub fn advise_once_possible(&mut self, whole: String) {
        self.advice = Some(Advice { offer: None, whole });
    }

    /// Mentions the advice before the first question.
    pub fn offer_advice(&mut self) {
        if let Some(offer) = self.advice.take().and_then(|advice| advice.offer) {
            self.note(&offer);
        }
    }

    /// Prints the advice, now that the step is possible, unless a question offered it: without one there was nowhere to
    /// type `?`.
    pub fn give_advice(&mut self) {
        if let Some(advice) = self.advice.take() {
            self.note(&advice.whole);
        }
    }

    /// The person, if there is one. Whoever gets the person is assumed to ask.
    pub fn person(&mut self) -> Option<&mut (dyn Person + 'static)> {
        self.asked |= self.person.is_some();
        self.person.as_deref_mut()
    }
}
