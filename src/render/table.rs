//! Lists, drawn in one way: columns at a terminal, tab-separated lines in a pipe. A date, an id or a number is never
//! broken. Where the columns of text have no room beside each other, the last ones go beneath the one before; on a
//! screen that is narrower still, each row is a few lines of its own.

use anstyle::Style;
use comfy_table::presets::NOTHING;
use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width};
use unicode_width::UnicodeWidthStr;

use super::ink::STRONG;
use super::{clean, wrap};

/// The gap between two columns.
const GAP: usize = 2;
/// The width that a column of text needs to read well.
const READABLE: usize = 24;
/// The indent of later rows of a text, when texts are listed beneath each other.
const HANG: usize = 2;

/// A column: its heading, and whether its content may be wrapped.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    head: &'static str,
    flows: bool,
}

/// A column of dates, ids, numbers: each stays whole.
pub const fn whole(head: &'static str) -> Column {
    Column { head, flows: false }
}

/// A column of text, which flows over as many lines as it needs.
pub const fn text(head: &'static str) -> Column {
    Column { head, flows: true }
}

/// The content of one place: parts that share a line if there is room, and go beneath each other if not.
#[derive(Debug, Clone)]
pub struct Cell {
    parts: Vec<(String, Style)>,
}

impl Cell {
    pub fn new(text: &str) -> Cell {
        Cell::in_style(text, Style::new())
    }

    pub fn in_style(text: &str, style: Style) -> Cell {
        Cell { parts: vec![(clean::line(text), style)] }
    }

    /// One more part, if it says anything.
    #[must_use]
    pub fn and(mut self, text: &str, style: Style) -> Cell {
        self.parts.retain(|(part, _)| !part.is_empty());
        if !text.is_empty() || self.parts.is_empty() {
            self.parts.push((clean::line(text), style));
        }
        self
    }

    fn width(&self, apart: bool) -> usize {
        let widths = self.parts.iter().map(|(part, _)| part.width());
        match apart {
            true => widths.max().unwrap_or(0),
            false => widths.sum::<usize>() + self.parts.len().saturating_sub(1),
        }
    }
}

/// One line of a list: what a person sees, and what a program reads. Only one of them is wanted at a time.
#[derive(Debug, Clone, Default)]
pub struct Row {
    pub shown: Vec<Cell>,
    pub plain: Vec<String>,
}

/// Rows under a heading, if they have one.
pub struct Group {
    pub head: Option<String>,
    pub rows: Vec<Row>,
}

/// A list at that width; tab-separated where no width is given.
pub fn render(columns: &[Column], rows: Vec<Row>, width: Option<usize>) -> String {
    render_groups(columns, vec![Group { head: None, rows }], width)
}

/// The same in groups; in a pipe a group's heading comes before each of its lines.
pub fn render_groups(columns: &[Column], groups: Vec<Group>, width: Option<usize>) -> String {
    let Some(width) = width else {
        let rows = groups.iter().flat_map(|group| {
            let head = group.head.as_deref().map(clean::line);
            group.rows.iter().map(move |row| {
                let cells = head.iter().cloned().chain(row.plain.iter().map(|cell| clean::line(cell)));
                cells.collect::<Vec<_>>().join("\t")
            })
        });
        return rows.collect::<Vec<_>>().join("\n");
    };
    let (heads, groups): (Vec<Option<String>>, Vec<Vec<Row>>) =
        groups.into_iter().map(|group| (group.head, group.rows)).unzip();
    let mut grid = Grid {
        columns: columns.iter().map(|column| (column.head.to_string(), column.flows)).collect(),
        groups: groups.into_iter().map(|rows| rows.into_iter().map(|row| row.shown).collect()).collect(),
        apart: false,
    };
    grid.drop_empty();
    match grid.fit(width) {
        Some(widths) => grid.draw(&heads, &widths),
        None => grid.one_by_one(&heads, width),
    }
}

struct Grid {
    columns: Vec<(String, bool)>,
    groups: Vec<Vec<Vec<Cell>>>,
    /// Whether the parts of cells that stay whole go beneath each other.
    apart: bool,
}

impl Grid {
    /// The widths of the columns once they fit: first with everything on one line, then with text flowing, then with
    /// parts beneath each other, then with columns of text beneath each other. `None` if they never fit.
    fn fit(&mut self, width: usize) -> Option<Vec<usize>> {
        loop {
            if let Some(widths) = self.widths(width) {
                return Some(widths);
            }
            if !self.apart {
                self.apart = true;
            } else if !self.fold_last() {
                return None;
            }
        }
    }

    /// A column with no content is left out.
    fn drop_empty(&mut self) {
        for column in (0..self.columns.len()).rev() {
            let said = |row: &Vec<Cell>| row.get(column).is_some_and(|cell| cell.width(true) > 0);
            if !self.groups.iter().flatten().any(said) {
                self.columns.remove(column);
                self.groups.iter_mut().flatten().for_each(|row| drop(row.remove(column)));
            }
        }
    }

    fn natural(&self, column: usize) -> usize {
        let (head, flows) = &self.columns[column];
        // A text's parts go beneath each other as soon as its columns are folded into one.
        let cells = self.groups.iter().flatten().filter_map(|row| row.get(column));
        cells.map(|cell| cell.width(self.apart || *flows)).max().unwrap_or(0).max(head.width())
    }

    /// The width of the longest word, or words that stay together, in a column of text.
    fn longest_word(&self, column: usize) -> usize {
        let cells = self.groups.iter().flatten().filter_map(|row| row.get(column));
        let rows = cells.flat_map(|cell| &cell.parts).flat_map(|(part, _)| wrap::fold(part, 1, HANG));
        rows.map(|row| row.width()).max().unwrap_or(0)
    }

    fn widths(&self, width: usize) -> Option<Vec<usize>> {
        let natural: Vec<usize> = (0..self.columns.len()).map(|column| self.natural(column)).collect();
        let least = |column: usize| match self.columns[column].1 {
            true => natural[column].min(READABLE).max(self.longest_word(column)),
            false => natural[column],
        };
        let mut widths: Vec<usize> = (0..natural.len()).map(least).collect();
        let gaps = GAP * widths.len().saturating_sub(1);
        let mut room = width.checked_sub(gaps + widths.iter().sum::<usize>())?;
        // What is left over goes to those who can use it, in equal shares.
        while room > 0 {
            let short: Vec<usize> = (0..widths.len()).filter(|column| widths[*column] < natural[*column]).collect();
            if short.is_empty() {
                break;
            }
            let share = (room / short.len()).max(1);
            for column in short {
                let more = share.min(natural[column] - widths[column]).min(room);
                widths[column] += more;
                room -= more;
            }
        }
        Some(widths)
    }

    /// Puts the last column of text beneath the one before it; false if there is only one such column.
    fn fold_last(&mut self) -> bool {
        let texts: Vec<usize> = (0..self.columns.len()).filter(|column| self.columns[*column].1).collect();
        let [.., above, below] = texts.as_slice() else { return false };
        let (head, _) = self.columns.remove(*below);
        self.columns[*above].0 = format!("{}, {head}", self.columns[*above].0);
        for row in self.groups.iter_mut().flatten().filter(|row| row.len() > *below) {
            let cell = row.remove(*below);
            for (part, style) in cell.parts {
                row[*above] = row[*above].clone().and(&part, style);
            }
        }
        true
    }

    fn draw(&self, heads: &[Option<String>], widths: &[usize]) -> String {
        let head: Vec<Cell> = self.columns.iter().map(|(head, _)| Cell::in_style(head, STRONG)).collect();
        let mut blocks = vec![self.block(&[head], widths)];
        for (head, rows) in heads.iter().zip(&self.groups) {
            if let Some(head) = head {
                blocks.push(format!("\n{STRONG}{}{STRONG:#}", clean::line(head)));
            }
            blocks.push(self.block(rows, widths));
        }
        blocks.retain(|block| !block.is_empty());
        blocks.join("\n")
    }

    fn block(&self, rows: &[Vec<Cell>], widths: &[usize]) -> String {
        if rows.is_empty() {
            return String::new();
        }
        let mut table = Table::new();
        table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
        for row in rows {
            let cells = row.iter().zip(widths).zip(&self.columns);
            table.add_row(cells.map(|((cell, width), (_, flows))| self.lines(cell, *width, *flows).join("\n")));
        }
        for (column, width) in table.column_iter_mut().zip(widths) {
            let gap = u16::try_from(GAP).unwrap_or_default();
            let width = u16::try_from(*width).unwrap_or(u16::MAX).saturating_add(gap);
            column.set_padding((0, gap)).set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        }
        unmark(&table.trim_fmt())
    }

    /// The content of a cell, line by line, with marks where its styles begin and end.
    fn lines(&self, cell: &Cell, width: usize, flows: bool) -> Vec<String> {
        if !flows && !self.apart {
            let parts: Vec<String> = cell.parts.iter().map(|(part, style)| mark(part, *style)).collect();
            return vec![parts.join(" ")];
        }
        let hang = if cell.parts.len() > 1 { HANG } else { 0 };
        let lines = cell.parts.iter().flat_map(|(part, style)| {
            let rows = if flows { wrap::fold(part, width, hang) } else { vec![part.clone()] };
            rows.into_iter().map(|row| mark(&row, *style)).collect::<Vec<_>>()
        });
        lines.collect()
    }

    /// Each row as a block of lines, each with a column's heading and its content.
    fn one_by_one(&self, heads: &[Option<String>], width: usize) -> String {
        let mut blocks = Vec::new();
        for (head, rows) in heads.iter().zip(&self.groups) {
            blocks.extend(head.as_ref().map(|head| format!("{STRONG}{}{STRONG:#}", clean::line(head))));
            for row in rows {
                let lines = row.iter().zip(&self.columns).filter_map(|(cell, (name, _))| {
                    let said: Vec<String> =
                        cell.parts.iter().map(|(part, style)| format!("{style}{part}{style:#}")).collect();
                    let said = said.join(" ");
                    (wrap::display_width(&said) > 0)
                        .then(|| wrap::fold(&format!("{name}: {said}"), width, HANG).join("\n"))
                });
                blocks.push(lines.collect::<Vec<_>>().join("\n"));
            }
        }
        blocks.join("\n\n")
    }
}

/// Zero-width marks for where a style begins and ends, which no cleaned text can hold. The library that lays out
/// columns would count colour codes as text.
const BEGIN: char = '\u{2061}';
const END: char = '\u{2064}';

fn mark(text: &str, style: Style) -> String {
    let Some(place) = MARKED.iter().position(|marked| *marked == style).filter(|_| !text.is_empty()) else {
        return text.to_string();
    };
    let lead = text.len() - text.trim_start_matches(' ').len();
    format!("{}{}{}{END}", &text[..lead], BEGIN.to_string().repeat(place + 1), &text[lead..])
}

/// The styles that can be marked, each by as many `BEGIN` as its place here, from 1.
const MARKED: [Style; 3] = [STRONG, super::ink::LATE, super::ink::MIND];

fn unmark(text: &str) -> String {
    let text = MARKED.iter().enumerate().rev().fold(text.to_string(), |text, (place, style)| {
        text.replace(&BEGIN.to_string().repeat(place + 1), &style.to_string())
    });
    text.replace(END, &anstyle::Reset.to_string())
}

#[cfg(test)]
mod tests {
    use anstream::adapter::strip_str;

    use super::super::ink::LATE;
    use super::*;

    const COLUMNS: [Column; 4] = [whole("due"), whole("dispute"), text("what"), text("from whom")];

    fn row(what: &str, whom: &str) -> Row {
        let due = Cell::new("Wed 14 Oct 2026").and("27 overdue", LATE);
        let shown = vec![due, Cell::new("2026-0021"), Cell::new(what), Cell::new(whom)];
        Row { shown, plain: vec!["2026-10-14".to_string(), "2026-0021".to_string()] }
    }

    fn drawn(width: usize) -> String {
        let rows = vec![
            row("Resolve within the total time", "Jo Bloggs (Independent Reviewing Officer)"),
            row("Answer", "Team Manager"),
        ];
        strip_str(&render(&COLUMNS, rows, Some(width))).to_string()
    }

    #[test]
    fn a_wide_screen_has_one_line_for_each_row() {
        let text = drawn(120);
        assert_eq!(text.lines().count(), 3, "{text}");
        assert!(
            text.contains("Wed 14 Oct 2026 27 overdue  2026-0021  Resolve within the total time  Jo Bloggs"),
            "{text}"
        );
    }

    #[test]
    fn a_narrow_screen_breaks_no_date_and_puts_texts_beneath_each_other() {
        let expected = "\
due              dispute    what, from whom
Wed 14 Oct 2026  2026-0021  Resolve within the total
27 overdue                    time
                            Jo Bloggs (Independent
                              Reviewing Officer)
Wed 14 Oct 2026  2026-0021  Answer
27 overdue                  Team Manager";
        assert_eq!(drawn(54), expected);
    }

    #[test]
    fn nothing_is_wider_than_the_screen_and_nothing_whole_is_broken() {
        for width in 40..=160 {
            let text = drawn(width);
            assert!(text.lines().all(|line| line.width() <= width), "{width}:\n{text}");
            assert_eq!(text.matches("Wed 14 Oct 2026").count(), 2, "{width}:\n{text}");
            assert_eq!(text.matches("27 overdue").count(), 2, "{width}:\n{text}");
            assert_eq!(text.matches("2026-0021").count(), 2, "{width}:\n{text}");
        }
    }

    #[test]
    fn a_word_that_has_no_room_is_not_broken_and_an_empty_column_is_left_out() {
        let shown = vec![Cell::new("file"), Cell::new(""), Cell::new("/somebody/has/a/long/path/config.yaml or so")];
        let columns = [whole("setting"), whole("to"), text("value")];
        let row = Row { shown, plain: Vec::new() };
        let drawn = |width| strip_str(&render(&columns, vec![row.clone()], Some(width))).to_string();
        assert_eq!(drawn(48), "setting  value\nfile     /somebody/has/a/long/path/config.yaml\n         or so");
        assert_eq!(drawn(42), "setting: file\nvalue:\n  /somebody/has/a/long/path/config.yaml or\n  so");
    }

    #[test]
    fn a_pipe_gets_tabs_and_what_a_program_reads() {
        let group = Group { head: Some("Jo\u{1b}[2J".to_string()), rows: vec![row("a", "b")] };
        assert_eq!(render_groups(&COLUMNS, vec![group], None), "Jo\\u{1b}[2J\t2026-10-14\t2026-0021");
    }
}
