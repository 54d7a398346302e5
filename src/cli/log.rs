//! `iro log`: everything that was recorded, in the order it was, with what was struck.

use super::context::Context;
use super::error::Failure;
use super::print;
use crate::domain::case::Case;
use crate::domain::dispute::{Ending, with_corrections};
use crate::domain::event::Entry;
use crate::render::ink::{MIND, styled};
use crate::render::view::EventView;
use crate::render::{clean, words};

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro log 2026-0042 --json | jq '.[].event'")]
pub struct Args {
    /// The dispute
    id: String,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let loaded = ctx.load(&args.id)?;
    let entries = loaded.stored.record.told();
    let struck = with_corrections(&entries)?.1;
    let views = EventView::log(&entries, &struck, loaded.dispute());
    if ctx.console.json {
        return print::json(ctx, &views);
    }
    let policy = loaded.case.policy();
    let in_words = |entry: &Entry| {
        let whom =
            loaded.dispute().map(|dispute| words::ended_for(&Ending::by_entry(entry), dispute)).unwrap_or_default();
        let dispute = loaded.dispute().filter(|_| !struck.contains(&entry.number));
        let text = print::event_in_words(entry, policy, dispute);
        let (head, facts) = text.split_once('\n').unwrap_or((&text, ""));
        if whom.is_empty() { text } else { format!("{head}{}\n{facts}", clean::line(&whom)) }
    };
    let texts: Vec<String> = entries
        .iter()
        .zip(&views)
        .map(|(entry, view)| match (struck.contains(&entry.number), view.corrected_by) {
            (true, Some(by)) => {
                format!("{}\n{}", styled(MIND, &format!("struck by event {by}:")), in_words(entry))
            }
            (false, Some(by)) => {
                format!("{}\n{}", styled(MIND, &format!("corrected by event {by}:")), in_words(entry))
            }
            _ => in_words(entry),
        })
        .collect();
    let mut lines: Vec<String> = texts.join("\n\n").lines().map(str::to_string).collect();
    if let Case::Praise(praise) = &loaded.case {
        lines.splice(0..0, [print::about(Some(praise.header.id), &praise.header.child), String::new()]);
    }
    let text = ctx.console.fitted(&lines);
    ctx.console.say_long(&text)
}
