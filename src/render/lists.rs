//! The list of clocks, and what every list shows of a dispute in the words of its policy.

use std::sync::Arc;

use anstyle::Style;

use super::ink;
use super::table::{Cell, Column, Row, render, text, whole};
use super::view::{ClockView, DisputeView};
use super::{clean, words};
use crate::domain::dispute::{Party, Standing};
use crate::domain::policy::Policy;
use crate::domain::time::{Date, Instant, describe};
use crate::domain::worded::Worded;

/// A date by which something is due, with the time of day if it has one, and whether that is past or today.
pub fn due(date: Option<Date>, at: Option<Instant>, standing: Option<Standing>) -> Cell {
    let word = match standing {
        Some(standing) if standing.is_due() => standing.word(),
        Some(_) | None => "",
    };
    Cell::new(&date.map(words::short_date).unwrap_or_default())
        .and(&hour(at), Style::new())
        .and(word, ink::of_standing(standing))
}

/// The time of day of what is due by the hour; else empty.
fn hour(at: Option<Instant>) -> String {
    at.map(|at| at.format("%H:%M").to_string()).unwrap_or_default()
}

/// Clocks as a table of that width; without a width it is tab-separated.
pub fn clocks(views: &[(ClockView, Option<Arc<Policy>>)], width: Option<usize>) -> String {
    const COLUMNS: [Column; 6] =
        [whole("due"), whole("working days"), whole("dispute"), whole("child"), text("what"), text("from whom")];
    let rows = views.iter().map(|(view, policy)| {
        if width.is_none() {
            return Row { plain: plain_clock(view), ..Row::default() };
        }
        let kind = words::strength(view.strength, &view.limit).map(|kind| format!(" ({kind})")).unwrap_or_default();
        let style = ink::of_standing(view.pressing());
        let shown = vec![
            Cell::new(&words::short_date(view.due)).and(&hour(view.due_at), Style::new()),
            Cell::in_style(&left(view), style),
            Cell::new(&view.dispute.to_string()),
            Cell::new(&words::about(view.about())),
            Cell::new(&format!("{}{kind}", view.label)),
            Cell::new(&whom(&view.r#for, policy.as_deref())),
        ];
        Row { shown, ..Row::default() }
    });
    let text = render(&COLUMNS, rows.collect(), width);
    let reasons = views.iter().filter(|(view, _)| !view.explain.is_empty()).map(|(view, _)| {
        let head = format!("{} {}: {}", view.dispute, view.clock, describe(view.due));
        let lines = view.explain.iter().map(|line| format!("  {}", clean::line(line)));
        std::iter::once(head).chain(lines).collect::<Vec<_>>().join("\n")
    });
    std::iter::once(text).chain(reasons).collect::<Vec<_>>().join("\n\n")
}

/// The working days that are left or overdue, short enough for a column; hours for what is due at a time of day.
fn left(view: &ClockView) -> String {
    let days = view.working_days_left.unsigned_abs();
    match (view.status, view.minutes_left) {
        (Some(Standing::Today), _) if !view.strength.binds() => "today".to_string(),
        (Some(Standing::Overdue), _) if !view.strength.binds() => "passed".to_string(),
        (Some(Standing::Today), _) => "due today".to_string(),
        (Some(Standing::Overdue), Some(minutes)) => format!("{} overdue", words::duration(minutes)),
        (Some(Standing::Upcoming) | None, Some(minutes)) => format!("in {}", words::duration(minutes)),
        (Some(Standing::Overdue), None) => format!("{days} overdue"),
        (Some(Standing::Upcoming) | None, None) => format!("{days} left"),
    }
}

fn plain_clock(view: &ClockView) -> Vec<String> {
    let ahead = view.status.filter(|standing| *standing == Standing::Upcoming);
    vec![
        view.due_at.map_or_else(|| view.due.to_string(), |at| at.to_rfc3339()),
        view.pressing().or(ahead).map(Standing::word).unwrap_or_default().to_string(),
        view.working_days_left.to_string(),
        view.dispute.to_string(),
        words::about(view.about()),
        view.stage.clone().unwrap_or_default().into(),
        view.clock.to_string(),
        plain_party(Some(&view.r#for)),
        view.label.clone(),
    ]
}

/// The status of a dispute in the words of the policy, or as its plain word if the policy is not available.
pub fn status(view: &DisputeView, policy: Option<&Policy>) -> String {
    let plain = || view.status.word().replace('-', " ");
    policy.map_or_else(plain, |policy| words::status_or_end(view.status, view.result, policy))
}

/// The name or titles of a party in the words of the policy; without the policy, as `plain_party` gives it.
pub fn whom(party: &Party, policy: Option<&Policy>) -> String {
    policy.map_or_else(|| plain_party(Some(party)), |policy| words::party(party, policy))
}

/// Every role that would do, or its holder's name if that is known; the name of somebody without a role.
fn plain_party(party: Option<&Party>) -> String {
    let Some(party) = party else { return String::new() };
    let each: Vec<&str> = party.each_role().map(|(role, name)| name.unwrap_or(role.as_str())).collect();
    if each.is_empty() { party.name.clone().unwrap_or_default() } else { each.join("|") }
}
