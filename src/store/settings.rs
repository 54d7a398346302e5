//! Reads and writes small files such as settings and closing days, as privately and safely as records.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process;

use super::error::StoreError;
use super::folder;
pub use super::folder::{EditorFolder, StagedStore};

/// The content of a file; `None` if it doesn't exist.
///
/// # Errors
/// The file exists but can't be read.
pub fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// Writes a whole file, replacing any that exists, readable by its owner alone.
///
/// # Errors
/// The folder or the file can't be written.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    make_folder(folder::folder_of(path))?;
    folder::replace_beside(path, bytes)
}

/// Creates a folder that only its owner can open.
///
/// # Errors
/// The folder can't be created.
pub fn make_folder(path: &Path) -> Result<(), StoreError> {
    folder::make_folder(path)
}

/// Creates a whole file that must not exist yet, readable by its owner alone.
///
/// # Errors
/// The file exists already, or the folder or the file can't be written.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    make_folder(folder::folder_of(path))?;
    folder::create_beside(path, bytes)
}

/// Removes a file, if it exists.
///
/// # Errors
/// The file exists and can't be removed.
pub fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// The bytes of a file, to show an excerpt. Empty if it is no regular file, is too large, or can't be read.
pub fn read_for_show(path: &Path) -> Vec<u8> {
    let plain = fs::symlink_metadata(path).is_ok_and(|found| found.is_file() && found.len() <= super::yaml::LARGEST);
    if plain { fs::read(path).unwrap_or_default() } else { Vec::new() }
}

/// Whether a folder exists and isn't empty.
pub fn is_in_use(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut inside| inside.next().is_some())
}

/// Whether others than its owner can open a store's folder; its group may, if it is shared with that.
pub fn is_exposed(folder: &Path) -> bool {
    folder::Rights::within(folder).are_exceeded(folder).is_some()
}

/// Whether writing these bytes would change the file, or create it.
pub fn is_news(file: &Path, bytes: &[u8]) -> bool {
    fs::read(file).map_or(true, |there| there != bytes)
}

/// The path of a folder with links resolved; the path unchanged if that can't be done.
pub fn real_path(folder: &Path) -> PathBuf {
    fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf())
}

/// Whether a path leads into a folder. What it names need not exist yet.
pub fn lies_in(path: &Path, folder: &Path) -> bool {
    let (Ok(path), Ok(folder)) = (std::path::absolute(path), fs::canonicalize(folder)) else { return false };
    path.ancestors().find_map(|there| fs::canonicalize(there).ok()).is_some_and(|there| there.starts_with(&folder))
}

/// Whether some process holds the lock of a file.
pub fn is_locked(file: &Path) -> bool {
    fs::File::open(file).is_ok_and(|file| matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)))
}

/// A command that runs this program again, to see files as another process does. `None` if its path isn't known.
pub fn this_program() -> Option<process::Command> {
    std::env::current_exe().ok().map(process::Command::new)
}
