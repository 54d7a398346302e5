//! A store that is made elsewhere and then moved into place whole, so that nobody ever finds a part of it.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{atomic, lock};
use crate::store::error::{At, StoreError};

/// How the names of such folders begin. They lie beside the place, where one rename reaches it.
const ELSEWHERE: &str = ".iro-being-made-";

/// It goes when this does. One that is left behind by a program that was killed is swept by the next one beside it.
#[derive(Debug)]
pub struct Elsewhere {
    folder: TempDir,
    _in_use: File,
    place: PathBuf,
}

impl Elsewhere {
    /// Makes such a folder for a store that is to come to this place.
    ///
    /// # Errors
    /// Nothing can be written there.
    pub fn beside(place: &Path) -> Result<Elsewhere, StoreError> {
        let place = fs::canonicalize(place).unwrap_or_else(|_| place.to_path_buf());
        let parent = atomic::folder_of(&place);
        atomic::make_folder(parent)?;
        sweep(parent);
        let folder = atomic::private_folder(parent, ELSEWHERE)?;
        let in_use = lock::hold(folder.path())?;
        let made = Elsewhere { folder, _in_use: in_use, place };
        atomic::make_folder(&made.path())?;
        Ok(made)
    }

    /// Where the store is made.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    /// Moves the store to its place, which is not there or an empty folder.
    ///
    /// # Errors
    /// Something came to lie there meanwhile, see `StoreError::is_taken`; it stays as it is.
    pub fn move_into_place(self) -> Result<(), StoreError> {
        if cfg!(windows) {
            // An empty folder is in the way there; one that isn't empty stays.
            let _stays = fs::remove_dir(&self.place);
        }
        match fs::rename(self.path(), &self.place) {
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {
                Err(io::Error::from(io::ErrorKind::AlreadyExists)).at(&self.place)
            }
            moved => {
                moved.at(&self.place)?;
                atomic::sync_in_place(&self.place)
            }
        }
    }
}

/// Takes away what programs that were killed left there. Nobody who is still making one loses it.
fn sweep(parent: &Path) {
    let left = |name: &str| name.starts_with(ELSEWHERE);
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        // One that has no lock yet was begun this moment.
        let path = entry.path();
        if left(&entry.file_name().to_string_lossy()) && lock::is_free_in(&path) {
            let _it_is_only_untidy = atomic::remove(&path);
        }
    }
}
