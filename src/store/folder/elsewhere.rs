//! Makes a store in a temporary folder and moves it into place, so that nobody ever finds part of a store.
//!
//! If the place doesn't exist or is an empty folder, one rename moves the store there. An empty folder that can't be
//! replaced, because somebody has it open, it is a disk of its own or a group shares it, is filled instead: the store is
//! made inside it, and its parts are moved up under the store's lock, the open records last. If that is interrupted, the
//! next command finishes it.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::folders::OPEN;
use super::private::Rights;
use super::{atomic, lock};
use crate::store::error::{At, StoreError};

/// The beginning of the names of such folders. They are made beside the place or in it, so that a rename is possible.
const ELSEWHERE: &str = ".iro-being-made-";

/// The names, in such a folder, of a store being made, and of one whose parts are being moved.
const MADE: &str = "store";
const MOVING: &str = "moving";

/// A temporary folder that is deleted when this is dropped. If the program is killed, the next one there sweeps it.
#[derive(Debug)]
pub struct StagedStore {
    folder: TempDir,
    _in_use: File,
    place: PathBuf,
    way: Way,
}

/// How the store is moved to its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Replace,
    Fill,
}

impl StagedStore {
    /// Makes a temporary folder for a store that is to be at this place, after finishing whatever was interrupted
    /// there.
    ///
    /// # Errors
    /// The place is in use, see `StoreError::already_exists`; nothing can be written there.
    pub fn of(place: &Path) -> Result<StagedStore, StoreError> {
        let place = fs::canonicalize(place).unwrap_or_else(|_| place.to_path_buf());
        let way = if can_be_replaced(&place) { Way::Replace } else { Way::Fill };
        let around = match way {
            Way::Replace => atomic::folder_of(&place),
            Way::Fill => &place,
        };
        atomic::make_folder(around)?;
        sweep(around)?;
        is_free(&place, way)?;
        // Another process may sweep the folder before it is locked; then make another.
        let (folder, in_use) = loop {
            let folder = atomic::private_folder(around, ELSEWHERE)?;
            if way == Way::Fill {
                atomic::give(folder.path(), around)?;
            }
            if let Some(in_use) = lock::hold(folder.path())? {
                break (folder, in_use);
            }
        };
        let made = StagedStore { folder, _in_use: in_use, place, way };
        atomic::make_inner_folder(&made.path())?;
        Ok(made)
    }

    /// The folder to make the store in.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join(MADE)
    }

    /// Moves the store to its place.
    ///
    /// # Errors
    /// The place has come into use meanwhile, see `StoreError::already_exists`; it isn't changed.
    pub fn move_into_place(self) -> Result<(), StoreError> {
        match self.way {
            Way::Replace => self.replace(),
            Way::Fill => self.fill(),
        }
    }

    fn replace(self) -> Result<(), StoreError> {
        if cfg!(windows) {
            // Removes an empty folder that is in the way; a folder that isn't empty stays.
            let _stays = fs::remove_dir(&self.place);
        }
        match fs::rename(self.path(), &self.place) {
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Err(taken(&self.place)),
            moved => {
                moved.at(&self.place)?;
                atomic::sync_in_place(&self.place)
            }
        }
    }

    fn fill(self) -> Result<(), StoreError> {
        let _alone = lock::take(&self.place)?;
        is_free(&self.place, self.way)?;
        let rights = Rights::within(&self.place);
        // A folder that is shared may be somebody else's, who alone can change its rights.
        if rights.are_exceeded(&self.place).is_some() {
            rights.limit(&self.place).at(&self.place)?;
        }
        let moving = self.folder.path().join(MOVING);
        // From here on, whoever comes next finishes the move.
        fs::rename(self.path(), &moving).at(&moving)?;
        atomic::sync_folder(self.folder.path())?;
        let folder = self.folder.keep();
        move_up(&moving, &self.place)?;
        atomic::remove(&folder)
    }
}

/// Moves the parts of a store from a folder up to its place, the open records last. The caller must hold the lock of
/// the place, which becomes the store's.
fn move_up(moving: &Path, place: &Path) -> Result<(), StoreError> {
    let entries = fs::read_dir(moving).at(moving)?.collect::<io::Result<Vec<_>>>().at(moving)?;
    let mut names: Vec<_> = entries.into_iter().map(|entry| entry.file_name()).collect();
    names.retain(|name| name != lock::LOCK_FILE && name != atomic::WORK);
    // A store without the folder of its open records looks like one that has none.
    names.sort_by_key(|name| name == OPEN);
    for name in names {
        atomic::relocate(&moving.join(&name), &place.join(&name))?;
    }
    Ok(())
}

/// Whether one rename can replace this folder with another.
fn can_be_replaced(place: &Path) -> bool {
    let somebody_is_in_it = fs::canonicalize(".").is_ok_and(|here| here == place);
    !place.is_dir() || !(somebody_is_in_it || is_a_disk(place) || Rights::within(place).are_shared())
}

#[cfg(unix)]
fn is_a_disk(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let disk = |folder| fs::metadata(folder).ok().map(|found| found.dev());
    disk(folder) != disk(atomic::folder_of(folder))
}

#[cfg(not(unix))]
fn is_a_disk(_folder: &Path) -> bool {
    false
}

/// Refuses a place that contains anything. Of a folder that is being filled, unfinished stores and the lock don't
/// count.
fn is_free(place: &Path, way: Way) -> Result<(), StoreError> {
    let nothing = |name: &str| way == Way::Fill && (name.starts_with(ELSEWHERE) || name == lock::LOCK_FILE);
    let mut entries = match fs::read_dir(place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.at(place)?.flatten(),
    };
    match entries.any(|entry| !nothing(&entry.file_name().to_string_lossy())) {
        true => Err(taken(place)),
        false => Ok(()),
    }
}

fn taken(place: &Path) -> StoreError {
    StoreError::Io { path: place.to_path_buf(), source: io::ErrorKind::AlreadyExists.into() }
}

/// Deletes what killed programs left there, or finishes it if its parts were already being moved. Folders that are
/// locked by a running program are left alone.
fn sweep(around: &Path) -> Result<(), StoreError> {
    let left = |name: &str| name.starts_with(ELSEWHERE);
    for entry in fs::read_dir(around).into_iter().flatten().flatten() {
        let path = entry.path();
        if !left(&entry.file_name().to_string_lossy()) {
            continue;
        }
        // A folder without a lock is empty: its maker was killed, or will notice that it is gone and make another.
        let _it_is_in_use = fs::remove_dir(&path);
        if let Some(_held) = lock::left_in(&path) {
            let moving = path.join(MOVING);
            if moving.is_dir() {
                let _alone = lock::take(around)?;
                // Another process may have finished it first.
                if moving.is_dir() {
                    move_up(&moving, around)?;
                }
            }
            let _it_is_only_untidy = atomic::remove(&path);
        }
    }
    Ok(())
}
