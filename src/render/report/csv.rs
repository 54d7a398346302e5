//! The report as CSV: one row a figure, and one for each of its groups.

use super::{FigureView, Report, Shown, Witness};
use crate::domain::summary::Dimension;
use crate::domain::summary::suppress::SMALL_SHOWN;
use crate::domain::worded::Worded;
use crate::render::csv::harmless;
use crate::render::words;

/// # Errors
/// Text that can't be written as CSV.
pub fn render(report: &Report) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "from",
        "to",
        "figure",
        "label",
        "group",
        "group_label",
        "unit",
        "value",
        "before",
        "of",
        "split",
        "only",
        "before_from",
        "before_to",
    ])?;
    let split = report.by.map(Dimension::word).unwrap_or_default();
    let only = report.only.join(", ");
    let (before_from, before_to) = (report.before.from.to_string(), report.before.to.to_string());
    let (from, to) = (report.period.from.to_string(), report.until.to_string());
    for figure in &report.figures {
        let unit = words::published(&figure.unit);
        let mut write = |group: &str, label: &str, value: Shown, before: Shown, of: &str| {
            let cells = [
                &from,
                &to,
                figure.id,
                &figure.label,
                group,
                label,
                &unit,
                &cell(figure, value),
                &cell(figure, before),
                of,
                split,
                &only,
                &before_from,
                &before_to,
            ]
            .map(|cell: &str| harmless(cell));
            writer.write_record(cells)
        };
        // A number that is hidden is taken from a hidden number.
        let of = |shown: Option<usize>| shown.map(|number| number.to_string()).unwrap_or_default();
        write("", "", figure.value, figure.before, &of((!figure.hides()).then_some(figure.of)))?;
        for part in &figure.by {
            write(&part.group.id, &part.group.label, part.value, part.before, &of(part.shown_of()))?;
        }
    }
    let unreadable = (report.unreadable > 0).then(|| match report.hidden(report.unreadable) {
        true => SMALL_SHOWN.to_string(),
        false => report.unreadable.to_string(),
    });
    let lines = report.witness.as_ref().map(|witness| witness.lines.to_string());
    for (figure, label, unit, value) in [
        ("unreadable", "Missing or can't be read, and not counted", "count", unreadable.as_deref()),
        ("ledger-lines", "Lines of the ledger", "count", lines.as_deref()),
        ("ledger-head", "Ledger head", "digest", report.witness.as_ref().map(Witness::short)),
    ] {
        if let Some(value) = value {
            writer.write_record([&from, &to, figure, label, "", "", unit, value, "", "", "", "", "", ""])?;
        }
    }
    let bytes = writer.into_inner().map_err(|fault| csv::Error::from(fault.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn cell(figure: &FigureView, shown: Shown) -> String {
    match shown {
        Shown::Value(_) => shown.json().to_string(),
        Shown::Nothing => String::new(),
        Shown::Hidden | Shown::Withheld => figure.text(shown),
    }
}
