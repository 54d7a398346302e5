//! The built-in list against the rules, the record and another library.

use super::*;

fn date(text: &str) -> Date {
    time::parse_date(text).unwrap()
}

fn names(year: i32) -> Vec<(Date, String)> {
    built_in(Division::default()).of_year(year).map(|(date, name)| (date, name.to_owned())).collect()
}

fn origin(year: i32) -> Vec<(Date, String)> {
    by_rule(year, Division::default()).into_iter().map(|(date, name)| (date, name.to_owned())).collect()
}

#[test]
fn the_built_in_list_is_whole() {
    assert_eq!(built_in(Division::default()).years(), FIRST_YEAR..=LAST_OFFICIAL_YEAR);
    assert!(built_in(Division::default()).days.iter().all(|(date, _)| date.weekday().num_days_from_monday() < 5));
}

#[test]
fn one_off_days_and_the_days_they_replaced() {
    let check = |day: &str, name: &str| assert_eq!(built_in(Division::default()).get(date(day)), Some(name), "{day}");
    check("1995-05-08", "Early May bank holiday");
    check("1999-12-31", "Millennium Eve bank holiday");
    check("2002-06-03", "Golden Jubilee bank holiday");
    check("2002-06-04", "Spring bank holiday");
    check("2011-04-29", "Royal wedding bank holiday");
    check("2012-06-04", "Spring bank holiday");
    check("2012-06-05", "Diamond Jubilee bank holiday");
    check("2020-05-08", "Early May bank holiday");
    check("2022-06-02", "Spring bank holiday");
    check("2022-06-03", "Platinum Jubilee bank holiday");
    check("2022-09-19", "Bank holiday for the State Funeral of Queen Elizabeth II");
    check("2023-05-08", "Bank holiday for the coronation of King Charles III");
    for day in ["1995-05-01", "2002-05-27", "2012-05-28", "2020-05-04", "2022-05-30"] {
        assert_eq!(built_in(Division::default()).get(date(day)), None, "{day} was moved away");
    }
}

#[test]
fn the_rules_give_the_list_but_for_years_with_one_off_days() {
    let differ: Vec<i32> = built_in(Division::default()).years().filter(|year| origin(*year) != names(*year)).collect();
    assert_eq!(differ, [1995, 1999, 2002, 2011, 2012, 2020, 2022, 2023]);
}

#[test]
fn easter_as_printed_in_almanacs() {
    let check = |year: i32, sunday: &str| assert_eq!(easter_sunday(year), Some(date(sunday)));
    check(1995, "1995-04-16");
    check(2008, "2008-03-23");
    check(2011, "2011-04-24");
    check(2026, "2026-04-05");
    check(2027, "2027-03-28");
    check(2028, "2028-04-16");
    check(2029, "2029-04-01");
    check(2030, "2030-04-21");
    check(2031, "2031-04-13");
    check(2032, "2032-03-28");
    check(2033, "2033-04-17");
    check(2034, "2034-04-09");
    check(2035, "2035-03-25");
    check(2036, "2036-04-13");
    check(2037, "2037-04-05");
    check(2038, "2038-04-25");
    check(2039, "2039-04-10");
    check(2040, "2040-04-01");
}

#[test]
fn substitute_days_by_rule() {
    let check = |year: i32, expected: [&str; 3]| {
        let ends: Vec<String> = by_rule(year, Division::default())
            .into_iter()
            .filter(|(date, _)| matches!(date.month(), 1 | 12))
            .map(|(date, name)| format!("{} {name}", date.format("%a %-d")))
            .collect();
        assert_eq!(ends, expected, "{year}");
    };
    check(2029, ["Mon 1 New Year's Day", "Tue 25 Christmas Day", "Wed 26 Boxing Day"]);
    check(2031, ["Wed 1 New Year's Day", "Thu 25 Christmas Day", "Fri 26 Boxing Day"]);
    check(
        2032,
        ["Thu 1 New Year's Day", "Mon 27 Christmas Day (substitute day)", "Tue 28 Boxing Day (substitute day)"],
    );
    check(
        2033,
        ["Mon 3 New Year's Day (substitute day)", "Mon 26 Boxing Day", "Tue 27 Christmas Day (substitute day)"],
    );
    check(2034, ["Mon 2 New Year's Day (substitute day)", "Mon 25 Christmas Day", "Tue 26 Boxing Day"]);
    check(2037, ["Thu 1 New Year's Day", "Fri 25 Christmas Day", "Mon 28 Boxing Day (substitute day)"]);
    assert_eq!(by_rule(i32::MAX, Division::default()), []);
}

/// The `bankholidays` crate knows the one-off days up to 2023 and follows the rules for all other years. It agrees on
/// every day, so there is nothing to explain; a day announced after 2028 would be the first exception.
#[test]
fn a_second_opinion_on_every_day() {
    let days = date("1995-01-01").iter_days().take_while(|day| day.year() <= LAST_YEAR_BY_RULE);
    for day in days {
        let ours = match built_in(Division::default()).years().contains(&day.year()) {
            true => built_in(Division::default()).get(day).is_some(),
            false => by_rule(day.year(), Division::default()).iter().any(|(date, _)| *date == day),
        };
        assert_eq!(ours, bankholidays::uk::is_bankholiday(&day), "{}", time::describe(day));
    }
}

#[test]
fn lists_that_are_refused() {
    let check = |json: &str, expected: &str| {
        let fault = Table::read_all(json).unwrap_err().to_string();
        assert!(fault.starts_with(expected), "{fault}");
    };
    let list =
        |events: &str| format!(r#"{{"england-and-wales":{{"division":"england-and-wales","events":[{events}]}}}}"#);
    let day = |title: &str, date: &str| format!(r#"{{"title":"{title}","date":"{date}","notes":"","bunting":true}}"#);
    check("", "not a bank holiday list as gov.uk publishes it (EOF while parsing");
    check(r#"{"scotland":{}}"#, "not a bank holiday list as gov.uk publishes it (missing field `england-and-wales`");
    check(&list(""), "no bank holidays of England and Wales from 1995 on are listed");
    check(&list(&day("Good Friday", "1990-04-13")), "no bank holidays of England and Wales from 1995 on are listed");
    check(
        &list(&day("Good Friday", "30/03/2029")),
        "`Good Friday` has a date that cannot be read: dates aren't written as `30/03/2029` here; for 30 March 2029 write `2029-03-30`",
    );
    check(
        &list(&day("Good Friday", "2029-03-30")),
        "2029 has only 1 bank holidays, so the list is not complete; there are at least 8 in a year",
    );
    let twice = [day("Good Friday", "2029-03-30"), day("Holy Friday", "2029-03-30")].join(",");
    check(&list(&twice), "Fri 30 March 2029 is listed twice, as `Good Friday` and as `Holy Friday`");
}

/// As looked up for 2019 to 2027 in the official list; the day in June 2026 was proclaimed in February of that year.
#[test]
fn each_division_has_days_of_its_own() {
    let check = |division: Division, day: &str, name: Option<&str>| {
        assert_eq!(built_in(division).get(date(day)), name, "{day} in {}", division.name());
    };
    let (wales, scotland, ireland) = (Division::EnglandAndWales, Division::Scotland, Division::NorthernIreland);
    check(scotland, "2026-06-15", Some("Bank holiday for the World Cup"));
    for elsewhere in [wales, ireland] {
        check(elsewhere, "2026-06-15", None);
    }
    // In Scotland the second of January is a bank holiday, and Easter Monday is not.
    check(scotland, "2026-01-02", Some("2nd January"));
    check(scotland, "2022-01-04", Some("2nd January (substitute day)"));
    check(scotland, "2023-01-03", Some("2nd January (substitute day)"));
    check(scotland, "2027-01-04", Some("2nd January (substitute day)"));
    check(scotland, "2026-04-06", None);
    check(scotland, "2026-08-03", Some("Summer bank holiday"));
    check(scotland, "2026-08-31", None);
    check(scotland, "2024-12-02", Some("St Andrew's Day (substitute day)"));
    check(scotland, "2025-12-01", Some("St Andrew's Day (substitute day)"));
    check(scotland, "2006-11-30", None);
    check(ireland, "2026-03-17", Some("St Patrick's Day"));
    check(ireland, "2024-03-18", Some("St Patrick's Day (substitute day)"));
    check(ireland, "2020-07-13", Some("Battle of the Boyne (Orangemen's Day) (substitute day)"));
    check(ireland, "2025-07-14", Some("Battle of the Boyne (Orangemen's Day) (substitute day)"));
    check(ireland, "2026-04-06", Some("Easter Monday"));
    for division in [wales, scotland, ireland] {
        check(division, "2022-09-19", Some("Bank holiday for the State Funeral of Queen Elizabeth II"));
        check(division, "2023-05-08", Some("Bank holiday for the coronation of King Charles III"));
        check(division, "2020-05-08", Some("Early May bank holiday"));
    }
    // Except in years with one-off days, the rules give the lists.
    let differ = |division: Division| -> Vec<i32> {
        let names =
            |year| built_in(division).of_year(year).map(|(day, name)| (day, name.to_owned())).collect::<Vec<_>>();
        let rules =
            |year| by_rule(year, division).into_iter().map(|(day, name)| (day, name.to_owned())).collect::<Vec<_>>();
        (2007..=LAST_OFFICIAL_YEAR).filter(|year| names(*year) != rules(*year)).collect()
    };
    assert_eq!(differ(scotland), [2011, 2012, 2020, 2022, 2023, 2026]);
    assert_eq!(differ(ireland), [2011, 2012, 2020, 2022, 2023]);
}
