//! The facts of an event in words, for a person to check: titles for ids, where the policy or the program has them.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::form::note;
use super::words;
use crate::domain::codes::legal_status_in_words;
use crate::domain::event::{Barrier, Because, PlannedAction, ResultKind};
use crate::domain::policy::{CaseType, DutyId, OwedAt, Policy, RoleId};

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
        Value::Object(given) if name == "not_applicable" => {
            let said = given.iter().map(|(id, why)| (word("sent", id, policy), why.clone()));
            Value::Object(said.collect::<Map<String, Value>>())
        }
        Value::Object(one) if name == "confirmed" => Value::from(confirmed(one, policy)),
        Value::Object(_) if name == "actions" => {
            let action = serde_json::from_value::<PlannedAction>(value.clone());
            action.map_or_else(|_| value.clone(), |action| Value::from(words::planned(&action, policy)))
        }
        // The requirements that were overridden, and the reason.
        Value::Object(facts) if name == "overridden" => {
            let rules = facts.get("rules").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
            let rules = rules.map(|rule| Value::from(words::rule_not_met(rule, policy)));
            let reason = facts.get("reason").and_then(Value::as_str).map(|reason| format!("reason: {reason}"));
            rules.chain(reason.map(Value::from)).collect()
        }
        // The facts that a correction sets.
        Value::Object(facts) if name == "set" => {
            let worded = facts.iter().map(|(name, value)| (name.clone(), fact(name, value, policy)));
            Value::Object(worded.collect::<Map<String, Value>>())
        }
        Value::Null | Value::Number(_) | Value::Object(_) => value.clone(),
    }
}

/// A duty that was confirmed, with its stage and the day.
fn confirmed(one: &Map<String, Value>, policy: &Policy) -> String {
    let text = |name: &str| one.get(name).and_then(Value::as_str);
    let place = text("stage").map(OwedAt::from);
    let duty = DutyId::from(text("duty").unwrap_or_default());
    let rule = place.as_ref().and_then(|place| policy.duty_in(&duty, place));
    let what = rule.map_or_else(|| policy.rule_in_words(duty.as_str()), |rule| rule.text.clone());
    let stage = place.as_ref().filter(|_| Policy::own_duty_text(&duty).is_none()).and_then(OwedAt::stage);
    let stage = stage.map(|stage| format!(" ({})", policy.stage_title(stage))).unwrap_or_default();
    let on = text("on").and_then(|on| on.parse().ok()).map(|on| format!(", {}", words::moment(on)));
    format!("{what}{stage}{}", on.unwrap_or_default())
}

fn word(name: &str, id: &str, policy: &Policy) -> String {
    let role = RoleId::from(id);
    if name == "duty" {
        return policy.rule_in_words(id);
    }
    if name == "legal_status" {
        return legal_status_in_words(id);
    }
    let title = match name {
        // The next person of a chain is shown by their role.
        "stage" if id == OwedAt::END => Some("the end"),
        "stage" | "from" | "to" | "bypassed" => {
            policy.stage(&id.into()).map(|stage| stage.title.as_str()).or(Some(policy.role_title(&role)))
        }
        "chair" | "attended" => Some(policy.titled(id)),
        "role" | "by_role" | "decided_by" | "standing_in_for" | "asked" => Some(policy.role_title(&role)),
        "kind" => known(id).map(note),
        "barrier" => known(id).map(Barrier::meaning),
        "owner" | "agreed_with" | "with" => Some(policy.titled(id)),
        "sent" => {
            policy.referral.iter().flat_map(|rule| &rule.pack).find(|item| item.id == id).map(|item| item.text.as_str())
        }
        "ground" => Some(policy.ground_text(id)),
        "categories" => policy.category(id).map(|category| category.text.as_str()),
        "because" => known(id).map(Because::meaning),
        "case_type" => known(id).map(CaseType::meaning),
        "impact_level" => known(id).map(words::impact_level),
        "result" => known(id).map(ResultKind::meaning),
        _ => None,
    };
    title.unwrap_or(id).to_string()
}

fn known<T: DeserializeOwned>(id: &str) -> Option<T> {
    serde_json::from_value(Value::from(id)).ok()
}
