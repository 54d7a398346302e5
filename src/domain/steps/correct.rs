//! Corrects what was recorded wrongly: the old words stay in the record, struck.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::checks::confirmable;
use super::confirmed;
use super::in_order::not_in_future;
use super::praise::praised_names;
use super::raise::repeats;
use super::rule::Bar;
use super::{Denied, Earlier, GateOutcome, Refusal, StepContext, Unknown, bare_entry};
use crate::domain::dispute::{
    CONFIRMED, Corrections, Dispute, ReplayError, corrected, not_up, numbers_kept, recount, with_corrections,
    with_facts,
};
use crate::domain::event::{Corrected, Entry, Event, Raised, Unreadable};
use crate::domain::policy::{CaseType, Policy};
use crate::domain::praise::Praise;
use crate::domain::record::Record;
use crate::domain::sequence::misplaced;
use crate::domain::suggest;
use crate::domain::terms::{ActionNumber, EntryNumber};
use crate::domain::time::{Date, DateError, Moment, describe, describe_moment, parse_when};

#[derive(Debug, Clone)]
pub struct Correct {
    /// The number of the event.
    pub event: EntryNumber,
    pub reason: String,
    /// The new facts, as typed; if empty, the event is struck, unless only its deadlines are counted again.
    pub set: Vec<(String, String)>,
    /// Whether to count the event's deadlines again with today's calendar, whatever else is corrected.
    pub recount: bool,
    /// Disputes of the new child, if the child is corrected.
    pub others: Vec<Earlier>,
}

impl Dispute {
    /// Strikes an event or changes its facts, and counts again the dates that follow from it.
    ///
    /// # Errors
    /// No such event or fact; a history that couldn't have happened that way.
    pub fn correct(&self, record: &Record, correct: Correct, step: &StepContext<'_>) -> Result<Entry, Denied> {
        let (others, asked) = (correct.others.clone(), correct.recount);
        let another_child = |put: &Entry, set: &BTreeMap<String, Value>| match (&put.event, set.get("child")) {
            (Event::Raised(raised), Some(child)) => {
                let child = child.as_str().unwrap_or_default().to_string();
                self.with_another_child(child, raised, put.at.date(), set, &others)
            }
            // A date that is named takes the place of so much more time.
            (Event::Extended(facts), _) if set.contains_key("until") && facts.more.is_some() => {
                Ok(BTreeMap::from([("more".to_string(), Value::Null)]))
            }
            _ => Ok(BTreeMap::new()),
        };
        let check = |entry: &Entry| {
            confirmable(&entry.confirmed, self.duty_names(), step.now)?;
            self.check_names_and_dates(&entry.event, entry.at, step.now)
        };
        let entry = build_correction(record, &self.header.child, correct, step, another_child, check)?;
        self.still_goes_up(record, &entry)?;
        let counted = recount(&record.header, &Arc::clone(&self.policy), &record.entries, entry, asked, step.calendar);
        let mut entry = counted.map_err(|fault| replay_refused(fault, record))?;
        entry.warned.extend(self.warnings_of_effects(record, &entry)?);
        Ok(entry)
    }
}

impl Dispute {
    /// A warning for each extension that has no effect after a correction and had one before, and for a referral that
    /// has lost its ground.
    fn warnings_of_effects(&self, record: &Record, correction: &Entry) -> Result<Vec<String>, Denied> {
        let mut all = record.clone();
        all.entries.push(correction.clone());
        let after = Dispute::replay(&all, Arc::clone(&self.policy)).map_err(|fault| replay_refused(fault, record))?;
        let before: Vec<EntryNumber> = self.extensions_without_effect().map(|(number, _)| number).collect();
        let new = after.extensions_without_effect().filter(|(number, _)| !before.contains(number));
        let has_ground = |dispute: &Dispute| dispute.referral.as_ref().map(|referral| referral.ground.is_some());
        let lost = has_ground(self) == Some(true) && has_ground(&after) == Some(false);
        let ground = lost.then(|| {
            format!("the referral has no ground any more; `iro refer {} --ground GROUND` names it", self.header.id)
        });
        let unconfirmed = self.warning_of_unconfirmed(record, correction);
        let moved = Some(&after).filter(|after| after.raised_at.date() != self.raised_at.date());
        let too_early = moved.and_then(under_a_later_policy);
        let left = self.left_without_ground(&after);
        Ok(new.map(|(_, message)| message).chain(ground).chain(unconfirmed).chain(too_early).chain(left).collect())
    }

    /// A warning for each event that rested on what a correction took away: the acceptance of a plan whose answer is
    /// gone, and what was done after an end that is gone.
    fn left_without_ground(&self, after: &Dispute) -> Vec<String> {
        let id = self.header.id;
        let way = |number: EntryNumber| format!("`iro correct {id} --event {number} --reason TEXT` strikes it, too");
        let lost = |one: &&Entry| after.agreed_unanswered(one.number) && !self.agreed_unanswered(one.number);
        let agreed = after.history.iter().filter(|one| matches!(one.event, Event::PlanAgreed(_))).filter(lost);
        let agreed = agreed.map(|one| {
            format!(
                "event {} accepts the plan of an answer that is not there any more; {}",
                one.number,
                way(one.number)
            )
        });
        let open_again = self.ended().is_some() && after.is_open();
        let after_the_end = after.marks.iter().filter(|mark| open_again && mark.at_end && mark.is_done());
        let done = after_the_end.map(|mark| {
            format!(
                "event {} says that `{}` was done for an end that is not there any more; {}",
                mark.entry,
                mark.duty,
                way(mark.entry)
            )
        });
        agreed.chain(done).collect()
    }

    /// Checks that after a correction every escalation still leads further up. Faults that were there before are not
    /// its doing.
    fn still_goes_up(&self, record: &Record, correction: &Entry) -> Result<(), Denied> {
        let downward = |entries: &[Entry]| {
            not_up(&record.header, &self.policy, entries).map_err(|fault| replay_refused(fault, record))
        };
        let before = downward(&record.entries)?;
        let mut all = record.entries.clone();
        all.push(correction.clone());
        let new = downward(&all)?.into_iter().find(|one| !before.iter().any(|old| old.number == one.number));
        let Some(one) = new else { return Ok(()) };
        let (id, number) = (record.header.id, one.number);
        let Event::Corrected(facts) = &correction.event else { return Ok(()) };
        // The corrected event may be the escalation itself.
        let hint = match facts.corrects == number {
            true => format!("give a stage further up, or leave `--set` out if it never happened; see `iro log {id}`"),
            false => format!(
                "if event {number} is wrong too, correct that first: `iro correct {id} --event {number} --set to=STAGE \
                 --reason TEXT`, or without `--set` if it never happened"
            ),
        };
        let message = format!("with that correction, {}", one.message);
        Err(Refusal::absolute(Bar::Correct, message, Some(hint)))
    }
}

impl Praise {
    /// Strikes an event or changes its facts.
    ///
    /// # Errors
    /// As for a dispute; `recount`, because praise has no deadlines.
    pub fn correct(&self, record: &Record, correct: Correct, step: &StepContext<'_>) -> Result<Entry, Denied> {
        if correct.recount {
            return Err(correction_refused("praise has no dates that could be counted".to_string(), record));
        }
        let child = |_: &Entry, set: &BTreeMap<String, Value>| match set.get("child") {
            Some(Value::Null) => Err(cant_be_empty("child")),
            _ => Ok(BTreeMap::new()),
        };
        build_correction(record, &self.header.child, correct, step, child, |entry| {
            confirmable(&entry.confirmed, self.policy.duties.iter().map(|duty| duty.id.clone()), step.now)?;
            if let Event::Acknowledged(facts) = &entry.event {
                return self.reader(&facts.name).map(drop);
            }
            let Event::Praised(facts) = &entry.event else { return Ok(()) };
            if facts.r#for.is_empty() { Err(cant_be_empty("for")) } else { praised_names(&self.policy, facts) }
        })
    }
}

/// The correction to write, once the corrected event passes `check` and fits into the order of events. `more` gives
/// further facts that follow from those set.
fn build_correction(
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
    let planned = if set.is_empty() { Vec::new() } else { put.event.planned() };
    let numbers = (set.is_empty() || set.contains_key("actions")).then(|| {
        let before: Vec<(ActionNumber, &str)> =
            target.action_numbers.iter().copied().zip(target.event.planned()).collect();
        numbers_kept(&before, &planned, actions_numbered)
    });
    // Of an event that has nothing to do with actions there is nothing to say.
    let numbers = numbers.filter(|_| !target.action_numbers.is_empty() || !planned.is_empty());
    let facts = Corrected { corrects: correct.event, reason: correct.reason, set, recounted: Vec::new(), numbers };
    let number = EntryNumber::following(record.entries.len() as u32);
    let entry = bare_entry(number, step, facts.into(), GateOutcome::default());
    let mut all = record.entries.clone();
    all.push(entry.clone());
    let after = with_corrections(&all).map_err(|fault| replay_refused(fault, record))?.0;
    // What was out of order before is not the doing of this correction.
    let before = misplaced(&standing);
    let new = |(entry, _): &(&Entry, &Entry)| !before.iter().any(|(old, _)| old.number == entry.number);
    if let Some((entry, moved)) = misplaced(&after).into_iter().find(new) {
        let named =
            |entry: &Entry| format!("event {} ({} on {})", entry.number, entry.event.word(), describe_moment(entry.at));
        let message = format!("{} would then come before {}", named(entry), named(moved));
        let other = if moved.number == correct.event { entry.number } else { moved.number };
        let id = record.header.id;
        let hint = format!(
            "if event {other} has a wrong date too, correct that first: `iro correct {id} --event {other} --set on=WHEN \
             --reason TEXT`"
        );
        return Err(Refusal::absolute(Bar::Correct, message, Some(hint)));
    }
    Ok(entry)
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

fn correction_refused(why: String, record: &Record) -> Denied {
    Refusal::absolute(Bar::Correct, why, Some(format!("see `iro log {}`", record.header.id)))
}

/// The refusal of a correction after which the record can't be replayed.
fn replay_refused(fault: ReplayError, record: &Record) -> Denied {
    if let ReplayError::Beyond(gap) = fault {
        return gap.into();
    }
    correction_refused(format!("with that correction, {fault}"), record)
}

fn cant_be_empty(name: &str) -> Denied {
    let hint = format!("give it another value: `--set {name}=VALUE`");
    Refusal::absolute(Bar::Correct, format!("`{name}` can't be empty"), Some(hint))
}

impl Dispute {
    /// The facts that change with the child: which earlier disputes this one repeats, and the kind of case, if it is
    /// now about a child or no longer is.
    fn with_another_child(
        &self,
        child: String,
        raised: &Raised,
        on: Date,
        set: &BTreeMap<String, Value>,
        others: &[Earlier],
    ) -> Result<BTreeMap<String, Value>, Denied> {
        let nobody = child.is_empty();
        if nobody && !self.policy.may_lack_child(None) {
            return Err(cant_be_empty("child"));
        }
        let mut more = BTreeMap::new();
        let before = others.iter().filter(|one| one.is_before(on, self.header.id)).cloned().collect::<Vec<_>>();
        let repeats = repeats(&self.policy, raised, &before, on);
        if repeats != raised.repeat_of {
            let ids: Vec<Value> = repeats.iter().map(|id| id.to_string().into()).collect();
            more.insert("repeat_of".to_string(), if ids.is_empty() { Value::Null } else { ids.into() });
        }
        let about_nobody = raised.case_type.is_none_or(CaseType::is_about_nobody);
        if !set.contains_key("case_type") && nobody != about_nobody {
            let usual = self.policy.covers.iter().find(|case| case.is_about_nobody() == nobody);
            let usual = usual.map_or(Ok(Value::Null), serde_json::to_value);
            more.insert("case_type".to_string(), usual.unwrap_or_default());
        }
        more.insert("child".to_string(), child.into());
        Ok(more)
    }
}

/// The name under which an event's date is corrected, which is not one of its facts.
const WHEN: &str = "on";

/// The names of the facts of an event that somebody may correct, with `on` for its date.
pub fn correctable(event: &Event) -> Vec<String> {
    let settable = event.fact_names().into_iter().filter(|name| Event::is_correctable(name));
    settable.chain([WHEN.to_string()]).collect()
}

/// Whether a fact can be removed without giving another.
pub fn can_be_empty(target: &Entry, name: &str, policy: &Policy) -> bool {
    match (name, &target.event) {
        ("child", Event::Raised(_)) => policy.may_lack_child(None),
        ("child", _) => false,
        (name, _) => !needed(target, name),
    }
}

/// The facts to set, read as the command that recorded the event would read them.
fn read(target: &Entry, given: &[(String, String)], now: Moment) -> Result<BTreeMap<String, Value>, Denied> {
    let mut names = correctable(&target.event);
    names.extend(confirmed::may_change(target).then(|| CONFIRMED.to_string()));
    let mut set: BTreeMap<String, Value> = BTreeMap::new();
    for (name, _) in given {
        if !names.contains(name) {
            let message = format!("event {} ({}) has no `{name}` to correct", target.number, target.event.word());
            let (given, known) = (name.clone(), names.clone());
            let has = |fact: &str| names.iter().any(|name| name == fact);
            let hint = match has("actions") && ["action", "what", "owner", "due", "measure"].contains(&name.as_str()) {
                true => Some(ACTIONS_AS_A_WHOLE.to_string()),
                false => has("fields").then(|| unknown_among_fields(name, &names)).flatten(),
            };
            return Err(Unknown { message, hint, ..Unknown::named("fact", given, known) }.into());
        }
        let values: Vec<String> =
            given.iter().filter(|(other, _)| other == name).map(|(_, value)| value.clone()).collect();
        let emptied = values.iter().all(String::is_empty);
        let value = match name.as_str() {
            CONFIRMED => confirmed::read(target, &values, now)?,
            name if emptied && needed(target, name) => {
                return Err(cant_be_empty(name));
            }
            _ if emptied => Value::Null,
            WHEN => Value::String(
                parse_when(values.last().map_or("", String::as_str), now).map_err(unreadable)?.to_string(),
            ),
            name => match target.event.typed(name, &values, now) {
                Some(value) => value.map_err(|fault| Unreadable(format!("`{name}` can't be corrected: {fault}")))?,
                None => Value::Null,
            },
        };
        set.insert(name.clone(), value);
    }
    Ok(set)
}

/// What to type where a name is no fact of an event that has fields: it may be one of those.
const ACTIONS_AS_A_WHOLE: &str = "`--set actions=\"WHAT | OWNER | DUE\"`, once for each action, replaces all of them";

fn unknown_among_fields(name: &str, known: &[String]) -> Option<String> {
    let choices = suggest::choices(name, known)?;
    Some(format!("{choices}; a field of the protocol is set by `--set fields=NAME=VALUE`"))
}

/// Whether the event needs a fact: by its type, with few exceptions.
fn needed(target: &Entry, name: &str) -> bool {
    match (&target.event, name) {
        // An answer without a role is taken to be that of whoever was asked.
        (Event::Responded(_), "role") => false,
        // Somebody is praised, and more time is always for the same clock and up to some date.
        (Event::Praised(_), "for") | (Event::Extended(_), "stage" | "until") => true,
        (event, name) => name == WHEN || !event.may_lack(name),
    }
}

fn unreadable(fault: DateError) -> Denied {
    Unreadable(fault.to_string()).into()
}

/// A warning if a dispute was raised, as it stands corrected, before its policy came into force.
fn under_a_later_policy(dispute: &Dispute) -> Option<String> {
    let (policy, raised) = (&dispute.policy, dispute.raised_at.date());
    (raised < policy.effective_on).then(|| {
        format!(
            "it stays under {} {}, which is in force from {} on; if an earlier version holds, withdraw it as raised in \
             error and raise it again with `--policy {}@VERSION --on {raised}`",
            policy.id,
            policy.version,
            describe(policy.effective_on),
            policy.id
        )
    })
}
