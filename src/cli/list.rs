//! `iro list`: the disputes there are.

use super::context::Context;
use super::error::Failure;
use super::options::date;
use super::{names, print};
use crate::domain::record::Kind;
use crate::domain::time::Date;
use crate::render::view::DisputeView;
use crate::render::{csv, table};
use crate::store::Which;

/// The states that can be asked for.
const STATUSES: [&str; 8] = [
    "awaiting-response",
    "awaiting-review",
    "agreed",
    "resolved",
    "withdrawn",
    "complaint",
    "recorded",
    "acknowledged",
];

/// Those of them that only an ended dispute has.
const ENDED: [&str; 2] = ["resolved", "withdrawn"];

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  iro list --status awaiting-review\n  iro list --all --from 2026-04-01 --json | jq length"
)]
pub struct Args {
    /// Only open ones (the default)
    #[arg(long, conflicts_with_all = ["closed", "all"])]
    open: bool,
    /// Only closed ones
    #[arg(long, conflicts_with = "all")]
    closed: bool,
    /// Open and closed ones
    #[arg(long)]
    all: bool,
    /// Disputes, praise, or both
    #[arg(long, value_name = "KIND", value_parser = ["dispute", "praise", "all"], default_value = "dispute")]
    kind: String,
    /// Of this child
    #[arg(long, value_name = "REF")]
    child: Option<String>,
    /// Of this IRO
    #[arg(long, value_name = "NAME")]
    iro: Option<String>,
    /// At this stage
    #[arg(long)]
    stage: Option<String>,
    /// In this state
    #[arg(long, value_parser = STATUSES)]
    status: Option<String>,
    /// With this category
    #[arg(long)]
    category: Option<String>,
    /// Under this policy
    #[arg(long, value_name = "ID")]
    policy: Option<String>,
    /// Of this team
    #[arg(long)]
    team: Option<String>,
    /// Waiting for this role or person
    #[arg(long, value_name = "ROLE|NAME")]
    responder: Option<String>,
    /// Raised on or after
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Raised on or before
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// In which order
    #[arg(long, value_name = "ORDER", value_parser = ["due", "raised", "child", "stage", "status"], default_value = "due")]
    sort: String,
    /// At most so many
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
    /// As CSV
    #[arg(long, conflicts_with = "ids")]
    csv: bool,
    /// Only the ids, one a line
    #[arg(long)]
    ids: bool,
}

pub fn run(mut args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let (from, to) = (date(args.from.as_ref(), ctx)?, date(args.to.as_ref(), ctx)?);
    // Where a state is asked for that only ended ones have, they are meant.
    args.all |= !args.open && args.status.as_deref().is_some_and(|status| ENDED.contains(&status));
    let which = if args.closed || args.all || args.kind != "dispute" { Which::All } else { Which::Open };
    let (seen, mut failed) = ctx.look_at_all(which)?;
    let mut views = Vec::new();
    for one in &seen {
        match DisputeView::of_case(&one.case, ctx.as_of, ctx.calendar()?) {
            Ok(view) if args.keeps(&view, from, to) => views.push((view, one.case.policy().clone())),
            Ok(_) => {}
            Err(gap) => failed.push(Failure::from(gap).of(one.stored.record.header.id)),
        }
    }
    if views.is_empty() {
        names::check_filters(&args.stage, &args.category, &args.policy, ctx)?;
        names::check_whom(args.responder.as_deref(), &seen, ctx)?;
    }
    sort(&mut views, &args.sort);
    views.truncate(args.limit.map_or(usize::MAX, |limit| limit as usize));
    if ctx.json {
        print::json(ctx, &views.iter().map(|(view, _)| view).collect::<Vec<_>>())?;
    } else if args.ids {
        let ids: Vec<String> = views.iter().map(|(view, _)| view.id.to_string()).collect();
        if !ids.is_empty() {
            ctx.console.say(&ids.join("\n"))?;
        }
    } else if args.csv {
        let text = csv::disputes(views.iter().map(|(view, _)| view))?;
        ctx.console.say(text.trim_end())?;
    } else if views.is_empty() {
        let text = match seen.is_empty() {
            true => "no dispute to list; `iro raise` opens one, `iro list --all` shows closed ones too",
            false => "no dispute is like that",
        };
        ctx.console.note(text);
    } else {
        let text = table::disputes(&views, ctx.console.shown.then_some(ctx.console.width));
        ctx.console.say(&text)?;
    }
    ctx.report_failures(failed)
}

impl Args {
    fn keeps(&self, view: &DisputeView, from: Option<Date>, to: Option<Date>) -> bool {
        let is = |wanted: &Option<String>, given: Option<&str>| {
            wanted.as_deref().is_none_or(|wanted| given.is_some_and(|given| given.eq_ignore_ascii_case(wanted)))
        };
        let (kind, state) = match view.kind {
            Kind::Dispute => (self.kind != "praise", self.all || view.closed_on.is_some() == self.closed),
            Kind::Praise => (self.kind != "dispute", true),
        };
        let waits = |who: &String| view.waiting_on.as_ref().is_some_and(|party| party.is(who));
        kind && state
            && is(&self.child, Some(&view.child))
            && is(&self.iro, view.iro.as_deref())
            && is(&self.stage, view.stage.as_deref())
            && is(&self.status, Some(view.status))
            && is(&self.policy, Some(&view.policy))
            && is(&self.team, view.team.as_deref())
            && self.category.as_ref().is_none_or(|category| view.categories.contains(category))
            && self.responder.as_ref().is_none_or(waits)
            && from.is_none_or(|from| view.raised_on >= from)
            && to.is_none_or(|to| view.raised_on <= to)
    }
}

fn sort<P>(views: &mut [(DisputeView, P)], order: &str) {
    match order {
        "raised" => views.sort_by_key(|(view, _)| (view.raised_on, view.id)),
        "child" => views.sort_by(|(a, _), (b, _)| (&a.child, a.id).cmp(&(&b.child, b.id))),
        "stage" => views.sort_by(|(a, _), (b, _)| (&a.policy, &a.stage, a.id).cmp(&(&b.policy, &b.stage, b.id))),
        "status" => views.sort_by_key(|(view, _)| (view.status, view.id)),
        _ => views.sort_by_key(|(view, _)| (view.due.is_none(), view.due, view.id)),
    }
}
