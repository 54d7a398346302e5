//! A case tool for Independent Reviewing Officers: disputes, their clocks and their record.
//! Layers: `cli` uses `store` and `render`, all use `domain`, and `domain` uses none of them.

#![forbid(unsafe_code)]

pub mod cli;
pub mod domain;
pub mod render;
pub mod store;

pub use cli::run;
