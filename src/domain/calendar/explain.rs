//! The reasons for a date, day by day, each as one readable line.

use std::fmt;

use chrono::{Datelike, NaiveTime, Timelike};
use chrono_tz::Europe::London;

use super::{DayKind, Due, span};
use crate::domain::limit::Direction;
use crate::domain::time::{Date, Instant, describe};

/// One step on the way to a due date; `Display` gives it as a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub date: Date,
    pub(super) what: What,
}

/// What happened on a step's day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// The day of the event, which itself does not count.
    Start(Direction),
    /// The event came too late in the day.
    PastCutOff {
        at: NaiveTime,
        cut_off: NaiveTime,
        counts_as: Date,
    },
    /// The event came on a day that is not worked, where there is a cut-off.
    OnDayOff {
        kind: DayKind,
        counts_as: Date,
    },
    Counted(u64),
    NotCounted(DayKind),
    SameDay,
    /// Where a limit in calendar days, weeks or months lands; `limit` is its words, `first` whether its first day was
    /// day one.
    Landed {
        limit: String,
        from: Date,
        direction: Direction,
        first: bool,
    },
    Moves(DayKind, Direction),
    /// Another day that is not worked, on the way to a working day.
    PassedOver(DayKind),
    Arrived(Direction),
    Stays(DayKind),
    NoTime(Direction),
    Hours {
        hours: u32,
        direction: Direction,
        start: Instant,
        end: Instant,
        changes: Vec<Change>,
    },
    HoursStay(DayKind),
    /// Office hours that were counted on a day.
    Office {
        from: NaiveTime,
        to: NaiveTime,
    },
    /// Bank holidays of these years are not announced yet.
    ByRule(i32, i32),
    /// No closing days are given after these.
    PastClosures(LastClosing),
}

/// The last closing days that are given: the year they are given for, and their last day, which may be in the next
/// year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LastClosing {
    pub year: i32,
    pub on: Date,
}

/// The year, or the last day if the closure runs on into another year.
impl fmt::Display for LastClosing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.on.year() == self.year {
            true => write!(f, "{}", self.year),
            false => f.write_str(&describe(self.on)),
        }
    }
}

/// A day on which the clocks change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub on: Date,
    pub forward: bool,
}

impl Due {
    /// A warning about closing days, if the count went past the last year that any are given for.
    pub fn past_closures(&self) -> Option<String> {
        self.explain.iter().find(|step| matches!(step.what, What::PastClosures(_))).map(ToString::to_string)
    }

    /// What kept the date from being a plain count: the days left out, and any move of the end. Empty if nothing did.
    pub fn in_short(&self) -> String {
        let mut weekend = 0;
        let mut parts: Vec<Part<'_>> = Vec::new();
        // Days left out for one reason are one part until the next day that counts, even if they last several weeks.
        let mut since = 0;
        for step in &self.explain {
            match &step.what {
                What::NotCounted(DayKind::Weekend) => weekend += 1,
                What::NotCounted(kind) => {
                    let same = parts[since..].iter_mut().find_map(|part| match part {
                        Part::Days { kind: of, last, .. } if *of == kind => Some(last),
                        Part::Days { .. } | Part::Other(_) => None,
                    });
                    match same {
                        Some(last) => *last = step.date,
                        None => parts.push(Part::Days { kind, first: step.date, last: step.date }),
                    }
                }
                What::Counted(_) => since = parts.len(),
                What::Start(_)
                | What::SameDay
                | What::Landed { .. }
                | What::Arrived(_)
                | What::Office { .. }
                | What::PastClosures(_) => {}
                What::PastCutOff { .. }
                | What::OnDayOff { .. }
                | What::Moves(..)
                | What::PassedOver(_)
                | What::Stays(_)
                | What::NoTime(_)
                | What::Hours { .. }
                | What::HoursStay(_)
                | What::ByRule(..) => parts.push(Part::Other(step.to_string())),
            }
        }
        if weekend > 0 {
            let days = if weekend == 1 { "day" } else { "days" };
            parts.insert(0, Part::Other(format!("{weekend} weekend {days} not counted")));
        }
        parts.iter().map(Part::to_string).collect::<Vec<_>>().join("; ")
    }
}

/// A part of what kept a date from being a plain count.
enum Part<'a> {
    /// Days of a kind that were left out, from the first to the last.
    Days {
        kind: &'a DayKind,
        first: Date,
        last: Date,
    },
    Other(String),
}

impl fmt::Display for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = |date: &Date| date.format("%a %-d %B").to_string();
        match self {
            Part::Days { kind, first, last } if first == last => write!(f, "{kind} ({}) not counted", day(first)),
            Part::Days { kind, first, last } => write!(f, "{kind} ({} to {}) not counted", day(first), day(last)),
            Part::Other(text) => f.write_str(text),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !matches!(self.what, What::Hours { .. } | What::ByRule(..) | What::PastClosures(_)) {
            write!(f, "{}: ", describe(self.date))?;
        }
        write!(f, "{}", self.what)
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use Direction::{After, Before};
        match self {
            Self::Start(After) => f.write_str("the day it starts from, not counted"),
            Self::Start(Before) => f.write_str("the day it counts back from, not counted"),
            Self::PastCutOff { at, cut_off, counts_as } => {
                let (at, cut_off, counts_as) = (clock(*at), clock(*cut_off), describe(*counts_as));
                write!(f, "at {at}, not before the cut-off at {cut_off}, so it counts as of {counts_as}")
            }
            Self::OnDayOff { kind, counts_as } => write!(f, "{kind}, so it counts as of {}", describe(*counts_as)),
            Self::Counted(n) => write!(f, "working day {n}"),
            Self::NotCounted(kind) => write!(f, "{kind}, not counted"),
            Self::SameDay => f.write_str("the same working day"),
            Self::Landed { limit, from, direction: After, first: false } => {
                write!(f, "{limit} after {}", describe(*from))
            }
            Self::Landed { limit, from, direction: After, first: true } => {
                write!(f, "{limit} with {} as the first day", describe(*from))
            }
            Self::Landed { limit, from, direction: Before, .. } => write!(f, "{limit} {}", describe(*from)),
            Self::Moves(kind, After) => write!(f, "{kind}, so it moves on to the next working day"),
            Self::Moves(kind, Before) => {
                write!(f, "{kind}, so it moves back to the previous working day")
            }
            Self::PassedOver(kind) => write!(f, "{kind}, no working day either"),
            Self::Arrived(After) => f.write_str("the next working day"),
            Self::Arrived(Before) => f.write_str("the previous working day"),
            Self::Stays(kind) => write!(f, "{kind}, but the date is not moved"),
            Self::NoTime(After) => f.write_str("no time of day was given, so the hours count from the end of that day"),
            Self::NoTime(Before) => {
                f.write_str("no time of day was given, so the hours count back from the start of that day")
            }
            Self::Hours { hours, direction, start, end, changes } => {
                let hours = if *hours == 1 { "1 hour".to_owned() } else { format!("{hours} hours") };
                let back = if *direction == Before { " back" } else { "" };
                write!(f, "{hours} on the clock{back} from {} to {}", moment(*start), moment(*end))?;
                clock_changes(f, changes)
            }
            Self::Office { from, to } => write!(f, "{} to {}", clock(*from), clock(*to)),
            Self::HoursStay(kind) => write!(f, "{kind}, but hours on the clock are not moved"),
            Self::PastClosures(last) => write!(f, "no closing days are given after {last}"),
            Self::ByRule(first, last) => {
                write!(f, "the bank holidays of {} are by rule, not yet announced", span(*first, *last))
            }
        }
    }
}

/// ` (the clocks go back on Sun 25 October)`, or nothing.
fn clock_changes(f: &mut fmt::Formatter<'_>, changes: &[Change]) -> fmt::Result {
    for (n, change) in changes.iter().enumerate() {
        let lead = if n == 0 { " (the clocks go" } else { ", and" };
        let way = if change.forward { "forward" } else { "back" };
        write!(f, "{lead} {way} on {}", change.on.format("%a %-d %B"))?;
    }
    if changes.is_empty() { Ok(()) } else { f.write_str(")") }
}

/// `Fri 23 October 2026 10:00 BST`.
fn moment(instant: Instant) -> String {
    let local = instant.with_timezone(&London);
    format!("{} {} {}", describe(local.date_naive()), clock(local.time()), local.format("%Z"))
}

/// `10:00`, with seconds only if there are some.
fn clock(time: NaiveTime) -> String {
    time.format(if time.second() == 0 { "%H:%M" } else { "%H:%M:%S" }).to_string()
}
