//! The data directory: records and policies as files.

pub mod yaml;
