//! `iro log`: everything that was recorded in a dispute, in that order, including what was struck.

use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::print;
use crate::domain::case::Case;
use crate::domain::dispute::{Ending, with_corrections};
use crate::domain::event::Entry;
use crate::domain::same_name::is_same;
use crate::render::ink::{MIND, styled};
use crate::render::view::EventView;
use crate::render::{clean, words};
use crate::store::Typist;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro log 2026-0042 --json | jq '.[].event'")]
pub struct Args {
    /// The dispute
    id: String,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let loaded = ctx.load(&args.id)?;
    let entries = loaded.stored.record.entries_for_log();
    let struck = with_corrections(&entries)?.1;
    let typists = ctx.store.typists(loaded.stored.record.header.id)?;
    let mut views = EventView::log(&entries, &struck, loaded.dispute());
    for view in &mut views {
        view.typed_by = typists.get(&view.n).map(|typist| typist.login.clone());
    }
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
        let typed = typists.get(&entry.number).and_then(|typist| typed_for_another(entry, typist));
        match (whom.is_empty(), typed) {
            (true, None) => text,
            (_, typed) => format!("{head}{}{}\n{facts}", clean::line(&whom), typed.unwrap_or_default()),
        }
    };
    let texts: Vec<String> = entries
        .iter()
        .zip(&views)
        .map(|(entry, view)| match (view.stands, view.corrected_by) {
            (false, Some(by)) => {
                format!("{}\n{}", styled(MIND, &format!("struck out by event {by}:")), in_words(entry))
            }
            (true, Some(by)) => {
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

/// Notes who typed an event that is by somebody else; `None` if it is by the same person.
fn typed_for_another(entry: &Entry, typist: &Typist) -> Option<String> {
    let is_own = |name: &String| is_same(name, &entry.by);
    let name = typist.name.as_ref().filter(|name| !is_own(name) && !typist.earlier.iter().any(is_own))?;
    Some(format!(", typed by {} (login {})", clean::line(name), clean::line(&typist.login)))
}
