//! What begins without anybody recording it: clocks that start because another ran out with nothing done, duties and
//! meetings that something brings up. (C14, P10 in `docs/decisions.md`.)

use super::state::StayNumber;
use std::sync::Arc;

use chrono::Days;

use super::duties::view_of;
use super::{Action, ActionState, Clock, ClockEnd, Dispute, DutyStanding, ReplayError, StageEntry, Status, is_past};
use crate::domain::calendar::{BeyondHorizon, Calendar};
use crate::domain::event::{Deadline, ResultKind};
use crate::domain::policy::{ClockId, ClockRule, Duty, DutyId, LimitRule, Stage, StartKind, StartsOn};
use crate::domain::sequence::in_time;
use crate::domain::time::{Date, Moment};

impl Dispute {
    /// Begins the clocks that start, up to a moment, because another ran out with nothing done. Nobody records that,
    /// so the history is replayed with each lapse in its place. Such a clock gives way to the one that a late event
    /// itself starts.
    ///
    /// # Errors
    /// A date the calendar doesn't reach.
    pub fn begin_lapsed(&mut self, as_of: Moment, calendar: &Calendar) -> Result<(), ReplayError> {
        if self.may_have_lapsed(as_of) || self.policy.counts_school_days() {
            let history = Arc::clone(&self.history);
            let so_far = in_time(&history).into_iter().filter(|entry| self.applied.has(entry.number));
            let then =
                Dispute::replay_entries(&self.header, Arc::clone(&self.policy), &history, so_far, Some(calendar))?;
            *self = self.replayed(then);
            self.let_lapse(as_of, calendar)?;
        }
        self.lapsed_by = Some(as_of);
        self.note_beyond_terms(calendar);
        Ok(())
    }

    /// Whether any clock or action has run out from which another clock counts. Most disputes have none, and need no
    /// replay.
    fn may_have_lapsed(&self, as_of: Moment) -> bool {
        let starts: Vec<&StartsOn> = self.policy.all_clocks().flat_map(|rule| &rule.from).collect();
        let over = |clock: &Clock| {
            let end = clock.end.map_or(as_of, |(_, end)| end);
            clock.is_past(end) || is_past(clock.deadline.due, clock.deadline.due_at, end)
        };
        let missed = |action: &Action| match action.state {
            ActionState::Open => action.due.is_some_and(|due| due < as_of.date()),
            ActionState::Done => action.due.is_some_and(|due| due < action.since.date()),
            ActionState::Missed => true,
        };
        let counts_from =
            |id: &ClockId| starts.iter().any(|start| matches!(start, StartsOn::Lapsed { clock } if clock == id));
        self.clock_index
            .others
            .iter()
            .map(|index| &self.clocks[*index])
            .any(|clock| counts_from(&clock.id) && over(clock))
            || (starts.contains(&&StartsOn::ActionMissed) && self.actions.iter().any(missed))
    }

    /// Begins the clocks that count from what ran out by a moment, in the order of their dates, and those that terms
    /// listed since have given a date.
    pub(crate) fn let_lapse(&mut self, as_of: Moment, calendar: &Calendar) -> Result<(), BeyondHorizon> {
        if !self.begins_by_itself() {
            return Ok(());
        }
        while let Some(deadline) = self.next_lapse(as_of, calendar)? {
            let index = self.clocks.len();
            self.start(deadline, self.applied.last());
            self.clocks[index].of_itself = true;
            self.settle();
        }
        Ok(())
    }

    /// The first deadline of a clock that began by itself by a moment, and is not among the clocks yet.
    fn next_lapse(&self, as_of: Moment, calendar: &Calendar) -> Result<Option<Deadline>, BeyondHorizon> {
        if self.status() == Status::Complaint {
            return Ok(None);
        }
        let mut first: Option<Deadline> = None;
        for (rule, stage) in self.rules_here() {
            let Some(started) = self.began_by_itself(rule, stage, as_of) else { continue };
            let stands = |clock: &Clock| {
                let counts = match clock.end {
                    None => true,
                    Some((ClockEnd::Met, _)) => rule.repeats.is_none(),
                    Some((ClockEnd::Stopped, _)) => false,
                };
                clock.deadline.started == started || counts
            };
            let mut theirs = self.lapse_clocks(&rule.id, stage).filter(|clock| self.is_of_rule(clock, rule));
            let begun = theirs.any(stands);
            if begun || self.has_started(rule, stage) || !self.applies(rule, stage) {
                continue;
            }
            let deadline = self.deadline_if_reached(rule, stage, started, calendar)?;
            first = match (first, deadline) {
                (Some(first), Some(next)) if next.started.is_before(&first.started) => Some(next),
                (first, next) => first.or(next),
            };
        }
        Ok(first)
    }

    /// The rules of the clocks that may run at the present stage: its own, and the dispute-wide ones.
    pub(super) fn rules_here(&self) -> impl Iterator<Item = (&ClockRule, Option<&Stage>)> {
        let here = self.stage();
        let beside = self.policy.dispute_wide_clocks().map(|rule| (rule, None));
        let all = here.clocks.iter().map(move |rule| (rule, Some(here))).chain(beside);
        all.filter(|(rule, _)| rule.over.is_empty() || rule.over.contains(&here.id))
    }

    /// From when a rule's clock counts that no event has started.
    fn began_by_itself(&self, rule: &ClockRule, stage: Option<&Stage>, as_of: Moment) -> Option<Moment> {
        let lapse = self.is_open().then(|| self.began_by_lapse(rule, stage, as_of)).flatten();
        lapse.or_else(|| self.began_without_terms(rule, stage, as_of))
    }

    /// From when a rule's clock counts, if a date that passed by a moment with nothing done starts it.
    fn began_by_lapse(&self, rule: &ClockRule, stage: Option<&Stage>, as_of: Moment) -> Option<Moment> {
        rule.from.iter().find_map(|start| match start.kind() {
            StartKind::Lapse(clock) => self.lapsed(clock, rule, stage, as_of),
            StartKind::Actions => {
                let missed = self.action_missed(self.stage_entry().stay);
                missed.filter(|day| *day <= as_of.date()).map(Moment::on)
            }
            // The date of a clock that began by itself is in no event, either.
            StartKind::Date(clock) => self.lapse_clocks(clock, stage).last().map(|clock| Moment::on(clock.due)),
            StartKind::OnRecord
            | StartKind::DayGiven(_)
            | StartKind::Stage(_)
            | StartKind::Here
            | StartKind::Done
            | StartKind::End => None,
        })
    }

    /// The clocks with this id that began by themselves, in this stay at a stage, or dispute-wide without one.
    fn lapse_clocks<'a>(&'a self, id: &'a ClockId, stage: Option<&'a Stage>) -> impl Iterator<Item = &'a Clock> {
        self.clocks.iter().filter(move |clock| clock.of_itself && clock.id == *id && self.is_within(clock, stage))
    }

    /// Whether a clock is of this stay at a stage; without a stage, whether it is dispute-wide.
    fn is_within(&self, clock: &Clock, stage: Option<&Stage>) -> bool {
        match stage {
            Some(stage) => clock.stay == Some(self.stage_entry().stay) && clock.stage.as_ref() == Some(&stage.id),
            None => !self.belongs_to_stage(clock),
        }
    }

    /// The index of the clock, begun by itself, that a deadline of an event replaces. A repeating clock that was met
    /// is followed by its next turn instead.
    pub(super) fn to_give_way(&self, deadline: &Deadline) -> Option<usize> {
        if let Some(moved) = self.moved_by(deadline) {
            return Some(moved);
        }
        let stage = self.policy.stage_with_clock(deadline.stage.as_ref(), &deadline.clock);
        let rule = self.rule_of_deadline(deadline)?.1;
        let same = |clock: &Clock| clock.of_itself && self.is_within(clock, stage) && self.is_of_rule(clock, rule);
        let index = self.clocks.iter().rposition(same)?;
        let clock = &self.clocks[index];
        let earlier = stage.is_some() && clock.stage_entry + 1 < self.stage_entries.len();
        let stays = earlier || (self.is_regular(clock) && !clock.is_running());
        (!stays).then_some(index)
    }

    /// Stops the clocks that began because another ran out whose date has been moved since.
    pub(super) fn call_off_lapses(&mut self, at: Moment) {
        let off = |clock: &Clock| {
            let mut rules = self.rules_here();
            let rule = rules.find(|(rule, stage)| self.is_of_rule(clock, rule) && self.is_within(clock, *stage));
            clock.of_itself
                && clock.is_running()
                && rule
                    .is_some_and(|(rule, stage)| self.began_by_itself(rule, stage, at) != Some(clock.deadline.started))
        };
        self.stop_all(self.clocks_where(off), at);
    }

    /// The first day of a stay on which an action was overdue, or was recorded as missed. What was so when the stay
    /// began led to the stay, and doesn't count.
    fn action_missed(&self, stay: StayNumber) -> Option<Date> {
        let entered = |entry: &&StageEntry| entry.stay == stay;
        let (first, next) = (self.stage_entries.iter().find(entered)?, self.stay_after(stay));
        let left = next.map(|next| next.entered.date()).or(self.ended_at().map(|end| end.date()));
        let past = |action: &Action| action.due.map(|due| due + Days::new(1));
        let here = |day: &Date| *day > first.entered.date();
        let days = self.actions.iter().filter_map(|action| match action.state {
            ActionState::Open => past(action).filter(here),
            ActionState::Done => past(action).filter(|day| *day <= action.since.date()).filter(here),
            ActionState::Missed => {
                let said_here = self.happened_after(action.entry, first.entry);
                Some(action.since.date()).filter(|_| said_here)
            }
        });
        days.filter(|day| left.is_none_or(|left| *day <= left)).min()
    }

    /// Duties that were brought up in a stay and lapsed with it, and that nobody recorded as done; each with the
    /// number of its stay. What is asked for from the start of a stage, or with each answer, is left out, because
    /// nothing need have called for it.
    pub fn unconfirmed(&self) -> Vec<(StayNumber, DutyStanding)> {
        let mut lapsed = Vec::new();
        // A complaint leaves the present stage where it is, so nothing of it has lapsed.
        for stay in self.stays_before(!self.is_open()) {
            let stage = &self.policy.stages[stay.stage].id;
            let facts = self.facts_of(stay);
            let owed = self.policy.duties.iter().filter(|duty| duty.lapses && duty.stages.contains(stage));
            let owed = owed.filter(|duty| duty.from.iter().any(StartsOn::comes_up) && duty.when.holds(&facts));
            let owed = owed.filter(|duty| self.brought_up(&duty.from, stay.stay).is_some());
            let owed = owed.filter(|duty| self.mark_in_stay(&duty.id, stay.stay).is_none());
            let escalated = self.stay_after(stay.stay).is_some_and(|next| !next.reopened);
            // Whoever is satisfied after a talk need not have thought of going further; if a date had passed, they need.
            let here = stay.stay == self.stage_entry().stay;
            let settled = here && self.result().is_some_and(ResultKind::settles);
            let passed = |duty: &Duty| {
                let mut dates = duty.from.iter().filter(|start| start.is_a_lapse());
                dates.any(|start| self.day_in(start, stay.stay).is_some())
            };
            let owed = owed.filter(|duty| !(settled && duty.done_by_escalating) || passed(duty));
            let owed = owed.filter(|duty| !(escalated && duty.done_by_escalating));
            lapsed.extend(owed.map(|duty| (stay.stay, view_of(duty, stage.clone().into(), Vec::new(), None))));
        }
        lapsed
    }

    /// The first entry of the stay after this one; `None` if this one was not left.
    pub(super) fn stay_after(&self, stay: StayNumber) -> Option<&StageEntry> {
        self.stage_entries.iter().find(|entry| entry.stay > stay)
    }

    /// The day from which something is asked for in a stay: that of the first event that brings it up.
    pub(super) fn brought_up(&self, from: &[StartsOn], stay: StayNumber) -> Option<Date> {
        from.iter().filter_map(|start| self.day_in(start, stay)).min()
    }

    /// Whether something is asked for in a stay: nothing has to bring it up, or something has.
    pub(super) fn is_brought_up(&self, from: &[StartsOn], stay: StayNumber) -> bool {
        from.is_empty() || self.brought_up(from, stay).is_some()
    }

    /// The day on which a start came about in a stay, for what brings up a duty; `None` if it hasn't. Along a chain
    /// that is the first day on which it did, whoever was asked by then.
    fn day_in(&self, start: &StartsOn, stay: StayNumber) -> Option<Date> {
        let of_stay = |id: &ClockId| {
            let here = |clock: &&Clock| clock.stay == Some(stay) || !self.belongs_to_stage(clock);
            let all: Vec<&Clock> = self.clocks.iter().filter(here).filter(|clock| clock.id == *id).collect();
            // A stage's own clock, rather than one of the same name beside the stages.
            let own: Vec<&Clock> = all.iter().copied().filter(|clock| self.belongs_to_stage(clock)).collect();
            if own.is_empty() { all } else { own }
        };
        let mut entries = self.entries_of(stay);
        match start {
            StartsOn::Lapsed { clock } => {
                let of_stay = of_stay(clock).into_iter();
                let lapsed = of_stay.filter(|clock| self.end_in_stay(clock).is_none_or(|at| clock.is_past(at)));
                // A time of day is past within its day.
                let day = |clock: &Clock| if clock.due_at.is_some() { clock.due } else { clock.due + Days::new(1) };
                lapsed.map(day).min()
            }
            StartsOn::Due { clock } => {
                let of_stay = of_stay(clock);
                let came = |clock: &&&Clock| clock.end.is_some_and(|(_, at)| clock.due <= at.date());
                of_stay.iter().find(came).or(of_stay.last()).map(|clock| clock.due)
            }
            StartsOn::ActionMissed => self.action_missed(stay),
            StartsOn::Meeting => self.done_in(&DutyId::MEETING, stay),
            StartsOn::Duty { duty, stage: None } => self.done_in(duty, stay),
            StartsOn::Duty { duty, stage: Some(stage) } => self.done_in(duty, self.last_entry_into(stage)?.stay),
            StartsOn::Entered { stage } => self.last_entry_into(stage).map(|entry| entry.entered.date()),
            StartsOn::Left { stage } => self.last_left(stage).map(|at| at.date()),
            StartsOn::StageEntered => entries.next_back().map(|entry| entry.entered.date()),
            StartsOn::Answered => entries.find_map(|entry| self.answer_in(entry, None)).map(|at| at.date()),
            StartsOn::Agreed => self.agreements.iter().find(|one| one.stay == stay).map(|one| one.at.date()),
            StartsOn::Decided => self.decided_in(stay).map(|at| at.date()),
            StartsOn::Raised
            | StartsOn::Aware
            | StartsOn::Arose
            | StartsOn::FormalEntered
            | StartsOn::Review
            | StartsOn::NextReview
            | StartsOn::Referred
            | StartsOn::Complaint
            | StartsOn::Resolved
            | StartsOn::Closed => self.moment_of_start(start).map(|at| at.date()),
        }
    }

    fn done_in(&self, duty: &DutyId, stay: StayNumber) -> Option<Date> {
        self.mark_in_stay(duty, stay).filter(|mark| mark.is_done()).map(|mark| mark.on.date())
    }

    /// When a rule's clock starts because another clock (`id`), of this stay or dispute-wide, ran out, even if that
    /// was met late: on the date on which it did. If the new limit is zero, or counts from the same day, it starts on
    /// the day after, because that date is over. `None` if it has not run out.
    fn lapsed(&self, id: &ClockId, rule: &ClockRule, stage: Option<&Stage>, as_of: Moment) -> Option<Moment> {
        let clock = self.clocks.iter().rfind(|clock| clock.id == *id && self.is_within(clock, stage))?;
        let day = match &rule.limit {
            LimitRule::Fixed(limit) | LimitRule::Agreed { fallback: Some(limit), .. } if limit.n == 0 => {
                clock.due + Days::new(1)
            }
            LimitRule::Fixed(limit) | LimitRule::Agreed { fallback: Some(limit), .. } => {
                self.policy.counting.once_over(clock.due, limit)
            }
            LimitRule::Agreed { fallback: None, .. } => clock.due,
        };
        let at = clock.due_at.map_or(Moment::on(day), Moment::at);
        let ran_out = match clock.end {
            None => clock.is_past(as_of),
            Some((ClockEnd::Met, end)) => clock.is_past(end),
            Some((ClockEnd::Stopped, _)) => false,
        };
        ran_out.then_some(at)
    }
}
