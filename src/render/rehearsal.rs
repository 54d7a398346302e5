//! A rehearsal as an author reads it: day by day, what begins, what is due and why then.

use super::policy::{circumstances, starts_on};
use super::{clean, words, wrap};
use crate::domain::policy::Policy;
use crate::domain::rehearsal::{NotStarted, Rehearsal, Scene, What, WhyNot};
use crate::domain::time::describe;

/// The timeline; `every_day` shows how each date was counted, day by day.
pub fn in_words(rehearsal: &Rehearsal, policy: &Policy, every_day: bool, width: usize) -> String {
    let mut lines = vec![
        format!("{} ({} {})", policy.title, policy.id, policy.version),
        "If nobody answers, and each step is taken on the working day after its date:".to_string(),
    ];
    for scene in &rehearsal.scenes {
        lines.extend(lines_of(scene, policy, every_day));
    }
    lines.push(String::new());
    lines.extend(rehearsal.notes.iter().map(|note| format!("- {note}")));
    lines.extend(rehearsal.not_started.iter().map(|one| format!("- {}", waiting(one, policy))));
    let lines: Vec<String> = lines.iter().map(|line| clean::line(line)).collect();
    wrap::hanging(&lines, width)
}

/// A clock that never began, and why.
fn waiting(one: &NotStarted, policy: &Policy) -> String {
    let of = one.stage.as_ref().map(|stage| format!(" of {}", policy.stage_title(stage))).unwrap_or_default();
    let why = match &one.why {
        WhyNot::StageNotReached => "the stage is not reached here".to_owned(),
        WhyNot::When(when) => {
            circumstances(when, policy).map_or_else(String::new, |when| format!("it runs only {when}"))
        }
        WhyNot::Waits(starts) => {
            let starts: Vec<String> = starts.iter().map(starts_on).collect();
            format!("it counts from {}, which doesn't happen here", words::list(&starts, "or"))
        }
        WhyNot::NoDate { because, flag } => format!("{because}; `--{flag}` gives it"),
        WhyNot::NotAgreed => "its time is left to be agreed, and is not".to_owned(),
    };
    format!("`{}`{of} doesn't start ({}): {why}", one.clock, one.label)
}

fn lines_of(scene: &Scene, policy: &Policy, every_day: bool) -> Vec<String> {
    let at = scene.at.map(|at| format!(" {}", at.format("%H:%M"))).unwrap_or_default();
    let day = format!("{}{at}", describe(scene.on));
    let whom = scene.r#for.as_ref().map(|party| words::party(party, policy)).unwrap_or_default();
    let source = scene.source.as_deref().filter(|source| !source.is_empty());
    let source = source.map(|source| format!(" [{source}]")).unwrap_or_default();
    if scene.what == What::Begins {
        return vec![String::new(), format!("{day}  {}: {whom}", scene.text)];
    }
    if scene.what == What::Extended {
        let more = scene.limit.as_deref().unwrap_or_default();
        return vec![format!("  {day}  {}: {more} more are agreed{source}", scene.text)];
    }
    let fate = match scene.what {
        What::Kept => "done by then",
        What::Late => "done late",
        What::Left => "over by then",
        What::Extended => "",
        What::Begins | What::Missed => "not done",
    };
    let kind = scene
        .strength
        .and_then(|kind| words::strength(kind, scene.limit.as_deref().unwrap_or_default()))
        .map(|kind| format!(" ({kind})"))
        .unwrap_or_default();
    let mut lines = vec![
        format!("  {day}  {}: {whom}{kind}, {fate}", scene.text),
        format!("      {}{source}", scene.reason.as_deref().unwrap_or_default()),
    ];
    if every_day {
        lines.extend(scene.explain.iter().skip(1).map(|line| format!("        {line}")));
    }
    lines
}
