//! Which facts of an event can be corrected or emptied, and reading what was typed for them.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::domain::dispute::CONFIRMED;
use crate::domain::event::{Entry, Event, FactType, Unreadable};
use crate::domain::policy::Policy;
use crate::domain::steps::rule::Bar;
use crate::domain::steps::{Denied, Refusal, Unknown, confirmed};
use crate::domain::suggest;
use crate::domain::time::{DateError, Moment, parse_when};

/// The name under which an event's date is corrected, which is not one of its facts.
pub(super) const WHEN: &str = "on";

/// The names of the facts of an event that somebody may correct, with `on` for its date.
pub fn correctable(event: &Event) -> Vec<String> {
    let settable = event.fact_names().into_iter().filter(|name| Event::is_correctable(name));
    settable.chain([WHEN.to_string()]).collect()
}

/// Whether a fact can be removed without giving another.
pub fn can_be_empty(target: &Entry, name: &str, policy: &Policy) -> bool {
    match (name, &target.event) {
        ("child", Event::Raised(_)) => policy.may_lack_child(None),
        ("child", _) => false,
        (name, _) => !needed(target, name),
    }
}

/// The facts to set, read as the command that recorded the event would read them.
pub(super) fn read(target: &Entry, given: &[(String, String)], now: Moment) -> Result<BTreeMap<String, Value>, Denied> {
    let mut names = correctable(&target.event);
    names.extend(confirmed::may_change(target).then(|| CONFIRMED.to_string()));
    let mut set: BTreeMap<String, Value> = BTreeMap::new();
    for (name, _) in given {
        if !names.contains(name) {
            let message = format!("event {} ({}) has no `{name}` to correct", target.number, target.event.word());
            let (given, known) = (name.clone(), names.clone());
            let has = |kind: FactType| names.iter().any(|name| Entry::fact_type(name) == kind);
            let of_an_action = ["action", "what", "owner", "due", "measure"].contains(&name.as_str());
            let hint = match has(FactType::Action) && of_an_action {
                true => Some(ACTIONS_AS_A_WHOLE.to_string()),
                false => has(FactType::Field).then(|| unknown_among_fields(name, &names)).flatten(),
            };
            return Err(Unknown { message, hint, ..Unknown::named("fact", given, known) }.into());
        }
        let values: Vec<String> =
            given.iter().filter(|(other, _)| other == name).map(|(_, value)| value.clone()).collect();
        let emptied = values.iter().all(String::is_empty);
        let value = match name.as_str() {
            CONFIRMED => confirmed::read(target, &values, now)?,
            name if emptied && needed(target, name) => {
                return Err(cant_be_empty(name));
            }
            _ if emptied => Value::Null,
            WHEN => Value::String(
                parse_when(values.last().map_or("", String::as_str), now).map_err(unreadable)?.to_string(),
            ),
            name => match target.event.typed(name, &values, now) {
                Some(value) => value.map_err(|fault| Unreadable(format!("`{name}` can't be corrected: {fault}")))?,
                None => Value::Null,
            },
        };
        set.insert(name.clone(), value);
    }
    Ok(set)
}

/// What to type where a name is no fact of an event that has fields: it may be one of those.
const ACTIONS_AS_A_WHOLE: &str = "`--set actions=\"WHAT | OWNER | DUE\"`, once for each action, replaces all of them";

fn unknown_among_fields(name: &str, known: &[String]) -> Option<String> {
    let choices = suggest::choices(name, known)?;
    Some(format!("{choices}; a field of the protocol is set by `--set fields=NAME=VALUE`"))
}

/// Whether the event needs a fact: by its type, with few exceptions.
fn needed(target: &Entry, name: &str) -> bool {
    match (&target.event, name) {
        // An answer without a role is taken to be that of whoever was asked.
        (Event::Responded(_), "role") => false,
        // Somebody is praised, and more time is always for the same clock and up to some date.
        (Event::Praised(_), "for") | (Event::Extended(_), "stage" | "until") => true,
        (event, name) => name == WHEN || !event.may_lack(name),
    }
}

fn unreadable(fault: DateError) -> Denied {
    Unreadable(fault.to_string()).into()
}

pub(super) fn cant_be_empty(name: &str) -> Denied {
    let hint = format!("give it another value: `--set {name}=VALUE`");
    Refusal::absolute(Bar::Correct, format!("`{name}` can't be empty"), Some(hint))
}
