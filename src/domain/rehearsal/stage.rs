//! One stage of a rehearsal: its clocks come due one after another, are kept or pass.

use chrono::{Days, TimeDelta};

use super::{Missed, Play, step_on};
use crate::domain::dispute::{Clock, ClockOrigin};
use crate::domain::event::{DutyDone, Entry, MeetingHeld};
use crate::domain::policy::{DutyId, EndsOn, Whose};
use crate::domain::steps::Denied;
use crate::domain::time::{Date, Moment};

impl Play<'_> {
    /// Lets clocks come due one after another, until the day on which the next step is taken: the working day after that of
    /// the awaited answer; where none is awaited, after the last date of the stage. Gives the date that passes.
    pub(super) fn play_stage(&mut self) -> Result<Option<Date>, Denied> {
        let mut last = None;
        loop {
            let answer = self.dispute.answer_clock().map(|clock| clock.due);
            // What is due after the next step comes due at the stage that it leads to.
            let until = answer.or(last.max(self.last_of_stage()));
            let until = until.map(|date| self.next_working_day(date)).transpose()?;
            let next = self.next_clock(until);
            let by = match next.map(|index| self.dispute.clocks[index].due).or(until) {
                Some(day) => day,
                None => self.next_working_day(last.unwrap_or(self.dispute.stage_entry().entered.date()))?,
            };
            let waiting = self.acts.len();
            last = last.max(self.act_by(Some(by))?);
            if self.is_over() {
                return Ok(last);
            }
            if self.acts.len() < waiting {
                continue;
            }
            let Some(index) = next else { return Ok(answer.or(last)) };
            let clock = self.dispute.clocks[index].clone();
            self.come_due(index)?;
            if self.is_of_stage(&clock) {
                last = last.max(Some(clock.due));
            }
        }
    }

    /// Lets a clock come to its date: it is kept, or passes, and what counts from its lapse begins.
    pub(super) fn come_due(&mut self, index: usize) -> Result<(), Denied> {
        let clock = self.dispute.clocks[index].clone();
        if self.extend(&clock)? {
            return Ok(());
        }
        if let Some(entry) = self.keep(&clock)? {
            self.go_on(&entry)?;
        }
        if self.dispute.clocks[index].is_running() {
            self.passed.insert(index);
            let over = match clock.due_at {
                Some(at) => Moment::at(at + TimeDelta::seconds(1)),
                None => Moment::on(clock.due + Days::new(1)),
            };
            self.dispute.let_lapse(over, self.calendar)?;
            self.take_note();
        }
        Ok(())
    }

    /// The clock that comes due next, up to a day: of this stage, or beside the ladder where somebody has to do something
    /// about it.
    pub(super) fn next_clock(&self, until: Option<Date>) -> Option<usize> {
        let here = self.dispute.stage_entry().run;
        let open = self.dispute.clocks.iter().enumerate();
        let open = open.filter(|(index, clock)| clock.is_running() && !self.passed.contains(index));
        let near = open.filter(|(_, clock)| until.is_none_or(|until| clock.due <= until));
        // A regular one would come round for ever.
        let near = near.filter(|(index, clock)| until.is_some() || !self.has_come_round(*index, clock));
        near.filter(|(_, clock)| match self.is_of_stage(clock) {
            true => clock.run == Some(here),
            false => self.duty_of(clock).is_some(),
        })
        .min_by_key(|(_, clock)| (clock.due, clock.due_at))
        .map(|(index, _)| index)
    }

    /// The last date of this stage that is still to come.
    fn last_of_stage(&self) -> Option<Date> {
        let here = self.dispute.stage_entry().run;
        let open = self.dispute.clocks.iter().enumerate();
        let open = open.filter(|(index, clock)| clock.is_running() && !self.passed.contains(index));
        let own = open.filter(|(_, clock)| clock.run == Some(here) && self.is_of_stage(clock));
        own.map(|(_, clock)| clock.due).max()
    }

    fn has_come_round(&self, index: usize, clock: &Clock) -> bool {
        let earlier =
            || self.dispute.clocks[..index].iter().any(|one| (&one.id, &one.stage) == (&clock.id, &clock.stage));
        self.dispute.is_regular(clock) && earlier()
    }

    /// Whether a clock belongs to its stage, and not to the dispute as a whole.
    pub(super) fn is_of_stage(&self, clock: &Clock) -> bool {
        let stage = clock.stage.as_ref().and_then(|id| self.dispute.policy.stage(id));
        stage.is_some_and(|stage| stage.clocks.iter().any(|rule| rule.id == clock.id))
    }

    /// Whether a clock is over some of the stages, and not over the whole dispute.
    pub(super) fn covers_some(&self, clock: &Clock) -> bool {
        matches!(self.dispute.origin(clock), Some(ClockOrigin::By(rule)) if !rule.over.is_empty())
    }

    /// What is done on the due date by somebody other than those who must answer; nothing where it passes.
    fn keep(&self, clock: &Clock) -> Result<Option<Entry>, Denied> {
        let Some(duty) = self.duty_of(clock).filter(|duty| !self.is_missed(clock, duty)) else {
            return Ok(None);
        };
        let due = clock.due_moment();
        let latest = self.dispute.latest();
        let on = if due.is_before(&latest) { latest } else { due };
        let step = step_on(on, self.calendar);
        let entry = match duty == DutyId::MEETING {
            true => self.dispute.meet(MeetingHeld { chair: "rehearsal".into(), ..MeetingHeld::default() }, &step),
            false => self.dispute.done(DutyDone { duty, ..DutyDone::default() }, &step),
        };
        entry.map(Some)
    }

    /// The duty that meets a clock, unless it is for those who must answer to see to it.
    fn duty_of(&self, clock: &Clock) -> Option<DutyId> {
        let Some(ClockOrigin::By(rule)) = self.dispute.origin(clock) else { return None };
        let duty = rule.until.iter().find_map(|end| match end {
            EndsOn::Duty(duty) => Some(duty.clone()),
            EndsOn::Meeting => Some(DutyId::MEETING),
            EndsOn::Raised
            | EndsOn::Answered
            | EndsOn::Agreed
            | EndsOn::Resolved
            | EndsOn::ActionsDone
            | EndsOn::Decided
            | EndsOn::Referred
            | EndsOn::Escalated => None,
        });
        duty.filter(|duty| rule.whose != Whose::Responder || *duty == DutyId::MEETING)
    }

    fn is_missed(&self, clock: &Clock, duty: &DutyId) -> bool {
        let meant = |missed: &Missed| missed.stage.is_none() || missed.stage == clock.stage;
        let named = |missed: &Missed| missed.what == clock.id.to_string() || missed.what == duty.as_str();
        self.assumed.missed.iter().any(|missed| named(missed) && meant(missed))
    }
}
