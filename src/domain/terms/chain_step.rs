//! Places in a chain of people who are asked one after another.

use serde::{Deserialize, Serialize};

/// The place of somebody in a stage's chain, 0 for the first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChainStep(u32);

impl ChainStep {
    pub const FIRST: ChainStep = ChainStep(0);

    /// The place with this index in the list of roles.
    pub fn at(index: usize) -> ChainStep {
        ChainStep(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// Its index in the list of roles.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The place after it.
    #[must_use]
    pub fn next(self) -> ChainStep {
        ChainStep(self.0.saturating_add(1))
    }
}
