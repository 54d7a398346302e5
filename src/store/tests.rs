//! What every kind of store must do, and records and a store in memory for tests.

mod memory;
mod random_damage;
pub mod samples;
mod stories;
pub mod suite;
