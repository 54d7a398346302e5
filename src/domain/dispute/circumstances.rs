//! When a rule of the policy holds, by the circumstances of a dispute.

use super::state::StayNumber;

use super::{Clock, Dispute, MarkKind, StageEntry};
use crate::domain::event::Because;
use crate::domain::policy::{Circumstances, ClockId, DutyId};
use crate::domain::time::Moment;

impl Dispute {
    /// The circumstances of the dispute; a clock that still runs does not count as passed, unless its stage was left
    /// after its date.
    pub fn facts(&self, because: Option<Because>) -> Circumstances<'_> {
        self.facts_at(because, None)
    }

    /// As `facts`, at a moment: a running clock whose date is over by then counts as passed.
    pub fn facts_at(&self, because: Option<Because>, at: Option<Moment>) -> Circumstances<'_> {
        let held = self.stage_entries.last().and_then(|here| self.mark_in_stay(&DutyId::MEETING, here.stay));
        Circumstances {
            meeting_held: held.is_some_and(|mark| mark.kind == MarkKind::Done),
            passed: self.passed(at),
            raised: &self.raised,
            fields: &self.fields,
            because,
            answered: !self.stage_entries.is_empty() && self.answered().is_some(),
            agreed: self.stage_entries.last().is_some_and(|here| self.is_agreed_in(here.stay)),
            complaint: self.complained.is_some(),
            referred: self.referral.is_some(),
            result: self.resolved.as_ref().map(|(facts, _)| facts.result),
            reached: self.stages_visited(),
        }
    }

    /// The circumstances of a stay that is over: whether it was answered and met there, whether a plan was accepted,
    /// and which dates had passed by its end.
    pub(super) fn facts_of(&self, stay: &StageEntry) -> Circumstances<'_> {
        let held = self.mark_in_stay(&DutyId::MEETING, stay.stay);
        Circumstances {
            answered: self.answered_in(stay.stay, None).is_some(),
            agreed: self.is_agreed_in(stay.stay),
            meeting_held: held.is_some_and(|mark| mark.kind == MarkKind::Done),
            passed: self.passed_by(stay.stay, |clock| self.end_in_stay(clock)),
            ..self.facts(None)
        }
    }

    /// The clocks whose dates have passed with nothing done by then, the last of each name.
    fn passed(&self, at: Option<Moment>) -> Vec<ClockId> {
        let now = self.stage_entries.last().map_or(StayNumber::FIRST, |here| here.stay);
        self.passed_by(now, |clock| clock.end.map(|(_, ended)| ended).or(at).or_else(|| self.end_in_stay(clock)))
    }

    /// As `passed`, of the clocks that began by the end of a stay; `ended` gives the moment as of which a clock is
    /// judged. No rule names the clock of an action.
    fn passed_by(&self, stay: StayNumber, ended: impl Fn(&Clock) -> Option<Moment>) -> Vec<ClockId> {
        let mut seen: Vec<&ClockId> = Vec::new();
        let mut passed = Vec::new();
        let clocks = self.clock_index.others.iter().rev().map(|index| &self.clocks[*index]);
        for clock in clocks.filter(|clock| clock.stay.is_none_or(|of| of <= stay)) {
            if !seen.contains(&&clock.id) && ended(clock).is_some_and(|by| clock.is_past(by)) {
                passed.push(clock.id.clone());
            }
            seen.push(&clock.id);
        }
        passed
    }
}
