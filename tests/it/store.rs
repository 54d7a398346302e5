//! What the store guarantees if disks, people or programs fail.

#[cfg(feature = "postgres")]
mod analysts;
mod astray;
#[cfg(feature = "postgres")]
mod backup;
#[cfg(feature = "postgres")]
mod by_hand;
pub mod changed_policy;
mod changes;
pub mod disk;
pub mod faults;
pub mod files;
pub mod index;
mod interleaving;
mod named_folder;
#[cfg(feature = "postgres")]
mod on_a_server;
mod places;
#[cfg(feature = "postgres")]
mod pooler;
pub mod power;
pub mod race;
#[cfg(feature = "postgres")]
mod seat;
#[cfg(feature = "postgres")]
mod set_up_wrongly;
#[cfg(unix)]
mod shared;
pub mod tampering;
#[cfg(feature = "postgres")]
mod tls;
#[cfg(feature = "postgres")]
mod wire;
#[cfg(not(feature = "postgres"))]
mod without_a_server;
