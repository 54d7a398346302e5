//! Days and moments as people write them, in the local time of London. This file has no clock: what counts as now
//! is always handed in.

use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, SubsecRound, TimeZone};
use chrono_tz::Europe::London;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

pub use period::Period;
pub use when::{DateError, parse_date, parse_due_date, parse_when, parse_written_date};

mod period;
mod spoken;
#[cfg(test)]
mod tests;
mod when;

/// A day of the calendar, as it is in London.
pub type Date = NaiveDate;

/// A point in time with the offset it is written with.
pub type Instant = DateTime<FixedOffset>;

/// A day, with the time of day only if somebody gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    // INVARIANT: an instant, if there is one, has London's offset, whole seconds, and falls on `date`.
    date: Date,
    instant: Option<Instant>,
}

impl Moment {
    /// A day whose time of day nobody gave.
    pub fn on(date: Date) -> Self {
        Self { date, instant: None }
    }

    /// A known instant; it is kept in whole seconds, with the offset London has then.
    pub fn at(instant: Instant) -> Self {
        let local = in_london(instant.trunc_subsecs(0));
        Self { date: local.date_naive(), instant: Some(local) }
    }

    /// The day, as it is in London.
    pub fn date(&self) -> Date {
        self.date
    }

    /// The instant, if a time of day was given.
    pub fn instant(&self) -> Option<Instant> {
        self.instant
    }

    /// The instant, or 23:59:59 in London where only the day is known.
    pub fn instant_or_end(&self) -> Instant {
        self.instant.unwrap_or_else(|| end_of_day(self.date))
    }

    /// The same with a time of day: the day's end if nobody gave one.
    pub fn to_the_second(self) -> Self {
        Self { instant: Some(self.instant_or_end()), ..self }
    }

    /// How far time has certainly come once this happened after `earlier`. On the same day, a date without a time of
    /// day leaves it at `earlier`, so that nothing can be inserted before what had happened by then.
    pub fn following(self, earlier: Self) -> Self {
        let no_further = self.date == earlier.date && self.instant.is_none();
        if no_further || self.is_before(&earlier) { earlier } else { self }
    }

    /// Whether this is certainly earlier: by the instants when both are known, otherwise by the days. Moments that
    /// follow each other are compared with how far time had come (`following`), and not pair by pair.
    pub fn is_before(&self, other: &Self) -> bool {
        match (self.instant, other.instant) {
            (Some(this), Some(that)) => this < that,
            _ => self.date < other.date,
        }
    }
}

/// `2026-03-02`, or `2026-03-02T10:15:00+00:00` when the time of day is known.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.instant {
            Some(instant) => f.write_str(&instant.to_rfc3339_opts(SecondsFormat::Secs, false)),
            None => write!(f, "{}", self.date.format("%Y-%m-%d")),
        }
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// A date as it is shown to people: `Mon 2 March 2026`.
pub fn describe(date: Date) -> String {
    date.format("%a %-d %B %Y").to_string()
}

/// A date as letters and documents write it: `2 March 2026`.
pub fn without_weekday(date: Date) -> String {
    date.format("%-d %B %Y").to_string()
}

/// A date as it is shown to people, with the hour if there is one: `Mon 2 March 2026 10:15`.
pub fn describe_at(date: Date, at: Option<Instant>) -> String {
    match at {
        Some(at) => format!("{} {}", describe(date), at.format("%H:%M")),
        None => describe(date),
    }
}

/// A moment as it is shown to people: the day, with the hour if it is known.
pub fn describe_moment(moment: Moment) -> String {
    describe_at(moment.date(), moment.instant())
}

/// The same instant with the offset London has then.
pub(crate) fn in_london(instant: Instant) -> Instant {
    instant.with_timezone(&London).fixed_offset()
}

/// The first instant of a day in London.
pub(crate) fn start_of_day(date: Date) -> Instant {
    local_instant(date.and_time(NaiveTime::MIN))
}

/// Nine in the morning of a day in London, when offices open.
pub(crate) fn morning(date: Date) -> Instant {
    let nine = NaiveTime::from_hms_opt(9, 0, 0).expect("9:00 is a time of day");
    local_instant(date.and_time(nine))
}

fn end_of_day(date: Date) -> Instant {
    let last_second = NaiveTime::from_hms_opt(23, 59, 59).expect("23:59:59 is a time of day");
    local_instant(date.and_time(last_second))
}

/// A local time near midnight or in office hours, when London's clocks have not changed since 1972; taken as UTC if they ever do.
pub(super) fn local_instant(local: NaiveDateTime) -> Instant {
    match London.from_local_datetime(&local).earliest() {
        Some(instant) => instant.fixed_offset(),
        None => local.and_utc().fixed_offset(),
    }
}

/// What somebody typed, cut short and on one line, to be quoted in an error.
pub(crate) fn typed(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut shown: String = text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}
