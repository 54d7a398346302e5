//! Which entries were applied, in the order in which they happened.

use std::collections::BTreeMap;

use crate::domain::terms::EntryNumber;

/// The numbers of the entries applied so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Applied {
    /// The place of each in the order in which they happened, from 1.
    places: BTreeMap<EntryNumber, usize>,
    last: EntryNumber,
}

impl Applied {
    /// With only the first entry.
    pub fn begun_by(first: EntryNumber) -> Applied {
        Applied { places: BTreeMap::from([(first, 1)]), last: first }
    }

    pub fn add(&mut self, entry: EntryNumber) {
        self.places.insert(entry, self.places.len() + 1);
        self.last = entry;
    }

    pub fn has(&self, entry: EntryNumber) -> bool {
        self.places.contains_key(&entry)
    }

    /// The place of an entry; one that is not applied yet comes after all others.
    pub fn place(&self, entry: EntryNumber) -> usize {
        self.places.get(&entry).copied().unwrap_or(self.places.len() + 1)
    }

    /// The entry that happened last.
    pub fn last(&self) -> EntryNumber {
        self.last
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }
}
