//! Compares what the store remembers of records with the records themselves. Where others can write to it, somebody may
//! have hidden a deadline from every list, or changed the figures that analysts see.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::known::known;
use super::lines::Fit;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::domain::id::DisputeId;
use crate::render::view::{CachedView, DisputeView, facts};
use crate::store::memo::{Names, RecordFacts, Span, Spot};
use crate::store::{Listed, Stored, Which};

/// How many texts to hold at a time.
const TOGETHER: usize = 500;

/// Who would be shown something wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Misled {
    /// Everybody, in lists.
    Lists,
    /// Analysts, in their views.
    Analysts,
}

/// What a record amounts to today.
struct WorkedOut {
    known: RecordFacts,
    text: Vec<u8>,
    facts: Option<Value>,
}

impl Context {
    /// The records for which lists or the analysts' views would show something wrong today. Reads every record that is
    /// remembered.
    ///
    /// # Errors
    /// The store or the policies can't be listed.
    pub fn misremembered(&mut self) -> Result<Vec<(DisputeId, Misled)>, Failure> {
        if self.time.looks_back() || !self.store.memo_is_writable_by_others() {
            return Ok(Vec::new());
        }
        let listing = self.store.listing(Which::All)?;
        let wrong = self.misremembered_among(&listing)?;
        if wrong.is_empty() {
            return Ok(wrong);
        }
        // If somebody has written to a record meanwhile, it will be right the second time.
        let ids: BTreeSet<DisputeId> = wrong.iter().map(|(id, _)| *id).collect();
        let mut again = self.store.listing(Which::All)?;
        again.retain(|listed| ids.contains(&listed.id));
        self.misremembered_among(&again)
    }

    fn misremembered_among(&mut self, listing: &[Listed]) -> Result<Vec<(DisputeId, Misled)>, Failure> {
        let Some(mut memo) = self.memo()? else { return Ok(Vec::new()) };
        let mut wrong = Vec::new();
        for some in listing.chunks(TOGETHER) {
            let ids: Vec<DisputeId> = some.iter().map(|listed| listed.id).collect();
            let counted = self.store.counted(&ids)?;
            let found = some.iter().filter_map(|listed| {
                let (known, spot) = memo.find(listed)?;
                matches!(self.fit_of(&known), Fit::Here).then_some((listed.id, (known, spot)))
            });
            let found: BTreeMap<DisputeId, (RecordFacts, Option<Spot>)> = found.collect();
            let ids: Vec<DisputeId> =
                ids.into_iter().filter(|id| found.contains_key(id) || counted.contains_key(id)).collect();
            let spots: Vec<Option<Spot>> = ids.iter().map(|id| found.get(id)?.1).collect();
            let texts = memo.texts(&spots);
            let mut remembered = ids.iter().zip(texts.iter());
            self.each(
                &ids,
                |reader, _, loaded| reader.worked_out(loaded?),
                |worked_out| {
                    let Some((id, text)) = remembered.next() else { return };
                    // A record that can't be read or shown is reported elsewhere.
                    let Ok(Some(really)) = worked_out else { return };
                    let facts = counted.get(id).map(|json| serde_json::from_str(json).ok());
                    if facts.is_some_and(|facts| facts != Some(really.facts)) {
                        wrong.push((*id, Misled::Analysts));
                    }
                    let Some((known, spot)) = found.get(id) else { return };
                    let same = beside_the_day(known.clone()) == beside_the_day(really.known)
                        && (spot.is_none() || text == Some(really.text.as_slice()));
                    wrong.extend((!same).then_some((*id, Misled::Lists)));
                },
            )?;
        }
        Ok(wrong)
    }
}

impl super::RecordReader<'_> {
    /// What a loaded record amounts to today; `None` if it can't be shown today.
    fn worked_out(&self, stored: Stored) -> Result<Option<WorkedOut>, Failure> {
        let Some(loaded) = self.as_it_stood(stored)? else { return Ok(None) };
        let Ok(view) = DisputeView::of_case(&loaded.case, self.as_of, self.calendar()?) else { return Ok(None) };
        let undated = loaded.dispute().map(super::undated).unwrap_or_default();
        let facts = facts(&view, &loaded.case).and_then(|json| serde_json::from_str(&json).ok());
        let kept = CachedView::of(&view, &loaded.case.policy().counting, undated);
        let text = kept.as_ref().and_then(CachedView::to_bytes);
        Ok(text.map(|text| WorkedOut { known: known(&loaded, kept.as_ref(), self.as_of), text, facts }))
    }
}

/// The facts without what depends on the day they were worked out, or is not remembered by every store.
fn beside_the_day(known: RecordFacts) -> RecordFacts {
    RecordFacts { holds: Span::ALWAYS, asked: Names::ANYBODY, ..known }
}
