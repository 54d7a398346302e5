//! The events of a record. A record is a list of entries; each has one event, when it happened, when and by whom it
//! was typed, and the deadlines that it set.

mod absent;
mod choices;
mod course;
mod fact_type;
mod facts;
mod typed;

use chrono::{DateTime, FixedOffset};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

pub use choices::*;
pub use course::Course;
pub use fact_type::FactType;
pub use facts::*;
pub use typed::{Unreadable, word, yes_or_no};

use super::terms::{ActionNumber, ClockId, DutyId, EntryNumber, FieldId, RoleId, StageId, Strength};
use super::time::{Date, Instant, Moment};

/// One entry of a record: an event, when it happened, and who typed it when.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub number: EntryNumber,
    /// When it happened.
    pub at: Moment,
    /// When it was typed.
    pub recorded_at: Moment,
    /// The name of whoever typed it.
    pub by: String,
    pub event: Event,
    /// Duties confirmed with this step, and when they were done.
    pub confirmed: Vec<Confirmed>,
    pub overridden: Option<Overridden>,
    /// Warnings that were shown when this was recorded.
    pub warned: Vec<String>,
    /// The deadlines of the clocks that this event started. In a corrected extension also the clock's new date, if that
    /// was counted again.
    pub clocks: Vec<Deadline>,
    /// The numbers of the actions that it added, in their order. They are not written: they follow from the entries
    /// before (`number_actions`).
    pub action_numbers: Vec<ActionNumber>,
}

/// A duty confirmed with a step, and when it was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirmed {
    pub duty: DutyId,
    pub on: Moment,
}

/// The rules that a step overrode, by name, and the reason given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overridden {
    pub rules: Vec<String>,
    pub reason: String,
}

/// The deadline of a clock, as written into the event that started it: the limit in the policy's words, and its date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    pub clock: ClockId,
    /// The clock's stage, or the stage at which a dispute-wide clock began; `None` for the total, the time to raise
    /// and the child's own deadline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<StageId>,
    pub limit: String,
    pub strength: Strength,
    pub started: Moment,
    pub due: Date,
    /// Only for limits in hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<FixedOffset>>,
    /// In a correction: the event whose deadline this replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<EntryNumber>,
}

impl Deadline {
    /// The date, with its time of day where it has one.
    pub fn falls_due(&self) -> Moment {
        self.due_at.map_or(Moment::on(self.due), Moment::at)
    }

    /// When its clock started: the end of the day where hours count from a day without a time; `None` where days count
    /// and nobody gave a time.
    pub fn started_at(&self) -> Option<Instant> {
        self.due_at.map(|_| self.started.instant_or_end()).or(self.started.instant())
    }

    /// Whether it is that of a clock, by its name and stage.
    pub fn is_of(&self, clock: &ClockId, stage: Option<&StageId>) -> bool {
        self.clock == *clock && self.stage.as_ref() == stage
    }
}

/// Declares the kinds of event: the word each is known by in files and in `log`, and its facts.
macro_rules! events {
    ($( $variant:ident($payload:ty) = $word:literal ),* $(,)?) => {
        #[derive(Debug, Clone, PartialEq)]
        pub enum Event { $( $variant(Box<$payload>) ),* }

        impl Event {
            /// Every word that `word` gives.
            pub const WORDS: &'static [&'static str] = &[$( $word ),*];

            /// The word for this kind of event in a record.
            pub fn word(&self) -> &'static str {
                match self { $( Event::$variant(_) => $word ),* }
            }

            /// The names of the facts that this kind of event can have.
            pub fn fact_names(&self) -> Vec<String> {
                let names = match self { $( Event::$variant(_) => <$payload>::FACTS ),* };
                names.iter().map(|name| name.trim_start_matches("r#").to_string()).collect()
            }

            /// Reads a fact as a person types it; `given` has each value of a repeated flag. `None` if this kind of
            /// event has no such fact.
            pub fn typed(&self, name: &str, given: &[String], now: Moment) -> Option<Result<Value, Unreadable>> {
                let facts = self.facts();
                match self { $( Event::$variant(_) => <$payload>::typed(name, given, facts.get(name), now) ),* }
            }

            /// What the values of a fact are, by its name; `None` if no kind of event has it. A fact is the same in
            /// every kind that has it.
            pub fn fact_type(name: &str) -> Option<FactType> {
                let all = [$( <$payload>::fact_type ),*];
                all.iter().find_map(|of| of(name))
            }

            /// The word of each kind of event with each of its facts.
            #[cfg(test)]
            fn fact_types() -> Vec<(&'static str, String, FactType)> {
                let mut all = Vec::new();
                $( for name in <$payload>::FACTS.iter().map(|name| name.trim_start_matches("r#")) {
                    all.extend(<$payload>::fact_type(name).map(|kind| ($word, name.to_string(), kind)));
                } )*
                all
            }

            /// Whether this kind of event may be without a fact.
            pub fn may_lack(&self, name: &str) -> bool {
                match self { $( Event::$variant(_) => <$payload>::may_lack(name) ),* }
            }

            /// Its facts by name, in the order they are declared; absent ones are left out.
            pub fn facts(&self) -> Map<String, Value> {
                match self { $( Event::$variant(facts) => to_map(facts.as_ref()) ),* }
            }

            /// The event of that word with these facts.
            ///
            /// # Errors
            /// An unknown word, a fact that the event doesn't have, or a value of the wrong type.
            pub fn from_facts(word: &str, facts: Map<String, Value>) -> Result<Event, NotAnEvent> {
                Event::read(word, Value::Object(facts)).map_err(|fault| NotAnEvent(fault.to_string()))
            }

            /// As `from_facts`, reading the facts with any deserializer.
            ///
            /// # Errors
            /// As for `from_facts`, in the deserializer's own words.
            pub fn read<'de, D: Deserializer<'de>>(word: &str, facts: D) -> Result<Event, D::Error> {
                match word {
                    $( $word => <$payload>::deserialize(facts).map(|facts| Event::$variant(Box::new(facts))), )*
                    other => Err(D::Error::custom(format_args!("`{other}` is not a kind of event"))),
                }
            }
        }

        $( impl From<$payload> for Event {
            fn from(facts: $payload) -> Event { Event::$variant(Box::new(facts)) }
        } )*
    };
}

events! {
    Raised(Raised) = "raised",
    Responded(Responded) = "responded",
    PlanAgreed(PlanAgreed) = "agreed",
    Resolved(Resolved) = "resolved",
    Escalated(Escalated) = "escalated",
    Extended(Extended) = "extended",
    DutyDone(DutyDone) = "done",
    DutyWaived(DutyWaived) = "waived",
    ActionAdded(ActionAdded) = "action-added",
    ActionDone(ActionDone) = "action-done",
    ActionMissed(ActionMissed) = "action-missed",
    MeetingHeld(MeetingHeld) = "meeting",
    Decided(Decided) = "decided",
    Noted(Noted) = "noted",
    Referred(Referred) = "referred",
    Complained(Complained) = "complaint",
    Praised(Praised) = "praised",
    Acknowledged(Acknowledged) = "acknowledged",
    Withdrawn(Withdrawn) = "withdrawn",
    Reopened(Reopened) = "reopened",
    Corrected(Corrected) = "corrected",
    MeetingArranged(MeetingArranged) = "meeting-arranged",
}

impl Event {
    /// Whether it may be recorded late: it then counts from the day it happened, at the stage of that day, even if
    /// later steps are already recorded.
    pub fn counts_from_own_date(&self) -> bool {
        match self {
            Event::DutyDone(_) | Event::ActionDone(_) | Event::MeetingHeld(_) | Event::Noted(_) => true,
            Event::Raised(_)
            | Event::Responded(_)
            | Event::PlanAgreed(_)
            | Event::Resolved(_)
            | Event::Escalated(_)
            | Event::Extended(_)
            | Event::DutyWaived(_)
            | Event::ActionAdded(_)
            | Event::ActionMissed(_)
            | Event::MeetingArranged(_)
            | Event::Decided(_)
            | Event::Referred(_)
            | Event::Complained(_)
            | Event::Praised(_)
            | Event::Acknowledged(_)
            | Event::Withdrawn(_)
            | Event::Reopened(_)
            | Event::Corrected(_) => false,
        }
    }

    /// Whether it can only happen while a dispute is open.
    pub fn needs_open_dispute(&self) -> bool {
        match self {
            Event::Responded(_)
            | Event::PlanAgreed(_)
            | Event::Extended(_)
            | Event::ActionAdded(_)
            | Event::MeetingArranged(_)
            | Event::MeetingHeld(_)
            | Event::Decided(_) => true,
            Event::Raised(_)
            | Event::Resolved(_)
            | Event::Escalated(_)
            | Event::DutyDone(_)
            | Event::DutyWaived(_)
            | Event::ActionDone(_)
            | Event::ActionMissed(_)
            | Event::Noted(_)
            | Event::Referred(_)
            | Event::Complained(_)
            | Event::Praised(_)
            | Event::Acknowledged(_)
            | Event::Withdrawn(_)
            | Event::Reopened(_)
            | Event::Corrected(_) => false,
        }
    }

    /// Whether it moves a date and says itself to which.
    pub fn moves_a_date(&self) -> bool {
        match self {
            Event::Extended(_) | Event::MeetingArranged(_) => true,
            Event::Raised(_)
            | Event::Responded(_)
            | Event::PlanAgreed(_)
            | Event::Resolved(_)
            | Event::Escalated(_)
            | Event::DutyDone(_)
            | Event::DutyWaived(_)
            | Event::ActionAdded(_)
            | Event::ActionDone(_)
            | Event::ActionMissed(_)
            | Event::MeetingHeld(_)
            | Event::Decided(_)
            | Event::Noted(_)
            | Event::Referred(_)
            | Event::Complained(_)
            | Event::Praised(_)
            | Event::Acknowledged(_)
            | Event::Withdrawn(_)
            | Event::Reopened(_)
            | Event::Corrected(_) => false,
        }
    }

    /// Whether its own facts give its day, or it is always of the day it is typed, so that no date need be given with
    /// it.
    pub fn has_own_date(&self) -> bool {
        match self {
            Event::MeetingHeld(_) | Event::Corrected(_) => true,
            Event::Raised(_)
            | Event::Responded(_)
            | Event::PlanAgreed(_)
            | Event::Resolved(_)
            | Event::Escalated(_)
            | Event::Extended(_)
            | Event::DutyDone(_)
            | Event::DutyWaived(_)
            | Event::ActionAdded(_)
            | Event::ActionDone(_)
            | Event::ActionMissed(_)
            | Event::MeetingArranged(_)
            | Event::Decided(_)
            | Event::Noted(_)
            | Event::Referred(_)
            | Event::Complained(_)
            | Event::Praised(_)
            | Event::Acknowledged(_)
            | Event::Withdrawn(_)
            | Event::Reopened(_) => false,
        }
    }

    /// The values it gives for the fields that the policy declares.
    pub fn fields(&self) -> impl Iterator<Item = (&FieldId, &String)> {
        let fields = match self {
            Event::Raised(facts) => Some(&facts.fields),
            Event::Responded(facts) => Some(&facts.fields),
            Event::PlanAgreed(facts) => Some(&facts.fields),
            Event::Resolved(facts) => Some(&facts.fields),
            Event::Escalated(facts) => Some(&facts.fields),
            Event::Noted(facts) => Some(&facts.fields),
            Event::Referred(facts) => Some(&facts.fields),
            Event::Complained(facts) => Some(&facts.fields),
            Event::Reopened(facts) => Some(&facts.fields),
            Event::Praised(facts) => Some(&facts.fields),
            Event::Extended(_)
            | Event::DutyDone(_)
            | Event::DutyWaived(_)
            | Event::ActionAdded(_)
            | Event::ActionDone(_)
            | Event::ActionMissed(_)
            | Event::MeetingArranged(_)
            | Event::MeetingHeld(_)
            | Event::Decided(_)
            | Event::Acknowledged(_)
            | Event::Withdrawn(_)
            | Event::Corrected(_) => None,
        };
        fields.into_iter().flatten()
    }

    /// The field for a corrected child, if this is the first event of a record; else `None`.
    pub(super) fn child_mut(&mut self) -> Option<&mut Option<String>> {
        if let Event::Raised(facts) = self {
            Some(&mut facts.child)
        } else if let Event::Praised(facts) = self {
            Some(&mut facts.child)
        } else {
            None
        }
    }

    /// The digest of the policy's text, in the first event of a record; a record of an older version has none.
    pub(super) fn policy_digest(&self) -> Option<&str> {
        if let Event::Raised(facts) = self {
            facts.policy_digest.as_deref()
        } else if let Event::Praised(facts) = self {
            facts.policy_digest.as_deref()
        } else {
            None
        }
    }

    /// The role chosen from those that the stage may ask; `None` if nobody chose.
    pub fn asked(&self) -> Option<&RoleId> {
        if let Event::Raised(facts) = self {
            return facts.asked.as_ref();
        }
        if let Event::Escalated(facts) = self { facts.asked.as_ref() } else { None }
    }

    /// What is to be done, for each action that it adds to the plan.
    pub fn planned(&self) -> Vec<&str> {
        if let Event::Responded(facts) = self {
            return facts.actions.iter().map(|action| action.what.as_str()).collect();
        }
        if let Event::ActionAdded(facts) = self { vec![facts.what.as_str()] } else { Vec::new() }
    }
}

/// Why a word and a set of facts do not make an event.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotAnEvent(pub String);

fn to_map<T: Serialize>(facts: &T) -> Map<String, Value> {
    match serde_json::to_value(facts) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}
