//! Which dispute is meant, where somebody at a terminal named none: those that the command makes sense for, as a person
//! knows them.

use std::cmp::Reverse;
use std::ffi::OsString;

use anstream::ColorChoice;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::commands::{Command, Typed};
use super::console::Console;
use super::context::Context;
use super::error::{Code, Failure};
use crate::domain::record::Kind;
use crate::domain::status::CaseStatus;
use crate::render::view::DisputeView;
use crate::render::words;
use crate::store::Which;

/// What a command that takes one record can be about.
#[derive(Clone, Copy)]
struct Wanted {
    /// Where to look for it.
    among: Which,
    fits: fn(&DisputeView) -> bool,
    /// What is said where there is none.
    none: &'static str,
}

/// What was typed, with the id made up that alone is missing; nothing where something else is wrong, or nobody can be
/// asked.
pub fn without_id(fault: &clap::Error, args: &[OsString]) -> Option<Typed> {
    let only = [String::from("<ID>")];
    let missing = match fault.get(ContextKind::InvalidArg) {
        Some(ContextValue::Strings(missing)) => missing.as_slice() == only,
        _ => false,
    };
    if fault.kind() != ErrorKind::MissingRequiredArgument || !missing {
        return None;
    }
    let typed = with_id(args, "0").ok()?;
    let ask = !typed.global.no_input && !typed.global.json;
    let person = Console::of_process(ColorChoice::Auto, ask, true, false).has_person();
    (person && wanted(&typed.command).is_some()).then_some(typed)
}

/// Runs what was typed, or what is left of it and of the answers, for the record that the person chooses.
///
/// # Errors
/// There is none to choose from; the person would rather not; or what the command itself returns.
pub fn run(args: &[OsString], ctx: &mut Context) -> Result<(), Failure> {
    ask(args, ctx)?.run(ctx)
}

fn ask(args: &[OsString], ctx: &mut Context) -> Result<Typed, Failure> {
    let usage = |fault: clap::Error| Failure::usage(fault.to_string());
    let typed = with_id(args, "0").map_err(usage)?;
    let wanted = wanted(&typed.command).ok_or_else(|| Failure::missing("ID"))?;
    let (mut views, failed) = views(wanted, ctx)?;
    // The open ones as they fall due, then the others, the latest first.
    views.sort_by_key(|view| Reverse(view.id));
    views.sort_by_key(|view| (view.closed_on.is_some(), view.due.is_none(), view.due));
    if views.is_empty() {
        // What can't be read may be what was meant.
        ctx.report_failures(failed)?;
        let hint = ctx.no_store().unwrap_or_else(|| "`iro list --all --kind all` shows what there is".to_string());
        return Err(Failure::new(Code::Unknown, wanted.none).hinted(hint));
    }
    let width = ctx.console.width;
    let options: Vec<String> = views.iter().map(|view| words::choice(&label(view, ctx), width)).collect();
    ctx.say_ways_out();
    let person = ctx.console.person().ok_or_else(|| Failure::missing("ID"))?;
    let chosen = person.choose("Which one?", &options, Some(0))?;
    let id = views.get(chosen).map(|view| view.id.to_string()).unwrap_or_default();
    ctx.answers.keep("ID", id.clone());
    with_id(args, &id).map_err(usage)
}

fn with_id(args: &[OsString], id: &str) -> Result<Typed, clap::Error> {
    let words: Vec<OsString> = args.iter().cloned().chain([OsString::from(id)]).collect();
    Typed::parse(&words)
}

/// The records that can be meant, and what couldn't be read.
fn views(wanted: Wanted, ctx: &mut Context) -> Result<(Vec<DisputeView>, Vec<Failure>), Failure> {
    let mut found = ctx.lines(wanted.among, |_| true)?;
    let mut failed = std::mem::take(&mut found.failed);
    let (mut views, worse) = found.reader(ctx)?.views(&found.lines.iter().collect::<Vec<_>>());
    failed.extend(worse);
    views.retain(wanted.fits);
    Ok((views, failed))
}

/// An id with what a person knows it by: about whom, where it stands, and how the concern begins.
fn label(view: &DisputeView, ctx: &Context) -> String {
    let about = words::about(view.child.as_deref(), view.subject.as_deref());
    let policy = ctx.policies.for_words(&view.policy, &view.policy_version).ok();
    let status = policy.map_or_else(|| view.status.word().to_string(), |policy| words::status(view.status, &policy));
    let stands = view.stage_title.iter().cloned().chain([status]).collect::<Vec<_>>().join(", ");
    let praised = view.praise.as_ref().map(|praise| &praise.text);
    let text = view.concern.as_ref().or(praised).map(String::as_str).unwrap_or_default();
    format!("{}  {about}  {stands}: {text}", view.id)
}

fn wanted(command: &Command) -> Option<Wanted> {
    let open = Wanted {
        among: Which::Open,
        fits: |view| view.kind == Kind::Dispute && view.closed_on.is_none(),
        none: "no dispute is open",
    };
    // Where it went to the complaints procedure, the ladder stands still.
    let on_the_ladder = Wanted {
        fits: |view| view.kind == Kind::Dispute && view.closed_on.is_none() && view.status != CaseStatus::Complaint,
        ..open
    };
    let any = Wanted { among: Which::All, fits: |_| true, none: "there is no dispute yet" };
    let is_dispute = |view: &DisputeView| view.kind == Kind::Dispute;
    Some(match command {
        Command::Respond(_)
        | Command::Agree(_)
        | Command::Escalate(_)
        | Command::Extend(_)
        | Command::Action(_)
        | Command::Meeting(_)
        | Command::Decide(_)
        | Command::Complaint(_) => on_the_ladder,
        Command::Resolve(_) | Command::Done(_) | Command::Waive(_) | Command::Refer(_) => open,
        Command::Purge(_) => Wanted {
            fits: |view| view.kind == Kind::Praise || view.closed_on.is_some(),
            none: "no record has ended",
            ..any
        },
        Command::Note(_) | Command::Notice(_) | Command::Why(_) => Wanted { fits: is_dispute, ..any },
        Command::Show(_) | Command::Log(_) | Command::Form(_) | Command::Correct(_) => any,
        Command::Withdraw(_) => Wanted {
            fits: |view| match view.kind {
                Kind::Dispute => view.closed_on.is_none(),
                Kind::Praise => view.status != CaseStatus::Withdrawn,
            },
            none: "no dispute is open, and there is no praise",
            ..any
        },
        Command::Reopen(_) => Wanted {
            fits: |view| {
                view.kind == Kind::Dispute && (view.closed_on.is_some() || view.status == CaseStatus::Complaint)
            },
            none: "no dispute has ended",
            ..any
        },
        Command::Acknowledge(_) => Wanted {
            fits: |view| view.kind == Kind::Praise && view.status == CaseStatus::Recorded,
            none: "no praise is still to be read",
            ..any
        },
        // They take no record, or are what makes one.
        Command::Init(_)
        | Command::Raise(_)
        | Command::Praise(_)
        | Command::Undo(_)
        | Command::List(_)
        | Command::Due(_)
        | Command::Inbox(_)
        | Command::Supervision(_)
        | Command::Review(_)
        | Command::Codes(_)
        | Command::Report(_)
        | Command::Remind(_)
        | Command::Addresses(_)
        | Command::Export(_)
        | Command::Import(_)
        | Command::Policy(_)
        | Command::Calendar(_)
        | Command::Check(_)
        | Command::Doctor(_)
        | Command::Demo(_)
        | Command::Retention(_)
        | Command::Config(_)
        | Command::Completions(_)
        | Command::Man(_)
        | Command::ExitCodes(_)
        | Command::Environment(_)
        | Command::Dates(_)
        | Command::Morning => return None,
        #[cfg(feature = "postgres")]
        Command::Store(_) => return None,
    })
}
