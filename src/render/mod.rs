//! What people and programs get to see. It knows the domain and no files.

pub mod faults;
