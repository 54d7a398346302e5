//! `iro raise`: opens a dispute, and one more for each sibling.

mod asking;

use std::sync::Arc;

use super::change::{Change, Fill, confirm_answers, print_dry_run, settle};
use super::context::Context;
use super::error::Failure;
use super::options::{Fields, date, date_ahead, pairs, word, yes_or_no};
use super::print;
use super::reading::LoadedRecord;
use crate::domain::dispute::Dispute;
use crate::domain::event::{Entry, Event, Raised};
use crate::domain::id::DisputeId;
use crate::domain::policy::{CaseType, ChildNeed, ImpactLevel, Policy};
use crate::domain::record::{Header, Kind, Record};
use crate::domain::same_name::is_same;
use crate::domain::steps::{Earlier, Raise, decide_raise};
use crate::domain::text::{clean_text, looks_like_a_name};
use crate::render::clean;
use crate::render::view::DisputeView;
use crate::store::memo::Known;
use crate::store::{Draft, Filed, Which};

/// The role of the child's reviewing officer.
const IRO: &str = "iro";

#[derive(Debug, Clone, Default, clap::Args)]
#[command(
    after_help = "Examples:\n  iro raise\n  iro raise --child C-7 --concern \"No visit for eight weeks\"\n  iro raise --policy mosaic --child C-7 --concern @concern.txt --stage stage-1"
)]
pub struct Args {
    /// The council's case reference of the child
    #[arg(long, value_name = "REF")]
    child: Option<String>,
    /// What is wrong; `-` reads standard input, `@FILE` a file
    #[arg(long, value_name = "TEXT")]
    concern: Option<String>,
    /// The protocol [default: the one of the config file]
    #[arg(long, value_name = "ID")]
    policy: Option<String>,
    /// What kind of concern it is; may be given several times
    #[arg(long, value_name = "C")]
    category: Vec<String>,
    /// The stage to start at [default: the first, or what the policy derives]
    #[arg(long)]
    stage: Option<String>,
    /// What it does to the child
    #[arg(long, value_name = "TEXT")]
    impact: Option<String>,
    /// The resolution asked for
    #[arg(long, value_name = "TEXT")]
    seeking: Option<String>,
    /// When you became aware
    #[arg(long, value_name = "WHEN")]
    aware_on: Option<String>,
    /// When the matter arose
    #[arg(long, value_name = "WHEN")]
    arose_on: Option<String>,
    /// Whether it is serious enough for immediate action
    #[arg(long, value_name = "yes|no", value_parser = yes_or_no)]
    immediate: Option<bool>,
    /// In which role you raise it
    #[arg(long, value_name = "iro|cp-chair")]
    by_role: Option<String>,
    /// What kind of case it is
    #[arg(long, value_parser = word::<CaseType>, value_name = "looked-after|child-protection|child-in-need|care-leaver")]
    case_type: Option<CaseType>,
    /// The child's IRO [default: whoever raises it]
    #[arg(long, value_name = "NAME")]
    iro: Option<String>,
    /// Who holds a role in this case
    #[arg(long, value_name = "ROLE=NAME")]
    assign: Vec<String>,
    /// A brother or sister whom it concerns too; each gets a linked record
    #[arg(long, value_name = "REF")]
    sibling: Vec<String>,
    /// The team
    #[arg(long, value_name = "T")]
    team: Option<String>,
    /// Another department or agency whose practice it is about
    #[arg(long, value_name = "NAME")]
    subject: Option<String>,
    /// The role whose decision is in dispute
    #[arg(long, value_name = "ROLE")]
    decided_by: Option<String>,
    /// How much it weighs on the child
    #[arg(long, value_parser = word::<ImpactLevel>, value_name = "some|significant|severe")]
    impact_level: Option<ImpactLevel>,
    /// The child's legal status
    #[arg(long, value_name = "S")]
    legal_status: Option<String>,
    /// The date agreed for the answer, where the policy leaves it to be agreed
    #[arg(long, value_name = "DATE")]
    respond_by: Option<String>,
    /// When the child needs it settled
    #[arg(long, value_name = "DATE")]
    needed_by: Option<String>,
    /// The review it came from or leads up to
    #[arg(long, value_name = "DATE")]
    review_date: Option<String>,
    /// Why it starts above the first stage
    #[arg(long, value_name = "T")]
    reason: Option<String>,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    change: Change,
}

impl Fill for Args {
    fn fill(&mut self, flag: &str, answer: String) {
        let slot = match flag {
            "impact" => &mut self.impact,
            "seeking" => &mut self.seeking,
            "reason" => &mut self.reason,
            "respond-by" => &mut self.respond_by,
            "needed-by" => &mut self.needed_by,
            "review-date" => &mut self.review_date,
            "aware-on" => &mut self.aware_on,
            "arose-on" => &mut self.arose_on,
            "stage" => &mut self.stage,
            "team" => &mut self.team,
            "legal-status" => &mut self.legal_status,
            "by-role" => &mut self.by_role,
            "iro" => &mut self.iro,
            "subject" => &mut self.subject,
            "decided-by" => &mut self.decided_by,
            "category" => return self.category.push(answer),
            "immediate" => {
                self.immediate = yes_or_no(&answer).ok();
                return;
            }
            "case-type" => {
                self.case_type = word(&answer).ok();
                return;
            }
            "impact-level" => {
                self.impact_level = word(&answer).ok();
                return;
            }
            field => {
                return self.fields.fill(field, &answer);
            }
        };
        *slot = Some(answer);
    }
}

pub fn run(mut args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let told = asking::complete(&mut args, ctx)?;
    let policy = ctx.policy(args.policy.as_deref())?;
    let mut change = std::mem::take(&mut args.change);
    let child = match policy.child {
        ChildNeed::Required => ctx.required("--child", args.child.as_ref())?,
        ChildNeed::Optional => ctx.optional(args.child.as_ref())?.unwrap_or_default(),
    };
    if child.is_empty() && !args.sibling.is_empty() {
        return Err(Failure::missing("--child"));
    }
    if looks_like_a_name(&child) {
        ctx.console.warn(&format!("`{child}` looks like a name; use the council's case reference"));
    }
    let mut children = vec![child];
    for sibling in args.sibling.iter().map(|sibling| clean_text(sibling).trim().to_string()) {
        match children.iter().any(|child| is_same(child, &sibling)) {
            true => ctx.console.warn(&format!("`{sibling}` is named twice: one record is raised for that child")),
            false => children.push(sibling),
        }
    }
    let earlier = match args.category.is_empty() {
        true => vec![Vec::new(); children.len()],
        false => earlier(&policy, &children, ctx)?,
    };
    let raised = settle(ctx, &mut args, &mut change, &policy, |ctx, args, step| {
        let facts = facts(args, &policy, ctx)?;
        let each = children.iter().zip(&earlier).map(|(child, earlier)| {
            let raise = Raise { facts: facts.clone(), earlier: earlier.clone() };
            Ok(decide_raise(&header(DisputeId::new(0, 0), &policy, child), &policy, raise, step)?)
        });
        each.collect::<Result<Vec<(Dispute, Entry)>, Failure>>()
    })?;
    let entries: Vec<Entry> = raised.into_iter().map(|(_, entry)| entry).collect();
    if change.dry_run {
        return print_dry_run(ctx, &entries);
    }
    let year = entries.first().map_or(0, |entry| chrono::Datelike::year(&entry.at.date()));
    let year = u16::try_from(year).unwrap_or_default();
    let expected = ctx.store.next_ids(year, entries.len())?;
    let preview = added_up(&records(&entries, &expected, &children, &policy), &policy, ctx)?;
    let shown: Vec<_> = preview.iter().map(|(entry, dispute, view)| (entry, dispute, view)).collect();
    confirm_answers(ctx, &change, &shown)?;
    let mut written: Vec<Record> = Vec::new();
    let ids = ctx.store.create(year, entries.len(), &mut |ids| {
        written = records(&entries, ids, &children, &policy);
        Ok(written.iter().map(|record| Draft { record: record.clone(), filed: Filed::Open }).collect())
    })?;
    let raised = if ids == expected { preview } else { added_up(&written, &policy, ctx)? };
    report(&raised, ctx)?;
    told.keep(ctx)
}

/// The records of a dispute and its siblings, each naming the others.
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

/// Says what was raised; siblings after the first in one line each.
fn report(raised: &[(Entry, Dispute, DisputeView)], ctx: &mut Context) -> Result<(), Failure> {
    let json = ctx.console.json;
    for (entry, dispute, view) in raised.iter().take(1) {
        print::warnings(ctx, entry);
        if !ctx.console.json {
            let text = print::changed(ctx, entry, dispute, view);
            ctx.console.say(&text)?;
        }
    }
    for (_, dispute, _) in raised.iter().skip(1).filter(|_| !json) {
        let child = clean::line(&dispute.header.child);
        ctx.console.say(&format!("Raised {} for {child} too, linked with it.", dispute.header.id))?;
    }
    let views: Vec<&DisputeView> = raised.iter().map(|(_, _, view)| view).collect();
    match (ctx.console.json, views.as_slice()) {
        (false, _) => Ok(()),
        (true, [one]) => print::json(ctx, one),
        (true, several) => print::json(ctx, &several),
    }
}

/// Each record with what it adds up to; anything that can fail does so before a record is written.
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

fn facts(args: &Args, policy: &Policy, ctx: &Context) -> Result<Raised, Failure> {
    // Whoever raises it is the child's IRO, unless it is raised with the IRO.
    let answers = policy.stages.iter().any(|stage| stage.responders.roles().iter().any(|role| role == IRO));
    let usual = (!answers).then(|| ctx.user.name.clone());
    let moment = |given: &Option<String>| given.as_deref().map(|when| ctx.moment(when)).transpose();
    Ok(Raised {
        child: None,
        stage: args.stage.clone().unwrap_or_default().into(),
        by_role: args.by_role.clone().unwrap_or_default(),
        case_type: args.case_type,
        legal_status: args.legal_status.clone(),
        iro: args.iro.clone().or(usual),
        team: args.team.clone().or(ctx.data.config.team.clone()),
        categories: args.category.clone(),
        concern: ctx.required("--concern", args.concern.as_ref())?,
        impact: ctx.optional(args.impact.as_ref())?,
        impact_level: args.impact_level,
        seeking: ctx.optional(args.seeking.as_ref())?,
        aware_on: moment(&args.aware_on)?,
        arose_on: moment(&args.arose_on)?,
        immediate: args.immediate,
        subject: args.subject.clone(),
        decided_by: args.decided_by.clone(),
        respond_by: date_ahead(args.respond_by.as_ref(), ctx.now())?,
        needed_by: date_ahead(args.needed_by.as_ref(), ctx.now())?,
        review_date: date(args.review_date.as_ref(), ctx.now())?,
        reason: ctx.optional(args.reason.as_ref())?,
        siblings: Vec::new(),
        repeat_of: Vec::new(),
        assigned: pairs("assign", &args.assign)?,
        fields: args.fields.read()?,
    })
}

/// Earlier disputes of each child, looked for only where a repeat could matter.
///
/// # Errors
/// The store can't be listed.
pub fn earlier(policy: &Policy, children: &[String], ctx: &mut Context) -> Result<Vec<Vec<Earlier>>, Failure> {
    let mut earlier = vec![Vec::new(); children.len()];
    if policy.entry.repeats.is_none() {
        return Ok(earlier);
    }
    let sums: Vec<u64> = children.iter().map(|child| Known::child(child)).collect();
    let loaded = ctx.load_some(Which::All, |known| sums.contains(&known.child), Ok)?.0;
    for dispute in loaded.iter().filter_map(LoadedRecord::dispute) {
        let same = |child: &String| dispute.header.child().is_some_and(|known| is_same(known, child));
        if let Some(index) = children.iter().position(same) {
            earlier[index].push(Earlier::of(dispute));
        }
    }
    Ok(earlier)
}
