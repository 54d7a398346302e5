//! The view of one clock.

use serde::{Deserialize, Serialize};

use crate::domain::about::About;
use crate::domain::calendar::{BeyondHorizon, Calendar};
use crate::domain::dispute::{Clock, ClockEnd, ClockResult, ClockState, Dispute, Party, Standing, days_left, is_past};
use crate::domain::id::DisputeId;
use crate::domain::policy::{ClockId, StageId, Strength};
use crate::domain::time::{Date, Instant, Moment};

/// One clock: the date it gave, what it waits for, and its state.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ClockView {
    pub dispute: DisputeId,
    pub child: Option<String>,
    /// The fostering household it is about.
    pub household: Option<String>,
    /// The department or agency it is about.
    pub subject: Option<String>,
    pub clock: ClockId,
    pub stage: Option<StageId>,
    pub label: String,
    pub r#for: Party,
    pub limit: String,
    pub strength: Strength,
    /// It may be waived as not needed.
    pub if_needed: bool,
    pub started: Date,
    #[serde(serialize_with = "super::with_offset")]
    pub started_at: Option<Instant>,
    pub due: Date,
    #[serde(serialize_with = "super::with_offset")]
    pub due_at: Option<Instant>,
    pub original_due: Date,
    pub state: ClockState,
    pub late: bool,
    #[serde(skip)]
    pub result: ClockResult,
    pub ended: Option<Date>,
    #[serde(serialize_with = "super::with_offset")]
    pub ended_at: Option<Instant>,
    /// For a clock that runs.
    pub status: Option<Standing>,
    pub working_days_left: i64,
    /// Minutes on the clock until `due_at`, negative once that has passed; `None` for a clock in days, and as of a day
    /// without a time.
    #[serde(skip)]
    pub minutes_left: Option<i64>,
    pub source: Option<String>,
    pub explain: Vec<String>,
}

impl ClockView {
    /// The view of one clock as of a moment, without its explanation.
    ///
    /// # Errors
    /// Days left that the calendar doesn't reach.
    pub fn of(
        dispute: &Dispute,
        clock: &Clock,
        as_of: Moment,
        calendar: &Calendar,
    ) -> Result<ClockView, BeyondHorizon> {
        let deadline = &clock.deadline;
        let ended = clock.end.map(|(_, at)| at);
        // Nobody was late at a stage that was never reached before the end.
        let Clock { due, due_at, .. } = *dispute.in_force(clock, as_of);
        let late = ended.map_or(is_past(due, due_at, as_of), |on| clock.is_late(on))
            && (ended.is_none() || !dispute.never_reached(clock));
        let today = ended.unwrap_or(as_of).date();
        let counted = calendar.between(today, due, &dispute.policy.counting)?;
        Ok(ClockView {
            dispute: dispute.header.id,
            child: dispute.header.child().map(str::to_string),
            household: dispute.raised.household.clone(),
            subject: dispute.raised.subject.clone(),
            clock: clock.id.clone(),
            stage: dispute.stage_of(clock).cloned(),
            label: dispute.label_of(clock),
            r#for: dispute.party_of(clock),
            limit: deadline.limit.clone(),
            strength: deadline.strength,
            if_needed: dispute.is_if_needed(clock),
            started: deadline.started.date(),
            started_at: deadline.started_at(),
            due,
            due_at,
            original_due: deadline.due,
            state: match clock.end {
                None => ClockState::Running,
                Some((ClockEnd::Met, _)) => ClockState::Met,
                Some((ClockEnd::Stopped, _)) => ClockState::Stopped,
            },
            late,
            result: dispute.result_of(clock),
            ended: ended.map(|at| at.date()),
            ended_at: ended.and_then(|at| at.instant()),
            status: clock.is_running().then(|| Standing::at(due, due_at, as_of)),
            working_days_left: days_left(counted, due, today),
            minutes_left: due_at.zip(as_of.instant()).map(|(due, now)| (due - now).num_minutes()),
            source: dispute.source_of(clock),
            explain: Vec::new(),
        })
    }

    /// The same with its explanation filled in.
    ///
    /// # Errors
    /// A date the calendar doesn't reach.
    pub fn explained(
        dispute: &Dispute,
        clock: &Clock,
        as_of: Moment,
        calendar: &Calendar,
    ) -> Result<ClockView, BeyondHorizon> {
        let view = ClockView::of(dispute, clock, as_of, calendar)?;
        Ok(ClockView { explain: dispute.explain(clock, calendar)?, ..view })
    }

    pub fn about(&self) -> About<'_> {
        let household = self.household.as_deref();
        About { child: self.child.as_deref(), household, subject: self.subject.as_deref() }
    }

    /// How it stands, if it binds anybody: what is for guidance is never due.
    pub fn pressing(&self) -> Option<Standing> {
        self.status.filter(|_| self.strength.binds())
    }

    pub fn is_running(&self) -> bool {
        self.state == ClockState::Running
    }
}
