//! A period of days: how people name one, and which one it is compared with.

use chrono::{Datelike, Days, Month, Months};

use super::Date;

/// From one day to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub from: Date,
    pub to: Date,
}

impl Period {
    /// The financial year, from 1 April, that holds a day.
    pub fn financial_year(day: Date) -> Period {
        let year = if day.month() >= 4 { day.year() } else { day.year() - 1 };
        let start = |year| Date::from_ymd_opt(year, 4, 1).unwrap_or(day);
        Period { from: start(year), to: start(year + 1).pred_opt().unwrap_or(day) }
    }

    /// A period as people name it: `last month`, `this quarter`, `2026-Q3`, `last financial year`, `2026/27`, `2026/27
    /// Q3`, `March 2026`, `2026-03`, `2026`. Spaces and hyphens are the same. A quarter of a plain year is one of the
    /// calendar, of a year written `2026/27` one of the financial year. `2025-26` and `FY2025/26` are financial years,
    /// too; `2011-12` is a month. `None` for anything else.
    pub fn named(text: &str, today: Date) -> Option<Period> {
        let text = text.to_lowercase();
        let financial_year = text.strip_prefix("fy");
        let words = financial_year.unwrap_or(&text).split([' ', '-', '_']).filter(|word| !word.is_empty());
        let words = years_joined(words.collect(), financial_year.is_some());
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        if financial_year.is_some() && !words.iter().any(|word| financial(word).is_some()) {
            return None;
        }
        match *words.as_slice() {
            [which @ ("this" | "last"), unit] => {
                let this = Period::around(unit, today)?;
                let before = || this.from.pred_opt().and_then(|day| Period::around(unit, day));
                if which == "this" { Some(this) } else { before() }
            }
            [which @ ("this" | "last"), "financial", "year"] => {
                let this = Period::financial_year(today);
                if which == "this" { Some(this) } else { this.from.pred_opt().map(Period::financial_year) }
            }
            [year] => match year_of(year) {
                Some(year) => Period::months(year, 1, 12),
                None => financial(year),
            },
            [year, quarter] | [quarter, year] if quarter.starts_with('q') => {
                let first = quarter.strip_prefix('q')?.parse::<u32>().ok().filter(|one| (1..=4).contains(one))? * 3 - 2;
                match (year_of(year), financial(year)) {
                    (Some(year), _) => Period::months(year, first, 3),
                    (None, Some(whole)) => {
                        let from = whole.from.checked_add_months(Months::new(first - 1))?;
                        Period::months(from.year(), from.month(), 3)
                    }
                    (None, None) => None,
                }
            }
            [year, month] if year_of(year).is_some() && month.len() == 2 => {
                Period::months(year_of(year)?, month.parse().ok()?, 1)
            }
            [month, year] => Period::months(year_of(year)?, month.parse::<Month>().ok()?.number_from_month(), 1),
            _ => None,
        }
    }

    /// The week from Monday, the month, the calendar's quarter or the calendar year that holds a day.
    fn around(unit: &str, day: Date) -> Option<Period> {
        match unit {
            "week" => {
                let from = day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into()))?;
                Some(Period { from, to: from.checked_add_days(Days::new(6))? })
            }
            "month" => Period::months(day.year(), day.month(), 1),
            "quarter" => Period::months(day.year(), day.month0() / 3 * 3 + 1, 3),
            "year" => Period::months(day.year(), 1, 12),
            _ => None,
        }
    }

    /// `count` months, beginning with the first day of this month.
    fn months(year: i32, month: u32, count: u32) -> Option<Period> {
        let from = Date::from_ymd_opt(year, month, 1)?;
        Some(Period { from, to: from.checked_add_months(Months::new(count))?.pred_opt()? })
    }

    pub fn holds(&self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    /// The part of it up to today; if it begins later, its first day.
    pub fn until(&self, today: Date) -> Period {
        Period { from: self.from, to: self.to.min(today).max(self.from) }
    }

    /// The period that it is compared with, if nobody asked for another: the same days of the year before for what has
    /// not come to its end yet, and for a stretch that begins where a quarter does and is neither a month nor a
    /// quarter nor whole years, such as a year to date; otherwise the period before.
    pub fn before(&self, today: Date) -> Period {
        let now = self.until(today);
        let begins_a_quarter = self.from.day() == 1 && self.from.month0().is_multiple_of(3);
        let usual = self.whole_months().is_some_and(|months| matches!(months, 1 | 3) || months.is_multiple_of(12));
        if now.to < self.to || (begins_a_quarter && !usual) { self.a_year_earlier(today) } else { now.just_before() }
    }

    /// The same days a year earlier, up to today's date; several years earlier if the period is longer than one.
    pub fn a_year_earlier(&self, today: Date) -> Period {
        let after = self.to.succ_opt().unwrap_or(self.to);
        let months = (after.year() - self.from.year()) * 12 + after.month() as i32 - self.from.month() as i32;
        let begun = months.unsigned_abs() + u32::from(after.day() > self.from.day());
        let years = begun.div_ceil(12).max(1) * 12;
        let now = self.until(today);
        let to = match now.whole_months() {
            Some(_) => now.to.succ_opt().and_then(|after| back(after, years).pred_opt()).unwrap_or(Date::MIN),
            None => back(now.to, years),
        };
        Period { from: back(self.from, years), to }
    }

    /// What comes just before: as many months for a period of whole months, otherwise as many days.
    pub fn just_before(&self) -> Period {
        let to = self.from.pred_opt().unwrap_or(Date::MIN);
        if let Some(months) = self.whole_months() {
            return Period { from: back(self.from, months), to };
        }
        let days = Days::new((self.to - self.from).num_days().unsigned_abs() + 1);
        Period { from: self.from.checked_sub_days(days).unwrap_or(Date::MIN), to }
    }

    /// How many months it begins after an earlier period; `None` if that isn't a whole number of months.
    pub fn months_after(&self, earlier: &Period) -> Option<u32> {
        let months =
            (self.from.year() - earlier.from.year()) * 12 + self.from.month() as i32 - earlier.from.month() as i32;
        u32::try_from(months).ok().filter(|_| self.from.day() == earlier.from.day())
    }

    /// How many months it is made of, from the first day of one to the last of another; `None` if they aren't whole.
    pub fn whole_months(&self) -> Option<u32> {
        let after = self.to.succ_opt()?;
        let months = (after.year() - self.from.year()) * 12 + after.month() as i32 - self.from.month() as i32;
        let whole = self.from.day() == 1 && after.day() == 1 && months > 0;
        whole.then_some(months.unsigned_abs())
    }
}

/// The same day so many months earlier.
fn back(day: Date, months: u32) -> Date {
    day.checked_sub_months(Months::new(months)).unwrap_or(Date::MIN)
}

fn year_of(text: &str) -> Option<i32> {
    text.parse().ok().filter(|year| text.len() == 4 && (1900..=9999).contains(year))
}

/// Words with the two years of a financial year as one, `2025` `26` as `2025/26`. By itself `2011` `12` is a month.
fn years_joined(words: Vec<&str>, financial_year: bool) -> Vec<String> {
    let no_month = financial_year || words.iter().any(|word| word.starts_with('q'));
    let mut joined: Vec<String> = Vec::new();
    for word in words {
        let both = joined.last().map(|before| format!("{before}/{word}"));
        let is_month = word.len() == 2 && word.parse().is_ok_and(|month: u32| (1..=12).contains(&month));
        match both.filter(|both| financial(both).is_some() && (no_month || !is_month)) {
            Some(both) => {
                joined.pop();
                joined.push(both);
            }
            None => joined.push(word.to_string()),
        }
    }
    joined
}

/// A financial year by its two calendar years, as in `2026/27`.
fn financial(text: &str) -> Option<Period> {
    let (first, second) = text.split_once('/')?;
    let first = year_of(first)?;
    let next = [format!("{:02}", (first + 1) % 100), (first + 1).to_string()].iter().any(|next| next == second);
    Date::from_ymd_opt(first, 4, 1).filter(|_| next).map(Period::financial_year)
}
