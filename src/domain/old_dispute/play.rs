//! An old dispute, raised, answered, escalated and ended like any other, on the days it happened.

use std::sync::Arc;

use super::{OldDeed, OldDispute, OldStep, mark};
use crate::domain::calendar::Calendar;
use crate::domain::dispute::Dispute;
use crate::domain::event::{Entry, NoteKind, Noted, Withdrawn};
use crate::domain::id::DisputeId;
use crate::domain::policy::Policy;
use crate::domain::record::{Header, Kind, Record};
use crate::domain::steps::{Denied, Earlier, NotMet, Overrides, Raise, StepContext, decide_raise};
use crate::domain::time::Moment;

/// What every step of an import needs.
pub struct Import<'a> {
    /// The name of the log.
    pub from: &'a str,
    pub now: Moment,
    /// Who imports; recorded as having taken the steps if the log names nobody.
    pub by: &'a str,
    pub calendar: &'a Calendar,
}

/// An old dispute, as it was recorded.
#[derive(Debug)]
pub struct Played {
    pub record: Record,
    pub dispute: Dispute,
    /// Steps that the protocol would have refused: recorded as overridden, with the import as the reason.
    pub overridden: Vec<Overridden>,
}

/// A step that was recorded with an override: what was not met, in words and as the ids of the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overridden {
    pub line: usize,
    pub step: &'static str,
    pub message: String,
    pub rules: Vec<String>,
}

/// A step that can't be recorded, because what stands in its way can't be overridden.
#[derive(Debug)]
pub struct Stopped {
    pub line: usize,
    pub step: &'static str,
    pub denied: Denied,
}

/// Records an old dispute, step by step.
///
/// # Errors
/// A step that can't be overridden; then nothing of the dispute is recorded.
pub fn play(
    old: &OldDispute,
    id: DisputeId,
    policy: &Arc<Policy>,
    earlier: &[Earlier],
    import: &Import<'_>,
) -> Result<Played, Stopped> {
    let header = Header {
        id,
        kind: Kind::Dispute,
        policy: policy.id.clone(),
        policy_version: policy.version.clone(),
        child: old.child.clone(),
    };
    let mut run = Run { import, by: by(old, import), overridden: Vec::new() };
    let stopped = |line, step| move |denied: Denied| Stopped { line, step, denied };
    let raise = Raise { facts: old.facts.clone(), earlier: earlier.to_vec(), sibling: false };
    let raised = run.step(old.line, "raise", Moment::on(old.raised_on), |step| {
        decide_raise(&header, policy, raise.clone(), step).map(|(_, entry)| entry)
    })?;
    let mut record = Record { header, entries: vec![raised] };
    let begun = Dispute::replay(&record, Arc::clone(policy));
    let mut dispute = begun.map_err(Denied::from).map_err(stopped(old.line, "raise"))?;
    for OldStep { line, on, what } in &old.steps {
        let (step, on) = (what.word(), Moment::on(*on));
        let entry = run.step(*line, step, on, |step| match what.clone() {
            OldDeed::Answered(respond) => dispute.respond(respond, step),
            OldDeed::Escalated(escalate) => dispute.escalate(escalate, step),
            OldDeed::Resolved(resolve) => dispute.resolve(resolve, step),
            OldDeed::Withdrawn(reason) => dispute.withdraw(Withdrawn { reason, ..Withdrawn::default() }, step),
        })?;
        record.entries.push(entry);
        let next = Dispute::replay(&record, Arc::clone(policy));
        dispute = next.map_err(Denied::from).map_err(stopped(*line, step))?;
    }
    let note = Noted { kind: NoteKind::Other, text: mark(&old.key, old.line, import.from), ..Noted::default() };
    let note = dispute.note(note, &run.context(import.now, import.by, None));
    record.entries.push(note.map_err(stopped(old.line, "note"))?);
    let whole = Dispute::replay(&record, Arc::clone(policy)).map_err(Denied::from);
    let mut dispute = whole.map_err(stopped(old.line, "note"))?;
    dispute.begin_lapsed(import.now, import.calendar).map_err(Denied::from).map_err(stopped(old.line, "note"))?;
    Ok(Played { record, dispute, overridden: run.overridden })
}

/// Who is recorded as having taken the steps.
fn by<'a>(old: &'a OldDispute, import: &Import<'a>) -> &'a str {
    old.raised_by.as_deref().or(old.facts.iro.as_deref()).unwrap_or(import.by)
}

struct Run<'a> {
    import: &'a Import<'a>,
    by: &'a str,
    overridden: Vec<Overridden>,
}

impl<'a> Run<'a> {
    fn context(&self, on: Moment, by: &str, reason: Option<String>) -> StepContext<'a> {
        StepContext {
            now: self.import.now,
            on,
            by: by.to_string(),
            confirmed: Vec::new(),
            overrides: reason.map_or_else(Overrides::default, Overrides::of_every),
            calendar: self.import.calendar,
        }
    }

    /// Decides a step. If it is refused for requirements that can be overridden, decides it again with an override
    /// whose reason is the import.
    fn step(
        &mut self,
        line: usize,
        step: &'static str,
        on: Moment,
        decide: impl Fn(&StepContext<'_>) -> Result<Entry, Denied>,
    ) -> Result<Entry, Stopped> {
        let stopped = |denied| Stopped { line, step, denied };
        let refusal = match decide(&self.context(on, self.by, None)) {
            Ok(entry) => return Ok(entry),
            Err(Denied::Refused(refusal)) if !refusal.not_met.is_empty() => refusal,
            Err(denied) => return Err(stopped(denied)),
        };
        let reason = format!("Imported from {}, row {line}", self.import.from);
        let entry = decide(&self.context(on, self.by, Some(reason))).map_err(stopped)?;
        let texts: Vec<String> = refusal.not_met.iter().map(NotMet::text).collect();
        let rules = refusal.not_met.iter().map(|not_met| not_met.rule.to_string()).collect();
        self.overridden.push(Overridden { line, step, message: texts.join("; "), rules });
        Ok(entry)
    }
}
