//! What tests of single requirements share: policies as people and scripts read them, duties that only remind, and
//! rules that refuse a step unless it is confirmed or overridden with a reason.

pub mod handbook;
pub mod knowsley;
pub mod knowsley_formal;
pub mod mosaic;
pub mod mosaic_beside;
pub mod mosaic_form;
pub mod national;
pub mod qa;
pub mod qa_criteria;
pub mod qa_duties;
pub mod report;
pub mod south_west;
pub mod south_west_complaints;
pub mod south_west_referral;
pub mod south_west_words;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::env::{Env, Run, list, rules, text};

pub const POLICIES: [&str; 5] = ["national", "south-west", "qa-notification", "mosaic", "knowsley"];

/// The reason for overrides in these tests.
const WHY: &str = "The move is tomorrow and nobody can be reached";

#[track_caller]
pub fn policy(id: &str) -> Value {
    Env::new().iro(&["policy", "show", id, "--json"]).json()
}

/// A policy as people read it, on one line and in lower case.
#[track_caller]
pub fn shown(id: &str) -> String {
    one_line(&Env::new().iro(&["policy", "show", id]).ok().stdout)
}

/// Checks that a policy as people read it contains each of these words.
#[track_caller]
pub fn assert_shows(id: &str, words: &[&str]) {
    let shown = shown(id);
    let missing: Vec<_> = words.iter().filter(|w| !shown.contains(&w.to_lowercase())).collect();
    assert!(missing.is_empty(), "`iro policy show {id}` lacks {missing:?}");
}

/// The item of a list that has this id.
#[track_caller]
pub fn member(values: &Value, id: &str) -> Value {
    list(values)
        .into_iter()
        .find(|one| ["id", "duty", "ask"].iter().any(|key| one[key] == id))
        .unwrap_or_else(|| panic!("no `{id}` in {values}"))
}

#[track_caller]
pub fn stage(policy: &Value, id: &str) -> Value {
    member(&policy["stages"], id)
}

pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Checks that a command succeeds with a warning that contains one of these words.
#[track_caller]
pub fn assert_warns(run: Run, words: &[&str]) -> Run {
    let run = run.ok();
    let said = one_line(&run.stderr);
    assert!(
        words.iter().any(|word| said.contains(&word.to_lowercase())),
        "iro {} warns of none of {words:?}: {said:?}",
        run.args
    );
    run
}

/// Checks that one of these words is pointed out when the command runs or when the dispute is shown.
#[track_caller]
pub fn assert_points_out(env: &Env, line: &str, words: &[&str]) {
    let run = env.sh(line).ok();
    let id = env.listed(&["--all"]).pop().expect("a dispute");
    let shown = env.iro(&["show", &id]).ok().stdout;
    let said = one_line(&format!("{} {} {shown}", run.stdout, run.stderr));
    assert!(
        words.iter().any(|word| said.contains(&word.to_lowercase())),
        "iro {} points out none of {words:?}: {said:?}",
        run.args
    );
}

/// A duty as the dispute shows it.
#[track_caller]
pub fn duty(env: &Env, id: &str, duty: &str) -> Value {
    member(&env.dispute(id)["duties"], duty)
}

/// Checks that a duty is listed with its clause, prevents no step, and is settled by `done` or `waive`.
#[track_caller]
pub fn assert_reminds(env: &Env, id: &str, name: &str) {
    let listed = duty(env, id, name);
    assert_eq!(listed["state"], "outstanding", "{listed}");
    assert!(!text(&listed, "source").is_empty(), "{listed}");
    let until = match text(&env.dispute(id), "policy") {
        "south-west" => "--respond-by 2026-12-18",
        _ => "",
    };
    for step in [
        format!("respond {id} --text Yes --action 'Book it | Sam Carter | 2026-12-01'"),
        format!("escalate {id} --because other --reason 'Not enough' {until}"),
        format!("resolve {id} --outcome Done --impact-on-child Calmer"),
    ] {
        let run = env.fork().sh(&format!("{step} --json"));
        if run.code != 0 {
            let asked = rules(&run.refused());
            assert!(!asked.iter().any(|rule| rule == name), "`{name}` should only remind: {step}");
        }
    }
    let done = env.fork();
    let settle = match name {
        "meeting" => format!("meeting {id} --held today --chair 'Alex Stone'"),
        _ => format!("done {id} '{name}' --text 'By telephone'"),
    };
    done.sh(&settle).ok();
    assert_eq!(duty(&done, id, name)["state"], "done");
    let waived = env.fork();
    waived.sh(&format!("waive {id} '{name}' --reason 'Too young'")).ok();
    assert_eq!(duty(&waived, id, name)["state"], "waived");
    let log = log(&waived, id);
    assert!(log.contains("Too young"), "why not is kept: {log}");
}

#[track_caller]
pub fn log(env: &Env, id: &str) -> String {
    env.iro(&["log", id, "--json"]).json().to_string()
}

/// Checks that a step is refused with rules and their clauses and changes nothing, and that it can be overridden with a
/// reason, which is then in the view, the log and the record's file. Returns the rules.
#[track_caller]
pub fn assert_overridable(env: &Env, line: &str) -> Vec<String> {
    let all = |env: &Env| env.sh("list --all --json").json();
    let before = all(env);
    let error = env.sh(&format!("{line} --json")).refused();
    let asked = rules(&error);
    assert!(!text(&error, "source").is_empty(), "no clause: {error}");
    assert_eq!(all(env), before, "a refusal changes nothing");

    let past = env.fork();
    let view = past.sh(&format!("{line} --override '{WHY}' --json")).json();
    let kept = list(&view["overrides"]).pop().expect("an override is kept");
    assert_eq!(kept["reason"], WHY);
    let kept: Vec<_> = list(&kept["rules"]);
    for rule in &asked {
        assert!(kept.iter().any(|k| k.to_string().contains(rule.as_str())), "{rule} in {kept:?}");
    }
    let id = text(&view, "id");
    assert!(log(&past, id).contains(WHY), "in the log");
    let record = fs::read_to_string(record(&past.files(), id).expect("a record")).unwrap();
    assert!(one_line(&record).contains(&WHY.to_lowercase()), "in the record: {record}");
    asked
}

/// The same for a rule about a duty: the step can also be taken by confirming the duty, which the log then has.
#[track_caller]
pub fn assert_gate(env: &Env, line: &str, duty: &str) {
    let asked = assert_overridable(env, line);
    assert!(asked.iter().any(|rule| rule == duty), "`{duty}` in {asked:?}");
    let done = env.fork();
    let view = done.confirm(line);
    let id = text(&view, "id");
    assert!(log(&done, id).contains(duty), "the record says that `{duty}` was done");
    for kept in list(&view["overrides"]) {
        assert_ne!(kept["reason"], WHY, "confirmed, not overridden");
    }
}

/// Checks that a step without this text is refused by the name of its flag, and can be overridden with a reason.
#[track_caller]
pub fn assert_asks(env: &Env, line: &str, flag: &str) {
    env.sh(&format!("{line} --json")).says(flag).refused();
    assert_overridable(env, line);
}

/// The rules that a step is refused by; empty if it is not refused.
#[track_caller]
pub fn asked_by(env: &Env, line: &str) -> Vec<String> {
    let run = env.fork().sh(&format!("{line} --json"));
    match run.code {
        0 => Vec::new(),
        _ => rules(&run.refused()),
    }
}

fn record(dir: &Path, id: &str) -> Option<PathBuf> {
    let name = format!("{id}.yaml");
    fs::read_dir(dir).ok()?.flatten().find_map(|entry| {
        let path = entry.path();
        match path.is_dir() {
            true => record(&path, id),
            false => path.ends_with(&name).then_some(path),
        }
    })
}
