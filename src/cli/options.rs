//! Options that several commands share, each written once.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::Days;
use clap::{Args, ValueEnum};

use super::context::Context;
use super::error::Failure;
use crate::domain::decide::Doing;
use crate::domain::event::Confirmed;
use crate::domain::time::{Date, Moment, parse_when};

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
    /// Who does it and when, with what they say of the rules in the way.
    ///
    /// # Errors
    /// A date that can't be read.
    pub fn doing<'a>(&self, ctx: &'a Context) -> Result<Doing<'a>, Failure> {
        let on = self.on.as_deref().map(|on| ctx.moment(on)).transpose()?.unwrap_or(ctx.now);
        let confirmed = self.confirm.iter().map(|said| confirmed(said, on, ctx)).collect::<Result<Vec<_>, _>>()?;
        Ok(Doing {
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

    pub fn has(&self, name: &str) -> bool {
        self.given.iter().any(|given| given.split_once('=').is_some_and(|(given, _)| given.trim() == name))
    }
}

/// `NAME=VALUE`, several of them.
///
/// # Errors
/// One without `=`, or without a name.
pub fn pairs(flag: &str, given: &[String]) -> Result<BTreeMap<String, String>, Failure> {
    let pair = |text: &String| match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() && (flag == "set" || !value.trim().is_empty()) => {
            Ok((name.trim().to_string(), value.trim().to_string()))
        }
        _ => Err(Failure::usage(format!("`--{flag} {text}` is not NAME=VALUE"))),
    };
    given.iter().map(pair).collect()
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
    let today = ctx.now.date();
    let read = |text: &String| match text.trim().to_ascii_lowercase().as_str() {
        "tomorrow" => Ok(today + Days::new(1)),
        word => {
            let date = parse_when(text, ctx.now)?.date();
            let weekday = word.starts_with(|c: char| c.is_ascii_alphabetic()) && !matches!(word, "today" | "yesterday");
            Ok(if weekday && date < today { date + Days::new(7) } else { date })
        }
    };
    given.map(read).transpose()
}

/// A word that stands for one of a set of values, as records and JSON write it.
///
/// # Errors
/// Another word: names those there are.
pub fn word<T: serde::de::DeserializeOwned>(typed: &str) -> Result<T, String> {
    serde_json::from_value(serde_json::Value::String(typed.to_string())).map_err(|fault| {
        let said = fault.to_string();
        let expected = said.split_once("expected ").map_or(said.as_str(), |(_, expected)| expected);
        format!("`{typed}` is none of {}", expected.trim_start_matches("one of "))
    })
}

/// A yes or a no, however it is capitalised or cut short.
///
/// # Errors
/// Anything else.
pub fn yes_or_no(typed: &str) -> Result<bool, String> {
    match typed.to_ascii_lowercase().as_str() {
        "yes" | "y" => Ok(true),
        "no" | "n" => Ok(false),
        _ => Err("write `yes` or `no`".to_string()),
    }
}
