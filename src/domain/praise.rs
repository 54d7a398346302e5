//! Praise: good practice on the child's record, in the protocol's own form. It has no stages and no clocks;
//! those it is for may acknowledge that they have read it.

use std::sync::Arc;

use super::dispute::{ReplayError, with_corrections};
use super::event::{Event, Praised};
use super::policy::{DutyId, Policy, RoleId};
use super::record::{Header, Record};
use super::same_name::is_same;
use super::sequence::{in_time, last_move};
use super::status::CaseStatus;
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
    pub(super) fn readers(&self) -> impl Iterator<Item = &RoleId> {
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

    /// The roles that are asked to acknowledge it, other than those of the people it is for. A role that was given is
    /// that of the first of them; the others are taken to hold the first roles that the protocol names.
    pub fn other_readers(&self) -> impl Iterator<Item = &RoleId> {
        self.other_roles().skip(self.without_role())
    }

    /// The roles that people whose role nobody gave are taken to hold.
    pub fn readers_by_assumption(&self) -> impl Iterator<Item = &RoleId> {
        self.other_roles().take(self.without_role())
    }

    fn other_roles(&self) -> impl Iterator<Item = &RoleId> {
        let own = self.facts.role.as_ref();
        self.readers().filter(move |role| own != Some(*role))
    }

    /// How many people it is for whose role is not given.
    fn without_role(&self) -> usize {
        self.facts.r#for.len().saturating_sub(self.facts.role.iter().count())
    }

    /// Whether the protocol wants it on the child's file, and it is not there yet.
    pub fn owes_filing(&self) -> bool {
        let asked = self.policy.praise.as_ref().is_some_and(|rule| rule.filed);
        asked && self.filed.is_none() && self.withdrawn.is_none()
    }

    /// How praise that was withdrawn is taken up again.
    pub fn way_back(&self) -> String {
        let id = self.header.id;
        format!(
            "if that was wrong, strike out the withdrawal: `iro correct {id} --event N --reason TEXT`; `iro log {id}` has its \
             number"
        )
    }
}
