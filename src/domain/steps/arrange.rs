//! A meeting that is arranged for a day, before it is held.

use super::rule::Bar;
use super::{Denied, GateOutcome, Refusal, StepContext};
use crate::domain::dispute::Dispute;
use crate::domain::event::{Deadline, Entry, Event, MeetingArranged};
use crate::domain::policy::EndsOn;
use crate::domain::time::{Moment, describe, describe_moment};

impl Dispute {
    /// Arranges the meeting of the present stage for a day, or for another day than before. What counts back from it has
    /// its date from then on.
    ///
    /// # Errors
    /// A dispute that has ended, or a day that is past.
    pub fn arrange(&self, day: Moment, reason: Option<String>, step: &StepContext<'_>) -> Result<Entry, Denied> {
        if let Some(then) = self.state_at_step(step)? {
            return then.arrange(day, reason, step);
        }
        self.open_and_in_order(step)?;
        let facts = MeetingArranged { day: Some(day), reason };
        self.check_names_and_dates(&facts.clone().into(), step.on, step.now)?;
        let gate_outcome = GateOutcome { warned: self.warnings_of_the_day(day, step)?, ..GateOutcome::default() };
        let mut entry = self.entry(step, facts.into(), gate_outcome)?;
        entry.warned.extend(self.too_late_already(&entry, step));
        Ok(entry)
    }

    /// Warnings about the day of a meeting: not a working day, or later than the protocol wants it.
    fn warnings_of_the_day(&self, day: Moment, step: &StepContext<'_>) -> Result<Vec<String>, Denied> {
        let mut warned = Vec::new();
        if !step.calendar.is_working(day.date(), &self.policy.counting)? {
            warned.push(format!("{} is not a working day", describe(day.date())));
        }
        let due = self.clocks.iter().filter(|clock| clock.is_running() && self.waits_until(clock, &EndsOn::Meeting));
        let due = due.filter(|clock| clock.binds());
        warned.extend(due.filter(|clock| clock.is_past(day)).map(|clock| {
            let source = self.source_of(clock).map(|source| format!(" ({source})")).unwrap_or_default();
            format!("{} is after `{}` is due, on {}{source}", describe_moment(day), clock.id, describe(clock.due))
        }));
        Ok(warned)
    }

    /// A warning for each date before the meeting that is past already.
    fn too_late_already(&self, entry: &Entry, step: &StepContext<'_>) -> Vec<String> {
        let past = |deadline: &&Deadline| deadline.due < step.on.date() && deadline.strength.binds();
        let past = entry.clocks.iter().filter(past);
        let rules = past.filter_map(|deadline| Some((deadline, self.rule_of_deadline(deadline)?.1)));
        let before = rules.filter(|(_, rule)| rule.is_before_meeting());
        before
            .map(|(deadline, rule)| {
                format!(
                    "`{}` ({}) was due by {} for that day ({})",
                    rule.id,
                    rule.label,
                    describe(deadline.due),
                    rule.source
                )
            })
            .collect()
    }
}

/// Checks that a meeting isn't arranged for a day that is past.
pub(super) fn not_arranged_back(event: &Event, at: Moment) -> Result<(), Denied> {
    let Event::MeetingArranged(facts) = event else { return Ok(()) };
    let Some(day) = facts.day.filter(|day| day.is_before(&at)) else { return Ok(()) };
    let message = format!("{} is past: a meeting is arranged for a day that is still to come", describe_moment(day));
    let hint = "one that took place is recorded with `--held WHEN --chair NAME`".to_owned();
    Err(Refusal::absolute(Bar::Meeting, message, Some(hint)))
}
