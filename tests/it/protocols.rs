//! What each built-in protocol does at the command line, stage by stage.

pub mod asked;
pub mod beside;
pub mod fields;
pub mod knowsley;
pub mod mosaic;
pub mod mosaic_steps;
pub mod national;
pub mod owed;
pub mod qa_notification;
pub mod rules;
pub mod said;
pub mod south_west;
pub mod stories;
