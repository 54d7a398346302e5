//! Writes files as a whole or not at all: each is written elsewhere, synced and renamed into place, and the folder is
//! synced. Everything is created for its owner alone, whatever the umask; in a store that is shared with a group, the
//! group then gets its rights before the file is in its place (`Rights`).

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use tempfile::{Builder, NamedTempFile, TempDir};

use super::private::Rights;
use crate::store::error::{At, StoreError};

/// The folder for unfinished work in a store. Only the holder of the lock uses it, so anything found in it on taking
/// the lock was left by a command that was killed.
pub(super) const WORK: &str = ".unfinished";

/// The beginning of the names of unfinished files outside a store, and in the index.
pub(super) const UNFINISHED: &str = ".unfinished-";

/// Replaces a file outside a store. What is no file, such as a pipe or a device, is written to instead, and so is what is
/// open already (`/dev/stdout`).
pub(in crate::store) fn replace_beside(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let is_open = ["/dev", "/proc"].iter().any(|folder| path.starts_with(folder));
    if fs::metadata(path).is_ok_and(|found| !found.is_dir() && (is_open || !found.is_file())) {
        return OpenOptions::new().write(true).open(path).and_then(|mut there| there.write_all(bytes)).at(path);
    }
    put(write_in(folder_of(path), bytes, Rights::ALONE)?, path)
}

/// Replaces a file in a store. The new content is written in the folder `work`.
pub(super) fn replace(work: &Path, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    put(write_in(work, bytes, Rights::within(folder_of(work)))?, path)
}

fn put(written: NamedTempFile, path: &Path) -> Result<(), StoreError> {
    let mut written = written.into_temp_path();
    let patience = Patience::new();
    loop {
        match written.persist(path) {
            Ok(()) => return sync_in_place(path),
            Err(failed) if patience.allows(&failed.error) => written = failed.path,
            Err(failed) => return Err(failed.error).at(path),
        }
    }
}

/// The same for content that can be made again: it is replaced as a whole, but a power cut may lose it.
pub(super) fn replace_unsynced(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let folder = folder_of(path);
    let mut file = Builder::new().prefix(UNFINISHED).tempfile_in(folder).made_in(folder)?;
    let rights = Rights::within(folder);
    if rights.are_shared() {
        rights.give(file.path()).at(folder)?;
    }
    file.write_all(bytes).at(folder)?;
    file.persist(path).map(drop).map_err(|failed| failed.error).at(path)
}

/// Creates a file outside a store, unless it exists already.
pub(in crate::store) fn create_beside(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    put_new(write_in(folder_of(path), bytes, Rights::ALONE)?, path)
}

/// Creates a file in a store, unless it exists already. It is written in the folder `work`.
pub(super) fn create_new(work: &Path, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    put_new(write_in(work, bytes, Rights::within(folder_of(work)))?, path)
}

fn put_new(written: NamedTempFile, path: &Path) -> Result<(), StoreError> {
    let mut written = written.into_temp_path();
    if let Err(failed) = written.persist_noclobber(path) {
        if !is_unsupported(&failed.error) {
            return Err(failed.error).at(path);
        }
        // The file system has neither hard links nor a rename that fails if the target exists. So an empty file is
        // created first, which fails if another process has created it, and then replaced.
        written = failed.path;
        claim(path).at(path)?;
        if let Err(failed) = written.persist(path) {
            let _is_empty = fs::remove_file(path);
            return Err(failed.error).at(path);
        }
    }
    sync_in_place(path)
}

/// Creates an empty file for its owner alone; an error if it exists already.
pub(super) fn claim(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// Whether the error means that the file system can't do this at all.
fn is_unsupported(error: &io::Error) -> bool {
    /// `EPERM`, which Linux returns if a file system has no hard links.
    const NOT_PERMITTED: i32 = 1;
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
        || (cfg!(unix) && error.raw_os_error() == Some(NOT_PERMITTED))
}

/// Moves a file with one rename, unless something is in its new place.
pub(super) fn relocate(from: &Path, to: &Path) -> Result<(), StoreError> {
    if fs::symlink_metadata(to).is_ok() {
        return Err(io::Error::from(io::ErrorKind::AlreadyExists)).at(to);
    }
    let patience = Patience::new();
    loop {
        match fs::rename(from, to) {
            Ok(()) => return sync_in_place(to).and_then(|()| sync_in_place(from)),
            Err(error) if patience.allows(&error) => {}
            failed => return failed.at(to),
        }
    }
}

/// Creates a folder for its owner alone, and all its parents, if they don't exist.
pub(in crate::store) fn make_folder(folder: &Path) -> Result<(), StoreError> {
    make(folder, |_| Rights::ALONE)
}

/// Creates a folder of a store that exists, if it doesn't exist.
pub(super) fn make_inner_folder(folder: &Path) -> Result<(), StoreError> {
    make(folder, Rights::within)
}

fn make(folder: &Path, rights: fn(&Path) -> Rights) -> Result<(), StoreError> {
    let parent = folder_of(folder);
    if folder.is_dir() {
        return name_is_safe(folder, parent);
    }
    if parent != folder {
        make(parent, rights)?;
    }
    match private_builder().create(folder) {
        Ok(()) => {
            where_it_has_rights(rights(parent).give(folder)).at(folder)?;
            sync_folder(parent)
        }
        Err(_) if folder.is_dir() => Ok(()),
        failed => failed.made_in(folder),
    }
}

/// Syncs the name of an empty folder that already exists: whoever created it may have been stopped before syncing.
/// Anything inside it was written after that.
fn name_is_safe(folder: &Path, parent: &Path) -> Result<(), StoreError> {
    if fs::read_dir(folder).at(folder)?.next().is_some() {
        return Ok(());
    }
    match sync(parent) {
        // The parent belongs to somebody else, who must have created the folder.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
        outcome => outcome.at(parent),
    }
}

/// A private folder with a temporary name, to be filled and then renamed. It is private when it is made, not afterwards:
/// another process may sweep it away at once.
pub(super) fn private_folder(parent: &Path, prefix: &str) -> Result<TempDir, StoreError> {
    let mut builder = Builder::new();
    builder.prefix(prefix);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.tempdir_in(parent).made_in(parent)
}

/// Creates the folder for unfinished work, if it doesn't exist. It need not survive a power cut.
pub(super) fn make_work(work: &Path) -> Result<(), StoreError> {
    match private_builder().create(work) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error).made_in(folder_of(work)),
        Ok(()) => give(work, folder_of(work)),
    }
}

/// A folder with a temporary name in the folder for unfinished work.
pub(super) fn folder_in_work(work: &Path, prefix: &str) -> Result<TempDir, StoreError> {
    let folder = private_folder(work, prefix)?;
    give(folder.path(), folder_of(work))?;
    Ok(folder)
}

/// Gives something that was just made the rights of what is in this folder. That there are no rights is no error: on a
/// USB stick or a share without permissions, `doctor` reports it.
pub(super) fn give(path: &Path, folder: &Path) -> Result<(), StoreError> {
    where_it_has_rights(Rights::within(folder).give(path)).at(path)
}

/// Deletes everything in the folder for unfinished work. The caller must hold the lock.
pub(super) fn sweep(work: &Path) -> Result<(), StoreError> {
    let entries = match fs::read_dir(work) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.at(work)?,
    };
    for entry in entries {
        remove(&entry.at(work)?.path())?;
    }
    Ok(())
}

/// Deletes a file, or a folder with everything in it.
pub(super) fn remove(path: &Path) -> Result<(), StoreError> {
    let found = fs::symlink_metadata(path).at(path)?;
    match found.is_dir() {
        // Of another user's folder that can't be listed, it is enough that it is empty.
        true => fs::remove_dir(path).or_else(|_| fs::remove_dir_all(path)).at(path),
        false => fs::remove_file(path).at(path),
    }
}

pub(super) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    sync(folder).at(folder)
}

/// Syncs the folder of a file that is already in place. If that fails, the error says that the change was made, so that
/// nobody makes it twice.
pub(super) fn sync_in_place(path: &Path) -> Result<(), StoreError> {
    sync(folder_of(path)).map_err(|source| StoreError::Unsynced { path: path.to_path_buf(), source })
}

fn write_in(folder: &Path, bytes: &[u8], rights: Rights) -> Result<NamedTempFile, StoreError> {
    let mut file = Builder::new().prefix(UNFINISHED).tempfile_in(folder).made_in(folder)?;
    where_it_has_rights(rights.give(file.path())).at(folder)?;
    file.write_all(bytes).at(folder)?;
    where_it_can(file.as_file().sync_all()).at(folder)?;
    Ok(file)
}

/// The parent folder of a path; for a bare name, the current folder.
pub(in crate::store) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
        Some(folder) => folder,
        None => path,
    }
}

/// Creates private folders. A narrow umask may restrict them even further.
fn private_builder() -> DirBuilder {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "there are no modes to set"))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// Ignores the error of a file system without permissions.
fn where_it_has_rights(given: io::Result<()>) -> io::Result<()> {
    match given {
        Err(error) if is_unsupported(&error) => Ok(()),
        outcome => outcome,
    }
}

/// Syncs a folder, so that the names in it survive a power cut, if the file system can do that.
fn sync(folder: &Path) -> io::Result<()> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    where_it_can(File::open(folder).and_then(|folder| folder.sync_all()))
}

/// Ignores the error of a file system that can't sync; `iro doctor` reports such a place.
pub(super) fn where_it_can(synced: io::Result<()>) -> io::Result<()> {
    match synced {
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        outcome => outcome,
    }
}

/// Retries on Windows, where a file can't be replaced while a virus scanner or sync client is reading it.
struct Patience {
    give_up: Instant,
}

impl Patience {
    fn new() -> Self {
        Patience { give_up: Instant::now() + Duration::from_secs(2) }
    }

    /// Whether to retry after this error; waits a little if so.
    fn allows(&self, error: &io::Error) -> bool {
        const DENIED_OR_IN_USE: [i32; 3] = [5, 32, 33];
        let in_use = error.raw_os_error().is_some_and(|code| DENIED_OR_IN_USE.contains(&code));
        let again = cfg!(windows) && in_use && Instant::now() < self.give_up;
        if again {
            thread::sleep(Duration::from_millis(20));
        }
        again
    }
}
