//! Corrects what was recorded wrongly: the old words stay in the record, struck.

mod build;
mod facts;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use build::{build_correction, correction_refused, replay_refused};
use facts::cant_be_empty;
pub use facts::{can_be_empty, correctable};

use super::checks::confirmable;
use super::praise::praised_names;
use super::raise::repeats;
use super::rule::Bar;
use super::{Denied, Earlier, Refusal, StepContext};
use crate::domain::dispute::{Dispute, not_up, recount};
use crate::domain::event::{Entry, Event, Raised};
use crate::domain::policy::CaseType;
use crate::domain::praise::Praise;
use crate::domain::record::Record;
use crate::domain::terms::EntryNumber;
use crate::domain::time::{Date, describe};

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
