//! The person at the terminal: each question as its answer needs it, asked until it can be read.

use std::io;

use super::answers::literal;
use super::asking::{Asking, missing};
use super::context::Context;
use super::error::Failure;
use super::person::{Check, Person, anything, is_gone_back};
use super::question::{Choice, FIELD, Kind, Question, Requirement};
use crate::domain::event::PlannedAction;
use crate::domain::steps::Remedy;
use crate::domain::text;
use crate::domain::time::{Moment, WhenError, parse_ahead, parse_when};
use crate::render::clean;

/// What is said before the first question.
const WAYS_OUT: &str = "Ctrl-C stops; Esc goes back one question.";

impl Context {
    /// Says at once which flags are missing, where nobody can be asked for them one after another. Each comes with its
    /// value, as in `--held WHEN`.
    ///
    /// # Errors
    /// Something is missing: names every flag.
    pub fn all_given(&self, flags: &[(&str, bool)]) -> Result<(), Failure> {
        let open = flags.iter().filter(|(_, given)| !given).map(|(flag, _)| Question::new(flag, "", Kind::Text));
        let open: Vec<Question> = open.collect();
        match open.is_empty() || self.console.has_person() {
            true => Ok(()),
            false => Err(missing(&open)),
        }
    }

    /// A text: given, or asked for at once.
    ///
    /// # Errors
    /// Nobody to ask, or nothing said: names the flag.
    pub fn ask_text(&mut self, flag: &str, given: Option<String>, words: &str) -> Result<String, Failure> {
        self.ask_at_once(given.as_ref(), &Question::new(flag, words, Kind::Text))
    }

    /// A short answer: given, or asked for at once.
    ///
    /// # Errors
    /// Nobody to ask, or nothing said: names the flag.
    pub fn ask_line(
        &mut self,
        flag: &str,
        given: Option<String>,
        words: &str,
        usual: Option<&str>,
    ) -> Result<String, Failure> {
        self.ask_at_once(given.as_ref(), &Question::new(flag, words, Kind::Line(usual.map(str::to_string))))
    }

    fn ask_at_once(&mut self, given: Option<&String>, question: &Question) -> Result<String, Failure> {
        if let Some(said) = self.said(&question.kind, given)? {
            return Ok(said);
        }
        if self.answers.of(question.name()).is_none() && !self.ask(question)? {
            return Err(missing(std::slice::from_ref(question)));
        }
        Ok(self.answers.of(question.name()).unwrap_or_default().to_string())
    }

    /// As `Asking::offer`, where what was picked is asked at once.
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

    /// Asks the person, unless that was answered by now.
    ///
    /// # Errors
    /// As for `ask`.
    pub fn ask_once(&mut self, question: &Question) -> Result<bool, Failure> {
        match self.answers.of(question.name()) {
            Some(_) => Ok(true),
            None => self.ask(question),
        }
    }

    /// Says before the first question how to get out of it.
    pub fn say_ways_out(&mut self) {
        if self.console.has_person() && !self.console.has_asked() {
            self.console.note(WAYS_OUT);
        }
    }

    /// Asks the person, and keeps the answer. False where there is nobody, or nothing was said.
    ///
    /// # Errors
    /// The terminal can't be read, or the person interrupts or would rather stop.
    pub fn ask(&mut self, question: &Question) -> Result<bool, Failure> {
        self.console.offer_advice();
        self.say_ways_out();
        if let Kind::Requirement(requirement) = &question.kind {
            return self.ask_past(requirement);
        }
        let now = self.now();
        let Some(person) = self.console.person() else { return Ok(false) };
        let given = match answers(person, question, now) {
            Err(fault) if is_gone_back(&fault) => {
                self.answers.go_back();
                return Err(Failure::stopped());
            }
            given => given?,
        };
        let name = question.name();
        for answer in &given {
            self.input.note_cleaned(answer);
            self.answers.keep(name, text::clean_text(answer));
        }
        if given.is_empty() && question.optional {
            self.answers.keep(name, "");
        }
        Ok(!given.is_empty() || question.optional)
    }

    /// Asks how to go past something in the way of a step; false if nobody can be asked.
    fn ask_past(&mut self, requirement: &Requirement) -> Result<bool, Failure> {
        let Requirement { unmet, answer } = requirement;
        let now = self.now();
        let clause = unmet.source.as_ref().map(|source| clean::line(&format!(" ({source})"))).unwrap_or_default();
        let (asked, first): (&str, &[&str]) = match &unmet.remedy {
            Remedy::Confirm => ("Was it done?", &["It was done today", "It was done on another day"]),
            Remedy::Give(_) => ("What now?", &["Give it now"]),
            Remedy::Correct { .. } | Remedy::AddAction { .. } | Remedy::Override => ("What now?", &[]),
        };
        let options = first.iter().chain(&["Go on without it, and say why", "Stop: write nothing"]);
        let options: Vec<String> = options.map(ToString::to_string).collect();
        // Nothing is confirmed by pressing Enter once too often.
        let stop = options.len() - 1;
        if !self.console.has_person() {
            return Ok(false);
        }
        let text = unmet.text.strip_prefix("not confirmed: ").unwrap_or(&unmet.text);
        self.console.note(&format!("{}{clause}", clean::line(text)));
        match &unmet.remedy {
            Remedy::Correct { id, key } => {
                self.console.note(&format!("`iro correct {id} --event 1 --set {key} --reason TEXT` puts it on record"));
            }
            Remedy::AddAction { id } => self.console.note(&format!("`iro action add {id} --what TEXT` adds one")),
            Remedy::Confirm | Remedy::Give(_) | Remedy::Override => {}
        }
        let Some(person) = self.console.person() else { return Ok(false) };
        let chosen = person.choose(asked, &options, Some(stop))?;
        if chosen == stop {
            return match person.agrees("Stop, and write nothing?", true)? {
                true => Err(Failure::stopped()),
                false => Ok(true),
            };
        }
        if chosen + 1 == stop {
            let why = person.needed("Why go on without it?")?;
            let passed = format!("{}={}", unmet.rule, literal(why));
            self.answers.keep("--override-rule", passed);
            return Ok(true);
        }
        match (&unmet.remedy, answer) {
            (Remedy::Give(_), Some(answer)) => {
                self.ask(answer)?;
                Ok(true)
            }
            _ => {
                let when = if chosen == 0 { "today".to_string() } else { day(person, "When?", now)? };
                self.answers.keep("--confirm", format!("{}={when}", unmet.rule));
                Ok(true)
            }
        }
    }
}

/// Asks until the answer can be read. What need not be said can be passed over; what has only one answer is not asked.
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
            let lines = several_lines(person, words, needed, &valid)?;
            let names = lines.iter().flat_map(|line| line.split([',', ';'])).map(str::trim);
            names.filter(|name| !name.is_empty()).map(str::to_string).collect()
        }
        Kind::Pair if needed => vec![person.valid(words, None, &valid)?],
        Kind::DayAhead if needed => vec![person.valid(words, None, &valid)?],
        Kind::Line(_) | Kind::Pair | Kind::Day | Kind::DayAhead => {
            person.line(&passed_over, None, &valid)?.into_iter().collect()
        }
        Kind::PastDay { usual } => past_day(person, words, needed, *usual, now)?.into_iter().collect(),
        Kind::Choice(choices) => match (choices.as_slice(), needed) {
            ([only], true) => vec![only.word.clone()],
            (choices, true) => {
                // A fact that counts as evidence is chosen, and not passed over.
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
            let picked = person.pick(words, &meanings(choices))?;
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

/// One a line, until there is no more.
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

/// What is wrong with an answer of that kind.
fn checked(kind: &Kind, typed: &str, now: Moment) -> Result<(), String> {
    match kind {
        Kind::Actions => PlannedAction::typed(typed, now).map(drop).map_err(|fault| fault.to_string()),
        Kind::Pair if !typed.contains('=') => Err("write it as NAME=VALUE".to_string()),
        Kind::Day => dated(parse_when(typed, now)),
        Kind::DayAhead => dated(parse_ahead(typed, now)),
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

/// A day that has been, written as it may be written.
pub fn day(person: &mut dyn Person, words: &str, now: Moment) -> io::Result<String> {
    let check = |typed: &str| match parse_when(typed, now) {
        Ok(moment) if now.is_before(&moment) => Err("that is still to come".to_string()),
        read => dated(read),
    };
    person.valid(&with_example(words), None, &check)
}

/// A question for a day, with how it may be written.
fn with_example(words: &str) -> String {
    if words.contains('(') { words.to_string() } else { format!("{words} (2026-03-02, or monday)") }
}

/// Whether it is a day; what is wrong is said in a line, because the question says how days are written.
fn dated<T>(read: Result<T, WhenError>) -> Result<(), String> {
    let short = |fault: String| fault.split(';').next().unwrap_or_default().to_string();
    read.map(drop).map_err(|fault| short(fault.to_string()))
}

/// A day that has been: one of the two that it mostly is, or another.
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
