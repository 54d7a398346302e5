//! What people and scripts see: views, whose shapes are published, and one small file a format.

// As in the domain: a new variant doesn't compile until every place has answered for it.
#![deny(clippy::wildcard_enum_match_arm)]

pub mod clean;
pub mod columns;
pub mod csv;
pub mod dispute_text;
pub mod eml;
pub mod event_words;
pub mod faults;
pub mod form;
pub mod ics;
pub mod ink;
pub mod lists;
mod markdown;
pub mod notice;
pub mod page;
pub mod policy;
pub mod records_workbook;
pub mod rehearsal;
pub mod report;
pub mod table;
pub mod view;
pub mod words;
pub mod workbook;
pub mod wrap;
