//! The facts of an event in words, for a person to check: titles for ids, where the policy or the program has them.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::words;
use crate::domain::codes::legal_status_in_words;
use crate::domain::event::{Because, ResultKind};
use crate::domain::policy::{Policy, RoleId};

/// A fact with the words for its ids; what has none stays as it is.
pub fn fact(name: &str, value: &Value, policy: &Policy) -> Value {
    match value {
        Value::Bool(yes) => Value::from(if *yes { "yes" } else { "no" }),
        Value::String(id) => Value::String(word(name, id, policy)),
        Value::Array(all) => all.iter().map(|one| fact(name, one, policy)).collect(),
        Value::Object(names) if name == "assigned" => {
            let titled = names
                .iter()
                .map(|(role, holder)| (policy.role_title(&role.as_str().into()).to_string(), holder.clone()));
            Value::Object(titled.collect())
        }
        Value::Object(given) if name == "fields" => {
            let said = given.iter().map(|(id, value)| {
                let text = value.as_str().unwrap_or_default();
                (policy.field_text(id).to_string(), Value::from(words::field_value(id, text, policy)))
            });
            Value::Object(said.collect::<Map<String, Value>>())
        }
        // A duty that was confirmed, with its stage.
        Value::Object(confirmed) if name == "confirmed" => {
            let worded = confirmed.iter().map(|(name, value)| (name.clone(), fact(name, value, policy)));
            Value::Object(worded.collect::<Map<String, Value>>())
        }
        // The facts that a correction sets.
        Value::Object(facts) if name == "set" => {
            let worded = facts.iter().map(|(name, value)| (name.clone(), fact(name, value, policy)));
            Value::Object(worded.collect::<Map<String, Value>>())
        }
        Value::Null | Value::Number(_) | Value::Object(_) => value.clone(),
    }
}

fn word(name: &str, id: &str, policy: &Policy) -> String {
    let role = RoleId::from(id);
    if name == "legal_status" {
        return legal_status_in_words(id);
    }
    let title = match name {
        // The next person of a chain is shown by their role.
        "stage" | "from" | "to" | "bypassed" => {
            policy.stage(&id.into()).map(|stage| stage.title.as_str()).or(Some(policy.role_title(&role)))
        }
        "chair" | "attended" => Some(policy.titled(id)),
        "role" | "by_role" | "decided_by" | "standing_in_for" | "asked" => Some(policy.role_title(&role)),
        "ground" => Some(policy.ground_text(id)),
        "categories" => policy.category(id).map(|category| category.text.as_str()),
        "because" => known(id).map(Because::meaning),
        "case_type" => known(id).map(words::case_type),
        "impact_level" => known(id).map(words::impact_level),
        "result" => known(id).map(ResultKind::meaning),
        _ => None,
    };
    title.unwrap_or(id).to_string()
}

fn known<T: DeserializeOwned>(id: &str) -> Option<T> {
    serde_json::from_value(Value::from(id)).ok()
}
