//! The ledger as a file, `.ledger`: opened before a record is written, added to afterwards.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::atomic;
use super::highest::Highest;
use crate::domain::id::DisputeId;
use crate::store::error::{At, StoreError};
use crate::store::ledger::{self, Head, Ledger, NOTHING, What};

#[cfg(test)]
mod tests;

pub(super) const LEDGER: &str = ".ledger";

/// How far from its end the last line is looked for; lines with a reason can be long.
const LAST_LINES: u64 = 64 * 1024;

pub(super) fn path(root: &Path) -> PathBuf {
    root.join(LEDGER)
}

/// The lines there are; none where there is no file.
pub(super) fn read(root: &Path) -> Result<Ledger, StoreError> {
    let path = path(root);
    match fs::symlink_metadata(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Ledger::default()),
        Ok(found) if !found.is_file() => {
            return Err(io::Error::other("not a file, as the ledger must be")).at(&path);
        }
        _ => {}
    }
    let mut ledger = Ledger::read(BufReader::new(File::open(&path).at(&path)?)).at(&path)?;
    ledger.there = ledger.says_anything() || !had_lines(root);
    Ok(ledger)
}

/// Whether the ledger certainly had lines that were safe, as whoever wrote last left behind: with each record there is one,
/// and all but the last are safe. A file without any is then not one that was begun a moment ago, but one that was lost.
fn had_lines(root: &Path) -> bool {
    Highest::given_out(root).is_some_and(|given_out| given_out.number > 1)
}

/// A ledger that can be added to. It is opened before a record is written: if that fails, nothing is written.
#[derive(Debug)]
pub(super) struct Open {
    file: File,
    path: PathBuf,
    /// What the last line bears and whether the file ends with a whole line, once that was looked up.
    last: Option<(String, bool)>,
    /// Whether lines may be there that a power cut would take away.
    unsynced: bool,
    /// Whether there was none before.
    new: bool,
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
    let new = fs::symlink_metadata(&path).is_err();
    let file = options.open(&path).at(&path)?;
    if new {
        // Its name has to be there for as long as the records are: without it, nothing that is gone is noticed.
        atomic::sync_folder(root)?;
    }
    let mut ledger = Open { file, path, last: None, unsynced: !new, new };
    ledger.make_safe()?;
    Ok(ledger)
}

/// The highest number of a year that was ever noted.
pub(super) fn highest(root: &Path, year: u16) -> Result<u32, StoreError> {
    let path = path(root);
    match File::open(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        file => ledger::highest(BufReader::new(file.at(&path)?), year).at(&path),
    }
}

/// How many events a record had when it was last written; `None` where the ledger doesn't say.
pub(super) fn events_of(root: &Path, id: DisputeId) -> Result<Option<u32>, StoreError> {
    let path = path(root);
    match File::open(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        file => events_in(&mut file.at(&path)?, id).at(&path),
    }
}

/// The same. It is looked for from the end: of what somebody works on, something was written not long ago.
fn events_in(file: &mut File, id: DisputeId) -> io::Result<Option<u32>> {
    let mut end = file.metadata()?.len();
    // The end of a line whose beginning lies further up.
    let mut rest = Vec::new();
    while end > 0 {
        let start = end.saturating_sub(LAST_LINES);
        let mut part = vec![0; usize::try_from(end - start).unwrap_or(0)];
        file.seek(SeekFrom::Start(start))?;
        file.read_exact(&mut part)?;
        part.append(&mut rest);
        let whole = match start {
            0 => 0,
            _ => memchr::memchr(b'\n', &part).map_or(part.len(), |end| end + 1),
        };
        if let Some(line) = ledger::last_of(&part[whole..], id) {
            return Ok(Some(line.events));
        }
        part.truncate(whole);
        // What is longer is no line.
        rest = if part.len() as u64 > ledger::LONGEST { Vec::new() } else { part };
        end = start;
    }
    Ok(None)
}

/// Adds lines that were written elsewhere, and makes them safe.
#[cfg(feature = "postgres")]
pub(super) fn take_over(root: &Path, lines: &[(String, String)]) -> Result<(), StoreError> {
    let mut open = open(root)?;
    let (_, whole) = open.last_chain().at(&open.path)?;
    let mut text = if whole { String::new() } else { "\n".to_string() };
    lines.iter().for_each(|(borne, body)| text.push_str(&format!("{borne} {body}\n")));
    open.file.write_all(text.as_bytes()).at(&open.path)?;
    open.file.sync_all().at(&open.path)
}

impl Open {
    /// Whether it has lost its lines, or their end.
    pub(super) fn is_lost(&mut self, root: &Path) -> Result<bool, StoreError> {
        let (last, whole) = self.last_chain().at(&self.path)?;
        let says_nothing = last == NOTHING;
        self.last = Some((last, whole));
        Ok(self.new || says_nothing && had_lines(root))
    }

    /// How many events a record had when it was last written; `None` where the ledger doesn't say.
    pub(super) fn events_of(&mut self, id: DisputeId) -> Result<Option<u32>, StoreError> {
        events_in(&mut self.file, id).at(&self.path)
    }

    /// Makes sure that the lines before the next one are there after a power cut. So it can only be the last one that is
    /// lost or torn: a gap between lines is no accident.
    fn make_safe(&mut self) -> Result<(), StoreError> {
        if std::mem::take(&mut self.unsynced) {
            atomic::where_it_can(self.file.sync_data()).at(&self.path)?;
        }
        Ok(())
    }

    /// Adds a line. It is not synced: the record is, and comes first, so that a power cut leaves a ledger that is behind,
    /// never one that is ahead. Whoever adds the next line sees to it that this one is safe.
    pub(super) fn note(
        &mut self,
        what: What,
        id: Option<DisputeId>,
        state: Option<Head>,
        more: Option<&Value>,
    ) -> Result<(), StoreError> {
        self.make_safe()?;
        let (last, whole) = match self.last.take() {
            Some(last) => last,
            None => self.last_chain().at(&self.path)?,
        };
        let (borne, line) = ledger::line(&last, what, id, state, more);
        let line = format!("{}{line}\n", if whole { "" } else { "\n" });
        self.unsynced = true;
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
        let last = tail.split(|byte| *byte == b'\n').rev().find_map(ledger::borne_by);
        Ok((last.unwrap_or_else(|| NOTHING.to_string()), whole))
    }
}
