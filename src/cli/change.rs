//! The way of every command that changes a dispute: load, let the domain decide, ask for what is missing,
//! write, and say what happened and what comes next.

use serde_json::json;

use super::console::Console;
use super::context::{Context, Found};
use super::error::{Code, Failure};
use super::options::Change;
use super::print;
use crate::domain::decide::{Doing, Remedy, Unmet};
use crate::domain::dispute::Dispute;
use crate::domain::event::Entry;
use crate::render::view::{DisputeView, EventView};
use crate::render::words;
use crate::store::Shelf;

/// A command's arguments that a person may still complete.
pub trait Fill {
    /// Takes the answer for a flag; `field NAME=` is a fact that the policy declares.
    fn fill(&mut self, flag: &str, answer: String);
}

/// Commands whose texts are all given, or not asked for.
impl Fill for () {
    fn fill(&mut self, _: &str, _: String) {}
}

/// Lets the domain decide, and asks a person, if there is one, for what stands in the way.
///
/// # Errors
/// What the step itself returns, once nobody can answer any more.
pub fn settle<A: Fill, T>(
    ctx: &mut Context,
    args: &mut A,
    change: &mut Change,
    step: impl Fn(&Context, &A, &Doing<'_>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    loop {
        let failure = match change.doing(ctx).and_then(|doing| step(ctx, args, &doing)) {
            Ok(decided) => return Ok(decided),
            Err(failure) => failure,
        };
        let Some(unmet) = failure.unmet.first().filter(|_| ctx.console.has_person()) else {
            return Err(failure);
        };
        if !ask(&mut ctx.console, unmet, args, change)? {
            return Err(Failure { unmet: Vec::new(), ..failure });
        }
    }
}

/// Asks for one thing that is not met; false if the person would rather stop.
fn ask<A: Fill>(console: &mut Console, unmet: &Unmet, args: &mut A, change: &mut Change) -> Result<bool, Failure> {
    let Some(person) = console.person() else {
        return Ok(false);
    };
    let clause = unmet.source.as_ref().map(|source| format!(" ({source})")).unwrap_or_default();
    let question = format!("{}{clause}", unmet.text);
    let (yes, other) = match &unmet.remedy {
        Remedy::Confirm => ("It was done", true),
        Remedy::Flag(_) => ("Give it now", true),
        Remedy::Override => ("", false),
    };
    let mut options: Vec<String> = if other { vec![yes.to_string()] } else { Vec::new() };
    options.extend(["Go on without it, and say why".to_string(), "Stop".to_string()]);
    let chosen = person.choose(&question, &options, 0)? + usize::from(!other);
    match (chosen, &unmet.remedy) {
        (0, Remedy::Confirm) => {
            let when = person.line("When (2026-03-02, today, yesterday, monday)", Some("today"))?;
            let when = when.unwrap_or_else(|| "today".to_string());
            change.confirm.push(format!("{}={when}", unmet.rule));
        }
        (0, Remedy::Flag(flag)) => {
            let flag = flag.trim_end_matches(" REASON");
            let name = flag.trim_start_matches("field ").trim_end_matches('=').replace('-', " ");
            match person.line(&name, None)? {
                Some(answer) => args.fill(flag, answer),
                None => return Ok(false),
            }
        }
        (1, _) => match person.line("Why go on without it", None)? {
            Some(reason) => change.r#override = Some(reason),
            None => return Ok(false),
        },
        _ => return Ok(false),
    }
    Ok(true)
}

/// Changes one dispute.
///
/// # Errors
/// What the step refuses, or what the store can't do; nothing is changed then.
pub fn apply<A: Fill>(
    ctx: &mut Context,
    id: &str,
    args: &mut A,
    mut change: Change,
    step: impl Fn(&Context, &Found, &A, &Doing<'_>) -> Result<Entry, Failure>,
) -> Result<(), Failure> {
    let found = ctx.open(id)?;
    let entry = settle(ctx, args, &mut change, |ctx, args, doing| step(ctx, &found, args, doing))?;
    let mut record = found.stored.record.clone();
    record.entries.push(entry.clone());
    let after = Dispute::replay(&record, found.dispute.policy.clone())?;
    if change.dry_run {
        return print_dry_run(ctx, &[entry]);
    }
    confirm_answers(ctx, &[&entry])?;
    let shelf = if after.is_open() { Shelf::Open } else { Shelf::Closed };
    ctx.store.append(found.dispute.header.id, found.stored.revision, std::slice::from_ref(&entry), shelf)?;
    for warning in &entry.warned {
        ctx.console.warn(warning);
    }
    let view = DisputeView::of(&after, ctx.now, ctx.calendar()?)?;
    if ctx.json {
        return print::json(ctx, &view);
    }
    let text = print::changed(&entry, &after, &view);
    ctx.console.say(&text)
}

/// Where questions were asked, shows what will be written and asks once more.
///
/// # Errors
/// The person would rather not.
pub fn confirm_answers(ctx: &mut Context, entries: &[&Entry]) -> Result<(), Failure> {
    if !ctx.console.has_asked() {
        return Ok(());
    }
    let text: Vec<String> = entries.iter().map(|entry| print::event(entry)).collect();
    ctx.console.note(&text.join("\n"));
    let asked = format!("Write {} into the record?", words::count(entries.len(), "event"));
    match ctx.console.person().map(|person| person.agrees(&asked, true)).transpose()? {
        Some(false) => Err(Failure::new(Code::Interrupted, "nothing was written")),
        _ => Ok(()),
    }
}

/// Shows the events that would be written.
///
/// # Errors
/// Standard output can't be written.
pub fn print_dry_run(ctx: &mut Context, entries: &[Entry]) -> Result<(), Failure> {
    if ctx.json {
        return print::json(ctx, &json!({"dry_run": true, "events": EventView::log(entries, &[])}));
    }
    ctx.console.note("nothing is written; this would be:");
    let text: Vec<String> = entries.iter().map(print::event).collect();
    ctx.console.say(&text.join("\n"))
}
