//! `iro policy add`: copies a policy into the store for everybody who uses it.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::{Named, of_file};
use crate::cli::context::Context;
use crate::cli::error::{Code, Failure};
use crate::cli::print;
use crate::domain::policy::Policy;
use crate::domain::time::{Date, describe};
use crate::store::policies::PolicyError;
use crate::store::policies::kept::{POLICIES, in_file_names};

/// Add a policy to the store, for everybody who works there
///
/// It is checked first. A version that is there already stays as it is: a changed text needs a version of its own, and
/// disputes keep the version they were raised under.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro policy add my-policy.yaml")]
pub struct Args {
    /// The file
    file: PathBuf,
    /// Check it, and add nothing
    #[arg(long)]
    dry_run: bool,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let Named { policy, text, .. } = of_file(&args.file, ctx)?;
    let (id, version) = (&policy.id, &policy.version);
    match ctx.policies.version(id, version) {
        Ok(there) if *there == *policy => {
            ctx.console.note(&format!("`{id}` {version} is there already, and says the same"));
            return match ctx.console.json {
                true => print::json(ctx, &answer(&policy, None, args.dry_run)),
                false => Ok(()),
            };
        }
        Ok(_) => return Err(taken(id, version)),
        Err(PolicyError::Unknown { .. } | PolicyError::UnknownVersion { .. }) => {}
        Err(other) => return Err(other.into()),
    }
    let today = ctx.now().date();
    let used = ctx.policies.latest(id, today).ok();
    let name = format!("{POLICIES}/{id}-{}.yaml", in_file_names(version));
    if !args.dry_run {
        if !ctx.store.keep_new(&name, text.as_bytes())? {
            return Err(taken(id, version));
        }
        ctx.console.recorded(format!("the policy `{id}`"));
    }
    if ctx.console.json {
        let kept = ctx.store.kept_name(&name);
        return print::json(ctx, &answer(&policy, Some(&kept), args.dry_run));
    }
    let done = if args.dry_run { "Would add" } else { "Added" };
    ctx.console.say(&format!("{done} the policy {id}, version {version}, to this store."))?;
    match used.and_then(|used| not_used_yet(&policy, &used, today)) {
        Some(warning) => ctx.console.warn(&warning),
        None => ctx.console.note(&format!(
            "next: `iro raise --policy {id}`, or `iro init --policy {id}` to use it where none is named"
        )),
    }
    Ok(())
}

/// Why new disputes go on under another version; `None` if they don't. Of versions in force since the same day, the one
/// whose name comes last is used.
fn not_used_yet(added: &Policy, used: &Policy, today: Date) -> Option<String> {
    let (id, since) = (&added.id, describe(added.effective_on));
    let used_since = describe(used.effective_on);
    if added.effective_on > today && added.effective_on > used.effective_on {
        return Some(format!(
            "it is in force from {since} on; until then disputes are raised under `{id}` {}",
            used.version
        ));
    }
    let is_newer = (added.effective_on, &added.version) > (used.effective_on, &used.version);
    (!is_newer).then(|| {
        format!(
            "disputes go on being raised under `{id}` {}, which is in force since {used_since}: give the new version a later \
             `effective_on` (it has {}), and a `version` of its own",
            used.version, added.effective_on
        )
    })
}

/// What a script is told; `file` is `None` if the policy was there already.
fn answer(policy: &Policy, file: Option<&str>, dry_run: bool) -> Value {
    json!({"id": policy.id, "version": policy.version, "file": file, "dry_run": dry_run})
}

fn taken(id: &str, version: &str) -> Failure {
    let message = format!("there is a policy `{id}` {version} already, and it says something else");
    Failure::new(Code::Refused, message).hinted(
        "give the changed text a version of its own (`version:` in the file), and the day from which it is used \
         (`effective_on:`)",
    )
}
