//! A limit in words.

use std::fmt;

use super::{Direction, Limit, Unit};

impl Limit {
    /// `5 working days from Mon 2 March 2026`, `3 working days before Mon 2 March 2026`, in the author's own words.
    pub fn counted_from(&self, day: &str) -> String {
        match self.direction {
            Direction::After => format!("{} from {day}", self.written),
            Direction::Before => format!("{} {day}", self.written),
        }
    }
}

/// The normal form, such as `5 working days`; the author's words are in `written`.
impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&normal(self.n, self.unit, self.direction))
    }
}

/// `1 week`, `5 working days`, `15 working days before`, `same working day`.
pub(super) fn normal(n: u32, unit: Unit, direction: Direction) -> String {
    let (one, many) = match unit {
        Unit::Hours | Unit::ElapsedHours | Unit::HoursAsWorkingDays => ("hour", "hours"),
        Unit::OfficeHours => ("working hour", "working hours"),
        Unit::SchoolDays => ("school day", "school days"),
        Unit::Months => ("month", "months"),
        Unit::CalendarDays => ("calendar day", "calendar days"),
        Unit::WorkingDays | Unit::NextWorkingDay => ("working day", "working days"),
        Unit::Weeks => ("week", "weeks"),
    };
    let length = match (n, unit) {
        (0, Unit::WorkingDays) => "same working day".to_owned(),
        (_, Unit::NextWorkingDay) => "next working day".to_owned(),
        (1, _) => format!("1 {one}"),
        _ => format!("{n} {many}"),
    };
    match direction {
        Direction::After => length,
        Direction::Before => length + " before",
    }
}
