//! What the store guarantees if disks, people or programs fail.

mod astray;
pub mod changed_policy;
mod changes;
pub mod disk;
pub mod faults;
pub mod files;
pub mod index;
mod interleaving;
mod named_folder;
mod places;
pub mod power;
pub mod race;
#[cfg(feature = "postgres")]
mod server;
#[cfg(unix)]
mod shared;
pub mod tampering;
#[cfg(not(feature = "postgres"))]
mod without_a_server;
