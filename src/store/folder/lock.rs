//! One writer at a time: a lock file in the store, locked only during a write. Reading needs no lock, because files are
//! replaced as a whole.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::atomic;
use crate::store::error::{At, StoreError};

pub(super) const LOCK_FILE: &str = ".lock";

/// The maximum length of a note in a lock file, in bytes.
const LONGEST: u64 = 16 * 1024;

/// How long to wait for other writers, and how long between attempts.
const PATIENCE: Duration = Duration::from_secs(3);
const PAUSE: Duration = Duration::from_millis(5);

/// A lock that is released when it is dropped, or when the program dies.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
}

impl Lock {
    /// The note that the previous holder of the lock wrote into the lock file.
    pub(super) fn left_behind(&self) -> io::Result<Vec<u8>> {
        beginning(&self.file)
    }

    /// Replaces the beginning of that note, without syncing it.
    #[cfg(unix)]
    pub(super) fn leave_behind(&self, bytes: &[u8]) -> io::Result<()> {
        std::os::unix::fs::FileExt::write_all_at(&self.file, bytes, 0)
    }
}

/// The same note, read without holding the lock.
pub(super) fn left_behind(root: &Path) -> io::Result<Vec<u8>> {
    let path = root.join(LOCK_FILE);
    match fs::symlink_metadata(&path)?.is_file() {
        true => beginning(&File::open(path)?),
        false => Err(io::ErrorKind::InvalidInput.into()),
    }
}

fn beginning(file: &File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(LONGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether somebody has written here before, so that the store's folder is already safe on disk.
pub(super) fn is_there(root: &Path) -> bool {
    fs::symlink_metadata(root.join(LOCK_FILE)).is_ok()
}

/// Waits for the lock that lets this process write in the store.
pub(super) fn take(root: &Path) -> Result<Lock, StoreError> {
    take_file(root, LOCK_FILE, "writing in")
}

fn take_file(root: &Path, name: &str, doing: &'static str) -> Result<Lock, StoreError> {
    let path = root.join(name);
    let file = open(&path).made_in(root)?;
    let give_up = Instant::now() + PATIENCE;
    loop {
        match file.try_lock() {
            Ok(()) if is_at(&file, &path) => return Ok(Lock { file }),
            // The lock file was deleted meanwhile: others now lock a new file.
            Ok(()) => return take_file(root, name, doing),
            Err(TryLockError::WouldBlock) if Instant::now() < give_up => thread::sleep(PAUSE),
            Err(TryLockError::WouldBlock) => {
                return Err(StoreError::Busy { store: root.display().to_string(), doing });
            }
            Err(TryLockError::Error(error)) => return Err(not_locked(error, root, &path)),
        }
    }
}

/// The error if locking fails for another reason than that somebody has the lock.
fn not_locked(error: io::Error, root: &Path, path: &Path) -> StoreError {
    /// `ENOLCK` and `ENOSYS` on Linux: a network share without a lock service, and a missing system call.
    const NO_LOCKS: [i32; 2] = [37, 38];
    let known = cfg!(target_os = "linux") && error.raw_os_error().is_some_and(|code| NO_LOCKS.contains(&code));
    let unsupported = matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput);
    match known || unsupported {
        true => StoreError::NoLocks {
            store: root.display().to_string(),
            why: "the file system there knows no locks, and two people could write at once",
        },
        false => StoreError::Io { path: path.to_path_buf(), source: error },
    }
}

/// Whether this open file is still the one at that path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let same = |own: fs::Metadata, there: fs::Metadata| (own.dev(), own.ino()) == (there.dev(), there.ino());
    file.metadata().ok().zip(fs::symlink_metadata(path).ok()).is_some_and(|(own, there)| same(own, there))
}

/// On other systems an open file can't be deleted.
#[cfg(not(unix))]
fn is_at(_file: &File, _path: &Path) -> bool {
    true
}

/// Shared by all processes that may remember something of a record; held exclusively while a record is purged.
pub(super) const INDEX_LOCK: &str = ".index.lock";

/// Takes a share in the lock of the index. `None` if it has no lock, or a record is being purged.
pub(super) fn share_index(root: &Path) -> Option<Lock> {
    let file = open(&root.join(INDEX_LOCK)).ok()?;
    file.try_lock_shared().ok()?;
    Some(Lock { file })
}

/// Waits until no process remembers anything any more, and keeps it so.
pub(super) fn take_index(root: &Path) -> Result<Lock, StoreError> {
    take_file(root, INDEX_LOCK, "reading")
}

/// Locks a folder that was just created. `None` if another process swept it away before it was locked.
pub(super) fn hold(folder: &Path) -> Result<Option<File>, StoreError> {
    let path = folder.join(LOCK_FILE);
    let file = match open(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened.at(&path)?,
    };
    match file.try_lock() {
        Ok(()) => Ok(Some(file).filter(|file| is_at(file, &path))),
        // If nothing can be locked, no process sweeps either.
        Err(TryLockError::Error(_)) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
    }
}

/// Whether a process holds the lock in a folder, as far as that can be found out.
pub(super) fn is_held_in(folder: &Path) -> bool {
    let path = folder.join(LOCK_FILE);
    path.exists() && open(&path).is_ok_and(|file| file.try_lock().is_err())
}

/// Takes the lock in a folder that no process holds. `None` if there is no such lock; the folder may then still be in
/// use.
pub(super) fn left_in(folder: &Path) -> Option<File> {
    let path = folder.join(LOCK_FILE);
    let file = path.exists().then(|| open(&path).ok()).flatten()?;
    file.try_lock().is_ok().then_some(file)
}

/// Whether a process is writing in the store now.
pub(super) fn is_held(root: &Path) -> bool {
    let path = root.join(LOCK_FILE);
    path.exists() && open(&path).is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
}

/// Opens the lock file. Anything but a regular file is refused: opening a pipe, for example, would block for ever.
fn open(path: &Path) -> io::Result<File> {
    let is_new = match fs::symlink_metadata(path) {
        Ok(found) if !found.is_file() => return Err(io::Error::other("a lock must be a file, and this is none")),
        found => found.is_err(),
    };
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    if is_new {
        let _it_is_its_owners_alone = atomic::give(path, atomic::folder_of(path));
    }
    Ok(file)
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
