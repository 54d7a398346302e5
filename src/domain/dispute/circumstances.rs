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
        // Each by name, so that none is left out.
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
        let own = fields.iter().all(|(name, values)| {
            let given = raised.fields.get(name).into_iter().flat_map(|given| given.split(','));
            given.map(str::trim).any(|one| values.is_empty() || values.iter().any(|value| value == one))
        });
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
            && meeting_held.is_none_or(|wanted| wanted == facts.meeting_held)
            && passed.iter().all(|clock| facts.passed.contains(clock))
            && (subjects.is_empty() || subjects.iter().any(subject))
            && (any.is_empty() || any.iter().any(|when| when.holds(facts)))
            && !none.iter().any(|when| when.holds(facts))
    }
}
