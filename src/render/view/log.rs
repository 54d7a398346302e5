//! The log: each event as it was written.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::domain::dispute::{Dispute, with_corrections, with_facts};
use crate::domain::event::{Course, Deadline, Entry, Event};
use crate::domain::policy::{DutyId, OwedAt, StageId};
use crate::domain::sequence::in_time;
use crate::domain::terms::EntryNumber;
use crate::domain::time::Moment;

/// One line of the log.
#[derive(Debug, Clone, Serialize)]
pub struct EventView {
    pub n: EntryNumber,
    pub at: Moment,
    pub recorded_at: Moment,
    pub by: String,
    /// The login that typed it, where the store knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub typed_by: Option<String>,
    pub event: &'static str,
    pub stage: Option<StageId>,
    /// Its words no longer hold: it was struck, or other facts took their place.
    pub struck: bool,
    /// Whether it counts, as it was written or as it was corrected.
    pub stands: bool,
    /// The event that corrects it.
    pub corrected_by: Option<EntryNumber>,
    pub fields: Map<String, Value>,
    /// The duties that it settles, each with its stage, because the same duty can be owed again at the next.
    pub duties: Vec<SettledView>,
}

/// A duty that an event says was done, or will not be, and the stage that asks for it; `end` for what the end asks for.
#[derive(Debug, Clone, Serialize)]
pub struct SettledView {
    pub duty: DutyId,
    pub stage: OwedAt,
}

impl EventView {
    /// The log of a record: each entry as it was written, with the stage it happened in. The duties that it settles are
    /// added if the dispute that its entries add up to is given.
    pub fn log(entries: &[Entry], struck: &[EntryNumber], dispute: Option<&Dispute>) -> Vec<EventView> {
        let standing = with_corrections(entries).map_or_else(|_| entries.to_vec(), |(standing, _)| standing);
        let stages = stages(&standing);
        let mut stage: Option<StageId> = None;
        let mut views = Vec::new();
        for entry in entries {
            let stands = !struck.contains(&entry.number);
            // Struck entries and corrections are listed where they were typed.
            stage = stages.iter().find(|(number, _)| *number == entry.number).map_or(stage, |(_, stage)| stage.clone());
            let corrected_by = entries.iter().rev().find_map(|later| {
                let Event::Corrected(facts) = &later.event else { return None };
                let of_this = facts.corrects == entry.number && !struck.contains(&later.number);
                let otherwise = || with_facts(entry, &facts.set).is_ok_and(|corrected| corrected != *entry);
                (of_this && (facts.set.is_empty() || stands && otherwise())).then_some(later.number)
            });
            views.push(EventView {
                n: entry.number,
                at: entry.at,
                recorded_at: entry.recorded_at.to_the_second(),
                by: entry.by.clone(),
                typed_by: None,
                event: entry.event.word(),
                stage: stage.clone(),
                struck: !stands || corrected_by.is_some(),
                stands,
                corrected_by,
                fields: all_facts(entry),
                duties: dispute.filter(|_| stands).map_or_else(Vec::new, |dispute| settled(entry, dispute)),
            });
        }
        views
    }
}

fn settled(entry: &Entry, dispute: &Dispute) -> Vec<SettledView> {
    dispute.settled_by(entry).into_iter().map(|(duty, stage)| SettledView { duty, stage }).collect()
}

/// The stage that each event happened in, by its number.
fn stages(standing: &[Entry]) -> Vec<(EntryNumber, Option<StageId>)> {
    let mut stage: Option<StageId> = None;
    let events = in_time(standing).into_iter().filter(|entry| !matches!(entry.event, Event::Corrected(_)));
    let each = events.map(|entry| {
        match entry.event.course() {
            Course::Opens(to) | Course::EscalatesTo(to) => stage = Some(to.clone()),
            Course::HandedOver | Course::Ends | Course::Praise | Course::Unchanged => {}
        }
        (entry.number, stage.clone())
    });
    each.collect()
}

/// The facts of an entry's event, and what the entry itself has: confirmations, overrides, warnings, clocks.
pub fn all_facts(entry: &Entry) -> Map<String, Value> {
    let mut facts = entry.event.facts();
    let mut add = |name: &str, empty: bool, value: serde_json::Result<Value>| {
        if let Some(value) = value.ok().filter(|_| !empty) {
            facts.insert(name.to_string(), value);
        }
    };
    let [confirmed, overridden, warned, clocks] = Entry::OWN_FACTS.map(|(name, _)| name);
    add(confirmed, entry.confirmed.is_empty(), serde_json::to_value(&entry.confirmed));
    add(overridden, entry.overridden.is_none(), serde_json::to_value(&entry.overridden));
    add(warned, entry.warned.is_empty(), serde_json::to_value(&entry.warned));
    add(clocks, entry.clocks.is_empty(), entry.clocks.iter().map(deadline).collect());
    facts
}

/// A deadline as JSON has it: the day on which its clock started and, beside it, the moment if one is known. A record
/// has both in one.
fn deadline(deadline: &Deadline) -> serde_json::Result<Value> {
    let mut value = serde_json::to_value(deadline)?;
    value["started"] = serde_json::to_value(deadline.started.date())?;
    value["started_at"] = serde_json::to_value(deadline.started_at().map(Moment::at))?;
    Ok(value)
}
