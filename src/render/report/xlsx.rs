//! The report as a workbook: all figures, their groups, and the charts of the page as charts of the spreadsheet.

use rust_xlsxwriter::{Chart, ChartType, XlsxError};

use super::{FigureView, Report, Shown, StandardsView, Unit};
use crate::domain::summary::Theme;
use crate::render::workbook::{Book, Cell, Column};

const FIGURES: [Column; 6] = [
    Column::new("About", 26.0),
    Column::new("Figure", 58.0),
    Column::new("Now", 10.0),
    Column::new("Before", 10.0),
    Column::new("Taken from", 11.0),
    Column::new("Id", 32.0),
];

const GROUPS: [Column; 6] = [
    Column::new("Figure", 62.0),
    Column::new("Group", 58.0),
    Column::new("Now", 10.0),
    Column::new("Before", 10.0),
    Column::new("Taken from", 11.0),
    Column::new("Id", 32.0),
];

const NOTES: [Column; 1] = [Column::new("About this report", 100.0)];
const STANDARDS: [Column; 4] = [
    Column::new("Standard", 60.0),
    Column::new("Source", 24.0),
    Column::new("What the figures show", 60.0),
    Column::new("To be answered by a person", 40.0),
];

/// How many bars a chart has room for.
const MOST_BARS: usize = 30;

/// The workbook.
///
/// # Errors
/// More than a sheet holds.
pub fn render(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let span = Report::span(report.period);
    let mut book = Book::new(&format!("Disputes, {span}"), report.made_on)?;
    let title = format!("Disputes about children’s care plans, {span}");
    let lines = [title].into_iter().chain(report.notes()).chain([super::taken_from(report)]);
    let notes: Vec<_> = lines.map(|line| vec![Cell::Text(line)]).collect();
    let themes = || Theme::ALL.into_iter().map(|theme| (theme, report.section(theme)));
    let figures = themes().flat_map(|(theme, figures)| figures.into_iter().map(move |one| (theme, one)));
    let plain = figures.filter(|(_, one)| !one.breakdown).map(|(theme, one)| figure(theme, one)).collect::<Vec<_>>();
    let grouped: Vec<&FigureView> =
        themes().flat_map(|(_, figures)| figures).filter(|figure| figure.has_groups()).collect();
    let groups: Vec<_> = grouped.iter().flat_map(|figure| parts(figure)).collect();
    book.table("Figures", &FIGURES, &plain)?;
    book.table("Groups", &GROUPS, &groups)?;
    charts(&mut book, &grouped)?;
    if let Some(standards) = &report.standards {
        book.table("Standards", &STANDARDS, &checklist(standards))?;
    }
    book.table("Notes", &NOTES, &notes)?;
    book.bytes()
}

fn figure(theme: Theme, figure: &FigureView) -> Vec<Cell> {
    vec![
        Cell::from(theme.title()),
        Cell::from(&figure.label),
        shown(figure, figure.value),
        shown(figure, figure.before),
        if figure.hides() { Cell::Empty } else { count(figure.of) },
        Cell::from(figure.id),
    ]
}

fn parts(figure: &FigureView) -> impl Iterator<Item = Vec<Cell>> {
    figure.ranked().into_iter().map(|part| {
        vec![
            Cell::from(&figure.label),
            Cell::from(&part.group.label),
            shown(figure, part.value),
            shown(figure, part.before),
            part.shown_of().map_or(Cell::Empty, count),
            Cell::from(figure.id),
        ]
    })
}

/// A value as a number; a hidden one as text, so that no formula takes it for zero.
fn shown(figure: &FigureView, shown: Shown) -> Cell {
    match (shown, figure.unit) {
        (Shown::Nothing, _) => Cell::Empty,
        (Shown::Hidden | Shown::Withheld, _) => Cell::Text(figure.text(shown)),
        (Shown::Value(value), Unit::Percent) => Cell::Share(value / 100.0),
        (Shown::Value(value), Unit::Count | Unit::Days | Unit::WorkingDays | Unit::PerHundred) => Cell::Number(value),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of disputes are far below 2^52")]
fn count(number: usize) -> Cell {
    Cell::Number(number as f64)
}

fn checklist(standards: &StandardsView) -> Vec<Vec<Cell>> {
    let row = |one: &super::StandardView| {
        let evidence = one.evidence.join("\n");
        vec![Cell::from(&one.text), Cell::from(&one.source), Cell::from(&evidence), Cell::from(&one.asks)]
    };
    standards.standards.iter().map(row).collect()
}

/// The place of a chart on its sheet, beside the numbers that it shows.
struct ChartPlace<'a> {
    figure: &'a FigureView,
    /// The rows of its numbers, counted from 0.
    first: usize,
    last: usize,
    highest: f64,
}

impl ChartPlace<'_> {
    /// How many rows it takes up, with a line between it and the next.
    fn rows(&self) -> usize {
        if self.figure.is_by_month() { HIGH } else { HIGH.max(self.last + 1 - self.first + 4) }
    }

    /// The row of its title.
    fn top(&self) -> usize {
        self.first - 1
    }

    fn chart(&self) -> Chart {
        let (label, months) = (self.figure.label.as_str(), self.figure.is_by_month());
        let mut chart = Chart::new(if months { ChartType::Column } else { ChartType::Bar });
        let range = |column: &str| format!("=Charts!${column}${}:${column}${}", self.first + 1, self.last + 1);
        chart.add_series().set_categories(range("A").as_str()).set_values(range("B").as_str()).set_name(label);
        chart.title().set_name(label);
        chart.legend().set_hidden();
        // The first group is at the top, as in the table.
        if !months {
            chart.y_axis().set_reverse();
        }
        // There are no half disputes.
        if self.figure.unit == Unit::Count && self.highest < 10.0 {
            if months { chart.y_axis() } else { chart.x_axis() }.set_major_unit(1);
        }
        chart.set_width(620).set_height(in_sheet((self.rows() - 1) * ROW_PIXELS));
        chart
    }
}

/// A sheet with a chart for each figure that has groups, and the numbers it shows.
fn charts(book: &mut Book, figures: &[&FigureView]) -> Result<(), XlsxError> {
    const COLUMNS: [Column; 2] = [Column::new("Chart", 62.0), Column::new("Now", 10.0)];
    let (mut rows, mut places) = (Vec::new(), Vec::new());
    for figure in figures {
        // A month that is hidden keeps its place in the row, without a bar.
        let seen = figure.ranked().into_iter().filter_map(|part| {
            let month = part.group.is_month();
            Some((part, part.value.value().or(month.then_some(0.0))?))
        });
        let mut bars: Vec<_> = seen.filter(|(part, value)| *value > 0.0 || part.group.is_month()).collect();
        let left_out = bars.len().saturating_sub(MOST_BARS);
        bars.truncate(MOST_BARS);
        if bars.is_empty() {
            continue;
        }
        rows.push(vec![Cell::Text(figure.label.clone())]);
        let first = rows.len() + 1;
        rows.extend(bars.iter().map(|(part, _)| vec![Cell::from(&part.group.label), shown(figure, part.value)]));
        let highest = bars.iter().map(|(_, value)| *value).fold(0.0, f64::max);
        if left_out > 0 {
            rows.push(vec![Cell::Text(format!("and {left_out} more, which the sheet Groups has"))]);
        }
        let place = ChartPlace { figure, first, last: first + bars.len() - 1, highest };
        rows.resize_with(place.top() + place.rows(), Vec::new);
        places.push(place);
    }
    if places.is_empty() {
        return Ok(());
    }
    let sheet = book.table("Charts", &COLUMNS, &rows)?;
    let mut breaks: Vec<u32> = Vec::new();
    for place in places {
        let end = in_sheet(place.top() + place.rows());
        if end - breaks.last().copied().unwrap_or(0) > A_PAGE {
            breaks.push(in_sheet(place.top()));
        }
        sheet.insert_chart(in_sheet(place.top()), 3, &place.chart())?;
    }
    breaks.retain(|row| *row > 1);
    sheet.set_page_breaks(&breaks)?;
    Ok(())
}

/// A number of rows or pixels as the workbook has it.
fn in_sheet(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// How many rows go on a page.
const A_PAGE: u32 = 44;

/// The fewest rows that a chart takes up.
const HIGH: usize = 14;

/// How high a row is.
const ROW_PIXELS: usize = 20;
