//! The order of the lines of a rehearsal: by time, and at the same moment in the order in which they were played.

use super::{Play, Scene, What};
use crate::domain::dispute::{Clock, ClockEnd};
use crate::domain::time::{Date, Instant, Moment, start_of_day};

/// Where a line stands among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    on: Date,
    at: Instant,
    /// How many events had been played by then; `usize::MAX` for a clock that did not end on the date shown.
    played: usize,
    rank: Rank,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    First,
    Happens,
    /// The date of a clock that was met or stopped by what happens.
    Due,
    /// A stage begins or the dispute ends; after the clocks that end with that.
    Turns,
}

/// How far a rehearsal has come.
#[derive(Debug, Clone)]
pub(super) struct Progress {
    at: Instant,
    played: usize,
    /// How far it had come when each clock ended, by the clock's index.
    ended: Vec<Option<(Instant, usize)>>,
}

impl Progress {
    pub fn from(start: Moment) -> Progress {
        Progress { at: begins(start), played: 0, ended: Vec::new() }
    }

    /// Takes account of an event that was played, and of the clocks that ended with it.
    pub fn reach(&mut self, on: Moment, clocks: &[Clock]) {
        self.at = begins(on).max(self.at);
        self.played += 1;
        self.see(clocks);
    }

    /// Takes account of the clocks that have ended since.
    pub fn see(&mut self, clocks: &[Clock]) {
        self.ended.resize(clocks.len(), None);
        for (clock, ended) in clocks.iter().zip(&mut self.ended) {
            *ended = ended.or(clock.end.map(|_| (self.at, self.played)));
        }
    }
}

/// The instant at which a moment begins: the start of the day, if it has no time.
fn begins(on: Moment) -> Instant {
    on.instant().unwrap_or_else(|| start_of_day(on.date()))
}

impl Play<'_> {
    /// Shows something that happens now.
    pub(super) fn show(&mut self, scene: Scene) {
        let rank = match scene.what {
            What::Begins if self.progress.played == 0 => Rank::First,
            What::Begins | What::Complaint | What::Withdrawn | What::Resolved => Rank::Turns,
            What::Answered
            | What::Agreed
            | What::Met
            | What::Decided
            | What::Done
            | What::Referred
            | What::Extended
            | What::Kept
            | What::Late
            | What::Left
            | What::Missed => Rank::Happens,
        };
        let place = Place { on: scene.on, at: self.progress.at, played: self.progress.played, rank };
        self.scenes.push((place, scene));
    }

    /// Where the line of a clock stands: at its date, or the earlier one on which it was met.
    pub(super) fn place_of(&self, index: usize, clock: &Clock) -> Place {
        let ended = clock.end.zip(self.progress.ended.get(index).copied().flatten());
        let on = match clock.end {
            Some((ClockEnd::Met, at)) => at.date().min(clock.due),
            Some((ClockEnd::Stopped, _)) | None => clock.due,
        };
        let (at, played) = match ended {
            Some(((_, end), reached)) if end.date() == on => reached,
            Some(_) | None => (clock.falls_due().instant_or_end(), usize::MAX),
        };
        Place { on, at, played, rank: Rank::Due }
    }
}
