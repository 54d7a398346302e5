//! Who a letter is from: whoever raised the dispute, or the reviewing officer named for the child.

use crate::domain::dispute::Dispute;
use crate::domain::policy::RoleId;
use crate::domain::same_name::is_same;

/// The person who signs the letter.
pub fn name(dispute: &Dispute) -> &str {
    dispute.raised.iro.as_deref().unwrap_or(&dispute.raised_by)
}

/// The colleague who raised the dispute, if it wasn't the person who signs.
pub fn colleague(dispute: &Dispute) -> Option<&str> {
    Some(dispute.raised_by.as_str()).filter(|by| !is_same(by, name(dispute)))
}

/// The role of the person who signs.
fn signs_as(dispute: &Dispute) -> &RoleId {
    let officer = dispute.policy.roles.iter().map(|role| &role.id).find(|role| **role == RoleId::IRO);
    officer.filter(|_| colleague(dispute).is_some()).unwrap_or(&dispute.raised.by_role)
}

pub fn role(dispute: &Dispute) -> &str {
    dispute.policy.role_title(signs_as(dispute))
}

/// What it is their work to do, or why they speak up.
pub fn work(dispute: &Dispute, young: bool) -> String {
    let role = role(dispute);
    match (dispute.policy.looks_at_plans(signs_as(dispute)), young) {
        (true, true) => format!("I am your {role}. My job is to check that the grown-ups keep to the plan for you."),
        (true, false) => format!(
            "I am your {role}. Part of my work is to look at the plan for you, and to speak up when something in it is not right."
        ),
        (false, true) => format!(
            "I am the {role}. When something in the plan for you is not right, I can tell the grown-ups who made it."
        ),
        (false, false) => {
            format!("I am the {role}. When I think that something in the plan for you is not right, I can speak up.")
        }
    }
}
