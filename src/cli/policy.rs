//! `iro policy`: the protocols at hand, one of them in full, and whether a file is one.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::json;

use super::console::{STRONG, styled};
use super::context::{Context, shown};
use super::error::{Code, Failure};
use super::print;
use crate::domain::fault::{Fault, Severity};
use crate::render::{clean, faults, policy as protocol, words};
use crate::store::policy_file;

/// The protocols: list, show, check
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  iro policy list\n  iro policy show knowsley\n  iro policy check my-policy.yaml")]
pub struct Args {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// List the policies: those built in, and those of the store
    List,
    /// Show a protocol in plain words
    Show {
        /// The policy; `ID@VERSION` for a version other than the one in effect
        id: String,
    },
    /// Check policy files, and say every fault at once
    Check {
        /// The files
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    match args.step {
        Step::List => list(ctx),
        Step::Show { id } => show(&id, ctx),
        Step::Check { files } => check(&files, ctx),
    }
}

fn list(ctx: &mut Context) -> Result<(), Failure> {
    let catalogue = ctx.policies.list()?;
    if ctx.json {
        print::json(ctx, &catalogue.policies)?;
    } else {
        let rows = catalogue.policies.iter().map(|one| {
            let (id, title) = (styled(STRONG, &format!("{:<16}", one.id)), clean::line(&one.title));
            format!("{id}  {:<10}  {title}  ({})", clean::line(&one.version), clean::line(&one.origin.to_string()))
        });
        let text = rows.collect::<Vec<_>>().join("\n");
        ctx.console.say(&text)?;
    }
    match catalogue.faults.is_empty() {
        true => Ok(()),
        false => Err(Failure {
            faults: catalogue.faults,
            ..Failure::new(Code::Failed, "some policy files can't be used").hinted("`iro policy check FILE` shows why")
        }),
    }
}

fn show(id: &str, ctx: &mut Context) -> Result<(), Failure> {
    let policy = ctx.policy(Some(id))?;
    if ctx.json {
        return print::json(ctx, policy.as_ref());
    }
    let text = protocol::in_words(&policy, ctx.console.width);
    ctx.console.say(&text)
}

fn check(files: &[PathBuf], ctx: &mut Context) -> Result<(), Failure> {
    let mut all: Vec<Fault> = Vec::new();
    for path in files {
        let (found, text) = check_one(path)?;
        if !ctx.json {
            let drawn = faults::render(&found, &text, false);
            if !found.is_empty() {
                ctx.console.say(&drawn)?;
            }
        }
        all.extend(found);
    }
    let errors = all.iter().filter(|fault| fault.severity == Severity::Error).count();
    if ctx.json {
        print::json(ctx, &json!({"faults": all}))?;
    } else if errors == 0 {
        ctx.console.note(&format!("{}: no errors", words::count(files.len(), "file")));
    }
    match errors {
        0 => Ok(()),
        errors => Err(Failure::new(
            Code::Faults,
            format!("{} in {}", words::count(errors, "error"), words::count(files.len(), "file")),
        )),
    }
}

#[expect(clippy::disallowed_methods, reason = "the person names the file; it need not be in the store")]
fn check_one(path: &Path) -> Result<(Vec<Fault>, String), Failure> {
    let name = shown(path);
    let bytes =
        fs::read(path).map_err(|fault| Failure::new(Code::Failed, format!("`{name}` can't be read: {fault}")))?;
    let (reading, text) = policy_file::read_bytes(&name, &bytes);
    Ok((reading.faults, text))
}
