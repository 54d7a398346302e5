//! `iro policy check`: every fault of policy files at once, each with its line and what would be right.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::{bytes_of, faulty};
use crate::cli::context::{Context, shown};
use crate::cli::error::Failure;
use crate::cli::print;
use crate::domain::fault::{Fault, Severity};
use crate::render::{faults, words};
use crate::store::policy_file;

/// Check policy files, and say every fault at once
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro policy check my-policy.yaml")]
pub struct Args {
    /// The files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let mut all: Vec<Fault> = Vec::new();
    for path in &args.files {
        let (found, text) = check_one(path)?;
        if !ctx.console.json && !found.is_empty() {
            ctx.console.say(faults::render(&found, &text, false).trim_end())?;
        }
        all.extend(found);
    }
    let errors = all.iter().filter(|fault| fault.severity == Severity::Error).count();
    if ctx.console.json {
        print::json(ctx, &json!({"faults": all}))?;
    } else if errors == 0 {
        ctx.console.note(&format!("{}: no errors", words::count(args.files.len(), "file")));
    }
    match errors {
        0 => Ok(()),
        _ => Err(faulty(&all, args.files.len())),
    }
}

fn check_one(path: &Path) -> Result<(Vec<Fault>, String), Failure> {
    let (reading, text) = policy_file::read_bytes(&shown(path), &bytes_of(path)?);
    Ok((reading.faults, text))
}
