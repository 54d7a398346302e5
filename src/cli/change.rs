//! What every command that changes a dispute does: load it, let the domain decide, ask for what is missing, write, and
//! print what happened and what comes next.

pub mod praise;
pub mod twice;

use clap::{Args, FromArgMatches};
use serde_json::json;

use super::asking::interview::day;
use super::asking::{Asking, nobody_to_ask};
use super::context::Context;
use super::error::Failure;
use super::gone_back::is_gone_back;
use super::options::{no_pair, pair};
use super::print;
use super::print::advice;
use super::question::Question;
use super::reading::opening::Found;
use crate::domain::dispute::Dispute;
use crate::domain::event::{Confirmed, Entry};
use crate::domain::policy::{Policy, Verb};
use crate::domain::record::Record;
use crate::domain::steps::{NotMet, Overrides, Remedy, RuleOverride, StepContext, typed_ahead};
use crate::domain::time::{Moment, parse_when};
use crate::render::view::{DisputeView, EventView};
use crate::render::{clean, wrap};
use crate::store::{Filed, StoreError};

// Options of every command that changes something. This is not a doc comment, because clap would show it as the help of
// the commands that take it.
#[derive(Debug, Clone, Default, Args)]
pub struct Change {
    /// When it happened: `2026-03-02`, `2026-03-02T10:15`, `today`, `yesterday`, `monday` [default: now]
    #[arg(long, value_name = "WHEN", help_heading = "Recording")]
    pub on: Option<String>,
    /// A duty that the policy asks for first was done (and when)
    #[arg(long, value_name = "DUTY[=WHEN]", help_heading = "Recording")]
    pub confirm: Vec<String>,
    /// Go on past every rule that is not met, for this reason
    #[arg(long, value_name = "REASON", help_heading = "Recording")]
    pub r#override: Option<String>,
    /// Go on past this one rule, for this reason; may be given several times
    #[arg(long, value_name = "RULE=REASON", help_heading = "Recording")]
    pub override_rule: Vec<String>,
    /// Show the events that would be written, and write nothing
    #[arg(long, help_heading = "Recording")]
    pub dry_run: bool,
}

impl Change {
    /// The context of the step: who takes it and when, and with which reasons it overrides requirements.
    ///
    /// # Errors
    /// A date that can't be read.
    pub fn step_context<'a>(&self, ctx: &'a Context) -> Result<StepContext<'a>, Failure> {
        let on = self.on.as_deref().map(|on| ctx.moment(on)).transpose()?.unwrap_or(ctx.now());
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

/// The flag that says when a step was taken.
const ON: &str = "--on";

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
    take: impl Fn(&mut Asking<'_>, &Found, &A, &StepContext<'_>) -> Result<Entry, Failure>,
) -> Result<(), Failure> {
    changed(ctx, id, None, args, change, &take)
}

/// The same for a step that the protocol may have advice on. `advised` is the step, and the stage it leads to if one is
/// named.
///
/// # Errors
/// As for `apply`.
pub fn apply_advised<A: FromArgMatches>(
    ctx: &mut Context,
    id: &str,
    advice: (Verb, Option<&str>),
    args: &mut A,
    change: Change,
    take: impl Fn(&mut Asking<'_>, &Found, &A, &StepContext<'_>) -> Result<Entry, Failure>,
) -> Result<(), Failure> {
    changed(ctx, id, Some(advice), args, change, &take)
}

fn changed<A: FromArgMatches>(
    ctx: &mut Context,
    id: &str,
    mut advice: Option<(Verb, Option<&str>)>,
    args: &mut A,
    mut change: Change,
    take: &impl Fn(&mut Asking<'_>, &Found, &A, &StepContext<'_>) -> Result<Entry, Failure>,
) -> Result<(), Failure> {
    let mut tries = 1..TRIES;
    loop {
        let again = tries.next().is_some();
        let found = ctx.open(id)?;
        if let Some((verb, to)) = advice.take() {
            advice::before(ctx, &found.dispute, verb, to);
        }
        if let Outcome::Done = apply_once(ctx, &found, args, &mut change, take, again)? {
            return Ok(());
        }
        if !ctx.console.has_person() {
            ctx.store.reserve()?;
        }
    }
}

/// How an attempt ended.
enum Outcome {
    Done,
    /// Somebody else has written first.
    Overtaken,
}

fn apply_once<A: FromArgMatches>(
    ctx: &mut Context,
    found: &Found,
    args: &mut A,
    change: &mut Change,
    take: &impl Fn(&mut Asking<'_>, &Found, &A, &StepContext<'_>) -> Result<Entry, Failure>,
    again: bool,
) -> Result<Outcome, Failure> {
    ctx.time.read_again();
    keep_up_with(ctx, &found.stored.record, change);
    let policy = found.dispute.policy.clone();
    let entry = settle(ctx, args, change, &policy, |ask, args, step| take(ask, found, args, step))?;
    let mut record = found.stored.record.clone();
    twice::step(&record, &entry, &policy, !change.dry_run, ctx)?;
    record.entries.push(entry.clone());
    let mut after = Dispute::replay(&record, found.dispute.policy.clone())?;
    after.begin_lapsed(ctx.now(), ctx.calendar()?)?;
    // Everything that can fail comes before anything is written.
    let view = DisputeView::of(&after, ctx.now(), ctx.calendar()?)?;
    if change.dry_run {
        return print_dry_run(ctx, &[entry], &policy, Some(&after)).map(|()| Outcome::Done);
    }
    confirm_answers(ctx, change, &[(&entry, &after, &view)])?;
    match ctx.store.append(&found.stored, std::slice::from_ref(&entry), Filed::of_dispute(&after)) {
        Err(StoreError::Changed { .. }) if again && !ctx.console.has_asked() => return Ok(Outcome::Overtaken),
        written => written?,
    };
    ctx.console.recorded(format!("event {} of `{}`", entry.number, after.header.id));
    report(ctx, &entry, &after, &view).map(|()| Outcome::Done)
}

/// Prints what was recorded, with its warnings.
///
/// # Errors
/// Standard output can't be written.
pub fn report(ctx: &mut Context, entry: &Entry, after: &Dispute, view: &DisputeView) -> Result<(), Failure> {
    print::warnings(ctx, entry);
    print::ways_to_add(ctx, entry, &after.policy, after.header.id);
    if ctx.console.json {
        return print::json(ctx, view);
    }
    let text = print::changed(ctx, entry, after, view);
    ctx.console.say(&text)?;
    print::way_back(ctx, entry, after.header.id, &after.header.child);
    Ok(())
}

/// If questions were asked, shows what will be written and asks for confirmation.
///
/// # Errors
/// The person declines.
pub fn confirm_answers(
    ctx: &mut Context,
    change: &Change,
    written: &[(&Entry, &Dispute, &DisputeView)],
) -> Result<(), Failure> {
    if !ctx.console.has_asked() {
        return Ok(());
    }
    let mut lines = Vec::new();
    for (entry, dispute, view) in written {
        lines.push(print::about(Some(dispute.header.id), &dispute.header.child));
        lines.extend(print::preview(entry, dispute, view));
        lines.extend(entry.warned.iter().map(|warning| clean::line(&format!("  warning: {warning}"))));
    }
    let text = wrap::hanging(&lines, ctx.console.width);
    ctx.console.note(&text);
    written.first().map_or(Ok(()), |(entry, ..)| agree_to_write(ctx, change, entry))
}

/// Asks the last question before writing: whether everything is right and happened today. Whoever has answered
/// questions can still give another date or go back.
///
/// # Errors
/// The person declines or goes back.
pub fn agree_to_write(ctx: &mut Context, change: &Change, written: &Entry) -> Result<(), Failure> {
    if !ctx.console.has_asked() {
        return Ok(());
    }
    const WRITE: &str = "Yes";
    const ANOTHER_DAY: &str = "Yes, but not just now: I say on which day, or at what time";
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
                ctx.forget_done_today();
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
