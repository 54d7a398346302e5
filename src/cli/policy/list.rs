//! `iro policy list`: the policies at hand, and where each comes from.

use crate::cli::console::{STRONG, styled};
use crate::cli::context::Context;
use crate::cli::error::{Code, Failure};
use crate::cli::print;
use crate::render::clean;

/// List the policies: those built in, and those of the store
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro policy list")]
pub struct Args {}

pub fn run(_: Args, ctx: &mut Context) -> Result<(), Failure> {
    let catalogue = ctx.policies.list()?;
    if ctx.json {
        print::json(ctx, &catalogue.policies)?;
    } else {
        let rows = catalogue.policies.iter().map(|one| {
            let (id, title) = (styled(STRONG, &format!("{:<16}", one.id)), clean::line(&one.title));
            format!("{id}  {:<10}  {title}  ({})", clean::line(&one.version), clean::line(&one.origin.to_string()))
        });
        let text = rows.collect::<Vec<_>>().join("\n");
        ctx.console.say(&text)?;
    }
    match catalogue.faults.is_empty() {
        true => Ok(()),
        false => Err(Failure {
            faults: catalogue.faults,
            ..Failure::new(Code::Failed, "some policy files can't be used").hinted("`iro policy check FILE` shows why")
        }),
    }
}
