//! Where a policy comes from, and why one can't be used.

use std::fmt;
use std::path::PathBuf;

use serde::{Serialize, Serializer};

use crate::domain::fault::Fault;
use crate::domain::suggest::{choices, nearest};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    BuiltIn,
    File(PathBuf),
}

/// Why a policy can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    #[error("there is no policy `{id}`")]
    Unknown {
        id: String,
        /// The ids of all policies, the most similar first.
        suggestions: Vec<String>,
        /// Files that may have it, but are too faulty to tell.
        unread: Vec<String>,
    },
    #[error("there is no version `{version}` of the policy `{id}`")]
    UnknownVersion { id: String, version: String, known: Vec<String> },
    #[error("the policy `{id}` {version} appears twice, with different content: {} and {}", files[0], files[1])]
    Clash { id: String, version: String, files: [Origin; 2] },
    #[error("{}", faulty(.0))]
    Faulty(Vec<Fault>),
    #[error("can't list the policies in `{}`: {message}", path.display())]
    Io { path: PathBuf, message: String },
}

impl PolicyError {
    /// The hint if it is the policy of a record, which can't use another one.
    pub fn hint_for_a_record(&self) -> Option<String> {
        match self {
            // If a similar policy exists, somebody may have edited the id by hand.
            Self::Unknown { id, suggestions, .. } if nearest(id, suggestions.iter().map(String::as_str)).is_some() => {
                self.hint()
            }
            Self::Unknown { .. } | Self::UnknownVersion { .. } => Some(
                "it was raised under it: put the policy's file back into the folder `policies` of the store".to_owned(),
            ),
            Self::Clash { .. } | Self::Faulty(_) | Self::Io { .. } => self.hint(),
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unknown { id, suggestions, unread } => match unread.split_first() {
                Some((file, _)) => Some(format!("`{file}` can't be read; `iro policy check {file}` says why")),
                None => choices(id, suggestions),
            },
            Self::UnknownVersion { version, known, .. } => choices(version, known),
            Self::Clash { files, .. } => Some(match files {
                [Origin::BuiltIn, _] => "give your own file a version or an id of its own".to_owned(),
                _ => "keep one of them, or give one another version".to_owned(),
            }),
            Self::Faulty(faults) => {
                let file = faults.first().map(|fault| &fault.file);
                file.map(|file| format!("`iro policy check {file}` shows where"))
            }
            Self::Io { .. } => None,
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn => f.write_str("built-in"),
            Self::File(path) => write!(f, "{}", path.display()),
        }
    }
}

impl Serialize for Origin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

fn faulty(faults: &[Fault]) -> String {
    match faults {
        [] => "a policy file can't be used".to_owned(),
        [only] => format!("{}:{}: {}", only.file, only.line, only.message),
        [first, ..] => {
            let errors = faults.len();
            format!("{}:{}: {}, the first of {errors} faults", first.file, first.line, first.message)
        }
    }
}
