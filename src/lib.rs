//! A case tool for Independent Reviewing Officers: disputes, their clocks and their record.
//! Layers: `cli` uses `store` and `render`, all use `domain`, and `domain` uses none of them.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod cli;
mod domain;
mod render;
mod store;

pub use cli::run;

/// What the benchmarks in `benches/` measure by itself; all else is the program's own, and nothing outside can use it.
pub mod measured {
    pub use crate::domain::calendar::{Calendar, Counting};
    pub use crate::domain::limit::Limit;
    pub use crate::domain::time::{Moment, parse_date};
    pub use crate::store::{Place, Which, open, parallel};
}
