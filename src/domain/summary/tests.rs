//! Periods, measures and the hiding of small counts. The figures themselves are tested from outside.

use super::suppress::{Sum, hidden};
use super::{Group, Item, Kind, Measure, Naming, Period, Scope, figures};
use crate::domain::calendar::Calendar;
use crate::domain::id::DisputeId;
use crate::domain::time::{Date, parse_date};

fn day(text: &str) -> Date {
    parse_date(text).unwrap()
}

fn period(from: &str, to: &str) -> Period {
    Period { from: day(from), to: day(to) }
}

#[test]
fn a_financial_year_begins_in_april() {
    for (today, from, to) in [
        ("2026-03-31", "2025-04-01", "2026-03-31"),
        ("2026-04-01", "2026-04-01", "2027-03-31"),
        ("2028-02-29", "2027-04-01", "2028-03-31"),
    ] {
        assert_eq!(Period::financial_year(day(today)), period(from, to), "{today}");
    }
}

#[test]
fn the_period_before() {
    let late = "2030-01-01";
    for (this, today, before) in [
        (("2026-04-01", "2027-03-31"), late, ("2025-04-01", "2026-03-31")),
        (("2026-04-01", "2027-03-31"), "2026-11-22", ("2025-04-01", "2025-11-22")),
        (("2026-06-01", "2027-03-31"), "2026-11-22", ("2025-06-01", "2025-11-22")),
        (("2026-06-10", "2027-03-31"), "2026-11-22", ("2025-06-10", "2025-11-22")),
        (("2026-10-01", "2026-12-31"), "2026-11-22", ("2025-10-01", "2025-11-22")),
        (("2026-04-10", "2027-04-09"), "2026-11-22", ("2025-04-10", "2025-11-22")),
        (("2025-04-01", "2027-03-31"), "2026-11-22", ("2023-04-01", "2024-11-22")),
        (("2026-01-01", "2026-03-31"), late, ("2025-10-01", "2025-12-31")),
        (("2024-03-01", "2024-03-31"), late, ("2024-02-01", "2024-02-29")),
        (("2026-03-05", "2026-03-11"), late, ("2026-02-26", "2026-03-04")),
        (("2026-03-05", "2026-03-05"), late, ("2026-03-04", "2026-03-04")),
        // Periods to date: each begins with a quarter, but is no quarter, month or year.
        (("2026-04-01", "2026-11-28"), late, ("2025-04-01", "2025-11-28")),
        (("2026-01-01", "2026-02-10"), late, ("2025-01-01", "2025-02-10")),
        (("2026-04-01", "2026-09-30"), late, ("2025-04-01", "2025-09-30")),
        (("2025-01-01", "2025-02-28"), late, ("2024-01-01", "2024-02-29")),
        (("2026-04-01", "2026-04-01"), late, ("2025-04-01", "2025-04-01")),
        (("2026-04-01", "2026-04-30"), late, ("2026-03-01", "2026-03-31")),
        (("2025-04-01", "2026-03-31"), late, ("2024-04-01", "2025-03-31")),
        (("2024-04-01", "2026-06-30"), late, ("2021-04-01", "2023-06-30")),
    ] {
        let found = period(this.0, this.1).before(day(today));
        assert_eq!(found, period(before.0, before.1), "{this:?} on {today}");
    }
}

#[test]
fn a_month_stands_beside_the_one_in_its_place_before() {
    for (from, earlier, month, beside) in [
        ("2026-04-01", "2025-04-01", "2025-12-31", Some("2026-12")),
        ("2026-01-01", "2025-10-01", "2025-12-31", Some("2026-03")),
        ("2026-06-10", "2025-06-10", "2026-02-28", Some("2027-02")),
        ("2026-03-05", "2026-02-26", "2026-02-26", None),
    ] {
        let (now, earlier) = (period(from, "2027-03-31"), period(earlier, from));
        let found = now.months_after(&earlier).map(|months| Group::month(day(month)).later(months).id);
        assert_eq!(found.as_deref(), beside, "{month} of {earlier:?}");
    }
    let team = Group::named("North");
    assert_eq!(team.clone().later(12), team);
}

#[test]
fn days_in_the_middle_and_on_average() {
    let of = |days: &[i64], kind| {
        let items = days.iter().map(|days| Item::of(DisputeId::new(2026, 1)).lasting(*days));
        Measure::new(kind, items).value()
    };
    assert_eq!(of(&[9, 1, 2], Kind::Median), Some(2.0));
    assert_eq!(of(&[9, 1, 2, 4], Kind::Median), Some(3.0));
    assert_eq!(of(&[1, 2], Kind::Mean), Some(1.5));
    assert_eq!(of(&[3, 7, 2], Kind::Longest), Some(7.0));
    assert_eq!(of(&[], Kind::Median), None);
    assert_eq!(of(&[], Kind::Mean), None);
    assert_eq!(of(&[], Kind::Count), Some(0.0));
}

#[test]
fn a_share_of_nothing_is_no_share() {
    assert_eq!(Measure::share([]).value(), None);
    let items = (1..=4).map(|n| (Item::of(DisputeId::new(2026, n)).under(Group::named("a")), n == 1));
    let share = Measure::share(items);
    assert_eq!(share.value(), Some(25.0));
    assert_eq!(share.ids(), [DisputeId::new(2026, 1)]);
    assert_eq!(share.split(|item| item.groups.clone())[&Group::named("a")].value(), Some(25.0));
}

#[test]
fn what_would_give_a_small_count_away_is_hidden_too() {
    type Case<'a> = (&'a [f64], &'a [usize], Option<usize>, &'a [usize]);
    let cases: [Case<'_>; 7] = [
        // Nothing small: all is shown. Zero is no child.
        (&[20.0, 12.0, 8.0, 0.0], &[1, 2, 3], Some(0), &[]),
        // The smallest other part goes with it.
        (&[40.0, 3.0, 20.0, 17.0], &[1, 2, 3], Some(0), &[1, 3]),
        // Two ones: together they are two, so that is not enough.
        (&[42.0, 1.0, 1.0, 40.0], &[1, 2, 3], Some(0), &[1, 2, 3]),
        // No other part: the whole goes.
        (&[7.0, 3.0, 4.0], &[1, 2], Some(0), &[0, 1, 2]),
        // The whole is small itself.
        (&[4.0, 3.0, 1.0], &[1, 2], Some(0), &[0, 1, 2]),
        // The whole isn't shown.
        (&[3.0, 20.0], &[0, 1], None, &[0]),
        (&[20.0, 4.0, 16.0, 0.0], &[1, 2, 3], Some(0), &[1, 2]),
    ];
    for (counts, parts, whole, expected) in cases {
        let sums = [Sum { parts: parts.to_vec(), whole }];
        let found = hidden(counts, &sums, &[]);
        let places: Vec<usize> = (0..counts.len()).filter(|place| found[*place]).collect();
        assert_eq!(places, expected, "{counts:?}");
    }
}

#[test]
fn a_whole_hidden_in_one_table_is_hidden_in_all() {
    // 10 = 3 + 7 in one table hides 7; the second table shares the whole and keeps its own parts.
    let counts = [10.0, 3.0, 7.0, 4.0, 6.0];
    let sums = [Sum { parts: vec![1, 2], whole: Some(0) }, Sum { parts: vec![3, 4], whole: Some(0) }];
    assert_eq!(hidden(&counts, &sums, &[]), [false, true, true, true, true]);
    // The only part of a whole that is hidden elsewhere.
    let counts = [7.0, 3.0, 4.0, 7.0];
    let sums = [Sum { parts: vec![3], whole: Some(0) }, Sum { parts: vec![1, 2], whole: Some(0) }];
    assert_eq!(hidden(&counts, &sums, &[]), [true; 4]);
}

#[test]
fn one_side_of_a_balance_gives_the_other_away() {
    // Open at the start, raised, closed, open at the end.
    assert_eq!(hidden(&[3.0, 27.0, 14.0, 16.0], &[], &[vec![0, 1, 2, 3]]), [true, false, true, false]);
    assert_eq!(hidden(&[6.0, 27.0, 14.0, 19.0], &[], &[vec![0, 1, 2, 3]]), [false; 4]);
}

/// A figure names the one that it is a part of by its id.
#[test]
fn every_part_of_a_figure_has_its_whole() {
    let period = Period::financial_year(day("2026-03-31"));
    let (naming, calendar) = (Naming::default(), Calendar::england_and_wales());
    let scope = Scope {
        period,
        today: period.to,
        histories: &[],
        naming: &naming,
        calendar: &calendar,
        reference: None,
        children: Some(100),
        removed: &[],
    };
    let all = figures(&scope).unwrap();
    let parts: Vec<&str> = all.iter().filter_map(|figure| figure.part_of).collect();
    assert!(!parts.is_empty());
    for whole in parts {
        assert!(all.iter().any(|figure| figure.id == whole), "no figure `{whole}`");
    }
}
