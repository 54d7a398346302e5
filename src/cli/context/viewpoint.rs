//! The moment at which everything is done, and as of which records are read. The clock is read here and nowhere else.

#![expect(clippy::disallowed_methods, reason = "the moment comes in here")]

use chrono::Utc;

use crate::cli::error::Failure;
use crate::domain::time::{Moment, Period, parse_when};

#[derive(Debug, Clone, Copy)]
pub struct Viewpoint {
    pub now: Moment,
    origin: Origin,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    Clock,
    /// Given by `--as-of`.
    Asked,
    /// The day of a step in a story of `iro demo`.
    Story,
}

impl Viewpoint {
    /// The moment that was asked for, otherwise the time of the clock.
    ///
    /// # Errors
    /// The moment can't be read.
    pub fn of(asked: Option<&str>) -> Result<Viewpoint, Failure> {
        let clock = on_the_clock();
        Ok(match asked.filter(|when| !when.is_empty()) {
            // A period that is over stands for its last day.
            Some(when) => match Period::named(when, clock.date()).filter(|period| period.to < clock.date()) {
                Some(period) => Viewpoint { now: Moment::on(period.to), origin: Origin::Asked },
                None => Viewpoint { now: parse_when(when, clock)?, origin: Origin::Asked },
            },
            None => Viewpoint { now: clock, origin: Origin::Clock },
        })
    }

    /// The day of a step in a story of `iro demo`.
    pub fn in_story(now: Moment) -> Viewpoint {
        Viewpoint { now, origin: Origin::Story }
    }

    /// Whether the moment was asked for, so that records that are closed now may have been open.
    pub fn looks_back(self) -> bool {
        self.origin == Origin::Asked
    }

    /// Whether it is the time on this computer's clock.
    pub fn is_the_clock(self) -> bool {
        self.origin == Origin::Clock
    }

    /// Reads the clock again, so that what others have recorded meanwhile isn't later than now.
    pub fn read_again(&mut self) {
        if self.origin == Origin::Clock {
            self.now = on_the_clock();
        }
    }
}

fn on_the_clock() -> Moment {
    Moment::at(Utc::now().fixed_offset())
}
