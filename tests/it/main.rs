//! What `iro` does at the command line, seen from outside: the program is run, never called.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should stop, and the harness runs programs and reads files"
)]

mod counting;
mod demo;
mod env;
mod export;
mod files;
mod form;
mod knowsley;
mod lifecycle;
mod lists;
mod moments;
mod mosaic;
mod mosaic_steps;
mod national;
mod pages;
mod qa_notification;
mod report;
mod south_west;
mod views;
