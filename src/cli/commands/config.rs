//! `iro config`: shows each setting and where its value comes from.

use serde::Serialize;

use crate::cli::config::{Config, Periods, has_bank_holidays};
use crate::cli::context::{Context, shown};
use crate::cli::error::Failure;
use crate::cli::options::origins::Origins;
use crate::cli::print;
use crate::render::ink::STRONG;
use crate::render::table::{Cell, Column, Row, render, text, whole};
use crate::render::{clean, words};
use crate::store::policies::kept::POLICIES;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  iro config\n  iro --user \"Jo Bloggs\" config --json")]
pub struct Args {}

#[derive(Serialize)]
struct Setting {
    setting: &'static str,
    value: Option<String>,
    origin: String,
}

/// Shows the settings; `colour` is the value of `--colour`.
pub fn run(_: Args, origins: &Origins, colour: &'static str, ctx: &mut Context) -> Result<(), Failure> {
    let settings = settings(origins, colour, ctx)?;
    if ctx.console.json {
        return print::json(ctx, &settings);
    }
    const COLUMNS: [Column; 3] = [whole("setting"), text("value"), text("from")];
    let rows = settings.iter().map(|one| {
        let value = one.value.clone().unwrap_or_else(|| "none".to_string());
        let plain = vec![one.setting.to_string(), value, one.origin.clone()];
        let mut shown: Vec<Cell> = plain.iter().map(|cell| Cell::new(cell)).collect();
        shown[0] = Cell::in_style(one.setting, STRONG);
        Row { shown, plain }
    });
    let text = render(&COLUMNS, rows.collect(), ctx.console.page());
    ctx.console.say(&text)
}

fn settings(origins: &Origins, colour: &'static str, ctx: &Context) -> Result<Vec<Setting>, Failure> {
    let file = format!("config file {}", shown(&Config::path(&ctx.data.dir)));
    let from = |name: &str, in_file: bool, otherwise: &str| {
        let other = if in_file { file.clone() } else { otherwise.to_string() };
        origins.named(name).unwrap_or(other)
    };
    let config = ctx.settings()?;
    let own = &ctx.data.config;
    let store = ctx.store.as_ref();
    let in_store = (!ctx.is_in_folder()).then(|| clean::line(&store.kept_name(POLICIES)));
    let folders = ctx.policies.folders().iter().map(|folder| shown(folder)).chain(in_store);
    let folders = folders.collect::<Vec<_>>().join(", ");
    let as_of = ctx.time.looks_back().then(|| ctx.now().to_string());
    let closed: i64 = Periods::ClosingDays.listed(store)?.iter().map(|one| (one.to - one.from).num_days() + 1).sum();
    let newer = has_bank_holidays(store);
    let shared = |set: &Option<String>, otherwise| if set.is_some() { "the settings of the store" } else { otherwise };
    let years = config.retention_years.map(|years| years.to_string());
    let setting = |setting, value, origin| Setting { setting, value, origin };
    let mut all = vec![
        setting("data-dir", Some(shown(&ctx.data.dir)), from("data_dir", false, "the place of this computer for it")),
        setting("policy-dir", Some(folders), from("policy_dir", false, "of the store")),
        setting("user", Some(ctx.user.name.clone()), from("user", config.user.is_some(), "login name")),
        setting(
            "policy",
            config.policy.clone(),
            from("", own.policy.is_some(), shared(&config.policy, "`iro init --policy ID` sets one")),
        ),
        setting(
            "team",
            config.team.clone(),
            from("", own.team.is_some(), shared(&config.team, "`team:` in the config file sets one")),
        ),
        setting(
            "retention",
            config.retention_years.map(|years| words::count(years as usize, "year")),
            match ctx.is_in_folder() {
                true => from("", config.retention_years.is_some(), "`iro init --retention-years N` sets one"),
                false => shared(&years, "`iro init --retention-years N` sets one").to_string(),
            },
        ),
        setting("filters", filters(config), from("", !config.filters.is_empty(), "`iro list --save NAME` keeps one")),
        setting("as-of", as_of.or_else(|| Some("now".to_string())), from("as_of", false, "usual")),
        setting("colour", Some(colour.to_string()), from("color", false, "usual")),
        setting(
            "closing days",
            Some(words::count(usize::try_from(closed).unwrap_or(0), "day")),
            Periods::ClosingDays.shown(store),
        ),
        setting(
            "bank holidays",
            Some(ctx.calendar()?.edition(Default::default())),
            if newer { "bank-holidays.json of the store" } else { "built in" }.to_string(),
        ),
    ];
    if !ctx.is_in_folder() {
        all.insert(1, setting("store", Some(clean::line(&store.describe())), from("store", true, "")));
    }
    Ok(all)
}

/// The saved filters by name; empty if there are none.
fn filters(config: &Config) -> Option<String> {
    let all: Vec<String> = config.filters.iter().map(|(name, words)| format!("@{name}: {words}")).collect();
    (!all.is_empty()).then(|| all.join("; "))
}
