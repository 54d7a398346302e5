//! Requirements that are not met: how each can be met, and what to type for it.

use std::fmt;

use super::rule::Rule;
use crate::domain::id::DisputeId;
use crate::domain::policy::{Asked, Fact, FieldId, Policy, Verb, Way};
use crate::domain::terms::ActionNumber;
use crate::domain::text::{list, with_values};
use crate::domain::time::{Date, describe};
use crate::domain::worded::Worded;

/// One requirement that is not met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotMet {
    pub rule: Rule,
    /// What is wrong or missing; for a duty to confirm, the duty's text.
    pub what: String,
    pub source: Option<Source>,
    pub remedy: Remedy,
}

/// Where a requirement comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// What the protocol names: a clause of its document, or where it is added from.
    Protocol(String),
    /// The law, or the guidance for every protocol.
    Law(&'static str),
}

impl Source {
    pub fn as_str(&self) -> &str {
        match self {
            Source::Protocol(text) => text,
            Source::Law(text) => text,
        }
    }

    /// Whether it is a clause of the protocol's document.
    pub(super) fn is_of_document(&self) -> bool {
        match self {
            Source::Protocol(text) => !text.starts_with(ADDED_FROM),
            Source::Law(_) => false,
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How the source of a rule begins that is not in the document (`policies/README.md`).
const ADDED_FROM: &str = "Added from";

impl NotMet {
    /// The sentence for a refusal.
    pub fn text(&self) -> String {
        match &self.remedy {
            Remedy::Confirm { due: None } => format!("not confirmed: {}", self.what),
            Remedy::Confirm { due: Some(due) } => {
                format!("not confirmed since {}, when it was due: {}", describe(*due), self.what)
            }
            Remedy::Give(_)
            | Remedy::Correct { .. }
            | Remedy::AddAction { .. }
            | Remedy::CloseAction { .. }
            | Remedy::Override => self.what.clone(),
        }
    }
}

/// How a requirement can be met, other than by an override.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// Confirm that the duty was done: since `due`, if it only counts from that date.
    Confirm { due: Option<Date> },
    /// Give it with the step.
    Give(Asked),
    /// Add it to the event that raised the dispute.
    Correct { id: DisputeId, set: Typed },
    /// Add an action to the plan.
    AddAction { id: DisputeId },
    /// Record what became of the open actions, of this one first.
    CloseAction { id: DisputeId, number: ActionNumber },
    /// There is no other way: it can only be overridden.
    Override,
}

impl Remedy {
    /// The command that meets it, if it can't be met with the step itself.
    pub fn command(&self) -> Option<String> {
        match self {
            Remedy::Correct { id, set } => Some(put_on_record(*id, std::slice::from_ref(set))),
            Remedy::AddAction { id } => Some(format!("`iro action add {id} --what TEXT` adds one")),
            Remedy::CloseAction { id, number } => {
                let missed = format!("`iro action missed {id} {number} --reason TEXT` if it was not done");
                Some(format!("`iro action done {id} {number}` closes action {number}, {missed}"))
            }
            Remedy::Confirm { .. } | Remedy::Give(_) | Remedy::Override => None,
        }
    }

    pub(super) fn give(fact: Fact) -> Remedy {
        Remedy::Give(Asked::Fact(fact))
    }

    /// For a duty that doesn't count from a date.
    pub const CONFIRM: Remedy = Remedy::Confirm { due: None };
}

/// How to give what a policy asks for before a step, of a dispute if one is raised already.
pub(super) fn remedy(asked: &Asked, verb: Verb, id: Option<DisputeId>) -> Remedy {
    let way = match asked {
        Asked::Fact(fact) => fact.way(verb),
        Asked::Field(_) if verb.takes_fields() => None,
        Asked::Field(_) => Some(Way::Correction),
    };
    match (way, id, asked) {
        (Some(Way::Correction), Some(id), Asked::Fact(fact)) => {
            Remedy::Correct { id, set: Typed::set(*fact, Verb::Raise) }
        }
        (Some(Way::Correction), Some(id), Asked::Field(name)) => Remedy::Correct { id, set: Typed::set_field(name) },
        (Some(Way::ActionAdded), Some(id), _) => Remedy::AddAction { id },
        (Some(Way::Flag(_) | Way::Correction | Way::ActionAdded) | None, ..) => Remedy::Give(asked.clone()),
    }
}

/// The hint of a refusal: what to type to meet these requirements, or to override them.
pub(super) fn ways_past(policy: &Policy, not_met: &[NotMet]) -> String {
    let (mut done, mut flags, mut ways): (Vec<String>, Vec<String>, Vec<String>) = Default::default();
    let (mut sets, mut corrected) = (Vec::new(), None);
    for one in not_met {
        match &one.remedy {
            Remedy::Confirm { .. } => add_once(&mut done, format!("`--confirm {}`", one.rule)),
            Remedy::Give(asked) => add_once(&mut flags, typed(policy, asked).in_words()),
            Remedy::Correct { id, set } => {
                corrected = Some(*id);
                sets.push(set.clone());
            }
            Remedy::AddAction { .. } | Remedy::CloseAction { .. } => ways.extend(one.remedy.command()),
            Remedy::Override => {}
        }
    }
    let done = match done.as_slice() {
        [] => None,
        [only] => Some(format!("if this was done, add {only}")),
        several => Some(format!("for each that was done, add its `--confirm`: {}", list(several, "and"))),
    };
    if !flags.is_empty() {
        // It may be there already, with a value that doesn't do.
        let also = if done.is_some() { "also give" } else { "give" };
        ways.insert(0, format!("{also} {}", list(&flags, "and")));
    }
    done.into_iter().for_each(|done| ways.insert(0, done));
    ways.extend(corrected.map(|id| put_on_record(id, &sets)));
    ways.push("to continue anyway, add `--override REASON`".to_string());
    ways.join("; ")
}

pub(super) fn add_once<T: PartialEq>(all: &mut Vec<T>, one: T) {
    if !all.contains(&one) {
        all.push(one);
    }
}

/// The command that adds facts to the event that raised a dispute.
fn put_on_record(id: DisputeId, sets: &[Typed]) -> String {
    format!("{} puts it on record", Typed::command(&format!("iro correct {id} --event 1"), sets, "--reason TEXT"))
}

/// What to type to give one thing: a flag with a placeholder, or with its value if there is only one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// As in `--stage STAGE` or `--set impact_level=VALUE`.
    shown: String,
    /// What can stand in the placeholder's place; empty if that is not a short list.
    values: Vec<String>,
}

impl Typed {
    /// `flag` is all that comes before the value.
    fn new(flag: String, placeholder: &str, values: Vec<String>) -> Typed {
        match values.as_slice() {
            [only] => Typed { shown: flag + only, values: Vec::new() },
            _ => Typed { shown: flag + placeholder, values },
        }
    }

    /// A fact as a correction of the event of a step gives it.
    pub(super) fn set(fact: Fact, verb: Verb) -> Typed {
        let values = fact.kind().words().iter().map(|word| (*word).to_string()).collect();
        Typed::new(format!("--set {}=", fact.key(verb)), fact.placeholder(), values)
    }

    /// The same of a field.
    pub(super) fn set_field(name: &FieldId) -> Typed {
        Typed::new(format!("--set fields={name}="), "TEXT", Vec::new())
    }

    /// In backticks, with the values after it.
    fn in_words(&self) -> String {
        format!("`{}`{}", self.shown, with_values(&[(&self.shown, &self.values)]))
    }

    /// A command that gives several things, in backticks, with the values after it.
    pub(super) fn command(before: &str, all: &[Typed], after: &str) -> String {
        let shown: Vec<&str> = all.iter().map(|one| one.shown.as_str()).collect();
        let values: Vec<(&str, &[String])> =
            all.iter().map(|one| (one.shown.as_str(), one.values.as_slice())).collect();
        format!("`{before} {} {after}`{}", shown.join(" "), with_values(&values))
    }
}

/// More categories than this are not named in a hint.
const NAMED_AT_MOST: usize = 8;

/// The flag that gives a fact or a field.
pub(super) fn typed(policy: &Policy, asked: &Asked) -> Typed {
    match asked {
        Asked::Field(id) => {
            let values = policy.field(id).map(|field| field.values.clone()).unwrap_or_default();
            let placeholder = if values.is_empty() { "TEXT" } else { "VALUE" };
            Typed::new(format!("--field {id}="), placeholder, values)
        }
        Asked::Fact(fact) => Typed::new(format!("--{} ", fact.flag()), fact.placeholder(), choices(policy, *fact)),
    }
}

/// The values that a fact can have under this protocol; empty if that is not a short list.
fn choices(policy: &Policy, fact: Fact) -> Vec<String> {
    if fact == Fact::ByRole {
        return policy.raisers.iter().map(ToString::to_string).collect();
    }
    if fact == Fact::CaseType {
        return policy.covers.iter().map(|case| case.word().to_string()).collect();
    }
    if fact == Fact::Category && policy.categories.len() <= NAMED_AT_MOST {
        return policy.categories.iter().map(|category| category.id.to_string()).collect();
    }
    // A stage is only asked for where a dispute must start formally.
    if fact == Fact::Stage {
        return policy.stages.iter().filter(|stage| stage.is_formal()).map(|stage| stage.id.to_string()).collect();
    }
    fact.kind().words().iter().map(|word| (*word).to_string()).collect()
}
