//! What `iro` does at the command line, seen from outside: the program is run, never called.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test that cannot go on should stop, and the harness runs programs and reads files"
)]

mod asking;
mod audit;
mod beside;
mod check;
mod clauses;
mod clauses_handbook;
mod clauses_knowsley;
mod clauses_knowsley_formal;
mod clauses_mosaic;
mod clauses_mosaic_beside;
mod clauses_mosaic_form;
mod clauses_national;
mod clauses_qa;
mod clauses_qa_criteria;
mod clauses_report;
mod clauses_south_west;
mod clauses_south_west_complaints;
mod clauses_south_west_referral;
mod clauses_south_west_words;
mod cli_reference;
mod completions;
mod counting;
mod coverage;
mod demo;
mod disk;
mod doctor;
mod documents;
mod entering;
mod env;
mod examples;
mod export;
mod extending;
mod faults;
mod files;
mod form;
mod gallery;
mod help;
mod hostile;
mod index;
mod knowsley;
mod language;
mod lifecycle;
mod lists;
mod meant;
mod moments;
mod mosaic;
mod mosaic_steps;
mod national;
mod own_answers;
mod own_commands;
mod own_duties;
mod own_limits;
mod own_protocol;
mod own_starts;
mod pages;
mod policy_guide;
mod policy_language;
mod policy_new;
mod policy_show;
mod power;
mod purge;
mod putting_right;
mod qa_notification;
mod race;
mod readme;
mod rehearsal;
mod report;
mod south_west;
mod stories;
mod tampering;
mod terminal;
mod tidy;
mod transcript;
mod views;
mod worded;
