//! A chain of people, some of whom are asked only in some circumstances; and nested circumstances.

use serde_json::{Value, json};

use super::own_answers_awaited::ours;
use crate::env::{Env, find_clock, list, text};

const CHAIN: &str = r#"
  - {id: talk, title: Talk, kind: informal, any_of: [manager], source: "1"}
  - id: heads
    title: Heads
    kind: formal
    chain: [{role: duty-head, when: {immediate: true}}, head-of-service, {role: assistant, when: {impact_level: severe}}, director]
    source: "2"
    clocks: [{id: respond, label: Answer, limit: 3 working days, strength: hard, from: stage-entered, until: answered}]
  - {id: top, title: Top, kind: formal, any_of: [chief], source: "3"}
"#;

const ROLES: &str = "head-of-service: Head of Service, director: Director";
const MORE: &str = "head-of-service: Head of Service, director: Director, manager: Manager, duty-head: Duty Head, \
                    assistant: Assistant Director, chief: Chief Executive";

fn chain() -> Env {
    let env = ours("\n  - {id: talk, title: Talk, kind: informal, any_of: [director], source: \"1\"}", "").0;
    let file = env.data().join("policies/ours.yaml");
    let text = std::fs::read_to_string(&file).unwrap();
    let head = text.split("stages:").next().unwrap().replace(ROLES, MORE).replace("version: \"1\"", "version: \"2\"");
    std::fs::write(env.data().join("policies/chain.yaml"), format!("{head}stages:{CHAIN}")).unwrap();
    env
}

fn raised(env: &Env, more: &str) -> String {
    let line = format!("raise --policy ours@2 --child C-2 --concern c --override x {more} --json");
    text(&env.sh(&line).json(), "id").to_owned()
}

/// Who is asked, one after another, up to the last stage.
fn asked(env: &Env, id: &str) -> Vec<String> {
    let mut roles = Vec::new();
    loop {
        let view = env.sh(&format!("escalate {id} --because urgent --reason x --json")).json();
        if view["stage"] == "top" {
            return roles;
        }
        roles.push(text(&view["waiting_on"], "role").to_owned());
    }
}

#[test]
fn those_of_a_chain_are_asked_who_are_meant() {
    for (said, expected) in [
        ("", ["head-of-service", "director"].as_slice()),
        ("--impact-level severe", &["head-of-service", "assistant", "director"]),
        ("--immediate yes", &["duty-head", "head-of-service", "director"]),
        ("--immediate yes --impact-level severe", &["duty-head", "head-of-service", "assistant", "director"]),
    ] {
        let env = chain();
        let id = raised(&env, said);
        assert_eq!(asked(&env, &id), expected, "{said}");
        // The record names each of them, even when it is read again.
        let log = env.sh(&format!("log {id}")).ok().stdout;
        assert_eq!(log.contains("Assistant Director"), expected.contains(&"assistant"), "{said}: {log}");
        env.sh("check").code(0);
    }
}

// Each has three working days: from Tuesday 3 March to Friday the 6th, and from Monday the 9th to Thursday the 12th.
#[test]
fn each_who_is_asked_has_the_time_of_the_stage() {
    let env = chain();
    let id = raised(&env, "");
    env.now("2026-03-03T10:00");
    let view = env.sh(&format!("escalate {id} --because urgent --json")).json();
    assert_eq!(find_clock(&view, "respond", "heads")["due"], "2026-03-06");
    env.now("2026-03-09T10:00");
    let run = env.sh(&format!("escalate {id} --because no-response")).ok();
    assert!(run.stdout.contains("went on to Director"), "{}", run.stdout);
    let due: Vec<Value> =
        list(&env.dispute(&id)["clocks"]).into_iter().filter(|one| one["state"] == "running").collect();
    assert_eq!((due.len(), &due[0]["due"]), (1, &json!("2026-03-12")));
}

/// Leaving out somebody who is not asked anyway is not a bypass.
#[test]
fn only_those_who_are_asked_can_be_left_out() {
    for (said, code) in [("", 0), ("--impact-level severe", 3)] {
        let env = chain();
        let id = raised(&env, said);
        env.sh(&format!("escalate {id} --because urgent")).ok();
        env.sh(&format!("escalate {id} --because urgent --to director")).code(code);
    }
}

#[test]
fn a_chain_of_which_nobody_might_be_asked_is_refused() {
    let env = chain();
    let file = env.data().join("policies/chain.yaml");
    let text = std::fs::read_to_string(&file).unwrap();
    let only = text.replace(", head-of-service, {role: assistant", ", {role: assistant").replace("}, director]", "}]");
    std::fs::write(&file, only).unwrap();
    env.sh(&format!("policy check {}", file.display())).code(6).says("nobody might be asked");
}

/// A duty owed if the concern is severe and not about Health; `policy show` words it.
#[test]
fn circumstances_hold_others_to_any_depth() {
    let stages = r#"
  - id: only
    title: Only
    kind: formal
    any_of: [director]
    source: "1"
    duties:
      - {id: told, text: The board was told, when: {none: {any: [{subject: Health}, {none: {any: [{impact_level: severe}, {immediate: true}]}}]}}}
"#;
    for (said, owed) in [
        ("", false),
        ("--impact-level severe", true),
        ("--immediate yes", true),
        ("--impact-level severe --subject Health", false),
        ("--impact-level some --subject Police", false),
    ] {
        let (env, _) = ours(stages, "");
        let view = env.sh(&format!("raise --policy ours --child C-2 --concern c {said} --json")).json();
        let told = list(&view["duties"]).iter().any(|duty| duty["duty"] == "told");
        assert_eq!(told, owed, "{said}");
    }
    let (env, _) = ours(stages, "");
    let file = env.data().join("policies/ours.yaml");
    let text = std::fs::read_to_string(&file).unwrap().replace("{subject: Health}", "{subjct: Health}");
    std::fs::write(env.scratch("ours.yaml"), text).unwrap();
    env.sh(&format!("policy check {}", env.scratch("ours.yaml").display())).code(6).says("did you mean `subject`?");
}

const DIRECTORS: &str = r#"
  - id: directors
    title: Directors
    kind: formal
    chain: [head-of-service, director]
    source: "1"
    clocks: [{id: respond, label: Decide, limit: 5 working days, strength: hard, from: stage-entered, until: answered}]
"#;

// From Monday 2 March to Monday the 9th it is the Head of Service's, and from Tuesday the 10th to the 17th the Director's.
#[test]
fn each_person_of_a_chain_has_a_clock_of_their_own() {
    let (env, id) = ours(DIRECTORS, "");
    env.now("2026-03-10T10:00");
    env.escalate(&id, "no-response", &[]);
    let each = [("2026-03-09".to_owned(), json!(["head-of-service"])), ("2026-03-17".to_owned(), json!(["director"]))];
    let whose = || {
        let clocks = list(&env.dispute(&id)["clocks"]).into_iter().filter(|clock| clock["clock"] == "respond");
        let mut each: Vec<_> = clocks.map(|one| (text(&one, "due").to_owned(), one["for"]["roles"].clone())).collect();
        each.sort_by_key(|(due, _)| due.clone());
        each
    };
    assert_eq!(whose(), each);
    env.sh(&format!("resolve {id} --outcome o --override x")).ok();
    assert_eq!(whose(), each);
}

const TOLD: &str = r#"
  - id: heads
    title: Heads
    kind: formal
    chain: [head-of-service, director]
    source: "1"
    duties:
      - {id: told, text: The board knows that nothing came, from: {lapsed: respond}}
      - {id: noted, text: The answer is noted, from: answered}
    clocks:
      - {id: respond, label: Answer, limit: 2 working days, strength: hard, from: stage-entered, until: answered}
      - {id: told, label: Tell the board, limit: 1 working day, strength: hard, whose: raiser, from: {lapsed: respond}, until: {duty: told}}
      - {id: noted, label: Note the answer, limit: 1 working day, strength: hard, whose: raiser, from: answered, until: {duty: noted}}
  - {id: top, title: Top, kind: formal, any_of: [director], source: "2"}
"#;

/// Each date of a clock, with its state and whether it is late.
fn dates(view: &Value, clock: &str) -> Vec<(String, String, bool)> {
    let dates = list(&view["clocks"]).into_iter().filter(|one| one["clock"] == clock);
    let dates = dates.map(|one| (text(&one, "due").to_owned(), text(&one, "state").to_owned(), one["late"] == true));
    dates.collect()
}

fn date(due: &str, state: &str, late: bool) -> (String, String, bool) {
    (due.to_owned(), state.to_owned(), late)
}

fn owed(view: &Value, key: &str) -> Vec<String> {
    let owed = list(&view[key]).into_iter().filter(|one| one["state"] == "outstanding");
    owed.map(|one| text(&one, "duty").to_owned()).collect()
}

// The answer was due on Wednesday 4 March; the board has to be told by Thursday the 5th, whoever is asked by then.
#[test]
fn what_one_person_of_a_chain_left_undone_stays_owed_while_the_next_is_asked() {
    let (env, id) = ours(TOLD, "");
    env.now("2026-03-06T10:00");
    let view = env.sh(&format!("escalate {id} --because no-response --json")).json();
    assert_eq!(view["waiting_on"]["role"], "director");
    assert_eq!(owed(&view, "duties"), ["told"]);
    assert_eq!(dates(&view, "told"), [date("2026-03-05", "running", true)]);
    // The next person's answer doesn't count for the first; it is to be noted by Tuesday the 10th.
    env.now("2026-03-09T10:00");
    let view = env.respond(&id, &["--role", "director"]);
    assert_eq!(owed(&view, "duties"), ["told", "noted"]);
    assert_eq!(dates(&view, "noted"), [date("2026-03-10", "running", false)]);
    let up = env.fork();
    let view = up.sh(&format!("escalate {id} --because unsatisfactory --json")).json();
    assert_eq!(owed(&view, "left_over"), ["told", "noted"]);
    assert_eq!(dates(&view, "told"), [date("2026-03-05", "running", true)]);
    let view = env.sh(&format!("done {id} told --json")).json();
    assert_eq!(dates(&view, "told"), [date("2026-03-05", "met", true)]);
    env.sh("check").code(0);
}

// The director's answer is due on Tuesday 10 March. If that doesn't come either, the first date is still the one
// missed.
#[test]
fn a_second_lapse_in_a_chain_does_not_put_the_first_date_off() {
    let (env, id) = ours(TOLD, "");
    env.now("2026-03-06T10:00");
    env.sh(&format!("escalate {id} --because no-response")).ok();
    env.now("2026-03-12T10:00");
    let view = env.dispute(&id);
    assert_eq!(dates(&view, "told"), [date("2026-03-05", "running", true)]);
    assert_eq!(view["due"], "2026-03-05");
    let view = env.sh(&format!("done {id} told --json")).json();
    assert_eq!(dates(&view, "told"), [date("2026-03-05", "met", true)]);
    env.sh("check").code(0);
}

// Answered on Tuesday 3 March, to be noted by the 4th; the next is asked on the 5th and has not answered.
#[test]
fn an_answer_of_a_chain_is_still_to_be_noted_while_the_next_is_asked() {
    let (env, id) = ours(TOLD, "");
    env.now("2026-03-03T10:00");
    env.respond(&id, &["--role", "head-of-service"]);
    env.now("2026-03-05T10:00");
    let view = env.sh(&format!("escalate {id} --because unsatisfactory --json")).json();
    assert_eq!(owed(&view, "duties"), ["noted"]);
    assert_eq!(dates(&view, "noted"), [date("2026-03-04", "running", true)]);
}

#[test]
fn what_is_asked_before_a_stage_is_asked_once_for_its_whole_chain() {
    let duty = "duties: [{id: agreed, text: The lead agrees, before: escalate heads, source: x}, {id: told, text: All are told, before: escalate, enforce: warn, source: x}]\n";
    let env = chain();
    let file = env.data().join("policies/chain.yaml");
    let policy = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{policy}{duty}")).unwrap();
    let id = raised(&env, "");
    env.sh(&format!("escalate {id} --because urgent")).code(3).says("The lead agrees");
    let run = env.sh(&format!("escalate {id} --because urgent --confirm agreed")).ok().says("All are told");
    assert!(!run.stdout.contains("The lead agrees"), "{}", run.stdout);
    let run = env.sh(&format!("escalate {id} --because urgent")).ok().says("All are told");
    // Of the four, two are asked where it is neither immediate nor severe.
    assert!(run.stdout.contains("went on to Director, 2 of 2"), "{}", run.stdout);
}
