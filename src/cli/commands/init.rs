//! `iro init`: creates the store and its settings. Not required before the first `raise`.

use crate::cli::config::Config;
use crate::cli::context::user::ASKED as USER;
use crate::cli::context::{Context, shown};
use crate::cli::error::Failure;
use crate::render::{clean, words};

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro init --policy knowsley --user \"Jo Bloggs\"")]
pub struct Args {
    /// The policy that `raise` uses when none is named
    #[arg(long, value_name = "ID")]
    policy: Option<String>,
    /// How many years a record is kept after it ended, before it may be removed
    #[arg(long, value_name = "YEARS", value_parser = clap::value_parser!(u32).range(1..=200))]
    retention_years: Option<u32>,
    /// Show what the settings would be, and write nothing
    #[arg(long)]
    dry_run: bool,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    if let Some(id) = &args.policy {
        ctx.policies.latest(id, ctx.now().date())?;
    }
    // A server knows the name of each login.
    let person = if ctx.is_in_folder() { None } else { ctx.store.person()? };
    if person.is_none() && ctx.user.guessed && ctx.console.has_person() && !args.dry_run {
        let login = ctx.user.known_name();
        ctx.user.name = ctx.ask_line("--user", None, USER, login.as_deref())?;
    }
    let user = |before: &Config| {
        let is_new = before.user.is_none() && person.is_none();
        ctx.user.known_name().filter(|_| is_new || ctx.user.named)
    };
    let for_all = |before: Config| Config {
        policy: args.policy.clone().or(before.policy),
        retention_years: args.retention_years.or(before.retention_years),
        ..before
    };
    let own = |before: Config| Config { user: user(&before).or(before.user.clone()), ..before };
    let config = match ctx.is_in_folder() {
        _ if args.dry_run => own(for_all(ctx.settings()?.clone())),
        true => Config::change(ctx.store.as_ref(), |before| own(for_all(before)))?,
        // Settings for everybody go into the store, the user's own into the folder on this computer.
        false => {
            if args.policy.is_some() || args.retention_years.is_some() {
                Config::change(ctx.store.as_ref(), for_all)?;
            }
            ctx.change_own_settings(own)?.shared(ctx.store.as_ref())?
        }
    };
    if !args.dry_run {
        ctx.console.recorded("the settings");
    }
    if ctx.console.json {
        let value = serde_json::json!({
            "data_dir": shown(&ctx.data.dir), "store": ctx.store.describe(), "policy": config.policy, "user": config.user,
            "dry_run": args.dry_run,
        });
        return crate::cli::print::json(ctx, &value);
    }
    let policy = config.policy.as_deref().unwrap_or("none yet: `iro init --policy ID` sets one");
    let user = person.as_deref().filter(|_| !ctx.user.named).or(config.user.as_deref()).unwrap_or("none yet");
    let kept = config.retention_years.map(|years| words::count(years as usize, "year"));
    let kept = kept.map(|years| format!("\n  records kept: {years} after they end")).unwrap_or_default();
    let store = clean::line(&ctx.store.describe());
    let text = format!("The store is {store}.\n  policy: {policy}\n  user:   {user}{kept}");
    if args.dry_run {
        ctx.console.note_dry_run();
        return ctx.console.say(&text);
    }
    ctx.console.say(&text)?;
    ctx.console.note("next: `iro raise`");
    Ok(())
}
