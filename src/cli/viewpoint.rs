//! The moment that everything is done at and seen from. The clock is read here and nowhere else.

#![expect(clippy::disallowed_methods, reason = "the moment comes in here")]

use chrono::Utc;

use super::error::Failure;
use crate::domain::time::{Moment, Period, parse_when};

#[derive(Debug, Clone, Copy)]
pub struct Viewpoint {
    pub now: Moment,
    origin: Origin,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    Clock,
    /// `--as-of` asked for it.
    Asked,
    /// A story is played, and it is the day of the step.
    Story,
}

impl Viewpoint {
    /// The moment that was asked for, else the time on the clock.
    ///
    /// # Errors
    /// A moment that can't be read.
    pub fn of(asked: Option<&str>) -> Result<Viewpoint, Failure> {
        let clock = on_the_clock();
        Ok(match asked.filter(|when| !when.is_empty()) {
            // A stretch of days that is over is looked at from its end.
            Some(when) => match Period::named(when, clock.date()).filter(|period| period.to < clock.date()) {
                Some(period) => Viewpoint { now: Moment::on(period.to), origin: Origin::Asked },
                None => Viewpoint { now: parse_when(when, clock)?, origin: Origin::Asked },
            },
            None => Viewpoint { now: clock, origin: Origin::Clock },
        })
    }

    /// The day of a step in a story.
    pub fn in_story(now: Moment) -> Viewpoint {
        Viewpoint { now, origin: Origin::Story }
    }

    /// Whether it is a moment that was asked for, so that closed records may have been open then.
    pub fn looks_back(self) -> bool {
        self.origin == Origin::Asked
    }

    /// Whether it is the time on this computer's clock.
    pub fn is_the_clock(self) -> bool {
        self.origin == Origin::Clock
    }

    /// Reads the clock again, so that what others have written since the command began is not later than now.
    pub fn read_again(&mut self) {
        if self.origin == Origin::Clock {
            self.now = on_the_clock();
        }
    }
}

fn on_the_clock() -> Moment {
    Moment::at(Utc::now().fixed_offset())
}
