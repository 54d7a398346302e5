//! What is due before a meeting: it counts back from the day for which the meeting is arranged, and moves with it.

use serde_json::{Value, json};

use super::own_answers_awaited::ours;
use crate::env::{Env, find_clock, list, text};

/// A panel within 15 working days, papers three working days before it, a statement a week before it.
const STAGES: &str = r#"
  - id: one
    title: One
    kind: formal
    any_of: [head-of-service]
    source: "1"
    meeting: {title: Panel, needed: required, chair: director, source: "1.2"}
    clocks:
      - {id: panel, label: Hold the panel, limit: 15 working days, strength: hard, whose: director, from: stage-entered, until: meeting}
      - {id: papers, label: Papers are with the panel, limit: 3 working days before, strength: hard, from: meeting, until: {duty: papers-sent}}
      - {id: statement, label: Statement, limit: 1 week before, strength: hard, whose: raiser, from: meeting, until: {duty: stated}}
    duties:
      - {id: papers-sent, text: The papers are with the panel, by: head-of-service, before: meeting, enforce: warn}
      - {id: stated, text: The statement is with the panel}
  - {id: two, title: Two, kind: formal, any_of: [director], source: "2"}
"#;

fn due(env: &Env, id: &str, clock: &str) -> String {
    text(&find_clock(&env.dispute(id), clock, "one"), "due").to_owned()
}

fn has_clock(env: &Env, id: &str, clock: &str) -> bool {
    list(&env.dispute(id)["clocks"]).iter().any(|one| one["clock"] == clock)
}

// Raised on Monday 2 March 2026: the panel is due by Monday the 23rd.
#[test]
fn until_a_day_is_arranged_it_has_no_date_and_says_so() {
    let (env, id) = ours(STAGES, "");
    assert!(!has_clock(&env, &id, "papers"));
    let said = env.sh(&format!("show {id}")).ok().stdout;
    let way = format!(
        "`papers` (Papers are with the panel) has no deadline: it counts back from Panel, and no day is arranged for that; `iro meeting {id} --arranged-for WHEN` gives it one"
    );
    assert!(said.split_whitespace().collect::<Vec<_>>().join(" ").contains(&way), "{said}");
    let lacks = list(&env.dispute(&id)["without_deadline"]).iter().map(|one| one["lacks"].clone()).collect::<Vec<_>>();
    assert_eq!(lacks, [json!("arranged-for"), json!("arranged-for")]);
}

// Back from Thursday 19 March: Wednesday, Tuesday, Monday the 16th; a week before it is Thursday the 12th.
#[test]
fn it_counts_back_from_the_day_arranged() {
    let (env, id) = ours(STAGES, "");
    env.sh(&format!("meeting {id} --arranged-for '2026-03-19 14:00'")).ok();
    assert_eq!(due(&env, &id, "papers"), "2026-03-16");
    assert_eq!(due(&env, &id, "statement"), "2026-03-12");
    assert_eq!(due(&env, &id, "panel"), "2026-03-23");
    let arranged = find_clock(&env.dispute(&id), "meeting-arranged", "one");
    assert_eq!(arranged["due_at"], json!("2026-03-19T14:00:00+00:00"));
    assert_eq!(arranged["label"], json!("Panel, as arranged"));
    assert_eq!(arranged["for"]["role"], json!("director"));
    let said = env.sh(&format!("why {id} papers")).ok().stdout;
    assert!(said.contains("3 working days before Thu 19 March 2026"), "{said}");
    let ics = env.sh("export --ics -").ok().stdout;
    assert!(ics.contains("20260319T140000") && ics.contains("Panel"), "{ics}");
    let form = env.sh(&format!("form {id}")).ok().stdout;
    assert!(form.contains("Panel arranged for Thu 19 March 2026 14:00"), "{form}");
    let log = env.sh(&format!("log {id}")).ok().stdout;
    assert!(log.contains("meeting arranged") && log.contains("19 March 2026 14:00"), "{log}");
}

// Back from Monday 23 March: Friday, Thursday, Wednesday the 18th. What is done by then keeps its date.
#[test]
fn its_date_moves_with_the_meeting_until_it_is_done() {
    let (env, id) = ours(STAGES, "");
    env.sh(&format!("meeting {id} --arranged-for 2026-03-19")).ok();
    env.sh(&format!("done {id} stated")).ok();
    env.sh(&format!("meeting {id} --arranged-for 2026-03-23 --reason 'The chair is away'")).ok();
    assert_eq!(due(&env, &id, "papers"), "2026-03-18");
    assert_eq!(due(&env, &id, "statement"), "2026-03-12");
    assert_eq!(due(&env, &id, "meeting-arranged"), "2026-03-23");
    let all: Vec<Value> = list(&env.dispute(&id)["clocks"]);
    let running = all.iter().filter(|one| one["state"] == "running" && one["clock"] != "panel");
    assert_eq!(running.count(), 2, "{all:?}");
    // A correction of the first day changes nothing now; one of the second moves the papers: back from the 20th.
    let log = env.sh(&format!("log {id} --json")).json();
    let second = list(&log).iter().rfind(|one| one["event"] == "meeting-arranged").unwrap()["n"].clone();
    env.sh(&format!("correct {id} --event {second} --set day=2026-03-20 --reason slip")).ok();
    assert_eq!(due(&env, &id, "papers"), "2026-03-17");
    env.sh(&format!("check {id}")).ok();
}

#[test]
fn a_meeting_held_meets_what_was_arranged() {
    let (env, id) = ours(STAGES, "");
    env.sh(&format!("meeting {id} --arranged-for 2026-03-19")).ok();
    env.sh(&format!("done {id} papers-sent")).ok();
    env.sh(&format!("done {id} stated")).ok();
    env.now("2026-03-19T16:00");
    env.sh(&format!("meeting {id} --held today --chair director")).ok();
    let clocks = env.dispute(&id)["clocks"].clone();
    let states = list(&clocks).into_iter().map(|one| (text(&one, "clock").to_owned(), text(&one, "state").to_owned()));
    let states: Vec<_> = states.collect();
    for clock in ["panel", "papers", "statement", "meeting-arranged"] {
        assert!(states.contains(&(clock.to_owned(), "met".to_owned())), "{states:?}");
    }
}

// Held on Wednesday 11 March, earlier than arranged: the papers were due on Friday the 6th.
#[test]
fn what_was_not_done_before_the_meeting_is_missed_and_still_owed() {
    let (env, id) = ours(STAGES, "");
    env.sh(&format!("meeting {id} --arranged-for 2026-03-19")).ok();
    let before = env.sh(&format!("show {id}")).ok().stdout;
    assert!(before.contains("before the meeting is held:"), "{before}");
    env.now("2026-03-11T16:00");
    env.sh(&format!("meeting {id} --held today --chair director --override 'not there'")).ok();
    assert_eq!(due(&env, &id, "papers"), "2026-03-06");
    let said = env.sh(&format!("show {id}")).ok().stdout;
    let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(!words.contains("before the meeting is held:"), "{said}");
    assert!(
        words.contains(
            "The papers are with the panel (missed: it was to be done before the meeting on Wed 11 March 2026)"
        ),
        "{said}"
    );
    let listed = env.sh("due --overdue --json").json();
    assert!(list(&listed).iter().any(|one| one["clock"] == "papers"), "{listed}");
}

#[test]
fn a_day_that_is_past_is_not_arranged_and_one_to_come_is_not_held() {
    let (env, id) = ours(STAGES, "");
    let past = env.sh(&format!("meeting {id} --arranged-for 2026-02-27")).code(3).stderr;
    assert!(past.contains("is past") && past.contains("--held WHEN"), "{past}");
    let ahead = env.sh(&format!("meeting {id} --held 2026-03-19 --chair director")).code(3).stderr;
    assert!(ahead.contains("--arranged-for WHEN"), "{ahead}");
    let late = env.sh(&format!("meeting {id} --arranged-for 2026-03-28")).ok().stderr;
    assert!(late.contains("Sat 28 March 2026 is not a working day"), "{late}");
    assert!(late.contains("is after `panel` is due, on Mon 23 March 2026"), "{late}");
}

// A meeting arranged within the time that its papers need.
#[test]
fn too_late_a_day_is_warned_of() {
    let (env, id) = ours(STAGES, "");
    let said = env.sh(&format!("meeting {id} --arranged-for 2026-03-04")).ok().stderr;
    assert!(
        said.contains("`papers` (Papers are with the panel) was due by Fri 27 February 2026 for that day"),
        "{said}"
    );
}

#[test]
fn a_rehearsal_arranges_it_for_the_last_day_or_the_one_given() {
    let (env, _) = ours(STAGES, "");
    let tried = env.sh("policy try ours --from 2026-03-02").ok().stdout;
    assert!(tried.contains("Wed 18 March 2026  Papers are with the panel"), "{tried}");
    assert!(tried.contains("3 working days before Mon 23 March 2026"), "{tried}");
    let given = env.sh("policy try ours --from 2026-03-02 --meeting 2026-03-19").ok().stdout;
    assert!(given.contains("Mon 16 March 2026  Papers are with the panel"), "{given}");
}

#[test]
fn the_rules_and_the_page_for_families_say_it_in_words() {
    let (env, _) = ours(STAGES, "");
    let rules = env.sh("policy show ours --rules").ok().stdout;
    assert!(rules.contains("3 working days before the meeting (a duty); until `papers-sent` is done"), "{rules}");
    let family = env.sh("policy show ours --family").ok().stdout;
    let words = family.replace(['│', '\n'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("at least 3 working days before the meeting"), "{family}");
}

#[test]
fn a_clock_counts_back_only_from_the_meeting_of_its_stage() {
    let (env, _) = ours(STAGES, "");
    let base =
        STAGES.replace("from: meeting, until: {duty: papers-sent}", "from: stage-entered, until: {duty: papers-sent}");
    let file = env.scratch("ours.yaml");
    let head = "format: 1\nid: ours\nversion: \"1\"\neffective_on: 2026-01-05\ntitle: Ours\ncovers: [looked-after]\nraisers: [iro]\n\
                roles: {iro: IRO, head-of-service: Head of Service, director: Director}\nstages:";
    std::fs::write(&file, format!("{head}{base}")).unwrap();
    let run = env.iro(&["policy", "check", file.to_str().unwrap()]).code(6);
    let said = format!("{}{}", run.stdout, run.stderr);
    assert!(said.contains("counts-back") && said.contains("write `from: meeting`"), "{said}");
}
