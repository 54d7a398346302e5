//! What `doctor` reports about records that differ from the ledger.

use std::collections::BTreeSet;

use super::contract::Store;
use super::doctor::Finding;
use super::error::StoreError;
use super::ledger::Ledger;
use super::records::Which;
use crate::domain::id::DisputeId;

impl dyn Store + '_ {
    /// The ids of records that the ledger says were written and that are missing, unless somebody has accepted the
    /// loss.
    ///
    /// # Errors
    /// The store can't be searched.
    pub fn gone(&self) -> Result<Vec<DisputeId>, StoreError> {
        gone(self, &self.ledger()?)
    }
}

fn gone(store: &dyn Store, ledger: &Ledger) -> Result<Vec<DisputeId>, StoreError> {
    let there: BTreeSet<DisputeId> =
        store.ids(Which::All)?.into_iter().chain(store.removed_ids()?).chain(store.waiting()?).collect();
    Ok(ledger.known.keys().copied().filter(|id| !there.contains(id)).collect())
}

/// The findings on every record that contradicts the ledger: those that are missing, and those that differ from what
/// was written.
///
/// # Errors
/// The store can't be searched.
pub(super) fn against_the_ledger(
    store: &dyn Store,
    ledger: &Ledger,
    changed: &[DisputeId],
) -> Result<Vec<Finding>, StoreError> {
    let gone = gone(store, ledger)?;
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
