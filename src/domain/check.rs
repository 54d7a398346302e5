//! Checks within one readable record: events that can't follow from each other, dates out of order, deadlines that
//! today's calendar would count differently, actions without an owner. Positions in a file and other records are not
//! known here.

use std::sync::Arc;

use super::calendar::{BeyondHorizon, Calendar, Due};
use super::case::Case;
use super::dispute::{Clock, Dispute, ReplayError, not_up, with_corrections};
use super::event::{Entry, Event};
use super::fault::Severity;
use super::id::DisputeId;
use super::limit::Limit;
use super::policy::Policy;
use super::record::Record;
use super::sequence::misplaced;
use super::steps::typed_ahead;
use super::time::{Moment, describe, describe_at};
use crate::domain::terms::EntryNumber;

/// The rule named by the finding that a dispute has ended with duties still owed.
pub const STILL_OWED: &str = "still-owed";

/// A fault found in a record: at one event, or in the record as a whole if `event` is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub event: Option<EntryNumber>,
    pub severity: Severity,
    pub rule: &'static str,
    pub message: String,
    pub hint: Option<String>,
}

impl Finding {
    fn new(event: Option<EntryNumber>, severity: Severity, rule: &'static str, message: String) -> Finding {
        Finding { event, severity, rule, message, hint: None }
    }

    fn hinted(mut self, hint: String) -> Finding {
        self.hint = Some(hint);
        self
    }
}

/// Another record that this one names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    pub event: EntryNumber,
    /// `true` for a sibling's dispute, which names this one too; `false` for an earlier dispute about the same
    /// concern.
    pub sibling: bool,
    pub to: DisputeId,
}

/// Every fault within a record, and the case that it replays to; `None` if it can't be replayed. Deadlines are only
/// counted again if there is a calendar.
pub fn examine(
    record: &Record,
    policy: Arc<Policy>,
    calendar: Option<&Calendar>,
    now: Moment,
) -> (Vec<Finding>, Option<Case>) {
    let mut findings = out_of_order(record, now);
    let worked_out = Case::replay(record, policy).and_then(|mut case| {
        if let (Case::Dispute(dispute), Some(calendar)) = (&mut case, calendar) {
            dispute.begin_lapsed(now, calendar)?;
        }
        Ok(case)
    });
    let case = match worked_out {
        Ok(case) => case,
        Err(fault) => {
            let event = number_of(&fault);
            findings.push(Finding::new(event, Severity::Error, "replay", fault.to_string()));
            return (findings, None);
        }
    };
    if let Case::Dispute(dispute) = &case {
        findings.extend(calendar.into_iter().flat_map(|calendar| deadlines_that_differ(dispute, calendar)));
        findings.extend(actions_without_owner(dispute));
        findings.extend(escalations_downward(record, dispute));
        findings.extend(still_owed(dispute));
        findings.extend(extensions_without_effect(dispute));
    }
    (findings, Some(case))
}

/// The other records that a record names.
pub fn references(record: &Record) -> Vec<Reference> {
    let mut found = Vec::new();
    for entry in &record.entries {
        if let Event::Raised(facts) = &entry.event {
            let all = facts.siblings.iter().map(|to| (*to, true)).chain(facts.repeat_of.iter().map(|to| (*to, false)));
            found.extend(all.map(|(to, sibling)| Reference { event: entry.number, sibling, to }));
        }
    }
    found
}

fn number_of(fault: &ReplayError) -> Option<EntryNumber> {
    match fault {
        ReplayError::Empty | ReplayError::Beyond(_) => None,
        ReplayError::NotRaised(_) => Some(EntryNumber::FIRST),
        ReplayError::NoSuchStage { number, .. }
        | ReplayError::NoSuchAction { number, .. }
        | ReplayError::NoSuchEvent { number, .. } => Some(*number),
    }
}

/// Events dated before the one that moved the dispute before them, dated in the future, or typed out of order;
/// corrections are taken into account.
fn out_of_order(record: &Record, now: Moment) -> Vec<Finding> {
    let mut findings = Vec::new();
    let standing = with_corrections(&record.entries).map(|(entries, _)| entries);
    let standing = standing.unwrap_or_else(|_| record.entries.clone());
    findings.extend(misplaced(&standing).into_iter().map(|(entry, before)| {
        let message = format!("event {} comes before event {} in time", entry.number, before.number);
        Finding::new(Some(entry.number), Severity::Error, "order", message)
    }));
    for entry in &standing {
        if entry.recorded_at.is_before(&entry.at) {
            let message = format!("event {} was typed before it happened", entry.number);
            findings.push(Finding::new(Some(entry.number), Severity::Warning, "order", message));
        } else if now.is_before(&entry.at) && typed_ahead(std::slice::from_ref(entry), now).is_none() {
            let (id, number) = (record.header.id, entry.number);
            let message = format!("event {number} lies in the future");
            let hint = format!("if its date is wrong, `iro correct {id} --event {number} --set on=WHEN --reason TEXT`");
            findings.push(Finding::new(Some(number), Severity::Warning, "future", message).hinted(hint));
        }
    }
    findings.extend(record.entries.windows(2).filter(|pair| typed_earlier(&pair[0], &pair[1])).map(|pair| {
        let message = format!("event {} was typed before event {}", pair[1].number, pair[0].number);
        Finding::new(Some(pair[1].number), Severity::Warning, "order", message)
    }));
    findings
}

fn typed_earlier(first: &Entry, second: &Entry) -> bool {
    second.recorded_at.is_before(&first.recorded_at)
}

/// A deadline that was given, and what today's calendar, or the policy as it reads today, makes of it.
pub struct Recounted<'a> {
    pub clock: &'a Clock,
    pub limit: Limit,
    /// Another date, or why there is none.
    pub today: Result<Due, BeyondHorizon>,
}

/// Deadlines that today's calendar, or the policy as it reads today, would count differently. They stand until
/// somebody accepts the new dates.
pub fn recounted<'a>(dispute: &'a Dispute, calendar: &Calendar) -> Vec<Recounted<'a>> {
    let again = |clock: &'a Clock| {
        let limit = dispute.limit_of(clock)?;
        let deadline = &clock.deadline;
        let counting = dispute.counting_from(dispute.rule_of(clock), deadline.started, calendar);
        let today = calendar.due(deadline.started, &limit, &counting);
        let same = today.as_ref().is_ok_and(|due| (due.date, due.at) == (deadline.due, deadline.due_at));
        (!same).then_some(Recounted { clock, limit, today })
    };
    dispute.clocks.iter().filter_map(again).collect()
}

fn deadlines_that_differ(dispute: &Dispute, calendar: &Calendar) -> Vec<Finding> {
    let finding = |Recounted { clock, limit, today }| {
        let id = dispute.header.id;
        match today {
            Ok(due) => {
                let message = format!(
                    "`{}` was due on {}, and {limit} would give {} today; the first date stands",
                    clock.id,
                    describe_at(clock.deadline.due, clock.deadline.due_at),
                    describe_at(due.date, due.at),
                );
                let hint =
                    format!("`iro correct {id} --event {} --recount --reason TEXT` accepts the new date", clock.entry);
                Finding::new(Some(clock.entry), Severity::Warning, "due-differs", message).hinted(hint)
            }
            Err(gap) => {
                let message = format!("`{}` can't be counted again: {gap}", clock.id);
                Finding::new(Some(clock.entry), Severity::Warning, "due-unknown", message)
            }
        }
    };
    recounted(dispute, calendar).into_iter().map(finding).collect()
}

/// Escalations that no longer lead further up, because the stage of an earlier event was corrected.
fn escalations_downward(record: &Record, dispute: &Dispute) -> Vec<Finding> {
    // To look, the record is replayed once more.
    if !record.entries.iter().any(|entry| matches!(entry.event, Event::Escalated(_))) {
        return Vec::new();
    }
    let id = record.header.id;
    let found = not_up(&record.header, &dispute.policy, &record.entries).unwrap_or_default();
    let finding = |one: super::dispute::NotUp| {
        let hint = format!(
            "`iro log {id}` shows the steps; correct the one that is wrong: `iro correct {id} --event {} --set \
             to=STAGE --reason TEXT`, or without `--set` if it never happened",
            one.number
        );
        Finding::new(Some(one.number), Severity::Error, "not-up", one.message).hinted(hint)
    };
    found.into_iter().map(finding).collect()
}

/// The finding of the duties that a dispute still owes after its end, if any.
fn still_owed(dispute: &Dispute) -> Option<Finding> {
    let ending = dispute.ended()?;
    let owed = dispute.owed();
    let way = dispute.way_to_record(owed.first()?);
    let (id, on) = (dispute.header.id, describe(ending.on.date()));
    let names: Vec<String> = owed.iter().map(|view| dispute.owed_in_words(view)).collect();
    let message = format!("{id} ended on {on}, and this is not on record yet: {}", names.join(", "));
    let hint = match names.len() {
        1 => format!("{way} records that it was done"),
        _ => format!("{way} records that the first was done; `iro show {id}` lists what is left"),
    };
    Some(Finding::new(Some(ending.entry), Severity::Warning, STILL_OWED, message).hinted(hint))
}

/// More time up to a date that ends too early to matter.
fn extensions_without_effect(dispute: &Dispute) -> impl Iterator<Item = Finding> {
    let id = dispute.header.id;
    dispute.extensions_without_effect().map(move |(number, message)| {
        let hint = format!("`iro correct {id} --event {number} --set until=WHEN --reason TEXT` gives a later date");
        Finding::new(Some(number), Severity::Warning, "extension", message).hinted(hint)
    })
}

/// Open actions that nobody owns, or that have no date.
fn actions_without_owner(dispute: &Dispute) -> Vec<Finding> {
    let missing = |action: &super::dispute::Action| match (&action.owner, action.due) {
        (None, None) => Some("owner and no date"),
        (None, Some(_)) => Some("owner"),
        (Some(_), None) => Some("date"),
        (Some(_), Some(_)) => None,
    };
    let open = dispute.open_actions().filter(|_| dispute.is_open());
    open.filter_map(|action| {
        let message = format!("action {} has no {}", action.number, missing(action)?);
        let hint = format!(
            "add one that is complete with `iro action add {} --what TEXT --owner NAME --due DATE`",
            dispute.header.id
        );
        Some(Finding::new(Some(action.entry), Severity::Warning, "action-incomplete", message).hinted(hint))
    })
    .collect()
}
