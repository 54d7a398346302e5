//! The ledger as a file, `.ledger`. It is opened before a record is written, and a line added afterwards.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::atomic;
use super::highest::Highest;
use crate::domain::id::DisputeId;
use crate::store::error::{At, StoreError};
use crate::store::ledger::{self, Head, Ledger, LineKind, NOTHING};

#[cfg(test)]
mod tests;

pub(super) const LEDGER: &str = ".ledger";

/// How much of the end of the file is read to find the last line. Lines with a reason can be long.
const LAST_LINES: u64 = 64 * 1024;

pub(super) fn path(root: &Path) -> PathBuf {
    root.join(LEDGER)
}

/// Reads the ledger; empty if there is no file.
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

/// Whether the ledger certainly had lines, by the note of the last writer: each record adds a line, and all but the
/// last are synced. A file without lines then isn't new, but has lost them.
fn had_lines(root: &Path) -> bool {
    Highest::given_out(root).is_some_and(|given_out| given_out.number > 1)
}

/// A ledger to add lines to. It is opened before a record is written, so that nothing is written if that fails.
#[derive(Debug)]
pub(super) struct Open {
    file: File,
    path: PathBuf,
    /// The digest of the last whole line, and whether the file ends with a line break; `None` until they are looked up.
    last: Option<(String, bool)>,
    /// Whether lines were written that a power cut could still remove.
    unsynced: bool,
    /// Whether opening it created the file.
    new: bool,
}

/// Opens the ledger of a store, or creates it. The caller must hold the lock.
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
        atomic::give(&path, root)?;
        // The file's name must be as safe as the records: without the ledger, nobody would notice that a record is
        // gone.
        atomic::sync_folder(root)?;
    }
    let mut ledger = Open { file, path, last: None, unsynced: !new, new };
    ledger.make_safe()?;
    Ok(ledger)
}

/// The highest number of a year that any line mentions.
pub(super) fn highest(root: &Path, year: u16) -> Result<u32, StoreError> {
    let path = path(root);
    match File::open(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        file => ledger::highest(BufReader::new(file.at(&path)?), year).at(&path),
    }
}

/// How many events a record had when it was last written; `None` if the ledger doesn't say.
pub(super) fn events_of(root: &Path, id: DisputeId) -> Result<Option<u32>, StoreError> {
    let path = path(root);
    match File::open(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        file => events_in(&mut file.at(&path)?, id).at(&path),
    }
}

/// The same for an open file. It is searched from the end, because a record in use was usually written recently.
fn events_in(file: &mut File, id: DisputeId) -> io::Result<Option<u32>> {
    let mut end = file.metadata()?.len();
    // The end of a line whose beginning is in the part before.
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
        // Nothing longer than this is a line of the ledger.
        rest = if part.len() as u64 > ledger::LONGEST { Vec::new() } else { part };
        end = start;
    }
    Ok(None)
}

/// Adds lines of another store's ledger, and syncs them.
#[cfg(feature = "postgres")]
pub(super) fn write_lines(root: &Path, lines: &[(String, String)]) -> Result<(), StoreError> {
    let mut open = open(root)?;
    let (_, whole) = open.last_chain().at(&open.path)?;
    let mut text = if whole { String::new() } else { "\n".to_string() };
    lines.iter().for_each(|(borne, body)| text.push_str(&format!("{borne} {body}\n")));
    open.file.write_all(text.as_bytes()).at(&open.path)?;
    open.file.sync_all().at(&open.path)
}

impl Open {
    /// Whether the ledger was missing when it was opened, or has lost its lines.
    pub(super) fn is_lost(&mut self, root: &Path) -> Result<bool, StoreError> {
        let (last, whole) = self.last_chain().at(&self.path)?;
        let says_nothing = last == NOTHING;
        self.last = Some((last, whole));
        Ok(self.new || says_nothing && had_lines(root))
    }

    /// How many events a record had when it was last written; `None` if the ledger doesn't say.
    pub(super) fn events_of(&mut self, id: DisputeId) -> Result<Option<u32>, StoreError> {
        events_in(&mut self.file, id).at(&self.path)
    }

    /// Syncs the lines written so far. Only the last line can then be lost or torn by a power cut, so that a gap
    /// between lines is never an accident.
    fn make_safe(&mut self) -> Result<(), StoreError> {
        if std::mem::take(&mut self.unsynced) {
            atomic::where_it_can(self.file.sync_data()).at(&self.path)?;
        }
        Ok(())
    }

    /// Adds a line. It isn't synced, but the record before it was: after a power cut the ledger may lack an event, but
    /// never has one that the record lacks. Whoever adds the next line syncs this one first.
    pub(super) fn note(
        &mut self,
        what: LineKind,
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

    /// Adds a line about a record that will be gone, and syncs it.
    pub(super) fn note_safely(&mut self, what: LineKind, id: DisputeId, more: &Value) -> Result<(), StoreError> {
        self.note(what, Some(id), None, Some(more))?;
        self.make_safe()
    }

    /// Notes that a record was written. If that fails, the record is safe all the same, and `check` reports that the
    /// ledger lacks it.
    pub(super) fn wrote(&mut self, state: Head) {
        let _behind = self.note(LineKind::Wrote, None, Some(state), None);
    }

    /// The digest of the last whole line, and whether the file ends with a line break.
    fn last_chain(&mut self) -> io::Result<(String, bool)> {
        let length = self.file.metadata()?.len();
        self.file.seek(SeekFrom::Start(length.saturating_sub(LAST_LINES)))?;
        let mut tail = Vec::new();
        self.file.read_to_end(&mut tail)?;
        let whole = tail.last().is_none_or(|byte| *byte == b'\n');
        let last = tail.split(|byte| *byte == b'\n').rev().find_map(ledger::whole_line);
        Ok((last.map_or(NOTHING, |(borne, _)| borne).to_string(), whole))
    }
}
