//! Which folders of closed records contain only ended disputes. An open dispute that a person or a sync client moved
//! there must still be found by commands for open ones, but reading every closed record each morning would take too
//! long. So a folder that is known to contain only ended ones is noted, with a checksum of its state: in the lock file
//! by a writer, who knows what was changed, and beside the index by a reader who has looked. If the state is another
//! one, the folder is searched again. Nothing depends on the notes: without them, everything is read. (S9 in
//! `docs/decisions.md`.)

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::folders::{Folders, stands};
use super::highest::state;
use super::names::file_name;
use super::{atomic, index, lock};
use crate::domain::id::DisputeId;
use crate::store::error::StoreError;
use crate::store::memo;
use crate::store::records::{Filed, MaybeOpen};
use crate::store::sum::Sum;

/// The first word of a note. Changing it makes all earlier notes invalid.
const WORD: &str = "ended";

/// Folders of closed records by name, each with a checksum of its state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Settled {
    years: BTreeMap<String, u64>,
}

impl Settled {
    /// All folders as they are now, whatever is in them. One whose state can't be found out is left out.
    pub(super) fn all(folders: &Folders) -> Result<Settled, StoreError> {
        let years = folders.years()?.into_iter().filter_map(|year| Some((name(&year)?, sum_of(&year)?)));
        Ok(Settled { years: years.collect() })
    }

    /// The folders that are noted to contain only ended records and haven't changed since.
    pub(super) fn noted(folders: &Folders, now: &Settled) -> Settled {
        let root = folders.root();
        let left = lock::left_behind(root).ok().and_then(|left| Settled::of(left.split(|byte| *byte == b'\n').nth(1)?));
        let looked = || Settled::of(fs::read(note(root)).ok()?.strip_suffix(b"\n")?);
        let left = now.and(&left.unwrap_or_default());
        if left == *now { left } else { left.or(&now.and(&looked().unwrap_or_default())) }
    }

    /// What a writer may note if nobody else has changed anything: the folders in `noted`, and new ones that weren't in
    /// `before`.
    pub(super) fn after(folders: &Folders, before: &Settled, noted: &Settled) -> Result<Settled, StoreError> {
        let mut now = Settled::all(folders)?;
        now.years.retain(|year, _| noted.years.contains_key(year) || !before.years.contains_key(year));
        Ok(now)
    }

    /// The note as a line with a checksum.
    pub(super) fn line(&self) -> String {
        let years = self.years.iter().map(|(year, sum)| format!(" {year}:{sum:016x}"));
        let line = format!("{WORD}{}", years.collect::<String>());
        format!("{line} {:016x}\n", Sum::of(line.as_bytes()))
    }

    /// Parses a note without its line break; `None` if it isn't whole.
    fn of(line: &[u8]) -> Option<Settled> {
        let (said, sum) = std::str::from_utf8(line).ok()?.rsplit_once(' ')?;
        let whole = u64::from_str_radix(sum, 16).is_ok_and(|sum| sum == Sum::of(said.as_bytes()));
        let mut words = said.split(' ').filter(|_| whole);
        words.next().filter(|word| *word == WORD)?;
        let year = |word: &str| {
            let (year, sum) = word.split_once(':')?;
            Some((year.to_string(), u64::from_str_radix(sum, 16).ok()?))
        };
        Some(Settled { years: words.map(year).collect::<Option<_>>()? })
    }

    fn has(&self, year: &Path) -> bool {
        name(year).is_some_and(|year| self.years.contains_key(&year))
    }

    /// The folders that have the same state in both.
    fn and(&self, other: &Settled) -> Settled {
        let same = self.years.iter().filter(|(year, sum)| other.years.get(*year) == Some(sum));
        Settled { years: same.map(|(year, sum)| (year.clone(), *sum)).collect() }
    }

    fn or(mut self, other: &Settled) -> Settled {
        self.years.extend(other.years.clone());
        self
    }
}

/// The closed records that are not known to have ended.
pub(super) fn unsure(folders: &Folders) -> Result<MaybeOpen, StoreError> {
    // Read before the files, so that a change in between makes the noted state stale.
    let now = Settled::all(folders)?;
    let noted = Settled::noted(folders, &now);
    let years = folders.years()?.into_iter().filter(|year| now.has(year) && !noted.has(year));
    let (mut listed, mut mark) = (Vec::new(), now.clone());
    for year in years {
        listed.extend(folders.stamped(&year, Filed::Closed)?);
        // A file under another name may be a record too.
        if !folders.unplaced_in(&year)?.is_empty() {
            mark.years.retain(|other, _| name(&year).as_ref() != Some(other));
        }
    }
    Ok(MaybeOpen { listed, mark: mark.line() })
}

/// The folders of closed records that may contain others than ended ones.
pub(super) fn unsure_years(folders: &Folders) -> Result<Vec<PathBuf>, StoreError> {
    let noted = Settled::noted(folders, &Settled::all(folders)?);
    Ok(folders.years()?.into_iter().filter(|year| !noted.has(year)).collect())
}

/// Notes that all of these records have ended, except those in `but`, wherever their files lie. A failure costs only
/// time.
pub(super) fn note_all_ended(folders: &Folders, unsure: &MaybeOpen, but: &[DisputeId]) -> Option<()> {
    // Reading so few is quicker than remembering them.
    if unsure.listed.len() < memo::WORTH_IT {
        return None;
    }
    let root = folders.root();
    let mut mark = Settled::of(unsure.mark.strip_suffix('\n')?.as_bytes())?;
    // The folder isn't always that of the id's year: the file may have been moved by hand.
    let has_one =
        |year: &str| but.iter().any(|id| stands(&folders.closed().join(year).join(file_name(*id))).unwrap_or(true));
    mark.years.retain(|year, _| !has_one(year));
    let _nothing_is_being_removed = lock::share_index(root)?;
    atomic::make_inner_folder(&root.join(index::FOLDER)).ok()?;
    atomic::replace_unsynced(&note(root), mark.line().as_bytes()).ok()
}

fn note(root: &Path) -> PathBuf {
    root.join(index::FOLDER).join("settled")
}

fn name(year: &Path) -> Option<String> {
    Some(year.file_name()?.to_str()?.to_string())
}

fn sum_of(folder: &Path) -> Option<u64> {
    Some(Sum::of(state(folder)?.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_of_a_note_counts() {
        let years = [("2019", 7), ("2026", u64::MAX)].map(|(year, sum)| (year.to_string(), sum));
        for settled in [Settled::default(), Settled { years: years.into() }] {
            let line = settled.line();
            let good = line.trim_end().as_bytes();
            assert_eq!(Settled::of(good), Some(settled));
            for at in 0..good.len() {
                let mut bad = good.to_vec();
                bad[at] ^= 1;
                assert_eq!(Settled::of(&bad), None, "{}", String::from_utf8_lossy(&bad));
                assert_eq!(Settled::of(&good[..at]), None, "{at}");
            }
        }
    }
}
