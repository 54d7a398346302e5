//! `iro correct`: something was recorded wrongly. The old words stay, struck.

use super::change::apply;
use super::context::Context;
use super::error::Failure;
use super::looking::Seen;
use super::options::{Change, pair};
use super::raise::earlier;
use crate::domain::decide::{Correct, Earlier};
use crate::domain::id::DisputeId;
use crate::domain::text::looks_like_a_name;
use crate::store::Which;
use crate::store::index::Known;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  iro correct 42 --event 3 --set on=2026-03-04 --reason \"Wrong day\"\n  iro correct 42 --event 5 --reason \"Belongs in another dispute\"\n  iro correct 42 --event 1 --set child=C-1043 --reason \"Typed wrongly\"\n  iro correct 42 --event 1 --recount --reason \"We were closed that Friday\""
)]
pub struct Args {
    /// The dispute
    id: String,
    /// The number of the event, as `iro log` shows it
    #[arg(long, value_name = "N")]
    event: u32,
    /// Why
    #[arg(long)]
    reason: Option<String>,
    /// A fact to put in place of the old one; `on` is when it happened
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Count the dates that this event gave with today's calendar, and accept what comes out
    #[arg(long)]
    recount: bool,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let mut set = Vec::new();
    for given in &args.set {
        let (name, typed) = pair("set", given)?;
        set.push((name.replace('-', "_"), ctx.text(&typed)?.unwrap_or_default()));
    }
    let others = match set.iter().rev().find(|(name, _)| name == "child").filter(|_| args.event == 1) {
        Some((_, child)) => another_child(&args.id, child, ctx)?,
        None => Others::default(),
    };
    let dry_run = args.change.dry_run;
    apply(ctx, &args.id, &mut (), args.change, |ctx, found, (), doing| {
        let reason = ctx.said("--reason", args.reason.as_ref(), "What was wrong")?;
        let (set, earlier) = (set.clone(), others.earlier.clone());
        let correct = Correct { event: args.event, reason, set, recount: args.recount, earlier };
        Ok(found.dispute.correct(&found.stored.record, correct, doing)?)
    })?;
    for (other, child) in others.naming.iter().filter(|_| !dry_run) {
        let id = &others.id;
        ctx.console.warn(&format!(
            "{other} names {id} as an earlier dispute about the same child, {child}; `iro correct {other} --event 1 \
             --set child={child} --reason TEXT` looks for those anew"
        ));
    }
    Ok(())
}

/// Other disputes that hang on whose dispute this is.
#[derive(Default)]
struct Others {
    id: String,
    /// Earlier ones of the child that is put in place of another.
    earlier: Vec<Earlier>,
    /// Later ones of the child that was typed wrongly which name this one as a repeat, each with that child.
    naming: Vec<(DisputeId, String)>,
}

fn another_child(id: &str, child: &str, ctx: &mut Context) -> Result<Others, Failure> {
    if looks_like_a_name(child) {
        ctx.console.warn(&format!("`{child}` looks like a name; use the council's case reference"));
    }
    let dispute = ctx.open(id)?.dispute;
    let (own, began) = (dispute.header.id, dispute.raised_at.date());
    let mut earlier = earlier(&dispute.policy, &[child.to_string()], ctx)?.remove(0);
    earlier.retain(|one| (one.raised_on, one.id) < (began, own));
    let old = Known::child(&dispute.header.child);
    let seen = ctx.look_at_some(Which::All, |known| known.child == old)?.0;
    let naming = seen.iter().filter_map(Seen::dispute).filter(|one| {
        one.raised.repeat_of.contains(&own) && one.header.child != child && one.header.child == dispute.header.child
    });
    let naming = naming.map(|one| (one.header.id, one.header.child.clone())).collect();
    Ok(Others { id: own.to_string(), earlier, naming })
}
