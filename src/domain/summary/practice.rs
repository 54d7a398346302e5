//! Practice: whether the child was told, an advocate offered, the dispute raised in time.

use super::{Figure, Item, Measure, Scope, Theme};
use crate::domain::dispute::{Dispute, Mark, StageEntry, StayNumber};
use crate::domain::event::{Event, NoteKind};
use crate::domain::policy::{DutyId, KnownDuty, KnownField, OwedAt};

pub(super) fn figures(scope: &Scope<'_>) -> Vec<Figure> {
    let figure = |id, label, items: Vec<(Item, bool)>| Figure::new(id, label, Theme::Practice, Measure::share(items));
    let item = |dispute: &Dispute| Item::of(dispute.header.id);
    let (child_told, offered) = (KnownDuty::ChildTold.id(), KnownDuty::AdvocateOffered.id());
    let done = |dispute: &Dispute, duty: &DutyId| dispute.marks.iter().any(|mark| mark.is_done() && mark.duty == *duty);
    // What was raised in error was about no child who could be told, and was never too late.
    let in_earnest = |dispute: &Dispute| dispute.raised_in_error != Some(true);
    let asked = |dispute: &Dispute, duty: &DutyId| dispute.policy.duty(duty).is_some() && in_earnest(dispute);
    let told_in = |dispute: &Dispute, stay: StayNumber| {
        let mut marks = dispute.marks.iter().filter(|mark| mark.is_done() && mark.duty == child_told);
        marks.any(|mark| mark.stay == stay && !mark.at_end)
    };
    let told = scope
        .raised()
        .filter(|(_, one)| asked(one, &child_told))
        .map(|(_, one)| (item(one), one.stage_entries.first().is_some_and(|first| told_in(one, first.stay))));
    let over =
        |one: &Dispute| one.ended_for_the_child() && one.ended_at().is_some_and(|at| scope.period.holds(at.date()));
    let ends = scope
        .disputes()
        .filter(|(_, one)| over(one))
        .filter(|(_, one)| one.policy.duty_in(&child_told, &OwedAt::End).is_some_and(|duty| duty.at_end));
    let ends = ends.map(|(_, one)| {
        let mut marks = one.marks.iter().filter(|mark| mark.is_done() && mark.duty == child_told && mark.at_end);
        let of_this_end = |mark: &Mark| one.ended().is_none_or(|end| one.happened_after(mark.entry, end.entry));
        (item(one), marks.any(of_this_end))
    });
    let ends: Vec<(Item, bool)> = ends.collect();
    let stays = scope.disputes().filter(|(_, one)| asked(one, &child_told)).flat_map(|(_, one)| {
        let stages = stages(one).into_iter().enumerate();
        let within =
            stages.filter(|(_, stays)| stays.first().is_some_and(|first| scope.period.holds(first.entered.date())));
        within
            .map(|(at, stays)| (at == 0, item(one), stays.iter().any(|stay| told_in(one, stay.stay))))
            .collect::<Vec<_>>()
    });
    let stays: Vec<(bool, Item, bool)> = stays.collect();
    let changes = stays.iter().filter(|(first, ..)| !first).map(|(_, item, told)| (item.clone(), *told));
    let changes: Vec<(Item, bool)> = changes.collect();
    let stays: Vec<(Item, bool)> = stays.into_iter().map(|(_, item, told)| (item, told)).collect();
    let asks_for_advocate =
        |one: &Dispute| in_earnest(one) && (asked(one, &offered) || one.policy.declares(KnownField::Advocate));
    let advocate = scope.raised().filter(|(_, one)| asks_for_advocate(one));
    let advocate = advocate.map(|(history, one)| {
        let noted = history
            .entries
            .iter()
            .any(|entry| matches!(&entry.event, Event::Noted(facts) if facts.kind == NoteKind::Advocate));
        (item(one), noted || done(one, &offered) || one.known_field(KnownField::Advocate).is_some())
    });
    let timed = scope.raised().filter(|(_, one)| in_earnest(one) && one.time_to_raise().is_some());
    let in_time = timed.map(|(_, one)| (item(one), one.raised_late().is_none()));
    vec![
        figure("child-told-share", "Share of disputes in which the child was told at the start", told.collect()),
        figure("child-told-stages-share", "Share of stages at which the child was told", stays),
        figure("child-told-changes-share", "Share of changes of stage after which the child was told", changes),
        figure("child-told-end-share", "Share of ended disputes in which the child was told how it ended", ends),
        figure("advocate-share", "Share of disputes in which an advocate was offered", advocate.collect()),
        figure("raised-in-time-share", "Share of disputes raised within the protocol's time", in_time.collect()),
    ]
}

/// The stages of a dispute one after another, each with its entries. One that is reopened where it ended, or that goes to
/// the next person of a stage, is still at that stage.
fn stages(dispute: &Dispute) -> Vec<&[StageEntry]> {
    dispute.stage_entries.chunk_by(|one, next| one.stage == next.stage).collect()
}
