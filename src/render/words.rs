//! Phrases that are put together in more than one place: counts, lists, people, days left.

use crate::domain::dispute::{ActionState, Party};
use crate::domain::policy::{Policy, Strength};
use crate::domain::time::{Moment, describe};

/// `1 dispute`, `2 disputes`.
pub fn count(number: usize, thing: &str) -> String {
    if number == 1 { format!("1 {thing}") } else { format!("{number} {thing}s") }
}

/// `a`, `a and b`, `a, b and c`.
pub fn list<T: AsRef<str>>(items: &[T], last: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_string(),
        [rest @ .., end] => {
            let rest: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", rest.join(", "), end.as_ref())
        }
    }
}

/// A person on a work list: the name where it is known, with the role's title; else the titles.
pub fn party(party: &Party, policy: &Policy) -> String {
    let titles: Vec<&str> = party.roles.iter().map(|role| policy.role_title(role)).collect();
    match (&party.name, &party.role) {
        (Some(name), Some(role)) => format!("{name} ({})", policy.role_title(role)),
        (Some(name), None) => name.clone(),
        (None, _) => list(&titles, "or"),
    }
}

/// How an action stands.
pub fn action_state(state: ActionState) -> &'static str {
    match state {
        ActionState::Open => "open",
        ActionState::Done => "done",
        ActionState::Missed => "not done",
    }
}

/// How binding a limit is, in words; nothing for one that simply holds.
pub fn strength(strength: Strength) -> Option<&'static str> {
    match strength {
        Strength::Hard => None,
        Strength::Aim => Some("an aim"),
        Strength::Agreed => Some("agreed"),
        Strength::Advisory => Some("for guidance"),
    }
}

/// The time that is left, or that it is late by.
pub fn days_left(left: i64, status: Option<&str>) -> String {
    let days = count(left.unsigned_abs() as usize, "working day");
    match (status, left) {
        (Some("today"), _) => "due today".to_string(),
        (Some("overdue"), 0) => "overdue".to_string(),
        (Some("overdue"), _) => format!("{days} overdue"),
        (_, _) => format!("{days} left"),
    }
}

/// A day, with the time where there is one: `Mon 2 March 2026 10:15`.
pub fn moment(moment: Moment) -> String {
    match moment.instant() {
        Some(at) => format!("{} {}", describe(moment.date()), at.format("%H:%M")),
        None => describe(moment.date()),
    }
}
