//! A dispute's view as it is kept for the next time: its published JSON, with gaps where a value goes by the day one
//! looks from. Filled in, it is to the letter what would be printed of a view made anew.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use chrono::{DateTime, Datelike, Utc};
use serde::{Deserialize, Serialize};

use super::clock::standing;
use super::dispute::DisputeView;
use crate::domain::calendar::{BeyondHorizon, Calendar, Counting};
use crate::domain::dispute::is_past;
use crate::domain::policy::Strength;
use crate::domain::time::{Date, Moment};

/// A view with its gaps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptView<'a> {
    /// How its policy counts days.
    pub counting: Counting,
    dates: Vec<Dated>,
    gaps: Vec<Gap>,
    /// As it stands in the list of all views, without the text in the gaps.
    #[serde(borrow)]
    text: Cow<'a, str>,
}

/// What a clock's values are worked out from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Dated {
    /// The number of the day.
    due: i32,
    due_at: Option<i64>,
    /// Whether it runs and binds.
    binds: bool,
}

/// A place in the text, and what belongs there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Gap {
    at: u32,
    of: Of,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
enum Of {
    /// Whether any clock that binds is past.
    Overdue,
    Late(u16),
    Standing(u16),
    DaysLeft(u16),
}

/// The day one looks from, for disputes whose days are counted in one way; to the same date only once.
pub struct Today<'a> {
    as_of: Moment,
    calendar: &'a Calendar,
    counting: Counting,
    left: RwLock<HashMap<Date, i64>>,
}

impl Of {
    /// What goes by the day under a clock's key.
    fn clock(key: &str, runs: bool, index: u16) -> Option<Of> {
        match key {
            "\"late\"" if runs => Some(Of::Late(index)),
            "\"status\"" if runs => Some(Of::Standing(index)),
            "\"working_days_left\"" => Some(Of::DaysLeft(index)),
            _ => None,
        }
    }
}

impl<'a> Today<'a> {
    pub fn new(as_of: Moment, calendar: &'a Calendar, counting: Counting) -> Today<'a> {
        Today { as_of, calendar, counting, left: RwLock::default() }
    }

    /// Whether it is for disputes of which this is one.
    pub fn is_for(&self, view: &KeptView<'_>) -> bool {
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

impl KeptView<'_> {
    /// Leaves out of a view what goes by the day. `None` for one that can't be kept.
    pub fn of(view: &DisputeView, counting: &Counting) -> Option<KeptView<'static>> {
        let dates = view.clocks.iter().map(|clock| Dated {
            due: clock.due.num_days_from_ce(),
            due_at: clock.due_at.map(|at| at.timestamp()),
            binds: clock.is_running() && clock.strength != Strength::Advisory,
        });
        let mut kept =
            KeptView { counting: counting.clone(), dates: dates.collect(), gaps: Vec::new(), text: Cow::default() };
        let mut text = String::new();
        let mut clock = Clocks::Before;
        for line in in_list(view)?.split_inclusive('\n') {
            clock = clock.after(line);
            let key = line.trim_start().split(": ").next()?;
            let of = match (clock, depth(line), key) {
                (Clocks::Before, 4, "\"overdue\"") => Some(Of::Overdue),
                (Clocks::At(index), 8, key) => {
                    let runs = view.clocks.get(index)?.is_running();
                    Of::clock(key, runs, u16::try_from(index).ok()?)
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
        kept.text = text.into();
        Some(kept)
    }

    /// As the index keeps it.
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        postcard::to_stdvec(self).ok()
    }

    pub fn from_bytes(bytes: &[u8]) -> Option<KeptView<'_>> {
        postcard::from_bytes(bytes).ok()
    }

    /// The JSON of the view on that day, as it stands in a list.
    ///
    /// # Errors
    /// Days left that the calendar doesn't reach.
    pub fn json(&self, today: &Today<'_>) -> Result<String, BeyondHorizon> {
        let mut json = String::with_capacity(self.text.len() + self.gaps.len() * 12);
        let mut from = 0;
        for gap in &self.gaps {
            let at = gap.at as usize;
            json.push_str(self.text.get(from..at).unwrap_or_default());
            from = at;
            match gap.of {
                Of::Overdue => json.push_str(word(self.dates.iter().any(|one| one.binds && one.is_past(today.as_of)))),
                Of::Late(clock) => json.push_str(word(self.dated(clock).is_past(today.as_of))),
                Of::Standing(clock) => {
                    let dated = self.dated(clock);
                    json.extend(["\"", standing(dated.due(), dated.due_at(), today.as_of), "\""]);
                }
                Of::DaysLeft(clock) => json.push_str(&today.left(self.dated(clock).due())?.to_string()),
            }
        }
        json.push_str(self.text.get(from..).unwrap_or_default());
        Ok(json)
    }

    fn dated(&self, clock: u16) -> Dated {
        self.dates.get(usize::from(clock)).cloned().unwrap_or(Dated { due: 0, due_at: None, binds: false })
    }
}

impl DisputeView {
    /// Reads a view back from its JSON.
    ///
    /// # Errors
    /// It isn't one.
    pub fn from_json(json: &str) -> serde_json::Result<DisputeView> {
        serde_json::from_str(json)
    }
}

impl Dated {
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

/// A view as it stands in the list of all views.
pub fn in_list(view: &DisputeView) -> Option<String> {
    let text = serde_json::to_string_pretty(&[view]).ok()?;
    Some(text.strip_prefix("[\n")?.strip_suffix("\n]")?.to_string())
}

/// How far the lines of a view have come with its clocks.
#[derive(Clone, Copy)]
enum Clocks {
    Before,
    /// At the clock of this index, once there is one.
    Within(usize),
    At(usize),
    Behind,
}

impl Clocks {
    /// Line breaks in texts are written as `\n`, so that only the structure begins lines, and its depth says what it is.
    fn after(self, line: &str) -> Clocks {
        match (self, depth(line), line.trim()) {
            (Clocks::Before, 4, "\"clocks\": [") => Clocks::Within(0),
            (Clocks::Within(index), 6, "{") => Clocks::At(index),
            (Clocks::At(index), 6, "}" | "},") => Clocks::Within(index + 1),
            (Clocks::Within(_), 4, _) => Clocks::Behind,
            (clocks, ..) => clocks,
        }
    }
}

fn depth(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn word(yes: bool) -> &'static str {
    if yes { "true" } else { "false" }
}
