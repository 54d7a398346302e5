//! Limits as protocols write them.

use proptest::prelude::*;

use super::*;

#[test]
fn limits_that_are_understood() {
    let check = |typed: &str, n, unit, normal: &str| {
        let limit = Limit::parse(typed).unwrap();
        assert_eq!((limit.n, limit.unit), (n, unit), "{typed}");
        assert_eq!(limit.to_string(), normal, "{typed}");
        assert_eq!(limit.written, typed.trim());
    };
    check("5 working days", 5, Unit::WorkingDays, "5 working days");
    check("1 working day", 1, Unit::WorkingDays, "1 working day");
    check("1 working days", 1, Unit::WorkingDays, "1 working day");
    check("72 hours", 72, Unit::Hours, "72 hours");
    check("1 hour", 1, Unit::Hours, "1 hour");
    check("1 week", 1, Unit::Weeks, "1 week");
    check("2 weeks", 2, Unit::Weeks, "2 weeks");
    check("one week", 1, Unit::Weeks, "1 week");
    check("Twelve Working Days", 12, Unit::WorkingDays, "12 working days");
    check("5 calendar days", 5, Unit::CalendarDays, "5 calendar days");
    check("same working day", 0, Unit::WorkingDays, "same working day");
    check("Same  Working Day ", 0, Unit::WorkingDays, "same working day");
    check("20 wd", 20, Unit::WorkingDays, "20 working days");
    check("20wd", 20, Unit::WorkingDays, "20 working days");
    check("  10   working\tdays ", 10, Unit::WorkingDays, "10 working days");
    check("72hours", 72, Unit::Hours, "72 hours");
    check("15 working days before", 15, Unit::WorkingDays, "15 working days before");
    check("1 week BEFORE", 1, Unit::Weeks, "1 week before");
    check("3 calendar days after", 3, Unit::CalendarDays, "3 calendar days");
    check("10000 working days", 10_000, Unit::WorkingDays, "10000 working days");
    for typed in ["next working day", "the next working day", "by the next working day", "Next business day"] {
        check(typed, 1, Unit::NextWorkingDay, "next working day");
    }
    check("next working day before", 1, Unit::WorkingDays, "1 working day before");
    for typed in ["72h", "72 h", "72hrs", "72 hrs"] {
        check(typed, 72, Unit::Hours, "72 hours");
    }
    check("a fortnight", 2, Unit::Weeks, "2 weeks");
    check("fortnight", 2, Unit::Weeks, "2 weeks");
    check("two fortnights", 4, Unit::Weeks, "4 weeks");
    check("1 working week", 5, Unit::WorkingDays, "5 working days");
    check("a working fortnight", 10, Unit::WorkingDays, "10 working days");
    for typed in ["two calendar weeks", "2 calendar weeks", "a calendar fortnight", "14 consecutive calendar days"] {
        check(typed, 14, Unit::CalendarDays, "14 calendar days");
    }
    check("1 calendar week before", 7, Unit::CalendarDays, "7 calendar days before");
    check("3 consecutive weeks", 3, Unit::Weeks, "3 weeks");
    check("5 consecutive working days", 5, Unit::WorkingDays, "5 working days");
    check("a working day", 1, Unit::WorkingDays, "1 working day");
    check("an hour", 1, Unit::Hours, "1 hour");
    check("twenty working days", 20, Unit::WorkingDays, "20 working days");
    check("twenty-five working days", 25, Unit::WorkingDays, "25 working days");
}

#[test]
fn which_way_they_run() {
    assert_eq!(Limit::parse("15 working days before").unwrap().direction, Direction::Before);
    assert_eq!(Limit::parse("15 working days").unwrap().direction, Direction::After);
    assert_eq!(Limit::new(1, Unit::Weeks), Limit::parse("1 week").unwrap());
}

#[test]
fn bare_days_are_settled_by_the_policy_or_refused() {
    let unit = |days| Limit::parse_with("5 days", Some(days)).unwrap().unit;
    assert_eq!(unit(DaysMean::Calendar), Unit::CalendarDays);
    assert_eq!(unit(DaysMean::Working), Unit::WorkingDays);
    let check = |typed: &str, expected: &str| assert_eq!(Limit::parse(typed).unwrap_err().to_string(), expected);
    check("5 days", "`5 days` does not say which days are counted; write `5 working days` or `5 calendar days`");
    check("1 day", "`1 day` does not say which days are counted; write `1 working day` or `1 calendar day`");
    check(
        "three days before",
        "`three days before` does not say which days are counted; write `3 working days before` or `3 calendar days before`",
    );
}

#[test]
fn limits_that_are_not_understood() {
    let check = |typed: &str, expected: &str| assert_eq!(Limit::parse(typed).unwrap_err().to_string(), expected);
    let reads_as = |typed: &str, meant: &str| {
        check(typed, &format!("`{typed}` is not a time limit; did you mean `{meant}`?"));
    };
    reads_as("10 workings days", "10 working days");
    reads_as("10 wokring days", "10 working days");
    reads_as("within 5 working days", "5 working days");
    reads_as("5 working-days before", "5 working days before");
    reads_as("two week's", "2 weeks");
    reads_as("on the same working day", "same working day");
    reads_as("on the same business day", "same working day");
    reads_as("max 5 working days", "5 working days");
    reads_as("5 working days maximum", "5 working days");
    reads_as("the same working day", "same working day");
    reads_as("5 calender days", "5 calendar days");
    reads_as("5 business days", "5 working days");
    for typed in ["", "working days", "5", "5 moons", "-5 working days", "five and a bit", "same or next working day"] {
        let accepted = "write `5 working days`, `same working day`, `72 hours`, `1 week` or `5 calendar days`";
        check(typed, &format!("`{typed}` is not a time limit; {accepted}"));
    }
    check("ten (10) working days", "`ten (10) working days` is not a time limit; did you mean `10 working days`?");
    check("0 working days", "`0 working days` isn't a length of time; write `same working day`, or a number from 1");
    check("0 days", "`0 days` isn't a length of time; write `same working day`, or a number from 1");
    check("10001 hours", "`10001 hours` is too long a time; the largest number is 10000");
    check("99999999999999999999 weeks", "`99999999999999999999 weeks` is too long a time; the largest number is 10000");
}

/// A text that names no time, or two, gets a question: suggesting one of them would set a date that nobody wrote.
#[test]
fn words_that_leave_a_question_are_answered_with_it() {
    let check = |typed: &str, says: &[&str]| {
        let fault = Limit::parse(typed).unwrap_err();
        assert_eq!(fault.suggestion(), None, "{typed}");
        says.iter().for_each(|words| assert!(fault.to_string().contains(words), "{typed}: {fault}"));
    };
    for typed in ["immediately", "Without delay", "forthwith", "as soon as possible", "ASAP", "at once"] {
        check(typed, &["names no time", "`same working day`", "`next working day`"]);
    }
    for typed in ["none", "no limit", "No time limit", "n/a"] {
        check(typed, &["leave the whole clock out"]);
    }
    for typed in ["5-10 working days", "5 to 10 working days", "between five and ten working days", "5 – 10 days"] {
        check(typed, &["is two times", "`aim"]);
    }
    check("5-10 working days", &["`aim: 5 working days, limit: 10 working days`"]);
    for typed in ["48 working hours", "within 48 working hours", "forty-eight office hours"] {
        check(typed, &["`2 working days` if a day stands for 24 hours", "`6 working days`", "`office_hours: {from: "]);
    }
    for typed in ["by noon", "noon on the next working day", "5pm", "by 4.30 pm", "17:00", "by 5 o'clock"] {
        check(typed, &["names a time of day", "write the day, as in `next working day`"]);
    }
    check("20 (10) working days", &["is not a time limit"]);
    check("10 weekdays", &["`10 working days` if bank holidays are left out", "`14 calendar days`"]);
    check("5 school days", &["terms of schools"]);
    check("2 lunar months", &["is not a time limit"]);
    check("next day", &["`next working day` or `1 calendar day`"]);
    for typed in ["same day", "on the day", "that day", "by the end of the day", "close of business", "Today"] {
        check(typed, &["does not say what holds on a weekend", "`same working day` if"]);
    }
    for typed in ["5 clear days", "5 clear working days", "ten full days"] {
        check(typed, &["leaves open whether the last day is in"]);
    }
    check("5 consecutive days", &["`5 calendar days` if every day counts", "`5 working days` if weekends"]);
    for typed in ["2 full weeks", "two clear weeks", "one whole fortnight", "2 complete calendar weeks"] {
        check(typed, &["leaves open from which day the weeks are counted"]);
    }
    check("one full month", &["leaves open from which day the months are counted"]);
    check("2 school weeks", &["terms of schools"]);
    for typed in ["0 working weeks", "0 fortnights", "0 calendar weeks"] {
        check(typed, &["isn't a length of time"]);
    }
    check("3000 calendar weeks", &["is too long a time"]);
    for typed in ["half a day", "1.5 weeks", "2½ days", "30 minutes"] {
        check(typed, &["finer than is counted here"]);
    }
    for typed in ["in a timely manner", "soon", "within a reasonable time"] {
        check(typed, &["names no time"]);
    }
    for typed in ["to be agreed", "as agreed", "TBC", "by agreement"] {
        check(typed, &["is left open", "write `agreed`"]);
    }
    for typed in ["every two weeks", "weekly", "monthly"] {
        check(typed, &["comes round again", "`repeats`"]);
    }
    for typed in ["by Friday", "end of the week", "by the next review"] {
        check(typed, &["not a length of time"]);
    }
    check("5 working days of receipt", &["says what it counts from, too", "`5 working days`", "`from`"]);
    check("5 days after the meeting", &["write `5 days`, and in a policy"]);
}

#[test]
fn a_suggestion_can_be_typed_as_it_is() {
    for typed in ["10 workings days", "two week's", "the same working day"] {
        let fault = Limit::parse(typed).unwrap_err();
        assert!(Limit::parse(fault.suggestion().unwrap()).is_ok(), "{typed}");
    }
}

/// Whatever is suggested has the number that was typed, and its kind of days.
#[test]
fn a_suggestion_never_moves_the_date() {
    let units = [
        ("working days", "working days"),
        ("workings days", "working days"),
        ("calender days", "calendar days"),
        ("weeks", "weeks"),
    ];
    for lead in ["", "within ", "max ", "no later than ", "up to ", "not more than ", "at most ", "maximum of ", "in "]
    {
        for (unit, meant) in units {
            for trail in ["", " maximum", " only"] {
                let typed = format!("{lead}7 {unit}{trail}");
                let read = match Limit::parse(&typed) {
                    Ok(limit) => limit.to_string(),
                    Err(fault) => fault.suggestion().map(str::to_owned).unwrap_or_else(|| panic!("{fault}")),
                };
                assert_eq!(read, format!("7 {meant}"), "{typed}");
            }
        }
    }
}

proptest! {
    #[test]
    fn reading_never_panics(text in "\\PC{0,40}", near in "([0-9]{1,30}|one|same) ?(working|calendar|hours?|weeks?|days?|wd)? ?(days?)? ?(before)?") {
        for text in [text, near] {
            let _ = Limit::parse_with(&text, Some(DaysMean::Working));
            if let Ok(limit) = Limit::parse(&text) {
                let again = Limit::parse(&limit.to_string()).unwrap();
                prop_assert_eq!((again.n, again.unit, again.direction), (limit.n, limit.unit, limit.direction));
            }
        }
    }
}
