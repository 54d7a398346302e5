//! Repeating clocks, such as word every two weeks: each starts again whenever it is met, as long as the stage lasts,
//! or the dispute if it is dispute-wide. (C16 in `docs/decisions.md`.)

use std::borrow::Cow;

use super::{Clock, ClockEnd, Dispute};
use crate::domain::calendar::{BeyondHorizon, Calendar, Counting, Roll};
use crate::domain::event::Deadline;
use crate::domain::policy::{ClockRule, DutyId, LimitRule, Rhythm, Stage};
use crate::domain::time::{Date, Moment};

impl Dispute {
    /// The last turn of a repeating clock and when it was met, so that the next can begin; `None` if it doesn't
    /// repeat, or was not met.
    pub(super) fn turn_kept(&self, rule: &ClockRule, stage: Option<&Stage>) -> Option<(&Clock, Moment)> {
        rule.repeats?;
        let here = self.stage_entries.len() - 1;
        let last = self.clocks.iter().rfind(|clock| {
            clock.id == rule.id
                && match stage {
                    None => !self.belongs_to_stage(clock),
                    Some(stage) => clock.stage.as_ref() == Some(&stage.id) && clock.stage_entry == here,
                }
        })?;
        match last.end {
            Some((ClockEnd::Met, at)) => Some((last, at)),
            Some((ClockEnd::Stopped, _)) | None => None,
        }
    }

    /// What the next turn counts from; `None` if there is none yet.
    pub(super) fn next_turn(&self, rule: &ClockRule, stage: Option<&Stage>) -> Option<Moment> {
        let (last, at) = self.turn_kept(rule, stage)?;
        Some(match rule.repeats? {
            Rhythm::Done => at,
            Rhythm::Due => Moment::on(last.due),
        })
    }

    /// The deadline of a rule's clock; of a repeating one that keeps its own dates, the next that is not over.
    ///
    /// # Errors
    /// A date the calendar doesn't reach.
    pub(super) fn next_deadline(
        &self,
        rule: &ClockRule,
        stage: Option<&Stage>,
        started: Moment,
        calendar: &Calendar,
    ) -> Result<Option<Deadline>, BeyondHorizon> {
        let kept = self.turn_kept(rule, stage).filter(|_| rule.repeats == Some(Rhythm::Due));
        let Some((last, kept)) = kept else { return self.deadline(rule, stage, started, calendar) };
        let began = self.after_turn(rule, last.deadline.started, last.due, calendar)?;
        let mut next = self.deadline(rule, stage, began, calendar)?;
        while let Some(over) = next.as_ref().filter(|turn| turn.due <= kept.date()) {
            let began = self.after_turn(rule, over.started, over.due, calendar)?;
            let after = self.deadline(rule, stage, began, calendar)?;
            if after.as_ref().is_none_or(|after| after.due <= over.due) {
                break;
            }
            next = after;
        }
        Ok(next)
    }

    /// What the turn after this one counts from: the end of this one in its rhythm, so the Monday that is a bank holiday,
    /// and not the Tuesday that it is due on instead. If the turn was extended, the date that it was moved to.
    fn after_turn(
        &self,
        rule: &ClockRule,
        started: Moment,
        due: Date,
        calendar: &Calendar,
    ) -> Result<Moment, BeyondHorizon> {
        let LimitRule::Fixed(limit) = &rule.limit else { return Ok(Moment::on(due)) };
        let counting = &self.policy.counting;
        let moved = calendar.due(started, limit, counting)?.date == due;
        let unmoved = Counting { roll: Roll::Stay, ..counting.clone() };
        let over = if moved { calendar.due(started, limit, &unmoved)?.date } else { due };
        Ok(Moment::on(counting.once_over(over, limit)))
    }

    /// How the limit of a clock is counted from a moment. A later turn, or what counts from another clock's date, begins
    /// on a day on which nobody received anything, so that it matters neither what the cut-off is nor whether the day is
    /// worked.
    pub(in crate::domain) fn counting_from(
        &self,
        rule: Option<&ClockRule>,
        started: Moment,
        calendar: &Calendar,
    ) -> Cow<'_, Counting> {
        let counting = &self.policy.counting;
        let from_a_date =
            |rule: &ClockRule| rule.repeats.is_some() || rule.from.iter().any(|from| from.clock().is_some());
        let day_off = || calendar.is_working(started.date(), counting).is_ok_and(|worked| !worked);
        match counting.cut_off.is_some() && rule.is_some_and(from_a_date) && day_off() {
            true => Cow::Owned(Counting { cut_off: None, ..counting.clone() }),
            false => Cow::Borrowed(counting),
        }
    }

    /// Whether a clock repeats: it starts again when it is met.
    pub fn is_regular(&self, clock: &Clock) -> bool {
        self.rule_of(clock).is_some_and(|rule| rule.repeats.is_some())
    }

    /// Whether a repeating clock waits for a duty, so that it is owed again whatever was done before.
    pub(super) fn is_owed_again(&self, duty: &DutyId) -> bool {
        self.clocks.iter().any(|clock| clock.is_running() && self.is_regular(clock) && self.waits_for(clock, duty))
    }
}
