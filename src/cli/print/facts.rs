//! An event and its facts, for a person to read.

use serde_json::{Map, Value};

use crate::domain::dispute::{Clock, Dispute};
use crate::domain::event::{Deadline, Entry, Event, FactType};
use crate::domain::policy::{ClockId, DutyId, OwedAt, Policy};
use crate::domain::time::{describe_at, describe_moment};
use crate::render::ink::{STRONG, styled};
use crate::render::view::all_facts;
use crate::render::{clean, event_words, words};

/// The event without its warnings, which are shown beside it.
pub fn warned_beside(entry: &Entry) -> Entry {
    Entry { warned: Vec::new(), ..entry.clone() }
}

/// An event in the words of its policy: what, when, by whom, and its facts, one per line. If the dispute is given, each
/// duty that the event settles is shown with its stage.
pub fn event_in_words(entry: &Entry, policy: &Policy, dispute: Option<&Dispute>) -> String {
    let facts = with_stages(all_facts(entry), dispute.map(|dispute| dispute.settled_by(entry)).unwrap_or_default());
    let own = |name: &str| of_its_event(name, entry, policy, dispute);
    let label = |deadline: &Deadline| {
        let action = dispute
            .and_then(|dispute| dispute.actions.iter().find(|action| ClockId::Action(action.number) == deadline.clock));
        action
            .map(|action| action.what.clone())
            .or_else(|| label_given(deadline, entry, dispute?))
            .unwrap_or_else(|| words::clock_and_stage(&deadline.clock, deadline.stage.as_ref(), policy))
    };
    described(entry, facts, |name, value| own(name).unwrap_or_else(|| event_words::fact(name, value, policy)), label)
}

/// The label of the clock that an event gave a date, by the rule that did: several rules of a name have labels of their
/// own.
fn label_given(deadline: &Deadline, entry: &Entry, dispute: &Dispute) -> Option<String> {
    let given = |clock: &&Clock| clock.entry == entry.number && clock.deadline == *deadline;
    let clock = dispute.clocks.iter().find(given)?;
    let stage = deadline.stage.as_ref().filter(|_| deadline.clock != ClockId::Total);
    Some(words::at_stage(&dispute.label_of(clock), stage, &dispute.policy))
}

/// A fact that takes its words from others of the same event.
fn of_its_event(name: &str, entry: &Entry, policy: &Policy, dispute: Option<&Dispute>) -> Option<Value> {
    match (&entry.event, Entry::fact_type(name)) {
        // A place in a chain stands for the person at it.
        (Event::Escalated(facts), FactType::ChainStep) => {
            let roles = policy.stage(&facts.to)?.responders.at_step(facts.step?);
            roles.first().map(|role| Value::from(policy.role_title(role)))
        }
        (Event::DutyDone(facts), FactType::Duty) if dispute.is_none() && facts.duty == DutyId::ON_FILE => {
            Some("On the child's file".into())
        }
        // The same duty has other words at another stage.
        (Event::DutyDone(_) | Event::DutyWaived(_), FactType::Duty) => {
            let (duty, _) = dispute?.settled_by(entry).into_iter().next()?;
            dispute?.settled_in(&duty, entry.number).1.map(|rule| Value::from(rule.text.clone()))
        }
        (Event::Extended(facts), FactType::Clock) => {
            Some(words::clock_and_stage(&facts.clock, facts.stage.as_ref(), policy).into())
        }
        _ => None,
    }
}

/// The facts of an event, with its stage added to each duty that it settles.
fn with_stages(mut facts: Map<String, Value>, settled: Vec<(DutyId, OwedAt)>) -> Map<String, Value> {
    for (duty, stage) in settled {
        let stage = Value::from(stage.as_str());
        let confirmed = facts.get_mut("confirmed").and_then(Value::as_array_mut).into_iter().flatten();
        let confirmed = confirmed.filter_map(Value::as_object_mut);
        match confirmed.into_iter().find(|one| one["duty"] == duty.as_str()) {
            Some(one) => one.insert("stage".to_string(), stage),
            None => facts.insert("stage".to_string(), stage),
        };
    }
    facts
}

fn described(
    entry: &Entry,
    facts: Map<String, Value>,
    worded: impl Fn(&str, &Value) -> Value,
    clock: impl Fn(&Deadline) -> String,
) -> String {
    let mut lines = vec![format!(
        "{}. {}  {}  by {}",
        entry.number,
        styled(STRONG, &entry.event.word().replace('-', " ")),
        describe_moment(entry.at),
        clean::line(&entry.by)
    )];
    // Within a chain the stage stays the same.
    let stays = matches!(&entry.event, Event::Escalated(facts) if facts.from == facts.to);
    for (name, value) in facts {
        let stage = stays && ["from", "to"].contains(&name.as_str());
        if !stage && Entry::fact_type(&name) != FactType::Internal {
            lines.extend(fact(&name, &worded(&name, &value)));
        }
    }
    lines.extend(entry.clocks.iter().map(|deadline| {
        let instead = deadline
            .instead_of
            .map(|event| format!(", instead of the date given by event {event}"))
            .unwrap_or_default();
        clean::line(&format!(
            "   deadline set: {}, by {} ({}{instead})",
            clock(deadline),
            describe_at(deadline.due, deadline.due_at),
            deadline.limit
        ))
    }));
    lines.join("\n")
}

/// The name of a fact as people read it.
fn name_in_words(name: &str) -> String {
    match name {
        "iro" => "IRO".to_string(),
        _ => name.replace('_', " "),
    }
}

/// A fact of an event on one line; several texts get a line each.
fn fact(name: &str, value: &Value) -> Vec<String> {
    let name = clean::line(&name_in_words(name));
    let below = |items: Vec<String>| {
        let inner = items.into_iter().map(|item| format!("     - {}", clean::line(&item)));
        std::iter::once(format!("   {name}:")).chain(inner).collect::<Vec<_>>()
    };
    match value {
        Value::Array(items) if items.iter().any(Value::is_object) || of_sentences(items) => {
            below(items.iter().map(short).collect())
        }
        Value::Object(map) => below(map.iter().map(pair).collect()),
        Value::String(text) if text.contains('\n') => {
            let body = clean::block(text);
            let inner = body.lines().map(|line| format!("     {line}"));
            std::iter::once(format!("   {name}:")).chain(inner).collect::<Vec<_>>()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
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
    text.parse().ok().map(describe_moment)
}

/// A fact on one line.
pub fn short(value: &Value) -> String {
    match value {
        Value::String(text) => day(text).unwrap_or_else(|| text.clone()),
        Value::Array(items) => items.iter().map(short).collect::<Vec<_>>().join(", "),
        Value::Object(map) => map.iter().map(pair).collect::<Vec<_>>().join("; "),
        Value::Null => "(taken out)".to_string(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// A name with its value.
fn pair((name, value): (&String, &Value)) -> String {
    format!("{}: {}", name_in_words(name), short(value))
}
