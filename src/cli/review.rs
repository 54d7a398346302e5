//! `iro review`: the lead times that a protocol sets around a review, as dates.

use serde::Serialize;

use super::context::Context;
use super::error::Failure;
use super::options::date;
use super::print;
use crate::domain::time::{Date, Moment};
use crate::render::ink::STRONG;
use crate::render::table::{Cell, Column, Row, render, text, whole};
use crate::render::words;

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
    let Some(review) = date(Some(&args.date), ctx.now())? else { return Err(Failure::missing("DATE")) };
    let mut leads = Vec::new();
    for lead in &policy.review {
        let due = ctx.calendar()?.due(Moment::on(review), &lead.limit, &policy.counting)?.date;
        let by = lead.by.as_ref().map(|role| format!("{}: ", policy.role_title(role))).unwrap_or_default();
        let what = format!("{by}{}", lead.what);
        leads.push(Lead { what, limit: lead.limit.written.clone(), due, source: lead.source.clone() });
    }
    leads.sort_by_key(|lead| lead.due);
    if ctx.console.json {
        return print::json(ctx, &leads);
    }
    if leads.is_empty() {
        ctx.console.note(&format!("`{}` sets no lead times around a review", policy.id));
        return Ok(());
    }
    const COLUMNS: [Column; 4] = [whole("date"), whole("limit"), text("what"), text("rule")];
    let rows = leads.iter().map(|lead| {
        let plain = vec![lead.due.to_string(), lead.limit.clone(), lead.what.clone(), lead.source.clone()];
        let mut shown: Vec<Cell> = plain.iter().map(|cell| Cell::new(cell)).collect();
        shown[0] = Cell::in_style(&words::short_date(lead.due), STRONG);
        Row { shown, plain }
    });
    let text = render(&COLUMNS, rows.collect(), ctx.console.page());
    ctx.console.say(&text)
}
