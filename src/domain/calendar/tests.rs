//! Due dates worked out by hand from a wall calendar.

use chrono::{NaiveTime, Weekday};

use super::counting::WeeksMean;
use super::*;
use crate::domain::limit::{Limit, Unit};
use crate::domain::time::{Moment, parse_date};

mod horizon;
mod reasons;

fn date(text: &str) -> Date {
    parse_date(text).unwrap()
}

fn closure(from: &str, to: &str) -> NamedPeriod {
    NamedPeriod { from: date(from), to: date(to), name: "Christmas closure".to_owned() }
}

fn due_with(start: &str, limit: &str, counting: &Counting) -> Due {
    let start: Moment = start.parse().unwrap();
    Calendar::england_and_wales().due(start, &Limit::parse(limit).unwrap(), counting).unwrap()
}

/// Checks a row under the usual way of counting.
fn check(start: &str, limit: &str, expected: &str) {
    check_with(start, limit, &Counting::default(), expected);
}

fn check_with(start: &str, limit: &str, counting: &Counting, expected: &str) {
    let due = due_with(start, limit, counting);
    let found = due.at.map_or(Moment::on(due.date), Moment::at);
    assert_eq!(found.to_string(), expected, "{limit} from {start}");
    assert_eq!(found.date(), due.date);
}

fn explained(start: &str, limit: &str, counting: &Counting) -> Vec<String> {
    due_with(start, limit, counting).explain.iter().map(ToString::to_string).collect()
}

#[test]
fn working_days_in_an_ordinary_week() {
    check("2026-03-02", "1 working day", "2026-03-03");
    check("2026-03-02", "5 working days", "2026-03-09");
    check("2026-03-06", "1 working day", "2026-03-09");
    check("2026-03-02T23:30:00Z", "5 working days", "2026-03-09");
    check("2026-03-02", "10 working days", "2026-03-16");
}

#[test]
fn events_on_days_that_are_not_worked() {
    check("2026-03-07", "1 working day", "2026-03-09");
    check("2026-03-07", "5 working days", "2026-03-13");
    check("2026-03-08", "5 working days", "2026-03-13");
    check("2026-05-02", "1 working day", "2026-05-05");
    check("2026-05-25", "1 working day", "2026-05-26");
    check("2026-04-03", "2 working days", "2026-04-08");
}

#[test]
fn the_same_working_day() {
    check("2026-03-02", "same working day", "2026-03-02");
    check("2026-03-07", "same working day", "2026-03-09");
    check("2026-04-03", "same working day", "2026-04-07");
    check("2026-12-25", "same working day", "2026-12-29");
}

#[test]
fn the_next_working_day_is_never_the_same_whatever_counts_as_day_one() {
    let same = Counting { first_day: FirstDay::Same, ..Counting::default() };
    for counting in [Counting::default(), same.clone()] {
        check_with("2026-03-05", "next working day", &counting, "2026-03-06");
        // A Friday, a Saturday, a Sunday.
        check_with("2026-03-06", "next working day", &counting, "2026-03-09");
        check_with("2026-03-07", "next working day", &counting, "2026-03-09");
        check_with("2026-03-08", "next working day", &counting, "2026-03-09");
        // The day before Good Friday, Good Friday, and a bank holiday that is a Monday.
        check_with("2026-04-02", "the next working day", &counting, "2026-04-07");
        check_with("2026-04-03", "next working day", &counting, "2026-04-07");
        check_with("2026-05-04", "next working day", &counting, "2026-05-05");
        // What comes too late on Thursday counts as Friday's, and what comes on a Saturday as Monday's.
        let five = Counting { cut_off: NaiveTime::from_hms_opt(17, 0, 0), ..counting };
        check_with("2026-03-05T16:59:00Z", "next working day", &five, "2026-03-06");
        check_with("2026-03-05T17:30:00Z", "next working day", &five, "2026-03-09");
        check_with("2026-03-07T09:30:00Z", "next working day", &five, "2026-03-10");
    }
    check_with("2026-03-06", "1 working day", &same, "2026-03-06");
}

#[test]
fn christmas_2026() {
    check("2026-12-22", "5 working days", "2026-12-31");
    check("2026-12-23", "5 working days", "2027-01-04");
    check("2026-12-24", "1 working day", "2026-12-29");
    check("2026-12-26", "1 working day", "2026-12-29");
    check("2026-12-25", "2 working days", "2026-12-30");
    check("2026-12-18", "10 working days", "2027-01-06");
    check("2026-12-14", "20 working days", "2027-01-14");
}

#[test]
fn easter_2027_may_2023_and_a_leap_day() {
    check("2027-03-25", "1 working day", "2027-03-30");
    check("2027-03-24", "5 working days", "2027-04-02");
    check("2027-03-26", "1 working day", "2027-03-30");
    check("2023-04-28", "10 working days", "2023-05-16");
    check("2023-04-28", "20 working days", "2023-05-31");
    check("2028-02-28", "1 working day", "2028-02-29");
    check("2028-02-25", "5 working days", "2028-03-03");
    check("2028-02-29", "1 working day", "2028-03-01");
    check("2028-02-29", "1 week", "2028-03-07");
    check("2028-02-22", "1 week", "2028-02-29");
}

#[test]
fn closing_days_of_the_office() {
    let closed = Counting { closures: vec![closure("2026-12-24", "2027-01-03")], ..Counting::default() };
    check_with("2026-12-23", "5 working days", &closed, "2027-01-08");
    check_with("2026-12-22", "5 working days", &closed, "2027-01-07");
    check_with("2026-12-17", "1 week", &closed, "2027-01-04");
    let lines = explained("2026-12-23", "1 working day", &closed);
    assert_eq!(lines[1], "Thu 24 December 2026: closing day (Christmas closure), not counted");
    assert_eq!(lines[2], "Fri 25 December 2026: Christmas Day, not counted");
    assert_eq!(lines[3], "Sat 26 December 2026: weekend, not counted");

    let store = Calendar::england_and_wales().with_closures(vec![closure("2026-12-24", "2027-01-03")]);
    let due = store.due(Moment::on(date("2026-12-23")), &Limit::parse("5 wd").unwrap(), &Counting::default());
    assert_eq!(due.unwrap().date, date("2027-01-08"));
}

#[test]
fn hours_on_the_clock() {
    check("2026-03-06T15:30:00+00:00", "72 hours", "2026-03-09T15:30:00+00:00");
    check("2026-03-05T09:00:00+00:00", "72 hours", "2026-03-08T09:00:00+00:00");
    check("2026-03-27T10:00:00+00:00", "72 hours", "2026-03-30T11:00:00+01:00");
    check("2026-10-23T10:00:00+01:00", "72 hours", "2026-10-26T09:00:00+00:00");
    check("2027-03-26T10:00:00+00:00", "72 hours", "2027-03-29T11:00:00+01:00");
    check("2027-10-29T16:00:00+01:00", "72 hours", "2027-11-01T15:00:00+00:00");
    check("2026-03-28T12:00:00+00:00", "24 hours", "2026-03-29T13:00:00+01:00");
    check("2026-10-24T12:00:00+01:00", "24 hours", "2026-10-25T11:00:00+00:00");
    check("2026-10-25T01:30:00+01:00", "1 hour", "2026-10-25T01:30:00+00:00");
    check("2026-10-24T23:30:00+01:00", "1 hour", "2026-10-25T00:30:00+01:00");
    // Only the day is known: counted from its end.
    check("2026-03-06", "72 hours", "2026-03-09T23:59:59+00:00");
    check("2026-10-23", "72 hours", "2026-10-26T22:59:59+00:00");
    // Backwards: counted from the start of the day if only that is known, so that the lead time is kept.
    check("2026-03-31T10:00:00+01:00", "48 hours before", "2026-03-29T10:00:00+01:00");
    check("2026-03-30T11:00:00+01:00", "72 hours before", "2026-03-27T10:00:00+00:00");
    check("2026-03-05", "48 hours before", "2026-03-03T00:00:00+00:00");
}

#[test]
fn weeks_and_calendar_days() {
    check("2026-03-02", "1 week", "2026-03-09");
    check("2026-03-27", "1 week", "2026-04-07");
    check("2026-03-30", "1 week", "2026-04-07");
    check("2026-04-20", "2 weeks", "2026-05-05");
    check("2026-03-07", "1 week", "2026-03-16");
    check("2026-12-18", "1 week", "2026-12-29");
    check("2026-03-02", "5 calendar days", "2026-03-09");
    check("2026-03-04", "5 calendar days", "2026-03-09");
    check("2026-03-05", "5 calendar days", "2026-03-10");
}

#[test]
fn counting_back() {
    check("2026-04-21", "15 working days before", "2026-03-27");
    check("2026-04-08", "5 working days before", "2026-03-30");
    check("2026-04-11", "5 working days before", "2026-04-02");
    check("2027-04-01", "5 working days before", "2027-03-23");
    check("2026-04-13", "1 week before", "2026-04-02");
    check("2026-04-13", "10 calendar days before", "2026-04-02");
    check("2026-03-16", "1 week before", "2026-03-09");
    check("2026-03-15", "2 calendar days before", "2026-03-13");
}

#[test]
fn what_a_policy_may_choose() {
    let usual = Counting::default;
    let same = Counting { first_day: FirstDay::Same, ..usual() };
    check_with("2026-03-02", "5 working days", &same, "2026-03-06");
    check_with("2026-03-07", "1 working day", &same, "2026-03-09");
    check_with("2026-03-02", "5 calendar days", &same, "2026-03-06");
    check_with("2026-03-03", "1 week", &same, "2026-03-09");
    check_with("2026-04-08", "5 working days before", &same, "2026-03-30");

    let working = Counting { hours: HoursMean::WorkingDays, weeks: WeeksMean::WorkingDays, ..usual() };
    check_with("2026-03-06T15:30:00Z", "72 hours", &working, "2026-03-11");
    check_with("2026-03-06T15:30:00Z", "36 hours", &working, "2026-03-10");
    check_with("2026-03-30", "1 week", &working, "2026-04-08");

    let stay = Counting { roll: Roll::Stay, ..usual() };
    check_with("2026-03-27", "1 week", &stay, "2026-04-03");
    let back = Counting { roll: Roll::PreviousWorkingDay, ..usual() };
    check_with("2026-03-27", "1 week", &back, "2026-04-02");
    check_with("2026-03-02", "5 calendar days", &back, "2026-03-06");
    // Never to a day before the one it started on.
    check_with("2026-03-07", "1 calendar day", &back, "2026-03-09");

    let sundays = Counting { weekend: vec![Weekday::Sun], ..usual() };
    check_with("2026-03-06", "2 working days", &sundays, "2026-03-09");
}

// What comes on Friday 8 May 2026 at 16:31, or on the Saturday, is received on Monday at 9: 24 hours end on Tuesday at 9.
#[test]
fn hours_count_from_when_it_is_received() {
    let late = Counting {
        cut_off: NaiveTime::from_hms_opt(16, 31, 0),
        received_at: NaiveTime::from_hms_opt(9, 0, 0),
        ..Counting::default()
    };
    check_with("2026-05-08T16:30:00+01:00", "24 hours", &late, "2026-05-09T16:30:00+01:00");
    check_with("2026-05-08T16:31:00+01:00", "24 hours", &late, "2026-05-12T09:00:00+01:00");
    check_with("2026-05-09T10:00:00+01:00", "24 hours", &late, "2026-05-12T09:00:00+01:00");
    check_with("2026-05-11T07:00:00+01:00", "24 hours", &late, "2026-05-12T07:00:00+01:00");
    check_with("2026-05-09T10:00:00+01:00", "24 hours before", &late, "2026-05-08T10:00:00+01:00");
}

#[test]
fn the_cut_off() {
    let five = Counting { cut_off: NaiveTime::from_hms_opt(17, 0, 0), ..Counting::default() };
    check_with("2026-03-02T16:59:59Z", "1 working day", &five, "2026-03-03");
    check_with("2026-03-02T17:00:00Z", "1 working day", &five, "2026-03-04");
    check_with("2026-07-02T17:00:00+01:00", "1 working day", &five, "2026-07-06");
    check_with("2026-03-02T17:00:00Z", "same working day", &five, "2026-03-03");
    check_with("2026-03-02", "1 working day", &five, "2026-03-03");
    check_with("2026-03-02T18:00:00Z", "1 week", &five, "2026-03-10");
    // What comes on a Saturday is received with what came late on Friday, at whatever time, or without one.
    check_with("2026-03-06T18:00:00Z", "1 working day", &five, "2026-03-10");
    for saturday in ["2026-03-07T09:00:00Z", "2026-03-07T18:00:00Z", "2026-03-07"] {
        check_with(saturday, "1 working day", &five, "2026-03-10");
        check_with(saturday, "1 working day", &Counting::default(), "2026-03-09");
    }
    check_with("2026-04-03T09:00:00Z", "5 calendar days", &five, "2026-04-13");
    // The cut-off doesn't apply to elapsed hours and lead times.
    check_with("2026-03-02T18:00:00Z", "24 hours", &five, "2026-03-03T18:00:00+00:00");
    check_with("2026-03-04T18:00:00Z", "1 working day before", &five, "2026-03-03");
    let lines = explained("2026-03-06T17:30:00Z", "1 working day", &five);
    assert_eq!(
        lines,
        [
            "Fri 6 March 2026: at 17:30, not before the cut-off at 17:00, so it counts as of Mon 9 March 2026",
            "Sat 7 March 2026: weekend, not counted",
            "Sun 8 March 2026: weekend, not counted",
            "Mon 9 March 2026: the day it starts from, not counted",
            "Tue 10 March 2026: working day 1",
        ]
    );
}

/// A notice is received by the office: in the holidays of schools on any day that it works. Half-term is 15 to 19
/// February 2027, so that 3 school days after it are the 22nd, 23rd and 24th.
#[test]
fn the_cut_off_is_that_of_the_office_where_school_days_are_counted() {
    let term = |from, to| NamedPeriod { from: date(from), to: date(to), name: "Term".into() };
    let terms = vec![term("2027-01-05", "2027-02-12"), term("2027-02-22", "2027-03-25")];
    let four = Counting { cut_off: NaiveTime::from_hms_opt(16, 1, 0), terms, ..Counting::default() };
    let three = Limit::new(3, Unit::SchoolDays);
    for (start, due) in [
        ("2027-02-15T10:00:00Z", "2027-02-24"),
        ("2027-02-15T17:00:00Z", "2027-02-24"),
        ("2027-02-15", "2027-02-24"),
        ("2027-02-19T16:00:00Z", "2027-02-24"),
        ("2027-02-19T16:30:00Z", "2027-02-25"),
        ("2027-02-20T10:00:00Z", "2027-02-25"),
        ("2027-02-12T16:30:00Z", "2027-02-24"),
        ("2027-02-11T16:30:00Z", "2027-02-24"),
        ("2027-02-11T16:00:00Z", "2027-02-23"),
    ] {
        let found = Calendar::england_and_wales().due(start.parse().unwrap(), &three, &four).unwrap();
        assert_eq!(found.date, date(due), "{start}");
    }
}

#[test]
fn working_days_between() {
    let check = |a: &str, b: &str, expected: i64| {
        let found = Calendar::england_and_wales().between(date(a), date(b), &Counting::default());
        assert_eq!(found.unwrap(), expected, "{a} to {b}");
    };
    check("2026-03-02", "2026-03-02", 0);
    check("2026-03-02", "2026-03-03", 1);
    check("2026-03-03", "2026-03-02", -1);
    check("2026-03-06", "2026-03-09", 1);
    check("2026-03-07", "2026-03-08", 0);
    check("2026-04-02", "2026-04-07", 1);
    check("2026-04-07", "2026-04-02", -1);
    check("2026-12-14", "2027-01-14", 20);
}
