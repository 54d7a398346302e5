//! The list of children imported from the case system. It fills in details when a dispute is raised, and is never
//! required.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use super::same_name::{NameKey, is_same};
use super::table::{Columns, Known, Mapping, Misfit, RowFault, Table, TableRow, day};
use super::text::{clean_text, looks_like_a_name};
use super::time::Date;

/// One child on the list. Of the date of birth only the year is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Child {
    pub reference: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iro: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_status: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_review: Option<Date>,
}

/// The list as it was imported last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Children {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported_on: Option<Date>,
    #[serde(default)]
    pub children: Vec<Child>,
}

/// What differs between two lists.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    pub added: Vec<String>,
    pub gone: Vec<String>,
    pub changed: Vec<Change>,
}

/// One changed detail of a child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    pub reference: String,
    pub what: &'static str,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// What was read from a table: its children, the rows with faults, and the headings of columns that were not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedList {
    pub children: Vec<Child>,
    pub faults: Vec<RowFault>,
    pub unused: Vec<String>,
}

/// Why no list could be read from a table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    #[error(transparent)]
    Misfit(#[from] Misfit),
    #[error("no column has the children's case references; the columns are {0}")]
    NoReference(String),
}

const REFERENCE: &str = "reference";
const IRO: &str = "iro";
const TEAM: &str = "team";
const LEGAL_STATUS: &str = "legal_status";
const BORN: &str = "born";
const NEXT_REVIEW: &str = "next_review";

/// The columns that a list of children can have, with the headings that case systems use.
pub const COLUMNS: [Known; 6] = [
    Known {
        name: REFERENCE,
        headings: &[
            "child",
            "child reference",
            "child's reference",
            "child ref",
            "case reference",
            "case ref",
            "case number",
            "case id",
            "child id",
            "person id",
            "client id",
            "id",
        ],
    },
    Known { name: IRO, headings: &["independent reviewing officer", "allocated iro", "iro name"] },
    Known { name: TEAM, headings: &["allocated team", "team name", "social work team"] },
    Known { name: LEGAL_STATUS, headings: &["legal status", "current legal status", "ls"] },
    Known { name: BORN, headings: &["date of birth", "dob", "year of birth", "birth year"] },
    Known {
        name: NEXT_REVIEW,
        headings: &["next review", "next review date", "next cla review", "next lac review", "review date"],
    },
];

/// Reads a list of children from a table.
///
/// # Errors
/// A mapping that doesn't fit, or no column with references.
pub fn read_list(table: &Table, mapping: &Mapping) -> Result<ImportedList, ListError> {
    let columns = Columns::find(table, mapping, &COLUMNS)?;
    if !columns.has(REFERENCE) {
        let named: Vec<String> = table.headings.iter().map(|one| format!("`{one}`")).collect();
        return Err(ListError::NoReference(named.join(", ")));
    }
    let mut taken = ImportedList { children: Vec::new(), faults: Vec::new(), unused: Vec::new() };
    let mut seen = BTreeSet::new();
    taken.unused = columns.unused().into_iter().map(str::to_string).collect();
    for row in table.rows.iter().filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty())) {
        if let Some(child) = child_of(row, &columns, &mut taken.faults) {
            match seen.insert(NameKey::of(&child.reference)) {
                false => taken
                    .faults
                    .push(fault(row, format!("`{}` is there already; the first one counts", child.reference))),
                true => taken.children.push(child),
            }
        }
    }
    taken.children.sort_by_cached_key(|child| NameKey::of(&child.reference));
    Ok(taken)
}

fn fault(row: &TableRow, message: String) -> RowFault {
    RowFault { line: row.line, message }
}

fn child_of(row: &TableRow, columns: &Columns<'_>, faults: &mut Vec<RowFault>) -> Option<Child> {
    let text = |name: &str| columns.value(row, name).map(|text| clean_text(text).replace('\n', " "));
    let Some(reference) = text(REFERENCE) else {
        faults.push(fault(row, "no case reference".to_string()));
        return None;
    };
    if looks_like_a_name(&reference) {
        faults.push(fault(row, "the case reference looks like a name, and is left out".to_string()));
        return None;
    }
    let born = columns.value(row, BORN).and_then(|written| {
        let year = written
            .parse()
            .ok()
            .or_else(|| day(written).map(|day| day.year()))
            .filter(|year| (1900..2100).contains(year));
        if year.is_none() {
            faults.push(fault(row, format!("the date of birth of `{reference}` can't be read")));
        }
        year
    });
    let next_review = columns.value(row, NEXT_REVIEW).and_then(|written| {
        let read = day(written);
        if read.is_none() {
            faults.push(fault(
                row,
                format!(
                    "the next review of `{reference}`, `{written}`, isn't a date; write it as 2026-03-02 or 02/03/2026"
                ),
            ));
        }
        read
    });
    Some(Child { iro: text(IRO), team: text(TEAM), legal_status: text(LEGAL_STATUS), born, next_review, reference })
}

impl Child {
    /// The child's details, each with its label.
    fn facts(&self) -> [(&'static str, Option<String>); 5] {
        [
            ("IRO", self.iro.clone()),
            ("team", self.team.clone()),
            ("legal status", self.legal_status.clone()),
            ("year of birth", self.born.map(|year| year.to_string())),
            ("next review", self.next_review.map(|date| date.to_string())),
        ]
    }

    /// Whether the child is certainly of age on a day, by the year alone.
    pub fn is_of_age(&self, today: Date) -> bool {
        self.born.is_some_and(|born| today.year() - born > 18)
    }
}

impl Children {
    pub fn find(&self, reference: &str) -> Option<&Child> {
        self.children.iter().find(|child| is_same(&child.reference, reference))
    }

    /// The differences between this list and a new one.
    pub fn changes(&self, new: &[Child]) -> Changes {
        let mut changes = Changes::default();
        let known: BTreeMap<NameKey, &Child> =
            self.children.iter().rev().map(|child| (NameKey::of(&child.reference), child)).collect();
        let listed: BTreeSet<NameKey> = new.iter().map(|child| NameKey::of(&child.reference)).collect();
        for child in new {
            let Some(before) = known.get(&NameKey::of(&child.reference)) else {
                changes.added.push(child.reference.clone());
                continue;
            };
            let pairs = before.facts().into_iter().zip(child.facts());
            let changed = pairs.filter(|((_, before), (_, after))| before != after);
            changes.changed.extend(changed.map(|((what, before), (_, after))| Change {
                reference: child.reference.clone(),
                what,
                before,
                after,
            }));
        }
        let is_gone = |known: &&Child| !listed.contains(&NameKey::of(&known.reference));
        changes.gone = self.children.iter().filter(is_gone).map(|child| child.reference.clone()).collect();
        changes
    }
}

impl Changes {
    pub fn are_none(&self) -> bool {
        *self == Changes::default()
    }
}
