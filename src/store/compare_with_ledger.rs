//! Compares the records of a store with its ledger, and words what `doctor` reports about that.

use std::collections::BTreeSet;

use super::chain::{Chain, ChainEnd};
use super::contract::Store;
use super::doctor::Finding;
use super::error::StoreError;
use super::ledger::{Head, Ledger, LedgerEnd, LineKind};
use super::records::{Stored, Which};
use super::tamper::{Sign, signs};
use crate::domain::id::DisputeId;

impl dyn Store + '_ {
    /// What is missing, as far as the ledger tells, unless somebody has accepted the loss.
    ///
    /// # Errors
    /// The store can't be searched.
    pub fn losses(&self) -> Result<Losses, StoreError> {
        let ledger = self.ledger()?;
        let sealed = |id| self.load(id).is_ok_and(|stored| stored.is_sealed());
        let is_ledger_lost = match ledger.there {
            true => ledger.lost.is_some(),
            false => self.last_lost()?.is_some() || self.ids(Which::All)?.into_iter().any(sealed),
        };
        Ok(Losses { gone: gone(self, &ledger)?, is_ledger_lost, ledger: ledger.end })
    }
}

/// What is missing from a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Losses {
    /// The records that the ledger says were written.
    pub gone: Vec<DisputeId>,
    /// Whether the ledger itself is missing, or lines of it are, so that nobody can say what else is.
    pub is_ledger_lost: bool,
    /// The ledger that says so.
    pub ledger: LedgerEnd,
}

fn gone(store: &dyn Store, ledger: &Ledger) -> Result<Vec<DisputeId>, StoreError> {
    let there: BTreeSet<DisputeId> = store.ids(Which::All)?.into_iter().chain(store.waiting()?).collect();
    let mut gone: Vec<DisputeId> = ledger.known.keys().copied().filter(|id| !there.contains(id)).collect();
    let removed: BTreeSet<DisputeId> = store.removed_ids()?.into_iter().collect();
    if gone.iter().any(|id| removed.contains(id)) {
        // One that was removed since the ledger was read is in it by now.
        let ledger = store.ledger()?;
        // One with a tombstone that the ledger doesn't know may still be in its place, perhaps unreadable.
        let is_missing = |id: &DisputeId| {
            let copies = store.copies(&[*id]);
            copies.is_ok_and(|each| each.iter().all(|found| found.as_ref().is_ok_and(|copies| copies.is_empty())))
        };
        gone.retain(|id| !removed.contains(id) || (ledger.known.contains_key(id) && is_missing(id)));
    }
    Ok(gone)
}

/// Records that are gone and have a tombstone that the ledger doesn't know: no `purge` removed them.
///
/// # Errors
/// The store can't be searched.
pub(super) fn only_said_to_be_removed(store: &dyn Store, ledger: &Ledger) -> Result<Vec<DisputeId>, StoreError> {
    let removed: BTreeSet<DisputeId> = store.removed_ids()?.into_iter().collect();
    Ok(gone(store, ledger)?.into_iter().filter(|id| removed.contains(id)).collect())
}

/// Records that the ledger says were removed, and that have no tombstone any more: it was taken away.
///
/// # Errors
/// The store can't be searched.
pub(super) fn without_tombstone(store: &dyn Store, ledger: &Ledger) -> Result<Vec<DisputeId>, StoreError> {
    let removed = ledger.gone.values().filter(|line| line.what == LineKind::Purged).filter_map(|line| line.id);
    let mut lost: BTreeSet<DisputeId> = removed.collect();
    if !lost.is_empty() {
        let there = store.removed_ids()?.into_iter().chain(store.ids(Which::All)?).chain(store.waiting()?);
        there.for_each(|id| _ = lost.remove(&id));
    }
    Ok(lost.into_iter().collect())
}

/// The findings on every record that contradicts the ledger: those that are missing, and those that differ from what
/// was written.
///
/// # Errors
/// The store can't be searched.
pub(super) fn compare_with_ledger(
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
    let lost = without_tombstone(store, ledger)?;
    let is_lost = (
        "was removed, as the ledger says, and its tombstone is gone",
        "were removed, as the ledger says, and their tombstones are gone",
    );
    let findings = [
        finding("gone", &gone, is_gone),
        finding("tombstone", &lost, is_lost),
        finding("changed", changed, is_changed),
    ];
    Ok(findings.into_iter().flatten().collect())
}

/// The reason that is noted in a ledger whose lines were not whole.
pub(super) const NOT_WHOLE: &str = "lines of the ledger were not whole";

/// What a comparison of the records with the ledger shows.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    /// The states of records that don't contradict it.
    pub(super) sound: Vec<Head>,
    /// Those of them that it lacks, or not with all their events.
    pub(super) lacking: Vec<Head>,
    /// The records that differ from what was written.
    pub(super) changed: Vec<DisputeId>,
}

impl Comparison {
    pub(super) fn add(&mut self, stored: &Stored, ledger: &Ledger) {
        let (id, chain) = (stored.record.header.id, Chain::of(&stored.record, &stored.seals));
        let signs = signs(&chain, ledger, id);
        if signs.iter().copied().any(Sign::is_certain) {
            self.changed.push(id);
            return;
        }
        let head = Head { id, events: chain.events(), head: chain.head() };
        self.sound.push(head);
        if !signs.is_empty() || !ledger.known.contains_key(&id) {
            self.lacking.push(head);
        }
    }

    /// Adds what the comparison of other records shows.
    pub(super) fn join(&mut self, other: Comparison) {
        self.sound.extend(other.sound);
        self.lacking.extend(other.lacking);
        self.changed.extend(other.changed);
    }

    /// Leaves out of what the ledger lacks what it has got meanwhile.
    #[cfg(feature = "postgres")]
    pub(super) fn read_again(&mut self, ledger: &Ledger) {
        let has = |head: &Head| {
            let lines = ledger.known.get(&head.id).into_iter().flatten();
            lines.into_iter().any(|line| line.events >= head.events)
        };
        self.lacking.retain(|head| !has(head));
    }
}

/// The state of a record as a line of the ledger keeps it.
pub(super) fn head_of(stored: &Stored) -> Head {
    Head::new(stored.record.header.id, ChainEnd::of(&stored.record, &stored.seals))
}

/// The state of the ledger, for the findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Caught {
    /// Whether lines were lost or changed.
    lost: bool,
    /// Whether lines were not written completely.
    pub(super) torn: bool,
    /// How many records it lacks.
    records: usize,
}

impl Caught {
    pub(super) fn of(ledger: &Ledger, comparison: &Comparison) -> Caught {
        let lost = ledger.has_to_be_accepted() || !ledger.there && !comparison.lacking.is_empty();
        // Noting torn lines would add a line, and hide that earlier lines were lost.
        let torn = !lost && !ledger.torn.is_empty();
        Caught { lost, torn, records: comparison.lacking.len() }
    }

    /// Whether there is nothing to add to the ledger.
    pub(super) fn is_well(self) -> bool {
        !self.torn && self.records == 0
    }

    /// The findings; after a repair, what it added to the ledger.
    pub(super) fn findings(self, repaired: bool) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.lost {
            // A person has to learn of this, so a `doctor --repair` that runs each night must not make it disappear.
            let message =
                "lines of the ledger were lost or changed: what was removed or changed before can't be noticed";
            let hint = "compare the records with a backup; then `iro doctor --accept ledger --reason TEXT` notes in it that \
                        this was so";
            findings.push(Finding::wrong("ledger", message, hint));
        }
        if self.torn && repaired {
            findings.push(Finding::repaired("ledger", "noted in the ledger that lines before were not whole"));
        } else if self.torn {
            let message = "lines of the ledger are not whole";
            findings.push(Finding::wrong("ledger", message, "`iro doctor --repair` notes that in it"));
        }
        if self.records > 0 && repaired {
            let message = format!("noted {} of the records that it was behind with", self.records);
            findings.push(Finding::repaired("ledger", message));
        } else if self.records > 0 {
            let message = format!("the ledger is behind with {} of the records", self.records);
            findings.push(Finding::wrong("ledger", message, "`iro doctor --repair` notes them in it"));
        }
        findings
    }
}
