//! One writer at a time: a lock file of the store's own, held only around a write. Reading needs no lock, since files
//! are replaced whole.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::error::{At, StoreError};

pub(super) const LOCK_FILE: &str = ".lock";

/// How long to wait for others.
const PATIENCE: Duration = Duration::from_secs(3);
const PAUSE: Duration = Duration::from_millis(5);

/// Given back when dropped, also when the program dies.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// Waits for the right to write in this data directory.
pub(super) fn take(root: &Path) -> Result<Lock, StoreError> {
    let path = root.join(LOCK_FILE);
    let file = open(&path).at(&path)?;
    let give_up = Instant::now() + PATIENCE;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) if Instant::now() < give_up => thread::sleep(PAUSE),
            Err(TryLockError::WouldBlock) => {
                return Err(StoreError::Busy { root: root.to_path_buf() });
            }
            Err(TryLockError::Error(error)) => return Err(error).at(&path),
        }
    }
}

/// Whether somebody is writing just now.
pub(super) fn is_held(root: &Path) -> bool {
    let path = root.join(LOCK_FILE);
    path.exists() && open(&path).is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
}

/// Opens the lock file. Whatever else may stand in its place is not opened: a pipe would never return.
fn open(path: &Path) -> io::Result<File> {
    match fs::symlink_metadata(path) {
        Ok(found) if !found.is_file() => return Err(io::Error::other("not a file, as a lock must be")),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_writer_waits_and_then_is_told() {
        let root = tempfile::tempdir().unwrap();
        let held = take(root.path()).unwrap();
        let before = Instant::now();
        let refused = take(root.path()).unwrap_err();
        assert!(matches!(refused, StoreError::Busy { .. }), "{refused}");
        assert!(before.elapsed() >= PATIENCE);
        drop(held);
        take(root.path()).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_in_the_place_of_the_lock_is_refused() {
        let root = tempfile::tempdir().unwrap();
        let made = std::process::Command::new("mkfifo").arg(root.path().join(LOCK_FILE)).status();
        assert!(made.unwrap().success());
        assert!(matches!(take(root.path()), Err(StoreError::Io { .. })));
    }
}
