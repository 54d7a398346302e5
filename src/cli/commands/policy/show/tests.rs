//! `--rules` shows everything: any key that changes the policy also changes what it prints.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::render::policy;
use crate::store::policy_file;
use crate::store::yaml::{self, Content, Node};

/// Policies that together use most of the language.
const POLICIES: [&str; 9] = [
    include_str!("../../../../../policies/national.yaml"),
    include_str!("../../../../../policies/south-west.yaml"),
    include_str!("../../../../../policies/qa-notification.yaml"),
    include_str!("../../../../../policies/mosaic.yaml"),
    include_str!("../../../../../policies/knowsley.yaml"),
    include_str!("../../../../../examples/policies/heathland.yaml"),
    include_str!("../../../../../examples/policies/quayside.yaml"),
    include_str!("../../../../../examples/policies/strathburn.yaml"),
    include_str!("../../../../../examples/policies/two-rivers.yaml"),
];

/// A page of examples, each to be put into the small policy.
const PAGE: &str = include_str!("../../../../../docs/policy-language.md");
const SMALL: &str = include_str!("../../../../../examples/policies/small.yaml");

/// Keys of the schema that none of these policies uses.
const UNTRIED: [&str; 10] = [
    "acknowledged",
    "counts_from",
    "first_day",
    "left",
    "pre_formal",
    "raised_by",
    "recorded",
    "resolved",
    "url",
    "withdrawn",
];

fn value(node: &Node) -> Value {
    match &node.content {
        Content::Null => Value::Null,
        Content::Bool(yes) => Value::from(*yes),
        Content::Int(n) => Value::from(*n),
        Content::Float(n) => Value::from(*n),
        Content::Text(text) => Value::from(text.as_ref()),
        Content::List(items) => items.iter().map(value).collect(),
        Content::Map(pairs) => {
            Value::Object(pairs.iter().map(|(key, node)| (key.text.to_string(), value(node))).collect::<Map<_, _>>())
        }
    }
}

/// Collects every key: its path in general, and a pointer to this occurrence.
fn keys(value: &Value, way: &str, pointer: &str, all: &mut Vec<(String, String, String)>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                let (way, to) = (format!("{way}.{key}"), format!("{pointer}/{}", key.replace('/', "~1")));
                all.push((way.clone(), pointer.to_string(), key.clone()));
                keys(inner, &way, &to, all);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                keys(item, way, &format!("{pointer}/{index}"), all);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The policy as data, and its rules as printed; `None` if the file is refused.
fn meant(file: &Value) -> Option<(Value, String)> {
    let read = policy_file::read("it.yaml", &file.to_string()).into_policy().ok()?;
    Some((serde_json::to_value(&read).ok()?, policy::rules(&read, 10_000)))
}

/// Whether removing or changing a key changes the printed rules; `None` if it doesn't change the policy.
fn shows(file: &Value, whole: &(Value, String), pointer: &str, key: &str) -> Option<bool> {
    let without = |change: &dyn Fn(&mut Map<String, Value>)| {
        let mut changed = file.clone();
        change(changed.pointer_mut(pointer)?.as_object_mut()?);
        meant(&changed).filter(|(policy, _)| *policy != whole.0).map(|(_, rules)| rules != whole.1)
    };
    let dropped = without(&|map| {
        map.remove(key);
    });
    dropped.or_else(|| {
        without(&|map| {
            if let Some(Value::String(text)) = map.get_mut(key) {
                text.push_str(" again");
            }
        })
    })
}

/// The examples of the page, each completed to a whole policy.
fn examples() -> Vec<Value> {
    let small = value(&yaml::parse(SMALL).unwrap());
    let blocks = PAGE.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let with = |block: &str| {
        let mut policy = small.clone();
        for (key, part) in value(&yaml::parse(block).unwrap()).as_object()? {
            policy[key] = part.clone();
        }
        Some(policy)
    };
    blocks.filter_map(with).collect()
}

#[test]
fn the_rules_in_full_show_every_key() {
    let mut files: Vec<Value> = POLICIES.iter().map(|text| value(&yaml::parse(text).unwrap())).collect();
    files.extend(examples());
    // For each path: whether removing it was ever shown, and whether it ever wasn't.
    let mut tried: BTreeMap<String, usize> = BTreeMap::new();
    let (mut shown, mut silent): (BTreeSet<String>, BTreeSet<String>) = Default::default();
    for file in &files {
        let whole = meant(file).unwrap_or_else(|| panic!("{file}"));
        let mut all = Vec::new();
        keys(file, "", "", &mut all);
        for (way, pointer, key) in all {
            let times = tried.entry(way.clone()).or_default();
            if *times < 2 && !shown.contains(&way) {
                *times += 1;
                match shows(file, &whole, &pointer, &key) {
                    Some(true) => shown.insert(way),
                    Some(false) => silent.insert(way),
                    None => continue,
                };
            }
        }
    }
    let unsaid: Vec<&String> = silent.difference(&shown).collect();
    assert!(unsaid.is_empty(), "`policy show --rules` says nothing of these keys: {unsaid:#?}");
    let of_schema = names(&policy_file::schema());
    let met: BTreeSet<&str> = tried.keys().filter_map(|way| way.rsplit('.').next()).collect();
    let untried: Vec<&String> = of_schema.iter().filter(|name| !met.contains(name.as_str())).collect();
    assert_eq!(untried, UNTRIED, "nobody knows whether the rules show them: no policy here has these keys");
}

/// The names of all keys that the schema knows.
fn names(schema: &Value) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let blocks = std::iter::once(schema).chain(schema["definitions"].as_object().into_iter().flat_map(Map::values));
    for block in blocks {
        gather(block, &mut all);
    }
    all
}

fn gather(schema: &Value, all: &mut BTreeSet<String>) {
    if let Some(properties) = schema["properties"].as_object() {
        all.extend(properties.keys().cloned());
        properties.values().for_each(|inner| gather(inner, all));
    }
    for key in ["items", "additionalProperties"] {
        gather_in(&schema[key], all);
    }
    schema["anyOf"].as_array().into_iter().flatten().for_each(|inner| gather(inner, all));
}

fn gather_in(schema: &Value, all: &mut BTreeSet<String>) {
    if schema.is_object() {
        gather(schema, all);
    }
}
