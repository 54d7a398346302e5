//! The message about a text that somebody wrote in an editor and that was never recorded, because `iro` was killed.

use crate::render::clean;

pub fn message_about(file: &str) -> String {
    format!(
        "a text that was typed in an editor was never recorded: it is kept in `{}` for a week; remove the file once it is dealt with",
        clean::line(file)
    )
}
