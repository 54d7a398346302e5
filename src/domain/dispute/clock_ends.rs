//! What ends a clock: it is met, or what it was for is over.

use super::{
    Action, ActionState, Clock, ClockEnd, ClockOrigin, ClockResult, Dispute, Mark, MarkKind, MeetingRecord, StayNumber,
};
use crate::domain::policy::{ClockId, DutyId, EndsOn};
use crate::domain::terms::EntryNumber;
use crate::domain::time::Moment;

impl Dispute {
    /// Ends every running clock whose condition has come true, except those of actions (`close_action`).
    pub(super) fn settle(&mut self) {
        for nth in 0..self.clock_index.others.len() {
            self.settle_one(self.clock_index.others[nth]);
        }
    }

    /// As `settle`, for these clocks, whatever they are for.
    pub(super) fn settle_these(&mut self, clocks: &[usize]) {
        clocks.iter().for_each(|index| self.settle_one(*index));
    }

    fn settle_one(&mut self, index: usize) {
        let clock = &self.clocks[index];
        if clock.is_running()
            && let Some(end) = self.end_of(clock)
        {
            self.clocks[index].end = Some(end);
            self.count_actions_as_duty(index, end);
        }
    }

    /// Where a clock waits for a duty or for the actions, the actions that meet it show that the duty is done.
    fn count_actions_as_duty(&mut self, index: usize, end: (ClockEnd, Moment)) {
        let clock = &self.clocks[index];
        let Some(rule) = self.rule_of(clock) else { return };
        let (Some(stay), (ClockEnd::Met, on)) = (clock.stay, end) else { return };
        let by_actions = rule.until.contains(&EndsOn::ActionsDone)
            && self.moment_of_end(&EndsOn::ActionsDone, clock).is_some_and(|done| done == on);
        if !by_actions {
            return;
        }
        let duty = |end: &EndsOn| if let EndsOn::Duty(duty) = end { Some(duty.clone()) } else { None };
        let missing = rule.until.iter().filter_map(duty).filter(|duty| self.mark_in_stay(duty, stay).is_none());
        let (missing, entry): (Vec<DutyId>, EntryNumber) = (missing.collect(), self.applied.last());
        self.marks.extend(missing.into_iter().map(|duty| Mark::new(duty, MarkKind::Done, on, stay, entry)));
    }

    fn end_of(&self, clock: &Clock) -> Option<(ClockEnd, Moment)> {
        let (met_by, stopped_by): (&[EndsOn], &[EndsOn]) = match self.origin(clock)? {
            ClockOrigin::By(rule) => (&rule.until, &rule.stopped_by),
            ClockOrigin::Action(action) => {
                let end = match action.state {
                    ActionState::Open => return None,
                    ActionState::Done => ClockEnd::Met,
                    ActionState::Missed => ClockEnd::Stopped,
                };
                return Some((end, action.since));
            }
            ClockOrigin::Further(rule) => (&rule.until, &rule.stopped_by),
            ClockOrigin::NeededBy => (&[EndsOn::Resolved], &[]),
            ClockOrigin::Arranged => (&[EndsOn::Meeting], &[]),
        };
        let first = |ends: &[EndsOn]| ends.iter().find_map(|end| self.moment_of_end(end, clock));
        // Nobody needs more time for anything once the matter is settled.
        let settled = || Some(EndsOn::Resolved).filter(|_| clock.id == ClockId::Extension);
        let met = first(met_by).or_else(|| self.moment_of_end(&settled()?, clock)).map(|at| (ClockEnd::Met, at));
        // With a plan agreed there is nothing to escalate.
        let agreed = || Some(EndsOn::Agreed).filter(|_| met_by == [EndsOn::Escalated] && self.belongs_to_stage(clock));
        let stopped = || first(stopped_by).or_else(|| self.moment_of_end(&agreed()?, clock));
        met.or_else(|| stopped().map(|at| (ClockEnd::Stopped, at)))
    }

    /// When an end that a clock waits for came about; `None` if it hasn't, or was of another stay.
    fn moment_of_end(&self, end: &EndsOn, clock: &Clock) -> Option<Moment> {
        // While its stage lies ahead, nobody there has been asked for anything.
        let asked = || clock.stay == Some(self.stage_entry().stay) || !self.belongs_to_stage(clock);
        match end {
            EndsOn::Raised => Some(self.raised_at),
            EndsOn::Answered if asked() => self.answered_after(Some(self.answers_since(clock))),
            EndsOn::Agreed if asked() => {
                self.plan_agreed.filter(|(_, entry)| self.happened_after(*entry, clock.entry)).map(|(at, _)| at)
            }
            EndsOn::Resolved => self.resolved.as_ref().map(|(_, at)| *at),
            EndsOn::Decided if asked() => self.decided_for(clock),
            EndsOn::Meeting => {
                let again = self.is_regular(clock) || [ClockId::Arranged, ClockId::Extension].contains(&clock.id);
                let since = |held: &&MeetingRecord| !again || self.happened_after(held.entry, clock.entry);
                // Only its own stage's meeting is owed, or one held earlier for it, at a stage that has none of its own.
                let has_none = |stay: StayNumber| {
                    self.entries_of(stay).next().is_some_and(|entry| self.policy.stages[entry.stage].meeting.is_none())
                };
                let there = |held: &&MeetingRecord| match clock.stay {
                    _ if !self.belongs_to_stage(clock) => true,
                    Some(stay) => held.stay == stay || held.stay < stay && has_none(held.stay),
                    None => has_none(held.stay),
                };
                let mut held = self.meetings.iter().filter(since).filter(there);
                let arranged = clock.id == ClockId::Arranged;
                let held = held.find(|held| arranged || !held.on.is_before(&clock.deadline.started));
                held.map(|held| held.on)
            }
            EndsOn::Duty(duty) => {
                let done = |mark: &&Mark| mark.duty == *duty && mark.is_done() && self.is_for(mark, clock);
                let staged = self.belongs_to_stage(clock);
                let mut marks = self.marks.iter().filter(done);
                let anywhere = !staged || self.waits_for_once(clock, duty);
                marks.find(|mark| anywhere || clock.stay == Some(mark.stay)).map(|mark| mark.on)
            }
            EndsOn::ActionsDone if asked() => {
                // A stage's plan is often there before the clock: it counts from when that is accepted, or its talk held.
                let since = match clock.stay.filter(|_| self.belongs_to_stage(clock)) {
                    Some(stay) => self.entries_of(stay).next().map_or(clock.entry, |entry| entry.entry),
                    None => self.begun_with(clock),
                };
                let since = |action: &&Action| !self.happened_after(since, action.entry);
                let planned = self.actions.iter().filter(since).filter(|action| self.is_of_the_plan(action));
                let mut done: Option<Moment> = None;
                for action in planned {
                    if action.state != ActionState::Done {
                        return None;
                    }
                    done = Some(done.map_or(action.since, |last| action.since.following(last)));
                }
                done
            }
            EndsOn::Referred => self.referral.as_ref().and_then(|referral| referral.written),
            // The clock is of a stage that was left.
            EndsOn::Answered | EndsOn::Agreed | EndsOn::ActionsDone | EndsOn::Decided | EndsOn::Escalated => None,
        }
    }

    /// The entry since which what a clock waits for has been asked for: the one that began it or, for further time, that
    /// began the clock which it gives further time for.
    pub(super) fn begun_with(&self, clock: &Clock) -> EntryNumber {
        let first = self.given_more_time(clock).and_then(|rule| {
            let same = |one: &&Clock| one.id == rule.id && self.stay_that_ends(one) == self.stay_that_ends(clock);
            self.clocks.iter().find(same)
        });
        first.unwrap_or(clock).entry
    }

    /// What became of a clock. Nobody is late for a date for guidance, though it may have passed.
    pub fn result_of(&self, clock: &Clock) -> ClockResult {
        match clock.end {
            None => ClockResult::Running,
            Some((ClockEnd::Met, _)) if self.ended_unsettled(clock) => ClockResult::Unsettled,
            Some((ClockEnd::Met, on)) if !clock.is_late(on) => ClockResult::InTime,
            Some((ClockEnd::Met, _)) if !clock.binds() => ClockResult::AfterGuide,
            Some((ClockEnd::Met, on)) if self.had_further_time(clock, on) => ClockResult::InFurtherTime,
            Some((ClockEnd::Met, _)) => ClockResult::Late,
            // Nobody was asked at a stage that was never reached.
            Some((ClockEnd::Stopped, _)) if self.never_reached(clock) => ClockResult::Stopped,
            Some((ClockEnd::Stopped, on)) if clock.binds() && clock.is_past(on) => ClockResult::Missed,
            Some((ClockEnd::Stopped, _)) => ClockResult::Stopped,
        }
    }

    /// Whether a clock belongs to a stage at which the dispute never was.
    pub fn never_reached(&self, clock: &Clock) -> bool {
        clock.stay.is_none() && self.belongs_to_stage(clock)
    }

    /// Whether a clock that waits for a resolution ended with the dispute, which was resolved without settling the
    /// concern.
    fn ended_unsettled(&self, clock: &Clock) -> bool {
        let Some((facts, ended)) = &self.resolved else { return false };
        let with_it = matches!(clock.end, Some((ClockEnd::Met, on)) if on == *ended);
        let waits = match self.rule_of(clock) {
            Some(rule) => rule.until.contains(&EndsOn::Resolved),
            None => [ClockId::NeededBy, ClockId::Extension].contains(&clock.id),
        };
        with_it && waits && !facts.result.settles()
    }

    /// Whether further time had been agreed beside a clock, and was not over.
    fn had_further_time(&self, clock: &Clock, on: Moment) -> bool {
        let for_it = |other: &Clock| self.given_more_time(other).is_some_and(|rule| rule.id == clock.id);
        let with_it = |other: &Clock| self.stay_that_ends(other) == self.stay_that_ends(clock);
        self.clocks.iter().any(|other| for_it(other) && with_it(other) && !other.is_past(on))
    }
}
