//! What the disputes of the period are about, and with whom.

use super::{Dimension, Figure, Group, Item, Measure, Scope, Theme};
use crate::domain::policy::ImpactLevel;

pub(super) fn figures(scope: &Scope<'_>) -> Vec<Figure> {
    let by = |id, label: &str, dimension: Dimension| {
        let items = scope.raised().map(|(history, dispute)| {
            Item::of(dispute.header.id).under_all(dimension.of(history, scope.histories, scope.reference))
        });
        Figure::new(id, label, Theme::About, Measure::count(items)).by_its_groups()
    };
    let impact = scope.raised().map(|(_, dispute)| {
        let group = match dispute.raised.impact_level {
            Some(ImpactLevel::Some) => Group::new("1", "some", "some"),
            Some(ImpactLevel::Significant) => Group::new("2", "significant", "significant"),
            Some(ImpactLevel::Severe) => Group::new("3", "severe", "severe"),
            None => Group::not_said(),
        };
        Item::of(dispute.header.id).under(group)
    });
    vec![
        by("raised-by-category", "Raised, by category", Dimension::Category),
        by("raised-by-group", "Raised, by group of the national list", Dimension::Group),
        Figure::new("raised-by-impact", "Raised, by impact on the child", Theme::About, Measure::count(impact))
            .by_its_groups(),
        by("raised-by-team", "Raised, by team", Dimension::Team),
        by("raised-by-role", "Raised, by the role that answers now or answered last", Dimension::Role),
        by("raised-by-subject", "Raised, by department or agency beside the team", Dimension::Subject),
        by("raised-by-policy", "Raised, by protocol", Dimension::Policy),
    ]
}
