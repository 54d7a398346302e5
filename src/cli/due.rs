//! `iro due`: the morning question. What is overdue or falls due, soonest first.

use std::sync::Arc;

use super::context::Context;
use super::error::{Code, Failure};
use super::looking::{Line, Reader};
use super::{names, print};
use crate::domain::calendar::Counting;
use crate::domain::limit::Limit;
use crate::domain::policy::Policy;
use crate::domain::time::{Date, Moment};
use crate::render::clean;
use crate::render::table;
use crate::render::view::ClockView;
use crate::store::{Which, parallel};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  iro due --today\n  iro due --for team-manager --within \"10 working days\"\n  \
iro due --today --exit-code >/dev/null || echo \"something to do\"")]
pub struct Args {
    /// Only what is overdue or due today
    #[arg(long, conflicts_with_all = ["overdue", "within", "all"])]
    today: bool,
    /// Only what is overdue
    #[arg(long, conflicts_with_all = ["within", "all"])]
    overdue: bool,
    /// How far to look ahead
    #[arg(long, value_name = "LIMIT", conflicts_with = "all")]
    within: Option<String>,
    /// Every running clock
    #[arg(long)]
    all: bool,
    /// Of this role or person
    #[arg(long = "for", value_name = "ROLE|NAME")]
    whom: Option<String>,
    /// Of this IRO
    #[arg(long, value_name = "NAME")]
    iro: Option<String>,
    /// Say how each date was reached
    #[arg(long)]
    explain: bool,
    /// Exit with 10 if anything is listed
    #[arg(long)]
    exit_code: bool,
}

/// How far ahead the question looks when nobody says.
const USUALLY: &str = "5 working days";

/// A clock with the policy that has the words for whom it waits for, where a person reads them.
type Row = (ClockView, Option<Arc<Policy>>);

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let until = args.until(ctx)?;
    let latest = args.latest(until, ctx);
    let mut found =
        ctx.lines(Which::Open, |known| known.earliest.is_some_and(|day| latest.is_none_or(|latest| day <= latest)))?;
    let mut failed = std::mem::take(&mut found.failed);
    let mut rows = Vec::new();
    if !found.lines.is_empty() {
        let reader = found.reader(ctx)?;
        let shown = ctx.console.shown;
        for outcome in parallel::map(&found.lines, |line| args.rows(line, &reader, until, shown)) {
            match outcome {
                Ok(some) => rows.extend(some),
                Err(failure) => failed.push(failure),
            }
        }
    }
    if rows.is_empty() {
        names::check_whom(args.whom.as_deref(), Which::Open, ctx)?;
    }
    rows.sort_by_key(|(view, _)| (view.due, view.due_at, view.dispute));
    let listed = !rows.is_empty();
    if ctx.json {
        print::json(ctx, &rows.iter().map(|(view, _)| view).collect::<Vec<_>>())?;
    } else if listed {
        let text = table::clocks(&rows, ctx.console.shown.then_some(ctx.console.width));
        ctx.console.say(&text)?;
    } else {
        let whom = args.whom.as_ref().map(|who| format!(" for {}", clean::line(who))).unwrap_or_default();
        ctx.console.note(&format!("{}{whom}", args.nothing()));
    }
    ctx.report_failures(failed)?;
    if listed && args.exit_code {
        return Err(Failure::new(Code::Listed, "something is due"));
    }
    Ok(())
}

impl Args {
    /// The last day that counts as near; none where every clock is wanted.
    fn until(&self, ctx: &Context) -> Result<Option<Moment>, Failure> {
        if self.all {
            return Ok(None);
        }
        let limit = Limit::parse(self.within.as_deref().unwrap_or(USUALLY))?;
        let due = ctx.calendar()?.due(ctx.as_of, &limit, &Counting::default())?;
        Ok(Some(due.at.map_or(Moment::on(due.date), Moment::at)))
    }

    /// The last day on which a clock can be due that is listed; none where every clock is.
    fn latest(&self, until: Option<Moment>, ctx: &Context) -> Option<Date> {
        let today = ctx.as_of.date();
        match self.today || self.overdue {
            true => Some(today),
            false => until.map(|until| until.date().max(today)),
        }
    }

    /// The clocks of one dispute that are asked for.
    fn rows(&self, line: &Line, reader: &Reader<'_>, until: Option<Moment>, shown: bool) -> Result<Vec<Row>, Failure> {
        let running = reader.running(line, self.explain)?;
        let iro = running.iro.as_deref();
        if self.iro.as_deref().is_some_and(|wanted| iro.is_none_or(|iro| !iro.eq_ignore_ascii_case(wanted))) {
            return Ok(Vec::new());
        }
        let clocks: Vec<ClockView> = running.clocks.into_iter().filter(|view| self.keeps(view, until)).collect();
        let worded = shown && !clocks.is_empty();
        let policy = worded.then(|| reader.policy(&running.policy, &running.policy_version)).transpose()?;
        Ok(clocks.into_iter().map(|view| (view, policy.clone())).collect())
    }

    fn keeps(&self, view: &ClockView, until: Option<Moment>) -> bool {
        let late = view.status == Some("overdue");
        let near = match (self.today, self.overdue) {
            (true, _) => late || view.status == Some("today"),
            (_, true) => late,
            _ => late || until.is_none_or(|until| view.due <= until.date()),
        };
        near && self.whom.as_deref().is_none_or(|who| view.r#for.is(who))
    }

    fn nothing(&self) -> &'static str {
        match (self.today, self.overdue) {
            (true, _) => "nothing is overdue or due today",
            (_, true) => "nothing is overdue",
            _ => "nothing is due",
        }
    }
}
