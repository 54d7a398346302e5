//! The version of the tables in a database, and the version that this program supports.

use super::Address;
use super::failure::server;
use crate::store::error::StoreError;
use crate::store::server_rule::ServerRule;

/// The version of the tables that this program reads and writes.
pub const VERSION: u32 = 7;

/// Checks that a database has tables of this program's version.
pub(super) fn check_version(address: &Address, version: Option<u32>) -> Result<(), StoreError> {
    match version {
        Some(VERSION) => Ok(()),
        Some(newer) if newer > VERSION => Err(server(
            ServerRule::NewerStore,
            format!(
                "the store `{address}` was made or upgraded by a newer version of iro (its tables: {newer}, known: {VERSION})"
            ),
            "install the newer program",
        )),
        Some(older) => Err(server(
            ServerRule::OlderStore,
            format!("the tables of the store `{address}` are of version {older}, and this program needs {VERSION}"),
            "its owner brings them there with `iro store upgrade`",
        )),
        None => Err(server(
            ServerRule::NoStore,
            format!("there is no whole store in the database `{address}`"),
            "its owner makes one with `iro store init`, or runs what `iro store schema` prints",
        )),
    }
}
