//! Faults of the folders themselves: what lies among the records but isn't one, and what others than the owner can
//! read.

use std::path::Path;

use super::desk::LET_IT_BE_RECORDED;
use super::dir::FolderStore;
use super::doctor::{MANY_EXPOSED, many_exposed};
use super::folders::PENDING;
use super::names::pending_record;
use super::strays::{NO_RECORD, StrayKind};
use super::{pending, put_back};
use crate::domain::fault::{Fault, Severity};
use crate::domain::id::DisputeId;
use crate::domain::text::ticked;
use crate::store::contract::Store;
use crate::store::error::StoreError;

pub(super) fn all(store: &FolderStore) -> Result<Vec<Fault>, StoreError> {
    let mut faults: Vec<Fault> = waiting(store, &pending::waiting(&store.folders)?).into_iter().collect();
    faults.extend(strays(store)?);
    faults.extend(beside_pending(store)?);
    faults.extend(unrecorded(store));
    faults.extend(put_back::faults(store)?);
    faults.extend(exposed(store)?);
    Ok(faults)
}

fn strays(store: &FolderStore) -> Result<Vec<Fault>, StoreError> {
    let strays = store.strays()?.into_iter().map(|stray| {
        let (message, hint) = match stray.kind {
            StrayKind::Unfinished => (
                "left behind by a command that was stopped; nothing depends on it".to_string(),
                "`iro doctor --repair` takes it away".to_string(),
            ),
            StrayKind::Misplaced(misplaced) => (misplaced.what(), store.advice(&stray.path, misplaced)),
            StrayKind::Other => (NO_RECORD.to_string(), "move it elsewhere".to_string()),
        };
        warning(&stray.path, "stray", message, &hint)
    });
    Ok(strays.collect())
}

/// Records that an interrupted command wrote but did not move to their places.
fn waiting(store: &FolderStore, waiting: &[DisputeId]) -> Option<Fault> {
    let message = format!("written down by a command that was stopped, and not yet in place: {}", ticked(waiting));
    let hint = "the next command that writes puts them in place, or `iro doctor --repair`";
    (!waiting.is_empty()).then(|| warning(&store.root().join(PENDING), "pending", message, hint))
}

/// Files among the pending records that aren't records, such as a sync client's copies.
fn beside_pending(store: &FolderStore) -> Result<Vec<Fault>, StoreError> {
    let other = store.folders.pending_files()?.into_iter().filter(|path| pending_record(path).is_none());
    let hint = "the next command that writes moves it to `open`, where it is seen; then look into it";
    Ok(other.map(|path| warning(&path, "stray", NO_RECORD.to_string(), hint)).collect())
}

/// Texts whose `iro` was killed before they were recorded.
fn unrecorded(store: &FolderStore) -> Vec<Fault> {
    let fault = |path: String| {
        let message = "a text that somebody typed in an editor, and that was never recorded".to_string();
        warning(Path::new(&path), "unrecorded", message, LET_IT_BE_RECORDED)
    };
    store.unrecorded().into_iter().map(fault).collect()
}

/// Folders and files of the store that others can read or write.
fn exposed(store: &FolderStore) -> Result<Vec<Fault>, StoreError> {
    let exposed = store.folders.exposed()?;
    if let Some((first, _)) = exposed.first().filter(|_| exposed.len() > MANY_EXPOSED) {
        let message = format!("others than their owner can get at {}", many_exposed(first, exposed.len()));
        return Ok(vec![warning(first, "exposed", message, "`iro doctor --repair` makes them private")]);
    }
    let exposed = exposed.into_iter().map(|(path, mode)| {
        let message = format!("others than its owner can get at it (its mode is {mode:04o})");
        warning(&path, "exposed", message, "`iro doctor --repair` makes it private")
    });
    Ok(exposed.collect())
}

fn warning(path: &Path, rule: &str, message: String, hint: &str) -> Fault {
    Fault::whole(path.display().to_string(), Severity::Warning, rule, message, Some(hint.to_string()))
}
