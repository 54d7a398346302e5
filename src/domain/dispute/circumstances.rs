//! When a rule of the policy holds, by the circumstances of a dispute.

use super::state::StayNumber;
use std::collections::BTreeMap;

use super::{Clock, Dispute, MarkKind, StageEntry};
use crate::domain::event::{Because, Raised};
use crate::domain::policy::{ClockId, DutyId, RoleId, When};
use crate::domain::same_name::is_same;
use crate::domain::time::Moment;

/// What a rule's circumstances are compared with. A ground that is not known yet counts as possible.
pub struct Circumstances<'a> {
    pub raised: &'a Raised,
    /// What the policy's own fields say by now.
    pub fields: &'a BTreeMap<String, String>,
    pub because: Option<Because>,
    pub answered: bool,
    pub complaint: bool,
    pub referred: bool,
    pub resolved: bool,
    pub meeting_held: bool,
    /// The clocks whose dates have passed with nothing done by then.
    pub passed: Vec<ClockId>,
}

impl<'a> Circumstances<'a> {
    /// What is known when a dispute is raised.
    pub fn at_raising(raised: &'a Raised) -> Circumstances<'a> {
        Circumstances {
            raised,
            fields: &raised.fields,
            because: None,
            answered: false,
            complaint: false,
            referred: false,
            resolved: false,
            meeting_held: false,
            passed: Vec::new(),
        }
    }
}

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
            complaint: self.complained.is_some(),
            referred: self.referral.is_some(),
            resolved: self.resolved.is_some(),
        }
    }

    /// The circumstances of a stay that is over: whether it was answered and met there, and which dates had passed by
    /// its end.
    pub(super) fn facts_of(&self, stay: &StageEntry) -> Circumstances<'_> {
        let held = self.mark_in_stay(&DutyId::MEETING, stay.stay);
        Circumstances {
            answered: self.answered_in(stay.stay, 0).is_some(),
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

/// Whether a field has one of these values, or any if none is named; it may hold several, with commas between.
pub fn has_one_of(given: &str, values: &[String]) -> bool {
    given.split(',').map(str::trim).any(|one| values.is_empty() || values.iter().any(|value| value == one))
}

impl When {
    /// Whether the circumstances are as the rule asks.
    pub fn holds(&self, facts: &Circumstances<'_>) -> bool {
        // Every field is named, so that a new one can't be forgotten.
        let When {
            categories,
            because,
            impact_levels,
            case_types,
            fields,
            decided_by,
            raised_by,
            immediate,
            other_service,
            answered,
            complaint,
            referred,
            resolved,
            meeting_held,
            passed,
            subjects,
            any,
            none,
        } = self;
        let raised = facts.raised;
        let among = |wanted: &[RoleId], given: Option<&RoleId>| {
            wanted.is_empty() || given.is_some_and(|given| wanted.contains(given))
        };
        let subject = |wanted: &String| raised.other_service().is_some_and(|given| is_same(given, wanted));
        let category = categories.is_empty() || raised.categories.iter().any(|one| categories.contains(one));
        let ground = because.is_empty() || facts.because.is_none_or(|given| because.contains(&given));
        let level = impact_levels.is_empty() || raised.impact_level.is_some_and(|level| impact_levels.contains(&level));
        let case = case_types.is_empty() || raised.case_type.is_some_and(|case| case_types.contains(&case));
        let own =
            fields.iter().all(|(name, values)| facts.fields.get(name).is_some_and(|given| has_one_of(given, values)));
        category
            && ground
            && level
            && case
            && own
            && among(decided_by, raised.decided_by.as_ref())
            && among(raised_by, Some(&raised.by_role))
            && immediate.is_none_or(|wanted| raised.immediate == Some(wanted))
            && other_service.is_none_or(|wanted| raised.other_service().is_some() == wanted)
            && answered.is_none_or(|wanted| wanted == facts.answered)
            && complaint.is_none_or(|wanted| wanted == facts.complaint)
            && referred.is_none_or(|wanted| wanted == facts.referred)
            && resolved.is_none_or(|wanted| wanted == facts.resolved)
            && meeting_held.is_none_or(|wanted| wanted == facts.meeting_held)
            && passed.iter().all(|clock| facts.passed.contains(clock))
            && (subjects.is_empty() || subjects.iter().any(subject))
            && (any.is_empty() || any.iter().any(|when| when.holds(facts)))
            && !none.iter().any(|when| when.holds(facts))
    }
}
