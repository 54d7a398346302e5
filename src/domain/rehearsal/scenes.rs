//! What a rehearsal shows of its stages and clocks.

use serde::Serialize;

use super::{Play, unnamed};
use crate::domain::dispute::{ClockEnd, Party};
use crate::domain::policy::{ClockId, Stage, StageId, Strength};
use crate::domain::steps::Denied;
use crate::domain::time::{Date, Instant, Moment, describe};

/// One thing that happens, or is due, on a day.
#[derive(Debug, Clone, Serialize)]
pub struct Scene {
    pub on: Date,
    pub at: Option<Instant>,
    pub what: What,
    pub stage: Option<StageId>,
    pub clock: Option<ClockId>,
    pub text: String,
    pub r#for: Option<Party>,
    pub limit: Option<String>,
    pub strength: Option<Strength>,
    pub started: Option<Date>,
    /// The day on which a clock was met before its date.
    pub met_early: Option<Date>,
    /// How the date came about, in a line.
    pub reason: Option<String>,
    /// How the date came about, day by day.
    pub explain: Vec<String>,
    pub source: Option<String>,
}

/// What a scene shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// A stage begins, or its next person is asked.
    Begins,
    /// A clock that was met in time.
    Kept,
    /// A clock that was met late.
    Late,
    /// A clock that stopped before its date, because its stages were left.
    Left,
    /// A clock whose date passed with nothing done.
    Missed,
    /// More time is agreed.
    Extended,
    /// Whoever is asked answers.
    Answered,
    /// The raiser accepts the plan.
    Agreed,
    /// A meeting is held on a day that the author gave.
    Met,
    /// The authority decides.
    Decided,
    /// A duty is done on a day that the author gave.
    Done,
    /// It is referred to Cafcass.
    Referred,
    /// It goes to the complaints procedure.
    Complaint,
    /// The raiser withdraws the dispute.
    Withdrawn,
    /// The dispute ends.
    Resolved,
}

impl What {
    /// Whether it happens because the author says so.
    pub fn is_given(self) -> bool {
        match self {
            What::Answered
            | What::Agreed
            | What::Met
            | What::Decided
            | What::Done
            | What::Referred
            | What::Complaint
            | What::Withdrawn
            | What::Resolved => true,
            What::Begins | What::Kept | What::Late | What::Left | What::Missed | What::Extended => false,
        }
    }
}

impl Scene {
    /// A scene at a stage that is not the date of a clock.
    pub(super) fn at_stage(on: Moment, what: What, stage: &Stage, text: String, whom: Option<Party>) -> Scene {
        Scene {
            on: on.date(),
            at: on.instant(),
            what,
            stage: Some(stage.id.clone()),
            clock: None,
            text,
            r#for: whom,
            limit: None,
            strength: None,
            started: None,
            met_early: None,
            reason: None,
            explain: Vec::new(),
            source: None,
        }
    }
}

impl Play<'_> {
    pub(super) fn begin_stage(&mut self, on: Moment) {
        let stage = self.dispute.stage();
        let text = match self.dispute.is_along_a_chain() {
            false => format!("{} begins", stage.title),
            true => format!("{} continues with the next person", stage.title),
        };
        let whom = Some(unnamed(self.dispute.responder()));
        let scene =
            Scene { source: Some(stage.source.clone()), ..Scene::at_stage(on, What::Begins, stage, text, whom) };
        self.show(scene);
    }

    /// Adds a scene for every clock that was started, at its date.
    pub(super) fn show_clocks(&mut self) -> Result<(), Denied> {
        let mut past_closures = None;
        let mut shown = Vec::new();
        for (index, (clock, party)) in self.dispute.clocks.iter().zip(&self.parties).enumerate() {
            // Nobody arranges it but the rehearsal itself, on the last day on which it may be held.
            if clock.id == ClockId::Arranged {
                continue;
            }
            let reason = match self.dispute.limit_of(clock) {
                Some(limit) => {
                    let (started, rule) = (clock.deadline.started, self.dispute.rule_of(clock));
                    let counting = self.dispute.counting_from(rule, started, self.calendar);
                    let due = self.calendar.due(started, &limit, &counting)?;
                    past_closures = past_closures.or(due.past_closures());
                    let short = due.in_short();
                    let from = limit.counted_from(&describe(clock.deadline.started.date()));
                    if short.is_empty() { from } else { format!("{from}; {short}") }
                }
                None => clock.deadline.limit.clone(),
            };
            let more = self.dispute.more_in_short(clock, self.calendar)?;
            let reason = more.map_or_else(|| reason.clone(), |more| format!("{reason}; and {more}"));
            let what = match clock.end {
                Some((ClockEnd::Met, at)) if clock.is_past(at) => What::Late,
                Some((ClockEnd::Met, _)) => What::Kept,
                Some((ClockEnd::Stopped, at)) if !clock.is_past(at) => What::Left,
                Some((ClockEnd::Stopped, _)) | None => What::Missed,
            };
            let scene = Scene {
                on: clock.due,
                at: clock.due_at,
                what,
                stage: self.dispute.stage_of(clock).cloned(),
                clock: Some(clock.id.clone()),
                text: self.dispute.label_of(clock),
                r#for: Some(party.clone()),
                limit: Some(clock.deadline.limit.clone()),
                strength: Some(clock.deadline.strength),
                started: Some(clock.deadline.started.date()),
                met_early: match clock.end {
                    Some((ClockEnd::Met, at)) if at.date() < clock.due => Some(at.date()),
                    Some(_) | None => None,
                },
                reason: Some(reason),
                explain: self.dispute.explain(clock, self.calendar)?,
                source: self.dispute.source_of(clock),
            };
            shown.push((self.place_of(index, clock), scene));
        }
        self.scenes.extend(shown);
        past_closures.into_iter().for_each(|note| self.note(note));
        Ok(())
    }
}
