//! The responder's answer, and the raiser's acceptance of its plan. Neither closes the dispute.

use std::collections::BTreeMap;

use super::{Denied, StepContext, known_fields, known_role};
use crate::domain::dispute::{Dispute, Status};
use crate::domain::event::{Barrier, Entry, PlanAgreed, PlannedAction, Responded};
use crate::domain::policy::{FieldId, Responders, RoleId, Substitute, Verb};
use crate::domain::same_name::is_same;
use crate::domain::text::list;
use crate::domain::time::Date;

#[derive(Debug, Clone, Default)]
pub struct Respond {
    pub text: String,
    /// The role that answers; if `None`, the stage's responder.
    pub role: Option<RoleId>,
    /// The name of the person, if given.
    pub name: Option<String>,
    pub actions: Vec<PlannedAction>,
    pub barrier: Option<Barrier>,
    pub fields: BTreeMap<FieldId, String>,
}

impl Dispute {
    /// Records an answer.
    ///
    /// # Errors
    /// An unknown role or field; a dispute that has ended; what the policy asks for with an answer.
    pub fn respond(&self, mut respond: Respond, step: &StepContext<'_>) -> Result<Entry, Denied> {
        if let Some(then) = self.state_at_step(step)? {
            return then.respond(respond, step);
        }
        respond.role = respond.role.map(|role| self.policy.resolve_role(role.as_str()));
        if let Some(role) = &respond.role {
            known_role(&self.policy, role)?;
        }
        known_fields(&self.policy, &respond.fields)?;
        self.open_and_in_order(step)?;
        let responder = self.responder();
        let name = respond.name.as_deref();
        let role = respond.role.or_else(|| self.who_answers(name)).unwrap_or_default();
        let on = step.on.date();
        let standing_in_for = self.stood_in_for(&role, on);
        let Respond { text, name, actions, barrier, fields, .. } = respond;
        let responded = Responded { role, name, standing_in_for, text, actions, barrier, fields };
        let event = responded.clone().into();
        let mut gate = self.gate_for(step, Verb::Respond, &event);
        let role = &responded.role;
        let expected = role.is_empty() || responder.roles.iter().any(|asked| self.policy.acts_for(role, asked, on));
        gate.warn(!expected, self.not_asked(role));
        gate.warn(responded.barrier.is_some(), "an obstacle is not a reason for closing it: the dispute stays open");
        for action in &responded.actions {
            gate.warn(action.owner.is_none(), format!("nobody is named for `{}`", action.what));
            gate.warn(action.due.is_none(), format!("no date is set for `{}`", action.what));
            let past = action.due.is_some_and(|due| due < step.on.date());
            gate.warn(past, format!("the date of `{}` is past already", action.what));
        }
        let gate_outcome = gate.pass()?;
        self.entry(step, event, gate_outcome)
    }

    /// The role that `role` answers for, if it was not asked itself: the first that it may act for and that has not
    /// answered yet.
    fn stood_in_for(&self, role: &RoleId, on: Date) -> Option<RoleId> {
        let asked = self.responder().roles;
        if asked.iter().any(|one| one == role) {
            return None;
        }
        let answers = &self.stage_entry().answers;
        let open =
            |one: &&RoleId| !answers.iter().any(|answer| self.policy.acts_for(&answer.role, one, answer.at.date()));
        let mut could = asked.iter().filter(|one| self.policy.acts_for(role, one, on));
        could.clone().find(open).or_else(|| could.next()).cloned()
    }

    /// Records that the raiser accepts the plan; its actions are then tracked.
    ///
    /// # Errors
    /// A dispute that has ended, or what the policy asks for first.
    pub fn agree(&self, facts: PlanAgreed, step: &StepContext<'_>) -> Result<Entry, Denied> {
        if let Some(then) = self.state_at_step(step)? {
            return then.agree(facts, step);
        }
        known_fields(&self.policy, &facts.fields)?;
        self.open_and_in_order(step)?;
        let event = facts.into();
        let mut gate = self.gate_for(step, Verb::Agree, &event);
        let no_plan = self.status() == Status::AwaitingResponse || self.actions.is_empty();
        let unanswered = no_plan && !self.has_answer_that_counts();
        let none = match self.actions.is_empty() {
            true => "no answer and no action is recorded yet".to_string(),
            false => format!("no answer is recorded at {}: the plan is that of an earlier stage", self.stage().title),
        };
        gate.warn(unanswered, none);
        let missing = self.status() == Status::AwaitingResponse && !unanswered && self.answered().is_none();
        let titles: Vec<String> = self.still_to_answer().roles.iter().map(|role| self.title(role)).collect();
        gate.warn(
            missing,
            format!("no answer of the {} is recorded yet, and it is still awaited", list(&titles, "and")),
        );
        gate.warn(self.status() == Status::Agreed, "the plan is agreed already");
        let gate_outcome = gate.pass()?;
        self.entry(step, event, gate_outcome)
    }

    /// The role that an answer is from, if none is given: that of the person named, the only one asked, or the next of
    /// those who must all answer. `None` if several are possible, also where it is known who holds each role.
    fn who_answers(&self, name: Option<&str>) -> Option<RoleId> {
        let asked = self.responder();
        let is_named = |holder: &str| name.is_some_and(|name| is_same(holder, name));
        if let Some((role, _)) = asked.holders.iter().find(|(_, holder)| is_named(holder)) {
            return Some(role.clone());
        }
        match (&self.stage_entry().asked, asked.roles.as_slice()) {
            (_, [only]) => Some(only.clone()),
            (Responders::AllOf(roles), _) => {
                let answered = self.answered().is_some();
                let next = self.still_to_answer().roles.into_iter().next();
                next.filter(|_| !answered).or_else(|| roles.last().cloned())
            }
            (Responders::AnyOf(_) | Responders::Chain(_), _) => None,
        }
    }

    pub(super) fn title(&self, role: &RoleId) -> String {
        self.policy.role_title(role).to_string()
    }

    /// The titles of those whose answer is awaited.
    pub(super) fn awaited(&self) -> String {
        let asked = self.still_to_answer();
        let titles: Vec<&str> = asked.roles.iter().map(|role| self.policy.role_title(role)).collect();
        list(&titles, asked.joined_by())
    }

    /// The warning if somebody answers who is not asked: it is recorded, but doesn't count as the answer.
    fn not_asked(&self, role: &RoleId) -> String {
        let asked = self.still_to_answer();
        let are = if asked.each && asked.roles.len() > 1 { "are" } else { "is" };
        let whom = self.awaited();
        let given = asked.roles.iter().map(|role| format!("`--role {role}`")).collect::<Vec<_>>();
        let acts = asked.roles.iter().flat_map(|one| self.policy.substitutes(one)).filter(|one| one.role == *role);
        let only: Vec<String> = acts.map(Substitute::in_words).collect();
        let only = if only.is_empty() { String::new() } else { format!(", who acts for them {}", list(&only, "or")) };
        format!(
            "{whom} {are} asked to answer, not {}{only}: it is kept, and the answer is still awaited. One that was given \
             for them is recorded with {}",
            self.title(role),
            list(&given, "or")
        )
    }
}
