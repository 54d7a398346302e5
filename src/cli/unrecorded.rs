//! Texts that somebody typed in an editor and that were never recorded, because `iro` was killed meanwhile.

use crate::render::clean;

/// Where such a text is, and what becomes of it.
pub fn said(file: &str) -> String {
    format!(
        "a text that was typed in an editor was never recorded: it is kept in `{}` for a week; remove the file once it is dealt with",
        clean::line(file)
    )
}
