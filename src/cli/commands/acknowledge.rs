//! `iro acknowledge`: records that somebody has read praise meant for them.

use crate::cli::change::{Change, praise};
use crate::cli::context::Context;
use crate::cli::error::{Code, Failure};
use crate::cli::question::{Choice, Kind, Question};
use crate::domain::case::Case;
use crate::render::{clean, words};

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro acknowledge 2026-0007 --name \"Sam Lee\"")]
pub struct Args {
    /// The praise
    id: String,
    /// Who has read it
    #[arg(long)]
    name: Option<String>,
    #[command(flatten)]
    change: Change,
}

pub fn run(mut args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let (stored, praise) = match ctx.open_either(&args.id)? {
        (stored, Case::Praise(praise)) => (stored, praise),
        (_, Case::Dispute(dispute)) => {
            let id = dispute.header.id;
            let message = format!("`{id}` is a dispute, not praise");
            let hint = format!("only praise is acknowledged; `iro respond {id} --text TEXT` records an answer");
            return Err(Failure {
                rules: vec!["praise".to_string()],
                ..Failure::new(Code::Refused, message).hinted(hint)
            });
        }
    };
    let change = std::mem::take(&mut args.change);
    // Until somebody has answered, the step is tried with any of the people the praise is for.
    let anybody = praise.waiting_for().chain(praise.facts.r#for.iter().map(String::as_str)).next();
    let anybody = anybody.unwrap_or_default();
    let after = praise::apply(ctx, (&stored, &praise), &mut args, change, |ask, args, step| {
        let name = match &args.name {
            Some(name) => ask.line(Some(name)).ok_or_else(|| Failure::missing("--name"))?,
            None => {
                let readers = praise.waiting_for();
                let readers = readers.map(|who| Choice::new(who, praise.policy.titled(who))).collect();
                ask.answer(Question::new("--name", "Who has read it?", Kind::Choice(readers)), anybody)
            }
        };
        Ok(praise.acknowledge(&name, step)?)
    })?;
    let Some(after) = after else { return Ok(()) };
    let waiting: Vec<String> = after.waiting_for().map(|who| clean::line(after.policy.titled(who))).collect();
    let rest = match waiting.is_empty() {
        true => "Everybody it is for has read it.".to_string(),
        false => format!("Still to read it: {}.", words::list(&waiting, "and")),
    };
    // They are in the order in which they read it, which need not be that in which it was recorded.
    let new = after.acknowledged.iter().find(|(who, _)| praise.acknowledged.iter().all(|(known, _)| known != who));
    let who = new.map_or("", |(who, _)| after.policy.titled(who));
    ctx.console.say(&format!("{} has acknowledged {}. {rest}", clean::line(who), after.header.id))
}
