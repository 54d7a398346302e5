//! More time in a rehearsal: agreed on the last day of a clock, if the protocol allows it.

use super::{NOBODY, Play, Scene, What, unnamed};
use crate::domain::calendar::Counting;
use crate::domain::dispute::Clock;
use crate::domain::event::Confirmed;
use crate::domain::limit::{Limit, LimitError};
use crate::domain::policy::{ClockId, DutyId, RoleId, StageId};
use crate::domain::steps::{Denied, Extend, More, NotMet, Overrides, StepContext};
use crate::domain::time::describe;

/// More time to be agreed: for the clock named, or else that of the awaited answer; at the stage named, or else at
/// each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoreTime {
    pub stage: Option<StageId>,
    pub clock: Option<ClockId>,
    pub by: Limit,
}

impl MoreTime {
    /// Reads `LIMIT`, `CLOCK=LIMIT` or `STAGE/CLOCK=LIMIT`.
    ///
    /// # Errors
    /// The limit can't be read.
    pub fn typed(text: &str, counting: &Counting) -> Result<MoreTime, LimitError> {
        let Some((whose, by)) = text.split_once('=') else {
            return Ok(MoreTime { stage: None, clock: None, by: counting.limit(text)? });
        };
        let by = counting.limit(by)?;
        Ok(match whose.split_once('/') {
            Some((stage, clock)) => MoreTime { stage: Some(stage.into()), clock: Some(clock.into()), by },
            None => MoreTime { stage: None, clock: Some(whose.into()), by },
        })
    }
}

impl Play<'_> {
    /// Extends a clock that comes due as assumed, once in each stay. `false` if nothing is assumed for it, or if the
    /// protocol doesn't allow it, for which a note is added.
    pub(super) fn extend(&mut self, clock: &Clock) -> Result<bool, Denied> {
        let Some((at, more)) = self.more_time(clock) else { return Ok(false) };
        self.asked_for_more.insert((at, clock.stay));
        let due = clock.falls_due();
        let extend = Extend {
            more: More::By(more.by.clone()),
            reason: NOBODY.to_owned(),
            clock: Some(clock.id.clone()),
            agreed_with: Some(NOBODY.to_owned()),
        };
        // Nothing is overridden, because the author wants to know what the protocol doesn't allow; but whoever has to
        // approve is taken to have done so.
        let approved_by = self.approver(clock);
        let approved = approved_by.as_ref().map(|_| Confirmed { duty: DutyId::EXTENSION_APPROVED, on: due });
        let step = StepContext {
            now: due,
            on: due,
            by: NOBODY.to_owned(),
            confirmed: approved.into_iter().collect(),
            overrides: Overrides::default(),
            calendar: self.calendar,
        };
        let label = self.dispute.label_of(clock);
        let entry = match self.dispute.extend(extend, &step) {
            Ok(entry) => entry,
            Err(Denied::Beyond(fault)) => return Err(fault.into()),
            Err(denied) => {
                let why = reasons(&denied);
                self.note(format!("no more time for `{}` ({label}) on {}: {why}", clock.id, describe(clock.due)));
                return Ok(false);
            }
        };
        self.go_on(&entry)?;
        self.show(Scene {
            on: clock.due,
            at: clock.due_at,
            what: What::Extended,
            stage: clock.stage.clone(),
            clock: Some(clock.id.clone()),
            text: label,
            r#for: approved_by.map(|role| unnamed(self.dispute.party(&[role]))),
            limit: Some(more.by.to_string()),
            strength: None,
            started: None,
            met_early: None,
            reason: None,
            explain: Vec::new(),
            source: self.dispute.source_of(clock),
        });
        Ok(true)
    }

    /// Whether more time is assumed for a clock and was not asked for yet.
    pub(super) fn is_to_be_extended(&self, clock: &Clock) -> bool {
        self.more_time(clock).is_some()
    }

    /// Notes more time that was assumed and never asked for: no clock that it is for came to its date.
    pub(super) fn note_not_extended(&mut self) {
        let asked = |at: usize| self.asked_for_more.iter().any(|(tried, _)| *tried == at);
        let left = self.assumed.extended.iter().enumerate().filter(|(at, _)| !asked(*at));
        let notes: Vec<String> = left
            .map(|(_, more)| {
                let clock = more.clock.as_ref().map_or("an answer".to_owned(), |id| format!("`{id}`"));
                let at = more.stage.as_ref().map(|id| format!(" at {}", self.dispute.policy.stage_title(id)));
                format!("no more time for {clock}{}: no such date comes up here", at.unwrap_or_default())
            })
            .collect();
        notes.into_iter().for_each(|note| self.note(note));
    }

    /// Who has to approve more time for a clock.
    fn approver(&self, clock: &Clock) -> Option<RoleId> {
        self.dispute.rule_of(clock)?.extension.as_ref()?.approved_by.clone()
    }

    fn more_time(&self, clock: &Clock) -> Option<(usize, MoreTime)> {
        let awaited = self.dispute.answer_clock().is_some_and(|one| one.id == clock.id && one.stay == clock.stay);
        let mut all = self.assumed.extended.iter().enumerate();
        let found = all.find(|(at, more)| {
            let named = more.clock.as_ref().map_or(awaited, |id| *id == clock.id);
            let here = more.stage.is_none() || more.stage == clock.stage;
            named && here && !self.asked_for_more.contains(&(*at, clock.stay))
        });
        found.map(|(at, more)| (at, more.clone()))
    }
}

/// Why more time can't be had: each rule in the way, or what is wrong.
fn reasons(denied: &Denied) -> String {
    match denied {
        Denied::Refused(refusal) if !refusal.not_met.is_empty() => {
            let texts: Vec<String> = refusal.not_met.iter().map(NotMet::text).collect();
            texts.join("; ")
        }
        Denied::Unknown(_) | Denied::Refused(_) | Denied::Unreadable(_) | Denied::Beyond(_) | Denied::Replay(_) => {
            denied.to_string()
        }
    }
}
