//! An event that can't be read, because somebody added its row by hand. No row of evidence is ever changed or deleted, so
//! a later event accepts that it counts for nothing (`iro doctor --accept`). A note with its text then stands for it
//! wherever the record is read, and in copies.

use serde_json::Value;

use crate::domain::event::Entry;
use crate::domain::text::clean_text;
use crate::store::chain::{Accepted, ChainEnd, Digest, Seal};
use crate::store::tamper::remark;

/// How much of its text the note has. The row has all of it.
const SHOWN: usize = 2000;

/// What stands for an event that can't be read.
pub(super) struct StandIn {
    pub(super) entry: Entry,
    pub(super) seal: Seal,
    /// What a later event says if it accepts this.
    pub(super) accepted: Accepted,
}

impl StandIn {
    /// What stands for an event with this text after those before it; `None` for the first, without which there is no
    /// record. `prev` is the digest of the row before. It must be the same each time, as its digest is what is accepted.
    pub(super) fn of(body: &str, before: &[Entry], prev: Digest) -> Option<StandIn> {
        let last = before.last()?;
        let by = serde_json::from_str::<Value>(body).ok();
        let by = by.as_ref().and_then(|body| body.get("by")?.as_str()).map(clean_text);
        let by = by.filter(|by| !by.trim().is_empty()).unwrap_or_else(|| "an unknown person".to_string());
        let shown: String = clean_text(body).split_whitespace().collect::<Vec<_>>().join(" ");
        let shown: String = shown.chars().take(SHOWN).collect();
        let text = format!("This event was added by hand, can't be read and counts for nothing. Its text: {shown}");
        let entry = Entry { at: last.at, ..remark(before, text, &by, last.recorded_at) };
        let seal = Seal { prev: Some(prev), accepts: Vec::new() };
        let mut end = ChainEnd { events: before.len() as u32, head: prev };
        end.push(&entry, &seal);
        Some(StandIn { accepted: Accepted { part: entry.number.into(), digest: end.head }, entry, seal })
    }

    /// Whether one of these later events, given by their texts, accepts it.
    pub(super) fn is_accepted<'r>(&self, mut later: impl Iterator<Item = &'r str>) -> bool {
        // In a text that somebody typed, quotes are escaped.
        let Accepted { part, digest } = self.accepted;
        let words = format!("{{\"digest\":\"{digest}\",\"event\":{}}}", part.number());
        later.any(|body| body.contains(&words))
    }
}
