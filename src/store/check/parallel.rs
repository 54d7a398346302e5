//! Reads record files on every processor there is. Policies and what a record adds up to are not its business.

use std::thread;

use super::Examined;
use crate::domain::id::DisputeId;
use crate::store::dir::DirStore;
use crate::store::error::StoreError;
use crate::store::record_file::Chain;

/// How many records are held at once.
pub(super) const BLOCK: usize = 1024;

/// Below this a second thread costs more than it saves.
const WORTH_A_THREAD: usize = 64;

/// Looks into every file of these records, in order.
pub(super) fn examine(store: &DirStore, ids: &[DisputeId]) -> Result<Vec<Examined>, StoreError> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(ids.len() / WORTH_A_THREAD).max(1);
    let share = ids.len().div_ceil(threads).max(1);
    let shares = ids.chunks(share);
    let shares: Vec<Result<Vec<Examined>, StoreError>> = thread::scope(|scope| {
        let working: Vec<_> = shares.map(|share| scope.spawn(|| one_by_one(store, share))).collect();
        working
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    let mut examined = Vec::with_capacity(ids.len());
    for share in shares {
        examined.extend(share?);
    }
    Ok(examined)
}

fn one_by_one(store: &DirStore, ids: &[DisputeId]) -> Result<Vec<Examined>, StoreError> {
    let mut examined = Vec::with_capacity(ids.len());
    for id in ids {
        let mut places = store.places(*id)?;
        if places.iter().any(|at| !at.path.exists()) {
            places = store.places(*id)?;
        }
        for at in places {
            let outcome = store.examine(&at);
            let chain = outcome.as_ref().ok().map(|reading| Chain::of(&reading.record, &reading.seals));
            examined.push(Examined { at, outcome, chain });
        }
    }
    Ok(examined)
}
