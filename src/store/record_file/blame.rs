//! Converts values to the types of records. If one doesn't fit, says in plain words what is wrong, and where.

use serde_json::Value;

use super::keys::{Faults, did_you_mean};
use crate::store::yaml::{self, Content, Node, Place};

/// Why a value couldn't be converted, in serde's words.
pub(super) type Misfit = String;

/// Converts a value. In a file of a newer format, unknown keys are left out.
pub(super) fn fit<T>(mut value: Value, newer: bool, make: impl Fn(Value) -> Result<T, Misfit>) -> Result<T, Misfit> {
    if !newer {
        return make(value);
    }
    loop {
        match make(value.clone()) {
            Err(misfit) if unknown_key(&misfit).is_some_and(|key| forget(&mut value, key)) => {}
            outcome => return outcome,
        }
    }
}

/// Adds a fault for a misfit, at the place that caused it; `name` is the key of the value.
pub(super) fn report(faults: &mut Faults<'_>, name: &str, node: &Node, misfit: &str) {
    if let Some(key) = unknown_key(misfit) {
        let place = place_of_key(node, key).unwrap_or(node.place);
        let message = format!("`{key}` can't be used in `{name}`");
        faults.add(place, "unknown-key", message).hint = did_you_mean(key, &in_ticks(misfit)[1..]);
    } else if let Some(key) = quoted_after(misfit, "missing field `") {
        faults.add(node.place, "missing-key", format!("`{key}` is missing in `{name}`"));
    } else {
        faults.add(node.place, "wrong-kind", format!("`{name}`: {}", in_plain_words(node, misfit)));
    }
}

/// Adds a fault for each date that was read as another than the one written, such as `26-01-05`, read as a date in the
/// year 26.
pub(super) fn loose_dates(faults: &mut Faults<'_>, node: &Node, taken: &Value) {
    match (&node.content, taken) {
        (Content::Text(written), Value::String(taken)) if written != taken && is_date(taken) => {
            faults.add(node.place, "wrong-kind", not_a_date(written));
        }
        (Content::List(nodes), Value::Array(values)) => {
            for (node, value) in nodes.iter().zip(values) {
                loose_dates(faults, node, value);
            }
        }
        (Content::Map(_), Value::Object(values)) => {
            for (key, value) in values {
                if let Some(node) = node.get(key) {
                    loose_dates(faults, node, value);
                }
            }
        }
        _ => {}
    }
}

pub(super) fn unknown_key(misfit: &str) -> Option<&str> {
    quoted_after(misfit, "unknown field `")
}

fn quoted_after<'a>(misfit: &'a str, start: &str) -> Option<&'a str> {
    misfit.strip_prefix(start)?.split('`').next()
}

/// The words of a text that are in backticks.
pub(super) fn in_ticks(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// Removes a key from every map within a value; false if no map had it.
fn forget(value: &mut Value, key: &str) -> bool {
    match value {
        Value::Object(map) => {
            let found = map.shift_remove(key).is_some();
            map.values_mut().filter_map(|value| forget(value, key).then_some(())).count() > 0 || found
        }
        // Not `any`, which would stop at the first: all items have to lose the key.
        Value::Array(items) => items.iter_mut().filter_map(|value| forget(value, key).then_some(())).count() > 0,
        _ => false,
    }
}

fn place_of_key(node: &Node, name: &str) -> Option<Place> {
    match &node.content {
        Content::Map(pairs) => pairs
            .iter()
            .find(|(key, _)| key.text == name)
            .map(|(key, _)| key.place)
            .or_else(|| pairs.iter().find_map(|(_, node)| place_of_key(node, name))),
        Content::List(items) => items.iter().find_map(|node| place_of_key(node, name)),
        _ => None,
    }
}

/// A misfit in plain words: serde names types, but people think of texts, numbers, lists and dates.
fn in_plain_words(node: &Node, misfit: &str) -> String {
    const DATES: [&str; 6] = [
        "input is out of range",
        "no possible date and time matching input",
        "input is not enough for unique date and time",
        "input contains invalid characters",
        "premature end of input",
        "trailing input",
    ];
    if DATES.contains(&misfit) {
        return match &node.content {
            Content::Text(written) => not_a_date(written),
            _ => "a date is written like `2026-03-02`".to_string(),
        };
    }
    if let Some(word) = quoted_after(misfit, "unknown variant `") {
        let known: Vec<String> = in_ticks(misfit)[1..].iter().map(|word| format!("`{word}`")).collect();
        return format!("`{word}` is none of {}", known.join(", "));
    }
    match yaml::expected(misfit) {
        Some(words) => format!("{words} should be here"),
        None => misfit.to_string(),
    }
}

fn is_date(text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape == "0000-00-00"
}

fn not_a_date(written: &str) -> String {
    format!("`{written}` is not a date like `2026-03-02`")
}
