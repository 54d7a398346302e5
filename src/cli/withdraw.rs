//! `iro withdraw`: given up, or raised in error.

use super::change::apply;
use super::context::Context;
use super::error::Failure;
use super::options::Change;
use crate::domain::event::Withdrawn;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro withdraw 2026-0042 --reason \"Raised twice by mistake\"")]
pub struct Args {
    /// The dispute
    id: String,
    /// Why
    #[arg(long)]
    reason: Option<String>,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    apply(ctx, &args.id, &mut (), args.change, |ctx, found, (), doing| {
        let reason = ctx.said("--reason", args.reason.as_ref(), "Why is it withdrawn")?;
        Ok(found.dispute.withdraw(Withdrawn { reason }, doing)?)
    })
}
