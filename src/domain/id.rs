//! The identity of a dispute: `YYYY-NNNN`, the year it was raised and its number in that year.

use std::fmt;
use std::str::FromStr;

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use super::time::Date;

/// `2026-0042`. Ordered by year, then number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DisputeId {
    year: u16,
    number: u32,
}

/// What was typed is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an id: ids look like `2026-0042`, or just `42`")]
pub struct NotAnId(pub String);

/// What a person may type for an id: in full, without leading zeros, or the number alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdQuery {
    Full(DisputeId),
    Number(u32),
}

impl DisputeId {
    /// The id of the `number`th dispute of `year`; numbers start at 1.
    pub fn new(year: u16, number: u32) -> Self {
        Self { year, number }
    }

    /// The id that is written exactly like this; `None` for any other form of it, such as `2026-42`.
    pub fn written(text: &str) -> Option<Self> {
        let id = text.parse().ok()?;
        let number = text.split_once('-')?.1;
        (number.len() == 4 || number.len() > 4 && !number.starts_with('0')).then_some(id)
    }

    /// The year of the ids of what is raised on a day.
    pub fn year_of(day: Date) -> u16 {
        u16::try_from(day.year()).unwrap_or_default()
    }

    pub fn year(self) -> u16 {
        self.year
    }

    pub fn number(self) -> u32 {
        self.number
    }
}

impl fmt::Display for DisputeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:04}", self.year, self.number)
    }
}

impl FromStr for DisputeId {
    type Err = NotAnId;

    /// Reads the written form: four digits, a hyphen, a number without a sign.
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let wrong = || NotAnId(text.to_string());
        let (year, number) = text.split_once('-').ok_or_else(wrong)?;
        if year.len() != 4 {
            return Err(wrong());
        }
        let id = Self { year: digits(year).ok_or_else(wrong)? as u16, number: digits(number).ok_or_else(wrong)? };
        if id.number == 0 { Err(wrong()) } else { Ok(id) }
    }
}

impl FromStr for IdQuery {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        match digits(text) {
            Some(number) if number > 0 && text.len() <= 9 => Ok(IdQuery::Number(number)),
            _ => text.parse().map(IdQuery::Full),
        }
    }
}

/// A number made of at most nine ASCII digits and nothing else.
fn digits(text: &str) -> Option<u32> {
    let plain = !text.is_empty() && text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

impl TryFrom<String> for DisputeId {
    type Error = NotAnId;

    fn try_from(text: String) -> Result<Self, NotAnId> {
        text.parse()
    }
}

impl From<DisputeId> for String {
    fn from(id: DisputeId) -> String {
        id.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_it_is_written() {
        for (typed, written) in [("2026-0042", "2026-0042"), ("2026-42", "2026-0042"), ("2026-12345", "2026-12345")] {
            assert_eq!(typed.parse::<DisputeId>().unwrap().to_string(), written);
        }
    }

    #[test]
    fn the_written_form_is_one_and_no_other() {
        let id = |year, number| Some(DisputeId::new(year, number));
        for (text, read) in [
            ("2026-0042", id(2026, 42)),
            ("2026-12345", id(2026, 12345)),
            ("0026-0001", id(26, 1)),
            ("2026-42", None),
            ("2026-00042", None),
            ("2026-012345", None),
        ] {
            assert_eq!(DisputeId::written(text), read, "{text}");
            assert!(read.is_none_or(|id| id.to_string() == text), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for typed in
            ["", "2026", "2026-", "-1", "26-1", "2026-0", "2026-+1", "2026-1x", "../2026-0001", "2026-0001.yaml"]
        {
            assert!(typed.parse::<DisputeId>().is_err(), "{typed}");
        }
    }

    #[test]
    fn a_bare_number_is_a_query() {
        assert_eq!("42".parse(), Ok(IdQuery::Number(42)));
        assert_eq!("0042".parse(), Ok(IdQuery::Number(42)));
        assert!("0".parse::<IdQuery>().is_err());
    }
}
