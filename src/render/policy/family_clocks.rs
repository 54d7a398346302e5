//! The limits of a protocol in sentences for families.

use super::conditions::{clock_label, conditions_for_families, waits_for_the_answer};
use super::{raisers, responders, the, titled};
use crate::domain::calendar::HoursMean;
use crate::domain::limit::{Direction, Limit, Unit};
use crate::domain::policy::{
    ClockRule, EndsOn, Extension, LimitRule, OwedAt, Policy, Responders, Stage, StageId, StartsOn, Strength, When,
    Whose,
};
use crate::render::words;

/// Whether a clock counts from the end of the dispute.
pub fn counts_from_the_end(clock: &ClockRule) -> bool {
    clock.from.first().is_some_and(StartsOn::is_the_end)
}

/// `They have 72 hours to answer.`, or `Book the panel: the Team Manager does this within 1 week.`; of a clock of this
/// stage, or beside the stages for `None`.
pub fn by_when(clock: &ClockRule, stage: Option<&Stage>, policy: &Policy) -> String {
    let when = conditions_for_families(&clock.when, policy).or_else(|| otherwise(clock, stage));
    let when = when.map(|when| format!(" ({when})")).unwrap_or_default();
    let more = clock.extension.as_ref().map(|extension| more_time(extension, policy)).unwrap_or_default();
    let text = match (answered(clock, stage, policy), clock.until.as_slice()) {
        (true, _) if clock.repeats.is_none() => to_answer(clock, &when, stage, policy),
        (_, [EndsOn::Resolved]) if since(clock, stage, policy).is_none() && clock.repeats.is_none() => {
            to_settle(clock, &when, stage, policy)
        }
        _ => {
            let kind = match clock.strength {
                Strength::Aim => ", as an aim",
                Strength::Advisory => ", for guidance",
                Strength::Hard | Strength::Agreed => "",
            };
            let (who, kind) = match (whose(clock, stage, policy), clock.strength) {
                (Some((who, "do")), Strength::Aim) => (format!("{} aim to do this ", the(&who)), ""),
                (Some((who, _)), Strength::Aim) => (format!("{} aims to do this ", the(&who)), ""),
                (Some((who, does)), Strength::Advisory | Strength::Hard | Strength::Agreed) => {
                    (format!("{} {does} this ", the(&who)), kind)
                }
                (None, _) => (String::new(), kind),
            };
            format!("{}{when}: {who}{}{kind}.", clock.label, within(clock, stage, policy))
        }
    };
    format!("{text}{more}")
}

/// `otherwise`, if another clock of that name runs in some circumstances.
fn otherwise(clock: &ClockRule, stage: Option<&Stage>) -> Option<String> {
    let mut others = stage?.clocks.iter().filter(|other| other.id == clock.id);
    others.any(|other| other.when != When::default()).then(|| "otherwise".to_string())
}

/// Who has to keep the limit, and the verb that goes with it; `None` for a clock beside the stages that is up to
/// whoever is asked then.
fn whose(clock: &ClockRule, stage: Option<&Stage>, policy: &Policy) -> Option<(String, &'static str)> {
    match &clock.whose {
        Whose::Raiser => Some((raisers(policy), "does")),
        Whose::Role(role) => Some((titled(role, policy).to_string(), "does")),
        Whose::Owner => {
            let owner = stage.and_then(|stage| stage.owner.as_ref());
            Some((owner.map_or_else(|| raisers(policy), |role| titled(role, policy).to_string()), "does"))
        }
        Whose::Responder => stage.map(|stage| {
            let each = matches!(&stage.responders, Responders::AllOf(roles) if roles.len() > 1);
            (responders(stage, policy, conditions_for_families), if each { "do" } else { "does" })
        }),
    }
}

/// The same for each clock of a stage, but two aims for the answer share one sentence.
pub fn by_when_each(clocks: &[&ClockRule], stage: &Stage, policy: &Policy) -> Vec<String> {
    let stage = Some(stage);
    let aims = |clock: &ClockRule| {
        let has_aim = clocks.iter().any(|other| other.aim_of.as_ref() == Some(&clock.id));
        let more_time = clock.extension.is_some() && !has_aim;
        let only_aimed_at = clock.strength == Strength::Aim && clock.repeats.is_none() && !more_time;
        answered(clock, stage, policy) && only_aimed_at && conditions_for_families(&clock.when, policy).is_none()
    };
    let fixed = |clock: &ClockRule| match &clock.limit {
        LimitRule::Fixed(limit) if aims(clock) => Some(limit.clone()),
        LimitRule::Fixed(_) | LimitRule::Agreed { .. } => None,
    };
    let mut limits: Vec<Limit> = clocks.iter().filter_map(|clock| fixed(clock)).collect();
    limits.sort_by_key(Limit::in_working_days);
    let [shorter, longer] = limits.as_slice() else {
        return clocks.iter().map(|clock| by_when(clock, stage, policy)).collect();
    };
    let (shorter, longer) = (in_time(shorter, policy), in_time(longer, policy));
    let more = clocks.iter().filter(|clock| fixed(clock).is_some()).find_map(|clock| clock.extension.as_ref());
    let more = more.map(|extension| more_time(extension, policy)).unwrap_or_default();
    let both = format!("They should answer {shorter}, or {longer} at the latest.{more}");
    let others = clocks.iter().filter(|clock| fixed(clock).is_none()).map(|clock| by_when(clock, stage, policy));
    std::iter::once(both).chain(others).collect()
}

/// Whether a clock runs from the beginning of its stage to the answer.
fn answered(clock: &ClockRule, stage: Option<&Stage>, policy: &Policy) -> bool {
    clock.until == [EndsOn::Answered] && since(clock, stage, policy).is_none()
}

fn to_answer(clock: &ClockRule, when: &str, stage: Option<&Stage>, policy: &Policy) -> String {
    match (&clock.limit, clock.strength) {
        (LimitRule::Fixed(limit), Strength::Hard | Strength::Agreed) if limit.n > 0 && !is_next_day(limit) => {
            format!("They have {} to answer{when}.", length(limit, policy))
        }
        (LimitRule::Fixed(_), Strength::Hard | Strength::Agreed) => {
            format!("They have to answer{when} {}.", within(clock, stage, policy))
        }
        (LimitRule::Fixed(_), Strength::Aim | Strength::Advisory) => {
            format!("They should answer{when} {}.", within(clock, stage, policy))
        }
        (LimitRule::Agreed { fallback, ceiling }, _) => {
            let terms = terms(fallback.as_ref(), ceiling.as_ref(), "they have", policy);
            format!("They agree on a date for their answer with the {}{when}{terms}.", raisers(policy))
        }
    }
}

fn to_settle(clock: &ClockRule, when: &str, stage: Option<&Stage>, policy: &Policy) -> String {
    match (&clock.limit, clock.strength) {
        (LimitRule::Agreed { fallback, ceiling }, _) => {
            let terms = terms(fallback.as_ref(), ceiling.as_ref(), "they have", policy);
            format!("They agree on a date for settling it with the {}{when}{terms}.", raisers(policy))
        }
        (LimitRule::Fixed(_), Strength::Hard | Strength::Agreed) => {
            format!("It has to be settled{when} {}.", within(clock, stage, policy))
        }
        (LimitRule::Fixed(_), Strength::Aim | Strength::Advisory) => {
            format!("The aim is to settle it{when} {}.", within(clock, stage, policy))
        }
    }
}

/// The limit that applies if nobody agreed a date, after `is_within`, and how late an agreed date may be.
fn terms(fallback: Option<&Limit>, ceiling: Option<&Limit>, is_within: &str, policy: &Policy) -> String {
    let long = |limit: &Limit| length(limit, policy);
    let most = ceiling.map(|most| format!(", at most {} later", long(most))).unwrap_or_default();
    let else_ = fallback.map(|limit| match is_next_day(limit) {
        true => "; if none is agreed, it is due on the next working day".to_string(),
        false => format!("; if none is agreed, {is_within} {}", long(limit)),
    });
    let else_ = else_.unwrap_or_default();
    format!("{most}{else_}")
}

/// `within 5 working days of the meeting`
pub fn within(clock: &ClockRule, stage: Option<&Stage>, policy: &Policy) -> String {
    let since = |word: &str| since(clock, stage, policy).map(|start| format!(" {word} {start}")).unwrap_or_default();
    match &clock.limit {
        LimitRule::Fixed(limit) if limit.n == 0 && clock.from.iter().any(StartsOn::is_a_lapse) => {
            at_once(clock, stage, policy)
        }
        LimitRule::Fixed(limit) if limit.n == 0 && clock.from == [StartsOn::Raised] => {
            "on the working day on which it is raised".to_string()
        }
        LimitRule::Fixed(limit) if limit.n == 0 => format!("on the same working day{}", since("as")),
        LimitRule::Fixed(limit) if limit.direction == Direction::Before => {
            format!("at least {limit} {}", self::since(clock, stage, policy).unwrap_or_default())
        }
        LimitRule::Fixed(limit) if clock.repeats.is_some() => every(&length(limit, policy)),
        LimitRule::Fixed(limit) => {
            let of = if is_next_day(limit) { "after" } else { "of" };
            format!("{}{}", in_time(limit, policy), since(of))
        }
        LimitRule::Agreed { fallback, ceiling } => {
            format!(
                "by a date that is agreed{}",
                terms(fallback.as_ref(), ceiling.as_ref(), "it is due within", policy)
            )
        }
    }
}

/// `within 2 working days`, `by the next working day`
fn in_time(limit: &Limit, policy: &Policy) -> String {
    match is_next_day(limit) {
        true => "by the next working day".to_string(),
        false => format!("within {}", length(limit, policy)),
    }
}

/// Whether a limit is the next working day, which is another day than the end of `1 working day` where the first day
/// counts.
pub fn is_next_day(limit: &Limit) -> bool {
    limit.unit == Unit::NextWorkingDay
}

/// `every 2 weeks`, `every week`
fn every(length: &str) -> String {
    format!("every {}", length.strip_prefix("1 ").unwrap_or(length))
}

/// When something is due on the same working day: after a date that passed that is the next one, because the date
/// itself is over.
fn at_once(clock: &ClockRule, stage: Option<&Stage>, policy: &Policy) -> String {
    let here = stage.map(|stage| &stage.id);
    let start_of_it = || format!("the start of the {}", policy.labels.stage);
    let each = clock.from.iter().map(|start| {
        let day = if start.is_a_lapse() { "next working day after" } else { "same working day as" };
        format!("on the {day} {}", event(start, here, policy).unwrap_or_else(start_of_it))
    });
    words::list(&each.collect::<Vec<_>>(), "or")
}

/// How long a limit is, with what its hours mean: `2 working days` where 48 hours mean that.
pub fn length(limit: &Limit, policy: &Policy) -> String {
    match policy.counting.hours_of(limit) {
        None if is_next_day(limit) => Limit::new(limit.n, Unit::WorkingDays).to_string(),
        None => limit.to_string(),
        Some(HoursMean::Elapsed) if policy.counting.hours == HoursMean::Elapsed => limit.to_string(),
        Some(HoursMean::Elapsed) => format!("{limit} on the clock"),
        Some(HoursMean::WorkingDays) => Limit::new(limit.n.div_ceil(24), Unit::WorkingDays).to_string(),
        Some(HoursMean::Office) if limit.unit == Unit::OfficeHours => limit.to_string(),
        Some(HoursMean::Office) => Limit::new(limit.n, Unit::OfficeHours).to_string(),
    }
}

/// ` More time can be given, 24 hours at most, if the Director approves.`
pub fn more_time(extension: &Extension, policy: &Policy) -> String {
    let most = extension.at_most.as_ref().map(|most| match is_next_day(most) {
        true => ", to the next working day at most".to_string(),
        false => format!(", {} at most", length(most, policy)),
    });
    let most = most.unwrap_or_default();
    let times = match extension.times {
        Some(1) => ", once".to_string(),
        Some(times) => format!(", {times} times at most"),
        None => String::new(),
    };
    let approved = extension.approved_by.as_ref();
    let approved = approved.map(|role| format!(", if the {} approves", policy.role_title(role))).unwrap_or_default();
    format!(" More time can be given{times}{most}{approved}.")
}

/// What the time is counted from, several starts joined with "or"; `None` if only from the beginning of the stage.
fn since(clock: &ClockRule, stage: Option<&Stage>, policy: &Policy) -> Option<String> {
    let here = stage.map(|stage| &stage.id);
    if clock.from.iter().all(|start| event(start, here, policy).is_none()) {
        return None;
    }
    let start_of_it = || format!("the start of the {}", policy.labels.stage);
    let starts: Vec<String> =
        clock.from.iter().map(|start| event(start, here, policy).unwrap_or_else(start_of_it)).collect();
    Some(words::list(&starts, "or"))
}

/// What a limit is counted from, in words; `None` for the beginning of the stage, or of the first formal one.
pub fn event(start: &StartsOn, here: Option<&StageId>, policy: &Policy) -> Option<String> {
    let event = match start {
        StartsOn::Raised => "the day it is raised".to_string(),
        StartsOn::Aware => "learning of the problem".to_string(),
        StartsOn::Arose => "the day the problem arose".to_string(),
        StartsOn::Answered => "the answer".to_string(),
        StartsOn::Agreed => "agreeing the plan".to_string(),
        StartsOn::Meeting => "the meeting".to_string(),
        StartsOn::Review => "the review".to_string(),
        StartsOn::NextReview => "the next review".to_string(),
        StartsOn::Decided => "the decision".to_string(),
        StartsOn::Referred => "the referral".to_string(),
        StartsOn::Complaint => "the complaint".to_string(),
        StartsOn::Resolved | StartsOn::Closed => "its end".to_string(),
        StartsOn::Entered { stage } => format!("the start of {}", policy.stage_title(stage)),
        StartsOn::Left { stage } => format!("the end of {}", policy.stage_title(stage)),
        StartsOn::Duty { duty, stage } => {
            let place = stage.as_ref().or(here).map(|stage| OwedAt::Stage(stage.clone()));
            let there = place.and_then(|place| policy.duty_in(duty, &place)).or_else(|| policy.duty(duty));
            match there.and_then(|duty| duty.called.clone()) {
                Some(called) => called,
                None => format!("\"{}\"", there.map_or(duty.as_str(), |duty| duty.text.as_str())),
            }
        }
        StartsOn::Lapsed { clock } if waits_for_the_answer(clock, policy) => {
            "the date by which an answer was due and did not come".to_string()
        }
        StartsOn::Lapsed { clock } => format!("the missed date of \"{}\"", clock_label(clock, policy)),
        StartsOn::Due { clock } if waits_for_the_answer(clock, policy) => {
            "the date by which an answer is due".to_string()
        }
        StartsOn::Due { clock } => format!("the date of \"{}\"", clock_label(clock, policy)),
        StartsOn::ActionMissed => "the missed date of an action".to_string(),
        StartsOn::StageEntered | StartsOn::FormalEntered => return None,
    };
    Some(event)
}
