//! Records as workbooks: one sheet a table, so that a figure can be counted again there.

use rust_xlsxwriter::XlsxError;

use super::{Book, Cell, Column};
use crate::domain::dispute::Standing;
use crate::domain::policy::{ClockId, StageId};
use crate::domain::time::Date;
use crate::render::view::{ActionView, ClockView, DisputeView, DutyLine, EventView};
use crate::render::words;

const DISPUTES: [Column; 27] = [
    Column::new("Record", 11.0),
    Column::new("Kind", 9.0),
    Column::new("Child", 14.0),
    Column::new("Policy", 16.0),
    Column::new("Stage", 20.0),
    Column::new("Formal", 8.0),
    Column::new("Status", 19.0),
    Column::new("Waiting on", 22.0),
    Column::new("Due", 12.0),
    Column::new("Overdue", 9.0),
    Column::new("Raised", 12.0),
    Column::new("Raised by", 18.0),
    Column::new("IRO", 18.0),
    Column::new("Team", 14.0),
    Column::new("Case", 14.0),
    Column::new("Legal status", 12.0),
    Column::new("Review", 12.0),
    Column::new("Categories", 22.0),
    Column::new("Concern", 50.0),
    Column::new("Impact on the child", 40.0),
    Column::new("Weight", 12.0),
    Column::new("Asked for", 40.0),
    Column::new("About", 18.0),
    Column::new("Closed", 12.0),
    Column::new("Result", 18.0),
    Column::new("Outcome", 40.0),
    Column::new("Events", 8.0),
];

const CLOCKS: [Column; 13] = [
    Column::new("Record", 11.0),
    Column::new("Child", 14.0),
    Column::new("Clock", 12.0),
    Column::new("Stage", 16.0),
    Column::new("What is due", 34.0),
    Column::new("Limit", 18.0),
    Column::new("Strength", 10.0),
    Column::new("Started", 12.0),
    Column::new("First due", 12.0),
    Column::new("Due", 12.0),
    Column::new("Due at", 18.0),
    Column::new("State", 10.0),
    Column::new("Late", 8.0),
];

const ENDED: Column = Column::new("Ended", 12.0);

const ACTIONS: [Column; 10] = [
    Column::new("Record", 11.0),
    Column::new("Child", 14.0),
    Column::new("Action", 8.0),
    Column::new("What", 50.0),
    Column::new("Owner", 20.0),
    Column::new("Due", 12.0),
    Column::new("State", 10.0),
    Column::new("Done", 12.0),
    Column::new("Overdue", 9.0),
    Column::new("Measured by", 40.0),
];

const DUTIES: [Column; 8] = [
    Column::new("Record", 11.0),
    Column::new("Child", 14.0),
    Column::new("Duty", 22.0),
    Column::new("What", 50.0),
    Column::new("Stage", 16.0),
    Column::new("State", 12.0),
    Column::new("Done", 12.0),
    Column::new("With", 20.0),
];

const EVENTS: [Column; 8] = [
    Column::new("Record", 11.0),
    Column::new("Event", 8.0),
    Column::new("Day", 12.0),
    Column::new("Time", 18.0),
    Column::new("What happened", 16.0),
    Column::new("Stage", 16.0),
    Column::new("By", 20.0),
    Column::new("Struck", 8.0),
];

/// A table of records.
///
/// # Errors
/// More than a sheet holds.
pub fn disputes<'a>(views: impl Iterator<Item = &'a DisputeView>, made_on: Date) -> Result<Vec<u8>, XlsxError> {
    let mut book = Book::new("Disputes", made_on)?;
    book.table("Records", &DISPUTES, &views.map(dispute).collect::<Vec<_>>())?;
    book.bytes()
}

/// Records with all that belongs to them.
///
/// # Errors
/// More than a sheet holds.
pub fn export(records: &[(&DisputeView, &[EventView])], made_on: Date) -> Result<Vec<u8>, XlsxError> {
    let views = || records.iter().map(|(view, _)| *view);
    let clocks: Vec<_> = views().flat_map(|view| view.clocks.iter().map(clock)).collect();
    let actions: Vec<_> = views().flat_map(|view| view.actions.iter().map(|one| action(view, one))).collect();
    let owed = |view: &'_ DisputeView| -> Vec<Vec<Cell>> {
        view.duties.iter().chain(&view.left_over).map(|one| duty(view, one)).collect()
    };
    let duties: Vec<_> = views().flat_map(owed).collect();
    let events: Vec<_> = records.iter().flat_map(|(view, log)| log.iter().map(|one| event(view, one))).collect();
    let mut book = Book::new("Disputes and what happened in them", made_on)?;
    let clock_columns: Vec<Column> = CLOCKS.into_iter().chain([ENDED]).collect();
    book.table("Records", &DISPUTES, &views().map(dispute).collect::<Vec<_>>())?;
    book.table("Clocks", &clock_columns, &clocks)?;
    book.table("Actions", &ACTIONS, &actions)?;
    book.table("Duties", &DUTIES, &duties)?;
    book.table("Events", &EVENTS, &events)?;
    book.bytes()
}

fn stage(id: Option<&StageId>) -> Cell {
    Cell::from(id.map_or("", StageId::as_str))
}

/// The word that is published for a value.
fn word<T: serde::Serialize>(value: &T) -> Cell {
    Cell::from(words::published(value).as_str())
}

fn dispute(view: &DisputeView) -> Vec<Cell> {
    let text = view.concern.as_ref().or(view.praise.as_ref().map(|praise| &praise.text));
    vec![
        Cell::Text(view.id.to_string()),
        word(&view.kind),
        Cell::from(&view.child),
        Cell::from(&view.policy),
        Cell::from(&view.stage_title),
        Cell::from(view.formal),
        word(&view.status),
        Cell::from(&words::name_or_role(view.waiting_on.as_ref())),
        Cell::from(view.due),
        Cell::from(view.overdue),
        Cell::Date(view.raised_on),
        Cell::from(&view.raised_by),
        Cell::from(&view.iro),
        Cell::from(&view.team),
        Cell::from(view.case_type.map_or("", words::case_type)),
        Cell::from(&view.legal_status),
        Cell::from(view.review_date),
        Cell::from(&view.categories.join("; ")),
        Cell::from(text.map_or("", String::as_str)),
        Cell::from(&view.impact),
        word(&view.impact_level),
        Cell::from(&view.seeking),
        Cell::from(&view.subject),
        Cell::from(view.closed_on),
        word(&view.result),
        Cell::from(&view.outcome),
        Cell::Number(f64::from(view.events)),
    ]
}

fn clock(view: &ClockView) -> Vec<Cell> {
    vec![
        Cell::Text(view.dispute.to_string()),
        Cell::from(&view.child),
        Cell::from(view.clock.as_str().as_ref()),
        stage(view.stage.as_ref()),
        Cell::from(&view.label),
        Cell::from(&view.limit),
        word(&view.strength),
        Cell::Date(view.started),
        Cell::Date(view.original_due),
        Cell::Date(view.due),
        view.due_at.map_or(Cell::Empty, Cell::Moment),
        word(&view.state),
        Cell::from(view.late),
        Cell::from(view.ended),
    ]
}

fn action(view: &DisputeView, action: &ActionView) -> Vec<Cell> {
    let clock = view.clocks.iter().rfind(|clock| clock.clock == ClockId::Action(action.n));
    let overdue = clock.is_some_and(|clock| clock.status == Some(Standing::Overdue));
    vec![
        Cell::Text(view.id.to_string()),
        Cell::from(&view.child),
        Cell::Number(f64::from(action.n)),
        Cell::from(&action.what),
        Cell::from(&action.owner),
        Cell::from(action.due),
        word(&action.state),
        Cell::from(action.done_on),
        Cell::from(overdue),
        Cell::from(&action.measure),
    ]
}

fn duty(view: &DisputeView, duty: &DutyLine) -> Vec<Cell> {
    vec![
        Cell::Text(view.id.to_string()),
        Cell::from(&view.child),
        Cell::from(duty.duty.as_str()),
        Cell::from(&duty.text),
        Cell::from(duty.stage.as_str()),
        word(&duty.state),
        Cell::from(duty.on),
        Cell::from(&duty.with),
    ]
}

fn event(view: &DisputeView, event: &EventView) -> Vec<Cell> {
    vec![
        Cell::Text(view.id.to_string()),
        Cell::Number(f64::from(event.n)),
        Cell::Date(event.at.date()),
        event.at.instant().map_or(Cell::Empty, Cell::Moment),
        Cell::from(event.event),
        stage(event.stage.as_ref()),
        Cell::from(&event.by),
        Cell::from(event.struck),
    ]
}
