//! Which years the calendar knows, from which list, and what a newer list changes.

use super::*;

#[test]
fn days_by_rule_say_so() {
    let lines = explained("2029-03-29", "1 working day", &Counting::default());
    assert_eq!(lines[1], "Fri 30 March 2029: Good Friday (by rule, not yet announced), not counted");
    assert_eq!(lines[5], "Tue 3 April 2029: working day 1");
    assert_eq!(lines[6], "the bank holidays of 2029 are by rule, not yet announced");
    let calendar = Calendar::england_and_wales();
    assert!(
        !calendar.is_by_rule(2028, Division::default())
            && calendar.is_by_rule(2029, Division::default())
            && !calendar.is_by_rule(2041, Division::default())
    );
    assert!(calendar.holidays(2029, Division::default()).unwrap().iter().all(|holiday| holiday.by_rule));
    assert!(calendar.holidays(1995, Division::default()).unwrap().iter().all(|holiday| !holiday.by_rule));
    assert_eq!(calendar.holidays(2022, Division::default()).unwrap().len(), 10);
}

#[test]
fn the_calendar_never_guesses() {
    let calendar = Calendar::england_and_wales();
    let usual = Counting::default();
    let day = |text: &str| calendar.day(date(text), &usual).map_err(|fault| fault.to_string());
    let message = |reach: &str, remedy: &str| {
        let known = "the calendar knows the bank holidays of 1995 to 2040";
        format!("{known} and does not reach {reach}; {remedy}")
    };
    let too_early = |reach: &str| message(reach, "earlier years are not kept");
    let refused = |reach: &str| {
        let remedy = "to go further, put a newer official bank-holidays.json into the store's folder";
        message(reach, remedy)
    };
    assert_eq!(day("1994-12-31"), Err(too_early("Sat 31 December 1994")));
    assert_eq!(day("1995-01-01"), Ok(DayKind::Weekend));
    assert_eq!(day("2040-12-31"), Ok(DayKind::Working));
    assert_eq!(day("2041-01-01"), Err(refused("Tue 1 January 2041")));
    assert!(
        calendar.holidays(1994, Division::default()).is_err()
            && calendar.holidays(i32::MAX, Division::default()).is_err()
    );
    assert_eq!(calendar.holidays(2041, Division::default()).unwrap_err().to_string(), refused("Tue 1 January 2041"));

    let due = |start: &str, limit: &str| {
        let due = calendar.due(start.parse().unwrap(), &Limit::parse(limit).unwrap(), &usual);
        due.unwrap_err().to_string()
    };
    assert_eq!(due("2040-12-28", "10 working days"), refused("Tue 1 January 2041"));
    assert_eq!(due("2040-12-31T12:00:00Z", "24 hours"), refused("Tue 1 January 2041"));
    assert_eq!(due("2040-12-28", "1 week"), refused("Fri 4 January 2041"));
    assert_eq!(due("1995-01-03", "5 working days before"), too_early("Sat 31 December 1994"));
    assert_eq!(due("9999-12-31", "10000 weeks"), refused("Fri 31 December 9999"));
    assert!(calendar.between(date("2040-01-01"), date("2041-01-01"), &usual).is_err());
    assert!(calendar.between(date("1994-12-31"), date("1994-12-31"), &usual).is_err());
    // If no day is ever worked, the count stops at the end of the calendar.
    let never = Counting { closures: vec![closure("1990-01-01", "2050-01-01")], ..usual.clone() };
    assert!(calendar.due(Moment::on(date("2026-03-02")), &Limit::parse("1 wd").unwrap(), &never).is_err());
}

/// A list in the format of gov.uk for some years, by the rules except for one day announced at short notice.
fn newer_list(years: RangeInclusive<i32>) -> String {
    let event = |title: &str, date: String, notes: &str| serde_json::json!({ "title": title.replace('\'', "’"), "date": date, "notes": notes, "bunting": true });
    let mut events = vec![event("Bank holiday for a coronation", "2029-07-02".to_owned(), "")];
    for (date, name) in years.flat_map(|year| holidays::by_rule(year, Division::default())) {
        let name_alone = name.trim_end_matches(" (substitute day)");
        events.push(event(name_alone, date.to_string(), if name == name_alone { "" } else { "Substitute day" }));
    }
    serde_json::json!({
        "england-and-wales": { "division": "england-and-wales", "events": events },
        "scotland": { "division": "scotland", "events": [] },
    })
    .to_string()
}

#[test]
fn a_newer_official_list() {
    let built_in = Calendar::england_and_wales();
    let newer = Calendar::from_gov_uk(&newer_list(2026..=2030)).unwrap();
    let usual = Counting::default();
    let extra = date("2029-07-02");
    assert_eq!(built_in.day(extra, &usual).unwrap(), DayKind::Working);
    let name = "Bank holiday for a coronation".to_owned();
    assert_eq!(newer.day(extra, &usual).unwrap(), DayKind::Holiday { name, by_rule: false });
    for year in [2025, 2026, 2027, 2028] {
        assert_eq!(
            newer.holidays(year, Division::default()).unwrap(),
            built_in.holidays(year, Division::default()).unwrap(),
            "{year}"
        );
    }
    assert!(!newer.is_by_rule(2030, Division::default()) && newer.is_by_rule(2031, Division::default()));
    assert_eq!(newer.years(), 1995..=2040);
    assert_eq!(
        built_in.edition(Division::default()),
        "1995 to 2011 as they were held; 2012 to 2028 from the official list; \
         2029 to 2040 worked out, as they have not been announced"
    );
    assert_eq!(
        newer.edition(Division::default()),
        "1995 to 2011 as they were held; 2012 to 2025 from the official list; 2026 to 2030 from the official list that was \
         imported; 2031 to 2040 worked out, as they have not been announced"
    );
    assert_eq!(Calendar::from_gov_uk(&newer_list(2028..=2042)).unwrap().years(), 1995..=2042);
    assert!(Calendar::from_gov_uk("{}").is_err());
}
