//! Small files beside the records: settings, closing days. As private and as whole as records are.

use std::fs;
use std::io;
use std::path::Path;

use super::atomic;
use super::error::StoreError;

/// The content of a file; `None` where there is none.
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
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    atomic::replace(path, bytes)
}

/// Makes a folder that only its owner can look into.
///
/// # Errors
/// The folder can't be made.
pub fn make_folder(path: &Path) -> Result<(), StoreError> {
    atomic::make_folder(path)
}
