//! The data directory: records and policies as files.

pub mod policies;
pub mod policy_file;
pub mod yaml;
