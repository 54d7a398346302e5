//! `iro respond`: the responder's answer. It closes nothing.

use super::change::{Fill, apply};
use super::context::Context;
use super::error::Failure;
use super::options::{Change, Fields};
use crate::domain::decide::Respond;
use crate::domain::event::{Barrier, PlannedAction};

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
    /// The role that answered [default: the stage's responder]
    #[arg(long)]
    role: Option<String>,
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
    apply(ctx, &id, &mut args, change, |ctx, found, args, doing| {
        let respond = Respond {
            text: ctx.said("--text", args.text.as_ref(), "What was answered")?,
            role: args.role.clone(),
            actions: args.action.iter().map(|typed| PlannedAction::typed(typed, ctx.now)).collect::<Result<_, _>>()?,
            barrier: args.barrier,
            fields: args.fields.read()?,
        };
        Ok(found.dispute.respond(respond, doing)?)
    })
}
