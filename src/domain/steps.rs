//! Each step that a person can take: checked against the policy and the dispute's state, and turned into the entry to
//! write. Nothing is changed here. A refusal says which rules are not met, and how to meet or override them.

mod actions;
mod afterwards;
mod answers;
mod approval;
mod begins;
mod checks;
mod correct;
mod escalate;
mod extend;
mod gate;
mod given;
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

use chrono::TimeDelta;
use serde_json::Value;

pub use actions::ActionStep;
pub use afterwards::given_afterwards;
pub use answers::Respond;
pub use begins::derive_stage;
pub use correct::{Correct, can_be_empty, correctable};
pub use escalate::Escalate;
pub use extend::{Extend, More};
pub use overrides::{Overrides, RuleOverride};
pub use praise::decide_praise;
pub use raise::{Earlier, Pursued, Raise, as_usual, decide_raise, still_asked};
pub use remedy::{Remedy, Unmet};
pub use resolve::Reopen;
pub use rule::{Bar, OwnRule, Rule};
pub use twice::{is_close, is_made_again, recorded_just_before};

use super::calendar::{BeyondHorizon, Calendar};
use super::dispute::{Dispute, MarkKind, ReplayError, Status};
use super::event::{Confirmed, Entry, Event, Overridden, Unreadable};
use super::policy::{ClockId, DutyId, Policy, RoleId, StageId};
use super::same_name::is_same;
use super::sequence::Order;
use super::text::clean_text;
use super::time::{Moment, describe};

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
    pub unmet: Vec<Unmet>,
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
fn known_fields(policy: &Policy, fields: &BTreeMap<String, String>) -> Result<(), Unknown> {
    for (name, value) in fields {
        known("field", name, policy.fields.iter().map(|field| field.id.as_str()))?;
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

/// Refuses a step that is dated in the future.
fn not_in_future(step: &StepContext<'_>) -> Result<(), Denied> {
    if step.now.is_before(&step.on) {
        let message = format!("{} is in the future: it is {} now", exactly(step.on), exactly(step.now));
        let hint = "leave `--on` out if it happens now, or give the day it happened".to_string();
        return Err(Refusal::absolute(Bar::Future, message, Some(hint)));
    }
    Ok(())
}

fn when(moment: Moment) -> String {
    match moment.instant() {
        Some(instant) => format!("{} {}", describe(moment.date()), instant.format("%H:%M")),
        None => describe(moment.date()),
    }
}

/// A moment to the second, where seconds decide.
fn exactly(moment: Moment) -> String {
    match moment.instant() {
        Some(instant) => format!("{} {}", describe(moment.date()), instant.format("%H:%M:%S")),
        None => describe(moment.date()),
    }
}

/// The most by which two computers' clocks are taken to differ; beyond it, one of them is wrong.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::hours(1);

/// The entry typed last, if its time is up to an hour after `now`: another computer's clock is ahead, and its time
/// counts as now.
pub fn typed_ahead(entries: &[Entry], now: Moment) -> Option<&Entry> {
    let last = entries.iter().max_by_key(|entry| entry.recorded_at.instant_or_end())?;
    let ahead = last.recorded_at.instant_or_end() - now.instant()?;
    (TimeDelta::zero() < ahead && ahead <= CLOCKS_DIFFER).then_some(last)
}

impl Dispute {
    /// The checks for every step: not in the future, not before the last step that moved the dispute, and with known
    /// duties confirmed.
    fn in_order(&self, step: &StepContext<'_>) -> Result<(), Denied> {
        not_in_future(step)?;
        let (last, moved) = self.last_moved();
        if step.on.is_before(&moved) {
            return Err(self.before_last_move(step, last, moved));
        }
        checks::confirmable(&step.confirmed, self.duty_names(), step.now)
    }

    /// The checks for a step that counts from its own day: not in the future, and not before the dispute was raised.
    fn not_before_it_was_raised(&self, step: &StepContext<'_>) -> Result<(), Denied> {
        not_in_future(step)?;
        // If the last step is later than the time here, a computer's clock is wrong.
        let (last, moved) = self.last_moved();
        if step.now.is_before(&moved) {
            return Err(self.before_last_move(step, last, moved));
        }
        match self.history.first().filter(|first| step.on.is_before(&first.at)) {
            Some(first) => Err(self.before_last_move(step, first, first.at)),
            None => checks::confirmable(&step.confirmed, self.duty_names(), step.now),
        }
    }

    /// The dispute as it stood when a step that is recorded late was taken; `None` if it stood as it does now.
    fn state_at_step(&self, step: &StepContext<'_>) -> Result<Option<Dispute>, Denied> {
        Ok(self.looking_back(step.on, Order::AfterLastMove, step.calendar)?)
    }

    /// As `state_at_step`, for a step that counts from its own day.
    fn state_on_own_day(&self, step: &StepContext<'_>) -> Result<Option<Dispute>, Denied> {
        self.not_before_it_was_raised(step)?;
        Ok(self.looking_back(step.on, Order::OwnDate, step.calendar)?)
    }

    /// The refusal of a step dated before the last one that moved the dispute, with the ways out.
    fn before_last_move(&self, step: &StepContext<'_>, last: &Entry, moved: Moment) -> Denied {
        let (id, number) = (self.header.id, last.number);
        let same_day = step.on.date() == moved.date();
        let shown = if same_day { exactly } else { when };
        let message = format!(
            "{} is before the latest step of dispute `{id}`: event {number} ({}) on {}",
            shown(step.on),
            last.event.word(),
            shown(moved)
        );
        let correct = format!("`iro correct {id} --event {number} --set on=WHEN --reason TEXT`");
        // The first event can be corrected, but not struck.
        let strikes = if number == 1 { "" } else { ", and without `--set` strikes it" };
        let hint = if step.now.is_before(&moved) {
            format!(
                "it is {} here, so the clock of this computer or of the one that recorded event {number} is wrong: set \
                 this one, or correct the event: {correct} gives it another date{strikes}",
                exactly(step.now)
            )
        } else {
            format!(
                "if event {number} has the wrong date, {correct} gives it another{strikes}; else leave `--on` \
                 out, and say in words when this happened"
            )
        };
        Refusal::absolute(Bar::BeforeLatest, message, Some(hint))
    }

    /// As `in_order`, for a step that only an open dispute can take.
    fn open_and_in_order(&self, step: &StepContext<'_>) -> Result<(), Denied> {
        self.in_order(step)?;
        let id = self.header.id;
        let (ended, reopens) = match self.status() {
            Status::AwaitingResponse | Status::AwaitingReview | Status::Agreed => return Ok(()),
            Status::Resolved => ("is already resolved", "if it was not carried out"),
            Status::Withdrawn => ("was withdrawn", "to open it again"),
            Status::Complaint => ("has gone to the complaints procedure", "to open it again"),
        };
        let hint = format!("run `iro reopen {id} --reason TEXT` {reopens}");
        Err(Refusal::absolute(Bar::Closed, format!("dispute `{id}` {ended}"), Some(hint)))
    }

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
        let mut entry = bare_entry(self.entry_count + 1, step, event, gate_outcome);
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
            entry.warned.extend(next.limitless());
            let known: Vec<&ClockId> = self.clocks_without_date().iter().map(|one| &one.rule.id).collect();
            let id = self.header.id.to_string();
            let more = next.clocks_without_date().into_iter().filter(|one| !known.contains(&&one.rule.id));
            entry.warned.extend(more.map(|one| one.sentence(&id)));
        }
        Ok(entry)
    }

    /// A warning for each later entry about the duty that is now recorded as done; those entries stay as they are.
    fn warnings_of_later_marks(&self, entry: &Entry, then: &Dispute) -> Vec<String> {
        let Event::DutyDone(facts) = &entry.event else { return Vec::new() };
        let stay = then.stay_of(facts.stage.as_ref());
        let later = self.later_than(then).filter(|mark| mark.duty == facts.duty && mark.stay == stay);
        later
            .map(|mark| {
                let (number, duty) = (mark.entry, &mark.duty);
                match mark.kind {
                    MarkKind::Done => format!("event {number} says that `{duty}` was done on {}, too", when(mark.on)),
                    MarkKind::Waived => format!("event {number} says that `{duty}` will not be done"),
                    MarkKind::Overridden => {
                        format!("event {number} went on without `{duty}`, and its reason stays on record")
                    }
                }
            })
            .collect()
    }

    /// A warning that a later event now counts at this step's stage; a refusal if the dispute would have ended before
    /// it.
    fn warning_of_later_move(&self, entry: &Entry, next: &Dispute) -> Result<Option<String>, Denied> {
        let mut later = self.later_events().filter(|later| entry.event.moves() && later.event.needs_open_dispute());
        let Some(first) = later.next() else { return Ok(None) };
        let (number, word, on) = (first.number, first.event.word(), when(first.at));
        if next.is_open() && next.status() != Status::Complaint {
            let title = &next.stage().title;
            return Ok(Some(format!("event {number} ({word}) happened later, on {on}, and counts at {title}")));
        }
        let id = self.header.id;
        let message = format!("event {number} ({word}) is recorded for {on}, when the dispute would have ended");
        let hint = format!(
            "give a later day with `--on`, or correct the date of event {number}: `iro correct {id} --event {number} --set \
             on=WHEN --reason TEXT`"
        );
        Err(Refusal::absolute(Bar::Order, message, Some(hint)))
    }

    /// The refusal of a step after which the later events can't be replayed.
    fn at_odds_with_later(&self, entry: &Entry, fault: &ReplayError) -> Denied {
        let message = format!("with this on {}, what is recorded for later does not follow: {fault}", when(entry.at));
        Refusal::absolute(Bar::Order, message, Some(format!("see `iro log {}`", self.header.id)))
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
fn bare_entry(number: u32, step: &StepContext<'_>, event: Event, gate_outcome: GateOutcome) -> Entry {
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
