//! Clocks that begin because another ran out with nothing done.

use std::sync::Arc;

use chrono::Days;

use super::{Dispute, Status};
use crate::domain::calendar::{BeyondHorizon, Calendar, FirstDay};
use crate::domain::policy::{ClockId, ClockRule, LimitRule, StartsOn};
use crate::domain::time::Moment;

impl Dispute {
    /// Clocks that start because another ran out with nothing done. Nobody records that, so they are worked out
    /// for the moment one looks from, and give way to the clock that the late event itself starts.
    ///
    /// # Errors
    /// A date the calendar doesn't reach.
    pub fn begin_lapsed(&mut self, as_of: Moment, calendar: &Calendar) -> Result<(), BeyondHorizon> {
        let policy = Arc::clone(&self.policy);
        let stage = &policy.stages[self.stage_entry().stage];
        if !self.is_open() || self.status == Status::Complaint {
            return Ok(());
        }
        for rule in &stage.clocks {
            let lapsed = rule.from.iter().find_map(|start| match start {
                StartsOn::Lapsed { clock } => self.lapsed(clock, rule, as_of),
                _ => None,
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

    /// What the clock of a rule counts from where another of this stay ran out and still waits: the date on which it did.
    /// That day was over then, so that what is to be done the same working day is to be done on the next.
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
        (clock.is_running() && clock.is_past(as_of)).then_some(at)
    }
}
