//! Periods, measures and the hiding of small counts. The figures themselves are tested from outside.

use std::collections::BTreeSet;

use super::suppress::{Mask, Relations, SMALL_SHOWN, SMALLEST, is_small, masks};
use super::{Group, Item, Kind, Measure, Naming, Period, Scope, figures};
use crate::domain::calendar::Calendar;
use crate::domain::id::DisputeId;
use crate::domain::time::{Date, Moment, parse_date};

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

/// How counts appear: `20` is shown, `<` is small, `?` is hidden.
fn shown(counts: &[usize], relations: &Relations) -> String {
    let masks = masks(counts, relations);
    let each = counts.iter().zip(masks).map(|(count, mask)| match mask {
        Mask::Shown => count.to_string(),
        Mask::Small => "<".to_string(),
        Mask::Hidden => "?".to_string(),
    });
    each.collect::<Vec<_>>().join(" ")
}

/// The first count with each of these lists of others as its parts.
fn parts(counts: &[usize], tables: &[&[usize]]) -> Relations {
    let mut relations = Relations::default();
    for table in tables {
        relations.parts(counts, 0, table);
    }
    relations
}

#[test]
fn what_would_give_a_small_count_away_is_hidden_too() {
    type Case<'a> = (&'a [usize], &'a [&'a [usize]], &'a str);
    let cases: [Case<'_>; 12] = [
        // Nothing small: all is shown. Zero is no child.
        (&[20, 12, 8, 0], &[&[1, 2, 3]], "20 12 8 0"),
        // The smallest other part goes with it.
        (&[40, 3, 20, 17], &[&[1, 2, 3]], "40 < 20 ?"),
        // Two ones: together they are two, so that is not enough.
        (&[42, 1, 1, 40], &[&[1, 2, 3]], "42 < < ?"),
        // No other part: the whole goes.
        (&[7, 3, 4], &[&[1, 2]], "? < <"),
        // 1 and 4, 2 and 3, 3 and 2, 4 and 1 are all five.
        (&[5, 2, 3], &[&[1, 2]], "5 < <"),
        // The whole is small itself: it may be 2, 3 or 4.
        (&[4, 3, 1], &[&[1, 2]], "< < <"),
        // Of four parts each is at least 1, and a small whole would be 4: each would be 1.
        (&[4, 1, 1, 1, 1], &[&[1, 2, 3, 4]], "? < < < <"),
        // At least 3, and small: 3 or 4.
        (&[3, 1, 1, 1], &[&[1, 2, 3]], "? < < <"),
        (&[20, 4, 16, 0], &[&[1, 2, 3]], "20 < ? 0"),
        // Two splits of one whole, each with a small part.
        (&[9, 7, 1, 1, 5, 4], &[&[1, 2, 3], &[4, 5]], "9 ? < < ? <"),
        // The whole is not shown.
        (&[3, 20], &[], "< 20"),
        // Parts that overlap: each is at most the whole, which is at most their sum.
        (&[6, 6, 3], &[&[1, 2]], "6 6 <"),
    ];
    for (counts, tables, expected) in cases {
        assert_eq!(shown(counts, &parts(counts, tables)), expected, "{counts:?}");
    }
}

#[test]
fn a_whole_hidden_in_one_table_is_hidden_in_all() {
    // 10 = 3 + 7 in one table hides 7; the second table shares the whole and keeps its own parts.
    let counts = [10, 3, 7, 4, 6];
    assert_eq!(shown(&counts, &parts(&counts, &[&[1, 2], &[3, 4]])), "10 < ? < ?");
    // The only part of a whole that is hidden elsewhere.
    let counts = [7, 3, 4, 7];
    assert_eq!(shown(&counts, &parts(&counts, &[&[3], &[1, 2]])), "? < < ?");
}

#[test]
fn one_side_of_a_balance_gives_the_other_away() {
    // Open at the start, raised; closed, open at the end.
    for (counts, expected) in [([3, 27, 14, 16], "< 27 ? 16"), ([6, 27, 14, 19], "6 27 14 19")] {
        let mut relations = Relations::default();
        relations.equal(&counts, &[0, 1], &[2, 3]);
        assert_eq!(shown(&counts, &relations), expected);
    }
}

/// Every hidden small count of every table of three parts and two splits keeps three values that fit what is shown.
#[test]
fn no_small_count_can_be_worked_out() {
    let fits = |counts: &[usize], masks: &[Mask], other: &[usize]| {
        counts.iter().zip(masks).zip(other).all(|((count, mask), other)| match mask {
            Mask::Shown => count == other,
            Mask::Small => is_small(*other),
            Mask::Hidden => *other > 0,
        })
    };
    // Two splits of one whole: into a, b and the rest; into c and the rest.
    let tables = |up_to: usize| {
        let each = move |whole: usize| {
            let rests = move |a: usize| (0..=whole - a).map(move |b| (a, b));
            let all = (0..=whole).flat_map(rests);
            all.flat_map(move |(a, b)| (0..=whole).map(move |c| vec![whole, a, b, whole - a - b, c, whole - c]))
        };
        (0..=up_to).flat_map(each).collect::<Vec<_>>()
    };
    let possible = tables(14);
    for counts in tables(9) {
        let masks = masks(&counts, &parts(&counts, &[&[1, 2, 3], &[4, 5]]));
        let fitting: Vec<&Vec<usize>> = possible.iter().filter(|other| fits(&counts, &masks, other)).collect();
        for (place, _) in counts.iter().enumerate().filter(|(_, count)| is_small(**count)) {
            let values: BTreeSet<usize> = fitting.iter().map(|other| other[place]).collect();
            assert!(values.len() >= 3, "{counts:?} as {masks:?}: {place} is one of {values:?}");
        }
    }
}

#[test]
fn small_counts_are_shown_as_what_they_are() {
    assert_eq!(SMALL_SHOWN, format!("<{SMALLEST}"));
    assert_eq!([0, 1, SMALLEST - 1, SMALLEST].map(is_small), [false, true, true, false]);
}

/// A figure names the one that it is a part of by its id.
#[test]
fn every_part_of_a_figure_has_its_whole() {
    let period = Period::financial_year(day("2026-03-31"));
    let (naming, calendar) = (Naming::default(), Calendar::england_and_wales());
    let scope = Scope {
        period,
        now: Moment::on(period.to),
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
