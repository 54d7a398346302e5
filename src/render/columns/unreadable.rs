//! What a table of all records says of those that can't be read.

use super::ALL;
use crate::domain::id::DisputeId;
use crate::render::csv;
use crate::render::workbook::Cell;

/// The word in the column `kind` for a record that can't be read.
pub const KIND: &str = "unreadable";

/// Rows of the CSV of all records for those that can't be read, so that the file itself says what it lacks: the id, if it
/// is known, and `unreadable` as the kind.
///
/// # Errors
/// Text that can't be written as CSV.
pub fn as_csv(ids: &[Option<DisputeId>]) -> Result<String, ::csv::Error> {
    let columns = || ALL.into_iter().filter(|one| one.csv);
    let row = |id: &Option<DisputeId>| columns().map(|one| value(one.name, *id)).collect::<Vec<_>>();
    let whole = csv::table(&columns().map(|one| one.heading()).collect::<Vec<_>>(), ids.iter().map(row))?;
    Ok(whole.split_once('\n').map_or(String::new(), |(_, rows)| rows.to_string()))
}

/// The same as rows of the workbook's table.
pub fn on_sheet(ids: &[Option<DisputeId>]) -> impl Iterator<Item = Vec<Cell>> {
    let cell = |text: String| if text.is_empty() { Cell::Empty } else { Cell::Text(text) };
    let columns = || ALL.into_iter().filter(|one| one.sheet.is_some());
    ids.iter().map(move |id| columns().map(|one| cell(value(one.name, *id))).collect())
}

fn value(column: &str, id: Option<DisputeId>) -> String {
    match column {
        "id" => id.map(|id| id.to_string()).unwrap_or_default(),
        "kind" => KIND.to_string(),
        _ => String::new(),
    }
}
