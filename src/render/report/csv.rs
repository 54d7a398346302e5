//! The report as CSV: one row a figure, and one for each of its groups.

use super::{FigureView, Report, Shown};
use crate::render::csv::harmless;
use crate::render::words;

/// # Errors
/// Text that can't be written as CSV.
pub fn render(report: &Report) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["from", "to", "figure", "label", "group", "group_label", "unit", "value", "before"])?;
    let (from, to) = (report.period.from.to_string(), report.until.to_string());
    for figure in &report.figures {
        let unit = words::published(&figure.unit);
        let mut write = |group: &str, label: &str, value: Shown, before: Shown| {
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
            ]
            .map(|cell: &str| harmless(cell));
            writer.write_record(cells)
        };
        write("", "", figure.value, figure.before)?;
        for part in &figure.by {
            write(&part.group.id, &part.group.label, part.value, part.before)?;
        }
    }
    if let Some(witness) = &report.witness {
        let lines = witness.lines.to_string();
        for (figure, label, unit, value) in [
            ("ledger-lines", "Lines of the ledger", "count", lines.as_str()),
            ("ledger-head", "Ledger head", "digest", witness.short()),
        ] {
            writer.write_record([&from, &to, figure, label, "", "", unit, value, ""])?;
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
