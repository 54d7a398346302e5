//! What to do about a file that lies in the store and isn't read.

use std::path::Path;

use super::dir::FolderStore;
use super::file;
use crate::store::records::{Filed, Stored};
use crate::store::unplaced::Misplaced;

impl FolderStore {
    /// What to do about the file or the folder at this path.
    pub(super) fn advice(&self, path: &Path, misplaced: Misplaced) -> String {
        let shown = path.display();
        match misplaced {
            Misplaced::CopyOf(_) if path.extension().is_some_and(|end| end == "icloud") => {
                "iCloud has not downloaded it: download it in the Finder, and look again".to_string()
            }
            Misplaced::CopyOf(id) => {
                // If the record that it seems to be a copy of isn't there, or is another child's, it must not be moved away.
                let is_another =
                    |stored: &Stored| file::stray(path).is_ok_and(|other| !other.record.begins_as(&stored.record));
                match self.copies_of(id).unwrap_or_default().into_iter().find_map(|found| found.stored.ok()) {
                    None => format!(
                        "if it is the record, name it `{id}.yaml`: there is no other that can be read; or `iro doctor --take-in \
                         \"{shown}\"` takes it in under a new number"
                    ),
                    Some(stored) if is_another(&stored) => format!(
                        "it is another dispute that was given this number: `iro doctor --take-in \"{shown}\"` takes it in under \
                         a new one"
                    ),
                    Some(_) => {
                        "compare it with the record, take over by hand what is missing there, and move it elsewhere"
                            .to_string()
                    }
                }
            }
            Misplaced::Record => format!(
                "compare it with the records, and move it elsewhere; if it is none of them, `iro doctor --take-in \"{shown}\"` \
                 takes it in under a new number"
            ),
            Misplaced::OutOfPlace(id) => {
                let place = |filed| self.folders.place(id, filed).display().to_string();
                format!("move it to `{}`, or to `{}` if it has ended", place(Filed::Open), place(Filed::Closed))
            }
            Misplaced::FolderOfRecords => {
                "give the folder its name back, `open` or `closed`, or move the records to where they were".to_string()
            }
            Misplaced::CopyBeside(own) if self.root().join(own).exists() => {
                format!("compare it with `{own}`, and move it elsewhere")
            }
            Misplaced::CopyBeside(own) => format!("if it is, name it `{own}`: the store does without one until then"),
        }
    }
}
