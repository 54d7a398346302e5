//! What holds for every date, limit and way of counting.

use chrono::{NaiveTime, TimeDelta, Weekday};
use proptest::prelude::*;

use super::counting::WeeksMean;
use super::*;
use crate::domain::limit::{Direction, Limit, Unit};
use crate::domain::time::{Moment, parse_when};

/// Every unit, chained by a `match`, so that the compiler asks for the place of a new one.
fn any_unit() -> impl Strategy<Value = Unit> {
    let next = |unit: &Unit| match unit {
        Unit::Hours => Some(Unit::ElapsedHours),
        Unit::ElapsedHours => Some(Unit::HoursAsWorkingDays),
        Unit::HoursAsWorkingDays => Some(Unit::OfficeHours),
        Unit::OfficeHours => Some(Unit::SchoolDays),
        Unit::SchoolDays => Some(Unit::Months),
        Unit::Months => Some(Unit::CalendarDays),
        Unit::CalendarDays => Some(Unit::WorkingDays),
        Unit::WorkingDays => Some(Unit::NextWorkingDay),
        Unit::NextWorkingDay => Some(Unit::Weeks),
        Unit::Weeks => None,
    };
    proptest::sample::select(std::iter::successors(Some(Unit::Hours), next).collect::<Vec<_>>())
}

/// The directions in which a limit of that unit can count: no lead time is given in office hours.
fn directions(unit: Unit) -> &'static [Direction] {
    if unit == Unit::OfficeHours { &[Direction::After] } else { &[Direction::After, Direction::Before] }
}

/// The last year in which a count can begin here.
const LAST: i32 = 2035;

fn any_date() -> impl Strategy<Value = Date> {
    date_from(1998)
}

fn date_from(year: i32) -> impl Strategy<Value = Date> {
    let first = Date::from_ymd_opt(year, 1, 1).unwrap();
    let days = u64::from((LAST + 1).abs_diff(year)) * 365;
    (0..days).prop_map(move |days| first + chrono::Days::new(days))
}

/// A day, with a time of day or without.
fn any_moment() -> impl Strategy<Value = Moment> {
    moment_from(1998)
}

/// A moment in this year or later, so that counting backwards stays within the calendar.
fn moment_from(year: i32) -> impl Strategy<Value = Moment> {
    (date_from(year), proptest::option::of(0u32..86_400)).prop_map(|(date, second)| match second {
        None => Moment::on(date),
        Some(second) => {
            let time = NaiveTime::from_num_seconds_from_midnight_opt(second, 0).unwrap();
            Moment::at(date.and_time(time).and_utc().fixed_offset())
        }
    })
}

fn any_counting() -> impl Strategy<Value = Counting> {
    let weekend = prop_oneof![
        Just(vec![Weekday::Sat, Weekday::Sun]),
        Just(vec![Weekday::Sun]),
        Just(vec![Weekday::Fri, Weekday::Sat]),
        Just(vec![]),
    ];
    let closures = proptest::collection::vec((any_date(), 0u64..20), 0..4);
    let roll = prop_oneof![Just(Roll::NextWorkingDay), Just(Roll::PreviousWorkingDay), Just(Roll::Stay)];
    let choices = (any::<bool>(), any::<bool>(), any::<bool>(), proptest::option::of(0u32..24));
    (weekend, closures, roll, choices).prop_map(|(weekend, closures, roll, (same, hours, weeks, cut_off))| Counting {
        days: None,
        weekend,
        closures: closures
            .into_iter()
            .map(|(from, days)| NamedPeriod { from, to: from + chrono::Days::new(days), name: "closed".to_owned() })
            .collect(),
        open_on: (1990..=2045)
            .step_by(3)
            .map(|year| opens(year, 1, 1))
            .chain((1990..=2045).map(|year| opens(year, 12, 26)))
            .collect(),
        first_day: if same { FirstDay::Same } else { FirstDay::Next },
        hours: if hours { HoursMean::WorkingDays } else { HoursMean::Elapsed },
        weeks: if weeks { WeeksMean::WorkingDays } else { WeeksMean::Calendar },
        roll,
        // School is in all year except for two months.
        terms: (1990..=2045)
            .map(|year| NamedPeriod {
                from: Date::from_ymd_opt(year, 1, 10).unwrap(),
                to: Date::from_ymd_opt(year, 11, 9).unwrap(),
                name: "term".to_owned(),
            })
            .collect(),
        cut_off: cut_off.and_then(|hour| NaiveTime::from_hms_opt(hour, 0, 0)),
        ..Counting::default()
    })
}

fn opens(year: i32, month: u32, day: u32) -> NamedPeriod {
    let date = Date::from_ymd_opt(year, month, day).unwrap();
    NamedPeriod { from: date, to: date, name: "open".to_owned() }
}

fn limit(n: u32, unit: Unit, direction: Direction) -> Limit {
    Limit { direction, ..Limit::new(n, unit) }
}

fn working(n: u32, direction: Direction) -> Limit {
    limit(n, Unit::WorkingDays, direction)
}

proptest! {
    #[test]
    fn forward_and_back_is_the_same_day(start in any_date(), n in 0u32..300, counting in any_counting()) {
        let calendar = Calendar::england_and_wales();
        let counting = Counting { first_day: FirstDay::Next, ..counting };
        prop_assume!(calendar.is_working(start, &counting).unwrap());
        let there = calendar.due(Moment::on(start), &working(n, Direction::After), &counting).unwrap().date;
        let back = calendar.due(Moment::on(there), &working(n, Direction::Before), &counting).unwrap().date;
        prop_assert_eq!(back, start);
    }

    #[test]
    fn more_is_never_earlier(
        start in moment_from(2000), n in 0u32..150, more in 1u32..20, unit in any_unit(), counting in any_counting()
    ) {
        let calendar = Calendar::england_and_wales();
        let due = |n, direction| calendar.due(start, &limit(n, unit, direction), &counting).unwrap();
        // Only as many months as the calendar has room for; 0 months is not a limit.
        let n = if unit == Unit::Months { n / 4 + 1 } else { n };
        for direction in directions(unit) {
            let (less, more) = (due(n, *direction), due(n + more, *direction));
            let (sooner, later) = match direction {
                Direction::After => (less, more),
                Direction::Before => (more, less),
            };
            prop_assert!(sooner.date <= later.date && sooner.at <= later.at);
            let (nearest, furthest) = match direction {
                Direction::After => (start.date(), later.date),
                Direction::Before => (sooner.date, start.date()),
            };
            prop_assert!(nearest <= sooner.date && later.date <= furthest);
        }
    }

    #[test]
    fn working_days_end_on_working_days_and_count_up(start in any_date(), n in 1u32..300, counting in any_counting()) {
        let calendar = Calendar::england_and_wales();
        let counting = Counting { first_day: FirstDay::Next, ..counting };
        let due = calendar.due(Moment::on(start), &working(n, Direction::After), &counting).unwrap();
        prop_assert!(calendar.is_working(due.date, &counting).unwrap());
        // Where there is a cut-off, what comes on a day off counts as of the next working day, which is then not counted.
        let received_later = counting.cut_off.is_some() && !calendar.is_working(start, &counting).unwrap();
        let between = i64::from(n) + i64::from(received_later);
        prop_assert_eq!(calendar.between(start, due.date, &counting), Ok(between));
        let counted = due.explain.iter().filter(|step| step.to_string().contains(": working day ")).count();
        prop_assert_eq!(counted, n as usize);
    }

    #[test]
    fn same_working_day_is_a_working_day(start in any_moment(), counting in any_counting()) {
        let calendar = Calendar::england_and_wales();
        let due = calendar.due(start, &working(0, Direction::After), &counting).unwrap();
        prop_assert!(calendar.is_working(due.date, &counting).unwrap());
    }

    #[test]
    fn hours_are_real_hours(start in any_moment(), n in 1u32..3_000) {
        let calendar = Calendar::england_and_wales();
        let due = calendar.due(start, &limit(n, Unit::Hours, Direction::After), &Counting::default()).unwrap();
        let passed = due.at.unwrap() - start.instant_or_end();
        prop_assert_eq!(passed.num_seconds(), i64::from(n) * 3600);
    }

    #[test]
    fn days_between_are_what_walking_counts(
        a in any_date(), days in 0i64..2_000, counting in any_counting(), closed in any_date(), length in 0i64..40
    ) {
        let closure = |from: Date, days| NamedPeriod { from, to: from + TimeDelta::days(days), name: "closed".to_string() };
        let closures = vec![closure(closed, length), closure(a + TimeDelta::days(days / 2), length / 2)];
        let calendar = Calendar::england_and_wales().with_closures(closures);
        let b = a + TimeDelta::days(days);
        prop_assume!(calendar.years().contains(&chrono::Datelike::year(&b)));
        let walked = a.iter_days().skip(1).take(days as usize);
        let counted = walked.filter(|date| calendar.is_working(*date, &counting).unwrap()).count();
        prop_assert_eq!(calendar.between(a, b, &counting), Ok(counted as i64));
    }

    #[test]
    fn backwards_is_the_negative(a in any_date(), b in any_date(), counting in any_counting()) {
        let calendar = Calendar::england_and_wales();
        let (there, back) = (calendar.between(a, b, &counting).unwrap(), calendar.between(b, a, &counting).unwrap());
        prop_assert_eq!(there, -back);
    }

    #[test]
    fn nothing_typed_makes_it_panic(
        year in 1900i32..=9999, day in 1u32..=366, n in 0u32..=10_000, unit in any_unit(), back in any::<bool>(),
        time in proptest::option::of("T[01][0-9]:[0-5][0-9](Z|[-+]1[0-4]:00)"), counting in any_counting()
    ) {
        let date = Date::from_yo_opt(year, day).or_else(|| Date::from_yo_opt(year, 1)).unwrap();
        let text = format!("{}{}", date.format("%Y-%m-%d"), time.unwrap_or_default());
        let Ok(start) = parse_when(&text, Moment::on(date)) else { return Ok(()) };
        let direction = if back { Direction::Before } else { Direction::After };
        if let Ok(due) = Calendar::england_and_wales().due(start, &limit(n, unit, direction), &counting) {
            prop_assert!(Calendar::england_and_wales().years().contains(&chrono::Datelike::year(&due.date)));
            prop_assert!(due.explain.iter().all(|step| !step.to_string().is_empty()));
        }
    }
}
