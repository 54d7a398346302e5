//! The status of a record, be it a dispute or praise.

use crate::domain::worded::{Worded, worded};

worded! {
    /// The status of a record. A dispute has one of the first six; praise is withdrawn, or has one of the last two.
    pub enum CaseStatus {
        AwaitingResponse = "awaiting-response",
        AwaitingReview = "awaiting-review",
        Agreed = "agreed",
        Resolved = "resolved",
        Withdrawn = "withdrawn",
        Complaint = "complaint",
        Recorded = "recorded",
        Acknowledged = "acknowledged",
    }
}

impl CaseStatus {
    /// Its words for readers, where the protocol has none of its own.
    pub fn meaning(self) -> &'static str {
        match self {
            // A review is the child's own.
            CaseStatus::AwaitingReview => "answer to be judged",
            CaseStatus::AwaitingResponse => "awaiting response",
            CaseStatus::Agreed
            | CaseStatus::Resolved
            | CaseStatus::Withdrawn
            | CaseStatus::Complaint
            | CaseStatus::Recorded
            | CaseStatus::Acknowledged => self.word(),
        }
    }

    /// Whether a record with this status is filed with those that have ended.
    pub fn is_the_end(self) -> bool {
        match self {
            CaseStatus::Resolved | CaseStatus::Withdrawn => true,
            CaseStatus::AwaitingResponse
            | CaseStatus::AwaitingReview
            | CaseStatus::Agreed
            | CaseStatus::Complaint
            | CaseStatus::Recorded
            | CaseStatus::Acknowledged => false,
        }
    }

    /// Whether a plan may still be accepted.
    pub fn may_be_agreed(self) -> bool {
        match self {
            CaseStatus::AwaitingResponse | CaseStatus::AwaitingReview => true,
            CaseStatus::Agreed
            | CaseStatus::Resolved
            | CaseStatus::Withdrawn
            | CaseStatus::Complaint
            | CaseStatus::Recorded
            | CaseStatus::Acknowledged => false,
        }
    }
}
