//! Small protocols, and what the checks against the guidance find in them.

use super::*;
use crate::domain::policy::audit::{Finding, audit};

/// A protocol in which they find nothing.
const SOUND: &str = r#"
format: 1
id: ours
version: "1"
effective_on: 2026-01-05
title: Ours
covers: [looked-after]
raisers: [iro]
roles: {iro: IRO, team-manager: Team Manager, head: Head, iro-manager: IRO Manager}
bypass: {free: true, source: b}
stages:
  - id: talk
    title: Talk
    kind: informal
    any_of: [team-manager]
    source: "1"
    clocks:
      - {id: resolve, label: Talk, limit: 5 working days, strength: aim, from: stage-entered, until: resolved}
  - id: formal-1
    title: One
    kind: formal
    any_of: [team-manager]
    source: "2"
    clocks:
      - {id: respond, label: Answer, limit: 10 working days, strength: hard, from: stage-entered, until: answered}
  - id: formal-2
    title: Two
    kind: formal
    any_of: [head]
    source: "3"
    clocks:
      - {id: respond, label: Answer, limit: 1 week, strength: hard, from: stage-entered, until: answered}
      - {id: act, label: Act, limit: 72 hours, strength: hard, from: answered, until: actions-done}
total: {limit: 20 working days, strength: hard, from: formal-entered, source: t}
duties:
  - {id: told, text: Told, stages: every, meets: [NA-22, NA-23], source: d}
  - {id: filed, text: Filed, stages: every, meets: [HB-02, HB-11], source: d}
referral: {when: any, source: r}
guidance:
  - {text: Money is no reason., meets: HB-10}
  - {text: Advice is there., at: refer, meets: HB-12}
"#;

fn found(text: &str) -> Vec<String> {
    let reading = crate::store::policy_file::read("ours.yaml", text);
    let policy = reading.policy.unwrap_or_else(|| panic!("{:?}", reading.faults));
    let line = |finding: &Finding| format!("{} {}: {}", finding.yardstick, finding.spot.0.join("/"), finding.message);
    audit(&policy, built_in()).iter().map(line).collect()
}

#[track_caller]
fn check(from: &str, to: &str, expected: &[&str]) {
    assert!(SOUND.contains(from), "{from}");
    assert_eq!(found(&SOUND.replacen(from, to, 1)), expected, "{to}");
}

#[test]
fn nothing_is_found_in_a_protocol_that_does_as_it_is_asked() {
    assert_eq!(found(SOUND), Vec::<String>::new());
}

#[test]
fn the_total() {
    let whole = "total: {limit: 20 working days, strength: hard, from: formal-entered, source: t}\n";
    check(whole, "", &["HB-06 stages/formal-1: no total is set; the formal stages may take 20 working days"]);
    check(
        "total: {limit: 20 working days",
        "total: {limit: 5 weeks",
        &["HB-06 total/limit: the total is 5 weeks, more than 20 working days"],
    );
    check(
        "strength: hard, from: formal-entered",
        "strength: aim, from: formal-entered",
        &["HB-06 total/strength: the total of 20 working days is an aim; \
           the protocol itself sets none that binds"],
    );
    check(
        "from: formal-entered, source: t",
        "from: formal-entered, extend: {kind: moves, at_most: 1 week, times: 2}, source: t",
        &["HB-06 total/extend: the total of 20 working days can be extended by 1 week, 2 times, past 20 working days"],
    );
    check(
        "limit: 10 working days",
        "limit: 3 weeks",
        &[
            "HB-06 stages/formal-1: the formal stages add up to 23 working days (`formal-1` 15, `formal-2` 8), more than 20",
        ],
    );
}

#[test]
fn the_referral() {
    check(
        "{when: any, source: r}",
        "{when: after-all, source: r}",
        &[
            "HB-07 referral/when: the referral is a last resort, after every stage; going sooner needs a reason",
            "HB-08 referral/when: the referral is a last resort, after every stage; going sooner needs a reason",
        ],
    );
    check(
        "referral: {when: any, source: r}\n",
        "",
        &[
            "HB-07 : nothing says that a referral is open at any point",
            "HB-08 : nothing says that a referral is open at the moment the dispute is started",
        ],
    );
}

#[test]
fn the_ladder() {
    check(
        "bypass: {free: true, source: b}\n",
        "",
        &["HB-05 bypass/free: nothing says that a stage may be left out, so a reason is needed"],
    );
    check(
        "kind: informal",
        "kind: pre-formal",
        &["HB-01 stages: there is no informal stage", "NA-16 stages: there is no informal stage"],
    );
    check(
        "    any_of: [head]\n",
        "    any_of: [head]\n    owner: iro-manager\n",
        &["HB-09 stages/formal-2/owner: led by somebody other than whoever raised it: `formal-2` by the IRO Manager"],
    );
    check(
        "duties:\n",
        "duties:\n  - {id: leave, text: Leave, before: refer, with: iro-manager, source: d}\n",
        &[
            "HB-09 duties/leave: before `refer` a talk with the IRO Manager is required (`leave`), which must not become a veto",
        ],
    );
}

#[test]
fn what_nothing_claims_to_meet() {
    check(
        "stages: every, meets: [HB-02, HB-11]",
        "stages: formal, meets: [HB-02, HB-11]",
        &[
            "HB-02 stages/talk: nothing says that the informal attempt is recorded on the child's file at `talk`; \
             a duty or guidance that does says `meets: HB-02`",
            "HB-11 stages/talk: nothing says that what is done is recorded on the child's file at `talk`; \
             a duty or guidance that does says `meets: HB-11`",
        ],
    );
    check(
        "meets: HB-10",
        "meets: HB-12",
        &["HB-10 : nothing says that a shortage of money or staff, or another agency, does not end the matter; \
           `obstacles` is for the clause that does"],
    );
}

#[test]
fn the_file_is_read_in_full() {
    let listed = include_str!("../../../policies/yardsticks.yaml")
        .lines()
        .filter(|line| line.trim_start().starts_with("- id: "))
        .count();
    assert_eq!(built_in().len(), listed);
    assert!(listed > 0);
}

#[test]
fn a_spot_has_a_line_as_far_as_the_file_goes() {
    let text = "\u{feff}id: x\r\nstages:\r\n  - id: a\r\n    owner: b\r\nreferral: {when: any}\r\n";
    let cases = [
        (&["stages", "a", "owner"][..], (4, 5)),
        (&["stages", "a", "none"], (3, 5)),
        (&["stages", "none"], (2, 1)),
        (&["referral", "when"], (5, 12)),
        (&[], (1, 1)),
    ];
    for (spot, expected) in cases {
        let place = locate(text, &PolicyPath(spot.iter().map(ToString::to_string).collect()));
        assert_eq!((place.line, place.column), expected, "{spot:?}");
    }
}
