//! A store in a folder: one YAML file per record, for people to read, copy and repair. Only this part of `store` knows
//! about folders and files of records.

mod advice;
mod around;
mod atomic;
mod desk;
mod dir;
mod doctor;
mod elsewhere;
mod evidence;
mod faults;
mod file;
mod folders;
mod highest;
mod index;
mod ledger;
mod listing;
mod lock;
mod names;
mod pending;
mod private;
mod probe;
mod put_back;
mod records;
mod settled;
mod strays;
#[cfg(test)]
mod tests;
mod tombstones;
#[cfg(feature = "postgres")]
mod transfer;
mod unplaced;
mod write;

pub use around::{has_record_folders, has_unfinished_copy};
pub(super) use atomic::{create_beside, folder_of, make_folder, replace_beside};
pub use desk::EditorFolder;
pub(super) use dir::FolderStore;
pub use elsewhere::StagedStore;
pub use file::stray;
pub(super) use private::Rights;
