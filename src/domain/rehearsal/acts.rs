//! What happens in a rehearsal because its author says so: an answer, an agreed plan, a meeting, a decision, a
//! referral, a complaint, or the end.

use super::{NOBODY, Play, Scene, What, step_on, unnamed};
use crate::domain::dispute::{Party, Status};
use crate::domain::event::{
    Complained, Decided, DutyDone, Entry, MeetingHeld, PlanAgreed, Referred, Resolved, ResultKind, Withdrawn,
};
use crate::domain::policy::{DutyId, OwedAt, Responders, RoleId, StageId};
use crate::domain::steps::{Denied, Respond};
use crate::domain::time::{Date, Moment, describe};

/// Something that happens on a day, whatever stage the dispute is at by then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    pub on: Moment,
    pub what: ActKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActKind {
    /// Whoever is asked answers; everybody, if all must.
    Answer,
    /// The raiser accepts the plan.
    Agree,
    /// A meeting is held.
    Meet,
    /// The authority decides.
    Decide,
    /// A duty is done.
    Do(DutyAt),
    /// It is referred to Cafcass, in writing.
    Refer,
    /// It goes to the complaints procedure.
    Complain,
    /// The raiser withdraws the dispute.
    Withdraw,
    /// The raiser resolves the dispute.
    Resolve,
}

/// A duty: of the stage named, which was left, or of any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyAt {
    pub stage: Option<StageId>,
    pub duty: DutyId,
}

impl DutyAt {
    /// Reads `DUTY` or `STAGE/DUTY`.
    pub fn typed(text: &str) -> DutyAt {
        match text.split_once('/') {
            Some((stage, duty)) => DutyAt { stage: Some(stage.into()), duty: duty.into() },
            None => DutyAt { stage: None, duty: text.into() },
        }
    }
}

impl ActKind {
    /// Whether it is an answer to the dispute, or follows from one.
    pub(super) fn answers(&self) -> bool {
        match self {
            ActKind::Answer | ActKind::Agree | ActKind::Decide => true,
            ActKind::Meet
            | ActKind::Do(_)
            | ActKind::Refer
            | ActKind::Complain
            | ActKind::Withdraw
            | ActKind::Resolve => false,
        }
    }

    /// Whether it settles the stage: what an author does about an answer.
    pub(super) fn settles(&self) -> bool {
        match self {
            ActKind::Agree | ActKind::Complain | ActKind::Withdraw | ActKind::Resolve => true,
            ActKind::Answer | ActKind::Meet | ActKind::Decide | ActKind::Do(_) | ActKind::Refer => false,
        }
    }

    /// Whether it may come before or after an answer, which it has nothing to do with.
    pub(super) fn is_beside_the_answer(&self) -> bool {
        match self {
            ActKind::Meet | ActKind::Do(_) | ActKind::Refer => true,
            ActKind::Answer
            | ActKind::Agree
            | ActKind::Decide
            | ActKind::Complain
            | ActKind::Withdraw
            | ActKind::Resolve => false,
        }
    }

    /// How the note begins if it can't be done.
    fn undone(&self) -> String {
        let said = match self {
            ActKind::Do(done) => return format!("`{}` is not done", done.duty),
            ActKind::Answer => "no answer",
            ActKind::Agree => "no plan is agreed",
            ActKind::Meet => "no meeting",
            ActKind::Decide => "no decision",
            ActKind::Refer => "no referral",
            ActKind::Complain => "no complaint",
            ActKind::Withdraw => "it is not withdrawn",
            ActKind::Resolve => "it is not resolved",
        };
        said.to_owned()
    }

    /// Whether it is that this duty is done.
    pub(super) fn does(&self, duty: &DutyId) -> bool {
        match self {
            ActKind::Do(done) => done.duty == *duty,
            ActKind::Answer
            | ActKind::Agree
            | ActKind::Meet
            | ActKind::Decide
            | ActKind::Refer
            | ActKind::Complain
            | ActKind::Withdraw
            | ActKind::Resolve => false,
        }
    }
}

impl Play<'_> {
    /// Performs the next act. Returns its day; `None` if it could not be done, for which a note is added.
    pub(super) fn act(&mut self, act: Act) -> Result<Option<Date>, Denied> {
        self.acts.pop_front();
        let latest = self.dispute.latest();
        let same_day = act.on.date() == latest.date();
        let on = if same_day && act.on.is_before(&latest) { latest } else { act.on };
        match self.perform(&act.what, on) {
            Ok(()) => {}
            Err(Denied::Beyond(fault)) => return Err(fault.into()),
            Err(denied) => {
                // Nobody raised it, so its number says nothing.
                let why = denied.to_string().replace(&format!("dispute `{}`", self.dispute.header.id), "it");
                self.note(format!("{} on {}: {why}", act.what.undone(), describe(act.on.date())));
                return Ok(None);
            }
        }
        Ok(Some(on.date()))
    }

    fn perform(&mut self, what: &ActKind, on: Moment) -> Result<(), Denied> {
        let step = step_on(on, self.calendar);
        let stage = self.dispute.stage();
        match what {
            ActKind::Answer => self.answer(on),
            ActKind::Agree => {
                let entry = self.dispute.agree(PlanAgreed::default(), &step)?;
                self.take(&entry, on, What::Agreed, "The plan is agreed".to_owned())
            }
            ActKind::Meet => {
                let title = stage.meeting.as_ref().map_or("A meeting", |meeting| meeting.title.as_str());
                let label = format!("{title} is held");
                let entry =
                    self.dispute.meet(MeetingHeld { chair: NOBODY.to_owned(), ..MeetingHeld::default() }, &step)?;
                self.take(&entry, on, What::Met, label)
            }
            ActKind::Decide => {
                let label = format!("Decided at {}", stage.title);
                let decided = Decided { decided_by: NOBODY.to_owned(), text: NOBODY.to_owned() };
                let entry = self.dispute.decide(decided, &step)?;
                self.take(&entry, on, What::Decided, label)
            }
            ActKind::Do(DutyAt { stage, duty }) => {
                let (duty, place) = (duty.clone(), stage.clone().map(OwedAt::Stage));
                let label = self.dispute.policy.duty(&duty).map_or_else(|| duty.to_string(), |duty| duty.text.clone());
                let entry = self.dispute.done(DutyDone { duty, stage: place, ..DutyDone::default() }, &step)?;
                self.take(&entry, on, What::Done, label)
            }
            ActKind::Refer if !self.dispute.can_be_referred() => {
                let why = self.referral();
                self.note(format!("{} on {}: {why}", what.undone(), describe(on.date())));
                Ok(())
            }
            ActKind::Refer => {
                let label = format!("Referred to {}", self.dispute.referred_to());
                let reason = Some(NOBODY.to_owned());
                let refer = Referred {
                    reason: reason.clone(),
                    impact_on_child: reason,
                    written: Some(on),
                    ..Referred::default()
                };
                let entry = self.dispute.refer(refer, &step)?;
                self.take(&entry, on, What::Referred, label)
            }
            ActKind::Complain => {
                let entry =
                    self.dispute.complain(Complained { reason: NOBODY.to_owned(), ..Complained::default() }, &step)?;
                self.go_on(&entry)?;
                let label = match self.dispute.status() == Status::Complaint {
                    true => "The complaints procedure takes over",
                    false => "The complaints procedure begins; the stages go on",
                };
                self.show_act(on, What::Complaint, label, None);
                Ok(())
            }
            ActKind::Withdraw => {
                let label = format!("The {} is withdrawn", self.dispute.policy.labels.dispute);
                let withdrawn = Withdrawn { reason: NOBODY.to_owned(), raised_in_error: None };
                let entry = self.dispute.withdraw(withdrawn, &step)?;
                self.take(&entry, on, What::Withdrawn, label)
            }
            ActKind::Resolve => {
                let label = format!("The {} is resolved", self.dispute.policy.labels.dispute);
                let resolve = Resolved {
                    outcome: NOBODY.to_owned(),
                    result: ResultKind::Resolved,
                    impact_on_child: None,
                    barrier: None,
                    fields: Default::default(),
                };
                let entry = self.dispute.resolve(resolve, &step)?;
                self.take(&entry, on, What::Resolved, label)
            }
        }
    }

    fn take(&mut self, entry: &Entry, on: Moment, what: What, label: String) -> Result<(), Denied> {
        self.go_on(entry)?;
        self.show_act(on, what, &label, None);
        Ok(())
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
        self.show(scene);
    }
}
