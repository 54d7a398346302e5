//! `iro correct`: corrects what was recorded wrongly. The old words stay, struck.

use std::io;

use serde_json::{Map, Value};

use super::raise::earlier;
use crate::cli::answers::literal;
use crate::cli::asking::interview::{day, unless_gone_back};
use crate::cli::change::{Change, apply, praise};
use crate::cli::console::person::anything;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::options::pair;
use crate::cli::print;
use crate::cli::print::facts;
use crate::cli::reading::LoadedRecord;
use crate::domain::case::Case;
use crate::domain::dispute::{CONFIRMED, Dispute, with_corrections};
use crate::domain::event::{Confirmed, Entry, Event};
use crate::domain::id::DisputeId;
use crate::domain::record::Record;
use crate::domain::same_name::is_same;
use crate::domain::steps::{Correct, Earlier, can_be_empty, correctable};
use crate::domain::terms::EntryNumber;
use crate::domain::time::describe_moment;
use crate::render::words;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  iro correct 42 --event 3 --set on=2026-03-04 --reason \"Wrong day\"\n  iro correct 42 --event 5 --reason \"Belongs in another dispute\"\n  iro correct 42 --event 1 --set child=C-1043 --reason \"Typed wrongly\"\n  iro correct 42 --event 1 --recount --reason \"We were closed that Friday\""
)]
pub struct Args {
    /// The dispute, or the praise
    id: String,
    /// The number of the event, as `iro log` shows it [at a terminal: chosen from those there are]
    #[arg(long, value_name = "N")]
    event: Option<EntryNumber>,
    /// Why
    #[arg(long)]
    reason: Option<String>,
    /// The new value. `on` is when it happened; `confirmed=DUTY=WHEN` corrects when a duty confirmed in this event was
    /// done, and `confirmed=DUTY=` says that it wasn't done
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Work out this event's deadlines again, with the calendar as it is now
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
    let (stored, case) = ctx.open_either(&args.id)?;
    let entries = with_corrections(&stored.record.entries)?.0;
    let event = match args.event {
        Some(event) => event,
        None => which_event(&entries, ctx)?,
    };
    // With a reason the command is complete: without facts it strikes the event.
    let open = set.is_empty() && !args.recount && (args.event.is_none() || args.reason.is_none());
    if let Some(entry) = entries.iter().find(|entry| entry.number == event).filter(|_| open) {
        set.extend(what_is_wrong(entry, &stored.record, &case, ctx)?);
    }
    let child = set.iter().rev().find(|(name, _)| name == "child").map(|(_, child)| child.clone());
    child.iter().for_each(|child| ctx.warn_of_a_name(child));
    let correct = |reason: String, others: &[Earlier]| {
        let (set, others) = (set.clone(), others.to_vec());
        Correct { event, reason, set, recount: args.recount, others }
    };
    let dispute = match case {
        Case::Dispute(dispute) => dispute,
        Case::Praise(_) => {
            let strikes = set.is_empty();
            let done = praise::apply(ctx, &args.id, &mut (), args.change, |ask, found, (), step| {
                let reason = ask.answer_for("--reason", args.reason.as_ref(), WHY)?;
                Ok(found.praise.correct(&found.stored.record, correct(reason, &[]), step)?)
            })?;
            return done.map_or(Ok(()), |(entry, after)| {
                ctx.console.say(&print::corrected(event, strikes.then_some(entry.number), after.header.id))
            });
        }
    };
    let id = stored.record.header.id;
    let others = match child.filter(|_| event == EntryNumber::FIRST) {
        Some(child) => another_child(&dispute, &child, ctx)?,
        None => Others::default(),
    };
    let dry_run = args.change.dry_run;
    apply(ctx, &id.to_string(), &mut (), args.change, |ask, found, (), step| {
        let reason = ask.answer_for("--reason", args.reason.as_ref(), WHY)?;
        Ok(found.dispute.correct(&found.stored.record, correct(reason, &others.of_the_child), step)?)
    })?;
    if dry_run {
        return Ok(());
    }
    let child = &dispute.header.child;
    for other in &others.naming {
        ctx.console.warn(&format!(
            "{other} names {id} as an earlier dispute about the same child, {child}; {}",
            correction_of(*other, child)
        ));
    }
    if others.unnamed.is_empty() {
        return Ok(());
    }
    let own = ctx.open(&id.to_string())?;
    let (child, earlier) = (&own.header.child, Earlier::of(&own));
    for other in others.unnamed.iter().filter(|other| other.repeats(&earlier)) {
        let other = other.header.id;
        ctx.console.warn(&format!(
            "{other} does not name {id} as an earlier dispute about the same child, {child}; {}",
            correction_of(other, child)
        ));
    }
    Ok(())
}

/// The command that corrects the child of an earlier dispute.
fn correction_of(other: DisputeId, child: &str) -> String {
    let set = format!("child={child}");
    format!("`iro correct {other} --event 1 --set {} --reason TEXT` puts that right", shell_words::quote(&set))
}

const WHY: &str = "What was wrong?";

/// Asks which event to correct.
fn which_event(entries: &[Entry], ctx: &mut Context) -> Result<EntryNumber, Failure> {
    let width = ctx.console.width;
    let missing = || Failure::missing("--event").hinted("`iro log ID` numbers the events");
    let person = ctx.console.person().ok_or_else(missing)?;
    let options: Vec<String> = entries.iter().map(|entry| words::choice(&label(entry), width)).collect();
    let chosen = person.choose("Which event do you want to correct?", &options, Some(entries.len().saturating_sub(1)));
    let chosen = ctx.or_back(chosen)?;
    let number = entries.get(chosen).ok_or_else(missing)?.number;
    ctx.answers.keep("--event", number.to_string());
    Ok(number)
}

/// Asks which facts of an event to correct; empty if the event is to be struck out, or nobody can be asked.
fn what_is_wrong(
    entry: &Entry,
    record: &Record,
    case: &Case,
    ctx: &mut Context,
) -> Result<Option<(String, String)>, Failure> {
    let width = ctx.console.width;
    if !ctx.console.has_person() {
        return Ok(None);
    }
    let (mut facts, names) = (entry.event.facts(), correctable(&entry.event));
    facts.entry("child").or_insert_with(|| case.header().child.clone().into());
    facts.insert("on".to_string(), entry.at.to_string().into());
    let mut options: Vec<String> = names.iter().map(|name| fact(name, &facts, width)).collect();
    options.extend(entry.confirmed.iter().map(|one| words::choice(&was_done(one, case), width)));
    let first = record.entries.first().is_some_and(|first| first.number == entry.number);
    options.extend((!first).then(|| "It should not be there at all".to_string()));
    let mut usual = 0;
    loop {
        let Some(person) = ctx.console.person() else { return Ok(None) };
        let chosen = person.choose("What is wrong in it?", &options, Some(usual));
        usual = ctx.or_back(chosen)?;
        let (name, value) = match (names.get(usual), entry.confirmed.get(usual.wrapping_sub(names.len()))) {
            (Some(name), _) => (name.clone(), instead(name, &facts, can_be_empty(entry, name, case.policy()), ctx)),
            (None, Some(one)) => (CONFIRMED.to_string(), when_done(one, case, ctx)),
            (None, None) => return Ok(None),
        };
        // Going back from a detail leads back to this choice.
        let Some(value) = unless_gone_back(value)? else { continue };
        ctx.answers.keep("--set", format!("{name}={value}"));
        return Ok(Some((name, ctx.text(&value)?.unwrap_or_default())));
    }
}

/// Asks what a fact should be, beginning with what it is.
fn instead(name: &str, facts: &Map<String, Value>, may_be_empty: bool, ctx: &mut Context) -> io::Result<String> {
    let called = called(name);
    let Some(person) = ctx.console.person() else { return Ok(String::new()) };
    let former = facts.get(name).and_then(Value::as_str).filter(|former| !former.contains('\n'));
    person.begin_with(former.map(str::to_string).into_iter().collect());
    let value = match may_be_empty {
        true => person
            .lines(&format!("What should it say? ({called}; leave it empty if there is none)"), &anything)
            .map(Option::unwrap_or_default),
        false => person.needed(&format!("What should it say? ({called})")),
    };
    value.map(literal)
}

/// A duty confirmed with the event, and when it was done.
fn was_done(one: &Confirmed, case: &Case) -> String {
    format!("done: {}, {}", case.policy().rule_in_words(one.duty.as_str()), describe_moment(one.on))
}

/// Asks when a duty was done that was confirmed with the event, if it was.
fn when_done(one: &Confirmed, case: &Case, ctx: &mut Context) -> io::Result<String> {
    let (now, question) = (ctx.now(), format!("{}\nWhen was it done?", was_done(one, case)));
    let options = ["on another day", "not at all"].map(str::to_string);
    let Some(person) = ctx.console.person() else { return Ok(String::new()) };
    let when = match person.choose(&question, &options, None) {
        Ok(0) => day(person, "On which day?", now),
        chosen => chosen.map(|_| String::new()),
    };
    Ok(format!("{}={}", one.duty, when?))
}

/// An event on one line: what, when, by whom, and the beginning of its text.
fn label(entry: &Entry) -> String {
    let facts = entry.event.facts();
    let said = ["concern", "text", "outcome", "reason", "duty", "what", "name"];
    let said = said.iter().find_map(|name| facts.get(*name)?.as_str()).unwrap_or_default();
    let mut struck = String::new();
    if let Event::Corrected(facts) = &entry.event {
        let does = if facts.set.is_empty() { "strikes out" } else { "corrects" };
        struck = format!("{does} event {}, ", facts.corrects);
    }
    let said = format!("{struck}{said}");
    format!(
        "{}. {}  {}  by {}: {said}",
        entry.number,
        entry.event.word().replace('-', " "),
        describe_moment(entry.at),
        entry.by
    )
}

/// A fact with its present value, on one line.
fn fact(name: &str, facts: &Map<String, Value>, width: usize) -> String {
    let value = facts.get(name).map(facts::short).unwrap_or_default();
    words::choice(format!("{}  {value}", called(name)).trim_end(), width)
}

/// What a fact is called when a person chooses it.
fn called(name: &str) -> String {
    match name {
        "on" => "when it happened".to_string(),
        "asked" => "who was asked".to_string(),
        "assigned" => "who holds which role".to_string(),
        "fields" => "further details".to_string(),
        name => name.replace('_', " "),
    }
}

/// Other disputes that are affected if this one turns out to be about another child.
#[derive(Default)]
struct Others {
    /// Those of the right child.
    of_the_child: Vec<Earlier>,
    /// Those of the wrong child that name this one as an earlier dispute.
    naming: Vec<DisputeId>,
    /// Those of the right child that don't name it.
    unnamed: Vec<Dispute>,
}

fn another_child(dispute: &Dispute, child: &str, ctx: &mut Context) -> Result<Others, Failure> {
    let (own, old) = (dispute.header.id, dispute.header.child());
    let of_the_child = earlier(&[child.to_string()], ctx)?.remove(0);
    let (loaded, _pointed_out) = ctx.load_of_children(&[old.unwrap_or_default(), child].map(str::to_string))?;
    let disputes = loaded.iter().filter_map(LoadedRecord::dispute).filter(|one| one.header.id != own);
    let (mut naming, mut unnamed) = (Vec::new(), Vec::new());
    for (one, its) in disputes.filter_map(|one| Some((one, one.header.child()?))) {
        match one.raised.repeat_of.contains(&own) {
            true if old.is_some_and(|old| is_same(its, old)) && !is_same(its, child) => naming.push(one.header.id),
            false if is_same(its, child) => unnamed.push(one.clone()),
            _ => {}
        }
    }
    Ok(Others { of_the_child, naming, unnamed })
}
