//! The list of children that was imported last: `children.yaml` of the store.

use super::{change, read};
use crate::cli::error::Failure;
use crate::domain::children::Children;
use crate::store::Store;

const CHILDREN: &str = "children.yaml";

/// The list; an empty one if none was imported.
///
/// # Errors
/// The file can't be read.
pub fn children(store: &dyn Store) -> Result<Children, Failure> {
    Ok(read(store, CHILDREN)?.unwrap_or_default())
}

/// Puts a list in the place of the one there was.
///
/// # Errors
/// The store is busy, or the file can't be written.
pub fn keep_children(store: &dyn Store, list: &Children) -> Result<(), Failure> {
    change(store, CHILDREN, |_: Children| list.clone()).map(drop)
}
