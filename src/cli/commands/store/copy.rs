//! `iro store copy`: copies everything to another place, and compares every digest.

use std::path::PathBuf;

use serde_json::json;

use crate::cli::config::Config;
use crate::cli::context::{Context, opened, unfinished_copy};
use crate::cli::error::{Code, Failure};
use crate::cli::{config, print};
use crate::domain::fault::Severity;
use crate::domain::worded::Worded;
use crate::render::{clean, words};
use crate::store::check::{CheckContext, check};
use crate::store::copy::{self, Copied, CopyError};
use crate::store::{Place, SmallFile, Transfer, has_unfinished_copy, yaml};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  iro store copy --from ~/iro --to postgresql://db.example/iro\n  \
iro store copy --from postgresql://db.example/iro --to ~/iro-copy --dry-run")]
pub struct Args {
    /// A folder, or the address of a store on a server
    #[arg(long, value_name = "PLACE")]
    from: String,
    /// Where to: it must be empty, or have the beginning of what is copied
    #[arg(long, value_name = "PLACE")]
    to: String,
    /// Say what would be copied, and copy nothing
    #[arg(long)]
    dry_run: bool,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let (from, to) = (Place::of(&args.from)?, Place::of(&args.to)?);
    if from == to {
        return Err(Failure::usage("`--from` and `--to` are the same store"));
    }
    if let Place::Folder(dir) = &from
        && !dir.is_dir()
    {
        return Err(Failure::usage(format!("there is no folder `{}`", clean::line(&args.from))));
    }
    if let Place::Folder(dir) = &from
        && has_unfinished_copy(dir)
    {
        return Err(unfinished_copy(dir));
    }
    without_faults(&from, &args, ctx)?;
    let (source, target) = (copy::open(&from), copy::open(&to));
    let by_server = [&from, &to].into_iter().any(|place| matches!(place, Place::Server(_)));
    let settings = settings(source.as_ref(), target.as_ref(), by_server)?;
    let console = &mut ctx.console;
    let copied = copy::copy(source.as_ref(), target.as_ref(), settings, args.dry_run, &mut |done, of| {
        console.progress("copying records", done, of);
    });
    ctx.console.progress_ends();
    let copied = copied?;
    if !args.dry_run {
        ctx.console.recorded(format!("the copy in `{}`", clean::line(&target.describe())));
    }
    say(&copied, &args, &target.describe(), ctx)?;
    // From now on the records are in two places.
    if let Place::Folder(dir) = &to
        && let Some(address) = Config::load(dir)?.store
    {
        let (file, address) = (Config::path(dir), clean::line(&address));
        ctx.console.note(&format!(
            "`{}` still names the store on the server, `{address}`: to go on in the folder, take `store:` out there",
            clean::line(&file.display().to_string())
        ));
    }
    Ok(())
}

/// The settings that the copy has: the file as it is, if nobody's own settings have to be left out or kept.
fn settings(from: &dyn Transfer, to: &dyn Transfer, by_server: bool) -> Result<Option<Vec<u8>>, Failure> {
    let name = SmallFile::Config.word();
    let (theirs, before) = (from.kept(name)?, to.kept(name)?);
    let read = |store: &dyn Transfer, bytes: &Option<Vec<u8>>| match bytes {
        Some(bytes) => Config::parse(&store.kept_name(name), bytes),
        None => Ok(Config::default()),
    };
    let (all, own) = (read(from, &theirs)?, read(to, &before)?);
    let copied = all.clone().copied(own.clone(), by_server);
    match () {
        () if copied == all && theirs.is_some() => Ok(theirs),
        () if copied == own => Ok(before),
        () => {
            Ok(Some(yaml::write(&copied).map_err(|fault| Failure::new(Code::Failed, fault.to_string()))?.into_bytes()))
        }
    }
}

/// Refuses a store with faults, because a damaged record would be copied as if it were whole.
fn without_faults(from: &Place, args: &Args, ctx: &mut Context) -> Result<(), Failure> {
    let folders: Vec<PathBuf> = Vec::new();
    let (store, policies) = opened(from, folders);
    let calendar = config::calendar(store.as_ref())?;
    let context = CheckContext { policies: &policies, calendar: Some(&calendar), now: ctx.now() };
    let console = &mut ctx.console;
    let report = check(store.as_ref(), None, &context, &mut |done, of| console.progress("checking records", done, of))?;
    ctx.console.progress_ends();
    let errors = report.faults.iter().filter(|fault| fault.severity == Severity::Error).count();
    if errors == 0 {
        return Ok(());
    }
    let flag = match from {
        Place::Folder(_) => "--data-dir",
        Place::Server(_) => "--store",
    };
    let check = shell_words::join(["iro", flag, &args.from, "check"]);
    Err(Failure::new(Code::Faults, format!("{} in what was to be copied; nothing was", words::count(errors, "error")))
        .hinted(format!("see `{}`", clean::line(&check))))
}

fn say(copied: &Copied, args: &Args, to: &str, ctx: &mut Context) -> Result<(), Failure> {
    if ctx.console.json {
        return print::json(
            ctx,
            &json!({
                "from": args.from, "to": args.to, "dry_run": args.dry_run,
                "records": copied.records, "events": copied.events, "new_events": copied.new_events,
                "ledger": {"lines": copied.ledger_lines, "head": copied.ledger_head},
            }),
        );
    }
    let (records, events) = (words::count(copied.records, "record"), words::count(copied.events as usize, "event"));
    let new = match copied.new_events {
        0 => "all of them there already".to_string(),
        new if new == copied.events => "all of them new".to_string(),
        new => format!("{new} of them new"),
    };
    let (verb, to) = (if args.dry_run { "Would copy" } else { "Copied" }, clean::line(to));
    ctx.console.say(&format!("{verb} {records} with {events} ({new}) to {to}."))?;
    if !args.dry_run {
        let head = copied.ledger_head.as_deref().unwrap_or("none");
        ctx.console.note(&format!("every digest was compared, and the ledger's head: {head}"));
    }
    Ok(())
}

impl From<CopyError> for Failure {
    fn from(fault: CopyError) -> Failure {
        let message = fault.to_string();
        match fault {
            CopyError::Store(fault) => fault.into(),
            CopyError::NotABeginning { .. } => Failure::new(Code::Refused, message)
                .hinted("copy into an empty store: nothing is ever merged, because two records can't be"),
            CopyError::Outside { .. } => Failure::new(Code::Faults, clean::line(&message))
                .hinted("the program gives no such name: ask your database administrator who wrote it"),
            CopyError::Stopped { fault, .. } => {
                Failure { message, ..fault.into() }.hinted("run the same command again: it resumes where it stopped")
            }
            CopyError::NotTheSame(_) => Failure::new(Code::Failed, message)
                .hinted("go on with the store that was copied, and tell whoever looks after the program"),
        }
    }
}
