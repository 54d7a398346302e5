//! Days and times as typed, and as written back.

use proptest::prelude::*;

use super::*;

fn date(text: &str) -> Date {
    parse_date(text).unwrap()
}

/// Now is Wednesday 4 March 2026, 10:15.
fn when(text: &str) -> Result<Moment, DateError> {
    parse_when(text, "2026-03-04T10:15:00+00:00".parse().unwrap())
}

#[test]
fn what_a_user_may_type() {
    let check = |typed: &str, expected: &str| assert_eq!(when(typed).unwrap().to_string(), expected, "{typed}");
    check("2026-03-02", "2026-03-02");
    check("2028-02-29", "2028-02-29");
    check("2026-03-02T10:15", "2026-03-02T10:15:00+00:00");
    check("2026-03-02t10:15:30", "2026-03-02T10:15:30+00:00");
    check("2026-07-01T10:15", "2026-07-01T10:15:00+01:00");
    check("2026-07-01T10:15Z", "2026-07-01T11:15:00+01:00");
    check("2026-07-01T10:15:00+01:00", "2026-07-01T10:15:00+01:00");
    check("2026-07-01T23:30z", "2026-07-02T00:30:00+01:00");
    check("2026-03-02T10:15-05:00", "2026-03-02T15:15:00+00:00");
    check("today", "2026-03-04");
    check("Yesterday", "2026-03-03");
    check("Tomorrow", "2026-03-05");
    check("2026-03-02 10:15", "2026-03-02T10:15:00+00:00");
    check("2026-07-01 10:15:30Z", "2026-07-01T11:15:30+01:00");
    for typed in ["18 November 2026", "18 Nov 2026", "wed 18 november 2026", "Wednesday, 18 NOV 2026"] {
        check(typed, "2026-11-18");
    }
    check("1 May 2026", "2026-05-01");
    check("Mon 2 March 2026 10:15", "2026-03-02T10:15:00+00:00");
    check("1 July 2026, 10:15", "2026-07-01T10:15:00+01:00");
    check("wednesday", "2026-03-04");
    check("WED", "2026-03-04");
    check("thursday", "2026-02-26");
    check("Mon", "2026-03-02");
    check("sunday", "2026-03-01");
}

#[test]
fn what_a_user_may_not_type() {
    let check = |typed: &str, expected: &str| assert_eq!(when(typed).unwrap_err().to_string(), expected, "{typed}");
    let no_when = |typed: &str| {
        let accepted = "write `2026-03-02`, `2026-03-02T10:15`, `today`, `yesterday` or a weekday such as `monday`";
        check(typed, &format!("`{typed}` is not a day or a time; {accepted}"));
    };
    for typed in [
        "",
        "26-03-02",
        "+2026-03-02",
        "2026-03-02T",
        "2026-03-02T10",
        "2026-03-02T10:15:00.5",
        "2026-03-02T10:15+1",
        "2026-03-02T10:15+24:00",
        "2026-03-02T10:15ZZ",
        "٢٠٢٦-٠٣-٠٢",
        "mondayy",
        "18 Brumaire 2026",
        "018 November 2026",
        "18 November 26",
        "18 November 2026 10",
    ] {
        no_when(typed);
    }
    let period = "`November 2026` is more than one day, and one is needed; write one from `2026-11-01` to `2026-11-30`";
    check("November 2026", period);
    for typed in ["02/03/2026", "2.3.2026", "02-03-2026"] {
        check(typed, &format!("dates aren't written as `{typed}` here; for 2 March 2026 write `2026-03-02`"));
    }
    for typed in ["2026-3-2", "2026/03/02", " 2026-03-02", "2026-03-02 "] {
        check(typed, &format!("dates aren't written as `{typed}` here; write `2026-03-02`"));
    }
    for (typed, why) in [
        ("2026-02-29", "February 2026 has 28 days"),
        ("29 February 2026", "February 2026 has 28 days"),
        ("2028-02-30", "February 2028 has 29 days"),
        ("31 June", "June has 30 days"),
        ("31 June 2026", "June has 30 days"),
        ("31/06/2026", "June has 30 days"),
        ("11/21/2026", "months go from 1 to 12; there is no month 21"),
        ("2026-03-00", "days begin with 1"),
    ] {
        check(typed, &format!("there is no such day as `{typed}`; {why}"));
    }
    check("18 November", "`18 November` names no year; write `18 November 2026`, if that is the year");
    check("12 May 14:00", "`12 May 14:00` names no year; write `12 May 2026 14:00`, if that is the year");
    check("Mon 18 November 2026", "`18 November 2026` is a Wednesday; put the day or the weekday right");
    check(
        "2026-03-02T24:00",
        "there is no such time of day as in `2026-03-02T24:00`; write hours 00 to 23 and minutes 00 to 59, as in `2026-03-02T10:15`",
    );
    check("1899-12-31", "the year of `1899-12-31` is out of range; years run from 1900 to 9999");
    check("0000-01-01", "the year of `0000-01-01` is out of range; years run from 1900 to 9999");
    check(
        "9999-12-31T23:59-10:00",
        "the year of `9999-12-31T23:59-10:00` is out of range; years run from 1900 to 9999",
    );
}

#[test]
fn hours_that_the_clock_change_takes_or_gives_twice() {
    let check = |typed: &str, expected: &str| assert_eq!(when(typed).unwrap_err().to_string(), expected, "{typed}");
    check(
        "2026-03-29T01:30",
        "the local time `2026-03-29T01:30` does not exist, because the clocks go forward over it; \
         write `2026-03-29T01:30:00+00:00` or `2026-03-29T01:30:00+01:00`",
    );
    check(
        "2026-10-25T01:30",
        "the local time `2026-10-25T01:30` happens twice, because the clocks go back over it; \
         write `2026-10-25T01:30:00+01:00` or `2026-10-25T01:30:00+00:00`",
    );
    let check = |typed: &str, expected: &str| assert_eq!(when(typed).unwrap().to_string(), expected, "{typed}");
    check("2026-03-29T00:59:59", "2026-03-29T00:59:59+00:00");
    check("2026-03-29T02:00", "2026-03-29T02:00:00+01:00");
    check("2026-03-29T01:30+00:00", "2026-03-29T02:30:00+01:00");
    check("2026-03-29T01:30+01:00", "2026-03-29T00:30:00+00:00");
    check("2026-10-25T01:30+01:00", "2026-10-25T01:30:00+01:00");
    check("2026-10-25T01:30+00:00", "2026-10-25T01:30:00+00:00");
    check("2026-10-25T02:00", "2026-10-25T02:00:00+00:00");
}

#[test]
fn dates_alone_are_strict() {
    assert_eq!(parse_date("2026-03-02").unwrap(), NaiveDate::from_ymd_opt(2026, 3, 2).unwrap());
    let fault = parse_date("2026-03-02T10:15").unwrap_err().to_string();
    assert_eq!(fault, "`2026-03-02T10:15` is not a date; write year, month and day, as in `2026-03-02`");
    let fault = parse_date(&"9\u{1b}".repeat(200)).unwrap_err().to_string();
    assert!(fault.contains('…') && !fault.contains('\u{1b}'), "{fault}");
}

#[test]
fn moments_in_files() {
    let same = |text: &str| assert_eq!(text.parse::<Moment>().unwrap().to_string(), text);
    same("2026-03-02");
    same("2026-03-02T10:15:00+00:00");
    same("2026-07-02T10:15:59+01:00");
    for text in ["2026-03-02T10:15", "2026-03-02T10:15:00", "2026-03-02T10:15+00:00", "2026-03-02t10:15:00Z", "today"] {
        assert!(text.parse::<Moment>().is_err(), "{text}");
    }
    let moment: Moment = serde_json::from_str("\"2026-07-02T09:15:00Z\"").unwrap();
    assert_eq!(serde_json::to_string(&moment).unwrap(), "\"2026-07-02T10:15:00+01:00\"");
    let fault = serde_json::from_str::<Moment>("\"2 March\"").unwrap_err().to_string();
    assert!(fault.starts_with("`2 March` is not a day or a time"), "{fault}");
}

#[test]
fn which_is_certainly_earlier() {
    let check = |a: &str, b: &str, expected: bool| {
        let (a, b): (Moment, Moment) = (a.parse().unwrap(), b.parse().unwrap());
        assert_eq!(a.is_before(&b), expected, "{a} before {b}");
    };
    check("2026-03-02", "2026-03-03", true);
    check("2026-03-02", "2026-03-02", false);
    check("2026-03-02", "2026-03-02T23:00:00Z", false);
    check("2026-03-02T23:00:00Z", "2026-03-02", false);
    check("2026-03-02T23:00:00Z", "2026-03-03", true);
    check("2026-03-02T10:00:00Z", "2026-03-02T10:00:01Z", true);
    check("2026-10-25T01:30:00+01:00", "2026-10-25T01:15:00+00:00", true);
}

#[test]
fn how_far_time_has_come() {
    let check = |a: &str, b: &str, expected: &str| {
        let (a, b): (Moment, Moment) = (a.parse().unwrap(), b.parse().unwrap());
        assert_eq!(b.following(a).to_string(), expected, "{b} after {a}");
    };
    check("2026-03-02", "2026-03-03", "2026-03-03");
    check("2026-03-03", "2026-03-02", "2026-03-03");
    check("2026-03-02T10:00:00+00:00", "2026-03-02", "2026-03-02T10:00:00+00:00");
    check("2026-03-02", "2026-03-02T08:00:00+00:00", "2026-03-02T08:00:00+00:00");
    check("2026-03-02T10:00:00+00:00", "2026-03-02T08:00:00+00:00", "2026-03-02T10:00:00+00:00");
    check("2026-03-02T10:00:00+00:00", "2026-03-02T12:00:00+00:00", "2026-03-02T12:00:00+00:00");
    check("2026-03-02T10:00:00+00:00", "2026-03-03", "2026-03-03");
}

#[test]
fn the_end_of_a_day_and_its_name() {
    let end = |text: &str| Moment::on(date(text)).instant_or_end().to_rfc3339();
    assert_eq!(end("2026-03-02"), "2026-03-02T23:59:59+00:00");
    assert_eq!(end("2026-03-29"), "2026-03-29T23:59:59+01:00");
    assert_eq!(end("2026-10-25"), "2026-10-25T23:59:59+00:00");
    assert_eq!(describe(date("2026-03-02")), "Mon 2 March 2026");
    assert_eq!(describe(date("2028-02-29")), "Tue 29 February 2028");
}

proptest! {
    #[test]
    fn reading_never_panics(text in "\\PC{0,40}", near in "[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?([-+][0-9]{2}:[0-9]{2}|Z)?)?", spelt in "((mon|Tue|sunday),? )?[0-9]{1,3} (jan|February|MAY|june)( [0-9]{3,11})?( [0-9]{2}:[0-9]{2})?") {
        for text in [text, near, spelt] {
            let _ = when(&text);
            let _ = parse_date(&text);
            if let Ok(moment) = text.parse::<Moment>() {
                prop_assert_eq!(moment.to_string().parse::<Moment>(), Ok(moment));
                let _ = moment.instant_or_end();
            }
        }
    }
}

proptest! {
    /// What is printed for people can be typed back.
    #[test]
    fn a_day_as_it_is_printed_is_read_as_that_day(days in 0i64..60_000) {
        let date = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap() + chrono::TimeDelta::days(days);
        prop_assert_eq!(when(&describe(date)), Ok(Moment::on(date)));
    }
}

#[test]
fn periods_are_named_as_people_name_them() {
    let today = parse_date("2026-11-29").unwrap();
    let cases = [
        ("this week", "2026-11-23", "2026-11-29"),
        ("Last Week", "2026-11-16", "2026-11-22"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("last-month", "2026-10-01", "2026-10-31"),
        ("this quarter", "2026-10-01", "2026-12-31"),
        ("last quarter", "2026-07-01", "2026-09-30"),
        ("2026-Q3", "2026-07-01", "2026-09-30"),
        ("q3 2026", "2026-07-01", "2026-09-30"),
        ("2026/27 Q3", "2026-10-01", "2026-12-31"),
        ("2026/27-q4", "2027-01-01", "2027-03-31"),
        ("2026/27", "2026-04-01", "2027-03-31"),
        ("2099/00", "2099-04-01", "2100-03-31"),
        ("2025-26", "2025-04-01", "2026-03-31"),
        ("2025-2026", "2025-04-01", "2026-03-31"),
        ("FY2025/26", "2025-04-01", "2026-03-31"),
        ("fy 2025-26", "2025-04-01", "2026-03-31"),
        ("FY2011-12", "2011-04-01", "2012-03-31"),
        ("Q1 2026/27", "2026-04-01", "2026-06-30"),
        ("2025-26 Q4", "2026-01-01", "2026-03-31"),
        ("Q2 2011-12", "2011-07-01", "2011-09-30"),
        // Unlike `2025-26`, this is also a month.
        ("2011-12", "2011-12-01", "2011-12-31"),
        ("this financial year", "2026-04-01", "2027-03-31"),
        ("last financial year", "2025-04-01", "2026-03-31"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("February 2024", "2024-02-01", "2024-02-29"),
    ];
    for (text, from, to) in cases {
        let expected = Period { from: parse_date(from).unwrap(), to: parse_date(to).unwrap() };
        assert_eq!(Period::named(text, today), Some(expected), "{text}");
    }
    for text in [
        "",
        "2026-Q5",
        "2026-Q0",
        "2026/28",
        "2026-13",
        "next month",
        "Q3",
        "last",
        "26",
        "May",
        "2026-03-02",
        "2025-27",
        "FY2025",
        "2026-03-Q1",
    ] {
        assert_eq!(Period::named(text, today), None, "{text}");
    }
    // In January the last quarter is that of the year before, and runs over the turn of the year.
    let today = parse_date("2027-01-01").unwrap();
    let last = Period::named("last quarter", today).unwrap();
    assert_eq!((last.from.to_string(), last.to.to_string()), ("2026-10-01".to_string(), "2026-12-31".to_string()));
}

#[test]
fn days_are_said_by_how_far_they_are() {
    // A Sunday.
    let now = Moment::on(parse_date("2026-11-29").unwrap());
    let cases = [
        ("last sunday", "2026-11-22"),
        ("last fri", "2026-11-27"),
        ("next sunday", "2026-12-06"),
        ("next monday", "2026-11-30"),
        ("3 days ago", "2026-11-26"),
        ("a week ago", "2026-11-22"),
        ("2 weeks ago", "2026-11-15"),
        ("9 months ago", "2026-02-28"),
        ("in 3 days", "2026-12-02"),
        ("in one week", "2026-12-06"),
    ];
    for (text, day) in cases {
        assert_eq!(parse_when(text, now).unwrap().date().to_string(), day, "{text}");
    }
    for text in
        ["last", "last week", "this month", "2026-Q1", "99999999999 days ago", "4000 months ago", "3 days", "in days"]
    {
        assert!(parse_when(text, now).is_err(), "{text}");
    }
    let fault = parse_when("last month", now).unwrap_err().to_string();
    assert!(fault.contains("write one from `2026-10-01` to `2026-10-31`"), "{fault}");
}

#[test]
fn days_and_times_are_read_as_people_say_them() {
    // A Monday.
    let now: Moment = "2026-11-30T17:00:00+00:00".parse().unwrap();
    for (said, read) in [
        ("yesterday 3pm", "2026-11-29T15:00:00+00:00"),
        ("last Friday 3pm", "2026-11-27T15:00:00+00:00"),
        ("last friday at 3.30 pm", "2026-11-27T15:30:00+00:00"),
        ("3pm", "2026-11-30T15:00:00+00:00"),
        ("10:15", "2026-11-30T10:15:00+00:00"),
        ("today, at 10.15", "2026-11-30T10:15:00+00:00"),
        ("Sunday 15:00", "2026-11-29T15:00:00+00:00"),
        ("2026-11-29 3pm", "2026-11-29T15:00:00+00:00"),
        ("2026-11-29 15.00", "2026-11-29T15:00:00+00:00"),
        ("12am", "2026-11-30T00:00:00+00:00"),
        ("noon", "2026-11-30T12:00:00+00:00"),
        ("12pm", "2026-11-30T12:00:00+00:00"),
        ("this morning", "2026-11-30"),
        ("the day before yesterday", "2026-11-28"),
        ("29th November 2026", "2026-11-29"),
        ("the 29th of November 2026", "2026-11-29"),
        ("November 29, 2026", "2026-11-29"),
        ("Sun 29th Nov 2026 3pm", "2026-11-29T15:00:00+00:00"),
    ] {
        assert_eq!(parse_when(said, now).map(|moment| moment.to_string()), Ok(read.to_string()), "{said}");
    }
    for (said, why) in [
        ("12/3", "for 12 March write `12 March 2026`"),
        ("29th November", "write `29 november 2026`"),
        ("31st November 2026", "November has 30 days"),
        ("13pm", "is not a day or a time"),
        ("25:00", "is not a day or a time"),
        ("3", "is not a day or a time"),
        ("30-2", "is not a day or a time"),
    ] {
        let fault = parse_when(said, now).unwrap_err().to_string();
        assert!(fault.contains(why), "{said}: {fault}");
    }
}
