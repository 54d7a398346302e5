//! The store's own settings: the config file that `init` writes, the closing days, a newer bank holiday list.

pub mod show;

use std::fmt::Display;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::error::{Code, Failure};
use crate::domain::calendar::{Calendar, Closure};
use crate::domain::time::{Date, parse_date};
use crate::store::{Store, Sum, settings, yaml};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The policy that `raise` uses when none is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// Who is doing things when nobody says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// How many years a record is kept after it ended; kept for ever where nobody says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retention_years: Option<u32>,
}

/// A stretch of closing days, as the file has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClosingDays {
    from: String,
    to: String,
    name: String,
}

impl Config {
    pub fn path(data_dir: &Path) -> PathBuf {
        data_dir.join(CONFIG)
    }

    /// The settings of a store; the defaults where there is no file.
    ///
    /// # Errors
    /// A file that can't be read, or has a key that is no setting.
    pub fn load(data_dir: &Path) -> Result<Config, Failure> {
        Ok(read(&Config::path(data_dir))?.unwrap_or_default())
    }

    /// Changes the settings by what they are while nobody else can change them, and gives what they then are.
    ///
    /// # Errors
    /// The store is busy, or the file can't be read or written.
    pub fn change(dir: &Path, store: &dyn Store, edit: impl Fn(Config) -> Config) -> Result<Config, Failure> {
        change(dir, store, CONFIG, edit)
    }
}

const CONFIG: &str = "config.yaml";
const CLOSING_DAYS: &str = "closing-days.yaml";

/// A newer official list, where somebody put one.
const BANK_HOLIDAYS: &str = "bank-holidays.json";

fn closing_days_path(data_dir: &Path) -> PathBuf {
    data_dir.join(CLOSING_DAYS)
}

/// The working calendar of a store: a newer bank holiday list if it has one, and its closing days.
///
/// # Errors
/// A file that can't be read or isn't what its name says.
pub fn calendar(data_dir: &Path) -> Result<Calendar, Failure> {
    let newer = data_dir.join(BANK_HOLIDAYS);
    let wrong = |fault: &dyn Display| Failure::new(Code::Failed, format!("`{}`: {fault}", newer.display()));
    let calendar = match settings::read(&newer).map_err(|fault| wrong(&fault))? {
        Some(bytes) => {
            let json = yaml::decode(&bytes).map_err(|fault| wrong(&fault.message))?;
            Calendar::from_gov_uk(&json).map_err(|fault| wrong(&fault))?
        }
        None => Calendar::england_and_wales(),
    };
    Ok(calendar.with_closures(closures(data_dir)?))
}

/// Adds what the calendar of a store goes by.
pub fn add_calendar(data_dir: &Path, sum: &mut Sum) {
    for path in [data_dir.join(BANK_HOLIDAYS), closing_days_path(data_dir)] {
        sum.add(&settings::read(&path).ok().flatten().unwrap_or_default());
    }
}

/// The closing days that hold for the whole store.
///
/// # Errors
/// A file that can't be read, or a date in it that is none.
pub fn closures(data_dir: &Path) -> Result<Vec<Closure>, Failure> {
    let path = closing_days_path(data_dir);
    let days: Vec<ClosingDays> = read(&path)?.unwrap_or_default();
    let date = |text: &str| {
        parse_date(text).map_err(|fault| Failure::new(Code::Failed, format!("`{}`: {fault}", path.display())))
    };
    days.iter()
        .map(|days| Ok(Closure { from: date(&days.from)?, to: date(&days.to)?, name: days.name.clone() }))
        .collect()
}

/// Adds closing days.
///
/// # Errors
/// The store is busy, or the file can't be read or written.
pub fn close(data_dir: &Path, store: &dyn Store, from: Date, to: Date, name: &str) -> Result<(), Failure> {
    let closed = |mut days: Vec<ClosingDays>| {
        days.push(ClosingDays { from: from.to_string(), to: to.to_string(), name: name.to_string() });
        days
    };
    change(data_dir, store, CLOSING_DAYS, closed).map(drop)
}

/// Puts others in the place of all closing days, worked out from those there are while nobody else can write.
///
/// # Errors
/// The store is busy, or the file can't be read or written.
pub fn keep_closures(
    data_dir: &Path,
    store: &dyn Store,
    left: impl Fn(&Closure) -> Vec<Closure>,
) -> Result<(), Failure> {
    let written =
        |one: Closure| ClosingDays { from: one.from.to_string(), to: one.to.to_string(), name: one.name.clone() };
    let kept = |days: Vec<ClosingDays>| {
        let each = days.into_iter().flat_map(|days| match (parse_date(&days.from), parse_date(&days.to)) {
            (Ok(from), Ok(to)) => {
                left(&Closure { from, to, name: days.name }).into_iter().map(written).collect::<Vec<_>>()
            }
            _ => vec![days],
        });
        each.collect()
    };
    change(data_dir, store, CLOSING_DAYS, kept).map(drop)
}

/// Changes one of the files by what is in it while nobody else can write, and gives what it then says. A file that says
/// that already stays as it is.
fn change<T: DeserializeOwned + Default + Clone + PartialEq + Serialize>(
    data_dir: &Path,
    store: &dyn Store,
    name: &str,
    edit: impl Fn(T) -> T,
) -> Result<T, Failure> {
    let path = data_dir.join(name);
    let mut changed = Err(Failure::new(Code::Failed, format!("`{}` was not changed", path.display())));
    store.keep(name, &mut |there| {
        let made = there.map_or_else(|| Ok(None), |bytes| parse(&path, &bytes)).and_then(|there| {
            let value = edit(there.clone().unwrap_or_default());
            if there.as_ref() == Some(&value) {
                return Ok((value, None));
            }
            let text = yaml::write(&value).map_err(|fault| Failure::new(Code::Failed, fault.to_string()))?;
            Ok((value, Some(text.into_bytes())))
        });
        match made {
            Ok((value, text)) => {
                changed = Ok(value);
                text
            }
            Err(failure) => {
                changed = Err(failure);
                None
            }
        }
    })?;
    changed
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, Failure> {
    let wrong = |line: u32, message: String| wrong(path, line, message);
    let unreadable = |fault: io::Error| match fault.kind() {
        ErrorKind::PermissionDenied => wrong(0, "you have no right to read this".to_string())
            .hinted("choose another folder for the store with `--data-dir DIR`, or get the right to read there"),
        ErrorKind::NotADirectory => wrong(0, "part of this is a file, not a folder".to_string())
            .hinted("say where the store is with `--data-dir`"),
        _ => wrong(0, fault.to_string()),
    };
    match settings::read(path).map_err(unreadable)? {
        Some(bytes) => parse(path, &bytes),
        None => Ok(None),
    }
}

fn parse<T: DeserializeOwned>(path: &Path, bytes: &[u8]) -> Result<Option<T>, Failure> {
    let wrong = |line: u32, message: String| wrong(path, line, message);
    let node = yaml::decode(bytes).and_then(|text| yaml::parse(&text));
    let node = node.map_err(|fault| wrong(fault.place.line, fault.message))?;
    match node.content {
        yaml::Content::Null => Ok(None),
        _ => serde_json::from_value(node.to_value()).map(Some).map_err(|fault| wrong(0, fault.to_string())),
    }
}

fn wrong(path: &Path, line: u32, message: String) -> Failure {
    let place = if line > 0 { format!("{}:{line}", path.display()) } else { path.display().to_string() };
    Failure::new(Code::Failed, format!("`{place}`: {message}"))
}
