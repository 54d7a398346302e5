//! `iro respond`: records the responder's answer. It closes nothing.

use crate::cli::asking::Asking;
use crate::cli::change::{Change, apply_advised};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::options::{Fields, word};
use crate::domain::dispute::Dispute;
use crate::domain::event::{Barrier, PlannedAction};
use crate::domain::policy::{Fact, RoleId, Verb};
use crate::domain::steps::Respond;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  iro respond 42 --text \"The assessment is booked\"\n  iro respond 42 --text \"Yes\" --action \"Book it | Sam Lee | 2026-03-20\""
)]
pub struct Args {
    /// The dispute
    id: String,
    /// What was answered; `-` reads standard input, `@FILE` a file
    #[arg(long)]
    text: Option<String>,
    /// The role that answered, or that somebody answered for [default: the stage's responder]
    #[arg(long)]
    role: Option<String>,
    /// Who answered, by name
    #[arg(long)]
    name: Option<String>,
    /// An action promised: what, who, by when, and how it is measured
    #[arg(long, value_name = "WHAT | OWNER | DUE | MEASURE")]
    action: Vec<String>,
    /// How success is measured, for actions that don't say
    #[arg(long, value_name = "TEXT")]
    measure: Option<String>,
    /// The obstacle that they named
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
    apply_advised(ctx, &id, (Verb::Respond, None), &mut args, change, |ask, found, args, step| {
        let said = [
            (Fact::Actions, !args.action.is_empty()),
            (Fact::Measure, args.measure.is_some()),
            (Fact::Barrier, args.barrier.is_some()),
        ];
        let respond = Respond {
            role: who(found.dispute, args, ask),
            text: ask.answer_for("--text", args.text.as_ref(), "What was answered?")?,
            name: ask.optional(args.name.as_ref())?,
            actions: actions(args, ask)?,
            barrier: args.barrier,
            fields: args.fields.read(&found.dispute.policy)?,
        };
        ask.offer_facts("--text", &found.dispute.policy, &said);
        Ok(found.dispute.respond(respond, step)?)
    })
}

/// The planned actions. A measure given by itself applies to each action without one.
fn actions(args: &Args, ask: &mut Asking<'_>) -> Result<Vec<PlannedAction>, Failure> {
    let mut actions: Vec<PlannedAction> =
        args.action.iter().map(|typed| PlannedAction::typed(typed, ask.now())).collect::<Result<_, _>>()?;
    if args.measure.is_some() && actions.is_empty() {
        return Err(Failure::usage("`--measure` says how actions are measured, and no action is given")
            .hinted("add `--action \"WHAT | OWNER | DUE\"`"));
    }
    let measure = ask.optional(args.measure.as_ref())?;
    for action in actions.iter_mut().filter(|action| action.measure.is_none()) {
        action.measure.clone_from(&measure);
    }
    Ok(actions)
}

/// The role that answered. If several are possible, a person who is asked for the answer is also asked for the role.
fn who(dispute: &Dispute, args: &Args, ask: &mut Asking<'_>) -> Option<RoleId> {
    const NOT_KNOWN: &str = "";
    let roles = dispute.responder().roles;
    let asking = args.role.is_none() && args.text.is_none() && ask.console.has_person();
    if !asking || roles.len() < 2 {
        return args.role.clone().map(Into::into);
    }
    let titled = roles.iter().map(|role| (role.as_str(), dispute.policy.role_title(role)));
    let offered: Vec<(&str, &str)> = titled.chain([(NOT_KNOWN, "not known, or somebody else")]).collect();
    let chosen = ask.choose_for("--role", "Who answered?", &offered);
    Some(chosen).filter(|chosen| chosen != NOT_KNOWN).map(Into::into)
}
