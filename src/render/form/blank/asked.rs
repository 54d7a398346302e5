//! Room on an empty form for what a protocol asks, for what its rules turn on, and for the fields that it declares.

use super::{AROSE_ON, line};
use crate::domain::policy::{AnswerKind, Asked, Fact, Field, Policy, Step, Verb};
use crate::domain::text::each_once;
use crate::render::form::Row;

/// What every form has a place for already.
const ELSEWHERE: [Fact; 10] = [
    Fact::CaseType,
    Fact::Category,
    Fact::Concern,
    Fact::DecidedBy,
    Fact::Impact,
    Fact::Seeking,
    Fact::Reason,
    Fact::RespondBy,
    Fact::ReviewDate,
    Fact::Ground,
];

/// Where on the form something is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Opening,
    Stages,
    Referral,
    Outcome,
}

impl Place {
    fn of(verb: Verb) -> Place {
        match verb {
            Verb::Raise | Verb::Complaint | Verb::Praise | Verb::Reopen => Place::Opening,
            Verb::Respond | Verb::Agree | Verb::Escalate | Verb::Extend | Verb::Meeting | Verb::Decide => Place::Stages,
            Verb::Refer | Verb::Curtail => Place::Referral,
            Verb::Resolve => Place::Outcome,
        }
    }
}

/// The answers that a protocol asks for with these steps, as questions, without those that every form has a place for.
pub(super) fn asked_for(policy: &Policy, step: impl Fn(&Step) -> bool) -> Vec<Row> {
    facts_asked_for(policy, step).into_iter().map(|fact| question(fact, policy)).collect()
}

/// The same for raising, and whatever else of raising the protocol's rules turn on.
pub(super) fn to_raise(policy: &Policy) -> Vec<Row> {
    let asked = facts_asked_for(policy, |step| step.verb == Verb::Raise);
    let rests_on = policy.rests_on().into_iter().filter_map(|asked| match asked {
        Asked::Fact(Fact::ByRole) | Asked::Field(_) => None,
        Asked::Fact(fact) => Some(fact).filter(|fact| !ELSEWHERE.contains(fact)),
    });
    each_once(asked.into_iter().chain(rests_on)).into_iter().map(|fact| question(fact, policy)).collect()
}

fn facts_asked_for(policy: &Policy, step: impl Fn(&Step) -> bool) -> Vec<Fact> {
    each_once(policy.asks.iter().filter(|ask| ask.before.iter().any(&step)).filter_map(|ask| match ask.ask {
        Asked::Fact(fact) => Some(fact).filter(|fact| !ELSEWHERE.contains(fact)),
        Asked::Field(_) => None,
    }))
}

fn question(fact: Fact, policy: &Policy) -> Row {
    let name = fact.question().to_string();
    let services = policy.services_named();
    match fact.kind() {
        AnswerKind::Line if fact == Fact::Subject && !services.is_empty() => {
            line(&format!("{name} ({})", services.join(", ")), 1)
        }
        AnswerKind::PastDay if fact == Fact::AroseOn => line(AROSE_ON, 1),
        AnswerKind::OneOf(words) => Row::Boxes(name, words.iter().map(|word| word.replace('-', " ")).collect()),
        AnswerKind::YesNo => Row::Boxes(name, vec!["yes".to_string(), "no".to_string()]),
        AnswerKind::Text | AnswerKind::Categories | AnswerKind::Holder => line(&name, 2),
        AnswerKind::Line
        | AnswerKind::Action
        | AnswerKind::PastDay
        | AnswerKind::DayAhead
        | AnswerKind::Day
        | AnswerKind::Role
        | AnswerKind::Stage
        | AnswerKind::Ground => line(&name, 1),
    }
}

/// The fields that are filled in there: each where it is asked for first, or in the opening if nothing asks for it.
pub(super) fn fields(policy: &Policy, place: Place) -> Vec<Row> {
    let row = |field: &Field| match field.values.is_empty() {
        true => line(&field.text, 1),
        false => Row::Boxes(field.text.clone(), field.values_in_words()),
    };
    policy.fields.iter().filter(|field| place_of(field, policy) == place).map(row).collect()
}

fn place_of(field: &Field, policy: &Policy) -> Place {
    let asks = policy.asks.iter().filter(|ask| matches!(&ask.ask, Asked::Field(id) if *id == field.id));
    let places: Vec<Place> = asks.flat_map(|ask| &ask.before).map(|step| Place::of(step.verb)).collect();
    let in_order = [Place::Opening, Place::Stages, Place::Referral, Place::Outcome];
    in_order.into_iter().find(|place| places.contains(place)).unwrap_or(Place::Opening)
}
