//! How a record can stand, whatever it is about.

use serde::{Deserialize, Serialize};

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
