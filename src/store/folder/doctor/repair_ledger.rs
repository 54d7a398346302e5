//! Compares the records with the ledger, and adds to the ledger what it lacks.

use crate::store::compare_with_ledger::{Caught, Comparison, NOT_WHOLE, compare_with_ledger};
use crate::store::contract::{Evidence, Store};
use crate::store::doctor::{Finding, Repairer};
use crate::store::error::{GIVE_THE_RIGHT, StoreError};
use crate::store::folder::dir::FolderStore;
use crate::store::ledger::{Ledger, LineKind, why};
use crate::store::records::Which;
use crate::store::unplaced::LOST_WITH_LEDGER;

pub(super) fn of_ledger(
    store: &FolderStore,
    ledger: Result<Ledger, StoreError>,
    comparison: Comparison,
    repairer: Option<Repairer<'_>>,
) -> Result<Vec<Finding>, StoreError> {
    let known = match ledger {
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
    let mut findings = compare_with_ledger(store, &known, &comparison.changed)?;
    if store.ids(Which::All)?.is_empty() {
        if let Some(id) = store.last_lost()?.filter(|_| !known.there) {
            let message = format!("`{id}` was written here last, and neither it nor the ledger is there");
            findings.push(Finding::wrong("ledger", message, LOST_WITH_LEDGER));
        }
        return Ok(findings);
    }
    let caught = Caught::of(&known, &comparison);
    if let Some(repairer) = repairer {
        add_missing(store, caught, comparison, repairer)?;
    }
    findings.extend(caught.findings(repairer.is_some()));
    if findings.is_empty() {
        findings.push(Finding::well("ledger", "the ledger (the list of everything written) has every record"));
    }
    Ok(findings)
}

/// Adds to the ledger the records and events that it lacks, because they were written while it was missing. Whatever
/// contradicts the ledger is left alone.
fn add_missing(
    store: &FolderStore,
    caught: Caught,
    comparison: Comparison,
    repairer: Repairer<'_>,
) -> Result<(), StoreError> {
    if caught.is_well() {
        return Ok(());
    }
    let mut writing = store.writing()?;
    if caught.torn {
        let more = why(repairer.now, repairer.by, NOT_WHOLE);
        writing.ledger.note(LineKind::Began, None, None, Some(&more))?;
    }
    for head in comparison.lacking {
        writing.ledger.note(LineKind::Found, None, Some(head), None)?;
    }
    Ok(())
}
