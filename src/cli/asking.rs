//! Collects what is missing for a step: a person gets questions, a script the names of the flags. The step is tried
//! with what is known; each fact that it still lacks becomes a question, in order.

pub mod interview;
pub mod requirement;

use std::ops::Deref;

use super::context::Context;
use super::error::Failure;
use super::question::{Choice, Kind, Question};
use crate::domain::policy::{Asked, Fact, Policy};
use crate::domain::text::with_values;
use crate::render::words;

/// What a step is given while it is tried: what was typed or answered. For each missing answer, the step gets a
/// stand-in and the question is noted in `open`.
pub struct Asking<'a> {
    ctx: &'a Context,
    pub open: Vec<Question>,
    /// A question with only one possible answer, which is asked only if there is no other question.
    pub granted: Option<Question>,
    /// The optional facts that can be given beside what was asked, if the step offers any.
    pub offered: Option<Vec<Question>>,
}

impl Deref for Asking<'_> {
    type Target = Context;

    fn deref(&self) -> &Context {
        self.ctx
    }
}

impl<'a> Asking<'a> {
    pub fn of(ctx: &'a Context) -> Asking<'a> {
        Asking { ctx, open: Vec::new(), granted: None, offered: None }
    }

    /// A text: as given, or as answered so far.
    ///
    /// # Errors
    /// The input can't be read.
    pub fn answer_for(&mut self, flag: &str, given: Option<&String>, words: &str) -> Result<String, Failure> {
        self.given_or(given, Question::new(flag, words, Kind::Text), "")
    }

    /// The same for a short answer on one line.
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

    /// One of several words, each with its meaning.
    pub fn choose_for(&mut self, flag: &str, words: &str, options: &[(&str, &str)]) -> String {
        let offered: Vec<&str> = options.iter().map(|(word, _)| *word).filter(|word| !word.is_empty()).collect();
        let question = Question::new(flag, words, Kind::choice(options));
        self.choose(question.hinted(words::choose(&offered)))
    }

    /// The same where no argument answers.
    pub fn choose_inner(&mut self, name: &str, words: &str, options: &[(&str, &str)]) -> String {
        self.choose(Question::inner(name, words, Kind::choice(options)))
    }

    /// The answer to a question with several words to choose from. If there is only one, a person is asked only if
    /// there is no other question.
    pub fn choose(&mut self, question: Question) -> String {
        let Kind::Choice(choices) = &question.kind else { return String::new() };
        let first = choices.first().map(|choice| choice.word.clone()).unwrap_or_default();
        let known = self.answers.of(question.name()).is_some();
        if choices.len() == 1 && self.console.has_person() && !known {
            self.granted = Some(question);
            return first;
        }
        self.answer(question, &first)
    }

    /// Whether a person was asked `beside`, so that optional questions may be asked too.
    pub fn was_asked(&self, beside: &str) -> bool {
        self.console.asks_for_all || self.answers.of(beside).is_some()
    }

    /// A choice with a usual answer, asked only if `beside` was asked.
    pub fn choose_beside(&mut self, beside: &str, question: Question) -> Option<String> {
        self.was_asked(beside).then(|| self.choose(question))
    }

    /// An optional text, asked for only if `beside` was asked.
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

    /// A past date; today if nobody answers.
    pub fn date_for(&mut self, flag: &str, words: &str) -> String {
        self.answer(Question::new(flag, words, Kind::PastDay { usual: true }), "today")
    }

    /// A past date, as given or answered; today if nobody answers.
    ///
    /// # Errors
    /// Input that can't be read.
    pub fn day_for(&mut self, flag: &str, given: Option<&String>, words: &str) -> Result<String, Failure> {
        self.given_or(given, Question::new(flag, words, Kind::PastDay { usual: true }), "today")
    }

    /// A future date, as given or answered.
    ///
    /// # Errors
    /// Input that can't be read.
    pub fn day_ahead_for(&mut self, flag: &str, given: Option<&String>, words: &str) -> Result<String, Failure> {
        self.given_or(given, Question::new(flag, words, Kind::DayAhead), "today")
    }

    /// Names, asked for only if `beside` was asked.
    pub fn names_beside(&mut self, beside: &str, flag: &str, words: &str) -> Vec<String> {
        let question = Question::new(flag, words, Kind::Names).optional();
        let name = question.name().to_string();
        if self.was_asked(beside) {
            self.answer(question, "");
        }
        self.answers.all(&name)
    }

    /// Several of these words, or none.
    pub fn several_for(&mut self, flag: &str, words: &str, choices: Vec<Choice>) -> Vec<String> {
        let question = Question::new(flag, words, Kind::Several(choices)).optional();
        let name = question.name().to_string();
        self.answer(question, "");
        self.answers.all(&name)
    }

    /// Offers optional facts, each with whether it was given. A person can choose one when what will be written is
    /// shown, and is then asked for it.
    pub fn offer(&mut self, beside: &str, questions: Vec<(Question, bool)>) {
        if !self.was_asked(beside) {
            return;
        }
        let (awaited, left): (Vec<_>, Vec<_>) =
            questions.into_iter().partition(|(question, _)| self.answers.is_awaited(question.name()));
        self.open.extend(awaited.into_iter().map(|(question, _)| question));
        let left = left.into_iter().filter(|(question, given)| !given || self.answers.may_be_repeated(question.name()));
        self.offered = Some(left.map(|(question, _)| question).collect());
    }

    /// The same for built-in facts.
    pub fn offer_facts(&mut self, beside: &str, policy: &Policy, facts: &[(Fact, bool)]) {
        let question = |fact: &Fact| Question::for_asked(&Asked::Fact(*fact), policy);
        self.offer(beside, facts.iter().map(|(fact, given)| (question(fact), *given)).collect());
    }

    fn given_or(&mut self, given: Option<&String>, mut question: Question, stand_in: &str) -> Result<String, Failure> {
        if self.answers.of(question.name()).is_none() {
            if let Some(said) = self.read_given(&question.kind, given)? {
                return Ok(said);
            }
            if given.is_some() {
                question.is_empty = true;
            }
        }
        Ok(self.answer(question, stand_in))
    }

    /// The answer to a question; `stand_in` while it is open.
    pub fn answer(&mut self, question: Question, stand_in: &str) -> String {
        if let Some(answer) = self.answers.of(question.name()) {
            return answer.to_string();
        }
        self.open.push(question);
        stand_in.to_string()
    }
}

/// The failure if nobody can be asked: it names all missing flags.
pub fn nobody_to_ask(questions: &[Question]) -> Failure {
    let asked = questions.iter().filter(|question| !question.optional && !question.inner);
    let asked: Vec<&Question> = asked.collect();
    match asked.as_slice() {
        [] => Failure::usage("a question is still open, and there is nobody to ask")
            .hinted("run the command at a terminal, without `--no-input`; `--help` says what else it takes"),
        [only] => {
            let failure = Failure::missing(only.name());
            if only.is_empty {
                return Failure::usage(format!("`{}` is empty", only.name())).hinted("describe it in a few words");
            }
            let shown = format!("add {}; `--help` says what else there is", in_backticks(&[only]));
            match only.hint.clone().or(only.flag.starts_with("--").then_some(shown)) {
                Some(hint) => failure.hinted(hint),
                None => failure,
            }
        }
        several => {
            let names: Vec<String> = several.iter().map(|question| format!("`{}`", question.name())).collect();
            Failure::usage(format!("{} are missing", words::list(&names, "and")))
                .hinted(format!("add {}; `--help` says what else there is", in_backticks(several)))
        }
    }
}

/// The flags of these questions as they are typed, and after them what there is to choose from.
fn in_backticks(questions: &[&Question]) -> String {
    let typed: Vec<(String, Vec<&str>)> = questions.iter().map(|question| question.to_type()).collect();
    let flags: Vec<&str> = typed.iter().map(|(flag, _)| flag.as_str()).collect();
    let values: Vec<(&str, &[&str])> = typed.iter().map(|(flag, values)| (flag.as_str(), values.as_slice())).collect();
    format!("`{}`{}", flags.join(" "), with_values(&values))
}
