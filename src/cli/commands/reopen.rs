//! `iro reopen`: reopens a dispute that has ended.

use crate::cli::change::{Change, apply_advised};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::options::{Fields, date_ahead};
use crate::domain::policy::Verb;
use crate::domain::steps::Reopen;

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
    /// The date agreed, where the protocol leaves the limit to be agreed
    #[arg(long, value_name = "DATE")]
    respond_by: Option<String>,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    change: Change,
}

pub fn run(mut args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let (id, change) = (args.id.clone(), std::mem::take(&mut args.change));
    let to = args.to.clone();
    apply_advised(ctx, &id, (Verb::Reopen, to.as_deref()), &mut args, change, |ask, found, args, step| {
        let reason = ask.answer_for("--reason", args.reason.as_ref(), "Why is it reopened?")?;
        let respond_by = date_ahead(args.respond_by.as_ref(), ask.now())?;
        let (to, fields) = (args.to.clone().map(Into::into), args.fields.read(&found.dispute.policy)?);
        Ok(found.dispute.reopen(Reopen { reason, to, respond_by, fields }, step)?)
    })
}
