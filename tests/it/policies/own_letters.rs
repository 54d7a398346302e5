//! Letters under a protocol in which partner agencies raise disputes too, and about adults; what families are told of
//! whom to ask, and of what may be done.

use crate::env::{Env, text};

const OURS: &str = r#"
format: 1
id: ours
version: "1"
effective_on: 2026-01-05
title: Ours
document: {title: Ours, undated: true}
covers: [child-protection, adult]
raisers: [chair, lead]
roles: {chair: Conference Chair, lead: Safeguarding Lead, manager: Manager, scrutineer: Scrutineer, clerk: Business Manager}
stages:
  - id: one
    title: One
    kind: formal
    any_of: [manager]
    source: "1"
    clocks: [{id: decide, label: Decide, limit: 5 working days, strength: hard, from: stage-entered, until: decided}]
    duties:
      - {id: report-asked, text: A report was asked for, by: manager, before: decide, enforce: remind}
      - {id: told, text: The parents were told}
  - id: panel
    title: Panel
    kind: formal
    any_of: [scrutineer]
    source: "2"
    meeting: {title: Review Panel, needed: required, chair: scrutineer}
    clocks:
      - {id: meeting, label: Convene the panel, limit: 15 working days, strength: hard, whose: clerk, from: stage-entered, until: meeting}
      - {id: decide, label: Send the decision, limit: 24 hours, strength: hard, from: meeting, until: decided, source: "2.4"}
"#;

fn ours(raised: &str) -> (Env, String) {
    let env = Env::new();
    env.add_policy("ours", OURS);
    env.now("2026-03-02T10:00");
    let raised = env.sh(&format!("raise --policy ours --child C-1 --concern c --override x --json {raised}")).json();
    let id = text(&raised, "id").to_owned();
    (env, id)
}

fn letter(raised: &str, more: &str) -> String {
    let (env, id) = ours(raised);
    env.sh(&format!("form {id} --letter {more}")).ok().stdout
}

#[test]
fn an_agency_s_lead_is_not_your_reviewing_officer() {
    let chair = letter("--by-role chair --case-type child-protection", "");
    assert!(chair.contains("I am your Conference Chair. Part of my work is to look at the plan for you"), "{chair}");
    for (age, said) in [
        (
            "",
            "I am the Safeguarding Lead. When I think that something in the plan for you is not right, I can speak up.",
        ),
        (
            "--age 9",
            "I am the Safeguarding Lead. When something in the plan for you is not right, I can tell the grown-ups who made it.",
        ),
    ] {
        let lead = letter("--by-role lead --case-type child-protection", age);
        assert!(lead.contains(said) && !lead.contains("I am your"), "{lead}");
    }
}

#[test]
fn an_adult_is_written_to_as_well() {
    let adult = letter("--by-role chair --case-type adult", "--age 10");
    assert!(adult.contains("I am your Conference Chair. Part of my work"), "{adult}");
    assert!(!adult.contains("grown-ups"), "{adult}");
}

#[test]
fn families_are_sent_to_the_chair_and_promised_nothing_that_may_be_left_undone() {
    let (env, _) = ours("");
    let page = env.sh("policy show ours --family").ok().stdout;
    let page = page.split(['│', ' ', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    assert!(page.contains("You can ask your Conference Chair to speak up for you"), "{page}");
    assert!(page.contains("The parents were told."), "{page}");
    assert!(!page.contains("A report was asked for"), "{page}");
}

// The panel's 15 working days from Monday 2 March 2026 end on Monday the 23rd.
#[test]
fn a_notice_goes_to_whoever_convenes_too_and_gives_the_rule_of_what_has_no_date_yet() {
    let (env, id) = ours("--stage panel --reason r");
    let notice = env.sh(&format!("notice {id}")).ok().stdout;
    for said in [
        "To: Scrutineer (no address), Business Manager (no address)",
        "- Scrutineer: your decision on the concern",
        "- Business Manager: Convene the panel, by Mon 23 March 2026",
        "Convened by: Business Manager",
        "Send the decision (24 hours): no date yet; it counts from the meeting, which has not been held yet",
        "Send the decision: 24 hours (2.4)",
    ] {
        assert!(notice.contains(said), "{said}: {notice}");
    }
    assert!(!notice.contains("No date has been set"), "{notice}");
}
