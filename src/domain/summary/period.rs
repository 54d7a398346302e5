//! The stretch of days that figures are about, and the one it is compared with.

use chrono::{Datelike, Days, Months};

use crate::domain::time::Date;

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

    pub fn holds(&self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    /// The part of it that is over or under way.
    pub fn until(&self, today: Date) -> Period {
        Period { from: self.from, to: self.to.min(today).max(self.from) }
    }

    /// The period before: as many months for one of whole months, otherwise as many days. What has not come to its end
    /// yet is compared with the same days of the year before.
    pub fn before(&self, today: Date) -> Period {
        let end = self.until(today).to;
        let by_months = |months: u32| move |day: Date| day.checked_sub_months(Months::new(months)).unwrap_or(Date::MIN);
        if end < self.to {
            let after = self.to.succ_opt().unwrap_or(self.to);
            let months = (after.year() - self.from.year()) * 12 + after.month() as i32 - self.from.month() as i32;
            let begun = months.unsigned_abs() + u32::from(after.day() > self.from.day());
            let back = by_months(begun.div_ceil(12).max(1) * 12);
            return Period { from: back(self.from), to: back(end) };
        }
        if let Some(months) = self.whole_months() {
            return Period { from: by_months(months)(self.from), to: self.from.pred_opt().unwrap_or(Date::MIN) };
        }
        let days = Days::new((self.to - self.from).num_days().unsigned_abs() + 1);
        let back = |day: Date| day.checked_sub_days(days).unwrap_or(Date::MIN);
        Period { from: back(self.from), to: back(end) }
    }

    fn whole_months(&self) -> Option<u32> {
        let after = self.to.succ_opt()?;
        let months = (after.year() - self.from.year()) * 12 + after.month() as i32 - self.from.month() as i32;
        let whole = self.from.day() == 1 && after.day() == 1 && months > 0;
        whole.then_some(months.unsigned_abs())
    }
}
