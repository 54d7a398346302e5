//! What the index knows of one record, and its layout in the file: rows of fixed length that are used without being
//! parsed.

use chrono::Datelike;
use zerocopy::little_endian::{I32, U16, U32, U64};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use super::stamp::Stamp;
use crate::domain::id::DisputeId;
use crate::domain::record::Kind;
use crate::domain::time::Date;
use crate::store::memo::{Names, RecordFacts, Span};
use crate::store::policies::changed::Changed;

/// The place and the checksum of a text. A length of 0 means that there is no text.
#[derive(Debug, Clone, Copy, Default, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned)]
#[repr(C)]
pub(super) struct Place {
    pub at: U64,
    pub length: U32,
    pub sum: U64,
}

/// One row of the file.
#[derive(Debug, Clone, Copy, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned)]
#[repr(C)]
pub(super) struct Row {
    year: U16,
    number: U32,
    pub stamp: Stamp,
    place: Place,
    is_praise: u8,
    waits: u8,
    dateless: u8,
    policy_changed: u8,
    raised_on: Day,
    closed_on: Day,
    due: Day,
    earliest: Day,
    written: [Day; 2],
    holds: [Day; 2],
    over_on: Day,
    child: U64,
    asked: U64,
}

/// A date as one number that combines the year and the day of the year; a number that no date has stands for none.
#[derive(Debug, Clone, Copy, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned)]
#[repr(transparent)]
struct Day(I32);

impl Place {
    pub fn at(self) -> u64 {
        self.at.get()
    }

    /// Where the text ends.
    pub fn end(self) -> Option<u64> {
        self.at.get().checked_add(self.length.get().into())
    }
}

impl Row {
    pub fn new(id: DisputeId, stamp: Stamp, known: &RecordFacts, place: Option<Place>) -> Row {
        let span = |span: Span| [span.from, span.to].map(|day| Day::of(Some(day)));
        Row {
            year: id.year().into(),
            number: id.number().into(),
            stamp,
            place: place.unwrap_or_default(),
            is_praise: (known.kind == Kind::Praise).into(),
            waits: known.waits.into(),
            dateless: known.dateless.into(),
            policy_changed: match known.policy_changed {
                None => 0,
                Some(Changed::GoesOn) => 1,
                Some(Changed::Lost) => 2,
            },
            raised_on: Day::of(Some(known.raised_on)),
            closed_on: Day::of(known.closed_on),
            due: Day::of(known.due),
            earliest: Day::of(known.earliest),
            written: span(known.written),
            holds: span(known.holds),
            over_on: Day::of(known.over_on),
            child: known.child.into(),
            asked: known.asked.to_bits().into(),
        }
    }

    pub fn id(&self) -> DisputeId {
        DisputeId::new(self.year.get(), self.number.get())
    }

    /// Where its text is, if it has one.
    pub fn place(&self) -> Option<Place> {
        Some(self.place).filter(|place| place.length.get() > 0)
    }

    /// The same row with its text at another place.
    pub fn moved(self, place: Place) -> Row {
        Row { place, ..self }
    }

    /// What is known of the record; `None` if a number isn't a valid date.
    pub fn known(&self) -> Option<RecordFacts> {
        let span = |[from, to]: [Day; 2]| Some(Span { from: from.date()?, to: to.date()? });
        Some(RecordFacts {
            kind: if self.is_praise == 0 { Kind::Dispute } else { Kind::Praise },
            raised_on: self.raised_on.date()?,
            closed_on: self.closed_on.date(),
            due: self.due.date(),
            earliest: self.earliest.date(),
            waits: self.waits != 0,
            dateless: self.dateless != 0,
            policy_changed: match self.policy_changed {
                0 => None,
                1 => Some(Changed::GoesOn),
                _ => Some(Changed::Lost),
            },
            written: span(self.written)?,
            holds: span(self.holds)?,
            over_on: self.over_on.date(),
            child: self.child.get(),
            asked: Names::from_bits(self.asked.get()),
        })
    }
}

impl Day {
    /// A factor larger than the number of days in a year.
    const DAYS: i32 = 512;

    fn of(date: Option<Date>) -> Day {
        Day(date.map_or(i32::MIN, |date| date.year() * Day::DAYS + date.ordinal().cast_signed()).into())
    }

    fn date(self) -> Option<Date> {
        let number = self.0.get();
        Date::from_yo_opt(number.div_euclid(Day::DAYS), number.rem_euclid(Day::DAYS).cast_unsigned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_comes_back() {
        let mut date: Date = "1995-01-01".parse().unwrap();
        while date.year() < 2042 {
            assert_eq!(Day::of(Some(date)).date(), Some(date));
            date = date.succ_opt().unwrap();
        }
        for date in [Date::MIN, Date::MAX, "0001-01-01".parse().unwrap(), "-0001-12-31".parse().unwrap()] {
            assert_eq!(Day::of(Some(date)).date(), Some(date));
        }
        assert_eq!(Day::of(None).date(), None);
    }
}
