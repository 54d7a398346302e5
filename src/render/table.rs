//! Lists for people: a table at a terminal, tab-separated lines in a pipe.

use std::sync::Arc;

use anstyle::{AnsiColor, Style};
use comfy_table::presets::NOTHING;
use comfy_table::{ContentArrangement, Table};

use super::view::{ClockView, DisputeView};
use super::{clean, words};
use crate::domain::dispute::Party;
use crate::domain::policy::Policy;
use crate::domain::time::{Date, describe};

const LATE: Style = AnsiColor::Red.on_default().bold();
const TODAY: Style = AnsiColor::Yellow.on_default().bold();
const STRONG: Style = Style::new().bold();

/// The words that are coloured; they say the same without their colour.
const OVERDUE: &str = "overdue";
const DUE_TODAY: &str = "due today";

/// Disputes, each with its policy, as a table of that width; tab-separated where no width is given.
pub fn disputes(views: &[(DisputeView, Option<Arc<Policy>>)], width: Option<usize>) -> String {
    let Some(width) = width else {
        return separated(views.iter().map(|(view, _)| plain_dispute(view)));
    };
    let rows = views.iter().map(|(view, policy)| {
        let due = view.due.map(words::short_date).unwrap_or_default();
        let late = if view.overdue { format!("{due} {OVERDUE}") } else { due };
        let waiting = view.waiting_on.as_ref().map(|party| whom(party, policy)).unwrap_or_default();
        vec![
            view.id.to_string(),
            clean::line(&view.child),
            clean::line(view.stage_title.as_deref().unwrap_or_default()),
            view.status.replace('-', " "),
            clean::line(&waiting),
            late,
        ]
    });
    table(&["id", "child", "stage", "status", "waiting for", "due"], rows, width)
}

/// Clocks, each with its policy, as a table of that width; tab-separated where no width is given.
pub fn clocks(views: &[(ClockView, Option<Arc<Policy>>)], width: Option<usize>) -> String {
    let text = match width {
        Some(width) => clock_table(views, width),
        None => separated(views.iter().map(|(view, _)| plain_clock(view))),
    };
    let reasons = views.iter().filter(|(view, _)| !view.explain.is_empty()).map(|(view, _)| {
        let head = format!("{} {}: {}", view.dispute, view.clock, describe(view.due));
        let lines = view.explain.iter().map(|line| format!("  {}", clean::line(line)));
        std::iter::once(head).chain(lines).collect::<Vec<_>>().join("\n")
    });
    std::iter::once(text).chain(reasons).collect::<Vec<_>>().join("\n\n")
}

fn clock_table(views: &[(ClockView, Option<Arc<Policy>>)], width: usize) -> String {
    let rows = views.iter().map(|(view, policy)| {
        let at = view.due_at.map(|at| format!(" {}", at.format("%H:%M"))).unwrap_or_default();
        let kind = words::strength(view.strength).map(|kind| format!(" ({kind})")).unwrap_or_default();
        vec![
            format!("{}{at}", words::short_date(view.due)),
            left(view),
            view.dispute.to_string(),
            clean::line(&view.child),
            clean::line(&format!("{}{kind}", view.label)),
            clean::line(&whom(&view.r#for, policy)),
        ]
    });
    table(&["due", "working days", "dispute", "child", "what", "from whom"], rows, width)
}

/// The working days that are left, or by which it is late.
fn left(view: &ClockView) -> String {
    let days = view.working_days_left.unsigned_abs();
    match view.status {
        Some("today") => DUE_TODAY.to_string(),
        Some("overdue") if days == 0 => OVERDUE.to_string(),
        Some("overdue") => format!("{days} {OVERDUE}"),
        _ => format!("{days} left"),
    }
}

fn plain_dispute(view: &DisputeView) -> Vec<String> {
    vec![
        view.id.to_string(),
        clean::line(&view.child),
        view.policy.clone(),
        view.stage.clone().unwrap_or_default(),
        view.status.to_string(),
        clean::line(&plain_party(view.waiting_on.as_ref())),
        dash(view.due),
        if view.overdue { "overdue" } else { "" }.to_string(),
    ]
}

fn plain_clock(view: &ClockView) -> Vec<String> {
    vec![
        view.due_at.map_or_else(|| view.due.to_string(), |at| at.to_rfc3339()),
        view.status.unwrap_or_default().to_string(),
        view.working_days_left.to_string(),
        view.dispute.to_string(),
        clean::line(&view.child),
        view.stage.clone().unwrap_or_default(),
        view.clock.clone(),
        clean::line(&plain_party(Some(&view.r#for))),
        clean::line(&view.label),
    ]
}

/// Somebody in the words of the policy, where it is at hand.
fn whom(party: &Party, policy: &Option<Arc<Policy>>) -> String {
    policy.as_ref().map_or_else(|| plain_party(Some(party)), |policy| words::party(party, policy))
}

/// The name where it is known, else every role that would do.
fn plain_party(party: Option<&Party>) -> String {
    party.map(|party| party.name.clone().unwrap_or_else(|| party.roles.join("|"))).unwrap_or_default()
}

fn dash(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

fn separated(rows: impl Iterator<Item = Vec<String>>) -> String {
    rows.map(|cells| cells.join("\t")).collect::<Vec<_>>().join("\n")
}

fn table(head: &[&str], rows: impl Iterator<Item = Vec<String>>, width: usize) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width).unwrap_or(u16::MAX)).set_header(head.to_vec());
    for row in rows {
        table.add_row(row);
    }
    // Colours are put on afterwards: they have no width.
    let text =
        table.trim_fmt().replace(OVERDUE, &painted(LATE, OVERDUE)).replace(DUE_TODAY, &painted(TODAY, DUE_TODAY));
    let (head, body) = text.split_once('\n').unwrap_or((&text, ""));
    format!("{STRONG}{head}{STRONG:#}\n{body}")
}

fn painted(style: Style, text: &str) -> String {
    format!("{style}{}{style:#}", clean::line(text))
}
