//! Resolves names that were typed. A duty can be chosen from a list. Names in filters are checked only if nothing was
//! found, because a typing error must not look like an all-clear.

use std::collections::BTreeSet;

use super::asking::Asking;
use super::context::Context;
use super::error::Failure;
use super::reading::LoadedRecord;
use crate::domain::case::Case;
use crate::domain::dispute::{Dispute, DutyStanding, DutyState};
use crate::domain::policy::{DutyId, Policy, StageId, resolve_name};
use crate::domain::same_name::is_same;
use crate::domain::suggest;
use crate::render::{clean, words};
use crate::store::Which;

/// The duty that is named, or chosen from those still to be done.
///
/// # Errors
/// None is named, and none is left to be done.
pub fn duty(dispute: &Dispute, given: Option<&String>, ask: &mut Asking<'_>) -> Result<DutyId, Failure> {
    if let Some(named) = given {
        return Ok(named.as_str().into());
    }
    let owed = duties_left(dispute);
    let options: Vec<(&str, &str)> = owed.iter().map(|duty| (duty.duty.as_str(), duty.text.as_str())).collect();
    match options.is_empty() {
        true => Err(Failure::missing("DUTY").hinted("nothing is still to be done; `iro show ID` lists the duties")),
        false => Ok(ask.choose_for("DUTY", "Which duty?", &options).into()),
    }
}

/// The duties that are still to be done.
pub fn duties_left(dispute: &Dispute) -> Vec<DutyStanding> {
    let mut owed = dispute.duties();
    owed.retain(|duty| duty.state == DutyState::Outstanding);
    // Duties of the present stage come before those that guard a step at any stage.
    let of_no_stage = |id: &DutyId| dispute.policy.duties.iter().any(|duty| duty.id == *id && duty.stages.is_empty());
    owed.sort_by_key(|duty| of_no_stage(&duty.duty));
    // If the present stage owes the same duty as an earlier one, `done` means the present stage's.
    let left = dispute.left_over_by_duty().into_iter().map(|(duty, _)| duty);
    let left: Vec<_> = left.filter(|duty| owed.iter().all(|here| here.duty != duty.duty)).collect();
    owed.extend(left);
    owed
}

/// Asks for the policy, offering that of the latest record first. If there is only one, nobody is asked.
///
/// # Errors
/// The policies or the records can't be listed; the person interrupts.
pub fn ask_policy(ctx: &mut Context) -> Result<Option<String>, Failure> {
    let listed = ctx.policies.list()?.policies;
    let latest = ctx.store.ids(Which::All)?.into_iter().max().and_then(|id| ctx.store.load(id).ok());
    let usual = latest.and_then(|one| listed.iter().position(|policy| policy.id == one.record.header.policy));
    let titles: Vec<String> = listed.iter().map(|one| format!("{}  {}", one.id, one.title)).collect();
    ctx.say_ways_out();
    let Some(person) = ctx.console.person() else { return Ok(None) };
    let chosen = match titles.len() {
        0 | 1 => 0,
        _ => {
            let chosen = person.choose("Under which protocol?", &titles, Some(usual.unwrap_or(0)));
            ctx.or_back(chosen)?
        }
    };
    let policy = listed.get(chosen).map(|policy| policy.id.clone());
    policy.iter().for_each(|policy| ctx.answers.keep("--policy", policy.clone()));
    Ok(policy)
}

/// Checks that the stage, category and policy in filters exist.
///
/// # Errors
/// No policy has one of them.
pub fn check_filters(
    stage: &Option<String>,
    category: &Option<String>,
    policy: &Option<String>,
    ctx: &Context,
) -> Result<(), Failure> {
    if let Some(id) = policy {
        ctx.policies.latest(id, ctx.now().date())?;
    }
    check("stage", stage, ctx, |policy| policy.stages.iter().map(|stage| stage.id.to_string()).collect())?;
    check("category", category, ctx, |policy| {
        policy.categories.iter().map(|category| category.id.to_string()).collect()
    })
}

fn check(
    what: &str,
    given: &Option<String>,
    ctx: &Context,
    names: impl Fn(&Policy) -> Vec<String>,
) -> Result<(), Failure> {
    let Some(given) = given else { return Ok(()) };
    let known: Vec<String> = every_policy(ctx)?.iter().flat_map(|policy| names(policy)).collect();
    match known.contains(given) {
        true => Ok(()),
        false => Err(Failure::unknown(what, given, &known)),
    }
}

fn every_policy(ctx: &Context) -> Result<Vec<std::sync::Arc<Policy>>, Failure> {
    let listed = ctx.policies.list()?.policies;
    listed.iter().map(|one| Ok(ctx.policies.version(&one.id, &one.version)?)).collect()
}

/// The id of a role if its title was typed; otherwise the text as typed.
///
/// # Errors
/// A policy file can't be read.
pub fn resolve_party(typed: String, ctx: &Context) -> Result<String, Failure> {
    let policies = every_policy(ctx)?;
    let roles = policies.iter().flat_map(|policy| &policy.roles).map(|role| (role.id.as_str(), role.title.as_str()));
    Ok(resolve_name(&typed, roles).map(str::to_string).unwrap_or(typed))
}

/// A role or person to put into a sentence: `the Team Manager` for a role, by its title as typed or the one that every
/// policy gives it; otherwise the name or id itself.
///
/// # Errors
/// A policy file can't be read.
pub fn party_in_words(whom: &str, typed: &str, ctx: &Context) -> Result<String, Failure> {
    let titles = role_titles(whom, ctx)?;
    let as_typed = titles.iter().find(|title| is_same(title, typed));
    let only = if titles.len() == 1 { titles.first() } else { None };
    Ok(as_typed.or(only).map_or_else(|| clean::line(whom), |title| format!("the {}", clean::line(title))))
}

/// The titles that policies give a role; empty if none has it.
///
/// # Errors
/// A policy file can't be read.
pub fn role_titles(id: &str, ctx: &Context) -> Result<BTreeSet<String>, Failure> {
    let policies = every_policy(ctx)?;
    let roles = policies.iter().flat_map(|policy| &policy.roles).filter(|role| role.id.as_str() == id);
    Ok(roles.map(|role| role.title.clone()).collect())
}

/// The ids of the roles of all policies.
///
/// # Errors
/// A policy file can't be read.
pub fn roles(ctx: &Context) -> Result<Vec<String>, Failure> {
    let policies = every_policy(ctx)?;
    let mut roles: Vec<String> =
        policies.iter().flat_map(|policy| &policy.roles).map(|role| role.id.to_string()).collect();
    roles.sort_unstable();
    roles.dedup();
    Ok(roles)
}

/// The id of a stage if its title or number was typed; otherwise the text as typed.
///
/// # Errors
/// A policy file can't be read.
pub fn resolve_stage(typed: String, ctx: &Context) -> Result<String, Failure> {
    let policies = every_policy(ctx)?;
    let mut meant: Vec<StageId> = policies.iter().map(|policy| policy.resolve_stage(&typed)).collect();
    meant.retain(|id| policies.iter().any(|policy| policy.stage(id).is_some()));
    meant.sort_unstable();
    meant.dedup();
    Ok(match meant.as_slice() {
        [only] => only.to_string(),
        _ => typed,
    })
}

/// Checks a role or name that nothing was found for: warns if it is neither a role nor found in any of these records.
///
/// # Errors
/// Nobody is called that, and it is a role with a typing error; the records or the policies can't be searched.
pub fn check_whom(whom: Option<&str>, which: Which, ctx: &mut Context) -> Result<(), Failure> {
    let Some(whom) = whom else { return Ok(()) };
    let roles = roles(ctx)?;
    if roles.iter().any(|role| role == whom) || ctx.load_all(which)?.0.iter().any(|one| is_named(one, whom)) {
        return Ok(());
    }
    let ids = || roles.iter().map(String::as_str);
    if suggest::slip_of(whom, ids()).is_some() {
        return Err(Failure::unknown("role", whom, &roles));
    }
    let hint = match suggest::nearest(whom, ids()) {
        Some(near) => format!("did you mean the role `{near}`?"),
        None => format!("the roles are {}", words::list(&roles, "and")),
    };
    ctx.console.note(&format!("nobody called {} is named in the records; {hint}", clean::line(whom)));
    Ok(())
}

/// Checks the IRO and the team of a filter: warns if none of these records has them.
///
/// # Errors
/// The records can't be searched.
pub fn check_iro_and_team(
    iro: Option<&str>,
    team: Option<&str>,
    which: Which,
    ctx: &mut Context,
) -> Result<(), Failure> {
    if iro.is_none() && team.is_none() {
        return Ok(());
    }
    let loaded = ctx.load_all(which)?.0;
    let of = |one: &LoadedRecord| match &one.case {
        Case::Dispute(dispute) => (dispute.raised.iro.clone(), dispute.raised.team.clone()),
        Case::Praise(praise) => (praise.facts.iro.clone(), praise.facts.team.clone()),
    };
    let (iros, teams): (Vec<_>, Vec<_>) = loaded.iter().map(of).unzip();
    note_unknown("IRO", iro, iros.into_iter().flatten().collect(), ctx);
    note_unknown("team", team, teams.into_iter().flatten().collect(), ctx);
    Ok(())
}

fn note_unknown(what: &str, given: Option<&str>, known: BTreeSet<String>, ctx: &mut Context) {
    const NAMED_AT_MOST: usize = 8;
    let Some(given) = given.filter(|given| !known.iter().any(|one| is_same(one, given))) else { return };
    let hint = match suggest::nearest(given, known.iter().map(String::as_str)) {
        Some(near) => format!("; did you mean `{}`?", clean::line(near)),
        None if known.is_empty() || known.len() > NAMED_AT_MOST => String::new(),
        None => {
            let all: Vec<String> = known.iter().map(|one| clean::line(one)).collect();
            format!("; they have {}", words::list(&all, "and"))
        }
    };
    ctx.console.note(&format!("no record here has the {what} `{}`{hint}", clean::line(given)));
}

/// Whether a record involves anybody with this name.
fn is_named(one: &LoadedRecord, whom: &str) -> bool {
    let same = |name: &str| is_same(name, whom);
    let by = one.stored.record.entries.iter().any(|entry| same(&entry.by));
    let praised = matches!(&one.case, Case::Praise(praise) if praise.facts.r#for.iter().any(|name| same(name)));
    by || praised
        || one.dispute().is_some_and(|dispute| {
            let raised = &dispute.raised;
            let owners = dispute.actions.iter().filter_map(|action| action.owner.as_deref());
            raised.assigned.values().map(String::as_str).chain(raised.iro.as_deref()).chain(owners).any(same)
        })
}
