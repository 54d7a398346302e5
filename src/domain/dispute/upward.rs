//! Finds escalations in a record that lead neither further up than where the dispute stood, nor where the policy
//! allows.

use std::sync::Arc;

use super::{Dispute, ReplayError, with_corrections};
use crate::domain::event::{Entry, Escalated, Event};
use crate::domain::policy::Policy;
use crate::domain::record::Header;
use crate::domain::sequence::in_time;
use crate::domain::terms::EntryNumber;

/// An escalation that doesn't lead further up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotUp {
    pub number: EntryNumber,
    pub message: String,
}

/// The escalations that don't lead further up, with corrections taken into account.
///
/// # Errors
/// Entries that can't follow from each other.
pub fn not_up(header: &Header, policy: &Arc<Policy>, entries: &[Entry]) -> Result<Vec<NotUp>, ReplayError> {
    let (entries, _) = with_corrections(entries)?;
    let history = Arc::new(entries);
    let mut later = in_time(&history).into_iter().filter(|entry| !matches!(entry.event, Event::Corrected(_)));
    let first = later.next().ok_or(ReplayError::Empty)?;
    let mut dispute = Dispute::opened(header, Arc::clone(policy), &history, first)?;
    let mut found = Vec::new();
    for entry in later {
        if let Event::Escalated(facts) = &entry.event
            && !dispute.leads_up(facts)
        {
            let (number, here) = (entry.number, &dispute.stage().title);
            let to = policy.stage_title(&facts.to);
            let at = if *here == to { "there".to_string() } else { format!("at {here}") };
            let message = format!("event {number} escalates to {to}, but the dispute was {at} by then");
            found.push(NotUp { number, message });
        }
        dispute.apply(entry)?;
    }
    Ok(found)
}

impl Dispute {
    fn leads_up(&self, facts: &Escalated) -> bool {
        let (here, step) = (self.stage_entry().stage, self.stage_entry().step);
        let allowed = self.next_stages().iter().any(|stage| stage.id == facts.to);
        // A stage that the policy doesn't have is reported as another fault.
        let further = self.policy.stage_index(&facts.to).is_none_or(|index| match facts.step {
            Some(to) if index == here => to > step,
            _ => index > here,
        });
        allowed || further
    }
}
