//! What every command that changes a dispute does: load it, let the domain decide, ask for what is missing, write, and
//! print what happened and what comes next.

pub mod confirming;
pub mod praise;
pub mod twice;

use clap::{Args, FromArgMatches};

use super::asking::{Asking, nobody_to_ask};
use super::context::Context;
use super::error::Failure;
use super::options::{no_pair, pair};
use super::print;
use super::print::advice;
use super::question::Question;
use super::reading::opening::not_a_dispute;
use crate::domain::case::Case;
use crate::domain::dispute::Dispute;
use crate::domain::event::{Confirmed, Entry};
use crate::domain::policy::{Policy, Verb};
use crate::domain::record::Record;
use crate::domain::steps::{NotMet, Overrides, Remedy, RuleOverride, StepContext, typed_ahead};
use crate::domain::time::{Moment, parse_when};
use crate::render::view::DisputeView;
use crate::store::{Filed, StoreError, Stored};
use confirming::{confirm_answers, print_dry_run};

// Options of every command that changes something. This is not a doc comment, because clap would show it as the help of
// the commands that take it.
#[derive(Debug, Clone, Default, Args)]
pub struct Change {
    /// When it happened: `2026-03-02`, `2026-03-02T10:15`, `today`, `yesterday`, `monday` [default: now]
    #[arg(long, value_name = "WHEN", help_heading = "Recording")]
    pub on: Option<String>,
    /// Confirm that something the protocol requires first has been done, and when
    #[arg(long, value_name = "DUTY[=WHEN]", help_heading = "Recording")]
    pub confirm: Vec<String>,
    /// Carry on although requirements aren't met, and record this reason
    #[arg(long, value_name = "REASON", help_heading = "Recording")]
    pub r#override: Option<String>,
    /// Carry on although this one requirement isn't met, and record this reason; may be given several times
    #[arg(long, value_name = "RULE=REASON", help_heading = "Recording")]
    pub override_rule: Vec<String>,
    /// Show the events that would be written, and write nothing
    #[arg(long, help_heading = "Recording")]
    pub dry_run: bool,
}

impl Change {
    /// When it happened: now, unless it was said.
    ///
    /// # Errors
    /// A date that can't be read.
    pub fn happened(&self, ctx: &Context) -> Result<Moment, Failure> {
        Ok(self.on.as_deref().map(|on| ctx.moment(on)).transpose()?.unwrap_or(ctx.now()))
    }

    /// The context of the step: who takes it and when, and with which reasons it overrides requirements.
    ///
    /// # Errors
    /// A date that can't be read.
    pub fn step_context<'a>(&self, ctx: &'a Context) -> Result<StepContext<'a>, Failure> {
        let on = self.happened(ctx)?;
        let confirmed = self.confirm.iter().map(|said| confirmed(said, on, ctx)).collect::<Result<Vec<_>, _>>()?;
        Ok(StepContext {
            now: ctx.now(),
            on,
            by: ctx.user.name.clone(),
            confirmed,
            overrides: Overrides {
                every: self.r#override.as_deref().map(|reason| ctx.text(reason)).transpose()?.flatten(),
                single: self.override_rule.iter().map(|given| override_of(given, ctx)).collect::<Result<_, _>>()?,
                in_case: false,
            },
            calendar: ctx.calendar()?,
        })
    }
}

/// An override of one rule, with its reason.
fn override_of(given: &str, ctx: &Context) -> Result<RuleOverride, Failure> {
    let (rule, reason) = pair("override-rule", given)?;
    let reason = ctx.text(&reason)?.ok_or_else(|| no_pair("override-rule", given))?;
    Ok(RuleOverride { rule, reason })
}

fn confirmed(said: &str, on: Moment, ctx: &Context) -> Result<Confirmed, Failure> {
    match said.split_once('=') {
        Some((duty, when)) => Ok(Confirmed { duty: duty.into(), on: parse_when(when, ctx.now())? }),
        None => Ok(Confirmed { duty: said.into(), on }),
    }
}

/// The outcome of trying a step with the answers so far.
enum Attempt<T> {
    Decided(T),
    /// What is still missing or not met, as questions in order, and the failure if nobody can be asked.
    Open(Vec<Question>, Failure),
}

/// Lets the domain decide, and asks a person, if there is one, for whatever is missing and about requirements that are
/// not met. Asks nothing if the step is impossible whatever the answers are.
///
/// # Errors
/// What the step itself returns, once there is nobody left to ask.
pub fn settle<A: FromArgMatches, T>(
    ctx: &mut Context,
    args: &mut A,
    change: &mut Change,
    policy: &Policy,
    step: impl Fn(&mut Asking<'_>, &A, &StepContext<'_>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let mut answered = false;
    loop {
        let tried = attempt(ctx, args, change, policy, &step);
        if tried.is_ok() {
            ctx.answers.are_tried();
        }
        let (questions, failure) = match tried {
            Ok(Attempt::Decided(decided)) => {
                ctx.console.give_advice();
                return Ok(decided);
            }
            Ok(Attempt::Open(questions, failure)) => (questions, failure),
            // The step was possible before the last answer, so that one is wrong: show the error and ask again.
            Err(failure) if std::mem::take(&mut answered) && failure.may_be_answered_otherwise() => {
                ctx.console.failure(&failure);
                ctx.answers.forget_last();
                (*args, *change) = (ctx.answers.read()?, ctx.answers.read()?);
                continue;
            }
            Err(failure) => return Err(failure),
        };
        // An answer may change what else has to be asked.
        match questions.first() {
            Some(first) if ctx.ask(first)? => (*args, *change) = (ctx.answers.read()?, ctx.answers.read()?),
            _ => return Err(failure),
        }
        answered = true;
    }
}

/// If another computer's clock is a little ahead and it has written to the record, takes the time of that event for
/// now, so that neither computer blocks the other. A date that was typed is kept.
pub fn keep_up_with(ctx: &mut Context, record: &Record, change: &Change) {
    let here = ctx.now();
    let Some(last) = typed_ahead(&record.entries, here).filter(|_| change.on.is_none()) else { return };
    ctx.time.now = last.recorded_at;
    let clock = |moment: Moment| moment.instant_or_end().format("%H:%M:%S").to_string();
    ctx.console.warn(&format!(
        "event {} was recorded at {}, and it is {} here: the clocks of two computers differ; this is dated {}",
        last.number,
        clock(last.recorded_at),
        clock(here),
        clock(last.recorded_at)
    ));
}

/// Tries a step with what was typed and answered so far.
///
/// # Errors
/// The step is not possible, whatever may still be answered.
fn attempt<A, T>(
    ctx: &mut Context,
    args: &A,
    change: &Change,
    policy: &Policy,
    step: &impl Fn(&mut Asking<'_>, &A, &StepContext<'_>) -> Result<T, Failure>,
) -> Result<Attempt<T>, Failure> {
    let mut asking = Asking::of(ctx);
    let tried = change.step_context(ctx).and_then(|context| step(&mut asking, args, &context));
    let (open, granted, offered) = (asking.open, asking.granted, asking.offered);
    let granted = granted.filter(|_| !ctx.console.has_asked());
    if let Some(offered) = offered {
        ctx.answers.offer(offered);
    }
    let not_met = match &tried {
        Err(failure) if failure.not_met.is_empty() => return tried.map(Attempt::Decided),
        Err(failure) => failure.not_met.as_slice(),
        Ok(_) => &[],
    };
    let only_with_a_reason = |not_met: &&NotMet| match not_met.remedy {
        Remedy::Override | Remedy::CloseAction { .. } => true,
        Remedy::Confirm { .. } | Remedy::Give(_) | Remedy::Correct { .. } | Remedy::AddAction { .. } => false,
    };
    let in_the_way = |not_met: &NotMet| Question::for_requirement(not_met, policy);
    if !open.is_empty() {
        let missing = nobody_to_ask(&open);
        // Ask first about requirements that no answer can meet.
        let first = not_met.iter().filter(only_with_a_reason).map(in_the_way);
        return Ok(Attempt::Open(first.chain(open).collect(), missing));
    }
    let questions = not_met.iter().map(in_the_way).collect();
    match (tried, granted) {
        (Err(failure), _) => Ok(Attempt::Open(questions, failure)),
        (Ok(_), Some(question)) => {
            let granted = vec![question];
            let missing = nobody_to_ask(&granted);
            Ok(Attempt::Open(granted, missing))
        }
        (Ok(decided), None) => Ok(Attempt::Decided(decided)),
    }
}

/// How often a step is decided again because somebody else has written first.
const TRIES: usize = 5;

/// The dispute that a step changes, with the record it came from.
pub struct Found<'a> {
    pub stored: &'a Stored,
    pub dispute: &'a Dispute,
}

/// Changes one dispute. If somebody else changes it meanwhile, the step is decided again on the new state; if questions
/// were asked, the command fails instead.
///
/// # Errors
/// The step is refused, or the store fails; nothing is changed then.
pub fn apply<A: FromArgMatches>(
    ctx: &mut Context,
    id: &str,
    args: &mut A,
    change: Change,
    take: impl Fn(&mut Asking<'_>, &Found<'_>, &A, &StepContext<'_>) -> Result<Entry, Failure>,
) -> Result<(), Failure> {
    change_dispute(ctx, id, None, args, change, take)
}

/// The same for a step that the protocol may have advice on: `advised` is the step, and the stage it leads to if one is
/// named.
///
/// # Errors
/// As for `apply`.
pub fn apply_advised<A: FromArgMatches>(
    ctx: &mut Context,
    id: &str,
    advised: (Verb, Option<&str>),
    args: &mut A,
    change: Change,
    take: impl Fn(&mut Asking<'_>, &Found<'_>, &A, &StepContext<'_>) -> Result<Entry, Failure>,
) -> Result<(), Failure> {
    change_dispute(ctx, id, Some(advised), args, change, take)
}

fn change_dispute<A: FromArgMatches>(
    ctx: &mut Context,
    id: &str,
    advised: Option<(Verb, Option<&str>)>,
    args: &mut A,
    change: Change,
    take: impl Fn(&mut Asking<'_>, &Found<'_>, &A, &StepContext<'_>) -> Result<Entry, Failure>,
) -> Result<(), Failure> {
    let take = |ask: &mut Asking<'_>, stored: &Stored, case: &Case, args: &A, step: &StepContext<'_>| match case {
        Case::Dispute(dispute) => take(ask, &Found { stored, dispute }, args, step),
        Case::Praise(praise) => Err(not_a_dispute(praise)),
    };
    let changed = change_record(ctx, id, advised, args, change, &take)?;
    let Some(Changed { entry, case: Case::Dispute(after), view }) = changed else { return Ok(()) };
    let text = print::changed(ctx, &entry, &after, &view);
    ctx.console.say(&text)?;
    print::way_back(ctx, &entry, after.header.id, &after.header.child);
    Ok(())
}

/// A record after a step.
struct Changed {
    entry: Entry,
    case: Case,
    view: DisputeView,
}

/// Takes a step in a record; `None` if everything about it was printed.
fn change_record<A: FromArgMatches>(
    ctx: &mut Context,
    id: &str,
    mut advised: Option<(Verb, Option<&str>)>,
    args: &mut A,
    mut change: Change,
    take: &impl Fn(&mut Asking<'_>, &Stored, &Case, &A, &StepContext<'_>) -> Result<Entry, Failure>,
) -> Result<Option<Changed>, Failure> {
    let mut tries = 1..TRIES;
    loop {
        let again = tries.next().is_some();
        let (stored, case) = ctx.open_either(id)?;
        if let (Case::Dispute(dispute), Some((verb, to))) = (&case, advised.take()) {
            advice::before(ctx, dispute, verb, to);
        }
        match change_once(ctx, (&stored, &case), args, &mut change, take, again)? {
            Outcome::Done(changed) => return Ok(Some(*changed)),
            Outcome::Printed => return Ok(None),
            Outcome::Overtaken => {}
        }
        if !ctx.console.has_person() {
            ctx.store.reserve()?;
        }
    }
}

/// How an attempt ended.
enum Outcome {
    /// It is written.
    Done(Box<Changed>),
    /// Everything about it was printed: a dry run, or a document.
    Printed,
    /// Somebody else has written first.
    Overtaken,
}

fn change_once<A: FromArgMatches>(
    ctx: &mut Context,
    (stored, case): (&Stored, &Case),
    args: &mut A,
    change: &mut Change,
    take: &impl Fn(&mut Asking<'_>, &Stored, &Case, &A, &StepContext<'_>) -> Result<Entry, Failure>,
    again: bool,
) -> Result<Outcome, Failure> {
    ctx.time.read_again();
    keep_up_with(ctx, &stored.record, change);
    let policy = case.policy();
    let entry = settle(ctx, args, change, policy, |ask, args, step| take(ask, stored, case, args, step))?;
    let mut record = stored.record.clone();
    twice::step(&record, &entry, policy, !change.dry_run, ctx)?;
    record.entries.push(entry.clone());
    let mut after = Case::replay(&record, policy.clone())?;
    // Everything that can fail comes before anything is written.
    let (view, preview) = match &mut after {
        Case::Dispute(after) => {
            after.begin_lapsed(ctx.now(), ctx.calendar()?)?;
            let view = DisputeView::of(after, ctx.now(), ctx.calendar()?)?;
            let preview = print::preview(&entry, after, &view);
            (view, preview)
        }
        Case::Praise(after) => {
            let preview = print::preview_of_praise(&entry, policy, (Some(after.header.id), &after.header.child));
            (DisputeView::of_praise(after), preview)
        }
    };
    if change.dry_run {
        return print_dry_run(ctx, &[entry], policy, after.dispute()).map(|()| Outcome::Printed);
    }
    confirm_answers(ctx, change, &entry, &preview)?;
    match ctx.store.append(stored, std::slice::from_ref(&entry), Filed::of(&after)) {
        Err(StoreError::Changed { .. }) if again && !ctx.console.has_asked() => return Ok(Outcome::Overtaken),
        written => written?,
    };
    let id = after.header().id;
    ctx.console.recorded(format!("event {} of `{id}`", entry.number));
    print::warnings(ctx, &entry);
    print::ways_to_add(ctx, &entry, policy, id);
    if ctx.console.json {
        return print::json(ctx, &view).map(|()| Outcome::Printed);
    }
    Ok(Outcome::Done(Box::new(Changed { entry, case: after, view })))
}
