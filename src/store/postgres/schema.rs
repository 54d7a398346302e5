//! The tables of a store: the statements that make them, and which version of them a database has.

use super::Address;
use super::failure::{Trouble, server};
use super::wire::Line;
use crate::store::error::StoreError;

/// The version of the tables that this program reads and writes.
pub const VERSION: u32 = 1;

/// What makes a store, in the order it is run in.
const PARTS: [&str; 2] = [include_str!("store.sql"), include_str!("guards.sql")];

/// All statements that make a store, for whoever runs them by hand.
pub fn sql() -> String {
    format!("BEGIN;\n\n{}\nCOMMIT;\n", PARTS.join("\n"))
}

/// Makes a store in a database: all of it or nothing.
///
/// # Errors
/// There is one already; the login may not; it can't be reached.
pub fn init(address: &Address) -> Result<(), StoreError> {
    let mut line = Line::default();
    let made = line.client(address).and_then(|client| {
        client.batch_execute(&sql()).map_err(|error| match error.code().map(postgres::error::SqlState::code) {
            Some("42P06") => Trouble::Final(server(
                "is-there",
                format!("there is a store in the database `{address}` already"),
                "`iro doctor` looks at it",
            )),
            _ => super::failure::of(address, &error),
        })
    });
    made.map_err(|trouble| trouble.into_error(address))
}

/// Brings the tables of a store to the version that this program knows. There has been one so far.
///
/// # Errors
/// There is no store, or one of a newer version; it can't be reached.
pub fn upgrade(address: &Address) -> Result<(), StoreError> {
    super::wire::Wire::to(address.clone()).opened().map(drop)
}

/// Whether a database has the tables that this program knows.
pub(super) fn fits(address: &Address, version: Option<u32>) -> Result<(), StoreError> {
    match version {
        Some(VERSION) => Ok(()),
        Some(newer) if newer > VERSION => Err(server(
            "newer-store",
            format!(
                "the store `{address}` was made or upgraded by a newer version of iro (its tables: {newer}, known: {VERSION})"
            ),
            "install the newer program",
        )),
        _ => Err(server(
            "no-store",
            format!("there is no whole store in the database `{address}`"),
            "its owner makes one with `iro store init`, or runs what `iro store schema` prints",
        )),
    }
}
