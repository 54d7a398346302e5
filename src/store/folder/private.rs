//! Whether others than its owner can access a file.

#[cfg(unix)]
use std::fs;
use std::path::{Path, PathBuf};

/// The path and the permissions of a file or folder that others than its owner can access; `None` if they can't.
#[cfg(unix)]
pub(in crate::store) fn too_open(path: &Path) -> Option<(PathBuf, u32)> {
    use std::os::unix::fs::PermissionsExt;
    let found = fs::symlink_metadata(path).ok().filter(|found| !found.is_symlink())?;
    let mode = found.permissions().mode() & 0o7777;
    (mode & 0o077 != 0).then(|| (path.to_path_buf(), mode))
}

#[cfg(not(unix))]
pub(in crate::store) fn too_open(_path: &Path) -> Option<(PathBuf, u32)> {
    None
}
