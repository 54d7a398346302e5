//! `iro config`: each setting, what it is, and where that comes from.

use clap::ArgMatches;
use clap::parser::ValueSource;
use serde::Serialize;

use super::{Config, closures};
use crate::cli::context::{Context, shown};
use crate::cli::error::Failure;
use crate::cli::print;
use crate::render::ink::STRONG;
use crate::render::table::{Cell, Column, Row, render, text, whole};
use crate::render::words;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro config\n  iro --user \"Jo Bloggs\" config --json")]
pub struct Args {}

/// Where the settings of this run came from, as far as the command line knows.
#[derive(Debug, Clone, Default)]
pub struct Origins {
    given: Vec<(&'static str, ValueSource)>,
}

#[derive(Serialize)]
struct Setting {
    setting: &'static str,
    value: Option<String>,
    origin: String,
}

/// Settings that a flag or a variable can give.
const GIVEN: [(&str, &str, &str); 5] = [
    ("data_dir", "--data-dir", "IRO_DATA_DIR"),
    ("policy_dir", "--policy-dir", "IRO_POLICY_DIR"),
    ("user", "--user", "IRO_USER"),
    ("as_of", "--as-of", "IRO_AS_OF"),
    ("color", "--color", ""),
];

impl Origins {
    pub fn of(matches: &ArgMatches) -> Origins {
        let given = GIVEN.iter().filter_map(|(name, ..)| {
            let set = matches.get_raw(name).into_iter().flatten().any(|value| !value.is_empty());
            Some((*name, matches.value_source(name).filter(|_| set)?))
        });
        Origins { given: given.collect() }
    }

    /// `flag --user`, `environment IRO_USER`; nothing where neither was given.
    fn named(&self, setting: &str) -> Option<String> {
        let (_, source) = self.given.iter().find(|(name, _)| *name == setting)?;
        let (_, flag, variable) = GIVEN.iter().find(|(name, ..)| *name == setting)?;
        match source {
            ValueSource::CommandLine => Some(format!("flag {flag}")),
            ValueSource::EnvVariable => Some(format!("environment {variable}")),
            _ => None,
        }
    }
}

pub fn run(_: Args, ctx: &mut Context) -> Result<(), Failure> {
    let settings = settings(ctx)?;
    if ctx.json {
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

fn settings(ctx: &Context) -> Result<Vec<Setting>, Failure> {
    let file = format!("config file {}", shown(&Config::path(&ctx.data_dir)));
    let from = |name: &str, in_file: bool, otherwise: &str| {
        let other = if in_file { file.clone() } else { otherwise.to_string() };
        ctx.origins.named(name).unwrap_or(other)
    };
    let config = &ctx.config;
    let folders = ctx.policies.folders().iter().map(|folder| shown(folder)).collect::<Vec<_>>().join(", ");
    let as_of = ctx.looking_back.then(|| ctx.as_of.to_string());
    let closed: i64 = closures(&ctx.data_dir)?.iter().map(|one| (one.to - one.from).num_days() + 1).sum();
    let newer = ctx.data_dir.join("bank-holidays.json").exists();
    let setting = |setting, value, origin| Setting { setting, value, origin };
    Ok(vec![
        setting("data-dir", Some(shown(&ctx.data_dir)), from("data_dir", false, "the place of this computer for it")),
        setting("policy-dir", Some(folders), from("policy_dir", false, "of the store")),
        setting("user", Some(ctx.user.clone()), from("user", config.user.is_some(), "login name")),
        setting("policy", config.policy.clone(), from("", config.policy.is_some(), "`iro init --policy ID` sets one")),
        setting("team", config.team.clone(), from("", config.team.is_some(), "`team:` in the config file sets one")),
        setting("as-of", as_of.or_else(|| Some("now".to_string())), from("as_of", false, "usual")),
        setting("colour", Some(ctx.colour.to_string()), from("color", false, "usual")),
        setting(
            "closing days",
            Some(words::count(usize::try_from(closed).unwrap_or(0), "day")),
            format!("{}", ctx.data_dir.join("closing-days.yaml").display()),
        ),
        setting(
            "bank holidays",
            Some(ctx.calendar()?.edition()),
            if newer { "bank-holidays.json of the store" } else { "built in" }.to_string(),
        ),
    ])
}
