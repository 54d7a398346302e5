//! Calendars of other divisions, months, and office hours, counted by hand.

use serde_json::{Value, json};

use crate::env::{Env, find_clock, list, text};

const STRATHBURN: &str = include_str!("../../../examples/policies/strathburn.yaml");

fn strathburn(now: &str) -> (Env, Value) {
    let env = Env::new();
    env.add_policy("strathburn", STRATHBURN);
    env.now(now);
    let view = env.sh("raise --policy strathburn --child C-1 --concern c --json").json();
    (env, view)
}

fn due(view: &Value, clock: &str, stage: &str) -> (String, Option<String>) {
    let clock = find_clock(view, clock, stage);
    let at = clock["due_at"].as_str().map(|at| at[11..16].to_owned());
    (text(&clock, "due").to_owned(), at)
}

fn at(day: &str, time: &str) -> (String, Option<String>) {
    (day.to_owned(), Some(time.to_owned()))
}

fn by(day: &str) -> (String, Option<String>) {
    (day.to_owned(), None)
}

// Friday 12 June 2026, 15:30. Monday the 15th is a bank holiday in Scotland and nowhere else.
#[test]
fn hours_of_the_office_of_days_and_of_the_clock_stand_side_by_side() {
    let (env, view) = strathburn("2026-06-12T15:30");
    // An hour and a half on Friday, two and a half on Tuesday.
    assert_eq!(due(&view, "receipt", "team"), at("2026-06-16", "11:30"));
    assert_eq!(due(&view, "safe", "team"), at("2026-06-13", "15:30"));
    // Two working days: Tuesday and Wednesday.
    assert_eq!(due(&view, "respond", "team"), by("2026-06-17"));
    let why = env.sh("why 1 receipt").ok().stdout;
    assert!(why.contains("Fri 12 June 2026: 15:30 to 17:00"), "{why}");
    assert!(why.contains("Bank holiday for the World Cup, not counted"), "{why}");
    assert!(why.contains("Tue 16 June 2026: 09:00 to 11:30"), "{why}");
    env.sh("check").code(0);
}

// In the evening of Wednesday 1 April 2026, after the office closed; Good Friday is the 3rd, and Easter Monday is a
// working day in Scotland.
#[test]
fn easter_monday_is_worked_in_scotland() {
    let (_, view) = strathburn("2026-04-01T18:00");
    assert_eq!(due(&view, "receipt", "team"), at("2026-04-02", "13:00"));
    assert_eq!(due(&view, "respond", "team"), by("2026-04-06"));
}

// Ten school days from Friday 19 June: 22 to 26 June are five, the holidays end on 19 August: 19, 20, 21, 24 and 25.
// A month from Monday 31 August ends on 30 September, the last day of the shorter month.
#[test]
fn school_days_leave_out_the_holidays_and_a_month_ends_within_the_shorter() {
    let (env, _) = strathburn("2026-06-19T10:00");
    let view = env.sh("escalate 1 --because urgent --json").json();
    assert_eq!(due(&view, "respond", "school"), by("2026-08-25"));
    let why = env.sh("why 1 respond").ok().stdout;
    assert!(why.contains("school holidays, not counted"), "{why}");
    env.now("2026-08-31T10:00");
    let view = env.sh("escalate 1 --because no-response --json").json();
    assert_eq!(due(&view, "respond", "service"), by("2026-09-30"));
}

// Ten school days from Friday 18 December 2026: the 21st and 22nd are listed, and then nothing is known. Once the spring
// term from Wednesday 6 January is: the 6th, 7th and 8th, 11th to 15th.
#[test]
fn a_step_is_recorded_where_the_terms_end_and_dated_once_more_are_listed() {
    let (env, _) = strathburn("2026-12-18T10:00");
    let words = "school terms are listed from Tue 6 January 2026 to Tue 22 December 2026 only";
    let view = env.sh("escalate 1 --because urgent --json").code(0).says(words).says("iro calendar term").json();
    assert_eq!(text(&view, "stage"), "school");
    assert!(list(&view["clocks"]).iter().all(|clock| clock["stage"] != "school"), "{view}");
    assert_eq!(list(&view["without_deadline"])[0]["lacks"], "terms");
    for reading in ["why 1 respond", "due", "show 1", "form 1", "report", "check", "list", "inbox --for raiser"] {
        let run = env.sh(reading).code(0);
        assert!(reading != "why 1 respond" || run.stderr.contains(words), "{}", run.stderr);
    }
    env.sh("due").says(words);

    env.now("2027-01-04T09:00");
    env.sh("calendar term 2027-01-06..2027-04-01 --name 'Spring term'").ok().says("half-term");
    let view = env.sh("show 1 --json").json();
    assert_eq!(due(&view, "respond", "school"), by("2027-01-15"));
    assert_eq!(list(&view["without_deadline"]), [] as [Value; 0]);
    let why = env.sh("why 1 respond").ok().stdout;
    assert!(why.contains("school holidays"), "{why}");
    env.sh("check").code(0);
    // The next event writes it down, and then it stands, whatever happens to the terms.
    env.sh("note 1 --text 'Rang the school'").ok();
    env.sh("calendar term 2027-01-06..2027-04-01 --remove").ok();
    assert_eq!(due(&env.sh("show 1 --json").json(), "respond", "school"), by("2027-01-15"));
    for reading in ["why 1 respond", "form 1", "report", "list"] {
        env.sh(reading).code(0);
    }
    env.sh("calendar term 2027-01-06..2027-04-01 --name 'Spring term'").ok();
    // Answered on Monday the 18th, a school day late.
    env.now("2027-01-18T09:00");
    let view = env.sh("respond 1 --text 'We agree' --json").json();
    assert_eq!(find_clock(&view, "respond", "school")["late"], json!(true));
    env.sh("check").code(0);
}

// The answer came while nobody knew its date, and the stage was left: it is in time by the terms listed afterwards.
#[test]
fn an_answer_before_the_terms_were_listed_is_judged_by_them() {
    let (env, _) = strathburn("2026-12-18T10:00");
    env.sh("escalate 1 --because urgent").ok();
    env.now("2027-01-11T10:00");
    env.sh("respond 1 --text 'We can not'").ok();
    env.sh("escalate 1 --because unsatisfactory").ok();
    env.sh("calendar term 2027-01-06..2027-04-01 --name 'Spring term'").ok();
    let view = env.sh("show 1 --json").json();
    let clock = find_clock(&view, "respond", "school");
    assert_eq!(due(&view, "respond", "school"), by("2027-01-15"));
    assert_eq!((&clock["state"], &clock["late"]), (&json!("met"), &json!(false)));
    env.sh("check").code(0);
}

// Ten school days from Monday 31 August 2026: 1 to 14 September, also where the office is closed on Fridays, on the 3rd,
// and open on a bank holiday.
#[test]
fn school_days_are_those_of_schools_whatever_the_office_keeps() {
    let env = Env::new();
    let week = "calendar:\n  weekend: [friday, saturday, sunday]\n  closures: [{from: \"2026-09-03\", to: \"2026-09-03\", name: Move}]";
    env.add_policy("strathburn", STRATHBURN.replacen("calendar:", week, 1));
    env.sh("calendar close 2026-09-08 --name Flood").ok();
    env.now("2026-08-27T10:00");
    env.sh("raise --policy strathburn --child C-1 --concern c").ok();
    env.now("2026-08-31T10:00");
    let view = env.sh("escalate 1 --because urgent --json").json();
    assert_eq!(due(&view, "respond", "school"), by("2026-09-14"));
}

#[test]
fn terms_of_the_store() {
    let env = Env::new();
    env.add_policy("strathburn", STRATHBURN);
    env.sh("calendar term 2027-01-06..2027-02-12 --name 'Spring term'").ok();
    env.sh("calendar term 2027-02-12..2027-01-06 --name x").code(2);
    env.sh("calendar term 2027-08-18..2027-10-08 --name 'Autumn term'")
        .says("no term is listed between Fri 12 February 2027 and Wed 18 August 2027");
    env.sh("calendar term 2027-01-11..2027-01-12 --remove --dry-run").ok().says("nothing is written");
    env.sh("calendar term 2027-01-11..2027-01-12 --remove").ok();
    env.sh("calendar term 2027-01-11..2027-01-12 --remove").code(3).says("in no term of this store");
    let terms = env.sh("calendar 2027 --json").json()["terms"].clone();
    let days = list(&terms)
        .into_iter()
        .map(|one| format!("{}..{}", text(&one, "from").to_owned(), text(&one, "to").to_owned()));
    assert_eq!(
        days.collect::<Vec<_>>(),
        ["2027-01-06..2027-01-10", "2027-01-13..2027-02-12", "2027-08-18..2027-10-08"]
    );
    assert!(env.sh("calendar 2027").ok().stdout.contains("Spring term (school term)"));
}

#[test]
fn each_division_is_listed() {
    let env = Env::new();
    for (division, day, there) in [
        ("scotland", "2026-06-15", true),
        ("scotland", "2026-04-06", false),
        ("england-and-wales", "2026-06-15", false),
        ("northern-ireland", "2026-03-17", true),
        ("northern-ireland", "2026-07-13", true),
    ] {
        let shown = env.sh(&format!("calendar 2026 --division {division} --json")).json();
        assert_eq!(shown["division"], json!(division));
        let days = list(&shown["holidays"]);
        assert_eq!(days.iter().any(|one| one["date"] == day), there, "{division} {day}");
    }
    env.sh("calendar 2026 --division wales").code(2);
}

#[test]
fn what_the_calendar_does_not_say_is_asked_for() {
    for (from, to, words) in [
        (
            "  office_hours: {from: \"09:00\", to: \"17:00\"}\n",
            "",
            "`4 working hours` are hours of an office, and nothing says when it is open",
        ),
        ("to: \"17:00\"", "to: \"07:00\"", "the office closes before it opens"),
        ("division: scotland", "division: scottland", "did you mean `scotland`?"),
        ("limit: 1 month,", "limit: 1 month, hours: elapsed,", "this limit has none"),
        (
            "  terms:\n    - {from: \"2026-01-06\", to: \"2026-04-02\", name: Spring term}\n    - {from: \"2026-04-20\", to: \"2026-06-26\", name: Summer term}\n    - {from: \"2026-08-19\", to: \"2026-12-22\", name: Autumn term}\n",
            "",
            "list them under `terms`",
        ),
    ] {
        let env = Env::new();
        assert!(STRATHBURN.contains(from), "{from}");
        std::fs::write(env.scratch("s.yaml"), STRATHBURN.replacen(from, to, 1)).unwrap();
        env.sh("policy check s.yaml").code(6).says(words);
    }
    let env = Env::new();
    let without = STRATHBURN.replacen("  office_hours: {from: \"09:00\", to: \"17:00\"}\n", "", 1);
    let without = without.replacen("4 working hours", "4 hours", 1).replacen("hours: elapsed", "hours: office", 1);
    std::fs::write(env.scratch("s.yaml"), without).unwrap();
    env.sh("policy check s.yaml").code(6).says("does not say when the office is open");
}

// The Children Act 1989, section 25B, is law in England and Wales; Strathburn says nothing of a referral.
#[test]
fn a_law_of_england_and_wales_opens_no_way_elsewhere() {
    let (env, view) = strathburn("2026-06-12T15:30");
    let id = text(&view, "id");
    let page = env.sh("policy show --family strathburn").ok();
    assert!(!page.stdout.contains("Cafcass"), "{}", page.stdout);
    let error = env.sh(&format!("refer {id} --reason 'It cannot wait' --json")).refused();
    assert!(list(&error["rules"]).contains(&json!("referral-covers")), "{error}");
    let year = env.sh("calendar 2026 --division scotland").ok();
    assert!(year.stderr.contains("Scotland, 1995 to 2011 as they were held"), "{}", year.stderr);
    // In England the same words allow a referral.
    let here = STRATHBURN
        .replace("division: scotland", "division: england-and-wales")
        .replace("id: strathburn", "id: tyneburn");
    std::fs::write(env.data().join("policies/tyneburn.yaml"), here).unwrap();
    env.sh("policy show --family tyneburn").ok().says("Cafcass");
}

// If the first day counts, two working days from Monday 2 March end on the 3rd, and three more on Friday the 6th.
#[test]
fn more_time_counts_from_the_day_after_the_limit_where_the_first_day_counts() {
    for (first, due, more) in [("same", "2026-03-03", "2026-03-06"), ("next", "2026-03-04", "2026-03-09")] {
        let stages = r#"
  - id: one
    title: One
    kind: formal
    any_of: [director]
    source: "1"
    clocks:
      - {id: respond, label: Answer, limit: 2 working days, strength: hard, from: stage-entered, until: answered, extend: {kind: moves, at_most: 3 working days}}
"#;
        let (env, id) = super::own_answers_awaited::ours(stages, &format!("calendar: {{first_day: {first}}}\n"));
        assert_eq!(find_clock(&env.dispute(&id), "respond", "one")["due"], due);
        let view = env.sh(&format!("extend {id} --by '3 working days' --reason r --json")).json();
        let clock = find_clock(&view, "respond", "one");
        assert_eq!(clock["due"], more);
        env.sh(&format!("why {id} respond")).ok().says("3 working days more");
    }
}

// The first Monday of August, the 3rd, is a bank holiday in Scotland: from Thursday 30 July two working days end on Tuesday the
// 4th, and where the office is open on the 3rd, on that day.
#[test]
fn a_bank_holiday_on_which_the_office_is_open_is_a_working_day() {
    let stages = "\n  - {id: one, title: One, kind: formal, any_of: [director], source: \"1\", clocks: [{id: respond, label: Answer, limit: 2 working days, strength: hard, until: answered}]}\n";
    let open = "open_on: [{from: \"2026-08-03\", name: First Monday of August}]";
    for (calendar, expected, left) in [("", "2026-08-04", 2), (open, "2026-08-03", 2)] {
        let (env, _) =
            super::own_answers_awaited::ours(stages, &format!("calendar: {{division: scotland, {calendar}}}\n"));
        env.now("2026-07-30T10:00");
        let view = env.sh("raise --policy ours --child C-2 --concern c --override x --json").json();
        let clock = find_clock(&view, "respond", "one");
        assert_eq!((text(&clock, "due"), clock["working_days_left"].as_i64()), (expected, Some(left)), "{calendar}");
        let family = env.sh("policy show ours --family").ok().stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        let counts = "the bank holidays of Scotland; First Monday of August on 3 August 2026 counts.";
        assert_eq!(family.contains(counts), !calendar.is_empty(), "{family}");
    }
    let (env, _) = super::own_answers_awaited::ours(stages, &format!("calendar: {{{open}}}\n"));
    let file = env.data().join("policies/ours.yaml");
    env.sh(&format!("policy check {}", file.display()))
        .ok()
        .says("there is no bank holiday of England and Wales on Mon 3 August 2026");
}
