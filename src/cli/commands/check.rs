//! `iro check`: all faults of all records and policies.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::cli::error::{Code, Failure};
use crate::cli::print;
use crate::cli::reading::Misled;
use crate::domain::check::STILL_OWED;
use crate::domain::fault::{Fault, Severity};
use crate::domain::id::DisputeId;
use crate::domain::retention::may_go_from;
use crate::domain::time::describe;
use crate::render::{clean, faults, words};
use crate::store::check::{AcceptedEdit, CheckContext, Report, check};
use crate::store::{Evidence, Filed, RecordPart, Tombstone, settings, yaml};

/// Up to so many ended disputes are listed with what each owes; beyond that, only counted.
const OWING_NAMED_AT_MOST: usize = 5;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  iro check\n  iro check 2026-0042 2026-0043\n  iro check --ledger-head 3fa9c1d2e4b50617\n  iro check --json | jq '.faults[].file'"
)]
pub struct Args {
    /// Only these records
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// Check that nothing is missing since an earlier report: give the "ledger head" from its last line
    #[arg(long, value_name = "HEAD", value_parser = head)]
    ledger_head: Option<String>,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let ids = args.ids.iter().map(|id| ctx.find(id)).collect::<Result<Vec<_>, _>>()?;
    let calendar = ctx.calendar().cloned();
    let context = CheckContext { policies: &ctx.policies, calendar: calendar.as_ref().ok(), now: ctx.now() };
    let only = Some(ids.as_slice()).filter(|ids| !ids.is_empty());
    let console = &mut ctx.console;
    let store = ctx.store.as_ref();
    let mut report = check(store, only, &context, &mut |done, of| console.progress("checking records", done, of))?;
    ctx.console.progress_ends();
    if report.records == 0 && !ctx.console.takes_notes() {
        ctx.warn_of_no_store();
    }
    if let Some(head) = &args.ledger_head {
        report.faults.extend(unknown_head(head, ctx.store.as_ref())?);
    }
    if args.ids.is_empty() {
        report.faults.extend(misremembered(ctx)?);
        report.faults.extend(removed_early(ctx)?);
    }
    if let Err(failure) = calendar {
        report.faults.insert(0, of_calendar(ctx, failure));
    }
    match ctx.console.json {
        true => print::json(ctx, &document(&report))?,
        false => show(&report, ctx)?,
    }
    let errors = report.faults.iter().filter(|fault| fault.severity == Severity::Error).count();
    match errors {
        0 => Ok(()),
        errors => {
            let loaded = words::count(report.records, "record");
            Err(Failure::new(Code::Faults, format!("{} in {loaded}", words::count(errors, "error"))))
        }
    }
}

/// Parses the beginning of a digest, long enough to be unique.
fn head(typed: &str) -> Result<String, String> {
    let digest = typed.to_ascii_lowercase();
    match digest.len() >= 8 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        true => Ok(digest),
        false => Err("a ledger head has at least 8 digits from 0 to f".to_string()),
    }
}

/// A fault if the ledger doesn't have this digest, which somebody noted earlier: the whole store may have been replaced
/// by an older copy.
fn unknown_head(head: &str, store: &dyn Evidence) -> Result<Option<Fault>, Failure> {
    Ok(store.ledger()?.line_with_digest(head).is_none().then(|| {
        let message = format!(
            "no line of the ledger has the head `{head}`: the records were put back to an older state, or it is the head \
             of another store"
        );
        let hint = "compare with the report that it was taken from, and take the records from a newer backup";
        Fault::whole(store.ledger_name(), Severity::Error, "ledger-head", message, Some(hint.to_string()))
    }))
}

/// Faults in what is remembered of records. Lists rely on it, and anybody who may write to the database can change it.
fn misremembered(ctx: &mut Context) -> Result<Vec<Fault>, Failure> {
    let wrong = ctx.misremembered()?;
    let fault = |(id, misled): (DisputeId, Misled)| {
        let (message, hint) = match misled {
            Misled::Lists => (
                "lists show something else than its events add up to: what is remembered of it was falsified",
                "`iro doctor --repair` makes lists right again; ask your database administrator who wrote it",
            ),
            Misled::Analysts => (
                "the views for analysts show something else than its events add up to: it was falsified, or worked out \
                 by another version of the program",
                "`iro doctor --repair`, then `iro list --all`, makes them right again",
            ),
        };
        let file = ctx.store.belongs(id, Filed::Open).name;
        Fault::whole(file, Severity::Error, "remembered", message, Some(hint.to_string()))
    };
    Ok(wrong.into_iter().map(fault).collect())
}

/// Warnings about records that were removed before their time: `purge` removes none, but somebody could by hand. The
/// store's period may also have been made longer since.
fn removed_early(ctx: &Context) -> Result<Vec<Fault>, Failure> {
    let Some(years) = ctx.settings()?.retention_years else { return Ok(Vec::new()) };
    // A tombstone that can't be read is a fault of its own.
    let Ok(removed) = ctx.store.removed() else { return Ok(Vec::new()) };
    let early = removed.into_iter().filter(|tombstone| {
        may_go_from(tombstone.ended_on, years).is_none_or(|from| from > tombstone.purged_at.date())
    });
    let fault = |tombstone: Tombstone| {
        let message = format!(
            "it ended on {} and was removed on {}, before the {} were over for which this store keeps records",
            describe(tombstone.ended_on),
            describe(tombstone.purged_at.date()),
            words::count(years as usize, "year")
        );
        let hint = format!(
            "look whether the period was shorter then; if not, ask {}, by whose name it was removed, and take it from a backup",
            tombstone.by
        );
        let file = ctx.store.belongs(tombstone.id, Filed::Closed).name;
        Fault::whole(file, Severity::Warning, "removed-early", message, Some(hint))
    };
    Ok(early.map(fault).collect())
}

/// The fault if the store's own calendar can't be read, so that no date could be recalculated.
fn of_calendar(ctx: &Context, failure: Failure) -> Fault {
    Fault::whole(ctx.store.describe(), Severity::Error, "calendar", failure.message, failure.hint)
}

fn document(report: &Report) -> Value {
    let policies = report.policies.iter().map(|((id, version), used)| {
        json!({
            "id": id,
            "version": version,
            "origin": used.origin.as_ref().map(ToString::to_string),
            "records": used.records,
        })
    });
    json!({
        "faults": report.faults,
        "records": report.records,
        "policies": policies.collect::<Vec<_>>(),
        "accepted": report.accepted.iter().map(|AcceptedEdit { record: id, part, by }| {
            json!({"id": id, "event": part.number(), "accepted_by": by})
        }).collect::<Vec<_>>(),
        "unsealed": report.unsealed,
        "ledger": {"lines": report.ledger.lines, "head": report.ledger.head},
    })
}

fn show(report: &Report, ctx: &mut Context) -> Result<(), Failure> {
    let mut by_file: BTreeMap<&str, Vec<Fault>> = BTreeMap::new();
    let owing = report.faults.iter().filter(|fault| fault.rule == STILL_OWED).count();
    // Faults must not get lost among things that are merely still to be done.
    let said_together = owing > OWING_NAMED_AT_MOST && !ctx.console.verbose;
    for fault in report.faults.iter().filter(|fault| !said_together || fault.rule != STILL_OWED) {
        by_file.entry(&fault.file).or_default().push(fault.clone());
    }
    for (file, found) in by_file {
        let text = text_of(file, &found, ctx);
        let drawn = faults::render_in(&found, &text, ctx.console.shown, ctx.console.width);
        ctx.console.say(drawn.trim_end())?;
    }
    if said_together {
        let ended = words::count(owing, "dispute");
        ctx.console.say(&format!(
            "{ended} ended with something still owed: `iro supervision` says what, `iro check -v` too"
        ))?;
    }
    if ctx.console.verbose {
        let rows = report.policies.iter().map(|((id, version), used)| {
            let origin = used.origin.as_ref().map_or_else(|| "not there".to_string(), ToString::to_string);
            let records = words::count(used.records, "record");
            clean::line(&format!("{id}@{version}: {records} ({origin})"))
        });
        let mut rows: Vec<String> = rows.collect();
        rows.extend(report.accepted.iter().map(|AcceptedEdit { record: id, part, by }| {
            let what = match part {
                RecordPart::Header => "header".to_string(),
                RecordPart::Event(number) => format!("event {number}"),
            };
            format!("{id}: the {what} was edited by hand, and accepted in event {by}")
        }));
        if report.unsealed > 0 {
            let records = words::count(report.unsealed, "record");
            rows.push(format!("{records} with events of an older version, which don't vouch for each other"));
        }
        if let Some(head) = &report.ledger.head {
            rows.push(format!("ledger: {}, head {head}", words::count(report.ledger.lines, "line")));
        }
        ctx.console.say(&rows.join("\n"))?;
    }
    let warnings = report.faults.iter().filter(|fault| fault.severity == Severity::Warning).count();
    if warnings == report.faults.len() {
        let found = if warnings == 0 { "no faults".to_string() } else { words::count(warnings, "warning") };
        let nothing = ctx.no_store().filter(|_| report.records == 0);
        let said = nothing.unwrap_or_else(|| format!("{}: {found}", words::count(report.records, "record")));
        ctx.console.note(&said);
    }
    Ok(())
}

/// The text of a file, if any of its faults has a place to show.
fn text_of(file: &str, found: &[Fault], ctx: &Context) -> String {
    if found.iter().all(|fault| fault.line == 0) {
        return String::new();
    }
    if let Some(text) = ctx.policies.text(file) {
        return text.to_string();
    }
    let bytes = settings::read_for_show(Path::new(file));
    yaml::decode(&bytes).unwrap_or_default()
}
