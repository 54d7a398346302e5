//! A question as a value: what is asked, what kind of answer is expected, and the flag that would give it.

use crate::domain::policy::{AnswerKind, Asked, Fact, Field, Policy, Role};
use crate::domain::steps::{NotMet, Remedy};
use crate::domain::worded::Worded;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What gives the answer on the command line: a flag with the name of its value (`--held WHEN`), `ID` or `DUTY`. Of an
    /// inner question, a name for it.
    pub flag: String,
    /// Whether no argument gives the answer, which only decides how the command goes on.
    pub inner: bool,
    pub words: String,
    pub kind: Kind,
    /// Whether it can be skipped.
    pub optional: bool,
    /// Of a choice: whether the first is usual, so that Enter alone chooses it. Nothing that counts as evidence is.
    pub first_is_usual: bool,
    /// What to type, where nobody can be asked.
    pub hint: Option<String>,
    /// Whether it was answered, but with nothing.
    pub is_empty: bool,
}

/// The kind of answer that is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// A few words on one line, perhaps with a usual answer.
    Line(Option<String>),
    /// Several of `WHAT | OWNER | DUE | MEASURE`.
    Actions,
    /// Names or references, separated by commas.
    Names,
    /// `NAME=VALUE`.
    Pair,
    /// A date in the past: usually today or yesterday, and today by default if `usual`.
    PastDay {
        usual: bool,
    },
    /// A date that is typed.
    Day,
    /// A date in the future that is typed.
    DayAhead,
    /// The path of an existing file.
    File,
    /// One of these.
    Choice(Vec<Choice>),
    /// Several of these, or none.
    Several(Vec<Choice>),
    /// What to do about a requirement that is not met.
    Requirement(Requirement),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub word: String,
    pub meaning: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    pub not_met: NotMet,
    /// The question whose answer would meet the requirement, if there is one.
    pub answer: Option<Box<Question>>,
}

impl Kind {
    /// A choice of words, each with its meaning.
    pub fn choice(options: &[(&str, &str)]) -> Kind {
        Kind::Choice(options.iter().map(|(word, meaning)| Choice::new(word, meaning)).collect())
    }
}

impl Choice {
    pub fn new(word: &str, meaning: &str) -> Choice {
        Choice { word: word.to_string(), meaning: meaning.to_string() }
    }

    /// A choice whose word needs no explanation.
    pub fn plain(word: &str) -> Choice {
        Choice::new(word, word)
    }
}

impl Question {
    pub fn new(flag: &str, words: &str, kind: Kind) -> Question {
        Question {
            flag: flag.to_string(),
            inner: false,
            words: words.to_string(),
            kind,
            optional: false,
            first_is_usual: false,
            hint: None,
            is_empty: false,
        }
    }

    /// The question for a fact or field that a policy asks for.
    pub fn for_asked(asked: &Asked, policy: &Policy) -> Question {
        match asked {
            Asked::Fact(fact) => Question::for_fact(*fact, policy),
            Asked::Field(id) => {
                let kind = policy.field(id).map_or(Kind::Text, kind_of_field);
                Question::new(&format!("{FIELD}{id}"), policy.field_text(id), kind)
            }
        }
    }

    fn for_fact(fact: Fact, policy: &Policy) -> Question {
        let kind = match fact.kind() {
            AnswerKind::Text => Kind::Text,
            AnswerKind::Line => Kind::Line(None),
            AnswerKind::Action => Kind::Actions,
            AnswerKind::Holder => Kind::Pair,
            AnswerKind::PastDay => Kind::PastDay { usual: false },
            AnswerKind::DayAhead => Kind::DayAhead,
            AnswerKind::Day => Kind::Day,
            AnswerKind::YesNo => Kind::Choice(["no", "yes"].map(Choice::plain).to_vec()),
            AnswerKind::OneOf(_) if fact == Fact::CaseType => {
                Kind::Choice(policy.covers.iter().map(|case| Choice::plain(case.word())).collect())
            }
            AnswerKind::OneOf(words) => Kind::Choice(words.iter().map(|word| Choice::plain(word)).collect()),
            AnswerKind::Role => {
                let fits = |role: &&Role| fact != Fact::ByRole || policy.raisers.contains(&role.id);
                let roles = policy.roles.iter().filter(fits);
                Kind::Choice(roles.map(|role| Choice::new(role.id.as_str(), &role.title)).collect())
            }
            AnswerKind::Stage => {
                Kind::Choice(policy.stages.iter().map(|stage| Choice::new(stage.id.as_str(), &stage.title)).collect())
            }
            AnswerKind::Categories => {
                Kind::Several(policy.categories.iter().map(|one| Choice::new(one.id.as_str(), &one.text)).collect())
            }
            AnswerKind::Ground => {
                let grounds = policy.referral.iter().flat_map(|rule| &rule.grounds);
                Kind::Choice(grounds.map(|ground| Choice::new(ground.id.as_str(), &ground.text)).collect())
            }
        };
        Question::new(&format!("--{}", fact.flag()), fact.question(), kind)
    }

    /// The question whether to meet a requirement or override it.
    pub fn for_requirement(not_met: &NotMet, policy: &Policy) -> Question {
        let answer = match &not_met.remedy {
            Remedy::Give(asked) => Some(Box::new(Question::for_asked(asked, policy))),
            Remedy::Confirm { .. }
            | Remedy::Correct { .. }
            | Remedy::AddAction { .. }
            | Remedy::CloseAction { .. }
            | Remedy::Override => None,
        };
        let kind = Kind::Requirement(Requirement { not_met: not_met.clone(), answer });
        Question::new("--override", &not_met.text(), kind)
    }

    /// A question that no argument answers: it only decides how the command goes on.
    pub fn inner(name: &str, words: &str, kind: Kind) -> Question {
        Question { inner: true, ..Question::new(name, words, kind) }
    }

    pub fn optional(self) -> Question {
        Question { optional: true, ..self }
    }

    pub fn first_is_usual(self) -> Question {
        Question { first_is_usual: true, ..self }
    }

    pub fn hinted(self, hint: String) -> Question {
        Question { hint: Some(hint), ..self }
    }

    /// The question as an item of a list: the name of its flag or field, and what is asked.
    pub fn in_short(&self) -> String {
        let words = self.words.split(" (").next().unwrap_or_default();
        let name = self.name().strip_prefix(FIELD).unwrap_or(self.name());
        format!("{}: {words}", name.trim_start_matches('-'))
    }

    /// The flag with a placeholder for its value, and the values to choose from if they are few.
    pub fn to_type(&self) -> (String, Vec<&str>) {
        if self.flag != self.name() || !self.flag.starts_with("--") {
            return (self.flag.clone(), Vec::new());
        }
        let fact = Fact::named(self.flag.trim_start_matches('-'));
        let value = match &self.kind {
            Kind::Text | Kind::Line(_) if fact.is_some() => fact.map_or("TEXT", Fact::placeholder),
            Kind::Text | Kind::Line(_) | Kind::Requirement(_) => "TEXT",
            Kind::Actions => "\"WHAT | OWNER | DUE\"",
            Kind::Names => "NAME",
            Kind::Pair => "NAME=VALUE",
            Kind::PastDay { .. } => "WHEN",
            Kind::Day | Kind::DayAhead => "DATE",
            Kind::File => "FILE",
            Kind::Choice(choices) | Kind::Several(choices) => {
                let words: Vec<&str> = choices.iter().map(|choice| choice.word.as_str()).collect();
                let short = words.len() <= 6 && words.iter().all(|word| !word.contains(' '));
                let called = self.flag.trim_start_matches('-').to_uppercase();
                let placeholder = fact.map_or(called, |fact| fact.placeholder().to_string());
                return match words.as_slice() {
                    [only] if short => (format!("{} {only}", self.flag), Vec::new()),
                    _ => (format!("{} {placeholder}", self.flag), if short { words } else { Vec::new() }),
                };
            }
        };
        (format!("{} {value}", self.flag), Vec::new())
    }

    /// The flag without the name of its value. Fields have their own name, and so have inner questions.
    pub fn name(&self) -> &str {
        match self.flag.starts_with("--") && !self.flag.starts_with(FIELD) {
            true => self.flag.split(' ').next().unwrap_or(&self.flag),
            false => &self.flag,
        }
    }
}

/// The prefix of a question that asks for a field.
pub const FIELD: &str = "--field ";

fn kind_of_field(field: &Field) -> Kind {
    let choices = || field.values.iter().map(|value| Choice::new(value, &field.in_words(value))).collect();
    match (field.values.is_empty(), field.several) {
        (true, _) => Kind::Text,
        (false, true) => Kind::Several(choices()),
        (false, false) => Kind::Choice(choices()),
    }
}
