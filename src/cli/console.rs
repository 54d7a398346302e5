//! All asking and printing. Results go to standard output, everything else to standard error;
//! questions go to a person, who in a test may be a script.

#![expect(
    clippy::disallowed_methods,
    reason = "the three standard streams, the width of the terminal and how long somebody has waited are looked at here"
)]

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use anstream::adapter::strip_str;
use anstream::{AutoStream, ColorChoice};

use super::error::{Code, DONE_ALREADY, Failure};
use super::pager::Pager;
use super::person::Person;
use super::prompts::{AtTerminal, while_waiting};
use crate::domain::fault::Fault;
use crate::render::ink::{LATE, MIND, STRONG};
use crate::render::{clean, wrap};

/// The advice of a protocol on a step, where it is more than is read on the way.
struct Advice {
    offer: String,
    whole: String,
}

pub struct Console {
    out: Box<dyn Write>,
    /// The same, without the look for colours.
    plain: Box<dyn Write>,
    err: Box<dyn Write>,
    person: Option<Box<dyn Person>>,
    /// Whether results are shown to a person rather than read by a program.
    pub shown: bool,
    pub width: usize,
    /// How many lines the screen has; none where a program reads.
    pub height: Option<usize>,
    /// What shows long results page by page; none in a pipe.
    pager: Option<Pager>,
    /// When colours are used.
    colour: ColorChoice,
    pub quiet: bool,
    /// Whether results are documents for programs.
    pub json: bool,
    /// Whether more is to be told.
    pub verbose: bool,
    asked: bool,
    /// What nobody has been offered yet.
    advice: Option<Advice>,
    /// Whether standard error is a terminal.
    watched: bool,
    /// Since when work goes on, and the percentage that was last said.
    working: Option<(std::time::Instant, usize)>,
    /// What this command has written already, in the words of messages.
    recorded: Option<String>,
}

impl Console {
    /// The console of this process.
    pub fn of_process(colour: ColorChoice, ask: bool, quiet: bool, json: bool) -> Console {
        Console::beside(None, colour, ask, quiet, json)
    }

    /// Whether somebody sits before a terminal who could be asked.
    pub fn has_somebody() -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    /// As `of_process`, for a person whose texts are kept in this store while they are written.
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
            asked: false,
            advice: None,
            watched: io::stderr().is_terminal(),
            working: None,
            recorded: None,
        }
    }

    /// The same, with more detail if that is asked for.
    pub fn telling_more(self, verbose: bool) -> Console {
        Console { verbose, ..self }
    }

    /// The same, which shows long results page by page where a person reads them.
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
    /// Standard output can't be written; a reader that went away is no error.
    pub fn say(&mut self, text: &str) -> Result<(), Failure> {
        let done = writeln!(self.out, "{text}").and_then(|()| self.out.flush());
        self.said(done)
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

    /// The width of a page; none if a program reads it, which takes lines as they are.
    pub fn page(&self) -> Option<usize> {
        self.shown.then_some(self.width)
    }

    /// Lines as they are shown: broken at the width of a page, later parts set in.
    pub fn fitted(&self, lines: &[String]) -> String {
        wrap::hanging(lines, self.page().unwrap_or(usize::MAX))
    }

    /// Prints a part of a result that has no colours, such as JSON, as it is.
    ///
    /// # Errors
    /// As for `say`.
    pub fn say_plainly(&mut self, text: &[u8]) -> Result<(), Failure> {
        let done = self.plain.write_all(text).and_then(|()| self.plain.flush());
        self.said(done)
    }

    /// Notes that something was written: whatever fails from now on, it must not be done again.
    pub fn recorded(&mut self, what: impl Into<String>) {
        self.recorded = Some(what.into());
    }

    /// Notes that the change was reported: an error from now on doesn't mean that it failed.
    pub fn told(&mut self) {
        self.recorded = None;
    }

    pub fn has_recorded(&self) -> bool {
        self.recorded.is_some()
    }

    /// The result of a command that failed: if something had been written by then, that has to be reported first.
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

    /// A reader that went away is no error, unless what was done could not be reported.
    fn said(&self, done: io::Result<()>) -> Result<(), Failure> {
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

    /// Prints something a person should know, on standard error.
    pub fn note(&mut self, text: &str) {
        if self.takes_notes() {
            let lines: Vec<String> = text.lines().map(str::to_string).collect();
            let width = if self.watched { self.width } else { usize::MAX };
            let _ = writeln!(self.err, "{}", wrap::hanging(&lines, width));
        }
    }

    /// Prints a warning, which is not silenced; for a program as a document of its own.
    pub fn warn(&mut self, text: &str) {
        let _ = match self.json {
            true => {
                writeln!(self.err, "{}", clean::json(&serde_json::json!({ "warning": text }).to_string()))
            }
            false => {
                let line = format!("{MIND}warning:{MIND:#} {}", clean::line(text));
                // A script reads one warning a line; a person's line ends where the terminal does.
                let width = if self.watched { self.width } else { usize::MAX };
                writeln!(self.err, "{}", wrap::hanging(&[line], width))
            }
        };
    }

    /// Says how far work has come, on a terminal and only once it has taken a second.
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

    /// Takes the last word on progress away.
    pub fn progress_ends(&mut self) {
        if self.working.take().is_some_and(|(_, said)| said > 0) {
            let _ = write!(self.err, "\r{:60}\r", "").and_then(|()| self.err.flush());
        }
    }

    pub fn error(&mut self, text: &str) {
        let _ = writeln!(self.err, "{text}");
    }

    /// Says what went wrong: what, where, which clause, and what to type next.
    pub fn failure(&mut self, failure: &Failure) {
        // That something is listed is an answer, and no error.
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
        // A lone fault is the message itself, unless it has more to say.
        let says_more = |fault: &&Fault| fault.hint.is_some() || !failure.message.ends_with(&fault.message);
        for fault in failure.faults.iter().filter(says_more) {
            let hint = fault.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
            let place = format!("{}:{}:{}", fault.file, fault.line, fault.column);
            lines.push(clean::line(&format!("  {place}: {}{hint}", fault.message)));
        }
        let several = failure.unmet.len() > 1;
        for unmet in failure.unmet.iter().filter(|_| several) {
            let clause = unmet.source.as_ref().map(|source| format!(" ({source})")).unwrap_or_default();
            lines.push(clean::line(&format!("  - {}: {}{clause}", unmet.rule, unmet.text())));
        }
        if let Some(source) = failure.source.as_ref().filter(|_| !several) {
            lines.push(format!("{STRONG}rule:{STRONG:#}  {}", clean::line(source)));
        }
        if let Some(hint) = &failure.hint {
            lines.push(format!("{STRONG}hint:{STRONG:#}  {}", clean::line(hint)));
        }
        let lines: Vec<String> = lines.iter().flat_map(|line| line.lines()).map(str::to_string).collect();
        // A script reads a message on one line; a person's line ends where the terminal does.
        let width = if self.watched { self.width } else { usize::MAX };
        self.error(&wrap::hanging(&lines, width));
    }

    pub fn has_person(&self) -> bool {
        self.person.is_some()
    }

    /// Whether a question was asked so far.
    pub fn has_asked(&self) -> bool {
        self.asked
    }

    /// Keeps advice ready for a person who types `?` at a question; the first question mentions it, unless that was
    /// done.
    pub fn advise(&mut self, offer: Option<String>, advice: String) {
        if let Some(person) = &mut self.person {
            person.advise(&advice);
        }
        self.advice = offer.map(|offer| Advice { offer, whole: advice });
    }

    /// Says before the first question that there is advice.
    pub fn offer_advice(&mut self) {
        if let Some(advice) = self.advice.take() {
            self.note(&advice.offer);
        }
    }

    /// Gives the advice to somebody who was asked nothing, and so had nowhere to type `?`.
    pub fn give_advice(&mut self) {
        if let Some(advice) = self.advice.take() {
            self.note(&advice.whole);
        }
    }

    /// The person, if there is one to ask.
    pub fn person(&mut self) -> Option<&mut (dyn Person + 'static)> {
        self.asked |= self.person.is_some();
        self.person.as_deref_mut()
    }
}
