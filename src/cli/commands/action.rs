//! `iro action`: the actions of a plan, added, done or missed.

use crate::domain::terms::ActionNumber;
use clap::Subcommand;

use crate::cli::asking::Asking;
use crate::cli::change::{Change, apply};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::options::date_ahead;
use crate::cli::question::{Choice, Kind, Question};
use crate::domain::dispute::Dispute;
use crate::domain::event::{ActionAdded, ActionMissed};
use crate::domain::steps::ActionStep;
use crate::render::words;

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
        what: Option<String>,
        /// Who does it: a name or a role
        #[arg(long, value_name = "NAME")]
        owner: Option<String>,
        /// By when
        #[arg(long, value_name = "DATE")]
        due: Option<String>,
        /// How you will know that it has been done
        #[arg(long, value_name = "TEXT")]
        measure: Option<String>,
        #[command(flatten)]
        change: Change,
    },
    /// Say that an action was done
    #[command(after_help = "Example:\n  iro action done 42 1 --on yesterday")]
    Done {
        /// The dispute
        id: String,
        /// The number of the action [at a terminal: chosen from those that are open]
        number: Option<ActionNumber>,
        #[command(flatten)]
        change: Change,
    },
    /// Say that an action was not done in time, and why
    #[command(after_help = "Example:\n  iro action missed 42 1 --reason \"The dentist is ill\"")]
    Missed {
        /// The dispute
        id: String,
        /// The number of the action [at a terminal: chosen from those that are open]
        number: Option<ActionNumber>,
        /// Why not
        #[arg(long)]
        reason: Option<String>,
        #[command(flatten)]
        change: Change,
    },
}

impl Args {
    /// Whether the command is about an open action.
    pub fn is_of_an_open_one(&self) -> bool {
        match self.step {
            Step::Add { .. } => false,
            Step::Done { .. } | Step::Missed { .. } => true,
        }
    }
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    match args.step {
        Step::Add { id, what, owner, due, measure, change } => {
            let due = due.map(|due| date_ahead(Some(&due), ctx.now()).map(|_| due)).transpose()?;
            apply(ctx, &id, &mut (), change, |ask, found, (), step| {
                let what = ask.answer_for("--what TEXT", what.as_ref(), "What is to be done?")?;
                let owner = Some(ask.line_for("--owner NAME", owner.as_ref(), "Who does it?", None)?);
                let due = ask.day_ahead_for("--due DATE", due.as_ref(), "By when? (2026-03-20, friday, tomorrow)")?;
                let due = date_ahead(Some(&due), ask.now())?;
                let measure = ask.optional(measure.as_ref())?;
                Ok(found.dispute.act(ActionStep::Add(ActionAdded { what, owner, due, measure }), step)?)
            })
        }
        Step::Done { id, number, change } => apply(ctx, &id, &mut (), change, |ask, found, (), step| {
            let number = which(found.dispute, number, ask)?;
            Ok(found.dispute.act(ActionStep::Done(number), step)?)
        }),
        Step::Missed { id, number, reason, change } => apply(ctx, &id, &mut (), change, |ask, found, (), step| {
            let action = which(found.dispute, number, ask)?;
            let reason = ask.answer_for("--reason TEXT", reason.as_ref(), "Why was it not done?")?;
            Ok(found.dispute.act(ActionStep::Missed(ActionMissed { action, reason }), step)?)
        }),
    }
}

/// The number of the action: as given, or chosen from the open ones.
fn which(dispute: &Dispute, given: Option<ActionNumber>, ask: &mut Asking<'_>) -> Result<ActionNumber, Failure> {
    const NUMBER: &str = "NUMBER";
    if let Some(number) = given {
        return Ok(number);
    }
    let open = dispute.open_actions().map(|action| Choice::new(&action.number.to_string(), &action.what));
    let open: Vec<Choice> = open.collect();
    if open.is_empty() {
        return Err(Failure::missing(NUMBER).hinted(format!("no action is open; see `iro show {}`", dispute.header.id)));
    }
    let known: Vec<&str> = open.iter().map(|choice| choice.word.as_str()).collect();
    let hint = words::choose(&known);
    let chosen = ask.choose(Question::new(NUMBER, "Which action?", Kind::Choice(open)).hinted(hint));
    chosen.parse().map_err(|_| Failure::missing(NUMBER))
}
