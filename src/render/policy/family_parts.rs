//! The parts of the summary for families that are not about one stage: where a dispute starts, how long it takes, what
//! happens at the end, what a child can do.

use chrono::Weekday;

use super::conditions::conditions_for_families as conditions;
use super::family_clocks::{by_when, counts_from_the_end, is_next_day, length, more_time};
use super::{raisers, whom_to_ask};
use crate::domain::calendar::{Counting, HoursMean, NamedPeriod};
use crate::domain::holidays::Division;
use crate::domain::limit::Limit;
use crate::domain::policy::{
    CaseType, ClockRule, Duty, EndsOn, Enforce, Ladder, LimitRule, Policy, ReferralWhen, RoleId, Stage, StageId,
    StartRule, StartsOn, Strength, Verb, When,
};
use crate::domain::text::each_once;
use crate::domain::time::without_weekday;
use crate::render::words;

/// Each part with its heading; empty parts are left out.
pub fn parts(policy: &Policy) -> Vec<(String, Vec<String>)> {
    let reasons = policy.praise.iter().flat_map(|praise| praise.reasons.clone());
    let contacts = policy.contacts.iter().filter(|one| one.for_families);
    let contacts = contacts.map(|one| format!("{}: {}", policy.role_title(&one.role), one.text));
    let to = words::capital(&policy.referred_to(None));
    let parts = [
        ("If it is about you", for_the_child(policy)),
        ("Which way it takes", ladders(policy)),
        ("Where it starts", entry(policy)),
        ("How long it may take", how_long_in_all(policy)),
        (to.as_str(), outside(policy)),
        ("These things should be done: you can ask whether they have been", along(policy)),
        ("How it ends, and what should be done then", at_the_end(policy)),
        ("Good work is written down, too", reasons.collect()),
        ("Who to ring", contacts.collect()),
    ];
    let filled = parts.into_iter().filter(|(_, lines)| !lines.is_empty());
    filled.map(|(title, lines)| (title.to_string(), lines)).collect()
}

/// What a child can do, in words for a child of ten. It holds under every protocol that is about children.
fn for_the_child(policy: &Policy) -> Vec<String> {
    if !policy.covers.iter().any(|case| case.is_about_a_child()) {
        return Vec::new();
    }
    let raiser = whom_to_ask(policy);
    let job = policy
        .raisers
        .contains(&RoleId::IRO)
        .then(|| format!("Your {raiser} checks that the grown-ups look after you well and do what they promised."));
    let can = [
        format!("You can ask your {raiser} to speak up for you when something is not right."),
        "You can ask how it is going, and how it ended.".to_string(),
        "You can ask what they did for you, and why.".to_string(),
        format!(
            "You can make a complaint. That means telling {} that you are unhappy with something it did.",
            whose(policy)
        ),
        "You can have an advocate. That is a grown-up who is on your side and helps you to say what you want."
            .to_string(),
    ];
    let own = policy.guidance.iter().filter(|one| one.for_families).map(|one| ended(&one.text));
    job.into_iter().chain(can).chain(own).collect()
}

/// Whose protocol it is, within a sentence: by its name, unless that is a council's or a place's.
pub(super) fn whose(policy: &Policy) -> String {
    match &policy.authority {
        Some(name) if name.contains(' ') && !name.to_lowercase().contains("council") => name.clone(),
        _ if policy.counting.division == Division::NorthernIreland => "the authority".to_string(),
        Some(_) | None => "the council".to_string(),
    }
}

fn ended(text: &str) -> String {
    format!("{}.", text.trim_end_matches('.'))
}

/// What a policy asks to be done on the way, whatever happens, or unless something speaks against it.
fn along(policy: &Policy) -> Vec<String> {
    let of_meeting = |duty: &Duty| duty.from == [StartsOn::Meeting];
    let always = |duty: &&Duty| is_usual(duty) && (duty.from.is_empty() || of_meeting(duty)) && !duty.at_end;
    // What only brings a step to mind may be left undone.
    let promised = |duty: &&Duty| duty.before.is_empty() || duty.enforce != Enforce::Remind;
    let along = policy.duties.iter().filter(|duty| !policy.is_satisfaction(duty)).filter(always).filter(promised);
    // Duties before raising come first; those that only guard another step are left out.
    let first = |duty: &&Duty| duty.before.iter().any(|step| step.verb == Verb::Raise && step.stage.is_none());
    let (before, along): (Vec<&Duty>, Vec<&Duty>) = along.partition(first);
    let along = before.into_iter().chain(along.into_iter().filter(|duty| !duty.stages.is_empty()));
    each_once(along.map(|duty| format!("{}{}", only_at(duty, policy), done(duty, policy))))
}

/// Whether a duty is owed in every dispute, but for circumstances that speak against it.
fn is_usual(duty: &Duty) -> bool {
    duty.when == When { none: duty.when.none.clone(), ..When::default() }
}

/// What is so once a duty is done, and what speaks against it.
fn done(duty: &Duty, policy: &Policy) -> String {
    match conditions(&duty.when, policy) {
        Some(unless) => format!("{} ({unless}).", duty.text.trim_end_matches('.')),
        None => ended(&duty.text),
    }
}

/// The ladders that something applies to, if not to every dispute: `Urgent route: `. Otherwise empty.
fn only_on(policy: &Policy, is_on: impl Fn(&Policy) -> bool) -> String {
    let named = || policy.ladders.iter().filter(|ladder| ladder.named);
    let on: Vec<&str> = named().filter(|one| is_on(&one.policy)).map(|one| one.title.as_str()).collect();
    match on.is_empty() || on.len() == named().count() {
        true => String::new(),
        false => format!("{}: ", words::list(&on, "and")),
    }
}

fn only_on_with_clock(clock: &ClockRule, policy: &Policy) -> String {
    only_on(policy, |ladder| ladder.clocks.iter().any(|one| one.id == clock.id && one.label == clock.label))
}

/// The ladders or the stages that a duty is owed in, if not everywhere: `At Stage 1: `.
fn only_at(duty: &Duty, policy: &Policy) -> String {
    let on = |ladder: &Policy| ladder.duties.iter().any(|one| one.id == duty.id && one.text == duty.text);
    let owed_in = |stage: &StageId| duty.stages.contains(stage);
    let mut ladders = policy.each_ladder().into_iter().filter(|ladder| on(ladder));
    if duty.stages.is_empty() || ladders.all(|ladder| ladder.stages.iter().all(|stage| owed_in(&stage.id))) {
        return only_on(policy, on);
    }
    let formal: Vec<&StageId> = policy.stages.iter().filter(|one| one.is_formal()).map(|one| &one.id).collect();
    let titles: Vec<&str> = duty.stages.iter().map(|id| policy.stage_title(id)).collect();
    match formal.len() == titles.len() && formal.len() > 1 && formal.into_iter().all(owed_in) {
        true => format!("At each {} {}: ", policy.labels.formal, policy.labels.stage),
        false => format!("At {}: ", words::list(&titles, "and")),
    }
}

/// Who ends a dispute, and what has to be done then.
fn at_the_end(policy: &Policy) -> Vec<String> {
    let ends = policy.raiser_ends.as_ref().map(|_| format!("It ends when the {} is satisfied.", raisers(policy)));
    let in_stages = policy.stages.iter().flat_map(|stage| stage.clocks.iter().map(move |clock| (Some(stage), clock)));
    let all = in_stages.chain(policy.clocks.iter().map(|clock| (None, clock)));
    let clocks: Vec<(Option<&Stage>, &ClockRule)> = all.filter(|(_, clock)| counts_from_the_end(clock)).collect();
    // A duty that has a clock is described with its time.
    let timed = |duty: &Duty| clocks.iter().any(|(_, clock)| clock.until.contains(&EndsOn::Duty(duty.id.clone())));
    let duties = policy.duties.iter().filter(|duty| duty.at_end && is_usual(duty) && !timed(duty));
    let duties = duties.map(|duty| format!("{}{}", only_at(duty, policy), done(duty, policy)));
    let timed = clocks.iter().map(|(stage, clock)| {
        let only = stage.map_or_else(|| only_on_with_clock(clock, policy), |stage| format!("At {}: ", stage.title));
        format!("{only}{}", by_when(clock, *stage, policy))
    });
    each_once(ends.into_iter().chain(duties).chain(timed))
}

/// The limits that are not about one stage, and what a working day is.
fn how_long_in_all(policy: &Policy) -> Vec<String> {
    let settles = |clock: &&ClockRule| clock.until.contains(&EndsOn::Resolved);
    let (whole, others): (Vec<&ClockRule>, Vec<&ClockRule>) = policy.clocks.iter().partition(settles);
    let of_ladders = policy.ladders.iter().filter(|ladder| ladder.policy.total != policy.total);
    let of_ladders = of_ladders.filter_map(|ladder| {
        let total = ladder.policy.total.as_ref()?;
        Some(format!("{}: {}", ladder.title, how_long(total, &ladder.policy)))
    });
    let start = policy.raise_within.iter().map(|clock| by_when(clock, None, policy));
    let ladders_own = policy.ladders.iter().filter(|ladder| ladder.policy.raise_within != policy.raise_within);
    let ladders_own = ladders_own.filter_map(|ladder| {
        let clock = ladder.policy.raise_within.as_ref()?;
        Some(format!("{}: {}", ladder.title, by_when(clock, None, &ladder.policy)))
    });
    let beside = |clock: &ClockRule, said: String| format!("{}{said}", only_on_with_clock(clock, policy));
    let total = policy.total.iter().map(|total| how_long(total, policy));
    let whole = whole.into_iter().map(|clock| beside(clock, how_long(clock, policy)));
    let others = others.into_iter().filter(|clock| !counts_from_the_end(clock));
    let others = others.map(|clock| beside(clock, by_when(clock, None, policy)));
    let mut lines: Vec<String> =
        start.chain(ladders_own).chain(total).chain(whole).chain(of_ladders).chain(others).collect();
    if policy.stages.iter().any(|stage| !stage.clocks.is_empty()) || !lines.is_empty() {
        lines.push(working_days(&policy.counting));
        lines.extend(working_hours(policy));
    }
    lines
}

/// When the office is open, if a limit is in its hours.
fn working_hours(policy: &Policy) -> Option<String> {
    let (from, to) = policy.counting.office?;
    let in_hours = |limit: &Limit| policy.counting.hours_of(limit) == Some(HoursMean::Office);
    let counts = |clock: &ClockRule| match &clock.limit {
        LimitRule::Fixed(limit) => in_hours(limit),
        LimitRule::Agreed { fallback, ceiling } => fallback.iter().chain(ceiling).any(in_hours),
    };
    let open =
        || format!("Working hours are those from {} to {} on a working day.", from.format("%H:%M"), to.format("%H:%M"));
    policy.all_clocks().any(counts).then(open)
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// Which days are not working days.
fn working_days(counting: &Counting) -> String {
    let weekend = Counting::default().weekend;
    let weekend = match counting.weekend == weekend {
        true => "weekends".to_string(),
        false => {
            words::list(&counting.weekend.iter().map(|day| format!("{}s", weekday(*day))).collect::<Vec<_>>(), "and")
        }
    };
    let dated = |one: &NamedPeriod| match one.from == one.to {
        true => format!("{} on {}", one.name, without_weekday(one.from)),
        false => format!("{} from {} to {}", one.name, without_weekday(one.from), without_weekday(one.to)),
    };
    let closures = counting.closures.iter().map(dated);
    let open: Vec<String> = counting.open_on.iter().map(dated).collect();
    let open = match open.as_slice() {
        [] => String::new(),
        [one] => format!("; {one} counts"),
        several => format!("; {} count", words::list(several, "and")),
    };
    let off = [weekend, format!("the bank holidays of {}", counting.division.name())];
    let off: Vec<String> = off.into_iter().chain(closures).collect();
    format!("Working days leave out {}{open}.", words::list(&off, "and"))
}

/// Whom each ladder is for.
fn ladders(policy: &Policy) -> Vec<String> {
    let named = policy.ladders.iter().filter(|ladder| ladder.named);
    let whose = |ladder: &Ladder| conditions(&ladder.when, policy).unwrap_or_else(|| "for all others".to_string());
    named.map(|ladder| format!("{}: {}.", ladder.title, whose(ladder))).collect()
}

/// Where a dispute starts, if not always at the first stage; then the same for ladders with rules of their own.
fn entry(policy: &Policy) -> Vec<String> {
    let own = policy.ladders.iter().filter(|ladder| ladder.named && ladder.policy.entry != policy.entry);
    let own = own.flat_map(|ladder| {
        let lines = starts(&ladder.policy).into_iter();
        lines.map(|line| format!("{}: {}{}", ladder.title, line[..1].to_lowercase(), &line[1..])).collect::<Vec<_>>()
    });
    starts(policy).into_iter().chain(own).collect()
}

fn starts(policy: &Policy) -> Vec<String> {
    let title = |id: &StageId| policy.stage_title(id).to_string();
    let rule = |rule: &StartRule| {
        let when = conditions(&rule.when, policy).unwrap_or_else(|| "always".to_string());
        format!("At {}, {when}.", title(&rule.stage))
    };
    let mut lines: Vec<String> = policy.entry.rules.iter().map(rule).collect();
    let formal = policy.categories.iter().filter(|one| one.formal && one.condition.is_none());
    // Each ladder has a first stage of its own.
    let several = policy.ladders.iter().filter(|ladder| ladder.named).count() > 1;
    let (first, otherwise) = match several {
        true => {
            let stage = &policy.labels.stage;
            (format!("the first {} {stage}", policy.labels.formal), format!("the first {stage}"))
        }
        false => {
            let formal = policy.first_formal().map(|stage| stage.title.clone()).unwrap_or_default();
            (formal, policy.stages[0].title.clone())
        }
    };
    let under = policy.categories.iter().filter(|one| one.formal);
    let under = under.filter_map(|one| Some(format!("{} ({})", one.text, one.condition.as_ref()?)));
    let formal: Vec<String> = formal.map(|one| one.text.clone()).chain(under).collect();
    if !formal.is_empty() {
        lines.push(format!("At {first}, for: {}.", formal.join("; ")));
    }
    let formal_when = policy.entry.formal_when.iter().filter_map(|rule| conditions(&rule.when, policy));
    lines.extend(formal_when.map(|when| format!("At {first}, {when}.")));
    let again = policy.entry.repeats.as_ref().filter(|rule| rule.formal);
    lines.extend(again.map(|rule| {
        let months = words::count(rule.months as usize, "month");
        format!("At {first}, if the same is wrong for the same child again within {months}.")
    }));
    if !lines.is_empty() {
        lines.push(format!("Otherwise at {otherwise}."));
    }
    lines
}

/// A total in a sentence: over which stages, and how long.
fn how_long(total: &ClockRule, policy: &Policy) -> String {
    let title = |id: &StageId| policy.stage_title(id).to_string();
    let formal = total.from.first() == Some(&StartsOn::FormalEntered);
    let what = match (total.over.as_slice(), formal) {
        ([], true) => format!("All {} {}s together", policy.labels.formal, policy.labels.stage),
        ([], false) => total.label.clone(),
        ([one], _) => title(one),
        (stages, _) => format!("{} together", words::list(&stages.iter().map(title).collect::<Vec<_>>(), "and")),
    };
    let when = conditions(&total.when, policy).map(|when| format!(" ({when})")).unwrap_or_default();
    let what = format!("{what}{when}");
    let whole = total.over.is_empty() && formal;
    let more = total.extension.as_ref().map(|extension| more_time(extension, policy)).unwrap_or_default();
    let long = |limit: &Limit| length(limit, policy);
    let text = match (&total.limit, total.strength) {
        (LimitRule::Agreed { .. }, _) => format!("{what}: a time that is agreed each time."),
        (LimitRule::Fixed(limit), strength) if is_next_day(limit) => match strength {
            Strength::Hard | Strength::Agreed => format!("{what}: by the next working day."),
            Strength::Aim => format!("{what}: by the next working day, as an aim."),
            Strength::Advisory => format!("{what}: by the next working day, as a guide."),
        },
        (LimitRule::Fixed(limit), Strength::Hard | Strength::Agreed) if whole => {
            format!("{what} take no more than {}.", long(limit))
        }
        (LimitRule::Fixed(limit), Strength::Aim) if whole => {
            format!("{what} aim to take no more than {}.", long(limit))
        }
        (LimitRule::Fixed(limit), Strength::Advisory) if whole => {
            format!("As a guide, {} take no more than {}.", what.replacen('A', "a", 1), long(limit))
        }
        (LimitRule::Fixed(limit), Strength::Hard | Strength::Agreed) => {
            format!("{what}: no more than {}.", long(limit))
        }
        (LimitRule::Fixed(limit), Strength::Aim) => format!("{what}: {}, as an aim.", long(limit)),
        (LimitRule::Fixed(limit), Strength::Advisory) => format!("{what}: {}, as a guide.", long(limit)),
    };
    format!("{text}{more}")
}

/// The referral to a body outside the council, for those it is open to; empty if it is open to none of them.
fn outside(policy: &Policy) -> Vec<String> {
    let (by_law, by_protocol): (Vec<CaseType>, Vec<CaseType>) =
        policy.referable().into_iter().partition(|case| policy.refers_by_law(*case));
    let whom = |cases: &[CaseType]| words::list(&cases.iter().map(|case| case.whom()).collect::<Vec<_>>(), "or");
    let who = match policy.referral.as_ref().and_then(|rule| rule.by.as_ref()) {
        Some(role) => policy.role_title(role).to_string(),
        None => raisers(policy),
    };
    let word = &policy.labels.stage;
    let after = match policy.referral.as_ref().map(|rule| &rule.when) {
        Some(ReferralWhen::AfterAll) => Some(format!("after all {word}s")),
        Some(ReferralWhen::AfterStage(stage)) => Some(format!("after {}", policy.stage_title(stage))),
        Some(ReferralWhen::Any) | None => None,
    };
    let mut lines = Vec::new();
    if !by_law.is_empty() {
        let to = policy.referred_to(by_law.first().copied());
        lines.push(format!(
            "{to} looks after the interests of children in the family courts and is not part of {}. A dispute \
             about {} can be referred to {to} at any point: the {who} decides.",
            whose(policy),
            whom(&by_law)
        ));
        let normally =
            |after: &String| format!("Here that is normally done only {after}; going sooner needs a reason.");
        lines.extend(after.iter().map(normally));
    }
    if !by_protocol.is_empty() {
        let to = policy.referred_to(by_protocol.first().copied());
        let when = match &after {
            Some(after) => format!("{after}, or sooner for a reason"),
            None => "at any point".to_string(),
        };
        let whom = whom(&by_protocol);
        lines.push(format!("A dispute about {whom} can be referred to {to} {when}: the {who} decides."));
    }
    lines
}
