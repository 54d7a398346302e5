//! Who may use the files of a store: their owner alone, unless the administrator has shared the store's folder with a
//! group. A folder is shared by its set-group-ID bit together with rights for the group to list and enter it; what is
//! made in the store then belongs to that group, with no more rights than the folder has, and nobody else has any.

#[cfg(unix)]
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The rights that are given to what is made in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Rights {
    /// The group that the folder is shared with, and its rights.
    group: Option<(u32, u32)>,
}

impl Rights {
    /// For the owner alone.
    pub(super) const ALONE: Rights = Rights { group: None };

    /// Whether a group shares the folder.
    pub(super) fn are_shared(self) -> bool {
        self.group.is_some()
    }
}

#[cfg(unix)]
impl Rights {
    /// The rights for what is made in this folder.
    pub(in crate::store) fn within(folder: &Path) -> Rights {
        use std::os::unix::fs::MetadataExt;
        const SET_GROUP: u32 = 0o2000;
        const LIST_AND_ENTER: u32 = 0o050;
        let shared =
            |found: &fs::Metadata| found.mode() & SET_GROUP != 0 && found.mode() & LIST_AND_ENTER == LIST_AND_ENTER;
        let found = fs::metadata(folder).ok().filter(|found| found.is_dir() && shared(found));
        Rights { group: found.map(|found| (found.gid(), found.mode() & 0o070)) }
    }

    /// Gives something that was just made its rights. Where it can't belong to the group, it is its owner's alone.
    pub(super) fn give(self, path: &Path) -> io::Result<()> {
        use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
        let found = fs::symlink_metadata(path)?;
        let (owner, shared) = if found.is_dir() { (0o700, 0o2070) } else { (0o600, 0o060) };
        let group = self.group.filter(|(gid, _)| found.gid() == *gid || chown(path, None, Some(*gid)).is_ok());
        let mode = owner | group.map_or(0, |(_, rights)| (0o2000 | rights) & shared);
        fs::set_permissions(path, fs::Permissions::from_mode(mode))
    }

    /// The path and the permissions of something that more people can use than these rights say; `None` if none can.
    pub(in crate::store) fn are_exceeded(self, path: &Path) -> Option<(PathBuf, u32)> {
        use std::os::unix::fs::MetadataExt;
        let found = fs::symlink_metadata(path).ok().filter(|found| !found.is_symlink())?;
        let mode = found.mode() & 0o7777;
        (mode & self.beyond(&found) != 0).then(|| (path.to_path_buf(), mode))
    }

    /// Takes from something the rights that it has beyond these.
    pub(super) fn limit(self, path: &Path) -> io::Result<()> {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        let found = fs::symlink_metadata(path)?;
        let mode = found.mode() & 0o7777 & !self.beyond(&found);
        fs::set_permissions(path, fs::Permissions::from_mode(mode))
    }

    fn beyond(self, found: &fs::Metadata) -> u32 {
        use std::os::unix::fs::MetadataExt;
        let of_group = self.group.filter(|(gid, _)| *gid == found.gid());
        0o077 & !of_group.map_or(0, |(_, rights)| rights)
    }

    /// Whether the group can't use something as these rights say.
    pub(super) fn are_lacking(self, path: &Path) -> bool {
        use std::os::unix::fs::MetadataExt;
        let Some((gid, rights)) = self.group else { return false };
        let Ok(found) = fs::symlink_metadata(path) else { return false };
        let wanted = if found.is_dir() { 0o2000 | rights } else { rights & 0o060 };
        !found.is_symlink() && (found.gid() != gid || found.mode() & wanted != wanted)
    }
}

#[cfg(not(unix))]
impl Rights {
    pub(in crate::store) fn within(_folder: &Path) -> Rights {
        Rights::ALONE
    }

    #[expect(clippy::unnecessary_wraps, reason = "it can fail elsewhere")]
    pub(super) fn give(self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    pub(in crate::store) fn are_exceeded(self, _path: &Path) -> Option<(PathBuf, u32)> {
        None
    }

    #[expect(clippy::unnecessary_wraps, reason = "it can fail elsewhere")]
    pub(super) fn limit(self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn are_lacking(self, _path: &Path) -> bool {
        false
    }
}
