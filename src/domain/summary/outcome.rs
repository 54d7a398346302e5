//! What came of the disputes: results, what changed for the child, repeats, actions, referrals, complaints, praise.

use std::collections::BTreeSet;

use super::ladder::entries;
use super::{Divided, Figure, Group, Item, Measure, Scope, Theme};
use crate::domain::dispute::{Dispute, ReferralState};
use crate::domain::event::{Barrier, Event, ResultKind};
use crate::domain::id::DisputeId;
use crate::domain::policy::ClockId;
use crate::domain::steps::Pursued;
use crate::domain::terms::EntryNumber;

pub(super) fn figures(scope: &Scope<'_>) -> Vec<Figure> {
    let figure = |id, label, items: Vec<Item>| Figure::new(id, label, Theme::Outcome, Measure::count(items));
    let results = scope.resolved().filter_map(|one| Some(Item::of(one.header.id).under(result(one.result()?))));
    let helped = scope.resolved().map(|one| {
        let said = one.resolved.as_ref().is_some_and(|(facts, _)| facts.impact_on_child.is_some());
        (Item::of(one.header.id), said)
    });
    let impacts = scope.resolved().filter_map(|one| {
        let (facts, _) = one.resolved.as_ref()?;
        Some((one.header.id, facts.impact_on_child.clone()?))
    });
    let not_pursued = |one: &&Dispute| Pursued::of(one) != Pursued::Yes;
    let withdrawn: BTreeSet<DisputeId> =
        scope.disputes().map(|(_, one)| one).filter(not_pursued).map(|one| one.header.id).collect();
    // A dispute that was withdrawn since no longer counts as an earlier one, unless it was pursued.
    let again = |one: &Dispute| one.raised.repeat_of.iter().any(|earlier| !withdrawn.contains(earlier));
    let repeats = scope.raised().filter(|(_, one)| again(one)).map(|(_, one)| Item::of(one.header.id));
    let unsorted = scope.raised().any(|(_, one)| one.raised.categories.is_empty());
    let but = if unsorted { "; those without a category are not counted" } else { "" };
    let repeats_label = format!("Raised again for the same child and concern{but}");
    let reopened = happened(scope, |event| matches!(event, Event::Reopened(_)));
    let done = happened(scope, |event| matches!(event, Event::ActionDone(_)));
    let missed = happened(scope, |event| matches!(event, Event::ActionMissed(_)));
    let complaints = happened(scope, |event| matches!(event, Event::Complained(_)));
    let overdue = scope.disputes().flat_map(|(_, one)| {
        // When a dispute ends, the clocks of its actions stop: nothing more has to be done.
        let of_actions = one.clocks.iter().filter(|clock| matches!(clock.id, ClockId::Action(_)));
        let late = of_actions.filter(|clock| clock.is_running() && clock.is_past(scope.as_of()));
        late.map(|_| Item::of(one.header.id)).collect::<Vec<_>>()
    });
    let set = scope.disputes().flat_map(|(history, one)| {
        let began = |number: EntryNumber| {
            history.entries.iter().find(|entry| entry.number == number).map(|entry| entry.at.date())
        };
        let within = one.actions.iter().filter(|action| began(action.entry).is_some_and(|on| scope.period.holds(on)));
        within.map(|_| Item::of(one.header.id)).collect::<Vec<_>>()
    });
    let pleaded = || entries(scope).filter_map(|(id, entry)| Some((id, plea(&entry.event)?)));
    let obstacles = pleaded().map(|(id, (barrier, _))| Item::of(id).under(Group::of_list(barrier, barrier.meaning())));
    let pleas = pleaded().map(|(id, (_, said))| (id, said.to_string()));
    let referrals = scope.disputes().filter_map(|(_, one)| {
        let referral = one.referral.as_ref().filter(|referral| scope.period.holds(referral.began.date()))?;
        let group = match referral.state() {
            ReferralState::Decided => Group::new("0", "decided", "decided, not made yet"),
            ReferralState::Phoned => Group::new("1", "phoned", "phoned, letter to follow"),
            ReferralState::Made => Group::new("2", "made", "in writing, papers to follow"),
            ReferralState::Complete => Group::new("3", "complete", "complete"),
        };
        Some(Item::of(one.header.id).under(group))
    });
    let praise = scope.praise().map(|one| Item::of(one.header.id));
    let to_be_read = scope.praise().filter(|one| one.is_to_be_read());
    let read = to_be_read.map(|one| (Item::of(one.header.id), one.waiting_for().next().is_none()));
    let by_another = scope.disputes().filter_map(|(_, one)| {
        let ending = one.ended().filter(|ending| scope.period.holds(ending.on.date()))?;
        let group = match (one.is_raiser(&ending.by), ending.asked) {
            (true, _) => return None,
            (false, true) => Group::new("1", "asked", "for them, as they asked"),
            (false, false) => Group::new("2", "not-asked", "nobody said that they asked"),
        };
        Some(Item::of(one.header.id).under(group))
    });
    let by_another_label = "Ended by somebody other than its IRO or whoever raised it";
    vec![
        figure("resolved-by-result", "Ended with an outcome, by result", results.collect())
            .dividing(Divided::Ended)
            .split_as("Ended with an outcome"),
        Figure::new(
            "impact-on-child-share",
            "Share of outcomes that record what changed for the child",
            Theme::Outcome,
            Measure::share(helped),
        )
        .remarking(impacts.collect()),
        figure("ended-by-another", by_another_label, by_another.collect()).by_its_groups(),
        figure("repeats", &repeats_label, repeats.collect()),
        figure("reopened", "Reopened", reopened),
        figure("actions-set", "Actions promised", set.collect()),
        figure("actions-done", "Actions done", done),
        figure("actions-missed", "Actions recorded as not done", missed),
        figure("actions-overdue", "Actions overdue at the end", overdue.collect()),
        figure("obstacles", "Obstacles named", obstacles.collect()).by_its_groups().remarking(pleas.collect()),
        figure("referrals", "Referrals to Cafcass, decided or made", referrals.collect()).by_its_groups(),
        figure("complaints", "Taken to the complaints procedure", complaints),
        figure("praise", "Good practice praised", praise.collect()).about_praise(),
        Figure::new(
            "praise-read-share",
            "Share of praise acknowledged by everybody it is for, where the protocol asks for it",
            Theme::Outcome,
            Measure::share(read),
        )
        .about_praise(),
    ]
}

/// Events of a kind within the period.
fn happened(scope: &Scope<'_>, wanted: impl Fn(&Event) -> bool) -> Vec<Item> {
    entries(scope).filter(|(_, entry)| wanted(&entry.event)).map(|(id, _)| Item::of(id)).collect()
}

/// An obstacle that was pleaded, and the text given with it: in an answer, or as the ground for closing.
fn plea(event: &Event) -> Option<(Barrier, &str)> {
    if let Event::Responded(facts) = event {
        return Some((facts.barrier?, &facts.text));
    }
    let Event::Resolved(facts) = event else { return None };
    Some((facts.barrier?, &facts.outcome))
}

fn result(result: ResultKind) -> Group {
    let label = match result {
        ResultKind::Resolved => "resolved",
        ResultKind::ResolvedInPart => "resolved in part",
        ResultKind::DecisionStands => "the authority's decision stands",
        ResultKind::NotUpheld => "concern not upheld",
        ResultKind::LeftCare => "the child left care",
        ResultKind::TakenElsewhere => "not resolved, taken up elsewhere",
    };
    Group::of_list(result, label)
}
