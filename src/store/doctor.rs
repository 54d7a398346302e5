//! What a store says of its own health. What it looks at is each store's business.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Serialize;

use super::contract::Store;
use super::error::StoreError;
use super::ledger::Ledger;
use super::records::Which;
use crate::domain::id::DisputeId;
use crate::domain::time::Moment;

/// Something that a doctor has to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What it is about, stable for scripts.
    pub what: &'static str,
    pub state: State,
    pub message: String,
    pub hint: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    Well,
    /// Something a person has to see to, or that `--repair` can.
    Wrong,
    Repaired,
}

/// Asks another process whether the file at a path is locked; `None` where none can be asked.
pub type Elsewhere<'a> = dyn Fn(&Path) -> Option<bool> + 'a;

/// Who repairs, and when; nobody where it is only to be looked at.
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

/// What stands against the ledger: records that it knows and that are gone, and those that aren't what was written.
///
/// # Errors
/// The store can't be looked through.
pub(super) fn against_the_ledger(
    store: &dyn Store,
    ledger: &Ledger,
    changed: &[DisputeId],
) -> Result<Vec<Finding>, StoreError> {
    let there: BTreeSet<DisputeId> =
        store.ids(Which::All)?.into_iter().chain(store.removed_ids()?).chain(store.waiting()?).collect();
    let gone: Vec<DisputeId> = ledger.known.keys().copied().filter(|id| !there.contains(id)).collect();
    let finding = |what, ids: &[DisputeId], (one, many): (&str, &str)| {
        let first = ids.first()?;
        let message = match ids.len() {
            1 => format!("`{first}` {one}"),
            several => format!("{several} records, the first of them `{first}`, {many}"),
        };
        Some(Finding::wrong(what, message, "`iro check` says what to do about it"))
    };
    let is_gone = ("was here, as the ledger says, and is gone", "were here, as the ledger says, and are gone");
    let is_changed = ("is not what was written, as the ledger says", "are not what was written, as the ledger says");
    Ok([finding("gone", &gone, is_gone), finding("changed", changed, is_changed)].into_iter().flatten().collect())
}
