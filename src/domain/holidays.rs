//! Which days are bank holidays in England and Wales: the published list, and the rules for years nobody has
//! announced yet. Counting with them is done by the calendar.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use chrono::{Datelike, TimeDelta, Weekday};
use serde::Deserialize;

use super::time::{self, Date};

#[cfg(test)]
mod tests;

/// The first year anything is known about.
pub(crate) const FIRST_YEAR: i32 = 1995;
/// The first year that the official list settles; earlier ones are from the record.
pub(crate) const FIRST_OFFICIAL_YEAR: i32 = 2012;
/// The last year of the official list that is built in.
pub(crate) const LAST_OFFICIAL_YEAR: i32 = 2028;
/// The last year that the rules are trusted with.
pub(crate) const LAST_YEAR_BY_RULE: i32 = 2040;

/// Every year since the last bank holiday was added has at least this many; fewer means that a list breaks off.
const FEWEST_A_YEAR: usize = 8;

/// One bank holiday.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    pub date: Date,
    pub name: String,
    /// Worked out from the rules in force; not yet announced.
    pub by_rule: bool,
}

/// A list of bank holidays, each of its years complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    // INVARIANT: not empty, and every year from its first to its last is there.
    days: BTreeMap<Date, String>,
    years: (i32, i32),
}

/// What is wrong with a bank-holidays.json.
#[derive(Debug, thiserror::Error)]
pub enum HolidayFileError {
    #[error("not a bank holiday list as gov.uk publishes it ({0})")]
    Shape(#[from] serde_json::Error),
    #[error("`{title}` has a date that cannot be read: {fault}")]
    BadDate { title: String, fault: time::WhenError },
    #[error("{} is listed twice, as `{first}` and as `{second}`", time::describe(*.date))]
    Twice { date: Date, first: String, second: String },
    #[error(
        "{year} has only {found} bank holidays, so the list is not complete; there are at least {FEWEST_A_YEAR} in a year"
    )]
    Incomplete { year: i32, found: usize },
    #[error("no bank holidays of England and Wales from {FIRST_YEAR} on are listed")]
    Empty,
}

// The shape of gov.uk's file, as far as it is needed; other divisions and keys are passed over.
#[derive(Deserialize)]
struct File<'a> {
    #[serde(rename = "england-and-wales", borrow)]
    england_and_wales: Division<'a>,
}

#[derive(Deserialize)]
struct Division<'a> {
    #[serde(borrow)]
    events: Vec<Event<'a>>,
}

#[derive(Deserialize)]
struct Event<'a> {
    #[serde(borrow)]
    title: Cow<'a, str>,
    #[serde(borrow)]
    date: Cow<'a, str>,
    #[serde(borrow, default)]
    notes: Cow<'a, str>,
}

impl Table {
    /// Reads the text of a bank-holidays.json.
    pub(crate) fn read(json: &str) -> Result<Self, HolidayFileError> {
        let file: File<'_> = serde_json::from_str(json.trim_start_matches('\u{feff}'))?;
        let mut days = BTreeMap::new();
        for event in file.england_and_wales.events {
            let name = event.name();
            let date = time::parse_date(&event.date)
                .map_err(|fault| HolidayFileError::BadDate { title: time::typed(&event.title), fault })?;
            if date.year() < FIRST_YEAR {
                continue;
            }
            if let Some(first) = days.insert(date, name.clone()) {
                return Err(HolidayFileError::Twice { date, first, second: name });
            }
        }
        Self::complete(days)
    }

    fn complete(days: BTreeMap<Date, String>) -> Result<Self, HolidayFileError> {
        let (Some((first, _)), Some((last, _))) = (days.first_key_value(), days.last_key_value()) else {
            return Err(HolidayFileError::Empty);
        };
        let years = (first.year(), last.year());
        let table = Self { days, years };
        for year in table.years() {
            let found = table.of_year(year).count();
            if found < FEWEST_A_YEAR {
                return Err(HolidayFileError::Incomplete { year, found });
            }
        }
        Ok(table)
    }

    pub(crate) fn years(&self) -> RangeInclusive<i32> {
        self.years.0..=self.years.1
    }

    pub(crate) fn get(&self, date: Date) -> Option<&str> {
        self.days.get(&date).map(String::as_str)
    }

    pub(crate) fn of_year(&self, year: i32) -> impl Iterator<Item = (Date, &str)> {
        let (first, last) = (Date::from_ymd_opt(year, 1, 1), Date::from_ymd_opt(year, 12, 31));
        let days = self.days.range(first.unwrap_or(Date::MAX)..=last.unwrap_or(Date::MAX));
        days.map(|(date, name)| (*date, name.as_str()))
    }
}

impl Event<'_> {
    fn name(&self) -> String {
        let plain = |c: char| match c {
            '’' => '\'',
            c if c.is_control() => ' ',
            c => c,
        };
        let moved = !self.notes.is_empty() && self.notes.to_lowercase().contains("substitute");
        self.title.chars().map(plain).chain(if moved { " (substitute day)" } else { "" }.chars()).collect()
    }
}

/// The list built into the program, read when the first date is asked for.
pub(crate) fn built_in() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(|| {
        let json = include_str!("../../policies/calendars/england-and-wales.json");
        Table::read(json).expect("the built-in list is whole, as a test shows")
    });
    &TABLE
}

/// The bank holidays of a year by the rules in force (Banking and Financial Dealings Act 1971, and the proclamations
/// made every year for New Year's Day and the early May holiday), in order. Empty only for years a calendar cannot hold.
pub(crate) fn by_rule(year: i32) -> Vec<(Date, &'static str)> {
    rules(year).unwrap_or_default()
}

fn rules(year: i32) -> Option<Vec<(Date, &'static str)>> {
    let on = |month, day| Date::from_ymd_opt(year, month, day);
    let easter = easter_sunday(year)?;
    let new_year = match on(1, 1)?.weekday() {
        Weekday::Sat => (on(1, 3)?, "New Year's Day (substitute day)"),
        Weekday::Sun => (on(1, 2)?, "New Year's Day (substitute day)"),
        _ => (on(1, 1)?, "New Year's Day"),
    };
    let christmas = (on(12, 25)?, "Christmas Day");
    let christmas_moved = (on(12, 27)?, "Christmas Day (substitute day)");
    let boxing = (on(12, 26)?, "Boxing Day");
    let boxing_moved = (on(12, 28)?, "Boxing Day (substitute day)");
    // A Sunday Christmas leaves Boxing Day on its Monday and is itself made up for on the Tuesday.
    let (earlier, later) = match on(12, 25)?.weekday() {
        Weekday::Fri => (christmas, boxing_moved),
        Weekday::Sat => (christmas_moved, boxing_moved),
        Weekday::Sun => (boxing, christmas_moved),
        _ => (christmas, boxing),
    };
    Some(vec![
        new_year,
        (easter.checked_sub_signed(TimeDelta::days(2))?, "Good Friday"),
        (easter.succ_opt()?, "Easter Monday"),
        (Date::from_weekday_of_month_opt(year, 5, Weekday::Mon, 1)?, "Early May bank holiday"),
        (last_monday(on(5, 31)?)?, "Spring bank holiday"),
        (last_monday(on(8, 31)?)?, "Summer bank holiday"),
        earlier,
        later,
    ])
}

/// The latest Monday up to and including `end`.
fn last_monday(end: Date) -> Option<Date> {
    end.checked_sub_signed(TimeDelta::days(i64::from(end.weekday().num_days_from_monday())))
}

/// Easter Sunday of the Gregorian calendar, by the method of the New York correspondent of Nature, 1876.
fn easter_sunday(year: i32) -> Option<Date> {
    if !(1583..=9999).contains(&year) {
        return None;
    }
    let golden = year % 19;
    let (century, of_century) = (year / 100, year % 100);
    let moon_correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - moon_correction + 15) % 30;
    let to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * to_sunday) / 451;
    let day_of_march = epact + to_sunday - 7 * late + 22;
    let first_of_march = Date::from_ymd_opt(year, 3, 1)?;
    first_of_march.checked_add_signed(TimeDelta::days(i64::from(day_of_march - 1)))
}
