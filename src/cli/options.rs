//! Options that several commands share.

pub mod filters;
pub mod near;
pub mod origins;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::context::Context;
use super::error::Failure;
pub use crate::domain::event::{word, yes_or_no};
use crate::domain::policy::{FieldId, Policy};
use crate::domain::time::{Date, Moment, Period, parse_due_date, parse_when};

// Facts that a policy declares beyond the common ones.
#[derive(Debug, Clone, Default, Args)]
pub struct Fields {
    /// A further detail that the protocol asks for; may be given several times
    #[arg(long = "field", value_name = "NAME=VALUE")]
    given: Vec<String>,
}

impl Fields {
    /// The facts by name. A field that can have several values has them in one text, separated by commas.
    ///
    /// # Errors
    /// One isn't NAME=VALUE, or a field has a second value without being allowed several.
    pub fn read(&self, policy: &Policy) -> Result<BTreeMap<FieldId, String>, Failure> {
        let mut facts: BTreeMap<FieldId, String> = BTreeMap::new();
        for given in &self.given {
            let (name, value) = filled_pair("field", given)?;
            match facts.entry(name.into()) {
                Entry::Vacant(free) => drop(free.insert(value)),
                Entry::Occupied(mut before) if policy.takes_several(before.key()) => {
                    let both = format!("{},{value}", before.get());
                    before.insert(both);
                }
                Entry::Occupied(before) if *before.get() == value => {}
                Entry::Occupied(before) => {
                    return Err(given_twice("field", before.key().as_str(), before.get(), &value));
                }
            }
        }
        Ok(facts)
    }

    pub fn are_none(&self) -> bool {
        self.given.is_empty()
    }
}

/// Parses several `NAME=VALUE`.
///
/// # Errors
/// One has no `=`, no name or no value, or two values have one name.
pub fn pairs<K: Ord + From<String>>(flag: &str, given: &[String]) -> Result<BTreeMap<K, String>, Failure> {
    let mut pairs: BTreeMap<String, String> = BTreeMap::new();
    for text in given {
        let (name, value) = filled_pair(flag, text)?;
        if let Some(before) = pairs.get(&name).filter(|before| **before != value) {
            return Err(given_twice(flag, &name, before, &value));
        }
        pairs.insert(name, value);
    }
    Ok(pairs.into_iter().map(|(name, value)| (name.into(), value)).collect())
}

/// The failure for two values where there can be one.
fn given_twice(flag: &str, name: &str, before: &str, value: &str) -> Failure {
    Failure::usage(format!("`--{flag} {name}` is given twice, and takes one value"))
        .hinted(format!("`{before}` or `{value}`?"))
}

fn filled_pair(flag: &str, given: &str) -> Result<(String, String), Failure> {
    match pair(flag, given)? {
        (name, value) if !value.trim().is_empty() => Ok((name, value.trim().to_string())),
        _ => Err(no_pair(flag, given)),
    }
}

/// Parses `NAME=VALUE`. The value is not trimmed and may be empty.
///
/// # Errors
/// It has no `=` or no name.
pub fn pair(flag: &str, given: &str) -> Result<(String, String), Failure> {
    match given.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_string(), value.to_string())),
        _ => Err(no_pair(flag, given)),
    }
}

/// The failure for a text that isn't NAME=VALUE.
pub fn no_pair(flag: &str, given: &str) -> Failure {
    Failure::usage(format!("`--{flag} {given}` is not NAME=VALUE"))
}

/// Parses a name or reference. It must not be empty, as it is if a script's variable was never set.
///
/// # Errors
/// It is empty or only spaces.
pub fn name(given: &str) -> Result<String, String> {
    match given.trim() {
        "" => Err("it is empty; leave the option out where there is nothing to name".to_string()),
        name => Ok(name.to_string()),
    }
}

/// Parses the path of a workbook.
///
/// # Errors
/// It is `-`, because a workbook can't be printed.
pub fn workbook(given: &str) -> Result<PathBuf, String> {
    if given == "-" { Err("a workbook goes into a file".to_string()) } else { Ok(PathBuf::from(given)) }
}

/// Parses a date; a weekday is the latest one.
///
/// # Errors
/// The text is no date.
pub fn date(given: Option<&String>, now: Moment) -> Result<Option<Date>, Failure> {
    let read = |text: &String| parse_when(text, now).map(|moment| moment.date());
    Ok(given.map(read).transpose()?)
}

/// Parses the date of a deadline; a weekday is the next one, which may be today, and `tomorrow` is allowed.
///
/// # Errors
/// The text is no date.
pub fn date_ahead(given: Option<&String>, now: Moment) -> Result<Option<Date>, Failure> {
    Ok(given.map(|text| parse_due_date(text, now)).transpose()?)
}

/// A moment that is still to come; a weekday is the next one.
///
/// # Errors
/// A text is no date.
pub fn moment_ahead(typed: &str, ctx: &Context) -> Result<Moment, Failure> {
    let moment = ctx.moment(typed)?;
    match moment.instant() {
        Some(_) => Ok(moment),
        None => Ok(Moment::on(parse_due_date(typed, ctx.now())?)),
    }
}

/// The first and last days that were given, by separate flags or by one for both. A period such as `last month` gives
/// its first day as the first and its last day as the last.
///
/// # Errors
/// A text is neither a date nor a period, or both ways are used.
pub fn days(
    from: Option<&String>,
    to: Option<&String>,
    period: Option<&String>,
    now: Moment,
) -> Result<(Option<Date>, Option<Date>), Failure> {
    let named = |text: &String| Period::named(text, now.date());
    if let Some(text) = period {
        let whole = named(text).ok_or_else(|| {
            Failure::usage(format!("`{text}` isn't a period")).hinted(
                "write a month (`last month`, `March 2026`), a quarter (`this quarter`, `2026-Q3`, `Q3 2026/27` of a financial year) or a year (`2026`, `2025/26`, `2025-26`, `last financial year`)",
            )
        })?;
        return Ok((Some(whole.from), Some(whole.to)));
    }
    let end = |given: Option<&String>, of: fn(Period) -> Date| match given.and_then(named) {
        Some(period) => Ok(Some(of(period))),
        None => date(given, now),
    };
    let (from, to) = (end(from, |period| period.from)?, end(to, |period| period.to)?);
    match from.zip(to).is_some_and(|(from, to)| to < from) {
        true => Err(Failure::usage("`--to` is before `--from`").hinted("give the earlier day with `--from`")),
        false => Ok((from, to)),
    }
}

/// The format of a file: the one asked for, otherwise that of its extension, such as `.html`, otherwise `usual`.
pub fn form_of_file<F: ValueEnum>(asked: Option<F>, file: Option<&Path>, usual: F) -> F {
    let ending = || file?.extension()?.to_str().and_then(|ending| F::from_str(ending, true).ok());
    asked.or_else(ending).unwrap_or(usual)
}
