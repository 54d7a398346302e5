//! Creates several records, all or none. Their files are first written into an unfinished folder. Renaming it to
//! `.pending` makes them exist; if the command is stopped before it has moved them to their places, whoever writes next
//! does so. (S3 in `docs/decisions.md`.)

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

/// Makes new records exist, without moving them to their places yet. The caller must hold the lock, and nothing may be
/// pending.
pub(super) fn commit(folders: &Folders, arrivals: &[Arrival]) -> Result<(), StoreError> {
    let work = folders.work();
    let folder = atomic::folder_in_work(&work, "siblings-")?;
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

/// The records that exist but are not in their places yet.
pub(super) fn waiting(folders: &Folders) -> Result<Vec<DisputeId>, StoreError> {
    Ok(folders.pending()?.into_iter().map(|(id, ..)| id).collect())
}

/// Moves all pending records to their places, and returns their ids. The caller must hold the lock, and must not have
/// written anything yet.
pub(super) fn finish(folders: &Folders) -> Result<Vec<DisputeId>, StoreError> {
    let pending = folders.root().join(PENDING);
    let files = folders.pending_files()?;
    if files.is_empty() && !pending.exists() {
        return Ok(Vec::new());
    }
    let mut settled = Vec::new();
    for file in files {
        if let Some((id, filed)) = pending_record(&file) {
            move_into_place(&file, &folders.place(id, filed))?;
            settled.push(id);
        } else if let Some(name) = file.file_name() {
            // A file that isn't ours is moved out of the way, to where a person will notice it.
            atomic::make_inner_folder(&folders.open())?;
            let _stays_where_that_fails = atomic::relocate(&file, &folders.open().join(name));
        }
    }
    match fs::remove_dir(&pending) {
        // Another file that isn't ours; it must not keep everybody from working.
        Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {}
        outcome => outcome.at(&pending)?,
    }
    atomic::sync_folder(folders.root())?;
    Ok(settled)
}

/// Moves a file to its place. If another file has come to be there, that one stays and ours gets a name beside it that
/// a person will notice.
fn move_into_place(file: &Path, place: &Path) -> Result<(), StoreError> {
    atomic::make_inner_folder(place.parent().unwrap_or(place))?;
    match atomic::relocate(file, place) {
        Err(error) if error.already_exists() => atomic::relocate(file, &place.with_extension("pending.yaml")),
        outcome => outcome,
    }
}
