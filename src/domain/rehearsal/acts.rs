//! What happens in a rehearsal because its author says so: an answer, an agreed plan, the end.

use super::{NOBODY, Play, Scene, What, step_on, unnamed};
use crate::domain::dispute::Party;
use crate::domain::event::ResultKind;
use crate::domain::policy::{Responders, RoleId};
use crate::domain::steps::{Agree, Denied, Resolve, Respond};
use crate::domain::time::{Date, Moment, describe};

/// Something that happens on a day, wherever the dispute is by then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Act {
    pub on: Moment,
    pub what: ActKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActKind {
    /// Whoever is asked answers, each of them where each is asked.
    Answer,
    /// The raiser accepts the plan.
    Agree,
    /// The raiser ends the dispute.
    Resolve,
}

impl Play<'_> {
    /// Lets happen what comes next, if it comes by a day; on any day where none is given. Gives its day.
    pub(super) fn act_by(&mut self, day: Option<Date>) -> Result<Option<Date>, Denied> {
        let Some(act) = self.acts.front().copied().filter(|act| day.is_none_or(|day| act.on.date() <= day)) else {
            return Ok(None);
        };
        self.acts.pop_front();
        let latest = self.dispute.latest();
        let same_day = act.on.date() == latest.date();
        let on = if same_day && act.on.is_before(&latest) { latest } else { act.on };
        match self.perform(act.what, on) {
            Ok(()) => {}
            Err(Denied::Beyond(fault)) => return Err(fault.into()),
            Err(denied) => {
                let what = match act.what {
                    ActKind::Answer => "no answer",
                    ActKind::Agree => "no plan is agreed",
                    ActKind::Resolve => "it is not resolved",
                };
                self.note(format!("{what} on {}: {denied}", describe(act.on.date())));
                return Ok(None);
            }
        }
        Ok(Some(on.date()))
    }

    fn perform(&mut self, what: ActKind, on: Moment) -> Result<(), Denied> {
        match what {
            ActKind::Answer => self.answer(on),
            ActKind::Agree => {
                let entry = self.dispute.agree(Agree::default(), &step_on(on, self.calendar))?;
                self.go_on(&entry)?;
                self.show_act(on, What::Agreed, "The plan is agreed", None);
                Ok(())
            }
            ActKind::Resolve => {
                let resolve = Resolve {
                    outcome: NOBODY.to_owned(),
                    result: ResultKind::Resolved,
                    impact_on_child: None,
                    barrier: None,
                    fields: Default::default(),
                };
                let entry = self.dispute.resolve(resolve, &step_on(on, self.calendar))?;
                self.go_on(&entry)?;
                let label = format!("The {} is resolved", self.dispute.policy.labels.dispute);
                self.show_act(on, What::Resolved, &label, None);
                Ok(())
            }
        }
    }

    fn answer(&mut self, on: Moment) -> Result<(), Denied> {
        let whom = unnamed(self.dispute.still_to_answer());
        let roles: Vec<Option<RoleId>> = match self.dispute.stage_entry().asked {
            Responders::AllOf(_) => whom.roles.iter().cloned().map(Some).collect(),
            Responders::AnyOf(_) | Responders::Chain(_) => vec![None],
        };
        for role in roles {
            let respond = Respond {
                text: NOBODY.to_owned(),
                role,
                name: None,
                actions: Vec::new(),
                barrier: None,
                fields: Default::default(),
            };
            let entry = self.dispute.respond(respond, &step_on(on, self.calendar))?;
            self.go_on(&entry)?;
        }
        let label = format!("Answered at {}", self.dispute.stage().title);
        self.show_act(on, What::Answered, &label, Some(whom));
        Ok(())
    }

    fn show_act(&mut self, on: Moment, what: What, text: &str, whom: Option<Party>) {
        let scene = Scene::at_stage(on, what, self.dispute.stage(), text.to_owned(), whom);
        self.rehearsal.scenes.push(scene);
    }
}
