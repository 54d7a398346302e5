//! The approval that some steps need first: for more time, or for leaving stages out.

use super::StepContext;
use super::gate::Gate;
use super::remedy::Remedy;
use crate::domain::policy::{DutyId, Policy, RoleId};
use crate::domain::same_name::is_same;

/// An approval that a role has to give.
pub(super) struct Approval<'a> {
    pub role: &'a RoleId,
    pub of: DutyId,
    pub source: Option<&'a str>,
}

impl Approval<'_> {
    /// Requires it to be confirmed, unless whoever holds the role takes the step.
    pub fn ask(&self, gate: &mut Gate<'_>, policy: &Policy, step: &StepContext<'_>, holder: Option<&str>) {
        let confirmed = step.confirmed.iter().any(|one| one.duty == self.of);
        let theirs = holder.is_some_and(|name| is_same(name, &step.by));
        let what = if self.of == DutyId::EXTENSION_APPROVED { "more time" } else { "leaving stages out" };
        let text = format!("the {} has approved {what}", policy.role_title(self.role));
        gate.require(confirmed || theirs, self.of.clone(), text, self.source, Remedy::CONFIRM);
    }
}
