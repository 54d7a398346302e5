//! A protocol in plain words: who it is for, its ladder, its limits, what it asks for, where each rule comes from.

pub mod changes;
mod conditions;
mod drawing;
mod facts;
mod family_clocks;
mod family_parts;
mod family_summary;
mod html;
mod markdown;
mod parts;
mod phrases;
mod rules;

use super::words;
use crate::domain::dispute::ClockToBegin;
use crate::domain::policy::{ClockRule, Policy, Responders, RoleId, Stage, StartKind, StartsOn, When};
use family_summary::FamilySummary;

/// The limit of a clock in a few words.
pub fn limit(rule: &ClockRule) -> String {
    phrases::limit(&rule.limit)
}

/// A summary for a child's family, with the ladder drawn, for a terminal.
pub fn for_family(policy: &Policy, width: usize) -> String {
    drawing::family_summary(&FamilySummary::of(policy), width)
}

/// The same summary as Markdown.
pub fn as_markdown(policy: &Policy) -> String {
    markdown::family_summary(&FamilySummary::of(policy))
}

/// The same summary as a page of HTML.
pub fn as_html(policy: &Policy) -> String {
    html::family_summary(&FamilySummary::of(policy))
}

/// Only the rules, to be compared with the document.
pub fn rules(policy: &Policy, width: usize) -> String {
    rules::in_words(policy, width)
}

/// The whole protocol for a person to read: the summary for families, then the rules one by one with where each comes
/// from.
pub fn in_full(policy: &Policy, width: usize) -> String {
    format!("{}\n\n{}", for_family(policy, width), rules::in_words(policy, width))
}

/// The circumstances of a rule, in a few words; `None` if it always holds.
pub fn circumstances(when: &When, policy: &Policy) -> Option<String> {
    conditions::conditions(when, policy)
}

/// What starts a clock, worded to follow "from".
pub fn starts_on(start: &StartsOn) -> String {
    phrases::event(start)
}

/// What a clock that has not begun counts from, worded to follow "from", and without ids: those who read it need have no
/// policy file.
pub fn starts_to_come(clock: &ClockToBegin<'_>, policy: &Policy) -> String {
    let each = clock.from.iter().map(|start| start_to_come(start, policy));
    words::list(&each.collect::<Vec<_>>(), "or")
}

fn start_to_come(start: &StartsOn, policy: &Policy) -> String {
    let duty = if let StartsOn::Duty { duty, .. } = start { policy.duty(duty) } else { None };
    match (duty, start.kind()) {
        (Some(duty), _) => format!("when this has been done: \"{}\"", duty.text),
        (None, StartKind::Done) => format!("{}, which has not been held yet", starts_on(start)),
        (None, StartKind::Here | StartKind::OnRecord) => format!("{}, which has not come yet", starts_on(start)),
        (None, StartKind::Date(id)) => {
            let rule = policy.all_clocks().find(|rule| rule.id == *id);
            rule.map_or_else(|| starts_on(start), |rule| format!("the date of “{}”", rule.label))
        }
        (
            None,
            StartKind::DayGiven(_) | StartKind::Stage(_) | StartKind::Lapse(_) | StartKind::Actions | StartKind::End,
        ) => starts_on(start),
    }
}

/// Those who may raise, as in "the Independent Reviewing Officer (IRO) or Child Protection Chair".
fn raisers(policy: &Policy) -> String {
    either(policy.raisers.iter(), policy)
}

/// Those among them whose work it is to look at the plan for a child: others may raise something, and are not there for
/// this child to turn to.
fn whom_to_ask(policy: &Policy) -> String {
    either(policy.raisers.iter().filter(|role| policy.looks_at_plans(role)), policy)
}

fn either<'a>(roles: impl Iterator<Item = &'a RoleId>, policy: &Policy) -> String {
    let titles = roles.map(|role| match policy.role_title(role) {
        title if *role == RoleId::IRO && !title.contains("IRO") => format!("{title} (IRO)"),
        title => title.to_string(),
    });
    words::list(&titles.collect::<Vec<_>>(), "or")
}

/// Whether a stage is informal or formal, unless its title says so.
fn kind_beside_title<'p>(stage: &Stage, policy: &'p Policy) -> Option<&'p str> {
    let kind = policy.labels.kind(stage.kind);
    let said = stage.title.to_lowercase().contains(&format!("({})", kind.to_lowercase()));
    (!said).then_some(kind)
}

/// The title of a role. Whoever raised a dispute may have any.
fn titled<'p>(role: &'p RoleId, policy: &'p Policy) -> &'p str {
    if *role == RoleId::RAISER { WHOEVER_RAISED_IT } else { policy.role_title(role) }
}

const WHOEVER_RAISED_IT: &str = "whoever raised it";

/// A title, or several, with an article.
fn the(titles: &str) -> String {
    if titles.starts_with(WHOEVER_RAISED_IT) { titles.to_string() } else { format!("the {titles}") }
}

fn responders(stage: &Stage, policy: &Policy, in_words: phrases::Circumstances) -> String {
    let titles = stage.responders.roles().iter();
    let titles: Vec<String> = titles.map(|role| phrases::only_when(role, stage, false, policy, in_words)).collect();
    match &stage.responders {
        Responders::AnyOf(_) => words::list(&titles, "or"),
        Responders::AllOf(_) => words::list(&titles, "and"),
        Responders::Chain(_) => titles.join(", then "),
    }
}
