//! The yearly report as it is shown: figures turned into values, small ones hidden if that is asked for, and one small
//! file for each format.

pub mod chart;
pub mod csv;
mod glossary;
pub mod html;
mod json;
pub mod md;
pub mod table;
mod taken;
mod teams;
mod values;
pub mod xlsx;

use std::collections::BTreeSet;

use serde::Serialize;

pub use glossary::GLOSSARY;
pub use taken::{Witness, taken_from};
pub use values::{Shown, Splits, hide_small};

use super::words;
use crate::domain::id::DisputeId;
use crate::domain::summary::suppress::{SMALL_SHOWN, SMALLEST, is_small};
use crate::domain::summary::{Dimension, Figure, Group, Groups, Kind, Measure, Period, Theme, in_group};
use crate::domain::time::{Date, describe, without_weekday};

/// How many single remarks a page quotes.
const MOST_REMARKS: usize = 25;

/// A report, ready to be written in any format.
#[derive(Debug, Clone)]
pub struct Report {
    pub period: Period,
    /// The last day that is counted; earlier than `period.to` if the period is not over.
    pub until: Date,
    pub before: Period,
    /// What figures are split by, if that was asked for.
    pub by: Option<Dimension>,
    /// Which records it is about, if it isn't all of them.
    pub only: Vec<String>,
    /// What the filters asked for and praise doesn't have, so that no praise can be counted.
    pub praise_lacks: Option<&'static str>,
    pub records: usize,
    /// How many records there are, of any period.
    pub records_in_store: usize,
    /// How many records of these periods are no longer there.
    pub removed: usize,
    /// How many records could not be read, or are missing.
    pub unreadable: usize,
    /// Small counts are hidden.
    pub hides_small: bool,
    /// It may be published: small counts are hidden, and nothing in it is free text.
    pub public: bool,
    pub figures: Vec<FigureView>,
    pub standards: Option<StandardsView>,
    pub made_on: Date,
    pub witness: Option<Witness>,
}

/// One figure as it is shown.
#[derive(Debug, Clone)]
pub struct FigureView {
    pub id: &'static str,
    pub label: String,
    pub theme: Theme,
    pub unit: Unit,
    pub value: Shown,
    pub before: Shown,
    pub by: Vec<Part>,
    /// It is shown by groups of its own.
    pub grouped: bool,
    pub part: bool,
    pub about_praise: bool,
    /// Only its groups are shown: the number itself is shown elsewhere.
    pub breakdown: bool,
    pub largest_first: bool,
    /// How many items it is taken from.
    pub of: usize,
    pub remarks: Vec<(DisputeId, String)>,
}

/// One group of a figure, now and in the period before.
#[derive(Debug, Clone)]
pub struct Part {
    pub group: Group,
    pub value: Shown,
    pub before: Shown,
    /// How many items it is taken from.
    pub of: usize,
}

/// What a figure's numbers are numbers of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    Count,
    Percent,
    Days,
    WorkingDays,
    PerHundred,
}

/// A checklist with what the figures show for each standard.
#[derive(Debug, Clone, Serialize)]
pub struct StandardsView {
    pub title: String,
    pub source: String,
    pub standards: Vec<StandardView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct StandardView {
    pub text: String,
    pub source: String,
    pub evidence: Vec<String>,
    pub asks: Option<String>,
}

impl Report {
    /// The figures of a theme, those with groups of their own last.
    pub fn section(&self, theme: Theme) -> Vec<&FigureView> {
        let mut figures: Vec<&FigureView> = self.figures.iter().filter(|figure| figure.theme == theme).collect();
        figures.sort_by_key(|figure| figure.grouped && !figure.part);
        figures
    }

    pub fn figure(&self, id: &str) -> Option<&FigureView> {
        self.figures.iter().find(|figure| figure.id == id)
    }

    /// `1 April 2026 to 31 March 2027`.
    pub fn span(period: Period) -> String {
        format!("{} to {}", without_weekday(period.from), without_weekday(period.to))
    }

    /// The reader a page is for, shown at its top.
    pub fn meant_for(&self) -> &'static str {
        match (self.public, self.hides_small) {
            (true, _) if !self.teams().is_empty() => {
                "Public version: no free text but the names of teams, and small numbers are hidden."
            }
            (true, _) => "Public version: no free text, and small numbers are hidden.",
            (false, true) => {
                "Not for publication: small numbers are hidden, but free text is quoted. `iro report --public` leaves it out."
            }
            (false, false) => {
                "For use inside the authority: small numbers and quoted text could identify a child. `iro report --public` makes a version to publish."
            }
        }
    }

    /// Lines under the title: how far it goes, what it is compared with, what is hidden.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if !self.only.is_empty() {
            notes.push(format!("Only: {}.", self.only.join(", ")));
        }
        if self.until < self.period.to {
            notes.push(format!("The period is not over: figures go up to {}.", describe(self.until)));
        }
        notes.push(format!("Compared with {}.", Report::span(self.before)));
        notes.extend(self.by.map(|by| format!("Split by {}.", by.meaning())));
        notes.extend(self.praise_lacks.map(|what| format!("Praise has no {what}: it is not counted here.")));
        if self.unreadable > 0 {
            let (records, are) = match (self.hidden(self.unreadable), self.unreadable) {
                (true, _) => ("some records".to_string(), "are"),
                (false, 1) => ("1 record".to_string(), "is"),
                (false, _) => (words::count(self.unreadable, "record"), "are"),
            };
            notes.push(format!(
                "Incomplete: {records} of the store can't be read or {are} missing, and {are} not counted. `iro check` says which."
            ));
        }
        if self.removed > 0 {
            let (records, are) = match self.hidden(self.removed) {
                true => ("Some records".to_string(), "were"),
                false => (words::count(self.removed, "record"), if self.removed == 1 { "was" } else { "were" }),
            };
            notes.push(format!(
                "{records} of these periods {are} removed for good: counted in lines of their own and nowhere else."
            ));
        }
        if self.hides_small {
            let most = SMALLEST - 1;
            notes.push(format!(
                "Counts from 1 to {most} are hidden ({SMALL_SHOWN}), and further ones that would give them away."
            ));
        }
        if self.by == Some(Dimension::Iro) {
            notes.push(
                "By IRO for the manager's own use: cases differ, so the list of names is not a ranking.".to_string(),
            );
        }
        notes
    }

    /// Whether a number of records is one of the small counts that are not shown.
    fn hidden(&self, records: usize) -> bool {
        self.hides_small && is_small(records)
    }
}

impl Theme {
    pub fn title(self) -> &'static str {
        match self {
            Theme::Flow => "How many",
            Theme::About => "What they were about, and who was asked",
            Theme::Ladder => "How far it went, and why",
            Theme::Time => "How long it took",
            Theme::Outcome => "What came of it",
            Theme::Practice => "How it was done",
        }
    }
}

impl FigureView {
    /// The remarks that a page quotes.
    fn quoted(&self) -> &[(DisputeId, String)] {
        &self.remarks[..self.remarks.len().min(MOST_REMARKS)]
    }

    /// What a page says of the remarks that it doesn't quote.
    fn not_quoted(&self) -> Option<String> {
        let (all, id) = (self.remarks.len(), self.id);
        (all > MOST_REMARKS)
            .then(|| format!("The first {MOST_REMARKS} of {all}; `iro report --explain {id}` lists them all."))
    }

    /// A figure with its value in the period before, not yet hidden.
    pub fn of(figure: &Figure, before: Option<&Figure>, by: &Splits, by_before: &Splits) -> FigureView {
        let value = |figure: &Figure| Shown::of(figure.measure.value());
        let parts = by.of(figure);
        let earlier = before.map(|figure| by_before.of(figure)).unwrap_or_default();
        // A group that is only in one of the periods has nothing in the other.
        let none = figure.measure.value_without_items();
        let shown = |measure: Option<&Measure>| Shown::of(measure.map_or(none, Measure::value));
        let only_earlier = earlier.keys().filter(|group| in_group(&parts, group).is_none());
        let groups: BTreeSet<&Group> = parts.keys().chain(only_earlier).collect();
        let part = |group: &Group| Part {
            group: group.clone(),
            value: shown(in_group(&parts, group)),
            of: in_group(&parts, group).map_or(0, taken_from_items),
            before: by_before.shown(group, &earlier, shown),
        };
        FigureView {
            id: figure.id,
            label: figure.split_label.clone().filter(|_| !by.own).unwrap_or_else(|| figure.label.clone()),
            theme: figure.theme,
            unit: Unit::of(figure),
            value: value(figure),
            before: before.map_or(Shown::Nothing, value),
            by: groups.into_iter().map(part).collect(),
            grouped: by.own && figure.groups != Groups::None,
            part: figure.part_of.is_some(),
            about_praise: figure.about_praise,
            breakdown: by.own && matches!(figure.groups, Groups::Divide(_)),
            largest_first: figure.largest_first,
            of: taken_from_items(&figure.measure),
            remarks: figure.remarks.clone(),
        }
    }

    /// Whether it has groups, each a month.
    pub fn is_by_month(&self) -> bool {
        !self.by.is_empty() && self.by.iter().all(|part| part.group.is_month())
    }

    /// The same with every month of a period, also those without anything.
    pub fn with_every_month(mut self, period: Period) -> FigureView {
        if !self.is_by_month() {
            return self;
        }
        let compared = self.by.iter().any(|part| part.before != Shown::Nothing);
        let before = if compared { Shown::Value(0.0) } else { Shown::Nothing };
        for month in Group::months(period) {
            if self.by.iter().all(|part| part.group.id != month.id) {
                self.by.push(Part { group: month, value: Shown::Value(0.0), before, of: 0 });
            }
        }
        self.by.sort_by(|one, other| one.group.cmp(&other.group));
        self
    }

    /// The same with its months and quarters labelled with those they are compared with, in a period that began that
    /// many months earlier. Those a whole number of years earlier have the same names and need no label.
    pub fn saying_what_is_beside(mut self, months: u32) -> FigureView {
        if !months.is_multiple_of(12) {
            for part in &mut self.by {
                part.group = part.group.clone().labelled_with_compared(months);
            }
        }
        self
    }

    /// The same without a number, if it is about praise.
    pub fn unless_praise(mut self) -> FigureView {
        if self.about_praise {
            (self.value, self.before) = (Shown::Nothing, Shown::Nothing);
            self.by.clear();
        }
        self
    }

    /// A value of this figure as text, with `%` for shares; `–` for nothing, what stands for a hidden one.
    pub fn text(&self, shown: Shown) -> String {
        match (shown, self.unit) {
            (Shown::Nothing, _) => "–".to_string(),
            (Shown::Hidden, Unit::Percent | Unit::Days | Unit::WorkingDays | Unit::PerHundred) => "hidden".to_string(),
            (Shown::Hidden, Unit::Count) => SMALL_SHOWN.to_string(),
            (Shown::Withheld, _) => "hidden".to_string(),
            (Shown::Value(value), Unit::Percent) => format!("{:.0}%", rounded(value, 0)),
            (Shown::Value(value), Unit::PerHundred) => format!("{:.1}", rounded(value, 1)),
            (Shown::Value(value), Unit::Count | Unit::Days | Unit::WorkingDays) => number(value),
        }
    }

    /// Its label; a share with the number it is a share of.
    pub fn title(&self) -> String {
        let share = match self.unit {
            Unit::Percent => self.value.value().map(|_| format!("{}, of {}", self.label, self.of)),
            Unit::Count | Unit::Days | Unit::WorkingDays | Unit::PerHundred => None,
        };
        share.unwrap_or_else(|| self.label.clone())
    }

    /// The label of one of its groups; of a share with the number it is a share of.
    pub fn part_title(&self, part: &Part) -> String {
        let share = match self.unit {
            Unit::Percent => part.value.value().map(|_| format!("{}, of {}", part.group.label, part.of)),
            Unit::Count | Unit::Days | Unit::WorkingDays | Unit::PerHundred => None,
        };
        share.unwrap_or_else(|| part.group.label.clone())
    }

    /// Whether its groups show anything: its own not if no record ever gave a value, those that were asked for always.
    pub fn has_groups(&self) -> bool {
        self.by.iter().any(|part| !self.grouped || !part.group.is_not_said())
    }

    /// Its groups in the order in which they are shown: the largest first, if the figure is `largest_first`.
    pub fn ranked(&self) -> Vec<&Part> {
        let mut parts: Vec<&Part> = self.by.iter().collect();
        if self.largest_first {
            let number = |part: &Part| part.value.value().unwrap_or(0.0);
            parts.sort_by(|one, other| number(other).total_cmp(&number(one)));
        }
        parts
    }

    /// The value with its unit, as a sentence would have it.
    pub fn words(&self) -> String {
        let text = self.text(self.value);
        let Some(value) = self.value.value() else { return text };
        match self.unit {
            Unit::Days | Unit::WorkingDays => format!("{text} {}", if value == 1.0 { "day" } else { "days" }),
            Unit::Percent => format!("{text} of {}", self.of),
            Unit::Count | Unit::PerHundred => text,
        }
    }
}

impl Part {
    /// How many items it is taken from; nothing if its number is hidden.
    fn shown_of(&self) -> Option<usize> {
        (!self.value.is_hidden()).then_some(self.of)
    }
}

/// How many items a measure is taken from.
fn taken_from_items(measure: &Measure) -> usize {
    measure.items.len().max(measure.whole.len())
}

impl FigureView {
    fn hides(&self) -> bool {
        self.value.is_hidden()
    }
}

impl Unit {
    fn of(figure: &Figure) -> Unit {
        match figure.measure.kind {
            Kind::Count => Unit::Count,
            Kind::Share => Unit::Percent,
            Kind::Rate(_) => Unit::PerHundred,
            Kind::Median | Kind::Mean | Kind::Longest if figure.in_working_days => Unit::WorkingDays,
            Kind::Median | Kind::Mean | Kind::Longest => Unit::Days,
        }
    }
}

/// A whole number without a point, any other with one place.
pub fn number(value: f64) -> String {
    if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{:.1}", rounded(value, 1)) }
}

/// Rounded to so many places; a half goes up, as in a spreadsheet.
fn rounded(value: f64, places: i32) -> f64 {
    let unit = 10f64.powi(places);
    (value * unit).round() / unit
}
