//! What people and scripts see: views, whose shapes are published, and one small file a format.

pub mod clean;
pub mod faults;
pub mod form;
pub mod ics;
pub mod page;
pub mod policy;
pub mod report;
pub mod table;
pub mod view;
pub mod words;
