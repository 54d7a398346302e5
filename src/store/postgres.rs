//! A store in a database on a PostgreSQL server. The row of an event holds exactly the text that its digest is taken
//! of; one row is locked by whoever writes; everything else in the database can be derived again. The tables are in
//! `postgres/store.sql`, the rights in `postgres/guards.sql`. (D7 in `docs/decisions.md`.)

mod address;
mod catalogue;
mod clock;
mod connect;
mod content;
mod doctor;
mod evidence;
mod failure;
mod faults;
mod memo;
mod people;
mod records;
mod repair_ledger;
mod schema;
mod statement;
#[cfg(test)]
mod tests;
mod transfer;
mod version;
mod void;
mod wire;
mod write;

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

pub use address::Address;
pub use people::{ByGroup, Person, Role, people, set_person};
pub use schema::{init, sql, upgrade};
pub use version::VERSION;

use super::contract::Shown;
use super::records::Stored;
use memo::Remembered;
use wire::Wire;

pub(super) struct PostgresStore {
    wire: Arc<Wire>,
    /// The record that `find` loaded; the next `load` takes it.
    looked_up: TakeOnce<Stored>,
    /// What was fetched together with the last listing; the next memo takes it.
    remembered: TakeOnce<Remembered>,
    /// Which of the listed records the command said it will show.
    shown: OnceLock<Shown>,
}

impl PostgresStore {
    /// The store at this address. No connection is made before the first query.
    pub(super) fn at(address: Address) -> PostgresStore {
        PostgresStore::with(Wire::to(address))
    }

    /// The same for copying, which may also open a store that a copy into was not finished.
    pub(super) fn for_copy(address: Address) -> PostgresStore {
        PostgresStore::with(Wire::for_copy(address))
    }

    fn with(wire: Wire) -> PostgresStore {
        PostgresStore {
            wire: Arc::new(wire),
            looked_up: TakeOnce::default(),
            remembered: TakeOnce::default(),
            shown: OnceLock::new(),
        }
    }
}

/// A value that can be taken once.
struct TakeOnce<T>(Mutex<Option<T>>);

impl<T> Default for TakeOnce<T> {
    fn default() -> TakeOnce<T> {
        TakeOnce(Mutex::new(None))
    }
}

impl<T> TakeOnce<T> {
    fn set(&self, value: impl Into<Option<T>>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = value.into();
    }

    fn take(&self) -> Option<T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
