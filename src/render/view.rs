//! The published shapes. What `--json` shows is decided here and nowhere else: keys may be added, never renamed.

mod cached;
mod clock;
mod dispute;
mod log;
mod parts;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

use crate::domain::case::STATUSES;
use crate::domain::time::{Instant, Moment};

pub use cached::{CachedView, Today, in_list};
pub use clock::ClockView;
pub use dispute::{DisputeView, status_word};
pub use log::{EventView, all_facts};
pub use parts::*;

/// An instant with its offset in figures, as moments are written everywhere: `2026-03-02T10:15:00+00:00`.
pub(super) fn with_offset<S: Serializer>(at: &Option<Instant>, serializer: S) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => serializer.collect_str(&Moment::at(*at)),
        None => serializer.serialize_none(),
    }
}

/// One of the words below.
pub type Word = &'static str;

/// The words for how a clock stands.
const CLOCK_WORDS: [&str; 6] = ["running", "met", "stopped", "overdue", "today", "upcoming"];

/// The words that views have for how something stands.
fn words() -> impl Iterator<Item = Word> {
    STATUSES.into_iter().chain(CLOCK_WORDS)
}

/// Reads one of these words back.
pub(super) fn word<'de, D: Deserializer<'de>>(from: D) -> Result<Word, D::Error> {
    let text = std::borrow::Cow::<str>::deserialize(from)?;
    words().find(|word| *word == text).ok_or_else(|| D::Error::custom("an unknown word"))
}

pub(super) fn optional_word<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Word>, D::Error> {
    let text = Option::<std::borrow::Cow<str>>::deserialize(from)?;
    let known = |text: &str| words().find(|word| *word == text);
    text.map(|text| known(&text).ok_or_else(|| D::Error::custom("an unknown word"))).transpose()
}
