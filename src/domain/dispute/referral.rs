//! A referral to Cafcass, or to another body, as it stands. It runs beside the dispute and never closes it.

use serde::{Deserialize, Serialize};

use super::{Dispute, DutyStanding, DutyState};
use crate::domain::event::Referred;
use crate::domain::policy::{DutyId, GroundId, PaperId};
use crate::domain::time::Moment;

#[derive(Debug, Clone)]
pub struct Referral {
    pub ground: Option<GroundId>,
    pub reason: Option<String>,
    /// Why the stages were cut short, if they were.
    pub curtail: Option<String>,
    pub impact_on_child: Option<String>,
    pub began: Moment,
    pub phoned: Option<Moment>,
    pub written: Option<Moment>,
    pub pack: Vec<PackState>,
}

/// One item of the papers that go with it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PackState {
    pub item: PaperId,
    pub text: String,
    pub state: ItemState,
    /// Why it does not apply.
    pub reason: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemState {
    Missing,
    Sent,
    NotApplicable,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReferralState {
    /// The raiser has decided to refer; nobody has been phoned or written to.
    Decided,
    /// Phoned; the letter is still to come.
    Phoned,
    /// In writing.
    Made,
    /// In writing, and every paper was sent or does not apply.
    Complete,
}

impl Referral {
    /// Since when it has asked for one of its duties, whatever stage the dispute has come to since; `None` for any
    /// other duty.
    pub fn asks_since(&self, duty: &DutyId) -> Option<Moment> {
        if *duty == DutyId::REFERRAL_WRITTEN {
            return Some(self.phoned.unwrap_or(self.began));
        }
        self.written.filter(|_| *duty == DutyId::REFERRAL_PAPERS)
    }

    pub fn state(&self) -> ReferralState {
        match self.written {
            None if self.phoned.is_none() => ReferralState::Decided,
            None => ReferralState::Phoned,
            Some(_) if self.missing().next().is_some() => ReferralState::Made,
            Some(_) => ReferralState::Complete,
        }
    }

    /// The papers that were neither sent nor recorded as not applicable.
    pub fn missing(&self) -> impl Iterator<Item = &PackState> {
        self.pack.iter().filter(|item| item.state == ItemState::Missing)
    }

    fn take_in(&mut self, facts: &Referred) {
        fn later<T: Clone>(slot: &mut Option<T>, given: &Option<T>) {
            if given.is_some() {
                slot.clone_from(given);
            }
        }
        later(&mut self.ground, &facts.ground);
        later(&mut self.reason, &facts.reason);
        later(&mut self.curtail, &facts.curtail);
        later(&mut self.impact_on_child, &facts.impact_on_child);
        self.phoned = facts.phoned.or(self.phoned);
        self.written = facts.written.or(self.written);
        for item in &mut self.pack {
            if let Some(reason) = facts.not_applicable.get(&item.item) {
                (item.state, item.reason) = (ItemState::NotApplicable, Some(reason.clone()));
            }
            if facts.sent.contains(&item.item) {
                (item.state, item.reason) = (ItemState::Sent, None);
            }
        }
    }
}

impl Dispute {
    /// Whether it was referred once the authority had taken its decision where the dispute stands.
    pub fn referred_after_decision(&self) -> bool {
        let began = self.referral.as_ref().map(|referral| referral.began);
        began.zip(self.decided_here()).is_some_and(|(began, decided)| !began.is_before(&decided))
    }

    /// Whom a referral of it goes to, in words that follow "to".
    pub fn referred_to(&self) -> String {
        self.policy.referred_to(self.raised.case_type)
    }

    /// What a referral that was begun still asks for: a call or a letter, or the papers that go with it.
    pub fn owed_of_referral(&self) -> Vec<DutyStanding> {
        let owed = |view: &DutyStanding| view.state == DutyState::Outstanding;
        self.referral_duties().into_iter().filter(owed).collect()
    }

    /// Applies a step of the referral; the first begins it.
    pub(super) fn take_in_referral(&mut self, facts: &Referred, at: Moment) {
        let mut referral = self.referral.take().unwrap_or_else(|| self.new_referral(at));
        referral.take_in(facts);
        self.referral = Some(referral);
    }

    fn new_referral(&self, began: Moment) -> Referral {
        let pack = self.policy.referral.iter().flat_map(|rule| &rule.pack).map(|item| PackState {
            item: item.id.clone(),
            text: item.text.clone(),
            state: ItemState::Missing,
            reason: None,
        });
        Referral {
            ground: None,
            reason: None,
            curtail: None,
            impact_on_child: None,
            began,
            phoned: None,
            written: None,
            pack: pack.collect(),
        }
    }
}
