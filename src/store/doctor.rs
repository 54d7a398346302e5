//! What a store reports about its own health. Each kind of store has its own checks.

use std::path::Path;

use serde::Serialize;

use super::policies::PolicyBook;
use super::records::{Filed, Stored};
use crate::domain::case::Case;
use crate::domain::time::Moment;

/// One result of `iro doctor`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What it is about. A fixed word, because scripts depend on it.
    pub what: &'static str,
    pub state: State,
    pub message: String,
    pub hint: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    Well,
    /// Something that a person, or `--repair`, has to fix.
    Wrong,
    Repaired,
}

/// Asks another process whether the file at a path is locked; `None` if no other process can be started.
pub type Elsewhere<'a> = dyn Fn(&Path) -> Option<bool> + 'a;

/// Who repairs and when.
#[derive(Debug, Clone, Copy)]
pub struct Repairer<'a> {
    pub by: &'a str,
    pub now: Moment,
}

impl Finding {
    pub(super) fn well(what: &'static str, message: impl Into<String>) -> Finding {
        Finding { what, state: State::Well, message: message.into(), hint: None }
    }

    pub(super) fn repaired(what: &'static str, message: impl Into<String>) -> Finding {
        Finding { what, state: State::Repaired, message: message.into(), hint: None }
    }

    pub(super) fn wrong(what: &'static str, message: impl Into<String>, hint: &str) -> Finding {
        Finding { what, state: State::Wrong, message: message.into(), hint: Some(hint.to_string()) }
    }
}

/// How a record has to be filed, by the policy that it was raised under; `None` if that is unknown, or the record was
/// written by a newer version.
pub(super) fn belongs(policies: &PolicyBook, stored: &Stored) -> Option<Filed> {
    let policy = policies.of_record(&stored.record).ok().filter(|_| stored.newer.is_none())?.policy;
    Case::replay(&stored.record, policy).ok().map(|case| Filed::of(&case))
}
