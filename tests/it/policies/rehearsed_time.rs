//! How `iro policy try` explains more time, and what it lists only once.

use std::fs;

use crate::env::Env;

const POLICY: &str = r#"
format: 1
id: ours
version: "1"
effective_on: "2026-01-01"
title: Ours
authority: Sperrin Health and Social Care Trust
document: {title: Ours, undated: true}
covers: [looked-after]
raisers: [officer]
roles: {officer: Reviewing Officer, head: Head of Service, director: Director}
calendar: {division: northern-ireland}
stages:
  - id: one
    title: One
    kind: formal
    any_of: [head]
    source: "1"
    meeting: {title: Meeting, needed: required, from: {lapsed: respond}, source: "1"}
    clocks:
      - {id: respond, label: Answer, limit: 7 working days, strength: hard, from: stage-entered, until: answered, extend: {kind: moves, at_most: 4 working days, times: 1, source: "1"}}
      - {id: meeting, label: Meet, limit: 2 working days, strength: hard, whose: director, from: {lapsed: respond}, until: meeting}
  - id: two
    title: Two
    kind: formal
    any_of: [director]
    source: "2"
    clocks: [{id: decide, label: Decide, limit: 10 working days, strength: hard, from: stage-entered, until: decided}]
duties: [{id: told, text: The child was told, stages: every, while_open: true, source: "3"}]
clocks:
  - {id: word, label: Tell the child, limit: 2 weeks, strength: hard, whose: raiser, from: raised, until: {duty: told}, repeats: due, source: "3"}
"#;

fn tried(more: &str) -> String {
    let env = Env::new();
    fs::write(env.scratch("ours.yaml"), POLICY).expect("a policy");
    env.sh(&format!("policy try ours.yaml {more}")).ok().stdout.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// 7 working days from Friday 3 July end on Wednesday 15 July, past the holiday of the 13th; 4 more on the 21st.
#[test]
fn more_time_is_counted_out_from_the_date_before() {
    let text = tried("--from 2026-07-03 --extend '4 working days'");
    let whole = "Tue 21 July 2026 Answer: Head of Service, not done 7 working days from Fri 3 July 2026; 4 weekend days not \
                 counted; Battle of the Boyne (Orangemen's Day) (substitute day) (Mon 13 July) not counted; and 4 working days more from \
                 Wed 15 July 2026; 2 weekend days not counted [1]";
    let plain = |text: &str| text.replace(['\u{2019}', '\''], "");
    assert!(plain(&text).contains(&plain(whole)), "{text}");
    let text = tried("--from 2026-07-03 --extend '4 working days' --explain");
    assert!(text.contains("Tue 21 July 2026: working day 4"), "{text}");
}

/// The recurring date of 17 July falls on the date of the meeting.
#[test]
fn a_regular_date_beside_another_is_listed_once() {
    for start in ["2026-07-03", "2026-03-02"] {
        let text = tried(&format!("--from {start}"));
        let days: Vec<&str> =
            text.match_indices("Tell the child: ").map(|(at, _)| &text[at.saturating_sub(14)..at]).collect();
        let mut once = days.clone();
        once.dedup();
        assert_eq!(days, once, "{text}");
    }
}

#[test]
fn families_read_of_the_authority_by_its_name_where_it_is_no_council() {
    let env = Env::new();
    fs::write(env.scratch("ours.yaml"), POLICY).expect("a policy");
    let page = |text: &str| {
        fs::write(env.scratch("ours.yaml"), text).expect("a policy");
        env.sh("policy show ours.yaml --family").ok().stdout.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert!(page(POLICY).contains("telling Sperrin Health and Social Care Trust that you are unhappy"));
    let unnamed = POLICY.replace("authority: Sperrin Health and Social Care Trust\n", "");
    assert!(page(&unnamed).contains("telling the authority that you are unhappy"));
    let council = POLICY.replace("Sperrin Health and Social Care Trust", "Millbrook Council");
    assert!(page(&council.replace("northern-ireland", "scotland")).contains("telling the council that you"));
}

/// An invalid division is one fault; it must not also cause a fault about the referral.
#[test]
fn a_misread_division_brings_no_other_fault() {
    let env = Env::new();
    let text = POLICY.replace("northern-ireland", "Northern Ireland")
        + "referral: {to: the Commissioner, when: any, source: \"8\"}\n";
    fs::write(env.scratch("ours.yaml"), text).expect("a policy");
    let view = env.sh("policy check ours.yaml --json").code(6).document();
    assert_eq!(view["faults"].as_array().map(Vec::len), Some(1), "{view}");
}
