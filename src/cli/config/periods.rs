//! The lists of periods that hold for the whole store: closing days of the authority, and school terms.

use serde::{Deserialize, Serialize};

use super::{change, read};
use crate::cli::error::{Code, Failure};
use crate::domain::calendar::NamedPeriod;
use crate::domain::time::{Date, parse_date};
use crate::domain::worded::Worded;
use crate::render::clean;
use crate::store::{SmallFile, Store};

/// Which of the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Periods {
    ClosingDays,
    SchoolTerms,
}

/// A period, as the file has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    from: String,
    to: String,
    name: String,
}

impl Periods {
    pub fn file(self) -> &'static str {
        match self {
            Periods::ClosingDays => SmallFile::ClosingDays.word(),
            Periods::SchoolTerms => SmallFile::SchoolTerms.word(),
        }
    }

    /// What messages call the file.
    pub fn shown(self, store: &dyn Store) -> String {
        store.kept_name(self.file())
    }

    /// The periods listed for the whole store.
    ///
    /// # Errors
    /// The file can't be read, or has an invalid date or a period that ends before it begins.
    pub fn listed(self, store: &dyn Store) -> Result<Vec<NamedPeriod>, Failure> {
        let written: Vec<Written> = read(store, self.file())?.unwrap_or_default();
        let date = |text: &str| {
            parse_date(text).map_err(|fault| Failure::new(Code::Failed, format!("`{}`: {fault}", self.shown(store))))
        };
        let period = |one: &Written| {
            let (from, to) = (date(&one.from)?, date(&one.to)?);
            if to < from {
                let name = clean::line(&one.name);
                let message = format!("`{}`: `{name}` ends on {to}, before it begins on {from}", self.shown(store));
                return Err(Failure::new(Code::Failed, message).hinted("put the two dates right in that file"));
            }
            Ok(NamedPeriod { from, to, name: one.name.clone() })
        };
        written.iter().map(period).collect()
    }

    /// Adds a period.
    ///
    /// # Errors
    /// The store is busy, or the file can't be read or written.
    pub fn add(self, store: &dyn Store, from: Date, to: Date, name: &str) -> Result<(), Failure> {
        let added = |mut all: Vec<Written>| {
            all.push(Written { from: from.to_string(), to: to.to_string(), name: name.to_string() });
            all
        };
        change(store, self.file(), added).map(drop)
    }

    /// Takes the days from `from` to `to` out of every period, while nobody else can write.
    ///
    /// # Errors
    /// The store is busy, or the file can't be read or written.
    pub fn take_out(self, store: &dyn Store, from: Date, to: Date) -> Result<(), Failure> {
        let left = |one: &NamedPeriod| {
            let before = from.pred_opt().and_then(|day| part(one, one.from, one.to.min(day)));
            let after = to.succ_opt().and_then(|day| part(one, one.from.max(day), one.to));
            before.into_iter().chain(after)
        };
        let written = |one: NamedPeriod| Written { from: one.from.to_string(), to: one.to.to_string(), name: one.name };
        let kept = |all: Vec<Written>| {
            let each = all.into_iter().flat_map(|one| match (parse_date(&one.from), parse_date(&one.to)) {
                (Ok(from), Ok(to)) => left(&NamedPeriod { from, to, name: one.name }).map(written).collect::<Vec<_>>(),
                _ => vec![one],
            });
            each.collect()
        };
        change(store, self.file(), kept).map(drop)
    }
}

/// A part of a period; `None` if it would end before it begins.
pub fn part(period: &NamedPeriod, from: Date, to: Date) -> Option<NamedPeriod> {
    (from <= to).then(|| NamedPeriod { from, to, name: period.name.clone() })
}
