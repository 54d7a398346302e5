//! The numbers of actions.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The number by which people and letters refer to an action of a dispute, 1 for the first. It is not that of the event
/// that added it, and is never given again. (C10 in `docs/decisions.md`.)
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ActionNumber(u32);

impl ActionNumber {
    /// Before the first action has its number.
    pub const NONE: ActionNumber = ActionNumber(0);

    /// The numbers that come after this one.
    pub fn further(self) -> impl Iterator<Item = ActionNumber> {
        (self.0..=u32::MAX).skip(1).map(ActionNumber)
    }
}

impl From<u32> for ActionNumber {
    fn from(number: u32) -> ActionNumber {
        ActionNumber(number)
    }
}

impl From<ActionNumber> for u32 {
    fn from(number: ActionNumber) -> u32 {
        number.0
    }
}

impl FromStr for ActionNumber {
    type Err = ParseIntError;

    fn from_str(typed: &str) -> Result<ActionNumber, ParseIntError> {
        typed.parse().map(ActionNumber)
    }
}

impl fmt::Display for ActionNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
