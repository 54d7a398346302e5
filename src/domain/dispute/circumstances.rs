//! When a rule of the policy holds, by the circumstances of a dispute.

use crate::domain::event::{Because, Raised};
use crate::domain::policy::{ClockId, RoleId, When};
use crate::domain::same_name::is_same;

/// What a rule's circumstances are compared with. A ground that is not known yet counts as possible.
pub struct Facts<'a> {
    pub raised: &'a Raised,
    pub because: Option<Because>,
    pub answered: bool,
    pub complaint: bool,
    pub referred: bool,
    pub meeting_held: bool,
    /// The clocks whose dates have passed with nothing done by then.
    pub passed: Vec<ClockId>,
}

impl<'a> Facts<'a> {
    /// What is known when a dispute is raised.
    pub fn at_raising(raised: &'a Raised) -> Facts<'a> {
        Facts {
            raised,
            because: None,
            answered: false,
            complaint: false,
            referred: false,
            meeting_held: false,
            passed: Vec::new(),
        }
    }
}

impl When {
    /// Whether the circumstances are as the rule asks.
    pub fn holds(&self, facts: &Facts<'_>) -> bool {
        let raised = facts.raised;
        let among = |wanted: &[RoleId], given: Option<&RoleId>| {
            wanted.is_empty() || given.is_some_and(|given| wanted.contains(given))
        };
        let subject = |wanted: &String| raised.subject.as_ref().is_some_and(|given| is_same(given, wanted));
        let category = self.categories.is_empty() || raised.categories.iter().any(|one| self.categories.contains(one));
        let because = self.because.is_empty() || facts.because.is_none_or(|given| self.because.contains(&given));
        let level = self.impact_levels.is_empty()
            || raised.impact_level.is_some_and(|level| self.impact_levels.contains(&level));
        let case = self.case_types.is_empty() || raised.case_type.is_some_and(|case| self.case_types.contains(&case));
        let fields = self.fields.iter().all(|(name, values)| {
            let given = raised.fields.get(name).into_iter().flat_map(|given| given.split(','));
            given.map(str::trim).any(|one| values.is_empty() || values.iter().any(|value| value == one))
        });
        category
            && because
            && level
            && case
            && fields
            && among(&self.decided_by, raised.decided_by.as_ref())
            && among(&self.raised_by, Some(&raised.by_role))
            && self.immediate.is_none_or(|wanted| raised.immediate == Some(wanted))
            && self.other_service.is_none_or(|wanted| {
                raised.subject.as_ref().is_some_and(|subject| !subject.trim().is_empty()) == wanted
            })
            && self.answered.is_none_or(|wanted| wanted == facts.answered)
            && self.complaint.is_none_or(|wanted| wanted == facts.complaint)
            && self.referred.is_none_or(|wanted| wanted == facts.referred)
            && self.meeting_held.is_none_or(|wanted| wanted == facts.meeting_held)
            && self.passed.iter().all(|clock| facts.passed.contains(clock))
            && (self.subjects.is_empty() || self.subjects.iter().any(subject))
            && (self.any.is_empty() || self.any.iter().any(|when| when.holds(facts)))
            && !self.none.iter().any(|when| when.holds(facts))
    }
}
