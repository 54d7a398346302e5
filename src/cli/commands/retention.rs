//! `iro retention`: lists records that are past their retention period.

use serde_json::json;

use crate::cli::config::Config;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::print;
use crate::cli::question::{Kind, Question};
use crate::cli::reading::LoadedRecord;
use crate::domain::retention::{ended, keep_until};
use crate::domain::time::Date;
use crate::render::table::{Cell, Column, Row, render, text, whole};
use crate::render::words;
use crate::store::Which;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  iro retention\n  iro retention --all --json")]
pub struct Args {
    /// Also those that are still to be kept
    #[arg(long)]
    all: bool,
}

/// The name under which the period that a person gave is kept until it may be written.
const ASKED: &str = "years kept";

/// The retention period of this store in years; a person is asked for it, and nothing is written yet.
///
/// # Errors
/// The period isn't set, and nobody can be asked.
pub fn years(ctx: &mut Context) -> Result<u32, Failure> {
    const YEARS: std::ops::RangeInclusive<u32> = 1..=200;
    if let Some(years) = ctx.settings()?.retention_years {
        return Ok(years);
    }
    if !ctx.console.has_person() {
        return Err(Failure::usage("you haven't said how long records are kept, so none can be removed yet")
            .hinted("`iro init --retention-years YEARS` sets it for this store"));
    }
    let words = "For how many years is a record kept after its end?";
    ctx.ask_read(&Question::inner(ASKED, words, Kind::Line(None)), None, |_, typed| {
        let years = typed.trim().trim_end_matches("years").trim().parse().ok();
        years.filter(|years| YEARS.contains(years)).ok_or_else(|| Failure::usage("write it in figures, from 1 to 200"))
    })
}

/// Whether the period was asked for just now, so that it is not a setting yet.
pub fn is_new(ctx: &Context) -> bool {
    ctx.answers.of(ASKED).is_some()
}

/// Keeps a period that was asked for as the setting of this store.
///
/// # Errors
/// The settings can't be written.
pub fn keep(years: u32, ctx: &mut Context) -> Result<(), Failure> {
    Config::change(ctx.store.as_ref(), |before| Config { retention_years: Some(years), ..before })?;
    let years = words::count(years as usize, "year");
    ctx.console.note(&format!("kept for this store: {years}; `iro init --retention-years YEARS` changes it"));
    Ok(())
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let years = years(ctx)?;
    let today = ctx.now().date();
    let (loaded, failed) = ctx.load_all(Which::Closed)?;
    let dates = |one: &LoadedRecord| {
        let ended = ended(&one.case)?;
        Some((one.stored.record.header.id, ended, keep_until(ended, years)?))
    };
    let rows: Vec<(_, Date, Date)> =
        loaded.iter().filter_map(dates).filter(|(.., until)| args.all || *until < today).collect();
    if ctx.console.json {
        let rows = rows.iter().map(
            |(id, ended, until)| json!({"id": id, "ended_on": ended, "keep_until": until, "past": *until < today}),
        );
        print::json(ctx, &rows.collect::<Vec<_>>())?;
    } else if rows.is_empty() {
        ctx.console.note(&format!(
            "no record has been kept longer than {} after it ended",
            words::count(years as usize, "year")
        ));
    } else {
        const COLUMNS: [Column; 4] = [whole("record"), whole("ended"), whole("to be kept until"), text("now")];
        let rows = rows.iter().map(|(id, ended, until)| {
            let now = if *until < today { "past its time" } else { "to be kept" };
            let days = [id.to_string(), words::short_date(*ended), words::short_date(*until), now.to_string()];
            let plain = vec![id.to_string(), ended.to_string(), until.to_string(), now.to_string()];
            Row { shown: days.iter().map(|day| Cell::new(day)).collect(), plain }
        });
        let text = render(&COLUMNS, rows.collect(), ctx.console.page());
        ctx.console.say(&text)?;
        ctx.console.note("`iro purge ID --reason TEXT` removes one for good");
    }
    if is_new(ctx) {
        let kept = words::count(years as usize, "year");
        let question = format!("Keep {kept} as the time for this store?");
        if ctx.agrees(&question)? == Some(true) {
            keep(years, ctx)?;
        }
    }
    ctx.report_failures(failed)
}
