//! What a policy asks for with a step and did not get: how to give it once the step was recorded.

use super::correctable;
use super::gate::warning_of;
use super::remedy::{Typed, add_once, typed};
use crate::domain::event::{Entry, Event};
use crate::domain::id::DisputeId;
use crate::domain::policy::{Ask, Asked, OnRecord, Policy, Verb};
use crate::domain::terms::EntryNumber;
use crate::domain::text::clean_text;

/// The commands that give what the warnings of an entry say is missing, in backticks, with the values to choose from.
pub fn given_afterwards(policy: &Policy, entry: &Entry, id: DisputeId) -> Vec<String> {
    let warned_of = |ask: &Ask| {
        let mut verbs = ask.before.iter().map(|step| step.verb);
        verbs.find(|verb| entry.warned.contains(&clean_text(&warning_of(policy, ask, *verb))))
    };
    let is_praise = matches!(entry.event, Event::Praised(_));
    let (mut fields, mut here, mut at_raising, mut actions) = (Vec::new(), Vec::new(), Vec::new(), None);
    for (asked, verb) in policy.asks.iter().filter_map(|ask| Some((&ask.ask, warned_of(ask)?))) {
        match asked {
            Asked::Field(name) if is_praise => add_once(&mut here, Typed::set_field(name)),
            Asked::Field(_) => add_once(&mut fields, typed(policy, asked)),
            Asked::Fact(fact) if correctable(&entry.event).contains(&fact.key(verb)) => {
                add_once(&mut here, Typed::set(*fact, verb));
            }
            Asked::Fact(fact) => match fact.on_record() {
                OnRecord::Raised => add_once(&mut at_raising, Typed::set(*fact, Verb::Raise)),
                OnRecord::Plan => actions = Some(format!("`iro action add {id} --what TEXT`")),
                OnRecord::Never => {}
            },
        }
    }
    let command =
        |before: String, all: Vec<Typed>, after: &str| (!all.is_empty()).then(|| Typed::command(&before, &all, after));
    let correct = |event: EntryNumber, sets: Vec<Typed>| {
        command(format!("iro correct {id} --event {event}"), sets, "--reason TEXT")
    };
    let noted = command(format!("iro note {id}"), fields, "--text TEXT");
    noted
        .into_iter()
        .chain(correct(entry.number, here))
        .chain(correct(EntryNumber::FIRST, at_raising))
        .chain(actions)
        .collect()
}
