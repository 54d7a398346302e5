//! At a terminal, `raise` asks for the facts that decide where a dispute begins and who answers, and for nothing else.

use std::fs;

use crate::env::{Env, text};
use crate::terminal::{DOWN, ENTER, Terminal};

const POLICY: &str = r#"
format: 1
id: rungs
version: "1"
effective_on: "2026-01-05"
title: Rungs
document: {title: Rungs, undated: true}
covers: [looked-after, care-leaver]
raisers: [iro, lead]
roles: {iro: IRO, lead: Safeguarding Lead, manager: Team Manager, head: Head of Service, adviser: Personal Adviser}
fields: [{id: setting, text: Where does the child live?, values: [home, school], source: "1"}]
categories: [{id: unsafe, text: Not safe, source: "1"}, {id: drift, text: Drift, source: "1"}]
entry:
  rules:
    - {when: {category: unsafe}, stage: rung-3, source: "2"}
    - {when: {category: drift, decided_by: head}, stage: rung-3, source: "2"}
    - {when: {raised_by: lead}, stage: rung-2, source: "2"}
    - {when: {field: {setting: school}}, stage: rung-2, source: "2"}
    - {when: {}, stage: rung-1, source: "2"}
stages:
  - {id: rung-1, title: Rung 1, kind: formal, any_of: [manager], source: "3", clocks: [{id: respond, label: Answer, limit: 5 working days, strength: hard, from: stage-entered, until: answered}]}
  - {id: rung-2, title: Rung 2, kind: formal, all_of: [head, {role: adviser, when: {case_type: care-leaver}}], source: "4", clocks: [{id: respond, label: Answer, limit: 5 working days, strength: hard, from: stage-entered, until: answered}]}
  - {id: rung-3, title: Rung 3, kind: formal, any_of: [head], source: "5", clocks: [{id: decide, label: Decide, limit: 5 working days, strength: hard, from: stage-entered, until: decided}]}
"#;

fn raise(env: &Env, more: &[&str]) -> Terminal {
    fs::create_dir_all(env.data().join("policies")).expect("a folder");
    fs::write(env.data().join("policies/rungs.yaml"), POLICY).expect("a policy");
    let mut command = env.command();
    command.args(["raise", "--policy", "rungs", "--child", "C-1042"]).args(more);
    Terminal::start(command)
}

#[test]
fn the_role_the_kind_of_case_and_a_field_are_asked_for_where_the_start_rests_on_them() {
    let env = Env::new();
    let mut person = raise(&env, &[]);
    for (question, keys) in [
        ("What is wrong", &["No school place", ENTER][..]),
        ("What kind of concern", &["Drift", ENTER]),
        ("Whose decision is in dispute", &["Team", ENTER]),
        ("In which role do you do this", &["Safe", ENTER]),
        ("Where does the child live", &["school", ENTER]),
        ("What kind of case is it", &["care", ENTER]),
        ("Write this into the record?", &[ENTER]),
    ] {
        person.answer(question, keys);
    }
    assert_eq!(person.end().0, 0);
    let view = env.dispute("2026-0001");
    assert_eq!((text(&view, "stage"), text(&view, "by_role")), ("rung-2", "lead"));
    assert_eq!(view["waiting_on"]["role"], "head");
    assert_eq!((text(&view, "case_type"), &view["fields"]["setting"]), ("care-leaver", &"school".into()));
}

/// Nothing is asked for a rule that can't hold any more, or that a flag has answered.
#[test]
fn nothing_is_asked_for_that_decides_nothing() {
    let env = Env::new();
    let mut person = raise(&env, &["--by-role", "iro", "--case-type", "looked-after", "--field", "setting=home"]);
    for (question, keys) in [
        ("What is wrong", &["Not safe at home", ENTER][..]),
        ("What kind of concern", &[DOWN, ENTER]),
        ("Write this into the record?", &[ENTER]),
    ] {
        person.answer(question, keys);
    }
    let (code, screen) = person.end();
    assert_eq!(code, 0, "{screen}");
    assert!(!screen.contains("Whose decision"), "{screen}");
    assert_eq!(text(&env.dispute("2026-0001"), "stage"), "rung-3");
}
