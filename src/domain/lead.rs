//! What a protocol wants done before or after a review, with dates.

use serde::{Deserialize, Serialize};

use super::calendar::{BeyondHorizon, Calendar};
use super::policy::Policy;
use super::time::{Date, Moment};

/// Something to be done by a day that is counted from a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lead {
    pub what: String,
    /// As the policy has it: `15 working days before`.
    pub limit: String,
    pub due: Date,
    /// The clause.
    pub source: String,
}

impl Policy {
    /// Everything with a date counted from a review on that day, the earliest first.
    ///
    /// # Errors
    /// A date that the calendar doesn't reach.
    pub fn leads(&self, review: Date, calendar: &Calendar) -> Result<Vec<Lead>, BeyondHorizon> {
        let leads = self.review.iter().map(|lead| {
            let by = lead.by.as_ref().map(|role| format!("{}: ", self.role_title(role))).unwrap_or_default();
            Ok(Lead {
                what: format!("{by}{}", lead.what),
                limit: lead.limit.written.clone(),
                due: calendar.due(Moment::on(review), &lead.limit, &self.counting)?.date,
                source: lead.source.clone(),
            })
        });
        let mut leads = leads.collect::<Result<Vec<Lead>, BeyondHorizon>>()?;
        leads.sort_by_key(|lead| lead.due);
        Ok(leads)
    }
}
