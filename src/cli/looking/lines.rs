//! Records as lists show them, known from the index or read just now. There is one way from a record to what is shown:
//! by the text that the index keeps. Where there is no index, the text is made on the spot.

use std::borrow::Cow;
use std::sync::{Arc, PoisonError, RwLock};

use chrono::{Datelike, Days};

use super::{Glass, Seen};
use crate::cli::config;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::domain::case::Case;
use crate::domain::dispute::{Clock, Dispute};
use crate::domain::id::DisputeId;
use crate::domain::policy::{Policy, Strength};
use crate::domain::time::{Date, Moment};
use crate::render::view::{ClockView, DisputeView, KeptView, Today, in_list};
use crate::store::index::{self, Known, Span, Spot, Texts};
use crate::store::{Index, Listed, Which};

/// A record, and what is known of it.
pub struct Line {
    pub id: DisputeId,
    pub known: Known,
    source: Source,
}

enum Source {
    /// The text is in the index.
    Kept(Spot),
    Made(Box<KeptView<'static>>),
    /// A record whose view can't be had on this day.
    Read(Box<Seen>),
}

/// The records that a question is about, in the order of their ids, and what couldn't be read.
pub struct Lines {
    pub lines: Vec<Line>,
    pub failed: Vec<Failure>,
    /// How many records there were, wanted or not.
    pub looked_at: usize,
    index: Option<Index>,
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
        let which = if self.looking_back { Which::All } else { which };
        let listing = self.store.listing(which)?;
        let reached = self.calendar().is_ok_and(|calendar| calendar.years().contains(&self.as_of.date().year()));
        let mut index = if reached && listing.len() >= index::WORTH_IT { Some(self.index()?) } else { None };
        let lines = Vec::with_capacity(listing.len());
        let mut found = Lines { lines, failed: Vec::new(), looked_at: 0, index: None };
        let mut unread = Vec::new();
        for listed in listing {
            let Some((known, spot)) = index.as_mut().and_then(|index| index.find(&listed)) else {
                unread.push(listed);
                continue;
            };
            match self.fits(&known) {
                Fit::Later => {}
                Fit::Unsure => unread.push(listed),
                Fit::Here if !wanted(&known) => found.looked_at += 1,
                Fit::Here if which == Which::Open && self.store.is_twice(listed.id) => unread.push(listed),
                Fit::Here => {
                    found.looked_at += 1;
                    found.lines.push(Line { id: listed.id, known, source: Source::Kept(spot) });
                }
            }
        }
        let learning = !self.looking_back;
        let mut place = unread.iter();
        self.each(
            &unread,
            |glass, listed| glass.fresh(listed.id),
            |outcome| {
                let listed = place.next();
                match (outcome, listed) {
                    (Ok(Some(fresh)), Some(listed)) => {
                        found.looked_at += 1;
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
        basis.add(env!("CARGO_PKG_VERSION").as_bytes());
        basis.add(&self.policies.fingerprint()?.to_le_bytes());
        config::add_calendar(&self.data_dir, &mut basis);
        Ok(Index::of(&self.data_dir, basis, self.now.instant_or_end()))
    }

    /// Whether what is known of a record holds at the moment that is looked from.
    fn fits(&self, known: &Known) -> Fit {
        let today = self.as_of.date();
        match () {
            () if self.looking_back && today < known.written.from => Fit::Later,
            // Only with all its events is it what it is now.
            () if self.looking_back && today <= known.written.to => Fit::Unsure,
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

impl Line {
    /// Whether its view can be had, if the calendar reaches the day.
    pub fn has_view(&self) -> bool {
        !matches!(self.source, Source::Read(_))
    }

    fn spot(&self) -> Option<Spot> {
        match self.source {
            Source::Kept(spot) => Some(spot),
            _ => None,
        }
    }

    /// Its view with the gaps, with the text of it that the index has.
    fn kept<'a>(&'a self, text: Option<&'a [u8]>) -> Option<Cow<'a, KeptView<'a>>> {
        match &self.source {
            Source::Made(kept) => Some(Cow::Borrowed(kept)),
            _ => text.and_then(KeptView::from_bytes).map(Cow::Owned),
        }
    }
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

impl Glass<'_> {
    fn fresh(&self, id: DisputeId) -> Result<Option<Fresh>, Failure> {
        let Some(seen) = self.look_at(id)? else { return Ok(None) };
        let mut known = known(&seen, self.as_of);
        let view = DisputeView::of_case(&seen.case, self.as_of, self.calendar()?);
        let counting = &seen.case.policy().counting;
        Ok(Some(match view.ok().and_then(|view| KeptView::of(&view, counting)) {
            Some(kept) => {
                let over = is_over(&seen.case);
                known.over = over.then(|| kept.latest().map_or(known.written.to, |day| day.max(known.written.to)));
                let text = known.holds.holds(self.today()).then(|| kept.to_bytes()).flatten();
                Fresh { known, source: Source::Made(Box::new(kept)), text }
            }
            None => Fresh { known, source: Source::Read(Box::new(seen)), text: None },
        }))
    }
}

/// What questions about many records are decided by.
fn known(seen: &Seen, as_of: Moment) -> Known {
    let header = &seen.stored.record.header;
    let days = || seen.stored.record.entries.iter().map(|entry| entry.at.date());
    let mut known = Known {
        kind: header.kind,
        raised_on: as_of.date(),
        closed_on: None,
        due: None,
        earliest: None,
        waits: false,
        written: Span { from: days().min().unwrap_or(Date::MIN), to: days().max().unwrap_or(Date::MAX) },
        holds: Span::ALWAYS,
        over: None,
        child: Known::child(&header.child),
    };
    match &seen.case {
        Case::Dispute(dispute) => {
            known.raised_on = dispute.raised_at.date();
            known.closed_on = dispute.closed.map(|at| at.date());
            let running = || dispute.clocks.iter().filter(|clock| clock.is_running());
            known.due =
                running().filter(|clock| clock.promise.strength != Strength::Advisory).map(|clock| clock.due).min();
            known.earliest = running().map(|clock| clock.due).min().filter(|_| dispute.is_open());
            known.waits = dispute.is_open();
            known.holds = between_lapses(dispute, as_of);
        }
        Case::Praise(praise) => {
            known.raised_on = praise.at.date();
            known.closed_on = Some(praise.at.date());
            known.waits = praise.waiting_for().next().is_some();
        }
    }
    known
}

/// Whether a record is closed and nothing of it is owed, so that it stays as it is.
fn is_over(case: &Case) -> bool {
    match case {
        Case::Dispute(dispute) => {
            let runs = dispute.clocks.iter().any(Clock::is_running);
            !dispute.is_open() && !runs && dispute.open_actions().next().is_none()
        }
        Case::Praise(praise) => praise.waiting_for().next().is_none(),
    }
}

/// The days on which the same clocks are past. Where the protocol lets one clock begin when another runs out, a dispute
/// is another one beyond them.
fn between_lapses(dispute: &Dispute, as_of: Moment) -> Span {
    if !dispute.is_open() || !dispute.policy.has_lapses() {
        return Span::ALWAYS;
    }
    let (past, ahead): (Vec<&Clock>, Vec<&Clock>) =
        dispute.clocks.iter().filter(|clock| clock.is_running()).partition(|clock| clock.is_past(as_of));
    let after = past.iter().filter_map(|clock| clock.due.succ_opt()).max();
    // A time of day may come before the day is over.
    let last = |clock: &&Clock| clock.due - Days::new(u64::from(clock.due_at.is_some()));
    Span { from: after.unwrap_or(Date::MIN), to: ahead.iter().map(last).min().unwrap_or(Date::MAX) }
}

impl Lines {
    /// What their texts are read with.
    ///
    /// # Errors
    /// A calendar file of the store that is wrong.
    pub fn reader<'a>(&'a self, ctx: &'a Context) -> Result<Reader<'a>, Failure> {
        let glass = ctx.glass();
        glass.calendar()?;
        Ok(Reader { glass, index: self.index.as_ref(), days: RwLock::default() })
    }
}

/// What waits for an answer in a dispute; a part of its view.
pub struct Running {
    pub policy: String,
    pub policy_version: String,
    pub iro: Option<String>,
    pub clocks: Vec<ClockView>,
}

/// Makes of lines what is shown, in any number of threads.
pub struct Reader<'a> {
    glass: Glass<'a>,
    index: Option<&'a Index>,
    /// Today, for each way of counting.
    days: RwLock<Vec<Arc<Today<'a>>>>,
}

impl<'a> Reader<'a> {
    /// The JSON of the views of records as they stand in a list, with a comma and a line break before each, and what
    /// stood in the way of others: days that the calendar doesn't reach, records that can't be read any more.
    pub fn json(&self, lines: &[&Line]) -> (Vec<u8>, Vec<Failure>) {
        let texts = self.texts(lines);
        let (mut json, mut failed) = (Vec::new(), Vec::new());
        for (line, text) in lines.iter().zip(texts.iter().chain(std::iter::repeat(None))) {
            let before = json.len();
            json.extend(b",\n");
            if let Err(failure) = self.put_json(line, text, &mut json) {
                json.truncate(before);
                failed.push(failure);
            }
        }
        (json, failed)
    }

    /// The view of a record.
    ///
    /// # Errors
    /// Days that the calendar doesn't reach, or a record that can't be read any more.
    pub fn view(&self, line: &Line) -> Result<DisputeView, Failure> {
        if let Source::Read(_) = line.source {
            return self.anew(line);
        }
        let mut json = Vec::new();
        self.put_json(line, self.texts(&[line]).iter().next().flatten(), &mut json)?;
        DisputeView::from_json(&json).map_err(|_| unreadable(line.id))
    }

    /// The clocks of a record that run, with their explanations if those are wanted.
    ///
    /// # Errors
    /// As for `view`.
    pub fn running(&self, line: &Line, explained: bool) -> Result<Running, Failure> {
        let texts = self.texts(&[line]);
        let kept = line.kept(texts.iter().next().flatten()).filter(|_| !explained);
        if let Some(kept) = &kept
            && let Some(clocks) = kept.running(&*self.day_for(kept)?).map_err(|gap| Failure::from(gap).of(line.id))?
        {
            let (policy, policy_version) = (kept.policy.clone(), kept.policy_version.clone());
            return Ok(Running { policy, policy_version, iro: kept.iro.clone(), clocks });
        }
        match &line.source {
            Source::Read(seen) => self.running_of(seen, explained),
            _ => self.running_of(&self.glass.look_at(line.id)?.ok_or_else(|| unreadable(line.id))?, explained),
        }
    }

    /// The texts that the index keeps of these records.
    fn texts(&self, lines: &[&Line]) -> Texts {
        let spots: Vec<Option<Spot>> = lines.iter().map(|line| line.spot()).collect();
        self.index.map(|index| index.texts(&spots)).unwrap_or_default()
    }

    fn put_json(&self, line: &Line, text: Option<&[u8]>, json: &mut Vec<u8>) -> Result<(), Failure> {
        match line.kept(text) {
            Some(kept) => {
                let today = self.day_for(&kept)?;
                kept.put_json(&today, json).map_err(|gap| Failure::from(gap).of(line.id))
            }
            None => {
                json.extend(in_list(&self.anew(line)?).ok_or_else(|| unreadable(line.id))?.as_bytes());
                Ok(())
            }
        }
    }

    fn running_of(&self, seen: &Seen, explained: bool) -> Result<Running, Failure> {
        let header = &seen.stored.record.header;
        let dispute = seen.dispute().filter(|dispute| dispute.is_open());
        let clocks = dispute.into_iter().flat_map(|dispute| dispute.clocks.iter().map(move |clock| (dispute, clock)));
        let calendar = self.glass.calendar()?;
        let view = |(dispute, clock)| match explained {
            true => ClockView::explained(dispute, clock, self.glass.as_of, calendar),
            false => ClockView::of(dispute, clock, self.glass.as_of, calendar),
        };
        let clocks = clocks.filter(|(_, clock)| clock.is_running()).map(view).collect::<Result<Vec<_>, _>>();
        Ok(Running {
            policy: header.policy.clone(),
            policy_version: header.policy_version.clone(),
            iro: dispute.and_then(|dispute| dispute.raised.iro.clone()),
            clocks: clocks.map_err(|gap| Failure::from(gap).of(header.id))?,
        })
    }

    /// A policy that a record goes by.
    ///
    /// # Errors
    /// It isn't there any more.
    pub fn policy(&self, id: &str, version: &str) -> Result<Arc<Policy>, Failure> {
        Ok(self.glass.policies.version(id, version)?)
    }

    fn anew(&self, line: &Line) -> Result<DisputeView, Failure> {
        let of = |seen: &Seen| {
            let view = DisputeView::of_case(&seen.case, self.glass.as_of, self.glass.calendar()?);
            view.map_err(|gap| Failure::from(gap).of(line.id))
        };
        match &line.source {
            Source::Read(seen) => of(seen),
            _ => of(&self.glass.look_at(line.id)?.ok_or_else(|| unreadable(line.id))?),
        }
    }

    fn day_for(&self, kept: &KeptView<'_>) -> Result<Arc<Today<'a>>, Failure> {
        let days = self.days.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(day) = days.iter().find(|day| day.is_for(kept)) {
            return Ok(Arc::clone(day));
        }
        drop(days);
        let day = Arc::new(Today::new(self.glass.as_of, self.glass.calendar.clone()?, kept.counting.clone()));
        self.days.write().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&day));
        Ok(day)
    }
}

/// A record that was there a moment ago.
fn unreadable(id: DisputeId) -> Failure {
    Failure::new(crate::cli::error::Code::Failed, format!("dispute `{id}` changed while it was read"))
}
