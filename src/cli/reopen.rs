//! `iro reopen`: an ended dispute is taken up again.

use super::change::apply;
use super::context::Context;
use super::error::Failure;
use super::options::Change;
use crate::domain::decide::Reopen;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro reopen 2026-0042 --reason \"The assessment was never done\" --to stage-2")]
pub struct Args {
    /// The dispute
    id: String,
    /// Why
    #[arg(long)]
    reason: Option<String>,
    /// The stage to go on at [default: the one it ended at]
    #[arg(long, value_name = "STAGE")]
    to: Option<String>,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    apply(ctx, &args.id, &mut (), args.change, |ctx, found, (), doing| {
        let reason = ctx.said("--reason", args.reason.as_ref(), "Why is it taken up again")?;
        Ok(found.dispute.reopen(Reopen { reason, to: args.to.clone() }, doing)?)
    })
}
