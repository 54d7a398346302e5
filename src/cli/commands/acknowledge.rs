//! `iro acknowledge`: records that somebody has read praise meant for them.

use crate::cli::change::Change;
use crate::cli::change::praise::{self, FoundPraise};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::question::{Choice, Kind, Question};
use crate::domain::event::Event;
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
    let (id, change) = (args.id.clone(), std::mem::take(&mut args.change));
    let done = praise::apply(ctx, &id, &mut args, change, |ask, FoundPraise { praise, .. }, args, step| {
        let name = match &args.name {
            Some(name) => ask.line(Some(name)).ok_or_else(|| Failure::missing("--name"))?,
            None => {
                let readers = praise.waiting_for();
                let readers = readers.map(|who| Choice::new(who, praise.policy.titled(who))).collect();
                // Until somebody has answered, the step is tried with any of the people the praise is for.
                let anybody = praise.waiting_for().chain(praise.facts.r#for.iter().map(String::as_str)).next();
                let question = Question::new("--name", "Who has read it?", Kind::Choice(readers));
                ask.answer(question, anybody.unwrap_or_default())
            }
        };
        Ok(praise.acknowledge(&name, step)?)
    })?;
    let Some((entry, after)) = done else { return Ok(()) };
    let waiting: Vec<String> = after.waiting_for().map(|who| clean::line(after.policy.titled(who))).collect();
    let rest = match waiting.is_empty() {
        true => " Everybody it is for has read it.".to_string(),
        // Nobody is reminded to read what the protocol asks nobody to acknowledge.
        false if !after.is_to_be_read() => String::new(),
        false => format!(" Still to read it: {}.", words::list(&waiting, "and")),
    };
    let Event::Acknowledged(facts) = &entry.event else { return Ok(()) };
    let who = clean::line(after.policy.titled(&facts.name));
    ctx.console.say(&format!("{who} has acknowledged {}.{rest}", after.header.id))
}
