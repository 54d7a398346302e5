//! Several new records, all or none. They are first written into an unfinished folder; naming it `.pending` is the
//! moment from which they exist, and moving its files to their places is work that whoever writes next can finish.
//! (S3 in `docs/decisions.md`.)

use std::fs;
use std::io;
use std::path::Path;

use super::atomic;
use super::folders::{Folders, PENDING};
use super::names::{pending_name, pending_record};
use crate::domain::id::DisputeId;
use crate::store::error::{At, StoreError};
use crate::store::record_file::Composed;
use crate::store::records::Filed;

/// The file of a new record, not yet in its place.
pub(super) struct Arrival {
    pub id: DisputeId,
    pub filed: Filed,
    pub composed: Composed,
}

/// Writes new records down for good, without putting them in place yet. To be called with the lock held and nothing
/// pending.
pub(super) fn commit(folders: &Folders, arrivals: &[Arrival]) -> Result<(), StoreError> {
    let work = folders.work();
    let folder = atomic::private_folder(&work, "siblings-")?;
    for arrival in arrivals {
        let place = folder.path().join(pending_name(arrival.id, arrival.filed));
        atomic::create_new(&work, &place, &arrival.composed.bytes).map_err(StoreError::of_a_first_step)?;
    }
    let pending = folders.root().join(PENDING);
    let renamed = atomic::relocate(folder.path(), &pending);
    if matches!(renamed, Ok(()) | Err(StoreError::Unsynced { .. })) {
        let _renamed = folder.keep();
    }
    renamed
}

/// The records that are written down and not yet in place.
pub(super) fn waiting(folders: &Folders) -> Result<Vec<DisputeId>, StoreError> {
    Ok(folders.pending()?.into_iter().map(|(id, ..)| id).collect())
}

/// Puts in place whatever is pending, and says what that was. To be called with the lock held, before anything else is
/// written.
pub(super) fn finish(folders: &Folders) -> Result<Vec<DisputeId>, StoreError> {
    let pending = folders.root().join(PENDING);
    let files = folders.pending_files()?;
    if files.is_empty() && !pending.exists() {
        return Ok(Vec::new());
    }
    let mut settled = Vec::new();
    for file in files {
        if let Some((id, filed)) = pending_record(&file) {
            settle(&file, &folders.place(id, filed))?;
            settled.push(id);
        } else if let Some(name) = file.file_name() {
            // Something that isn't ours came to lie there: it must not stand in the way, and is named where it lies then.
            atomic::make_folder(&folders.open())?;
            let _stays_where_that_fails = atomic::relocate(&file, &folders.open().join(name));
        }
    }
    match fs::remove_dir(&pending) {
        // Something that isn't ours came to lie there; it is no reason to stop everybody's work.
        Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {}
        outcome => outcome.at(&pending)?,
    }
    atomic::sync_folder(folders.root())?;
    Ok(settled)
}

/// Moves a file to its place. Should something have come to stand there meanwhile, it stays, and ours is put beside it
/// under a name that a person will notice.
fn settle(file: &Path, place: &Path) -> Result<(), StoreError> {
    atomic::make_folder(place.parent().unwrap_or(place))?;
    match atomic::relocate(file, place) {
        Err(error) if error.is_taken() => atomic::relocate(file, &place.with_extension("pending.yaml")),
        outcome => outcome,
    }
}
