//! `iro remind`: drafts messages to people who must act on what is overdue or due soon. Nothing is sent, and nobody is
//! reminded twice in one day.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::notice::{compose, document, file_name};
use crate::cli::config::{self, Reminded};
use crate::cli::context::{Context, shown};
use crate::cli::error::Failure;
use crate::cli::options::near::Near;
use crate::cli::reading::LoadedRecord;
use crate::cli::{names, print};
use crate::domain::address::Addressee;
use crate::domain::dispute::{Clock, Dispute};
use crate::domain::notice::{Notice, addressees_of};
use crate::domain::same_name::is_wanted;
use crate::domain::time::Moment;
use crate::render::notice::Draft;
use crate::render::view::ClockView;
use crate::render::{eml, words};
use crate::store::{Which, settings};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  iro remind --out reminders\n  iro remind --overdue --for team-manager --out reminders\n  \
iro remind --within \"2 working days\" --dry-run"
)]
pub struct Args {
    #[command(flatten)]
    near: Near,
    /// Only what waits for this role or person
    #[arg(long = "for", value_name = "ROLE|NAME")]
    whom: Option<String>,
    /// Only in the disputes of this IRO
    #[arg(long, value_name = "NAME")]
    iro: Option<String>,
    /// Write the drafts into this folder, one file a message
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Draft reminders again, even if somebody has already drafted them today
    #[arg(long)]
    again: bool,
    /// Show what would be drafted, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// A message to draft.
struct Reminder<'a> {
    notice: Notice<'a>,
    /// The clocks that it is about.
    near: Vec<Reminded>,
}

pub fn run(mut args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let typed = args.whom.clone();
    args.whom = args.whom.map(|whom| names::resolve_party(whom, ctx)).transpose()?;
    let until = args.near.until(ctx)?;
    let latest = args.near.latest(until, ctx);
    let (loaded, failed) = ctx.load_some(Which::Waiting, |known| known.is_due_by(latest), Ok)?;
    let mut reminders = Vec::new();
    for dispute in loaded.iter().filter_map(LoadedRecord::dispute).filter(|dispute| args.is_about(dispute)) {
        reminders.extend(args.of_dispute(dispute, until, ctx)?);
    }
    let done = config::drafted(ctx.store.as_ref())?;
    let all = reminders.len();
    reminders.retain(|one| args.again || one.near.iter().any(|clock| !done.iter().any(|known| known.is_same(clock))));
    let skipped = all - reminders.len();
    let drafts = reminders.iter().map(|one| compose(&one.notice, ctx)).collect::<Result<Vec<Draft>, Failure>>()?;
    let folder = args.folder(drafts.is_empty(), ctx)?;
    let files = match (&folder, args.dry_run) {
        (Some(folder), false) => {
            let files = args.write(folder, &reminders, &drafts, ctx)?;
            let written = files.iter().flatten().count();
            if written > 0 {
                ctx.console.recorded(format!("{} in `{}`", words::count(written, "draft"), shown(folder)));
            }
            files
        }
        _ => vec![None; drafts.len()],
    };
    let whom = args.whom.as_ref().zip(typed.as_ref());
    let whom = whom.map(|(whom, typed)| names::party_in_words(whom, typed, ctx)).transpose()?;
    report(&args, &reminders, &drafts, &files, skipped, whom, ctx)?;
    ctx.console.was_reported();
    ctx.report_failures(failed)
}

impl Args {
    fn is_about(&self, dispute: &Dispute) -> bool {
        let iro = dispute.raised.iro.as_deref();
        is_wanted(iro, self.iro.as_deref())
    }

    /// The reminders of one dispute: one for each party that has something near to do, except the user.
    fn of_dispute<'a>(
        &self,
        dispute: &'a Dispute,
        until: Option<Moment>,
        ctx: &Context,
    ) -> Result<Vec<Reminder<'a>>, Failure> {
        let mut found: Vec<(Vec<Addressee>, Vec<Reminded>)> = Vec::new();
        for clock in dispute.clocks.iter().filter(|clock| clock.is_up()) {
            let view = ClockView::of(dispute, clock, ctx.now(), ctx.calendar()?)?;
            let party = dispute.party_of(clock);
            if !self.near.takes(&view, until) {
                continue;
            }
            // If a missed deadline calls for a meeting, its chair has to call it, so remind the chair too.
            let meeting = dispute.meeting_to_hold(ctx.now().date()).and_then(|meeting| meeting.chair.clone());
            let called = dispute.meeting_called_for_by().is_some_and(|calls| std::ptr::eq(calls, clock));
            let chair = meeting.filter(|_| called).map(|chair| dispute.party(&[chair]));
            for party in std::iter::once(party).chain(chair) {
                let wanted = self.whom.as_deref().is_none_or(|whom| party.is(whom));
                if !wanted || party.is(&ctx.user.name) {
                    continue;
                }
                let to = addressees_of(&party, dispute, ctx.now().date());
                let reminded = reminded(dispute, clock, ctx);
                match found.iter_mut().find(|(known, _)| *known == to) {
                    Some((_, clocks)) => clocks.push(reminded),
                    None => found.push((to, vec![reminded])),
                }
            }
        }
        let now = ctx.now();
        let reminder = |(to, near)| Reminder { notice: Notice::to(to, dispute, now), near };
        Ok(found.into_iter().map(reminder).collect())
    }

    /// The folder for the drafts; asked for if none is given.
    fn folder(&self, nothing: bool, ctx: &mut Context) -> Result<Option<PathBuf>, Failure> {
        if nothing || self.dry_run {
            return Ok(self.out.clone());
        }
        let out = self.out.as_ref().map(|out| out.display().to_string());
        let folder = ctx.ask_line("--out", out, "Into which folder are the drafts to go?", Some("reminders"))?;
        ctx.warn_of_lying_in_the_store(Path::new(&folder));
        Ok(Some(PathBuf::from(folder)))
    }

    /// Writes the drafts, except those that somebody else has drafted meanwhile. If one can't be written, its note is
    /// removed.
    fn write(
        &self,
        folder: &Path,
        reminders: &[Reminder<'_>],
        drafts: &[Draft],
        ctx: &Context,
    ) -> Result<Vec<Option<PathBuf>>, Failure> {
        let wanted: Vec<Reminded> = reminders.iter().flat_map(|one| one.near.clone()).collect();
        let claimed = config::claim(ctx.store.as_ref(), &wanted, ctx.now().date())?;
        let mut files = Vec::new();
        for (one, draft) in reminders.iter().zip(drafts) {
            let mine = self.again || one.near.iter().any(|clock| claimed.contains(clock));
            let file = folder.join(file_name(one.notice.dispute.header.id, &one.notice));
            let written = if mine {
                settings::write(&file, &eml::render(draft, ctx.now())).map(|()| Some(file))
            } else {
                Ok(None)
            };
            match written {
                Ok(file) => files.push(file),
                Err(fault) => {
                    let left = reminders.iter().skip(files.len()).flat_map(|one| &one.near);
                    let left: Vec<Reminded> = left.filter(|clock| claimed.contains(clock)).cloned().collect();
                    config::release(ctx.store.as_ref(), &left)?;
                    return Err(Failure::from(fault));
                }
            }
        }
        Ok(files)
    }
}

fn reminded(dispute: &Dispute, clock: &Clock, ctx: &Context) -> Reminded {
    Reminded::of(dispute.header.id, clock, ctx.now().date(), &ctx.user.name)
}

fn report(
    args: &Args,
    reminders: &[Reminder<'_>],
    drafts: &[Draft],
    files: &[Option<PathBuf>],
    skipped: usize,
    whom: Option<String>,
    ctx: &mut Context,
) -> Result<(), Failure> {
    let each = reminders.iter().zip(drafts).zip(files);
    let meant: Vec<_> = each.filter(|(_, file)| args.dry_run || file.is_some()).collect();
    if ctx.console.json {
        let documents = meant
            .iter()
            .map(|((one, draft), file)| document(one.notice.dispute, &one.notice, draft, file.as_deref(), ctx));
        let documents: Vec<Value> = documents.collect();
        return print::json(ctx, &json!({"dry_run": args.dry_run, "drafts": documents, "drafted_today": skipped}));
    }
    for ((_, draft), file) in &meant {
        let to = draft.to.iter().map(|one| one.called.as_str()).collect::<Vec<_>>();
        let into = file.as_deref().map(|file| format!("{}: ", shown(file))).unwrap_or_default();
        let line = format!("{into}to {}: {}", words::people(&to, "and"), draft.subject);
        let text = ctx.console.fitted(&[line]);
        ctx.console.say(&text)?;
    }
    if args.dry_run && !meant.is_empty() {
        ctx.console.note("nothing is written");
    } else if !meant.is_empty() {
        ctx.console.note("read each through and send it from your mail program: `iro` sends nothing");
    }
    if skipped > 0 {
        let (were, them) = if skipped == 1 { ("was", "it") } else { ("were", "them") };
        let reminders = words::count(skipped, "reminder");
        ctx.console.note(&format!("{reminders} {were} already drafted today; `--again` drafts {them} again"));
    } else if meant.is_empty() {
        let whom = whom.map(|who| format!(" for {who}")).unwrap_or_default();
        let nothing = ctx.no_store().unwrap_or_else(|| format!("{}{whom}, so nobody is reminded", args.near.nothing()));
        ctx.console.note(&nothing);
    }
    let mut nowhere: Vec<&Draft> = meant.iter().map(|((_, draft), _)| *draft).collect();
    nowhere.retain(|draft| draft.without_address().next().is_some());
    if let Some(first) = nowhere.first() {
        super::notice::point_out_missing(first, ctx);
    }
    Ok(())
}
