//! Records as workbooks: one sheet a table, so that a figure can be counted again there. A column that was once published
//! stays in its place: a new one goes last.

use rust_xlsxwriter::XlsxError;

use crate::domain::dispute::Standing;
use crate::domain::id::DisputeId;
use crate::domain::policy::{ClockId, StageId};
use crate::domain::time::Date;
use crate::render::view::{ActionView, ClockView, DisputeView, DutyLine, EventView};
use crate::render::workbook::{Book, Cell, Column};
use crate::render::{columns, words};

/// A column of each table, and its content.
type OfClock = (Column, fn(&ClockView) -> Cell);
type OfAction = (Column, fn((&DisputeView, &ActionView)) -> Cell);
type OfDuty = (Column, fn((&DisputeView, &DutyLine)) -> Cell);
type OfEvent = (Column, fn((&DisputeView, &EventView)) -> Cell);

const CLOCKS: [OfClock; 14] = [
    (Column::new("Record", 11.0), |view| Cell::Text(view.dispute.to_string())),
    (Column::new("Child", 14.0), |view| Cell::from(&view.child)),
    (Column::new("Clock", 12.0), |view| Cell::from(view.clock.as_str().as_ref())),
    (Column::new("Stage", 16.0), |view| stage(view.stage.as_ref())),
    (Column::new("What is due", 34.0), |view| Cell::from(&view.label)),
    (Column::new("Limit", 18.0), |view| Cell::from(&view.limit)),
    (Column::new("Strength", 10.0), |view| word(&view.strength)),
    (Column::new("Started", 12.0), |view| Cell::Date(view.started)),
    (Column::new("First due", 12.0), |view| Cell::Date(view.original_due)),
    (Column::new("Due", 12.0), |view| Cell::Date(view.due)),
    (Column::new("Due at", 18.0), |view| view.due_at.map_or(Cell::Empty, Cell::Moment)),
    (Column::new("State", 10.0), |view| word(&view.state)),
    (Column::new("Late", 8.0), |view| Cell::from(view.late)),
    (Column::new("Ended", 12.0), |view| Cell::from(view.ended)),
];

const ACTIONS: [OfAction; 10] = [
    (Column::new("Record", 11.0), |(view, _)| Cell::Text(view.id.to_string())),
    (Column::new("Child", 14.0), |(view, _)| Cell::from(&view.child)),
    (Column::new("Action", 8.0), |(_, action)| Cell::Number(f64::from(u32::from(action.n)))),
    (Column::new("What", 50.0), |(_, action)| Cell::from(&action.what)),
    (Column::new("Owner", 20.0), |(_, action)| Cell::from(&action.owner)),
    (Column::new("Due", 12.0), |(_, action)| Cell::from(action.due)),
    (Column::new("State", 10.0), |(_, action)| word(&action.state)),
    (Column::new("Done", 12.0), |(_, action)| Cell::from(action.done_on)),
    (Column::new("Overdue", 9.0), |(view, action)| Cell::from(is_overdue(view, action))),
    (Column::new("Measured by", 40.0), |(_, action)| Cell::from(&action.measure)),
];

const DUTIES: [OfDuty; 8] = [
    (Column::new("Record", 11.0), |(view, _)| Cell::Text(view.id.to_string())),
    (Column::new("Child", 14.0), |(view, _)| Cell::from(&view.child)),
    (Column::new("Duty", 22.0), |(_, duty)| Cell::from(duty.duty.as_str())),
    (Column::new("What", 50.0), |(_, duty)| Cell::from(&duty.text)),
    (Column::new("Stage", 16.0), |(_, duty)| Cell::from(duty.stage.as_str())),
    (Column::new("State", 12.0), |(_, duty)| word(&duty.state)),
    (Column::new("Done", 12.0), |(_, duty)| Cell::from(duty.on)),
    (Column::new("With", 20.0), |(_, duty)| Cell::from(&duty.with)),
];

const EVENTS: [OfEvent; 8] = [
    (Column::new("Record", 11.0), |(view, _)| Cell::Text(view.id.to_string())),
    (Column::new("Event", 8.0), |(_, event)| Cell::Number(f64::from(u32::from(event.n)))),
    (Column::new("Day", 12.0), |(_, event)| Cell::Date(event.at.date())),
    (Column::new("Time", 18.0), |(_, event)| event.at.instant().map_or(Cell::Empty, Cell::Moment)),
    (Column::new("What happened", 16.0), |(_, event)| Cell::from(event.event)),
    (Column::new("Stage", 16.0), |(_, event)| stage(event.stage.as_ref())),
    (Column::new("By", 20.0), |(_, event)| Cell::from(&event.by)),
    (Column::new("Struck", 8.0), |(_, event)| Cell::from(!event.stands)),
];

/// Adds a sheet with the columns of a table, and a row for each item.
macro_rules! sheet {
    ($book:ident, $name:literal, $table:ident, $rows:expr) => {{
        let rows: Vec<Vec<Cell>> = $rows.map(|one| $table.map(|(_, cell)| cell(one)).to_vec()).collect();
        $book.table($name, &$table.map(|(column, _)| column), &rows)?;
    }};
}

/// A table of records.
///
/// # Errors
/// More than a sheet holds.
pub fn disputes<'a>(views: impl Iterator<Item = &'a DisputeView>, made_on: Date) -> Result<Vec<u8>, XlsxError> {
    let mut book = Book::new("Disputes", made_on)?;
    put_disputes(&mut book, views, &[])?;
    book.bytes()
}

/// Records with all that belongs to them, and which others can't be read.
///
/// # Errors
/// More than a sheet holds.
pub fn export(
    records: &[(&DisputeView, &[EventView])],
    lacks: &[Option<DisputeId>],
    made_on: Date,
) -> Result<Vec<u8>, XlsxError> {
    let views = || records.iter().map(|(view, _)| *view);
    let mut book = Book::new("Disputes and what happened in them", made_on)?;
    put_disputes(&mut book, views(), lacks)?;
    sheet!(book, "Clocks", CLOCKS, views().flat_map(|view| &view.clocks));
    sheet!(book, "Actions", ACTIONS, views().flat_map(|view| view.actions.iter().map(move |one| (view, one))));
    let owed = views().flat_map(|view| view.duties.iter().chain(&view.left_over).map(move |one| (view, one)));
    sheet!(book, "Duties", DUTIES, owed);
    sheet!(book, "Events", EVENTS, records.iter().flat_map(|(view, log)| log.iter().map(|one| (*view, one))));
    book.bytes()
}

fn put_disputes<'a>(
    book: &mut Book,
    views: impl Iterator<Item = &'a DisputeView>,
    lacks: &[Option<DisputeId>],
) -> Result<(), XlsxError> {
    let rows: Vec<Vec<Cell>> = views.map(columns::on_sheet).chain(columns::unreadable::on_sheet(lacks)).collect();
    book.table("Records", &columns::of_sheet(), &rows).map(|_| ())
}

fn is_overdue(view: &DisputeView, action: &ActionView) -> bool {
    let clock = view.clocks.iter().rfind(|clock| clock.clock == ClockId::Action(action.n));
    clock.is_some_and(|clock| clock.status == Some(Standing::Overdue))
}

fn stage(id: Option<&StageId>) -> Cell {
    Cell::from(id.map_or("", StageId::as_str))
}

/// The word that is published for a value.
fn word<T: serde::Serialize>(value: &T) -> Cell {
    Cell::from(words::published(value).as_str())
}
