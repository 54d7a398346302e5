//! What a policy may choose about counting. The defaults are the common reading of a protocol that says nothing.

use chrono::{Days, NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

use super::{Division, NamedPeriod};
use crate::domain::limit::{DaysMean, Direction, Limit, LimitError, Unit};
use crate::domain::time::Date;
use crate::domain::worded::worded;

/// How the days of a limit are counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counting {
    /// What a bare "5 days" means, where the protocol says it.
    pub days: Option<DaysMean>,
    /// The part of the United Kingdom whose bank holidays are not worked.
    #[serde(default)]
    pub division: Division,
    /// The days of the week that are not worked; Saturday and Sunday by default.
    pub weekend: Vec<Weekday>,
    /// Local closing days of the authority, in addition to those of the whole store.
    pub closures: Vec<NamedPeriod>,
    /// Bank holidays on which the authority is open.
    #[serde(default)]
    pub open_on: Vec<NamedPeriod>,
    /// Which day is day one.
    pub first_day: FirstDay,
    /// What a limit in hours counts.
    pub hours: HoursMean,
    /// When the office is open on a working day, where the protocol says it.
    #[serde(default)]
    pub office: Option<(NaiveTime, NaiveTime)>,
    /// The school terms, if the protocol lists them, in addition to those of the whole store; limits in school days
    /// count no day outside them.
    #[serde(default)]
    pub terms: Vec<NamedPeriod>,
    /// What a limit in weeks counts.
    pub weeks: WeeksMean,
    /// Where a date moves that falls on a day that is not worked.
    pub roll: Roll,
    /// An event at or after this time of a working day, or on a day that is not worked, counts as of the next one; limits
    /// in elapsed hours ignore it without `received_at`, and lead times before a date always do.
    pub cut_off: Option<NaiveTime>,
    /// The time of that next working day at which the event is received, from which limits in elapsed hours count.
    #[serde(default)]
    pub received_at: Option<NaiveTime>,
    /// The clause that says how time is counted.
    #[serde(default)]
    pub source: Option<String>,
}

impl Counting {
    /// A limit as the protocol means it, in words that say which days or hours are counted.
    ///
    /// # Errors
    /// The text is not a limit, or the protocol leaves open which of two readings is meant.
    pub fn limit(&self, typed: &str) -> Result<Limit, LimitError> {
        match Limit::parse_with(typed, self.days) {
            Err(LimitError::WorkingHours { n, direction: Direction::After, .. }) if self.office.is_some() => {
                Ok(Limit::new(n, Unit::OfficeHours))
            }
            Err(fault) => Err(fault),
            Ok(limit) if Limit::parse(typed).is_ok() => Ok(limit),
            Ok(limit) => Ok(Limit::new(limit.n, limit.unit)),
        }
    }
}

impl Counting {
    /// The day from which a limit counts that begins once a date is over: the day after it, if the first day counts.
    /// Hours count from the end of the date itself.
    pub fn once_over(&self, date: Date, limit: &Limit) -> Date {
        match self.first_day {
            FirstDay::Same if !self.is_by_the_hour(limit) && limit.unit != Unit::NextWorkingDay => date + Days::new(1),
            FirstDay::Same | FirstDay::Next => date,
        }
    }

    /// Whether the authority is open on this day although it is a bank holiday.
    pub fn is_open_on(&self, date: Date) -> bool {
        self.open_on.iter().any(|open| (open.from..=open.to).contains(&date))
    }

    /// What the hours of a limit mean; `None` for a limit that isn't in hours.
    pub fn hours_of(&self, limit: &Limit) -> Option<HoursMean> {
        match limit.unit {
            Unit::Hours => Some(self.hours),
            Unit::ElapsedHours => Some(HoursMean::Elapsed),
            Unit::HoursAsWorkingDays => Some(HoursMean::WorkingDays),
            Unit::OfficeHours => Some(HoursMean::Office),
            Unit::SchoolDays
            | Unit::Months
            | Unit::CalendarDays
            | Unit::WorkingDays
            | Unit::NextWorkingDay
            | Unit::Weeks => None,
        }
    }

    /// Whether the time of day at which a limit begins matters for its end.
    pub fn is_by_the_hour(&self, limit: &Limit) -> bool {
        self.hours_of(limit).is_some_and(HoursMean::are_hours)
    }
}

impl Default for Counting {
    fn default() -> Self {
        Self {
            days: None,
            division: Division::default(),
            weekend: vec![Weekday::Sat, Weekday::Sun],
            closures: Vec::new(),
            open_on: Vec::new(),
            first_day: FirstDay::default(),
            hours: HoursMean::default(),
            office: None,
            terms: Vec::new(),
            weeks: WeeksMean::default(),
            roll: Roll::default(),
            cut_off: None,
            received_at: None,
            source: None,
        }
    }
}

worded! {
    /// Which day is day one: the one after the event, or the event's own. Lead times before a date are always counted from
    /// the day before it.
    #[derive(Default)]
    pub enum FirstDay {
        #[default]
        Next = "next",
        Same = "same",
    }
}

worded! {
    /// What a limit in hours means: elapsed hours, weekends included, or a working day for each 24 hours or part of
    /// them.
    #[derive(Default)]
    pub enum HoursMean {
        #[default]
        Elapsed = "elapsed",
        WorkingDays = "working-days",
        /// Hours in which the office is open, over as many working days as that takes.
        Office = "office",
    }
}

impl HoursMean {
    /// Whether they are counted one by one, so that the time of day matters.
    pub fn are_hours(self) -> bool {
        match self {
            HoursMean::Elapsed | HoursMean::Office => true,
            HoursMean::WorkingDays => false,
        }
    }
}

worded! {
    /// What a week means: seven calendar days, or five working days.
    #[derive(Default)]
    pub enum WeeksMean {
        #[default]
        Calendar = "calendar",
        WorkingDays = "working",
    }
}

worded! {
    /// Where a limit in calendar days, weeks or months moves if it ends on a day that is not worked. A lead time before
    /// a date only ever moves to the previous working day, so that it is not cut short; and no limit moves to a day
    /// before the one it started on.
    #[derive(Default)]
    pub enum Roll {
        #[default]
        NextWorkingDay = "next",
        PreviousWorkingDay = "previous",
        Stay = "stay",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_read_as_the_protocol_counts() {
        let open = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        let office =
            Counting { days: Some(DaysMean::Working), office: Some((open(9), open(17))), ..Counting::default() };
        let read = |counting: &Counting, typed| counting.limit(typed).map(|limit| (limit.n, limit.unit, limit.written));
        assert_eq!(read(&office, "8 working hours"), Ok((8, Unit::OfficeHours, "8 working hours".to_string())));
        assert_eq!(read(&office, "5 days"), Ok((5, Unit::WorkingDays, "5 working days".to_string())));
        assert!(read(&Counting::default(), "8 working hours").is_err());
        assert!(read(&Counting::default(), "5 days").is_err());
    }
}
