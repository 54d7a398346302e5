//! `iro meeting`: a meeting was held.

use super::change::apply;
use super::context::Context;
use super::error::Failure;
use super::options::Change;
use crate::domain::event::MeetingHeld;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  iro meeting 2026-0042 --held 2026-03-12 --chair \"Pat Green\" --attended \"Sam Lee\" --minutes @minutes.txt"
)]
pub struct Args {
    /// The dispute
    id: String,
    /// When it was held
    #[arg(long, value_name = "WHEN")]
    held: Option<String>,
    /// Who was in the chair: a name or a role
    #[arg(long, value_name = "NAME")]
    chair: Option<String>,
    /// Who came: a name or a role
    #[arg(long, value_name = "NAME")]
    attended: Vec<String>,
    /// The minutes, or where they are; `-` reads standard input, `@FILE` a file
    #[arg(long)]
    minutes: Option<String>,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    ctx.all_given(&[("--held WHEN", args.held.is_some()), ("--chair NAME", args.chair.is_some())])?;
    let held = ctx.ask_line("--held", args.held, "When was it held", Some("today"))?;
    let chair = ctx.ask_line("--chair", args.chair, "Who was in the chair", None)?;
    let when = ctx.moment(&held)?;
    let mut change = args.change;
    // It stands in the record at the day it was held, unless something was recorded there already.
    if change.on.is_none() && !ctx.now.is_before(&when) && !when.is_before(&ctx.open(&args.id)?.dispute.latest) {
        change.on = Some(held);
    }
    apply(ctx, &args.id, &mut (), change, |ctx, found, (), doing| {
        let minutes = ctx.optional(args.minutes.as_ref())?;
        let (chair, attended) = (chair.clone(), args.attended.clone());
        Ok(found.dispute.meet(MeetingHeld { held: Some(when), chair, attended, minutes }, doing)?)
    })
}
