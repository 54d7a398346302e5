//! The highest number of a year, noted in the lock file by the last writer so that the next one need not list all
//! records. The note counts only while the folders are in the state in which that writer left them; otherwise they are
//! listed. In any case no id is given out that a file has or that a purged record had.
//!
//! The note can miss a record that somebody copies in by hand while a command is writing or, before Linux 6.13, within
//! the same few milliseconds. Such a record keeps its number; only the next numbers may be lower than its own until
//! something else in the folder is changed by hand. (S5 in `docs/decisions.md`.)

use std::path::Path;

use super::folders::Folders;
use super::lock::{self, Lock};
use crate::domain::id::DisputeId;
use crate::store::sum::Sum;

#[cfg(unix)]
#[cfg(test)]
mod tests;

/// The highest number of a year, as a writer noted it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Highest {
    pub year: u16,
    pub number: u32,
}

impl Highest {
    /// The note, if the folders are still in the state that it was made in.
    pub(super) fn left_with(lock: &Lock, folders: &Folders) -> Option<Highest> {
        Highest::parse_note(&lock.left_behind().ok()?, folders)
    }

    /// The same without holding the lock. A note that is just being written fails its checksum and is ignored.
    pub(super) fn left_in(folders: &Folders) -> Option<Highest> {
        Highest::parse_note(&lock::left_behind(folders.root()).ok()?, folders)
    }

    /// The number in the last note, whatever became of the folders since. It was given out.
    pub(super) fn given_out(root: &Path) -> Option<Highest> {
        let left = lock::left_behind(root).ok()?;
        let line = first_line(&left)?.trim_end();
        let (said, sum) = line.rsplit_once(' ')?;
        (u64::from_str_radix(sum, 16).ok()? == Sum::of(said.as_bytes())).then(|| Highest::of(said))?
    }

    fn parse_note(left: &[u8], folders: &Folders) -> Option<Highest> {
        let line = first_line(left)?;
        Highest::of(line).filter(|told| told.line(folders).as_deref() == Some(line))
    }

    /// The year and the number with which a note begins.
    fn of(note: &str) -> Option<Highest> {
        let mut words = note.split(' ');
        Some(Highest { year: words.next()?.parse().ok()?, number: words.next()?.parse().ok()? })
    }

    /// The same after a record with this id was written.
    pub(super) fn with(self, id: DisputeId) -> Highest {
        match id.year() == self.year {
            true => Highest { number: self.number.max(id.number()), ..self },
            false => self,
        }
    }

    /// The note: the year, the number, the state of each folder that may have numbers of the year, and a checksum. It
    /// isn't synced, since losing it costs only time.
    pub(super) fn line(self, folders: &Folders) -> Option<String> {
        let mut line = format!("{} {}", self.year, self.number);
        for folder in folders.numbered(self.year) {
            line.push(' ');
            line.push_str(&state(&folder)?);
        }
        Some(format!("{line} {:016x}\n", Sum::of(line.as_bytes())))
    }
}

/// The first line of a note, with its line break.
fn first_line(note: &[u8]) -> Option<&str> {
    std::str::from_utf8(note).ok()?.split_inclusive('\n').next()
}

/// The state of a folder, which changes whenever a name in it does. `None` if the file system can't tell.
#[cfg(unix)]
pub(super) fn state(folder: &Path) -> Option<String> {
    use std::os::unix::fs::MetadataExt;
    match std::fs::metadata(folder) {
        // A time in whole seconds is too coarse to show every change.
        Ok(found) if found.mtime_nsec() == 0 && found.ctime_nsec() == 0 => None,
        Ok(found) => {
            let (changed, stated) = (found.mtime_nsec(), found.ctime_nsec());
            Some(format!(
                "{}:{}:{}.{changed:09}:{}.{stated:09}",
                found.ino(),
                found.size(),
                found.mtime(),
                found.ctime(),
            ))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Some("-".to_string()),
        Err(_) => None,
    }
}

#[cfg(not(unix))]
pub(super) fn state(_folder: &Path) -> Option<String> {
    None
}
