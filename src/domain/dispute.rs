//! A dispute as it stands: what its entries add up to, under the policy it was raised with.
//! Nothing here decides whether something may happen (`decide` does that); it only says what is so.

mod apply;
mod clock_words;
mod clocks;
mod corrections;
mod duties;
mod referral;
mod state;
mod upward;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use clocks::AS_AGREED;
pub use corrections::{Struck, recount, with_corrections, with_facts};
pub use duties::{DutyState, DutyView, Facts};
pub use referral::{ItemState, PackState, Referral, ReferralState};
pub use state::{
    Action, ActionState, Answer, Clock, ClockEnd, ClockOrigin, Extended, Held, Mark, Notice, Party, Resumes, Settled,
    StageEntry, Status, is_past,
};
pub use upward::{NotUp, not_up};

use super::event::{Decided, Entry, Event, Overridden, Raised, Resolved};
use super::policy::{Policy, Responders, Stage, StageId};
use super::record::{Header, Record};
use super::time::Moment;

#[derive(Debug, Clone)]
pub struct Dispute {
    pub header: Header,
    pub policy: Arc<Policy>,
    pub raised: Raised,
    pub raised_at: Moment,
    pub raised_by: String,
    /// Each stage entered, each step of a chain, and each reopening; never empty, the last is where it stands.
    pub stage_entries: Vec<StageEntry>,
    pub status: Status,
    pub status_since: Moment,
    pub clocks: Vec<Clock>,
    pub actions: Vec<Action>,
    /// Duties done or waived.
    pub marks: Vec<Mark>,
    pub notices: Vec<Notice>,
    pub meetings: Vec<Held>,
    pub extensions: Vec<Extended>,
    pub overrides: Vec<(Overridden, Moment)>,
    pub plan_agreed: Option<(Moment, u32)>,
    pub decision: Option<(Decided, Moment)>,
    pub resolved: Option<(Resolved, Moment)>,
    pub withdrawn_because: Option<String>,
    pub complained: Option<(Moment, u32)>,
    pub referral: Option<Referral>,
    pub closed: Option<Moment>,
    /// How far time has come with the entries: nothing may be entered before it.
    pub latest: Moment,
    /// How many entries it took.
    pub entries: u32,
}

/// Why a list of entries is no dispute.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    #[error("the record has no events")]
    Empty,
    #[error("the first event is `{0}`, not `raised`")]
    NotRaised(&'static str),
    #[error("event {number} leads to stage `{stage}`, which policy `{policy}` does not have")]
    NoSuchStage { number: u32, stage: StageId, policy: String },
    #[error("event {number} is about action {action}, which the dispute does not have")]
    NoSuchAction { number: u32, action: u32 },
    #[error("event {number} corrects event {corrects}, which is not an earlier one that can be corrected: {why}")]
    NoSuchEvent { number: u32, corrects: u32, why: String },
}

impl Dispute {
    /// The dispute that a record's entries add up to, corrections taken into account.
    ///
    /// # Errors
    /// Entries that cannot follow from each other under this policy.
    pub fn replay(record: &Record, policy: Arc<Policy>) -> Result<Dispute, ReplayError> {
        let (entries, _) = with_corrections(&record.entries)?;
        let mut entries = entries.iter();
        let first = entries.next().ok_or(ReplayError::Empty)?;
        let mut dispute = Dispute::opened(&record.header, policy, first)?;
        dispute.begin(first);
        for entry in entries {
            dispute.apply(entry)?;
            dispute.begin(entry);
        }
        dispute.entries = record.entries.len() as u32;
        Ok(dispute)
    }

    /// A dispute with its first entry applied, its clocks not begun.
    pub(crate) fn opened(header: &Header, policy: Arc<Policy>, entry: &Entry) -> Result<Dispute, ReplayError> {
        let Event::Raised(raised) = &entry.event else {
            return Err(ReplayError::NotRaised(entry.event.word()));
        };
        let stage = policy.stage_index(&raised.stage).ok_or_else(|| ReplayError::NoSuchStage {
            number: entry.number,
            stage: raised.stage.clone(),
            policy: policy.id.clone(),
        })?;
        let mut dispute = Dispute {
            header: header.with_child(raised.child.as_ref()),
            policy,
            raised: (**raised).clone(),
            raised_at: entry.at,
            raised_by: entry.by.clone(),
            stage_entries: Vec::new(),
            status: Status::AwaitingResponse,
            status_since: entry.at,
            clocks: Vec::new(),
            actions: Vec::new(),
            marks: Vec::new(),
            notices: Vec::new(),
            meetings: Vec::new(),
            extensions: Vec::new(),
            overrides: Vec::new(),
            plan_agreed: None,
            decision: None,
            resolved: None,
            withdrawn_because: None,
            complained: None,
            referral: None,
            closed: None,
            latest: entry.at,
            entries: 1,
        };
        dispute.enter(stage, 0, entry, raised.respond_by);
        dispute.note_passing(entry, 0);
        Ok(dispute)
    }

    pub fn stage_entry(&self) -> &StageEntry {
        self.stage_entries.last().expect("a dispute has entered a stage since it was opened")
    }

    pub fn stage(&self) -> &Stage {
        &self.policy.stages[self.stage_entry().stage]
    }

    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// The role that drives the present stage.
    pub fn owner(&self) -> Party {
        self.party(&[self.stage().owner.clone().unwrap_or_else(|| self.raised.by_role.clone())])
    }

    /// Whoever has to do something next; nobody once it has ended.
    pub fn waiting_on(&self) -> Option<Party> {
        match self.status {
            Status::AwaitingResponse => Some(self.still_to_answer()),
            Status::Agreed => Some(self.responder()),
            Status::AwaitingReview => Some(self.owner()),
            Status::Complaint | Status::Resolved | Status::Withdrawn => None,
        }
    }

    /// Everybody who is asked to answer where the dispute stands.
    pub fn responder(&self) -> Party {
        let responders = &self.stage().responders;
        self.asked(responders, responders.at_step(self.stage_entry().step))
    }

    /// Those of them whose answer is still awaited; all of them once there is nothing to wait for.
    pub fn still_to_answer(&self) -> Party {
        self.asked(&self.stage().responders, &self.awaited_after(0))
    }

    /// These roles of a stage, any of whom may answer or each of whom must.
    pub fn asked(&self, responders: &Responders, roles: &[String]) -> Party {
        Party { each: matches!(responders, Responders::AllOf(_)), ..self.party(roles) }
    }

    /// A person for these roles: the first of them who is named, else the first role.
    pub fn party(&self, roles: &[String]) -> Party {
        let named = roles.iter().find(|role| self.name_of(role).is_some()).or(roles.first());
        let holders = roles.iter().filter_map(|role| Some((role.clone(), self.name_of(role)?.to_string())));
        Party {
            role: named.cloned(),
            name: named.and_then(|role| self.name_of(role)).map(str::to_string),
            roles: roles.to_vec(),
            each: false,
            holders: holders.collect(),
        }
    }

    /// Who holds a role in this case: as assigned; the child's IRO; or whoever raised it, in the role they did.
    fn name_of(&self, role: &str) -> Option<&str> {
        let assigned = self.raised.assigned.get(role).map(String::as_str);
        let iro = || self.raised.iro.as_deref().filter(|_| role == "iro");
        assigned.or_else(iro).or_else(|| (role == self.raised.by_role).then_some(self.raised_by.as_str()))
    }

    /// The stages one may go to from here, in the policy's order.
    pub fn next_stages(&self) -> Vec<&Stage> {
        let here = self.stage_entry().stage;
        match self.stage().next.as_slice() {
            [] => self.policy.stages.get(here + 1).into_iter().collect(),
            named => named.iter().filter_map(|id| self.policy.stage(id)).collect(),
        }
    }

    /// Whether somebody further along the present stage's chain is still to be asked.
    pub fn next_in_chain(&self) -> Option<&String> {
        match &self.stage().responders {
            Responders::Chain(roles) => roles.get(self.stage_entry().step + 1),
            _ => None,
        }
    }

    pub fn stages_visited(&self) -> Vec<&StageId> {
        let mut seen: Vec<&StageId> = Vec::new();
        for stage_entry in &self.stage_entries {
            let id = &self.policy.stages[stage_entry.stage].id;
            if !seen.contains(&id) {
                seen.push(id);
            }
        }
        seen
    }

    pub fn open_actions(&self) -> impl Iterator<Item = &Action> {
        self.actions.iter().filter(|action| action.state == ActionState::Open)
    }

    /// Facts that the policy declares, as they were given with whatever step.
    pub fn fields(&self) -> &BTreeMap<String, String> {
        &self.raised.fields
    }
}
