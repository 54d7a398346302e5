//! Duties and answers that a protocol asks for, at a stage or before a step is taken.

use serde::{Deserialize, Serialize};

use super::{Asked, ClockId, DutyId, Policy, RoleId, Stage, StageId, StartsOn, When};
use crate::domain::worded::{Worded, worded};

/// Something a person must do and the record must show.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Duty {
    pub id: DutyId,
    pub text: String,
    /// What a family would call its being done, within a sentence: `the talk at stage 2`.
    pub called: Option<String>,
    /// The stages in which it is owed; empty for one that only guards steps.
    pub stages: Vec<StageId>,
    /// The steps it is asked for before.
    pub before: Vec<Step>,
    pub when: When,
    pub enforce: Enforce,
    /// Doing it once is enough for the whole dispute, and not only for one stay at a stage.
    pub once: bool,
    /// What brings it up: nobody owes it until one of these has happened. Empty for one that is owed from the start.
    pub from: Vec<StartsOn>,
    /// Once the date of this clock of the stage has come, doing it counts only from that date on.
    pub after_due: Option<ClockId>,
    /// It is owed once the dispute has ended, in no stage.
    pub at_end: bool,
    /// It is no longer owed once the stage is left.
    pub lapses: bool,
    /// Escalating from the stage shows that this was done, such as having considered it.
    pub done_by_escalating: bool,
    /// It is no longer owed once the dispute has ended. Any other outlives the end until it is done or waived.
    pub while_open: bool,
    /// It is done with one child: doing it does not count for siblings for whom the same was raised.
    pub each_child: bool,
    /// Who does it; by default the raiser.
    pub by: Option<RoleId>,
    /// With whom, or who is informed.
    pub with: Option<RoleId>,
    /// The yardsticks of guidance outside the protocol that it meets.
    pub meets: Vec<String>,
    pub source: String,
}

impl Duty {
    /// Whether it is owed after the end until it is done or waived.
    pub fn stays_owed_after_end(&self) -> bool {
        !self.lapses && !self.while_open
    }

    /// Whether it is asked for before certain stages are entered, and nowhere else.
    pub fn guards_entering_stage(&self) -> bool {
        self.guards(|step| step.verb.enters_a_stage() && step.stage.is_some())
    }

    /// Whether it is asked for before a stage is left or entered, and nowhere else.
    pub fn guards_stages(&self) -> bool {
        self.guards(|step| step.verb == Verb::Escalate || step.verb == Verb::Raise && step.stage.is_some())
    }

    /// Whether it is asked for before a referral is made or the stages are cut short, and nowhere else.
    pub fn guards_referral(&self) -> bool {
        self.guards(|step| step.verb.refers())
    }

    /// Whether it belongs to no stage and all steps that it is asked for before are of one kind.
    fn guards(&self, kind: impl Fn(&Step) -> bool) -> bool {
        self.stages.is_empty() && !self.at_end && !self.before.is_empty() && self.before.iter().all(kind)
    }
}

impl Policy {
    /// Whether a duty is that a role is satisfied, or is not, and a stage asks that of the role.
    pub fn is_satisfaction(&self, duty: &Duty) -> bool {
        let of = duty.id.satisfied_role();
        let judges =
            |stage: &Stage, role: &RoleId| stage.satisfied.contains(role) || stage.judge.as_ref() == Some(role);
        of.is_some_and(|role| self.stages.iter().any(|stage| judges(stage, &role)))
    }
}

/// A text, date or answer that must be given with a step.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ask {
    pub ask: Asked,
    pub before: Vec<Step>,
    pub when: When,
    pub enforce: Enforce,
    pub source: String,
}

worded! {
    /// What happens if something is asked for before a step and is missing.
    pub enum Enforce {
        /// The step stops, unless it is confirmed or overridden with a reason.
        Refuse = "refuse",
        /// The step continues with a warning.
        Warn = "warn",
        /// It is listed as outstanding.
        Remind = "remind",
    }
}

/// A step that a duty can be asked for before: `escalate`, or `escalate stage-2`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Step {
    pub verb: Verb,
    /// The stage it leads to (for `raise` and `escalate`) or happens in (for the others).
    pub stage: Option<StageId>,
}

worded! {
    /// The steps that duties and questions can be attached to.
    pub enum Verb {
        Raise = "raise",
        Respond = "respond",
        Agree = "agree",
        Resolve = "resolve",
        Escalate = "escalate",
        Extend = "extend",
        Meeting = "meeting",
        Decide = "decide",
        Refer = "refer",
        Curtail = "curtail",
        Complaint = "complaint",
        Praise = "praise",
        Reopen = "reopen",
    }
}

impl Verb {
    /// Whether it leads to a stage.
    pub fn enters_a_stage(self) -> bool {
        match self {
            Verb::Raise | Verb::Escalate => true,
            Verb::Respond
            | Verb::Agree
            | Verb::Resolve
            | Verb::Extend
            | Verb::Meeting
            | Verb::Decide
            | Verb::Refer
            | Verb::Curtail
            | Verb::Complaint
            | Verb::Praise
            | Verb::Reopen => false,
        }
    }

    /// Whether it is taken on one of the grounds for escalating.
    pub fn has_a_ground(self) -> bool {
        match self {
            Verb::Escalate | Verb::Reopen => true,
            Verb::Raise
            | Verb::Respond
            | Verb::Agree
            | Verb::Resolve
            | Verb::Extend
            | Verb::Meeting
            | Verb::Decide
            | Verb::Refer
            | Verb::Curtail
            | Verb::Complaint
            | Verb::Praise => false,
        }
    }

    /// Whether it is a referral, in its own time or by cutting the stages short.
    pub fn refers(self) -> bool {
        match self {
            Verb::Refer | Verb::Curtail => true,
            Verb::Raise
            | Verb::Respond
            | Verb::Agree
            | Verb::Resolve
            | Verb::Escalate
            | Verb::Extend
            | Verb::Meeting
            | Verb::Decide
            | Verb::Complaint
            | Verb::Praise
            | Verb::Reopen => false,
        }
    }
}

impl Step {
    /// Whether this rule's step covers the one being taken.
    pub fn covers(&self, verb: Verb, stage: Option<&StageId>) -> bool {
        self.verb == verb && (self.stage.is_none() || self.stage.as_ref() == stage)
    }
}

impl Verb {
    /// Whether its command takes `--field`, for the fields that a policy declares.
    pub fn takes_fields(self) -> bool {
        match self {
            Verb::Extend | Verb::Meeting | Verb::Decide => false,
            Verb::Raise
            | Verb::Reopen
            | Verb::Complaint
            | Verb::Respond
            | Verb::Agree
            | Verb::Resolve
            | Verb::Escalate
            | Verb::Refer
            | Verb::Curtail
            | Verb::Praise => true,
        }
    }
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.verb.word())?;
        match &self.stage {
            Some(stage) => write!(f, " {stage}"),
            None => Ok(()),
        }
    }
}

/// The text is not a step.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a step")]
pub struct NotAStep(String);

impl TryFrom<String> for Step {
    type Error = NotAStep;

    fn try_from(text: String) -> Result<Step, NotAStep> {
        let (verb, stage) = text.split_once(' ').map_or((text.as_str(), None), |(verb, stage)| (verb, Some(stage)));
        let verb = Verb::named(verb).ok_or_else(|| NotAStep(text.clone()))?;
        Ok(Step { verb, stage: stage.map(StageId::from) })
    }
}

impl From<Step> for String {
    fn from(step: Step) -> String {
        step.to_string()
    }
}
