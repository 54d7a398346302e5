//! Dates that were given, and not counted: the child's own deadline, those of actions, and the day for which a meeting
//! is arranged, with the clocks that count back from it.

use super::clocks::{AS_AGREED, Start};
use super::state::{Arrangement, StayNumber};
use super::{Action, ActionState, Clock, Dispute, DutyStanding, DutyState};
use crate::domain::event::{Deadline, Entry, Event, MeetingArranged};
use crate::domain::policy::{ClockId, DutyId, Meeting, StageId, Strength, Verb};
use crate::domain::terms::EntryNumber;
use crate::domain::time::{Date, Moment};

impl Dispute {
    /// The deadlines of dates that were given and have no clock yet.
    pub(super) fn given_dates(&self) -> impl Iterator<Item = Deadline> {
        self.needed_by().into_iter().chain(self.newly_arranged()).chain(self.actions_with_dates())
    }

    fn needed_by(&self) -> Option<Deadline> {
        let due = self.raised.needed_by?;
        let fresh = !self.clocks_of(&ClockId::NeededBy).any(|_| true);
        fresh.then(|| dated(ClockId::NeededBy, None, Strength::Hard, self.raised_at, due))
    }

    fn actions_with_dates(&self) -> Vec<Deadline> {
        let awaited = self.clock_index.awaited_actions().filter_map(|number| self.actions.get(self.action(number)?));
        let fresh = awaited.filter(|action| action.state == ActionState::Open);
        let dated = |action: &Action, due: Date| {
            let (id, stage) = (ClockId::Action(action.number), self.stage().id.clone());
            dated(id, Some(stage), Strength::Agreed, action.since, due)
        };
        fresh.filter_map(|action| action.due.map(|due| dated(action, due))).collect()
    }

    /// The deadline of a meeting that was arranged, if its clock has not begun.
    fn newly_arranged(&self) -> Option<Deadline> {
        let last = self.arranged.last().filter(|one| one.stay == self.stage_entry().stay)?;
        let begun = self.clocks_of(&ClockId::Arranged).any(|clock| clock.entry == last.entry);
        let stage = Some(self.stage().id.clone());
        let due_at = last.day.instant();
        let deadline = dated(ClockId::Arranged, stage, Strength::Agreed, last.since, last.day.date());
        (!begun).then_some(Deadline { due_at, ..deadline })
    }

    /// Applies the arranging of a meeting, at the present stage.
    pub(super) fn take_in_arrangement(&mut self, facts: &MeetingArranged, entry: &Entry) {
        let Some(day) = facts.day else { return };
        self.arranged.push(Arrangement { day, since: entry.at, stay: self.stage_entry().stay, entry: entry.number });
    }

    /// The day of the last meeting of a stay: when it was held, or for when it is arranged. `None` if neither is known.
    pub fn day_of_meeting(&self, stay: StayNumber) -> Option<Moment> {
        let held = self.meetings.iter().rfind(|held| held.stay == stay);
        let arranged = self.arranged.iter().rfind(|one| one.stay == stay);
        match (held, arranged) {
            (Some(held), Some(arranged)) if self.happened_after(arranged.entry, held.entry) => Some(arranged.day),
            (Some(held), _) => Some(held.on),
            (None, arranged) => arranged.map(|one| one.day),
        }
    }

    /// The day for which a meeting of the present stage is arranged, if it has not been held.
    pub fn meeting_arranged(&self) -> Option<Moment> {
        let stay = Some(self.stage_entry().stay);
        let open = |clock: &&Clock| clock.is_running() && clock.id == ClockId::Arranged && clock.stay == stay;
        self.clocks.iter().rfind(open).map(Clock::falls_due)
    }

    /// The days for which meetings were arranged, each with the reason that was given for it, and when that was.
    pub fn arrangements(&self) -> impl Iterator<Item = (Moment, Option<&str>, Moment)> {
        self.arranged.iter().map(|one| {
            let entry = self.history.iter().find(|entry| entry.number == one.entry);
            let reason = entry.and_then(|entry| {
                let Event::MeetingArranged(facts) = &entry.event else { return None };
                facts.reason.as_deref()
            });
            (one.day, reason, one.since)
        })
    }

    /// The stay for which an entry arranges a meeting; `None` for other entries.
    pub fn arranged_in(&self, entry: EntryNumber) -> Option<StayNumber> {
        self.arranged.iter().find(|one| one.entry == entry).map(|one| one.stay)
    }

    /// The meeting of the stage that a clock belongs to.
    pub(super) fn meeting_of(&self, clock: &Clock) -> Option<&Meeting> {
        self.policy.stage(clock.stage.as_ref()?)?.meeting.as_ref()
    }

    /// Whether a meeting of the present stage is still to come: none was held or waived, or another one is due.
    pub(super) fn awaits_meeting(&self) -> bool {
        let settled = self.mark_in_stay(&DutyId::MEETING, self.stage_entry().stay).is_some();
        !settled || self.is_owed_again(&DutyId::MEETING) || self.meeting_arranged().is_some()
    }

    /// The day of the meeting before which an outstanding duty of the present stage should have been done.
    pub fn missed_before_meeting(&self, owed: &DutyStanding) -> Option<Date> {
        let here = owed.place.stage() == Some(&self.stage().id) && owed.state == DutyState::Outstanding;
        let duty = self.policy.duty_in(&owed.duty, &owed.place).filter(|_| here && !self.awaits_meeting())?;
        let guarded = duty.before.iter().any(|step| step.covers(Verb::Meeting, Some(&self.stage().id)));
        let stay = self.stage_entry().stay;
        let held = self.meetings.iter().rfind(|held| held.stay == stay).filter(|_| guarded)?;
        Some(held.on.date())
    }

    /// Whether a clock still runs that counts back from another day than that of its meeting: it moves with it.
    pub(super) fn moves_with_meeting(&self, clock: &Clock, day: Option<Moment>) -> bool {
        let other = |day: Moment| match (day.instant(), clock.deadline.started.instant()) {
            (Some(day), Some(counted_from)) => day != counted_from,
            _ => day.date() != clock.deadline.started.date(),
        };
        clock.is_running() && day.is_some_and(other)
    }

    /// Whether a meeting of the present stage, from whose day a clock counts back, has a day.
    pub(super) fn start_before_meeting(&self) -> Start {
        let stay = self.stage_entry().stay;
        match (self.day_of_meeting(stay), self.mark_in_stay(&DutyId::MEETING, stay)) {
            (Some(day), _) => Start::At(day),
            (None, Some(mark)) if !mark.is_done() => Start::Never,
            (None, _) => Start::NotYet,
        }
    }

    /// The index of the running clock of this stay that a deadline moves to another day: that of an arranged meeting, or
    /// one that counts back from it.
    pub(super) fn moved_by(&self, deadline: &Deadline) -> Option<usize> {
        let stay = Some(self.stage_entry().stay);
        let rule = self.rule_of_deadline(deadline).map(|(_, rule)| rule);
        let moves = |clock: &Clock| match rule {
            Some(rule) => rule.is_before_meeting() && self.is_of_rule(clock, rule),
            None => deadline.clock == ClockId::Arranged && clock.id == ClockId::Arranged,
        };
        self.clocks.iter().rposition(|clock| clock.is_running() && clock.stay == stay && moves(clock))
    }
}

/// A deadline whose date was given, and not counted.
fn dated(clock: ClockId, stage: Option<StageId>, strength: Strength, started: Moment, due: Date) -> Deadline {
    Deadline { clock, stage, limit: AS_AGREED.to_string(), strength, started, due, due_at: None, instead_of: None }
}
