//! Which entries were applied, in the order in which they happened.

use std::collections::BTreeMap;

/// The numbers of the entries applied so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Applied {
    /// The place of each in the order in which they happened, from 1.
    places: BTreeMap<u32, usize>,
    last: Option<u32>,
}

impl Applied {
    /// With only the first entry.
    pub fn begun_by(first: u32) -> Applied {
        let mut applied = Applied::default();
        applied.add(first);
        applied
    }

    pub fn add(&mut self, entry: u32) {
        self.places.insert(entry, self.places.len() + 1);
        self.last = Some(entry);
    }

    pub fn has(&self, entry: u32) -> bool {
        self.places.contains_key(&entry)
    }

    /// The place of an entry; one that is not applied yet comes after all others. Entry 0 comes before them.
    pub fn place(&self, entry: u32) -> usize {
        match entry {
            0 => 0,
            _ => self.places.get(&entry).copied().unwrap_or(self.places.len() + 1),
        }
    }

    /// The entry that happened last.
    pub fn last(&self) -> Option<u32> {
        self.last
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }
}
