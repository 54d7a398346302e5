//! `iro import disputes`: imports a service's old log. Each dispute is checked by the domain like any other.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use serde::Serialize;
use serde_json::json;

use super::file::Source;
use crate::cli::context::Context;
use crate::cli::error::{Code, Failure};
use crate::cli::{names, print};
use crate::domain::event::Event;
use crate::domain::id::DisputeId;
use crate::domain::old_dispute::{Import, NoLog, OldDispute, Played, Read, key_of, play, read};
use crate::domain::policy::Policy;
use crate::domain::same_name::NameKey;
use crate::domain::steps::{Bar, Earlier};
use crate::domain::worded::Worded;
use crate::render::{clean, words};
use crate::store::{Draft, Filed, Which};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  iro import disputes log.xlsx --map log.yaml --policy mosaic --dry-run\n  iro import disputes log.csv --map log.yaml --json\n\n\
A mapping:\n  columns:\n    key: Our number\n    child: Case ID\n    raised_on: Date sent\n    concern: Issue\n    answered_on: Reply received\n    \
escalated_on: Sent to stage 2\n    answered_on_2: Stage 2 reply\n    ended_on: Closed\n  values:\n    result: {Partly: resolved-in-part}\n  every: {team: North}"
)]
pub struct Args {
    #[command(flatten)]
    source: Source,
    /// The protocol of rows that name none [default: the one of the config file]
    #[arg(long, value_name = "ID")]
    policy: Option<String>,
}

/// How often to look again because others create records.
const ATTEMPTS: usize = 20;

/// A dispute that was imported, or was there already.
#[derive(Serialize)]
struct Done {
    key: String,
    line: usize,
    dispute: DisputeId,
    #[serde(skip)]
    stands: String,
}

/// A row or step that the protocol refuses.
#[derive(Serialize)]
struct Refused {
    key: String,
    line: usize,
    step: &'static str,
    message: String,
    rules: Vec<String>,
}

impl Refused {
    fn of(old: &OldDispute, (line, step): (usize, &'static str), failure: Failure) -> Refused {
        let Failure { message, rules, hint, .. } = failure;
        // What would help a dispute on record names one that isn't there: the row is left out.
        let hint = hint.filter(|_| rules.iter().all(|rule| Bar::named(rule).is_none()));
        let message = hint.map_or(message.clone(), |hint| format!("{message} ({hint})"));
        Refused { key: old.key.clone(), line, step, message, rules }
    }
}

#[derive(Serialize, Default)]
struct Report {
    imported: Vec<Done>,
    already: Vec<Done>,
    /// Steps that were recorded nevertheless, with the import as the reason for overriding.
    overridden: Vec<Refused>,
    refused: Vec<Refused>,
}

impl Report {
    /// The failure that ends an import, if some disputes were imported before it.
    fn cut_short(&self, failure: Failure) -> Failure {
        if self.imported.is_empty() {
            return failure;
        }
        let were = match self.imported.len() {
            1 => "1 dispute was".to_string(),
            many => format!("{many} disputes were"),
        };
        let message = format!("{were} imported, and then: {}", failure.message);
        let again = "then import the table again: what is imported already stays as it is";
        let hint = failure.hint.as_ref().map_or(again.to_string(), |hint| format!("{hint}; {again}"));
        // "Busy" and "refused" would mean that nothing was changed.
        let says_nothing_was = matches!(failure.code, Code::Busy | Code::Refused);
        let code = if says_nothing_was { Code::Failed } else { failure.code };
        Failure { code, message, ..failure.hinted(hint) }
    }
}

/// What the store contains so far.
struct There {
    keys: BTreeMap<NameKey, DisputeId>,
    earlier: BTreeMap<NameKey, Vec<Earlier>>,
    /// The next id of each year of the log; in a dry run, where nothing is written, one for each of its disputes.
    next: BTreeMap<u16, VecDeque<DisputeId>>,
}

pub fn run(mut args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let mapping = args.source.mapping()?;
    let table = args.source.table("Which file has the old log?", ctx)?;
    let log = read(&table, &mapping).map_err(|fault| match fault {
        NoLog::Misfit(fault) => args.source.misfit(&fault),
        other @ NoLog::Lacks { .. } => Failure::usage(other.to_string())
            .hinted("say which it is: `--map FILE`, with `columns:` and below it a line such as `  key: HEADING`"),
    })?;
    let unnamed = log.disputes.iter().any(|old| old.policy.is_none());
    if unnamed && args.policy.is_none() && ctx.settings()?.policy.is_none() {
        args.policy = names::ask_policy(ctx)?;
    }
    let mut years: BTreeMap<u16, usize> = BTreeMap::new();
    for old in &log.disputes {
        let many = years.entry(DisputeId::year_of(old.raised_on)).or_insert(1);
        *many += usize::from(args.source.dry_run);
    }
    let mut there = There::read(&years, ctx)?;
    let from = args.source.name(ctx);
    let mut report = Report::default();
    for (done, old) in log.disputes.iter().enumerate() {
        ctx.console.progress("importing disputes", done, log.disputes.len());
        args.take(old, &from, &mut there, &mut report, ctx).map_err(|failure| report.cut_short(failure))?;
    }
    ctx.console.progress_ends();
    args.tell(&log, &report, ctx)?;
    match report.refused.len() + log.faults.len() {
        0 => Ok(()),
        rows => {
            let them = if rows == 1 { "it" } else { "them" };
            Err(Failure::new(Code::Failed, format!("{} not imported", were(rows))).hinted(format!(
                "correct {them} in the table, and import the table again: disputes already imported are left alone"
            )))
        }
    }
}

fn were(rows: usize) -> String {
    if rows == 1 { "1 row was".to_string() } else { format!("{rows} rows were") }
}

impl There {
    /// Reads every record. The next ids of these years, so many of each, are found before that, so that they show
    /// whether others created records since.
    fn read(years: &BTreeMap<u16, usize>, ctx: &mut Context) -> Result<There, Failure> {
        let mut next = BTreeMap::new();
        for (year, many) in years {
            next.insert(*year, ctx.store.next_ids(*year, *many)?.into());
        }
        let (loaded, failed) = ctx.load_all(Which::All)?;
        // A record that can't be read may be one of those to import.
        ctx.report_failures(failed)?;
        let mut there = There { keys: BTreeMap::new(), earlier: BTreeMap::new(), next };
        for one in &loaded {
            let Some(dispute) = one.dispute() else { continue };
            let notes = one.stored.record.entries.iter().filter_map(|entry| {
                let Event::Noted(note) = &entry.event else { return None };
                key_of(&note.text)
            });
            there.keys.extend(notes.map(|key| (NameKey::of(key), one.id())));
            let child = NameKey::of(&dispute.header.child);
            there.earlier.entry(child).or_default().push(Earlier::of(dispute));
        }
        Ok(there)
    }

    fn next_of(&self, year: u16) -> Option<DisputeId> {
        self.next.get(&year)?.front().copied()
    }

    /// Notes that the next id of its year was given to a dispute.
    fn is_given(&mut self, id: DisputeId) {
        let ids = self.next.entry(id.year()).or_default();
        ids.pop_front();
        if ids.is_empty() {
            ids.push_back(DisputeId::new(id.year(), id.number() + 1));
        }
    }
}

impl Args {
    /// The policy that a dispute was raised under: the version in force on that day.
    fn policy(&self, old: &OldDispute, ctx: &Context) -> Result<Arc<Policy>, Failure> {
        let named = old.policy.as_deref().or(self.policy.as_deref());
        match named.or(ctx.settings()?.policy.as_deref()) {
            Some(id) if !id.contains('@') => Ok(ctx.policies.latest(id, old.raised_on)?),
            named => ctx.policy(named),
        }
    }

    /// Imports one dispute, or returns why it can't be.
    fn take(
        &self,
        old: &OldDispute,
        from: &str,
        there: &mut There,
        report: &mut Report,
        ctx: &mut Context,
    ) -> Result<(), Failure> {
        if let Some(id) = there.keys.get(&NameKey::of(&old.key)) {
            report.already.push(Done { key: old.key.clone(), line: old.line, dispute: *id, stands: String::new() });
            return Ok(());
        }
        let policy = match self.policy(old, ctx) {
            // The row names it, so the other rows can come in. One that the command line names is at fault for all.
            Err(failure) if failure.code == Code::Unknown && old.policy.is_some() => {
                report.refused.push(Refused::of(old, (old.line, "raise"), failure));
                return Ok(());
            }
            found => found?,
        };
        let mut old = old.clone();
        old.facts.policy_digest = Some(ctx.policies.digest(&policy.id, &policy.version)?);
        old.facts.iro = old.facts.iro.or(Some(ctx.user.name.clone()));
        let child = NameKey::of(&old.child);
        let mut attempts = 0..ATTEMPTS;
        let played = loop {
            if attempts.next().is_none() {
                return Err(Failure::new(Code::Busy, "others keep creating records here").hinted("import it again"));
            }
            // In a dry run, those before it count as written.
            let year = DisputeId::year_of(old.raised_on);
            let expected = match self.source.dry_run {
                true => there.next_of(year),
                false => ctx.store.next_ids(year, 1)?.first().copied(),
            };
            let expected = expected.ok_or_else(|| full(year))?;
            // Somebody else may have created the same dispute, such as by importing the same log.
            if !self.source.dry_run && there.next_of(year).is_some_and(|next| next != expected) {
                let years = there.next.keys().map(|year| (*year, 1)).collect();
                *there = There::read(&years, ctx)?;
                if let Some(id) = there.keys.get(&NameKey::of(&old.key)) {
                    report.already.push(Done { key: old.key, line: old.line, dispute: *id, stands: String::new() });
                    return Ok(());
                }
                continue;
            }
            let earlier = there.earlier.get(&child).map_or(&[][..], |earlier| earlier);
            let import = Import { from, now: ctx.now(), by: &ctx.user.name, calendar: ctx.calendar()? };
            match play(&old, expected, &policy, earlier, &import) {
                Ok(played) if self.source.dry_run || is_created(&played, &policy, ctx)? => break played,
                Ok(_) => {}
                Err(stopped) => {
                    let place = (stopped.line, stopped.step);
                    report.refused.push(Refused::of(&old, place, Failure::from(stopped.denied)));
                    return Ok(());
                }
            }
        };
        let Played { record, dispute, overridden: passed } = played;
        let id = record.header.id;
        there.keys.insert(NameKey::of(&old.key), id);
        there.is_given(id);
        there.earlier.entry(child).or_default().push(Earlier::of(&dispute));
        let stands = format!("{}, {}", dispute.stage().title, words::status(dispute.status().into(), &policy));
        report.overridden.extend(passed.into_iter().map(|one| Refused {
            key: old.key.clone(),
            line: one.line,
            step: one.step,
            message: one.message,
            rules: one.rules,
        }));
        report.imported.push(Done { key: old.key, line: old.line, dispute: id, stands });
        Ok(())
    }

    fn tell(&self, log: &Read, report: &Report, ctx: &mut Context) -> Result<(), Failure> {
        if !self.source.dry_run && !report.imported.is_empty() {
            ctx.console.recorded(words::count(report.imported.len(), "dispute"));
        }
        self.say(log, report, ctx)?;
        ctx.console.was_reported();
        Ok(())
    }

    fn say(&self, log: &Read, report: &Report, ctx: &mut Context) -> Result<(), Failure> {
        if ctx.console.json {
            let value = json!({
                "imported": report.imported, "already": report.already, "overridden": report.overridden,
                "refused": report.refused, "faults": log.faults, "unused_columns": log.unused,
                "dry_run": self.source.dry_run,
            });
            return print::json(ctx, &value);
        }
        if self.source.dry_run {
            ctx.console.note_dry_run();
        }
        let mut lines: Vec<String> = report
            .imported
            .iter()
            .map(|one| format!("{}  {}  {}", one.dispute, clean::line(&one.key), clean::line(&one.stands)))
            .collect();
        let done = if self.source.dry_run { "Would import" } else { "Imported" };
        lines.push(format!("{done} {}.", words::count(report.imported.len(), "dispute")));
        if !report.already.is_empty() {
            lines.push(format!(
                "{} there already.",
                match report.already.len() {
                    1 => "1 is".to_string(),
                    many => format!("{many} are"),
                }
            ));
        }
        let refused = |one: &Refused| {
            format!("  line {}, {}, {}: {}", one.line, clean::line(&one.key), one.step, clean::line(&one.message))
        };
        if !report.overridden.is_empty() {
            lines.push(
                "The protocol would have refused these. They are recorded, with the reason that they were imported:"
                    .to_string(),
            );
            lines.extend(report.overridden.iter().map(refused));
        }
        let faults = log.faults.iter().map(|fault| format!("  line {}: {}", fault.line, clean::line(&fault.message)));
        let not: Vec<String> = report.refused.iter().map(refused).chain(faults).collect();
        if !not.is_empty() {
            lines.push("Not imported:".to_string());
            lines.extend(not);
        }
        let text = ctx.console.fitted(&lines);
        ctx.console.say_long(&text)?;
        if !log.unused.is_empty() {
            let named: Vec<String> = log.unused.iter().map(|one| format!("`{}`", clean::line(one))).collect();
            ctx.console.note(&format!("nothing is taken from the columns {}", words::list(&named, "and")));
        }
        Ok(())
    }
}

fn full(year: u16) -> Failure {
    Failure::new(Code::Failed, format!("the year {year} has no numbers left"))
}

/// Whether the dispute was written. It is not if its id is taken meanwhile.
fn is_created(played: &Played, policy: &Policy, ctx: &Context) -> Result<bool, Failure> {
    ctx.policies.keep(&policy.id, &policy.version)?;
    let draft = Draft { record: played.record.clone(), filed: Filed::of_dispute(&played.dispute) };
    Ok(ctx.store.create_next(&draft)?)
}
