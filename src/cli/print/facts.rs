//! The facts of an event, for a person to read.

use serde_json::Value;

use crate::render::{clean, words};

/// A fact of an event on one line; several texts get a line each.
pub fn fact(name: &str, value: &Value) -> Vec<String> {
    let name = clean::line(&name.replace('_', " "));
    match value {
        Value::Array(items) if items.iter().any(Value::is_object) || of_sentences(items) => {
            let inner = items.iter().map(|item| format!("     - {}", clean::line(&short(item))));
            std::iter::once(format!("   {name}:")).chain(inner).collect()
        }
        Value::String(text) if text.contains('\n') => {
            let body = clean::block(text);
            let inner = body.lines().map(|line| format!("     {line}"));
            std::iter::once(format!("   {name}:")).chain(inner).collect::<Vec<_>>()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            vec![format!("   {name}: {}", clean::line(&short(value)))]
        }
    }
}

/// Whether some of these texts are sentences, which would be hard to read with commas between them.
fn of_sentences(items: &[Value]) -> bool {
    items.len() > 1 && items.iter().any(|item| item.as_str().is_some_and(|text| text.contains(' ')))
}

/// A date or moment in words; `None` if the text isn't one.
fn day(text: &str) -> Option<String> {
    text.parse().ok().map(words::moment)
}

/// A fact on one line.
pub fn short(value: &Value) -> String {
    match value {
        Value::String(text) => day(text).unwrap_or_else(|| text.clone()),
        Value::Array(items) => items.iter().map(short).collect::<Vec<_>>().join(", "),
        Value::Object(map) => map
            .iter()
            .map(|(name, value)| format!("{} {}", name.replace('_', " "), short(value)))
            .collect::<Vec<_>>()
            .join(", "),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}
