//! What a record can be: a dispute, or praise.

use std::sync::Arc;

use super::dispute::{Dispute, ReplayError, Status};
use super::policy::Policy;
use super::praise::Praise;
use super::record::{Header, Kind, Record};
use super::status::CaseStatus;

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
    /// Replays a record under its policy.
    ///
    /// # Errors
    /// Entries that cannot follow from each other.
    pub fn replay(record: &Record, policy: Arc<Policy>) -> Result<Case, ReplayError> {
        Ok(match record.header.kind {
            Kind::Dispute => Case::Dispute(Box::new(Dispute::replay(record, policy)?)),
            Kind::Praise => Case::Praise(Box::new(Praise::replay(record, policy)?)),
        })
    }

    /// The record's header, with its child as corrected.
    pub fn header(&self) -> &Header {
        match self {
            Case::Dispute(dispute) => &dispute.header,
            Case::Praise(praise) => &praise.header,
        }
    }

    pub fn dispute(&self) -> Option<&Dispute> {
        match self {
            Case::Dispute(dispute) => Some(dispute),
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
