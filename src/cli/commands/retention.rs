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

/// The retention period of this store in years; a person is asked for it once.
///
/// # Errors
/// The period isn't set, and nobody can be asked.
pub fn years(ctx: &mut Context) -> Result<u32, Failure> {
    const YEARS: std::ops::RangeInclusive<u32> = 1..=200;
    const ASKED: &str = "years kept";
    if let Some(years) = ctx.settings()?.retention_years {
        return Ok(years);
    }
    if !ctx.console.has_person() {
        return Err(Failure::usage("how long records are kept is not set, so that none is past its time")
            .hinted("`iro init --retention-years YEARS` sets it for this store"));
    }
    let known = ctx.answers.of(ASKED).is_some();
    let words = "For how many years is a record kept after its end?";
    let years = ctx.ask_read(&Question::new(ASKED, words, Kind::Line(None)), None, |_, typed| {
        let years = typed.trim().trim_end_matches("years").trim().parse().ok();
        years.filter(|years| YEARS.contains(years)).ok_or_else(|| Failure::usage("write it in figures, from 1 to 200"))
    })?;
    if !known {
        Config::change(ctx.store.as_ref(), |before| Config { retention_years: Some(years), ..before })?;
        ctx.console.note("kept for this store; `iro init --retention-years YEARS` changes it");
    }
    Ok(years)
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
        ctx.console.note(&format!("no record is past the {} it is to be kept", words::count(years as usize, "year")));
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
    ctx.report_failures(failed)
}
