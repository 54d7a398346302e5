//! What begins without anybody recording it: clocks that start because another ran out with nothing done, duties and
//! meetings that something brings up.

use std::sync::Arc;

use chrono::Days;

use super::duties::view_of;
use super::{Action, ActionState, Clock, ClockEnd, Dispute, DutyView, Facts, StageEntry, Status};
use crate::domain::calendar::{BeyondHorizon, Calendar, FirstDay};
use crate::domain::policy::{ClockId, ClockRule, DutyId, LimitRule, StartsOn};
use crate::domain::time::{Date, Moment};

impl Dispute {
    /// Clocks that start because another ran out with nothing done. Nobody records that, so they are worked out
    /// for the moment one looks from, and give way to the clock that the late event itself starts.
    ///
    /// # Errors
    /// A date the calendar doesn't reach.
    pub fn begin_lapsed(&mut self, as_of: Moment, calendar: &Calendar) -> Result<(), BeyondHorizon> {
        let policy = Arc::clone(&self.policy);
        let stage = &policy.stages[self.stage_entry().stage];
        if !self.is_open() || self.status() == Status::Complaint {
            return Ok(());
        }
        for rule in &stage.clocks {
            let lapsed = rule.from.iter().find_map(|start| match start {
                StartsOn::Lapsed { clock } => self.lapsed(clock, rule, as_of),
                StartsOn::ActionMissed => {
                    let missed = self.action_missed(self.stage_entry().run);
                    missed.filter(|day| *day <= as_of.date()).map(Moment::on)
                }
                StartsOn::Raised
                | StartsOn::Aware
                | StartsOn::Arose
                | StartsOn::StageEntered
                | StartsOn::FormalEntered
                | StartsOn::Entered { .. }
                | StartsOn::Left { .. }
                | StartsOn::Answered
                | StartsOn::Agreed
                | StartsOn::Meeting
                | StartsOn::Duty { .. }
                | StartsOn::Due { .. }
                | StartsOn::Review
                | StartsOn::Decided
                | StartsOn::Referred
                | StartsOn::Complaint
                | StartsOn::Resolved
                | StartsOn::Closed => None,
            });
            if let Some(started) =
                lapsed.filter(|_| !self.has_started(rule, Some(stage)) && self.applies(rule, Some(stage)))
                && let Some(deadline) = self.deadline(rule, Some(stage), started, calendar)?
            {
                self.start(deadline, self.order.last().copied().unwrap_or(self.entries));
            }
        }
        self.settle();
        Ok(())
    }

    /// The first day on which an action of a stay was past its date with nothing done, or was recorded as missed.
    fn action_missed(&self, run: u32) -> Option<Date> {
        let entered = |entry: &&StageEntry| entry.run == run;
        let (first, next) =
            (self.stage_entries.iter().find(entered)?, self.stage_entries.iter().find(|one| one.run > run));
        let left = next.map(|next| next.entered.date()).or(self.ended_at().map(|end| end.date()));
        let past = |action: &Action| action.due.map(|due| due + Days::new(1));
        let days = self.actions.iter().filter_map(|action| match action.state {
            ActionState::Open => past(action),
            ActionState::Done => past(action).filter(|day| *day <= action.since.date()),
            ActionState::Missed => Some(action.since.date()),
        });
        days.map(|day| day.max(first.entered.date())).filter(|day| left.is_none_or(|left| *day <= left)).min()
    }

    /// What something brought up in a stay and lapsed with it, though nobody said that it was done: each with that stay.
    /// What is asked for from the start of a stage, or with each answer, need not have been called for.
    pub fn unconfirmed(&self) -> Vec<(u32, DutyView)> {
        let over = |entry: &&StageEntry| entry.run != self.stage_entry().run || !self.is_open();
        let mut stays: Vec<&StageEntry> = self.stage_entries.iter().filter(over).collect();
        stays.dedup_by_key(|entry| entry.run);
        let event = |start: &StartsOn| {
            matches!(
                start,
                StartsOn::Lapsed { .. } | StartsOn::Duty { .. } | StartsOn::ActionMissed | StartsOn::Meeting
            )
        };
        let mut lapsed = Vec::new();
        for stay in stays {
            let stage = &self.policy.stages[stay.stage].id;
            let facts =
                Facts { answered: !stay.answers.is_empty(), passed: self.passed_in(stay.run), ..self.facts(None) };
            let owed = self.policy.duties.iter().filter(|duty| duty.lapses && duty.stages.contains(stage));
            let owed = owed.filter(|duty| duty.from.iter().any(event) && duty.when.holds(&facts));
            let owed = owed.filter(|duty| self.brought_up(&duty.from, stay.run).is_some());
            let owed = owed.filter(|duty| self.mark_in_run(&duty.id, stay.run).is_none());
            let escalated = self.next_stay(stay).is_some_and(|next| !next.reopened);
            let owed = owed.filter(|duty| !(escalated && duty.done_by_escalating));
            lapsed.extend(owed.map(|duty| (stay.run, view_of(duty, stage.clone().into(), Vec::new(), None))));
        }
        lapsed
    }

    /// The stay after another.
    fn next_stay(&self, stay: &StageEntry) -> Option<&StageEntry> {
        self.stage_entries.iter().find(|entry| entry.run > stay.run)
    }

    /// The clocks of a stay whose dates passed with nothing done by then.
    fn passed_in(&self, run: u32) -> Vec<ClockId> {
        let passed = |clock: &&Clock| clock.run == Some(run) && clock.end.is_some_and(|(_, on)| clock.is_past(on));
        self.clocks.iter().filter(passed).map(|clock| clock.id.clone()).collect()
    }

    /// The day from which something is asked for in a stay: that of the first event that brings it up.
    pub(super) fn brought_up(&self, from: &[StartsOn], run: u32) -> Option<Date> {
        from.iter().filter_map(|start| self.day_in(start, run)).min()
    }

    /// The day on which something happened in a stay, as what brings up a duty.
    fn day_in(&self, start: &StartsOn, run: u32) -> Option<Date> {
        let of_run = |id: &ClockId| {
            let here = |clock: &&Clock| clock.run == Some(run) || !self.belongs_to_stage(clock);
            self.clocks.iter().filter(here).rfind(|clock| clock.id == *id)
        };
        let entry = || self.stage_entries.iter().rfind(|entry| entry.run == run);
        match start {
            StartsOn::Lapsed { clock } => {
                let clock = of_run(clock).filter(|clock| clock.end.is_none_or(|(_, at)| clock.is_past(at)))?;
                // A time of day is past within its day.
                Some(if clock.due_at.is_some() { clock.due } else { clock.due + Days::new(1) })
            }
            StartsOn::Due { clock } => of_run(clock).map(|clock| clock.due),
            StartsOn::ActionMissed => self.action_missed(run),
            StartsOn::Meeting => self.done_in(&DutyId::MEETING, run),
            StartsOn::Duty { duty, stage: None } => self.done_in(duty, run),
            StartsOn::Duty { duty, stage: Some(stage) } => {
                let at = |entry: &&StageEntry| self.policy.stages[entry.stage].id == *stage;
                self.done_in(duty, self.stage_entries.iter().rfind(at)?.run)
            }
            StartsOn::Entered { stage } => self.stay_at(stage).map(|at| self.stage_entries[at].entered.date()),
            StartsOn::Left { stage } => {
                let after = self.stage_entries.get(self.stay_at(stage)? + 1);
                after.map(|next| next.entered.date())
            }
            StartsOn::StageEntered => entry().map(|entry| entry.entered.date()),
            StartsOn::Answered => entry().and_then(|entry| self.answer_in(entry, 0)).map(|at| at.date()),
            StartsOn::Agreed => self.plan_agreed.map(|(at, _)| at.date()),
            StartsOn::Raised
            | StartsOn::Aware
            | StartsOn::Arose
            | StartsOn::FormalEntered
            | StartsOn::Review
            | StartsOn::Decided
            | StartsOn::Referred
            | StartsOn::Complaint
            | StartsOn::Resolved
            | StartsOn::Closed => self.happened(start).map(|at| at.date()),
        }
    }

    fn done_in(&self, duty: &DutyId, run: u32) -> Option<Date> {
        self.mark_in_run(duty, run).filter(|mark| mark.is_done()).map(|mark| mark.on.date())
    }

    /// What the clock of a rule counts from where another of this stay ran out, be it met late since: the date on which it
    /// did. That day was over then, so that what is to be done the same working day is to be done on the next.
    fn lapsed(&self, id: &ClockId, rule: &ClockRule, as_of: Moment) -> Option<Moment> {
        let run = Some(self.stage_entry().run);
        let clock = self.clocks.iter().rfind(|clock| clock.id == *id && clock.run == run)?;
        let at_once = match &rule.limit {
            LimitRule::Fixed(limit) | LimitRule::Agreed { fallback: Some(limit), .. } => limit.n == 0,
            LimitRule::Agreed { fallback: None, .. } => false,
        };
        let next_day = at_once || self.policy.counting.first_day == FirstDay::Same;
        let day = if next_day { clock.due + Days::new(1) } else { clock.due };
        let at = clock.due_at.map_or(Moment::on(day), Moment::at);
        let ran_out = match clock.end {
            None => clock.is_past(as_of),
            Some((ClockEnd::Met, end)) => clock.is_past(end),
            Some((ClockEnd::Stopped, _)) => false,
        };
        ran_out.then_some(at)
    }
}
