//! How a complaint stands: whoever raised the dispute passes it on, and others look into it.

use super::Dispute;
use crate::domain::policy::Duty;

/// How far a complaint has come, as far as is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ComplaintStands {
    /// It was chosen or made, but nobody who deals with complaints has been told.
    ToBePassedOn,
    PassedOn,
    /// Others have done a part of what they have to do.
    LookedInto,
    /// Others have done all of it.
    Answered,
}

impl Dispute {
    /// How far the complaint has come, by the duties that come with one; `None` if none was chosen or made.
    pub fn complaint_stands(&self) -> Option<ComplaintStands> {
        if self.complaint_chosen.is_none() && self.complained.is_none() {
            return None;
        }
        let of_it = |duty: &&Duty| duty.when.parts().iter().any(|when| when.complaint == Some(true));
        let others = |duty: &&Duty| duty.by.as_ref().is_some_and(|by| *by != self.raised.by_role);
        let done = |duty: &&Duty| self.marks.iter().any(|mark| mark.duty == duty.id && mark.is_done());
        let (theirs, own): (Vec<&Duty>, Vec<&Duty>) = self.policy.duties.iter().filter(of_it).partition(others);
        Some(match () {
            () if !theirs.is_empty() && theirs.iter().all(done) => ComplaintStands::Answered,
            () if theirs.iter().any(done) => ComplaintStands::LookedInto,
            () if own.iter().all(|duty| duty.with.is_none() || done(duty))
                && (self.complained.is_some() || !own.is_empty()) =>
            {
                ComplaintStands::PassedOn
            }
            () => ComplaintStands::ToBePassedOn,
        })
    }
}
