//! A record as it was known at a moment.

use super::dispute::{with_corrections, with_numbers};
use super::event::{Entry, Event};
use super::record::Record;
use super::sequence::happened_until;
use super::time::Moment;
use crate::domain::terms::EntryNumber;

impl Record {
    /// Removes the entries that happened after a moment, and the corrections made after it. An entry that was
    /// corrected by then is compared by its corrected date.
    pub fn cut_off(&mut self, at: Moment) {
        let made_later = |entry: &Entry| matches!(entry.event, Event::Corrected(_)) && at.is_before(&entry.at);
        let known: Vec<Entry> = self.entries.iter().filter(|entry| !made_later(entry)).cloned().collect();
        // An action keeps its number, even if one that was typed before it is of a later day.
        let known = with_numbers(&known).unwrap_or(known);
        let standing = with_corrections(&known).map(|(entries, _)| entries).unwrap_or_else(|_| known.clone());
        let kept: Vec<EntryNumber> = happened_until(&standing, at).map(|entry| entry.number).collect();
        let stands = |number: EntryNumber| standing.iter().any(|entry| entry.number == number);
        let mut left: Vec<EntryNumber> = Vec::new();
        for entry in &known {
            let stays = if let Event::Corrected(facts) = &entry.event {
                left.contains(&facts.corrects)
            } else if stands(entry.number) {
                kept.contains(&entry.number)
            } else {
                // A struck entry stays in the log from its own date on.
                !at.is_before(&entry.at)
            };
            left.extend(stays.then_some(entry.number));
        }
        self.entries = known;
        self.entries.retain(|entry| left.contains(&entry.number));
    }
}
