//! Disputes as CSV for a spreadsheet: a heading line, one line each, nothing in it that a spreadsheet would run.

use super::clean;
use super::view::DisputeView;
use super::words;
use crate::domain::policy::StageId;
use crate::domain::worded::Worded;

const HEADINGS: [&str; 23] = [
    "id",
    "kind",
    "child",
    "policy",
    "stage",
    "formal",
    "status",
    "waiting_on",
    "due",
    "overdue",
    "raised_on",
    "raised_by",
    "iro",
    "team",
    "categories",
    "concern",
    "impact",
    "impact_level",
    "subject",
    "closed_on",
    "result",
    "outcome",
    "household",
];

/// The whole table.
///
/// # Errors
/// Text that can't be written as CSV.
pub fn disputes<'a>(views: impl Iterator<Item = &'a DisputeView>) -> Result<String, csv::Error> {
    table(&HEADINGS, views.map(cells))
}

/// A table with these headings.
///
/// # Errors
/// Text that can't be written as CSV.
pub fn table(headings: &[&str], rows: impl Iterator<Item = impl AsRef<[String]>>) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(headings)?;
    for row in rows {
        writer.write_record(row.as_ref().iter().map(|cell| harmless(cell)))?;
    }
    let bytes = writer.into_inner().map_err(|fault| csv::Error::from(fault.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn cells(view: &DisputeView) -> [String; HEADINGS.len()] {
    let yes = |yes: bool| if yes { "yes" } else { "no" }.to_string();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        view.id.to_string(),
        words::published(&view.kind),
        view.child.clone().unwrap_or_default(),
        view.policy.clone(),
        view.stage.as_ref().map(StageId::to_string).unwrap_or_default(),
        yes(view.formal),
        view.status.word().to_string(),
        words::name_or_role(view.waiting_on.as_ref()),
        view.due.map(|due| due.to_string()).unwrap_or_default(),
        yes(view.overdue),
        view.raised_on.to_string(),
        view.raised_by.clone(),
        text(&view.iro),
        text(&view.team),
        view.categories.join("; "),
        text(&view.concern),
        text(&view.impact),
        words::published(&view.impact_level),
        text(&view.subject),
        view.closed_on.map(|on| on.to_string()).unwrap_or_default(),
        words::published(&view.result),
        text(&view.outcome),
        text(&view.household),
    ]
}

/// A table as a file that a spreadsheet program opens by double click: with a byte order mark, without which some take
/// its accents for other letters. What goes into a pipe has none.
pub fn file(text: &str) -> Vec<u8> {
    format!("\u{FEFF}{text}\n").into_bytes()
}

/// A cell in which all can be seen. One that a spreadsheet would take for a formula, also behind blanks, gets a leading
/// apostrophe; what programs need to the letter is in the JSON.
pub fn harmless(cell: &str) -> String {
    let shown = clean::block(cell);
    match shown.trim_start().chars().next() {
        Some('=' | '+' | '-' | '@') => format!("'{shown}"),
        _ => shown,
    }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn a_spreadsheet_runs_nothing() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\n=1"] {
            assert!(harmless(cell).starts_with('\''), "{cell}");
        }
        assert_eq!(harmless("\r=1"), "\\u{d}=1");
        assert_eq!(harmless("C-1042"), "C-1042");
    }
}
