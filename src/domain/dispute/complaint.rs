//! How a complaint stands: whoever raised the dispute passes it on, and others look into it.

use super::{Dispute, Mark, MarkKind};
use crate::domain::event::Event;
use crate::domain::policy::{Duty, FieldId};
use crate::domain::time::Moment;

/// How far a complaint has come, as far as is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ComplaintStands {
    /// It was chosen or made, and whoever raised the dispute has still to tell those who deal with complaints.
    ToBePassedOn,
    /// It was chosen or made, and nobody has to be told of it.
    Made,
    PassedOn,
    /// Others have done a part of what they have to do.
    LookedInto,
    /// Others have done all of it.
    Answered,
}

impl Dispute {
    /// When it went to the complaints procedure, and why.
    pub fn complaint(&self) -> Option<(Moment, &str)> {
        let (at, number) = self.complained?;
        let entry = self.history.iter().find(|entry| entry.number == number)?;
        let Event::Complained(facts) = &entry.event else { return None };
        Some((at, &facts.reason))
    }

    /// How far the complaint has come, by the duties that come with one; `None` if none was chosen or made.
    pub fn complaint_stands(&self) -> Option<ComplaintStands> {
        if self.complaint_chosen.is_none() && self.complained.is_none() {
            return None;
        }
        let others = |duty: &&Duty| duty.by.as_ref().is_some_and(|by| *by != self.raised.by_role);
        let last = |duty: &Duty| self.marks.iter().rfind(|mark| mark.duty == duty.id);
        let done = |duty: &&Duty| last(duty).is_some_and(Mark::is_done);
        let waived = |duty: &&Duty| last(duty).is_some_and(|mark| mark.kind == MarkKind::Waived);
        let (theirs, own): (Vec<&Duty>, Vec<&Duty>) = self.duties_of_complaint().partition(others);
        let mut to_tell = own.into_iter().filter(|duty| duty.with.is_some() && !waived(duty)).peekable();
        Some(match () {
            () if !theirs.is_empty() && theirs.iter().all(done) => ComplaintStands::Answered,
            () if theirs.iter().any(done) => ComplaintStands::LookedInto,
            () if to_tell.peek().is_none() => ComplaintStands::Made,
            () if to_tell.all(|duty| done(&duty)) => ComplaintStands::PassedOn,
            () => ComplaintStands::ToBePassedOn,
        })
    }

    /// The duties that come with a complaint, whoever's they are.
    pub fn duties_of_complaint(&self) -> impl Iterator<Item = &Duty> {
        let of_it = |duty: &&Duty| duty.when.parts().iter().any(|when| when.later.complaint == Some(true));
        self.policy.duties.iter().filter(of_it)
    }

    /// Whether a field says that the complaints procedure was chosen, or was given with the complaint.
    pub fn came_with_complaint(&self, field: &FieldId) -> bool {
        let chosen = self.policy.complaint_chosen.iter().flat_map(|rule| rule.when.parts());
        let mut says = chosen.flat_map(|when| &when.raised.fields);
        let with_it = || {
            let made = self.complained.and_then(|(_, number)| self.history.iter().find(|one| one.number == number));
            matches!(made.map(|entry| &entry.event), Some(Event::Complained(facts)) if facts.fields.contains_key(field))
        };
        says.any(|(id, _)| id == field) || with_it()
    }
}
