//! Compares the records with the ledger, and adds to the ledger what it lacks.

use serde_json::json;

use crate::domain::id::DisputeId;
use crate::store::against_the_ledger::against_the_ledger;
use crate::store::chain::Chain;
use crate::store::contract::Store;
use crate::store::doctor::{Finding, Repairer};
use crate::store::error::{GIVE_THE_RIGHT, StoreError};
use crate::store::folder::dir::FolderStore;
use crate::store::folder::ledger;
use crate::store::folder::write::head_of;
use crate::store::ledger::{Head, Ledger, LineKind};
use crate::store::records::Which;
use crate::store::tamper::{Sign, signs};

/// The hint about lost lines of a ledger.
const ACCEPT_LEDGER: &str =
    "compare the records with a backup; then `iro doctor --accept ledger --reason TEXT` notes in it that this was so";

pub(super) fn of_ledger(store: &FolderStore, repairer: Option<Repairer<'_>>) -> Result<Vec<Finding>, StoreError> {
    let known = match ledger::read(store.root()) {
        Ok(known) => known,
        Err(error) => {
            let hint = match error.lacks_right() {
                true => GIVE_THE_RIGHT,
                false => {
                    "put a file in its place from a backup, or move it elsewhere: the next command that writes begins a \
                     new one"
                }
            };
            return Ok(vec![Finding::wrong("ledger", format!("the ledger can't be read: {error}"), hint)]);
        }
    };
    let seen = seen(store, &known)?;
    let mut findings = against_the_ledger(store, &known, &seen.changed)?;
    if store.ids(Which::All)?.is_empty() {
        return Ok(findings);
    }
    let caught = seen.caught;
    if let Some(repairer) = repairer {
        add_missing(store, seen, repairer)?;
    }
    let repaired = repairer.is_some();
    if caught.lost {
        // A person has to learn of this, so a `doctor --repair` that runs each night must not make it disappear.
        let message = "lines of the ledger were lost or changed: what was removed or changed before can't be noticed";
        findings.push(Finding::wrong("ledger", message, ACCEPT_LEDGER));
    }
    if caught.torn && repaired {
        findings.push(Finding::repaired("ledger", "noted in the ledger that lines before were not whole"));
    } else if caught.torn {
        let message = "lines of the ledger are not whole";
        findings.push(Finding::wrong("ledger", message, "`iro doctor --repair` notes that in it"));
    }
    if caught.records > 0 && repaired {
        let message = format!("noted {} of the records that it was behind with", caught.records);
        findings.push(Finding::repaired("ledger", message));
    } else if caught.records > 0 {
        let message = format!("the ledger is behind with {} of the records", caught.records);
        findings.push(Finding::wrong("ledger", message, "`iro doctor --repair` notes them in it"));
    }
    if findings.is_empty() {
        findings.push(Finding::well("ledger", "the ledger knows every record"));
    }
    Ok(findings)
}

/// Adds to the ledger the records and events that it lacks, because they were written while it was missing. Whatever
/// contradicts the ledger is left alone.
fn add_missing(store: &FolderStore, seen: Comparison, repairer: Repairer<'_>) -> Result<(), StoreError> {
    let Comparison { caught, behind, .. } = seen;
    if caught.is_well() {
        return Ok(());
    }
    let mut writing = store.writing()?;
    if caught.torn {
        let reason = "lines of the ledger were not whole";
        let more = json!({"at": repairer.now.to_string(), "by": repairer.by, "reason": reason});
        writing.ledger.note(LineKind::Began, None, None, Some(&more))?;
    }
    for head in behind {
        writing.ledger.note(LineKind::Found, None, Some(head), None)?;
    }
    Ok(())
}

/// Compares all records with the ledger.
fn seen(store: &FolderStore, known: &Ledger) -> Result<Comparison, StoreError> {
    let (mut behind, mut changed) = (Vec::new(), Vec::new());
    for id in store.ids(Which::All)? {
        for stored in store.copies_of(id)?.into_iter().filter_map(|found| found.stored.ok()) {
            let signs = signs(&Chain::of(&stored.record, &stored.seals), known, id);
            let never = !known.known.contains_key(&id);
            if signs.iter().copied().any(Sign::is_certain) {
                changed.push(id);
            } else if never || !signs.is_empty() {
                behind.push(head_of(&stored));
            }
        }
    }
    changed.dedup();
    let lost = known.has_to_be_accepted() || !known.there && !behind.is_empty();
    // Noting torn lines would add a line, and hide that earlier lines were lost.
    let torn = !lost && !known.torn.is_empty();
    let caught = Caught { lost, torn, records: behind.len() };
    Ok(Comparison { caught, behind, changed })
}

struct Comparison {
    caught: Caught,
    /// The states of records that the ledger lacks.
    behind: Vec<Head>,
    /// The records that differ from what was written.
    changed: Vec<DisputeId>,
}

/// The state of the ledger, for the findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Caught {
    /// Whether lines were lost or changed.
    lost: bool,
    /// Whether lines were not written completely.
    torn: bool,
    records: usize,
}

impl Caught {
    /// Whether there is nothing to add to the ledger.
    fn is_well(self) -> bool {
        !self.torn && self.records == 0
    }
}
