//! Time limits in the words of a protocol: `5 working days`, `72 hours`, `one week`. They are only read here; the
//! calendar decides on which date one ends.

use std::str::FromStr;

use words::normal;

use super::time::typed;
use crate::domain::worded::worded;

pub use error::LimitError;

mod error;
mod misread;
#[cfg(test)]
mod tests;
mod words;

/// The largest number a limit may have: more than any protocol asks for, and small enough to count day by day.
pub const LARGEST: u32 = 10_000;

/// What a limit that can be read looks like, as a regular expression; it lets through a few that can't.
pub const PATTERN: &str = "^(([Ss]ame|([Tt]he )?[Nn]ext) working day|([^ ]+ )?((calendar|working) )?[Ff]ortnights?|[^ ]+ ?(h|hrs?|hours?|((consecutive )?(working|calendar) )?days?|wds?|((calendar|working|consecutive|school|term) )?weeks?|(calendar )?months?|(school|term) days?|(working|office|business) hours?))( before| after)?$";

const NUMBER_WORDS: [(&str, u32); 19] = [
    ("a", 1),
    ("an", 1),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("fourteen", 14),
    ("fifteen", 15),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
];

/// What a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Hours as the policy's calendar counts them (`HoursMean`).
    Hours,
    /// Elapsed hours, whatever the calendar says.
    ElapsedHours,
    /// A working day for each 24 hours or part of them, whatever the calendar says.
    HoursAsWorkingDays,
    /// Hours in which the office is open.
    OfficeHours,
    /// Working days within the school terms that the calendar lists.
    SchoolDays,
    Months,
    CalendarDays,
    WorkingDays,
    /// The working day after the first, even where the first day counts.
    NextWorkingDay,
    Weeks,
}

impl Unit {
    /// Whether a bare `days` could mean it.
    pub fn could_be_bare_days(self) -> bool {
        match self {
            Unit::WorkingDays | Unit::NextWorkingDay | Unit::CalendarDays => true,
            Unit::Hours
            | Unit::ElapsedHours
            | Unit::HoursAsWorkingDays
            | Unit::OfficeHours
            | Unit::SchoolDays
            | Unit::Months
            | Unit::Weeks => false,
        }
    }
}

/// Whether a limit runs on from its event, or is a lead time that ends with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    After,
    Before,
}

worded! {
    /// What a policy says that a bare `days` means.
    #[derive(Hash)]
    pub enum DaysMean {
        Calendar = "calendar",
        Working = "working",
    }
}

/// A time limit, or a lead time.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Limit {
    /// The number of units; 0 only for `same working day`.
    pub n: u32,
    /// What is counted.
    pub unit: Unit,
    /// Forwards from an event, or backwards from a date.
    pub direction: Direction,
    /// The author's own words.
    pub written: String,
}

impl Limit {
    /// Roughly the most working days that it can be, for comparing limits: 24 hours or 8 office hours make a day, 5
    /// days a week and 23 days a month.
    pub fn in_working_days(&self) -> u32 {
        match self.unit {
            Unit::WorkingDays | Unit::NextWorkingDay | Unit::SchoolDays => self.n,
            Unit::Hours | Unit::ElapsedHours | Unit::HoursAsWorkingDays => self.n.div_ceil(24),
            Unit::OfficeHours => self.n.div_ceil(8),
            Unit::Months => self.n * 23,
            Unit::Weeks => self.n * 5,
            Unit::CalendarDays => self.n / 7 * 5 + (self.n % 7).min(5),
        }
    }

    /// The two times of `5 to 10 working days` or `5-10 working days`, the shorter first.
    pub fn range(text: &str) -> Option<(String, String)> {
        let (from, to) = text.split_once(" to ").or_else(|| text.split_once(['-', '–']))?;
        let (from, to) = (from.trim(), to.trim());
        let (_, unit) = to.split_once(' ')?;
        let one = from.parse::<u32>().ok()? == 1;
        let short = if one { unit.strip_suffix('s').unwrap_or(unit) } else { unit };
        Some((format!("{from} {short}"), to.to_owned()))
    }

    /// A limit that runs on from its event, `written` in normal form.
    pub fn new(n: u32, unit: Unit) -> Self {
        Self { n, unit, direction: Direction::After, written: normal(n, unit, Direction::After) }
    }

    /// Reads a limit such as `5 working days`, `one week` or `15 working days before`; bare `days` are refused.
    pub fn parse(text: &str) -> Result<Self, LimitError> {
        Self::parse_with(text, None)
    }

    /// Reads a limit; `days` says what a bare `5 days` means, if that is settled.
    pub fn parse_with(text: &str, days: Option<DaysMean>) -> Result<Self, LimitError> {
        let lower = text.to_lowercase();
        let mut words: Vec<&str> = lower.split_whitespace().collect();
        let direction = match words.last() {
            Some(&"before") => Direction::Before,
            _ => Direction::After,
        };
        if matches!(words.last(), Some(&"before" | &"after")) {
            words.pop();
        }
        let made = |n, unit| Self { n, unit, direction, written: text.trim().to_owned() };
        if words == ["same", "working", "day"] {
            return Ok(made(0, Unit::WorkingDays));
        }
        if let Some(misread) = misread::misread(&words, text) {
            return Err(misread);
        }
        let words = match words.as_slice() {
            ["within" | "in", n, unit @ ("working" | "office" | "business"), hours @ ("hour" | "hours")] => {
                vec![*n, *unit, *hours]
            }
            ["by", "the", rest @ ..] | ["by" | "the" | "within", rest @ ..] if is_next_day(rest) => rest.to_vec(),
            _ => words,
        };
        if is_next_day(&words) {
            let after = direction == Direction::After;
            return Ok(made(1, if after { Unit::NextWorkingDay } else { Unit::WorkingDays }));
        }
        let words = if words == ["fortnight"] { vec!["a", "fortnight"] } else { words };
        let unknown = || LimitError::Unknown { typed: typed(text), suggestion: suggest(&said_once(&words), direction) };
        let (first, rest) = words.split_first().ok_or_else(unknown)?;
        let (count, glued) = split_number(first);
        let n = count.ok_or_else(unknown)?;
        let unit: Vec<&str> = glued.into_iter().chain(rest.iter().copied()).collect();
        let (unit, each) = match (unit.as_slice(), days) {
            (["hour" | "hours" | "h" | "hr" | "hrs"], _) => (Some(Unit::Hours), 1),
            (["working", "hour" | "hours"] | ["office" | "business", "hour" | "hours"], _) => {
                return Err(LimitError::WorkingHours { typed: typed(text), n, direction });
            }
            (["weekday" | "weekdays"] | ["week", "day" | "days"], _) => {
                return Err(LimitError::Weekdays { typed: typed(text), n, direction });
            }
            (["consecutive", "day" | "days"], _) => {
                return Err(LimitError::Consecutive { typed: typed(text), n, direction });
            }
            (["school" | "term", "day" | "days"], _) => {
                return Err(LimitError::SchoolDays { typed: typed(text), n, direction });
            }
            (["school" | "term", "week" | "weeks"], _) => {
                return Err(LimitError::SchoolDays { typed: typed(text), n: n.saturating_mul(5), direction });
            }
            (["wd" | "wds"] | ["working", "day" | "days"] | ["consecutive", "working", "day" | "days"], _) => {
                (Some(Unit::WorkingDays), 1)
            }
            (["working", "week" | "weeks"], _) => (Some(Unit::WorkingDays), 5),
            (["working", "fortnight" | "fortnights"], _) => (Some(Unit::WorkingDays), 10),
            (["calendar", "day" | "days"] | ["consecutive", "calendar", "day" | "days"], _) => {
                (Some(Unit::CalendarDays), 1)
            }
            (["calendar", "week" | "weeks"], _) => (Some(Unit::CalendarDays), 7),
            (["calendar", "fortnight" | "fortnights"], _) => (Some(Unit::CalendarDays), 14),
            (["week" | "weeks"] | ["consecutive", "week" | "weeks"], _) => (Some(Unit::Weeks), 1),
            (["fortnight" | "fortnights"], _) => (Some(Unit::Weeks), 2),
            (["day" | "days"], Some(DaysMean::Calendar)) => (Some(Unit::CalendarDays), 1),
            (["day" | "days"], Some(DaysMean::Working)) => (Some(Unit::WorkingDays), 1),
            (["day" | "days"], None) => (None, 1),
            (["month" | "months"] | ["calendar", "month" | "months"], _) => (Some(Unit::Months), 1),
            _ => return Err(unknown()),
        };
        if n == 0 {
            return Err(LimitError::Zero { typed: typed(text) });
        }
        let many = n.saturating_mul(each);
        if many > LARGEST {
            return Err(LimitError::TooLarge { typed: typed(text) });
        }
        match unit {
            Some(unit) => Ok(made(many, unit)),
            None => Err(LimitError::BareDays { typed: typed(text), n, direction }),
        }
    }

    /// Whether it is in hours as the calendar counts them, so that it may need a time of day to start from.
    pub fn is_hours(&self) -> bool {
        self.unit == Unit::Hours
    }
}

impl FromStr for Limit {
    type Err = LimitError;

    fn from_str(text: &str) -> Result<Self, LimitError> {
        Self::parse(text)
    }
}

/// The words of `ten (10) working days` without the `(10)`, if both numbers are the same.
fn said_once<'w>(words: &[&'w str]) -> Vec<&'w str> {
    match words {
        [in_words, in_figures, rest @ ..] if !rest.is_empty() => {
            let figures = in_figures.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
            let same = figures.is_some_and(|figures| split_number(figures) == split_number(in_words));
            if same { [&[*in_words], rest].concat() } else { words.to_vec() }
        }
        _ => words.to_vec(),
    }
}

fn is_next_day(words: &[&str]) -> bool {
    matches!(words, ["next" | "following", "working" | "business", "day"])
}

/// The number a word begins with and the rest of the word, so that `72hours` reads like `72 hours`. A number too large
/// to hold becomes the largest one that can be held, which is refused later.
fn split_number(word: &str) -> (Option<u32>, Option<&str>) {
    let named = |word: &str| NUMBER_WORDS.iter().find(|(name, _)| *name == word).map(|(_, n)| *n);
    // `twenty-five`, and not `five-ten`.
    let tens_and_ones = || {
        let (tens, ones) = word.split_once('-')?;
        let (tens, ones) = (named(tens)?, named(ones)?);
        (tens >= 20 && (1..10).contains(&ones)).then_some(tens + ones)
    };
    if let Some(n) = named(word).or_else(tens_and_ones) {
        return (Some(n), None);
    }
    let end = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    let (digits, rest) = word.split_at(end);
    let n = (!digits.is_empty()).then(|| digits.parse().unwrap_or(u32::MAX));
    (n, (!rest.is_empty()).then_some(rest))
}

/// The limit that was probably intended, if there is a number and something like a known unit.
fn suggest(words: &[&str], direction: Direction) -> Option<String> {
    const NEAR: f64 = 0.72;
    const ALMOST: f64 = 0.87;
    const UNITS: [(&str, Unit); 12] = [
        ("hours", Unit::Hours),
        ("hour", Unit::Hours),
        ("hrs", Unit::Hours),
        ("working days", Unit::WorkingDays),
        ("working day", Unit::WorkingDays),
        ("business days", Unit::WorkingDays),
        ("workdays", Unit::WorkingDays),
        ("wd", Unit::WorkingDays),
        ("calendar days", Unit::CalendarDays),
        ("calendar day", Unit::CalendarDays),
        ("weeks", Unit::Weeks),
        ("week", Unit::Weeks),
    ];
    let near = |a: &str, b: &str| strsim::normalized_damerau_levenshtein(a, b);
    let words: Vec<&str> = words.iter().map(|word| if ["a", "an"].contains(word) { "1" } else { word }).collect();
    // With one of these words it is another day, or a choice.
    let other = words.iter().any(|word| ["next", "following", "or"].contains(word));
    let same = words.iter().any(|word| near(word, "same") >= NEAR);
    let same = same && (words.ends_with(&["working", "day"]) || words.ends_with(&["business", "day"]));
    if !other && (same || near(&words.join(" "), "same working day") >= ALMOST) {
        return Some(normal(0, Unit::WorkingDays, direction));
    }
    let filler = |word: &&str| !["max", "maximum", "at", "most", "only"].contains(word);
    let words: Vec<&str> = words.into_iter().filter(filler).collect();
    // Words before the number (`within 5 working days`) are ignored.
    let (at, n, glued) = words.iter().enumerate().find_map(|(at, word)| {
        let (n, glued) = split_number(word);
        n.map(|n| (at, n, glued))
    })?;
    if !(1..=LARGEST).contains(&n) {
        return None;
    }
    let rest: Vec<&str> = glued.into_iter().chain(words[at + 1..].iter().copied()).collect();
    // The number may come last: `working days: 5`.
    let rest = if rest.is_empty() { words[..at].to_vec() } else { rest };
    if ["fortnight", "fortnights"].contains(&rest.join(" ").as_str()) {
        return Some(normal(2 * n, Unit::Weeks, direction));
    }
    let typed_unit = rest.join(" ");
    UNITS
        .iter()
        .map(|(name, unit)| (near(&typed_unit, name), *unit))
        .filter(|(score, _)| *score >= NEAR)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, unit)| normal(n, unit, direction))
}

/// In the author's own words.
impl serde::Serialize for Limit {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.written)
    }
}
