//! From figures to what may be shown: values split by a property, and the hiding of small counts.

use std::collections::BTreeMap;

use serde_json::{Number, Value};

use super::FigureView;
use crate::domain::id::DisputeId;
use crate::domain::policy::Policy;
use crate::domain::summary::suppress::{self, Sum};
use crate::domain::summary::{Dimension, Figure, Group, Groups, History, Item, Kind, Measure, Naming, in_group};
use crate::domain::time::Period;

/// A value, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shown {
    Value(f64),
    /// There is nothing to take it from.
    Nothing,
    /// It is a small count, or is taken from a small number of records.
    Hidden,
    /// Not small itself, but it would give a small one away.
    Withheld,
}

impl Shown {
    pub fn of(value: Option<f64>) -> Shown {
        value.map_or(Shown::Nothing, Shown::Value)
    }

    pub fn is_hidden(self) -> bool {
        match self {
            Shown::Hidden | Shown::Withheld => true,
            Shown::Nothing | Shown::Value(_) => false,
        }
    }

    /// The number; `None` if there is nothing to show or it is hidden.
    pub fn value(self) -> Option<f64> {
        match self {
            Shown::Value(value) => Some(value),
            Shown::Nothing | Shown::Hidden | Shown::Withheld => None,
        }
    }

    /// A number without a point if it is whole; shares and means with two places.
    pub fn json(self) -> Value {
        let Some(value) = self.value() else { return Value::Null };
        #[expect(clippy::cast_possible_truncation, reason = "a whole number far below 2^53")]
        let whole = value as i64;
        match value.fract() == 0.0 {
            true => Value::from(whole),
            false => Number::from_f64((value * 100.0).round() / 100.0).map_or(Value::Null, Value::Number),
        }
    }
}

/// How figures are split: by one property of the records, or by groups of their own.
pub struct Splits {
    groups: BTreeMap<DisputeId, Vec<Group>>,
    /// Whether figures keep their own groups, because no property was asked for.
    pub own: bool,
    /// Whether the split is by role; then an item's own role, if it has one, is used and not that of its record.
    by_role: bool,
    /// How the months and quarters are shown next to those of another period.
    beside: Alignment,
}

/// Under which months and quarters those of a period are shown.
#[derive(Debug, Clone, Copy)]
enum Alignment {
    Itself,
    /// Under those of a period that begins so many months later.
    Later(u32),
    /// Under none, because the two periods are not a whole number of months apart.
    Nothing,
}

impl Splits {
    pub fn new(by: Option<Dimension>, histories: &[History], naming: &Naming, reference: Option<&Policy>) -> Splits {
        let of = |history: &History, by: Dimension| (history.header().id, by.of(history, naming, reference));
        let groups = by.map(|by| histories.iter().map(|history| of(history, by)).collect()).unwrap_or_default();
        Splits { groups, own: by.is_none(), by_role: by == Some(Dimension::Role), beside: Alignment::Itself }
    }

    /// The same for figures that are shown beside those of a later period: each month beside the one in its place there.
    #[must_use]
    pub fn beside(self, period: Period, later: Period) -> Splits {
        Splits { beside: later.months_after(&period).map_or(Alignment::Nothing, Alignment::Later), ..self }
    }

    /// A figure split into its groups; empty if it keeps its own and has none.
    pub fn of(&self, figure: &Figure) -> BTreeMap<Group, Measure> {
        let split = match (self.own, figure.groups) {
            (true, Groups::None) => BTreeMap::new(),
            (true, Groups::Under | Groups::Divide(_)) => figure.measure.split(|item| item.groups.clone()),
            (false, _) => figure.measure.split(|item| self.groups_of(item)),
        };
        match self.beside {
            Alignment::Itself => split,
            Alignment::Later(months) => {
                split.into_iter().map(|(group, measure)| (group.later(months), measure)).collect()
            }
            Alignment::Nothing => split.into_iter().filter(|(group, _)| !group.is_month_or_quarter()).collect(),
        }
    }

    /// What is shown for a group in the period of these splits.
    pub fn shown(
        &self,
        group: &Group,
        of: &BTreeMap<Group, Measure>,
        show: impl Fn(Option<&Measure>) -> Shown,
    ) -> Shown {
        match self.beside {
            Alignment::Nothing if group.is_month_or_quarter() => Shown::Nothing,
            Alignment::Itself | Alignment::Later(_) | Alignment::Nothing => show(in_group(of, group)),
        }
    }

    /// The groups that an item counts under.
    fn groups_of(&self, item: &Item) -> Vec<Group> {
        match &item.by_role {
            _ if self.own => item.groups.clone(),
            Some(role) if self.by_role => vec![role.clone()],
            Some(_) | None => self.groups.get(&item.id).cloned().unwrap_or_default(),
        }
    }
}

/// The counts that are shown somewhere: the same items make one count, however often it is shown.
#[derive(Default)]
struct Cells {
    places: BTreeMap<Vec<DisputeId>, usize>,
    counts: Vec<f64>,
    sums: Vec<Sum>,
}

impl Cells {
    #[expect(clippy::cast_precision_loss, reason = "counts of disputes are far below 2^52")]
    fn place(&mut self, items: &[Item]) -> usize {
        let counts = &mut self.counts;
        *self.places.entry(ids(items)).or_insert_with(|| {
            counts.push(items.len() as f64);
            counts.len() - 1
        })
    }
}

impl Cells {
    /// Adds every count of these figures, and which of them add up.
    fn add(&mut self, figures: &[Figure], splits: &Splits) {
        let counted = |figure: &&Figure| figure.measure.kind == Kind::Count;
        for whole in figures.iter().filter(counted) {
            let place = self.place(&whole.measure.items);
            let split = splits.of(whole);
            let parts: Vec<usize> = split.values().map(|measure| self.place(&measure.items)).collect();
            if !parts.is_empty() {
                self.sums.push(Sum { parts, whole: Some(place) });
            }
            let parts: Vec<&Figure> = figures.iter().filter(|figure| figure.part_of == Some(whole.id)).collect();
            if parts.is_empty() {
                continue;
            }
            let places = parts.iter().map(|part| self.place(&part.measure.items)).collect();
            self.sums.push(Sum { parts: places, whole: Some(place) });
            for (group, measure) in split {
                let of = |part: &&Figure| splits.of(part).into_iter().find(|(one, _)| one.id == group.id);
                let of_group: Vec<Measure> = parts.iter().filter_map(of).map(|(_, measure)| measure).collect();
                let places = of_group.iter().map(|part| self.place(&part.items)).collect();
                let whole = Some(self.place(&measure.items));
                self.sums.push(Sum { parts: places, whole });
            }
        }
    }
}

/// Counts of which each can be worked out from the others.
const BALANCE: [&str; 5] = ["open-at-start", "raised", "reopened-after-end", "closed", "open-at-end"];

fn ids(items: &[Item]) -> Vec<DisputeId> {
    let mut ids: Vec<DisputeId> = items.iter().map(|item| item.id).collect();
    ids.sort_unstable();
    ids
}

/// Hides small counts among these views of the figures, and whatever would give them away.
pub fn hide_small(
    views: &mut [FigureView],
    figures: &[Figure],
    before: &[Figure],
    splits: &Splits,
    splits_before: &Splits,
) {
    let shut = HiddenCounts::of(&[(figures, splits), (before, splits_before)]);
    for (view, figure) in views.iter_mut().zip(figures) {
        view.value = shut.shown(&figure.measure);
        let earlier = before.iter().find(|one| one.id == figure.id);
        view.before = earlier.map_or(Shown::Nothing, |figure| shut.shown(&figure.measure));
        let none = Shown::of(figure.measure.value_without_items());
        let split = splits.of(figure);
        let split_before = earlier.map(|figure| splits_before.of(figure)).unwrap_or_default();
        for part in &mut view.by {
            part.value = in_group(&split, &part.group).map_or(none, |measure| shut.shown(measure));
            let hidden = |measure: Option<&Measure>| measure.map_or(none, |measure| shut.shown(measure));
            part.before = splits_before.shown(&part.group, &split_before, hidden);
        }
        view.remarks.clear();
    }
}

/// Which counts are hidden.
struct HiddenCounts {
    hidden: BTreeMap<Vec<DisputeId>, bool>,
}

impl HiddenCounts {
    /// For all lists of figures together: what is open at the end of one period is so at the start of the next.
    fn of(lists: &[(&[Figure], &Splits)]) -> HiddenCounts {
        let mut cells = Cells::default();
        let mut balances = Vec::new();
        for (figures, splits) in lists {
            cells.add(figures, splits);
            let of = |id: &&str| figures.iter().find(|figure| figure.id == *id);
            balances.push(BALANCE.iter().filter_map(of).map(|figure| cells.place(&figure.measure.items)).collect());
        }
        let hidden = suppress::hidden(&cells.counts, &cells.sums, &balances);
        HiddenCounts { hidden: cells.places.into_iter().map(|(ids, place)| (ids, hidden[place])).collect() }
    }

    fn shown(&self, measure: &Measure) -> Shown {
        let small = |count: usize| count > 0 && (count as f64) < suppress::SMALLEST;
        let closed = |items: &[Item]| self.hidden.get(&ids(items)).copied().unwrap_or(false);
        let (part, whole) = (measure.items.len(), measure.whole.len());
        match measure.kind {
            Kind::Count if small(part) => Shown::Hidden,
            Kind::Share if small(part) || small(whole) || small(whole - part) => Shown::Hidden,
            Kind::Share if closed(&measure.whole) => Shown::Withheld,
            Kind::Median | Kind::Mean | Kind::Longest | Kind::Rate(_) if small(part) => Shown::Hidden,
            Kind::Count | Kind::Share | Kind::Median | Kind::Mean | Kind::Longest | Kind::Rate(_) => {
                if closed(&measure.items) { Shown::Withheld } else { Shown::of(measure.value()) }
            }
        }
    }
}
