//! Resolving, withdrawing and reopening a dispute.

use std::collections::BTreeMap;

use super::gate::Gate;
use super::given::Given;
use super::remedy::Remedy;
use super::rule::{Bar, OwnRule};
use super::{Denied, Refusal, StepContext, known_fields, known_stage};
use crate::domain::dispute::{Dispute, Status};
use crate::domain::event::{Because, Entry, Reopened, Resolved, Withdrawn};
use crate::domain::policy::{Asked, DutyId, Fact, FieldId, RoleId, StageId, Verb, has_one_of};
use crate::domain::time::Date;

#[derive(Debug, Clone)]
pub struct Reopen {
    pub reason: String,
    /// The stage to reopen at; if `None`, the one it ended at.
    pub to: Option<StageId>,
    /// The date agreed, where the policy leaves the limit to be agreed.
    pub respond_by: Option<Date>,
    pub fields: BTreeMap<FieldId, String>,
}

impl Dispute {
    /// Resolves the dispute, which is for the raiser alone.
    ///
    /// # Errors
    /// Open actions, an obstacle as the ground, or what the policy asks for, unless overridden with a reason.
    pub fn resolve(&self, facts: Resolved, step: &StepContext<'_>) -> Result<Entry, Denied> {
        self.end(facts, true, step)
    }

    /// As `resolve`, where nobody said how it ended: the result in the facts is only the usual one.
    ///
    /// # Errors
    /// Also a policy that asks for the result.
    pub fn resolve_without_result(&self, facts: Resolved, step: &StepContext<'_>) -> Result<Entry, Denied> {
        self.end(facts, false, step)
    }

    fn end(&self, facts: Resolved, result_said: bool, step: &StepContext<'_>) -> Result<Entry, Denied> {
        if let Some(then) = self.state_at_step(step)? {
            return then.end(facts, result_said, step);
        }
        known_fields(&self.policy, &facts.fields)?;
        self.in_order(step)?;
        if !self.is_open() {
            self.open_and_in_order(step)?;
        }
        let barrier = facts.barrier;
        let event = facts.into();
        let mut gate = self.gate(step, Verb::Resolve);
        let given = Given::with(&event, Some(self)).without_unless(Fact::Result, result_said);
        gate.policy_rules(&self.facts_at(None, Some(step.on)), Some(self), &given);
        self.by_its_raiser(&mut gate, step, "is satisfied and has asked you to end it");
        self.no_open_actions(&mut gate);
        let text = "an obstacle such as resources or staffing is not a reason for ending a dispute".to_string();
        match self.policy.obstacles.as_deref() {
            Some(clause) => gate.require(barrier.is_none(), OwnRule::Barrier, text, Some(clause), Remedy::Override),
            None => gate.require_by_law(barrier.is_none(), OwnRule::Barrier, text, "IRO Handbook 2010, chapter 6"),
        };
        let gate_outcome = gate.pass()?;
        let mut entry = self.entry(step, event, gate_outcome)?;
        let ended = self.after(&entry, step.calendar)?;
        let mut owed = ended.owed();
        // It could not be done before, and is listed with its date.
        owed.retain(|duty| !ended.is_due_after_the_end(duty));
        entry.warned.extend(ended.not_on_record_yet(&owed));
        Ok(entry)
    }

    /// If the protocol leaves the end to the raiser, requires anybody else to confirm that the raiser agreed, or to
    /// give a reason.
    fn by_its_raiser(&self, gate: &mut Gate<'_>, step: &StepContext<'_>, agreed: &str) {
        let here = self.stage();
        let at_stage = here.satisfied.contains(&RoleId::RAISER).then_some(here.source.as_str());
        let Some(source) = self.policy.raiser_ends.as_deref().filter(|_| !self.is_judged_by_another()).or(at_stage)
        else {
            return;
        };
        let confirmed = step.confirmed.iter().any(|one| one.duty == DutyId::RAISER_SATISFIED);
        let text = format!("{}, who raised it, {agreed}", self.raiser());
        let met = confirmed || self.is_raiser(&step.by);
        gate.require(met, DutyId::RAISER_SATISFIED, text, Some(source), Remedy::CONFIRM);
    }

    /// Withdraws the dispute, for example because it was raised in error. It stays in the record and in the figures.
    ///
    /// # Errors
    /// A dispute that has ended, an impossible date, or somebody else's dispute if the protocol leaves its end to the
    /// raiser.
    pub fn withdraw(&self, facts: Withdrawn, step: &StepContext<'_>) -> Result<Entry, Denied> {
        if let Some(then) = self.state_at_step(step)? {
            return then.withdraw(facts, step);
        }
        self.in_order(step)?;
        if !self.is_open() {
            self.open_and_in_order(step)?;
        }
        let mut gate = self.gate(step, Verb::Resolve).of("withdraw");
        self.by_its_raiser(&mut gate, step, "has asked you to withdraw it");
        self.entry(step, facts.into(), gate.pass()?)
    }

    /// Reopens an ended dispute; the total still counts from its first start.
    ///
    /// # Errors
    /// An unknown stage, a dispute that hasn't ended, or one that comes back from a complaint while the record still
    /// says that the complaints procedure was chosen.
    pub fn reopen(&self, mut reopen: Reopen, step: &StepContext<'_>) -> Result<Entry, Denied> {
        if let Some(then) = self.state_at_step(step)? {
            return then.reopen(reopen, step);
        }
        reopen.to = reopen.to.map(|to| self.policy.resolve_stage(to.as_str()));
        if let Some(to) = &reopen.to {
            known_stage(&self.policy, to)?;
        }
        self.in_order(step)?;
        let complained = self.status() == Status::Complaint;
        if self.is_open() && !complained {
            let id = self.header.id;
            let hint = format!("run `iro escalate {id}` to escalate, or see `iro show {id}`");
            return Err(Refusal::absolute(Bar::Open, format!("dispute `{id}` is open"), Some(hint)));
        }
        let here = self.stage();
        let stage = reopen.to.as_ref().and_then(|to| self.policy.stage(to)).unwrap_or(here);
        let mut gate = Gate::new(&self.policy, step, Verb::Reopen, Some(&stage.id));
        // A resolved dispute is reopened because actions were not done; why any other is reopened isn't known.
        let facts = self.facts_at(self.resolved.is_some().then_some(Because::ActionsNotDone), Some(step.on));
        let agreed = reopen.respond_by;
        let reason = reopen.reason;
        let unsaid = complained.then(|| self.route_unsaid(&reopen.fields)).flatten();
        let event = Reopened { stage: stage.id.clone(), reason, respond_by: agreed, fields: reopen.fields }.into();
        let given = Given::with(&event, Some(self));
        gate.entering(Verb::Reopen, stage, agreed, &facts, Some(self), &given)?;
        if stage.id != here.id {
            gate.rules_of(Verb::Escalate, &facts, Some(self), &given);
        }
        if let Some((field, text, source)) = unsaid {
            let asked = Asked::Field(field);
            gate.refuse(asked.clone(), text, Some(source), Remedy::Give(asked));
        }
        let gate_outcome = gate.pass()?;
        self.check_names_and_dates(&event, step.on, step.now)?;
        self.entry(step, event, gate_outcome)
    }

    /// The field that still says that the complaints procedure was chosen, when a dispute comes back from there: its
    /// name, the sentence for the refusal, and the clause. `None` if no field does.
    fn route_unsaid(&self, given: &BTreeMap<FieldId, String>) -> Option<(FieldId, String, &str)> {
        let rule = self.policy.complaint_chosen.as_ref()?;
        let chosen = rule.when.raised.fields.iter().find_map(|(name, values)| {
            let value = self.fields().get(name).filter(|value| has_one_of(value, values))?;
            (!given.contains_key(name)).then_some((name, value))
        });
        let (name, value) = chosen?;
        let text = format!(
            "the record says `{name}={value}`, and the dispute comes back from there; nothing says what was chosen instead"
        );
        Some((name.clone(), text, &rule.source))
    }
}
