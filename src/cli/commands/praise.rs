//! `iro praise`: good practice, on the child's record.

use std::sync::Arc;

use crate::cli::change::confirming::{confirm_answers, print_dry_run};
use crate::cli::change::twice;
use crate::cli::change::{Change, settle};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::options::{Fields, name};
use crate::cli::question::{self, Question};
use crate::cli::{names, print};
use crate::domain::event::{Entry, Praised};
use crate::domain::id::DisputeId;
use crate::domain::policy::Policy;
use crate::domain::praise::Praise;
use crate::domain::record::{Header, Kind, Record};
use crate::domain::steps::decide_praise;
use crate::render::view::DisputeView;
use crate::render::{clean, words};
use crate::store::{Draft, Filed};

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro praise --child C-7 --for \"Sam Lee\" --text \"Life story work with her\"")]
pub struct Args {
    /// The council's case reference for the child (not the child's name)
    #[arg(long, value_name = "REF")]
    child: Option<String>,
    /// Whom it is for; may be given several times
    #[arg(long = "for", value_name = "NAME", value_parser = name)]
    whom: Vec<String>,
    /// Their role
    #[arg(long)]
    role: Option<String>,
    /// What was good; `-` reads standard input, `@FILE` a file
    #[arg(long)]
    text: Option<String>,
    /// Which of the protocol's reasons for praise applies; the first words are enough. May be given several times
    #[arg(long, value_name = "TEXT")]
    reason: Vec<String>,
    /// The protocol [default: the one of the config file]
    #[arg(long, value_name = "ID")]
    policy: Option<String>,
    /// The child's IRO [default: whoever records it]
    #[arg(long, value_name = "NAME", value_parser = name)]
    iro: Option<String>,
    /// In which role you give it
    #[arg(long, value_name = "ROLE")]
    by_role: Option<String>,
    /// The team
    #[arg(long, value_parser = name)]
    team: Option<String>,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    change: Change,
}

pub fn run(mut args: Args, ctx: &mut Context) -> Result<(), Failure> {
    if args.policy.is_none() && ctx.settings()?.policy.is_none() {
        args.policy = names::ask_policy(ctx)?;
    }
    let policy = ctx.policy_on(args.change.happened(ctx)?.date(), args.policy.as_deref())?;
    let childless = policy.may_lack_child(None);
    let given = [
        ("--child REF", args.child.is_some() || childless),
        ("--for NAME", !args.whom.is_empty()),
        ("--text TEXT", args.text.is_some()),
    ];
    ctx.all_given(&given)?;
    let child = match (childless, args.child.take()) {
        (true, None) => {
            let words = "What is the case reference for the child? (not the child's name; leave it empty if it is about no child in particular)";
            ctx.ask_once(&Question::new("--child", words, question::Kind::Line(None)).optional())?;
            ctx.answers.of("--child").unwrap_or_default().to_owned()
        }
        (true, Some(given)) => ctx.line(Some(&given)).unwrap_or_default(),
        (false, given) => {
            ctx.ask_line("--child", given, "What is the case reference for the child? (not the child's name)", None)?
        }
    };
    ctx.warn_of_a_name(&child);
    if args.whom.is_empty() {
        ctx.ask_once(&Question::new("--for", "Whom is it for? (several with commas between)", question::Kind::Names))?;
        args.whom = ctx.answers.all("--for");
    }
    let text = ctx.ask_text("--text", args.text.take(), "What was good?")?;
    let mut change = std::mem::take(&mut args.change);
    let entry = settle(ctx, &mut args, &mut change, &policy, |ask, args, step| {
        let praised = Praised {
            child: None,
            r#for: args.whom.clone(),
            role: args.role.clone().map(Into::into),
            text: text.clone(),
            reasons: args.reason.clone(),
            by_role: args.by_role.clone().unwrap_or_default().into(),
            iro: Some(args.iro.clone().unwrap_or_else(|| ask.user.name.clone())),
            team: args.team.clone().or(ask.settings()?.team.clone()),
            fields: args.fields.read(&policy)?,
            policy_digest: Some(ask.policies.digest(&policy.id, &policy.version)?),
        };
        Ok(decide_praise(&policy, praised, step)?)
    })?;
    let year = DisputeId::year_of(entry.at.date());
    let next = ctx.store.next_ids(year, 1)?;
    twice::record(std::slice::from_ref(&child), &entry, &next, !change.dry_run, ctx)?;
    if change.dry_run {
        return print_dry_run(ctx, &[entry], &policy, None);
    }
    confirm_answers(ctx, &change, &entry, &print::preview_of_praise(&entry, &policy, (None, &child)))?;
    let begun = ctx.begins_store();
    let record = write(&entry, &child, &policy, ctx)?;
    ctx.console.recorded(format!("`{}`", record.header.id));
    entry.warned.iter().for_each(|warning| ctx.console.warn(warning));
    report(&record, &entry, &policy, ctx)?;
    begun.iter().for_each(|begun| ctx.console.note(begun));
    Ok(())
}

/// Writes the record, and keeps its policy.
fn write(entry: &Entry, child: &str, policy: &Policy, ctx: &mut Context) -> Result<Record, Failure> {
    ctx.policies.keep(&policy.id, &policy.version)?;
    let record = |id: DisputeId| Record {
        header: Header {
            id,
            kind: Kind::Praise,
            policy: policy.id.clone(),
            policy_version: policy.version.clone(),
            child: child.to_owned(),
        },
        entries: vec![entry.clone()],
    };
    let draft = |id: &DisputeId| Draft { record: record(*id), filed: Filed::Closed };
    let year = DisputeId::year_of(entry.at.date());
    let ids = ctx.store.create(year, 1, &mut |ids| Ok(ids.iter().map(draft).collect()))?;
    Ok(record(*ids.first().expect("a store gives as many ids as it is asked for")))
}

/// Prints what was recorded, and what can come next.
fn report(record: &Record, entry: &Entry, policy: &Arc<Policy>, ctx: &mut Context) -> Result<(), Failure> {
    print::ways_to_add(ctx, entry, policy, record.header.id);
    let praise = Praise::replay(record, Arc::clone(policy))?;
    if ctx.console.json {
        return print::json(ctx, &DisputeView::of_praise(&praise));
    }
    let names: Vec<String> = praise.facts.r#for.iter().map(|name| clean::line(name)).collect();
    let id = praise.header.id;
    let label = clean::line(&policy.labels.praise);
    let child = praise.header.child();
    let about = child.map(|child| format!(", child {}", clean::line(child))).unwrap_or_default();
    ctx.console.say(&format!("Recorded {label} {id} for {}{about}.", words::list(&names, "and")))?;
    if let Some(line) = print::overridden(entry) {
        ctx.console.say(&line)?;
    }
    let rule = policy.praise.as_ref();
    let told = rule.map(|rule| rule.notify.as_slice()).unwrap_or_default();
    let told: Vec<&str> = told.iter().map(|role| policy.role_title(role)).collect();
    if !told.is_empty() && !ctx.console.quiet {
        ctx.console.say(&format!("  send a copy to: {}", clean::line(&words::list(&told, "and"))))?;
    }
    let roles = praise.readers_by_assumption().map(|role| policy.role_title(role)).collect::<Vec<_>>();
    if !roles.is_empty() {
        let (names, roles) = (words::list(&names, "and"), clean::line(&words::list(&roles, "and")));
        ctx.console
            .note(&format!("{names} counts here as the {roles}, who has to acknowledge it; `--role` says otherwise"));
    }
    if rule.is_some_and(|rule| !rule.acknowledged_by.is_empty()) {
        ctx.console.note(&format!("next: `iro acknowledge {id} --name NAME` when they have read it"));
    }
    Ok(())
}
