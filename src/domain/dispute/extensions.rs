//! More time for a clock: its date moves, or further time runs beside it.

use super::state::ExtensionEffect;
use super::{Awaits, Clock, Dispute, ExtensionRecord, Status};
use crate::domain::event::{Deadline, Entry, Event, Extended};
use crate::domain::policy::{ClockId, ExtensionKind};
use crate::domain::terms::EntryNumber;
use crate::domain::time::Moment;

impl Dispute {
    /// Applies an extension. A date that the protocol leaves to be agreed at this stage is that of the answer.
    pub(super) fn take_in_extension(&mut self, facts: &Extended, entry: &Entry) {
        if self.to_be_agreed().is_some_and(|rule| rule.id == facts.clock) {
            self.stage_entry_mut().respond_by = facts.until.map(|until| until.date());
            return;
        }
        let further = entry.clocks.iter().find(|deadline| deadline.clock == ClockId::Extension);
        let again = entry.clocks.iter().find(|deadline| deadline.is_of(&facts.clock, facts.stage.as_ref()));
        let counted = further.or(again).map(Deadline::falls_due);
        let until = counted.or(facts.until).unwrap_or(entry.at);
        let kind = if further.is_some() { ExtensionKind::Further } else { ExtensionKind::Moves };
        let effect = match kind {
            // Further time is for an answer that did not satisfy: the turn is the responder's again.
            ExtensionKind::Further => {
                if self.status() == Status::AwaitingReview {
                    self.turn.pass_to(Awaits::Answer, entry.at);
                }
                ExtensionEffect::Given
            }
            ExtensionKind::Moves => self.move_date(facts, until, entry.at),
        };
        self.extensions.push(ExtensionRecord {
            clock: facts.clock.clone(),
            stage: facts.stage.clone(),
            more: facts.more.as_deref().and_then(|more| self.policy.counting.limit(more).ok()),
            until,
            reason: facts.reason.clone(),
            on: entry.at,
            kind,
            effect,
            stay: self.stage_entry().stay,
            entry: entry.number,
        });
    }

    /// Moves the date of a running clock, if it is later than the date in force.
    fn move_date(&mut self, facts: &Extended, until: Moment, at: Moment) -> ExtensionEffect {
        let Some(clock) = self.running_mut(&facts.clock, facts.stage.as_ref()) else {
            return ExtensionEffect::TooLate;
        };
        if until.instant_or_end() <= clock.falls_due().instant_or_end() {
            return ExtensionEffect::Overtaken;
        }
        clock.due = until.date();
        clock.due_at = clock.due_at.and(until.instant());
        self.call_off_lapses(at);
        ExtensionEffect::Given
    }

    /// With whom an extension was agreed, if that was recorded.
    pub fn agreed_with(&self, entry: EntryNumber) -> Option<&str> {
        let entry = self.history.iter().find(|one| one.number == entry)?;
        let Event::Extended(facts) = &entry.event else { return None };
        facts.agreed_with.as_deref()
    }

    /// Stops the further time given before for the same clock, whose place further time given again takes.
    pub(super) fn end_earlier_further_time(&mut self, entry: &Entry) {
        let Event::Extended(facts) = &entry.event else { return };
        let before = self.clocks_where(|clock| self.is_further_time_beside(clock, &facts.clock));
        self.stop_all(before, entry.at);
    }

    /// The further time that runs beside a clock for what that waits for.
    pub fn further_time_beside(&self, clock: &Clock) -> Option<&Clock> {
        let rule = self.rule_of(clock).filter(|rule| clock.is_running() && rule.extension.is_some())?;
        let bound = self.stay_that_ends(clock);
        let for_it = |other: &&Clock| self.given_more_time(other) == Some(rule) && self.stay_that_ends(other) == bound;
        self.clocks.iter().filter(|other| other.is_running()).rfind(for_it)
    }

    /// The clock whose date is in force for this one at a moment: its own or, once that has passed, further time that
    /// runs beside it.
    pub fn in_force<'c>(&'c self, clock: &'c Clock, as_of: Moment) -> &'c Clock {
        let passed = clock.is_running() && clock.is_past(as_of);
        let further = if passed { self.further_time_beside(clock) } else { None };
        further.unwrap_or(clock)
    }

    /// Whether a clock runs although the date in force has passed.
    pub fn is_overdue(&self, clock: &Clock, as_of: Moment) -> bool {
        clock.is_running() && self.in_force(clock, as_of).is_past(as_of)
    }

    /// Whether it is further time for a clock of this name that runs now: of the present stay, or of the whole dispute.
    pub(in crate::domain) fn is_further_time_beside(&self, clock: &Clock, id: &ClockId) -> bool {
        let here = self.stay_that_ends(clock).is_none_or(|stay| stay == self.stage_entry().stay);
        let for_it = self.given_more_time(clock).is_some_and(|rule| rule.id == *id);
        clock.is_running() && here && for_it
    }
}
