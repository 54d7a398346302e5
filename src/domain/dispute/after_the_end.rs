//! Clocks that still run after their stage was left or the dispute ended, because they wait for a duty that is still
//! owed. (C15, T13 in `docs/decisions.md`.)

use super::state::StayNumber;
use super::{Clock, Dispute, DutyStanding, Mark};
use crate::domain::policy::{ClockId, ClockRule, Duty, DutyId, EndsOn, OwedAt, Stage, StageId, StartsOn, Verb};
use crate::domain::time::Moment;

impl EndsOn {
    fn is_done_by(&self, duty: &DutyId) -> bool {
        self.duty() == Some(duty)
    }

    fn is_a_duty(&self) -> bool {
        self.duty().is_some()
    }
}

impl Dispute {
    /// Whether a clock ends when this duty is done.
    pub fn waits_for(&self, clock: &Clock, duty: &DutyId) -> bool {
        (clock.id == ClockId::Arranged && *duty == DutyId::MEETING)
            || self.rule_behind(clock).is_some_and(|rule| rule.until.iter().any(|end| end.is_done_by(duty)))
    }

    /// Whether a clock waits for a duty that is asked for before its stage is left.
    pub fn is_before_leaving(&self, clock: &Clock) -> bool {
        let asked = |duty: &&Duty| duty.before.iter().any(|step| step.verb == Verb::Escalate);
        self.policy.duties.iter().filter(asked).any(|duty| self.waits_for(clock, &duty.id))
    }

    /// Whether a clock waits for this duty at the place where it is owed: a duty owed at the end is not the one of the
    /// same name that a stage asks for.
    pub fn waits_for_owed(&self, clock: &Clock, owed: &DutyStanding) -> bool {
        let stage = clock.stage.as_ref().and_then(|id| self.policy.stage(id));
        let stage = stage.filter(|_| self.belongs_to_stage(clock));
        if clock.id == ClockId::Arranged {
            return owed.duty == DutyId::MEETING && owed.place.stage() == clock.stage.as_ref();
        }
        self.rule_behind(clock).is_some_and(|rule| self.is_settled_by(rule, stage, owed))
    }

    /// Whether a rule's clock goes on, or can begin, after the end: only if a duty that it waits for is owed. One that
    /// counts from the end can be of a stage that was left.
    pub(super) fn awaits_any(&self, rule: &ClockRule, stage: Option<&Stage>, owed: &[DutyStanding]) -> bool {
        let here = rule.starts_at_the_end() || stage.is_none_or(|stage| stage.id == self.stage().id);
        here && rule.repeats.is_none() && owed.iter().any(|view| self.is_settled_by(rule, stage, view))
    }

    fn is_settled_by(&self, rule: &ClockRule, stage: Option<&Stage>, owed: &DutyStanding) -> bool {
        let at_end = owed.place == OwedAt::End;
        // What is done once is the same wherever it is owed.
        let once = |stage: &Stage| self.is_done_once(owed) && self.is_done_once_at(&owed.duty, &stage.id);
        let there = at_end || stage.is_none_or(|stage| owed.place.stage() == Some(&stage.id) || once(stage));
        there
            && at_end == self.is_of_the_end(rule, &owed.duty)
            && rule.until.iter().any(|end| end.is_done_by(&owed.duty))
    }

    /// Whether a stage asks for a duty that is done once, wherever that is.
    pub(super) fn is_done_once_at(&self, duty: &DutyId, stage: &StageId) -> bool {
        self.policy.duty_in(duty, &stage.clone().into()).is_some_and(|rule| rule.once)
    }

    /// Whether a clock of a stage waits for a duty that is done once: done or waived at any stage, it is settled.
    pub(super) fn waits_for_once(&self, clock: &Clock, duty: &DutyId) -> bool {
        clock.stage.as_ref().is_some_and(|stage| self.is_done_once_at(duty, stage))
    }

    /// Whether a clock waits for a duty as it is asked for at the end, and not as a stage asks for it.
    fn is_of_the_end(&self, rule: &ClockRule, duty: &DutyId) -> bool {
        let mut same = self.policy.duties.iter().filter(|one| one.id == *duty);
        let only_there = same.clone().all(|one| one.stages.is_empty());
        same.any(|one| one.at_end) && (only_there || rule.starts_at_the_end())
    }

    /// Whether a mark is about the duty that a clock waits for: at the same place, and for a duty of the end or a
    /// repeating clock, since the clock began.
    pub(super) fn is_for(&self, mark: &Mark, clock: &Clock) -> bool {
        let of_the_end = self.rule_behind(clock).is_some_and(|rule| self.is_of_the_end(rule, &mark.duty));
        let again = of_the_end || self.is_regular(clock) || clock.id == ClockId::Extension;
        mark.at_end == of_the_end && (!again || self.happened_after(mark.entry, clock.entry))
    }

    /// Those of the clocks, by index, that run on once their stage was left, the dispute ended or a complaint took
    /// over.
    pub(super) fn going_on(&self, clocks: &[usize]) -> Vec<usize> {
        let waiting: Vec<usize> =
            clocks.iter().copied().filter(|at| self.waits_for_any_duty(&self.clocks[*at])).collect();
        if waiting.is_empty() {
            return Vec::new();
        }
        let owed = self.owed();
        let goes_on = |index: &usize| {
            let clock = &self.clocks[*index];
            clock.is_running() && owed.iter().any(|view| self.waits_for_owed(clock, view))
        };
        waiting.into_iter().filter(goes_on).collect()
    }

    /// Whether a clock can be met by something that is done after its stage was left.
    pub(super) fn waits_for_any_duty(&self, clock: &Clock) -> bool {
        let rule = self.rule_behind(clock).filter(|rule| rule.repeats.is_none());
        clock.id == ClockId::Arranged || rule.is_some_and(|rule| rule.until.iter().any(EndsOn::is_a_duty))
    }

    /// The stay of a stage that was left in which a clock begins all the same: it counts from a duty that was left over and
    /// has been done since, and waits for another that is still owed.
    pub(super) fn stay_to_begin_late_in(&self, rule: &ClockRule, stage: &Stage) -> Option<StayNumber> {
        let last = self.last_entry_into(&stage.id)?;
        let next = self.stay_after(last.stay).filter(|_| last.stage < self.stage_entry().stage)?;
        let since = |start: &StartsOn| {
            let StartsOn::Duty { duty, stage: of } = start else { return false };
            let mark = self.mark_in_stay(duty, last.stay).filter(|mark| mark.is_done());
            let here = of.as_ref().is_none_or(|of| *of == stage.id);
            here && mark.is_some_and(|mark| self.happened_after(mark.entry, next.entry))
        };
        let begins = rule.repeats.is_none() && rule.from.iter().any(since);
        let is_owed = || self.owed().iter().any(|view| self.is_settled_by(rule, Some(stage), view));
        (begins && is_owed()).then_some(last.stay)
    }

    /// When a clock was over for its stage: when it ended, or when the stage was left, if that was sooner.
    pub(super) fn end_in_stay(&self, clock: &Clock) -> Option<Moment> {
        let left = self.stay_that_ends(clock).and_then(|stay| self.stay_after(stay)).map(|next| next.entered);
        match (clock.end.map(|(_, ended)| ended), left) {
            (Some(ended), Some(left)) if left.is_before(&ended) => Some(left),
            (ended, left) => ended.or(left),
        }
    }

    /// The running clocks that count from the end, by index.
    pub(super) fn begun_at_the_end(&self) -> Vec<usize> {
        self.clocks_where(|clock| clock.is_running() && self.rule_of(clock).is_some_and(ClockRule::starts_at_the_end))
    }

    /// Whether anybody still has something to do: the dispute is open, or a duty is owed.
    pub fn waits(&self) -> bool {
        self.is_open() || self.owes()
    }

    /// Whether a duty has a date that counts from the end.
    pub fn is_due_after_the_end(&self, owed: &DutyStanding) -> bool {
        self.begun_at_the_end().into_iter().any(|clock| self.waits_for_owed(&self.clocks[clock], owed))
    }

    /// When a duty is owed by; `None` if no running clock that binds anybody waits for it.
    pub fn owed_by(&self, owed: &DutyStanding) -> Option<Moment> {
        let waiting = self.clocks.iter().filter(|clock| clock.is_running() && self.waits_for_owed(clock, owed));
        waiting.filter_map(Clock::binds_by).min_by_key(Moment::instant_or_end)
    }

    /// The duties that are owed without a date, in words.
    pub fn owed_without_date(&self) -> Vec<String> {
        let undated = self.owed().into_iter().filter(|view| self.owed_by(view).is_none());
        undated.map(|view| self.owed_in_words(&view)).collect()
    }
}
