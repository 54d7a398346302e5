//! `iro action`: the actions of a plan, added, done or missed.

use clap::Subcommand;

use super::change::{Change, apply};
use super::context::Context;
use super::error::Failure;
use super::options::date_ahead;
use crate::domain::event::{ActionAdded, ActionMissed};
use crate::domain::steps::ActionStep;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  iro action add 42 --what \"Book the dentist\" --owner \"Sam Lee\" --due 2026-03-20\n  iro action done 42 1"
)]
pub struct Args {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Add an action
    #[command(
        after_help = "Example:\n  iro action add 42 --what \"Book the dentist\" --owner \"Sam Lee\" --due 2026-03-20"
    )]
    Add {
        /// The dispute
        id: String,
        /// What is to be done
        #[arg(long)]
        what: String,
        /// Who does it: a name or a role
        #[arg(long, value_name = "NAME")]
        owner: Option<String>,
        /// By when
        #[arg(long, value_name = "DATE")]
        due: Option<String>,
        #[command(flatten)]
        change: Change,
    },
    /// Say that an action was done
    #[command(after_help = "Example:\n  iro action done 42 1 --on yesterday")]
    Done {
        /// The dispute
        id: String,
        /// The number of the action
        number: u32,
        #[command(flatten)]
        change: Change,
    },
    /// Say that an action was not done in time, and why
    #[command(after_help = "Example:\n  iro action missed 42 1 --reason \"The dentist is ill\"")]
    Missed {
        /// The dispute
        id: String,
        /// The number of the action
        number: u32,
        /// Why not
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        change: Change,
    },
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let (id, change, action) = match args.step {
        Step::Add { id, what, owner, due, change } => {
            let what = ctx.required("--what", Some(&what))?;
            let owner = Some(ctx.ask_line("--owner", owner, "Who does it?", None)?);
            let due = ctx.ask_line("--due", due, "By when? (2026-03-20, friday, tomorrow)", None)?;
            let due = date_ahead(Some(&due), ctx.now())?;
            (id, change, ActionStep::Add(ActionAdded { what, owner, due }))
        }
        Step::Done { id, number, change } => (id, change, ActionStep::Done(number)),
        Step::Missed { id, number, reason, change } => {
            let reason = ctx.required("--reason", Some(&reason))?;
            (id, change, ActionStep::Missed(ActionMissed { action: number, reason }))
        }
    };
    apply(ctx, &id, &mut (), change, |_, found, (), step| Ok(found.dispute.act(action.clone(), step)?))
}
