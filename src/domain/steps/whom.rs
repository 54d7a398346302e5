//! Whom a stage is taken to, where the protocol names several and leaves the choice among them open.

use super::{Unknown, known};
use crate::domain::policy::{Responders, RoleId, Stage};

/// Those among whom one can be chosen.
pub(super) fn may_ask(stage: &Stage) -> &[RoleId] {
    match &stage.responders {
        Responders::AnyOf(roles) => roles,
        Responders::AllOf(_) | Responders::Chain(_) => &[],
    }
}

/// Somebody whom the stage may ask.
///
/// # Errors
/// Anybody else.
pub(super) fn chosen(stage: &Stage, role: RoleId) -> Result<RoleId, Unknown> {
    known("role to ask", &role, may_ask(stage)).map(|()| role)
}

/// That nobody was chosen among many.
pub(super) fn undecided(stage: &Stage) -> Option<String> {
    let many = may_ask(stage).len();
    let text = format!("{} leaves open whom of {many} it goes to: `--ask ROLE` says whom", stage.title);
    stage.leaves_whom_open().then_some(text)
}
