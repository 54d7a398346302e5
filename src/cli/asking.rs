//! Asking for what is missing: a person is asked, a script is told the flag. A step is tried with what there is; what it
//! still lacks comes out as questions, in order.

use std::io;
use std::ops::Deref;

use super::answers::literal;
use super::context::Context;
use super::error::Failure;
use super::person::{Check, Person, anything, is_gone_back};
use super::question::{Choice, FIELD, Kind, Question, Requirement};
use crate::domain::event::PlannedAction;
use crate::domain::policy::{Asked, Fact, Policy};
use crate::domain::steps::Remedy;
use crate::domain::text;
use crate::domain::time::{Moment, WhenError, parse_ahead, parse_when};
use crate::render::{clean, words};

/// What a step is given while it is tried: what was typed or answered, and in place of an answer that is still missing
/// something empty, with the question for it.
pub struct Asking<'a> {
    ctx: &'a Context,
    pub open: Vec<Question>,
}

impl Deref for Asking<'_> {
    type Target = Context;

    fn deref(&self) -> &Context {
        self.ctx
    }
}

impl<'a> Asking<'a> {
    pub fn of(ctx: &'a Context) -> Asking<'a> {
        Asking { ctx, open: Vec::new() }
    }

    /// A text: given, or answered by now.
    ///
    /// # Errors
    /// Input that can't be read.
    pub fn answer_for(&mut self, flag: &str, given: Option<&String>, words: &str) -> Result<String, Failure> {
        self.given_or(given, Question::new(flag, words, Kind::Text), "")
    }

    /// As `answer_for`, for a short answer.
    ///
    /// # Errors
    /// Input that can't be read.
    pub fn line_for(
        &mut self,
        flag: &str,
        given: Option<&String>,
        words: &str,
        usual: Option<&str>,
    ) -> Result<String, Failure> {
        self.given_or(
            given,
            Question::new(flag, words, Kind::Line(usual.map(str::to_string))),
            usual.unwrap_or_default(),
        )
    }

    /// One of several words, asked for by what they mean. A person is not asked where there is only one.
    pub fn choose_for(&mut self, flag: &str, words: &str, options: &[(&str, &str)]) -> String {
        let offered: Vec<&str> = options.iter().map(|(word, _)| *word).filter(|word| !word.is_empty()).collect();
        let question = Question::new(flag, words, Kind::choice(options));
        self.choose(question.hinted(format!("one of {}", offered.join(", "))))
    }

    /// The answer to a question that has several words to choose from.
    pub fn choose(&mut self, question: Question) -> String {
        let Kind::Choice(choices) = &question.kind else { return String::new() };
        let first = choices.first().map(|choice| choice.word.clone()).unwrap_or_default();
        match choices.len() == 1 && self.console.has_person() {
            true => first,
            false => self.answer(question, &first),
        }
    }

    /// Whether a person was asked for something, so that what is usual may be asked for beside it.
    pub fn was_asked(&self, beside: &str) -> bool {
        self.answers.of(beside).is_some()
    }

    /// One of several words that has a usual one: asked for beside what somebody was asked for.
    pub fn choose_beside(&mut self, beside: &str, question: Question) -> Option<String> {
        self.was_asked(beside).then(|| self.choose(question))
    }

    /// A text that need not be said, asked for beside what somebody was asked for.
    ///
    /// # Errors
    /// Input that can't be read.
    pub fn text_beside(
        &mut self,
        beside: &str,
        flag: &str,
        given: Option<&String>,
        words: &str,
    ) -> Result<Option<String>, Failure> {
        if !self.was_asked(beside) {
            return self.optional(given);
        }
        let text = self.given_or(given, Question::new(flag, words, Kind::Text).optional(), "")?;
        Ok(Some(text).filter(|text| !text.is_empty()))
    }

    /// A day, answered by now.
    pub fn date_for(&mut self, flag: &str, words: &str) -> String {
        self.answer(Question::new(flag, words, Kind::Day), "today")
    }

    /// A day that was given or is typed, today where nothing is.
    ///
    /// # Errors
    /// Input that can't be read.
    pub fn day_for(&mut self, flag: &str, given: Option<&String>, words: &str) -> Result<String, Failure> {
        self.given_or(given, Question::new(flag, words, Kind::PastDay { usual: true }), "today")
    }

    /// A day to come.
    ///
    /// # Errors
    /// Input that can't be read.
    pub fn day_ahead_for(&mut self, flag: &str, given: Option<&String>, words: &str) -> Result<String, Failure> {
        self.given_or(given, Question::new(flag, words, Kind::DayAhead), "today")
    }

    /// Names, asked for beside what somebody was asked for.
    pub fn names_beside(&mut self, beside: &str, flag: &str, words: &str) -> Vec<String> {
        let question = Question::new(flag, words, Kind::Names).optional();
        let name = question.name().to_string();
        if self.was_asked(beside) {
            self.answer(question, "");
        }
        self.answers.all(&name)
    }

    /// Any of several words, asked for by what they mean.
    pub fn several_for(&mut self, flag: &str, words: &str, choices: Vec<Choice>) -> Vec<String> {
        let question = Question::new(flag, words, Kind::Several(choices)).optional();
        let name = question.name().to_string();
        self.answer(question, "");
        self.answers.all(&name)
    }

    /// Offers what may be said beside what somebody was asked for, in one question; each that is picked is a question
    /// of its own.
    pub fn offer(&mut self, beside: &str, questions: Vec<Question>) {
        const MORE: &str = "more";
        if !self.was_asked(beside) || questions.is_empty() {
            return;
        }
        let choices = questions.iter().map(|one| {
            let short = one.name().trim_start_matches('-');
            let words = one.words.split(" (").next().unwrap_or_default();
            Choice::new(one.name(), &format!("{short}: {words}"))
        });
        let question = Question::new(MORE, "Is there anything to add?", Kind::Several(choices.collect())).optional();
        self.answer(question, "");
        let picked = self.answers.all(MORE);
        let picked = questions.into_iter().filter(|one| picked.iter().any(|name| name == one.name()));
        let still_open: Vec<Question> = picked.filter(|one| self.answers.of(one.name()).is_none()).collect();
        self.open.extend(still_open);
    }

    /// As `offer`, for facts that were not given.
    pub fn offer_facts(&mut self, beside: &str, policy: &Policy, facts: &[(Fact, bool)]) {
        let left = facts.iter().filter(|(fact, given)| !given || self.answers.of(&flag(*fact)).is_some());
        self.offer(beside, left.map(|(fact, _)| Question::for_asked(&Asked::Fact(*fact), policy)).collect());
    }

    fn given_or(&mut self, given: Option<&String>, question: Question, stand_in: &str) -> Result<String, Failure> {
        if self.answers.of(question.name()).is_none()
            && let Some(text) = self.optional(given)?
        {
            return Ok(text);
        }
        Ok(self.answer(question, stand_in))
    }

    /// The answer to a question; while it is open, what stands in its place.
    pub fn answer(&mut self, question: Question, stand_in: &str) -> String {
        if let Some(answer) = self.answers.of(question.name()) {
            return answer.to_string();
        }
        self.open.push(question);
        stand_in.to_string()
    }
}

fn flag(fact: Fact) -> String {
    format!("--{}", fact.flag())
}

/// What is said before the first question.
const WAYS_OUT: &str = "Ctrl-C stops; Esc in a list, or `<` at a line, goes back one question.";

/// What is said where nobody can be asked: every flag that is missing, at once.
pub fn missing(questions: &[Question]) -> Failure {
    let asked =
        questions.iter().filter(|question| !question.optional && !question.name().starts_with(char::is_lowercase));
    let asked: Vec<&Question> = asked.collect();
    match asked.as_slice() {
        [] => Failure::usage("an answer is missing"),
        [only] => {
            let failure = Failure::missing(only.name());
            let shown =
                (only.flag != only.name()).then(|| format!("add `{}`; `--help` says what else there is", only.flag));
            match only.hint.clone().or(shown) {
                Some(hint) => failure.hinted(hint),
                None => failure,
            }
        }
        several => {
            let names: Vec<String> = several.iter().map(|question| format!("`{}`", question.name())).collect();
            let flags: Vec<&str> = several.iter().map(|question| question.flag.as_str()).collect();
            Failure::usage(format!("{} are missing", words::list(&names, "and")))
                .hinted(format!("add `{}`; `--help` says what else there is", flags.join(" ")))
        }
    }
}

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
        if let Some(text) = self.optional(given)? {
            return Ok(text);
        }
        if self.answers.of(question.name()).is_none() && !self.ask(question)? {
            return Err(missing(std::slice::from_ref(question)));
        }
        Ok(self.answers.of(question.name()).unwrap_or_default().to_string())
    }

    /// As `Asking::offer`, at once.
    ///
    /// # Errors
    /// As for `ask`.
    pub fn ask_what_else(&mut self, beside: &str, questions: &[Question]) -> Result<(), Failure> {
        loop {
            let mut asking = Asking::of(self);
            asking.offer(beside, questions.to_vec());
            let Some(next) = asking.open.into_iter().next() else { return Ok(()) };
            self.ask(&next)?;
        }
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

    /// Asks the person, and keeps the answer. False where there is nobody, or nothing was said.
    ///
    /// # Errors
    /// The terminal can't be read, or the person interrupts or would rather stop.
    pub fn ask(&mut self, question: &Question) -> Result<bool, Failure> {
        if self.console.has_person() && !self.console.has_asked() {
            self.console.note(WAYS_OUT);
        }
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
        Kind::Day if needed => vec![day(person, words, now)?],
        Kind::Line(usual) if needed => vec![person.valid(words, usual.as_deref(), &valid)?],
        Kind::Actions | Kind::Names => several_lines(person, words, needed, &valid)?,
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

/// A day, written as it may be written.
pub fn day(person: &mut dyn Person, words: &str, now: Moment) -> io::Result<String> {
    let check = |typed: &str| dated(parse_when(typed, now));
    let shown = if words.contains('(') { words.to_string() } else { format!("{words} (2026-03-02, or monday)") };
    person.valid(&shown, None, &check)
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
