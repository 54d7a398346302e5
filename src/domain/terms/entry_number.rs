//! The numbers of a record's entries.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The number of an entry in its record, in the order of typing, 1 for the first: the `N` of `--event N`. The header is
/// no entry, and has none. The default is the number of no entry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryNumber(u32);

impl EntryNumber {
    /// That of the entry with which a record begins.
    pub const FIRST: EntryNumber = EntryNumber(1);

    /// That of the entry which follows so many others.
    pub fn following(entries: u32) -> EntryNumber {
        EntryNumber(entries.saturating_add(1))
    }
}

impl From<u32> for EntryNumber {
    fn from(number: u32) -> EntryNumber {
        EntryNumber(number)
    }
}

impl From<EntryNumber> for u32 {
    fn from(number: EntryNumber) -> u32 {
        number.0
    }
}

impl FromStr for EntryNumber {
    type Err = ParseIntError;

    fn from_str(typed: &str) -> Result<EntryNumber, ParseIntError> {
        typed.parse().map(EntryNumber)
    }
}

impl fmt::Display for EntryNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
