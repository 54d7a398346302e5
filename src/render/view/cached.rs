//! A dispute's view as it is cached: its published JSON, with gaps for the values that depend on the day it is read.
//! Filled in, it is byte for byte what a new view would print. (D1 in `docs/decisions.md`.)

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use chrono::{DateTime, Datelike, Utc};
use serde::{Deserialize, Serialize, Serializer};

use super::clock::ClockView;
use super::dispute::DisputeView;
use crate::domain::calendar::{BeyondHorizon, Calendar, Counting};
use crate::domain::dispute::{Standing, days_left, is_past};
use crate::domain::time::{Date, Moment};
use crate::domain::worded::Worded;

/// A view with its gaps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CachedView<'a> {
    pub policy: String,
    pub policy_version: String,
    /// How its policy counts days.
    pub counting: Counting,
    pub iro: Option<String>,
    /// What lists show of it if no date brings it up.
    pub undated: Vec<String>,
    clocks: Vec<CachedClock>,
    gaps: Vec<Gap>,
    /// As it is in the list of all views, without the text in the gaps.
    #[serde(borrow, serialize_with = "whole")]
    text: Cow<'a, [u8]>,
}

/// What a clock's values are worked out from, and where they are in the text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct CachedClock {
    /// The day, as the number of days since the beginning of year 1.
    due: i32,
    due_at: Option<i64>,
    runs: bool,
    /// Whether it runs and binds.
    binds: bool,
    from: u32,
    to: u32,
}

/// A place in the text, and what belongs there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Gap {
    at: u32,
    of: DayValue,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
enum DayValue {
    /// Whether any clock that binds is past.
    Overdue,
    Late(u16),
    Standing(u16),
    DaysLeft(u16),
}

/// The moment from which views are read, for disputes that count days in the same way; the days left to each date are
/// worked out only once.
pub struct Today<'a> {
    as_of: Moment,
    calendar: &'a Calendar,
    counting: Counting,
    left: RwLock<HashMap<Date, i64>>,
}

impl DayValue {
    /// The value in a line of a clock, if it depends on the day.
    fn clock(said: &str, runs: bool, index: u16) -> Option<DayValue> {
        match said.split(": ").next()? {
            "\"late\"" if runs => Some(DayValue::Late(index)),
            "\"status\"" if runs => Some(DayValue::Standing(index)),
            "\"working_days_left\"" if runs => Some(DayValue::DaysLeft(index)),
            _ => None,
        }
    }
}

impl<'a> Today<'a> {
    pub fn new(as_of: Moment, calendar: &'a Calendar, counting: Counting) -> Today<'a> {
        Today { as_of, calendar, counting, left: RwLock::default() }
    }

    /// Whether it can be used for this view: both count days the same way.
    pub fn is_for(&self, view: &CachedView<'_>) -> bool {
        self.counting == view.counting
    }

    fn left(&self, due: Date) -> Result<i64, BeyondHorizon> {
        if let Some(left) = self.left.read().unwrap_or_else(PoisonError::into_inner).get(&due) {
            return Ok(*left);
        }
        let left = self.calendar.between(self.as_of.date(), due, &self.counting)?;
        self.left.write().unwrap_or_else(PoisonError::into_inner).insert(due, left);
        Ok(left)
    }
}

impl CachedView<'_> {
    /// Leaves out of a view what depends on the day. `None` for one that can't be cached.
    pub fn of(view: &DisputeView, counting: &Counting, undated: Vec<String>) -> Option<CachedView<'static>> {
        let clocks = view.clocks.iter().map(|clock| CachedClock {
            due: clock.due.num_days_from_ce(),
            due_at: clock.due_at.map(|at| at.timestamp()),
            runs: clock.is_running(),
            binds: clock.is_running() && clock.strength.binds(),
            ..CachedClock::default()
        });
        let mut kept = CachedView {
            policy: view.policy.clone(),
            policy_version: view.policy_version.clone(),
            counting: counting.clone(),
            iro: view.iro.clone(),
            undated,
            clocks: clocks.collect(),
            gaps: Vec::new(),
            text: Cow::default(),
        };
        let mut text = String::new();
        let mut place = Place::Before;
        for line in in_list(view)?.split_inclusive('\n') {
            let (before, here) = (place, u32::try_from(text.len()).ok()?);
            let depth = line.bytes().take_while(|byte| *byte == b' ').count();
            let said = &line[depth..];
            place = place.after(depth, said);
            match (before, place) {
                (Place::Within(_), Place::At(index)) => kept.clocks.get_mut(index)?.from = here,
                // Without the comma that may follow.
                (Place::At(index), Place::Within(_)) => {
                    kept.clocks.get_mut(index)?.to = here + u32::try_from(line.find('}')?).ok()? + 1;
                }
                _ => {}
            }
            let of = match (place, depth) {
                (Place::Before, 4) if said.starts_with("\"overdue\": ") => Some(DayValue::Overdue),
                (Place::At(index), 8) => {
                    DayValue::clock(said, kept.clocks.get(index)?.runs, u16::try_from(index).ok()?)
                }
                _ => None,
            };
            let Some(of) = of else {
                text.push_str(line);
                continue;
            };
            let (key, value) = line.split_at(line.find(": ")? + 2);
            text.push_str(key);
            kept.gaps.push(Gap { at: u32::try_from(text.len()).ok()?, of });
            text.push_str(value.trim_start_matches(|c| !matches!(c, ',' | '\n')));
        }
        kept.text = text.into_bytes().into();
        Some(kept)
    }

    /// The bytes that the index keeps.
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        postcard::to_stdvec(self).ok()
    }

    pub fn from_bytes(bytes: &[u8]) -> Option<CachedView<'_>> {
        postcard::from_bytes(bytes).ok()
    }

    /// The latest date that occurs in it.
    pub fn latest(&self) -> Option<Date> {
        let quoted = memchr::memchr_iter(b'"', &self.text).filter_map(|quote| self.text.get(quote + 1..quote + 11));
        let dated = quoted.filter(|word| word[0].is_ascii_digit());
        dated.filter_map(|word| str::from_utf8(word).ok()?.parse().ok()).max()
    }

    /// Adds the JSON of the view on that day, as it is in a list.
    ///
    /// # Errors
    /// Days left that the calendar doesn't reach.
    pub fn put_json(&self, today: &Today<'_>, json: &mut Vec<u8>) -> Result<(), BeyondHorizon> {
        self.fill(0, self.text.len(), today, json)
    }

    /// The views of the running clocks on that day; `None` if the text isn't what was written.
    ///
    /// # Errors
    /// As for `put_json`.
    pub fn running(&self, today: &Today<'_>) -> Result<Option<Vec<ClockView>>, BeyondHorizon> {
        let mut running = Vec::new();
        let mut json = Vec::new();
        for clock in self.clocks.iter().filter(|clock| clock.runs) {
            json.clear();
            self.fill(clock.from as usize, clock.to as usize, today, &mut json)?;
            let Ok(view) = serde_json::from_slice(&json) else { return Ok(None) };
            running.push(view);
        }
        Ok(Some(running))
    }

    /// Adds a part of the text, with its gaps filled.
    fn fill(&self, from: usize, to: usize, today: &Today<'_>, json: &mut Vec<u8>) -> Result<(), BeyondHorizon> {
        let mut done = from;
        for gap in self.gaps.iter().filter(|gap| (from..to).contains(&(gap.at as usize))) {
            let at = gap.at as usize;
            json.extend(self.text.get(done..at).unwrap_or_default());
            done = at;
            match gap.of {
                DayValue::Overdue => {
                    json.extend(word(self.clocks.iter().any(|one| one.binds && one.is_past(today.as_of))))
                }
                DayValue::Late(clock) => json.extend(word(self.clock(clock).is_past(today.as_of))),
                DayValue::Standing(clock) => {
                    let clock = self.clock(clock);
                    let standing = Standing::at(clock.due(), clock.due_at(), today.as_of).word();
                    [b"\"", standing.as_bytes(), b"\""].into_iter().for_each(|part| json.extend(part));
                }
                DayValue::DaysLeft(clock) => {
                    let clock = self.clock(clock);
                    let left = days_left(today.left(clock.due())?, clock.due(), today.as_of.date());
                    json.extend(left.to_string().as_bytes());
                }
            }
        }
        json.extend(self.text.get(done..to).unwrap_or_default());
        Ok(())
    }

    fn clock(&self, index: u16) -> CachedClock {
        self.clocks.get(usize::from(index)).cloned().unwrap_or_default()
    }
}

impl DisputeView {
    /// Reads a view back from its JSON.
    ///
    /// # Errors
    /// The JSON isn't that of a view.
    pub fn from_json(json: &[u8]) -> serde_json::Result<DisputeView> {
        serde_json::from_slice(json)
    }
}

impl CachedClock {
    fn due(&self) -> Date {
        Date::from_num_days_from_ce_opt(self.due).unwrap_or_default()
    }

    fn due_at(&self) -> Option<crate::domain::time::Instant> {
        DateTime::<Utc>::from_timestamp(self.due_at?, 0).map(|at| at.fixed_offset())
    }

    fn is_past(&self, as_of: Moment) -> bool {
        is_past(self.due(), self.due_at(), as_of)
    }
}

/// The JSON of a view as it is in the list of all views.
pub fn in_list(view: &DisputeView) -> Option<String> {
    let text = serde_json::to_string_pretty(&[view]).ok()?;
    Some(text.strip_prefix("[\n")?.strip_suffix("\n]")?.to_string())
}

/// Where a line of a view is in relation to its clocks.
#[derive(Clone, Copy)]
enum Place {
    Before,
    /// In the list of clocks, before the clock with this index.
    Within(usize),
    At(usize),
    After,
}

impl Place {
    /// Where the reader is after a line. Line breaks in texts are written as `\n`, so every line begins with structure,
    /// and its indent says which.
    fn after(self, depth: usize, said: &str) -> Place {
        match (self, depth, said) {
            (Place::Before, 4, "\"clocks\": [\n") => Place::Within(0),
            (Place::Within(index), 6, "{\n") => Place::At(index),
            (Place::At(index), 6, "}\n" | "},\n") => Place::Within(index + 1),
            (Place::Within(_), 4, _) => Place::After,
            (clocks, ..) => clocks,
        }
    }
}

/// Bytes in one piece, as they are read.
fn whole<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
    to.serialize_bytes(bytes)
}

fn word(yes: bool) -> &'static [u8] {
    if yes { b"true" } else { b"false" }
}
