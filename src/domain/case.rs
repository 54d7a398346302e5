//! What a record can be: a dispute, or praise.

use std::sync::Arc;

use super::dispute::{Dispute, ReplayError};
use super::policy::Policy;
use super::praise::Praise;
use super::record::{Header, Kind, Record};

/// How a record can stand: a dispute in one of the first six ways, praise withdrawn or in one of the others.
pub const STATUSES: [&str; 8] = [
    "awaiting-response",
    "awaiting-review",
    "agreed",
    "resolved",
    "withdrawn",
    "complaint",
    "recorded",
    "acknowledged",
];

#[derive(Debug, Clone)]
pub enum Case {
    Dispute(Box<Dispute>),
    Praise(Box<Praise>),
}

impl Case {
    /// What a record adds up to under its policy.
    ///
    /// # Errors
    /// Entries that cannot follow from each other.
    pub fn replay(record: &Record, policy: Arc<Policy>) -> Result<Case, ReplayError> {
        Ok(match record.header.kind {
            Kind::Dispute => Case::Dispute(Box::new(Dispute::replay(record, policy)?)),
            Kind::Praise => Case::Praise(Box::new(Praise::replay(record, policy)?)),
        })
    }

    /// What it is and about whom, a correction of the child taken in.
    pub fn header(&self) -> &Header {
        match self {
            Case::Dispute(dispute) => &dispute.header,
            Case::Praise(praise) => &praise.header,
        }
    }

    /// The department, agency or service that it is about, where that is said.
    pub fn subject(&self) -> Option<&str> {
        match self {
            Case::Dispute(dispute) => dispute.raised.subject.as_deref(),
            Case::Praise(_) => None,
        }
    }

    pub fn policy(&self) -> &Arc<Policy> {
        match self {
            Case::Dispute(dispute) => &dispute.policy,
            Case::Praise(praise) => &praise.policy,
        }
    }
}
