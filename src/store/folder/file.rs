//! One file of the store, read as what it is: a record, in the state it was in.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use crate::domain::fault::{Fault, Severity};
use crate::domain::id::DisputeId;
use crate::store::error::{At, StoreError};
use crate::store::record_file::{self, Reading};
use crate::store::records::{Filed, Revision, Stored};
use crate::store::sum::sum;
use crate::store::yaml;

/// Reads a file and nothing else: a pipe would never end, a link may lead anywhere.
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
    // One byte more than may be, so that the reader sees it is too large.
    file.take(yaml::LARGEST + 1).read_to_end(&mut bytes).at(path)?;
    Ok(bytes)
}

/// The record that the bytes of a file are.
pub(super) fn record(id: DisputeId, path: &Path, bytes: &[u8], filed: Filed) -> Result<Stored, StoreError> {
    let Reading { record, seals, newer } =
        record_file::read(&path.display().to_string(), bytes).map_err(|wrong| StoreError::unreadable(id, wrong))?;
    Ok(Stored { record, revision: revision(bytes), filed, newer, seals })
}

/// A record in a file that isn't in its place.
///
/// # Errors
/// It can't be read, or is no record.
pub fn stray(path: &Path) -> Result<Stored, StoreError> {
    let bytes = read(path)?;
    let Reading { record, seals, newer } = match record_file::read(&path.display().to_string(), &bytes) {
        Ok(reading) => reading,
        Err(record_file::Unreadable::Damaged(faults)) => return Err(StoreError::Damaged { faults }),
        Err(record_file::Unreadable::Newer(_)) => {
            return Err(damaged(path, "newer", "a record of a newer version".to_string()));
        }
    };
    Ok(Stored { record, revision: revision(&bytes), filed: Filed::Open, newer, seals })
}

/// What was read of a record's file.
pub(super) fn reading(stored: &Stored) -> Reading {
    Reading { record: stored.record.clone(), seals: stored.seals.clone(), newer: stored.newer }
}

/// Two files that have the same are the same bytes.
pub(super) fn revision(bytes: &[u8]) -> Revision {
    let mut mark = [0; 32];
    mark[..8].copy_from_slice(&sum(bytes).to_le_bytes());
    Revision::new(bytes.len() as u64, mark)
}

/// A file that is damaged as a whole.
pub(super) fn damaged(path: &Path, rule: &str, message: String) -> StoreError {
    StoreError::Damaged {
        faults: vec![Fault {
            file: path.display().to_string(),
            line: 0,
            column: 0,
            severity: Severity::Error,
            rule: rule.to_string(),
            message,
            hint: None,
        }],
    }
}
