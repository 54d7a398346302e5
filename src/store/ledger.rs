//! The ledger of record heads beside the records: one line for each write, which says how many events a record then had
//! and the digest of the last. It is only ever added to, so that a record rolled back, deleted or swapped is noticed.
//! A line vouches for the one before it. It is no part of the answer to any question but `check`'s.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::error::{At, StoreError};
use super::record_file::Digest;
use crate::domain::id::DisputeId;

mod read;
#[cfg(test)]
mod tests;

pub(super) use read::{Ledger, Line};

pub(super) const LEDGER: &str = ".ledger";

/// What the first line vouches for.
const NOTHING: &str = "00000000000000000000000000000000";

/// How far from its end the last line is looked for; lines with a reason can be long.
const LAST_LINES: u64 = 64 * 1024;

/// Why a line is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// A record was written.
    Wrote,
    /// A record was found that the ledger didn't know, or not with all its events.
    Found,
    /// A record that was edited by hand, or is gone, is accepted as it is; with who, when and why.
    Accepted,
    /// A record past its retention was removed; with who, when and why.
    Purged,
    /// The ledger was begun again; with when and why.
    Began,
}

impl What {
    const ALL: [(What, &'static str); 5] = [
        (What::Wrote, "wrote"),
        (What::Found, "found"),
        (What::Accepted, "accepted"),
        (What::Purged, "purged"),
        (What::Began, "began"),
    ];

    fn word(self) -> &'static str {
        What::ALL.iter().find(|(what, _)| *what == self).map_or("", |(_, word)| word)
    }

    fn of(word: &str) -> Option<What> {
        What::ALL.iter().find(|(_, known)| *known == word).map(|(what, _)| *what)
    }
}

/// The state of a record that a line is to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    pub id: DisputeId,
    pub events: u32,
    pub head: Digest,
}

pub(super) fn path(root: &Path) -> PathBuf {
    root.join(LEDGER)
}

/// A ledger that can be added to. It is opened before a record is written: if that fails, nothing is written.
#[derive(Debug)]
pub(super) struct Open {
    file: File,
    path: PathBuf,
    /// What the last line bears and whether the file ends with a whole line, once that was looked up.
    last: Option<(String, bool)>,
}

/// Opens the ledger of a store, to be called with the lock held.
pub(super) fn open(root: &Path) -> Result<Open, StoreError> {
    let path = path(root);
    match fs::symlink_metadata(&path) {
        Ok(found) if !found.is_file() => return Err(io::Error::other("not a file, as the ledger must be")).at(&path),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(&path).at(&path)?;
    Ok(Open { file, path, last: None })
}

impl Open {
    /// Adds a line. It is not synced: the record is, and comes first, so that a power cut leaves a ledger that is behind,
    /// never one that is ahead.
    pub(super) fn note(
        &mut self,
        what: What,
        id: Option<DisputeId>,
        state: Option<Head>,
        more: Option<&Value>,
    ) -> Result<(), StoreError> {
        let (last, whole) = match self.last.take() {
            Some(last) => last,
            None => self.last_chain().at(&self.path)?,
        };
        let body = body(what, id.or(state.map(|head| head.id)), state, more);
        let borne = chain(&last, &body);
        let line = format!("{}{borne} {body}\n", if whole { "" } else { "\n" });
        self.file.write_all(line.as_bytes()).at(&self.path)?;
        self.last = Some((borne, true));
        Ok(())
    }

    /// Notes that a record was written. A ledger that can't take the line is only behind: the record is safe, and
    /// `check` says that the ledger doesn't know all of it.
    pub(super) fn wrote(&mut self, state: Head) {
        let _behind = self.note(What::Wrote, None, Some(state), None);
    }

    /// The digest that the last whole line bears, and whether the file ends with a whole line.
    fn last_chain(&mut self) -> io::Result<(String, bool)> {
        let length = self.file.metadata()?.len();
        self.file.seek(SeekFrom::Start(length.saturating_sub(LAST_LINES)))?;
        let mut tail = Vec::new();
        self.file.read_to_end(&mut tail)?;
        let whole = tail.last().is_none_or(|byte| *byte == b'\n');
        let last = tail.split(|byte| *byte == b'\n').rev().find_map(read::chain_of);
        Ok((last.unwrap_or_else(|| NOTHING.to_string()), whole))
    }
}

fn body(what: What, id: Option<DisputeId>, state: Option<Head>, more: Option<&Value>) -> String {
    let id = id.map_or_else(|| "-".to_string(), |id| id.to_string());
    let (events, head) = state.map_or((0, "-".to_string()), |state| (state.events, state.head.to_string()));
    let more = more.map(|more| format!(" {more}")).unwrap_or_default();
    format!("{} {id} {events} {head}{more}", what.word())
}

/// What a line bears: the digest of the line before and of itself.
fn chain(before: &str, body: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(before.as_bytes());
    hasher.update(b" ");
    hasher.update(body.as_bytes());
    let digest: [u8; 32] = hasher.finalize().into();
    digest[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}
