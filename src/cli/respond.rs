//! `iro respond`: the responder's answer. It closes nothing.

use super::change::{Change, Fill, apply};
use super::context::Context;
use super::error::Failure;
use super::options::Fields;
use crate::domain::dispute::Dispute;
use crate::domain::event::{Barrier, PlannedAction};
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
    /// The role that answered, also as a substitute [default: the stage's responder]
    #[arg(long)]
    role: Option<String>,
    /// Who answered, by name
    #[arg(long)]
    name: Option<String>,
    /// An action promised: what, who and by when
    #[arg(long, value_name = "WHAT | OWNER | DUE")]
    action: Vec<String>,
    /// The obstacle that is pleaded
    #[arg(long, value_parser = super::options::word::<Barrier>, value_name = "resources|staffing|other-agency")]
    barrier: Option<Barrier>,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    change: Change,
}

impl Fill for Args {
    fn fill(&mut self, flag: &str, answer: String) {
        match flag {
            "action" | "actions" => self.action.push(answer),
            "text" => self.text = Some(answer),
            field => self.fields.fill(field, &answer),
        }
    }
}

pub fn run(mut args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let id = args.id.clone();
    let change = std::mem::take(&mut args.change);
    apply(ctx, &id, &mut args, change, |ctx, found, args, step| {
        let respond = Respond {
            role: who(&found.dispute, args, ctx)?,
            text: ctx.said("--text", args.text.as_ref(), "What was answered")?,
            name: ctx.optional(args.name.as_ref())?,
            actions: args
                .action
                .iter()
                .map(|typed| PlannedAction::typed(typed, ctx.now()))
                .collect::<Result<_, _>>()?,
            barrier: args.barrier,
            fields: args.fields.read()?,
        };
        Ok(found.dispute.respond(respond, step)?)
    })
}

/// The role that answered. Somebody who is asked for the answer is asked whose it is, where it could be of several.
fn who(dispute: &Dispute, args: &Args, ctx: &Context) -> Result<Option<String>, Failure> {
    const NOT_KNOWN: &str = "";
    let roles = dispute.responder().roles;
    let asking = args.role.is_none() && args.text.is_none() && ctx.console.has_person();
    if !asking || roles.len() < 2 {
        return Ok(args.role.clone());
    }
    let titled = roles.iter().map(|role| (role.as_str(), dispute.policy.role_title(role)));
    let offered: Vec<(&str, &str)> = titled.chain([(NOT_KNOWN, "not known, or somebody else")]).collect();
    let chosen = ctx.said_choice("--role", "Who answered?", &offered)?;
    Ok(Some(chosen).filter(|chosen| chosen != NOT_KNOWN))
}
