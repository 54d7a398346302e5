//! `iro withdraw`: given up, or raised in error.

use super::change::{Change, apply, keep_up_with, settle};
use super::context::Context;
use super::error::Failure;

use super::praise;
use crate::domain::case::Case;
use crate::domain::event::Withdrawn;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro withdraw 2026-0042 --reason \"Raised twice by mistake\"")]
pub struct Args {
    /// The dispute, or the praise
    id: String,
    /// Why
    #[arg(long)]
    reason: Option<String>,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    const WHY: &str = "Why is it withdrawn?";
    if let (stored, Case::Praise(praise)) = ctx.open_either(&args.id)? {
        keep_up_with(ctx, &stored.record, &args.change);
        let mut change = args.change;
        let entry = settle(ctx, &mut (), &mut change, &praise.policy, |ask, (), step| {
            let reason = ask.answer_for("--reason", args.reason.as_ref(), WHY)?;
            Ok(praise.withdraw(reason, step)?)
        })?;
        let Some(after) = praise::add(entry, &stored, &praise, &change, ctx)? else { return Ok(()) };
        let id = after.header.id;
        return ctx.console.say(&format!("{id} is withdrawn; it stays in the record, and is no longer counted."));
    }
    apply(ctx, &args.id, &mut (), args.change, |ask, found, (), step| {
        let reason = ask.answer_for("--reason", args.reason.as_ref(), WHY)?;
        Ok(found.dispute.withdraw(Withdrawn { reason }, step)?)
    })
}
