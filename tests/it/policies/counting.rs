//! How limits are counted: working days, weeks and hours. The expected dates were worked out by hand.
//!
//! Bank holidays that matter here: 25 and 28 December 2026, 1 January 2027, 26 and 29 March 2027,
//! 1, 8 and 29 May 2023, 3 and 6 April 2026, 4 May 2026, 31 August 2026. Summer time runs from
//! 29 March to 25 October 2026.

use serde_json::Value;

use crate::env::{Env, assert_clock, assert_instant, list, text};

#[track_caller]
fn add(env: &Env, limit: &str, from: &str) -> Value {
    env.iro(&["calendar", "add", limit, "--from", from, "--json"]).json()
}

#[track_caller]
fn check_add(cases: &[(&str, &str, &str)]) {
    let env = Env::new();
    for (limit, from, due) in cases {
        let answer = add(&env, limit, from);
        assert_eq!(answer["due"], *due, "{limit} from {from}: {answer}");
        assert_eq!(answer["due_at"], Value::Null, "{limit} is not in hours");
        assert!(!list(&answer["explain"]).is_empty(), "{answer}");
    }
}

#[test]
fn the_day_of_the_event_does_not_count() {
    check_add(&[
        // Monday: Tuesday is day one
        ("1 working day", "2026-03-02", "2026-03-03"),
        // 3, 4, 5, 6, then over the weekend to Monday the 9th
        ("5 working days", "2026-03-02", "2026-03-09"),
        // four whole weeks without a holiday
        ("20 working days", "2026-03-02", "2026-03-30"),
    ]);
}

#[test]
fn an_event_on_a_saturday_sunday_or_holiday() {
    check_add(&[
        // Saturday and Sunday: Monday the 9th is day one, Friday the 13th day five
        ("5 working days", "2026-03-07", "2026-03-13"),
        ("5 working days", "2026-03-08", "2026-03-13"),
        // Saturday before the May holiday of the 4th: 5, 6, 7, 8, 11
        ("5 working days", "2026-05-02", "2026-05-11"),
        // Saturday before the August holiday of the 31st: Tuesday
        ("1 working day", "2026-08-29", "2026-09-01"),
        // Good Friday 2026 itself: 7, 8, 9, 10, 13 April
        ("5 working days", "2026-04-03", "2026-04-13"),
    ]);
}

#[test]
fn christmas_and_new_year_2026() {
    check_add(&[
        // Christmas Eve, Christmas Day and Saturday all lead to Tuesday the 29th
        ("1 working day", "2026-12-24", "2026-12-29"),
        ("1 working day", "2026-12-25", "2026-12-29"),
        ("1 working day", "2026-12-26", "2026-12-29"),
        // New Year's Day is a Friday
        ("1 working day", "2026-12-31", "2027-01-04"),
        ("1 working day", "2027-01-01", "2027-01-04"),
        // 22, 23, 24, 29, 30
        ("5 working days", "2026-12-21", "2026-12-30"),
        // 21-24 (4), 29-31 (7), 4-6 January (10)
        ("10 working days", "2026-12-18", "2027-01-06"),
        // 15-18 (4), 21-24 (8), 29-31 (11), 4-8 (16), 11-14 January (20)
        ("20 working days", "2026-12-14", "2027-01-14"),
    ]);
}

#[test]
fn easter_2027() {
    check_add(&[
        // Maundy Thursday: past Good Friday, the weekend and Easter Monday
        ("1 working day", "2027-03-25", "2027-03-30"),
        // 30, 31, 1, 2, then Monday 5 April; the same from inside the holiday
        ("5 working days", "2027-03-25", "2027-04-05"),
        ("5 working days", "2027-03-26", "2027-04-05"),
        ("5 working days", "2027-03-27", "2027-04-05"),
        // 16-19 (4), 22-25 (8), 30-2 (12), 5-9 (17), 12-14 April (20)
        ("20 working days", "2027-03-15", "2027-04-14"),
    ]);
}

#[test]
fn three_holidays_in_may_2023() {
    check_add(&[
        // past Monday the 1st, past the coronation on the 8th, past the 29th
        ("1 working day", "2023-04-28", "2023-05-02"),
        ("1 working day", "2023-05-05", "2023-05-09"),
        ("1 working day", "2023-05-26", "2023-05-30"),
        // 2, 3, 4, 5, 9
        ("5 working days", "2023-04-28", "2023-05-09"),
        // 2-5 (4), 9-12 (8), 15-19 (13), 22-26 (18), 30, 31 (20): a month with all three
        ("20 working days", "2023-04-28", "2023-05-31"),
    ]);
}

#[test]
fn the_leap_day_of_2028() {
    check_add(&[
        ("1 working day", "2028-02-28", "2028-02-29"),
        // Thursday 24th: 25, 28, 29, 1, 2; the year before it is 25, 26, 1, 2, 3
        ("5 working days", "2028-02-24", "2028-03-02"),
        ("5 working days", "2027-02-24", "2027-03-03"),
        ("5 working days", "2028-02-29", "2028-03-07"),
        ("1 week", "2028-02-22", "2028-02-29"),
        ("5 calendar days", "2028-02-24", "2028-02-29"),
    ]);
}

#[test]
fn weeks_and_calendar_days_roll_forward() {
    check_add(&[
        ("1 week", "2026-03-02", "2026-03-09"),
        // Saturday to Saturday, then Monday
        ("1 week", "2026-02-28", "2026-03-09"),
        // ends on Good Friday 2026; ends on Easter Monday 2027
        ("1 week", "2026-03-27", "2026-04-07"),
        ("1 week", "2027-03-22", "2027-03-30"),
        // ends on Christmas Day; ends on New Year's Day
        ("1 week", "2026-12-18", "2026-12-29"),
        ("1 week", "2026-12-25", "2027-01-04"),
        // ends on the first and the last holiday of May 2023
        ("1 week", "2023-04-24", "2023-05-02"),
        ("1 week", "2023-05-22", "2023-05-30"),
        // Monday and five days is a Saturday, so Monday again
        ("5 calendar days", "2026-03-02", "2026-03-09"),
        ("5 calendar days", "2026-03-03", "2026-03-09"),
        ("5 calendar days", "2026-03-04", "2026-03-09"),
        ("5 calendar days", "2026-03-05", "2026-03-10"),
    ]);
}

//
#[test]
fn the_same_working_day() {
    check_add(&[
        ("same working day", "2026-03-04", "2026-03-04"),
        ("same working day", "2026-03-07", "2026-03-09"),
        ("same working day", "2026-04-03", "2026-04-07"),
        ("same working day", "2026-12-25", "2026-12-29"),
    ]);
}

//
#[test]
fn hours_run_over_weekends_and_clock_changes() {
    let env = Env::new();
    for (limit, from, due, due_at) in [
        // Friday afternoon to Monday afternoon
        ("72 hours", "2026-03-06T15:00", "2026-03-09", "2026-03-09T15:00:00+00:00"),
        // Wednesday to Saturday: stays on the Saturday
        ("72 hours", "2026-03-04T09:00", "2026-03-07", "2026-03-07T09:00:00+00:00"),
        // the night of 28 to 29 March is an hour short, so the clock on the wall says 17:00
        ("72 hours", "2026-03-27T16:00", "2026-03-30", "2026-03-30T17:00:00+01:00"),
        ("24 hours", "2026-03-28T14:00", "2026-03-29", "2026-03-29T15:00:00+01:00"),
        // and over midnight: 23:30 becomes 00:30 a day later
        ("24 hours", "2026-03-28T23:30", "2026-03-30", "2026-03-30T00:30:00+01:00"),
        // the night of 24 to 25 October is an hour long, so it says 15:00
        ("72 hours", "2026-10-23T16:00", "2026-10-26", "2026-10-26T15:00:00+00:00"),
        ("24 hours", "2026-10-24T12:00", "2026-10-25", "2026-10-25T11:00:00+00:00"),
        // and back over midnight: 00:30 becomes 23:30 of the same Sunday
        ("24 hours", "2026-10-25T00:30", "2026-10-25", "2026-10-25T23:30:00+00:00"),
        // Christmas Eve to the Sunday: hours know no holidays
        ("72 hours", "2026-12-24T12:00", "2026-12-27", "2026-12-27T12:00:00+00:00"),
    ] {
        let answer = add(&env, limit, from);
        assert_eq!(answer["due"], due, "{limit} from {from}: {answer}");
        assert_instant(&answer["due_at"], due_at);
    }
}

#[test]
fn counting_back() {
    let env = Env::new();
    for (limit, from, due) in [
        // 27, 26, 25, 24, 23, 20-16, 13-9 March
        ("15 working days", "2026-03-30", "2026-03-09"),
        // 1, 31, 30, then past Easter to 25, 24
        ("5 working days", "2027-04-02", "2027-03-24"),
        // 31, 30, 29, then past Christmas to 24, 23
        ("5 working days", "2027-01-04", "2026-12-23"),
        // 14-11 (4), 8-4 (9), 31-29 (12), 24-22 December (15)
        ("15 working days", "2027-01-15", "2026-12-22"),
        // 6, 3, 2, 1 March, then the leap day
        ("5 working days", "2028-03-07", "2028-02-29"),
        ("20 working days", "2023-05-31", "2023-04-28"),
        // from a Sunday: Friday the 13th is the first
        ("5 working days", "2026-03-15", "2026-03-09"),
    ] {
        let args = format!("calendar subtract '{limit}' --from '{from}' --json");
        let answer = env.sh(&args).json();
        assert_eq!(answer["due"], due, "{limit} before {from}: {answer}");
    }
}

#[test]
fn working_days_between_two_dates() {
    let env = Env::new();
    for (from, to, days) in [
        ("2026-03-02", "2026-03-02", 0),
        ("2026-03-02", "2026-03-09", 5),
        ("2026-03-09", "2026-03-02", -5),
        // Friday to Sunday; Saturday to Monday
        ("2026-03-06", "2026-03-08", 0),
        ("2026-03-07", "2026-03-09", 1),
        // 29, 30, 31, 4
        ("2026-12-24", "2027-01-04", 4),
        ("2027-01-04", "2026-12-24", -4),
        ("2027-03-25", "2027-03-30", 1),
        ("2023-04-28", "2023-05-31", 20),
        ("2023-05-31", "2023-04-28", -20),
        // the leap day and 1 March
        ("2028-02-28", "2028-03-01", 2),
    ] {
        let answer = env.iro(&["calendar", "between", from, to, "--json"]).json();
        assert_eq!(answer["working_days"], days, "{from} to {to}: {answer}");
        assert_eq!(answer["from"], from);
        assert_eq!(answer["to"], to);
    }
}

#[test]
fn the_authoritys_own_closing_days() {
    let env = Env::new();
    let close = "calendar close 2026-12-29..2026-12-31 --name";
    let kept = env.raised("mosaic", &["--on", "2026-02-27T10:00"]);
    assert_eq!(kept["due"], "2026-03-06");
    env.sh(&format!("{close} 'Christmas closure'")).ok();
    env.iro(&["calendar", "close", "2026-03-05", "--name", "Training day"]).ok();
    for (limit, from, due) in [
        // 22, 23, 24, then 4 and 5 January
        ("5 working days", "2026-12-21", "2027-01-05"),
        // 15-18, 21-24 (8), 4-8 (13), 11-15 (18), 18, 19 January
        ("20 working days", "2026-12-14", "2027-01-19"),
        // a week from Tuesday ends on a closed Tuesday
        ("1 week", "2026-12-22", "2027-01-04"),
        // 3, 4, 6, 9, 10 March
        ("5 working days", "2026-03-02", "2026-03-10"),
    ] {
        assert_eq!(add(&env, limit, from)["due"], due, "{limit} from {from}");
    }
    // A new dispute is counted with the closed day; the earlier one keeps its date.
    let later = env.raise("mosaic", &[]);
    let clock = env.clock(&later, "respond", "informal");
    assert_clock(&clock, "2026-03-10", "agreed", "running");
    assert_eq!(env.dispute(text(&kept, "id"))["due"], "2026-03-06");
    // Closing days of one store do not apply to another.
    let other = Env::new();
    assert_eq!(add(&other, "5 working days", "2026-12-21")["due"], "2026-12-30");
}

// C-09
#[test]
fn bare_days_could_mean_either() {
    let env = Env::new();
    env.iro(&["calendar", "add", "5 days", "--from", "2026-03-02"])
        .code(2)
        .says("5 working days")
        .says("5 calendar days");
    env.iro(&["calendar", "add", "soon", "--from", "2026-03-02"]).code(2).says("soon");
}

#[test]
fn past_years_and_years_ahead() {
    check_add(&[
        // 31 December 1999 and 3 January 2000 were holidays
        ("1 working day", "1999-12-30", "2000-01-04"),
        // Easter 2030: Good Friday is 19 April, Monday the 22nd
        ("1 working day", "2030-04-18", "2030-04-23"),
    ]);
}

#[test]
fn past_the_horizon_is_an_error_that_says_so() {
    let env = Env::new();
    for from in ["2040-12-31", "2051-06-01"] {
        let args = format!("calendar add '5 working days' --from '{from}'");
        let run = env.sh(&args).code(1).says("2040");
        assert_eq!(run.stdout, "", "no guess on standard output");
    }
    let args = "calendar subtract '5 working days' --from 1995-01-03";
    env.sh(args).code(1).says("1995");
}

// The explanation names the days that are not counted.
#[test]
fn the_explanation_names_what_was_skipped() {
    let env = Env::new();
    let answer = add(&env, "5 working days", "2027-03-25");
    assert_eq!(answer["from"], "2027-03-25");
    assert_eq!(answer["limit"], "5 working days");
    let explain = answer["explain"].to_string();
    assert!(explain.contains("Good Friday"), "{explain}");
    assert!(explain.contains("Easter Monday"), "{explain}");
}
