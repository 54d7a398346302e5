//! The records that a question is about: known from the index, or read just now, and known the next time.

use chrono::Datelike;

use super::known::known;
use super::{LoadedRecord, RecordReader};
use crate::cli::config;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::domain::id::DisputeId;
use crate::render::view::{CachedView, DisputeView};
use crate::store::index::{self, Known, Spot};
use crate::store::{Index, Listed, Which};

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
    pub(super) index: Option<Index>,
}

/// A record that was read, on its way into the index.
struct Fresh {
    known: Known,
    source: Source,
    /// The text that the index may keep.
    text: Option<Vec<u8>>,
}

impl Context {
    /// The records that a question can be about. What the index doesn't know is read, and known the next time.
    ///
    /// # Errors
    /// The store or the policies can't be listed.
    pub fn lines(&mut self, which: Which, wanted: impl Fn(&Known) -> bool) -> Result<Lines, Failure> {
        let which = if self.time.looks_back() { Which::All } else { which };
        let listing = self.store.listing(which)?;
        let reached = self.calendar().is_ok_and(|calendar| calendar.years().contains(&self.now().date().year()));
        let mut index = if reached && listing.len() >= index::WORTH_IT { Some(self.index()?) } else { None };
        let lines = Vec::with_capacity(listing.len());
        let mut found = Lines { lines, failed: Vec::new(), loaded: 0, index: None };
        let mut unread = Vec::new();
        for listed in listing {
            let Some((known, spot)) = index.as_mut().and_then(|index| index.find(&listed)) else {
                unread.push(listed);
                continue;
            };
            match self.fits(&known) {
                Fit::Later => {}
                Fit::Unsure => unread.push(listed),
                Fit::Here if !wanted(&known) => found.loaded += 1,
                Fit::Here if which == Which::Open && self.store.is_twice(listed.id) => unread.push(listed),
                Fit::Here => {
                    found.loaded += 1;
                    found.lines.push(Line { id: listed.id, known, source: Source::Kept(spot) });
                }
            }
        }
        let learning = !self.time.looks_back();
        let mut place = unread.iter();
        self.each(
            &unread,
            |reader, listed| reader.fresh(listed.id),
            |outcome| {
                let listed = place.next();
                match (outcome, listed) {
                    (Ok(Some(fresh)), Some(listed)) => {
                        found.loaded += 1;
                        found.lines.extend(fresh.settle(listed, index.as_mut().filter(|_| learning), &wanted));
                    }
                    (Ok(_), _) => {}
                    (Err(failure), _) => found.failed.push(failure),
                }
            },
        );
        if let Some(index) = &mut index {
            index.save();
        }
        found.lines.sort_unstable_by_key(|line| line.id);
        Ok(Lines { index, ..found })
    }

    /// The index, as long as everything is as it was that its rows depend on.
    fn index(&self) -> Result<Index, Failure> {
        let mut basis = index::Sum::new();
        basis.add(env!("IRO_SOURCES").as_bytes());
        basis.add(&self.policies.fingerprint()?.to_le_bytes());
        config::add_calendar(&self.data.dir, &mut basis);
        Ok(Index::of(&self.data.dir, basis, self.now().instant_or_end()))
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
    fn settle(self, listed: &Listed, index: Option<&mut Index>, wanted: &impl Fn(&Known) -> bool) -> Option<Line> {
        let Fresh { known, source, text } = self;
        let spot = text.zip(index).and_then(|(text, index)| index.learn(listed, &known, &text));
        let source = spot.map_or(source, Source::Kept);
        // One that has no view has to be told of in any case.
        (wanted(&known) || matches!(source, Source::Read(_))).then(|| Line { id: listed.id, known, source })
    }
}

impl RecordReader<'_> {
    fn fresh(&self, id: DisputeId) -> Result<Option<Fresh>, Failure> {
        let Some(loaded) = self.load(id)? else { return Ok(None) };
        let view = DisputeView::of_case(&loaded.case, self.as_of, self.calendar()?);
        let kept = view.ok().and_then(|view| CachedView::of(&view, &loaded.case.policy().counting));
        let known = known(&loaded, kept.as_ref(), self.as_of);
        Ok(Some(match kept {
            Some(kept) => {
                let text = known.holds.holds(self.today()).then(|| kept.to_bytes()).flatten();
                Fresh { known, source: Source::Made(Box::new(kept)), text }
            }
            None => Fresh { known, source: Source::Read(Box::new(loaded)), text: None },
        }))
    }
}
