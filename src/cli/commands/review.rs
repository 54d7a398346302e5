//! `iro review`: the dates of a protocol's lead times before a review, and when the next review must be held.

use crate::cli::context::Context;
use crate::cli::error::{Code, Failure};
use crate::cli::options::date;
use crate::cli::{names, print};
use crate::domain::codes::{LastReview, ReviewDue, codes};
use crate::domain::lead::Lead;
use crate::render::ink::STRONG;
use crate::render::table::{Cell, Column, Row, render, text, whole};
use crate::render::words;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  iro review 2026-06-15 --policy mosaic\n  iro review --looked-after-since 2026-03-02\n  \
iro review --first-review 2026-03-30\n  iro review --last-review 2026-06-30"
)]
pub struct Args {
    /// The day of the review
    #[arg(required_unless_present_any = LIMITS)]
    date: Option<String>,
    /// Show when the first review must be held, for a child looked after since this day
    #[arg(long, value_name = "DATE", conflicts_with_all = ["date", "policy"])]
    looked_after_since: Option<String>,
    /// Show when the second must be held, after a first on this day
    #[arg(long, value_name = "DATE", conflicts_with_all = ["date", "policy", "looked_after_since"])]
    first_review: Option<String>,
    /// Show when the next must be held, after a second or later one on this day
    #[arg(long, value_name = "DATE", conflicts_with_all = ["date", "policy", "looked_after_since", "first_review"])]
    last_review: Option<String>,
    /// The protocol [default: the one of the config file]
    #[arg(long, value_name = "ID")]
    policy: Option<String>,
}

/// The arguments that ask when the next review must be held, instead of giving its date.
const LIMITS: [&str; 3] = ["looked_after_since", "first_review", "last_review"];

pub fn run(mut args: Args, ctx: &mut Context) -> Result<(), Failure> {
    if let Some(last) = args.last(ctx)? {
        let due = codes().next_review(last, ctx.calendar()?)?;
        let due = due.ok_or_else(|| Failure::new(Code::Failed, "the limits of reviews can't be read"))?;
        let ReviewDue { what, limit, due, source } = due;
        return show(vec![Lead { what, limit, due, source }], ctx);
    }
    let review = date(args.date.as_ref(), ctx.now())?;
    if args.policy.is_none() && ctx.settings()?.policy.is_none() {
        args.policy = names::ask_policy(ctx)?;
    }
    let policy = ctx.policy(args.policy.as_deref())?;
    let Some(review) = review else { return Err(Failure::missing("DATE")) };
    let leads = policy.leads(review, ctx.calendar()?)?;
    if leads.is_empty() && !ctx.console.json {
        ctx.console.note(&format!("`{}` sets no lead times around a review", policy.id));
        return Ok(());
    }
    show(leads, ctx)
}

impl Args {
    /// What the next review is counted from; `None` if that isn't asked.
    fn last(&self, ctx: &Context) -> Result<Option<LastReview>, Failure> {
        let day = |given: &Option<String>| date(given.as_ref(), ctx.now());
        let none = day(&self.looked_after_since)?.map(|looked_after_since| LastReview::None { looked_after_since });
        let first = day(&self.first_review)?.map(|held| LastReview::First { held });
        let later = day(&self.last_review)?.map(|held| LastReview::Later { held });
        Ok(none.or(first).or(later))
    }
}

fn show(leads: Vec<Lead>, ctx: &mut Context) -> Result<(), Failure> {
    if ctx.console.json {
        return print::json(ctx, &leads);
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
