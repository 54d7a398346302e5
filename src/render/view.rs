//! The published shapes. What `--json` shows is decided here and nowhere else: keys may be added, never renamed.

mod clock;
mod dispute;
mod log;
mod parts;

pub use clock::ClockView;
pub use dispute::{DisputeView, status_word};
pub use log::{EventView, all_facts};
pub use parts::*;
