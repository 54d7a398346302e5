//! A store that is made elsewhere and then moved into place, so that nobody ever finds a part of it.
//!
//! One rename moves it as a whole to a place where nothing is, and over an empty folder. An empty folder that can't be
//! replaced, because somebody is in it or it is a disk of its own, is filled: the store is made inside, and its parts
//! are moved up under the store's lock, the open records last. Who is stopped half way leaves the rest where the next
//! one finds it.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{atomic, lock};
use crate::store::error::{At, StoreError};

/// How the names of such folders begin. They lie beside the place or in it, where a rename reaches it.
const ELSEWHERE: &str = ".iro-being-made-";

/// Where in such a folder a store is made, and where one lies whose parts are being moved.
const MADE: &str = "store";
const MOVING: &str = "moving";

/// What makes a store one with something to do.
const OPEN: &str = "open";

/// It goes when this does. One that is left behind by a program that was killed is swept by the next one there.
#[derive(Debug)]
pub struct Elsewhere {
    folder: TempDir,
    _in_use: File,
    place: PathBuf,
    way: Way,
}

/// How a store gets to its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Replace,
    Fill,
}

impl Elsewhere {
    /// Makes such a folder for a store that is to come to this place. Before that, finishes what was stopped there.
    ///
    /// # Errors
    /// Something lies there, see `StoreError::is_taken`; nothing can be written there.
    pub fn of(place: &Path) -> Result<Elsewhere, StoreError> {
        let place = fs::canonicalize(place).unwrap_or_else(|_| place.to_path_buf());
        let way = if can_be_replaced(&place) { Way::Replace } else { Way::Fill };
        let around = match way {
            Way::Replace => atomic::folder_of(&place),
            Way::Fill => &place,
        };
        atomic::make_folder(around)?;
        sweep(around)?;
        is_free(&place, way)?;
        // Whoever sweeps may take one away that isn't in use yet.
        let (folder, in_use) = loop {
            let folder = atomic::private_folder(around, ELSEWHERE)?;
            if let Some(in_use) = lock::hold(folder.path())? {
                break (folder, in_use);
            }
        };
        let made = Elsewhere { folder, _in_use: in_use, place, way };
        atomic::make_folder(&made.path())?;
        Ok(made)
    }

    /// Where the store is made.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join(MADE)
    }

    /// Moves the store to its place.
    ///
    /// # Errors
    /// Something came to lie there meanwhile, see `StoreError::is_taken`; it stays as it is.
    pub fn move_into_place(self) -> Result<(), StoreError> {
        match self.way {
            Way::Replace => self.replace(),
            Way::Fill => self.fill(),
        }
    }

    fn replace(self) -> Result<(), StoreError> {
        if cfg!(windows) {
            // An empty folder is in the way there; one that isn't empty stays.
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
        atomic::make_private(&self.place)?;
        let moving = self.folder.path().join(MOVING);
        // From here on whoever comes next goes on with it.
        fs::rename(self.path(), &moving).at(&moving)?;
        atomic::sync_folder(self.folder.path())?;
        let folder = self.folder.keep();
        move_up(&moving, &self.place)?;
        atomic::remove(&folder)
    }
}

/// Moves the parts of a store out of a folder in its place, the open records last. To be called with the lock of the
/// place held, which takes the place of the store's own.
fn move_up(moving: &Path, place: &Path) -> Result<(), StoreError> {
    let entries = fs::read_dir(moving).at(moving)?.collect::<io::Result<Vec<_>>>().at(moving)?;
    let mut names: Vec<_> = entries.into_iter().map(|entry| entry.file_name()).collect();
    names.retain(|name| name != lock::LOCK_FILE && name != atomic::WORK);
    names.sort_by_key(|name| name == OPEN);
    for name in names {
        atomic::relocate(&moving.join(&name), &place.join(&name))?;
    }
    Ok(())
}

/// Whether one rename can put another folder in the place of this one.
fn can_be_replaced(place: &Path) -> bool {
    let somebody_is_in_it = fs::canonicalize(".").is_ok_and(|here| here == place);
    !place.is_dir() || !(somebody_is_in_it || is_a_disk(place))
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

/// Refuses a place in which something lies. In a folder that is filled, what is being made and the lock are nothing.
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

/// Takes away what programs that were killed left there, or finishes it where the parts were being moved. Nobody who is
/// still making one loses it.
fn sweep(around: &Path) -> Result<(), StoreError> {
    let left = |name: &str| name.starts_with(ELSEWHERE);
    for entry in fs::read_dir(around).into_iter().flatten().flatten() {
        let path = entry.path();
        if !left(&entry.file_name().to_string_lossy()) {
            continue;
        }
        // One without a lock has nothing in it: whoever made it was killed, or makes another one.
        let _it_is_in_use = fs::remove_dir(&path);
        if let Some(_held) = lock::left_in(&path) {
            let moving = path.join(MOVING);
            if moving.is_dir() {
                let _alone = lock::take(around)?;
                // Somebody else may have been as quick.
                if moving.is_dir() {
                    move_up(&moving, around)?;
                }
            }
            let _it_is_only_untidy = atomic::remove(&path);
        }
    }
    Ok(())
}
