//! `iro calendar close` and `open`: a change without effect, and one that is probably a slip, are questioned first.

use serde_json::json;

use crate::env::{Env, list};
use crate::terminal::{ENTER, Terminal};

#[test]
fn days_that_nobody_works_on_are_not_closed() {
    let env = Env::new();
    env.sh("calendar close 2026-03-04 --name 'Burst pipe'").ok();
    for (days, words) in [
        ("2026-03-08", "Sun 8 March 2026 isn't a working day anyway"),
        ("2026-03-07..2026-03-08", "none of these is a working day"),
        ("2026-12-25", "Fri 25 December 2026 isn't a working day anyway: Christmas Day"),
        ("2026-04-03..2026-04-06", "Good Friday"),
        ("2026-03-04", "Wed 4 March 2026 is closed already: Burst pipe"),
    ] {
        env.sh(&format!("calendar close {days} --name x")).code(3).says(words).says("--yes");
    }
    assert_eq!(list(&env.sh("calendar 2026 --json").json()["closing_days"]).len(), 1);
    env.sh("calendar close 2026-03-04..2026-03-05 --name x").ok().says("closed already: Wed 4 Mar 2026");
    env.sh("calendar close 2026-03-08 --name x --yes").ok();
}

#[test]
fn more_than_ten_working_days_need_a_yes() {
    let env = Env::new();
    // From Monday to the Friday of the next week, then one day more.
    env.sh("calendar close 2026-06-01..2026-06-12 --name x").ok();
    for days in ["2026-07-06..2026-07-20", "2027-01-01..2027-12-31"] {
        env.sh(&format!("calendar close {days} --name x")).code(2).says("--yes");
        env.sh(&format!("calendar close {days} --name x --dry-run")).ok();
    }
    env.sh("calendar close 2026-07-06..2026-07-20 --name x --yes").ok();
    env.sh("calendar open 2026-06-01..2026-07-20").code(2).says("--yes");
    env.sh("calendar open 2026-06-01..2026-07-20 --yes").ok();
    assert_eq!(env.sh("calendar 2026 --json").json()["closing_days"], json!([]));
    let mut command = env.command();
    command.args(["calendar", "close", "2026-07-06..2026-07-20", "--name", "x"]);
    let mut person = Terminal::start(command);
    person.answer("Close 11 working days?", &[ENTER]);
    assert_ne!(person.end().0, 0);
    assert_eq!(env.sh("calendar 2026 --json").json()["closing_days"], json!([]));
}

#[test]
fn a_closing_day_is_taken_back_and_dates_that_were_given_stay() {
    let env = Env::new();
    env.sh("calendar close 2026-03-04..2026-03-06 --name Flood").ok();
    let id = env.raise("mosaic", &[]);
    let due = env.clock(&id, "respond", None)["due"].clone();
    // 5 working days from Monday 2 March without Wednesday to Friday.
    assert_eq!(due, "2026-03-12");
    env.sh("calendar open 2026-03-05 --dry-run").ok().says("nothing is written");
    let opened = env.sh("calendar open 2026-03-05 --json").json();
    assert_eq!(opened["opened"], json!([{"from": "2026-03-05", "to": "2026-03-05", "name": "Flood"}]));
    let left = json!([
        {"from": "2026-03-04", "to": "2026-03-04", "name": "Flood"},
        {"from": "2026-03-06", "to": "2026-03-06", "name": "Flood"}
    ]);
    assert_eq!(env.sh("calendar 2026 --json").json()["closing_days"], left);
    assert_eq!(env.clock(&id, "respond", None)["due"], due, "what was given stands");
    let faults = list(&env.sh("check --json").document()["faults"]);
    assert!(faults.iter().any(|fault| fault["rule"] == "due-differs"), "{faults:?}");
    let next = env.raise("mosaic", &[]);
    assert_eq!(env.clock(&next, "respond", None)["due"], "2026-03-11");
    env.sh("calendar open 2026-03-05").code(3).says("isn't a closing day of this store");
    env.sh("calendar open 2026-03-01..2026-03-31").ok().says("Open again");
    assert_eq!(env.sh("calendar 2026 --json").json()["closing_days"], json!([]));
}

// Five working days from Tuesday 29 December 2026: the offices are closed to Thursday the 31st, Friday is New Year's Day.
#[test]
fn a_date_past_the_years_of_closing_days_says_so() {
    let env = Env::new();
    let past = "no closing days are given after 2026";
    let add = |from: &str| env.sh(&format!("calendar add '5 working days' --from {from}")).ok();
    assert!(!add("2026-12-29").stderr.contains(past), "without any, nothing is missed");
    env.sh("calendar close 2026-12-24..2026-12-31 --name Christmas").ok();
    assert!(!add("2026-12-01").stderr.contains(past));
    let run = add("2026-12-29");
    assert!(run.stdout.contains("Fri 8 January 2027") && run.stderr.contains(past), "{}{}", run.stdout, run.stderr);
    assert!(env.sh("calendar 2027").ok().stderr.contains("`iro calendar close 2027-12-24..2027-12-31"));
    assert!(!env.sh("calendar 2026").ok().stderr.contains(past));
    env.sh("calendar close 2027-12-24..2027-12-31 --name Christmas").ok();
    assert!(!add("2026-12-29").stderr.contains(past));
}

// Closed over New Year to Monday 4 January: the five working days are the 5th to the 8th and Monday the 11th.
#[test]
fn closing_days_that_go_on_into_a_new_year_are_given_to_their_last_day() {
    let env = Env::new();
    env.sh("calendar close 2026-12-24..2027-01-04 --name Christmas").ok();
    let run = env.sh("calendar add '5 working days' --from 2026-12-29").ok();
    assert!(run.stdout.contains("Mon 11 January 2027"), "{}", run.stdout);
    assert!(run.stderr.contains("no closing days are given after Mon 4 January 2027"), "{}", run.stderr);
}

#[test]
fn a_policy_whose_closing_days_are_all_over_is_pointed_out() {
    let env = Env::new();
    let small = include_str!("../../../examples/policies/small.yaml");
    let policy = |year: i32| {
        let closed =
            format!("calendar: {{closures: [{{from: \"{year}-12-24\", to: \"{year}-12-31\", name: Christmas}}]}}\n");
        std::fs::write(env.scratch("p.yaml"), format!("{small}{closed}")).unwrap();
    };
    policy(2025);
    let said = env.sh("policy check p.yaml").ok().stderr;
    assert!(said.contains("`p.yaml`: `closures` are given up to 2025"), "{said}");
    let played = env.sh("policy try p.yaml --from 2026-03-02").ok().stdout;
    assert!(played.contains("no closing days are given after 2025"), "{played}");
    policy(2026);
    assert!(!env.sh("policy check p.yaml").ok().stderr.contains("closures"));
}

#[test]
fn days_are_said_in_words_here_too() {
    let env = Env::new();
    env.sh("calendar close friday --name x").ok().says("Fri 6 March 2026");
    env.sh("calendar close '23 Dec 2026..24 Dec 2026' --name x").ok().says("Thu 24 December 2026");
    env.sh("calendar open friday").ok();
    // From Monday 23 February to today, Monday 2 March.
    let days = env.sh("calendar between '23 Feb 2026' today --json").json();
    assert_eq!(
        (&days["from"], &days["to"], &days["working_days"]),
        (&json!("2026-02-23"), &json!("2026-03-02"), &json!(5))
    );
    env.sh("calendar close '32 March' --name x").code(2);
}

/// The file may have been written by hand.
#[test]
fn closing_days_that_end_before_they_begin_are_an_error_wherever_days_are_counted() {
    let env = Env::in_folder("it writes a file of the store");
    env.raise("knowsley", &[]);
    std::fs::write(env.data().join("closing-days.yaml"), "- from: 2026-12-29\n  to: 2026-12-01\n  name: x\n").unwrap();
    let says = "`x` ends on 2026-12-01, before it begins on 2026-12-29";
    env.sh("calendar add '5 working days' --from 2026-12-24").code(1).says(says);
    env.sh("calendar 2026").code(1).says(says);
    env.sh("check").code(6).says(says);
}

#[test]
fn the_same_closing_days_are_noted_once() {
    let env = Env::new();
    env.sh("calendar close 2026-12-29..2026-12-31 --name X --yes").ok();
    env.sh("calendar close 2026-12-29..2026-12-31 --name x --yes").code(3).says("is listed as closed already: x");
    env.sh("calendar close 2026-12-29..2026-12-31 --name Flood --yes").ok();
    assert_eq!(env.sh("calendar 2026").ok().stdout.matches("2026-12-29").count(), 2);
}

#[test]
fn a_closing_day_names_the_dates_that_it_would_have_changed() {
    let env = Env::new();
    let [late, answered, hours] = ["mosaic", "mosaic", "national"].map(|policy| env.raise(policy, &[]));
    env.respond(&answered, &[]);
    // 5 working days from Monday 2 March: Monday 9 March, or Tuesday without the Thursday.
    let said = env.sh("calendar close 2026-03-05 --name Flood").ok().stderr;
    let line = format!("{late}, event 1: `respond` on Mon 9 March 2026, would be Tue 10 March 2026");
    assert!(said.contains("dates already given stay as they are") && said.contains(&line), "{said}");
    assert!(said.contains("iro correct ID --event NUMBER --recount --reason TEXT"), "{said}");
    assert!(!said.contains(&format!("{answered}, event 1: `respond`")), "it was answered: {said}");
    // A dry run changes nothing, and so no date would be different.
    let said = env.sh("calendar open 2026-03-05 --dry-run").ok().stderr;
    assert!(!said.contains("different"), "{said}");
    env.iro(&["correct", &late, "--event", "1", "--recount", "--reason", "Flood"]).ok();
    let said = env.sh("calendar close 2026-12-30 --name Stocktaking").ok().stderr;
    assert!(!said.contains(&late) && !said.contains(&hours), "{said}");
}
