//! Asks a person at the terminal: each question in the form that suits its answer, until the answer is valid.

use std::io;
use std::path::Path;

use chrono::Datelike;

use super::{Asking, nobody_to_ask};
use crate::cli::console::person::{Check, Person, Picked, anything};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::gone_back::is_gone_back;
use crate::cli::question::{Choice, FIELD, Kind, Question};
use crate::domain::event::PlannedAction;
use crate::domain::text;
use crate::domain::time::{DateError, Moment, describe, describe_moment, parse_due_date, parse_when};

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
        if self.console.is_first_question() {
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

    /// Whether the person says yes, no being usual; `None` if there is nobody to ask.
    ///
    /// # Errors
    /// As for `or_back`.
    pub fn agrees(&mut self, question: &str) -> Result<Option<bool>, Failure> {
        let agreed = self.console.person().map(|person| person.agrees(question, false)).transpose();
        self.or_back(agreed)
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
        person.begin_with(former.clone());
        let Some(given) = unless_gone_back(answers(person, question, &former, now))? else {
            // Whoever goes back further finds this answer again.
            self.answers.remember(question, former);
            return Ok(None);
        };
        for answer in &given {
            self.input.note_cleaned(answer);
            self.answers.keep_to(question, text::clean_text(answer));
        }
        if given.is_empty() && question.optional {
            self.answers.keep_to(question, "");
        }
        Ok(Some(!given.is_empty() || question.optional))
    }
}

/// An answer; `None` if the person goes back.
pub fn unless_gone_back<T>(answer: io::Result<T>) -> io::Result<Option<T>> {
    match answer {
        Err(fault) if is_gone_back(&fault) => Ok(None),
        answer => answer.map(Some),
    }
}

/// Asks until the answer is valid. An optional question can be skipped; one with only one possible answer isn't asked.
fn answers(person: &mut dyn Person, question: &Question, former: &[String], now: Moment) -> io::Result<Vec<String>> {
    let (words, needed) = (question.words.as_str(), !question.optional);
    let passed_over = format!("{words} (Enter skips it)");
    // An answer from before going back is proposed again.
    let proposed = |choices: &[Choice]| choices.iter().position(|choice| former.first() == Some(&choice.word));
    let valid = |typed: &str| if typed.is_empty() && !needed { Ok(()) } else { checked(&question.kind, typed, now) };
    Ok(match &question.kind {
        Kind::Text if needed => person.text(words)?.into_iter().collect(),
        Kind::Text => person.lines(&passed_over, &anything)?.into_iter().collect(),
        Kind::Day if needed => {
            vec![typed_day(person, &with_example(words), &valid, &|typed| parse_when(typed, now), now)?]
        }
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
        Kind::DayAhead if needed => vec![typed_day(person, words, &valid, &|typed| ahead(typed, now), now)?],
        Kind::Line(_) | Kind::Pair | Kind::Day | Kind::DayAhead | Kind::File => {
            person.line(&passed_over, None, &valid)?.into_iter().collect()
        }
        Kind::PastDay { usual } => past_day(person, words, needed, *usual, former.first(), now)?.into_iter().collect(),
        Kind::Choice(choices) => match (choices.as_slice(), needed) {
            ([only], true) if !question.first_is_usual => vec![only.word.clone()],
            (choices, true) => {
                // A fact that counts as evidence has to be chosen; Enter alone doesn't.
                let usual = proposed(choices).or(question.first_is_usual.then_some(0));
                let place = person.choose(words, &meanings(choices), usual)?;
                choices.get(place).map(|choice| choice.word.clone()).into_iter().collect()
            }
            (choices, false) => {
                let offered = std::iter::once(SKIP.to_string()).chain(meanings(choices));
                let usual = proposed(choices).map_or(0, |place| place + 1);
                let place = person.choose(words, &offered.collect::<Vec<_>>(), Some(usual))?;
                let chosen = place.checked_sub(1).and_then(|place| choices.get(place));
                chosen.map(|choice| choice.word.clone()).into_iter().collect()
            }
        },
        Kind::Several(choices) => {
            let picked = person.pick(words, &meanings(choices), &[], false)?;
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

/// What skips an optional question in a list.
const SKIP: &str = "skip this";

/// Asks for answers one per line, until an empty line. Going back from a further one leads to the one before it.
fn several_lines(person: &mut dyn Person, words: &str, needed: bool, check: &Check<'_>) -> io::Result<Vec<String>> {
    let mut all: Vec<String> = Vec::new();
    let first = if needed { words.to_string() } else { format!("{words} (Enter skips it)") };
    let or_nothing = |typed: &str| if typed.is_empty() { Ok(()) } else { check(typed) };
    loop {
        let typed = match (all.is_empty(), needed) {
            (true, true) => person.valid(words, None, check).map(Some),
            (true, false) => person.line(&first, None, check),
            (false, _) => person.line("And another? (press Enter if there are no more)", None, &or_nothing),
        };
        match typed {
            Err(fault) if is_gone_back(&fault) && !all.is_empty() => person.begin_with(all.pop().into_iter().collect()),
            typed => match typed? {
                Some(typed) => all.push(typed),
                None => return Ok(all),
            },
        }
    }
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
    typed_day(person, &with_example(words), &|typed| past(typed, now), &|typed| parse_when(typed, now), now)
}

/// Checks a date in the past.
fn past(typed: &str, now: Moment) -> Result<(), String> {
    match parse_when(typed, now) {
        Ok(moment) if now.is_before(&moment) => Err("that date is in the future".to_string()),
        read => dated(read),
    }
}

fn ahead(typed: &str, now: Moment) -> Result<Moment, DateError> {
    parse_due_date(typed, now).map(Moment::on)
}

/// How a date is read.
type Reading<'a> = dyn Fn(&str) -> Result<Moment, DateError> + 'a;

/// Asks for a date until it passes the check, and says as which day it was read.
fn typed_day(
    person: &mut dyn Person,
    words: &str,
    check: &Check<'_>,
    read: &Reading<'_>,
    now: Moment,
) -> io::Result<String> {
    let typed = person.valid(words, None, check)?;
    as_read(person, typed, read, now)
}

/// Says as which day an answer was read. Of a `next wednesday` that is in this week, asks which one is meant.
fn as_read(person: &mut dyn Person, typed: String, read: &Reading<'_>, now: Moment) -> io::Result<String> {
    let Ok(moment) = read(&typed) else { return Ok(typed) };
    let (date, weeks) = (moment.date(), [moment.date(), now.date()].map(|date| date.iso_week()));
    if typed.to_lowercase().starts_with("next ") && weeks[0] == weeks[1] {
        let days = [Some(date), date.checked_add_days(chrono::Days::new(7))].map(Option::unwrap_or_default);
        let place = person.choose("Which one is meant?", &days.map(describe), None)?;
        return Ok(days[place.min(1)].to_string());
    }
    let said = describe_moment(moment);
    if said != typed {
        person.note(&format!("= {said}"));
    }
    Ok(typed)
}

/// A question for a date, with examples of how to type one.
fn with_example(words: &str) -> String {
    if words.contains('(') { words.to_string() } else { format!("{words} (2 March 2026, monday, yesterday 3pm)") }
}

/// Checks that a date could be parsed. What is no date at all is answered with forms that people use.
fn dated<T>(read: Result<T, DateError>) -> Result<(), String> {
    read.map(drop).map_err(|fault| {
        if let DateError::NotAWhen { typed } = &fault {
            return format!(
                "`{typed}` is not a day or a time; write it as `2 March 2026`, `last friday` or `yesterday 3pm`"
            );
        }
        fault.to_string()
    })
}

/// Asks for a date in the past: today, yesterday, or another, which may also be typed at once.
fn past_day(
    person: &mut dyn Person,
    words: &str,
    needed: bool,
    usual: bool,
    former: Option<&String>,
    now: Moment,
) -> io::Result<Option<String>> {
    const ANOTHER: &str = "another day";
    let mut options = vec!["today", "yesterday", ANOTHER];
    if !needed {
        options.insert(0, SKIP);
    }
    let shown: Vec<String> = options.iter().map(ToString::to_string).collect();
    let former = former.filter(|former| !former.is_empty());
    let proposed = former.and_then(|former| options.iter().position(|option| former == option || *option == ANOTHER));
    let usual = proposed.or((!needed || usual).then_some(0));
    let place = match person.choose_or_type(words, &shown, usual, &|typed| past(typed, now))? {
        Picked::Place(place) => place,
        Picked::Typed(typed) => return as_read(person, typed, &|typed| parse_when(typed, now), now).map(Some),
    };
    match options.get(place) {
        Some(&SKIP) | None => Ok(None),
        Some(&ANOTHER) => {
            person.begin_with(former.cloned().into_iter().collect());
            day(person, "Which day?", now).map(Some)
        }
        Some(word) => Ok(Some((*word).to_string())),
    }
}
