//! Tests `iro` from outside: the program is run, and its functions are never called.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test that cannot go on should stop, and the harness runs programs and reads files"
)]

mod clauses;
mod commands;
mod database;
mod documents;
mod env;
mod forms;
mod policies;
mod protocols;
mod store;
mod terminal;
mod tidy;
mod transcript;
mod weeks;
