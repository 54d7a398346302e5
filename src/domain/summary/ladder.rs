//! How far disputes went and why: stages, escalations, what was left out, extended or overridden.

use super::{Divided, Figure, Group, Item, Measure, Scope, Theme, group};
use crate::domain::dispute::Dispute;
use crate::domain::event::{Because, Entry, Escalated, Event, Extended};
use crate::domain::id::DisputeId;
use crate::domain::policy::{ClockId, ClockRule, Policy};
use crate::domain::worded::Worded;

pub(super) fn figures(scope: &Scope<'_>) -> Vec<Figure> {
    let figure = |id, label, items: Vec<Item>| Figure::new(id, label, Theme::Ladder, Measure::count(items));
    let highest = scope
        .raised()
        .map(|(_, dispute)| Item::of(dispute.header.id).under(scope.stage(&dispute.policy, group::highest(dispute))));
    let resolved = scope
        .resolved()
        .map(|dispute| Item::of(dispute.header.id).under(scope.stage(&dispute.policy, dispute.stage_entry().stage)));
    let above = |dispute: &Dispute| !dispute.policy.begins_ladder(&dispute.raised.stage);
    let above: Vec<&Dispute> = scope.raised().map(|(_, one)| one).filter(|one| above(one)).collect();
    let reasons = |dispute: &&Dispute| Some((dispute.header.id, dispute.raised.reason.clone()?));
    let (escalations, why) = escalations(scope, |_| true);
    let (bypasses, bypass_reasons) = self::escalations(scope, |facts| !facts.bypassed.is_empty());
    let (extensions, extension_reasons) = extensions(scope);
    let (overrides, override_reasons) = overrides(scope);
    vec![
        figure("raised-by-stage", "Raised, by highest stage reached", highest.collect()).dividing(Divided::Raised),
        figure("resolved-by-stage", "Ended with an outcome, by stage", resolved.collect())
            .dividing(Divided::Ended)
            .split_as("Ended with an outcome"),
        figure("escalations", "Escalations", escalations).by_its("by reason").remarking(why),
        figure("bypasses", "Escalations that left out a stage, or somebody of a chain", bypasses)
            .remarking(bypass_reasons),
        figure(
            "started-above",
            "Raised above the first stage",
            above.iter().map(|one| Item::of(one.header.id)).collect(),
        )
        .remarking(above.iter().filter_map(reasons).collect()),
        figure("extensions", "Extensions of time", extensions).by_its_groups().remarking(extension_reasons),
        figure("overrides", "Requirements overridden", overrides)
            .by_its("by rule (a step may override several)")
            .remarking(override_reasons),
    ]
}

type Found = (Vec<Item>, Vec<(DisputeId, String)>);

/// The entries of the period.
pub(super) fn entries<'a>(scope: &Scope<'a>) -> impl Iterator<Item = (DisputeId, &'a Entry)> {
    let period = scope.period;
    scope.histories.iter().flat_map(move |history| {
        let within = history.entries.iter().filter(move |entry| period.holds(entry.at.date()));
        within.map(|entry| (history.header().id, entry))
    })
}

fn escalations(scope: &Scope<'_>, keep: impl Fn(&Escalated) -> bool) -> Found {
    let (mut items, mut remarks) = (Vec::new(), Vec::new());
    for (id, entry) in entries(scope) {
        if let Event::Escalated(facts) = &entry.event
            && keep(facts)
        {
            items.push(Item::of(id).under(because(facts.because)));
            remarks.extend(facts.reason.clone().map(|reason| (id, reason)));
        }
    }
    (items, remarks)
}

fn extensions(scope: &Scope<'_>) -> Found {
    let found = scope.histories.iter().flat_map(|history| {
        let (id, policy) = (history.header().id, history.case.policy());
        let within = history.entries.iter().filter(|entry| scope.period.holds(entry.at.date()));
        within.filter_map(move |entry| {
            let Event::Extended(facts) = &entry.event else { return None };
            Some((Item::of(id).under(extended(facts, policy)), (id, facts.reason.clone())))
        })
    });
    found.unzip()
}

fn overrides(scope: &Scope<'_>) -> Found {
    let found = scope.histories.iter().flat_map(|history| {
        let (id, policy) = (history.header().id, history.case.policy());
        let within = history.entries.iter().filter(|entry| scope.period.holds(entry.at.date()));
        within.filter_map(move |entry| {
            let passed = entry.overridden.as_ref()?;
            let groups = passed.rules.iter().map(|rule| scope.naming.rule(policy, rule)).collect();
            Some((Item::of(id).under_all(groups), (id, passed.reason.clone())))
        })
    });
    found.unzip()
}

/// The group of an extension: of the time at a stage, of the total time, or of another time beside the stages.
fn extended(facts: &Extended, policy: &Policy) -> Group {
    let named = |rule: &ClockRule| rule.id == facts.clock;
    let of_stage = facts.stage.as_ref().and_then(|id| policy.stage(id)).is_some_and(|one| one.clocks.iter().any(named));
    match &facts.clock {
        ClockId::Total => Group::new("2", "total", "of the total time"),
        ClockId::Named(_) if !of_stage && policy.clocks.iter().any(named) => {
            Group::new("3", "beside", "of another time beside the stages")
        }
        ClockId::Raise
        | ClockId::NeededBy
        | ClockId::Arranged
        | ClockId::Extension
        | ClockId::Action(_)
        | ClockId::Named(_) => Group::new("1", "stage", "of the time at a stage"),
    }
}

fn because(because: Because) -> Group {
    let place = Because::ALL.iter().position(|one| *one == because).unwrap_or_default();
    Group::new(place.to_string(), because.word(), because.meaning())
}
