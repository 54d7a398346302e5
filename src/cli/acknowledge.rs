//! `iro acknowledge`: somebody has read the praise that is for them.

use super::change::print_dry_run;
use super::context::Context;
use super::error::{Code, Failure};
use super::options::Change;
use super::print;
use crate::domain::case::Case;
use crate::domain::praise::Praise;
use crate::render::view::DisputeView;
use crate::render::{clean, words};
use crate::store::Shelf;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro acknowledge 2026-0007 --name \"Sam Lee\"")]
pub struct Args {
    /// The praise
    id: String,
    /// Who has read it
    #[arg(long)]
    name: Option<String>,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let stored = ctx.store.load(ctx.find(&args.id)?)?;
    let policy = ctx.policies.version(&stored.record.header.policy, &stored.record.header.policy_version)?;
    let praise = match Case::replay(&stored.record, policy.clone())? {
        Case::Praise(praise) => praise,
        Case::Dispute(dispute) => {
            let message = format!("`{}` is a dispute, not praise", dispute.header.id);
            return Err(Failure::new(Code::Refused, message));
        }
    };
    let name = ctx.ask_line("--name", args.name, "Who has read it", None)?;
    let entry = praise.acknowledge(&name, &args.change.doing(ctx)?)?;
    if args.change.dry_run {
        return print_dry_run(ctx, &[entry]);
    }
    ctx.store.append(&stored, std::slice::from_ref(&entry), Shelf::Closed)?;
    let mut record = stored.record;
    record.entries.push(entry);
    let after = Praise::replay(&record, policy)?;
    if ctx.json {
        return print::json(ctx, &DisputeView::of_praise(&after));
    }
    let waiting: Vec<String> = after.waiting_for().map(clean::line).collect();
    let rest = match waiting.is_empty() {
        true => "Everybody it is for has read it.".to_string(),
        false => format!("Still to read it: {}.", words::list(&waiting, "and")),
    };
    ctx.console.say(&format!("{} has acknowledged {}. {rest}", clean::line(&name), after.header.id))
}
