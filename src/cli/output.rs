//! Results that go into a file instead of standard output.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::context::{Context, shown};
use super::error::Failure;
use super::print;
use crate::store::settings;

/// The flags that take an `Output`, without their dashes.
pub const FLAGS: [&str; 3] = ["out", "ics", "eml"];

/// Where a result goes, as a flag says it: `-` is standard output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    Standard,
    File(PathBuf),
}

impl From<OsString> for Output {
    fn from(given: OsString) -> Output {
        if given == "-" { Output::Standard } else { Output::File(given.into()) }
    }
}

impl Output {
    /// The file, if it goes into one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Output::File(file) => Some(file),
            Output::Standard => None,
        }
    }
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

#[cfg(test)]
mod tests {
    use std::any::TypeId;

    use super::{FLAGS, Output};
    use crate::cli::command_line::command_line;

    #[test]
    fn these_flags_and_no_others_take_an_output() {
        fn collect(command: &clap::Command, found: &mut Vec<String>) {
            let takes = |arg: &&clap::Arg| arg.get_value_parser().type_id() == TypeId::of::<Output>();
            found.extend(command.get_arguments().filter(takes).filter_map(|arg| arg.get_long()).map(str::to_string));
            command.get_subcommands().for_each(|below| collect(below, found));
        }
        let (mut line, mut found) = (command_line(), Vec::new());
        line.build();
        collect(&line, &mut found);
        found.sort_unstable();
        found.dedup();
        let mut flags = FLAGS.map(str::to_string);
        flags.sort_unstable();
        assert_eq!(found, flags);
    }
}
