//! What lies among the records but isn't one, judged by names only: leftovers of interrupted commands, copies made by
//! sync clients or editors, and files that somebody put there.

use std::path::{Path, PathBuf};

use super::atomic::UNFINISHED;
use super::ledger::LEDGER;
use crate::domain::id::DisputeId;
use crate::domain::worded::Worded;
use crate::store::small_files::SmallFile;
use crate::store::unplaced::Misplaced;

/// What is said of a file that is nothing of the store's.
pub(super) const NO_RECORD: &str = "is not a record, and is not read";

/// Something in the folders of the records that is not a record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stray {
    pub path: PathBuf,
    pub kind: StrayKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum StrayKind {
    /// Left by a command that was killed. Nothing depends on it.
    Unfinished,
    /// It may be the store's own, in the wrong place or under the wrong name.
    Misplaced(Misplaced),
    Other,
}

pub(super) fn is_unfinished(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().starts_with(UNFINISHED)
}

pub(super) fn stray(path: PathBuf) -> Stray {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let kind = match id_in(&name) {
        _ if is_unfinished(&path) => StrayKind::Unfinished,
        Some(id) => StrayKind::Misplaced(Misplaced::CopyOf(id)),
        None if may_be_a_record(&name) => StrayKind::Misplaced(Misplaced::Record),
        None => StrayKind::Other,
    };
    Stray { path, kind }
}

/// The first id in a name: `Copy of 2026-0042.yaml`, `2026-0042 (conflicted copy).yaml`.
pub(super) fn id_in(name: &str) -> Option<DisputeId> {
    let words = name.split(|c: char| !c.is_ascii_digit() && c != '-').map(|word| word.trim_matches('-'));
    words.filter(|word| word.len() > 5 && word.as_bytes()[4] == b'-').find_map(|word| {
        let end = word[5..].find('-').map_or(word.len(), |end| end + 5);
        word[..end].parse().ok()
    })
}

/// Files that file managers put into any folder, and create again if they are deleted.
pub(super) fn is_of_a_file_manager(name: &str) -> bool {
    [".DS_Store", "Thumbs.db", "desktop.ini"].contains(&name)
}

/// Whether somebody may have meant a file as a record. Working files of editors and file managers are not meant as
/// records.
pub(super) fn may_be_a_record(name: &str) -> bool {
    let lower = name.to_lowercase();
    let own = lower.starts_with(['.', '~', '#']) || lower.ends_with('~') || lower.ends_with(".tmp");
    !own && (lower.ends_with(".yaml") || lower.ends_with(".yml") || id_in(name).is_some())
}

/// The small file of the store that a file looks like a copy of.
pub(super) fn copy_beside(name: &str) -> Option<&'static str> {
    let stem =
        |own: &'static str| own.rsplit_once('.').map(|(stem, _)| stem).filter(|stem| !stem.is_empty()).unwrap_or(own);
    let own = || SmallFile::WORDS.iter().copied().chain([LEDGER]);
    own().find(|own| name.contains(stem(own))).filter(|_| !own().any(|own| own == name))
}
