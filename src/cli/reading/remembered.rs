//! Whether what the store remembers of records is what they add up to. Where others can write it, somebody may have made a
//! deadline vanish from every list.

use super::known::known;
use super::lines::Fit;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::domain::id::DisputeId;
use crate::render::view::{CachedView, DisputeView};
use crate::store::memo::{Known, Names, Span, Spot};
use crate::store::{Stored, Which};

/// How many texts are held at a time.
const TOGETHER: usize = 500;

impl Context {
    /// The records of which lists would say something else than they add up to today. Reads each that is remembered.
    ///
    /// # Errors
    /// The store or the policies can't be listed.
    pub fn misremembered(&mut self) -> Result<Vec<DisputeId>, Failure> {
        if self.time.looks_back() || !self.store.others_remember() {
            return Ok(Vec::new());
        }
        let listing = self.store.listing(Which::All)?;
        let Some(mut memo) = self.memo()? else { return Ok(Vec::new()) };
        let found = listing.iter().filter_map(|listed| {
            let (known, spot) = memo.find(listed)?;
            matches!(self.fits(&known), Fit::Here).then_some((listed.id, known, spot?))
        });
        let found: Vec<(DisputeId, Known, Spot)> = found.collect();
        let mut wrong = Vec::new();
        for some in found.chunks(TOGETHER) {
            let (ids, spots): (Vec<_>, Vec<_>) = some.iter().map(|(id, _, spot)| (*id, Some(*spot))).unzip();
            let texts = memo.texts(&spots);
            let mut remembered = some.iter().zip(texts.iter());
            self.each(
                &ids,
                |reader, _, loaded| reader.remembered(loaded?),
                |worked_out| {
                    let Some(((id, known, _), text)) = remembered.next() else { return };
                    // What can't be read or shown is a fault of its own.
                    let Ok(Some((really, shown))) = worked_out else { return };
                    let same =
                        beside_the_day(known.clone()) == beside_the_day(really) && text == Some(shown.as_slice());
                    wrong.extend((!same).then_some(*id));
                },
            );
        }
        Ok(wrong)
    }
}

impl super::RecordReader<'_> {
    /// What would be remembered of a record that was loaded; none of one that can't be shown today.
    fn remembered(&self, stored: Stored) -> Result<Option<(Known, Vec<u8>)>, Failure> {
        let Some(loaded) = self.as_it_stood(stored)? else { return Ok(None) };
        let Ok(view) = DisputeView::of_case(&loaded.case, self.as_of, self.calendar()?) else { return Ok(None) };
        let undated = loaded.dispute().map(super::undated).unwrap_or_default();
        let kept = CachedView::of(&view, &loaded.case.policy().counting, undated);
        let text = kept.as_ref().and_then(CachedView::to_bytes);
        Ok(text.map(|text| (known(&loaded, kept.as_ref(), self.as_of), text)))
    }
}

/// Without what goes by the day on which it was worked out, and what not every store remembers.
fn beside_the_day(known: Known) -> Known {
    Known { holds: Span::ALWAYS, asked: Names::ANYBODY, ..known }
}
