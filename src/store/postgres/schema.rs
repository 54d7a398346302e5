//! The tables of a store: the statements that create them and that upgrade those of an older version.

use super::Address;
use super::failure::{Trouble, server};
use super::version::{VERSION, check_version};
use super::wire::{Connection, value};
use crate::store::error::StoreError;
use crate::store::server_rule::ServerRule;

/// The statements for each version of the tables, beginning with the first; each builds on the one before.
const VERSIONS: [&[&str]; VERSION as usize] = [
    &[include_str!("store.sql"), include_str!("guards.sql")],
    &[include_str!("views.sql")],
    &[include_str!("children.sql")],
    &[include_str!("checks.sql")],
    &[include_str!("events.sql")],
    &[include_str!("names.sql")],
    &[include_str!("drafts.sql")],
];

/// All statements to create a store (`from` 0) or to upgrade it from an older version, for people who run them
/// themselves.
pub fn sql(from: u32) -> String {
    let parts = VERSIONS.iter().skip(from as usize).copied().flatten();
    format!("BEGIN;\n\n{}\nCOMMIT;\n", parts.copied().collect::<Vec<_>>().join("\n"))
}

/// Creates a store in a database, completely or not at all.
///
/// # Errors
/// There is a store already; the login lacks the right; the server can't be reached.
pub fn init(address: &Address) -> Result<(), StoreError> {
    let mut line = Connection::default();
    let made = line.client(address).and_then(|client| {
        client.batch_execute(&sql(0)).map_err(|error| match error.code().map(postgres::error::SqlState::code) {
            // Somebody makes one at this moment.
            Some("23505") => Trouble::Busy,
            Some("42P06") => Trouble::Final(server(
                ServerRule::IsThere,
                format!("there is a store in the database `{address}` already"),
                "`iro doctor` looks at it",
            )),
            Some("42501") => Trouble::Final(server(
                ServerRule::NoRight,
                format!("the store can't be made in `{address}`: {}", super::failure::reason(&error)),
                "whoever makes it needs to own the database and to have CREATEROLE; or a database administrator runs what \
                 `iro store schema` prints",
            )),
            Some("0A000") => Trouble::Final(server(
                ServerRule::Encoding,
                format!("no store can be made in `{address}`: {}", super::failure::reason(&error)),
                "your database administrator makes another database: `createdb -E UTF8 -T template0 NAME`",
            )),
            _ => super::failure::of(address, &error, &super::connect::login(address)),
        })
    });
    made.map_err(|trouble| trouble.into_error(address))
}

/// Upgrades the tables of a store to this program's version, completely or not at all. Returns their old version.
///
/// # Errors
/// There is no store, or it has a newer version; the login lacks the right; the server can't be reached.
pub fn upgrade(address: &Address) -> Result<u32, StoreError> {
    let mut line = Connection::default();
    let had = line.run(address, "SELECT max(version) FROM iro.schema_version;");
    let had = had.map_err(|trouble| trouble.into_error(address))?;
    let had = had.first().and_then(|rows| value(rows, 0, 0)?.parse().ok());
    match had {
        Some(older) if (1..VERSION).contains(&older) => {
            let ran = line.run(address, &sql(older));
            ran.map(|_| older).map_err(|trouble| {
                line.give_up();
                match trouble {
                    Trouble::Final(StoreError::Server { rule: ServerRule::NoRight, message, .. }) => server(
                        ServerRule::NoRight,
                        message,
                        "whoever owns the store runs this, or what `iro store schema --from` prints",
                    ),
                    trouble => trouble.into_error(address),
                }
            })
        }
        other => check_version(address, other).map(|()| VERSION),
    }
}
