//! Implements `Transfer` for a folder.

use std::collections::BTreeMap;
use std::fs;

use super::dir::FolderStore;
use super::{atomic, file, ledger, tombstones};
use crate::domain::id::DisputeId;
use crate::domain::record::Record;
use crate::domain::worded::Worded;
use crate::store::error::{At, StoreError};
use crate::store::ledger::whole_line;
use crate::store::policies::kept::{KEPT_POLICIES, POLICIES};
use crate::store::record_file::{self, Reading};
use crate::store::records::{Filed, Stored};
use crate::store::small_files::{SmallFile, SmallFiles};
use crate::store::transfer::{Original, RecordToCopy, Rest, Transfer};

impl Transfer for FolderStore {
    fn originals(&self, ids: &[DisputeId]) -> Result<BTreeMap<DisputeId, Original>, StoreError> {
        let mut originals = BTreeMap::new();
        for id in ids {
            let fetched = self.fetch(*id)?;
            let stored = file::record(*id, &fetched.path, &fetched.bytes, fetched.filed)?;
            if rewritten(&stored)? != fetched.bytes {
                let events = stored.record.entries.len() as u32;
                originals.insert(*id, Original { events, bytes: fetched.bytes });
            }
        }
        Ok(originals)
    }

    fn ledger_lines(&self) -> Result<Vec<(String, String)>, StoreError> {
        let path = ledger::path(self.root());
        if !path.exists() {
            return Ok(Vec::new());
        }
        let bytes = fs::read(&path).at(&path)?;
        let whole = bytes.split(|byte| *byte == b'\n').filter_map(whole_line);
        Ok(whole.map(|(borne, body)| (borne.to_string(), body.to_string())).collect())
    }

    fn small_files(&self) -> Result<Vec<String>, StoreError> {
        let mut names = Vec::new();
        for name in SmallFile::WORDS.iter().copied() {
            names.extend(self.kept(name)?.map(|_| name.to_string()));
        }
        names.extend(self.kept_in(POLICIES)?);
        names.extend(self.kept_in(KEPT_POLICIES)?);
        names.sort();
        Ok(names)
    }

    fn write_records(&self, cargo: &[RecordToCopy]) -> Result<(), StoreError> {
        let _alone = self.writing_beside()?;
        for one in cargo {
            let (id, filed) = (one.stored.record.header.id, one.stored.filed);
            let (place, before) = (self.folders.place(id, filed), self.places(id)?);
            if one.had as usize == one.stored.record.entries.len() && before.iter().any(|(path, _)| *path == place) {
                continue;
            }
            let bytes = match &one.original {
                Some(original) => continued(id, original, &one.stored)?,
                None => rewritten(&one.stored)?,
            };
            if filed == Filed::Owing {
                self.folders.note_owing(id, true)?;
            }
            atomic::make_inner_folder(atomic::folder_of(&place))?;
            atomic::replace(&self.folders.work(), &place, &bytes)?;
            for (old, _) in before.into_iter().filter(|(path, _)| *path != place) {
                atomic::remove(&old)?;
            }
        }
        Ok(())
    }

    fn write_rest(&self, rest: &Rest) -> Result<(), StoreError> {
        let _alone = self.writing_beside()?;
        for tombstone in &rest.tombstones {
            tombstones::write(&self.folders, tombstone)?;
        }
        for (name, bytes) in &rest.files {
            let path = self.root().join(name);
            if self.kept(name)?.as_ref() != Some(bytes) {
                atomic::make_inner_folder(atomic::folder_of(&path))?;
                atomic::replace(&self.folders.work(), &path, bytes)?;
            }
        }
        ledger::write_lines(self.root(), &rest.lines)
    }
}

/// The file that this program would have written for a record with these seals.
fn rewritten(stored: &Stored) -> Result<Vec<u8>, StoreError> {
    let id = stored.record.header.id;
    record_file::rewrite(&format!("{id}.yaml"), &stored.record, &stored.seals)
        .map_err(|wrong| StoreError::Unfaithful { id, reason: wrong.0 })
}

/// A file that somebody edited, with the events that were added since.
fn continued(id: DisputeId, original: &Original, stored: &Stored) -> Result<Vec<u8>, StoreError> {
    let (name, mut bytes) = (format!("{id}.yaml"), original.bytes.clone());
    let had = original.events as usize;
    let (mut entries, mut seals) = (stored.record.entries.clone(), stored.seals.clone());
    let (more, more_seals) = (entries.split_off(had.min(entries.len())), seals.split_off(had.min(seals.len())));
    for (entry, seal) in more.into_iter().zip(more_seals) {
        let record = Record { header: stored.record.header.clone(), entries: entries.clone() };
        let reading = Reading { record, seals: seals.clone(), newer: None };
        let added = std::slice::from_ref(&entry);
        let composed = record_file::append(&name, &bytes, reading, added, seal.accepts.clone())
            .map_err(|refused| StoreError::not_appended(id, refused))?;
        bytes = composed.bytes;
        entries.push(entry);
        seals.push(seal);
    }
    Ok(bytes)
}
