//! `iro raise`: raises a dispute, and another for each sibling.

mod args;
mod asking;
mod listed;

use std::sync::Arc;

pub use args::Args;
use args::facts;

use crate::cli::change::confirming::{confirm_answers, print_dry_run};
use crate::cli::change::settle;
use crate::cli::change::twice;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::print;
use crate::cli::question::Question;
use crate::cli::reading::LoadedRecord;
use crate::domain::codes::is_unknown_code;
use crate::domain::dispute::Dispute;
use crate::domain::event::{Entry, Event, Raised};
use crate::domain::id::DisputeId;
use crate::domain::policy::{Policy, StageId};
use crate::domain::record::{Header, Kind, Record};
use crate::domain::same_name::is_same;
use crate::domain::steps::{Earlier, Raise, decide_raise};
use crate::domain::text::clean_text;
use crate::render::view::DisputeView;
use crate::render::{clean, words};
use crate::store::{Draft, Filed};

pub fn run(mut args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let told = asking::complete(&mut args, ctx)?;
    let policy = ctx.policy_on(args.change.happened(ctx)?.date(), args.policy.as_deref())?;
    let mut change = std::mem::take(&mut args.change);
    let child = match policy.may_lack_child(args.case_type) {
        false => ctx.line(args.child.as_ref()).ok_or_else(|| Failure::missing("--child"))?,
        true => ctx.line(args.child.as_ref()).unwrap_or_default(),
    };
    if child.is_empty() && !args.sibling.is_empty() {
        return Err(Failure::missing("--child"));
    }
    let mut children = vec![child];
    for sibling in args.sibling.iter().map(|sibling| clean_text(sibling).trim().to_string()) {
        match children.iter().any(|child| is_same(child, &sibling)) {
            true => ctx.console.warn(&format!("`{sibling}` is named twice: one record is raised for that child")),
            false => children.push(sibling),
        }
    }
    children.iter().for_each(|child| ctx.warn_of_a_name(child));
    // Without a category nothing can be a repeat. A script gives none later, but a person still may.
    let earlier = match args.category.is_empty() && !ctx.console.has_person() {
        true => vec![Vec::new(); children.len()],
        false => earlier(&children, ctx)?,
    };
    let raised = settle(ctx, &mut args, &mut change, &policy, |ask, args, step| {
        let facts = facts(args, &policy, ask)?;
        let each = children.iter().zip(&earlier).enumerate().map(|(place, (child, earlier))| {
            let raise = Raise { facts: facts.clone(), earlier: earlier.clone(), sibling: place > 0 };
            Ok(decide_raise(&header(DisputeId::new(0, 0), &policy, child), &policy, raise, step)?)
        });
        each.collect::<Result<Vec<(Dispute, Entry)>, Failure>>()
    })?;
    let entries: Vec<Entry> = raised.into_iter().map(|(_, entry)| entry).collect();
    if let Some(Event::Raised(facts)) = entries.first().map(|entry| &entry.event) {
        if let Some(status) = facts.legal_status.as_deref().filter(|status| is_unknown_code(status)) {
            let status = clean::line(status);
            ctx.console.warn(&format!(
                "`{status}` isn't a legal status of the national return; `iro codes legal-status` lists them"
            ));
        }
        listed::point_out(&children, facts, &policy, ctx)?;
    }
    let year = entries.first().map_or(0, |entry| DisputeId::year_of(entry.at.date()));
    let expected = ctx.store.next_ids(year, entries.len())?;
    if let Some(first) = entries.first() {
        twice::record(&children, first, &expected, !change.dry_run, ctx)?;
    }
    let preview = added_up(&records(&entries, &expected, &children, &policy), &policy, ctx)?;
    if change.dry_run {
        return print_dry_run(ctx, &entries, &policy, None);
    }
    let shown = preview.iter().flat_map(|(entry, dispute, view)| print::preview(entry, dispute, view));
    if let Some(first) = entries.first() {
        confirm_answers(ctx, &change, first, &shown.collect::<Vec<_>>())?;
    }
    let begun = ctx.begins_store();
    ctx.policies.keep(&policy.id, &policy.version)?;
    let mut written: Vec<Record> = Vec::new();
    let ids = ctx.store.create(year, entries.len(), &mut |ids| {
        written = records(&entries, ids, &children, &policy);
        Ok(written.iter().map(|record| Draft { record: record.clone(), filed: Filed::Open }).collect())
    })?;
    let names: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
    ctx.console.recorded(words::list(&names, "and"));
    let raised = if ids == expected { preview } else { added_up(&written, &policy, ctx)? };
    let named = args.stage.is_some();
    report(&raised, (!named).then_some(&*policy), ctx)?;
    begun.iter().for_each(|begun| ctx.console.note(begun));
    told.keep(ctx)
}

/// The records of a dispute and its siblings, each with the ids of the others.
fn records(entries: &[Entry], ids: &[DisputeId], children: &[String], policy: &Arc<Policy>) -> Vec<Record> {
    let each = entries.iter().zip(ids).zip(children).map(|((entry, id), child)| {
        let mut entry = entry.clone();
        if let Event::Raised(facts) = &mut entry.event {
            facts.siblings = ids.iter().copied().filter(|other| other != id).collect();
        }
        Record { header: header(*id, policy, child), entries: vec![entry] }
    });
    each.collect()
}

fn header(id: DisputeId, policy: &Policy, child: &str) -> Header {
    Header {
        id,
        kind: Kind::Dispute,
        policy: policy.id.clone(),
        policy_version: policy.version.clone(),
        child: child.to_string(),
    }
}

/// Prints what was raised; siblings after the first get one line each. `policy` is given unless the stage was named.
fn report(raised: &[(Entry, Dispute, DisputeView)], policy: Option<&Policy>, ctx: &mut Context) -> Result<(), Failure> {
    let json = ctx.console.json;
    for (entry, dispute, view) in raised.iter().take(1) {
        print::warnings(ctx, entry);
        print::ways_to_add(ctx, entry, &dispute.policy, dispute.header.id);
        if !ctx.console.json {
            let text = print::changed(ctx, entry, dispute, view);
            ctx.console.say(&text)?;
            print::way_back(ctx, entry, dispute.header.id, &dispute.header.child);
        }
        // A person has just answered the questions that decide the ladder.
        if let Some(policy) = policy.filter(|_| !ctx.console.has_asked()) {
            other_ladders(dispute, policy).iter().for_each(|text| ctx.console.note(text));
        }
    }
    for (entry, dispute, _) in raised.iter().skip(1) {
        let child = clean::line(&dispute.header.child);
        if !json {
            ctx.console.say(&format!("Raised {} for {child} too, linked with it.", dispute.header.id))?;
        }
        print::warnings_beside(ctx, entry, &raised[0].0, dispute.header.id);
        print::ways_to_add(ctx, entry, &dispute.policy, dispute.header.id);
    }
    let views: Vec<&DisputeView> = raised.iter().map(|(_, _, view)| view).collect();
    match (ctx.console.json, views.as_slice()) {
        (false, _) => Ok(()),
        (true, [one]) => print::json(ctx, one),
        (true, several) => print::json(ctx, &several),
    }
}

/// Notes that the dispute takes its ladder only because a fact wasn't given, with the values that would lead to
/// another.
fn other_ladders(dispute: &Dispute, policy: &Policy) -> Vec<String> {
    let Some(taken) = &dispute.policy.ladder_title else { return Vec::new() };
    let facts = Raised { ladder: None, stage: StageId::default(), ..dispute.raised.clone() };
    let others = policy.undecided_ladders(&facts).into_iter().map(|(ladder, asked)| {
        let flags: Vec<String> =
            asked.iter().map(|asked| format!("`{}`", Question::for_asked(asked, policy).name())).collect();
        let last = if ladder.when.is_either() { "or" } else { "and" };
        format!("it takes {taken}; with {} it can take {}", words::list(&flags, last), ladder.title)
    });
    others.collect()
}

/// Each record replayed. Whatever can fail does so here, before a record is written.
fn added_up(
    records: &[Record],
    policy: &Arc<Policy>,
    ctx: &Context,
) -> Result<Vec<(Entry, Dispute, DisputeView)>, Failure> {
    let each = records.iter().map(|record| {
        let dispute = Dispute::replay(record, Arc::clone(policy))?;
        let view = DisputeView::of(&dispute, ctx.now(), ctx.calendar()?)?;
        Ok((record.entries[0].clone(), dispute, view))
    });
    each.collect()
}

/// For each child, earlier disputes under any protocol. Withdrawn ones are marked, because they don't count.
///
/// # Errors
/// The store can't be listed.
pub fn earlier(children: &[String], ctx: &mut Context) -> Result<Vec<Vec<Earlier>>, Failure> {
    let mut earlier = vec![Vec::new(); children.len()];
    let (loaded, failed) = ctx.load_of_children(children)?;
    for failure in failed {
        ctx.console.warn(&format!("{}; an earlier dispute about the child may be in it", failure.message));
    }
    for dispute in loaded.iter().filter_map(LoadedRecord::dispute) {
        let same = |child: &String| dispute.header.child().is_some_and(|known| is_same(known, child));
        if let Some(index) = children.iter().position(same) {
            earlier[index].push(Earlier::of(dispute));
        }
    }
    Ok(earlier)
}
