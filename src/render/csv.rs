//! CSV for a spreadsheet: a line of headings, a line for each row, and nothing that a spreadsheet would run.

use super::clean;

/// A table with these headings.
///
/// # Errors
/// Text that can't be written as CSV.
pub fn table(
    headings: &[impl AsRef<[u8]>],
    rows: impl Iterator<Item = impl AsRef<[String]>>,
) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(headings)?;
    for row in rows {
        writer.write_record(row.as_ref().iter().map(|cell| harmless(cell)))?;
    }
    let bytes = writer.into_inner().map_err(|fault| csv::Error::from(fault.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A table as a file that a spreadsheet program opens on a double click: with a byte order mark, without which some
/// misread accents. Output into a pipe has none.
pub fn file(text: &str) -> Vec<u8> {
    format!("\u{FEFF}{text}\n").into_bytes()
}

/// A cell with everything in it visible. One that a spreadsheet would take for a formula, even after spaces, gets a
/// leading apostrophe; programs that need the exact text use the JSON.
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
