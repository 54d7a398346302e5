//! The store's settings: the config file that `init` writes, closing days and school terms, a newer list of bank
//! holidays.

mod addresses;
mod children;
mod drafts;
mod periods;

pub use addresses::{addresses, drop_address, keep_address, written};
pub use children::{children, keep_children};
pub use drafts::{Reminded, claim, drafted, release};
pub use periods::{Periods, part};

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_path_to_error::Segment;

use super::error::{Code, Failure};
use crate::domain::calendar::Calendar;
use crate::domain::worded::Worded;
use crate::store::{SmallFile, Store, StoreError, Sum, settings, yaml};

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
    /// Where the records are, if not in this folder: the address of a store on a server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store: Option<String>,
    /// Filters of `list` by the name that they are kept under, as they would be typed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub filters: BTreeMap<String, String>,
}

impl Config {
    pub fn path(data_dir: &Path) -> PathBuf {
        data_dir.join(SmallFile::Config.word())
    }

    /// The settings of a store; the defaults if there is no file.
    ///
    /// # Errors
    /// The file can't be read, or has an unknown key.
    pub fn load(data_dir: &Path) -> Result<Config, Failure> {
        let path = Config::path(data_dir);
        match settings::read(&path).map_err(|fault| unreadable(&path.display().to_string(), &fault))? {
            Some(bytes) => Ok(parse(&path.display().to_string(), &bytes)?.unwrap_or_default()),
            None => Ok(Config::default()),
        }
    }

    /// The settings in a file.
    ///
    /// # Errors
    /// It has an unknown key, or can't be read as settings.
    #[cfg(feature = "postgres")]
    pub fn parse(shown: &str, bytes: &[u8]) -> Result<Config, Failure> {
        Ok(parse(shown, bytes)?.unwrap_or_default())
    }

    /// The user's own settings on this computer, together with those of the store for everybody. Whatever everybody
    /// must count alike comes from the store alone.
    ///
    /// # Errors
    /// The store's file can't be read, or has an unknown key.
    pub fn shared(self, store: &dyn Store) -> Result<Config, Failure> {
        let shared: Config = read(store, SmallFile::Config.word())?.unwrap_or_default();
        Ok(Config {
            policy: self.policy.or(shared.policy),
            user: self.user,
            team: self.team.or(shared.team),
            retention_years: shared.retention_years,
            store: self.store,
            // The store's filters are for everybody; the user's own with the same name replace them.
            filters: shared.filters.into_iter().chain(self.filters).collect(),
        })
    }

    /// The settings of a copy of a store, of which these are the settings: what is for everybody comes from them, and what
    /// is a person's own from those that the place had before. On a server nobody's own settings are kept.
    #[cfg(feature = "postgres")]
    #[must_use]
    pub fn copied(self, before: Config, by_server: bool) -> Config {
        let own = |here: Option<String>| here.filter(|_| !by_server);
        Config {
            policy: self.policy.or(before.policy),
            user: before.user.or(own(self.user)),
            team: before.team.or(self.team),
            retention_years: self.retention_years.or(before.retention_years),
            store: before.store.or(own(self.store)),
            filters: self.filters.into_iter().chain(before.filters).collect(),
        }
    }

    /// Changes the settings while nobody else can, and returns the new ones.
    ///
    /// # Errors
    /// The store is busy, or the file can't be read or written.
    pub fn change(store: &dyn Store, edit: impl Fn(Config) -> Config) -> Result<Config, Failure> {
        change(store, SmallFile::Config.word(), edit)
    }
}

/// The working calendar of a store, with its newer list of bank holidays, if it has one, its closing days
/// and school terms.
///
/// # Errors
/// A file can't be read, or its content is invalid.
pub fn calendar(store: &dyn Store) -> Result<Calendar, Failure> {
    let name = || store.kept_name(SmallFile::BankHolidays.word());
    let wrong = |fault: &dyn Display| Failure::new(Code::Failed, format!("`{}`: {fault}", name()));
    let calendar = match kept(store, SmallFile::BankHolidays.word(), |fault| wrong(&fault))? {
        Some(bytes) => {
            let json = yaml::decode(&bytes).map_err(|fault| wrong(&fault.message))?;
            Calendar::from_gov_uk(&json).map_err(|fault| wrong(&fault))?
        }
        None => Calendar::england_and_wales(),
    };
    let (closures, terms) = (Periods::ClosingDays.listed(store)?, Periods::SchoolTerms.listed(store)?);
    Ok(calendar.with_closures(closures).with_terms(terms))
}

/// Whether a store has its own, newer list of bank holidays.
pub fn has_bank_holidays(store: &dyn Store) -> bool {
    store.kept(SmallFile::BankHolidays.word()).is_ok_and(|list| list.is_some())
}

/// Adds everything that the calendar of a store depends on to a checksum.
pub fn add_calendar(store: &dyn Store, sum: &mut Sum) {
    for name in [SmallFile::BankHolidays.word(), Periods::ClosingDays.file(), Periods::SchoolTerms.file()] {
        sum.add(&store.kept(name).ok().flatten().unwrap_or_default());
    }
}

/// Changes one of the files while nobody else can, and returns its new content. If nothing changes, the file isn't
/// written.
fn change<T: DeserializeOwned + Default + Clone + PartialEq + Serialize>(
    store: &dyn Store,
    name: &str,
    edit: impl Fn(T) -> T,
) -> Result<T, Failure> {
    let shown = store.kept_name(name);
    let mut changed = Err(Failure::new(Code::Failed, format!("`{shown}` was not changed")));
    store.keep(name, &mut |there| {
        let made = there.map_or_else(|| Ok(None), |bytes| parse(&shown, &bytes)).and_then(|there| {
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

fn read<T: DeserializeOwned>(store: &dyn Store, name: &str) -> Result<Option<T>, Failure> {
    match kept(store, name, |fault| unreadable(&store.kept_name(name), &fault))? {
        Some(bytes) => parse(&store.kept_name(name), &bytes),
        None => Ok(None),
    }
}

/// The content of a file that the user names, in the format of settings; `None` if it is empty.
///
/// # Errors
/// The file can't be read, or isn't in that format.
pub fn of_file<T: DeserializeOwned>(file: &Path) -> Result<Option<T>, Failure> {
    let shown = file.display().to_string();
    let missing = || wrong(&shown, 0, "there is no such file".to_string());
    let bytes = settings::read(file).map_err(|fault| wrong(&shown, 0, fault.to_string()))?;
    parse(&shown, &bytes.ok_or_else(missing)?)
}

/// A small file of a store; `None` if it isn't there. `wrong` makes the failure if it can't be read.
fn kept(store: &dyn Store, name: &str, wrong: impl Fn(io::Error) -> Failure) -> Result<Option<Vec<u8>>, Failure> {
    let failure = |fault| if let StoreError::Io { source, .. } = fault { wrong(source) } else { fault.into() };
    store.kept(name).map_err(failure)
}

fn unreadable(shown: &str, fault: &io::Error) -> Failure {
    if fault.kind() == ErrorKind::PermissionDenied {
        return wrong(shown, 0, "you have no right to read this".to_string())
            .hinted("choose another folder for the store with `--data-dir DIR`, or get the right to read there");
    }
    if fault.kind() == ErrorKind::NotADirectory {
        return wrong(shown, 0, "part of this is a file, not a folder".to_string())
            .hinted("say where the store is with `--data-dir`");
    }
    wrong(shown, 0, fault.to_string())
}

fn parse<T: DeserializeOwned>(shown: &str, bytes: &[u8]) -> Result<Option<T>, Failure> {
    let wrong = |line: u32, message: String| wrong(shown, line, message);
    let node = yaml::decode(bytes).and_then(|text| yaml::parse(&text));
    let node = node.map_err(|fault| wrong(fault.place.line, fault.message))?;
    if matches!(node.content, yaml::Content::Null) {
        return Ok(None);
    }
    serde_path_to_error::deserialize(node.to_value()).map(Some).map_err(|fault| {
        let (at, fault) = (at(&node, fault.path()), fault.inner().to_string());
        let line = at.place.line;
        if let Some((key, _)) = fault.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`')) {
            return wrong(line, format!("`{key}` is not a key that this version of iro knows")).hinted(
                "see whether it is spelt rightly; if a newer version of iro wrote it, update iro on this computer",
            );
        }
        match yaml::expected(&fault) {
            Some(expected) => wrong(line, format!("{expected} should be here, not {}", at.kind())),
            None => wrong(line, fault),
        }
    })
}

/// The value at a path; that of an unknown key, if the path ends with one.
fn at<'a>(node: &'a yaml::Node, path: &serde_path_to_error::Path) -> &'a yaml::Node {
    path.iter().fold(node, |node, segment| match (&node.content, segment) {
        (yaml::Content::Map(pairs), Segment::Map { key }) => {
            pairs.iter().find(|(own, _)| own.text == *key).map_or(node, |(_, below)| below)
        }
        (yaml::Content::List(items), Segment::Seq { index }) => items.get(*index).unwrap_or(node),
        _ => node,
    })
}

fn wrong(shown: &str, line: u32, message: String) -> Failure {
    let place = if line > 0 { format!("{shown}:{line}") } else { shown.to_string() };
    Failure::new(Code::Failed, format!("`{place}`: {message}"))
}
