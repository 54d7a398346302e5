//! What the store promises when disks, people and programs fail.

mod astray;
pub mod changed_policy;
pub mod disk;
pub mod faults;
pub mod files;
pub mod index;
mod interleaving;
mod places;
pub mod power;
pub mod race;
pub mod tampering;
