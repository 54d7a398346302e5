//! Steps about the actions of a plan: adding one, and recording it as done or missed.

use super::rule::Bar;
use super::{Denied, GateOutcome, Refusal, StepContext};
use crate::domain::dispute::{ActionState, Dispute};
use crate::domain::event::{ActionAdded, ActionDone, ActionMissed, Entry};
use crate::domain::terms::ActionNumber;
use crate::domain::time::describe_moment;

#[derive(Debug, Clone)]
pub enum ActionStep {
    Add(ActionAdded),
    Done(ActionNumber),
    Missed(ActionMissed),
}

impl Dispute {
    /// Adds an action, or records one as done or missed.
    ///
    /// # Errors
    /// A number that no action has; one that was closed already.
    pub fn act(&self, action: ActionStep, step: &StepContext<'_>) -> Result<Entry, Denied> {
        match &action {
            ActionStep::Add(_) => self.open_and_in_order(step)?,
            ActionStep::Done(number) => {
                self.open_action(*number, step)?;
                self.not_before_it_was_raised(step)?;
            }
            ActionStep::Missed(facts) => {
                self.known_action(facts.action)?;
                self.in_order(step)?;
                self.open_action(facts.action, step)?;
            }
        }
        let mut gate_outcome = GateOutcome::default();
        let event = match action {
            ActionStep::Add(facts) => {
                if facts.owner.is_none() {
                    gate_outcome.warned.push(format!("nobody is named for `{}`", facts.what));
                }
                if facts.due.is_some_and(|due| due < step.on.date()) {
                    gate_outcome.warned.push(format!("the date of `{}` is past already", facts.what));
                }
                facts.into()
            }
            ActionStep::Done(number) => ActionDone { action: number }.into(),
            ActionStep::Missed(facts) => facts.into(),
        };
        self.entry(step, event, gate_outcome)
    }

    fn open_action(&self, number: ActionNumber, step: &StepContext<'_>) -> Result<(), Denied> {
        self.known_action(number)?;
        let Some(action) = self.actions.iter().find(|action| action.number == number) else { return Ok(()) };
        let state = match action.state {
            ActionState::Done => "done",
            ActionState::Missed => "missed",
            ActionState::Open if step.on.is_before(&action.since) => {
                let message = format!(
                    "action {number} was agreed on {}, after {}",
                    describe_moment(action.since),
                    describe_moment(step.on)
                );
                return Err(Refusal::absolute(Bar::Action, message, Some("give a later day with `--on`".into())));
            }
            ActionState::Open => return Ok(()),
        };
        let message = format!("action {number} is already recorded as {state}");
        Err(Refusal::absolute(Bar::Action, message, Some(format!("see `iro show {}`", self.header.id))))
    }
}
