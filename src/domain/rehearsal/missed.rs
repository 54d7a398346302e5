//! What runs out, or is left undone, because the author of a rehearsal says so.

use crate::domain::dispute::Clock;
use crate::domain::policy::{ClockId, ClockRule, DutyId, EndsOn, Policy, Stage, StageId};
use crate::domain::steps::{Denied, Unknown, known};

/// A clock or a duty as it was typed: at the stage named, or at any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    stage: Option<StageId>,
    name: String,
    /// Which of the two it is, if that was typed.
    kind: Option<Kind>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Clock,
    Duty,
}

/// A clock that runs out, or a duty that is not done: at the stage named, or at any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Missed {
    pub stage: Option<StageId>,
    pub what: MissedWhat,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum MissedWhat {
    Clock(ClockId),
    Duty(DutyId),
}

impl Named {
    /// Reads `NAME` or `STAGE/NAME`, with `clock=` or `duty=` before it where a clock and a duty have one name.
    pub fn typed(text: &str) -> Named {
        let (kind, named) = match text.split_once('=') {
            Some(("clock", named)) => (Some(Kind::Clock), named),
            Some(("duty", named)) => (Some(Kind::Duty), named),
            Some(_) | None => (None, text),
        };
        match named.split_once('/') {
            Some((stage, name)) => Named { stage: Some(stage.into()), name: name.to_owned(), kind },
            None => Named { stage: None, name: named.to_owned(), kind },
        }
    }

    /// The clock or the duty of a policy that has this name. A clock that waits for the duty of its own name is missed
    /// with it, so both are the same.
    ///
    /// # Errors
    /// There is none, or a clock and a duty that have nothing to do with each other.
    pub(super) fn resolve(&self, policy: &Policy) -> Result<Missed, Denied> {
        let clocks = || policy.all_clocks().map(|rule| rule.id.to_string());
        let meetings =
            policy.stages.iter().filter(|stage| stage.meeting.is_some()).map(|_| DutyId::MEETING.to_string());
        let duties: Vec<String> = policy.duties.iter().map(|duty| duty.id.to_string()).chain(meetings).collect();
        match self.kind {
            Some(Kind::Clock) => known("clock", &self.name, clocks())?,
            Some(Kind::Duty) => known("duty", &self.name, duties.clone())?,
            None => known("clock or duty", &self.name, clocks().chain(duties.clone()))?,
        }
        let (clock, duty) = (ClockId::from(self.name.as_str()), DutyId::from(self.name.as_str()));
        let what = match self.kind {
            Some(Kind::Clock) => MissedWhat::Clock(clock),
            Some(Kind::Duty) => MissedWhat::Duty(duty),
            None if !duties.contains(&self.name) => MissedWhat::Clock(clock),
            None => match clocks_of(self.stage.as_ref(), policy).find(|rule| rule.id == clock && !waits(rule, &duty)) {
                Some(rule) => return Err(self.ambiguous(rule)),
                None => MissedWhat::Duty(duty),
            },
        };
        Ok(Missed { stage: self.stage.clone(), what })
    }

    fn ambiguous(&self, rule: &ClockRule) -> Denied {
        let name = &self.name;
        let stage = self.stage.as_ref().map(|stage| format!("{stage}/")).unwrap_or_default();
        Denied::Unknown(Unknown {
            message: format!(
                "`{name}` is a clock ({}) and a duty, and the clock does not wait for that duty",
                rule.label
            ),
            given: name.clone(),
            known: Vec::new(),
            none: "",
            hint: Some(format!("write `--missed clock={stage}{name}` or `--missed duty={stage}{name}`")),
        })
    }
}

impl Missed {
    /// Whether it is a clock, which waits for a duty.
    pub fn is(&self, clock: &Clock, duty: &DutyId) -> bool {
        let named = match &self.what {
            MissedWhat::Clock(id) => *id == clock.id,
            MissedWhat::Duty(id) => id == duty,
        };
        named && (self.stage.is_none() || self.stage == clock.stage)
    }

    /// Whether it is the meeting of a stage.
    pub fn is_meeting_at(&self, stage: &StageId) -> bool {
        self.what == MissedWhat::Duty(DutyId::MEETING) && self.stage.as_ref().is_none_or(|of| of == stage)
    }

    /// The duty, if it is one.
    pub fn duty(&self) -> Option<&DutyId> {
        match &self.what {
            MissedWhat::Clock(_) => None,
            MissedWhat::Duty(id) => Some(id),
        }
    }

    /// Its name, as the policy has it.
    pub fn name(&self) -> String {
        match &self.what {
            MissedWhat::Clock(id) => id.to_string(),
            MissedWhat::Duty(id) => id.to_string(),
        }
    }

    /// The clocks that run out with it.
    pub fn clocks<'a>(&'a self, policy: &'a Policy) -> impl Iterator<Item = &'a ClockRule> {
        clocks_of(self.stage.as_ref(), policy).filter(|rule| match &self.what {
            MissedWhat::Clock(id) => rule.id == *id,
            MissedWhat::Duty(id) => rule.until.iter().any(|end| end.duty() == Some(id)),
        })
    }
}

/// Whether what meets a clock first of all is this duty.
fn waits(rule: &ClockRule, duty: &DutyId) -> bool {
    rule.until.iter().find_map(EndsOn::duty) == Some(duty)
}

/// The clocks of a stage, or of all, and those beside the stages.
fn clocks_of<'a>(stage: Option<&'a StageId>, policy: &'a Policy) -> impl Iterator<Item = &'a ClockRule> {
    let here = move |one: &&Stage| stage.is_none_or(|id| *id == one.id);
    let staged = policy.stages.iter().filter(here).flat_map(|stage| &stage.clocks);
    staged.chain(policy.dispute_wide_clocks())
}
