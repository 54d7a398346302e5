//! The tables of a store: the statements that make them.

use super::Address;
use super::failure::{Trouble, server};
use super::wire::Line;
use crate::store::error::StoreError;

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
