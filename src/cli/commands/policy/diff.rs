//! `iro policy diff`: differences in meaning between two protocols, or two versions of one.

use serde_json::json;

use super::named;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::print;
use crate::domain::policy::Policy;
use crate::render::clean;
use crate::render::policy::changes;

/// Show what differs in meaning between two protocols, or two versions of one
///
/// Stage by stage: who answers, by when, what must be done. Clauses, comments and the order of the file count for
/// nothing. Stages are compared by their ids; those left over by kind, in their order.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  iro policy diff knowsley mosaic\n  \
iro policy diff anytown@2026-04 anytown@2027-01\n  iro policy diff anytown my-changes.yaml")]
pub struct Args {
    /// The one: an id, a version as `ID@VERSION`, or a file
    #[arg(value_name = "A")]
    one: String,
    /// The other
    #[arg(value_name = "B")]
    other: String,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let (one, other) = (named(&args.one, ctx)?.policy, named(&args.other, ctx)?.policy);
    let found = changes::between(&one, &other);
    if ctx.console.json {
        let side = |policy: &Policy| json!({"id": policy.id, "version": policy.version});
        return print::json(ctx, &json!({"from": side(&one), "to": side(&other), "groups": found}));
    }
    if found.is_empty() {
        ctx.console.note("they mean the same");
        return Ok(());
    }
    let name = |policy: &Policy| clean::line(&format!("{} {}", policy.id, policy.version));
    let text = changes::in_words(&found, ctx.console.width);
    ctx.console.say(&format!("{} → {}\n\n{text}", name(&one), name(&other)))
}
