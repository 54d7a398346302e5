//! Makes what is shown from lines. A view always comes from its cached text: from the index, or made on the spot if
//! there is no index.

use std::borrow::Cow;
use std::sync::{Arc, PoisonError, RwLock};

use super::lines::{Line, Lines, Source};
use super::undated::undated;
use super::{LoadedRecord, RecordReader};
use crate::cli::context::Context;
use crate::cli::error::{Code, Failure};
use crate::domain::id::DisputeId;
use crate::domain::policy::Policy;
use crate::domain::time::Date;
use crate::render::view::{CachedView, ClockView, DisputeView, Today, in_list};
use crate::store::memo::{Memo, Spot, Texts};
use crate::store::parallel;

impl Lines {
    /// A reader for the texts of these lines.
    ///
    /// # Errors
    /// A calendar file of the store is wrong.
    pub fn reader<'a>(&'a self, ctx: &'a Context) -> Result<Reader<'a>, Failure> {
        let reader = ctx.reader();
        reader.calendar()?;
        Ok(Reader { reader, memo: self.memo.as_deref(), days: RwLock::default() })
    }
}

impl Line {
    /// Whether the record has a view. It has none if the calendar doesn't reach its dates.
    pub fn has_view(&self) -> bool {
        !matches!(self.source, Source::Read(_))
    }

    pub(super) fn spot(&self) -> Option<Spot> {
        match self.source {
            Source::Kept(spot) => Some(spot),
            Source::Made(_) | Source::Read(_) => None,
        }
    }

    /// The cached view. `text` is its text from the index, if it is kept there.
    fn kept<'a>(&'a self, text: Option<&'a [u8]>) -> Option<Cow<'a, CachedView<'a>>> {
        match &self.source {
            Source::Made(kept) => Some(Cow::Borrowed(kept)),
            Source::Kept(_) | Source::Read(_) => text.and_then(CachedView::from_bytes).map(Cow::Owned),
        }
    }
}

/// The running clocks of a dispute; a part of its view.
pub struct Running {
    pub policy: String,
    pub policy_version: String,
    pub iro: Option<String>,
    pub clocks: Vec<ClockView>,
}

/// A running clock; for a person with its policy, which has the words for roles.
pub type ClockRow = (ClockView, Option<Arc<Policy>>);

/// Puts clocks into the order of lists: soonest first.
pub fn sort_clocks(rows: &mut [ClockRow]) {
    rows.sort_by_key(|(view, _)| (view.due, view.due_at, view.dispute));
}

/// Turns lines into what is shown. Can be used by several threads.
pub struct Reader<'a> {
    reader: RecordReader<'a>,
    memo: Option<&'a dyn Memo>,
    /// What depends on today, for each way of counting.
    days: RwLock<Vec<Arc<Today<'a>>>>,
}

impl<'a> Reader<'a> {
    /// The views of records as JSON for a list, each preceded by a comma and a line break; and why others are missing:
    /// the calendar doesn't reach a date, or the record can no longer be read.
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
    /// The calendar doesn't reach a date, or the record can no longer be read.
    pub fn view(&self, line: &Line) -> Result<DisputeView, Failure> {
        if let Source::Read(_) = line.source {
            return self.read_again(line);
        }
        let mut json = Vec::new();
        self.put_json(line, self.texts(&[line]).iter().next().flatten(), &mut json)?;
        DisputeView::from_json(&json).map_err(|_| unreadable(line.id))
    }

    /// The views of records, and why others are missing.
    pub fn views(&self, lines: &[&Line]) -> (Vec<DisputeView>, Vec<Failure>) {
        let (mut views, mut failed) = (Vec::with_capacity(lines.len()), Vec::new());
        for view in parallel::map(lines, parallel::READING, |line| self.view(line)) {
            match view {
                Ok(view) => views.push(view),
                Err(failure) => failed.push(failure),
            }
        }
        (views, failed)
    }

    /// The running clocks of a record, with explanations if `explained`.
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
        self.with_loaded(line, |loaded| self.running_of(loaded, explained))
    }

    /// The id and the version of a record's policy.
    ///
    /// # Errors
    /// The record can no longer be read.
    pub fn policy_name(&self, line: &Line) -> Result<(String, String), Failure> {
        let texts = self.texts(&[line]);
        if let Some(kept) = line.kept(texts.iter().next().flatten()) {
            return Ok((kept.policy.clone(), kept.policy_version.clone()));
        }
        self.with_loaded(line, |loaded| {
            let header = &loaded.stored.record.header;
            Ok((header.policy.clone(), header.policy_version.clone()))
        })
    }

    /// The IRO of a dispute, and what lists show of it that has no date.
    ///
    /// # Errors
    /// The record can no longer be read.
    pub fn undated(&self, line: &Line) -> Result<(Option<String>, Vec<String>), Failure> {
        let texts = self.texts(&[line]);
        if let Some(kept) = line.kept(texts.iter().next().flatten()) {
            return Ok((kept.iro.clone(), kept.undated.clone()));
        }
        self.with_loaded(line, |loaded| {
            let dispute = loaded.dispute();
            Ok((dispute.and_then(|dispute| dispute.raised.iro.clone()), dispute.map(undated).unwrap_or_default()))
        })
    }

    /// The texts that the index has of these records.
    fn texts(&self, lines: &[&Line]) -> Texts {
        let spots: Vec<Option<Spot>> = lines.iter().map(|line| line.spot()).collect();
        self.memo.map(|memo| memo.texts(&spots)).unwrap_or_default()
    }

    fn put_json(&self, line: &Line, text: Option<&[u8]>, json: &mut Vec<u8>) -> Result<(), Failure> {
        match line.kept(text) {
            Some(kept) => {
                let today = self.day_for(&kept)?;
                kept.put_json(&today, json).map_err(|gap| Failure::from(gap).of(line.id))
            }
            None => {
                json.extend(in_list(&self.read_again(line)?).ok_or_else(|| unreadable(line.id))?.as_bytes());
                Ok(())
            }
        }
    }

    fn running_of(&self, loaded: &LoadedRecord, explained: bool) -> Result<Running, Failure> {
        let header = &loaded.stored.record.header;
        let dispute = loaded.dispute();
        let clocks = dispute.into_iter().flat_map(|dispute| dispute.clocks.iter().map(move |clock| (dispute, clock)));
        let calendar = self.reader.calendar()?;
        let view = |(dispute, clock)| match explained {
            true => ClockView::explained(dispute, clock, self.reader.as_of, calendar),
            false => ClockView::of(dispute, clock, self.reader.as_of, calendar),
        };
        let clocks = clocks.filter(|(_, clock)| clock.is_running()).map(view).collect::<Result<Vec<_>, _>>();
        Ok(Running {
            policy: header.policy.clone(),
            policy_version: header.policy_version.clone(),
            iro: dispute.and_then(|dispute| dispute.raised.iro.clone()),
            clocks: clocks.map_err(|gap| Failure::from(gap).of(header.id))?,
        })
    }

    /// What is taken from the whole record, which is read unless it was already.
    fn with_loaded<T>(&self, line: &Line, of: impl FnOnce(&LoadedRecord) -> Result<T, Failure>) -> Result<T, Failure> {
        match &line.source {
            Source::Read(loaded) => of(loaded),
            Source::Kept(_) | Source::Made(_) => of(&self.loaded(line)?),
        }
    }

    /// The clocks of a record as rows of a list; with its policy if they are shown in words.
    ///
    /// # Errors
    /// There is no such version of the policy any more.
    pub fn rows(&self, running: Running, in_words: bool) -> Result<Vec<ClockRow>, Failure> {
        let worded = in_words && !running.clocks.is_empty();
        let policy = worded.then(|| self.policy(&running.policy, &running.policy_version)).transpose()?;
        Ok(running.clocks.into_iter().map(|view| (view, policy.clone())).collect())
    }

    /// The whole record, for what its view doesn't contain.
    ///
    /// # Errors
    /// The record can no longer be read.
    pub fn loaded(&self, line: &Line) -> Result<LoadedRecord, Failure> {
        self.reader.load(line.id)?.ok_or_else(|| unreadable(line.id))
    }

    /// The date as of which records are read.
    pub fn today(&self) -> Date {
        self.reader.as_of.date()
    }

    /// A version of a policy, only for its wording.
    ///
    /// # Errors
    /// There is no such version any more.
    pub fn policy(&self, id: &str, version: &str) -> Result<Arc<Policy>, Failure> {
        Ok(self.reader.policies.for_words(id, version)?)
    }

    fn read_again(&self, line: &Line) -> Result<DisputeView, Failure> {
        self.with_loaded(line, |loaded| {
            let view = DisputeView::of_case(&loaded.case, self.reader.as_of, self.reader.calendar()?);
            view.map_err(|gap| Failure::from(gap).of(line.id))
        })
    }

    fn day_for(&self, kept: &CachedView<'_>) -> Result<Arc<Today<'a>>, Failure> {
        let days = self.days.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(day) = days.iter().find(|day| day.is_for(kept)) {
            return Ok(Arc::clone(day));
        }
        drop(days);
        let day = Arc::new(Today::new(self.reader.as_of, self.reader.calendar.clone()?, kept.counting.clone()));
        self.days.write().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&day));
        Ok(day)
    }
}

/// The failure for a record that was there a moment ago.
fn unreadable(id: DisputeId) -> Failure {
    Failure::new(Code::Failed, format!("dispute `{id}` changed while it was read"))
}
