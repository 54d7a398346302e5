//! The tombstones of purged records as files: `purged/2019-0042.yaml`.

use std::io;

use super::atomic;
use super::file;
use super::folders::Folders;
use crate::domain::id::DisputeId;
use crate::store::error::{At, StoreError};
use crate::store::tombstone::Tombstone;
use crate::store::yaml;

/// Every tombstone, in the order of the ids.
pub(super) fn all(folders: &Folders) -> Result<Vec<Tombstone>, StoreError> {
    let mut ids = folders.tombstones()?;
    ids.sort_unstable();
    ids.into_iter().filter_map(|id| read(folders, id).transpose()).collect()
}

/// The tombstone of a record; `None` if it wasn't purged.
pub(super) fn read(folders: &Folders, id: DisputeId) -> Result<Option<Tombstone>, StoreError> {
    let path = folders.tombstone(id);
    let bytes = match file::read(&path) {
        Err(StoreError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => return Ok(None),
        bytes => bytes?,
    };
    let node = yaml::decode(&bytes).and_then(|text| yaml::parse(&text)).map_err(io::Error::other).at(&path)?;
    let value = node.to_value();
    if value.is_null() {
        return Err(io::Error::other("it is empty")).at(&path);
    }
    let tombstone: Tombstone = serde_json::from_value(value).map_err(io::Error::other).at(&path)?;
    match tombstone.id == id {
        true => Ok(Some(tombstone)),
        false => Err(io::Error::other(format!("it is the tombstone of `{}`", tombstone.id))).at(&path),
    }
}

/// The tombstones that can't be read, and why.
pub(super) fn damaged(folders: &Folders) -> Result<Vec<(DisputeId, StoreError)>, StoreError> {
    let mut ids = folders.tombstones()?;
    ids.sort_unstable();
    Ok(ids.into_iter().filter_map(|id| read(folders, id).err().map(|wrong| (id, wrong))).collect())
}

/// Writes a tombstone.
pub(super) fn write(folders: &Folders, tombstone: &Tombstone) -> Result<(), StoreError> {
    let id = tombstone.id;
    let place = folders.tombstone(id);
    atomic::make_inner_folder(atomic::folder_of(&place))?;
    let text = yaml::write(tombstone).map_err(|fault| StoreError::Unfaithful { id, reason: fault.message })?;
    atomic::replace(&folders.work(), &place, text.as_bytes()).map_err(StoreError::of_a_first_step)
}
