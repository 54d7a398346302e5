//! `iro due`: the morning question. What is overdue or falls due, soonest first.

use super::context::{Context, Seen};
use super::error::{Code, Failure};
use super::{names, print};
use crate::domain::calendar::Counting;
use crate::domain::dispute::{Clock, Dispute, Status};
use crate::domain::limit::Limit;
use crate::domain::time::{Date, Moment};
use crate::render::clean;
use crate::render::table;
use crate::render::view::ClockView;
use crate::store::Which;

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

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let until = args.until(ctx)?;
    let (mut seen, mut failed) = match args.latest(until, ctx) {
        Some(latest) => ctx.look_at_due(latest)?,
        None => ctx.look_at_all(Which::Open)?,
    };
    let mut rows = Vec::new();
    for dispute in seen.iter().filter_map(Seen::dispute).filter(|dispute| dispute.is_open()) {
        match args.rows(dispute, until, ctx) {
            Ok(views) => rows.extend(views.into_iter().map(|view| (view, dispute.policy.clone()))),
            Err(failure) => failed.push(failure.of(dispute.header.id)),
        }
    }
    if rows.is_empty() {
        if args.whom.is_some() {
            (seen, _) = ctx.look_at_all(Which::Open)?;
        }
        names::check_whom(args.whom.as_deref(), &seen, ctx)?;
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
    if !(args.today || args.overdue) && args.whom.is_none() {
        note_undated(&seen, &args, ctx);
    }
    ctx.report_failures(failed)?;
    if listed && args.exit_code {
        return Err(Failure::new(Code::Listed, "something is due"));
    }
    Ok(())
}

/// Open disputes for which no date runs, so that none of them is forgotten.
fn note_undated(seen: &[Seen], args: &Args, ctx: &mut Context) {
    let open = seen.iter().filter_map(Seen::dispute).filter(|dispute| dispute.is_open() && args.is_theirs(dispute));
    for dispute in open.filter(|dispute| dispute.status != Status::Complaint) {
        if !dispute.clocks.iter().any(Clock::is_running) {
            let id = dispute.header.id;
            let way = match dispute.to_be_agreed() {
                Some(_) => format!("`iro extend {id} --until DATE --reason TEXT` gives it one"),
                None => format!("see `iro show {id}`"),
            };
            ctx.console.note(&format!("no date runs for {id}, which is open: {way}"));
        }
    }
}

impl Args {
    fn is_theirs(&self, dispute: &Dispute) -> bool {
        let iro = dispute.raised.iro.as_deref();
        self.iro.as_deref().is_none_or(|wanted| iro.is_some_and(|iro| iro.eq_ignore_ascii_case(wanted)))
    }

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
    fn rows(&self, dispute: &Dispute, until: Option<Moment>, ctx: &Context) -> Result<Vec<ClockView>, Failure> {
        if !self.is_theirs(dispute) {
            return Ok(Vec::new());
        }
        let mut views = Vec::new();
        for clock in dispute.clocks.iter().filter(|clock| clock.is_running()) {
            let view = match self.explain {
                true => ClockView::explained(dispute, clock, ctx.as_of, ctx.calendar()?)?,
                false => ClockView::of(dispute, clock, ctx.as_of, ctx.calendar()?)?,
            };
            views.extend(Some(view).filter(|view| self.keeps(view, until)));
        }
        Ok(views)
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
