//! How a record can stand, whatever it is about.

use crate::domain::worded::worded;

worded! {
    /// How a record can stand: a dispute in one of the first six ways, praise withdrawn or in one of the others.
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
