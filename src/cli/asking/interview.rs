//! Asks a person at the terminal: each question in the form that suits its answer, until the answer is valid.

use std::io;
use std::path::Path;

use super::{Asking, nobody_to_ask};
use crate::cli::console::person::{Check, Person, anything};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::gone_back::is_gone_back;
use crate::cli::question::{Choice, FIELD, Kind, Question};
use crate::domain::event::PlannedAction;
use crate::domain::text;
use crate::domain::time::{DateError, Moment, parse_due_date, parse_when};

/// Printed before the first question.
const WAYS_OUT: &str = "Ctrl-C stops; Esc goes back one question.";

impl Context {
    /// If nobody can be asked, fails with all missing flags at once. Each flag comes with the name of its value, as in
    /// `--held WHEN`.
    ///
    /// # Errors
    /// A flag is missing; the error names all that are.
    pub fn all_given(&self, flags: &[(&str, bool)]) -> Result<(), Failure> {
        let open = flags.iter().filter(|(_, given)| !given).map(|(flag, _)| Question::new(flag, "", Kind::Text));
        let open: Vec<Question> = open.collect();
        match open.is_empty() || self.console.has_person() {
            true => Ok(()),
            false => Err(nobody_to_ask(&open)),
        }
    }

    /// A text: as given, or asked for right away.
    ///
    /// # Errors
    /// There is nobody to ask, or no answer; the error names the flag.
    pub fn ask_text(&mut self, flag: &str, given: Option<String>, words: &str) -> Result<String, Failure> {
        self.ask_at_once(given.as_ref(), &Question::new(flag, words, Kind::Text))
    }

    /// A short answer: as given, or asked for right away.
    ///
    /// # Errors
    /// There is nobody to ask, or no answer; the error names the flag.
    pub fn ask_line(
        &mut self,
        flag: &str,
        given: Option<String>,
        words: &str,
        usual: Option<&str>,
    ) -> Result<String, Failure> {
        self.ask_at_once(given.as_ref(), &Question::new(flag, words, Kind::Line(usual.map(str::to_string))))
    }

    /// A short answer that is parsed: as given, or asked for right away until it can be parsed.
    ///
    /// # Errors
    /// As for `ask_line`; the given answer can't be parsed.
    pub fn ask_read<T>(
        &mut self,
        question: &Question,
        given: Option<&String>,
        read: impl Fn(&Context, &str) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        loop {
            let text = self.ask_at_once(given, question)?;
            match read(self, &text) {
                Err(failure) if self.answers.of(question.name()).is_some() => {
                    self.console.failure(&failure);
                    self.answers.forget_last();
                }
                read => {
                    self.answers.are_tried();
                    return read;
                }
            }
        }
    }

    fn ask_at_once(&mut self, given: Option<&String>, question: &Question) -> Result<String, Failure> {
        if let Some(said) = self.read_given(&question.kind, given)? {
            return Ok(said);
        }
        if self.answers.of(question.name()).is_none() && !self.ask(question)? {
            return Err(nobody_to_ask(std::slice::from_ref(question)));
        }
        Ok(self.answers.of(question.name()).unwrap_or_default().to_string())
    }

    /// As `Asking::offer`, but what is chosen is asked for right away.
    ///
    /// # Errors
    /// As for `ask`.
    pub fn offer(&mut self, beside: &str, questions: Vec<(Question, bool)>) -> Result<(), Failure> {
        let mut asking = Asking::of(self);
        asking.offer(beside, questions);
        let (open, offered) = (asking.open, asking.offered);
        self.answers.offer(offered.unwrap_or_default());
        open.iter().try_for_each(|question| self.ask(question).map(drop))
    }

    /// Asks a question, unless it was answered already.
    ///
    /// # Errors
    /// As for `ask`.
    pub fn ask_once(&mut self, question: &Question) -> Result<bool, Failure> {
        match self.answers.of(question.name()) {
            Some(_) => Ok(true),
            None => self.ask(question),
        }
    }

    /// Explains before the first question how to stop and go back.
    pub fn say_ways_out(&mut self) {
        if self.console.has_person() && !self.console.has_asked() {
            self.console.note(WAYS_OUT);
        }
    }

    /// Asks the person, and keeps the answer. False if there is nobody, or no answer.
    ///
    /// # Errors
    /// The terminal can't be read, or the person interrupts or stops.
    pub fn ask(&mut self, question: &Question) -> Result<bool, Failure> {
        self.console.offer_advice();
        self.say_ways_out();
        if let Kind::Requirement(requirement) = &question.kind {
            return self.ask_past(requirement);
        }
        match self.put(question)? {
            Some(answered) => Ok(answered),
            None => self.go_back(),
        }
    }

    /// Stops the command and takes the last answer back.
    pub(super) fn go_back<T>(&mut self) -> Result<T, Failure> {
        self.answers.go_back();
        Err(Failure::stopped())
    }

    /// A person's answer. If the person goes back, the command stops and the last answer is taken back.
    ///
    /// # Errors
    /// The terminal can't be read, or the person interrupts or goes back.
    pub fn or_back<T>(&mut self, answer: io::Result<T>) -> Result<T, Failure> {
        match unless_gone_back(answer)? {
            Some(answer) => Ok(answer),
            None => self.go_back(),
        }
    }

    /// Asks a question and keeps the answer; `None` if the person goes back.
    pub(super) fn put(&mut self, question: &Question) -> Result<Option<bool>, Failure> {
        let now = self.now();
        let name = question.name();
        let mut former = self.answers.former(name);
        if question.kind == Kind::Names {
            former = vec![former.join(", ")];
        }
        let Some(person) = self.console.person() else { return Ok(Some(false)) };
        person.begin_with(former);
        let Some(given) = unless_gone_back(answers(person, question, now))? else { return Ok(None) };
        for answer in &given {
            self.input.note_cleaned(answer);
            self.answers.keep(name, text::clean_text(answer));
        }
        if given.is_empty() && question.optional {
            self.answers.keep(name, "");
        }
        Ok(Some(!given.is_empty() || question.optional))
    }
}

/// An answer; `None` if the person goes back.
pub(super) fn unless_gone_back<T>(answer: io::Result<T>) -> io::Result<Option<T>> {
    match answer {
        Err(fault) if is_gone_back(&fault) => Ok(None),
        answer => answer.map(Some),
    }
}

/// Asks until the answer is valid. An optional question can be skipped; one with only one possible answer isn't asked.
fn answers(person: &mut dyn Person, question: &Question, now: Moment) -> io::Result<Vec<String>> {
    let (words, needed) = (question.words.as_str(), !question.optional);
    let passed_over = format!("{words} (Enter passes over)");
    let valid = |typed: &str| if typed.is_empty() && !needed { Ok(()) } else { checked(&question.kind, typed, now) };
    Ok(match &question.kind {
        Kind::Text if needed => person.text(words)?.into_iter().collect(),
        Kind::Text => person.lines(&passed_over, &anything)?.into_iter().collect(),
        Kind::Day if needed => vec![person.valid(&with_example(words), None, &valid)?],
        Kind::Line(usual) if needed => vec![person.valid(words, usual.as_deref(), &valid)?],
        Kind::Actions => several_lines(person, words, needed, &valid)?,
        Kind::Names => {
            // A list may be pasted as a whole.
            let list = match needed {
                true => Some(person.needed(words)?),
                false => person.lines(&passed_over, &anything)?,
            };
            let names = list.iter().flat_map(|list| list.split([',', ';', '\n'])).map(str::trim);
            names.filter(|name| !name.is_empty()).map(str::to_string).collect()
        }
        Kind::Pair | Kind::File if needed => vec![person.valid(words, None, &valid)?],
        Kind::DayAhead if needed => vec![person.valid(words, None, &valid)?],
        Kind::Line(_) | Kind::Pair | Kind::Day | Kind::DayAhead | Kind::File => {
            person.line(&passed_over, None, &valid)?.into_iter().collect()
        }
        Kind::PastDay { usual } => past_day(person, words, needed, *usual, now)?.into_iter().collect(),
        Kind::Choice(choices) => match (choices.as_slice(), needed) {
            ([only], true) if !question.first_is_usual => vec![only.word.clone()],
            (choices, true) => {
                // A fact that counts as evidence has to be chosen; Enter alone doesn't.
                let usual = question.first_is_usual.then_some(0);
                let place = person.choose(words, &meanings(choices), usual)?;
                choices.get(place).map(|choice| choice.word.clone()).into_iter().collect()
            }
            (choices, false) => {
                let offered = std::iter::once("pass over".to_string()).chain(meanings(choices));
                let place = person.choose(words, &offered.collect::<Vec<_>>(), Some(0))?;
                let chosen = place.checked_sub(1).and_then(|place| choices.get(place));
                chosen.map(|choice| choice.word.clone()).into_iter().collect()
            }
        },
        Kind::Several(choices) => {
            let picked = person.pick(words, &meanings(choices), &[])?;
            let picked = picked.into_iter().filter_map(|place| choices.get(place)).map(|choice| choice.word.clone());
            let picked: Vec<String> = picked.collect();
            match question.flag.starts_with(FIELD) && !picked.is_empty() {
                true => vec![picked.join(",")],
                false => picked,
            }
        }
        Kind::Requirement(_) => Vec::new(),
    })
}

/// Asks for answers one per line, until an empty line.
fn several_lines(person: &mut dyn Person, words: &str, needed: bool, check: &Check<'_>) -> io::Result<Vec<String>> {
    let first = match needed {
        true => Some(person.valid(words, None, check)?),
        false => person.line(&format!("{words} (Enter passes over)"), None, check)?,
    };
    let mut all: Vec<String> = first.into_iter().collect();
    let check = |typed: &str| if typed.is_empty() { Ok(()) } else { check(typed) };
    while !all.is_empty()
        && let Some(another) = person.line("And another? (Enter: no more)", None, &check)?
    {
        all.push(another);
    }
    Ok(all)
}

fn meanings(choices: &[Choice]) -> Vec<String> {
    choices.iter().map(|choice| choice.meaning.clone()).collect()
}

/// Checks an answer of this kind; the error says what is wrong.
fn checked(kind: &Kind, typed: &str, now: Moment) -> Result<(), String> {
    match kind {
        Kind::Actions => PlannedAction::typed(typed, now).map(drop).map_err(|fault| fault.to_string()),
        Kind::Pair if !typed.contains('=') => Err("write it as NAME=VALUE".to_string()),
        Kind::Day => dated(parse_when(typed, now)),
        Kind::DayAhead => dated(parse_due_date(typed, now)),
        Kind::File => is_a_file(typed),
        Kind::Text
        | Kind::Line(_)
        | Kind::Names
        | Kind::Pair
        | Kind::PastDay { .. }
        | Kind::Choice(_)
        | Kind::Several(_)
        | Kind::Requirement(_) => Ok(()),
    }
}

/// Checks that a path leads to a readable file.
///
/// # Errors
/// It doesn't, with the reason.
fn is_a_file(typed: &str) -> Result<(), String> {
    let path = Path::new(typed);
    match (path.is_file(), path.exists()) {
        (true, _) => Ok(()),
        (false, true) => Err("that is a folder".to_string()),
        (false, false) => Err("there is no such file".to_string()),
    }
}

/// Asks for a date in the past, in any form that dates can be typed in.
pub fn day(person: &mut dyn Person, words: &str, now: Moment) -> io::Result<String> {
    let check = |typed: &str| match parse_when(typed, now) {
        Ok(moment) if now.is_before(&moment) => Err("that is still to come".to_string()),
        read => dated(read),
    };
    person.valid(&with_example(words), None, &check)
}

/// A question for a date, with examples of how to type one.
fn with_example(words: &str) -> String {
    if words.contains('(') { words.to_string() } else { format!("{words} (2026-03-02, or monday)") }
}

/// Checks that a date could be parsed. The error is cut to one line, because the question shows how to type dates.
fn dated<T>(read: Result<T, DateError>) -> Result<(), String> {
    let short = |fault: String| fault.split(';').next().unwrap_or_default().to_string();
    read.map(drop).map_err(|fault| short(fault.to_string()))
}

/// Asks for a date in the past: today, yesterday, or another.
fn past_day(
    person: &mut dyn Person,
    words: &str,
    needed: bool,
    usual: bool,
    now: Moment,
) -> io::Result<Option<String>> {
    let mut options = vec!["today", "yesterday", "another day"];
    if !needed {
        options.insert(0, "pass over");
    }
    let shown: Vec<String> = options.iter().map(ToString::to_string).collect();
    match options.get(person.choose(words, &shown, (!needed || usual).then_some(0))?) {
        Some(&"pass over") | None => Ok(None),
        Some(&"another day") => day(person, "Which day?", now).map(Some),
        Some(word) => Ok(Some((*word).to_string())),
    }
}
