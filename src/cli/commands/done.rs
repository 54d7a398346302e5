//! `iro done`: records that a duty of the policy was done.

use crate::cli::change::{Change, apply, praise};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::names;
use crate::domain::case::Case;

use crate::domain::event::DutyDone;
use crate::domain::policy::DutyId;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro done 42 child-told --on yesterday --text \"By phone, with her carer\"")]
pub struct Args {
    /// The dispute
    id: String,
    /// The duty [at a terminal: chosen from those still to be done]
    duty: Option<String>,
    /// The stage the duty belongs to [default: the present stage, or else the latest one where it is still to be done]
    #[arg(long)]
    stage: Option<String>,
    /// With whom
    #[arg(long, value_name = "NAME")]
    with: Option<String>,
    /// Anything you want to add
    #[arg(long)]
    text: Option<String>,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    if let Case::Praise(_) = ctx.open_either(&args.id)?.1 {
        if args.stage.is_some() {
            return Err(Failure::usage("praise has no stages").hinted("leave `--stage` out"));
        }
        let done = praise::apply(ctx, &args.id, &mut (), args.change, |ask, found, (), step| {
            let text = ask.optional(args.text.as_ref())?;
            // There is only one duty, and it is shown before it is written.
            let on_file = DutyId::ON_FILE;
            let only = [(on_file.as_str(), "It is on the child's file")];
            let duty = match &args.duty {
                Some(named) => named.as_str().into(),
                None if ask.console.has_person() => ask.choose_for("DUTY", "Which duty?", &only).into(),
                None => on_file,
            };
            let facts = DutyDone { duty, stage: None, with: args.with.clone(), text };
            Ok(found.praise.file(facts, step)?)
        })?;
        let Some((_, after)) = done else { return Ok(()) };
        return ctx.console.say(&format!("{} is recorded as being on the child's file.", after.header.id));
    }
    apply(ctx, &args.id, &mut (), args.change, |ask, found, (), step| {
        let text = ask.optional(args.text.as_ref())?;
        let (duty, stage, with) = (
            names::duty(found.dispute, args.duty.as_ref(), ask)?,
            args.stage.clone().map(Into::into),
            args.with.clone(),
        );
        Ok(found.dispute.done(DutyDone { duty, stage, with, text }, step)?)
    })
}
