//! What can go wrong with the store, in the words a person reads.

use std::io;
use std::path::{Path, PathBuf};

use super::record_file::{EMPTY, NotAppended, Unreadable};
use super::server_rule::ServerRule;
use super::tombstone::Tombstone;
use crate::domain::fault::Fault;
use crate::domain::id::DisputeId;
use crate::domain::record::FORMAT;
use crate::domain::text::ticked;
use crate::domain::time::describe;

/// The name of the fault that a record is there twice.
pub const TWICE: &str = "twice";

/// The name of the fault that the rows of a record on a server can't be read. Its hint is about the rows.
pub const DAMAGED_ROWS: &str = "damaged";

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("there is no dispute `{asked}`")]
    NotFound { asked: String, near: Vec<DisputeId> },

    /// Files with other names may be this record.
    #[error("there is no record of `{id}` in its place; {} of it", may_be(.paths))]
    Misnamed { id: DisputeId, paths: Vec<PathBuf> },

    #[error("the record of `{id}` was here, as the ledger says, and is gone")]
    Gone { id: DisputeId },

    #[error("`{}` was removed on {} by {}, for this reason: {}", .0.id, describe(.0.purged_at.date()), .0.by, .0.reason)]
    Purged(Box<Tombstone>),

    #[error("`{number}` is the number of several disputes: {}", ticked(.ids))]
    Ambiguous { number: u32, ids: Vec<DisputeId> },

    /// The record can't be read, and nothing is written to it until a person has repaired it.
    #[error("{}", summed_up(.faults))]
    Damaged { faults: Vec<Fault> },

    #[error(
        "dispute `{id}` was written by a newer version of this program, in format {format}; this one knows {FORMAT}"
    )]
    Newer { id: DisputeId, format: u32 },

    #[error("the store is busy: another command is {doing} `{store}`")]
    Busy { store: String, doing: &'static str },
    #[error("the server of the store `{store}` has no connection free: {why}")]
    Crowded { store: String, why: String },

    /// The file system has no locks, so a second writer could not be kept out.
    #[error("nothing is written in `{store}`, because it can't be locked: {why}")]
    NoLocks { store: String, why: &'static str },

    #[error("dispute `{id}` was changed by somebody else meanwhile")]
    Changed { id: DisputeId },

    /// Writing now would hide that events were lost.
    #[error("the record of `{id}` has {}, and had {known} as the ledger says: it is an older copy", counted(*.events))]
    RolledBack { id: DisputeId, events: u32, known: u32 },

    /// Everything was written safely, but a file is not yet where it belongs.
    #[error("{} recorded, but could not be put in place at `{}`: {source}", recorded(.ids), .path.display())]
    Unplaced { ids: Vec<DisputeId>, path: PathBuf, source: io::Error },

    /// The change was made, but a power cut may undo it.
    #[error("what was done at `{}` could not be made safe from a power cut: {}", .path.display(), in_words(.source))]
    Unsynced { path: PathBuf, source: io::Error },

    /// Removing a record would leave copies of it.
    #[error("{} of `{id}`, or another record of that number", may_be(.paths))]
    CopyLeft { id: DisputeId, paths: Vec<PathBuf> },

    /// Taking it in would record one dispute under two numbers.
    #[error("the record in the file, `{was}`, is in this store already, as `{id}`")]
    TakenIn { id: DisputeId, was: DisputeId },

    /// Nothing was written, because it would not be read back as intended.
    #[error("the record of `{id}` can't be written: {reason}")]
    Unfaithful { id: DisputeId, reason: String },

    #[error("`{year}` has no number left after {highest}")]
    NoNumberLeft { year: u16, highest: u32 },

    #[error(transparent)]
    Draft(anyhow::Error),

    /// Nothing can be written in a folder at all.
    #[error("nothing can be written in `{}`: {why}", .folder.display())]
    Unwritable { folder: PathBuf, why: &'static str },

    /// A store on a server can't do what was asked, or can't be reached.
    #[error("{message}")]
    Server { rule: ServerRule, message: String, hint: Option<String> },

    /// The write failed before anything was in its place.
    #[error("nothing was recorded: `{}`: {}", .path.display(), in_words(.source))]
    Unrecorded { path: PathBuf, source: io::Error },

    #[error("`{}`: {}", .path.display(), in_words(.source))]
    Io { path: PathBuf, source: io::Error },
}

/// Adds to an I/O error the path it is about.
pub(super) trait At<T> {
    fn at(self, path: &Path) -> Result<T, StoreError>;

    /// The same for something that is created in a folder. If the folder can't be written, the error names the folder.
    fn made_in(self, folder: &Path) -> Result<T, StoreError>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, path: &Path) -> Result<T, StoreError> {
        self.map_err(|source| StoreError::Io { path: path.to_path_buf(), source })
    }

    fn made_in(self, folder: &Path) -> Result<T, StoreError> {
        self.map_err(|source| {
            let folder = folder.to_path_buf();
            let why = match source.kind() {
                io::ErrorKind::PermissionDenied => "you have no right to write there",
                io::ErrorKind::ReadOnlyFilesystem => READ_ONLY,
                io::ErrorKind::NotFound => "there is no such folder, and none can be made",
                io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => FILE_FOR_FOLDER,
                _ => return StoreError::Io { path: folder, source },
            };
            StoreError::Unwritable { folder, why }
        })
    }
}

impl StoreError {
    pub(super) fn unreadable(id: DisputeId, wrong: Unreadable) -> Self {
        match wrong {
            Unreadable::Damaged(faults) => StoreError::Damaged { faults },
            Unreadable::Newer(format) => StoreError::Newer { id, format },
        }
    }

    pub(super) fn not_appended(id: DisputeId, refused: NotAppended) -> Self {
        match refused {
            NotAppended::Newer(format) => StoreError::Newer { id, format },
            NotAppended::Unfaithful(wrong) => StoreError::Unfaithful { id, reason: wrong.0 },
        }
    }

    /// Turns `Unsynced` into an ordinary failure, for a step that others depend on: it stops the change.
    pub(super) fn of_a_first_step(self) -> Self {
        if let StoreError::Unsynced { path, source } = self { StoreError::Io { path, source } } else { self }
    }

    /// Turns an I/O error into `Unrecorded`, for a change that is made as a whole or not at all.
    pub(super) fn of_a_change(self) -> Self {
        if let StoreError::Io { path, source } = self { StoreError::Unrecorded { path, source } } else { self }
    }

    /// Whether the cause is a file that already exists.
    pub fn already_exists(&self) -> bool {
        matches!(self, StoreError::Io { source, .. } if source.kind() == io::ErrorKind::AlreadyExists)
    }

    /// Whether the cause is a file that doesn't exist.
    pub(super) fn is_missing_file(&self) -> bool {
        matches!(self, StoreError::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }

    /// Whether the right to a file or a folder is missing, and perhaps nothing else.
    pub fn lacks_right(&self) -> bool {
        matches!(self, StoreError::Io { source, .. } if source.kind() == io::ErrorKind::PermissionDenied)
    }
}

/// What to do about a file that there is no right to: nothing else need be wrong with it.
pub const GIVE_THE_RIGHT: &str =
    "give yourself the right to it again (`chmod u+rwX FILE`), or ask whoever looks after the folder; don't replace it";

const READ_ONLY: &str = "it can only be read";
const FILE_FOR_FOLDER: &str = "there is a file where a folder should be";

/// What to do about a record that can't be read.
pub fn repair_hint(faults: &[Fault]) -> &str {
    match faults {
        [Fault { rule, hint: Some(hint), .. }] if rule == DAMAGED_ROWS => hint,
        [only] if only.message == EMPTY => {
            "restore this file alone from a backup; if a command was stopped before it recorded anything in it, \
             `iro doctor --repair` takes it away"
        }
        _ => "the file is left as it is; fix it, or restore this file alone from a backup",
    }
}

/// An error of the system, in words that help to find the cause.
pub fn in_words(source: &io::Error) -> String {
    let words = match source.kind() {
        io::ErrorKind::NotFound => "it is not there",
        io::ErrorKind::PermissionDenied => "you have no right to it",
        io::ErrorKind::ReadOnlyFilesystem => READ_ONLY,
        io::ErrorKind::NotADirectory => FILE_FOR_FOLDER,
        io::ErrorKind::IsADirectory => "there is a folder where a file should be",
        io::ErrorKind::StorageFull => "the disk is full",
        // For any other error, the system's own words are the most precise.
        _ => return source.to_string(),
    };
    words.to_string()
}

fn may_be(paths: &[PathBuf]) -> String {
    let what = if paths.len() == 1 { "may be a copy" } else { "may be copies" };
    format!("{} {what}", ticked(paths.iter().map(|path| path.display())))
}

fn counted(events: u32) -> String {
    let noun = if events == 1 { "event" } else { "events" };
    format!("{events} {noun}")
}

fn recorded(ids: &[DisputeId]) -> String {
    let verb = if ids.len() == 1 { "was" } else { "were" };
    format!("{} {verb}", ticked(ids))
}

fn summed_up(faults: &[Fault]) -> String {
    let Some(first) = faults.first() else {
        return "the record is damaged".to_string();
    };
    let place = match first.line {
        0 => first.file.clone(),
        line => format!("{}:{line}:{}", first.file, first.column),
    };
    match faults.len() - 1 {
        0 => format!("{place}: {}", first.message),
        more => format!("{place}: {} (and {more} more)", first.message),
    }
}

/// Why an address or a path can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct NoPlace {
    pub message: String,
    pub hint: Option<String>,
}

impl NoPlace {
    #[cfg(feature = "postgres")]
    pub(super) fn new(message: impl Into<String>, hint: impl Into<String>) -> NoPlace {
        NoPlace { message: message.into(), hint: Some(hint.into()) }
    }
}
