//! `iro waive`: records that a duty of the policy will not be done, and why.

use crate::cli::change::{Change, apply};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::names;

use crate::domain::event::DutyWaived;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro waive 2026-0042 meeting --reason \"Settled by phone; no meeting needed\"")]
pub struct Args {
    /// The dispute
    id: String,
    /// The duty [at a terminal: chosen from those still to be done]
    duty: Option<String>,
    /// The stage the duty belongs to [default: the present stage, or else the latest one where it is still to be done]
    #[arg(long)]
    stage: Option<String>,
    /// Why not
    #[arg(long)]
    reason: Option<String>,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    apply(ctx, &args.id, &mut (), args.change, |ask, found, (), step| {
        let (duty, stage) = (names::duty(found.dispute, args.duty.as_ref(), ask)?, args.stage.clone().map(Into::into));
        let reason = ask.answer_for("--reason", args.reason.as_ref(), "Why will it not be done?")?;
        Ok(found.dispute.waive(DutyWaived { duty, stage, reason }, step)?)
    })
}
