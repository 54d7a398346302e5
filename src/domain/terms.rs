//! The terms that protocols and records have in common: how a policy calls its parts, and closed lists that both choose
//! from.

mod action_number;
mod case_type;
mod chain_step;
mod entry_number;
mod ids;
mod owed_at;

pub use action_number::ActionNumber;
pub use case_type::CaseType;
pub use chain_step::ChainStep;
pub use entry_number::EntryNumber;
pub use ids::{CategoryId, ClockId, DutyId, FieldId, GroundId, PaperId, RoleId, StageId};
pub use owed_at::OwedAt;

use super::worded::worded;

worded! {
    /// How binding a limit is.
    pub enum Strength {
        Hard = "hard",
        Aim = "aim",
        Agreed = "agreed",
        Advisory = "advisory",
    }
}

impl Strength {
    /// Whether anybody has to keep it: not if it is given for guidance alone.
    pub fn binds(self) -> bool {
        match self {
            Strength::Hard | Strength::Aim | Strength::Agreed => true,
            Strength::Advisory => false,
        }
    }
}

worded! {
    /// How much a concern weighs.
    pub enum ImpactLevel {
        Some = "some",
        Significant = "significant",
        Severe = "severe",
    }
}
