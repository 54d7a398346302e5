//! Whom or what a record is about.

use super::case::Case;
use super::dispute::Dispute;
use super::event::Raised;

/// What a record is about: a child, a fostering household, or a department or agency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct About<'a> {
    pub child: Option<&'a str>,
    /// The reference of a fostering household.
    pub household: Option<&'a str>,
    /// A department, agency or service.
    pub subject: Option<&'a str>,
}

impl Raised {
    /// The other department or agency whose practice is in dispute; `None` if none is named, or only blanks are.
    pub fn other_service(&self) -> Option<&str> {
        self.subject.as_deref().map(str::trim).filter(|name| !name.is_empty())
    }
}

impl Dispute {
    pub fn about(&self) -> About<'_> {
        let facts = &self.raised;
        About { child: self.header.child(), household: facts.household.as_deref(), subject: facts.other_service() }
    }
}

impl Case {
    pub fn about(&self) -> About<'_> {
        match self {
            Case::Dispute(dispute) => dispute.about(),
            Case::Praise(praise) => About { child: praise.header.child(), ..About::default() },
        }
    }
}
