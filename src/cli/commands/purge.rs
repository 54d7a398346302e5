//! `iro purge`: removes a record that is past its retention period. It is the only command that removes records.

use serde_json::json;

use super::retention;
use crate::cli::context::Context;
use crate::cli::error::{Code, Failure};
use crate::cli::options::origins::Origins;
use crate::cli::print;
use crate::domain::case::Case;
use crate::domain::retention::{ended, may_go_from};
use crate::domain::time::describe;
use crate::render::words;
use crate::store::Tombstone;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro purge 2019-0042 --reason \"Past the schedule, reviewed 2 March\" --yes")]
pub struct Args {
    /// The record
    id: String,
    /// Why
    #[arg(long)]
    reason: Option<String>,
    /// Do it without asking
    #[arg(long)]
    yes: bool,
    /// Show what would be removed, and remove nothing
    #[arg(long)]
    dry_run: bool,
}

pub fn run(args: Args, origins: &Origins, ctx: &mut Context) -> Result<(), Failure> {
    // Whether a record may go is decided as of today, whatever `--as-of` says.
    if origins.is_flag("as_of") {
        return Err(Failure::usage("`purge` takes no `--as-of`: a record goes once its time is over today")
            .hinted("`iro retention --as-of WHEN` says what may go by then"));
    }
    let years = retention::years(ctx)?;
    let loaded = ctx.load(&args.id)?;
    let id = loaded.stored.record.header.id;
    let refused =
        |message: String| Failure { rules: vec!["retention".to_string()], ..Failure::new(Code::Refused, message) };
    if loaded.stored.newer.is_some() {
        return Err(Failure::new(Code::Failed, format!("`{id}` was written by a newer version of this program")));
    }
    let ended =
        ended(&loaded.case).ok_or_else(|| refused(format!("`{id}` is open")).hinted(format!("see `iro show {id}`")))?;
    let from = may_go_from(ended, years).filter(|from| *from <= ctx.now().date()).ok_or_else(|| {
        let years = words::count(years as usize, "year");
        refused(format!("`{id}` ended on {} and is to be kept for {years}", describe(ended)))
            .hinted("see `iro retention --all`")
    })?;
    let reason = ctx.ask_text("--reason", args.reason, "Why is it removed?")?;
    let raised = loaded.stored.record.entries.first().map_or(ended, |first| first.at.date());
    let tombstone =
        Tombstone { id, raised_on: raised, ended_on: ended, purged_at: ctx.now(), by: ctx.user.name.clone(), reason };
    if args.dry_run {
        ctx.console.note("nothing is removed; this would stay:");
        return print::json(ctx, &tombstone);
    }
    agreed(args.yes, &tombstone, &loaded.case, years, ctx)?;
    if retention::is_new(ctx) {
        retention::keep(years, ctx)?;
    }
    ctx.store.purge(&tombstone, loaded.stored.revision)?;
    ctx.console.recorded(format!("the removal of `{id}`"));
    if ctx.console.json {
        return print::json(ctx, &json!({"purged": tombstone}));
    }
    let text = format!("{id} is removed; it could have been removed from {} on. Its tombstone stays.", describe(from));
    ctx.console.say(&text)?;
    ctx.console.note("copies in backups, sync services and version control are not reached");
    Ok(())
}

/// Asks a person to confirm; a script must have given the flag.
fn agreed(yes: bool, tombstone: &Tombstone, case: &Case, years: u32, ctx: &mut Context) -> Result<(), Failure> {
    if yes {
        return Ok(());
    }
    let about = words::about(case.about());
    let (raised, ended) = (describe(tombstone.raised_on), describe(tombstone.ended_on));
    let years = words::count(years as usize, "year");
    let new = if retention::is_new(ctx) { ", and that becomes the time for this store" } else { "" };
    let question = format!(
        "{}, {about}: from {raised} to {ended}\nRecords are kept for {years} after their end{new}.\nRemove it for good?",
        tombstone.id
    );
    match ctx.agrees(&question)? {
        Some(true) => Ok(()),
        Some(false) => Err(Failure::new(Code::Interrupted, "nothing was removed")),
        None => Err(Failure::missing("--yes").hinted("without a terminal, say `--yes` to remove it for good")),
    }
}
