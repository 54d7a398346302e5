//! Praise: good practice on the child's record, in the protocol's own form. It has no stages and no clocks;
//! those it is for may acknowledge that they have read it.

use std::sync::Arc;

use super::dispute::{Circumstances, ReplayError, with_corrections};
use super::event::{Acknowledged, DutyDone, Entry, Event, Praised, Raised, Withdrawn};
use super::policy::{DutyId, Policy, RoleId, Verb};
use super::record::{Header, Record};
use super::same_name::is_same;
use super::sequence::{in_time, last_move};
use super::status::CaseStatus;
use super::steps::Bar;
use super::steps::{
    Denied, GateOutcome, Given, Refusal, StepContext, Unknown, bare_entry, confirmable, known, known_fields,
    known_role, not_in_future, when,
};
use super::time::Moment;

#[derive(Debug, Clone)]
pub struct Praise {
    pub header: Header,
    pub policy: Arc<Policy>,
    pub facts: Praised,
    pub at: Moment,
    pub by: String,
    pub acknowledged: Vec<(String, Moment)>,
    /// When it was put on the child's file.
    pub filed: Option<Moment>,
    /// Why it was withdrawn, and when.
    pub withdrawn: Option<(String, Moment)>,
    /// When it was recorded or withdrawn: no later step can be dated before that.
    pub moved: Moment,
    pub entry_count: u32,
}

fn is_filing(event: &Event) -> bool {
    matches!(event, Event::DutyDone(facts) if facts.duty == DutyId::ON_FILE)
}

impl Praise {
    /// Replays the entries of a record.
    ///
    /// # Errors
    /// Entries that don't begin with praise.
    pub fn replay(record: &Record, policy: Arc<Policy>) -> Result<Praise, ReplayError> {
        let (entries, _) = with_corrections(&record.entries)?;
        let first = entries.first().ok_or(ReplayError::Empty)?;
        let Event::Praised(facts) = &first.event else {
            return Err(ReplayError::NotRaised(first.event.word()));
        };
        let acknowledged = in_time(&entries).into_iter().filter_map(|entry| {
            let Event::Acknowledged(facts) = &entry.event else { return None };
            Some((facts.name.clone(), entry.at))
        });
        Ok(Praise {
            header: record.header.with_child(facts.child.as_ref()),
            policy,
            facts: (**facts).clone(),
            at: first.at,
            by: first.by.clone(),
            acknowledged: acknowledged.collect(),
            filed: entries.iter().find(|entry| is_filing(&entry.event)).map(|entry| entry.at),
            withdrawn: entries.iter().find_map(|entry| {
                let Event::Withdrawn(facts) = &entry.event else { return None };
                Some((facts.reason.clone(), entry.at))
            }),
            moved: last_move(&entries).map_or(first.at, |(_, moved)| moved),
            entry_count: record.entries.len() as u32,
        })
    }

    pub fn status(&self) -> CaseStatus {
        match (&self.withdrawn, self.waiting_for().next()) {
            (Some(_), _) => CaseStatus::Withdrawn,
            (None, Some(_)) => CaseStatus::Recorded,
            (None, None) => CaseStatus::Acknowledged,
        }
    }

    /// Since when it has had its present status.
    pub fn status_since(&self) -> Moment {
        let acknowledged = self.acknowledged.last().filter(|_| self.status() == CaseStatus::Acknowledged);
        self.withdrawn.as_ref().map(|(_, on)| *on).or(acknowledged.map(|(_, on)| *on)).unwrap_or(self.at)
    }

    /// Whether the protocol asks anybody to acknowledge praise.
    pub fn is_to_be_read(&self) -> bool {
        self.readers().next().is_some()
    }

    /// The roles that the protocol asks to acknowledge praise, whoever it is for.
    fn readers(&self) -> impl Iterator<Item = &RoleId> {
        self.policy.praise.iter().flat_map(|rule| &rule.acknowledged_by)
    }

    /// Whether this name or role has acknowledged it.
    pub fn is_read_by(&self, who: &str) -> bool {
        self.acknowledged.iter().any(|(name, _)| is_same(name, who))
    }

    /// Who has not acknowledged it yet: the people it is for, and the other roles that are asked. Empty once it is
    /// withdrawn.
    pub fn waiting_for(&self) -> impl Iterator<Item = &str> {
        let names = self.facts.r#for.iter().map(String::as_str);
        let all = names.chain(self.other_readers().map(RoleId::as_str)).filter(|_| self.withdrawn.is_none());
        all.filter(|name| !self.is_read_by(name))
    }

    /// The roles that are asked to acknowledge it, other than those of the people it is for. If no role was given,
    /// those people are taken to hold the first roles that the protocol names.
    pub fn other_readers(&self) -> impl Iterator<Item = &RoleId> {
        let named = self.facts.r#for.len();
        let own = self.facts.role.as_ref();
        let others = self.readers().filter(move |role| own != Some(*role));
        let covered = if named >= self.readers().count() { usize::MAX } else { named };
        others.skip(if own.is_some() && covered < usize::MAX { 0 } else { covered })
    }

    /// Whether the protocol wants it on the child's file, and it is not there yet.
    pub fn owes_filing(&self) -> bool {
        let asked = self.policy.praise.as_ref().is_some_and(|rule| rule.filed);
        asked && self.filed.is_none() && self.withdrawn.is_none()
    }

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
        Ok(bare_entry(self.entry_count + 1, step, facts.into(), GateOutcome::default()))
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
        Ok(bare_entry(self.entry_count + 1, step, event, GateOutcome::default()))
    }

    /// Withdraws praise that was recorded in error; it stays in the record.
    ///
    /// # Errors
    /// Praise that is withdrawn already, or an impossible date.
    pub fn withdraw(&self, reason: String, step: &StepContext<'_>) -> Result<Entry, Denied> {
        self.in_order(step)?;
        Ok(bare_entry(
            self.entry_count + 1,
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
            let message =
                format!("{} is before the latest step of praise `{id}`, on {}", when(step.on), when(self.moved));
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

    /// How praise that was withdrawn is taken up again.
    pub fn way_back(&self) -> String {
        let id = self.header.id;
        format!(
            "if that was wrong, strike the withdrawal: `iro correct {id} --event N --reason TEXT`; `iro log {id}` has its \
             number"
        )
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
    let mut gate = super::steps::praise_gate(policy, step);
    let event = facts.into();
    gate.rules_of(Verb::Praise, &Circumstances::at_raising(&said), None, &Given::with(&event, None));
    gate.warn(policy.praise.is_none(), "this protocol has no form for praise; it is recorded anyway");
    let gate_outcome = gate.pass()?;
    Ok(bare_entry(1, step, event, gate_outcome))
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
