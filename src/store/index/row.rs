//! What the index knows of one record.

use serde::{Deserialize, Serialize};

use super::shelf::Place;
use super::stamp::Stamp;
use crate::domain::id::DisputeId;
use crate::domain::record::Kind;
use crate::domain::time::Date;

/// What questions about many records are decided by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    pub kind: Kind,
    #[serde(with = "day")]
    pub raised_on: Date,
    #[serde(with = "some_day")]
    pub closed_on: Option<Date>,
    /// The earliest date that binds.
    #[serde(with = "some_day")]
    pub due: Option<Date>,
    /// The earliest date of any clock that runs.
    #[serde(with = "some_day")]
    pub earliest: Option<Date>,
    /// Whether it can wait for anybody.
    pub waits: bool,
    /// The days of its first and its last event.
    pub written: Span,
    /// The days on which all this holds.
    pub holds: Span,
    /// The sum of the child's reference, so that one child's records are found.
    pub child: u64,
}

/// From one day to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    #[serde(with = "day")]
    pub from: Date,
    #[serde(with = "day")]
    pub to: Date,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Row {
    #[serde(with = "id")]
    pub id: DisputeId,
    pub stamp: Stamp,
    pub known: Known,
    pub place: Place,
}

impl Span {
    pub const ALWAYS: Span = Span { from: Date::MIN, to: Date::MAX };

    pub fn holds(&self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }
}

impl Known {
    /// The sum that a child's reference is known by; upper and lower case are the same.
    pub fn child(reference: &str) -> u64 {
        super::sum(reference.to_ascii_lowercase().as_bytes())
    }
}

mod id {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::domain::id::DisputeId;

    pub fn serialize<S: Serializer>(id: &DisputeId, to: S) -> Result<S::Ok, S::Error> {
        (id.year(), id.number()).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<DisputeId, D::Error> {
        <(u16, u32)>::deserialize(from).map(|(year, number)| DisputeId::new(year, number))
    }
}

/// A date as the number of its day, which is a fifth of the bytes.
mod day {
    use chrono::Datelike;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use crate::domain::time::Date;

    pub fn serialize<S: Serializer>(date: &Date, to: S) -> Result<S::Ok, S::Error> {
        date.num_days_from_ce().serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
        let days = i32::deserialize(from)?;
        Date::from_num_days_from_ce_opt(days).ok_or_else(|| D::Error::custom("no such day"))
    }
}

mod some_day {
    use chrono::Datelike;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::domain::time::Date;

    pub fn serialize<S: Serializer>(date: &Option<Date>, to: S) -> Result<S::Ok, S::Error> {
        date.map(|date| date.num_days_from_ce()).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
        Ok(Option::<i32>::deserialize(from)?.and_then(Date::from_num_days_from_ce_opt))
    }
}
