//! The e-mail addresses of a service, by role or name: `addresses.yaml` of the store.

use std::collections::BTreeMap;

use super::{change, read};
use crate::cli::error::{Code, Failure};
use crate::domain::address::{Addresses, EmailAddress};
use crate::domain::same_name::is_same;
use crate::domain::worded::Worded;
use crate::store::{SmallFile, Store};

/// Addresses as written in the file, by role or name.
pub type Written = BTreeMap<String, String>;

/// The addresses as they are written, even if some are invalid.
///
/// # Errors
/// The file can't be read.
pub fn written(store: &dyn Store) -> Result<Written, Failure> {
    Ok(read(store, SmallFile::Addresses.word())?.unwrap_or_default())
}

/// The addresses of a store.
///
/// # Errors
/// The file can't be read, or one of the addresses is invalid.
pub fn addresses(store: &dyn Store) -> Result<Addresses, Failure> {
    let name = store.kept_name(SmallFile::Addresses.word());
    let each = written(store)?.into_iter().map(|(who, address)| match EmailAddress::parse(&address) {
        Ok(address) => Ok((who, address)),
        Err(fault) => Err(Failure::new(Code::Failed, format!("`{name}`: {fault}, for {who}"))
            .hinted(format!("`iro addresses add {who:?} ADDRESS` puts another in its place"))),
    });
    each.collect::<Result<_, Failure>>().map(Addresses::new)
}

/// Adds or replaces the address of a role or name.
///
/// # Errors
/// The store is busy, or the file can't be read or written.
pub fn keep_address(store: &dyn Store, who: &str, address: &EmailAddress) -> Result<(), Failure> {
    let with = |mut all: Written| {
        all.retain(|known, _| !is_same(known, who));
        all.insert(who.to_string(), address.to_string());
        all
    };
    change(store, SmallFile::Addresses.word(), with).map(drop)
}

/// Removes an address.
///
/// # Errors
/// As for `keep_address`.
pub fn drop_address(store: &dyn Store, who: &str) -> Result<(), Failure> {
    let without = |mut all: Written| {
        all.retain(|known, _| !is_same(known, who));
        all
    };
    change(store, SmallFile::Addresses.word(), without).map(drop)
}
