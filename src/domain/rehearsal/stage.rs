//! One stage of a rehearsal: its clocks come due one after another, and are met or run out.

use chrono::{Days, TimeDelta};

use super::{Act, ActKind, Play, step_on};
use crate::domain::calendar::BeyondHorizon;
use crate::domain::dispute::{Clock, DutyState, Status, StayNumber};
use crate::domain::event::{DutyDone, Entry, MeetingHeld};
use crate::domain::policy::{ClockRule, DutyId, EndsOn, MeetingNeed, OwedAt, Whose};
use crate::domain::steps::Denied;
use crate::domain::time::{Date, Instant, Moment, describe, start_of_day};

/// What comes next in a rehearsal.
enum Next {
    Act(Act),
    /// A clock comes to its date, by its index.
    Due(usize),
}

/// When a stage is over, and when the escalation that follows is.
pub(super) struct StageOver {
    /// The date after which the stage is left; `None` if nothing sets one.
    pub on: Option<Date>,
    pub step: Moment,
}

impl Play<'_> {
    /// Plays everything at a stage up to the next escalation, in order of time.
    pub(super) fn play_stage(&mut self) -> Result<StageOver, Denied> {
        let mut last = None;
        loop {
            self.take_turn()?;
            self.arrange_meeting()?;
            let on = self.over_on(last);
            let step = self.step_up(on)?;
            match self.next(Some(step)).filter(|_| !self.is_over()) {
                Some(Next::Act(act)) => last = last.max(self.act(act)?),
                Some(Next::Due(index)) => {
                    let clock = self.dispute.clocks[index].clone();
                    self.come_due(index)?;
                    last = last.max(self.is_of_this_stay(&clock).then_some(clock.due));
                }
                None => return Ok(StageOver { on, step }),
            }
        }
    }

    /// Plays the remaining acts and clocks, once the last stage has been reached.
    pub(super) fn play_out(&mut self) -> Result<(), Denied> {
        loop {
            self.take_turn()?;
            match self.next(None) {
                Some(Next::Act(act)) => self.act(act).map(|_| ())?,
                Some(Next::Due(index)) => self.come_due(index)?,
                None => return Ok(()),
            }
        }
    }

    /// The date after which the stage is left: when the awaited answer is due, or when the answer came; if no answer
    /// is awaited, the last date of the stage.
    fn over_on(&self, last: Option<Date>) -> Option<Date> {
        let otherwise = || last.max(self.last_of_stage());
        let over = match self.dispute.status() {
            Status::AwaitingResponse => self.dispute.answer_clock().map(|clock| clock.due).or_else(otherwise),
            Status::AwaitingReview => self.still_awaited().or(Some(self.dispute.status_since().date())),
            Status::Agreed => otherwise(),
            Status::Resolved | Status::Withdrawn | Status::Complaint => last,
        };
        over.max(self.settled_here()).max(self.meeting_on())
    }

    /// When the other is due, if the stage waits for an answer and a decision and only one of them has come.
    fn still_awaited(&self) -> Option<Date> {
        let waits =
            |clock: &&Clock| [EndsOn::Answered, EndsOn::Decided].iter().any(|end| self.dispute.waits_until(clock, end));
        self.dispute.answer_clock().filter(waits).map(|clock| clock.due)
    }

    /// The day of the author's next act, if that follows the answer by agreeing the plan or ending the dispute.
    fn settled_here(&self) -> Option<Date> {
        let answered = match self.dispute.status() {
            Status::AwaitingReview | Status::Agreed => true,
            Status::AwaitingResponse | Status::Resolved | Status::Withdrawn | Status::Complaint => false,
        };
        let next = self.acts.iter().find(|act| !act.what.is_beside_the_answer()).filter(|_| answered)?;
        next.what.settles().then(|| next.on.date())
    }

    /// The day of this stage's meeting: when it was held, when the author holds it, or by when the protocol requires
    /// it.
    fn meeting_on(&self) -> Option<Date> {
        let (stay, stage) = (self.dispute.stage_entry().stay, self.dispute.stage());
        let missed = |clock: &Clock| self.is_missed(clock, &DutyId::MEETING);
        let waits = |clock: &Clock| {
            let here = clock.is_running() && clock.stay == Some(stay) && self.is_of_stage(clock);
            // A repeating clock never sets the last date.
            let once = !self.dispute.is_regular(clock);
            here && once && self.dispute.waits_until(clock, &EndsOn::Meeting) && !missed(clock)
        };
        let open = || self.dispute.clocks.iter().enumerate().filter(|(_, clock)| waits(clock));
        let required = stage.meeting.as_ref().is_some_and(|meeting| meeting.needed == MeetingNeed::Required);
        let due =
            open().filter(|(index, _)| required && !self.passed.contains(index)).map(|(_, clock)| clock.due).max();
        let given = self.acts.iter().find(|act| act.what == ActKind::Meet);
        let given = given.filter(|_| open().next().is_some() || required && self.owes_meeting());
        let held = self.dispute.meetings.iter().filter(|held| held.stay == stay).map(|held| held.on.date()).max();
        held.max(given.map(|act| act.on.date()).or(due))
    }

    /// Arranges the meeting that something here counts back from: for the day that the author gives, or else the last on
    /// which it may be held.
    fn arrange_meeting(&mut self) -> Result<(), Denied> {
        let counts_back = self.dispute.stage().clocks.iter().any(ClockRule::is_before_meeting);
        let stay = self.dispute.stage_entry().stay;
        let Some(day) = self.meeting_on().filter(|_| counts_back && self.dispute.day_of_meeting(stay).is_none()) else {
            return Ok(());
        };
        let latest = self.dispute.latest();
        if day < latest.date() {
            return Ok(());
        }
        let entry = self.dispute.arrange(Moment::on(day), None, &step_on(latest, self.calendar))?;
        self.go_on(&entry)
    }

    fn owes_meeting(&self) -> bool {
        let stage = &self.dispute.stage().id;
        let missed = self.missed.iter().any(|missed| missed.is_meeting_at(stage));
        let mut owed = self.dispute.duties().into_iter().filter(|duty| duty.state == DutyState::Outstanding);
        !missed && owed.any(|duty| duty.duty == DutyId::MEETING)
    }

    /// When the next escalation is: on the date that the author gave, or else on the working day after `over`, and
    /// after anything that has happened.
    fn step_up(&self, over: Option<Date>) -> Result<Moment, BeyondHorizon> {
        if let Some(given) = self.steps.front() {
            return Ok(*given);
        }
        let entered = self.dispute.stage_entry().entered.date();
        let on = self.at_its_time(self.next_working_day(over.map_or(entered, |over| over.max(entered)))?);
        let latest = self.dispute.latest();
        match on.is_before(&latest) {
            true => Ok(self.at_its_time(self.next_working_day(latest.date())?)),
            false => Ok(on),
        }
    }

    /// Drops, with a note, the given escalations dated before the stage began.
    pub(super) fn leave_out_steps_before(&mut self, begun: Moment) {
        while let Some(step) = self.steps.pop_front_if(|step| step.is_before(&begun)) {
            let title = &self.dispute.stage().title;
            let (on, begun) = (describe(step.date()), describe(begun.date()));
            self.note(format!("no step up from {title} on {on}: it begins on {begun}"));
        }
    }

    /// Drops, with a note, the given escalations after the last stage or the end.
    pub(super) fn leave_out_further_steps(&mut self) {
        for step in std::mem::take(&mut self.steps) {
            let title = &self.dispute.stage().title;
            let why = match self.is_over() {
                true => "it is over by then".to_owned(),
                false => format!("{title} is the last stage here"),
            };
            self.note(format!("no step up on {}: {why}", describe(step.date())));
        }
    }

    /// The act or clock that comes next, before the escalation if there is one.
    fn next(&self, step: Option<Moment>) -> Option<Next> {
        let act = self.acts.front().filter(|act| step.is_none_or(|step| !step.is_before(&act.on)));
        let due = self.next_clock(step);
        let first = |act: &&Act| due.is_none_or(|index| self.comes_first(act, &self.dispute.clocks[index]));
        act.filter(first).map(|act| Next::Act(act.clone())).or(due.map(Next::Due))
    }

    /// Whether an act comes before the date of a clock. On the same day it does, except that an answer without a time
    /// comes after a clock that is met at an hour of that day.
    fn comes_first(&self, act: &Act, clock: &Clock) -> bool {
        let waits = act.what.answers() && act.on.instant().is_none() && clock.due_at.is_some() && self.is_kept(clock);
        let due = clock.falls_due();
        if waits { act.on.date() < clock.due } else { !due.is_before(&act.on) }
    }

    /// Brings a clock to its date: it is extended, met, or runs out; what counts from its running out then begins.
    fn come_due(&mut self, index: usize) -> Result<(), Denied> {
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

    /// The index of the clock that comes due next, before the escalation if there is one: one of this stage, or any
    /// other that somebody meets by a duty.
    fn next_clock(&self, step: Option<Moment>) -> Option<usize> {
        let open = self.dispute.clocks.iter().enumerate();
        let open = open.filter(|(index, clock)| clock.is_running() && !self.passed.contains(index));
        let near = open.filter(|(_, clock)| step.is_none_or(|step| self.is_due_by(clock, step)));
        // A repeating clock would come round for ever.
        let near = near.filter(|(index, clock)| step.is_some() || !self.has_come_round(*index, clock));
        // A duty still owed at a stage that was left is done, too.
        near.filter(|(_, clock)| match self.is_of_stage(clock) && !self.is_left(clock) {
            true => self.is_of_this_stay(clock),
            false => self.duty_of(clock).is_some() || self.is_to_be_extended(clock),
        })
        .min_by_key(|(_, clock)| self.comes_due_at(clock))
        .map(|(index, _)| index)
    }

    /// Whether a clock comes due before an escalation. A duty due on that day is done before it; a clock that runs out
    /// on that day does so after it.
    fn is_due_by(&self, clock: &Clock, step: Moment) -> bool {
        match clock.due_at.is_some() || self.is_kept(clock) {
            true => !step.is_before(&clock.falls_due()),
            false => clock.due < step.date(),
        }
    }

    /// The instant by which a clock is ordered: at its hour; else at the start of its day if it is met, or at the end
    /// if it runs out.
    fn comes_due_at(&self, clock: &Clock) -> Instant {
        let kept = || self.is_kept(clock).then(|| start_of_day(clock.due));
        clock.due_at.or_else(kept).unwrap_or_else(|| clock.falls_due().instant_or_end())
    }

    /// The last date of this stage that is still to come.
    pub(super) fn last_of_stage(&self) -> Option<Date> {
        let open = self.dispute.clocks.iter().enumerate();
        let open = open.filter(|(index, clock)| clock.is_running() && !self.passed.contains(index));
        let own = open.filter(|(_, clock)| self.is_of_this_stay(clock));
        let own = own.filter(|(index, clock)| !self.has_come_round(*index, clock));
        own.map(|(_, clock)| clock.due).max()
    }

    fn has_come_round(&self, index: usize, clock: &Clock) -> bool {
        let earlier =
            || self.dispute.clocks[..index].iter().any(|one| (&one.id, &one.stage) == (&clock.id, &clock.stage));
        self.dispute.is_regular(clock) && earlier()
    }

    /// Whether a clock belongs to a stage, and not to the dispute as a whole.
    pub(super) fn is_of_stage(&self, clock: &Clock) -> bool {
        self.dispute.policy.stage_with_clock(clock.stage.as_ref(), &clock.id).is_some()
    }

    /// Whether a clock began in a stay at its stage that is over.
    fn is_left(&self, clock: &Clock) -> bool {
        let stage = |stay: StayNumber| self.dispute.entries_of(stay).next().map(|entry| entry.stage);
        let there = clock.stay.and_then(stage).and_then(|at| self.dispute.policy.stages.get(at));
        !self.is_of_this_stay(clock) && there.is_some_and(|there| clock.stage.as_ref() == Some(&there.id))
    }

    fn is_of_this_stay(&self, clock: &Clock) -> bool {
        clock.stay == Some(self.dispute.stage_entry().stay) && self.is_of_stage(clock)
    }

    /// Whether a clock covers some of the stages, and not the whole dispute.
    pub(super) fn covers_some(&self, clock: &Clock) -> bool {
        self.dispute.rule_of(clock).is_some_and(|rule| !rule.over.is_empty())
    }

    /// Does the duty that meets a clock, on the clock's date; `None` if the clock runs out.
    fn keep(&self, clock: &Clock) -> Result<Option<Entry>, Denied> {
        let Some(duty) = self.kept_by(clock) else { return Ok(None) };
        let due = clock.falls_due();
        let latest = self.dispute.latest();
        let on = if due.is_before(&latest) { latest } else { due };
        let step = step_on(on, self.calendar);
        let entry = match duty == DutyId::MEETING {
            true => self.dispute.meet(MeetingHeld { chair: "rehearsal".into(), ..MeetingHeld::default() }, &step),
            false => {
                let left = self.is_of_stage(clock) && self.is_left(clock);
                let stage = clock.stage.clone().filter(|_| left).map(OwedAt::Stage);
                self.dispute.done(DutyDone { duty, stage, ..DutyDone::default() }, &step)
            }
        };
        entry.map(Some)
    }

    /// The duty that meets a clock on its date; not a meeting, if the author gives its day. At a stage that was left
    /// no meeting is held, and only what is left over from it is done.
    fn kept_by(&self, clock: &Clock) -> Option<DutyId> {
        let given = || self.acts.iter().any(|act| act.what == ActKind::Meet);
        let left = || self.is_of_stage(clock) && self.is_left(clock);
        let by_hand = |duty: &DutyId| self.acts.iter().any(|act| act.what.does(duty));
        let duty = self.duty_of(clock).filter(|duty| !self.is_missed(clock, duty) && !by_hand(duty));
        let owed = |duty: &DutyId| {
            let mut all = self.dispute.left_over().into_iter();
            *duty != DutyId::MEETING && all.any(|one| one.duty == *duty && one.place.stage() == clock.stage.as_ref())
        };
        duty.filter(|duty| if left() { owed(duty) } else { *duty != DutyId::MEETING || !given() })
    }

    fn is_kept(&self, clock: &Clock) -> bool {
        self.kept_by(clock).is_some()
    }

    /// The duty or meeting that meets a clock; `None` for a duty of the responder, who does nothing by default.
    fn duty_of(&self, clock: &Clock) -> Option<DutyId> {
        let rule = self.dispute.rule_of(clock)?;
        let duty = rule.until.iter().find_map(EndsOn::duty).cloned();
        duty.filter(|duty| rule.whose != Whose::Responder || *duty == DutyId::MEETING)
    }

    fn is_missed(&self, clock: &Clock, duty: &DutyId) -> bool {
        self.missed.iter().any(|missed| missed.is(clock, duty))
    }
}
