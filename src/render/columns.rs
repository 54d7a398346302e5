//! Everything that is shown of a dispute in a column: one table, from which lists (at a terminal and in a pipe),
//! templates, CSV and workbooks take what they show.

pub mod unreadable;

use std::borrow::Cow;
use std::sync::Arc;

use serde::Serialize;

use super::lists::{due, status, whom};
use super::table::{Cell, Column, Row, render, whole};
use super::view::DisputeView;
use super::workbook::cell as workbook;
use super::{clean, csv, words};
use crate::domain::dispute::Party;
use crate::domain::policy::{CaseType, Policy};
use crate::domain::same_name::NameKey;
use crate::domain::suggest;
use crate::domain::time::Date;
use crate::domain::worded::Worded;

/// A column: one thing that can be shown of a dispute.
#[derive(Debug, Clone, Copy)]
pub struct ColumnSpec {
    /// Its name as it is typed; a heading of CSV has underscores for its hyphens.
    pub name: &'static str,
    column: Column,
    value: fn(&DisputeView) -> Value<'_>,
    /// Whether `--csv` writes it when no columns are chosen.
    csv: bool,
    /// Its heading in a workbook.
    sheet: Option<workbook::Column>,
}

/// The content of a column, whoever reads it.
enum Value<'a> {
    Text(Cow<'a, str>),
    Number(u32),
    Day(Option<Date>),
    YesNo(bool),
    /// A word of a closed list, as it is published.
    Word(String),
    Case(Option<CaseType>),
    Stage(&'a DisputeView),
    Status(&'a DisputeView),
    Party(Option<&'a Party>),
    Due(&'a DisputeView),
}

const fn short(name: &'static str, head: &'static str, value: fn(&DisputeView) -> Value<'_>) -> ColumnSpec {
    ColumnSpec { name, column: whole(head), value, csv: false, sheet: None }
}

const fn long(name: &'static str, head: &'static str, value: fn(&DisputeView) -> Value<'_>) -> ColumnSpec {
    ColumnSpec { name, column: crate::render::table::text(head), value, csv: false, sheet: None }
}

impl ColumnSpec {
    const fn in_csv(self) -> ColumnSpec {
        ColumnSpec { csv: true, ..self }
    }

    /// Puts it into workbooks, with its heading and the width of the column in characters.
    const fn on_sheet(self, heading: &'static str, width: f64) -> ColumnSpec {
        ColumnSpec { sheet: Some(workbook::Column::new(heading, width)), ..self }
    }
}

const ID: ColumnSpec =
    short("id", "id", |view| Value::Text(view.id.to_string().into())).in_csv().on_sheet("Record", 11.0);
const POLICY: ColumnSpec =
    long("policy", "policy", |view| Value::Text((&view.policy).into())).in_csv().on_sheet("Policy", 16.0);
const STAGE: ColumnSpec = long("stage", "stage", |view| Value::Stage(view)).in_csv().on_sheet("Stage", 20.0);
const STATUS: ColumnSpec = long("status", "status", |view| Value::Status(view)).in_csv().on_sheet("Status", 19.0);
const WAITING_ON: ColumnSpec = long("waiting-on", "waiting for", |view| Value::Party(view.waiting_on.as_ref()))
    .in_csv()
    .on_sheet("Waiting on", 22.0);
const DUE: ColumnSpec = short("due", "due", |view| Value::Due(view)).in_csv().on_sheet("Due", 12.0);

/// All columns. CSV and workbooks have theirs in this order, and a column that was published keeps its place: a new one
/// goes last.
pub const ALL: [ColumnSpec; 32] = [
    ID,
    short("kind", "kind", |view| word(&view.kind)).in_csv().on_sheet("Kind", 9.0),
    short("child", "child", |view| text(&view.child)).in_csv().on_sheet("Child", 14.0),
    POLICY,
    STAGE,
    short("formal", "formal", |view| Value::YesNo(view.formal)).in_csv().on_sheet("Formal", 8.0),
    STATUS,
    short("since", "since", |view| Value::Day(Some(view.status_since_on))),
    WAITING_ON,
    long("owner", "owner", |view| Value::Party(view.owner.as_ref())),
    DUE,
    short("overdue", "overdue", |view| Value::YesNo(view.overdue)).in_csv().on_sheet("Overdue", 9.0),
    short("raised-on", "raised", |view| Value::Day(Some(view.raised_on))).in_csv().on_sheet("Raised", 12.0),
    long("raised-by", "raised by", |view| Value::Text((&view.raised_by).into())).in_csv().on_sheet("Raised by", 18.0),
    long("by-role", "in the role", |view| Value::Text(view.by_role.clone().unwrap_or_default().to_string().into())),
    long("iro", "iro", |view| text(&view.iro)).in_csv().on_sheet("IRO", 18.0),
    long("team", "team", |view| text(&view.team)).in_csv().on_sheet("Team", 14.0),
    long("case-type", "case", |view| Value::Case(view.case_type)).on_sheet("Case", 14.0),
    long("legal-status", "legal status", |view| text(&view.legal_status)).on_sheet("Legal status", 12.0),
    short("review-date", "review", |view| Value::Day(view.review_date)).on_sheet("Review", 12.0),
    long("categories", "categories", |view| Value::Text(view.categories.join("; ").into()))
        .in_csv()
        .on_sheet("Categories", 22.0),
    long("concern", "concern", concern).in_csv().on_sheet("Concern", 50.0),
    long("impact", "impact", |view| text(&view.impact)).in_csv().on_sheet("Impact on the child", 40.0),
    long("impact-level", "weight", |view| word(&view.impact_level)).in_csv().on_sheet("Weight", 12.0),
    long("seeking", "asked for", |view| text(&view.seeking)).on_sheet("Asked for", 40.0),
    long("subject", "about", |view| text(&view.subject)).in_csv().on_sheet("About", 18.0),
    short("needed-by", "needed by", |view| Value::Day(view.needed_by)),
    short("closed-on", "closed", |view| Value::Day(view.closed_on)).in_csv().on_sheet("Closed", 12.0),
    long("result", "result", |view| word(&view.result)).in_csv().on_sheet("Result", 18.0),
    long("outcome", "outcome", |view| text(&view.outcome)).in_csv().on_sheet("Outcome", 40.0),
    short("events", "events", |view| Value::Number(view.events)).on_sheet("Events", 8.0),
    long("household", "household", |view| text(&view.household)).in_csv().on_sheet("Household", 14.0),
];

/// Who or what it is about: the child, or what takes a child's place.
const ABOUT: ColumnSpec = short("child", "child", |view| Value::Text(words::about(view.about()).into()));

/// That a deadline has passed, as one word that a script can look for.
const LATE: ColumnSpec = short("late", "late", |view| Value::Text(if view.overdue { "overdue" } else { "" }.into()));

/// The columns at a terminal, if none are chosen.
const USUAL: [ColumnSpec; 6] = [ID, ABOUT, DUE, STAGE, STATUS, WAITING_ON];

/// The columns in a pipe, if none are chosen.
const PIPED: [ColumnSpec; 8] = [ID, ABOUT, POLICY, STAGE, STATUS, WAITING_ON, DUE, LATE];

fn text(text: &Option<String>) -> Value<'_> {
    Value::Text(text.as_deref().unwrap_or_default().into())
}

fn word(value: &impl Serialize) -> Value<'static> {
    Value::Word(words::published(value))
}

/// What it is about, in the words of the person who raised it or gave the praise.
fn concern(view: &DisputeView) -> Value<'_> {
    let praised = || view.praise.as_ref().map(|praise| &praise.text);
    Value::Text(view.concern.as_ref().or_else(praised).map_or(Cow::default(), Cow::from))
}

impl Value<'_> {
    /// As a person reads it, in the words of a protocol.
    fn for_person(&self, policy: Option<&Policy>) -> String {
        let day = |day: Option<Date>| day.map(words::short_date).unwrap_or_default();
        match self {
            Value::Text(text) => text.to_string(),
            Value::Number(number) => number.to_string(),
            Value::Day(on) => day(*on),
            Value::YesNo(yes) => yes_or_no(*yes),
            Value::Word(word) => word.replace('-', " "),
            Value::Case(case) => words::spelt(case),
            Value::Stage(view) => view.stage_title.clone().unwrap_or_default(),
            Value::Status(view) => status(view, policy),
            Value::Party(party) => party.map(|party| whom(party, policy)).unwrap_or_default(),
            Value::Due(view) => day(view.due),
        }
    }

    /// As a program reads it: dates as in files, roles and states by their ids.
    fn for_program(&self) -> String {
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        match self {
            Value::Text(text) => text.to_string(),
            Value::Number(number) => number.to_string(),
            Value::Day(on) => day(*on),
            Value::YesNo(yes) => yes_or_no(*yes),
            Value::Word(word) => word.clone(),
            Value::Case(case) => words::published(case),
            Value::Stage(view) => view.stage.clone().unwrap_or_default().into(),
            Value::Status(view) => view.status.word().to_string(),
            Value::Party(party) => party.map(|party| whom(party, None)).unwrap_or_default(),
            Value::Due(view) => day(view.due),
        }
    }

    /// As a cell of a workbook, with its type.
    fn for_sheet(&self) -> workbook::Cell {
        match self {
            Value::Number(number) => workbook::Cell::Number(f64::from(*number)),
            Value::Day(on) => (*on).into(),
            Value::Due(view) => view.due.into(),
            Value::Stage(view) => (&view.stage_title).into(),
            Value::Case(case) => case.map_or("", CaseType::meaning).into(),
            Value::Text(_) | Value::YesNo(_) | Value::Word(_) | Value::Status(_) | Value::Party(_) => {
                self.for_program().as_str().into()
            }
        }
    }
}

fn yes_or_no(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_string()
}

/// A name that no column has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no column `{name}`")]
pub struct NoColumn {
    pub name: String,
}

impl NoColumn {
    /// The column that was probably meant, or all there are.
    pub fn hint(&self) -> String {
        suggest::choices(&self.name, &ALL.map(|one| one.name.to_string())).unwrap_or_default()
    }
}

/// The columns of these names, separated by commas.
///
/// # Errors
/// An unknown name.
pub fn chosen(names: &str) -> Result<Vec<ColumnSpec>, NoColumn> {
    names.split(',').map(str::trim).filter(|name| !name.is_empty()).map(of_name).collect()
}

/// The column of that name; capitals don't count, and underscores are as good as hyphens.
///
/// # Errors
/// An unknown name.
pub fn of_name(name: &str) -> Result<ColumnSpec, NoColumn> {
    let plain = name.to_lowercase().replace('_', "-");
    ALL.into_iter().find(|one| one.name == plain).ok_or_else(|| NoColumn { name: name.to_string() })
}

/// A line with places that are filled in: `{id} {child}`.
#[derive(Debug, Clone)]
pub struct Template(Vec<Piece>);

#[derive(Debug, Clone)]
enum Piece {
    Words(String),
    Place(ColumnSpec),
}

impl Template {
    /// Reads a line as it is typed: `{name}` is filled in, `{{` and `}}` are brackets, `\t` and `\n` a tab and a line
    /// break.
    ///
    /// # Errors
    /// A place that names no column.
    pub fn of(typed: &str) -> Result<Template, NoColumn> {
        let (mut pieces, mut words) = (Vec::new(), String::new());
        let mut rest = typed;
        while let Some(letter) = rest.chars().next() {
            let after = &rest[letter.len_utf8()..];
            rest = match (letter, after.chars().next()) {
                ('{', Some('{')) | ('}', Some('}')) => {
                    words.push(letter);
                    &after[1..]
                }
                ('\\', Some('t')) => {
                    words.push('\t');
                    &after[1..]
                }
                ('\\', Some('n')) => {
                    words.push('\n');
                    &after[1..]
                }
                ('{', _) => {
                    let (name, after) = after.split_once('}').unwrap_or((after, ""));
                    pieces.push(Piece::Words(std::mem::take(&mut words)));
                    pieces.push(Piece::Place(of_name(name.trim())?));
                    after
                }
                _ => {
                    words.push(letter);
                    after
                }
            };
        }
        pieces.push(Piece::Words(words));
        Ok(Template(pieces))
    }

    /// The line for a dispute, as a program reads it: dates as in files, roles and states by their ids.
    pub fn fill(&self, view: &DisputeView) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Words(words) => words.clone(),
            Piece::Place(shown) => clean::line(&shown.plain(view)),
        };
        self.0.iter().map(piece).collect()
    }
}

/// A table of these columns, in the words of each policy; without a width it is tab-separated and as programs read it.
pub fn table(columns: &[ColumnSpec], views: &[(DisputeView, Option<Arc<Policy>>)], width: Option<usize>) -> String {
    let heads: Vec<Column> = columns.iter().map(|one| one.column).collect();
    let rows = views.iter().map(|(view, policy)| match width {
        Some(_) => {
            Row { shown: columns.iter().map(|one| one.cell(view, policy.as_deref())).collect(), ..Row::default() }
        }
        None => Row { plain: columns.iter().map(|one| one.plain(view)).collect(), ..Row::default() },
    });
    render(&heads, rows.collect(), width)
}

/// The table if no columns are chosen.
pub fn usual(views: &[(DisputeView, Option<Arc<Policy>>)], width: Option<usize>) -> String {
    let columns: &[ColumnSpec] = if width.is_some() { &USUAL } else { &PIPED };
    table(columns, views, width)
}

/// The table of disputes as CSV, if no columns are chosen.
///
/// # Errors
/// Text that can't be written as CSV.
pub fn as_csv<'a>(views: impl Iterator<Item = &'a DisputeView>) -> Result<String, ::csv::Error> {
    let columns: Vec<ColumnSpec> = ALL.into_iter().filter(|one| one.csv).collect();
    let row = |view| columns.iter().map(|one| (one.value)(view).for_program()).collect::<Vec<_>>();
    csv::table(&columns.iter().map(ColumnSpec::heading).collect::<Vec<_>>(), views.map(row))
}

/// These columns as CSV.
///
/// # Errors
/// Text that can't be written as CSV.
pub fn chosen_as_csv<'a>(
    columns: &[ColumnSpec],
    views: impl Iterator<Item = &'a DisputeView>,
) -> Result<String, ::csv::Error> {
    let row = |view| columns.iter().map(|one| one.plain(view)).collect::<Vec<_>>();
    csv::table(&columns.iter().map(ColumnSpec::heading).collect::<Vec<_>>(), views.map(row))
}

/// The headings of a workbook's table of disputes.
pub fn of_sheet() -> Vec<workbook::Column> {
    ALL.into_iter().filter_map(|one| one.sheet).collect()
}

/// A dispute as a row of that table.
pub fn on_sheet(view: &DisputeView) -> Vec<workbook::Cell> {
    ALL.into_iter().filter(|one| one.sheet.is_some()).map(|one| (one.value)(view).for_sheet()).collect()
}

impl ColumnSpec {
    /// As a program reads it.
    pub fn plain(&self, view: &DisputeView) -> String {
        (self.value)(view).for_program()
    }

    /// The key by which this column is sorted; `None` if the value is empty.
    pub fn key(&self, view: &DisputeView) -> Option<String> {
        let value = (self.value)(view);
        if let Value::Number(number) = value {
            return Some(format!("{number:010}"));
        }
        let text = value.for_program();
        (!text.is_empty()).then(|| NameKey::of(&text).as_str().to_string())
    }

    fn heading(&self) -> String {
        self.name.replace('-', "_")
    }

    fn cell(&self, view: &DisputeView, policy: Option<&Policy>) -> Cell {
        let value = (self.value)(view);
        if let Value::Due(view) = value {
            due(view.due, None, view.standing())
        } else {
            Cell::new(&value.for_person(policy))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_with_its_places() {
        let pieces = |typed: &str| {
            Template::of(typed).map(|template| {
                let piece = |piece: &Piece| match piece {
                    Piece::Words(words) => words.clone(),
                    Piece::Place(shown) => format!("<{}>", shown.name),
                };
                template.0.iter().map(piece).collect::<String>()
            })
        };
        assert_eq!(pieces("{id} {Child}").unwrap(), "<id> <child>");
        assert_eq!(pieces(r"{{{ raised_on }}}\t100 % } é\n").unwrap(), "{<raised-on>}\t100 % } é\n");
        assert_eq!(pieces("plain \\").unwrap(), "plain \\");
        assert_eq!(pieces("{due").unwrap(), "<due>");
        let wrong = pieces("{id} {chidl}").unwrap_err();
        assert_eq!(
            (wrong.to_string(), wrong.hint()),
            ("there is no column `chidl`".into(), "did you mean `child`?".into())
        );
        assert!(chosen("id, due,").unwrap().len() == 2 && chosen("x").unwrap_err().hint().contains("closed-on"));
    }

    /// Other programs may find a column by its place.
    #[test]
    fn what_was_published_stays_in_its_place() {
        let csv: Vec<String> = ALL.iter().filter(|one| one.csv).map(ColumnSpec::heading).collect();
        let published = "id kind child policy stage formal status waiting_on due overdue raised_on raised_by iro team \
                         categories concern impact impact_level subject closed_on result outcome";
        assert!(csv.join(" ").starts_with(published), "{csv:?}");
        let sheet: Vec<&str> = of_sheet().iter().map(|column| column.heading).collect();
        let published = "Record|Kind|Child|Policy|Stage|Formal|Status|Waiting on|Due|Overdue|Raised|Raised by|IRO|Team|Case|\
                         Legal status|Review|Categories|Concern|Impact on the child|Weight|Asked for|About|Closed|Result|\
                         Outcome|Events";
        assert!(sheet.join("|").starts_with(published), "{sheet:?}");
    }
}
