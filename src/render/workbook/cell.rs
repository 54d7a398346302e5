//! The content of a workbook: cells with their types, and their columns.

use crate::domain::time::{Date, Instant};

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(f64),
    /// A share of 1, shown in per cent.
    Share(f64),
    Date(Date),
    /// A moment, shown in its local time.
    Moment(Instant),
}

/// A column: its heading, and how wide it is in characters.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    pub heading: &'static str,
    pub width: f64,
}

impl Column {
    pub const fn new(heading: &'static str, width: f64) -> Column {
        Column { heading, width }
    }
}

impl From<Option<Date>> for Cell {
    fn from(date: Option<Date>) -> Cell {
        date.map_or(Cell::Empty, Cell::Date)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_string()) }
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Cell {
        Cell::from(text.as_str())
    }
}

impl From<&Option<String>> for Cell {
    fn from(text: &Option<String>) -> Cell {
        text.as_ref().map_or(Cell::Empty, Cell::from)
    }
}

impl From<bool> for Cell {
    fn from(yes: bool) -> Cell {
        Cell::from(if yes { "yes" } else { "no" })
    }
}
