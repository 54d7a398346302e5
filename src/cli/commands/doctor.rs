//! `iro doctor`: the health of the store itself. Records are checked by `iro check`.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::cli::context::{Context, shown};
use crate::cli::error::{Code, Failure};
use crate::cli::print;
use crate::cli::reading::replay;
use crate::domain::id::IdQuery;
use crate::domain::worded::Worded;
use crate::render::ink::{LATE, MIND, styled};
use crate::render::{clean, words};
use crate::store::doctor::{Finding, Repairer, State};
use crate::store::{Acceptance, Filed, ServerRule, StoreError, Which, settings, stray};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  iro doctor\n  iro doctor --repair\n  iro doctor --accept 42 --reason \"A name was typed wrongly, and corrected\"\n  iro doctor --take-in \"2026-0042 (conflicted copy).yaml\""
)]
pub struct Args {
    /// Repair what is safe to repair
    #[arg(long, conflicts_with = "accept")]
    repair: bool,
    /// Show what would be repaired, and change nothing
    #[arg(long, requires = "repair")]
    dry_run: bool,
    /// Accept a record that was edited by hand, or that is gone; `ledger` accepts that lines of the ledger are lost
    #[arg(long, value_name = "ID")]
    accept: Option<String>,
    /// Add a record from a file under a new number: from a copy that a sync program made, or from another computer
    #[arg(long, value_name = "FILE", conflicts_with_all = ["repair", "accept"])]
    take_in: Option<PathBuf>,
    /// Exit with 6 if anything is wrong
    #[arg(long, conflicts_with_all = ["accept", "take_in"])]
    exit_code: bool,
    /// Say whether somebody holds the lock of this file; asked by the program itself
    #[arg(long, value_name = "FILE", hide = true)]
    is_locked: Option<PathBuf>,
    /// Why it is accepted
    #[arg(long, requires = "accept")]
    reason: Option<String>,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    if let Some(file) = args.is_locked {
        return ctx.console.say(if settings::is_locked(&file) { LOCKED } else { "free" });
    }
    ctx.refuse_unfinished_copy()?;
    if let Some(id) = args.accept {
        return accept(&id, args.reason, ctx);
    }
    if let Some(file) = args.take_in {
        return take_in(&file, ctx);
    }
    let repairer = (args.repair && !args.dry_run).then_some(Repairer { by: &ctx.user.name, now: ctx.now() });
    let mut findings = Vec::new();
    let hint = "see whether the disk or the share is connected; `iro init` or `iro raise` begins a store there";
    let nothing = ctx.no_store_at().map(|nothing| Failure::new(Code::Failed, nothing).hinted(hint));
    if let Some(Failure { message, hint, .. }) = ctx.refuse_folder_of_a_store().err().or(nothing) {
        findings.push(Finding { what: "store", state: State::Wrong, message, hint });
    }
    // A folder with other things is nobody's to repair. Trying what the place can do leaves a lock file there, after
    // which it looks like a store.
    let holds_other_things = ctx.is_in_folder() && ctx.data.dir.is_dir() && !ctx.store.is_there();
    findings.extend(ctx.store.probe(&sees_lock));
    if !holds_other_things {
        let examined = ctx.store.doctor(&ctx.policies, repairer);
        findings.extend(examined.map_err(|error| not_opened(error.into(), ctx))?);
    }
    findings.push(holidays(ctx));
    if findings.iter().any(|finding| finding.state == State::Repaired) {
        ctx.console.recorded("what was repaired");
    }
    if ctx.console.json {
        print::json(ctx, &json!({"findings": findings}))?;
    } else {
        let lines: Vec<String> = findings.iter().map(line).collect();
        let lines: Vec<String> = lines.iter().flat_map(|line| line.lines().map(str::to_string)).collect();
        let text = ctx.console.fitted(&lines);
        ctx.console.say(&text)?;
        if args.dry_run {
            ctx.console.note("nothing is changed; without `--dry-run`, what says `iro doctor --repair` is repaired");
        }
    }
    ctx.console.was_reported();
    match findings.iter().filter(|finding| finding.state == State::Wrong).count() {
        wrong if wrong > 0 && args.exit_code => {
            Err(Failure::new(Code::Faults, format!("{} wrong", words::count(wrong, "thing"))))
        }
        _ => Ok(()),
    }
}

/// A failure to open a store on a server, with what was tried.
pub fn not_opened(failure: Failure, ctx: &Context) -> Failure {
    let mut rules = failure.rules.iter().filter_map(|rule| ServerRule::named(rule));
    let rule = rules.find(|rule| rule.is_of_opening());
    let Some(tried) = rule.and_then(|_| ctx.store.connection()) else { return failure };
    let hint = match rule == Some(ServerRule::Unreachable) {
        true => {
            "is the network up (the VPN)? If it is, ask your database administrator whether the server runs".to_string()
        }
        false => failure.hint.clone().unwrap_or_default(),
    };
    failure.hinted(format!("tried {}; {hint}", clean::line(&tried)))
}

/// What another process of this program prints if a file is locked.
const LOCKED: &str = "locked";

/// Whether another process of this program finds a file locked; `None` if none can be started.
fn sees_lock(file: &Path) -> Option<bool> {
    let mut other = settings::this_program()?;
    let asked = other.args(["doctor", "--no-input", "--is-locked"]).arg(file).output().ok()?;
    let said = String::from_utf8(asked.stdout).ok()?;
    asked.status.success().then(|| said.trim_end() == LOCKED)
}

/// Takes a record in from a file, under a new number: two computers may have given one number to two children.
fn take_in(file: &Path, ctx: &mut Context) -> Result<(), Failure> {
    let file = &in_store(file, ctx)?;
    let stored = stray(file)?;
    let was = stored.record.header.id;
    let filed = Filed::of(&replay(&stored.record, &ctx.policies)?);
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let id = ctx.store.take_in(&stored, &name, filed, &ctx.user.name, ctx.now())?;
    ctx.console.recorded(format!("`{id}`"));
    if ctx.console.json {
        return print::json(ctx, &json!({"id": id, "was": was}));
    }
    ctx.console.say(&format!("Added {id}, which was {was} in {}.", shown(file)))?;
    ctx.console.note("move the file out of the store now; records that name it as a sibling still have the old number");
    Ok(())
}

/// The file at this path, or the file of this name among the records.
fn in_store(file: &Path, ctx: &Context) -> Result<PathBuf, Failure> {
    let there = || ctx.store.unplaced(Which::All).map(|all| all.into_iter().map(|one| PathBuf::from(one.name)));
    match file.components().count() {
        1 if !file.exists() => {
            Ok(there()?.find(|path| path.file_name() == file.file_name()).unwrap_or(file.to_path_buf()))
        }
        _ => Ok(file.to_path_buf()),
    }
}

/// The word that accepts that lines of the ledger are lost, rather than a record.
const THE_LEDGER: &str = "ledger";

fn accept_ledger(reason: Option<String>, ctx: &mut Context) -> Result<(), Failure> {
    let reason = ctx.ask_text("--reason", reason, "Why is it accepted")?;
    if !ctx.store.accept_ledger(&reason, &ctx.user.name, ctx.now())? {
        return Err(Failure::new(Code::Refused, "there is nothing to accept in the ledger").hinted("see `iro check`"));
    }
    ctx.console.recorded("the acceptance of the ledger");
    if ctx.console.json {
        return print::json(ctx, &json!({"id": null, "event": null, "gone": false, "ledger": true}));
    }
    ctx.console
        .say("The ledger is accepted as it is, without the lines that were lost or changed; it says so for ever.")
}

fn accept(id: &str, reason: Option<String>, ctx: &mut Context) -> Result<(), Failure> {
    if id == THE_LEDGER {
        return accept_ledger(reason, ctx);
    }
    let id = match id.parse()? {
        IdQuery::Full(id) => id,
        number @ IdQuery::Number(_) => match ctx.store.find(number) {
            Err(StoreError::Gone { id }) => id,
            found => found?,
        },
    };
    let nothing = || {
        Failure::new(Code::Refused, format!("there is nothing to accept in `{id}`"))
            .hinted(format!("see `iro check {id}`"))
    };
    if !ctx.store.has_to_be_accepted(id)? {
        return Err(nothing());
    }
    let reason = ctx.ask_text("--reason", reason, "Why is it accepted")?;
    let accepted = ctx.store.accept(id, &reason, &ctx.user.name, ctx.now())?.ok_or_else(nothing)?;
    ctx.console.recorded(format!("the acceptance of `{id}`"));
    if ctx.console.json {
        let (event, gone) = match accepted {
            Acceptance::Record { event, .. } => (Some(event), false),
            Acceptance::Gone => (None, true),
        };
        return print::json(ctx, &json!({"id": id, "event": event, "gone": gone}));
    }
    let text = match accepted {
        Acceptance::Record { event, .. } => format!("{id} is accepted as it is; event {event} says so for ever."),
        Acceptance::Gone => format!("{id} is accepted as gone; the ledger says so for ever."),
    };
    ctx.console.say(&text)
}

/// A finding about the list of bank holidays that dates are counted with.
fn holidays(ctx: &Context) -> Finding {
    match ctx.calendar() {
        Ok(calendar) => Finding {
            what: "holidays",
            state: State::Well,
            message: format!("bank holidays: {}", calendar.edition(Default::default())),
            hint: None,
        },
        Err(failure) => Finding { what: "holidays", state: State::Wrong, message: failure.message, hint: failure.hint },
    }
}

fn line(finding: &Finding) -> String {
    let word = match finding.state {
        State::Well => "fine    ".to_string(),
        State::Wrong => styled(LATE, "wrong   "),
        State::Repaired => styled(MIND, "repaired"),
    };
    let hint = finding.hint.as_ref().map(|hint| format!("\n          {}", clean::line(hint))).unwrap_or_default();
    format!("{word}  {}{hint}", clean::line(&finding.message))
}
