//! `iro calendar close` and `open`: adds and removes closing days. Deadlines that were given don't change.

use serde_json::json;

use crate::cli::config::{self, Periods, part};
use crate::cli::context::Context;
use crate::cli::error::{Code, Failure};
use crate::cli::print;
use crate::cli::question::{Kind, Question};
use crate::domain::calendar::{Calendar, Counting, DayKind, NamedPeriod};
use crate::domain::check::{Recounted, recounted};
use crate::domain::dispute::Dispute;
use crate::domain::same_name::is_same;
use crate::domain::time::{Date, Moment, describe, describe_at, parse_due_date};
use crate::render::{clean, words};
use crate::store::Which;

/// More working days than this are probably a typing error.
const MANY: usize = 10;

#[derive(Debug, clap::Args)]
pub struct Days {
    /// A day, or the first and the last: `2026-12-29..2026-12-31`
    days: Option<String>,
    /// Don't ask for confirmation
    #[arg(long, short)]
    yes: bool,
    /// Show what would be noted, and note nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// Adds days on which the whole authority is closed.
///
/// # Errors
/// The dates can't be read; none is a working day; or there are very many, without `--yes`.
pub fn close(days: &Days, name: &str, ctx: &mut Context) -> Result<(), Failure> {
    let (from, to) = days.span(ctx.now())?;
    let kinds = days.that_change_something(ctx)?;
    let working = kinds.iter().filter(|(_, kind)| kind.is_working()).count();
    let closed: Vec<String> = kinds
        .iter()
        .filter(|(_, kind)| matches!(kind, DayKind::Closed { .. }))
        .map(|(date, kind)| format!("{} ({kind})", words::short_date(*date)))
        .collect();
    if !closed.is_empty() {
        ctx.console.warn(&format!("closed already: {}", words::list(&closed, "and")));
    }
    days.allow(working, "Close", ctx)?;
    let listed = Periods::ClosingDays.listed(ctx.store.as_ref())?;
    if listed.iter().any(|one| (one.from, one.to) == (from, to) && is_same(&one.name, name)) {
        let message = format!("{} is listed as closed already: {}", span(from, to), clean::line(name));
        return Err(Failure::new(Code::Refused, message).hinted("nothing was noted; `iro calendar` lists them"));
    }
    if !days.dry_run {
        Periods::ClosingDays.add(ctx.store.as_ref(), from, to, name)?;
        ctx.console.recorded("the closing days");
    }
    if ctx.console.json {
        let value = json!({"from": from, "to": to, "name": name, "working_days": working, "dry_run": days.dry_run});
        return print::json(ctx, &value);
    }
    days.say(&format!("Closed {}: {}.", span(from, to), clean::line(name)), ctx)
}

/// Removes closing days.
///
/// # Errors
/// The dates can't be read; none is a closing day; or there are very many, without `--yes`.
pub fn open(days: &Days, ctx: &mut Context) -> Result<(), Failure> {
    let (from, to) = days.span(ctx.now())?;
    let all = Periods::ClosingDays.listed(ctx.store.as_ref())?;
    let within = days.within(&all, ctx)?;
    let kinds = kinds(from, to, ctx)?;
    let reopened = kinds.iter().filter(|(_, kind)| matches!(kind, DayKind::Closed { .. })).count();
    days.allow(reopened, "Open", ctx)?;
    if !days.dry_run {
        Periods::ClosingDays.take_out(ctx.store.as_ref(), from, to)?;
        ctx.console.recorded("the closing days");
    }
    if ctx.console.json {
        let taken_back: Vec<_> =
            within.iter().map(|one| json!({"from": one.from, "to": one.to, "name": one.name})).collect();
        let value = json!({"from": from, "to": to, "opened": taken_back, "dry_run": days.dry_run});
        return print::json(ctx, &value);
    }
    let taken_back: Vec<String> =
        within.iter().map(|one| format!("{} ({})", span(one.from, one.to), clean::line(&one.name))).collect();
    days.say(&format!("Open again: {}.", words::list(&taken_back, "and")), ctx)
}

impl Days {
    pub fn are_given(&self) -> bool {
        self.days.is_some()
    }

    /// The same days, or asked for if none were typed; at least one must be a working day.
    ///
    /// # Errors
    /// There is nobody to ask; otherwise as for `close`.
    pub fn for_closing(self, words: &str, ctx: &mut Context) -> Result<Days, Failure> {
        self.asked_for(words, ctx, |days, ctx| days.that_change_something(ctx).map(drop))
    }

    /// The same days, or asked for if none were typed; at least one must be a closing day.
    ///
    /// # Errors
    /// There is nobody to ask; otherwise as for `open`.
    pub fn for_opening(self, words: &str, ctx: &mut Context) -> Result<Days, Failure> {
        let all = Periods::ClosingDays.listed(ctx.store.as_ref())?;
        self.asked_for(words, ctx, |days, ctx| days.within(&all, ctx).map(drop))
    }

    /// The same days, or asked for if none were typed; they must pass a check.
    ///
    /// # Errors
    /// There is nobody to ask; otherwise those of the check.
    pub fn asked_for(
        self,
        words: &str,
        ctx: &mut Context,
        check: impl Fn(&Days, &Context) -> Result<(), Failure>,
    ) -> Result<Days, Failure> {
        let Days { days, yes, dry_run } = self;
        let question = Question::new("DAYS", words, Kind::Line(None));
        ctx.ask_read(&question, days.as_ref(), |ctx, typed| {
            let days = Days { days: Some(typed.to_string()), yes, dry_run };
            check(&days, ctx).map(|()| days)
        })
    }

    /// The kind of each day; a failure if none is a working day.
    fn that_change_something(&self, ctx: &Context) -> Result<Vec<(Date, DayKind)>, Failure> {
        let (from, to) = self.span(ctx.now())?;
        let kinds = kinds(from, to, ctx)?;
        match self.yes || kinds.iter().any(|(_, kind)| kind.is_working()) {
            true => Ok(kinds),
            false => Err(changes_nothing(&kinds)),
        }
    }

    /// The parts of closing times that are within these days; a failure if there are none.
    fn within(&self, all: &[NamedPeriod], ctx: &Context) -> Result<Vec<NamedPeriod>, Failure> {
        let (from, to) = self.span(ctx.now())?;
        let within: Vec<NamedPeriod> =
            all.iter().filter_map(|one| part(one, from.max(one.from), to.min(one.to))).collect();
        match within.is_empty() {
            true => Err(Failure::new(Code::Refused, format!("{} isn't a closing day of this store", span(from, to)))
                .hinted(format!("`iro calendar {}` lists them", from.format("%Y")))),
            false => Ok(within),
        }
    }

    pub fn span(&self, now: Moment) -> Result<(Date, Date), Failure> {
        let days = self.days.as_deref().unwrap_or_default();
        let (from, to) = days.split_once("..").unwrap_or((days, days));
        let (from, to) = (parse_due_date(from, now)?, parse_due_date(to, now)?);
        match to < from {
            true => Err(Failure::usage(format!("{} is before {}", describe(to), describe(from)))
                .hinted("write the first day first")),
            false => Ok((from, to)),
        }
    }

    /// Asks whether so many working days are really meant.
    fn allow(&self, working: usize, verb: &str, ctx: &mut Context) -> Result<(), Failure> {
        if working <= MANY || self.yes || self.dry_run {
            return Ok(());
        }
        let many = words::count(working, "working day");
        match ctx.agrees(&format!("{verb} {many}?"))? {
            Some(true) => Ok(()),
            Some(false) => Err(Failure::stopped()),
            None => Err(Failure::usage(format!("that is {many}, more than {MANY}"))
                .hinted("add `--yes` if all of them are meant; a span is `FIRST..LAST`")),
        }
    }

    pub fn say(&self, done: &str, ctx: &mut Context) -> Result<(), Failure> {
        if self.dry_run {
            ctx.console.note_dry_run();
        }
        ctx.console.say(done)?;
        ctx.console.note("dates already given stay as they are");
        if self.dry_run { Ok(()) } else { note_dates_that_differ(ctx) }
    }
}

/// Notes which dates that are still to come or overdue would be others by the calendar as it is now.
fn note_dates_that_differ(ctx: &mut Context) -> Result<(), Failure> {
    let calendar = config::calendar(ctx.store.as_ref())?;
    let (open, unread) = ctx.load_all(Which::Open)?;
    let disputes = open.iter().filter_map(|one| one.case.dispute());
    let mut lines: Vec<String> = disputes.flat_map(|dispute| that_differ(dispute, &calendar)).collect();
    if !lines.is_empty() {
        let rest = lines.len().saturating_sub(MANY);
        lines.truncate(MANY);
        let more = if rest == 0 { String::new() } else { format!("\n  and {rest} more: `iro check` has them all") };
        ctx.console.note(&format!(
            "by the calendar as it is now these would be different; to accept a new date, \
             `iro correct ID --event NUMBER --recount --reason TEXT`:\n{}{more}",
            lines.join("\n")
        ));
    }
    ctx.report_failures(unread)
}

/// A line for each of these dates of a dispute.
fn that_differ(dispute: &Dispute, calendar: &Calendar) -> Vec<String> {
    let running = recounted(dispute, calendar).into_iter().filter(|one| one.clock.is_running());
    let line = |Recounted { clock, today, .. }: Recounted<'_>| {
        let would = match today {
            Ok(due) => describe_at(due.date, due.at),
            Err(gap) => gap.to_string(),
        };
        let given = describe_at(clock.deadline.due, clock.deadline.due_at);
        format!("  {}, event {}: `{}` on {given}, would be {would}", dispute.header.id, clock.entry, clock.id)
    };
    running.map(line).collect()
}

/// The kind of each of these days.
fn kinds(from: Date, to: Date, ctx: &Context) -> Result<Vec<(Date, DayKind)>, Failure> {
    let (calendar, counting) = (ctx.calendar()?, Counting::default());
    from.iter_days().take_while(|day| *day <= to).map(|day| Ok((day, calendar.day(day, &counting)?))).collect()
}

/// The failure if none of these days is a working day anyway.
fn changes_nothing(kinds: &[(Date, DayKind)]) -> Failure {
    let message = match kinds {
        [(date, DayKind::Closed { name })] => format!("{} is closed already: {}", describe(*date), clean::line(name)),
        [(date, DayKind::Weekend)] => format!("{} isn't a working day anyway", describe(*date)),
        [(date, kind)] => format!("{} isn't a working day anyway: {kind}", describe(*date)),
        several => {
            let each: Vec<String> =
                several.iter().map(|(date, kind)| format!("{} ({kind})", words::short_date(*date))).collect();
            format!("none of these is a working day: {}", words::list(&each, "and"))
        }
    };
    Failure::new(Code::Refused, message).hinted("`--yes` closes it anyway, for a protocol with a week of its own")
}

pub fn span(from: Date, to: Date) -> String {
    if from == to { describe(from) } else { format!("{} to {}", describe(from), describe(to)) }
}
