//! What every command that changes praise does.

use clap::FromArgMatches;

use super::{Change, agree_to_write, keep_up_with, print_dry_run, settle};
use crate::cli::asking::Asking;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::print;
use crate::domain::event::Entry;
use crate::domain::praise::Praise;
use crate::domain::steps::StepContext;
use crate::render::view::DisputeView;
use crate::store::{Filed, Stored};

/// Lets the domain decide on a step, asks for what is missing, and adds the event. Returns the new state if it is still
/// to be shown.
///
/// # Errors
/// The step is refused, the person declines, or the record has changed or can't be written.
pub fn apply<A: FromArgMatches>(
    ctx: &mut Context,
    (stored, praise): (&Stored, &Praise),
    args: &mut A,
    mut change: Change,
    step: impl Fn(&mut Asking<'_>, &A, &StepContext<'_>) -> Result<Entry, Failure>,
) -> Result<Option<Praise>, Failure> {
    keep_up_with(ctx, &stored.record, &change);
    let entry = settle(ctx, args, &mut change, &praise.policy, step)?;
    let mut record = stored.record.clone();
    record.entries.push(entry.clone());
    let after = Praise::replay(&record, praise.policy.clone())?;
    if change.dry_run {
        return print_dry_run(ctx, &[entry], &praise.policy, None).map(|()| None);
    }
    if ctx.console.has_asked() {
        ctx.console.note(&print::about(Some(after.header.id), &after.header.child));
        ctx.console.note(&print::event_in_words(&entry, &praise.policy, None));
        print::taken_out(&entry).into_iter().for_each(|line| ctx.console.note(&line));
    }
    agree_to_write(ctx, &change, &entry)?;
    ctx.store.append(stored, std::slice::from_ref(&entry), Filed::Closed)?;
    ctx.console.recorded(format!("event {} of `{}`", entry.number, after.header.id));
    print::warnings(ctx, &entry);
    if ctx.console.json {
        return print::json(ctx, &DisputeView::of_praise(&after)).map(|()| None);
    }
    Ok(Some(after))
}
