//! The place of a store.

use std::path::PathBuf;

use super::error::NoPlace;
#[cfg(feature = "postgres")]
use super::postgres::Address;

/// Where a store is, which also decides what kind of store it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In this folder, one file per record.
    Folder(PathBuf),
    /// In a database on a PostgreSQL server.
    #[cfg(feature = "postgres")]
    Server(Address),
}

/// Whether this is the address of a server, rather than the path of a folder.
pub fn is_address(typed: &str) -> bool {
    typed.split_once(':').is_some_and(|(scheme, _)| scheme == "postgresql" || scheme == "postgres")
}

impl Place {
    /// A place as a person types it: the address of a server, or the path of a folder.
    ///
    /// # Errors
    /// The address can't be parsed, or needs a feature that this build doesn't have.
    pub fn of(typed: &str) -> Result<Place, NoPlace> {
        match is_address(typed) {
            true => server(typed),
            false => Ok(Place::Folder(PathBuf::from(typed))),
        }
    }
}

#[cfg(feature = "postgres")]
fn server(typed: &str) -> Result<Place, NoPlace> {
    Address::parse(typed).map(Place::Server)
}

/// The error doesn't repeat the address, because it may contain a password.
#[cfg(not(feature = "postgres"))]
fn server(_typed: &str) -> Result<Place, NoPlace> {
    Err(NoPlace {
        message: "this program has no database built in, and keeps stores in folders only".to_string(),
        hint: Some(
            "a store on a PostgreSQL server needs a build with `cargo build --release --features postgres`".to_string(),
        ),
    })
}
