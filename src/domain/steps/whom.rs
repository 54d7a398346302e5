//! Who is asked at a stage, if the protocol names several roles and leaves the choice open.

use super::{Unknown, known};
use crate::domain::policy::{Responders, RoleId, Stage};

/// The roles from which one can be chosen; empty if there is no choice.
pub(super) fn may_ask(stage: &Stage) -> &[RoleId] {
    match &stage.responders {
        Responders::AnyOf(roles) => roles,
        Responders::AllOf(_) | Responders::Chain(_) => &[],
    }
}

/// The role, if the stage may ask it.
///
/// # Errors
/// A role that the stage may not ask.
pub(super) fn chosen(stage: &Stage, role: RoleId) -> Result<RoleId, Unknown> {
    known("role to ask", &role, may_ask(stage)).map(|()| role)
}

/// A warning that several roles may be asked in these circumstances and none was chosen; `None` if there is no choice.
pub(super) fn undecided(stage: &Stage, asked: &Responders) -> Option<String> {
    let many = asked.roles().len();
    let text = format!("{} can go to any of {many} people; `--ask ROLE` says to whom", stage.title);
    asked.needs_choice().then_some(text)
}
