//! The protocol, its clocks and the record: pure values and functions. Nothing here reads a file,
//! a clock or the environment, and nothing prints.

// A new variant doesn't compile until every place that tells variants apart has answered for it.
#![deny(clippy::wildcard_enum_match_arm)]

pub mod about;
pub mod address;
mod as_of;
pub mod calendar;
pub mod case;
pub mod check;
pub mod children;
pub mod codes;
pub mod dispute;
pub mod document;
pub mod event;
pub mod fault;
pub mod holidays;
pub mod id;
pub mod inbox;
pub mod lead;
pub mod limit;
pub mod notice;
pub mod old_dispute;
pub mod overridden;
pub mod policy;
pub mod praise;
pub mod record;
pub mod rehearsal;
pub mod retention;
pub mod same_name;
pub mod sequence;
pub mod status;
pub mod steps;
pub mod suggest;
pub mod summary;
pub mod supervision;
pub mod table;
pub(crate) mod terms;
pub mod text;
pub mod time;
pub mod worded;
