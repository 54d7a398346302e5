//! `iro show`: where a dispute stands, what must happen next, and what may.

use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::print;
use crate::cli::print::next_steps;
use crate::render::view::DisputeView;
use crate::render::{dispute_text, wrap};

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro show 42")]
pub struct Args {
    /// The dispute: `2026-0042`, or `42` where that is unambiguous
    id: String,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let loaded = ctx.load(&args.id)?;
    let view = DisputeView::of_case(&loaded.case, ctx.now(), ctx.calendar()?)?;
    if ctx.console.json {
        return print::json(ctx, &view);
    }
    if let Some(changed) = loaded.policy_changed {
        ctx.console.warn(&changed.in_words(&loaded.stored.record.header).0);
    }
    let removed = if view.siblings.is_empty() { Vec::new() } else { ctx.store.removed_ids()? };
    let (today, width) = (ctx.now().date(), ctx.console.width);
    let mut lines = dispute_text::dispute_text(&view, loaded.case.policy(), &removed, today, width);
    if let Some(dispute) = loaded.dispute() {
        let left_over = print::left_over(dispute);
        let next = next_steps::choices(dispute, ctx.now())
            .into_iter()
            .chain(next_steps::commands(dispute, ctx.now()))
            .collect();
        for next in [print::next_due(dispute, &view), left_over, next] {
            lines.extend((!next.is_empty()).then(String::new));
            lines.extend(next);
        }
    }
    let text = wrap::hanging(&lines, ctx.console.width);
    ctx.console.say_long(&text)
}
