//! Finds the records that a command is about: from the index, or by reading them and adding them to it.

use std::collections::BTreeSet;

use chrono::Datelike;

use super::known::known;
use super::undated::undated;
use super::{LoadedRecord, RecordReader};
use crate::cli::config;
use crate::cli::context::Context;
use crate::cli::error::{Failure, LeftOut};
use crate::domain::id::DisputeId;
use crate::render::view::{CachedView, DisputeView, facts};
use crate::store::memo::{Memo, RecordFacts, Spot};
use crate::store::{Among, Filed, Listed, StoreError, Stored, Sum, Which};

/// A record, and what is known of it.
pub struct Line {
    pub id: DisputeId,
    pub known: RecordFacts,
    pub(super) source: Source,
}

/// Where what is shown of a record comes from.
pub(super) enum Source {
    /// The text is in the index.
    Kept(Spot),
    Made(Box<CachedView<'static>>),
    /// A record whose view can't be had on this day.
    Read(Box<LoadedRecord>),
}

/// The records that a command is about, in the order of their ids, and what couldn't be read.
pub struct Lines {
    pub lines: Vec<Line>,
    pub failed: Vec<Failure>,
    /// How many records there were, whether or not they were wanted.
    pub loaded: usize,
    pub(super) memo: Option<Box<dyn Memo>>,
}

/// Which records a command needs, decided by what is known of them.
pub struct Wanted<L, R> {
    /// Those that are shown; the index has what is needed.
    pub lines: L,
    /// Those that must be read in full.
    pub records: R,
}

/// The outcome of reading a record.
enum Outcome<T> {
    /// The index didn't know the record.
    Fresh(NewlyRead<T>),
    /// The index knew the record; `None` if it need not be read in full.
    Known(Option<T>),
    /// The record was made later, or purged meanwhile.
    None,
}

/// A record that was read, before it is added to the index.
struct NewlyRead<T> {
    known: RecordFacts,
    /// `None` if nothing of it is shown.
    source: Option<Source>,
    /// Whether the index may keep the facts and the text.
    lasts: bool,
    text: Option<Vec<u8>>,
    /// What analysts see of it, if the store keeps that.
    facts: Option<String>,
    /// The result of the caller's `work` on the full record.
    made: Option<T>,
    /// Whether the record has a newer format, so that only part of it is understood.
    newer: bool,
}

impl Context {
    /// The records for which `wanted` is true. Those that the index doesn't know are read and added to it.
    ///
    /// # Errors
    /// The store or the policies can't be listed.
    pub fn lines(&mut self, which: Which, wanted: impl Fn(&RecordFacts) -> bool + Sync) -> Result<Lines, Failure> {
        let (found, _none) =
            self.survey(which.into(), Wanted { lines: wanted, records: |_: &RecordFacts| false }, |_| Ok(()))?;
        Ok(found)
    }

    /// The same, with the results of `work` on the records that must be read in full. Each record is read at most once.
    ///
    /// # Errors
    /// The store or the policies can't be listed.
    pub fn survey<T: Send>(
        &mut self,
        among: Among<'_>,
        wanted: Wanted<impl Fn(&RecordFacts) -> bool + Sync, impl Fn(&RecordFacts) -> bool + Sync>,
        work: impl Fn(LoadedRecord) -> Result<T, Failure> + Sync,
    ) -> Result<(Lines, Vec<T>), Failure> {
        let (which, mut listing) = match among {
            Among::OfChildren(children) => (Which::All, self.store.listing_of_children(children)?),
            Among::Filed(which) => {
                let which = if self.time.looks_back() { Which::All } else { which };
                (which, self.store.listing(which)?)
            }
        };
        let mut failed = Vec::new();
        if let Which::Open | Which::Waiting = which {
            let found: Vec<DisputeId> = listing.iter().map(|listed| listed.id).collect();
            let (astray, unread) = self.astray(&found)?;
            listing.extend(astray);
            failed.extend(unread);
        }
        let Wanted { lines: is_shown, records: is_read } = wanted;
        // The last date that an ended record is about is only known once its text was made.
        let needs_text = |known: &RecordFacts| is_shown(known) || is_read(known) && known.closed_on.is_some();
        let reached = self.calendar().is_ok_and(|calendar| calendar.years().contains(&self.now().date().year()));
        let pays = listing.len() >= self.store.worth_remembering();
        let mut memo = if reached && pays { self.memo()? } else { None };
        let mut found = Lines { lines: Vec::new(), failed: Vec::new(), loaded: 0, memo: None };
        let (mut to_read, mut known_ones) = (Vec::new(), BTreeSet::new());
        listing.sort_by_key(|listed| listed.id);
        for listed in listing {
            let Some((known, spot)) = memo.as_mut().and_then(|memo| memo.find(&listed)) else {
                to_read.push(listed);
                continue;
            };
            let (shown, read) = (is_shown(&known), is_read(&known));
            let is_twice = || listed.filed == Filed::Open && which != Which::All && self.store.is_twice(listed.id);
            match self.fit_of(&known) {
                Fit::Later => {}
                Fit::Unsure => to_read.push(listed),
                Fit::Here if (shown || read) && is_twice() => to_read.push(listed),
                Fit::Here if spot.is_none() && needs_text(&known) => to_read.push(listed),
                Fit::Here => {
                    found.loaded += 1;
                    if let Some(spot) = spot.filter(|_| shown) {
                        found.lines.push(Line { id: listed.id, known, source: Source::Kept(spot) });
                    }
                    if read {
                        known_ones.insert(listed.id);
                        to_read.push(listed);
                    }
                }
            }
        }
        let learning = !self.time.looks_back() && memo.is_some();
        let with_facts = learning && memo.as_ref().is_some_and(|memo| memo.takes_facts());
        let ids: Vec<DisputeId> = to_read.iter().map(|listed| listed.id).collect();
        let (mut place, mut all_made, mut newer) = (to_read.iter(), Vec::new(), Vec::new());
        self.each(
            &ids,
            |reader, id, loaded| {
                let outcome = match loaded {
                    Err(StoreError::Purged(_)) => return Ok(Outcome::None),
                    loaded if known_ones.contains(&id) => {
                        let stood = loaded.map_err(Failure::from).and_then(|loaded| reader.as_it_stood(loaded));
                        stood.and_then(|stood| stood.map(&work).transpose()).map(Outcome::Known)
                    }
                    loaded => loaded
                        .map_err(Failure::from)
                        .and_then(|loaded| reader.fresh(loaded, with_facts, needs_text, &is_read, &work)),
                };
                outcome.map_err(|failure| failure.leaving_out(LeftOut::Record(id)))
            },
            |outcome| match (outcome, place.next()) {
                (Ok(Outcome::Fresh(fresh)), Some(listed)) => {
                    found.loaded += 1;
                    newer.extend(fresh.newer.then_some(listed.id));
                    let (line, made) = fresh.settle(listed, memo.as_mut().filter(|_| learning), &is_shown);
                    found.lines.extend(line);
                    all_made.extend(made);
                }
                (Ok(Outcome::Known(made)), _) => all_made.extend(made),
                (Ok(Outcome::None | Outcome::Fresh(_)), _) => {}
                (Err(failure), _) => found.failed.push(failure),
            },
        )?;
        found.lines.sort_unstable_by_key(|line| line.id);
        if let Some(memo) = &mut memo {
            memo.save();
            memo.will_show(&found.lines.iter().filter_map(Line::spot).collect::<Vec<_>>());
        }
        self.warn_of_newer(&newer);
        found.failed.extend(failed);
        found.failed.extend(self.unplaced(which)?);
        Ok((Lines { memo, ..found }, all_made))
    }

    /// What the store remembers, based on everything that it depends on: program, policies and calendar.
    pub(super) fn memo(&self) -> Result<Option<Box<dyn Memo>>, Failure> {
        let mut basis = Sum::new();
        basis.add(env!("IRO_SOURCES").as_bytes());
        basis.add(&self.policies.fingerprint()?.to_le_bytes());
        config::add_calendar(self.store.as_ref(), &mut basis);
        Ok(self.store.memo(&basis, self.now().instant_or_end()))
    }

    /// Whether the facts are valid at the moment as of which records are read.
    pub(super) fn fit_of(&self, known: &RecordFacts) -> Fit {
        let today = self.now().date();
        let looks_back = self.time.looks_back();
        if looks_back && today < known.written.from {
            Fit::Later
        } else if looks_back && today <= known.written.to {
            // Some of its events are later, so its state at that moment must be worked out.
            Fit::Unsure
        } else if known.holds.holds(today) {
            Fit::Here
        } else {
            Fit::Unsure
        }
    }
}

pub(super) enum Fit {
    Here,
    /// The record was made later.
    Later,
    Unsure,
}

impl<T> NewlyRead<T> {
    /// Adds the record to the index, if it takes it, and returns its line, if wanted, and the result of `work`.
    fn settle(
        self,
        listed: &Listed,
        memo: Option<&mut Box<dyn Memo>>,
        is_shown: &impl Fn(&RecordFacts) -> bool,
    ) -> (Option<Line>, Option<T>) {
        let NewlyRead { known, source, lasts, text, facts, made, newer: _ } = self;
        let spot = memo.filter(|_| lasts).and_then(|memo| {
            let spot = memo.learn(listed, &known, text.as_deref())?;
            if let Some(facts) = facts {
                memo.take_facts(listed.id, facts);
            }
            Some(spot)
        });
        let source = spot.map(Source::Kept).or(source);
        // A record without a view is always kept, so that the failure is reported.
        let source = source.filter(|source| is_shown(&known) || matches!(source, Source::Read(_)));
        (source.map(|source| Line { id: listed.id, known, source }), made)
    }
}

impl RecordReader<'_> {
    /// Works out what a loaded record needs. Its view is made only if something needs it.
    fn fresh<T>(
        &self,
        stored: Stored,
        with_facts: bool,
        needs_text: impl Fn(&RecordFacts) -> bool,
        is_read: impl Fn(&RecordFacts) -> bool,
        work: impl Fn(LoadedRecord) -> Result<T, Failure>,
    ) -> Result<Outcome<T>, Failure> {
        let (id, newer) = (stored.record.header.id, stored.newer.is_some());
        let Some(loaded) = self.as_it_stood(stored)? else { return Ok(Outcome::None) };
        let without = known(&loaded, None, self.as_of);
        // If the calendar doesn't reach a date, the view has to be tried, so that the failure is reported.
        if !with_facts && !needs_text(&without) && self.reaches(&loaded) {
            // A partly understood record is not kept, so that it is reported each time.
            let lasts = !newer && without.holds.holds(self.today());
            let made = is_read(&without).then(|| work(loaded)).transpose()?;
            return Ok(Outcome::Fresh(NewlyRead {
                known: without,
                source: None,
                lasts,
                text: None,
                facts: None,
                made,
                newer,
            }));
        }
        let view = DisputeView::of_case(&loaded.case, self.as_of, self.calendar()?);
        let facts = view.as_ref().ok().filter(|_| with_facts).and_then(|view| facts(view, &loaded.case));
        let undated = loaded.dispute().map(undated).unwrap_or_default();
        let kept = view.ok().and_then(|view| CachedView::of(&view, &loaded.case.policy().counting, undated));
        let known = known(&loaded, kept.as_ref(), self.as_of);
        let text = kept.as_ref().and_then(CachedView::to_bytes);
        let lasts = !newer && text.is_some() && known.holds.holds(self.today());
        let (source, loaded) = match kept {
            Some(kept) => (Source::Made(Box::new(kept)), Some(loaded)),
            None => (Source::Read(Box::new(loaded)), None),
        };
        let made = match (is_read(&known), loaded) {
            (true, Some(loaded)) => Some(work(loaded)?),
            (true, None) => self.load(id)?.map(work).transpose()?,
            (false, _) => None,
        };
        let source = Some(source);
        Ok(Outcome::Fresh(NewlyRead { known, source, lasts, text, facts, made, newer }))
    }

    /// Whether the calendar covers today and every deadline of the record.
    fn reaches(&self, loaded: &LoadedRecord) -> bool {
        let Ok(calendar) = self.calendar() else { return false };
        let clocks = loaded.dispute().map_or(&[][..], |dispute| &dispute.clocks);
        let mut days = clocks.iter().map(|clock| clock.due).chain([self.today()]);
        days.all(|day| calendar.years().contains(&day.year()))
    }
}
