//! Phrases that are put together in more than one place: counts, lists, people, days left.

use crate::domain::dispute::Party;
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

/// A person on a work list: the titles of the roles, with the name of whoever is known to hold one.
pub fn party(party: &Party, policy: &Policy) -> String {
    if party.roles.is_empty() {
        return party.name.clone().unwrap_or_default();
    }
    let each = party.roles.iter().map(|role| {
        let holder = party.holders.iter().find(|(held, _)| held == role).map(|(_, name)| name);
        match holder.or(party.name.as_ref().filter(|_| party.role.as_ref() == Some(role))) {
            Some(name) => format!("{name} ({})", policy.role_title(role)),
            None => policy.role_title(role).to_string(),
        }
    });
    list(&each.collect::<Vec<_>>(), "or")
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
