//! Every fact that a policy can ask for, before each step that it can be asked for: missing, given by flag, given at a
//! prompt, and already on record. The cases are the rows of the table in the manual, which is compared with the
//! program's own list.

use std::fs;

use serde_json::Value;

use crate::documents::root;
use crate::env::{Env, list, rules, text};
use crate::terminal::{DOWN, ENTER, Terminal};

/// An invented protocol with every kind of rule. The tests append the facts that it asks for.
const POLICY: &str = r#"format: 1
id: asks
version: "1"
effective_on: 2026-01-05
title: A protocol that asks
covers: [looked-after]
raisers: [iro]
roles: {iro: IRO, team-manager: Team Manager, head: Head of Service}
categories: [{id: delay, text: Delay, source: "1"}]
fields: [{id: medium, text: How it was said, values: [phone, letter], source: "1"}]
bypass: {free: true, source: "1"}
referral: {when: any, covers: [looked-after], grounds: [{id: unresolved, text: Not resolved}], source: "5"}
stages:
  - id: first
    title: First
    kind: formal
    any_of: [team-manager]
    source: "2"
    clocks:
      - id: respond
        label: Answer
        limit: {agreed: {fallback: 5 working days}}
        strength: agreed
        from: stage-entered
        until: answered
        extend: {kind: moves, source: "2"}
  - {id: second, title: Second, kind: formal, any_of: [head], source: "3", clocks: []}
asks:
"#;

/// Each fact: a value for its flag, how its question begins, the keys that answer it, and its `--set` in a correction.
const SAID: [(&str, &str, &str, &[&str], &str); 34] = [
    (
        "actions",
        "Book it | Sam Lee | 2026-03-20",
        "What action was promised",
        &["Book it | Sam Lee | 2026-03-20", ENTER],
        "",
    ),
    ("agreed-with", "Sam Lee", "With whom was it agreed", &["Sam Lee", ENTER], ""),
    ("arose-on", "2026-02-20", "When did it arise", &[DOWN, ENTER], "arose_on=2026-02-20"),
    (
        "assign",
        "head=Pat Green",
        "Who holds which role in this case",
        &["head=Pat Green", ENTER],
        "assigned=head=Pat Green",
    ),
    ("aware-on", "2026-02-27", "When did you first learn of the problem", &[DOWN, ENTER], "aware_on=2026-02-27"),
    ("barrier", "staffing", "Which obstacle do they name", &[DOWN, ENTER], ""),
    ("by-role", "iro", "In which role do you do this", &[DOWN, ENTER], "by_role=iro"),
    ("case-type", "looked-after", "What kind of case is it", &[DOWN, ENTER], "case_type=looked-after"),
    ("category", "delay", "What kind of concern is it", &[DOWN, ENTER], "categories=delay"),
    ("concern", "No visit", "What is wrong", &["No visit", ENTER], "concern=No visit"),
    ("curtail", "She moves on Friday", "Why are the remaining stages cut short", &["She moves on Friday", ENTER], ""),
    ("decided-by", "head", "Whose decision is in dispute", &[DOWN, ENTER], "decided_by=head"),
    ("ground", "unresolved", "On which ground", &[ENTER], ""),
    ("household", "FC-12", "What is the household's reference", &["FC-12", ENTER], "household=FC-12"),
    ("immediate", "no", "Is it serious enough for immediate action", &[DOWN, ENTER], "immediate=no"),
    ("impact", "She worries", "What effect is it having on the child", &["She worries", ENTER], "impact=She worries"),
    ("impact-level", "severe", "How serious is the impact on the child", &[DOWN, ENTER], "impact_level=severe"),
    ("impact-on-child", "She will know", "What does it mean for the child", &["She will know", ENTER], ""),
    ("iro", "Jo Bloggs", "Who is the child's IRO", &["Jo Bloggs", ENTER], "iro=Jo Bloggs"),
    ("legal-status", "s.20", "What is the child's legal status", &["s.20", ENTER], "legal_status=s.20"),
    ("measure", "A visit is made", "How is each action measured", &["A visit is made", ENTER], ""),
    (
        "needed-by",
        "2026-04-01",
        "By when does the child need it settled",
        &["2026-04-01", ENTER],
        "needed_by=2026-04-01",
    ),
    (
        "next-review",
        "2026-05-12",
        "When is the next review, which it leads up to",
        &["2026-05-12", ENTER],
        "next_review=2026-05-12",
    ),
    ("outcome", "A plan", "What came of it", &["A plan", ENTER], ""),
    ("phoned", "2026-03-02", "When was it phoned", &[DOWN, ENTER], ""),
    ("reason", "Nothing moves", "Why", &["Nothing moves", ENTER], ""),
    ("respond-by", "2026-03-13", "By when is an answer agreed", &["2026-03-13", ENTER], ""),
    ("result", "resolved", "How did it end", &[DOWN, ENTER], ""),
    (
        "review-date",
        "2026-02-10",
        "Which review does it come from, or lead up to",
        &["2026-02-10", ENTER],
        "review_date=2026-02-10",
    ),
    ("role", "head", "Whose role is it", &[DOWN, ENTER], ""),
    ("seeking", "A visit", "What are you asking for", &["A visit", ENTER], "seeking=A visit"),
    (
        "subject",
        "The school",
        "Which agency, service, home or team is it about",
        &["The school", ENTER],
        "subject=The school",
    ),
    ("team", "North", "Which team is it", &["North", ENTER], "team=North"),
    ("text", "We will", "What is to be recorded", &["We will", ENTER], ""),
];

/// Each step with a command that takes it, and the facts that are never missing: they have a default, or the command
/// itself requires them.
const STEPS: [(&str, &str, &[&str]); 12] = [
    ("raise", "raise --policy asks --child C-9 --concern 'No visit'", &["concern", "by-role", "case-type", "iro"]),
    ("respond", "respond 1 --text 'We will'", &["text", "role"]),
    ("agree", "agree 1", &[]),
    ("resolve", "resolve 1 --outcome 'A plan'", &["outcome", "text"]),
    ("escalate", "escalate 1 --because urgent", &[]),
    ("meeting", "meeting 1 --held today --chair head", &[]),
    ("extend", "extend 1 --by '2 working days' --reason 'Nothing moves'", &["reason"]),
    ("refer", "refer 1 --ground unresolved --reason 'Nothing moves'", &["ground", "reason"]),
    (
        "curtail",
        "refer 1 --ground unresolved --curtail 'She moves on Friday' --reason 'Nothing moves'",
        &["curtail", "reason"],
    ),
    ("complaint", "complaint 1 --reason 'Nothing moves'", &["reason"]),
    ("praise", "praise --policy asks --child C-9 --for 'Sam Lee' --text 'We will'", &["text", "by-role", "iro"]),
    ("reopen", "reopen 1 --reason 'Nothing moves'", &["reason"]),
];

/// Facts that add to another fact, and are missing only once that one is given.
const OF_ANOTHER: [(&str, &str); 1] = [("measure", "actions")];

struct Said {
    flag: &'static str,
    question: &'static str,
    keys: &'static [&'static str],
    correction: &'static str,
}

fn said(fact: &str) -> Said {
    let (_, flag, question, keys, correction) = SAID.into_iter().find(|(name, ..)| *name == fact).expect(fact);
    Said { flag, question, keys, correction }
}

fn step(verb: &str) -> (&'static str, &'static [&'static str]) {
    let (_, command, there) = STEPS.iter().find(|(name, ..)| *name == verb).expect(verb);
    (command, there)
}

/// A row of the manual's table: a fact, its flag, the steps it is given with, and those it may be on record for.
struct Row {
    fact: String,
    given_with: Vec<String>,
    on_record: Vec<String>,
}

fn table() -> Vec<Row> {
    let manual = fs::read_to_string(root().join("policies/README.md")).unwrap();
    let rows = manual.lines().skip_while(|line| !line.starts_with("| what can be asked for"));
    let rows = rows.skip(2).take_while(|line| line.starts_with('|'));
    let words =
        |cell: &str| cell.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect();
    let rows: Vec<Row> = rows
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            Row { fact: cells[0].trim_matches('`').to_owned(), given_with: words(cells[1]), on_record: words(cells[2]) }
        })
        .collect();
    assert!(rows.len() >= SAID.len(), "the manual lists {} facts", rows.len());
    rows
}

/// What the table says for a fact about the dispute itself.
const ANY_LATER_STEP: [&str; 1] = ["any later step"];

/// A store whose policy asks for these facts before a step.
fn asking(verb: &str, facts: &[&str]) -> Env {
    let env = Env::new();
    fs::create_dir_all(env.data().join("policies")).unwrap();
    let asks = facts.iter().map(|fact| format!("  - {{ask: {fact}, before: {verb}, source: \"9\"}}\n"));
    fs::write(env.data().join("policies/asks.yaml"), format!("{POLICY}{}", asks.collect::<String>())).unwrap();
    env
}

/// A dispute that the step can be taken on, with these flags when it was raised.
fn prepared(verb: &str, facts: &[&str], raised_with: &str) -> Env {
    let env = asking(verb, facts);
    if !["raise", "praise"].contains(&verb) {
        env.sh(&format!("raise --policy asks --child C-1 --concern 'No visit' {raised_with}")).ok();
    }
    if verb == "reopen" {
        env.sh("resolve 1 --outcome 'A plan'").ok();
    }
    env
}

fn flag(fact: &str) -> &str {
    if fact == "actions" { "action" } else { fact }
}

fn left(error: &Value) -> Vec<String> {
    let mut rules = rules(error);
    rules.sort();
    rules
}

#[test]
fn each_is_missing_until_its_flag_gives_it() {
    let table = table();
    for (verb, command, there) in STEPS {
        let facts: Vec<&str> = table
            .iter()
            .filter(|row| row.given_with.iter().any(|one| one == verb))
            .map(|row| row.fact.as_str())
            .collect();
        let more = OF_ANOTHER.iter().filter(|(one, _)| facts.contains(one));
        let of_another = |fact: &str| OF_ANOTHER.iter().any(|(one, _)| *one == fact);
        let mut missing: Vec<&str> =
            facts.iter().copied().filter(|fact| !there.contains(fact) && !of_another(fact)).collect();
        missing.sort_unstable();
        assert!(there.iter().all(|fact| facts.contains(fact)), "{verb}: {facts:?}");
        let env = prepared(verb, &facts, "");
        if missing.is_empty() {
            env.sh(command).ok();
            continue;
        }
        let error = env.sh(&format!("{command} --json --dry-run")).refused();
        assert_eq!(left(&error), missing, "{verb}");
        let mut all = command.to_owned();
        for fact in &missing {
            let hint = format!("`--{}", flag(fact));
            assert!(text(&error, "hint").contains(&hint), "{verb}: {error}");
            let given = format!(" --{} '{}'", flag(fact), said(fact).flag);
            let mut others: Vec<&str> = missing.iter().copied().filter(|one| one != fact).collect();
            others.extend(more.clone().filter(|(_, of)| of == fact).map(|(one, _)| *one));
            others.sort_unstable();
            let run = env.sh(&format!("{command}{given} --json --dry-run"));
            match others.is_empty() {
                true => drop(run.ok()),
                false => assert_eq!(left(&run.refused()), others, "{verb} with {given}"),
            }
            all.push_str(&given);
        }
        more.for_each(|(one, _)| all.push_str(&format!(" --{one} '{}'", said(one).flag)));
        env.sh(&all).ok();
    }
}

#[test]
fn each_is_asked_for_at_a_terminal_in_words_that_ask() {
    let table = table();
    for (verb, command, there) in STEPS {
        let facts: Vec<&str> = table
            .iter()
            .filter(|row| row.given_with.iter().any(|one| one == verb))
            .map(|row| row.fact.as_str())
            .collect();
        let missing: Vec<&str> = facts.iter().copied().filter(|fact| !there.contains(fact)).collect();
        if missing.is_empty() {
            continue;
        }
        let env = prepared(verb, &facts, "");
        let mut person = Terminal::start(typed(&env, command));
        if verb == "agree" {
            person.answer("Accept the plan anyway?", &["y", ENTER]);
        }
        for fact in &missing {
            person.answer("What now?", &[DOWN, ENTER]);
            let Said { question, keys, .. } = said(fact);
            person.answer(question, keys);
            // A fact with several values asks for another one.
            if ["category", "actions"].contains(fact) {
                person.answer("And another?", &[ENTER]);
            }
        }
        person.answer(if verb == "praise" { "record?" } else { "Write this into the record?" }, &[ENTER]);
        let (code, screen) = person.end();
        assert_eq!(code, 0, "{verb}: {screen}");
    }
}

fn typed(env: &Env, command: &str) -> std::process::Command {
    let mut program = env.command();
    for (n, part) in command.split('\'').enumerate() {
        match n % 2 {
            1 => drop(program.arg(part)),
            _ => drop(program.args(part.split_whitespace())),
        }
    }
    program
}

#[test]
fn what_is_on_record_is_not_asked_for_again_and_a_correction_puts_it_there() {
    let table = table();
    let kept: Vec<&str> =
        table.iter().filter(|row| row.on_record == ANY_LATER_STEP).map(|row| row.fact.as_str()).collect();
    assert!(kept.contains(&"team") && !kept.contains(&"reason"), "{kept:?}");
    let defaults = step("raise").1;
    let flags: Vec<String> = kept
        .iter()
        .filter(|fact| **fact != "concern")
        .map(|fact| format!("--{} '{}'", flag(fact), said(fact).flag))
        .collect();
    for (verb, command, _) in STEPS.iter().filter(|(verb, ..)| !["raise", "praise"].contains(verb)) {
        let mut asked = kept.clone();
        asked.push("medium");
        prepared(verb, &asked, &format!("{} --field medium=phone", flags.join(" "))).sh(command).ok();
        let env = prepared(verb, &kept, "");
        let error = env.sh(&format!("{command} --json")).refused();
        let mut missing: Vec<&str> = kept.iter().copied().filter(|fact| !defaults.contains(fact)).collect();
        missing.sort_unstable();
        assert_eq!(left(&error), missing, "{verb}");
        let mut correction = "correct 1 --event 1 --reason 'Left out'".to_owned();
        for fact in missing {
            let set = said(fact).correction;
            let (name, _) = set.split_once('=').unwrap();
            // Several values stand between quotes, for a shell.
            let hint = text(&error, "hint").replace("--set '", "--set ");
            assert!(hint.contains(&format!("--set {name}=")), "{verb}: {error}");
            correction.push_str(&format!(" --set '{set}'"));
        }
        env.sh(&correction).ok();
        env.sh(command).ok();
    }
}

#[test]
fn a_field_is_given_with_the_step_or_put_on_record() {
    for (verb, command, _) in STEPS {
        let env = prepared(verb, &["medium"], "");
        let error = env.sh(&format!("{command} --json")).refused();
        assert_eq!(rules(&error), ["medium"]);
        match text(&error, "hint").contains("`--field medium=VALUE` (`phone` or `letter`)") {
            true => drop(env.sh(&format!("{command} --field medium=phone")).ok()),
            false => {
                assert!(["extend", "meeting", "complaint", "reopen"].contains(&verb), "{verb}: {error}");
                env.sh("correct 1 --event 1 --set fields=medium=phone --reason 'Left out'").ok();
                env.sh(command).ok();
            }
        }
    }
}

#[test]
fn a_plan_is_agreed_with_actions_only_where_the_protocol_asks_for_them() {
    let env = prepared("agree", &["actions"], "");
    let error = env.sh("agree 1 --json").refused();
    assert!(text(&error, "hint").contains("iro action add 2026-0001 --what TEXT"), "{error}");
    env.sh("action add 1 --what 'Book it' --owner 'Sam Lee' --due 2026-03-20").ok();
    env.sh("agree 1").ok();
}

#[test]
fn a_legal_status_that_was_given_is_not_asked_for_again() {
    let env = asking("raise", &["legal-status"]);
    let mut command = env.command();
    command.args(["raise", "--policy", "asks", "--legal-status", "s.31", "--child", "C-1"]);
    let mut person = Terminal::start(command);
    person.answer("What is wrong?", &["No visit", ENTER]);
    person.answer("What kind of concern", &[ENTER]);
    person.answer("Write this into the record?", &[ENTER]);
    let (code, screen) = person.end();
    assert!(code == 0 && !screen.contains("legal status?"), "{screen}");
    assert_eq!(text(&env.dispute("1"), "legal_status"), "s.31");
}

#[test]
fn what_no_step_could_be_given_is_refused_where_it_stands_in_the_file() {
    let cases = [
        ("barrier", "raise", "`barrier` can't be asked for before `raise`", "it can be asked for before respond; "),
        ("reason", "respond", "`reason` can't be asked for before `respond`", "it can be asked for before raise, "),
        ("minutes", "resolve", "`minutes` can't be asked for", "before resolve a policy can ask for "),
        ("stage", "raise", "`stage` can't be asked for before `raise`", "before raise a policy can ask for "),
    ];
    for (fact, verb, message, hint) in cases {
        let env = asking(verb, &[fact]);
        let faults = env.sh("policy check store/policies/asks.yaml --json").code(6).document();
        let fault = &list(&faults["faults"])[0];
        assert_eq!((text(fault, "message"), fault["line"].as_u64()), (message, Some(29)), "{faults}");
        assert!(text(fault, "hint").starts_with(hint), "{fault}");
    }
}
