//! What is known when a step is taken: what comes with it, and what is on record.

use serde_json::{Map, Value};

use crate::domain::dispute::Dispute;
use crate::domain::event::Event;
use crate::domain::policy::{Asked, Fact, FieldId, Verb, Way};

pub(in crate::domain) struct Given<'a> {
    /// The facts of the step's event, by name.
    step: Map<String, Value>,
    /// The fields among them.
    fields: Vec<FieldId>,
    on_record: Option<&'a Dispute>,
    /// Facts that need not be given.
    settled: Vec<Fact>,
}

impl<'a> Given<'a> {
    /// What the event of a step carries, and what the dispute has on record, if there is one yet.
    pub fn with(event: &Event, on_record: Option<&'a Dispute>) -> Given<'a> {
        let fields = event.fields().map(|(id, _)| id.clone()).collect();
        Given { step: event.facts(), fields, on_record, settled: Vec::new() }
    }

    /// If `settled`, notes that this fact need not be given under this policy.
    pub fn unless_settled(mut self, fact: Fact, settled: bool) -> Given<'a> {
        self.settled.extend(settled.then_some(fact));
        self
    }

    /// Unless `said`, takes out a fact of the step that nobody gave, and that has its usual value.
    pub fn without_unless(mut self, fact: Fact, said: bool) -> Given<'a> {
        if !said {
            self.step.remove(fact.word());
        }
        self
    }

    /// Whether each action of the step has a measure; true if there is no action.
    fn measured(&self) -> bool {
        let actions = self.step.get(Fact::Actions.word()).and_then(Value::as_array);
        actions.into_iter().flatten().all(|action| action.get(Fact::Measure.word()).is_some())
    }

    /// Whether what a policy asks for before a step is given with it or on record.
    pub fn has(&self, asked: &Asked, verb: Verb) -> bool {
        match asked {
            Asked::Field(id) => {
                self.fields.contains(id) || self.on_record.is_some_and(|dispute| dispute.fields().contains_key(id))
            }
            Asked::Fact(fact) if self.settled.contains(fact) => true,
            Asked::Fact(Fact::Measure) => self.measured(),
            Asked::Fact(fact) => match fact.way(verb) {
                Some(Way::Flag(_)) => self.step.contains_key(&fact.key(verb)),
                Some(Way::Correction) => self.on_record.is_some_and(|dispute| {
                    Event::from(dispute.raised.clone()).facts().contains_key(&fact.key(Verb::Raise))
                }),
                Some(Way::ActionAdded) => self.on_record.is_some_and(|dispute| !dispute.actions.is_empty()),
                None => false,
            },
        }
    }
}
