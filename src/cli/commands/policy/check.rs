//! `iro policy check`: all faults of policy files, each with its line and a hint; with a document, also what the
//! document asks for that no rule cites.

use std::path::PathBuf;

use chrono::Datelike;
use serde_json::json;

use super::against::{Compared, clauses_of};
use super::{bytes_of, document, faulty};
use crate::cli::context::{Context, shown};
use crate::cli::error::Failure;
use crate::cli::print;
use crate::domain::calendar::ADD_A_TERM;
use crate::domain::document::Clause;
use crate::domain::fault::{Fault, Severity};
use crate::domain::policy::Policy;
use crate::domain::time::describe;
use crate::render::{faults, words};
use crate::store::policy_file;

/// Check policy files, and say every fault at once
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  iro policy check my-policy.yaml\n  \
iro policy check my-policy.yaml --against procedure.html")]
pub struct Args {
    /// The files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The document that they are written from (text, Markdown or a saved web page): list each sentence that asks
    /// for something or sets a time, if no rule gives its number as `source`, or if those that do have another time
    #[arg(long, value_name = "DOCUMENT")]
    against: Option<PathBuf>,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let document = args.against.as_deref().map(document::parts).transpose()?;
    let mut all: Vec<Fault> = Vec::new();
    let mut cited: Vec<Clause> = Vec::new();
    for path in &args.files {
        let (reading, text) = policy_file::read_bytes(&shown(path), &bytes_of(path)?);
        if !ctx.console.json && !reading.faults.is_empty() {
            ctx.console.say(faults::render(&reading.faults, &text, false).trim_end())?;
        }
        all.extend(reading.faults);
        cited.extend(reading.policy.iter().flat_map(clauses_of));
        say_of_closing_days(&shown(path), reading.policy.as_ref(), ctx);
        say_how_far_the_calendar_reaches(&shown(path), reading.policy.as_ref(), ctx)?;
    }
    let errors = all.iter().filter(|fault| fault.severity == Severity::Error).count();
    // A file with errors gives no policy, so it isn't known what it cites.
    let compared = document.zip(args.against.as_deref()).filter(|_| errors == 0);
    let compared = compared.map(|(parts, path)| Compared::of(shown(path), &parts, &cited));
    if ctx.console.json {
        let mut view = json!({"faults": all});
        if let Some(compared) = &compared {
            compared.add_to(&mut view);
        }
        print::json(ctx, &view)?;
    } else if errors == 0 {
        ctx.console.note(&format!("{}: no errors", words::count(args.files.len(), "file")));
        compared.map(|compared| compared.say(ctx)).transpose()?;
    }
    match errors {
        0 => Ok(()),
        _ => Err(faulty(&all, args.files.len())),
    }
}

/// Says how far the school terms and closing days reach, which are listed anew for each year.
fn say_how_far_the_calendar_reaches(file: &str, policy: Option<&Policy>, ctx: &mut Context) -> Result<(), Failure> {
    let Some(policy) = policy else { return Ok(()) };
    let mut listed = Vec::new();
    if policy.counts_school_days() {
        let terms = ctx.calendar()?.terms_listed(&policy.counting).words();
        listed.push(format!("{terms}, and a limit in school days beyond them has no date until {ADD_A_TERM}"));
    }
    if let Some(last) = policy.counting.closures.iter().map(|closure| closure.to).max() {
        let close = "`iro calendar close FIRST..LAST --name NAME` adds more";
        listed.push(format!("closing days are listed up to {}; {close}", describe(last)));
    }
    listed.iter().for_each(|one| ctx.console.note(&format!("{file}: {one}")));
    Ok(())
}

/// Warns if all closing days in the file are before this year: they have to be added for each year.
fn say_of_closing_days(file: &str, policy: Option<&Policy>, ctx: &mut Context) {
    let years = policy.into_iter().flat_map(|policy| &policy.counting.closures).map(|closure| closure.from.year());
    let this_year = ctx.now().date().year();
    if let Some(last) = years.max().filter(|last| *last < this_year) {
        ctx.console.warn(&format!(
            "`{file}`: `closures` are given up to {last}, so no date after it has any: add those of {this_year} under `calendar`"
        ));
    }
}
