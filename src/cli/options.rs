//! Options that several commands share, each written once.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::context::Context;
use super::error::Failure;
use crate::domain::event::Confirmed;
pub use crate::domain::event::{word, yes_or_no};
use crate::domain::steps::StepContext;
use crate::domain::time::{Date, Moment, parse_ahead, parse_when};

// Options that every command takes. What is said of these three types is no doc comment, because clap would show it as
// the help of the commands that take them.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// The store: where records and local policies are kept
    #[arg(long, global = true, env = "IRO_DATA_DIR", value_name = "DIR", help_heading = "Everywhere")]
    pub data_dir: Option<PathBuf>,
    /// A folder with more policies
    #[arg(long, global = true, env = "IRO_POLICY_DIR", value_name = "DIR", help_heading = "Everywhere")]
    pub policy_dir: Option<PathBuf>,
    /// Who is doing this
    #[arg(long, global = true, env = "IRO_USER", value_name = "NAME", help_heading = "Everywhere")]
    pub user: Option<String>,
    /// Show the state as it stood then, later events left out
    #[arg(long, global = true, env = "IRO_AS_OF", value_name = "WHEN", help_heading = "Everywhere")]
    pub as_of: Option<String>,
    /// Print one JSON document
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub json: bool,
    /// Never ask
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub no_input: bool,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = Colour::Auto, help_heading = "Everywhere")]
    pub color: Colour,
    /// Say less
    #[arg(short, long, global = true, help_heading = "Everywhere")]
    pub quiet: bool,
    /// Say more
    #[arg(short, long, global = true, help_heading = "Everywhere")]
    pub verbose: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    Auto,
    Always,
    Never,
}

impl Colour {
    /// The word that is typed for it.
    pub fn word(self) -> &'static str {
        match self {
            Colour::Auto => "auto",
            Colour::Always => "always",
            Colour::Never => "never",
        }
    }
}

// Options of every command that changes something.
#[derive(Debug, Clone, Default, Args)]
pub struct Change {
    /// When it happened: `2026-03-02`, `2026-03-02T10:15`, `today`, `yesterday`, `monday` [default: now]
    #[arg(long, value_name = "WHEN", help_heading = "Recording")]
    pub on: Option<String>,
    /// A duty that the policy asks for first was done (and when)
    #[arg(long, value_name = "DUTY[=WHEN]", help_heading = "Recording")]
    pub confirm: Vec<String>,
    /// Go on past every rule that is not met, for this reason
    #[arg(long, value_name = "REASON", help_heading = "Recording")]
    pub r#override: Option<String>,
    /// Show the events that would be written, and write nothing
    #[arg(long, help_heading = "Recording")]
    pub dry_run: bool,
}

impl Change {
    /// That it is dated now, where no day was given.
    pub fn dated_now(&self) -> Option<String> {
        self.on.is_none().then(|| "  It is dated now; `--on DATE` gives another day.".to_string())
    }

    /// Who does it and when, with what they say of the rules in the way.
    ///
    /// # Errors
    /// A date that can't be read.
    pub fn step_context<'a>(&self, ctx: &'a Context) -> Result<StepContext<'a>, Failure> {
        let on = self.on.as_deref().map(|on| ctx.moment(on)).transpose()?.unwrap_or(ctx.now);
        let confirmed = self.confirm.iter().map(|said| confirmed(said, on, ctx)).collect::<Result<Vec<_>, _>>()?;
        Ok(StepContext {
            now: ctx.now,
            on,
            by: ctx.user.clone(),
            confirmed,
            override_reason: self.r#override.as_deref().map(|reason| ctx.text(reason)).transpose()?.flatten(),
            calendar: ctx.calendar()?,
        })
    }
}

fn confirmed(said: &str, on: Moment, ctx: &Context) -> Result<Confirmed, Failure> {
    match said.split_once('=') {
        Some((duty, when)) => Ok(Confirmed { duty: duty.to_string(), on: parse_when(when, ctx.now)? }),
        None => Ok(Confirmed { duty: said.to_string(), on }),
    }
}

// Facts that a policy declares beyond the common ones.
#[derive(Debug, Clone, Default, Args)]
pub struct Fields {
    /// A fact that the policy declares
    #[arg(long = "field", value_name = "NAME=VALUE")]
    given: Vec<String>,
}

impl Fields {
    /// The facts by name.
    ///
    /// # Errors
    /// One that is not NAME=VALUE.
    pub fn read(&self) -> Result<BTreeMap<String, String>, Failure> {
        pairs("field", &self.given)
    }

    /// Takes the answer to a question; the flag is `field NAME=`, as a refusal names it.
    pub fn fill(&mut self, flag: &str, answer: &str) {
        self.given.push(format!("{}{answer}", flag.trim_start_matches("field ")));
    }

    pub fn are_none(&self) -> bool {
        self.given.is_empty()
    }

    pub fn has(&self, name: &str) -> bool {
        self.given.iter().any(|given| given.split_once('=').is_some_and(|(given, _)| given.trim() == name))
    }
}

/// `NAME=VALUE`, several of them.
///
/// # Errors
/// One without `=`, or without a name or a value.
pub fn pairs(flag: &str, given: &[String]) -> Result<BTreeMap<String, String>, Failure> {
    given
        .iter()
        .map(|text| match pair(flag, text)? {
            (name, value) if !value.trim().is_empty() => Ok((name, value.trim().to_string())),
            _ => Err(no_pair(flag, text)),
        })
        .collect()
}

/// `NAME=VALUE`, where the value is as it was typed, and may be empty.
///
/// # Errors
/// One without `=`, or without a name.
pub fn pair(flag: &str, given: &str) -> Result<(String, String), Failure> {
    match given.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_string(), value.to_string())),
        _ => Err(no_pair(flag, given)),
    }
}

fn no_pair(flag: &str, given: &str) -> Failure {
    Failure::usage(format!("`--{flag} {given}` is not NAME=VALUE"))
}

/// A date given with a flag, where a weekday is the latest one.
///
/// # Errors
/// Anything but four, two and two digits, or a word for a day.
pub fn date(given: Option<&String>, ctx: &Context) -> Result<Option<Date>, Failure> {
    let read = |text: &String| parse_when(text, ctx.now).map(|moment| moment.date());
    Ok(given.map(read).transpose()?)
}

/// A date by which something is due: a weekday is the next one, today included, and `tomorrow` is a day too.
///
/// # Errors
/// Anything but four, two and two digits, or a word for a day.
pub fn date_ahead(given: Option<&String>, ctx: &Context) -> Result<Option<Date>, Failure> {
    Ok(given.map(|text| parse_ahead(text, ctx.now)).transpose()?)
}
