//! Requirements that are not met: how each can be met, and what to type for it.

use super::rule::Rule;
use crate::domain::id::DisputeId;
use crate::domain::policy::{Asked, Fact, Policy, RoleId, Verb, Way};
use crate::domain::terms::ActionNumber;
use crate::domain::text::{for_a_shell, list};
use crate::domain::time::{Date, describe};
use crate::domain::worded::Worded;

/// One requirement that is not met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotMet {
    pub rule: Rule,
    /// What is wrong or missing; for a duty to confirm, the duty's text.
    pub what: String,
    pub source: Option<String>,
    pub remedy: Remedy,
}

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
    /// Add it to the event that raised the dispute: `key` is what to write after `--set`.
    Correct { id: DisputeId, key: String },
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
            Remedy::Correct { id, key } => {
                let set = for_a_shell(key);
                Some(format!("`iro correct {id} --event 1 --set {set} --reason TEXT` puts it on record"))
            }
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
            Remedy::Correct { id, key: format!("{}={}", fact.key(Verb::Raise), fact.kind().placeholder()) }
        }
        (Some(Way::Correction), Some(id), Asked::Field(name)) => {
            Remedy::Correct { id, key: format!("fields={name}=TEXT") }
        }
        (Some(Way::ActionAdded), Some(id), _) => Remedy::AddAction { id },
        (Some(Way::Flag(_) | Way::Correction | Way::ActionAdded) | None, ..) => Remedy::Give(asked.clone()),
    }
}

/// The hint of a refusal: what to type to meet these requirements, or to override them.
pub(super) fn ways_past(policy: &Policy, not_met: &[NotMet]) -> String {
    let (mut done, mut flags): (Vec<String>, Vec<String>) = Default::default();
    let (mut facts, mut ways): (Vec<String>, Vec<String>) = Default::default();
    let mut corrected = None;
    for one in not_met {
        match &one.remedy {
            Remedy::Confirm { .. } => add_once(&mut done, format!("`--confirm {}`", one.rule)),
            Remedy::Give(asked) => add_once(&mut flags, format!("`--{}`", typed(policy, asked))),
            Remedy::Correct { id, key } => {
                corrected = Some(id);
                facts.push(format!("--set {}", for_a_shell(key)));
            }
            Remedy::AddAction { .. } | Remedy::CloseAction { .. } => ways.extend(one.remedy.command()),
            Remedy::Override => {}
        }
    }
    let done = match done.as_slice() {
        [] => None,
        confirmed => Some(format!("if this was done, add {}", list(confirmed, "and"))),
    };
    if !flags.is_empty() {
        let also = if done.is_some() { "also add" } else { "add" };
        ways.insert(0, format!("{also} {}", list(&flags, "and")));
    }
    done.into_iter().for_each(|done| ways.insert(0, done));
    let sets = facts.join(" ");
    ways.extend(corrected.map(|id| format!("`iro correct {id} --event 1 {sets} --reason TEXT` puts it on record")));
    ways.push("to continue anyway, add `--override REASON`".to_string());
    ways.join("; ")
}

pub(super) fn add_once(all: &mut Vec<String>, one: String) {
    if !all.contains(&one) {
        all.push(one);
    }
}

/// The flag that gives a fact or a field, with its value and without its dashes.
pub(super) fn typed(policy: &Policy, asked: &Asked) -> String {
    match asked {
        Asked::Field(id) => {
            let values = policy.field(id).map(|field| field.values.join("|"));
            format!("field {id}={}", values.filter(|values| !values.is_empty()).unwrap_or("TEXT".to_string()))
        }
        Asked::Fact(Fact::Curtail) => format!("{} REASON", Fact::Curtail.flag()),
        Asked::Fact(fact) => format!("{} {}", fact.flag(), choices(policy, *fact)),
    }
}

/// More categories than this are not named in a hint.
const NAMED_AT_MOST: usize = 8;

/// The values that a fact can have under this protocol, or else its placeholder.
fn choices(policy: &Policy, fact: Fact) -> String {
    if fact == Fact::ByRole {
        return policy.raisers.iter().map(RoleId::as_str).collect::<Vec<_>>().join("|");
    }
    if fact == Fact::CaseType {
        return policy.covers.iter().map(|case| case.word()).collect::<Vec<_>>().join("|");
    }
    if fact == Fact::Category && (1..=NAMED_AT_MOST).contains(&policy.categories.len()) {
        return policy.categories.iter().map(|category| category.id.as_str()).collect::<Vec<_>>().join("|");
    }
    if fact == Fact::MoreTime {
        return "LIMIT".to_string();
    }
    // A stage is only asked for where a dispute must start formally.
    if fact == Fact::Stage {
        let formal = policy.stages.iter().filter(|stage| stage.is_formal());
        return formal.map(|stage| stage.id.as_str()).collect::<Vec<_>>().join("|");
    }
    fact.kind().placeholder()
}
