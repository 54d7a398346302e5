//! Nothing of a policy goes unsaid: any key that changes it also changes what `show --rules` prints, and is a difference
//! to `diff`, unless it is listed here as one that means nothing.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::domain::policy::Policy;
use crate::render::policy::{self, changes};
use crate::store::policy_file;
use crate::store::yaml::{self, Content, Node};

/// Policies that together use most of the language.
const POLICIES: [&str; 9] = [
    include_str!("../../../../policies/national.yaml"),
    include_str!("../../../../policies/south-west.yaml"),
    include_str!("../../../../policies/qa-notification.yaml"),
    include_str!("../../../../policies/mosaic.yaml"),
    include_str!("../../../../policies/knowsley.yaml"),
    include_str!("../../../../examples/policies/heathland.yaml"),
    include_str!("../../../../examples/policies/quayside.yaml"),
    include_str!("../../../../examples/policies/strathburn.yaml"),
    include_str!("../../../../examples/policies/two-rivers.yaml"),
];

/// A page of examples, each to be put into the small policy.
const PAGE: &str = include_str!("../../../../docs/policy-language.md");
const SMALL: &str = include_str!("../../../../examples/policies/small.yaml");

/// Keys of the schema that none of these policies uses.
const UNTRIED: [&str; 11] = [
    "acknowledged",
    "counts_from",
    "first_day",
    "left",
    "pre_formal",
    "raised_by",
    "reached",
    "recorded",
    "result",
    "url",
    "withdrawn",
];

/// The version, the document that it follows and the clauses of that mean nothing to `diff`.
fn means_nothing(way: &str) -> bool {
    let clause = way.ends_with(".source") || way == ".scope";
    clause || [".id", ".version", ".document.title", ".document.date", ".document.url"].contains(&way)
}

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

/// The policy; `None` if the file is refused.
fn meant(file: &Value) -> Option<Policy> {
    policy_file::read("it.yaml", &file.to_string()).into_policy().ok()
}

/// The policy once a key is removed, or else once its text is another; `None` if neither changes it.
fn changed(file: &Value, whole: &Policy, pointer: &str, key: &str) -> Option<Policy> {
    let after = |change: &dyn Fn(&mut Map<String, Value>)| {
        let mut changed = file.clone();
        change(changed.pointer_mut(pointer)?.as_object_mut()?);
        meant(&changed).filter(|policy| policy != whole)
    };
    let dropped = after(&|map| {
        map.remove(key);
    });
    dropped.or_else(|| {
        after(&|map| {
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

/// What is told about a change: the keys for which it was, at least once, and those for which it never was.
#[derive(Default)]
struct Told {
    of: BTreeSet<String>,
    not: BTreeSet<String>,
}

impl Told {
    fn note(&mut self, key: &str, told: bool) {
        if told {
            self.of.insert(key.to_string())
        } else {
            self.not.insert(key.to_string())
        };
    }

    fn never(&self) -> Vec<&str> {
        self.not.difference(&self.of).map(String::as_str).collect()
    }
}

#[test]
fn every_key_is_in_the_rules_in_full_and_is_a_difference() {
    let mut files: Vec<Value> = POLICIES.iter().map(|text| value(&yaml::parse(text).unwrap())).collect();
    files.extend(examples());
    let mut tried: BTreeMap<String, usize> = BTreeMap::new();
    let (mut rules, mut differences) = (Told::default(), Told::default());
    for file in &files {
        let whole = meant(file).unwrap_or_else(|| panic!("{file}"));
        let printed = policy::rules(&whole, 10_000);
        let mut all = Vec::new();
        keys(file, "", "", &mut all);
        for (way, pointer, key) in all {
            let times = tried.entry(way.clone()).or_default();
            let done = rules.of.contains(&way) && (differences.of.contains(&way) || means_nothing(&way));
            if *times < 2 && !done {
                *times += 1;
                let Some(other) = changed(file, &whole, &pointer, &key) else { continue };
                rules.note(&way, policy::rules(&other, 10_000) != printed);
                differences.note(&way, !changes::between(&whole, &other).is_empty());
            }
        }
    }
    assert_eq!(rules.never(), [""; 0], "`policy show --rules` says nothing of these keys");
    let unsaid: Vec<&str> = differences.never().into_iter().filter(|way| !means_nothing(way)).collect();
    assert_eq!(unsaid, [""; 0], "`policy diff` says that these keys mean nothing");
    let of_schema = names(&policy_file::schema());
    let met: BTreeSet<&str> = tried.keys().filter_map(|way| way.rsplit('.').next()).collect();
    let untried: Vec<&String> = of_schema.iter().filter(|name| !met.contains(name.as_str())).collect();
    assert_eq!(untried, UNTRIED, "nobody knows whether they are shown: no policy here has these keys");
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
