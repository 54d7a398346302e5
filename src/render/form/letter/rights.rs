//! What the child can have and do, as the letter to them says it.

use super::WrittenTo;
use crate::domain::dispute::{Dispute, DutyState};
use crate::domain::policy::{KnownDuty, KnownField};

/// The value of the field `advocate` if the child wants one.
const WANTED: &str = "wanted";

/// What the child can have and do: an advocate, as far as they haven't asked for one already, and a complaint. Nothing
/// in the record says whose a complaint is, so the right stays theirs.
pub fn of(dispute: &Dispute, child: &WrittenTo) -> String {
    let complains = dispute.complaint_stands().is_some();
    let found = dispute.last_said_of(&KnownDuty::AdvocateFound.id());
    let wanted = dispute.known_field(KnownField::Advocate) == Some(WANTED) && found != Some(DutyState::Waived);
    let found = wanted && found == Some(DutyState::Done);
    let advocate = match (wanted, found, child.young) {
        (_, true, true) => "You have an advocate now, who can help you to say what you want.",
        (_, true, false) => {
            "You have an advocate now: somebody who is on your side and helps you to say what you want."
        }
        (true, false, true) => {
            "You would like an advocate to help you to say what you want. I will help you to get one."
        }
        (true, false, false) => {
            "You would like an advocate: somebody who is on your side and helps you to say what you want. I will help you to get one."
        }
        (false, false, true) => "If you like, somebody called an advocate can help you to say what you want.",
        (false, false, false) => {
            "You can also have an advocate: somebody who is on your side and helps you to say what you want."
        }
    };
    let with = if wanted { "that too" } else { "both" };
    match (complains, child.young) {
        (false, true) => format!("{advocate} You are also allowed to complain. I can help you with {with}."),
        (false, false) => {
            format!("{advocate} And you have the right to complain. I will help you with {with} if you like.")
        }
        // The complaint on record may be theirs.
        (true, true) => format!(
            "{advocate} If something else is wrong, you are allowed to complain about that as well. I can help you with {with}."
        ),
        (true, false) => format!(
            "{advocate} And if something else is wrong, you have the right to complain about that as well. I will help you with {with} if you like."
        ),
    }
}
