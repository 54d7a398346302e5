//! Implements `Transfer` for a folder.

use std::fs;

use super::around::COPYING;
use super::dir::{Fetched, FolderStore};
use super::{atomic, file, ledger, tombstones};
use crate::domain::id::DisputeId;
use crate::domain::record::Record;
use crate::domain::worded::Worded;
use crate::store::error::{At, StoreError};
use crate::store::ledger::whole_line;
use crate::store::parallel;
use crate::store::policies::kept::{KEPT_POLICIES, POLICIES};
use crate::store::record_file::{self, Reading};
use crate::store::records::{Filed, Stored};
use crate::store::small_files::{SmallFile, SmallFiles};
use crate::store::transfer::{Original, RecordToCopy, Rest, Transfer};

impl Transfer for FolderStore {
    fn load_to_copy(&self, ids: &[DisputeId]) -> Result<Vec<(Stored, Option<Original>)>, StoreError> {
        let load = |id: &DisputeId| {
            let Fetched { path, filed, bytes } = self.fetch(*id)?;
            let stored = file::record(*id, &path, &bytes, filed)?;
            let events = stored.record.entries.len() as u32;
            let original = (rewritten(&stored)? != bytes).then_some(Original { events, bytes });
            Ok((stored, original))
        };
        parallel::map(ids, parallel::READING, load).into_iter().collect()
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

    fn begin(&self, from: &str) -> Result<(), StoreError> {
        atomic::make_folder(self.root())?;
        atomic::replace_beside(&self.root().join(COPYING), format!("{from}\n").as_bytes())
    }

    fn finish(&self) -> Result<(), StoreError> {
        atomic::remove(&self.root().join(COPYING))?;
        atomic::sync_folder(self.root())
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
    let Stored { record, seals, .. } = stored;
    let mut had = (original.events as usize).min(record.entries.len()).min(seals.len());
    while had < record.entries.len() {
        // Only the first of the events that are added at once can accept edits.
        let accepting = seals.iter().skip(had + 1).position(|seal| !seal.accepts.is_empty());
        let until = accepting.map_or(record.entries.len(), |more| had + 1 + more);
        let before = Record { header: record.header.clone(), entries: record.entries[..had].to_vec() };
        let reading = Reading { record: before, seals: seals[..had].to_vec(), newer: None };
        let accepts = seals.get(had).map(|seal| seal.accepts.clone()).unwrap_or_default();
        bytes = record_file::append(&name, &bytes, reading, &record.entries[had..until], accepts)
            .map_err(|refused| StoreError::not_appended(id, refused))?
            .bytes;
        had = until;
    }
    Ok(bytes)
}
