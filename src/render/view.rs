//! The published shapes. What `--json` shows is decided here and nowhere else: keys may be added, never renamed.

mod cached;
mod clock;
mod dispute;
mod facts;
mod log;
mod parts;

use serde::Serializer;

use crate::domain::time::{Instant, Moment};

pub use cached::{CachedView, Today, in_list};
pub use clock::ClockView;
pub use dispute::DisputeView;
pub use facts::facts;
pub use log::{EventView, all_facts};
pub use parts::*;

/// An instant with its offset in figures, as moments are written everywhere: `2026-03-02T10:15:00+00:00`.
pub fn with_offset<S: Serializer>(at: &Option<Instant>, serializer: S) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => serializer.collect_str(&Moment::at(*at)),
        None => serializer.serialize_none(),
    }
}
