//! `iro agree`: the raiser accepts the plan, whose actions are then tracked.

use crate::cli::change::{Change, apply_advised};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::options::Fields;
use crate::domain::dispute::{Dispute, Status};
use crate::domain::event::PlanAgreed;
use crate::domain::policy::Verb;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro agree 2026-0042 --text \"The plan will do, if it is kept\"")]
pub struct Args {
    /// The dispute
    id: String,
    /// Anything you want to add
    #[arg(long)]
    text: Option<String>,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    change: Change,
}

pub fn run(mut args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let id = args.id.clone();
    if ctx.console.has_person() && !args.change.dry_run {
        let dispute = ctx.open(&id)?;
        ask_without_an_answer(&dispute, ctx)?;
    }
    let change = std::mem::take(&mut args.change);
    apply_advised(ctx, &id, (Verb::Agree, None), &mut args, change, |ask, found, args, step| {
        let agree =
            PlanAgreed { text: ask.optional(args.text.as_ref())?, fields: args.fields.read(&found.dispute.policy)? };
        Ok(found.dispute.agree(agree, step)?)
    })
}

/// Asks for confirmation if there was no answer: such a plan is more often accepted by mistake.
fn ask_without_an_answer(dispute: &Dispute, ctx: &mut Context) -> Result<(), Failure> {
    if dispute.status() != Status::AwaitingResponse || !dispute.actions.is_empty() {
        return Ok(());
    }
    const ACCEPTED: &str = "without an answer";
    if ctx.answers.of(ACCEPTED).is_some() {
        return Ok(());
    }
    let question = "No answer and no action is recorded yet.\nAccept the plan anyway?";
    match ctx.agrees(question)? {
        Some(false) => Err(Failure::stopped()),
        Some(true) => {
            ctx.answers.keep_inner(ACCEPTED, "yes");
            Ok(())
        }
        None => Ok(()),
    }
}
