//! Asks which dispute is meant, if a command at a terminal names none. Offers those for which the command makes sense,
//! in words that a person recognises.

use std::cmp::Reverse;
use std::ffi::OsString;

use super::{Command, Typed};
use crate::cli::change::Change;
use crate::cli::commands::retention;
use crate::cli::context::Context;
use crate::cli::error::{Code, Failure};
use crate::cli::names;
use crate::cli::question::{Choice, Kind as Asked, Question};
use crate::domain::case::Case;
use crate::domain::dispute::{Dispute, ReferralState};
use crate::domain::event::Entry;
use crate::domain::limit::Limit;
use crate::domain::record::Kind;
use crate::domain::retention::{ended, may_go_from};
use crate::domain::status::CaseStatus;
use crate::domain::steps::{Denied, Extend, More, StepContext};
use crate::domain::worded::Worded;
use crate::render::view::DisputeView;
use crate::render::words;
use crate::store::Which;

/// Which records a command can be about.
#[derive(Clone, Copy)]
struct Wanted {
    /// Which records to search.
    among: Which,
    fits: fn(&DisputeView) -> bool,
    /// Whether the command can be used on a record; for commands where its view doesn't tell.
    can: Option<fn(&Case, &Trial<'_>) -> bool>,
    /// The message if there is none.
    none: &'static str,
}

/// What commands are tried with, to see whether they are possible for a record.
struct Trial<'a> {
    step: StepContext<'a>,
    /// The retention period in years.
    kept: Option<u32>,
}

/// Whether these words are a command that takes one record.
pub fn takes_a_record(words: &[OsString]) -> bool {
    with_id(words, "0").is_ok_and(|typed| wanted(&typed.command).is_some())
}

/// Asks which record, and keeps the answer.
///
/// # Errors
/// There is none to choose from, or the person declines.
pub fn ask(args: &[OsString], ctx: &mut Context) -> Result<(), Failure> {
    let usage = |fault: clap::Error| Failure::usage(fault.to_string());
    let typed = with_id(args, "0").map_err(usage)?;
    let wanted = wanted(&typed.command).ok_or_else(|| Failure::missing("ID"))?;
    // Without a retention period, no record can be purged.
    let kept = if let Command::Purge(_) = &typed.command { Some(retention::years(ctx)?) } else { None };
    let (mut views, failed) = views(wanted, kept, ctx)?;
    // Open ones in the order of their deadlines, then ended ones, the latest first.
    views.sort_by_key(|view| Reverse(view.id));
    views.sort_by_key(|view| (view.closed_on.is_some(), view.due.is_none(), view.due));
    if views.is_empty() {
        // The one that is meant may be one that can't be read.
        ctx.report_failures(failed)?;
        let hint = ctx.no_store().unwrap_or_else(|| "`iro list --all --kind all` shows what there is".to_string());
        return Err(Failure::new(Code::Unknown, wanted.none).hinted(hint));
    }
    let width = ctx.console.width;
    let options: Vec<String> = views.iter().map(|view| words::choice(&label(view, ctx), width)).collect();
    let choices = views.iter().zip(&options).map(|(view, shown)| Choice::new(&view.id.to_string(), shown));
    let question = Question::new("ID", "Which one?", Asked::Choice(choices.collect()));
    ctx.ask(&question.first_is_usual()).map(drop)
}

fn with_id(args: &[OsString], id: &str) -> Result<Typed, clap::Error> {
    let words: Vec<OsString> = args.iter().cloned().chain([OsString::from(id)]).collect();
    Typed::parse(&words)
}

/// The views of the records to choose from, and what couldn't be read.
fn views(wanted: Wanted, kept: Option<u32>, ctx: &mut Context) -> Result<(Vec<DisputeView>, Vec<Failure>), Failure> {
    let mut found = ctx.lines(wanted.among, |_| true)?;
    let mut failed = std::mem::take(&mut found.failed);
    let (mut views, worse) = found.reader(ctx)?.views(&found.lines.iter().collect::<Vec<_>>());
    failed.extend(worse);
    views.retain(wanted.fits);
    let Some(can) = wanted.can else { return Ok((views, failed)) };
    let (step, reader) = (Change::default().step_context(ctx)?, found.reader(ctx)?);
    let trial = Trial { step, kept };
    // They are in the order of their ids.
    let line_of = |id| found.lines.binary_search_by_key(&id, |line| line.id).ok().map(|at| &found.lines[at]);
    views.retain(|view| {
        let loaded = line_of(view.id).and_then(|line| reader.loaded(line).ok());
        loaded.is_some_and(|loaded| can(&loaded.case, &trial))
    });
    Ok((views, failed))
}

/// A record in the list: its id, whom it is about, its stage, and the beginning of the concern.
fn label(view: &DisputeView, ctx: &Context) -> String {
    let about = words::about(view.about());
    let policy = ctx.policies.for_words(&view.policy, &view.policy_version).ok();
    let status = policy.map_or_else(
        || view.status.word().to_string(),
        |policy| words::status_or_end(view.status, view.result, &policy),
    );
    let stands = view.stage_title.iter().cloned().chain([status]).collect::<Vec<_>>().join(", ");
    let praised = view.praise.as_ref().map(|praise| &praise.text);
    let text = view.concern.as_ref().or(praised).map(String::as_str).unwrap_or_default();
    format!("{}  {about}  {stands}: {text}", view.id)
}

/// Applies a condition to a dispute; false for praise.
fn of_dispute(case: &Case, is: impl Fn(&Dispute) -> bool) -> bool {
    match case {
        Case::Dispute(dispute) => is(dispute),
        Case::Praise(_) => false,
    }
}

/// Whether the dispute's state allows a step. Missing facts don't count, because a person can still give them.
fn may_be(tried: Result<Entry, Denied>) -> bool {
    match tried {
        Ok(_) => true,
        Err(Denied::Refused(refusal)) => !refusal.not_met.is_empty(),
        Err(Denied::Unknown(_) | Denied::Unreadable(_) | Denied::Beyond(_) | Denied::Replay(_)) => false,
    }
}

/// Whether a clock may be given more time.
fn can_be_extended(case: &Case, trial: &Trial<'_>) -> bool {
    let Ok(day) = Limit::parse("1 working day") else { return false };
    let extend = Extend { more: More::By(day), reason: "tried".into(), clock: None, agreed_with: None };
    of_dispute(case, |dispute| may_be(dispute.extend(extend.clone(), &trial.step)))
}

/// Whether there is a further stage or person to escalate to.
fn can_be_escalated(case: &Case, _: &Trial<'_>) -> bool {
    of_dispute(case, |dispute| !dispute.is_at_the_top() || !dispute.others_to_ask().is_empty())
}

fn has_an_open_action(case: &Case, _: &Trial<'_>) -> bool {
    of_dispute(case, |dispute| dispute.open_actions().next().is_some())
}

fn owes_a_duty(case: &Case, _: &Trial<'_>) -> bool {
    of_dispute(case, |dispute| !names::duties_left(dispute).is_empty())
}

fn can_be_done(case: &Case, trial: &Trial<'_>) -> bool {
    match case {
        Case::Dispute(_) => owes_a_duty(case, trial),
        Case::Praise(praise) => praise.owes_filing(),
    }
}

/// Whether a record is past its retention period.
fn may_go(case: &Case, trial: &Trial<'_>) -> bool {
    let from = ended(case).zip(trial.kept).and_then(|(ended, kept)| may_go_from(ended, kept));
    from.is_some_and(|from| from <= trial.step.now.date())
}

fn wanted(command: &Command) -> Option<Wanted> {
    let open = Wanted {
        among: Which::Open,
        fits: |view| view.kind == Kind::Dispute && view.closed_on.is_none(),
        can: None,
        none: "no dispute is open",
    };
    // During a complaint the stages are suspended.
    let on_the_ladder = Wanted {
        fits: |view| view.kind == Kind::Dispute && view.closed_on.is_none() && view.status != CaseStatus::Complaint,
        ..open
    };
    let any = Wanted { among: Which::All, fits: |_| true, can: None, none: "there is no dispute yet" };
    let is_dispute = |view: &DisputeView| view.kind == Kind::Dispute;
    Some(match command {
        Command::Respond(_) | Command::Meeting(_) | Command::Decide(_) | Command::Complaint(_) => on_the_ladder,
        Command::Agree(_) => Wanted {
            fits: |view| view.status.may_be_agreed(),
            none: "no dispute has a plan that is still to be accepted",
            ..open
        },
        Command::Escalate(_) => {
            Wanted { can: Some(can_be_escalated), none: "no open dispute can be escalated", ..on_the_ladder }
        }
        Command::Extend(_) => Wanted {
            can: Some(can_be_extended),
            none: "no open dispute has a clock that may get more time",
            ..on_the_ladder
        },
        Command::Action(args) if args.is_of_an_open_one() => {
            Wanted { fits: is_dispute, can: Some(has_an_open_action), none: "no dispute has an open action", ..any }
        }
        Command::Action(_) => on_the_ladder,
        Command::Resolve(_) => open,
        Command::Refer(_) => Wanted {
            fits: |view| {
                let complete = view.referral.as_ref().is_some_and(|referral| referral.state == ReferralState::Complete);
                view.kind == Kind::Dispute && view.closed_on.is_none() && !complete
            },
            ..open
        },
        Command::Done(_) => Wanted { can: Some(can_be_done), none: "nothing is still to be done", ..any },
        Command::Waive(_) => Wanted { can: Some(owes_a_duty), none: "nothing is still to be done", ..any },
        Command::Purge(_) => Wanted {
            fits: |view| view.kind == Kind::Praise || view.closed_on.is_some(),
            can: Some(may_go),
            none: "no record has been kept longer than it has to be",
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
        // These commands take no record, or make one.
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
