//! `iro policy show`: a protocol in plain words.

use super::named;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::print;
use crate::render::policy as protocol;

/// Show a protocol in plain words
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  iro policy show knowsley\n  iro policy show my-policy.yaml")]
pub struct Args {
    /// The policy, a version of it as `ID@VERSION`, or a file
    #[arg(value_name = "ID|FILE")]
    policy: String,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let policy = named(&args.policy, ctx)?.policy;
    if ctx.json {
        return print::json(ctx, policy.as_ref());
    }
    let text = protocol::in_words(&policy, ctx.console.width);
    ctx.console.say(&text)
}
