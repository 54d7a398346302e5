//! From figures to what may be shown: values split by a property, and the hiding of small counts.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Number, Value};

use super::{FigureView, rounded};
use crate::domain::id::DisputeId;
use crate::domain::policy::Policy;
use crate::domain::summary::suppress::{self, Mask, Relations};
use crate::domain::summary::{
    Balance, Dimension, Figure, Group, Groups, History, Item, Kind, Measure, Naming, in_group,
};
use crate::domain::time::Period;

/// A value, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shown {
    Value(f64),
    /// There is nothing to take it from.
    Nothing,
    /// It is a small count, or would say something about few records.
    Hidden,
    /// A count, small or not, that would give a small one away.
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
            false => Number::from_f64(rounded(value, 2)).map_or(Value::Null, Value::Number),
        }
    }
}

/// How figures are split: by one property of the records, or by groups of their own.
pub struct Splits {
    groups: BTreeMap<DisputeId, Vec<Group>>,
    /// Whether figures keep their own groups, because no property was asked for.
    pub own: bool,
    /// The property that was asked for. An item's own role or stage, if it has one, is used and not that of its record.
    by: Option<Dimension>,
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
        Splits { groups, own: by.is_none(), by, beside: Alignment::Itself }
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
        if self.own {
            return item.groups.clone();
        }
        let exact = if self.by == Some(Dimension::Role) { &item.by_role } else { &None };
        let exact = if self.by == Some(Dimension::Stage) { &item.by_stage } else { exact };
        exact.clone().map_or_else(|| self.groups.get(&item.id).cloned().unwrap_or_default(), |group| vec![group])
    }
}

/// The counts that are shown somewhere: the same items make one count, however often it is shown.
#[derive(Default)]
struct Cells {
    places: BTreeMap<Vec<DisputeId>, usize>,
    counts: Vec<usize>,
    relations: Relations,
}

impl Cells {
    fn place(&mut self, items: &[Item]) -> usize {
        self.place_of(ids(items))
    }

    fn place_of(&mut self, ids: Vec<DisputeId>) -> usize {
        let counts = &mut self.counts;
        let count = ids.len();
        *self.places.entry(ids).or_insert_with(|| {
            counts.push(count);
            counts.len() - 1
        })
    }

    /// Adds every number of these figures, and what holds between them.
    fn add(&mut self, figures: &[Figure], splits: &Splits) {
        let split: Vec<BTreeMap<Group, Measure>> = figures.iter().map(|figure| splits.of(figure)).collect();
        for (figure, groups) in figures.iter().zip(&split) {
            self.add_split(&figure.measure, groups);
            let parts = figures.iter().zip(&split).filter(|(part, _)| part.part_of == Some(figure.id));
            let parts: Vec<_> = parts.collect();
            if parts.is_empty() {
                continue;
            }
            let places: Vec<usize> = parts.iter().map(|(part, _)| self.place(&part.measure.items)).collect();
            self.is_whole_of(&figure.measure.items, &places);
            for (group, measure) in groups {
                let of_group = parts.iter().filter_map(|(_, split)| in_group(split, group));
                let places: Vec<usize> = of_group.map(|part| self.place(&part.items)).collect();
                self.is_whole_of(&measure.items, &places);
            }
        }
        self.add_balance(figures, |figure| Some(&figure.measure));
        let groups: BTreeSet<&Group> = split.iter().flat_map(BTreeMap::keys).collect();
        let of = |figure: &Figure| figures.iter().position(|one| one.id == figure.id);
        for group in groups.into_iter().filter(|_| !splits.own) {
            self.add_balance(figures, |figure| in_group(&split[of(figure)?], group));
        }
    }

    /// Adds the numbers behind a measure: those that are counted and, of a share, the others. Each is the whole of its
    /// groups.
    fn add_split(&mut self, measure: &Measure, groups: &BTreeMap<Group, Measure>) {
        self.add_numbers(measure, groups, |measure| ids(&measure.items));
        self.add_numbers(measure, groups, |measure| ids(&measure.whole));
        self.add_numbers(measure, groups, others);
        for share in groups.values().chain([measure]).filter(|one| one.kind == Kind::Share) {
            let parts = [self.place(&share.items), self.place_of(others(share))];
            self.is_whole_of(&share.whole, &parts);
        }
    }

    fn add_numbers(
        &mut self,
        measure: &Measure,
        groups: &BTreeMap<Group, Measure>,
        ids_of: fn(&Measure) -> Vec<DisputeId>,
    ) {
        let parts: Vec<usize> = groups.values().map(|group| self.place_of(ids_of(group))).collect();
        let whole = self.place_of(ids_of(measure));
        if !parts.is_empty() {
            self.relations.parts(&self.counts, whole, &parts);
        }
    }

    fn is_whole_of(&mut self, whole: &[Item], parts: &[usize]) {
        let whole = self.place(whole);
        self.relations.parts(&self.counts, whole, parts);
    }

    /// What is open at the end is what was open at the start or came in, less what was closed.
    fn add_balance<'f>(&mut self, figures: &'f [Figure], of: impl Fn(&'f Figure) -> Option<&'f Measure>) {
        let mut places = |side: Balance| -> Vec<usize> {
            let found = figures.iter().filter(|figure| figure.balance == Some(side)).filter_map(&of);
            found.map(|measure| self.place(&measure.items)).collect()
        };
        let (came, went) = (places(Balance::Came), places(Balance::Went));
        self.relations.equal(&self.counts, &came, &went);
    }
}

/// The items of the whole that a share doesn't count.
fn others(measure: &Measure) -> Vec<DisputeId> {
    let mut counted = ids(&measure.items);
    let mut others = ids(&measure.whole);
    others.retain(|id| match counted.binary_search(id) {
        Ok(same) => {
            counted.remove(same);
            false
        }
        Err(_) => true,
    });
    others
}

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
    // Nobody sees the earlier numbers of a figure that is left out.
    let is_there = |earlier: &&Figure| figures.iter().any(|figure| figure.id == earlier.id);
    let before: Vec<Figure> = before.iter().filter(is_there).cloned().collect();
    let shut = HiddenCounts::of(&[(figures, splits), (&before, splits_before)]);
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
    masks: BTreeMap<Vec<DisputeId>, Mask>,
}

impl HiddenCounts {
    /// For all lists of figures together: what is open at the end of one period is so at the start of the next.
    fn of(lists: &[(&[Figure], &Splits)]) -> HiddenCounts {
        let mut cells = Cells::default();
        for (figures, splits) in lists {
            cells.add(figures, splits);
        }
        let masks = suppress::masks(&cells.counts, &cells.relations);
        HiddenCounts { masks: cells.places.into_iter().map(|(ids, place)| (ids, masks[place])).collect() }
    }

    fn mask(&self, ids: &[DisputeId]) -> Mask {
        self.masks.get(ids).copied().unwrap_or(Mask::Shown)
    }

    fn shown(&self, measure: &Measure) -> Shown {
        let mask = self.mask(&ids(&measure.items));
        match measure.kind {
            Kind::Count => match mask {
                Mask::Shown => Shown::of(measure.value()),
                Mask::Small => Shown::Hidden,
                Mask::Hidden => Shown::Withheld,
            },
            // It is of one record, however many there are.
            Kind::Longest if !measure.items.is_empty() => Shown::Hidden,
            Kind::Share => {
                let all = [mask, self.mask(&ids(&measure.whole)), self.mask(&others(measure))];
                if all == [Mask::Shown; 3] { Shown::of(measure.value()) } else { Shown::Hidden }
            }
            Kind::Median | Kind::Mean | Kind::Longest | Kind::Rate(_) => {
                if mask == Mask::Shown {
                    Shown::of(measure.value())
                } else {
                    Shown::Hidden
                }
            }
        }
    }
}
