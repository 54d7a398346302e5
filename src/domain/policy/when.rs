//! When a rule of a policy holds: what its `when` asks for, compared with the circumstances of a dispute.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{CaseType, CategoryId, ClockId, FieldId, ImpactLevel, RoleId, StageId};
use crate::domain::event::{Because, Raised, ResultKind};
use crate::domain::same_name::is_same;

/// Circumstances under which a rule holds. All that are given must be true; an empty `When` always holds.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct When {
    #[serde(flatten)]
    pub raised: AtRaising,
    #[serde(flatten)]
    pub later: Later,
    /// At least one of these holds too, if there are any.
    pub any: Vec<When>,
    /// None of these holds.
    pub none: Vec<When>,
}

/// Circumstances that are known when a dispute is raised.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct AtRaising {
    pub immediate: Option<bool>,
    /// The dispute is with another department or agency.
    pub other_service: Option<bool>,
    pub impact_levels: Vec<ImpactLevel>,
    pub case_types: Vec<CaseType>,
    pub categories: Vec<CategoryId>,
    pub decided_by: Vec<RoleId>,
    /// The role in which it was raised.
    pub raised_by: Vec<RoleId>,
    /// Each of these declared fields has one of its values.
    pub fields: Vec<(FieldId, Vec<String>)>,
    /// It is about one of these departments or agencies.
    pub subjects: Vec<String>,
}

/// Circumstances that only come about after a dispute is raised.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Later {
    pub because: Vec<Because>,
    /// The responder of this stage has answered.
    pub answered: Option<bool>,
    /// A plan was accepted at this stage, and nothing has come since that is still to be judged.
    pub agreed: Option<bool>,
    /// The matter has gone to the complaints procedure.
    pub complaint: Option<bool>,
    /// The matter was referred to Cafcass.
    pub referred: Option<bool>,
    /// It has been resolved, with whatever result: it is neither open nor withdrawn.
    pub resolved: Option<bool>,
    /// It has been resolved with one of these results.
    pub results: Vec<ResultKind>,
    /// It has been at one of these stages.
    pub reached: Vec<StageId>,
    /// A meeting was, or was not, held in this stay at the stage.
    pub meeting_held: Option<bool>,
    /// The date of each of these clocks has passed with nothing done by then; of several clocks with one name the last
    /// counts.
    pub passed: Vec<ClockId>,
}

impl When {
    /// These circumstances, and all that are nested in them.
    pub fn parts(&self) -> Vec<&When> {
        let inner = self.any.iter().chain(&self.none).flat_map(When::parts);
        std::iter::once(self).chain(inner).collect()
    }

    /// A clock whose date has to pass before the circumstances can hold.
    pub fn passing(&self) -> Option<&ClockId> {
        self.later.passed.first().or_else(|| self.any.iter().find_map(When::passing))
    }

    /// Whether the circumstances are as the rule asks.
    pub fn holds(&self, facts: &Circumstances<'_>) -> bool {
        let When { raised, later, any, none } = self;
        raised.holds(facts)
            && later.holds(facts)
            && (any.is_empty() || any.iter().any(|when| when.holds(facts)))
            && !none.iter().any(|when| when.holds(facts))
    }
}

impl AtRaising {
    fn holds(&self, facts: &Circumstances<'_>) -> bool {
        // Every field is named, so that a new one can't be forgotten.
        let AtRaising {
            immediate,
            other_service,
            impact_levels,
            case_types,
            categories,
            decided_by,
            raised_by,
            fields,
            subjects,
        } = self;
        let raised = facts.raised;
        let among = |wanted: &[RoleId], given: Option<&RoleId>| {
            wanted.is_empty() || given.is_some_and(|given| wanted.contains(given))
        };
        let subject = |wanted: &String| raised.other_service().is_some_and(|given| is_same(given, wanted));
        let category = categories.is_empty() || raised.categories.iter().any(|one| categories.contains(one));
        let level = impact_levels.is_empty() || raised.impact_level.is_some_and(|level| impact_levels.contains(&level));
        let case = case_types.is_empty() || raised.case_type.is_some_and(|case| case_types.contains(&case));
        let own =
            fields.iter().all(|(name, values)| facts.fields.get(name).is_some_and(|given| has_one_of(given, values)));
        category
            && level
            && case
            && own
            && among(decided_by, raised.decided_by.as_ref())
            && among(raised_by, Some(&raised.by_role))
            && immediate.is_none_or(|wanted| raised.immediate == Some(wanted))
            && other_service.is_none_or(|wanted| raised.other_service().is_some() == wanted)
            && (subjects.is_empty() || subjects.iter().any(subject))
    }
}

impl Later {
    fn holds(&self, facts: &Circumstances<'_>) -> bool {
        let Later { because, answered, agreed, complaint, referred, resolved, results, reached, meeting_held, passed } =
            self;
        let ground = because.is_empty() || facts.because.is_none_or(|given| because.contains(&given));
        ground
            && answered.is_none_or(|wanted| wanted == facts.answered)
            && agreed.is_none_or(|wanted| wanted == facts.agreed)
            && complaint.is_none_or(|wanted| wanted == facts.complaint)
            && referred.is_none_or(|wanted| wanted == facts.referred)
            && resolved.is_none_or(|wanted| wanted == facts.result.is_some())
            && (results.is_empty() || facts.result.is_some_and(|result| results.contains(&result)))
            && (reached.is_empty() || reached.iter().any(|stage| facts.reached.contains(&stage)))
            && meeting_held.is_none_or(|wanted| wanted == facts.meeting_held)
            && passed.iter().all(|clock| facts.passed.contains(clock))
    }
}

/// What a rule's circumstances are compared with. A ground that is not known yet counts as possible.
pub struct Circumstances<'a> {
    pub raised: &'a Raised,
    /// What the policy's own fields say by now.
    pub fields: &'a BTreeMap<FieldId, String>,
    pub because: Option<Because>,
    pub answered: bool,
    pub agreed: bool,
    pub complaint: bool,
    pub referred: bool,
    /// How it was resolved; `None` while it is open, and for one that was withdrawn.
    pub result: Option<ResultKind>,
    /// The stages that it has been at.
    pub reached: Vec<&'a StageId>,
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
            agreed: false,
            complaint: false,
            referred: false,
            result: None,
            reached: Vec::new(),
            meeting_held: false,
            passed: Vec::new(),
        }
    }
}

/// Whether a field has one of these values, or any if none is named; it may hold several, with commas between.
pub fn has_one_of(given: &str, values: &[String]) -> bool {
    given.split(',').map(str::trim).any(|one| values.is_empty() || values.iter().any(|value| value == one))
}
