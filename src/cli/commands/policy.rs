//! `iro policy`: everything about protocols, one file a subcommand.

mod add;
mod against;
mod audit;
mod check;
mod diff;
mod document;
mod import;
mod list;
mod new;
mod schema;
mod show;
#[cfg(test)]
mod tests;
mod try_out;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use clap::Subcommand;

use crate::cli::context::{Context, shown};
use crate::cli::error::{Code, Failure};
use crate::domain::fault::{Fault, Severity};
use crate::domain::policy::Policy;
use crate::render::{faults, words};
use crate::store::{in_words, policy_file};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  iro policy list\n  iro policy show knowsley\n  iro policy check my-policy.yaml")]
pub struct Args {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    List(list::Args),
    Show(show::Args),
    Check(check::Args),
    Audit(audit::Args),
    Try(Box<try_out::Args>),
    Diff(diff::Args),
    New(Box<new::Args>),
    Import(import::Args),
    Schema(schema::Args),
    Add(add::Args),
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    match args.step {
        Step::List(args) => list::run(args, ctx),
        Step::Show(args) => show::run(args, ctx),
        Step::Check(args) => check::run(args, ctx),
        Step::Audit(args) => audit::run(args, ctx),
        Step::Try(args) => try_out::run(*args, ctx),
        Step::Diff(args) => diff::run(args, ctx),
        Step::New(args) => new::run(*args, ctx),
        Step::Import(args) => import::run(args, ctx),
        Step::Schema(args) => schema::run(args, ctx),
        Step::Add(args) => add::run(args, ctx),
    }
}

/// A policy that was named, with its text.
struct Named {
    policy: Arc<Policy>,
    /// What messages call the file.
    file: String,
    text: String,
}

/// The policy that `ID`, `ID@VERSION` or the path of a file names.
///
/// # Errors
/// There is no such policy or file, or the file has errors, which are printed.
fn named(given: &str, ctx: &mut Context) -> Result<Named, Failure> {
    if is_path(given) {
        return of_file(Path::new(given), ctx);
    }
    let policy = ctx.policy(Some(given))?;
    let (file, text) = ctx.policies.file(&policy.id, &policy.version)?;
    Ok(Named { file: file.to_owned(), text: text.to_owned(), policy })
}

fn is_path(given: &str) -> bool {
    let lower = given.to_lowercase();
    given.contains(['/', '\\']) || lower.ends_with(".yaml") || lower.ends_with(".yml")
}

fn of_file(path: &Path, ctx: &mut Context) -> Result<Named, Failure> {
    let file = shown(path);
    let (reading, text) = policy_file::read_bytes(&file, &bytes_of(path)?);
    match reading.into_policy() {
        Ok(policy) => Ok(Named { policy: Arc::new(policy), file, text }),
        Err(found) => {
            let faulty = faulty(&found, 1);
            if ctx.console.json {
                return Err(Failure { faults: found, ..faulty });
            }
            ctx.console.error(&faults::render(&found, &text, false));
            Err(faulty)
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the person names the file; it need not be in the store")]
fn bytes_of(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path)
        .map_err(|fault| Failure::new(Code::Failed, format!("`{}` can't be read: {}", shown(path), in_words(&fault))))
}

/// The failure after errors in so many files were printed.
fn faulty(found: &[Fault], files: usize) -> Failure {
    let errors = found.iter().filter(|fault| fault.severity == Severity::Error).count();
    Failure::new(Code::Faults, format!("{} in {}", words::count(errors, "error"), words::count(files, "file")))
}
