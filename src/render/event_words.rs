//! The facts of an event in words, for a person to check: titles for ids, where the policy or the program has them.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::form::note;
use super::words;
use crate::domain::codes::legal_status_in_words;
use crate::domain::event::{Barrier, Because, Entry, FactType, PlannedAction, ResultKind};
use crate::domain::policy::{CaseType, DutyId, FieldId, OwedAt, Policy};
use crate::domain::time::describe_moment;

/// A fact with the words for its ids; what has none stays as it is.
pub fn fact(name: &str, value: &Value, policy: &Policy) -> Value {
    of_type(Entry::fact_type(name), value, policy)
}

fn of_type(kind: FactType, value: &Value, policy: &Policy) -> Value {
    match value {
        Value::Bool(yes) => Value::from(if *yes { "yes" } else { "no" }),
        Value::String(id) => Value::String(word(kind, id, policy)),
        Value::Array(all) => all.iter().map(|one| of_type(kind, one, policy)).collect(),
        Value::Object(given) => map(kind, given, policy),
        Value::Null | Value::Number(_) => value.clone(),
    }
}

fn map(kind: FactType, given: &Map<String, Value>, policy: &Policy) -> Value {
    match kind {
        FactType::Who | FactType::Paper => {
            let worded = given.iter().map(|(id, said)| (word(kind, id, policy), said.clone()));
            Value::Object(worded.collect())
        }
        FactType::Field => {
            let worded = given.iter().map(|(id, value)| {
                let text = value.as_str().unwrap_or_default();
                let id = FieldId::from(id.as_str());
                (policy.field_text(&id).to_string(), Value::from(words::field_value(&id, text, policy)))
            });
            Value::Object(worded.collect())
        }
        FactType::Facts => {
            let worded = given.iter().map(|(name, value)| (name.clone(), fact(name, value, policy)));
            Value::Object(worded.collect())
        }
        FactType::Action => {
            let given = Value::Object(given.clone());
            let action = serde_json::from_value::<PlannedAction>(given.clone());
            action.map_or(given, |action| Value::from(words::planned(&action, policy)))
        }
        FactType::Confirmed => Value::from(confirmed(given, policy)),
        FactType::Overridden => {
            let rules = given.get("rules").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
            let rules = rules.map(|rule| Value::from(words::rule_not_met(rule, policy)));
            let reason = given.get("reason").and_then(Value::as_str).map(|reason| format!("reason: {reason}"));
            rules.chain(reason.map(Value::from)).collect()
        }
        FactType::Plain
        | FactType::Stage
        | FactType::StageOrRole
        | FactType::ChainStep
        | FactType::Duty
        | FactType::Clock
        | FactType::Category
        | FactType::Ground
        | FactType::LegalStatus
        | FactType::Barrier
        | FactType::Because
        | FactType::CaseType
        | FactType::ImpactLevel
        | FactType::NoteKind
        | FactType::ResultKind
        | FactType::Internal => Value::Object(given.clone()),
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
    let on = text("on").and_then(|on| on.parse().ok()).map(|on| format!(", {}", describe_moment(on)));
    format!("{what}{stage}{}", on.unwrap_or_default())
}

fn word(kind: FactType, id: &str, policy: &Policy) -> String {
    let title = match kind {
        FactType::Duty => return policy.rule_in_words(id),
        FactType::LegalStatus => return legal_status_in_words(id),
        FactType::Stage => return policy.place_title(&OwedAt::from(id)).to_string(),
        FactType::StageOrRole => policy.stage(&id.into()).map(|stage| stage.title.as_str()).or(Some(policy.titled(id))),
        FactType::Who => Some(policy.titled(id)),
        FactType::Category => policy.category(&id.into()).map(|category| category.text.as_str()),
        FactType::Ground => return policy.ground_text(&id.into()).to_string(),
        FactType::Paper => {
            let mut pack = policy.referral.iter().flat_map(|rule| &rule.pack);
            pack.find(|item| item.id.as_str() == id).map(|item| item.text.as_str())
        }
        FactType::Barrier => known(id).map(Barrier::meaning),
        FactType::Because => known(id).map(Because::meaning),
        FactType::CaseType => known(id).map(CaseType::meaning),
        FactType::ImpactLevel => known(id).map(words::impact_level),
        FactType::NoteKind => known(id).map(note),
        FactType::ResultKind => known(id).map(ResultKind::meaning),
        FactType::Plain
        | FactType::ChainStep
        | FactType::Clock
        | FactType::Field
        | FactType::Action
        | FactType::Confirmed
        | FactType::Overridden
        | FactType::Facts
        | FactType::Internal => None,
    };
    title.unwrap_or(id).to_string()
}

fn known<T: DeserializeOwned>(id: &str) -> Option<T> {
    serde_json::from_value(Value::from(id)).ok()
}
