//! `iro calendar`: working days, and the bank holidays of each division.

mod closing;
mod terms;

use chrono::Datelike;
use clap::Subcommand;
use serde_json::json;

use crate::cli::config::Periods;
use crate::cli::context::Context;
use crate::cli::error::{Code, Failure};
use crate::cli::options::word;
use crate::cli::print;
use crate::cli::question::{Kind, Question};
use crate::domain::calendar::{Counting, Division};
use crate::domain::limit::{Direction, Limit};
use crate::domain::time::{Date, Moment, describe_at};
use crate::render::ink::{STRONG, styled};
use crate::render::table::{Cell, Column, Row, render, text, whole};
use crate::render::{clean, words};

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "Examples:\n  iro calendar 2027\n  iro calendar add \"5 working days\" --from 2026-12-23\n  \
iro calendar close 2026-12-29..2026-12-31 --name \"Christmas closure\"")]
pub struct Args {
    /// The year to show [default: this one]
    year: Option<i32>,
    /// Whose bank holidays to show; dates are counted as each policy says
    #[arg(long, value_parser = word::<Division>, value_name = "england-and-wales|scotland|northern-ireland")]
    division: Option<Division>,
    #[command(subcommand)]
    step: Option<Step>,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// The day a limit ends, counted from a day or moment
    #[command(
        after_help = "Examples:\n  iro calendar add \"5 working days\" --from 2026-12-23\n  iro calendar add \"72 hours\" --from 2026-12-23T10:15"
    )]
    Add {
        /// The limit: `5 working days`, `72 hours`, `1 week`
        limit: Option<String>,
        /// From when
        #[arg(long, value_name = "WHEN")]
        from: Option<String>,
    },
    /// Count back from a date: the day that is, say, 15 working days before it
    #[command(after_help = "Example:\n  iro calendar subtract \"15 working days\" --from 2026-06-15")]
    Subtract {
        /// The limit: `15 working days`
        limit: Option<String>,
        /// Before which day
        #[arg(long, value_name = "DATE")]
        from: Option<String>,
    },
    /// The working days after one date, up to and including another
    #[command(after_help = "Example:\n  iro calendar between 2026-12-23 2027-01-04")]
    Between {
        /// The first date, which does not count
        from: String,
        /// The second date, which does
        to: String,
    },
    /// Note days on which the whole authority is closed
    #[command(after_help = "Example:\n  iro calendar close 2026-12-29..2026-12-31 --name \"Christmas closure\"")]
    Close {
        #[command(flatten)]
        days: closing::Days,
        /// What to call it
        #[arg(long)]
        name: Option<String>,
    },
    /// Add a school term, for limits in school days
    #[command(
        after_help = "Examples:\n  iro calendar term 2026-09-01..2026-10-23 --name \"Autumn term, first half\"\n  \
iro calendar term 2026-10-26..2026-10-30 --remove"
    )]
    Term {
        #[command(flatten)]
        days: closing::Days,
        /// What to call it
        #[arg(long, conflicts_with = "remove")]
        name: Option<String>,
        /// Take these days out of the terms again, such as a half-term holiday
        #[arg(long)]
        remove: bool,
    },
    /// Remove closing days
    #[command(after_help = "Example:\n  iro calendar open 2026-12-31")]
    Open {
        #[command(flatten)]
        days: closing::Days,
    },
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    match args.step {
        Some(Step::Add { limit, from }) => {
            ctx.all_given(&[("LIMIT", limit.is_some()), ("--from WHEN", from.is_some())])?;
            let limit = how_long("How long? (5 working days, 72 hours)", limit, ctx)?;
            let from = ctx.ask_read(&line("--from", "From when?", Some("today")), from.as_ref(), Context::moment)?;
            count(&limit, from, ctx)
        }
        Some(Step::Subtract { limit, from }) => {
            ctx.all_given(&[("LIMIT", limit.is_some()), ("--from DATE", from.is_some())])?;
            let limit = how_long("How long? (15 working days)", limit, ctx)?;
            let before = line("--from", "Before which day? (2026-06-15)", None);
            let from = ctx.ask_read(&before, from.as_ref(), Context::moment)?;
            count(&Limit { direction: Direction::Before, ..limit }, from, ctx)
        }
        Some(Step::Between { from, to }) => between(ctx.moment(&from)?.date(), ctx.moment(&to)?.date(), ctx),
        Some(Step::Close { days, name }) => {
            ctx.all_given(&[("DAYS", days.are_given()), ("--name NAME", name.is_some())])?;
            let days = days.for_closing("On which days? (2026-12-29, or 2026-12-29..2026-12-31)", ctx)?;
            let name = ctx.ask_line("--name", name, "What is it called? (Christmas closure)", None)?;
            closing::close(&days, &name, ctx)
        }
        Some(Step::Term { days, name, remove: false }) => {
            ctx.all_given(&[("DAYS", days.are_given()), ("--name NAME", name.is_some())])?;
            let days = days.asked_for("From when to when? (2026-09-01..2026-10-23)", ctx, terms::can_be_listed)?;
            let name = ctx.ask_line("--name", name, "What is it called? (Autumn term)", None)?;
            terms::add(&days, &name, ctx)
        }
        Some(Step::Term { days, remove: true, .. }) => {
            let days = days.asked_for("Which days? (2026-10-26..2026-10-30)", ctx, terms::can_be_removed)?;
            terms::remove(&days, ctx)
        }
        Some(Step::Open { days }) => {
            let days = days.for_opening("Which days are worked again? (2026-12-31)", ctx)?;
            closing::open(&days, ctx)
        }
        None => year(args.year.unwrap_or_else(|| ctx.now().date().year()), args.division.unwrap_or_default(), ctx),
    }
}

fn line(flag: &str, words: &str, usual: Option<&str>) -> Question {
    Question::new(flag, words, Kind::Line(usual.map(str::to_string)))
}

fn how_long(words: &str, given: Option<String>, ctx: &mut Context) -> Result<Limit, Failure> {
    ctx.ask_read(&line("LIMIT", words, None), given.as_ref(), |_, typed| Ok(Limit::parse(typed)?))
}

fn count(limit: &Limit, start: Moment, ctx: &mut Context) -> Result<(), Failure> {
    let due = ctx.calendar()?.due(start, limit, &Counting::default())?;
    let explain: Vec<String> = due.explain.iter().map(ToString::to_string).collect();
    if ctx.console.json {
        let value = json!({
            "from": start.to_string(), "limit": limit.written, "due": due.date,
            "due_at": due.at.map(|at| Moment::at(at).to_string()), "explain": explain,
        });
        return print::json(ctx, &value);
    }
    ctx.console.say(&styled(STRONG, &describe_at(due.date, due.at)))?;
    ctx.console.note(&explain.iter().map(|line| format!("  {}", clean::line(line))).collect::<Vec<_>>().join("\n"));
    Ok(())
}

fn between(from: Date, to: Date, ctx: &mut Context) -> Result<(), Failure> {
    let days = ctx.calendar()?.between(from, to, &Counting::default())?;
    if ctx.console.json {
        return print::json(ctx, &json!({"from": from, "to": to, "working_days": days}));
    }
    ctx.console.say(&days.to_string())
}

fn year(year: i32, division: Division, ctx: &mut Context) -> Result<(), Failure> {
    let holidays = ctx.calendar()?.holidays(year, division)?;
    let in_year = |periods: Periods| -> Result<Vec<_>, Failure> {
        let all = periods.listed(ctx.store.as_ref())?.into_iter();
        Ok(all.filter(|one| one.from.year() <= year && one.to.year() >= year).collect())
    };
    let closures = in_year(Periods::ClosingDays)?;
    let terms = in_year(Periods::SchoolTerms)?;
    let edition = ctx.calendar()?.edition(division);
    if ctx.console.json {
        let days: Vec<_> =
            holidays.iter().map(|day| json!({"date": day.date, "name": day.name, "by_rule": day.by_rule})).collect();
        return print::json(
            ctx,
            &json!({
                "year": year, "division": division, "edition": edition, "holidays": days, "closing_days": closures,
                "terms": terms,
            }),
        );
    }
    const COLUMNS: [Column; 3] = [whole("day"), whole("to"), text("closed for")];
    let row = |from: Date, to: Date, name: &str, kind: &str| {
        let until = if from == to { String::new() } else { words::short_date(to) };
        let kept = if kind.is_empty() { name.to_string() } else { format!("{name} ({kind})") };
        let shown = vec![Cell::new(&words::short_date(from)), Cell::new(&until), Cell::new(&kept)];
        Row { shown, plain: vec![from.to_string(), to.to_string(), kept] }
    };
    let by_rule = |by_rule: bool| if by_rule { "by rule, not yet announced" } else { "" };
    let mut rows: Vec<Row> =
        holidays.iter().map(|day| row(day.date, day.date, &day.name, by_rule(day.by_rule))).collect();
    rows.extend(closures.iter().map(|one| row(one.from, one.to, &one.name, "")));
    rows.extend(terms.iter().map(|one| row(one.from, one.to, &one.name, "school term")));
    if rows.is_empty() {
        return Err(Failure::new(Code::Failed, format!("nothing is known of {year}")));
    }
    let text = render(&COLUMNS, rows, ctx.console.page());
    ctx.console.say(&text)?;
    ctx.console.note(&format!("{}, {edition}", division.name()));
    let given_to = ctx.calendar()?.closures_given_to(&Counting::default());
    if let Some(last) = given_to.filter(|last| last.year < year) {
        ctx.console.note(&format!(
            "no closing days are given after {last}: `iro calendar close {year}-12-24..{year}-12-31 --name \"Office closed\"` adds some"
        ));
    }
    Ok(())
}
