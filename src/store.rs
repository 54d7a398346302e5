//! Where records, settings and policies are kept. Commands work through the trait `Store` and don't know whether it is
//! a folder or a database.

#![expect(clippy::disallowed_methods, reason = "files are read and written in this layer and in no other")]

mod chain;
pub mod check;
mod compare_with_ledger;
mod contract;
#[cfg(feature = "postgres")]
pub mod copy;
pub mod doctor;
pub mod document_file;
mod error;
mod file_kind;
mod folder;
pub mod guidance_checks;
mod ids;
mod ledger;
pub mod memo;
pub mod parallel;
mod place;
pub mod policies;
pub mod policy_file;
#[cfg(feature = "postgres")]
mod postgres;
mod record_file;
mod records;
mod server_rule;
pub mod settings;
mod small_files;
mod sum;
pub mod table_file;
mod take_in;
mod tamper;
#[cfg(test)]
mod tests;
mod tombstone;
#[cfg(feature = "postgres")]
mod transfer;
mod unplaced;
pub mod yaml;

pub use chain::RecordPart;
pub use contract::{Evidence, Expected, Shown, Store};
pub use error::{GIVE_THE_RIGHT, NoPlace, StoreError, TWICE, in_words, repair_hint};
pub use file_kind::FileKind;
pub use folder::{has_record_folders, has_unfinished_copy, stray};
pub use ledger::LedgerEnd;
pub use place::{Place, is_address};
pub use records::{Among, Draft, Filed, Listed, Stored, Typist, Which};
pub use server_rule::ServerRule;
pub use small_files::SmallFile;
pub use sum::Sum;
pub use tamper::Acceptance;
pub use tombstone::Tombstone;
#[cfg(feature = "postgres")]
pub use transfer::Transfer;
pub use unplaced::{MayBe, Misplaced, Unplaced};

/// What only the commands for administering a store on a server use.
#[cfg(feature = "postgres")]
pub mod server {
    pub use crate::store::postgres::{Address, ByGroup, Person, Role, VERSION, init, people, set_person, sql, upgrade};
}

/// The store at a place. Nothing is created there before the first write.
pub fn open(place: &Place) -> Box<dyn Store> {
    match place {
        Place::Folder(root) => Box::new(folder::FolderStore::new(root)),
        #[cfg(feature = "postgres")]
        Place::Server(address) => Box::new(postgres::PostgresStore::at(address.clone())),
    }
}
