//! Corrections: each strikes an earlier entry, or puts other facts in its place. Nothing is erased: these functions
//! give the entries as corrected, and count their deadlines again. (R2, R4 in `docs/decisions.md`.)

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use super::numbering::number_actions;
use super::{Dispute, ReplayError};
use crate::domain::calendar::Calendar;
use crate::domain::event::{Confirmed, Corrected, Deadline, Entry, Event};
use crate::domain::policy::{ClockId, Policy, StageId};
use crate::domain::record::Header;
use crate::domain::sequence::in_time;
use crate::domain::terms::{ActionNumber, EntryNumber};
use crate::domain::time::Moment;

/// The entries that were struck altogether, by number.
pub type Struck = Vec<EntryNumber>;

/// The entries of corrections that were not struck themselves, in order.
type Standing<'a> = Vec<(&'a Entry, &'a Corrected)>;

/// The name under which a correction sets when an entry happened.
const WHEN: &str = "on";

/// The name under which a correction sets which duties were confirmed with an entry, all of them.
pub const CONFIRMED: &str = "confirmed";

/// Entries as they stand corrected.
pub(in crate::domain) struct Corrections {
    /// Those that were not struck.
    pub entries: Vec<Entry>,
    pub struck: Struck,
    /// The highest number that an action was given.
    pub actions_numbered: ActionNumber,
}

/// The entries as they stand corrected, without those struck, and the numbers of those struck.
///
/// # Errors
/// A correction of something that can't be corrected, or with facts the event doesn't have.
pub fn with_corrections(entries: &[Entry]) -> Result<(Vec<Entry>, Struck), ReplayError> {
    corrected(entries).map(|standing| (standing.entries, standing.struck))
}

/// As `with_corrections`, with the highest number that an action was given.
///
/// # Errors
/// As for `with_corrections`.
pub(in crate::domain) fn corrected(entries: &[Entry]) -> Result<Corrections, ReplayError> {
    let (standing, struck) = corrections_standing(entries)?;
    refuse_numbers(entries, &standing)?;
    let mut corrected: Vec<Entry> = entries.to_vec();
    let actions_numbered = number_actions(&mut corrected, &standing);
    for (by, correction) in &standing {
        let Some(target) = corrected.iter_mut().find(|entry| entry.number == correction.corrects) else { continue };
        if !correction.set.is_empty() {
            *target = with_facts(target, &correction.set).map_err(|why| no_such(by, correction, why))?;
        }
        if let Some(numbers) = &correction.numbers {
            let planned = if correction.set.is_empty() { 0 } else { target.event.planned().len() };
            if numbers.len() != planned {
                let why = format!("it has {planned} actions then, not {}", numbers.len());
                return Err(no_such(by, correction, why));
            }
            target.action_numbers.clone_from(numbers);
        }
        for number in &correction.recounted {
            let renewed = by.clocks.iter().filter(|deadline| deadline.instead_of == Some(*number));
            if let Some(entry) = corrected.iter_mut().find(|entry| entry.number == *number) {
                entry.clocks = renewed.map(|deadline| Deadline { instead_of: None, ..deadline.clone() }).collect();
            }
        }
    }
    for entry in &mut corrected {
        if matches!(entry.event, Event::Corrected(_)) {
            entry.clocks.clear();
        }
    }
    let mut given = BTreeSet::new();
    let twice = corrected.iter().flat_map(|entry| &entry.action_numbers).find(|number| !given.insert(**number));
    // Only a correction can say so.
    let last = standing.iter().rfind(|(_, correction)| correction.numbers.is_some());
    if let (Some(number), Some((by, correction))) = (twice, last) {
        return Err(no_such(by, correction, format!("two actions have the number {number} then")));
    }
    corrected.retain(|entry| !struck.contains(&entry.number));
    Ok(Corrections { entries: corrected, struck, actions_numbered })
}

/// Refuses numbers of actions that are higher than there can be actions.
fn refuse_numbers(entries: &[Entry], standing: &[(&Entry, &Corrected)]) -> Result<(), ReplayError> {
    let given = standing.iter().filter_map(|(by, facts)| Some((*by, *facts, facts.numbers.as_ref()?)));
    let most = entries.iter().map(|entry| entry.event.planned().len()).sum::<usize>()
        + given.clone().map(|(.., numbers)| numbers.len()).sum::<usize>();
    for (by, facts, numbers) in given {
        let can_be = |number: &ActionNumber| (1..=most).contains(&(u32::from(*number) as usize));
        if let Some(number) = numbers.iter().find(|number| !can_be(number)) {
            return Err(no_such(by, facts, format!("there can be no action {number}")));
        }
    }
    Ok(())
}

/// The entries as they were typed, with the numbers of their actions noted (`number_actions`).
///
/// # Errors
/// A correction of something that can't be corrected.
pub(in crate::domain) fn with_numbers(entries: &[Entry]) -> Result<Vec<Entry>, ReplayError> {
    let (standing, _) = corrections_standing(entries)?;
    let mut numbered = entries.to_vec();
    number_actions(&mut numbered, &standing);
    Ok(numbered)
}

/// The corrections that were not struck themselves, and the numbers of the entries that are struck.
fn corrections_standing(entries: &[Entry]) -> Result<(Standing<'_>, Struck), ReplayError> {
    let mut struck: Struck = Vec::new();
    let mut standing: Standing<'_> = Vec::new();
    for entry in entries.iter().rev() {
        if let Event::Corrected(correction) = &entry.event
            && !struck.contains(&entry.number)
        {
            check_target(entry, correction, entries)?;
            if correction.set.is_empty() {
                struck.push(correction.corrects);
            }
            standing.push((entry, correction));
        }
    }
    standing.reverse();
    Ok((standing, struck))
}

fn check_target(by: &Entry, correction: &Corrected, entries: &[Entry]) -> Result<(), ReplayError> {
    let mut earlier = entries.iter().filter(|entry| entry.number < by.number);
    match earlier.find(|entry| entry.number == correction.corrects) {
        None => Err(no_such(by, correction, "there is no such event".to_string())),
        Some(target) if target.number == EntryNumber::FIRST && correction.set.is_empty() => {
            Err(no_such(by, correction, "the first event can't be struck out".to_string()))
        }
        Some(_) => Ok(()),
    }
}

fn no_such(by: &Entry, correction: &Corrected, why: String) -> ReplayError {
    ReplayError::NoSuchEvent { number: by.number, corrects: correction.corrects, why }
}

/// An entry with some of its facts replaced; `on` sets when it happened, `confirmed` which duties were confirmed with it,
/// and a null removes a fact.
///
/// # Errors
/// A fact the event doesn't have, or a value it can't take.
pub fn with_facts(entry: &Entry, set: &BTreeMap<String, Value>) -> Result<Entry, String> {
    let mut entry = entry.clone();
    for (name, value) in set {
        if let (WHEN, Value::String(when)) = (name.as_str(), value) {
            entry.at = when.parse::<Moment>().map_err(|fault| fault.to_string())?;
        } else if name == CONFIRMED {
            let given: Option<Vec<Confirmed>> =
                serde_json::from_value(value.clone()).map_err(|fault| fault.to_string())?;
            entry.confirmed = given.unwrap_or_default();
        } else {
            entry.event = with_fact(&entry.event, name, value)?;
        }
    }
    Ok(entry)
}

/// An event with one fact replaced. A text is tried as it is, then as a yes or no, as a number, and as a list with
/// commas.
fn with_fact(event: &Event, name: &str, value: &Value) -> Result<Event, String> {
    let made = |value: Option<Value>| {
        let mut facts = event.facts();
        match value {
            Some(value) => facts.insert(name.to_string(), value),
            None => facts.remove(name),
        };
        Event::from_facts(event.word(), facts).map_err(|fault| fault.to_string())
    };
    let Value::String(text) = value else {
        return made(Some(value.clone()).filter(|value| !value.is_null()));
    };
    let yes_or_no = match text.as_str() {
        "yes" | "true" => Some(Value::Bool(true)),
        "no" | "false" => Some(Value::Bool(false)),
        _ => None,
    };
    let number = text.parse::<u32>().ok().map(Value::from);
    let list = Value::Array(text.split(',').map(|one| Value::String(one.trim().to_string())).collect());
    let first = made(Some(value.clone()));
    let others = [yes_or_no, number, Some(list)].into_iter().flatten();
    match first {
        Ok(event) => Ok(event),
        Err(fault) => others.map(|other| made(Some(other))).find_map(Result::ok).ok_or(fault),
    }
}

/// Adds to a correction the deadlines that follow from it: for each entry whose clocks come out differently, all of
/// its deadlines again. Others stay as they are; but those of the corrected event are always counted again if it is
/// `asked`.
///
/// # Errors
/// Facts that can't follow from each other, or a date the calendar doesn't reach.
pub fn recount(
    header: &Header,
    policy: &Arc<Policy>,
    entries: &[Entry],
    mut correction: Entry,
    asked: bool,
    calendar: &Calendar,
) -> Result<Entry, ReplayError> {
    let before = with_corrections(entries)?.0;
    let mut all = entries.to_vec();
    all.push(correction.clone());
    let after = with_corrections(&all)?.0;
    let old = count(header, policy, &before, calendar)?;
    let new = count(header, policy, &after, calendar)?;
    let Event::Corrected(facts) = &mut correction.event else { return Ok(correction) };
    for number in affected(&after, &old, &new, asked.then_some(facts.corrects)) {
        let renewed = new.get(&number).into_iter().flatten();
        correction.clocks.extend(renewed.map(|one| Deadline { instead_of: Some(number), ..one.clone() }));
        facts.recounted.push(number);
    }
    Ok(correction)
}

/// The clocks that each entry starts, by its number.
type Counted = BTreeMap<EntryNumber, Vec<Deadline>>;

/// The entries whose deadlines are given again: those whose clocks come out differently, the one that was `asked` for,
/// and those between which a clock moves.
fn affected(after: &[Entry], old: &Counted, new: &Counted, asked: Option<EntryNumber>) -> BTreeSet<EntryNumber> {
    let otherwise = |number: &EntryNumber| old.get(number) != new.get(number) || asked == Some(*number);
    let changed: BTreeSet<EntryNumber> = new.keys().copied().filter(otherwise).collect();
    let written = |entry: &Entry| -> Vec<(ClockId, Option<StageId>)> { entry.clocks.iter().map(named).collect() };
    let begins = |number: &EntryNumber| -> Vec<_> { new.get(number).into_iter().flatten().map(named).collect() };
    let moved: Vec<_> = changed.iter().flat_map(begins).collect();
    let counted = after.iter().filter(|entry| changed.contains(&entry.number));
    let lost: Vec<_> = counted.flat_map(written).filter(|clock| !moved.contains(clock)).collect();
    let others = after.iter().filter(|entry| !changed.contains(&entry.number)).filter(|entry| {
        let (written, begins) = (written(entry), begins(&entry.number));
        // A clock that this entry started, and that now starts elsewhere, must not start here as well; and one that no
        // longer starts at an entry counted again must be given where it does.
        written.iter().any(|clock| moved.contains(clock) && !begins.contains(clock))
            || begins.iter().any(|clock| lost.contains(clock) && !written.contains(clock))
    });
    others.map(|entry| entry.number).chain(changed.iter().copied()).collect()
}

/// Which clock a deadline is of.
fn named(deadline: &Deadline) -> (ClockId, Option<StageId>) {
    (deadline.clock.clone(), deadline.stage.clone())
}

/// The clocks that each entry starts, counted afresh with today's calendar.
fn count(
    header: &Header,
    policy: &Arc<Policy>,
    entries: &[Entry],
    calendar: &Calendar,
) -> Result<Counted, ReplayError> {
    let mut counted = BTreeMap::new();
    let history: Vec<Entry> =
        entries.iter().filter(|entry| !matches!(entry.event, Event::Corrected(_))).cloned().collect();
    let history = Arc::new(history);
    let mut dispute: Option<Dispute> = None;
    for entry in in_time(&history) {
        let mut entry = entry.clone();
        let mut extended = None;
        let mut now = match dispute.take() {
            None => Dispute::opened(header, Arc::clone(policy), &history, &entry)?,
            Some(mut dispute) => {
                dispute.let_lapse(entry.at, calendar)?;
                extended = dispute.extended_again(&entry, calendar)?;
                entry.clocks = extended.iter().cloned().collect();
                dispute.apply(&entry)?;
                dispute
            }
        };
        entry.clocks = now.deadlines(calendar)?;
        entry.clocks.extend(extended);
        now.begin(&entry);
        counted.insert(entry.number, entry.clocks);
        dispute = Some(now);
    }
    Ok(counted)
}
