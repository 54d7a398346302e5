//! How long a record is kept after it ended. The period is the authority's own; nothing here knows one.

use chrono::{Datelike, Days, Months};

use super::case::Case;
use super::time::Date;

/// The day a record ended; `None` while it is open.
pub fn ended(case: &Case) -> Option<Date> {
    match case {
        Case::Dispute(dispute) => dispute.ended_at().map(|at| at.date()),
        // Praise ends when it is last acknowledged or is withdrawn; a later correction doesn't keep it longer.
        Case::Praise(praise) => {
            let read = praise.acknowledged.iter().map(|(_, on)| on);
            let withdrawn = praise.withdrawn.iter().map(|(_, on)| on);
            read.chain(withdrawn).chain([&praise.at]).map(|on| on.date()).max()
        }
    }
}

/// The last day on which a record that ended then is kept: the same day so many years on, 28 February where there is no
/// such day. `None` past the year 9999.
pub fn keep_until(ended: Date, years: u32) -> Option<Date> {
    ended.checked_add_months(Months::new(years.checked_mul(12)?)).filter(|date| date.year() <= 9999)
}

/// The first day on which it may be removed.
pub fn may_go_from(ended: Date, years: u32) -> Option<Date> {
    keep_until(ended, years)?.checked_add_days(Days::new(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_kept_to_the_day() {
        for (ended, years, until) in [
            ("2026-03-02", 6, "2032-03-02"),
            ("2024-02-29", 1, "2025-02-28"),
            ("2024-02-29", 75, "2099-02-28"),
            ("2026-03-02", 0, "2026-03-02"),
        ] {
            assert_eq!(keep_until(ended.parse().unwrap(), years), until.parse().ok(), "{ended} {years}");
        }
        assert_eq!(may_go_from("2026-12-31".parse().unwrap(), 1), "2028-01-01".parse().ok());
        assert_eq!(keep_until("2026-03-02".parse().unwrap(), u32::MAX), None);
    }
}
