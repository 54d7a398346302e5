//! `iro correct`: something was recorded wrongly. The old words stay, struck.

use super::change::apply;
use super::context::Context;
use super::error::Failure;
use super::options::{Change, pair};
use crate::domain::decide::Correct;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  iro correct 42 --event 3 --set on=2026-03-04 --reason \"Wrong day\"\n  iro correct 42 --event 5 --reason \"Belongs to another child\"\n  iro correct 42 --event 1 --recount --reason \"We were closed that Friday\""
)]
pub struct Args {
    /// The dispute
    id: String,
    /// The number of the event, as `iro log` shows it
    #[arg(long, value_name = "N")]
    event: u32,
    /// Why
    #[arg(long)]
    reason: Option<String>,
    /// A fact to put in place of the old one; `on` is when it happened
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Count the dates that this event gave with today's calendar, and accept what comes out
    #[arg(long)]
    recount: bool,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let mut set = Vec::new();
    for given in &args.set {
        let (name, typed) = pair("set", given)?;
        set.push((name.replace('-', "_"), ctx.text(&typed)?.unwrap_or_default()));
    }
    apply(ctx, &args.id, &mut (), args.change, |ctx, found, (), doing| {
        let reason = ctx.said("--reason", args.reason.as_ref(), "What was wrong")?;
        let correct = Correct { event: args.event, reason, set: set.clone(), recount: args.recount };
        Ok(found.dispute.correct(&found.stored.record, correct, doing)?)
    })
}
