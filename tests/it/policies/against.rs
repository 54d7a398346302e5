//! `iro policy check --against`: sentences of the document of which only the heading is cited, and times in a clause
//! that no rule has.

use std::fs;

use crate::env::{Env, list, text};

const DOCUMENT: &str = "\
# Harle Fostering: when we disagree

## 1 What counts

1.1 Days are calendar days. A time that would end on a bank holiday ends on the next working day.

## 2 Step A: Talk

2.1 The Team Manager answers within 3 days.

2.2 The household must be offered an advocate. It is free.

2.3 A note of the talk is put on the file.

## 3 Step B: Decision

3.1 The Director decides within 7 days. 

3.3 Where the 7 days pass, a meeting must be held within 48 hours.

3.2 The Director may have up to 4 further days, once.
";

const POLICY: &str = r#"
format: 1
id: harle
version: "1"
effective_on: "2026-01-05"
title: When we disagree
document: {title: When we disagree, undated: true}
covers: [fostering-household]
raisers: [chair]
roles: {chair: Panel Chair, team-manager: Team Manager, director: Director}
calendar: {days: calendar, roll: next, source: "1.1"}
stages:
  - id: step-a
    title: "Step A: Talk"
    kind: informal
    any_of: [team-manager]
    source: "2"
    clocks:
      - {id: respond, label: Answer, limit: 3 days, strength: hard, from: stage-entered, until: answered, source: "2.1"}
  - id: step-b
    title: "Step B: Decision"
    kind: formal
    any_of: [director]
    source: "3"
    meeting: {title: Meeting, needed: required, from: {lapsed: decide}, source: "3.3"}
    clocks:
      - {id: decide, label: Decide, limit: 7 days, strength: hard, from: stage-entered, until: decided, extend: {kind: moves, at_most: 4 days, times: 1, source: "3.2"}, source: "3.1"}
      - {id: meeting, label: Meet, limit: 48 hours, strength: hard, from: {lapsed: decide}, until: meeting, source: "3.3"}
"#;

fn against(env: &Env, policy: &str, document: &str) -> (String, String) {
    fs::write(env.scratch("harle.yaml"), policy).expect("a policy");
    fs::write(env.scratch("harle.md"), document).expect("a document");
    let run = env.iro(&["policy", "check", "harle.yaml", "--against", "harle.md"]).ok();
    (run.stdout.split_whitespace().collect::<Vec<_>>().join(" "), run.stderr)
}

/// A stage that cites `2` covers the stage, not the duties under that number.
/// Hours that the document leaves bare are those of the policy's calendar, whatever a clock says for itself.
#[test]
fn bare_hours_are_held_against_what_the_policys_hours_mean() {
    let hours = |calendar: &str, limit: &str| {
        let env = Env::new();
        let office = "office_hours: {from: \"09:00\", to: \"17:00\"}";
        let policy = POLICY
            .replace("calendar: {days: calendar,", &format!("calendar: {{days: calendar, {office}, hours: {calendar},"))
            .replace("limit: 48 hours", &format!("limit: {limit}"));
        fs::write(env.scratch("harle.yaml"), policy).unwrap();
        fs::write(env.scratch("harle.md"), DOCUMENT).unwrap();
        let run = env.sh("policy check harle.yaml --against harle.md").ok();
        run.stdout.contains("(missing: 48 hours)")
    };
    for (calendar, limit, missing) in [
        ("elapsed", "48 hours", false),
        ("elapsed", "48 hours, hours: elapsed", false),
        ("elapsed", "48 hours, hours: office", true),
        ("elapsed", "48 working hours", true),
        ("elapsed", "48 hours, hours: working-days", true),
        ("office", "48 hours", false),
        ("office", "48 working hours", false),
        ("office", "48 hours, hours: elapsed", true),
        ("working-days", "48 hours", false),
        ("working-days", "2 working days", false),
        ("working-days", "48 hours, hours: elapsed", true),
        ("elapsed", "2 working days", true),
        ("elapsed", "24 hours", true),
    ] {
        assert_eq!(hours(calendar, limit), missing, "hours: {calendar}, {limit}");
    }
}

#[test]
fn duties_under_a_heading_that_alone_is_cited_are_listed_by_clause_and_line() {
    let (stdout, stderr) = against(&Env::new(), POLICY, DOCUMENT);
    assert_eq!(
        stdout,
        "Only the heading of these is cited, by a rule that may be meant for another: \
         harle.md:11 2 Step A: Talk, 2.2: The household must be offered an advocate. \
         harle.md:13 2 Step A: Talk, 2.3: A note of the talk is put on the file."
    );
    assert!(stderr.contains("7 sentences") && stderr.contains("2 are cited by their heading alone"), "{stderr}");
    assert!(!stderr.contains("a rule cites the clause of each"), "{stderr}");
}

/// In a document without numbers only headings can be cited: nothing is missing if each has as many rules as sentences.
#[test]
fn sentences_without_a_number_need_as_many_rules_of_their_heading() {
    let numbers = ["1.1 ", "2.1 ", "2.2 ", "2.3 ", "3.1 ", "3.2 ", "3.3 ", "1 ", "2 ", "3 "];
    let document = numbers.iter().fold(DOCUMENT.to_owned(), |text, number| {
        text.replace(&format!("\n{number}"), "\n").replace(&format!("## {number}"), "## ")
    });
    let policy = POLICY
        .replace("\"1.1\"", "What counts")
        .replace("\"2\"", "Step A")
        .replace("\"2.1\"", "Step A")
        .replace("\"3\"", "Step B")
        .replace("\"3.1\"", "Step B")
        .replace("\"3.2\"", "Step B")
        .replace("\"3.3\"", "Step B");
    let env = Env::new();
    let (stdout, _) = against(&env, &policy, &document);
    assert!(stdout.contains("Step A: Talk: The household must be offered an advocate."), "{stdout}");
    assert!(!stdout.contains("Step B: Decision:"), "{stdout}");
    let duties = "    duties:\n      - {id: offered, text: An advocate was offered, before: escalate, source: Step A}\n      \
                  - {id: noted, text: It is on the file, source: Step A}\n  - id: step-b";
    let (stdout, stderr) = against(&env, &policy.replacen("  - id: step-b", duties, 1), &document);
    assert_eq!(stdout, "");
    assert!(stderr.contains("7 more can be cited by the heading alone, and as many rules do"), "{stderr}");
}

/// The date that a clock counts from is one of its clause's times, too; a clause on how to count times has none.
#[test]
fn a_time_that_no_rule_has_is_named() {
    let env = Env::new();
    let (stdout, _) = against(&env, &POLICY.replace("at_most: 4 days", "at_most: 5 days"), DOCUMENT);
    assert!(stdout.contains("may have up to 4 further days, once. (missing: 4 further days)"), "{stdout}");
    let (stdout, _) = against(&env, &POLICY.replace("48 hours", "72 hours"), DOCUMENT);
    assert!(stdout.contains("within 48 hours. (missing: 48 hours)"), "{stdout}");
    let view = env.iro(&["policy", "check", "harle.yaml", "--against", "harle.md", "--json"]).json();
    let without = list(&view["limits_not_found"]);
    assert_eq!(without[0]["missing"], serde_json::json!(["48 hours"]));
    assert_eq!(text(&without[0], "number"), "3.3");
    assert_eq!(list(&view["cited_by_heading"]).len(), 2);
}

#[test]
fn dates_between_which_a_rule_holds_are_held_against_the_document() {
    let document = format!("{DOCUMENT}\n3.3 From 6 April 2026 to 31 May 2026 the Deputy Director decides instead.\n");
    let substitute = |to: &str| {
        format!("substitutes: {{director: [{{role: deputy, from: \"2026-04-06\", to: \"{to}\", source: \"3.3\"}}]}}\n")
    };
    let policy = POLICY.replace("director: Director}", "director: Director, deputy: Deputy Director}");
    let env = Env::new();
    let (stdout, _) = against(&env, &format!("{policy}{}", substitute("2026-06-30")), &document);
    assert!(stdout.contains("(missing: 31 May 2026)"), "{stdout}");
    let (stdout, _) = against(&env, &format!("{policy}{}", substitute("2026-05-31")), &document);
    assert!(!stdout.contains("missing"), "{stdout}");
}

/// If the file says which days "days" are, a limit in other days is a different time. The months of a repeat count as a
/// time, too.
#[test]
fn other_days_than_the_policy_means_are_another_time() {
    let env = Env::new();
    for (written, missing) in [("3 days", false), ("3 calendar days", false), ("3 working days", true)] {
        let policy = POLICY.replace("limit: 3 days", &format!("limit: {written}"));
        let (stdout, _) = against(&env, &policy, DOCUMENT);
        assert_eq!(stdout.contains("answers within 3 days. (missing: 3 days)"), missing, "{written}: {stdout}");
    }
    let unsaid = POLICY.replace("days: calendar, ", "").replace(": 4 days", ": 4 calendar days");
    let unsaid =
        unsaid.replace("limit: 7 days", "limit: 7 calendar days").replace("limit: 3 days", "limit: 3 working days");
    let (stdout, _) = against(&env, &unsaid, DOCUMENT);
    assert!(!stdout.contains("missing: 3 days"), "{stdout}");

    // A clause that only says how time is counted has no time of its own to be missed.
    let counted = DOCUMENT.replacen(
        "\n## 2",
        "\n1.2 What is received after 4.30 pm is treated as received on the next working day.\n\n## 2",
        1,
    );
    let cut_off = POLICY.replace("source: \"1.1\"}", "cut_off: \"16:31\", source: \"1.1; 1.2\"}");
    let (stdout, _) = against(&env, &cut_off, &counted);
    assert!(!stdout.contains("next working day. (missing"), "{stdout}");

    let document = format!("{DOCUMENT}\n3.4 If it comes up again within 6 months, it must begin at Step B.\n");
    let again = format!("{POLICY}entry: {{repeats: {{months: 6, formal: true, source: \"3.4\"}}}}\n");
    let (stdout, _) = against(&env, &again, &document);
    assert!(!stdout.contains("6 months"), "{stdout}");
    let (stdout, _) = against(&env, &again.replace("months: 6", "months: 5"), &document);
    assert!(stdout.contains("(missing: 6 months)"), "{stdout}");
}

/// `weeks` says what a bare week is; a calendar week is seven days whatever it says.
#[test]
fn weeks_are_compared_by_what_the_policy_means_by_them() {
    let env = Env::new();
    for (document, weeks, written, missing) in [
        ("two calendar weeks", "calendar", "2 weeks", false),
        ("two calendar weeks", "calendar", "14 calendar days", false),
        ("two calendar weeks", "calendar", "two calendar weeks", false),
        ("two calendar weeks", "calendar", "3 weeks", true),
        ("two calendar weeks", "working", "2 weeks", true),
        ("a calendar fortnight", "working", "2 calendar weeks", false),
        ("two weeks", "working", "10 working days", false),
        ("two weeks", "working", "2 calendar weeks", true),
        ("two working weeks", "calendar", "2 weeks", true),
    ] {
        let policy = POLICY.replace("limit: 3 days", &format!("limit: {written}"));
        let policy = policy.replace("days: calendar,", &format!("days: calendar, weeks: {weeks},"));
        let (stdout, _) = against(&env, &policy, &DOCUMENT.replace("within 3 days", &format!("within {document}")));
        assert_eq!(stdout.contains("(missing: "), missing, "{document}, {weeks}, {written}: {stdout}");
    }
}
