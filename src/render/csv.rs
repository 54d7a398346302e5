//! CSV for a spreadsheet: a heading line, a line each, nothing in it that a spreadsheet would run.

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
