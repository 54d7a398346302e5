//! What a list shows of a dispute where somebody chooses: columns by name, or a line of their own words.

use std::sync::Arc;

use serde::Serialize;

use super::clean;
use super::ink::LATE;
use super::lists::{status, whom};
use super::table::{Cell, Column, Row, render, whole};
use super::view::DisputeView;
use super::words;
use crate::domain::dispute::Party;
use crate::domain::policy::Policy;
use crate::domain::suggest;
use crate::domain::time::Date;
use crate::domain::worded::Worded;

/// One thing that can be shown of a dispute.
#[derive(Debug, Clone, Copy)]
pub struct Shown {
    /// As it is typed, and as a heading of CSV.
    pub name: &'static str,
    column: Column,
    value: fn(&DisputeView, &Look<'_>) -> String,
}

const fn short(name: &'static str, head: &'static str, value: fn(&DisputeView, &Look<'_>) -> String) -> Shown {
    Shown { name, column: whole(head), value }
}

const fn long(name: &'static str, head: &'static str, value: fn(&DisputeView, &Look<'_>) -> String) -> Shown {
    Shown { name, column: crate::render::table::text(head), value }
}

/// All that can be chosen from.
pub const ALL: [Shown; 27] = [
    short("id", "id", |view, _| view.id.to_string()),
    short("child", "child", |view, _| text(&view.child)),
    short("due", "due", |view, look| look.date(view.due)),
    long("stage", "stage", |view, look| look.stage(view)),
    long("status", "status", |view, look| look.status(view)),
    short("since", "since", |view, look| look.day(view.status_since_on)),
    long("waiting-on", "waiting for", |view, look| look.party(&view.waiting_on)),
    long("owner", "owner", |view, look| look.party(&view.owner)),
    long("policy", "policy", |view, _| view.policy.clone()),
    long("iro", "iro", |view, _| text(&view.iro)),
    long("team", "team", |view, _| text(&view.team)),
    short("raised-on", "raised", |view, look| look.day(view.raised_on)),
    long("raised-by", "raised by", |view, _| view.raised_by.clone()),
    long("by-role", "in the role", |view, _| view.by_role.clone().unwrap_or_default().into()),
    long("case-type", "case", |view, look| look.word(&view.case_type)),
    long("categories", "categories", |view, _| view.categories.join("; ")),
    long("concern", "concern", |view, _| concern(view)),
    long("impact", "impact", |view, _| text(&view.impact)),
    long("seeking", "asked for", |view, _| text(&view.seeking)),
    long("household", "household", |view, _| text(&view.household)),
    long("subject", "about", |view, _| text(&view.subject)),
    short("needed-by", "needed by", |view, look| look.date(view.needed_by)),
    short("review-date", "review", |view, look| look.date(view.review_date)),
    short("closed-on", "closed", |view, look| look.date(view.closed_on)),
    long("result", "result", |view, look| look.word(&view.result)),
    long("outcome", "outcome", |view, _| text(&view.outcome)),
    short("overdue", "overdue", |view, _| if view.overdue { "yes" } else { "no" }.to_string()),
];

fn text(text: &Option<String>) -> String {
    text.clone().unwrap_or_default()
}

/// What it is about, in the words of whoever raised it or gave the praise.
fn concern(view: &DisputeView) -> String {
    let praised = || view.praise.as_ref().map(|praise| praise.text.clone());
    view.concern.clone().or_else(praised).unwrap_or_default()
}

/// Who reads it: a person with the words of a protocol, or a program.
#[derive(Debug)]
struct Look<'a> {
    person: bool,
    policy: Option<&'a Policy>,
}

impl Look<'_> {
    fn day(&self, day: Date) -> String {
        if self.person { words::short_date(day) } else { day.to_string() }
    }

    fn date(&self, day: Option<Date>) -> String {
        day.map(|day| self.day(day)).unwrap_or_default()
    }

    fn stage(&self, view: &DisputeView) -> String {
        match self.person {
            true => text(&view.stage_title),
            false => view.stage.clone().unwrap_or_default().into(),
        }
    }

    fn status(&self, view: &DisputeView) -> String {
        if self.person { status(view, self.policy) } else { view.status.word().to_string() }
    }

    fn party(&self, party: &Option<Party>) -> String {
        party.as_ref().map(|party| whom(party, self.policy)).unwrap_or_default()
    }

    fn word(&self, value: &impl Serialize) -> String {
        let word = words::published(value);
        if self.person { word.replace('-', " ") } else { word }
    }
}

/// A name that is none of those.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no column `{name}`")]
pub struct NoColumn {
    pub name: String,
}

impl NoColumn {
    /// What was probably meant, or all there are.
    pub fn hint(&self) -> String {
        suggest::choices(&self.name, &ALL.map(|one| one.name.to_string())).unwrap_or_default()
    }
}

/// The columns of these names, with commas between.
///
/// # Errors
/// A name that is none.
pub fn chosen(names: &str) -> Result<Vec<Shown>, NoColumn> {
    names.split(',').map(str::trim).filter(|name| !name.is_empty()).map(of_name).collect()
}

/// The column of that name.
///
/// # Errors
/// A name that is none.
pub fn of_name(name: &str) -> Result<Shown, NoColumn> {
    let plain = name.to_lowercase().replace('_', "-");
    ALL.into_iter().find(|one| one.name == plain).ok_or_else(|| NoColumn { name: name.to_string() })
}

/// A line with places that are filled in: `{id} {child}`.
#[derive(Debug, Clone)]
pub struct Template(Vec<Piece>);

#[derive(Debug, Clone)]
enum Piece {
    Words(String),
    Place(Shown),
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

/// A table of these columns; tab-separated, and as programs read it, where no width is given.
pub fn table(columns: &[Shown], views: &[(DisputeView, Option<Arc<Policy>>)], width: Option<usize>) -> String {
    let heads: Vec<Column> = columns.iter().map(|one| one.column).collect();
    let rows = views.iter().map(|(view, policy)| match width {
        Some(_) => {
            Row { shown: columns.iter().map(|one| one.cell(view, policy.as_deref())).collect(), ..Row::default() }
        }
        None => Row { plain: columns.iter().map(|one| one.plain(view)).collect(), ..Row::default() },
    });
    render(&heads, rows.collect(), width)
}

impl Shown {
    /// As a program reads it.
    pub fn plain(&self, view: &DisputeView) -> String {
        (self.value)(view, &Look { person: false, policy: None })
    }

    fn cell(&self, view: &DisputeView, policy: Option<&Policy>) -> Cell {
        let cell = Cell::new(&(self.value)(view, &Look { person: true, policy }));
        if self.name == "due" && view.overdue { cell.and("overdue", LATE) } else { cell }
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
}
