//! What a policy has beside the ladder: referral to an outside body, praise, lead times around a review, guidance to
//! print.

use serde::Serialize;

use super::{CaseType, GroundId, PaperId, RoleId, StageId, Step, When};
use crate::domain::limit::Limit;

/// When and how a protocol lets the matter be referred to Cafcass, or to another body that it names.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReferralRule {
    /// The body, if it isn't Cafcass, worded to follow "to": `the Ombudsman`.
    pub to: Option<String>,
    /// Who decides and makes it; by default the raiser.
    pub by: Option<RoleId>,
    pub when: ReferralWhen,
    /// The cases that it is open to.
    pub covers: Vec<CaseType>,
    pub grounds: Vec<Ground>,
    pub pack: Vec<PackItem>,
    pub guidance: Vec<String>,
    pub source: String,
}

/// From when on the protocol lets a referral be made.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReferralWhen {
    /// At any point.
    Any,
    /// Only once every stage from the first one opened is over: a last resort.
    AfterAll,
    /// Once the stage named is over.
    AfterStage(StageId),
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ground {
    pub id: GroundId,
    pub text: String,
    pub source: String,
}

/// A paper that goes with a referral.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PackItem {
    pub id: PaperId,
    pub text: String,
    pub source: String,
}

/// When a rule on the complaints procedure applies.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComplaintRule {
    pub when: When,
    pub source: String,
}

/// The form that good practice is recorded in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PraiseRule {
    pub reasons: Vec<String>,
    /// Roles whose receipt is waited for.
    pub acknowledged_by: Vec<RoleId>,
    pub notify: Vec<RoleId>,
    /// Whether it has to be put on the child's file, and is owed until it is.
    pub filed: bool,
    pub guidance: Vec<String>,
    pub source: String,
}

/// Something that must happen so long before, or after, a review.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeadTime {
    pub what: String,
    pub limit: Limit,
    pub by: Option<RoleId>,
    pub source: String,
}

/// Words of the protocol to show at a step; all steps if none is named.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Guidance {
    pub text: String,
    pub at: Vec<Step>,
    /// It is on the families' page, in words for a child.
    pub for_families: bool,
    /// The yardsticks of guidance outside the protocol that it meets.
    pub meets: Vec<String>,
    pub source: String,
}
