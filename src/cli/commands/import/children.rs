//! `iro import children`: imports the list of children from the case system.

use serde_json::json;

use super::file::Source;
use crate::cli::config;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::print;
use crate::domain::children::{Change, Changes, Children, ImportedList, ListError, read_list};
use crate::render::{clean, words};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  iro import children children.xlsx --dry-run\n  iro import children children.csv --map columns.yaml\n\n\
A mapping:\n  columns:\n    reference: Case ID\n    born: Date of Birth\n    next_review: Next CLA review\n\n\
The names are reference, iro, team, legal_status, born and next_review."
)]
pub struct Args {
    #[command(flatten)]
    source: Source,
}

/// Up to so many changes are listed; beyond that, only counted.
const SAID: usize = 20;

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let mapping = args.source.mapping()?;
    let table = args.source.table("Which file has the list of children?", ctx)?;
    let taken = read_list(&table, &mapping).map_err(|fault| match fault {
        ListError::Misfit(fault) => args.source.misfit(&fault),
        other @ ListError::NoReference(_) => Failure::usage(other.to_string())
            .hinted("say which it is: `--map FILE`, with `columns:` and below it `  reference: HEADING`"),
    })?;
    let before = config::children(ctx.store.as_ref())?;
    let changes = before.changes(&taken.children);
    let count = taken.children.len();
    if !args.source.dry_run {
        let list = Children { imported_on: Some(ctx.now().date()), children: taken.children.clone() };
        config::keep_children(ctx.store.as_ref(), &list)?;
        ctx.console.recorded("the list of children");
    }
    if ctx.console.json {
        let value = json!({
            "children": count, "added": changes.added, "gone": changes.gone, "changed": changes.changed,
            "faults": taken.faults, "unused_columns": taken.unused, "dry_run": args.source.dry_run,
        });
        return print::json(ctx, &value);
    }
    if args.source.dry_run {
        ctx.console.note_dry_run();
    }
    ctx.console.say(&summary(count, &before, &changes))?;
    point_out(&taken, ctx);
    Ok(())
}

/// How many children there are, and what has changed since the last list.
fn summary(count: usize, before: &Children, changes: &Changes) -> String {
    let mut lines = vec![format!("{} in the list.", children(count))];
    match before.imported_on {
        None => return lines.remove(0),
        Some(on) if changes.are_none() => {
            lines.push(format!("Nothing differs from the list of {}.", words::short_date(on)))
        }
        Some(on) => lines.push(format!("Since the list of {}:", words::short_date(on))),
    }
    let named = |what: &str, references: &[String]| {
        let shown: Vec<String> = references.iter().take(SAID).map(|one| clean::line(one)).collect();
        let more = references.len().saturating_sub(SAID);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        (!references.is_empty()).then(|| format!("  {what}: {}{more}", shown.join(", ")))
    };
    lines.extend(named("new", &changes.added));
    lines.extend(named("no longer there", &changes.gone));
    let shown = |value: &Option<String>| value.as_deref().map_or("none".to_string(), clean::line);
    let change = |one: &Change| {
        format!("  {}: {} {}, was {}", clean::line(&one.reference), one.what, shown(&one.after), shown(&one.before))
    };
    lines.extend(changes.changed.iter().take(SAID).map(change));
    let more = changes.changed.len().saturating_sub(SAID);
    lines.extend((more > 0).then(|| format!("  and {}", words::count(more, "more change"))));
    lines.join("\n")
}

fn children(count: usize) -> String {
    if count == 1 { "1 child is".to_string() } else { format!("{count} children are") }
}

/// Warns about rows that could not be used, and notes the columns that were ignored.
fn point_out(taken: &ImportedList, ctx: &mut Context) {
    for fault in taken.faults.iter().take(SAID) {
        ctx.console.warn(&clean::line(&format!("line {}: {}", fault.line, fault.message)));
    }
    let more = taken.faults.len().saturating_sub(SAID);
    if more > 0 {
        ctx.console.warn(&format!("and {}", words::count(more, "more line")));
    }
    if !taken.unused.is_empty() {
        let named: Vec<String> = taken.unused.iter().map(|one| format!("`{}`", clean::line(one))).collect();
        ctx.console.note(&format!("nothing is taken from the columns {}", words::list(&named, "and")));
    }
}
