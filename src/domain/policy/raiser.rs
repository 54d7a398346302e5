//! The raiser of a dispute where a protocol names them like a role, and the duties that the program knows by itself and
//! that people confirm.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::{ClockRule, DutyId, Policy, Responders, RoleId};
use crate::domain::text::{each_once, list};

/// The protocol for each role that has raised a dispute so far. Protocols are large and disputes many, so one is made
/// for each role rather than for each dispute.
#[derive(Debug, Clone, Default)]
pub(super) struct ByRaiser(Arc<RwLock<BTreeMap<RoleId, Arc<Policy>>>>);

impl PartialEq for ByRaiser {
    /// What was made so far is no part of what a protocol says.
    fn eq(&self, _: &ByRaiser) -> bool {
        true
    }
}

impl ClockRule {
    /// What the limit for raising is called where the file has no words of its own.
    pub fn usual_label_for_raising(dispute: &str) -> String {
        format!("Raise the {dispute}")
    }
}

impl Policy {
    /// Whether a role is that of an independent reviewing officer, by its id or its title.
    pub fn is_reviewing_officer(&self, role: &RoleId) -> bool {
        let title = self.role_title(role).to_lowercase();
        *role == RoleId::IRO || title == "iro" || title.contains("reviewing officer")
    }

    /// Whether it is the work of somebody in this role to look at the plan for a child: a reviewing officer or whoever
    /// chairs conferences. Where none of those who raise disputes is known as such, it is the first of them.
    pub fn looks_at_plans(&self, role: &RoleId) -> bool {
        let known = |role: &RoleId| {
            let title = self.role_title(role).to_lowercase();
            self.is_reviewing_officer(role) || *role == RoleId::CP_CHAIR || title.contains("chair")
        };
        known(role) || !self.raisers.iter().any(known) && self.raisers.first() == Some(role)
    }

    /// The words of a duty that the program knows by itself; `None` for any other.
    pub fn own_duty_text(duty: &DutyId) -> Option<&'static str> {
        let own = [
            (DutyId::RAISER_SATISFIED, "Whoever raised it is satisfied, and asked for it to be ended"),
            (DutyId::EXTENSION_APPROVED, "More time was approved"),
            (DutyId::BYPASS_APPROVED, "Leaving stages out was approved"),
            (DutyId::REFERRAL_WRITTEN, "The referral was confirmed in writing"),
            (DutyId::REFERRAL_PAPERS, "The papers of the referral were sent"),
        ];
        own.into_iter().find(|(id, _)| id == duty).map(|(_, text)| text)
    }

    /// The title of a role; for the raiser, the titles of all who may raise.
    pub fn role_or_raisers(&self, role: &RoleId) -> String {
        let titles: Vec<&str> = self.raisers.iter().map(|role| self.role_title(role)).collect();
        match *role == RoleId::RAISER && !titles.is_empty() {
            true => list(&titles, "or"),
            false => self.role_title(role).to_string(),
        }
    }

    /// Those of them that can be confirmed under this protocol.
    pub fn own_duties(&self) -> impl Iterator<Item = DutyId> + Clone + use<> {
        let mut extensions = self.all_clocks().filter_map(|clock| clock.extension.as_ref());
        let satisfied = self.stages.iter().any(|stage| stage.satisfied.contains(&RoleId::RAISER));
        let own = [
            (DutyId::RAISER_SATISFIED, self.raiser_ends.is_some() || satisfied),
            (DutyId::EXTENSION_APPROVED, extensions.any(|extension| extension.approved_by.is_some())),
            (DutyId::BYPASS_APPROVED, self.bypass.approved_by.is_some()),
        ];
        own.into_iter().filter(|(_, there)| *there).map(|(id, _)| id)
    }

    /// The protocol for a dispute that was raised in this role: the role replaces `raiser` wherever the protocol says
    /// it.
    pub(super) fn as_raised_by(&self, raiser: &RoleId) -> Arc<Policy> {
        let ByRaiser(made) = &self.by_raiser;
        if let Some(policy) = made.read().unwrap_or_else(PoisonError::into_inner).get(raiser) {
            return Arc::clone(policy);
        }
        let policy = Arc::new(self.with_raiser(raiser));
        made.write().unwrap_or_else(PoisonError::into_inner).insert(raiser.clone(), Arc::clone(&policy));
        policy
    }

    fn with_raiser(&self, raiser: &RoleId) -> Policy {
        let mut rules = self.rules.clone();
        let put = |role: &mut RoleId| {
            if *role == RoleId::RAISER {
                role.clone_from(raiser);
            }
        };
        for stage in &mut rules.stages {
            match &mut stage.responders {
                Responders::AnyOf(roles) | Responders::AllOf(roles) | Responders::Chain(roles) => replace(roles, put),
            }
            replace(&mut stage.copy_to, put);
            stage.only_when.iter_mut().for_each(|one| put(&mut one.role));
            stage.owner.iter_mut().for_each(put);
            if let Some(meeting) = &mut stage.meeting {
                replace(&mut meeting.attendees, put);
                meeting.instead.values_mut().for_each(put);
                meeting.chair.iter_mut().chain(&mut meeting.minutes_by).for_each(put);
            }
        }
        let staged = rules.stages.iter_mut().flat_map(|stage| &mut stage.clocks);
        let clocks = staged.chain(&mut rules.total).chain(&mut rules.raise_within).chain(&mut rules.clocks);
        clocks.filter_map(|clock| clock.extension.as_mut()).for_each(|one| one.approved_by.iter_mut().for_each(put));
        rules.bypass.approved_by.iter_mut().for_each(put);
        for duty in &mut rules.duties {
            duty.by.iter_mut().chain(&mut duty.with).for_each(put);
        }
        for role in &mut rules.roles {
            role.substitutes.iter_mut().for_each(|one| put(&mut one.role));
        }
        rules.names_raiser = false;
        Policy { rules, by_raiser: ByRaiser::default() }
    }
}

/// Replaces the roles of a list and keeps each once: the raiser may be listed next to their own role.
fn replace(roles: &mut Vec<RoleId>, put: impl Fn(&mut RoleId)) {
    roles.iter_mut().for_each(put);
    *roles = each_once(std::mem::take(roles));
}
