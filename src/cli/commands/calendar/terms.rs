//! `iro calendar term`: lists school terms for the whole store, beside those of the policies. Deadlines that were given
//! don't change; a dispute that had none because the terms were not listed gets it.

use chrono::{Datelike, TimeDelta};
use serde_json::json;

use super::closing::{Days, span};
use crate::cli::config::{Periods, part};
use crate::cli::context::Context;
use crate::cli::error::{Code, Failure};
use crate::cli::print;
use crate::domain::calendar::NamedPeriod;
use crate::domain::time::describe;
use crate::render::{clean, words};

/// Holidays between two terms are shorter than this; the longest are nine weeks.
const LONGEST_HOLIDAYS: TimeDelta = TimeDelta::weeks(10);

/// The part of a term before or after its half-term holiday is shorter than this.
const LONGEST_HALF: TimeDelta = TimeDelta::weeks(9);

/// Checks that the dates of a term can be read.
pub fn can_be_listed(days: &Days, ctx: &Context) -> Result<(), Failure> {
    days.span(ctx.now()).map(drop)
}

/// Checks that some of these days are in a term of this store.
pub fn can_be_removed(days: &Days, ctx: &Context) -> Result<(), Failure> {
    within(days, ctx).map(drop)
}

/// Lists a term.
///
/// # Errors
/// The dates can't be read, or the store can't be written.
pub fn add(days: &Days, name: &str, ctx: &mut Context) -> Result<(), Failure> {
    let (from, to) = days.span(ctx.now())?;
    if !days.dry_run {
        Periods::SchoolTerms.add(ctx.store.as_ref(), from, to, name)?;
        ctx.console.recorded("the school term");
    }
    let term = NamedPeriod { from, to, name: name.to_string() };
    for gap in gaps(&term, ctx)? {
        ctx.console.warn(&gap);
    }
    if ctx.console.json {
        return print::json(ctx, &json!({"from": from, "to": to, "name": name, "dry_run": days.dry_run}));
    }
    if to - from > LONGEST_HALF {
        let name = clean::line(name);
        ctx.console.note(&format!(
            "every Monday to Friday of it counts as a school day, except bank holidays: if {name} has a half-term \
             holiday, `iro calendar term FIRST..LAST --remove` takes that out"
        ));
    }
    days.say(&format!("Listed the school term {}: {}.", span(from, to), clean::line(name)), ctx)
}

/// Takes days out of the terms.
///
/// # Errors
/// The dates can't be read, or none of them is in a term of this store.
pub fn remove(days: &Days, ctx: &mut Context) -> Result<(), Failure> {
    let (from, to) = days.span(ctx.now())?;
    let within = within(days, ctx)?;
    if !days.dry_run {
        Periods::SchoolTerms.take_out(ctx.store.as_ref(), from, to)?;
        ctx.console.recorded("the school terms");
    }
    if ctx.console.json {
        return print::json(ctx, &json!({"from": from, "to": to, "removed": within, "dry_run": days.dry_run}));
    }
    let removed: Vec<String> =
        within.iter().map(|one| format!("{} ({})", span(one.from, one.to), clean::line(&one.name))).collect();
    days.say(&format!("No school days any more: {}.", words::list(&removed, "and")), ctx)
}

/// The parts of the store's terms that are within these days; a failure if there are none.
fn within(days: &Days, ctx: &Context) -> Result<Vec<NamedPeriod>, Failure> {
    let (from, to) = days.span(ctx.now())?;
    let all = Periods::SchoolTerms.listed(ctx.store.as_ref())?;
    let within: Vec<NamedPeriod> = all.iter().filter_map(|one| part(one, from.max(one.from), to.min(one.to))).collect();
    match within.is_empty() {
        true => Err(Failure::new(Code::Refused, format!("{} is in no term of this store", span(from, to)))
            .hinted(format!("`iro calendar {}` lists them; those of a policy are in its file", from.year()))),
        false => Ok(within),
    }
}

/// A sentence for each policy, if the weeks between a new term and its neighbours are too many for holidays: a term
/// between them was probably forgotten, and its days would count as holidays.
fn gaps(new: &NamedPeriod, ctx: &Context) -> Result<Vec<String>, Failure> {
    let store = Periods::SchoolTerms.listed(ctx.store.as_ref())?;
    let policies = ctx.policies.list()?.policies;
    let policies = policies.iter().filter_map(|one| ctx.policies.version(&one.id, &one.version).ok());
    let each = policies.filter(|policy| policy.counts_school_days()).map(|policy| policy.counting.terms.clone());
    let mut found = Vec::new();
    for terms in each.chain([Vec::new()]) {
        let others = || terms.iter().chain(&store);
        let before = others().map(|one| one.to).filter(|to| *to < new.from).max();
        let after = others().map(|one| one.from).filter(|from| *from > new.to).min();
        let around = [before.map(|before| (before, new.from)), after.map(|after| (new.to, after))];
        found.extend(around.into_iter().flatten().filter(|(last, first)| *first - *last > LONGEST_HOLIDAYS));
    }
    found.sort_unstable();
    found.dedup();
    let sentence = |(last, first)| {
        format!(
            "no term is listed between {} and {}: all days between them count as holidays",
            describe(last),
            describe(first)
        )
    };
    Ok(found.into_iter().map(sentence).collect())
}
