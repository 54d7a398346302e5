//! Names that are given: of a duty, which can be chosen from a list; as filters, which are checked only if nothing was
//! found, because a typing error must not read as an all-clear.

use std::collections::BTreeSet;

use super::asking::Asking;
use super::context::Context;
use super::error::Failure;
use super::reading::LoadedRecord;
use crate::domain::case::Case;
use crate::domain::dispute::{Dispute, DutyState, DutyView};
use crate::domain::policy::{DutyId, Policy, StageId, resolve_name};
use crate::domain::same_name::is_same;
use crate::domain::suggest;
use crate::render::{clean, words};
use crate::store::Which;

/// A duty: the one named, or one chosen from those that are still to be done.
///
/// # Errors
/// None is named, and none is still to be done.
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
pub fn duties_left(dispute: &Dispute) -> Vec<DutyView> {
    let mut owed = dispute.duties();
    owed.retain(|duty| duty.state == DutyState::Outstanding);
    // First what this stage asks for, then what is asked for before a step from any stage.
    let of_no_stage = |id: &DutyId| dispute.policy.duties.iter().any(|duty| duty.id == *id && duty.stages.is_empty());
    owed.sort_by_key(|duty| of_no_stage(&duty.duty));
    // What is owed here as well is done for the present stage, unless an earlier one is named.
    let left = dispute.left_over_by_duty().into_iter().map(|(duty, _)| duty);
    let left: Vec<_> = left.filter(|duty| owed.iter().all(|here| here.duty != duty.duty)).collect();
    owed.extend(left);
    owed
}

/// Asks for the protocol, with that of the latest record first; if there is only one, it is that.
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

/// Checks the names of stages, categories and policies.
///
/// # Errors
/// One that no policy has.
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
    check("category", category, ctx, |policy| policy.categories.iter().map(|category| category.id.clone()).collect())
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

/// Whom a filter is about: the id of a role where its title was typed, else what was typed.
///
/// # Errors
/// A policy file that can't be read.
pub fn resolve_party(typed: String, ctx: &Context) -> Result<String, Failure> {
    let policies = every_policy(ctx)?;
    let roles = policies.iter().flat_map(|policy| &policy.roles).map(|role| (role.id.as_str(), role.title.as_str()));
    Ok(resolve_name(&typed, roles).map(str::to_string).unwrap_or(typed))
}

/// The ids of the roles of all protocols.
///
/// # Errors
/// A policy file that can't be read.
pub fn roles(ctx: &Context) -> Result<Vec<String>, Failure> {
    let policies = every_policy(ctx)?;
    let mut roles: Vec<String> =
        policies.iter().flat_map(|policy| &policy.roles).map(|role| role.id.to_string()).collect();
    roles.sort_unstable();
    roles.dedup();
    Ok(roles)
}

/// Which stage a filter is about: its id where its title or its number was typed, else what was typed.
///
/// # Errors
/// A policy file that can't be read.
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

/// Checks a role or a name: if it is not a role, and not in any of these records, reports that nobody has it.
///
/// # Errors
/// The records or the policies can't be searched.
pub fn check_whom(whom: Option<&str>, which: Which, ctx: &mut Context) -> Result<(), Failure> {
    let Some(whom) = whom else { return Ok(()) };
    let roles = roles(ctx)?;
    if roles.iter().any(|role| role == whom) || ctx.load_all(which)?.0.iter().any(|one| is_named(one, whom)) {
        return Ok(());
    }
    let hint = match suggest::nearest(whom, roles.iter().map(String::as_str)) {
        Some(near) => format!("did you mean the role `{near}`?"),
        None => format!("the roles are {}", words::list(&roles, "and")),
    };
    ctx.console.note(&format!("nobody called {} is named in the records; {hint}", clean::line(whom)));
    Ok(())
}

/// Checks the IRO and the team that a list was narrowed to: reports one that none of these records has.
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

/// Whether anybody of that name has to do with a record.
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
