//! `iro review`: the lead times that a protocol sets around a review, as dates.

use serde::Serialize;

use super::console::{STRONG, styled};
use super::context::Context;
use super::error::Failure;
use super::options::date;
use super::print;
use crate::domain::time::{Date, Moment, describe};
use crate::render::clean;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro review 2026-06-15 --policy mosaic")]
pub struct Args {
    /// The day of the review
    date: String,
    /// The protocol [default: the one of the config file]
    #[arg(long, value_name = "ID")]
    policy: Option<String>,
}

#[derive(Serialize)]
struct Lead {
    what: String,
    limit: String,
    due: Date,
    source: String,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let policy = ctx.policy(args.policy.as_deref())?;
    let Some(review) = date(Some(&args.date), ctx)? else { return Err(Failure::missing("DATE")) };
    let mut leads = Vec::new();
    for lead in &policy.review {
        let due = ctx.calendar()?.due(Moment::on(review), &lead.limit, &policy.counting)?.date;
        let by = lead.by.as_deref().map(|role| format!("{}: ", policy.role_title(role))).unwrap_or_default();
        let what = format!("{by}{}", lead.what);
        leads.push(Lead { what, limit: lead.limit.written.clone(), due, source: lead.source.clone() });
    }
    leads.sort_by_key(|lead| lead.due);
    if ctx.json {
        return print::json(ctx, &leads);
    }
    if leads.is_empty() {
        ctx.console.note(&format!("`{}` sets no lead times around a review", policy.id));
        return Ok(());
    }
    let lines: Vec<String> = leads
        .iter()
        .map(|lead| {
            let due = styled(STRONG, &describe(lead.due));
            format!("{due}  {} ({}; {})", clean::line(&lead.what), clean::line(&lead.limit), clean::line(&lead.source))
        })
        .collect();
    ctx.console.say(&lines.join("\n"))
}
