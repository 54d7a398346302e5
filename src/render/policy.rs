//! A protocol in plain words: who it is for, its ladder, its limits, what is asked for, where each rule comes from.

pub mod changes;
mod drawing;
mod facts;
mod html;
mod leaflet;
mod markdown;
mod phrases;

use super::{clean, policy_parts, words, wrap};
use crate::domain::policy::{ClockRule, Duty, Policy, Responders, Stage, StageKind, Whose};
use leaflet::Leaflet;

/// What a child's family would want to know of it, with the ladder drawn.
pub fn for_family(policy: &Policy, width: usize) -> String {
    drawing::leaflet(&Leaflet::of(policy), width)
}

/// The same as Markdown.
pub fn as_markdown(policy: &Policy) -> String {
    markdown::leaflet(&Leaflet::of(policy))
}

/// The same as a page of its own.
pub fn as_html(policy: &Policy) -> String {
    html::leaflet(&Leaflet::of(policy))
}

/// The whole protocol for a person to read: the leaflet, then its rules one by one with where each comes from.
pub fn in_full(policy: &Policy, width: usize) -> String {
    format!("{}\n\n{}", for_family(policy, width), in_words(policy, width))
}

/// The rules.
fn in_words(policy: &Policy, width: usize) -> String {
    let mut lines = vec![
        "The rules in full".to_string(),
        format!("{} {}, in effect from {}", policy.id, policy.version, policy.effective_on),
        format!("From: {}", policy.document.title),
        String::new(),
    ];
    let raisers: Vec<&str> = policy.raisers.iter().map(|role| policy.role_title(role)).collect();
    lines.push(format!("Raised by: {}", words::list(&raisers, "or")));
    lines.extend(ladder(policy));
    for clock in policy.beside_the_ladder() {
        lines.push(clock_line(clock, policy, None));
    }
    lines.extend(section(
        "Asked for before a step",
        policy.duties.iter().filter(|duty| !duty.before.is_empty()).map(duty_line),
    ));
    lines.extend(section(
        "To be done on the way",
        policy.duties.iter().filter(|duty| duty.before.is_empty()).map(duty_line),
    ));
    let texts = policy.asks.iter().map(|ask| {
        let before: Vec<String> = ask.before.iter().map(ToString::to_string).collect();
        format!("{} before: {} ({})", ask.ask, before.join(", "), ask.source)
    });
    lines.extend(section("Texts and answers", texts));
    for (title, part) in policy_parts::sections(policy) {
        lines.extend(section(title, part.into_iter()));
    }
    lines.extend(section(
        "Facts of its own (`--field`)",
        policy.fields.iter().map(|field| {
            let values =
                if field.values.is_empty() { String::new() } else { format!(" [{}]", field.values.join(", ")) };
            format!("{}: {}{values}", field.id, field.text)
        }),
    ));
    lines.extend(section("Guidance", policy.guidance.iter().map(|one| format!("{} ({})", one.text, one.source))));
    lines.extend(section("Read with", policy.references.iter().cloned()));
    let lines: Vec<String> = lines.iter().map(|line| clean::line(line)).collect();
    wrap::hanging(&lines, width)
}

/// The ladder, drawn from the bottom rung up as one climbs it: first stage first.
fn ladder(policy: &Policy) -> Vec<String> {
    let mut lines = vec![String::new(), "Stage by stage".to_string()];
    for stage in &policy.stages {
        lines.push(format!("  {}  {} ({})", stage.id, stage.title, kind(stage)));
        lines.push(format!("    answers: {}", responders(stage, policy)));
        lines.extend(stage.owner.as_ref().map(|role| format!("    driven by: {}", policy.role_title(role))));
        if !stage.satisfied.is_empty() {
            let titles: Vec<&str> = stage.satisfied.iter().map(|role| policy.role_title(role)).collect();
            lines.push(format!("    must be satisfied before it ends here: {}", words::list(&titles, "and")));
        }
        if !stage.next.is_empty() {
            lines.push(format!("    leads to: {}", words::list(&stage.next, "or")));
        }
        lines.extend(stage.clocks.iter().map(|clock| clock_line(clock, policy, Some(stage))));
        if !stage.copy_to.is_empty() {
            let told: Vec<&str> = stage.copy_to.iter().map(|role| policy.role_title(role)).collect();
            lines.push(format!("    copied to: {}", words::list(&told, "and")));
        }
        if let Some(meeting) = &stage.meeting {
            let chair = meeting.chair.as_ref().map(|chair| format!(", chaired by {}", policy.role_title(chair)));
            lines.push(format!("    meeting: {}{}", meeting.title, chair.unwrap_or_default()));
        }
    }
    lines
}

fn kind(stage: &Stage) -> &'static str {
    match stage.kind {
        StageKind::Informal => "informal",
        StageKind::PreFormal => "before the formal stages",
        StageKind::Formal => "formal",
    }
}

fn responders(stage: &Stage, policy: &Policy) -> String {
    let titles: Vec<&str> = stage.responders.roles().iter().map(|role| policy.role_title(role)).collect();
    match &stage.responders {
        Responders::AnyOf(_) => words::list(&titles, "or"),
        Responders::AllOf(_) => words::list(&titles, "and"),
        Responders::Chain(_) => titles.join(", then "),
    }
}

fn clock_line(clock: &ClockRule, policy: &Policy, stage: Option<&Stage>) -> String {
    let limit = phrases::limit(&clock.limit);
    let over = if clock.over.is_empty() { String::new() } else { format!(", over {}", phrases::over(clock)) };
    let when = leaflet::conditions(&clock.when, policy).map(|when| format!("; {when}")).unwrap_or_default();
    let more = clock.extension.as_ref().map(|more| format!("; {}", phrases::extension(more))).unwrap_or_default();
    let kind = words::strength(clock.strength).map(|kind| format!(", {kind}")).unwrap_or_default();
    let whom = match &clock.whose {
        Whose::Role(role) => format!(", {}", policy.role_title(role)),
        Whose::Owner => stage
            .and_then(|stage| stage.owner.as_ref())
            .map(|role| format!(", {}", policy.role_title(role)))
            .unwrap_or_default(),
        Whose::Responder | Whose::Raiser => String::new(),
    };
    let indent = if stage.is_some() { "    " } else { "  " };
    format!("{indent}{}: {} ({limit}{kind}{over}{whom}{when}{more}; {})", clock.id, clock.label, clock.source)
}

fn duty_line(duty: &Duty) -> String {
    let before: Vec<String> = duty.before.iter().map(ToString::to_string).collect();
    let when = match (before.is_empty(), duty.stages.is_empty()) {
        (false, _) => format!(" before: {}", before.join(", ")),
        (true, false) => format!(" at {}", duty.stages.join(", ")),
        (true, true) => String::new(),
    };
    format!("{}: {}{when} ({})", duty.id, duty.text, duty.source)
}

fn section(title: &str, items: impl Iterator<Item = String>) -> Vec<String> {
    let items: Vec<String> = items.map(|item| format!("  {item}")).collect();
    if items.is_empty() { items } else { [String::new(), title.to_string()].into_iter().chain(items).collect() }
}
