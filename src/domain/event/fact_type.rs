//! What the values of facts are, so that people are shown titles and words in place of ids.

use super::{Entry, Event};

/// What a fact's value is. Of a list it is what each value is; of a map, what each name in it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactType {
    /// Text, a number, a date, yes or no: shown as it is.
    Plain,
    /// A role by its id, or a person by name.
    Who,
    /// A stage, or the end of the dispute.
    Stage,
    /// A stage or, within a chain, the role at a step of it.
    StageOrRole,
    /// The place in a stage's chain.
    ChainStep,
    Duty,
    Clock,
    Category,
    Ground,
    /// A paper of the pack of a referral.
    Paper,
    /// A field that the policy declares, with its value.
    Field,
    LegalStatus,
    Barrier,
    Because,
    CaseType,
    ImpactLevel,
    NoteKind,
    ResultKind,
    /// An action of a plan.
    Action,
    /// A duty that was confirmed, and when it was done.
    Confirmed,
    /// The requirements that were overridden, and the reason.
    Overridden,
    /// The facts that a correction sets, by their names.
    Facts,
    /// Kept for the program, and not shown.
    Internal,
}

/// Facts that the program works out, which nobody can correct.
const WORKED_OUT: [&str; 12] = [
    "ladder",
    "policy_digest",
    "siblings",
    "repeat_of",
    "from",
    "step",
    "bypassed",
    "clock",
    "corrects",
    "set",
    "recounted",
    "numbers",
];

impl Event {
    /// Whether some kind of event has a fact of this name that somebody may correct.
    pub fn is_correctable(name: &str) -> bool {
        Event::fact_type(name).is_some() && !WORKED_OUT.contains(&name)
    }
}

impl Entry {
    /// What an entry has beside the facts of its event. Its deadlines are worded with their clocks.
    pub const OWN_FACTS: [(&str, FactType); 4] = [
        ("confirmed", FactType::Confirmed),
        ("overridden", FactType::Overridden),
        ("warned", FactType::Plain),
        ("clocks", FactType::Internal),
    ];

    /// What the values of a fact of an entry are, by its name: one of its event's, or one of its own.
    pub fn fact_type(name: &str) -> FactType {
        let own = || Entry::OWN_FACTS.iter().find(|(own, _)| *own == name).map(|(_, kind)| *kind);
        Event::fact_type(name).or_else(own).unwrap_or(FactType::Plain)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// A correction sets facts by their names, and doesn't say of which kind of event they are.
    #[test]
    fn facts_of_one_name_are_the_same_in_every_kind_of_event() {
        let mut known: BTreeMap<String, FactType> = BTreeMap::new();
        for (word, name, kind) in Event::fact_types() {
            let first = *known.entry(name.clone()).or_insert(kind);
            assert_eq!(first, kind, "`{name}` of `{word}`");
            assert_eq!(Entry::fact_type(&name), kind, "`{name}`");
        }
        assert_eq!(known["by_role"], FactType::Who);
        assert_eq!(known["legal_status"], FactType::LegalStatus);
        assert_eq!(known["for"], FactType::Plain);
    }
}
