//! Writes files as a whole or not at all: each is written elsewhere, synced and renamed into place, and the folder is
//! synced. Everything is created for its owner alone, whatever the umask.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use tempfile::{Builder, NamedTempFile, TempDir};

use crate::store::error::{At, StoreError};

/// The folder for unfinished work in a store. Only the holder of the lock uses it, so anything found in it on taking
/// the lock was left by a command that was killed.
pub(super) const WORK: &str = ".unfinished";

/// The beginning of the names of unfinished files outside a store, and in the index.
pub(super) const UNFINISHED: &str = ".unfinished-";

/// Replaces a file outside a store.
pub(in crate::store) fn replace_beside(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    replace(folder_of(path), path, bytes)
}

/// Replaces a file in a store. The new content is written in the folder `work`.
pub(super) fn replace(work: &Path, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let mut written = write_in(work, bytes)?.into_temp_path();
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
    file.write_all(bytes).at(folder)?;
    file.persist(path).map(drop).map_err(|failed| failed.error).at(path)
}

/// Creates a file outside a store, unless it exists already.
pub(in crate::store) fn create_beside(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    create_new(folder_of(path), path, bytes)
}

/// Creates a file in a store, unless it exists already. It is written in the folder `work`.
pub(super) fn create_new(work: &Path, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let mut written = write_in(work, bytes)?.into_temp_path();
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
fn claim(path: &Path) -> io::Result<()> {
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

/// Creates a folder and all its parents, if they don't exist.
pub(in crate::store) fn make_folder(folder: &Path) -> Result<(), StoreError> {
    let parent = folder_of(folder);
    if folder.is_dir() {
        return name_is_safe(folder, parent);
    }
    if parent != folder {
        make_folder(parent)?;
    }
    match private_builder().create(folder) {
        Ok(()) => {
            private_from_birth(folder, 0o700).at(folder)?;
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
        made => made.made_in(folder_of(work)),
    }
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
        true => fs::remove_dir_all(path).at(path),
        false => fs::remove_file(path).at(path),
    }
}

/// Removes the permissions of everybody except the owner. On a file system without permissions, this may change
/// nothing.
pub(super) fn make_private(path: &Path) -> Result<(), StoreError> {
    let is_folder = fs::symlink_metadata(path).at(path)?.is_dir();
    private(path, if is_folder { 0o700 } else { 0o600 }).at(path)
}

/// The same for a file that was just created; a file system without permissions is no error.
pub(super) fn make_private_from_birth(path: &Path) -> Result<(), StoreError> {
    private_from_birth(path, 0o600).at(path)
}

pub(super) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    sync(folder).at(folder)
}

/// Syncs the folder of a file that is already in place. If that fails, the error says that the change was made, so that
/// nobody makes it twice.
pub(super) fn sync_in_place(path: &Path) -> Result<(), StoreError> {
    sync(folder_of(path)).map_err(|source| StoreError::Unsynced { path: path.to_path_buf(), source })
}

fn write_in(folder: &Path, bytes: &[u8]) -> Result<NamedTempFile, StoreError> {
    let mut file = Builder::new().prefix(UNFINISHED).tempfile_in(folder).made_in(folder)?;
    private_from_birth(file.path(), 0o600).at(folder)?;
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

#[cfg(unix)]
fn private(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

/// Sets the permissions of something that was just created. On a USB stick or a share without permissions, that is no
/// reason to refuse writing; `doctor` reports it.
fn private_from_birth(path: &Path, mode: u32) -> io::Result<()> {
    match private(path, mode) {
        Err(error) if is_unsupported(&error) => Ok(()),
        outcome => outcome,
    }
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "it can fail elsewhere")]
fn private(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
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
        let gate_outcome = error.raw_os_error().is_some_and(|code| DENIED_OR_IN_USE.contains(&code));
        let again = cfg!(windows) && gate_outcome && Instant::now() < self.give_up;
        if again {
            thread::sleep(Duration::from_millis(20));
        }
        again
    }
}
