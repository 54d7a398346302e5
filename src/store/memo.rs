//! What a store may remember of records, so that lists need not read them: what questions are decided by and, of those
//! that were shown, the text that shows them. It is never the truth: deleting it changes no answer.

use std::ops::Range;

use super::policies::changed::Changed;
use super::records::Listed;
use super::sum::sum;
use crate::domain::id::DisputeId;
use crate::domain::record::Kind;
use crate::domain::same_name::NameKey;
use crate::domain::time::Date;

/// Fewer records than this are read quicker than they are remembered.
pub const WORTH_IT: usize = 12;

/// What is remembered of the records of a store that were asked about.
pub trait Memo: Send + Sync {
    /// What is known of a record that is in this state, and where its text is, if one was made.
    fn find(&mut self, listed: &Listed) -> Option<(Known, Option<Spot>)>;

    /// Announces which records' texts will be asked for, in that order, so that a store on a server fetches many of
    /// them at a time and no others.
    fn will_show(&mut self, _spots: &[Spot]) {}

    /// The texts of records, in their order; none for those whose place is not known.
    fn texts(&self, spots: &[Option<Spot>]) -> Texts;

    /// Remembers the facts of a record, and the text that shows it, if one was made; returns where that is. Its state
    /// is from before it was read.
    fn learn(&mut self, listed: &Listed, known: &Known, text: Option<&[u8]>) -> Option<Spot>;

    /// Whether it also keeps what other programs ask the store for.
    fn takes_facts(&self) -> bool {
        false
    }

    /// Takes in the facts of a record that it has just learnt, in JSON.
    fn take_facts(&mut self, _of: DisputeId, _json: String) {}

    /// Keeps what was learnt for the next time. Texts can still be asked for; whatever goes wrong, only time is lost.
    fn save(&mut self);
}

/// What questions about many records are decided by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub kind: Kind,
    pub raised_on: Date,
    pub closed_on: Option<Date>,
    /// The earliest date that binds.
    pub due: Option<Date>,
    /// The earliest date of any clock that runs.
    pub earliest: Option<Date>,
    /// Whether it can wait for anybody.
    pub waits: bool,
    /// The roles and people it waits for.
    pub asked: Names,
    /// Whether one of its clocks has no date and gets none by itself, or a referral owes something; of one that has ended,
    /// whether it owes anything without a date.
    pub dateless: bool,
    /// How its policy was changed under the same version since.
    pub policy_changed: Option<Changed>,
    /// The days of its first and its last event, as they were first written.
    pub written: Span,
    /// The days on which all this holds.
    pub holds: Span,
    /// The last day that it has anything about, once it is closed and owes nothing; `None` if its text was not made.
    pub over_on: Option<Date>,
    /// The sum of the child's reference, so that one child's records are found.
    pub child: u64,
}

/// Names and roles, in so few bits that it may seem to have one that isn't among them. It lacks none that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Names(u64);

/// From one day to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from: Date,
    pub to: Date,
}

/// Where the text of a record is; good only for the memo that gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot(pub(super) usize);

/// Texts that were read together.
#[derive(Debug, Default)]
pub struct Texts {
    pub(super) bytes: Vec<u8>,
    pub(super) places: Vec<Option<Range<usize>>>,
}

impl Names {
    /// Where it isn't known who is among them.
    pub const ANYBODY: Names = Names(u64::MAX);

    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Names {
        Names(names.into_iter().fold(0, |bits, name| bits | Names::bits(name)))
    }

    /// Whether somebody can be among them, however the name is typed.
    pub fn may_have(self, name: &str) -> bool {
        let bits = Names::bits(name);
        self.0 & bits == bits
    }

    /// Three of the bits.
    fn bits(name: &str) -> u64 {
        let sum = sum(NameKey::of(name).as_str().as_bytes());
        [0, 8, 16].into_iter().fold(0, |bits, shift| bits | 1 << (sum >> shift & 63))
    }

    pub(super) fn to_bits(self) -> u64 {
        self.0
    }

    pub(super) fn from_bits(bits: u64) -> Names {
        Names(bits)
    }
}

impl Span {
    /// The days that are in both.
    pub fn within(self, other: Span) -> Span {
        Span { from: self.from.max(other.from), to: self.to.min(other.to) }
    }

    pub const ALWAYS: Span = Span { from: Date::MIN, to: Date::MAX };

    pub fn holds(&self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }
}

impl Known {
    /// The sum that a child's reference is known by, however it is typed.
    pub fn child(reference: &str) -> u64 {
        sum(NameKey::of(reference).as_str().as_bytes())
    }
}

impl Texts {
    /// The texts in their order, without those that can't be fetched.
    pub fn iter(&self) -> impl Iterator<Item = Option<&[u8]>> {
        self.places.iter().map(|place| self.bytes.get(place.clone()?))
    }

    /// Adds that many that can't be fetched.
    pub(super) fn lack(&mut self, many: usize) {
        self.places.extend(std::iter::repeat_n(None, many));
    }
}
