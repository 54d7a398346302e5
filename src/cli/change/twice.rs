//! Points out that the same thing was recorded a moment ago. A person is asked; a script gets a warning and continues.

use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::domain::event::{Entry, Event};
use crate::domain::id::DisputeId;
use crate::domain::policy::Policy;
use crate::domain::record::Record;
use crate::domain::steps::{is_close, is_made_again, recorded_just_before};

/// Points out a step that was already recorded in this dispute.
///
/// # Errors
/// The person declines to record it again.
pub fn step(record: &Record, new: &Entry, policy: &Policy, ask: bool, ctx: &mut Context) -> Result<(), Failure> {
    let Some(old) = recorded_just_before(record, new) else { return Ok(()) };
    let id = record.header.id;
    let what = match (&old.event, &new.event) {
        (Event::Escalated(old), Event::Escalated(new)) => {
            let title = |id| policy.stage(id).map_or("another stage", |stage| stage.title.as_str());
            let (to, next) = (title(&old.to), title(&new.to));
            format!("dispute `{id}` was escalated to {to} less than a minute ago; this takes it on to {next}")
        }
        _ => format!("the same was recorded for `{id}` less than a minute ago"),
    };
    point_out(&format!("{what} (event {}, by {})", old.number, old.by), new, ask, ctx)
}

/// Points out a dispute or praise that was already recorded; `next` are the ids that a new one would get.
///
/// # Errors
/// The person declines to record it again.
pub fn record(
    children: &[String],
    new: &Entry,
    next: &[DisputeId],
    ask: bool,
    ctx: &mut Context,
) -> Result<(), Failure> {
    let made = next.first().and_then(|next| made_just_before(children, new, *next, ctx));
    let Some(id) = made else { return Ok(()) };
    let of_a_child = children.iter().any(|child| !child.is_empty());
    let about = if of_a_child { " about the same child" } else { "" };
    point_out(&format!("the same words{about} were recorded less than a minute ago, as `{id}`"), new, ask, ctx)
}

/// The record that was just made, searched for from the latest number downwards. The first is usually decisive. After
/// it, each load takes twice as many records, to limit the number of queries to a server.
fn made_just_before(children: &[String], new: &Entry, next: DisputeId, ctx: &Context) -> Option<DisputeId> {
    let (year, mut above, mut many) = (next.year(), next.number(), 1);
    while above > 1 {
        let from = above.saturating_sub(many).max(1);
        let ids: Vec<DisputeId> = (from..above).rev().map(|number| DisputeId::new(year, number)).collect();
        for stored in ctx.store.load_all(&ids).ok()? {
            // `check` reports records that can't be read.
            let stored = stored.ok()?;
            if children.iter().any(|child| is_made_again(&stored.record, child, new)) {
                return Some(stored.record.header.id);
            }
            if stored.record.entries.first().is_none_or(|first| !is_close(first.recorded_at, new.recorded_at)) {
                return None;
            }
        }
        (above, many) = (from, many * 2);
    }
    None
}

fn point_out(what: &str, new: &Entry, ask: bool, ctx: &mut Context) -> Result<(), Failure> {
    ctx.console.warn(what);
    let escalates = matches!(new.event, Event::Escalated(_));
    let question = if escalates { "Escalate once more?" } else { "Record it again?" };
    match ask && ctx.agrees(question)? == Some(false) {
        true => Err(Failure::stopped()),
        false => Ok(()),
    }
}
