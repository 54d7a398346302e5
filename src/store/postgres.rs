//! A store in a database on a PostgreSQL server. An event is a row that holds, to the byte, what its digest is taken of;
//! one row is the lock of all writers; everything else can be worked out again. The tables are `postgres/store.sql`, the
//! rights `postgres/guards.sql`. (D7 in `docs/decisions.md`.)

mod address;
mod connect;
mod content;
mod doctor;
mod evidence;
mod failure;
mod memo;
mod people;
mod records;
mod schema;
mod statement;
#[cfg(test)]
mod tests;
mod transfer;
mod version;
mod wire;
mod write;

use std::sync::{Arc, Mutex, PoisonError};

pub use address::Address;
pub use people::{Role, people, set_person};
pub use schema::{init, sql, upgrade};
pub use version::VERSION;

use super::records::Stored;
use memo::Remembered;
use wire::Wire;

pub(super) struct PostgresStore {
    wire: Arc<Wire>,
    /// A record that was loaded while it was looked for, good for one time.
    looked_up: Once<Stored>,
    /// What came with the last listing.
    remembered: Once<Remembered>,
}

impl PostgresStore {
    /// The store at this address. Nothing is connected before the first question.
    pub(super) fn at(address: Address) -> PostgresStore {
        PostgresStore::with(Wire::to(address))
    }

    /// The same to be copied from or to, where a copy may not be finished yet.
    pub(super) fn for_copy(address: Address) -> PostgresStore {
        PostgresStore::with(Wire::for_copy(address))
    }

    fn with(wire: Wire) -> PostgresStore {
        PostgresStore { wire: Arc::new(wire), looked_up: Once::default(), remembered: Once::default() }
    }
}

/// Something that is there until it is taken.
struct Once<T>(Mutex<Option<T>>);

impl<T> Default for Once<T> {
    fn default() -> Once<T> {
        Once(Mutex::new(None))
    }
}

impl<T> Once<T> {
    fn set(&self, value: impl Into<Option<T>>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = value.into();
    }

    fn take(&self) -> Option<T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
