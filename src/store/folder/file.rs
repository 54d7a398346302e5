//! Reads one file of the store as a record.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use crate::domain::fault::{Fault, Severity};
use crate::domain::id::DisputeId;
use crate::store::error::{At, StoreError};
use crate::store::record_file::{self, Reading};
use crate::store::records::{Filed, Revision, Stored};
use crate::store::yaml;

/// Reads a regular file and nothing else: a pipe would never end, and a link may lead anywhere.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, StoreError> {
    let found = fs::symlink_metadata(path).at(path)?;
    let what = found.file_type();
    if !what.is_file() {
        let what = match (what.is_dir(), what.is_symlink()) {
            (true, _) => "a folder",
            (_, true) => "a link",
            _ => "a special file",
        };
        return Err(damaged(path, "not-a-file", format!("{what} where a record should be")));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(found.len().min(yaml::LARGEST)).unwrap_or(0));
    let file = File::open(path).at(path)?;
    // One byte more than allowed, so that the reader notices that the file is too large.
    file.take(yaml::LARGEST + 1).read_to_end(&mut bytes).at(path)?;
    Ok(bytes)
}

/// Parses the bytes of a record's file.
pub(super) fn record(id: DisputeId, path: &Path, bytes: &[u8], filed: Filed) -> Result<Stored, StoreError> {
    let Reading { record, seals, newer } =
        record_file::read(&path.display().to_string(), bytes).map_err(|wrong| StoreError::unreadable(id, wrong))?;
    Ok(Stored { record, revision: Revision::of(bytes), filed, newer, seals })
}

/// Reads a record from any file, whatever its name and place.
///
/// # Errors
/// The file can't be read, or isn't a record.
pub fn stray(path: &Path) -> Result<Stored, StoreError> {
    let bytes = read(path)?;
    let Reading { record, seals, newer } = match record_file::read(&path.display().to_string(), &bytes) {
        Ok(reading) => reading,
        Err(record_file::Unreadable::Damaged(faults)) => return Err(StoreError::Damaged { faults }),
        Err(record_file::Unreadable::Newer(_)) => {
            return Err(damaged(path, "newer", "a record of a newer version".to_string()));
        }
    };
    Ok(Stored { record, revision: Revision::of(&bytes), filed: Filed::Open, newer, seals })
}

/// A stored record as the reader of files returns it.
pub(super) fn reading(stored: &Stored) -> Reading {
    Reading { record: stored.record.clone(), seals: stored.seals.clone(), newer: stored.newer }
}

/// The error for a file that is damaged as a whole, without a line.
pub(super) fn damaged(path: &Path, rule: &str, message: String) -> StoreError {
    let fault = Fault::whole(path.display().to_string(), Severity::Error, rule, message, None);
    StoreError::Damaged { faults: vec![fault] }
}
