//! What lies in a store and isn't read, judged by its name and by whether the record with that id is in its place.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use super::atomic::UNFINISHED;
use super::folders::{Folders, entries, ids_in};
use super::index;
use super::names::id_of;
use super::strays::{
    Stray, StrayKind, copy_beside, id_in, is_of_a_file_manager, is_unfinished, may_be_a_record, stray,
};
use crate::domain::id::DisputeId;
use crate::store::error::{At, StoreError};
use crate::store::unplaced::Misplaced;

/// How much of a file is searched for what it is.
const BEGINNING: u64 = 4096;

/// Whether a file begins as a record with this id, or as what `show --json` prints of it.
fn says_it_is(path: &Path, id: DisputeId) -> bool {
    let mut bytes = Vec::new();
    let is_file = fs::symlink_metadata(path).is_ok_and(|found| found.is_file());
    if !is_file || File::open(path).and_then(|file| file.take(BEGINNING).read_to_end(&mut bytes)).is_err() {
        return false;
    }
    let text = String::from_utf8_lossy(&bytes);
    let says = |line: &str| {
        line.chars().filter(|c| !c.is_whitespace() && !['"', '{', '['].contains(c)).eq(format!("id:{id}").chars())
    };
    text.split(['\n', ',']).any(says)
}

fn misplaced(path: PathBuf, misplaced: Misplaced) -> Stray {
    Stray { path, kind: StrayKind::Misplaced(misplaced) }
}

/// What holds records outside the folders in which they are read.
#[derive(Debug, Default)]
pub(super) struct Astray {
    /// Folders that don't belong to a store: `open (1)`, `closed/2026 (1)`.
    pub folders: Vec<PathBuf>,
    /// Records one folder too high.
    pub records: Vec<(DisputeId, PathBuf)>,
}

impl Folders {
    /// What lies in the folders of the records but isn't a record, in order.
    pub(super) fn strays(&self) -> Result<Vec<Stray>, StoreError> {
        let mut strays = Vec::new();
        let (years, Astray { folders, records }) = (self.years()?, self.astray()?);
        for entry in entries(self.root())? {
            let path = entry.at(self.root())?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if is_unfinished(&path) {
                strays.push(stray(path));
            } else if let Some(own) = copy_beside(&name) {
                strays.push(misplaced(path, Misplaced::CopyBeside(own)));
            }
        }
        for entry in entries(&self.closed())? {
            let path = entry.at(&self.closed())?.path();
            if !years.contains(&path) {
                strays.push(stray(path));
            }
        }
        strays.retain(|stray| !folders.contains(&stray.path) && records.iter().all(|(_, path)| *path != stray.path));
        strays.extend(records.into_iter().map(|(id, path)| misplaced(path, Misplaced::OutOfPlace(id))));
        strays.extend(folders.into_iter().map(|path| misplaced(path, Misplaced::FolderOfRecords)));
        for folder in [self.open()].iter().chain(&years) {
            for entry in entries(folder)? {
                let path = entry.at(folder)?.path();
                if id_of(&path).is_some()
                    || path.file_name().is_some_and(|name| is_of_a_file_manager(&name.to_string_lossy()))
                {
                    continue;
                }
                strays.push(match path.is_dir() && self.holds_lost(&path)? {
                    true => misplaced(path, Misplaced::FolderOfRecords),
                    false => stray(path),
                });
            }
        }
        strays.sort();
        Ok(strays)
    }

    /// What lies in a folder of records and may be a record under another name, or contain some.
    pub(super) fn unplaced_in(&self, folder: &Path) -> Result<Vec<(PathBuf, Misplaced)>, StoreError> {
        let mut unplaced = Vec::new();
        for entry in entries(folder)? {
            let entry = entry.at(folder)?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if id_of(Path::new(&*name)).is_some() || name.starts_with(UNFINISHED) {
                continue;
            }
            let is_folder = || entry.file_type().is_ok_and(|kind| kind.is_dir());
            let misplaced = match id_in(&name) {
                Some(id) if may_be_a_record(&name) || self.is_nowhere(id)? => Some(Misplaced::CopyOf(id)),
                None if may_be_a_record(&name) => Some(Misplaced::Record),
                Some(_) | None if is_folder() => self.holds_lost(&entry.path())?.then_some(Misplaced::FolderOfRecords),
                Some(_) | None => None,
            };
            unplaced.extend(misplaced.map(|misplaced| (entry.path(), misplaced)));
        }
        Ok(unplaced)
    }

    /// Files that may be copies of the store's settings or closing days, if those are missing: `closing-days (1).yaml`.
    pub(super) fn beside_astray(&self) -> Result<Vec<(PathBuf, Misplaced)>, StoreError> {
        let mut astray = Vec::new();
        for entry in entries(self.root())? {
            let path = entry.at(self.root())?.path();
            let own = path.file_name().and_then(|name| copy_beside(&name.to_string_lossy()));
            if let Some(own) = own.filter(|own| !self.root().join(own).exists()) {
                astray.push((path, Misplaced::CopyBeside(own)));
            }
        }
        Ok(astray)
    }

    /// What lies beside the folders of the records, in the store's own folder or in `closed`, and holds records that are
    /// nowhere else.
    pub(super) fn astray(&self) -> Result<Astray, StoreError> {
        let (own, years) = (self.own(), self.years()?);
        let mut astray = Astray::default();
        for folder in [self.root().to_path_buf(), self.closed()] {
            for entry in entries(&folder)? {
                let entry = entry.at(&folder)?;
                let path = entry.path();
                let is_other = entry.file_type().is_ok_and(|kind| kind.is_dir())
                    && !entry.file_name().to_string_lossy().starts_with('.')
                    && !own.contains(&path)
                    && !years.contains(&path);
                match id_of(&path) {
                    Some(id) if path.is_file() && self.is_nowhere(id)? => astray.records.push((id, path)),
                    Some(_) | None if is_other && self.holds_lost(&path)? => astray.folders.push(path),
                    Some(_) | None => {}
                }
            }
        }
        Ok(astray)
    }

    /// Whether a folder, or one inside it, contains a record that is nowhere else.
    fn holds_lost(&self, folder: &Path) -> Result<bool, StoreError> {
        let mut inner = Vec::new();
        for entry in entries(folder)? {
            let entry = entry.at(folder)?;
            inner.extend(entry.file_type().ok().filter(|kind| kind.is_dir()).map(|_| entry.path()));
        }
        for folder in [folder.to_path_buf()].iter().chain(&inner) {
            for id in ids_in(folder)? {
                if self.is_nowhere(id)? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Whether there is no record with this id, and none was purged.
    pub(super) fn is_nowhere(&self, id: DisputeId) -> Result<bool, StoreError> {
        Ok(self.found(id)?.is_empty() && !self.was_removed(id)?)
    }

    /// All files below the store with the id in their name, except the record itself and its tombstone: copies that a
    /// sync client, an editor or a person made.
    pub(super) fn copies_of(&self, id: DisputeId) -> Result<Vec<PathBuf>, StoreError> {
        // A policy's version may look like an id.
        let named = |path: &Path| {
            let name = path.file_name().unwrap_or_default();
            !path.starts_with(self.policies()) && id_in(&name.to_string_lossy()) == Some(id)
        };
        self.others_of(id, named)
    }

    /// The same, with the files under any other name that say at their beginning that they are this record.
    pub(super) fn all_copies_of(&self, id: DisputeId) -> Result<Vec<PathBuf>, StoreError> {
        let mut copies = self.copies_of(id)?;
        let index = self.root().join(index::FOLDER);
        // What is named for another record is that, and `.index` is forgotten anyway.
        let may_be = |path: &Path| id_of(path).is_none_or(|named| named == id) && !path.starts_with(&index);
        copies.extend(self.others_of(id, |path| may_be(path) && says_it_is(path, id))?);
        copies.sort();
        copies.dedup();
        Ok(copies)
    }

    /// The files below the store that are so, except the record itself and what is kept of it.
    fn others_of(&self, id: DisputeId, is_so: impl Fn(&Path) -> bool) -> Result<Vec<PathBuf>, StoreError> {
        let mut own: Vec<PathBuf> = self.found(id)?.into_iter().map(|(path, _)| path).collect();
        own.extend([self.tombstone(id), self.owed().join(id.to_string())]);
        let (mut folders, mut others) = (vec![self.root().to_path_buf()], Vec::new());
        while let Some(folder) = folders.pop() {
            for entry in entries(&folder)? {
                let entry = entry.at(&folder)?;
                let path = entry.path();
                if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    folders.push(path);
                } else if !own.contains(&path) && is_so(&path) {
                    others.push(path);
                }
            }
        }
        others.sort();
        Ok(others)
    }
}
