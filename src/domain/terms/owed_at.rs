//! Where a duty is owed.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::StageId;

/// At a stage, or once the dispute has ended. Files and JSON have the id of the stage, or the word `end`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum OwedAt {
    Stage(StageId),
    End,
}

impl OwedAt {
    /// The word for the end, which no stage can be called.
    pub const END: &str = "end";

    /// The stage; `None` for the end.
    pub fn stage(&self) -> Option<&StageId> {
        match self {
            OwedAt::Stage(id) => Some(id),
            OwedAt::End => None,
        }
    }

    /// As files and JSON have it.
    pub fn as_str(&self) -> &str {
        self.stage().map_or(OwedAt::END, StageId::as_str)
    }

    /// Whether no place was given.
    pub fn is_empty(&self) -> bool {
        self.stage().is_some_and(StageId::is_empty)
    }
}

impl fmt::Display for OwedAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<&str> for OwedAt {
    fn from(word: &str) -> OwedAt {
        if word == OwedAt::END { OwedAt::End } else { OwedAt::Stage(word.into()) }
    }
}

impl From<String> for OwedAt {
    fn from(word: String) -> OwedAt {
        word.as_str().into()
    }
}

impl From<OwedAt> for String {
    fn from(place: OwedAt) -> String {
        place.to_string()
    }
}

impl From<StageId> for OwedAt {
    fn from(id: StageId) -> OwedAt {
        OwedAt::Stage(id)
    }
}
