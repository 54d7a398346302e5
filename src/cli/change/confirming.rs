//! The last look before anything is written: what will be, and whether it is right.

use serde_json::json;

use super::Change;
use crate::cli::asking::interview::day;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::gone_back::is_gone_back;
use crate::cli::print;
use crate::cli::question::Question;
use crate::domain::dispute::Dispute;
use crate::domain::event::Entry;
use crate::domain::policy::Policy;
use crate::render::view::EventView;
use crate::render::wrap;

/// The flag that says when a step was taken.
const ON: &str = "--on";

/// If questions were asked, shows what will be written and asks for confirmation.
///
/// # Errors
/// The person declines or goes back.
pub fn confirm_answers(ctx: &mut Context, change: &Change, written: &Entry, shown: &[String]) -> Result<(), Failure> {
    if ctx.console.has_asked() {
        let text = wrap::hanging(shown, ctx.console.width);
        ctx.console.note(&text);
    }
    agree_to_write(ctx, change, written)
}

/// Asks the last question before writing: whether everything is right and happened today. Whoever has answered
/// questions can still give another date or go back.
///
/// # Errors
/// The person declines or goes back.
fn agree_to_write(ctx: &mut Context, change: &Change, written: &Entry) -> Result<(), Failure> {
    if !ctx.console.has_asked() {
        return Ok(());
    }
    const WRITE: &str = "Yes";
    const ANOTHER_DAY: &str = "Yes, but it happened at another time: I'll say when";
    const ADD: &str = "Not yet: there is something to add";
    const BACK: &str = "No: change the last answer";
    const STOP: &str = "No: write nothing";
    let now = ctx.now();
    let dated = (change.on.is_none() && !written.event.has_own_date()).then_some(ANOTHER_DAY);
    let left = ctx.answers.left_to_add();
    let more = (!left.is_empty()).then_some(ADD);
    let options: Vec<&str> = [WRITE].into_iter().chain(dated).chain(more).chain([BACK, STOP]).collect();
    let shown: Vec<String> = options.iter().map(ToString::to_string).collect();
    // A day that was wrong is asked for again: a careless Enter must not record today instead.
    let mut wrong_day = dated.map(|_| ctx.answers.former(ON)).filter(|former| !former.is_empty());
    loop {
        let Some(person) = ctx.console.person() else { return Ok(()) };
        let chosen = match wrong_day.take() {
            Some(former) => {
                person.begin_with(former);
                Some(&ANOTHER_DAY)
            }
            None => match person.choose("Write this into the record?", &shown, Some(0)) {
                Err(fault) if is_gone_back(&fault) => Some(&BACK),
                chosen => options.get(chosen?),
            },
        };
        match chosen {
            Some(&WRITE) => return Ok(()),
            Some(&ANOTHER_DAY) => {
                let day = match day(person, "On which day?", now) {
                    Err(fault) if is_gone_back(&fault) => continue,
                    day => day?,
                };
                ctx.forget_done_today(&day);
                ctx.answers.keep_and_begin_again(ON, day);
            }
            Some(&ADD) => {
                let offered: Vec<String> = left.iter().map(Question::in_short).collect();
                let picked = match person.choose("What is to be added?", &offered, None) {
                    Err(fault) if is_gone_back(&fault) => continue,
                    place => left.get(place?),
                };
                picked.iter().for_each(|question| ctx.answers.add_and_begin_again(question.name()));
            }
            Some(&BACK) => ctx.answers.go_back(),
            Some(_) | None => {}
        }
        return Err(Failure::stopped());
    }
}

/// Shows the events that would be written.
///
/// # Errors
/// Standard output can't be written.
pub fn print_dry_run(
    ctx: &mut Context,
    entries: &[Entry],
    policy: &Policy,
    dispute: Option<&Dispute>,
) -> Result<(), Failure> {
    entries.iter().for_each(|entry| print::warnings(ctx, entry));
    if ctx.console.json {
        return print::json(ctx, &json!({"dry_run": true, "events": EventView::log(entries, &[], None)}));
    }
    ctx.console.note_dry_run();
    // If both go to the same screen, the warnings were already shown.
    let shown = ctx.console.shown;
    let event = |entry: &Entry| match shown {
        true => print::event_in_words(&print::warned_beside(entry), policy, dispute),
        false => print::event_in_words(entry, policy, dispute),
    };
    let text: Vec<String> = entries.iter().map(event).collect();
    ctx.console.say(&text.join("\n"))
}
