//! The paths of a store: `open/2026-0042.yaml`, `closed/2026/2026-0042.yaml` and everything else. Only names are looked
//! at, never the contents of files.

use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use super::atomic::{self, WORK};
use super::desk;
use super::names::{file_name, id_of, pending_name, pending_record};
use super::private::Rights;
use crate::domain::id::DisputeId;
use crate::store::error::{At, StoreError};
use crate::store::policies::kept::{KEPT_POLICIES, POLICIES};
use crate::store::records::Filed;

/// The folder of the open records.
pub(super) const OPEN: &str = "open";

/// The folder of new records that exist but are not in their places yet: siblings, all or none.
pub(super) const PENDING: &str = ".pending";

/// The folders below one data directory.
#[derive(Debug, Clone)]
pub(super) struct Folders {
    root: PathBuf,
}

impl Folders {
    pub(super) fn new(root: PathBuf) -> Self {
        Folders { root }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Where files are written before they are moved into place.
    pub(super) fn work(&self) -> PathBuf {
        self.root.join(WORK)
    }

    pub(super) fn open(&self) -> PathBuf {
        self.root.join(OPEN)
    }

    pub(super) fn closed(&self) -> PathBuf {
        self.root.join("closed")
    }

    fn closed_in(&self, year: u16) -> PathBuf {
        self.closed().join(format!("{year:04}"))
    }

    pub(super) fn owed(&self) -> PathBuf {
        self.root.join("owed")
    }

    pub(super) fn purged(&self) -> PathBuf {
        self.root.join("purged")
    }

    /// The folders that only the store itself writes to.
    fn of_records(&self) -> [PathBuf; 4] {
        [self.open(), self.closed(), self.owed(), self.purged()]
    }

    /// All folders of a store that people see.
    pub(super) fn own(&self) -> Vec<PathBuf> {
        self.of_records().into_iter().chain([self.policies()]).collect()
    }

    /// The store's own policies, with the copies of policies in a folder of it.
    pub(super) fn policies(&self) -> PathBuf {
        self.root.join(POLICIES)
    }

    /// The copies of policies as they were when records were made. All other policies in the folder are people's own.
    fn kept_policies(&self) -> PathBuf {
        self.root.join(KEPT_POLICIES)
    }

    /// The place of a record. The year is that of its id, so the place of a closed record never changes.
    pub(super) fn place(&self, id: DisputeId, filed: Filed) -> PathBuf {
        let folder = match filed {
            Filed::Open => self.open(),
            Filed::Owing | Filed::Closed => self.closed_in(id.year()),
        };
        folder.join(file_name(id))
    }

    /// Notes, or no longer notes, that a record has ended and still owes something.
    pub(super) fn note_owing(&self, id: DisputeId, owes: bool) -> Result<(), StoreError> {
        let note = self.owed().join(id.to_string());
        match (owes, stands(&note)?) {
            (true, false) => {
                atomic::make_inner_folder(&self.owed())?;
                // The file is empty, so it can't be half written.
                atomic::claim(&note).at(&note)?;
                atomic::give(&note, self.root())?;
                atomic::sync_folder(&self.owed())
            }
            (false, true) => fs::remove_file(&note).at(&note),
            _ => Ok(()),
        }
    }

    /// Whether a record is noted as ended and still owing something.
    pub(super) fn is_owing(&self, id: DisputeId) -> Result<bool, StoreError> {
        stands(&self.owed().join(id.to_string()))
    }

    /// The ids of all records that are noted so and filed as closed.
    pub(super) fn owing(&self) -> Result<Vec<DisputeId>, StoreError> {
        let mut ids = Vec::new();
        for entry in entries(&self.owed())? {
            let name = entry.at(&self.owed())?.file_name();
            ids.extend(name.to_str().and_then(DisputeId::written));
        }
        ids.retain(|id| self.place(*id, Filed::Closed).is_file());
        ids.sort_unstable();
        Ok(ids)
    }

    /// The place of a record's tombstone.
    pub(super) fn tombstone(&self, id: DisputeId) -> PathBuf {
        self.purged().join(file_name(id))
    }

    /// Whether a record has a tombstone.
    pub(super) fn was_removed(&self, id: DisputeId) -> Result<bool, StoreError> {
        stands(&self.tombstone(id))
    }

    /// The ids of all purged records.
    pub(super) fn tombstones(&self) -> Result<Vec<DisputeId>, StoreError> {
        ids_in(&self.purged())
    }

    /// The small files in a folder of the store, by the names that they are kept under. Names beginning with a dot are
    /// left out: they belong to editors and sync clients.
    pub(super) fn files_in(&self, folder: &str) -> Result<Vec<String>, StoreError> {
        let path = self.root.join(folder);
        let mut names = Vec::new();
        for entry in entries(&path)? {
            let entry = entry.at(&path)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if !name.starts_with('.') && !entry.path().is_dir() {
                names.push(format!("{folder}/{name}"));
            }
        }
        names.sort();
        Ok(names)
    }

    /// Every path with the name of this record. More than one is a fault.
    pub(super) fn found(&self, id: DisputeId) -> Result<Vec<(PathBuf, Filed)>, StoreError> {
        let mut found = Vec::new();
        for filed in [Filed::Open, Filed::Closed] {
            let path = self.place(id, filed);
            if stands(&path)? {
                found.push((path, filed));
            }
        }
        if found.is_empty() {
            let pending = self.pending()?.into_iter().filter(|(pending, ..)| *pending == id);
            found.extend(pending.map(|(_, filed, path)| (path, filed)));
        }
        if found.is_empty() {
            for year in self.years()? {
                let path = year.join(file_name(id));
                if stands(&path)? {
                    found.push((path, Filed::Closed));
                }
            }
        }
        for (_, filed) in &mut found {
            if *filed == Filed::Closed && self.is_owing(id).unwrap_or(false) {
                *filed = Filed::Owing;
            }
        }
        Ok(found)
    }

    /// The files of records that are not in their places yet, in order.
    pub(super) fn pending_files(&self) -> Result<Vec<PathBuf>, StoreError> {
        let pending = self.root.join(PENDING);
        let mut files = Vec::new();
        for entry in entries(&pending)? {
            files.push(entry.at(&pending)?.path());
        }
        files.sort();
        Ok(files)
    }

    /// The same with the record of each. Readers use these as if they were in place, so that siblings appear together.
    pub(super) fn pending(&self) -> Result<Vec<(DisputeId, Filed, PathBuf)>, StoreError> {
        let record = |path: PathBuf| pending_record(&path).map(|(id, filed)| (id, filed, path));
        Ok(self.pending_files()?.into_iter().filter_map(record).collect())
    }

    /// Whether a file of a record is where it belongs, or pending on its way there.
    pub(super) fn is_in_place(&self, id: DisputeId, path: &Path, filed: Filed) -> bool {
        path == self.place(id, filed) || path == self.root.join(PENDING).join(pending_name(id, filed))
    }

    /// The rights for what is made in the store.
    pub(super) fn rights(&self) -> Rights {
        Rights::within(&self.root)
    }

    /// Folders and files of the store that others than its owner, and its group if it is shared, can access, with their
    /// permissions.
    pub(super) fn exposed(&self) -> Result<Vec<(PathBuf, u32)>, StoreError> {
        let rights = self.rights();
        let mut exposed: Vec<_> = self.own_paths()?.iter().filter_map(|path| rights.are_exceeded(path)).collect();
        exposed.sort();
        Ok(exposed)
    }

    /// Folders and files of a shared store that its group can't use.
    pub(super) fn unshared(&self) -> Result<Vec<PathBuf>, StoreError> {
        let rights = self.rights();
        if !rights.are_shared() {
            return Ok(Vec::new());
        }
        let mut unshared = self.own_paths()?;
        for entry in entries(&self.policies())? {
            unshared.push(entry.at(&self.policies())?.path());
        }
        unshared.retain(|path| rights.are_lacking(path) && !desk::is_private(path));
        unshared.sort();
        Ok(unshared)
    }

    /// The store's folder, and everything in its folders that belongs to it.
    fn own_paths(&self) -> Result<Vec<PathBuf>, StoreError> {
        let mut paths = vec![self.root.clone(), self.kept_policies()];
        let own = [self.root.clone(), self.kept_policies()].into_iter().chain(self.of_records());
        for folder in own.chain(self.years()?) {
            for entry in entries(&folder)? {
                let path = entry.at(&folder)?.path();
                if folder != self.root || !self.is_somebody_elses(&path) {
                    paths.push(path);
                }
            }
        }
        Ok(paths)
    }

    /// Whether a path in the store's own folder is a folder that no store has, such as one with somebody's photographs.
    fn is_somebody_elses(&self, path: &Path) -> bool {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        path.is_dir() && !hidden && !self.own().iter().any(|own| own == path)
    }

    /// Whether an open record also has a file among the closed ones.
    pub(super) fn is_twice(&self, open: DisputeId) -> bool {
        stands(&self.place(open, Filed::Closed)).unwrap_or(true)
    }

    /// The folders of everything that takes a number of a year: open, closed and purged.
    pub(super) fn numbered(&self, year: u16) -> [PathBuf; 3] {
        [self.open(), self.closed_in(year), self.purged()]
    }

    /// The highest number of a year in these folders.
    pub(super) fn highest(&self, year: u16) -> Result<u32, StoreError> {
        let mut highest = 0;
        // A record that is reopened meanwhile may have left the one folder before it was read, and not yet been in the
        // other.
        for folder in self.numbered(year).into_iter().chain([self.open()]) {
            let own = ids_in(&folder)?.into_iter().filter(|id| id.year() == year);
            highest = own.map(DisputeId::number).max().unwrap_or(0).max(highest);
        }
        Ok(highest)
    }

    /// The paths of all folders `closed/YYYY`.
    pub(super) fn years(&self) -> Result<Vec<PathBuf>, StoreError> {
        let mut years = Vec::new();
        for entry in entries(&self.closed())? {
            let path = entry.at(&self.closed())?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if name.len() == 4 && name.bytes().all(|byte| byte.is_ascii_digit()) && path.is_dir() {
                years.push(path);
            }
        }
        years.sort();
        Ok(years)
    }
}

pub(super) fn ids_in(folder: &Path) -> Result<Vec<DisputeId>, StoreError> {
    let mut ids = Vec::new();
    for entry in entries(folder)? {
        ids.extend(id_of(Path::new(&entry.at(folder)?.file_name())));
    }
    Ok(ids)
}

/// Whether a folder has a record. Looks no further than the first.
pub(super) fn has_records(folder: &Path) -> Result<bool, StoreError> {
    for entry in entries(folder)? {
        if id_of(Path::new(&entry.at(folder)?.file_name())).is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The entries of a folder; none if it doesn't exist. A link whose target is missing, such as a disk that was removed,
/// is an error.
pub(super) fn entries(folder: &Path) -> Result<Box<dyn Iterator<Item = io::Result<DirEntry>>>, StoreError> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && !stands(folder)? => {
            return Ok(Box::new(std::iter::empty()));
        }
        // It is a link without a target, or it was made since.
        Err(error) if error.kind() == io::ErrorKind::NotFound => fs::read_dir(folder),
        entries => entries,
    };
    Ok(Box::new(entries.at(folder)?))
}

/// Whether anything is at a path: a file, a folder, or a link without a target.
pub(super) fn stands(path: &Path) -> Result<bool, StoreError> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error).at(path),
    }
}
