//! The highest number of a year, left behind in the lock file by whoever wrote last, so that the next one need not list
//! every record there is. It counts only while the folders are as that writer left them. It is never the truth: whatever
//! else stands there, the folders are listed, and no id is given out that anything stands under or that was removed.
//!
//! What it can't see is a record that somebody copies in by hand while a command writes, or, before Linux 6.13, in the
//! same few milliseconds. Such a record keeps its number; only the next numbers may be lower than its own until
//! something else changes in the folder by hand. (S5 in `docs/decisions.md`.)

use std::path::Path;

use super::folders::Folders;
use super::lock::{self, Lock};
use crate::domain::id::DisputeId;
use crate::store::sum::Sum;

#[cfg(unix)]
#[cfg(test)]
mod tests;

/// What is known of a year without listing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Highest {
    pub year: u16,
    pub number: u32,
}

impl Highest {
    /// What was left behind, if the folders are as they were then.
    pub(super) fn left_with(lock: &Lock, folders: &Folders) -> Option<Highest> {
        Highest::told(&lock.left_behind().ok()?, folders)
    }

    /// The same for somebody who doesn't hold the lock: what is being written just now is not taken.
    pub(super) fn left_in(folders: &Folders) -> Option<Highest> {
        Highest::told(&lock::left_behind(folders.root()).ok()?, folders)
    }

    /// The highest number that the last writer knew of, whatever became of the folders since. It was given out.
    pub(super) fn given_out(root: &Path) -> Option<Highest> {
        let left = lock::left_behind(root).ok()?;
        let line = std::str::from_utf8(&left).ok()?.lines().next()?;
        let (said, sum) = line.rsplit_once(' ')?;
        (u64::from_str_radix(sum, 16).ok()? == checksum(said)).then_some(())?;
        let mut words = said.split(' ');
        Some(Highest { year: words.next()?.parse().ok()?, number: words.next()?.parse().ok()? })
    }

    fn told(left: &[u8], folders: &Folders) -> Option<Highest> {
        let line = std::str::from_utf8(left).ok()?.split_inclusive('\n').next()?;
        let mut words = line.split(' ');
        let told = Highest { year: words.next()?.parse().ok()?, number: words.next()?.parse().ok()? };
        (told.line(folders)? == line).then_some(told)
    }

    /// The same once a record of this id was written.
    pub(super) fn with(self, id: DisputeId) -> Highest {
        match id.year() == self.year {
            true => Highest { number: self.number.max(id.number()), ..self },
            false => self,
        }
    }

    /// What is left behind of it: the year, the number, the state of each folder that has a say in it, and a checksum. It
    /// is not synced: whatever becomes of it, only time is lost.
    pub(super) fn line(self, folders: &Folders) -> Option<String> {
        let mut line = format!("{} {}", self.year, self.number);
        for folder in folders.numbered(self.year) {
            line.push(' ');
            line.push_str(&state(&folder)?);
        }
        Some(format!("{line} {:016x}\n", checksum(&line)))
    }
}

fn checksum(said: &str) -> u64 {
    let mut sum = Sum::new();
    sum.add(said.as_bytes());
    sum.finish()
}

/// In which state a folder is: another one as soon as a name in it is another. `None` where that can't be told.
#[cfg(unix)]
pub(super) fn state(folder: &Path) -> Option<String> {
    use std::os::unix::fs::MetadataExt;
    match std::fs::metadata(folder) {
        // What counts in whole seconds is too coarse to tell.
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
