//! Decisions: whose count, and for which clocks. A stage with a clock that waits for a decision asks its responders
//! for one. If no stage has such a clock, nobody in particular is asked, and any decision counts.

use super::state::StayNumber;
use super::{Clock, Dispute};
use crate::domain::event::{Decided, Entry};
use crate::domain::policy::{EndsOn, RoleId, Stage, Substitute, Whose};
use crate::domain::same_name::is_same;
use crate::domain::time::{Date, Moment};

/// A decision of somebody who is asked for it.
#[derive(Debug, Clone)]
pub(super) struct Decision {
    at: Moment,
    /// The stay whose clocks it ends; `None` if another stage asks for it.
    stay: Option<StayNumber>,
}

/// What a decision counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecisionFor {
    /// The stage where the dispute stands, and the whole dispute.
    Stage,
    /// The whole dispute: another stage asks for it.
    Dispute,
    /// Nothing: it is kept, and that is all.
    Nothing,
}

fn decides(stage: &Stage) -> bool {
    stage.clocks.iter().any(|rule| rule.until.contains(&EndsOn::Decided))
}

impl Dispute {
    /// Whether the present stage's responders are to decide, and not to answer.
    pub fn awaits_decision(&self) -> bool {
        let ends = |end: EndsOn| {
            let mut theirs = self.stage().clocks.iter().filter(|rule| rule.whose == Whose::Responder);
            theirs.any(|rule| rule.until.contains(&end))
        };
        ends(EndsOn::Decided) && !ends(EndsOn::Answered)
    }

    /// The roles that are asked to decide: those of the present stage if it waits for a decision, else those of every
    /// stage that does.
    pub fn deciders(&self) -> Vec<RoleId> {
        if decides(self.stage()) {
            return self.stage_entry().asked.at_step(self.stage_entry().step).to_vec();
        }
        let deciding = self.policy.stages.iter().filter(|stage| decides(stage));
        let mut roles: Vec<RoleId> = Vec::new();
        for role in deciding.flat_map(|stage| self.responders_at(stage).roles().to_vec()) {
            if !roles.contains(&role) {
                roles.push(role);
            }
        }
        roles
    }

    /// The role of whoever decides, by the role's name or its holder's.
    pub fn role_of_decider(&self, by: &str) -> Option<RoleId> {
        let role = self.policy.resolve_role(by);
        if self.policy.roles.iter().any(|known| known.id == role) {
            return Some(role);
        }
        self.raised.assigned.iter().find(|(_, holder)| is_same(holder, by)).map(|(role, _)| role.clone())
    }

    /// What a decision on a day counts for. Somebody whose role is not known is believed if the present stage waits
    /// for a decision.
    pub fn decision_for(&self, by: &str, on: Date) -> DecisionFor {
        let deciding = || self.policy.stages.iter().filter(|stage| decides(stage));
        if deciding().next().is_none() {
            return DecisionFor::Stage;
        }
        let role = self.role_of_decider(by);
        let acts = |role: &RoleId, asked: &[RoleId]| asked.iter().any(|one| self.policy.acts_for(role, one, on));
        let entry = self.stage_entry();
        if decides(self.stage()) && role.as_ref().is_none_or(|role| acts(role, entry.asked.at_step(entry.step))) {
            return DecisionFor::Stage;
        }
        let elsewhere = |role: &RoleId| deciding().any(|stage| acts(role, self.responders_at(stage).roles()));
        if role.as_ref().is_some_and(elsewhere) { DecisionFor::Dispute } else { DecisionFor::Nothing }
    }

    /// On which days a role acts for those who are asked to decide, in words.
    pub fn decides_only(&self, role: &RoleId) -> Vec<String> {
        let deciders = self.deciders();
        let acts = deciders.iter().flat_map(|one| self.policy.substitutes(one)).filter(|one| one.role == *role);
        acts.map(Substitute::in_words).collect()
    }

    /// Applies a decision; returns whether it counts.
    pub(super) fn take_in_decision(&mut self, facts: &Decided, entry: &Entry) -> bool {
        self.decision = Some((facts.clone(), entry.at));
        let counts = self.decision_for(&facts.decided_by, entry.at.date());
        if counts == DecisionFor::Nothing {
            return false;
        }
        let stay = (counts == DecisionFor::Stage).then_some(self.stage_entry().stay);
        self.decisions.push(Decision { at: entry.at, stay });
        true
    }

    /// When the decision was made that a clock waits for.
    pub(in crate::domain) fn decided_for(&self, clock: &Clock) -> Option<Moment> {
        let staged = self.belongs_to_stage(clock);
        let counts = |one: &&Decision| !staged || one.stay.is_some() && one.stay == clock.stay;
        self.decisions.iter().rfind(counts).map(|one| one.at)
    }

    /// When the last decision was made that counts.
    pub fn decided_on(&self) -> Option<Moment> {
        self.decisions.last().map(|one| one.at)
    }
}
