//! `iro resolve`: the raiser ends the dispute.

use crate::cli::asking::Asking;
use crate::cli::change::{Change, apply_advised};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::options::{Fields, word};
use crate::cli::question::{Kind, Question};
use crate::domain::event::{Barrier, Resolved, ResultKind};
use crate::domain::policy::{Fact, Verb};
use crate::domain::worded::Worded;

#[derive(Debug, clap::Args)]
#[command(
    next_line_help = true,
    after_help = "Example:\n  iro resolve 42 --outcome \"Therapy starts\" --impact-on-child \"She knows when\""
)]
pub struct Args {
    /// The dispute
    id: String,
    /// What came of it; `-` reads standard input, `@FILE` a file
    #[arg(long)]
    outcome: Option<String>,
    /// How it ended [default: resolved]
    #[arg(long, value_parser = word::<ResultKind>, value_name = "resolved|resolved-in-part|decision-stands|not-upheld|left-care|taken-elsewhere")]
    result: Option<ResultKind>,
    /// What it changed for the child
    #[arg(long)]
    impact_on_child: Option<String>,
    /// The obstacle, if it is why you are ending the dispute
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
    apply_advised(ctx, &id, (Verb::Resolve, None), &mut args, change, |ask, found, args, step| {
        let outcome = ask.answer_for("--outcome", args.outcome.as_ref(), "What came of it?")?;
        let result = result(args, ask)?;
        let resolve = Resolved {
            outcome,
            result: result.unwrap_or_default(),
            impact_on_child: ask.text_beside(
                "--outcome",
                "--impact-on-child",
                args.impact_on_child.as_ref(),
                Fact::ImpactOnChild.question(),
            )?,
            barrier: args.barrier,
            fields: args.fields.read(&found.dispute.policy)?,
        };
        match result {
            Some(_) => Ok(found.dispute.resolve(resolve, step)?),
            None => Ok(found.dispute.resolve_without_result(resolve, step)?),
        }
    })
}

/// How the dispute ended, which the report counts; `None` if nobody is asked.
fn result(args: &Args, ask: &mut Asking<'_>) -> Result<Option<ResultKind>, Failure> {
    let said = |result: &ResultKind| match result {
        ResultKind::Resolved => "It is resolved",
        ResultKind::ResolvedInPart => "It is resolved in part",
        ResultKind::DecisionStands => "The decision stands",
        ResultKind::NotUpheld => "The concern was not upheld",
        ResultKind::LeftCare => "The child has left care",
        ResultKind::TakenElsewhere => "It is not resolved, and is taken up elsewhere",
    };
    let results: Vec<_> = ResultKind::ALL.iter().map(|result| (result.word(), said(result))).collect();
    let chosen = match args.result {
        Some(result) => return Ok(Some(result)),
        None => {
            ask.choose_beside("--outcome", Question::new("--result", Fact::Result.question(), Kind::choice(&results)))
        }
    };
    chosen.map(|chosen| word(&chosen).map_err(Failure::usage)).transpose()
}
