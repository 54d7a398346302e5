//! Files that are there whole or not at all: written beside their place, synced, renamed into it, and the folder
//! synced. Everything made here is for its owner alone, whatever the umask.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use tempfile::{Builder, NamedTempFile, TempDir};

use crate::store::error::{At, StoreError};

/// The folder for unfinished work in a store. Only whoever holds the lock works in it, so that what lies there when
/// somebody else has the lock is of a run that was killed.
pub(super) const WORK: &str = ".unfinished";

/// How the names of unfinished files begin outside a store, and in the index.
pub(super) const UNFINISHED: &str = ".unfinished-";

/// Puts new content in the place of a file outside a store.
pub(in crate::store) fn replace_beside(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    replace(folder_of(path), path, bytes)
}

/// Puts new content in the place of a file; it is written in the folder for unfinished work.
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

/// The same for what can be made again: whole in its place, but a power cut may lose it.
pub(super) fn replace_unsynced(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let folder = folder_of(path);
    let mut file = Builder::new().prefix(UNFINISHED).tempfile_in(folder).made_in(folder)?;
    file.write_all(bytes).at(folder)?;
    file.persist(path).map(drop).map_err(|failed| failed.error).at(path)
}

/// Creates a file outside a store that must not be there yet.
pub(in crate::store) fn create_beside(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    create_new(folder_of(path), path, bytes)
}

/// Creates a file that must not be there yet; it is written in the folder for unfinished work.
pub(super) fn create_new(work: &Path, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let mut written = write_in(work, bytes)?.into_temp_path();
    if let Err(failed) = written.persist_noclobber(path) {
        if !is_unsupported(&failed.error) {
            return Err(failed.error).at(path);
        }
        // Neither hard links nor a rename that spares what is there: the name is claimed by an empty file that nobody else
        // can have made, which is then replaced.
        written = failed.path;
        claim(path).at(path)?;
        if let Err(failed) = written.persist(path) {
            let _is_empty = fs::remove_file(path);
            return Err(failed.error).at(path);
        }
    }
    sync_in_place(path)
}

/// Makes an empty file that must not be there yet, for its owner alone.
fn claim(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// Whether a file system can't do such a thing at all.
fn is_unsupported(error: &io::Error) -> bool {
    /// What Linux says where there are no hard links.
    const NOT_PERMITTED: i32 = 1;
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
        || (cfg!(unix) && error.raw_os_error() == Some(NOT_PERMITTED))
}

/// Moves a file to a place where none is, by one rename.
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

/// Makes a folder, and those it lies in, if they aren't there.
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

/// Whoever made a folder may have been stopped before its name was safe from a power cut. As long as nothing lies in it,
/// nobody got further than that.
fn name_is_safe(folder: &Path, parent: &Path) -> Result<(), StoreError> {
    if fs::read_dir(folder).at(folder)?.next().is_some() {
        return Ok(());
    }
    match sync(parent) {
        // It lies in somebody else's folder, so they made it.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
        outcome => outcome.at(parent),
    }
}

/// A folder of ours that is filled before it gets its name.
pub(super) fn private_folder(parent: &Path, prefix: &str) -> Result<TempDir, StoreError> {
    let folder = Builder::new().prefix(prefix).tempdir_in(parent).made_in(parent)?;
    private_from_birth(folder.path(), 0o700).at(folder.path())?;
    Ok(folder)
}

/// Makes the folder for unfinished work, if it isn't there. It need not survive a power cut.
pub(super) fn make_work(work: &Path) -> Result<(), StoreError> {
    match private_builder().create(work) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made.made_in(folder_of(work)),
    }
}

/// Takes away whatever is in the folder for unfinished work: to be called by whoever alone may write.
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

/// Takes a file away, or a folder with everything in it.
pub(super) fn remove(path: &Path) -> Result<(), StoreError> {
    let found = fs::symlink_metadata(path).at(path)?;
    match found.is_dir() {
        true => fs::remove_dir_all(path).at(path),
        false => fs::remove_file(path).at(path),
    }
}

/// Takes from everybody but the owner what rights they have to a file or folder. Where rights can't be set, that may
/// change nothing.
pub(super) fn make_private(path: &Path) -> Result<(), StoreError> {
    let is_folder = fs::symlink_metadata(path).at(path)?.is_dir();
    private(path, if is_folder { 0o700 } else { 0o600 }).at(path)
}

/// The same for a file that was made just now, and that may stay as it is where rights can't be set.
pub(super) fn make_private_from_birth(path: &Path) -> Result<(), StoreError> {
    private_from_birth(path, 0o600).at(path)
}

pub(super) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    sync(folder).at(folder)
}

/// Makes sure that what was put in its place is there after a power cut, too. It is there already: where this fails,
/// nothing must be done a second time.
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

/// The folder that a path lies in; for a bare name, the present one.
pub(in crate::store) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
        Some(folder) => folder,
        None => path,
    }
}

/// Makes folders that are private from their first moment; a narrow umask may leave them narrower still.
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

/// The same for what was made just now. Where rights can't be set, as on a stick or a share, it has those that are set for
/// the whole place: that is no reason to write nothing, and `doctor` says so.
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

/// Makes sure that the names in a folder survive a power cut, where the file system can promise that.
fn sync(folder: &Path) -> io::Result<()> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    where_it_can(File::open(folder).and_then(|folder| folder.sync_all()))
}

/// What became of making something safe; a place that can't promise that is one of which `iro doctor` says so.
pub(super) fn where_it_can(synced: io::Result<()>) -> io::Result<()> {
    match synced {
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        outcome => outcome,
    }
}

/// On Windows a file that somebody reads can't be replaced: a virus scanner or a sync client is soon done with it.
struct Patience {
    give_up: Instant,
}

impl Patience {
    fn new() -> Self {
        Patience { give_up: Instant::now() + Duration::from_secs(2) }
    }

    /// Whether to try again after this error; waits a little if so.
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
