//! The list of children from the last import: `children.yaml` of the store.

use super::{change, read};
use crate::cli::error::Failure;
use crate::domain::children::Children;
use crate::domain::worded::Worded;
use crate::store::{SmallFile, Store};

/// The list; empty if none was imported.
///
/// # Errors
/// The file can't be read.
pub fn children(store: &dyn Store) -> Result<Children, Failure> {
    Ok(read(store, SmallFile::Children.word())?.unwrap_or_default())
}

/// Replaces the list.
///
/// # Errors
/// The store is busy, or the file can't be written.
pub fn keep_children(store: &dyn Store, list: &Children) -> Result<(), Failure> {
    change(store, SmallFile::Children.word(), |_: Children| list.clone()).map(drop)
}
