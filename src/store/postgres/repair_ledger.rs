//! Accepts that lines of the ledger were lost or changed, and adds to it what the records show that it lacks.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::PostgresStore;
use super::content::id;
use super::wire::rows;
use crate::domain::id::DisputeId;
use crate::domain::time::Moment;
use crate::store::chain::Digest;
use crate::store::compare_with_ledger::{Caught, Comparison, NOT_WHOLE};
use crate::store::contract::{Evidence, Store};
use crate::store::doctor::{Finding, Repairer};
use crate::store::error::StoreError;
use crate::store::ledger::{Head, Ledger, LineKind, why};
use crate::store::records::Which;

/// The last event of each record.
const LAST_EVENTS: &str =
    "SELECT DISTINCT ON (record) record, number, digest FROM iro.event ORDER BY record, number DESC;";

/// Accepts that lines were lost or changed. What earlier lines say no longer counts, so each record's present state is
/// noted again.
pub(super) fn accept(store: &PostgresStore, reason: &str, by: &str, now: Moment) -> Result<bool, StoreError> {
    let ledger = store.ledger()?;
    if !ledger.has_to_be_accepted() {
        return Ok(false);
    }
    let mut comparison = Comparison::default();
    let ids = store.ids(Which::All)?;
    for some in ids.chunks(store.share()) {
        store.load_all(some)?.into_iter().flatten().for_each(|stored| comparison.add(&stored, &ledger));
    }
    let more = why(now, by, reason);
    note(store, Some(&more), &comparison.sound)?;
    Ok(true)
}

/// Reports what is wrong with the ledger; with a repairer, adds what it lacks. Whatever contradicts it is left alone.
pub(super) fn of_ledger(
    store: &PostgresStore,
    ledger: &Ledger,
    mut comparison: Comparison,
    repairer: Option<Repairer<'_>>,
) -> Result<Vec<Finding>, StoreError> {
    // Somebody may have written since the ledger was read.
    if !comparison.lacking.is_empty() {
        comparison.read_again(&store.ledger()?);
    }
    let caught = Caught::of(ledger, &comparison);
    if let Some(repairer) = repairer
        && !caught.is_well()
    {
        let more = why(repairer.now, repairer.by, NOT_WHOLE);
        note(store, caught.torn.then_some(&more), &comparison.lacking)?;
    }
    Ok(caught.findings(repairer.is_some()))
}

/// Notes these states of records. A record that was written to meanwhile has a line of its own by then. With `begun`, the
/// ledger begins again.
fn note(store: &PostgresStore, begun: Option<&Json>, found: &[Head]) -> Result<(), StoreError> {
    store.wire.write(
        LAST_EVENTS,
        |plan, answer| {
            let last: BTreeSet<_> = rows(answer, 0).iter().filter_map(|row| state(row)).collect();
            if begun.is_some() {
                plan.note(LineKind::Began, None, None, begun);
            }
            for head in found.iter().filter(|head| last.contains(&(head.id, head.events, head.head.bytes()))) {
                plan.note(LineKind::Found, None, Some(*head), None);
            }
            Ok(())
        },
        |_| (),
    )
}

/// The record, the number and the digest of its last event.
fn state(row: &[Option<String>]) -> Option<(DisputeId, u32, [u8; 32])> {
    let [Some(record), Some(number), Some(digest)] = row else { return None };
    Some((id(record)?, number.parse().ok()?, digest.parse::<Digest>().ok()?.bytes()))
}
