//! The working calendar: what kind of day a date is in a division of the United Kingdom, how many working days lie
//! between two dates, and which years are known. For any other year the answer is an error, never a guess.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::RangeInclusive;
use std::sync::Arc;

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use super::holidays::{self, FIRST_OFFICIAL_YEAR, FIRST_YEAR, LAST_OFFICIAL_YEAR, LAST_YEAR_BY_RULE, Table};
use super::limit::Limit;
use super::time::{Date, describe};

pub use super::holidays::{Division, Holiday, HolidayFileError};
pub use counting::{Counting, FirstDay, HoursMean, Roll, WeeksMean};
pub use due::Due;
pub use explain::LastClosing;

mod counting;
mod due;
mod explain;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

/// A named period with its first and last day: closing days of an office, or a school term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedPeriod {
    pub from: Date,
    pub to: Date,
    pub name: String,
}

/// What kind of day a date is. A bank holiday takes precedence over a weekend, and both over a local closing day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayKind {
    Working,
    Weekend,
    Holiday {
        name: String,
        by_rule: bool,
    },
    Closed {
        name: String,
    },
    /// For schools only.
    SchoolHolidays,
}

impl DayKind {
    pub fn is_working(&self) -> bool {
        *self == Self::Working
    }
}

/// `weekend`, `Good Friday`, `Good Friday (by rule, not yet announced)`, `closing day (Christmas closure)`.
impl fmt::Display for DayKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Working => f.write_str("working day"),
            Self::Weekend => f.write_str("weekend"),
            Self::Holiday { name, by_rule: false } => f.write_str(name),
            Self::Holiday { name, by_rule: true } => write!(f, "{name} (by rule, not yet announced)"),
            Self::Closed { name } => write!(f, "closing day ({name})"),
            Self::SchoolHolidays => f.write_str("school holidays"),
        }
    }
}

/// A date, or the end of a count, that the calendar does not reach.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.words())]
pub struct BeyondHorizon {
    /// The first day of the count that the calendar doesn't know.
    pub date: Date,
    pub first: i32,
    pub last: i32,
    /// Whether it is the school terms that don't reach `date`.
    pub terms: Option<ListedTerms>,
}

/// The first and last day of the school terms that the policy and the store list; `None` if they list none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListedTerms(Option<(Date, Date)>);

impl ListedTerms {
    /// What is missing, as the end of a sentence about a date.
    pub fn words(self) -> String {
        match self.0 {
            None => "no school terms are listed".to_owned(),
            Some((first, last)) => {
                format!("school terms are listed from {} to {} only", describe(first), describe(last))
            }
        }
    }
}

/// The command that lists another term.
pub const ADD_A_TERM: &str = "`iro calendar term FIRST..LAST --name NAME` adds one";

impl BeyondHorizon {
    /// A warning if only the school terms end too early to say whether a date is more than a limit away.
    ///
    /// # Errors
    /// This gap itself, where it is the bank holidays that are not known.
    pub fn cannot_tell_whether_more_than(self, limit: &Limit) -> Result<String, BeyondHorizon> {
        match self.terms {
            Some(listed) => Ok(format!("whether that is more than {limit} isn't known: {}", listed.words())),
            None => Err(self),
        }
    }

    fn words(&self) -> String {
        let (date, first, last) = (describe(self.date), self.first, self.last);
        match self.terms {
            Some(listed) => format!("{}, which leaves out {date}; {ADD_A_TERM}", listed.words()),
            None => format!(
                "the calendar knows the bank holidays of {first} to {last} and does not reach {date}; {}",
                self.remedy()
            ),
        }
    }

    fn remedy(&self) -> &'static str {
        if self.date.year() < self.first {
            "earlier years are not kept"
        } else {
            "to go further, put a newer official bank-holidays.json into the store's folder"
        }
    }
}

/// Where the bank holidays of a year come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    Record,
    Official,
    Imported,
    Rule,
}

/// The bank holidays of each division, with the closing days and school terms of the whole store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    imported: Arc<BTreeMap<Division, Table>>,
    closures: Vec<NamedPeriod>,
    terms: Vec<NamedPeriod>,
}

impl Calendar {
    /// The calendar built into the program.
    pub fn england_and_wales() -> Self {
        Self::default()
    }

    /// The built-in calendar with a newer official list, the text of gov.uk's bank-holidays.json, which replaces the
    /// years it covers. A list with an incomplete year, or one that cannot be read, is refused whole.
    pub fn from_gov_uk(json: &str) -> Result<Self, HolidayFileError> {
        Ok(Self { imported: Arc::new(Table::read_all(json)?), ..Self::default() })
    }

    /// Adds closing days that hold for every policy.
    #[must_use]
    pub fn with_closures(mut self, closures: Vec<NamedPeriod>) -> Self {
        self.closures.extend(closures);
        self
    }

    /// Adds school terms that hold for every policy with limits in school days.
    #[must_use]
    pub fn with_terms(mut self, terms: Vec<NamedPeriod>) -> Self {
        self.terms.extend(terms);
        self
    }

    /// The years this calendar knows.
    pub fn years(&self) -> RangeInclusive<i32> {
        let imported = self.imported.values().map(|table| *table.years().end()).min();
        FIRST_YEAR..=imported.unwrap_or(LAST_YEAR_BY_RULE).max(LAST_YEAR_BY_RULE)
    }

    /// Whether the bank holidays of a year are worked out by rule, because nobody has announced them yet.
    pub fn is_by_rule(&self, year: i32, division: Division) -> bool {
        self.source(year, division) == Some(Source::Rule)
    }

    /// Which lists of a division are in use for which years, the official ones first.
    pub fn edition(&self, division: Division) -> String {
        let mut runs: Vec<(Source, i32, i32)> = Vec::new();
        for year in self.years() {
            let Some(source) = self.source(year, division) else {
                continue;
            };
            match runs.last_mut() {
                Some((same, _, last)) if *same == source => *last = year,
                _ => runs.push((source, year, year)),
            }
        }
        let parts: Vec<String> =
            runs.iter().map(|(source, first, last)| format!("{} {source}", span(*first, *last))).collect();
        parts.join("; ")
    }

    /// What kind of day a date is under a policy's way of counting.
    pub fn day(&self, date: Date, counting: &Counting) -> Result<DayKind, BeyondHorizon> {
        if let Some((name, by_rule)) = self.holiday(date, counting.division)?
            && !counting.is_open_on(date)
        {
            return Ok(DayKind::Holiday { name: name.to_owned(), by_rule });
        }
        if counting.weekend.contains(&date.weekday()) {
            return Ok(DayKind::Weekend);
        }
        let mut closures = self.closures.iter().chain(&counting.closures);
        Ok(match closures.find(|closure| (closure.from..=closure.to).contains(&date)) {
            Some(closure) => DayKind::Closed { name: closure.name.clone() },
            None => DayKind::Working,
        })
    }

    /// What kind of day a date is for schools: they are open from Monday to Friday within a term, except on bank
    /// holidays, whatever the office's own week and closing days are.
    ///
    /// # Errors
    /// A year that the calendar doesn't know, or a day before the first of the listed terms or after the last.
    fn school_day(&self, date: Date, counting: &Counting) -> Result<DayKind, BeyondHorizon> {
        if let Some((name, by_rule)) = self.holiday(date, counting.division)? {
            return Ok(DayKind::Holiday { name: name.to_owned(), by_rule });
        }
        if Counting::default().weekend.contains(&date.weekday()) {
            return Ok(DayKind::Weekend);
        }
        if self.terms.iter().chain(&counting.terms).any(|term| (term.from..=term.to).contains(&date)) {
            return Ok(DayKind::Working);
        }
        let listed = self.terms_listed(counting);
        match listed.0.is_some_and(|(first, last)| (first..=last).contains(&date)) {
            true => Ok(DayKind::SchoolHolidays),
            false => Err(BeyondHorizon { terms: Some(listed), ..self.beyond(Some(date), true) }),
        }
    }

    /// How far the store and the policy list school terms.
    pub fn terms_listed(&self, counting: &Counting) -> ListedTerms {
        let terms = || self.terms.iter().chain(&counting.terms);
        ListedTerms(terms().map(|term| term.from).min().zip(terms().map(|term| term.to).max()))
    }

    /// The latest closing days that the store or the policy lists; `None` if neither lists any.
    pub fn closures_given_to(&self, counting: &Counting) -> Option<LastClosing> {
        let closures = self.closures.iter().chain(&counting.closures);
        closures.map(|closure| LastClosing { year: closure.from.year(), on: closure.to }).max()
    }

    /// Whether a day is worked, by the bank holidays, the weekend and the closing days.
    ///
    /// # Errors
    /// A day outside the years that the calendar knows.
    pub fn is_working(&self, date: Date, counting: &Counting) -> Result<bool, BeyondHorizon> {
        Ok(self.day(date, counting)?.is_working())
    }

    /// The working days after `a` up to and including `b`; negative if `b` is the earlier one.
    pub fn between(&self, a: Date, b: Date, counting: &Counting) -> Result<i64, BeyondHorizon> {
        self.known(a)?;
        self.known(b)?;
        let (earlier, later, sign) = if a <= b { (a, b, 1) } else { (b, a, -1) };
        Ok(sign * self.working_days(earlier, later, counting)?)
    }

    /// The working days after one date up to and including a later one, without walking from day to day: the days of
    /// the week that are worked, less the bank holidays and closing days among them.
    fn working_days(&self, after: Date, last: Date, counting: &Counting) -> Result<i64, BeyondHorizon> {
        let is_weekday = |date: &Date| !counting.weekend.contains(&date.weekday());
        let within = |date: &Date| after < *date && *date <= last;
        let (weeks, odd) = ((last - after).num_days() / 7, (last - after).num_days() % 7);
        let a_week = after.iter_days().skip(1).take(7).filter(is_weekday).count();
        let odd_days = after.iter_days().skip(1).take(odd.unsigned_abs() as usize).filter(is_weekday).count();
        let mut off: BTreeSet<Date> = BTreeSet::new();
        for year in after.year()..=last.year() {
            let holidays = self.holidays(year, counting.division)?.into_iter().map(|holiday| holiday.date);
            off.extend(holidays.filter(within).filter(|date| !counting.is_open_on(*date)));
        }
        for closure in self.closures.iter().chain(&counting.closures) {
            let first = closure.from.max(after);
            off.extend(first.iter_days().take_while(|date| *date <= closure.to.min(last)).filter(within));
        }
        let off = off.iter().filter(|date| is_weekday(date)).count();
        Ok(weeks * a_week as i64 + odd_days as i64 - off as i64)
    }

    /// The bank holidays of a year in a division, in order.
    pub fn holidays(&self, year: i32, division: Division) -> Result<Vec<Holiday>, BeyondHorizon> {
        let source = self
            .source(year, division)
            .ok_or_else(|| self.beyond(Date::from_ymd_opt(year, 1, 1), year > FIRST_YEAR))?;
        let by_rule = source == Source::Rule;
        let holiday = |(date, name): (Date, &str)| Holiday { date, name: name.to_owned(), by_rule };
        Ok(match self.table(source, division) {
            Some(table) => table.of_year(year).map(holiday).collect(),
            None => holidays::by_rule(year, division).into_iter().map(holiday).collect(),
        })
    }

    /// The name of the bank holiday on a date and whether it is by rule; `None` if the date isn't one.
    fn holiday(&self, date: Date, division: Division) -> Result<Option<(&str, bool)>, BeyondHorizon> {
        let year = date.year();
        let source = self.source(year, division).ok_or_else(|| self.beyond(Some(date), year > FIRST_YEAR))?;
        Ok(match self.table(source, division) {
            Some(table) => table.get(date).map(|name| (name, false)),
            None => {
                let found = holidays::by_rule(year, division).into_iter().find(|(day, _)| *day == date);
                found.map(|(_, name)| (name, true))
            }
        })
    }

    /// The list of a source; `None` for the rules.
    fn table(&self, source: Source, division: Division) -> Option<&Table> {
        match source {
            Source::Record | Source::Official => Some(holidays::built_in(division)),
            Source::Imported => self.imported.get(&division),
            Source::Rule => None,
        }
    }

    fn source(&self, year: i32, division: Division) -> Option<Source> {
        match self.imported.get(&division) {
            Some(table) if table.years().contains(&year) => Some(Source::Imported),
            _ if (FIRST_YEAR..FIRST_OFFICIAL_YEAR).contains(&year) => Some(Source::Record),
            _ if (FIRST_OFFICIAL_YEAR..=LAST_OFFICIAL_YEAR).contains(&year) => Some(Source::Official),
            _ if self.years().contains(&year) => Some(Source::Rule),
            _ => None,
        }
    }

    /// The date itself, if the calendar reaches it.
    fn known(&self, date: Date) -> Result<Date, BeyondHorizon> {
        match self.source(date.year(), Division::default()) {
            Some(_) => Ok(date),
            None => Err(self.beyond(Some(date), date.year() > FIRST_YEAR)),
        }
    }

    /// The error for a date that the calendar doesn't know. Without a date, because the count overflowed, it names the
    /// first one past that end of the calendar.
    fn beyond(&self, date: Option<Date>, forwards: bool) -> BeyondHorizon {
        let (first, last) = self.years().into_inner();
        let (edge, furthest) = match forwards {
            true => (Date::from_ymd_opt(last + 1, 1, 1), Date::MAX),
            false => (Date::from_ymd_opt(first - 1, 12, 31), Date::MIN),
        };
        BeyondHorizon { date: date.or(edge).unwrap_or(furthest), first, last, terms: None }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Record => "as they were held",
            Self::Official => "from the official list",
            Self::Imported => "from the official list that was imported",
            Self::Rule => "worked out, as they have not been announced",
        })
    }
}

/// `2029`, or `2029 to 2040`.
fn span(first: i32, last: i32) -> String {
    if first == last { first.to_string() } else { format!("{first} to {last}") }
}
