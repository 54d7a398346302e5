//! `iro man`: the help of every command as manual pages.

use std::path::{Path, PathBuf};

use super::context::{Context, shown};
use super::error::{Code, Failure};
use crate::render::words;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro man ~/.local/share/man/man1")]
pub struct Args {
    /// The folder; it is made if it isn't there
    dir: PathBuf,
}

/// Writes the pages of that command and all below it.
pub fn run(args: Args, mut command: clap::Command, ctx: &mut Context) -> Result<(), Failure> {
    command.build();
    let count = write(&command, "iro", &args.dir)?;
    if ctx.console.json {
        return super::print::json(ctx, &serde_json::json!({"dir": shown(&args.dir), "pages": count}));
    }
    ctx.console.say(&format!("Wrote {} to {}.", words::count(count, "page"), shown(&args.dir)))
}

/// Manual pages are for everybody to read, so they don't go the private way of records.
#[expect(clippy::disallowed_methods, reason = "not part of the store")]
fn write(command: &clap::Command, name: &str, dir: &Path) -> Result<usize, Failure> {
    let failed =
        |fault: std::io::Error| Failure::new(Code::Failed, format!("`{}` can't be written: {fault}", dir.display()));
    std::fs::create_dir_all(dir).map_err(failed)?;
    let mut text = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut text).map_err(failed)?;
    std::fs::write(dir.join(format!("{}.1", name.replace(' ', "-"))), text).map_err(failed)?;
    let mut count = 1;
    for deeper in command.get_subcommands().filter(|one| one.get_name() != "help") {
        count += write(deeper, &format!("{name} {}", deeper.get_name()), dir)?;
    }
    Ok(count)
}
