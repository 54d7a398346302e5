//! Each command as a person and as a script meets it.

pub mod asking;
pub mod check;
pub mod completions;
pub mod correct;
pub mod demo;
pub mod doctor;
pub mod entering;
pub mod export;
pub mod extending;
pub mod form;
pub mod help;
pub mod hostile;
pub mod lifecycle;
pub mod lists;
pub mod moments;
pub mod names;
pub mod overrides;
pub mod pages;
pub mod purge;
pub mod repeats;
pub mod report;
pub mod same_names;
pub mod twice;
pub mod typing_order;
pub mod views;
pub mod ways_back;
