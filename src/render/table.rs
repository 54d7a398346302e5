//! Lists and sheets for people: a table at a terminal, tab-separated lines in a pipe, CSV for a spreadsheet.

use std::sync::Arc;

use anstyle::{AnsiColor, Style};
use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{ContentArrangement, Table};

use super::view::{ActionView, ClockView, DisputeView, PraiseView, ReferralView};
use super::{clean, words};
use crate::domain::dispute::{ItemState, Party, ReferralState};
use crate::domain::policy::Policy;
use crate::domain::record::Kind;
use crate::domain::time::{Date, describe};

const LATE: Style = AnsiColor::Red.on_default().bold();
const TODAY: Style = AnsiColor::Yellow.on_default().bold();
const STRONG: Style = Style::new().bold();

/// Disputes as a table of that width; tab-separated where no width is given.
pub fn disputes(views: &[(DisputeView, Arc<Policy>)], width: Option<usize>) -> String {
    let Some(width) = width else {
        return separated(views.iter().map(|(view, _)| plain_dispute(view)));
    };
    let rows = views.iter().map(|(view, policy)| {
        let due = view.due.map(describe).unwrap_or_default();
        let late = if view.overdue { format!("{due} overdue") } else { due };
        let waiting = view.waiting_on.as_ref().map(|party| words::party(party, policy)).unwrap_or_default();
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

/// Clocks as a table of that width; tab-separated where no width is given.
pub fn clocks(views: &[(ClockView, Arc<Policy>)], width: Option<usize>) -> String {
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

fn clock_table(views: &[(ClockView, Arc<Policy>)], width: usize) -> String {
    let rows = views.iter().map(|(view, policy)| {
        let at = view.due_at.map(|at| format!(" {}", at.format("%H:%M"))).unwrap_or_default();
        let left = words::days_left(view.working_days_left, view.status);
        let kind = words::strength(view.strength).map(|kind| format!(" ({kind})")).unwrap_or_default();
        vec![
            format!("{}{at}", describe(view.due)),
            left,
            view.dispute.to_string(),
            clean::line(&view.child),
            clean::line(&format!("{}{kind}", view.label)),
            clean::line(&words::party(&view.r#for, policy)),
        ]
    });
    table(&["due", "", "dispute", "child", "what", "from whom"], rows, width)
}

/// Disputes as CSV, with a heading line; nothing in it that a spreadsheet would run.
///
/// # Errors
/// Text that can't be written as CSV.
pub fn disputes_csv(views: &[(DisputeView, Arc<Policy>)]) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "id",
        "child",
        "policy",
        "stage",
        "status",
        "waiting_on",
        "due",
        "overdue",
        "raised_on",
        "closed_on",
    ])?;
    for (view, _) in views {
        let mut cells = plain_dispute(view);
        cells.extend([view.raised_on.to_string(), dash(view.closed_on)]);
        writer.write_record(cells.iter().map(|cell| harmless(cell)))?;
    }
    let bytes = writer.into_inner().map_err(|fault| csv::Error::from(fault.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A cell that a spreadsheet would take for a formula gets a leading apostrophe.
pub fn harmless(cell: &str) -> String {
    match cell.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{cell}"),
        _ => cell.to_string(),
    }
}

/// The sheet of one dispute: what it is about and what was recorded, without what comes next.
pub fn sheet(view: &DisputeView, policy: &Policy, width: usize) -> Vec<String> {
    let label = if view.kind == Kind::Praise { &policy.labels.praise } else { &policy.labels.dispute };
    let stage = view.stage_title.as_ref().map(|title| format!("{}, ", clean::line(title))).unwrap_or_default();
    let head = painted(STRONG, &format!("{label} {}", view.id));
    let mut lines = vec![format!("{head} for {}: {stage}{}", clean::line(&view.child), view.status.replace('-', " "))];
    let mut fact = |name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            lines.extend(wrapped(name, &value, width));
        }
    };
    let whom = |party: &Option<Party>| party.as_ref().map(|party| words::party(party, policy));
    fact("raised", Some(format!("{} by {}", describe(view.raised_on), view.raised_by)));
    fact("policy", Some(format!("{} ({})", policy.title, view.policy_version)));
    fact("waiting for", whom(&view.waiting_on));
    fact("about", view.subject.clone());
    let titles =
        view.categories.iter().map(|id| policy.category(id).map_or(id.as_str(), |category| category.text.as_str()));
    fact("categories", Some(titles.collect::<Vec<_>>().join("; ")));
    fact("concern", view.concern.clone());
    fact("impact", view.impact.clone());
    fact("seeking", view.seeking.clone());
    for (name, value) in &view.fields {
        fact(&name.replace('-', " "), Some(value.clone()));
    }
    let siblings: Vec<String> = view.siblings.iter().map(ToString::to_string).collect();
    fact("siblings", Some(siblings.join(", ")));
    fact("actions", Some(view.actions.iter().map(action).collect::<Vec<_>>().join("\n")));
    let told: Vec<String> = view
        .notices
        .iter()
        .map(|notice| format!("{} at {}, {}", policy.role_title(&notice.to), notice.stage, describe(notice.on)))
        .collect();
    fact("copied to", Some(told.join("\n")));
    let met = view.meetings.iter().map(|held| format!("{}, chaired by {}", describe(held.held_on), held.chair));
    fact("meetings", Some(met.collect::<Vec<_>>().join("\n")));
    fact(
        "decision",
        view.decision.as_ref().map(|one| format!("{} by {}: {}", describe(one.on), one.decided_by, one.text)),
    );
    fact("referral", view.referral.as_ref().map(referral));
    fact("praise", view.praise.as_ref().map(|praise| praise.text.clone()));
    fact("for", view.praise.as_ref().map(praised));
    let passed =
        view.overrides.iter().map(|one| format!("{}: {} ({})", one.rules.join(", "), one.reason, describe(one.on)));
    fact("overridden", Some(passed.collect::<Vec<_>>().join("\n")));
    let closed = view.closed_on.map(|on| format!("{} {}", describe(on), view.outcome.clone().unwrap_or_default()));
    fact("ended", closed);
    fact("for the child", view.impact_on_child.clone());
    let ended = view.clocks.iter().filter(|clock| !clock.is_running()).map(ended_clock);
    fact("clocks ended", Some(ended.collect::<Vec<_>>().join("\n")));
    lines
}

fn action(action: &ActionView) -> String {
    let owner = action.owner.as_ref().map(|owner| format!(", {owner}")).unwrap_or_default();
    let due = action.due.map(|due| format!(", by {}", describe(due))).unwrap_or_default();
    format!("{}. {}{owner}{due}: {}", action.n, action.what, words::action_state(action.state))
}

fn referral(referral: &ReferralView) -> String {
    let state = match referral.state {
        ReferralState::Phoned => "made by phone",
        ReferralState::Made => "made in writing, papers missing",
        ReferralState::Complete => "complete",
    };
    let papers = referral.pack.iter().map(|paper| match (paper.state, &paper.reason) {
        (ItemState::Missing, _) => format!("\n{}: missing", paper.item),
        (ItemState::Sent, _) => format!("\n{}: sent", paper.item),
        (ItemState::NotApplicable, why) => {
            format!("\n{}: does not apply, {}", paper.item, why.clone().unwrap_or_default())
        }
    });
    format!("{}, {state}{}", referral.ground.clone().unwrap_or_default(), papers.collect::<String>())
}

fn praised(praise: &PraiseView) -> String {
    let read = |name: &String| praise.acknowledged.iter().find(|one| one.name == *name);
    let names = praise.r#for.iter().map(|name| match read(name) {
        Some(one) => format!("{name}, read on {}", describe(one.on)),
        None => format!("{name}, not read yet"),
    });
    names.collect::<Vec<_>>().join("\n")
}

fn ended_clock(clock: &ClockView) -> String {
    let stage = clock.stage.as_ref().map(|stage| format!(" of {stage}")).unwrap_or_default();
    let late = if clock.late && clock.state == "met" { " late" } else { "" };
    let on = clock.ended.map(describe).unwrap_or_default();
    format!("{}{stage}, due {}: {}{late} on {on}", clock.clock, describe(clock.due), clock.state)
}

/// A named fact, its text wrapped and set in under the name.
fn wrapped(name: &str, text: &str, width: usize) -> Vec<String> {
    const MARGIN: usize = 14;
    let room = width.saturating_sub(MARGIN + 2).max(20);
    let mut rows = Vec::new();
    for line in clean::block(text).lines() {
        let mut row = String::new();
        for word in line.split(' ') {
            let fits = unicode_width::UnicodeWidthStr::width(row.as_str()) + word.len() < room;
            if !row.is_empty() && !fits {
                rows.push(std::mem::take(&mut row));
            }
            if !row.is_empty() {
                row.push(' ');
            }
            row.push_str(word);
        }
        rows.push(row);
    }
    let named = |index: usize| if index == 0 { clean::line(name) } else { String::new() };
    rows.iter().enumerate().map(|(index, row)| format!("  {:<MARGIN$}{row}", named(index))).collect()
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
        view.due.to_string(),
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

fn plain_party(party: Option<&Party>) -> String {
    party.and_then(|party| party.name.clone().or(party.role.clone())).unwrap_or_default()
}

fn dash(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

fn separated(rows: impl Iterator<Item = Vec<String>>) -> String {
    rows.map(|cells| cells.join("\t")).collect::<Vec<_>>().join("\n")
}

fn table(head: &[&str], rows: impl Iterator<Item = Vec<String>>, width: usize) -> String {
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width).unwrap_or(u16::MAX)).set_header(head.to_vec());
    for row in rows {
        table.add_row(row);
    }
    // Colours are put on afterwards: they have no width, and the words say the same without them.
    table.trim_fmt().replace("overdue", &painted(LATE, "overdue")).replace("due today", &painted(TODAY, "due today"))
}

fn painted(style: Style, text: &str) -> String {
    format!("{style}{}{style:#}", clean::line(text))
}
