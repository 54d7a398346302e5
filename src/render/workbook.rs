//! Workbooks for a spreadsheet program (`.xlsx`). Each cell has its type: references and ids are text, so that `00123`
//! and `1E5` stay what they are, dates are dates, and a text that begins with `=` is no formula.

pub mod cell;

use chrono::NaiveDateTime;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

pub use cell::{Cell, Column};

use super::clean;
use crate::domain::time::Date;

/// The most characters that a cell holds, less room for the note that it was cut.
const LONGEST: usize = 32_000;

/// The first day that spreadsheets agree on.
const FIRST_DAY: Date = Date::from_ymd_opt(1900, 3, 1).expect("a date");

/// A workbook in the making.
pub struct Book {
    book: Workbook,
    formats: Formats,
}

struct Formats {
    heading: Format,
    text: Format,
    number: Format,
    share: Format,
    date: Format,
    moment: Format,
}

impl Formats {
    fn new() -> Formats {
        let plain = || Format::new().set_align(FormatAlign::Top);
        Formats {
            heading: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_background_color(0xE7_E6_E6),
            // As text, so that a reference stays text when somebody types over it.
            text: plain().set_text_wrap().set_num_format("@"),
            number: plain().set_num_format("0.##;-0.##;0"),
            share: plain().set_num_format("0%"),
            date: plain().set_num_format("d mmm yyyy").set_align(FormatAlign::Left),
            moment: plain().set_num_format("d mmm yyyy hh:mm").set_align(FormatAlign::Left),
        }
    }
}

impl Book {
    /// An empty workbook that says it was made on a day, so that the same records make the same file.
    ///
    /// # Errors
    /// A year that no spreadsheet has.
    pub fn new(title: &str, made_on: Date) -> Result<Book, XlsxError> {
        let mut book = Workbook::new();
        let midnight = made_on.and_time(chrono::NaiveTime::MIN);
        let made = ExcelDateTime::from_timestamp(midnight.and_utc().timestamp())?;
        book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&made));
        Ok(Book { book, formats: Formats::new() })
    }

    /// A sheet with one table: headings that stay in sight and can be filtered by, then a row each.
    ///
    /// # Errors
    /// More rows than a sheet has.
    pub fn table(&mut self, name: &str, columns: &[Column], rows: &[Vec<Cell>]) -> Result<&mut Worksheet, XlsxError> {
        let sheet = self.book.add_worksheet();
        sheet.set_name(name)?.set_freeze_panes(1, 0)?;
        sheet.set_landscape().set_paper_size(A4).set_repeat_rows(0, 0)?;
        if columns.iter().map(|column| column.width).sum::<f64>() < WIDEST_PAGE {
            sheet.set_print_fit_to_pages(1, 0);
        }
        for (column, one) in (0..).zip(columns) {
            sheet.set_column_width(column, one.width)?;
            sheet.write_string_with_format(0, column, one.heading, &self.formats.heading)?;
        }
        for (row, cells) in (1..).zip(rows) {
            for (column, cell) in (0..).zip(cells) {
                write(sheet, &self.formats, (row, column), cell)?;
            }
            // Not every program makes a row as high as its text.
            let lines = columns.iter().zip(cells).map(|(column, cell)| lines(cell, column.width)).max();
            if let Some(lines @ 2..) = lines {
                sheet.set_row_height(row, LINE * f64::from(lines.min(MOST_LINES)))?;
            }
        }
        if let (Ok(last_row), Some(last)) = (u32::try_from(rows.len()), last(columns)) {
            sheet.autofilter(0, 0, last_row, last)?;
        }
        Ok(sheet)
    }

    /// The file.
    ///
    /// # Errors
    /// A workbook that the format can't hold.
    pub fn bytes(mut self) -> Result<Vec<u8>, XlsxError> {
        self.book.save_to_buffer()
    }
}

/// The widest table, in characters, that can still be read on one page.
const WIDEST_PAGE: f64 = 230.0;

/// How high a line is, in points, and how many of a text are in sight.
const LINE: f64 = 15.0;
const MOST_LINES: u32 = 8;

/// How many lines a cell needs in a column of that width.
fn lines(cell: &Cell, width: f64) -> u32 {
    let Cell::Text(text) = cell else { return 1 };
    let lines = text.lines().map(|line| (line.width() as f64 / width).ceil().max(1.0)).sum::<f64>();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a text has fewer lines than characters"
    )]
    let whole = lines as u32;
    whole
}

/// The number of the paper size in the format.
const A4: u8 = 9;

fn last(columns: &[Column]) -> Option<u16> {
    u16::try_from(columns.len().checked_sub(1)?).ok()
}

fn write(sheet: &mut Worksheet, formats: &Formats, (row, column): (u32, u16), cell: &Cell) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => return Ok(()),
        Cell::Text(text) => sheet.write_string_with_format(row, column, fitting(text), &formats.text)?,
        Cell::Number(number) => sheet.write_number_with_format(row, column, *number, &formats.number)?,
        Cell::Share(share) => sheet.write_number_with_format(row, column, *share, &formats.share)?,
        Cell::Date(date) if *date < FIRST_DAY => {
            sheet.write_string_with_format(row, column, date.to_string(), &formats.text)?
        }
        Cell::Date(date) => sheet.write_datetime_with_format(row, column, date, &formats.date)?,
        Cell::Moment(at) => {
            let local: NaiveDateTime = at.naive_local();
            sheet.write_datetime_with_format(row, column, local, &formats.moment)?
        }
    };
    Ok(())
}

/// A text with hidden characters made visible, cut to what a cell holds.
fn fitting(text: &str) -> String {
    let shown = clean::block(text);
    // A character outside the usual ones, such as an emoji, takes the room of two.
    let mut room = LONGEST;
    let kept = |c: &char| {
        let left = room.checked_sub(c.len_utf16());
        room = left.unwrap_or_default();
        left.is_some()
    };
    let kept: String = shown.chars().take_while(kept).collect();
    match shown[kept.len()..].chars().count() {
        0 => shown,
        more => format!("{kept}… (cut here, {more} more characters; the record has the whole text)"),
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, fitting};

    #[test]
    fn a_text_that_no_cell_holds_says_that_it_was_cut() {
        assert_eq!(fitting("=1+1"), "=1+1");
        let cut = fitting(&"é".repeat(LONGEST + 5));
        assert!(cut.ends_with("(cut here, 5 more characters; the record has the whole text)"), "{}", &cut[..40]);
        assert!(cut.chars().count() < 32_767);
        let cut = fitting(&"🙂".repeat(17_000));
        assert!(cut.ends_with("(cut here, 1000 more characters; the record has the whole text)"), "{}", &cut[..40]);
        assert!(cut.encode_utf16().count() < 32_767, "a cell counts in units of UTF-16");
    }
}
