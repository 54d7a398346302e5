//! What the disputes of the period are about, and with whom.

use std::collections::BTreeSet;

use super::{Dimension, Divided, Figure, Group, Item, Measure, Scope, Theme};
use crate::domain::id::DisputeId;
use crate::domain::worded::Worded;

pub(super) fn figures(scope: &Scope<'_>) -> Vec<Figure> {
    let by = |id, label: &str, dimension: Dimension| {
        let items = scope.raised().map(|(history, dispute)| {
            Item::of(dispute.header.id).under_all(dimension.of(history, scope.naming, scope.reference))
        });
        let figure = Figure::new(id, label, Theme::About, Measure::count(items)).dividing(Divided::Raised);
        Figure { typed: dimension.is_typed(), ..figure }
    };
    let impact = scope.raised().map(|(_, dispute)| {
        let group = match dispute.raised.impact_level {
            Some(level) => Group::of_list(level, level.word()),
            None => Group::not_said(),
        };
        Item::of(dispute.header.id).under(group)
    });
    let figure = |id, label, items: Vec<Item>| Figure::new(id, label, Theme::About, Measure::count(items));
    let with_siblings = scope.raised().filter(|(_, dispute)| !dispute.raised.siblings.is_empty());
    let siblings: Vec<(DisputeId, DisputeId)> = with_siblings
        .map(|(_, dispute)| {
            let id = dispute.header.id;
            (id, dispute.raised.siblings.iter().copied().fold(id, DisputeId::min))
        })
        .collect();
    let families: BTreeSet<DisputeId> = siblings.iter().map(|(_, first)| *first).collect();
    vec![
        by("raised-by-category", "Raised, by category (one may count under several)", Dimension::Category)
            .largest_first(),
        by("raised-by-group", "Raised, by group of the national list (one may count under several)", Dimension::Group),
        Figure::new("raised-by-impact", "Raised, by impact on the child", Theme::About, Measure::count(impact))
            .dividing(Divided::Raised),
        figure(
            "raised-with-siblings",
            "Raised for brothers or sisters together",
            siblings.iter().map(|(own, _)| Item::of(*own)).collect(),
        ),
        figure(
            "sibling-groups",
            "The same, counting brothers and sisters once",
            families.into_iter().map(Item::of).collect(),
        ),
        by("raised-by-team", "Raised, by team", Dimension::Team),
        by(
            "raised-by-role",
            "Raised, by the role that answered at its last stage, or else is asked there",
            Dimension::Role,
        ),
        by("raised-by-subject", "Raised, by department or agency beside the team", Dimension::Subject),
        by("raised-by-policy", "Raised, by protocol", Dimension::Policy),
    ]
}
