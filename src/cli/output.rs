//! Results that go into a file instead of standard output.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::context::{Context, shown};
use super::error::Failure;
use super::print;
use crate::store::settings;

/// The file to write to; `-` is standard output, as where none is named.
pub fn file(given: Option<PathBuf>) -> Option<PathBuf> {
    given.filter(|file| file.as_os_str() != "-")
}

/// Writes a result to a file that only its owner can read, and reports it.
///
/// # Errors
/// The file can't be written.
pub fn write_text(file: &Path, text: &str, ctx: &mut Context) -> Result<(), Failure> {
    let plain = anstream::adapter::strip_str(text).to_string();
    write(file, format!("{plain}\n").as_bytes(), ctx)
}

/// The same for bytes, or text that needs no change.
///
/// # Errors
/// The file can't be written.
pub fn write(file: &Path, bytes: &[u8], ctx: &mut Context) -> Result<(), Failure> {
    ctx.warn_of_lying_in_the_store(file);
    let written = settings::write(file, bytes).map_err(Failure::from);
    written.map_err(|failure| match failure.hint {
        Some(_) => failure.hinted("choose another place for the file"),
        None => failure,
    })?;
    if ctx.console.json {
        ctx.console.recorded(format!("`{}`", shown(file)));
        print::json(ctx, &json!({"file": shown(file), "bytes": bytes.len()}))?;
        ctx.console.was_reported();
        return Ok(());
    }
    ctx.console.note(&format!("written to {}", shown(file)));
    Ok(())
}
