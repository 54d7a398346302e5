//! The dates that bind somebody now: what is for guidance is never due, and a stage still ahead asks nothing.

use super::{Clock, Dispute, is_past};
use crate::domain::policy::ClockId;
use crate::domain::time::Moment;

impl Clock {
    /// Whether it runs and concerns somebody now: the clock of a stage still ahead doesn't.
    pub fn is_up(&self) -> bool {
        self.is_running() && (self.stage.is_none() || self.stay.is_some())
    }

    pub fn binds(&self) -> bool {
        self.deadline.strength.binds()
    }

    /// Whether what came at a moment was late: a meeting begins some time after the hour that was arranged.
    pub fn is_late(&self, at: Moment) -> bool {
        is_past(self.due, self.due_at.filter(|_| self.id != ClockId::Arranged), at)
    }

    /// When it is due; `None` if it is for guidance.
    pub fn binds_by(&self) -> Option<Moment> {
        self.binds().then(|| self.falls_due())
    }
}

impl Dispute {
    /// The clock that says by when the awaited answer is due.
    pub fn answer_due(&self) -> Option<&Clock> {
        self.answer_clock().filter(|clock| clock.binds())
    }

    /// The clock of the time to raise the dispute.
    pub fn time_to_raise(&self) -> Option<&Clock> {
        self.clocks.iter().find(|clock| clock.id == ClockId::Raise && clock.binds())
    }

    /// The same, if that time was over when it was raised.
    pub fn raised_late(&self) -> Option<&Clock> {
        self.time_to_raise().filter(|clock| clock.is_past(self.raised_at))
    }
}
