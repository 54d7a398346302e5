//! `iro decide`: the authority's final decision, which ends nothing by itself.

use crate::cli::change::{Change, apply_advised};
use crate::cli::context::Context;
use crate::cli::error::Failure;

use crate::domain::event::Decided;
use crate::domain::policy::Verb;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro decide 42 --decided-by \"Chris Hall\" --text \"The placement stays\"")]
pub struct Args {
    /// The dispute
    id: String,
    /// Who decided: a name or a role
    #[arg(long, value_name = "NAME")]
    decided_by: Option<String>,
    /// What was decided; `-` reads standard input, `@FILE` a file
    #[arg(long)]
    text: Option<String>,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    apply_advised(ctx, &args.id, (Verb::Decide, None), &mut (), args.change, |ask, found, (), step| {
        let deciders = found.dispute.deciders();
        let only = if let [only] = deciders.as_slice() { Some(found.dispute.policy.role_title(only)) } else { None };
        let decided_by =
            ask.line_for("--decided-by NAME", args.decided_by.as_ref(), "Who decided? (a role, or a name)", only)?;
        let text = ask.answer_for("--text TEXT", args.text.as_ref(), "What was decided?")?;
        Ok(found.dispute.decide(Decided { decided_by, text }, step)?)
    })
}
