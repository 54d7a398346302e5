//! What a figure measures: a number of items, a share of them, or days. It can be split by any property of its items.

use std::collections::{BTreeMap, BTreeSet};

use super::group::Group;
use crate::domain::id::DisputeId;

/// One thing that is counted, and the record it is in. A record can hold several.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub id: DisputeId,
    /// The groups it counts under if the figure is shown by its own groups.
    pub groups: Vec<Group>,
    /// The role it counts under, if that is known more exactly than for the record as a whole: for an answer, the role
    /// that gave it.
    pub by_role: Option<Group>,
    /// The same for the stage it belongs to.
    pub by_stage: Option<Group>,
    /// The number of days, if days are measured.
    pub days: i64,
}

/// How a figure is worked out from its items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Count,
    /// A percentage of the whole.
    Share,
    Median,
    Mean,
    Longest,
    /// The number per hundred of these children.
    Rate(u32),
}

/// A kind of figure and the items that it is worked out from.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    pub kind: Kind,
    pub items: Vec<Item>,
    /// What a share is a share of.
    pub whole: Vec<Item>,
}

impl Item {
    pub fn of(id: DisputeId) -> Item {
        Item { id, groups: Vec::new(), by_role: None, by_stage: None, days: 0 }
    }

    pub fn under(self, group: Group) -> Item {
        Item { groups: vec![group], ..self }
    }

    pub fn under_all(self, groups: Vec<Group>) -> Item {
        Item { groups, ..self }
    }

    pub fn by_role(self, role: Group) -> Item {
        Item { by_role: Some(role), ..self }
    }

    pub fn by_stage(self, stage: Group) -> Item {
        Item { by_stage: Some(stage), ..self }
    }

    pub fn lasting(self, days: i64) -> Item {
        Item { days, ..self }
    }
}

impl Measure {
    pub fn new(kind: Kind, items: impl IntoIterator<Item = Item>) -> Measure {
        Measure { kind, items: items.into_iter().collect(), whole: Vec::new() }
    }

    pub fn count(items: impl IntoIterator<Item = Item>) -> Measure {
        Measure::new(Kind::Count, items)
    }

    /// The share of items for which something holds.
    pub fn share(items: impl IntoIterator<Item = (Item, bool)>) -> Measure {
        let all: Vec<(Item, bool)> = items.into_iter().collect();
        let held = all.iter().filter(|(_, holds)| *holds).map(|(item, _)| item.clone()).collect();
        Measure { kind: Kind::Share, items: held, whole: all.into_iter().map(|(item, _)| item).collect() }
    }

    /// The figure itself; `None` if there is nothing to take it from.
    #[expect(clippy::cast_precision_loss, reason = "counts of disputes and days are far below 2^52")]
    pub fn value(&self) -> Option<f64> {
        let count = self.items.len() as f64;
        let days: Vec<i64> = sorted(self.items.iter().map(|item| item.days));
        match self.kind {
            Kind::Count => Some(count),
            Kind::Share if self.whole.is_empty() => None,
            Kind::Share => Some(count * 100.0 / self.whole.len() as f64),
            Kind::Rate(0) => None,
            Kind::Rate(children) => Some(count * 100.0 / f64::from(children)),
            Kind::Longest => days.last().map(|days| *days as f64),
            Kind::Mean if days.is_empty() => None,
            Kind::Mean => Some(days.iter().sum::<i64>() as f64 / count),
            Kind::Median => {
                let (low, high) = (days.get(days.len().saturating_sub(1) / 2)?, days.get(days.len() / 2)?);
                Some((low + high) as f64 / 2.0)
            }
        }
    }

    /// The value that the figure has without any items: 0 for counts and rates, otherwise `None`.
    pub fn value_without_items(&self) -> Option<f64> {
        Measure { kind: self.kind, items: Vec::new(), whole: Vec::new() }.value()
    }

    /// The records behind it, each once; for a share, those that it counts.
    pub fn ids(&self) -> Vec<DisputeId> {
        self.items.iter().map(|item| item.id).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The same for each group of its items. If versions of a protocol word one id differently, the shortest label is
    /// used.
    pub fn split(&self, groups: impl Fn(&Item) -> Vec<Group>) -> BTreeMap<Group, Measure> {
        let mut split: BTreeMap<String, (Group, Measure)> = BTreeMap::new();
        let empty = || Measure { kind: self.kind, items: Vec::new(), whole: Vec::new() };
        let whole = self.whole.iter().map(|item| (item, true));
        for (item, in_whole) in whole.chain(self.items.iter().map(|item| (item, false))) {
            for group in groups(item) {
                let (named, measure) = split.entry(group.id.clone()).or_insert_with(|| (group.clone(), empty()));
                if (group.label.len(), &group.label) < (named.label.len(), &named.label) {
                    *named = group;
                }
                if in_whole { &mut measure.whole } else { &mut measure.items }.push(item.clone());
            }
        }
        split.into_values().collect()
    }
}

/// The measure of a group: groups are distinguished by their ids.
pub fn in_group<'a>(split: &'a BTreeMap<Group, Measure>, group: &Group) -> Option<&'a Measure> {
    split.get(group).or_else(|| split.iter().find(|(one, _)| one.id == group.id).map(|(_, measure)| measure))
}

fn sorted(days: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut days: Vec<i64> = days.collect();
    days.sort_unstable();
    days
}
