//! Reads an authority's document to compare it with a policy.

use std::path::Path;

use super::bytes_of;
use crate::cli::context::shown;
use crate::cli::error::Failure;
use crate::domain::document::Part;
use crate::store::document_file;

/// The headings and paragraphs of a document.
///
/// # Errors
/// There is no such file, or it is not text.
pub fn parts(path: &Path) -> Result<Vec<Part>, Failure> {
    let parts = document_file::read(&bytes_of(path)?);
    parts.map_err(|fault| {
        Failure::usage(format!("`{}` is {fault}", shown(path)))
            .hinted("save it as text or as a web page, and name that file")
    })
}
