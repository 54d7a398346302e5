//! How a dispute came to stand where it does: since when it is at its stage, and what it was reopened after.

use super::state::StayNumber;
use super::{Dispute, ReplayError, Resumes};
use crate::domain::event::{Course, Entry, Escalated, Event, Reopened};
use crate::domain::time::Moment;

/// A reopening, and the end or the complaint before it.
#[derive(Debug, Clone, Copy)]
pub struct Reopening<'d> {
    pub on: Moment,
    pub reason: &'d str,
    pub came_back_from: Option<&'d Entry>,
}

impl Dispute {
    /// Lets the dispute go on at a stage.
    pub(super) fn take_in_reopening(&mut self, facts: &Reopened, entry: &Entry) -> Result<(), ReplayError> {
        self.clocks.iter_mut().for_each(|clock| clock.resume(Resumes::OnReopening, entry.at));
        self.settle_these(&self.clock_index.of_actions());
        self.stop_all(self.begun_at_the_end(), entry.at);
        self.turn.reopen();
        self.resolved = None;
        self.withdrawn_because = None;
        self.raised_in_error = None;
        self.complained = None;
        // In a chain, it goes on with the person it had reached.
        let reached = Some(self.stage_entry().step).filter(|_| self.stage().id == facts.stage);
        self.go_to(&facts.stage, reached.unwrap_or_default(), entry, facts.respond_by)
    }

    /// Each reopening, in order.
    pub fn reopenings(&self) -> Vec<Reopening<'_>> {
        let mut last_end = None;
        let mut reopenings = Vec::new();
        for entry in self.moves() {
            match (entry.event.course(), &entry.event) {
                (Course::Opens(_), Event::Reopened(facts)) => {
                    reopenings.push(Reopening { on: entry.at, reason: &facts.reason, came_back_from: last_end.take() });
                }
                (Course::HandedOver | Course::Ends, _) => last_end = Some(entry),
                (Course::Opens(_) | Course::EscalatesTo(_) | Course::Praise | Course::Unchanged, _) => {}
            }
        }
        reopenings
    }

    /// The escalation that brought an open dispute to where it is; `None` if it was raised or reopened there.
    pub fn escalated_here(&self) -> Option<(&Entry, &Escalated)> {
        let entry = self.moves().pop().filter(|_| self.is_open())?;
        let Event::Escalated(facts) = &entry.event else { return None };
        Some((entry, facts))
    }

    /// The entries that moved it, in the order in which they happened.
    fn moves(&self) -> Vec<&Entry> {
        let mut moves: Vec<&Entry> = self.history.iter().filter(|entry| entry.event.moves()).collect();
        moves.retain(|entry| self.applied.has(entry.number));
        moves.sort_by_key(|entry| self.position_in_time(entry.number));
        moves
    }

    /// The entries that ended it before it was reopened, in order.
    pub fn earlier_ends(&self) -> impl Iterator<Item = &Entry> {
        let last = self.ended().map(|ending| ending.entry);
        let moves = self.moves().into_iter();
        moves.filter(move |entry| entry.event.end().is_some() && Some(entry.number) != last)
    }

    /// Since when it has been at its present stage, whoever of a chain is asked there.
    pub fn at_stage_since(&self) -> Moment {
        let here = self.stage_entry();
        self.entries_of(here.stay).next().unwrap_or(here).entered
    }

    /// When the meeting of the present stage was last held, in an earlier stay there.
    pub fn meeting_of_earlier_stay(&self) -> Option<Moment> {
        let here = self.stage_entry();
        let earlier = |stay: StayNumber| {
            let mut stays =
                self.stage_entries.iter().filter(|entry| entry.stage == here.stage && entry.stay != here.stay);
            stays.any(|entry| entry.stay == stay)
        };
        self.meetings.iter().filter(|held| earlier(held.stay)).map(|held| held.on).max_by_key(Moment::date)
    }
}
