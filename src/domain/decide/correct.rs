//! Putting right what was recorded wrongly: the old words stay in the record, struck.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::{Denied, Doing, Passing, Refusal, Unknown, bare_entry, known, not_in_future};
use crate::domain::dispute::{Dispute, recount, with_corrections, with_facts};
use crate::domain::event::{Corrected, Entry};
use crate::domain::record::Record;

#[derive(Debug, Clone)]
pub struct Correct {
    /// The number of the event.
    pub event: u32,
    pub reason: String,
    /// Facts to put in place of the old ones; none strikes the event altogether.
    pub set: BTreeMap<String, Value>,
    /// The dates that this event gave are to be counted with today's calendar, whatever else is corrected.
    pub recount: bool,
}

impl Dispute {
    /// Strikes an event or changes its facts, and counts anew the dates that follow from it.
    ///
    /// # Errors
    /// No such event or fact; a history that couldn't have happened that way.
    pub fn correct(&self, record: &Record, mut correct: Correct, doing: &Doing<'_>) -> Result<Entry, Denied> {
        let target = record.entries.iter().find(|entry| entry.number == correct.event).ok_or_else(|| Unknown {
            what: "event",
            given: correct.event.to_string(),
            known: record.entries.iter().map(|entry| entry.number.to_string()).collect(),
        })?;
        Self::check_facts(target, &correct.set)?;
        not_in_future(doing)?;
        if correct.recount && correct.set.is_empty() {
            // A correction without facts strikes the event; this one leaves it as it stands and is only about its dates.
            let standing = with_corrections(&record.entries).map(|(entries, _)| entries).unwrap_or_default();
            let at = standing.iter().find(|entry| entry.number == correct.event).map_or(target.at, |entry| entry.at);
            correct.set.insert("on".to_string(), Value::String(at.to_string()));
        }
        let wrong = |why: String| Refusal::flat("correct", why, Some(format!("see `iro log {}`", self.header.id)));
        let corrected = with_facts(target, &correct.set).map_err(wrong)?;
        if doing.now.is_before(&corrected.at) {
            return Err(wrong("the corrected date is in the future".to_string()));
        }
        let facts =
            Corrected { corrects: correct.event, reason: correct.reason, set: correct.set, recounted: Vec::new() };
        let entry = bare_entry(self.entries + 1, doing, facts.into(), Passing::default());
        let mut all = record.entries.clone();
        all.push(entry.clone());
        let standing = with_corrections(&all).map_err(|fault| wrong(fault.to_string()))?.0;
        if let Some(pair) = standing.windows(2).find(|pair| pair[1].at.is_before(&pair[0].at)) {
            let message = format!("event {} would then come before event {}", pair[1].number, pair[0].number);
            return Err(wrong(message));
        }
        let counted =
            recount(&record.header, &Arc::clone(&self.policy), &record.entries, entry, correct.recount, doing.calendar);
        Ok(counted.map_err(|fault| wrong(fault.to_string()))??)
    }

    /// Each fact to set must be one that the event can have, and one it can't do without must not be emptied.
    fn check_facts(target: &Entry, set: &BTreeMap<String, Value>) -> Result<(), Denied> {
        let names = target.event.fact_names();
        for (name, value) in set {
            known("fact of that event", name, names.iter().map(String::as_str).chain(["on"]))?;
            let emptied = value.is_null() || value.as_str().is_some_and(str::is_empty);
            if emptied && NEEDED.contains(&name.as_str()) {
                return Err(Refusal::flat("correct", format!("`{name}` can't be empty"), None));
            }
        }
        Ok(())
    }
}

/// Facts that no event which has them can do without.
const NEEDED: [&str; 12] =
    ["on", "concern", "stage", "text", "outcome", "reason", "duty", "action", "chair", "decided_by", "name", "clock"];
