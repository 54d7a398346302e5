//! The correction of an event of any record: what it sets, and that it fits into the order of events.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Correct;
use super::facts::{WHEN, read};
use crate::domain::dispute::{Corrections, ReplayError, corrected, numbers_kept, with_corrections, with_facts};
use crate::domain::event::{Corrected, Entry, Event, FactType};
use crate::domain::record::Record;
use crate::domain::sequence::misplaced;
use crate::domain::steps::in_order::not_in_future;
use crate::domain::steps::rule::Bar;
use crate::domain::steps::{Denied, GateOutcome, Refusal, StepContext, Unknown, bare_entry};
use crate::domain::terms::{ActionNumber, EntryNumber};
use crate::domain::time::describe_moment;

/// The correction to write, once the corrected event passes `check` and fits into the order of events. `more` gives
/// further facts that follow from those set.
pub(super) fn build_correction(
    record: &Record,
    child: &str,
    correct: Correct,
    step: &StepContext<'_>,
    more: impl FnOnce(&Entry, &BTreeMap<String, Value>) -> Result<BTreeMap<String, Value>, Denied>,
    check: impl FnOnce(&Entry) -> Result<(), Denied>,
) -> Result<Entry, Denied> {
    let target = record.entries.iter().find(|entry| entry.number == correct.event).ok_or_else(|| {
        let known = record.entries.iter().map(|entry| entry.number.to_string()).collect();
        Unknown::named("event", correct.event.to_string(), known)
    })?;
    let Corrections { entries: standing, actions_numbered, struck } = corrected(&record.entries)?;
    refuse_struck(record, correct.event, &struck)?;
    let target = standing.iter().find(|entry| entry.number == correct.event).unwrap_or(target);
    let wrong = |why: String| correction_refused(why, record);
    if let Some(one) = step.confirmed.first() {
        let message = "a correction confirms nothing".to_string();
        let hint =
            format!("`iro done {} DUTY` records that one was done; `{}` was named here", record.header.id, one.duty);
        return Err(Refusal::absolute(Bar::Correct, message, Some(hint)));
    }
    let mut set = read(target, &correct.set, step.now)?;
    let put = with_facts(target, &set).map_err(wrong)?;
    set.extend(more(&put, &set)?);
    let same_child = set.get("child").is_none_or(|set| set.as_str() == Some(child));
    not_in_future(step)?;
    if target.number == EntryNumber::FIRST && set.is_empty() && !correct.recount {
        let id = record.header.id;
        let hint =
            format!("`--set NAME=VALUE` corrects one of its facts; `iro withdraw {id} --reason TEXT` withdraws it all");
        return Err(Refusal::absolute(Bar::Correct, "the first event can't be struck out".to_string(), Some(hint)));
    }
    if correct.recount && set.is_empty() {
        // A correction without facts would strike the event; this one sets its date to what it is, and so only affects
        // its deadlines.
        set.insert(WHEN.to_string(), Value::String(target.at.to_string()));
    }
    let put = with_facts(target, &set).map_err(wrong)?;
    let says = |entry: &Entry| {
        let mut facts = entry.event.facts();
        facts.remove("child");
        (entry.at, facts, entry.confirmed.clone())
    };
    if !set.is_empty() && !correct.recount && same_child && says(&put) == says(target) {
        return Err(wrong(format!("event {} says that already", target.number)));
    }
    if set.contains_key(WHEN) && step.now.is_before(&put.at) {
        let hint = "give the day it happened: `--set on=WHEN`".to_string();
        return Err(Refusal::absolute(Bar::Correct, "the corrected date is in the future".to_string(), Some(hint)));
    }
    check(&put)?;
    let numbers = numbers_after(target, &put, &set, actions_numbered);
    let facts = Corrected { corrects: correct.event, reason: correct.reason, set, recounted: Vec::new(), numbers };
    let number = EntryNumber::following(record.entries.len() as u32);
    let entry = bare_entry(number, step, facts.into(), GateOutcome::default());
    let mut all = record.entries.clone();
    all.push(entry.clone());
    let after = with_corrections(&all).map_err(|fault| replay_refused(fault, record))?.0;
    refuse_misplaced(record, correct.event, &standing, &after)?;
    Ok(entry)
}

/// The numbers of an event's actions once it is corrected; `None` if they stay, or if it never had any.
fn numbers_after(
    target: &Entry,
    put: &Entry,
    set: &BTreeMap<String, Value>,
    actions_numbered: ActionNumber,
) -> Option<Vec<ActionNumber>> {
    let planned = if set.is_empty() { Vec::new() } else { put.event.planned() };
    let changes = set.is_empty() || set.keys().any(|name| Entry::fact_type(name) == FactType::Action);
    if !changes || target.action_numbers.is_empty() && planned.is_empty() {
        return None;
    }
    let before: Vec<(ActionNumber, &str)> = target.action_numbers.iter().copied().zip(target.event.planned()).collect();
    Some(numbers_kept(&before, &planned, actions_numbered))
}

/// Refuses a correction that puts an event before another which has to come first. What was out of order before is not
/// its doing.
fn refuse_misplaced(record: &Record, event: EntryNumber, standing: &[Entry], after: &[Entry]) -> Result<(), Denied> {
    let before = misplaced(standing);
    let new = |(entry, _): &(&Entry, &Entry)| !before.iter().any(|(old, _)| old.number == entry.number);
    let Some((entry, moved)) = misplaced(after).into_iter().find(new) else { return Ok(()) };
    let named =
        |entry: &Entry| format!("event {} ({} on {})", entry.number, entry.event.word(), describe_moment(entry.at));
    let message = format!("{} would then come before {}", named(entry), named(moved));
    let other = if moved.number == event { entry.number } else { moved.number };
    let id = record.header.id;
    let hint = format!(
        "if event {other} has a wrong date too, correct that first: `iro correct {id} --event {other} --set on=WHEN \
         --reason TEXT`"
    );
    Err(Refusal::absolute(Bar::Correct, message, Some(hint)))
}

/// Refuses to correct an event that is struck, because nothing of it would change.
fn refuse_struck(record: &Record, event: EntryNumber, struck: &[EntryNumber]) -> Result<(), Denied> {
    let strikes = |entry: &&Entry| {
        let Event::Corrected(facts) = &entry.event else { return false };
        facts.corrects == event && facts.set.is_empty() && !struck.contains(&entry.number)
    };
    let Some(by) = record.entries.iter().find(strikes).map(|entry| entry.number) else { return Ok(()) };
    let id = record.header.id;
    let message = format!("event {event} is struck out already, by event {by}");
    let hint =
        format!("`iro correct {id} --event {by} --reason TEXT` strikes that out, and event {event} counts again");
    Err(Refusal::absolute(Bar::Correct, message, Some(hint)))
}

pub(super) fn correction_refused(why: String, record: &Record) -> Denied {
    Refusal::absolute(Bar::Correct, why, Some(format!("see `iro log {}`", record.header.id)))
}

/// The refusal of a correction after which the record can't be replayed.
pub(super) fn replay_refused(fault: ReplayError, record: &Record) -> Denied {
    if let ReplayError::Beyond(gap) = fault {
        return gap.into();
    }
    correction_refused(format!("with that correction, {fault}"), record)
}
