//! What each built-in protocol does at the command line, stage by stage.

pub mod beside;
pub mod knowsley;
pub mod mosaic;
pub mod mosaic_steps;
pub mod national;
pub mod qa_notification;
pub mod rules;
pub mod south_west;
pub mod stories;
