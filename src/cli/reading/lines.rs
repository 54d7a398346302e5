//! The records that a question is about: known from the index, or read just now, and known the next time.

use chrono::Datelike;

use super::known::known;
use super::{LoadedRecord, RecordReader};
use crate::cli::config;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::domain::id::DisputeId;
use crate::render::view::{CachedView, DisputeView};
use crate::store::memo::{self, Known, Memo, Spot};
use crate::store::{Filed, Listed, Stored, Sum, Which};

/// A record, and what is known of it.
pub struct Line {
    pub id: DisputeId,
    pub known: Known,
    pub(super) source: Source,
}

/// Where what is shown of it comes from.
pub(super) enum Source {
    /// The text is in the index.
    Kept(Spot),
    Made(Box<CachedView<'static>>),
    /// A record whose view can't be had on this day.
    Read(Box<LoadedRecord>),
}

/// The records that a question is about, in the order of their ids, and what couldn't be read.
pub struct Lines {
    pub lines: Vec<Line>,
    pub failed: Vec<Failure>,
    /// How many records there were, wanted or not.
    pub loaded: usize,
    pub(super) memo: Option<Box<dyn Memo>>,
}

/// A record that was read, on its way into the index.
struct Fresh {
    known: Known,
    /// None where nothing of it is shown.
    source: Option<Source>,
    /// The text that the index may keep.
    text: Option<Vec<u8>>,
}

impl Context {
    /// The records that a question can be about. What the index doesn't know is read, and known the next time.
    ///
    /// # Errors
    /// The store or the policies can't be listed.
    pub fn lines(&mut self, which: Which, wanted: impl Fn(&Known) -> bool + Sync) -> Result<Lines, Failure> {
        let which = if self.time.looks_back() { Which::All } else { which };
        let mut listing = self.store.listing(which)?;
        let mut failed = Vec::new();
        if let Which::Open | Which::Waiting = which {
            let found: Vec<DisputeId> = listing.iter().map(|listed| listed.id).collect();
            let (astray, unread) = self.astray(&found)?;
            listing.extend(astray);
            failed.extend(unread);
        }
        let mut found = self.look_through(listing, which, wanted)?;
        found.failed.extend(failed);
        found.failed.extend(self.unplaced(which)?);
        Ok(found)
    }

    /// The same for records that were listed already.
    ///
    /// # Errors
    /// The policies can't be listed.
    pub(super) fn look_through(
        &mut self,
        listing: Vec<Listed>,
        which: Which,
        wanted: impl Fn(&Known) -> bool + Sync,
    ) -> Result<Lines, Failure> {
        let reached = self.calendar().is_ok_and(|calendar| calendar.years().contains(&self.now().date().year()));
        let mut memo = if reached && listing.len() >= memo::WORTH_IT { self.memo()? } else { None };
        let lines = Vec::with_capacity(listing.len());
        let mut found = Lines { lines, failed: Vec::new(), loaded: 0, memo: None };
        let mut unread = Vec::new();
        for listed in listing {
            let Some((known, spot)) = memo.as_mut().and_then(|memo| memo.find(&listed)) else {
                unread.push(listed);
                continue;
            };
            match self.fits(&known) {
                Fit::Later => {}
                Fit::Unsure => unread.push(listed),
                Fit::Here if !wanted(&known) => found.loaded += 1,
                Fit::Here if listed.filed == Filed::Open && which != Which::All && self.store.is_twice(listed.id) => {
                    unread.push(listed)
                }
                Fit::Here => {
                    found.loaded += 1;
                    found.lines.push(Line { id: listed.id, known, source: Source::Kept(spot) });
                }
            }
        }
        let learning = !self.time.looks_back() && memo.is_some();
        let ids: Vec<DisputeId> = unread.iter().map(|listed| listed.id).collect();
        let mut place = unread.iter();
        self.each(
            &ids,
            |reader, loaded| reader.fresh(loaded?, |known| learning || wanted(known)),
            |outcome| {
                let listed = place.next();
                match (outcome, listed) {
                    (Ok(Some(fresh)), Some(listed)) => {
                        found.loaded += 1;
                        found.lines.extend(fresh.settle(listed, memo.as_mut().filter(|_| learning), &wanted));
                    }
                    (Ok(_), _) => {}
                    (Err(failure), _) => found.failed.push(failure),
                }
            },
        );
        if let Some(memo) = &mut memo {
            memo.save();
        }
        found.lines.sort_unstable_by_key(|line| line.id);
        Ok(Lines { memo, ..found })
    }

    /// What the store remembers, as long as everything is as it was that this depends on.
    fn memo(&self) -> Result<Option<Box<dyn Memo>>, Failure> {
        let mut basis = Sum::new();
        basis.add(env!("IRO_SOURCES").as_bytes());
        basis.add(&self.policies.fingerprint()?.to_le_bytes());
        config::add_calendar(self.store.as_ref(), &mut basis);
        Ok(self.store.memo(&basis, self.now().instant_or_end()))
    }

    /// Whether what is known of a record holds at the moment that is looked from.
    fn fits(&self, known: &Known) -> Fit {
        let today = self.now().date();
        match () {
            () if self.time.looks_back() && today < known.written.from => Fit::Later,
            // Only with all its events is it what it is now.
            () if self.time.looks_back() && today <= known.written.to => Fit::Unsure,
            () if known.holds.holds(today) => Fit::Here,
            () => Fit::Unsure,
        }
    }
}

enum Fit {
    Here,
    /// It was raised later.
    Later,
    Unsure,
}

impl Fresh {
    /// Hands the text to the index, if it takes it.
    fn settle(
        self,
        listed: &Listed,
        memo: Option<&mut Box<dyn Memo>>,
        wanted: &impl Fn(&Known) -> bool,
    ) -> Option<Line> {
        let Fresh { known, source, text } = self;
        let spot = text.zip(memo).and_then(|(text, memo)| memo.learn(listed, &known, &text));
        let source = spot.map(Source::Kept).or(source)?;
        // One that has no view has to be told of in any case.
        (wanted(&known) || matches!(source, Source::Read(_))).then(|| Line { id: listed.id, known, source })
    }
}

impl RecordReader<'_> {
    /// A record that was read; without what is shown of it, where that is not needed.
    fn fresh(&self, stored: Stored, is_needed: impl Fn(&Known) -> bool) -> Result<Option<Fresh>, Failure> {
        let Some(loaded) = self.as_it_stood(stored)? else { return Ok(None) };
        let without = known(&loaded, None, self.as_of);
        // One that can't be shown on this day has to be told of in any case.
        if !is_needed(&without) && self.reaches(&loaded) {
            return Ok(Some(Fresh { known: without, source: None, text: None }));
        }
        let view = DisputeView::of_case(&loaded.case, self.as_of, self.calendar()?);
        let kept = view.ok().and_then(|view| CachedView::of(&view, &loaded.case.policy().counting));
        let known = known(&loaded, kept.as_ref(), self.as_of);
        Ok(Some(match kept {
            Some(kept) => {
                let text = known.holds.holds(self.today()).then(|| kept.to_bytes()).flatten();
                Fresh { known, source: Some(Source::Made(Box::new(kept))), text }
            }
            None => Fresh { known, source: Some(Source::Read(Box::new(loaded))), text: None },
        }))
    }

    /// Whether the calendar knows every day that the view of a record counts to.
    fn reaches(&self, loaded: &LoadedRecord) -> bool {
        let Ok(calendar) = self.calendar() else { return false };
        let clocks = loaded.dispute().map_or(&[][..], |dispute| &dispute.clocks);
        let mut days = clocks.iter().map(|clock| clock.due).chain([self.today()]);
        days.all(|day| calendar.years().contains(&day.year()))
    }
}
