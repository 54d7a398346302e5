//! Each step that a person can take: checked against the policy and the dispute's state, and turned into the entry to
//! write. Nothing is changed here. A refusal says which rules are not met, and how to meet or override them.

mod actions;
mod afterwards;
mod answers;
mod approval;
mod arrange;
mod begins;
mod checks;
mod confirmed;
mod correct;
mod escalate;
mod extend;
mod gate;
mod given;
mod in_order;
mod overrides;
mod praise;
mod raise;
mod records;
mod refer;
mod remedy;
mod resolve;
mod rule;
mod twice;
mod whom;

use std::collections::BTreeMap;

use serde_json::Value;

pub use actions::ActionStep;
pub use afterwards::given_afterwards;
pub use answers::Respond;
pub use begins::derive_stage;
pub use correct::{Correct, can_be_empty, correctable};
pub use escalate::Escalate;
pub use extend::{Extend, More};
pub use in_order::typed_ahead;
pub use overrides::{Overrides, RuleOverride};
pub use praise::decide_praise;
pub use raise::{Earlier, Pursued, Raise, as_usual, decide_raise, still_asked};
pub use remedy::{NotMet, Remedy, Source};
pub use resolve::Reopen;
pub use rule::{Bar, OwnRule, Rule};
pub use twice::{is_close, is_made_again, recorded_just_before};

use super::calendar::{BeyondHorizon, Calendar};
use super::dispute::{Dispute, ReplayError};
use super::event::{Confirmed, Entry, Event, Overridden, Unreadable};
use super::policy::{ClockId, DutyId, FieldId, Policy, RoleId, StageId};
use super::same_name::is_same;
use super::sequence::Order;
use super::text::clean_text;
use super::time::{Moment, describe};
use crate::domain::terms::EntryNumber;

/// Who takes a step, when, and what they confirm or override.
#[derive(Debug, Clone)]
pub struct StepContext<'a> {
    /// When it is typed.
    pub now: Moment,
    /// When it happened.
    pub on: Moment,
    pub by: String,
    pub confirmed: Vec<Confirmed>,
    pub overrides: Overrides,
    pub calendar: &'a Calendar,
}

/// Why a step can't be taken.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Denied {
    #[error(transparent)]
    Unknown(#[from] Unknown),
    #[error("{}", .0.message)]
    Refused(Box<Refusal>),
    /// A value typed for a correction can't be read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    #[error(transparent)]
    Beyond(#[from] BeyondHorizon),
    #[error(transparent)]
    Replay(#[from] ReplayError),
}

/// A name that the policy or the dispute doesn't know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Unknown {
    pub message: String,
    pub given: String,
    pub known: Vec<String>,
    /// What to do if `known` is empty.
    pub none: &'static str,
    /// What to do, if there is better advice than the list of names.
    pub hint: Option<String>,
}

impl Unknown {
    fn named(what: &str, given: String, known: Vec<String>) -> Unknown {
        let message = format!("there is no {what} `{given}`");
        Unknown { message, given, known, none: "the protocol lists none; leave it out", hint: None }
    }
}

/// A refused step, with the rules that are not met.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Refusal {
    pub message: String,
    /// What could be confirmed, given or overridden; empty where the state itself forbids the step.
    pub not_met: Vec<NotMet>,
    pub rules: Vec<Rule>,
    pub source: Option<String>,
    pub hint: Option<String>,
}

/// What the gate let through: overrides and warnings, to be written with the event.
#[derive(Debug, Clone, Default)]
struct GateOutcome {
    pub overridden: Option<Overridden>,
    pub warned: Vec<String>,
}

impl Refusal {
    /// A refusal that can't be overridden.
    fn absolute(bar: Bar, message: String, hint: Option<String>) -> Denied {
        Denied::Refused(Box::new(Refusal { message, rules: vec![bar.into()], hint, ..Refusal::default() }))
    }
}

/// Checks that a name is one of those there are; `what` says what it is a name of.
pub(super) fn known(
    what: &str,
    given: &(impl ToString + ?Sized),
    names: impl IntoIterator<Item = impl ToString>,
) -> Result<(), Unknown> {
    let (given, known) = (given.to_string(), names.into_iter().map(|name| name.to_string()).collect::<Vec<_>>());
    if known.contains(&given) {
        return Ok(());
    }
    Err(Unknown::named(what, given, known))
}

fn known_role(policy: &Policy, role: &RoleId) -> Result<(), Unknown> {
    known("role", role, policy.roles.iter().map(|role| &role.id))
}

pub(super) fn known_stage(policy: &Policy, stage: &StageId) -> Result<(), Unknown> {
    known("stage", stage, policy.stages.iter().map(|stage| &stage.id))
}

/// Checks the facts given as `--field NAME=VALUE` against those the policy declares.
fn known_fields(policy: &Policy, fields: &BTreeMap<FieldId, String>) -> Result<(), Unknown> {
    for (name, value) in fields {
        known("field", name, policy.fields.iter().map(|field| &field.id))?;
        let Some(field) = policy.field(name).filter(|field| !field.values.is_empty()) else {
            continue;
        };
        let parts: Vec<&str> = if field.several { value.split(',').map(str::trim).collect() } else { vec![value] };
        for part in parts {
            known("value", part, field.values.iter().map(String::as_str))
                .map_err(|unknown| Unknown { message: format!("`{name}` can't be `{part}`"), ..unknown })?;
        }
    }
    Ok(())
}

/// A moment to the second, where seconds decide.
fn exactly(moment: Moment) -> String {
    match moment.instant() {
        Some(instant) => format!("{} {}", describe(moment.date()), instant.format("%H:%M:%S")),
        None => describe(moment.date()),
    }
}

impl Dispute {
    /// The ids of all duties that can be confirmed: the policy's own, meetings, and the agreement and approvals that
    /// its rules ask for.
    fn duty_names(&self) -> impl Iterator<Item = DutyId> + Clone {
        let duties = self.policy.duties.iter().map(|duty| duty.id.clone());
        let meetings = self.policy.stages.iter().any(|stage| stage.meeting.is_some()).then_some(DutyId::MEETING);
        duties.chain(meetings).chain(self.policy.own_duties())
    }

    /// The entry for an event, with the deadlines that it sets.
    fn entry(&self, step: &StepContext<'_>, event: Event, gate_outcome: GateOutcome) -> Result<Entry, Denied> {
        if let Some(then) = self.looking_back(step.on, Order::of(&event), step.calendar)? {
            return then.entry(step, event, gate_outcome);
        }
        let mut entry = bare_entry(EntryNumber::following(self.entry_count), step, event, gate_outcome);
        let mut next = self.clone();
        next.apply(&entry)?;
        entry.clocks = next.deadlines(step.calendar)?;
        if self.is_looking_back() {
            entry.warned.extend(self.warning_of_later_move(&entry, &next)?);
            // Together with what happened since, it may start a clock that it would not have started alone.
            let whole = self.after(&entry, step.calendar).map_err(|fault| self.at_odds_with_later(&entry, &fault))?;
            entry.clocks.extend(whole.deadlines(step.calendar)?);
        }
        entry.warned.extend(warning_without_time(&entry));
        if next.stage_entry().respond_by != self.stage_entry().respond_by {
            entry.warned.extend(next.agreed_past_total(&entry));
        }
        if next.stage_entries.len() > self.stage_entries.len() {
            entry.warned.extend(next.limitless().into_iter().chain(next.waiting_twin()));
            next.note_beyond_terms(step.calendar);
            let known: Vec<&ClockId> = self.clocks_without_date().iter().map(|one| &one.rule.id).collect();
            let id = self.header.id.to_string();
            let more = next
                .clocks_without_date()
                .into_iter()
                .filter(|one| one.is_warned_of() && !known.contains(&&one.rule.id));
            entry.warned.extend(more.map(|one| one.sentence(&id)));
        }
        Ok(entry)
    }
}

/// A warning if a limit in hours starts on a day without a time.
fn warning_without_time(entry: &Entry) -> Option<String> {
    let hours =
        entry.clocks.iter().find(|deadline| deadline.due_at.is_some() && deadline.started.instant().is_none())?;
    Some(format!(
        "no time of day is given, so the {} count from the end of {}; `--on {}T10:15` would say when",
        hours.limit,
        describe(hours.started.date()),
        hours.started.date()
    ))
}

/// The entry for an event, without deadlines.
fn bare_entry(number: EntryNumber, step: &StepContext<'_>, event: Event, gate_outcome: GateOutcome) -> Entry {
    let not_needed = step.overrides.not_needed(gate_outcome.overridden.as_ref());
    let warned = gate_outcome.warned.iter().chain(&not_needed);
    Entry {
        number,
        at: step.on,
        recorded_at: step.now.to_the_second(),
        by: clean_text(&step.by),
        event: fit_for_records(event),
        // Confirmed duties are recorded with any kind of step.
        confirmed: step.confirmed.clone(),
        warned: warned.map(|warning| clean_text(warning)).collect(),
        overridden: gate_outcome.overridden,
        clocks: Vec::new(),
        action_numbers: Vec::new(),
    }
}

/// The event with every text cleaned, and without repeats in its lists of texts.
fn fit_for_records(event: Event) -> Event {
    let facts = event.facts().into_iter().map(|(name, value)| (name, clean_value(value))).collect();
    // Only the words of texts change, so the event can be built again.
    Event::from_facts(event.word(), facts).unwrap_or(event)
}

fn with_texts_once(mut items: Vec<Value>, item: Value) -> Vec<Value> {
    let again = |one: &Value| one.as_str().zip(item.as_str()).is_some_and(|(one, item)| is_same(one, item));
    if !items.iter().any(again) {
        items.push(item);
    }
    items
}

fn clean_value(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(clean_text(&text)),
        // A category or a name given twice counts once.
        Value::Array(items) => items.into_iter().map(clean_value).fold(Vec::new(), with_texts_once).into(),
        Value::Object(pairs) => pairs.into_iter().map(|(name, value)| (name, clean_value(value))).collect(),
        plain @ (Value::Null | Value::Bool(_) | Value::Number(_)) => plain,
    }
}
