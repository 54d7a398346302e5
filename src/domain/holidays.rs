//! Which days are bank holidays in each division of the United Kingdom: the published lists, and the rules for years
//! nobody has announced yet. Counting with them is done by the calendar. (C17 in `docs/decisions.md`.)

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
use chrono::{Datelike, TimeDelta};

use super::time::{self, Date};
use crate::domain::worded::{Worded, worded};

mod published;
#[cfg(test)]
mod tests;

worded! {
    /// A part of the United Kingdom with bank holidays of its own.
    #[derive(Default, Hash)]
    pub enum Division {
        #[default]
        EnglandAndWales = "england-and-wales",
        Scotland = "scotland",
        NorthernIreland = "northern-ireland",
    }
}

impl Division {
    pub fn name(self) -> &'static str {
        match self {
            Division::EnglandAndWales => "England and Wales",
            Division::Scotland => "Scotland",
            Division::NorthernIreland => "Northern Ireland",
        }
    }
}

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
    // INVARIANT: in order, no date twice, and every year from the first to the last is there.
    days: Cow<'static, [Day]>,
    years: (i32, i32),
}

/// A bank holiday with its name.
type Day = (Date, Cow<'static, str>);

/// What is wrong with a bank-holidays.json.
#[derive(Debug, thiserror::Error)]
pub enum HolidayFileError {
    #[error("not a bank holiday list as gov.uk publishes it ({0})")]
    Shape(#[from] serde_json::Error),
    #[error("`{title}` has a date that cannot be read: {fault}")]
    BadDate { title: String, fault: time::DateError },
    #[error("{} is listed twice, as `{first}` and as `{second}`", time::describe(*.date))]
    Twice { date: Date, first: String, second: String },
    #[error(
        "{year} has only {found} bank holidays, so the list is not complete; there are at least {FEWEST_A_YEAR} in a year"
    )]
    Incomplete { year: i32, found: usize },
    #[error("no bank holidays of {} from {FIRST_YEAR} on are listed", .division.name())]
    Empty { division: Division },
}

impl Table {
    /// Reads the divisions that the text of a bank-holidays.json has; that of England and Wales must be there.
    pub(crate) fn read_all(json: &str) -> Result<BTreeMap<Division, Self>, HolidayFileError> {
        let mut tables = BTreeMap::new();
        for division in Division::ALL.iter().copied() {
            match published::days(json, division.word())? {
                // A division without any days is not listed.
                Some(days) if days.is_empty() && division != Division::default() => {}
                Some(days) => drop(tables.insert(division, Self::of(days, division)?)),
                None if division == Division::default() => {
                    return Err(<serde_json::Error as serde::de::Error>::missing_field("england-and-wales").into());
                }
                None => {}
            }
        }
        Ok(tables)
    }

    fn of(listed: Vec<(String, String)>, division: Division) -> Result<Self, HolidayFileError> {
        let mut days: Vec<Day> = Vec::new();
        for (on, name) in listed {
            let date = time::parse_date(&on)
                .map_err(|fault| HolidayFileError::BadDate { title: time::typed(&name), fault })?;
            days.push((date, name.into()));
        }
        days.retain(|(date, _)| date.year() >= FIRST_YEAR);
        days.sort_by_key(|(date, _)| *date);
        if let Some([first, second]) = days.array_windows().find(|[one, next]| one.0 == next.0) {
            let [first_name, second_name] = [first, second].map(|(_, name)| name.to_string());
            return Err(HolidayFileError::Twice { date: first.0, first: first_name, second: second_name });
        }
        let (Some((first, _)), Some((last, _))) = (days.first(), days.last()) else {
            return Err(HolidayFileError::Empty { division });
        };
        let table = Self { years: (first.year(), last.year()), days: days.into() };
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
        let at = self.days.binary_search_by_key(&date, |(date, _)| *date).ok()?;
        self.days.get(at).map(|(_, name)| &**name)
    }

    pub(crate) fn of_year(&self, year: i32) -> impl Iterator<Item = (Date, &str)> {
        let from = self.days.partition_point(|(date, _)| date.year() < year);
        let days = self.days[from..].iter().take_while(move |(date, _)| date.year() == year);
        days.map(|(date, name)| (*date, &**name))
    }
}

/// The lists built into the program, which were read when the program was built.
pub(crate) fn built_in(division: Division) -> &'static Table {
    static ENGLAND_AND_WALES: Table = built(&include!(concat!(env!("OUT_DIR"), "/england-and-wales.rs")));
    static SCOTLAND: Table = built(&include!(concat!(env!("OUT_DIR"), "/scotland.rs")));
    static NORTHERN_IRELAND: Table = built(&include!(concat!(env!("OUT_DIR"), "/northern-ireland.rs")));
    match division {
        Division::EnglandAndWales => &ENGLAND_AND_WALES,
        Division::Scotland => &SCOTLAND,
        Division::NorthernIreland => &NORTHERN_IRELAND,
    }
}

const fn built(days: &'static [Day]) -> Table {
    Table { days: Cow::Borrowed(days), years: (FIRST_YEAR, LAST_OFFICIAL_YEAR) }
}

const fn day(year: i32, month: u32, day: u32) -> Date {
    Date::from_ymd_opt(year, month, day).expect("a date of the built-in list")
}

/// The bank holidays of a year by the rules in force (Banking and Financial Dealings Act 1971, and the proclamations
/// made every year for New Year's Day and the early May holiday), in order. Empty only for years a calendar cannot hold.
pub(crate) fn by_rule(year: i32, division: Division) -> Vec<(Date, &'static str)> {
    let mut days = rules(year, division).unwrap_or_default();
    days.sort_unstable();
    days
}

fn rules(year: i32, division: Division) -> Option<Vec<(Date, &'static str)>> {
    let on = |month, day| Date::from_ymd_opt(year, month, day);
    let easter = easter_sunday(year)?;
    let new_year = match on(1, 1)?.weekday() {
        Sat => (on(1, 3)?, "New Year's Day (substitute day)"),
        Sun => (on(1, 2)?, "New Year's Day (substitute day)"),
        Mon | Tue | Wed | Thu | Fri => (on(1, 1)?, "New Year's Day"),
    };
    let christmas = (on(12, 25)?, "Christmas Day");
    let christmas_moved = (on(12, 27)?, "Christmas Day (substitute day)");
    let boxing = (on(12, 26)?, "Boxing Day");
    let boxing_moved = (on(12, 28)?, "Boxing Day (substitute day)");
    // A Sunday Christmas leaves Boxing Day on its Monday and is itself made up for on the Tuesday.
    let (earlier, later) = match on(12, 25)?.weekday() {
        Fri => (christmas, boxing_moved),
        Sat => (christmas_moved, boxing_moved),
        Sun => (boxing, christmas_moved),
        Mon | Tue | Wed | Thu => (christmas, boxing),
    };
    let mut days = vec![
        new_year,
        (easter.checked_sub_signed(TimeDelta::days(2))?, "Good Friday"),
        (Date::from_weekday_of_month_opt(year, 5, Mon, 1)?, "Early May bank holiday"),
        (last_monday(on(5, 31)?)?, "Spring bank holiday"),
        earlier,
        later,
    ];
    let of_monday = |day: Date, name: &'static str, moved: &'static str| match after_a_weekend(day) {
        Some(same) if same == day => Some((day, name)),
        other => other.map(|monday| (monday, moved)),
    };
    match division {
        Division::EnglandAndWales => days.push((last_monday(on(8, 31)?)?, "Summer bank holiday")),
        Division::Scotland => {
            // New Year's Day may have taken the Monday.
            let second = on(1, 2)?;
            let second = match of_monday(second, "2nd January", "2nd January (substitute day)")? {
                (day, _) if day == new_year.0 => (day.succ_opt()?, "2nd January (substitute day)"),
                free => free,
            };
            days.push(second);
            days.push((Date::from_weekday_of_month_opt(year, 8, Mon, 1)?, "Summer bank holiday"));
            days.push(of_monday(on(11, 30)?, "St Andrew's Day", "St Andrew's Day (substitute day)")?);
        }
        Division::NorthernIreland => {
            days.push(of_monday(on(3, 17)?, "St Patrick's Day", "St Patrick's Day (substitute day)")?);
            const BOYNE: [&str; 2] =
                ["Battle of the Boyne (Orangemen's Day)", "Battle of the Boyne (Orangemen's Day) (substitute day)"];
            days.push(of_monday(on(7, 12)?, BOYNE[0], BOYNE[1])?);
            days.push((last_monday(on(8, 31)?)?, "Summer bank holiday"));
        }
    }
    if division != Division::Scotland {
        days.push((easter.succ_opt()?, "Easter Monday"));
    }
    Some(days)
}

/// The day itself, or the Monday after the weekend that it falls on.
fn after_a_weekend(day: Date) -> Option<Date> {
    match day.weekday() {
        Sat => day.checked_add_signed(TimeDelta::days(2)),
        Sun => day.succ_opt(),
        Mon | Tue | Wed | Thu | Fri => Some(day),
    }
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
