//! `iro withdraw`: ends a dispute without an outcome. One that was raised in error doesn't count as an earlier dispute.

use crate::cli::change::{Change, apply, praise};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::options::yes_or_no;

use crate::domain::case::Case;
use crate::domain::event::Withdrawn;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  iro withdraw 2026-0042 --reason \"Raised twice by mistake\" --raised-in-error\n  \
iro withdraw 2026-0042 --reason \"The plan was changed\" --raised-in-error no"
)]
pub struct Args {
    /// The dispute, or the praise
    id: String,
    /// Why
    #[arg(long)]
    reason: Option<String>,
    /// Whether it was raised in error. One raised in error doesn't count as an earlier dispute if the same concern is
    /// raised again
    #[arg(long, value_name = "yes|no", value_parser = yes_or_no, num_args = 0..=1, default_missing_value = "yes")]
    raised_in_error: Option<bool>,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    const WHY: &str = "Why is it withdrawn?";
    const IN_ERROR: &str = "Was it raised in error?";
    const YES_OR_NO: [(&str, &str); 2] = [
        ("no", "no: if the same concern is raised again, this one counts as the earlier dispute"),
        ("yes", "yes: it should never have been raised, and doesn't count as an earlier dispute"),
    ];
    if let Case::Praise(_) = ctx.open_either(&args.id)?.1 {
        let done = praise::apply(ctx, &args.id, &mut (), args.change, |ask, found, (), step| {
            let reason = ask.answer_for("--reason", args.reason.as_ref(), WHY)?;
            Ok(found.praise.withdraw(reason, step)?)
        })?;
        let Some((_, after)) = done else { return Ok(()) };
        let id = after.header.id;
        return ctx.console.say(&format!("{id} is withdrawn; it stays in the record, and is no longer counted."));
    }
    apply(ctx, &args.id, &mut (), args.change, |ask, found, (), step| {
        let reason = ask.answer_for("--reason", args.reason.as_ref(), WHY)?;
        let raised_in_error = match args.raised_in_error {
            None if ask.console.has_person() => {
                yes_or_no(&ask.choose_for("--raised-in-error", IN_ERROR, &YES_OR_NO)).ok()
            }
            said => said,
        };
        Ok(found.dispute.withdraw(Withdrawn { reason, raised_in_error }, step)?)
    })
}
