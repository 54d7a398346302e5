//! What every command that changes praise does.

use clap::FromArgMatches;

use super::{Change, Changed, change_record};
use crate::cli::asking::Asking;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::reading::opening::not_praise;
use crate::domain::case::Case;
use crate::domain::event::Entry;
use crate::domain::praise::Praise;
use crate::domain::steps::StepContext;
use crate::store::Stored;

/// The praise that a step changes, with the record it came from.
pub struct FoundPraise<'a> {
    pub stored: &'a Stored,
    pub praise: &'a Praise,
}

/// Changes praise as `change::apply` does a dispute. Returns what was added and the new state, if they are still to be
/// shown.
///
/// # Errors
/// As for a dispute.
pub fn apply<A: FromArgMatches>(
    ctx: &mut Context,
    id: &str,
    args: &mut A,
    change: Change,
    take: impl Fn(&mut Asking<'_>, &FoundPraise<'_>, &A, &StepContext<'_>) -> Result<Entry, Failure>,
) -> Result<Option<(Entry, Praise)>, Failure> {
    let take = |ask: &mut Asking<'_>, stored: &Stored, case: &Case, args: &A, step: &StepContext<'_>| match case {
        Case::Praise(praise) => take(ask, &FoundPraise { stored, praise }, args, step),
        Case::Dispute(dispute) => Err(not_praise(dispute)),
    };
    match change_record(ctx, id, None, args, change, &take)? {
        Some(Changed { entry, case: Case::Praise(after), .. }) => Ok(Some((entry, *after))),
        Some(_) | None => Ok(None),
    }
}
