//! The actions of a plan, tracked to their dates.

use super::{Denied, Doing, Passing, Refusal};
use crate::domain::dispute::{ActionState, Dispute};
use crate::domain::event::{ActionAdded, ActionDone, ActionMissed, Entry};

#[derive(Debug, Clone)]
pub enum ActionStep {
    Add(ActionAdded),
    Done(u32),
    Missed(ActionMissed),
}

impl Dispute {
    /// Adds an action, or says what became of one.
    ///
    /// # Errors
    /// A number that no action has; one that was closed already.
    pub fn act(&self, step: ActionStep, doing: &Doing<'_>) -> Result<Entry, Denied> {
        match &step {
            ActionStep::Add(_) => self.open_and_in_order(doing)?,
            ActionStep::Done(number) => self.open_action(*number, doing)?,
            ActionStep::Missed(facts) => self.open_action(facts.action, doing)?,
        }
        let mut passing = Passing::default();
        let event = match step {
            ActionStep::Add(facts) => {
                if facts.owner.is_none() {
                    passing.warned.push(format!("nobody is named for `{}`", facts.what));
                }
                if facts.due.is_some_and(|due| due < doing.on.date()) {
                    passing.warned.push(format!("the date of `{}` is past already", facts.what));
                }
                facts.into()
            }
            ActionStep::Done(action) => ActionDone { action }.into(),
            ActionStep::Missed(facts) => facts.into(),
        };
        self.entry(doing, event, passing)
    }

    fn open_action(&self, number: u32, doing: &Doing<'_>) -> Result<(), Denied> {
        self.known_action(number)?;
        self.in_order(doing)?;
        let state = match self.actions.iter().find(|action| action.number == number).map(|action| action.state) {
            Some(ActionState::Done) => "done",
            Some(ActionState::Missed) => "missed",
            Some(ActionState::Open) | None => return Ok(()),
        };
        let message = format!("action {number} is already recorded as {state}");
        Err(Refusal::flat("action", message, Some(format!("see `iro show {}`", self.header.id))))
    }
}
