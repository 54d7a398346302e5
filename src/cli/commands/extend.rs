//! `iro extend`: gives more time, where the policy allows it.

use crate::cli::change::{Change, apply_advised};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::options::moment_ahead;
use crate::cli::question::Question;

use crate::domain::policy::{Asked, Fact, Verb};
use crate::domain::steps::{Extend, More};

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro extend 42 --by \"24 hours\" --reason \"The visit is tomorrow\"")]
pub struct Args {
    /// The dispute
    id: String,
    /// How much more: `24 hours`, `5 working days`; a bare `5 days` where the protocol says which days it means
    #[arg(long, value_name = "LIMIT", conflicts_with = "until")]
    by: Option<String>,
    /// Until when
    #[arg(long, value_name = "WHEN")]
    until: Option<String>,
    /// Why
    #[arg(long)]
    reason: Option<String>,
    /// Which clock [default: the stage's own]
    #[arg(long)]
    clock: Option<String>,
    /// With whom it was agreed
    #[arg(long, value_name = "NAME")]
    agreed_with: Option<String>,
    #[command(flatten)]
    change: Change,
}

const BY_OR_UNTIL: &str = "add `--by LIMIT`, such as `--by \"5 working days\"`, or `--until WHEN`";

pub fn run(mut args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let id = args.id.clone();
    let change = std::mem::take(&mut args.change);
    apply_advised(ctx, &id, (Verb::Extend, None), &mut args, change, |ask, found, args, step| {
        let more = match (&args.by, &args.until) {
            (Some(by), _) => More::By(found.dispute.policy.counting.limit(by)?),
            (None, Some(until)) => More::Until(moment_ahead(until, ask)?),
            (None, None) => {
                let question = Question::for_asked(&Asked::Fact(Fact::MoreTime), &found.dispute.policy);
                let by = ask.answer(question.hinted(BY_OR_UNTIL.to_string()), "1 working day");
                More::By(found.dispute.policy.counting.limit(&by)?)
            }
        };
        let extend = Extend {
            more,
            reason: ask.answer_for("--reason", args.reason.as_ref(), "Why is more time given?")?,
            clock: args.clock.clone().map(Into::into),
            agreed_with: args.agreed_with.clone(),
        };
        Ok(found.dispute.extend(extend, step)?)
    })
}
