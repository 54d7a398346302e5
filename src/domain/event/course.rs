//! What an event does to the course of its record: whether it moves the dispute, and how it ends it.

use super::{Event, ResultKind};
use crate::domain::terms::StageId;

/// What an event does to the course of its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course<'a> {
    /// A dispute begins or is open again, at this stage.
    Opens(&'a StageId),
    /// The dispute is escalated to this stage, or to the next person of its chain.
    EscalatesTo(&'a StageId),
    /// The complaints procedure takes over.
    HandedOver,
    Ends,
    /// Praise is recorded; nothing follows it.
    Praise,
    /// The course does not change.
    Unchanged,
}

/// How an event that ends a dispute ended it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End<'a> {
    /// `None` if it was withdrawn.
    pub result: Option<ResultKind>,
    /// What came of it, or why it was withdrawn.
    pub outcome: &'a str,
    pub impact_on_child: Option<&'a str>,
}

impl Event {
    /// Whether it moves the dispute: opens, escalates, ends or reopens it, or hands it to the complaints procedure (or
    /// records praise). Answers and decisions can't be dated before the last event that moved it.
    pub fn moves(&self) -> bool {
        self.course() != Course::Unchanged
    }

    /// What it does to the course of its record.
    pub fn course(&self) -> Course<'_> {
        match self {
            Event::Raised(facts) => Course::Opens(&facts.stage),
            Event::Reopened(facts) => Course::Opens(&facts.stage),
            Event::Escalated(facts) => Course::EscalatesTo(&facts.to),
            Event::Complained(_) => Course::HandedOver,
            Event::Resolved(_) | Event::Withdrawn(_) => Course::Ends,
            Event::Praised(_) => Course::Praise,
            Event::Responded(_)
            | Event::PlanAgreed(_)
            | Event::Extended(_)
            | Event::DutyDone(_)
            | Event::DutyWaived(_)
            | Event::ActionAdded(_)
            | Event::ActionDone(_)
            | Event::ActionMissed(_)
            | Event::MeetingArranged(_)
            | Event::MeetingHeld(_)
            | Event::Decided(_)
            | Event::Noted(_)
            | Event::Referred(_)
            | Event::Acknowledged(_)
            | Event::Corrected(_) => Course::Unchanged,
        }
    }

    /// How it ends a dispute, if it does.
    pub fn end(&self) -> Option<End<'_>> {
        if let Event::Resolved(facts) = self {
            let (outcome, impact_on_child) = (facts.outcome.as_str(), facts.impact_on_child.as_deref());
            return Some(End { result: Some(facts.result), outcome, impact_on_child });
        }
        if let Event::Withdrawn(facts) = self {
            return Some(End { result: None, outcome: &facts.reason, impact_on_child: None });
        }
        None
    }
}
