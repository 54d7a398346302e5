//! `iro resolve`: the raiser ends the dispute.

use super::change::{Change, apply};
use super::context::Context;
use super::error::Failure;
use super::options::{Fields, word};
use crate::domain::event::{Barrier, ResultKind};
use crate::domain::steps::Resolve;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro resolve 42 --outcome \"Therapy starts\" --impact-on-child \"She knows when\"")]
pub struct Args {
    /// The dispute
    id: String,
    /// What came of it; `-` reads standard input, `@FILE` a file
    #[arg(long)]
    outcome: Option<String>,
    /// How it ended
    #[arg(long, value_parser = word::<ResultKind>, default_value = "resolved", value_name = "resolved|resolved-in-part|decision-stands|not-upheld|left-care")]
    result: ResultKind,
    /// What it changed for the child
    #[arg(long)]
    impact_on_child: Option<String>,
    /// The obstacle that is the ground for ending it
    #[arg(long, value_parser = word::<Barrier>, value_name = "resources|staffing|other-agency")]
    barrier: Option<Barrier>,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    change: Change,
}

pub fn run(mut args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let id = args.id.clone();
    let change = std::mem::take(&mut args.change);
    apply(ctx, &id, &mut args, change, |ask, found, args, step| {
        let resolve = Resolve {
            outcome: ask.answer_for("--outcome", args.outcome.as_ref(), "What came of it?")?,
            result: args.result,
            impact_on_child: ask.optional(args.impact_on_child.as_ref())?,
            barrier: args.barrier,
            fields: args.fields.read()?,
        };
        Ok(found.dispute.resolve(resolve, step)?)
    })
}
