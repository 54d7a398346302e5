//! `iro undo`: strikes the last thing that the user recorded, and shows what that changes.

use crate::cli::change::{Change, apply, praise};
use crate::cli::context::Context;
use crate::cli::error::{Code, Failure};
use crate::cli::print;
use crate::cli::reading::LoadedRecord;
use crate::domain::case::Case;
use crate::domain::dispute::{Clock, Dispute, DutyState, with_corrections};
use crate::domain::event::{Entry, Event};
use crate::domain::id::DisputeId;
use crate::domain::policy::DutyId;
use crate::domain::same_name::is_same;
use crate::domain::steps::Correct;
use crate::domain::terms::EntryNumber;
use crate::domain::time::describe;
use crate::render::{clean, words, wrap};
use crate::store::Which;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  iro undo\n  iro undo 42 --reason \"Typed for the wrong child\"")]
pub struct Args {
    /// Undo the last thing you recorded in this dispute [default: in any dispute]
    id: Option<String>,
    /// What was wrong
    #[arg(long)]
    reason: Option<String>,
    #[command(flatten)]
    change: Change,
}

/// The event to strike, and its record.
struct Last {
    id: DisputeId,
    entry: Entry,
    /// What the user struck after it, and which event did.
    struck_since: Option<(EntryNumber, EntryNumber)>,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let last = match &args.id {
        Some(id) => last_in(&ctx.load(id)?, &ctx.user.name)?,
        None => last_of_all(ctx)?,
    };
    let last = last.ok_or_else(|| nothing(args.id.as_deref(), ctx))?;
    if let Some((struck, by)) = last.struck_since.filter(|_| !ctx.answers.has_begun_again()) {
        let id = last.id;
        ctx.console.warn(&format!(
            "event {struck} was struck out since, and stays struck out: `iro correct {id} --event {by} --reason TEXT` puts it back; \
             this is about what comes before it"
        ));
    }
    let (stored, case) = ctx.open_either(&last.id.to_string())?;
    if last.entry.number == EntryNumber::FIRST {
        return Err(cant_take_back(&last, args.id.is_some()));
    }
    if !ctx.answers.has_begun_again() {
        let shown = [
            "The last thing you recorded that still counts:".to_string(),
            print::about(Some(last.id), &case.header().child),
        ];
        ctx.console.note(&shown.join("\n"));
        ctx.console.note(&print::event_in_words(&last.entry, case.policy(), case.dispute()));
    }
    let correct = |reason: String| Correct {
        event: last.entry.number,
        reason,
        set: Vec::new(),
        recount: false,
        others: Vec::new(),
    };
    match case {
        Case::Praise(_) => {
            let done = praise::apply(ctx, &last.id.to_string(), &mut (), args.change, |ask, found, (), step| {
                let reason = ask.answer_for("--reason", args.reason.as_ref(), WHY)?;
                Ok(found.praise.correct(&found.stored.record, correct(reason), step)?)
            })?;
            let Some((entry, after)) = done else { return Ok(()) };
            ctx.console.say(&print::corrected(last.entry.number, Some(entry.number), after.header.id))
        }
        Case::Dispute(before) => {
            // An impossible undo is refused before any question.
            let step = args.change.step_context(ctx)?;
            let tried = before.correct(&stored.record, correct(WHY.to_string()), &step)?;
            let mut record = stored.record.clone();
            record.entries.push(tried);
            let after = Dispute::replay(&record, before.policy.clone())?;
            let mut undone = what_it_undoes(&before, &after);
            undone.extend(no_longer_done(&last.entry, &after));
            if !undone.is_empty() {
                undone.insert(0, "If you undo it:".to_string());
            }
            let lines = wrap::hanging(&undone, ctx.console.width);
            if !lines.is_empty() && !ctx.answers.has_begun_again() {
                ctx.console.note(&lines);
            }
            apply(ctx, &last.id.to_string(), &mut (), args.change, |ask, found, (), step| {
                let reason = ask.answer_for("--reason", args.reason.as_ref(), WHY)?;
                Ok(found.dispute.correct(&found.stored.record, correct(reason), step)?)
            })
        }
    }
}

const WHY: &str = "What was wrong with it?";

/// The latest event in any record that the user recorded and that is still in force.
fn last_of_all(ctx: &mut Context) -> Result<Option<Last>, Failure> {
    let whom = ctx.user.name.clone();
    let (found, failed) = ctx.load_some(Which::All, |_| true, |loaded| last_in(&loaded, &whom))?;
    // A record that can't be read might have the latest event.
    ctx.report_failures(failed)?;
    Ok(found.into_iter().flatten().max_by_key(|last| (last.entry.recorded_at.instant_or_end(), last.id)))
}

fn last_in(loaded: &LoadedRecord, whom: &str) -> Result<Option<Last>, Failure> {
    let mut standing = with_corrections(&loaded.stored.record.entries)?.0;
    // An event that struck another isn't struck by repeating `undo`.
    standing.retain(|entry| is_same(&entry.by, whom));
    let (strikes, others): (Vec<Entry>, Vec<Entry>) = standing.into_iter().partition(strikes);
    let last = others.into_iter().max_by_key(|entry| (entry.recorded_at.instant_or_end(), entry.number));
    Ok(last.map(|entry| {
        let since = strikes.iter().rfind(|strike| strike.number > entry.number);
        let struck_since = since.and_then(|strike| {
            let Event::Corrected(facts) = &strike.event else { return None };
            Some((facts.corrects, strike.number))
        });
        Last { id: loaded.id(), entry, struck_since }
    }))
}

fn strikes(entry: &Entry) -> bool {
    matches!(&entry.event, Event::Corrected(facts) if facts.set.is_empty())
}

fn nothing(id: Option<&str>, ctx: &Context) -> Failure {
    let place = id.map(|id| format!(" in {}", clean::line(id))).unwrap_or_default();
    let message = format!("{} has recorded nothing{place} that can be undone", clean::line(&ctx.user.name));
    let hint = ctx.no_store().unwrap_or_else(|| match id {
        Some(id) => {
            format!("`iro log {id}` shows who recorded what; `iro correct {id} --event N` strikes out any of it")
        }
        None => "`--user NAME` says who you are; `iro config` shows who it takes you for".to_string(),
    });
    Failure::new(Code::Unknown, message).hinted(hint)
}

/// The refusal to strike what a record begins with; `alone` if this record was named, and has nothing else to strike.
fn cant_take_back(last: &Last, alone: bool) -> Failure {
    let id = last.id;
    let praise = matches!(last.entry.event, Event::Praised(_));
    let (what, facts) = if praise { ("praise", "for") } else { ("dispute", "concern") };
    let confirmed =
        last.entry.confirmed.first().map(|one| format!(", `--set confirmed={}=WHEN` when that was done", one.duty));
    let confirmed = confirmed.unwrap_or_default();
    let (message, elsewhere) = match alone {
        true => {
            (format!("all that is left of what you recorded is the {what} {id} itself, and that can't be undone"), "")
        }
        false => (
            format!("the last thing you recorded is the {what} {id} itself, and that can't be undone"),
            "; `iro undo NUMBER` undoes the last thing in another record",
        ),
    };
    Failure::new(Code::Refused, message).hinted(format!(
        "`iro withdraw {id} --reason TEXT` withdraws it; \
         `iro correct {id} --event 1 --set {facts}=TEXT --reason TEXT` corrects a detail{confirmed}{elsewhere}"
    ))
}

/// How striking an event changes a dispute, a line each; empty if nothing changes.
fn what_it_undoes(before: &Dispute, after: &Dispute) -> Vec<String> {
    let mut lines = Vec::new();
    let stage = |dispute: &Dispute| clean::line(&dispute.stage().title);
    if stage(before) != stage(after) {
        lines.push(format!("  it goes back from {} to {}", stage(before), stage(after)));
    }
    match (before.is_open(), after.is_open()) {
        (true, false) => lines.push(format!("  it is no longer open: {}", status(after))),
        (false, true) => lines.push(format!("  it is open again at {}", stage(after))),
        _ if before.status() != after.status() => lines.push(format!("  status: {}", status(after))),
        _ => {}
    }
    let runs = |dispute: &Dispute, clock: &Clock| {
        dispute
            .clocks
            .iter()
            .any(|one| one.is_running() && (one.entry, &one.id, one.due) == (clock.entry, &clock.id, clock.due))
    };
    let changed = |of: &Dispute, other: &Dispute, what: &str| {
        let gone = of.clocks.iter().filter(|clock| clock.is_running() && !runs(other, clock));
        gone.map(|clock| {
            format!("  the deadline of {} ({}) {what}", describe(clock.due), clean::line(&of.label_of(clock)))
        })
        .collect::<Vec<_>>()
    };
    lines.extend(changed(before, after, "no longer runs"));
    lines.extend(changed(after, before, "runs again"));
    lines
}

/// The duties confirmed with the event that are no longer done without it; `None` if there are none.
fn no_longer_done(entry: &Entry, after: &Dispute) -> Option<String> {
    let (duties, policy) = (after.duties(), &after.policy);
    let stands = |id: &DutyId| duties.iter().any(|view| view.duty == *id && view.state != DutyState::Outstanding);
    let words = |id: &DutyId| {
        let duty = policy.duties.iter().find(|duty| duty.id == *id);
        clean::line(duty.map_or(id.as_str(), |duty| &duty.text))
    };
    let confirmed = entry.confirmed.iter().map(|one| &one.duty).filter(|duty| !stands(duty));
    let confirmed: Vec<String> = confirmed.map(words).collect();
    (!confirmed.is_empty()).then(|| format!("  no longer recorded as done: {}", words::list(&confirmed, "and")))
}

fn status(dispute: &Dispute) -> String {
    clean::line(&words::status(dispute.status().into(), &dispute.policy))
}
