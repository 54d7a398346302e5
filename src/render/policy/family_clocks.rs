//! The limits of a protocol in sentences for families.

use super::conditions::conditions;
use crate::domain::limit::Limit;
use crate::domain::policy::{ClockRule, EndsOn, Extension, LimitRule, Policy, Stage, StartsOn, Strength};

/// Whether the time of a clock begins when the dispute is over.
pub fn counts_from_the_end(clock: &ClockRule) -> bool {
    matches!(clock.from.first(), Some(StartsOn::Resolved | StartsOn::Closed))
}

/// `They have 72 hours to answer.`, or `Hold the meeting: within 1 week.`
pub fn by_when(clock: &ClockRule, policy: &Policy) -> String {
    let when = conditions(&clock.when, policy).map(|when| format!(" ({when})")).unwrap_or_default();
    let more = clock.extension.as_ref().map(|extension| more_time(extension, policy)).unwrap_or_default();
    let text = match (answered(clock), clock.until.as_slice()) {
        (true, _) if clock.repeats.is_none() => to_answer(clock, &when),
        (_, [EndsOn::Resolved]) if since(clock).is_none() && clock.repeats.is_none() => to_settle(clock, &when),
        _ => {
            let kind = match clock.strength {
                Strength::Aim => ", as an aim",
                Strength::Advisory => ", for guidance",
                Strength::Hard | Strength::Agreed => "",
            };
            format!("{}{when}: {}{kind}.", clock.label, within(clock))
        }
    };
    format!("{text}{more}")
}

/// Whether a clock of the stage waits for the answer, from when the stage begins.
fn answered(clock: &ClockRule) -> bool {
    clock.until == [EndsOn::Answered] && since(clock).is_none()
}

fn to_answer(clock: &ClockRule, when: &str) -> String {
    match (&clock.limit, clock.strength) {
        (LimitRule::Fixed(limit), Strength::Hard | Strength::Agreed) if limit.n > 0 => {
            format!("They have {limit} to answer{when}.")
        }
        (LimitRule::Fixed(_), Strength::Hard | Strength::Agreed) => {
            format!("They have to answer{when} {}.", within(clock))
        }
        (LimitRule::Fixed(_), Strength::Aim | Strength::Advisory) => {
            format!("They should answer{when} {}.", within(clock))
        }
        (LimitRule::Agreed { fallback, ceiling }, _) => {
            format!("A date is agreed by which they answer{when}{}.", terms(fallback.as_ref(), ceiling.as_ref()))
        }
    }
}

fn to_settle(clock: &ClockRule, when: &str) -> String {
    match (&clock.limit, clock.strength) {
        (LimitRule::Agreed { fallback, ceiling }, _) => {
            format!(
                "A date is agreed by which it is to be settled{when}{}.",
                terms(fallback.as_ref(), ceiling.as_ref())
            )
        }
        (LimitRule::Fixed(_), Strength::Hard | Strength::Agreed) => {
            format!("It has to be settled{when} {}.", within(clock))
        }
        (LimitRule::Fixed(_), Strength::Aim | Strength::Advisory) => {
            format!("The aim is to settle it{when} {}.", within(clock))
        }
    }
}

/// What stands in for a date that nobody agreed, and how late it may be.
fn terms(fallback: Option<&Limit>, ceiling: Option<&Limit>) -> String {
    let most = ceiling.map(|most| format!(", at most {most} later")).unwrap_or_default();
    let else_ = fallback.map(|limit| format!("; if none is agreed, it is {limit}")).unwrap_or_default();
    format!("{most}{else_}")
}

/// `within 5 working days of the meeting`
pub fn within(clock: &ClockRule) -> String {
    let since = |word: &str| since(clock).map(|start| format!(" {word} {start}")).unwrap_or_default();
    match &clock.limit {
        LimitRule::Fixed(limit) if limit.n == 0 => format!("on the same working day{}", since("as")),
        LimitRule::Fixed(limit) if clock.repeats.is_some() => format!("every {limit}"),
        LimitRule::Fixed(limit) => format!("within {limit}{}", since("of")),
        LimitRule::Agreed { fallback, ceiling } => {
            format!("by a date that is agreed{}", terms(fallback.as_ref(), ceiling.as_ref()))
        }
    }
}

/// ` More time can be given, 24 hours at most, if the Director approves.`
pub fn more_time(extension: &Extension, policy: &Policy) -> String {
    let most = extension.at_most.as_ref().map(|most| format!(", {most} at most")).unwrap_or_default();
    let times = match extension.times {
        Some(1) => ", once".to_string(),
        Some(times) => format!(", {times} times at most"),
        None => String::new(),
    };
    let approved = extension.approved_by.as_ref();
    let approved = approved.map(|role| format!(", if the {} approves", policy.role_title(role))).unwrap_or_default();
    format!(" More time can be given{times}{most}{approved}.")
}

/// Where a time is counted from that begins with something done at another stage.
pub fn since_another_stage(clock: &ClockRule, here: &Stage, policy: &Policy) -> Option<String> {
    let StartsOn::Duty { stage: Some(stage), .. } = clock.from.first()? else { return None };
    (*stage != here.id).then(|| format!(", counted from what is done at {}", policy.stage_title(stage)))
}

/// What the time is counted from, where that isn't the beginning of the stage.
fn since(clock: &ClockRule) -> Option<&'static str> {
    match clock.from.first()? {
        StartsOn::Raised => Some("the start"),
        StartsOn::Aware => Some("learning of it"),
        StartsOn::Arose => Some("the day it arose"),
        StartsOn::Answered => Some("the answer"),
        StartsOn::Agreed => Some("agreeing the plan"),
        StartsOn::Meeting => Some("the meeting"),
        StartsOn::Review => Some("the review"),
        StartsOn::Decided => Some("the decision"),
        StartsOn::Referred => Some("the referral"),
        StartsOn::Complaint => Some("the complaint"),
        StartsOn::Resolved | StartsOn::Closed => Some("its end"),
        StartsOn::StageEntered
        | StartsOn::FormalEntered
        | StartsOn::Entered { .. }
        | StartsOn::Left { .. }
        | StartsOn::Duty { .. }
        | StartsOn::Due { .. }
        | StartsOn::Lapsed { .. }
        | StartsOn::ActionMissed => None,
    }
}
