//! What a policy asks for with a step and did not get: how to give it once the step was recorded.

use super::correctable;
use super::gate::warning_of;
use super::remedy::{add_once, typed};
use crate::domain::event::{Entry, Event};
use crate::domain::id::DisputeId;
use crate::domain::policy::{Ask, Asked, OnRecord, Policy, Verb};
use crate::domain::terms::EntryNumber;
use crate::domain::text::{clean_text, for_a_shell};

/// The commands that give what the warnings of an entry say is missing.
pub fn given_afterwards(policy: &Policy, entry: &Entry, id: DisputeId) -> Vec<String> {
    let warned_of = |ask: &Ask| {
        let mut verbs = ask.before.iter().map(|step| step.verb);
        verbs.find(|verb| entry.warned.contains(&clean_text(&warning_of(policy, ask, *verb))))
    };
    let is_praise = matches!(entry.event, Event::Praised(_));
    let (mut fields, mut here, mut at_raising, mut actions) = (Vec::new(), Vec::new(), Vec::new(), None);
    for (asked, verb) in policy.asks.iter().filter_map(|ask| Some((&ask.ask, warned_of(ask)?))) {
        match asked {
            Asked::Field(name) if is_praise => add_once(&mut here, format!("--set fields={name}=TEXT")),
            Asked::Field(_) => {
                let given = typed(policy, asked);
                let (flag, value) = given.split_once(' ').unwrap_or((&given, ""));
                add_once(&mut fields, format!("--{flag} {}", for_a_shell(value)));
            }
            Asked::Fact(fact) if correctable(&entry.event).contains(&fact.key(verb)) => {
                add_once(
                    &mut here,
                    format!("--set {}", for_a_shell(&format!("{}={}", fact.key(verb), fact.kind().placeholder()))),
                );
            }
            Asked::Fact(fact) => match fact.on_record() {
                OnRecord::Raised => {
                    let key = fact.key(Verb::Raise);
                    let set = for_a_shell(&format!("{key}={}", fact.kind().placeholder()));
                    add_once(&mut at_raising, format!("--set {set}"));
                }
                OnRecord::Plan => actions = Some(format!("iro action add {id} --what TEXT")),
                OnRecord::Never => {}
            },
        }
    }
    let correct = |event: EntryNumber, sets: Vec<String>| {
        (!sets.is_empty()).then(|| format!("iro correct {id} --event {event} {} --reason TEXT", sets.join(" ")))
    };
    let noted = (!fields.is_empty()).then(|| format!("iro note {id} {} --text TEXT", fields.join(" ")));
    noted
        .into_iter()
        .chain(correct(entry.number, here))
        .chain(correct(EntryNumber::FIRST, at_raising))
        .chain(actions)
        .collect()
}
