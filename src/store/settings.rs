//! Small files beside the records: settings, closing days. As private and as whole as records are.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process;

use super::error::StoreError;
use super::folder;
pub use super::folder::{Desk, Elsewhere};

/// The content of a file; `None` if there is none.
///
/// # Errors
/// The file is there and can't be read.
pub fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// Puts a file in place, whole, readable by its owner alone.
///
/// # Errors
/// The folder or the file can't be written.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    make_folder(folder::folder_of(path))?;
    folder::replace_beside(path, bytes)
}

/// Makes a folder that only its owner can look into.
///
/// # Errors
/// The folder can't be made.
pub fn make_folder(path: &Path) -> Result<(), StoreError> {
    folder::make_folder(path)
}

/// Creates a file that must not be there yet, whole, readable by its owner alone.
///
/// # Errors
/// It is there already, or the folder or the file can't be written.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    make_folder(folder::folder_of(path))?;
    folder::create_beside(path, bytes)
}

/// Removes a file, if it is there.
///
/// # Errors
/// It is there and can't be removed.
pub fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// The bytes of a file to show an excerpt from: nothing for what is no plain file, is too large, or can't be read.
pub fn read_for_show(path: &Path) -> Vec<u8> {
    let plain = fs::symlink_metadata(path).is_ok_and(|found| found.is_file() && found.len() <= super::yaml::LARGEST);
    if plain { fs::read(path).unwrap_or_default() } else { Vec::new() }
}

/// Whether something lies in a folder already.
pub fn is_in_use(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut inside| inside.next().is_some())
}

/// Whether others than its owner can get at a folder.
pub fn is_exposed(folder: &Path) -> bool {
    folder::too_open(folder).is_some()
}

/// Whether a file says anything else, or is not there.
pub fn is_news(file: &Path, bytes: &[u8]) -> bool {
    fs::read(file).map_or(true, |there| there != bytes)
}

/// The one path of a folder, whatever links lead to it; the path unchanged if that can't be determined.
pub fn real_path(folder: &Path) -> PathBuf {
    fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf())
}

/// Whether a path, of something that need not be there yet, leads into a folder.
pub fn lies_in(path: &Path, folder: &Path) -> bool {
    let (Ok(path), Ok(folder)) = (std::path::absolute(path), fs::canonicalize(folder)) else { return false };
    path.ancestors().find_map(|there| fs::canonicalize(there).ok()).is_some_and(|there| there.starts_with(&folder))
}

/// Whether somebody holds the lock of a file.
pub fn is_locked(file: &Path) -> bool {
    fs::File::open(file).is_ok_and(|file| matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)))
}

/// This program, to be run once more: what one process does can look otherwise to another.
pub fn this_program() -> Option<process::Command> {
    std::env::current_exe().ok().map(process::Command::new)
}
