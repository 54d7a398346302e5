//! Where a store is.

use std::path::PathBuf;

/// Where a store is, and so of which kind it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In this folder, one file a record.
    Folder(PathBuf),
}
