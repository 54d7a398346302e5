//! Applies entries: what each changes in the state. Whether a step was allowed is not asked again; only the impossible
//! is an error.

use super::{
    Action, ActionState, Agreement, Answer, Awaits, Clock, ClockEnd, Dispute, MarkKind, ReplayError, Resumes,
    StageEntry, StayNumber,
};
use crate::domain::event::{ActionAdded, Deadline, Entry, Event, PlannedAction, ResultKind};
use crate::domain::policy::{ClockId, EndsOn, StageId, StartsOn};
use crate::domain::terms::{ActionNumber, ChainStep, EntryNumber};
use crate::domain::time::{Date, Moment};

impl Dispute {
    /// Applies the facts of one entry; its clocks begin afterwards (`begin`).
    ///
    /// # Errors
    /// An entry about something the dispute or its policy doesn't have.
    pub(crate) fn apply(&mut self, entry: &Entry) -> Result<(), ReplayError> {
        self.entry_count = self.entry_count.max(entry.number.into());
        self.applied.add(entry.number);
        self.mark_confirmed_and_overridden(entry, self.stage_entry().stay);
        self.settle();
        self.fields.extend(entry.event.fields().map(|(id, value)| (id.clone(), value.clone())));
        match &entry.event {
            Event::Responded(facts) => {
                let answer = Answer { role: facts.role.clone(), at: entry.at, entry: entry.number };
                self.stage_entry_mut().answers.push(answer);
                self.add_actions(&facts.actions, entry);
                // Whoever is not asked passes no turn on.
                if self.answered().is_some() && self.counts_where_given(entry.number) {
                    self.await_review(entry.at);
                }
            }
            Event::PlanAgreed(_) => {
                self.plan_agreed = Some((entry.at, entry.number));
                self.agreements.push(Agreement { at: entry.at, stay: self.stage_entry().stay, stands: true });
                self.turn.pass_to(Awaits::Actions, entry.at);
            }
            Event::Resolved(facts) => {
                self.resolved = Some(((**facts).clone(), entry.at));
                self.turn.end(&**facts, entry);
                self.stop_until_reopened(entry.at, |_| true);
            }
            Event::Withdrawn(facts) => {
                self.withdrawn_because = Some(facts.reason.clone());
                self.raised_in_error = facts.raised_in_error;
                self.turn.end(&**facts, entry);
                self.stop_until_reopened(entry.at, |_| true);
            }
            Event::Complained(facts) => {
                self.complained = Some((entry.at, entry.number));
                if !self.goes_on_beside_complaint() {
                    self.turn.end(&**facts, entry);
                    // What was promised to the child stays promised: a complaint ends nothing.
                    self.stop_until_reopened(entry.at, |clock| !matches!(clock.id, ClockId::Action(_)));
                }
            }
            Event::Escalated(facts) => {
                self.meet_by_escalating(entry.at);
                self.go_to(&facts.to, facts.step.unwrap_or_default(), entry, facts.respond_by)?;
            }
            Event::Reopened(facts) => self.take_in_reopening(facts, entry)?,
            Event::Extended(facts) => self.take_in_extension(facts, entry),
            Event::DutyDone(facts) => {
                let stay = self.stay_of(facts.stage.as_ref());
                let mark = self.mark_in(stay, facts.stage.as_ref(), &facts.duty, MarkKind::Done, entry);
                mark.with = facts.with.clone();
            }
            Event::DutyWaived(facts) => {
                let stay = self.stay_of(facts.stage.as_ref());
                let mark = self.mark_in(stay, facts.stage.as_ref(), &facts.duty, MarkKind::Waived, entry).clone();
                // The duty of one stage is not that of another with the same name.
                let left_over = facts.stage.as_ref().is_some_and(|place| place.stage().is_some());
                let there = |clock: &Clock| match self.belongs_to_stage(clock) && !mark.at_end {
                    true if clock.stay.is_none() => clock.stage == mark.ahead,
                    true => clock.stay == Some(stay) || self.waits_for_once(clock, &facts.duty),
                    false => !left_over || clock.stay == Some(stay),
                };
                let waits = |clock: &Clock| clock.is_running() && self.waits_for(clock, &facts.duty);
                let waived = |clock: &Clock| waits(clock) && there(clock) && self.is_for(&mark, clock);
                self.stop_all(self.clocks_where(waived), entry.at);
            }
            Event::ActionAdded(facts) => {
                let ActionAdded { what, owner, due, measure } = (**facts).clone();
                self.add_actions(&[PlannedAction { what, owner, due, measure }], entry);
            }
            Event::ActionDone(facts) => self.close_action(facts.action, ActionState::Done, entry)?,
            Event::ActionMissed(facts) => self.close_action(facts.action, ActionState::Missed, entry)?,
            Event::MeetingArranged(facts) => self.take_in_arrangement(facts, entry),
            Event::MeetingHeld(facts) => self.take_in_meeting(facts, entry),
            Event::Decided(facts) => {
                if self.take_in_decision(facts, entry) {
                    self.await_review(entry.at);
                    self.stop_awaiting_an_answer(entry.at);
                }
            }
            Event::Referred(facts) => {
                self.take_in_referral(facts, entry.at);
            }
            Event::Noted(_) | Event::Corrected(_) | Event::Praised(_) | Event::Acknowledged(_) | Event::Raised(_) => {}
        }
        self.note_route(entry.at);
        self.settle();
        self.stop_what_no_longer_applies(entry.at);
        Ok(())
    }

    /// Begins the clocks of an entry's deadlines, and ends at once those already met. A clock that an earlier entry
    /// began, although that was typed later, keeps its start.
    pub(crate) fn begin(&mut self, entry: &Entry) {
        let before = self.clocks.len();
        let extends = matches!(entry.event, Event::Extended(_));
        for deadline in &entry.clocks {
            let further = deadline.clock == ClockId::Extension;
            // An extension that was counted again has the new date of a clock that runs already.
            let moved = extends && !further && self.running(&deadline.clock, deadline.stage.as_ref()).is_some();
            if moved || self.has_begun(deadline) {
                continue;
            }
            if further {
                self.end_earlier_further_time(entry);
            }
            match self.to_give_way(deadline) {
                Some(index) => self.start_over(index, deadline.clone(), entry.number),
                None => self.start(deadline.clone(), entry.number),
            }
        }
        self.settle_these(&(before..self.clocks.len()).collect::<Vec<_>>());
        self.settle();
    }

    /// Adds a running clock with this deadline, as started by this entry.
    pub(super) fn start(&mut self, deadline: Deadline, entry: EntryNumber) {
        let stay = deadline.stage.as_ref().and_then(|stage| self.stay_to_begin_in(stage));
        self.begin_for_the_next_person(&deadline);
        let rule = self.rule_of_deadline(&deadline).map_or(0, |(at, _)| at);
        self.clock_index.add(&deadline.clock, self.clocks.len());
        self.clocks.push(Clock {
            id: deadline.clock.clone(),
            rule,
            stage: deadline.stage.clone(),
            stay,
            stage_entry: self.stage_entries.len() - 1,
            entry,
            due: deadline.due,
            due_at: deadline.due_at,
            deadline,
            end: None,
            resumes: None,
            went_on_late: None,
            of_itself: false,
        });
    }

    /// The stay that a clock of a stage begins in: the present one or, if it begins later, the last at a stage that was
    /// left. `None` while its stage lies ahead.
    fn stay_to_begin_in(&self, stage: &StageId) -> Option<StayNumber> {
        let here = self.stage_entry();
        let of_it = if *stage == self.stage().id { Some(here) } else { self.last_entry_into(stage) };
        let behind = |entry: &StageEntry| entry.stay == here.stay || entry.stage < here.stage;
        of_it.filter(|entry| behind(entry) || !self.is_open()).map(|entry| entry.stay)
    }

    /// Gives a clock that began by itself the deadline of the event that should have started it.
    fn start_over(&mut self, index: usize, deadline: Deadline, entry: EntryNumber) {
        let clock = &mut self.clocks[index];
        (clock.due, clock.due_at, clock.entry) = (deadline.due, deadline.due_at, entry);
        (clock.deadline, clock.end, clock.of_itself) = (deadline, None, false);
    }

    /// Stops the clock of the previous person in a chain, when it begins for the next; but not one with an earlier date
    /// that only what happened in that person's turn has started.
    fn begin_for_the_next_person(&mut self, deadline: &Deadline) {
        let (here, at) = (self.stage_entry(), self.stage_entries.len() - 1);
        let (stay, entered) = (here.stay, here.entered);
        let same = |clock: &Clock| {
            let same = clock.id == deadline.clock && clock.stage == deadline.stage && clock.stay == Some(stay);
            same && clock.is_running() && clock.stage_entry < at && self.belongs_to_stage(clock)
        };
        let starts_again =
            |clock: &Clock| self.rule_of(clock).is_none_or(|rule| !rule.from.iter().all(StartsOn::is_of_a_turn));
        let goes = |clock: &Clock| same(clock) && (clock.due >= deadline.due || starts_again(clock));
        self.stop_all(self.clocks_where(goes), entered);
    }

    pub(super) fn go_to(
        &mut self,
        stage: &StageId,
        step: ChainStep,
        entry: &Entry,
        by: Option<Date>,
    ) -> Result<(), ReplayError> {
        let index = self.policy.stage_index(stage).ok_or_else(|| ReplayError::NoSuchStage {
            number: entry.number,
            stage: stage.clone(),
            policy: self.policy.id.clone(),
        })?;
        let left = self.leave_stay(entry.at);
        self.plan_agreed = None;
        self.enter(index, step, entry, by);
        self.stop_what_was_left_out(index, entry.at);
        self.cover(entry.at);
        self.keep_what_is_owed(&left, entry.at);
        Ok(())
    }

    /// Stops the clocks of the stages below one that was just entered: those that lay ahead were left out.
    fn stop_what_was_left_out(&mut self, entered: usize, at: Moment) {
        let is_ahead = |clock: &Clock| clock.is_running() && clock.stay.is_none() && self.belongs_to_stage(clock);
        let is_below = |clock: &Clock| {
            clock.stage.as_ref().and_then(|id| self.policy.stage_index(id)).is_some_and(|stage| stage < entered)
        };
        self.stop_all(self.clocks_where(|clock| is_ahead(clock) && is_below(clock)), at);
    }

    /// Meets the clocks that wait for the next escalation.
    fn meet_by_escalating(&mut self, at: Moment) {
        let stay = self.stage_entry().stay;
        let waits = |clock: &Clock| {
            let here = clock.stay == Some(stay) || !self.belongs_to_stage(clock);
            clock.is_running() && here && self.waits_until(clock, &EndsOn::Escalated)
        };
        let met = self.clocks_where(waits);
        met.into_iter().for_each(|index| self.clocks[index].end = Some((ClockEnd::Met, at)));
    }

    /// Stops the clocks of the stage that is left, and returns their indexes; those of stages ahead, of actions and of
    /// the whole dispute go on.
    fn leave_stay(&mut self, at: Moment) -> Vec<usize> {
        let stay = Some(self.stage_entry().stay);
        let of_it = |clock: &Clock| clock.is_running() && clock.stay == stay && self.belongs_to_stage(clock);
        let left = self.clocks_where(of_it);
        self.stop_all(left.iter().copied(), at);
        left
    }

    /// Lets the clocks of stages that were left run on, with their dates, while their duty is still owed. The others
    /// stop, as do those of the stage now entered, which asks for its duties with new dates.
    fn keep_what_is_owed(&mut self, left: &[usize], at: Moment) {
        let stay = Some(self.stage_entry().stay);
        let left_before = |clock: &Clock| {
            clock.is_running() && clock.stay.is_some() && clock.stay != stay && self.belongs_to_stage(clock)
        };
        let earlier = self.clocks_where(left_before);
        left.iter().for_each(|index| self.clocks[*index].end = None);
        let all: Vec<usize> = left.iter().chain(&earlier).copied().collect();
        let goes_on = self.going_on(&all);
        // If the same stage is entered again, its duties are owed by the dates that they have now; along its chain what
        // was left undone stays owed.
        let chain = self.is_along_a_chain();
        let once_more = |index: &usize| {
            let clock = &self.clocks[*index];
            clock.stage.as_ref() == Some(&self.stage().id) && !(chain && clock.stay == stay)
        };
        let goes_on: Vec<usize> = goes_on.into_iter().filter(|index| !once_more(index)).collect();
        self.stop_all(all.into_iter().filter(|index| !goes_on.contains(index)), at);
    }

    /// Stops a clock that covers some of the stages when they are left, and resumes it with its date when one of them
    /// is entered again.
    fn cover(&mut self, at: Moment) {
        let here = self.stage().id.clone();
        for index in 0..self.clocks.len() {
            let Some(rule) = self.rule_of(&self.clocks[index]) else { continue };
            if rule.over.is_empty() {
                continue;
            }
            let covered = rule.over.contains(&here);
            let clock = &mut self.clocks[index];
            if covered {
                clock.resume(Resumes::OnComingBack, at);
            } else if clock.is_running() {
                (clock.end, clock.resumes) = (Some((ClockEnd::Stopped, at)), Some(Resumes::OnComingBack));
            }
        }
    }

    /// Stops the running clocks of which `stops` is true, except those that wait for a duty owed after the end. Those that
    /// don't belong to a stage resume, with the same date, if the dispute is reopened.
    fn stop_until_reopened(&mut self, at: Moment, stops: impl Fn(&Clock) -> bool) {
        let stops = |index: &usize| self.clocks[*index].is_running() && stops(&self.clocks[*index]);
        let running: Vec<usize> = (0..self.clocks.len()).filter(stops).collect();
        self.settle();
        let (may_go_on, others): (Vec<usize>, Vec<usize>) =
            running.into_iter().partition(|index| self.waits_for_any_duty(&self.clocks[*index]));
        others.into_iter().for_each(|index| self.stop_for_now(index, at));
        // What is owed can depend on which clocks have run out, so these come last.
        let goes_on = self.going_on(&may_go_on);
        let stopped = may_go_on.into_iter().filter(|index| !goes_on.contains(index));
        stopped.for_each(|index| self.stop_for_now(index, at));
    }

    fn stop_for_now(&mut self, index: usize, at: Moment) {
        let goes_on = self.clocks[index].stay.is_none() || !self.belongs_to_stage(&self.clocks[index]);
        self.stop(index, at);
        self.clocks[index].resumes = goes_on.then_some(Resumes::OnReopening);
    }

    /// Keeps `complaint_chosen` up to date. If the choice is changed before a complaint was made, the clocks that
    /// count from it stop.
    pub(super) fn note_route(&mut self, at: Moment) {
        let chosen = self.awaits_complaint() || self.complained.is_some();
        if chosen {
            self.complaint_chosen.get_or_insert(at);
        } else if self.is_open() && self.complaint_chosen.take().is_some() {
            let of_it =
                |clock: &Clock| self.rule_of(clock).is_some_and(|rule| rule.from.contains(&StartsOn::Complaint));
            let theirs = |clock: &Clock| clock.is_running() && !self.belongs_to_stage(clock) && of_it(clock);
            self.stop_all(self.clocks_where(theirs), at);
        }
    }

    /// The clocks of which this is true, by index, without those of actions.
    pub(super) fn clocks_where(&self, which: impl Fn(&Clock) -> bool) -> Vec<usize> {
        self.clock_index.others.iter().copied().filter(|index| which(&self.clocks[*index])).collect()
    }

    /// Stops these clocks, except those that have ended already.
    pub(super) fn stop_all(&mut self, clocks: impl IntoIterator<Item = usize>, at: Moment) {
        clocks.into_iter().for_each(|index| self.stop(index, at));
    }

    /// Stops a clock, unless it has ended already.
    pub(super) fn stop(&mut self, index: usize, at: Moment) {
        let clock = &mut self.clocks[index];
        clock.end = clock.end.or(Some((ClockEnd::Stopped, at)));
    }

    pub(super) fn stage_entry_mut(&mut self) -> &mut StageEntry {
        self.stage_entries.last_mut().expect("a dispute has entered a stage since it was opened")
    }

    fn add_actions(&mut self, planned: &[PlannedAction], entry: &Entry) {
        for (number, action) in self.action_numbers(entry).into_iter().zip(planned) {
            self.actions_numbered = self.actions_numbered.max(number);
            if action.due.is_some() {
                self.clock_index.await_action(number);
            }
            // `actions` stays in the order of numbers, also if an earlier one is applied later.
            let place = self.actions.partition_point(|other| other.number <= number);
            let action = Action {
                number,
                what: action.what.clone(),
                owner: action.owner.clone(),
                due: action.due,
                measure: action.measure.clone(),
                state: ActionState::Open,
                since: entry.at,
                entry: entry.number,
            };
            self.actions.insert(place, action);
        }
    }

    /// Closes an action, and ends its clocks.
    fn close_action(&mut self, number: ActionNumber, state: ActionState, entry: &Entry) -> Result<(), ReplayError> {
        let action = self.action(number).and_then(|index| self.actions.get_mut(index));
        let action = action.ok_or(ReplayError::NoSuchAction { number: entry.number, action: number })?;
        (action.state, action.since) = (state, entry.at);
        let clocks = self.clock_index.of_action(number).to_vec();
        self.settle_these(&clocks);
        Ok(())
    }

    /// The running clock of this name at this stage.
    pub(in crate::domain) fn running(&self, id: &ClockId, stage: Option<&StageId>) -> Option<&Clock> {
        self.clocks.iter().rfind(|clock| clock.id == *id && clock.stage.as_ref() == stage && clock.is_running())
    }

    pub(super) fn running_mut(&mut self, id: &ClockId, stage: Option<&StageId>) -> Option<&mut Clock> {
        self.clocks.iter_mut().rfind(|clock| clock.id == *id && clock.stage.as_ref() == stage && clock.is_running())
    }

    /// How it was resolved; `None` if it wasn't.
    pub fn result(&self) -> Option<ResultKind> {
        self.resolved.as_ref().map(|(facts, _)| facts.result)
    }

    /// When this happened, if it doesn't depend on a stage; `None` if it hasn't happened, or depends on one.
    pub(super) fn moment_of_start(&self, start: &StartsOn) -> Option<Moment> {
        match start {
            StartsOn::Raised => Some(self.raised_at),
            StartsOn::Aware => self.raised.aware_on,
            StartsOn::Arose => self.raised.arose_on,
            StartsOn::Review => self.raised.review_date,
            StartsOn::NextReview => self.raised.next_review,
            StartsOn::Complaint => self.complaint_chosen.or(self.complained.map(|(at, _)| at)),
            StartsOn::Resolved => self.resolved.as_ref().map(|(_, at)| *at),
            StartsOn::Closed => self.ended_at(),
            StartsOn::Decided => self.decided_on(),
            StartsOn::Referred => self.referral.as_ref().map(|referral| referral.began),
            StartsOn::FormalEntered => {
                let formal =
                    self.stage_entries.iter().find(|stage_entry| self.policy.stages[stage_entry.stage].is_formal());
                formal.map(|stage_entry| stage_entry.entered)
            }
            StartsOn::StageEntered
            | StartsOn::Entered { .. }
            | StartsOn::Left { .. }
            | StartsOn::Answered
            | StartsOn::Agreed
            | StartsOn::Meeting
            | StartsOn::Duty { .. }
            | StartsOn::Due { .. }
            | StartsOn::Lapsed { .. }
            | StartsOn::ActionMissed => None,
        }
    }
}
