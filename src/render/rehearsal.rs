//! A rehearsal as an author reads it: day by day, what begins, what is due and why then.

use super::policy::{circumstances, starts_on};
use super::{clean, words, wrap};
use crate::domain::policy::{Policy, StageId, StartsOn, Strength};
use crate::domain::rehearsal::{NotStarted, Rehearsal, Scene, What, WhyNot};
use crate::domain::text::each_once;
use crate::domain::time::{describe, describe_at};

/// The timeline; `every_day` shows how each date was counted, day by day.
pub fn in_words(rehearsal: &Rehearsal, policy: &Policy, every_day: bool, width: usize) -> String {
    let mut lines = vec![
        format!("{} ({} {})", policy.title, policy.id, policy.version),
        format!("{}, and each step is taken {}:", assumption(rehearsal), steps(rehearsal)),
    ];
    for scene in &rehearsal.scenes {
        lines.extend(lines_of(scene, policy, every_day));
    }
    lines.push(String::new());
    lines.extend(rehearsal.notes.iter().map(|note| format!("- {note}")));
    let (ahead, others): (Vec<&NotStarted>, Vec<&NotStarted>) =
        rehearsal.not_started.iter().partition(|one| is_ahead(one));
    lines.extend(others.into_iter().map(|one| format!("- {}", waiting(one, policy))));
    lines.extend(not_reached(&ahead, policy));
    let lines: Vec<String> = lines.iter().map(|line| clean::line(line)).collect();
    wrap::hanging(&lines, width)
}

/// What the dates depend on.
fn assumption(rehearsal: &Rehearsal) -> &'static str {
    match rehearsal.scenes.iter().any(|one| one.what.is_given()) {
        false => "If nobody answers",
        true => "If nobody does more than is given here",
    }
}

/// When the steps are taken.
fn steps(rehearsal: &Rehearsal) -> &'static str {
    match rehearsal.escalated.is_empty() {
        true => "on the working day after its date",
        false => "when that is given, else on the working day after its date",
    }
}

fn is_ahead(one: &NotStarted) -> bool {
    matches!(one.why, WhyNot::StageNotReached) && one.stage.is_some()
}

/// The stages that are not reached, a line each, with the clocks that would run there.
fn not_reached(ahead: &[&NotStarted], policy: &Policy) -> Vec<String> {
    let stages = each_once(ahead.iter().filter_map(|one| one.stage.as_ref()));
    let line = |stage: &StageId| {
        let there = ahead.iter().filter(|one| one.stage.as_ref() == Some(stage));
        let clocks = each_once(there.map(|one| format!("`{}`", one.clock)));
        let stage = policy.stage_title(stage);
        format!("- {stage} is not reached here, so that nothing starts there: {}", words::list(&clocks, "and"))
    };
    stages.into_iter().map(line).collect()
}

/// A clock that never started, and why.
fn waiting(one: &NotStarted, policy: &Policy) -> String {
    let of = one.stage.as_ref().map(|stage| format!(" of {}", policy.stage_title(stage))).unwrap_or_default();
    let why = match &one.why {
        WhyNot::StageNotReached => "the stage is not reached here".to_owned(),
        WhyNot::When(when) => {
            let only = |when: &str| if when.starts_with("unless ") { "" } else { "only " };
            circumstances(when, policy).map_or_else(String::new, |when| format!("it applies {}{when}", only(&when)))
        }
        WhyNot::Waits(from) => {
            let starts: Vec<String> = from.iter().map(starts_on).collect();
            let flag = played_by(from).map(|flag| format!("; `{flag}` plays it")).unwrap_or_default();
            format!("it counts from {}, which doesn't happen here{flag}", words::list(&starts, "or"))
        }
        WhyNot::NoDate { because, flag } => format!("{because}; `--{flag}` gives it"),
        WhyNot::NotOwed => "what it waits for is not owed after this end".to_owned(),
        WhyNot::Instead(when) => {
            let when = circumstances(when, policy).map(|when| format!(" {when}")).unwrap_or_default();
            format!("another `{}` runs in its place{when}", one.clock)
        }
        WhyNot::Terms(listed) => return format!("`{}`{of}, “{}”, has no date: {listed}", one.clock, one.label),
        WhyNot::NotAgreed => "its time is left to be agreed, and no date has been agreed".to_owned(),
    };
    format!("`{}`{of}, “{}”, doesn't start: {why}", one.clock, one.label)
}

/// Temporary substitutes, a line each: at the beginning of a stage those who act on that day, at a later scene those
/// who did not act yet when its clock started.
fn acting(scene: &Scene, policy: &Policy) -> Vec<String> {
    let Some(party) = &scene.r#for else { return Vec::new() };
    let acting = match scene.started {
        None => words::acting(party, policy, scene.on),
        Some(started) => words::acting_since(party, policy, scene.on, started),
    };
    acting.into_iter().map(|line| format!("      {line}")).collect()
}

/// The flag that makes one of these starts happen in the rehearsal; `None` if there is none.
fn played_by(starts: &[StartsOn]) -> Option<&'static str> {
    let flags = [
        (StartsOn::Answered, "--respond DATE"),
        (StartsOn::Agreed, "--agree DATE"),
        (StartsOn::Meeting, "--meeting DATE"),
        (StartsOn::Decided, "--decide DATE"),
        (StartsOn::Referred, "--refer DATE"),
        (StartsOn::Complaint, "--complaint DATE"),
    ];
    let flag = flags.into_iter().find(|(start, _)| starts.contains(start)).map(|(_, flag)| flag);
    let done = || starts.iter().any(|start| matches!(start, StartsOn::Duty { .. })).then_some("--done DUTY=DATE");
    flag.or(starts.iter().any(StartsOn::is_the_end).then_some("--resolve DATE")).or_else(done)
}

fn lines_of(scene: &Scene, policy: &Policy, every_day: bool) -> Vec<String> {
    // A line is placed at the day on which something happened.
    let day = scene.met_early.map_or_else(|| describe_at(scene.on, scene.at), describe);
    let whom = scene.r#for.as_ref().map(|party| words::party(party, policy)).unwrap_or_default();
    let source = scene.source.as_deref().filter(|source| !source.is_empty());
    let source = source.map(|source| format!(" [{source}]")).unwrap_or_default();
    if scene.what == What::Begins {
        let mut lines = vec![String::new(), format!("{day}  {}: {whom}", scene.text)];
        lines.extend(acting(scene, policy));
        return lines;
    }
    if scene.what == What::Extended {
        let more = scene.limit.as_deref().unwrap_or_default();
        let by = if whom.is_empty() { String::new() } else { format!(", approved by {whom}") };
        return vec![format!("  {day}  {}: {more} more agreed{by}{source}", scene.text)];
    }
    if let What::Resolved | What::Withdrawn | What::Complaint = scene.what {
        return vec![String::new(), format!("{day}  {}", scene.text)];
    }
    if scene.what.is_given() {
        let by = if whom.is_empty() { String::new() } else { format!(": {whom}") };
        return vec![format!("  {day}  {}{by}", scene.text)];
    }
    let fate = match scene.what {
        What::Kept => match scene.met_early {
            Some(_) => format!("met; due {}", describe_at(scene.on, scene.at)),
            None => "done by then".to_owned(),
        },
        What::Late => "done late".to_owned(),
        What::Left => "over by then".to_owned(),
        What::Begins
        | What::Extended
        | What::Answered
        | What::Agreed
        | What::Met
        | What::Decided
        | What::Done
        | What::Referred
        | What::Complaint
        | What::Withdrawn
        | What::Resolved => String::new(),
        What::Missed => "not done".to_owned(),
    };
    // If an aim is shown beside a limit, its label already says that it is an aim.
    let strength = scene.strength.filter(|strength| *strength != Strength::Aim || !scene.text.ends_with("(aim)"));
    let kind = strength
        .and_then(|kind| words::strength(kind, scene.limit.as_deref().unwrap_or_default()))
        .map(|kind| format!(" ({kind})"))
        .unwrap_or_default();
    let mut lines = vec![
        format!("  {day}  {}: {whom}{kind}, {fate}", scene.text),
        format!("      {}{source}", scene.reason.as_deref().unwrap_or_default()),
    ];
    lines.extend(acting(scene, policy));
    if every_day {
        lines.extend(scene.explain.iter().skip(1).map(|line| format!("        {line}")));
    }
    lines
}
