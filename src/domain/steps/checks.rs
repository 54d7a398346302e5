//! Checks of an event's facts: its names must exist, and its dates must be possible. They are the same for a new event
//! and for a corrected one.

use super::arrange::not_arranged_back;
use super::rule::Bar;
use super::{Denied, Refusal, Unknown, known, known_fields, known_role, known_stage};
use crate::domain::dispute::Dispute;
use crate::domain::event::{Confirmed, Event, Raised, Referred, Unreadable};
use crate::domain::policy::{DutyId, OwedAt, Policy, RoleId};
use crate::domain::terms::ActionNumber;
use crate::domain::time::{Date, Moment, describe, describe_moment};
use crate::domain::worded::Worded;

/// The roles that any policy accepts for the raiser, besides its own; which of them may raise is a rule that can be
/// overridden (`OwnRule::Raisers`).
const RAISERS: [RoleId; 2] = [RoleId::IRO, RoleId::CP_CHAIR];

impl Dispute {
    /// Checks the names, then the dates, of an event that happens, or happened, at `at`.
    ///
    /// # Errors
    /// An unknown name; an impossible date.
    pub(super) fn check_names_and_dates(&self, event: &Event, at: Moment, now: Moment) -> Result<(), Denied> {
        let policy = self.policy.as_ref();
        match event {
            Event::Raised(facts) => {
                raised_names(policy, facts)?;
                return raised_dates(facts, at);
            }
            Event::Responded(facts) => {
                if !facts.role.is_empty() {
                    known_role(policy, &facts.role)?;
                }
                known_fields(policy, &facts.fields)?;
            }
            Event::PlanAgreed(facts) => known_fields(policy, &facts.fields)?,
            Event::Resolved(facts) => known_fields(policy, &facts.fields)?,
            Event::Noted(facts) => known_fields(policy, &facts.fields)?,
            Event::Complained(facts) => known_fields(policy, &facts.fields)?,
            Event::Escalated(facts) => {
                known_stage(policy, &facts.to)?;
                known_fields(policy, &facts.fields)?;
                not_past(facts.respond_by, at)?;
            }
            Event::Reopened(facts) => {
                known_stage(policy, &facts.stage)?;
                known_fields(policy, &facts.fields)?;
                not_past(facts.respond_by, at)?;
            }
            Event::DutyDone(facts) => self.known_duty(&facts.duty, facts.stage.as_ref())?,
            Event::DutyWaived(facts) => self.known_duty(&facts.duty, facts.stage.as_ref())?,
            Event::ActionDone(facts) => self.known_action(facts.action)?,
            Event::ActionMissed(facts) => self.known_action(facts.action)?,
            Event::MeetingArranged(_) => not_arranged_back(event, at)?,
            Event::MeetingHeld(facts) => not_later("held", facts.held, at, now)?,
            Event::Referred(facts) => {
                self.referral_names(facts)?;
                not_later("phoned", facts.phoned, now, now)?;
                not_later("written", facts.written, now, now)?;
            }
            Event::Extended(facts) => {
                if let Some(more) = &facts.more {
                    policy.counting.limit(more).map_err(|fault| Unreadable(fault.to_string()))?;
                }
            }
            Event::ActionAdded(_)
            | Event::Decided(_)
            | Event::Praised(_)
            | Event::Acknowledged(_)
            | Event::Withdrawn(_)
            | Event::Corrected(_) => {}
        }
        Ok(())
    }

    fn referral_names(&self, facts: &Referred) -> Result<(), Denied> {
        if let Some(ground) = &facts.ground {
            known("ground", ground, self.grounds())?;
        }
        let pack = || self.policy.referral.iter().flat_map(|rule| &rule.pack).map(|item| &item.id);
        for item in facts.sent.iter().chain(facts.not_applicable.keys()) {
            known("paper of the referral", item, pack())?;
        }
        if let Some(item) = facts.sent.iter().find(|item| facts.not_applicable.contains_key(*item)) {
            let message = format!("`{item}` can't be both sent and not applicable");
            return Err(Unreadable(message).into());
        }
        Ok(known_fields(&self.policy, &facts.fields)?)
    }

    fn known_duty(&self, duty: &DutyId, place: Option<&OwedAt>) -> Result<(), Denied> {
        known("duty", duty, self.duty_names())?;
        Ok(place.and_then(OwedAt::stage).map_or(Ok(()), |stage| known_stage(&self.policy, stage))?)
    }

    pub(super) fn known_action(&self, number: ActionNumber) -> Result<(), Denied> {
        if self.actions.iter().any(|action| action.number == number) {
            return Ok(());
        }
        let known = self.actions.iter().map(|action| action.number.to_string()).collect();
        let none = "no action is planned; `iro action add` adds one";
        Err(Unknown { none, ..Unknown::named("action", number.to_string(), known) }.into())
    }
}

/// Checks the names given when a dispute is raised; the stage may be empty, and is then left to the policy.
pub(super) fn raised_names(policy: &Policy, facts: &Raised) -> Result<(), Denied> {
    if !facts.stage.as_str().is_empty() {
        known_stage(policy, &facts.stage)?;
    }
    let roles = policy.roles.iter().map(|role| role.id.clone());
    known("role", &facts.by_role, RAISERS.into_iter().chain(roles))?;
    for role in facts.assigned.keys().chain(&facts.decided_by) {
        known_role(policy, role)?;
    }
    for category in &facts.categories {
        known("category", category, policy.categories.iter().map(|category| category.id.as_str()))?;
    }
    Ok(known_fields(policy, &facts.fields)?)
}

/// Checks the dates given when a dispute is raised.
pub(super) fn raised_dates(facts: &Raised, at: Moment) -> Result<(), Denied> {
    for (bar, moment) in [(Bar::AwareOn, facts.aware_on), (Bar::AroseOn, facts.arose_on)] {
        if let Some(moment) = moment.filter(|moment| at.is_before(moment)) {
            let flag = bar.word();
            let message = format!(
                "`--{flag}` is {}, after the dispute was raised on {}",
                describe_moment(moment),
                describe_moment(at)
            );
            let hint = "give an earlier day, or a later one for when it was raised";
            return Err(Refusal::absolute(bar, message, Some(hint.to_string())));
        }
    }
    not_past(facts.respond_by, at)
}

/// Checks that the duties confirmed with a step are known, and done by now.
pub(crate) fn confirmable(
    confirmed: &[Confirmed],
    duties: impl Iterator<Item = DutyId> + Clone,
    now: Moment,
) -> Result<(), Denied> {
    for one in confirmed {
        known("duty", &one.duty, duties.clone())?;
    }
    match confirmed.iter().find(|one| now.is_before(&one.on)) {
        None => Ok(()),
        Some(one) => {
            let message =
                format!("`{}` can't have been done on {}: that is in the future", one.duty, describe_moment(one.on));
            let hint = format!("give the day it was done: `--confirm {}=DATE`", one.duty);
            Err(Refusal::absolute(Bar::Future, message, Some(hint)))
        }
    }
}

/// Checks that a date given with an event is not after the event, or in the future.
fn not_later(flag: &str, given: Option<Moment>, at: Moment, now: Moment) -> Result<(), Denied> {
    let Some(moment) = given.filter(|moment| at.is_before(moment)) else { return Ok(()) };
    let (message, hint) = match now.is_before(&moment) {
        true => {
            let message = format!("{} is in the future: it is {} now", describe_moment(moment), describe_moment(now));
            let hint = match flag {
                "held" => "a meeting that is still to come is arranged: write `--arranged-for WHEN` and not `--held`"
                    .to_owned(),
                _ => format!("give the day it happened with `--{flag}`"),
            };
            (message, hint)
        }
        false => {
            let message =
                format!("`--{flag}` is {}, after it was recorded on {}", describe_moment(moment), describe_moment(at));
            (message, "leave `--on` out, or give a later day with it".to_string())
        }
    };
    Err(Refusal::absolute(Bar::Future, message, Some(hint)))
}

/// Checks that an agreed date is not past already.
fn not_past(given: Option<Date>, at: Moment) -> Result<(), Denied> {
    match given.filter(|date| *date < at.date()) {
        None => Ok(()),
        Some(date) => {
            let message =
                format!("the date agreed, {}, is before this step, on {}", describe(date), describe_moment(at));
            let hint = "give a later date, or with `--on` the day on which the step was taken".to_string();
            Err(Refusal::absolute(Bar::RespondBy, message, Some(hint)))
        }
    }
}
