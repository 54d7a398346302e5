//! What a record can be: a dispute, or praise.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::dispute::{Dispute, ReplayError, Status};
use super::policy::Policy;
use super::praise::Praise;
use super::record::{Header, Kind, Record};

/// How a record can stand: a dispute in one of the first six ways, praise withdrawn or in one of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaseStatus {
    AwaitingResponse,
    AwaitingReview,
    Agreed,
    Resolved,
    Withdrawn,
    Complaint,
    Recorded,
    Acknowledged,
}

impl CaseStatus {
    /// Each with the word that stands for it in records, JSON and flags.
    pub const ALL: [(CaseStatus, &'static str); 8] = [
        (CaseStatus::AwaitingResponse, "awaiting-response"),
        (CaseStatus::AwaitingReview, "awaiting-review"),
        (CaseStatus::Agreed, "agreed"),
        (CaseStatus::Resolved, "resolved"),
        (CaseStatus::Withdrawn, "withdrawn"),
        (CaseStatus::Complaint, "complaint"),
        (CaseStatus::Recorded, "recorded"),
        (CaseStatus::Acknowledged, "acknowledged"),
    ];

    /// The word that stands for it.
    pub fn word(self) -> &'static str {
        Self::ALL.into_iter().find(|(one, _)| *one == self).map_or("", |(_, word)| word)
    }
}

impl From<Status> for CaseStatus {
    fn from(status: Status) -> CaseStatus {
        match status {
            Status::AwaitingResponse => CaseStatus::AwaitingResponse,
            Status::AwaitingReview => CaseStatus::AwaitingReview,
            Status::Agreed => CaseStatus::Agreed,
            Status::Resolved => CaseStatus::Resolved,
            Status::Withdrawn => CaseStatus::Withdrawn,
            Status::Complaint => CaseStatus::Complaint,
        }
    }
}

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

    pub fn status(&self) -> CaseStatus {
        match self {
            Case::Dispute(dispute) => dispute.status().into(),
            Case::Praise(praise) => praise.status(),
        }
    }

    pub fn policy(&self) -> &Arc<Policy> {
        match self {
            Case::Dispute(dispute) => &dispute.policy,
            Case::Praise(praise) => &praise.policy,
        }
    }
}
