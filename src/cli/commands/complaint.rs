//! `iro complaint`: takes the other route, the statutory complaints procedure.

use crate::cli::change::{Change, apply_advised};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::options::Fields;

use crate::domain::event::Complained;
use crate::domain::policy::Verb;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro complaint 42 --reason \"He wants to complain\" --confirm routes-discussed")]
pub struct Args {
    /// The dispute
    id: String,
    /// Why
    #[arg(long)]
    reason: Option<String>,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    change: Change,
}

pub fn run(mut args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let (id, change) = (args.id.clone(), std::mem::take(&mut args.change));
    apply_advised(ctx, &id, (Verb::Complaint, None), &mut args, change, |ask, found, args, step| {
        let reason = ask.answer_for("--reason", args.reason.as_ref(), "Why the complaints procedure?")?;
        let fields = args.fields.read(&found.dispute.policy)?;
        Ok(found.dispute.complain(Complained { reason, fields }, step)?)
    })
}
