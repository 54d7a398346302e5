//! Reads tables from files of other programs: CSV, and workbooks of Excel and LibreOffice.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Range, Reader, open_workbook_auto_from_rs};

use super::yaml;
use crate::domain::table::{Table, TableRow};
use crate::store::file_kind::FileKind;

/// Why a file couldn't be read as a table.
#[derive(Debug, thiserror::Error)]
pub enum NoTable {
    #[error("{}", super::error::in_words(.0))]
    Unreadable(#[from] std::io::Error),
    #[error("{0}; save it as `CSV UTF-8`, or as .xlsx")]
    Letters(String),
    #[error("it isn't a table: {0}")]
    Csv(#[from] csv::Error),
    #[error("it can't be read as a workbook: {0}; save it in a spreadsheet program as .xlsx")]
    Workbook(#[from] calamine::Error),
    #[error("it has no sheet `{given}`; it has {sheets}")]
    NoSheet { given: String, sheets: String },
    #[error("it is larger than {LARGEST} bytes")]
    TooLarge,
    #[error("it has no headings")]
    Empty,
}

/// The size above which a file is refused, in bytes. No service's list of children comes near it.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Reads a table. A workbook is recognised by its content, whatever its name; anything else is read as CSV.
///
/// # Errors
/// The file can't be read, is neither, or has no headings.
pub fn read(file: &Path, sheet: Option<&str>) -> Result<Table, NoTable> {
    if fs::metadata(file)?.len() > LARGEST {
        return Err(NoTable::TooLarge);
    }
    let bytes = fs::read(file)?;
    // A workbook is an archive, or a file of older Office programs.
    let workbook = matches!(FileKind::of(&bytes), Some(FileKind::Zip | FileKind::OldOffice));
    let rows = if workbook { of_workbook(bytes, sheet)? } else { of_csv(&bytes)? };
    let mut rows = rows.into_iter().filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()));
    let headings = rows.next().ok_or(NoTable::Empty)?.cells;
    let headings = headings.iter().map(|heading| heading.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    Ok(Table { headings, rows: rows.collect() })
}

fn of_csv(bytes: &[u8]) -> Result<Vec<TableRow>, NoTable> {
    let text = yaml::decode(bytes).map_err(|fault| NoTable::Letters(fault.message))?;
    let text = text.trim_start_matches('\u{FEFF}');
    let first = text.lines().next().unwrap_or_default();
    let often = |delimiter: &char| first.matches(*delimiter).count();
    // Most decimal commas come with semicolons between cells; tables copied from a spreadsheet use tabs.
    let delimiter = [',', ';', '\t'].into_iter().rev().max_by_key(often).unwrap_or(',');
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).flexible(true).delimiter(delimiter as u8).from_reader(text.as_bytes());
    // The reader counts line feeds alone, and those between two rows only as it reads the second.
    let (mut line, mut counted) = (1, 0);
    let rows = reader.records().map(|record| {
        let record = record?;
        let at = record.position().map_or(0, |at| at.byte() as usize);
        let blank = text.get(at..).unwrap_or_default();
        let at = at + blank.len() - blank.trim_start_matches(['\r', '\n']).len();
        line += line_ends(text.get(counted..at).unwrap_or_default());
        counted = at;
        Ok(TableRow { line, cells: record.iter().map(str::to_string).collect() })
    });
    rows.collect()
}

/// How many lines end in a text, each with a line feed, a carriage return, or both.
fn line_ends(text: &str) -> usize {
    let both = text.matches("\r\n").count();
    text.matches(['\r', '\n']).count() - both
}

fn of_workbook(bytes: Vec<u8>, sheet: Option<&str>) -> Result<Vec<TableRow>, NoTable> {
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes))?;
    let sheets = book.sheet_names();
    let name = match sheet {
        Some(given) => sheets.iter().find(|name| name.as_str() == given).ok_or_else(|| NoTable::NoSheet {
            given: given.to_string(),
            sheets: sheets.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
        })?,
        None => sheets.first().ok_or(NoTable::Empty)?,
    };
    let range: Range<Data> = book.worksheet_range(name)?;
    let first = range.start().map_or(0, |(row, _)| row as usize);
    let rows = range
        .rows()
        .enumerate()
        .map(|(at, row)| TableRow { line: first + at + 1, cells: row.iter().map(text).collect() });
    Ok(rows.collect())
}

/// A cell as text. Whole numbers are written without a decimal point, so that a reference isn't changed.
fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(yes) => if *yes { "yes" } else { "no" }.to_string(),
        Data::DateTime(at) => match at.as_datetime() {
            Some(at) if at.time() == chrono::NaiveTime::MIN => at.date().to_string(),
            Some(at) => at.format("%Y-%m-%dT%H:%M").to_string(),
            None => at.as_f64().to_string(),
        },
        Data::Error(fault) => fault.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of the rows as a text editor counts them, whichever program wrote the file.
    #[test]
    fn a_row_has_the_number_of_its_line() {
        for end in ["\n", "\r\n", "\r"] {
            for before in ["", "\u{FEFF}"] {
                let text = ["a,b", "1,2", "", "3,\"four", "and five\"", "", "6,7"].join(end);
                let rows = of_csv(format!("{before}{text}").as_bytes()).unwrap();
                let lines: Vec<usize> = rows.iter().map(|row| row.line).collect();
                assert_eq!(lines, [1, 2, 4, 7], "{end:?}");
            }
        }
    }
}
