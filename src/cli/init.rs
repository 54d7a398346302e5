//! `iro init`: the store and its settings. Not needed before the first `raise`.

use super::config::Config;
use super::context::{Context, shown};
use super::error::Failure;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro init --policy knowsley --user \"Jo Bloggs\"")]
pub struct Args {
    /// The policy that `raise` uses when none is named
    #[arg(long, value_name = "ID")]
    policy: Option<String>,
    /// How many years a record is kept after it ended, before it may be removed
    #[arg(long, value_name = "YEARS", value_parser = clap::value_parser!(u32).range(1..=200))]
    retention_years: Option<u32>,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    if let Some(id) = &args.policy {
        ctx.policies.latest(id, ctx.now().date())?;
    }
    let config = Config::change(&ctx.data.dir, ctx.store.as_ref(), |before| {
        let user = ctx.user.known_name().filter(|_| before.user.is_none() || ctx.user.named);
        Config {
            policy: args.policy.clone().or(before.policy),
            user: user.or(before.user),
            retention_years: args.retention_years.or(before.retention_years),
            team: before.team,
        }
    })?;
    if ctx.console.json {
        let value = serde_json::json!({"data_dir": shown(&ctx.data.dir), "policy": config.policy, "user": config.user});
        return super::print::json(ctx, &value);
    }
    let policy = config.policy.as_deref().unwrap_or("none yet: `iro init --policy ID` sets one");
    let user = config.user.as_deref().unwrap_or("none yet");
    let text = format!("The store is {}.\n  policy: {policy}\n  user:   {user}", shown(&ctx.data.dir));
    ctx.console.say(&text)?;
    ctx.console.note("next: `iro raise --child REF --concern TEXT`");
    Ok(())
}
