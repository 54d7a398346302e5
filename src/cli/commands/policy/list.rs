//! `iro policy list`: the available policies, and where each comes from.

use crate::cli::context::Context;
use crate::cli::error::{Code, Failure};
use crate::cli::print;
use crate::render::ink::STRONG;
use crate::render::table::{Cell, Column, Row, render, text, whole};
use crate::store::policies::CLASH;

/// List the policies: those built in, and those of the store
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro policy list")]
pub struct Args {}

pub fn run(_: Args, ctx: &mut Context) -> Result<(), Failure> {
    let catalogue = ctx.policies.list()?;
    if ctx.console.json {
        print::json(ctx, &catalogue.policies)?;
    } else {
        const COLUMNS: [Column; 4] = [whole("policy"), whole("version"), text("title"), text("from")];
        let rows = catalogue.policies.iter().map(|one| {
            let plain = vec![one.id.clone(), one.version.clone(), one.title.clone(), one.origin.to_string()];
            let mut shown: Vec<Cell> = plain.iter().map(|cell| Cell::new(cell)).collect();
            shown[0] = Cell::in_style(&one.id, STRONG);
            Row { shown, plain }
        });
        let text = render(&COLUMNS, rows.collect(), ctx.console.page());
        ctx.console.say(&text)?;
    }
    match catalogue.faults.is_empty() {
        true => Ok(()),
        false => {
            let failure = Failure::new(Code::Failed, "some policy files can't be used");
            // Two files that clash may each be right.
            let failure = match catalogue.faults.iter().all(|fault| fault.rule == CLASH) {
                true => failure,
                false => failure.hinted("`iro policy check FILE` shows why"),
            };
            Err(Failure { faults: catalogue.faults, ..failure })
        }
    }
}
