//! The schema for editors: it accepts the built-in policies and refuses mistakes, and the manual describes every key in
//! it. Instead of an editor's validator, a small one checks the parts of draft 7 that the schema uses.

use serde_json::Value;

use super::*;
use crate::domain::policy::{Fact, OnRecord, Verb, Way};
use crate::domain::worded::Worded;
use crate::store::policy_file::schema::{manual, of_policy};
use crate::store::policy_file::shape::{Block, Shape};
use crate::store::yaml;

/// Collects what is wrong with a value; `at` is the path to it.
fn wrong(value: &Value, schema: &Value, root: &Value, at: &str, said: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/definitions/")) {
        return wrong(value, &root["definitions"][name], root, at, said);
    }
    for all in schema["allOf"].as_array().into_iter().flatten() {
        wrong(value, all, root, at, said);
    }
    if let Some(any) = schema["anyOf"].as_array() {
        let good = any.iter().any(|one| {
            let mut inner = Vec::new();
            wrong(value, one, root, at, &mut inner);
            inner.is_empty()
        });
        if !good {
            said.push(format!("{at} is none of those"));
        }
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        many => many.as_array().into_iter().flatten().filter_map(Value::as_str).collect(),
    };
    if !types.is_empty() && !types.iter().any(|kind| is_a(value, kind)) {
        said.push(format!("{at} is no {}", types.join(" or ")));
    }
    let among = |list: &Value| list.as_array().is_some_and(|list| list.contains(value));
    if schema.get("enum").is_some_and(|list| !among(list)) || schema.get("const").is_some_and(|one| one != value) {
        said.push(format!("{at} is not among the words"));
    }
    if let (Some(pattern), Some(text)) = (schema["pattern"].as_str(), value.as_str())
        && !matches(pattern, text)
    {
        said.push(format!("{at} does not look like {pattern}"));
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate().filter(|_| schema["items"].is_object()) {
        wrong(item, &schema["items"], root, &format!("{at}/{index}"), said);
    }
    let Some(map) = value.as_object() else { return };
    for (key, inner) in map {
        let at = format!("{at}/{key}");
        match schema["properties"].get(key).or(schema.get("additionalProperties")) {
            Some(Value::Bool(false)) => said.push(format!("{at} is unknown")),
            Some(schema) => wrong(inner, schema, root, &at, said),
            None => {}
        }
    }
    for key in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !map.contains_key(key) {
            said.push(format!("{at} lacks {key}"));
        }
    }
}

fn is_a(value: &Value, kind: &str) -> bool {
    match kind {
        "string" => value.is_string(),
        "integer" => value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("the checker does not know `{other}`"),
    }
}

/// Whether a text matches one of the patterns in the schema, checked by the program's own code.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern {
        crate::domain::limit::PATTERN => {
            crate::domain::limit::Limit::parse_with(text, Some(crate::domain::limit::DaysMean::Working)).is_ok()
        }
        "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$" => {
            text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        }
        "^([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2} [A-Za-z]+ [0-9]{4})$" => {
            crate::domain::time::parse_written_date(text).is_ok()
        }
        "^[0-9]{2}:[0-9]{2}$" => text.len() == 5,
        steps if steps.starts_with("^(raise|") => text.split(' ').count() <= 2,
        other => panic!("the checker does not know `{other}`"),
    }
}

fn said_of(text: &str) -> Vec<String> {
    let value = yaml::parse(text).unwrap().to_value();
    let (root, mut said) = (schema(), Vec::new());
    wrong(&value, &root, &root, "", &mut said);
    said
}

#[test]
fn the_policies_of_the_program_are_good_by_the_schema() {
    for (id, text) in BUILT_IN {
        assert_eq!(said_of(text), Vec::<String>::new(), "{id}");
    }
    assert_eq!(said_of(SMALL), Vec::<String>::new());
}

#[test]
fn slips_are_not() {
    let cases = [
        ("title: Ours\n", "", " lacks title"),
        ("title: First", "titel: First", "/stages/0/titel is unknown"),
        ("kind: informal", "kind: Informal", "/stages/0/kind is not among the words"),
        ("id: ours", "id: Our Policy", "/id does not look like"),
        ("2026-01-05", "2026-13-05", "/effective_on does not look like"),
        ("covers: [looked-after]", "covers: [looked after]", "/covers is none of those"),
        ("any_of: [team-manager]", "any_of: {a: b}", "/stages/0/any_of is none of those"),
    ];
    for (from, to, expected) in cases {
        let said = said_of(&SMALL.replacen(from, to, 1));
        assert!(said.iter().any(|one| one.starts_with(expected)), "{to}: {said:?}");
    }
}

#[test]
fn the_manual_has_words_for_every_key() {
    let manual = include_str!("../../../../policies/README.md");
    let mut missing = Vec::new();
    without_words(&of_policy(), manual, &mut missing);
    assert_eq!(missing, Vec::<String>::new());
    assert!(manual::says("a stage", "any_of").is_some_and(|says| says.starts_with("who must answer")));
}

fn without_words(block: &Block, manual: &str, missing: &mut Vec<String>) {
    for key in &block.keys {
        let line = format!("{} of {}", key.key, block.what);
        let named = [format!("`{}`", key.key), format!("{}:", key.key)].iter().any(|name| manual.contains(name));
        if !named && !missing.contains(&line) {
            missing.push(line);
        }
        inner_blocks(&key.shape).into_iter().for_each(|inner| without_words(inner, manual, missing));
    }
}

fn inner_blocks(shape: &Shape) -> Vec<&Block> {
    match shape {
        Shape::Block(block) => vec![block],
        Shape::List(inner) | Shape::OneOrMore(inner) | Shape::Pairs(inner) => inner_blocks(inner),
        Shape::Either(shapes) => shapes.iter().flat_map(inner_blocks).collect(),
        _ => Vec::new(),
    }
}

/// The copy beside the policies is what their first lines point editors to.
#[test]
fn the_copy_of_the_schema_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/policies/policy.schema.json");
    let current = format!("{}\n", serde_json::to_string_pretty(&schema()).unwrap());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &current).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(kept == current, "policies/policy.schema.json is old: run `UPDATE_DOCS=1 cargo test schema`");
}

/// The table of everything that a policy can ask for, as the manual has it.
fn table_of_facts() -> String {
    let mut lines =
        vec!["| what can be asked for | given with | on record before |".to_owned(), "| --- | --- | --- |".to_owned()];
    for fact in Fact::ALL.iter().filter(|fact| fact.steps().next().is_some()) {
        let with = fact.steps().filter(|verb| matches!(fact.way(*verb), Some(Way::Flag(_))));
        let with: Vec<&str> = with.map(Verb::word).collect();
        let on_record = match fact.on_record() {
            OnRecord::Never => "",
            OnRecord::Raised => "any later step",
            OnRecord::Plan => Verb::Agree.word(),
        };
        lines.push(format!("| `{}` | {} | {on_record} |", fact.word(), with.join(", ")));
    }
    lines.join("\n")
}

#[test]
fn the_manual_lists_what_can_be_asked_for() {
    is_current(
        "policies/README.md",
        "what can be asked for, written by `UPDATE_DOCS=1 cargo test manual`",
        &table_of_facts(),
    );
}

/// Compares the part of a page between a comment and the next comment `end` with what the program says.
fn is_current(page: &str, comment: &str, current: &str) {
    const TO: &str = "<!-- end -->";
    let (path, from) = (format!("{}/{page}", env!("CARGO_MANIFEST_DIR")), format!("<!-- {comment} -->\n"));
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(&from).unwrap();
    let (_, after) = rest.split_once(TO).unwrap();
    let current = format!("{before}{from}{current}\n{TO}{after}");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &current).unwrap();
    }
    assert!(std::fs::read_to_string(&path).unwrap() == current, "{page} is old: see its line `{comment}`");
}

/// Every block of a policy file, with its keys.
fn blocks<'b>(block: &'b Block, all: &mut Vec<&'b Block>) {
    if !all.contains(&block) {
        all.push(block);
        block.keys.iter().flat_map(|key| inner_blocks(&key.shape)).for_each(|inner| blocks(inner, all));
    }
}

/// The page must have exactly the keys that the reader knows.
#[test]
fn the_page_has_every_key_and_no_other() {
    let policy = of_policy();
    let mut all = Vec::new();
    blocks(&policy, &mut all);
    let row = |block: &&Block| {
        let keys: Vec<String> = block.keys.iter().map(|key| format!("`{}`", key.key)).collect();
        format!("| {} | {} |", block.what, keys.join(", "))
    };
    let rows = all.iter().map(row).collect::<Vec<_>>().join("\n");
    let comment = "every key, written by `UPDATE_DOCS=1 cargo test every_key`";
    is_current("docs/policy-language.md", comment, &format!("| in | keys |\n| --- | --- |\n{rows}"));
}

#[test]
fn the_page_has_the_circumstances_in_one_table() {
    let policy = of_policy();
    let mut all = Vec::new();
    blocks(&policy, &mut all);
    let when = all.iter().find(|block| block.what == "a `when`").unwrap();
    let row = |key: &&'static str| {
        format!("| `{key}` | {} |", manual::says(when.what, key).unwrap_or_else(|| panic!("{key}")))
    };
    let rows: Vec<String> = when.keys.iter().map(|key| &key.key).map(row).collect();
    let comment = "the circumstances, written by `UPDATE_DOCS=1 cargo test circumstances`";
    let table = format!("| key | holds when |\n| --- | --- |\n{}", rows.join("\n"));
    is_current("docs/policy-language.md", comment, &table);
}

/// Every key in the manual's tables must exist.
#[test]
fn the_manual_lists_no_key_that_is_none() {
    let policy = of_policy();
    let mut all = Vec::new();
    blocks(&policy, &mut all);
    let known = |key: &str| all.iter().any(|block| block.keys.iter().any(|one| one.key == key));
    let (mut of_keys, mut wrong) = (false, Vec::new());
    for line in include_str!("../../../../policies/README.md").lines() {
        match line.strip_prefix("| ") {
            Some(head) if head.starts_with("key") => of_keys = true,
            Some(row) if of_keys && row.starts_with('`') => {
                let names = row.split(" | ").next().unwrap_or_default();
                let names = names.split(',').map(|name| name.trim().trim_matches('`'));
                wrong.extend(names.filter(|name| !known(name)).map(str::to_owned));
            }
            Some(_) => {}
            None => of_keys = false,
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
