//! What a rehearsal shows of its stages and clocks.

use super::{Play, Scene, What, unnamed};
use crate::domain::dispute::{ClockEnd, Party};
use crate::domain::policy::Stage;
use crate::domain::steps::Denied;
use crate::domain::time::{Moment, describe};

impl Scene {
    /// Something that happens at a stage and is the date of no clock.
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
        self.rehearsal.scenes.push(scene);
    }

    /// Every clock that was started, at its date.
    pub(super) fn show_clocks(&mut self) -> Result<(), Denied> {
        let mut past_closures = None;
        for (clock, party) in self.dispute.clocks.iter().zip(&self.parties) {
            let reason = match self.dispute.limit_of(clock) {
                Some(limit) => {
                    let due = self.calendar.due(clock.deadline.started, &limit, &self.dispute.policy.counting)?;
                    past_closures = past_closures.or(due.past_closures());
                    let short = due.in_short();
                    let from = format!("{} from {}", clock.deadline.limit, describe(clock.deadline.started.date()));
                    if short.is_empty() { from } else { format!("{from}; {short}") }
                }
                None => clock.deadline.limit.clone(),
            };
            let what = match clock.end {
                Some((ClockEnd::Met, at)) if clock.is_past(at) => What::Late,
                Some((ClockEnd::Met, _)) => What::Kept,
                Some((ClockEnd::Stopped, at)) if !clock.is_past(at) => What::Left,
                _ => What::Missed,
            };
            self.rehearsal.scenes.push(Scene {
                on: clock.due,
                at: clock.due_at,
                what,
                stage: clock.stage.clone(),
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
            });
        }
        past_closures.into_iter().for_each(|note| self.note(note));
        Ok(())
    }
}
