//! `iro due`: what is overdue or due soon, soonest first.

use std::collections::BTreeMap;

use crate::cli::context::Context;
use crate::cli::error::{Code, Failure};
use crate::cli::options::near::Near;
use crate::cli::reading::{ClockRow, Line, LoadedRecord, Reader, sort_clocks, undated};
use crate::cli::{names, print};
use crate::domain::dispute::Dispute;
use crate::domain::id::DisputeId;
use crate::domain::inbox::stands_in_for;
use crate::domain::policy::RoleId;
use crate::domain::same_name::is_wanted;
use crate::domain::time::{Date, Moment};
use crate::render::view::ClockView;
use crate::render::{clean, lists, words};
use crate::store::policies::changed::Changed;
use crate::store::{Shown, Which, parallel};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  iro due --today\n  iro due --for team-manager --within \"10 working days\"\n  \
iro due --today --exit-code >/dev/null || echo \"something to do\"")]
pub struct Args {
    #[command(flatten)]
    near: Near,
    /// Only what this role or person must do, including as a substitute
    #[arg(long = "for", value_name = "ROLE|NAME")]
    whom: Option<String>,
    /// Only this IRO's disputes
    #[arg(long, value_name = "NAME")]
    iro: Option<String>,
    /// Say how each date was reached
    #[arg(long)]
    explain: bool,
    /// Exit with 10 if anything is listed
    #[arg(long)]
    exit_code: bool,
}

/// Up to so many ended disputes are listed with what each owes; beyond that, only their ids.
const NAMED_AT_MOST: usize = 3;

pub fn run(mut args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let typed = args.whom.clone();
    args.whom = args.whom.map(|whom| names::resolve_party(whom, ctx)).transpose()?;
    let until = args.near.until(ctx)?;
    let latest = args.near.latest(until, ctx);
    let mut found = ctx.lines(Which::Waiting, |known| known.comes_up_by(latest))?;
    let mut under_changed = UnderChanged::new();
    let (ended, undated): (Vec<&Line>, Vec<&Line>) =
        found.lines.iter().filter(|line| line.known.is_undated()).partition(|line| line.known.closed_on.is_some());
    let mut failed = std::mem::take(&mut found.failed);
    let (mut rows, mut said, mut owing) = (Vec::new(), Vec::new(), Vec::new());
    if !found.lines.is_empty() {
        let reader = found.reader(ctx)?;
        let shown = ctx.console.shown;
        for line in found.lines.iter().filter(|line| line.known.is_under_changed_policy()) {
            match (line.known.policy_changed, reader.policy_name(line)) {
                (Some(how), Ok((policy, version))) => {
                    under_changed.entry((policy, version, how)).or_default().push(line.id);
                }
                (_, Err(failure)) => failed.push(failure),
                (None, Ok(_)) => {}
            }
        }
        for outcome in parallel::map(&found.lines, parallel::READING, |line| args.rows(line, &reader, until, shown)) {
            match outcome {
                Ok(some) => rows.extend(some),
                Err(failure) => failed.push(failure),
            }
        }
        for line in undated {
            match args.undated(line, &reader) {
                Ok(some) => said.extend(some),
                Err(failure) => failed.push(failure),
            }
        }
        // If many disputes owe something, what they owe is left out.
        let named = args.iro.is_some() || args.whom.is_some() || ended.len() <= NAMED_AT_MOST;
        for line in ended {
            match if named { args.undated(line, &reader) } else { Ok(Some(Vec::new())) } {
                Ok(owed) => owing.extend(owed.map(|owed| (line.id, owed))),
                Err(failure) => failed.push(failure),
            }
        }
    }
    if rows.is_empty() {
        names::check_whom(args.whom.as_deref(), Which::Open, ctx)?;
        names::check_iro_and_team(args.iro.as_deref(), None, Which::Waiting, ctx)?;
    }
    sort_clocks(&mut rows);
    let listed = !rows.is_empty();
    if ctx.console.json {
        print::json(ctx, &rows.iter().map(|(view, _)| view).collect::<Vec<_>>())?;
    } else if listed {
        let text = lists::clocks(&rows, ctx.console.page());
        ctx.console.say(&text)?;
    } else {
        let whom = args.whom.as_deref().zip(typed.as_deref());
        let whom = whom.map(|(whom, typed)| names::party_in_words(whom, typed, ctx)).transpose()?;
        let whom = whom.map(|who| format!(" for {who}")).unwrap_or_default();
        let as_far = if failed.is_empty() { "" } else { ", as far as the records could be read" };
        let nothing = ctx.no_store().unwrap_or_else(|| format!("{}{whom}{as_far}", args.near.nothing()));
        ctx.console.note(&nothing);
    }
    for line in said.into_iter().flatten() {
        ctx.console.note(&line);
    }
    note_owing(&owing, ctx);
    warn_of_changed_policies(under_changed, ctx);
    ctx.report_failures(failed)?;
    if listed && args.exit_code {
        return Err(Failure::new(Code::Listed, "something is due"));
    }
    Ok(())
}

/// Open disputes by policy, version, and how that was changed since they were raised.
type UnderChanged = BTreeMap<(String, String, Changed), Vec<DisputeId>>;

/// Warns about open disputes whose policy was changed under the same version number.
fn warn_of_changed_policies(changed: UnderChanged, ctx: &mut Context) {
    for ((policy, version, how), ids) in changed {
        let (were, they) = if ids.len() == 1 { ("was", "it keeps") } else { ("were", "they keep") };
        let now = match how {
            Changed::GoesOn => format!("{they} to the text as it was"),
            Changed::Lost => "the text as it was is not kept in this store".to_string(),
        };
        let since = match how {
            Changed::GoesOn => "was changed, or is not found here, since",
            Changed::Lost => "was changed since",
        };
        let raised = format!("`{policy}` {version} {since} {} {were} raised", some_of(&ids));
        ctx.console.warn(&format!("the policy {raised}; {now} (see `iro check`)"));
    }
}

/// Notes what ended disputes still owe.
fn note_owing(owing: &[(DisputeId, Vec<String>)], ctx: &mut Context) {
    if owing.len() > NAMED_AT_MOST {
        ctx.console.note(&still_owing(&owing.iter().map(|(id, _)| *id).collect::<Vec<_>>()));
        return;
    }
    for (id, owed) in owing {
        ctx.console.note(&format!(
            "{id} has ended, and this is not on record yet: {}; see `iro show {id}`",
            clean::line(&owed.join(", "))
        ));
    }
}

/// The note about many ended disputes that still owe something, on one line.
fn still_owing(ids: &[DisputeId]) -> String {
    let count = ids.len();
    format!(
        "{count} disputes have ended with something not on record yet: {}; `iro supervision` says what",
        some_of(ids)
    )
}

/// The first few of these ids, and how many more there are.
fn some_of(ids: &[DisputeId]) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<String> = ids.iter().take(SHOWN).map(ToString::to_string).collect();
    match ids.len().saturating_sub(SHOWN) {
        0 => words::list(&shown, "and"),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

impl Args {
    /// The records whose texts will be shown, as far as that is known before anything is read.
    pub fn shown(&self, today: Date) -> Shown {
        Shown::Due(self.near.latest_at_first(today))
    }

    fn is_of(&self, iro: Option<&str>) -> bool {
        is_wanted(iro, self.iro.as_deref())
    }

    /// What is shown of a dispute without a date; `None` if it doesn't match the filters.
    fn undated(&self, line: &Line, reader: &Reader<'_>) -> Result<Option<Vec<String>>, Failure> {
        let Some(who) = self.whom.as_deref() else {
            let (iro, said) = reader.undated(line)?;
            return Ok(self.is_of(iro.as_deref()).then_some(said));
        };
        let today = reader.today();
        let waits_for = |dispute: &Dispute| {
            let parties = dispute.waiting_on().into_iter().chain([dispute.owner()]);
            parties.into_iter().any(|party| party.is(who) || stands_in_for(dispute, &party, who, today).is_some())
        };
        let owes = |dispute: &Dispute| dispute.owed().iter().any(|duty| dispute.party_to(duty).is(who));
        let theirs = |dispute: &&Dispute| {
            self.is_of(dispute.raised.iro.as_deref())
                && if dispute.is_open() { waits_for(dispute) } else { owes(dispute) }
        };
        let loaded = reader.loaded(line)?;
        Ok(loaded.dispute().filter(theirs).map(undated))
    }

    /// The clocks of one dispute that match the filters.
    fn rows(
        &self,
        line: &Line,
        reader: &Reader<'_>,
        until: Option<Moment>,
        shown: bool,
    ) -> Result<Vec<ClockRow>, Failure> {
        let (mut running, today) = (reader.running(line, self.explain)?, reader.today());
        if !self.is_of(running.iro.as_deref()) {
            return Ok(Vec::new());
        }
        running.clocks.retain(|view| self.near.takes(view, until));
        let clocks = &mut running.clocks;
        if let Some(who) = self.whom.as_ref().filter(|who| clocks.iter().any(|view| !view.r#for.is(who))) {
            let policy = reader.policy(&running.policy, &running.policy_version)?;
            let acts = |role: &RoleId| policy.substitutes(role).iter().any(|one| one.acts_on(today));
            let by_others = clocks.iter().any(|view| !view.r#for.is(who) && view.r#for.roles.iter().any(acts));
            // Who may act for a role is in the policy, and who holds the role in the record, so both are needed.
            let loaded = by_others.then(|| reader.loaded(line)).transpose()?;
            let dispute = loaded.as_ref().and_then(LoadedRecord::dispute);
            let stands_in =
                |view: &ClockView| dispute.and_then(|dispute| stands_in_for(dispute, &view.r#for, who, today));
            clocks.retain(|view| view.r#for.is(who) || stands_in(view).is_some());
        }
        reader.rows(running, shown)
    }
}
