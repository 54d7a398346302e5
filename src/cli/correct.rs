//! `iro correct`: something was recorded wrongly. The old words stay, struck.

use super::change::apply;
use super::context::Context;
use super::error::Failure;
use super::looking::Seen;
use super::options::{Change, pair};
use super::raise::earlier;
use super::{praise, print};
use crate::domain::case::Case;
use crate::domain::decide::{Correct, Earlier};
use crate::domain::dispute::Dispute;
use crate::domain::id::DisputeId;
use crate::domain::text::looks_like_a_name;
use crate::store::Which;
use crate::store::index::Known;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  iro correct 42 --event 3 --set on=2026-03-04 --reason \"Wrong day\"\n  iro correct 42 --event 5 --reason \"Belongs in another dispute\"\n  iro correct 42 --event 1 --set child=C-1043 --reason \"Typed wrongly\"\n  iro correct 42 --event 1 --recount --reason \"We were closed that Friday\""
)]
pub struct Args {
    /// The dispute, or the praise
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
    let child = set.iter().rev().find(|(name, _)| name == "child").map(|(_, child)| child.clone());
    if child.as_deref().is_some_and(looks_like_a_name) {
        let child = child.as_deref().unwrap_or_default();
        ctx.console.warn(&format!("`{child}` looks like a name; use the council's case reference"));
    }
    let correct = |reason: String, earlier: &[Earlier]| {
        let (set, earlier) = (set.clone(), earlier.to_vec());
        Correct { event: args.event, reason, set, recount: args.recount, earlier }
    };
    let (stored, dispute) = match ctx.open_either(&args.id)? {
        (stored, Case::Dispute(dispute)) => (stored, dispute),
        (stored, Case::Praise(praise)) => {
            let reason = ctx.ask_text("--reason", args.reason, WHY)?;
            let entry = praise.correct(&stored.record, correct(reason, &[]), &args.change.doing(ctx)?)?;
            let after = praise::add(entry, stored, &praise, args.change.dry_run, ctx)?;
            return after.map_or(Ok(()), |after| ctx.console.say(&print::corrected(args.event, after.header.id)));
        }
    };
    let id = stored.record.header.id;
    let others = match child.filter(|_| args.event == 1) {
        Some(child) => another_child(&dispute, &child, ctx)?,
        None => Others::default(),
    };
    let dry_run = args.change.dry_run;
    apply(ctx, &id.to_string(), &mut (), args.change, |ctx, found, (), doing| {
        let reason = ctx.said("--reason", args.reason.as_ref(), WHY)?;
        Ok(found.dispute.correct(&found.stored.record, correct(reason, &others.earlier), doing)?)
    })?;
    for other in others.naming.iter().filter(|_| !dry_run) {
        let child = &dispute.header.child;
        ctx.console.warn(&format!(
            "{other} names {id} as an earlier dispute about the same child, {child}; `iro correct {other} --event 1 \
             --set child={child} --reason TEXT` looks for those anew"
        ));
    }
    Ok(())
}

const WHY: &str = "What was wrong";

/// Other disputes that hang on whose dispute this is.
#[derive(Default)]
struct Others {
    /// Earlier ones of the child that is put in place of another.
    earlier: Vec<Earlier>,
    /// Later ones of the child that was typed wrongly which name this one as a repeat.
    naming: Vec<DisputeId>,
}

fn another_child(dispute: &Dispute, child: &str, ctx: &mut Context) -> Result<Others, Failure> {
    let (own, old) = (dispute.header.id, &dispute.header.child);
    let mut earlier = earlier(&dispute.policy, &[child.to_string()], ctx)?.remove(0);
    earlier.retain(|one| (one.raised_on, one.id) < (dispute.raised_at.date(), own));
    if old == child {
        return Ok(Others { earlier, naming: Vec::new() });
    }
    let sum = Known::child(old);
    let seen = ctx.look_at_some(Which::All, |known| known.child == sum)?.0;
    let naming = seen.iter().filter_map(Seen::dispute);
    let naming = naming.filter(|one| one.header.child == *old && one.raised.repeat_of.contains(&own));
    Ok(Others { earlier, naming: naming.map(|one| one.header.id).collect() })
}
