//! The steps of praise: recording it, filing it, acknowledging it, withdrawing it.

use super::given::Given;
use super::in_order::not_in_future;
use super::rule::Bar;
use super::{
    Denied, GateOutcome, Refusal, StepContext, Unknown, bare_entry, checks::confirmable, gate::Gate, known,
    known_fields, known_role,
};
use crate::domain::event::{Acknowledged, DutyDone, Entry, Praised, Raised, Withdrawn};
use crate::domain::policy::{Circumstances, DutyId, Policy, RoleId, Verb};
use crate::domain::praise::Praise;
use crate::domain::same_name::is_same;
use crate::domain::terms::EntryNumber;
use crate::domain::time::describe_moment;

impl Praise {
    /// Records that it is on the child's file.
    ///
    /// # Errors
    /// Any other duty, praise that is on file already, or an impossible date.
    pub fn file(&self, facts: DutyDone, step: &StepContext<'_>) -> Result<Entry, Denied> {
        known("duty of praise", &facts.duty, [DutyId::ON_FILE])?;
        self.in_order(step)?;
        if self.filed.is_some() {
            let message = format!("`{}` is on the child's file already", self.header.id);
            return Err(Refusal::absolute(Bar::Duty, message, Some(format!("see `iro log {}`", self.header.id))));
        }
        Ok(bare_entry(EntryNumber::following(self.entry_count), step, facts.into(), GateOutcome::default()))
    }

    /// Resolves a typed name to a person it is for, as the record spells the name, or to a role that is asked to read
    /// it.
    pub(super) fn reader<'a>(&'a self, name: &'a str) -> Result<&'a str, Denied> {
        let names = self.facts.r#for.iter().map(String::as_str);
        let titled = |role: &&RoleId| is_same(role.as_str(), name) || is_same(self.policy.role_title(role), name);
        let role = || self.readers().find(titled).map(RoleId::as_str);
        let written = names.clone().find(|known| is_same(known, name)).or_else(role).unwrap_or(name);
        known("person it is for", written, names.chain(self.readers().map(RoleId::as_str)))?;
        Ok(written)
    }

    /// Records that somebody it is for has read it.
    ///
    /// # Errors
    /// A name that it isn't for, somebody who has acknowledged it already, or an impossible date.
    pub fn acknowledge(&self, name: &str, step: &StepContext<'_>) -> Result<Entry, Denied> {
        let written = self.reader(name)?;
        self.in_order(step)?;
        if self.is_read_by(written) {
            let written = self.policy.titled(written);
            let message = format!("{written} has acknowledged `{}` already", self.header.id);
            let hint = format!("see `iro show {}` for who has and who hasn't", self.header.id);
            return Err(Refusal::absolute(Bar::Acknowledged, message, Some(hint)));
        }
        let event = Acknowledged { name: written.to_string() }.into();
        Ok(bare_entry(EntryNumber::following(self.entry_count), step, event, GateOutcome::default()))
    }

    /// Withdraws praise that was recorded in error; it stays in the record.
    ///
    /// # Errors
    /// Praise that is withdrawn already, or an impossible date.
    pub fn withdraw(&self, reason: String, step: &StepContext<'_>) -> Result<Entry, Denied> {
        self.in_order(step)?;
        Ok(bare_entry(
            EntryNumber::following(self.entry_count),
            step,
            Withdrawn { reason, raised_in_error: None }.into(),
            GateOutcome::default(),
        ))
    }

    /// The checks for every step: not in the future, not before the praise was recorded, and not after it was
    /// withdrawn.
    fn in_order(&self, step: &StepContext<'_>) -> Result<(), Denied> {
        not_in_future(step)?;
        confirmable(&step.confirmed, self.policy.duties.iter().map(|duty| duty.id.clone()), step.now)?;
        let id = self.header.id;
        if step.on.is_before(&self.moved) {
            let message = format!(
                "{} is before the latest step of praise `{id}`, on {}",
                describe_moment(step.on),
                describe_moment(self.moved)
            );
            let hint = "leave `--on` out, or give a later day".to_string();
            return Err(Refusal::absolute(Bar::BeforeLatest, message, Some(hint)));
        }
        match &self.withdrawn {
            Some(_) => {
                let message = format!("praise `{id}` was withdrawn");
                Err(Refusal::absolute(Bar::Closed, message, Some(self.way_back())))
            }
            None => Ok(()),
        }
    }
}

/// Checks the roles and fields given with praise.
pub(super) fn praised_names(policy: &Policy, facts: &Praised) -> Result<(), Denied> {
    for role in facts.role.iter().chain([&facts.by_role]) {
        known_role(policy, role)?;
    }
    Ok(known_fields(policy, &facts.fields)?)
}

/// Records praise.
///
/// # Errors
/// Unknown roles or fields, a date in the future, or what the policy asks for with praise.
pub fn decide_praise(policy: &Policy, mut facts: Praised, step: &StepContext<'_>) -> Result<Entry, Denied> {
    if facts.by_role.is_empty() {
        facts.by_role = policy.raisers.first().cloned().unwrap_or_default();
    }
    facts.by_role = policy.resolve_role(facts.by_role.as_str());
    facts.role = facts.role.take().map(|role| policy.resolve_role(role.as_str()));
    facts.reasons = reasons_in_words(policy, facts.reasons)?;
    praised_names(policy, &facts)?;
    confirmable(&step.confirmed, policy.duties.iter().map(|duty| duty.id.clone()), step.now)?;
    not_in_future(step)?;
    // Praise belongs to no dispute, so the circumstances of a rule can only be what is given with it.
    let said = Raised { by_role: facts.by_role.clone(), fields: facts.fields.clone(), ..Raised::default() };
    let mut gate = Gate::new(policy, step, Verb::Praise, None);
    let event = facts.into();
    gate.rules_of(Verb::Praise, &Circumstances::at_raising(&said), None, &Given::with(&event, None));
    gate.warn(policy.praise.is_none(), "this protocol has no form for praise; your praise is recorded anyway");
    let gate_outcome = gate.pass()?;
    Ok(bare_entry(EntryNumber::FIRST, step, event, gate_outcome))
}

/// Resolves typed reasons to the protocol's own: part of the wording will do, if only one reason has it.
fn reasons_in_words(policy: &Policy, typed: Vec<String>) -> Result<Vec<String>, Unknown> {
    let known = || policy.praise.iter().flat_map(|rule| &rule.reasons);
    let in_words = |typed: String| {
        let part = typed.to_lowercase();
        let mut fits = known().filter(|reason| reason.to_lowercase().contains(&part));
        match (fits.next(), fits.next()) {
            (Some(reason), None) => Ok(reason.clone()),
            (Some(_), Some(_)) | (None, _) => Err(Unknown::named("reason", typed, known().cloned().collect())),
        }
    };
    typed.into_iter().map(in_words).collect()
}
