//! `iro policy add`: copies a policy into the store for everybody who uses it.

use std::path::PathBuf;

use serde_json::json;

use super::{Named, of_file};
use crate::cli::context::Context;
use crate::cli::error::{Code, Failure};
use crate::cli::print;
use crate::store::policies::PolicyError;

/// Take a policy into the store, for everybody who works there
///
/// It is checked first. A version that is there already stays as it is: a changed text needs a version of its own, and
/// disputes keep the version they were raised under.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro policy add my-policy.yaml")]
pub struct Args {
    /// The file
    file: PathBuf,
    /// Check it, and take nothing in
    #[arg(long)]
    dry_run: bool,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let Named { policy, text, .. } = of_file(&args.file, ctx)?;
    let (id, version) = (&policy.id, &policy.version);
    match ctx.policies.version(id, version) {
        Ok(there) if *there == *policy => {
            ctx.console.note(&format!("`{id}` {version} is there already, and says the same"));
            return Ok(());
        }
        Ok(_) => return Err(taken(id, version)),
        Err(PolicyError::Unknown { .. } | PolicyError::UnknownVersion { .. }) => {}
        Err(other) => return Err(other.into()),
    }
    let name = format!("policies/{id}-{}.yaml", plain(version));
    if !args.dry_run {
        let mut made = false;
        ctx.store.keep(&name, &mut |there| {
            made = there.is_none();
            made.then(|| text.as_bytes().to_vec())
        })?;
        if !made {
            return Err(taken(id, version));
        }
        ctx.console.recorded(format!("the policy `{id}`"));
    }
    if ctx.console.json {
        let kept = ctx.store.kept_name(&name);
        return print::json(ctx, &json!({"id": id, "version": version, "file": kept, "dry_run": args.dry_run}));
    }
    let done = if args.dry_run { "Would take in" } else { "Took in" };
    ctx.console.say(&format!("{done} the policy {id}, version {version}."))?;
    ctx.console
        .note(&format!("next: `iro raise --policy {id}`, or `iro init --policy {id}` to use it where none is named"));
    Ok(())
}

fn taken(id: &str, version: &str) -> Failure {
    let message = format!("there is a policy `{id}` {version} already, and it says something else");
    Failure::new(Code::Refused, message).hinted("give the changed text a version of its own (`version:` in the file)")
}

/// A version in the characters that file names can have.
fn plain(version: &str) -> String {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "-._".contains(letter);
    version.chars().map(|letter| if fits(letter) { letter } else { '_' }).collect()
}
