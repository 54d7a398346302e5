//! What a store remembers of records, so that lists need not read them: the facts that filters need and, for records
//! that were shown, the text that shows them. It is only a cache: deleting it changes no answer.

use std::ops::Range;

use super::policies::changed::Changed;
use super::records::Listed;
use super::sum::sum;
use crate::domain::id::DisputeId;
use crate::domain::record::Kind;
use crate::domain::same_name::NameKey;
use crate::domain::time::Date;

/// Reading fewer records than this is quicker than remembering them.
pub const WORTH_IT: usize = 12;

/// The cache of the records of a store.
pub trait Memo: Send + Sync {
    /// What is known of a record in this state, and where its text is, if one was kept.
    fn find(&mut self, listed: &Listed) -> Option<(RecordFacts, Option<Spot>)>;

    /// Announces which records' texts will be asked for, in that order, so that a store on a server fetches many of
    /// them at a time and no others.
    fn will_show(&mut self, _spots: &[Spot]) {}

    /// The texts of records, in this order. A place that is `None` gives no text.
    fn texts(&self, spots: &[Option<Spot>]) -> Texts;

    /// Remembers the facts of a record, and the text that shows it, if there is one; returns where the text is.
    /// `listed` has the state from before the record was read, so that a change in between makes the entry stale.
    fn learn(&mut self, listed: &Listed, known: &RecordFacts, text: Option<&[u8]>) -> Option<Spot>;

    /// Whether the memo also keeps what analysts see of records.
    fn takes_facts(&self) -> bool {
        false
    }

    /// Adds what analysts see of a record that was just learnt, as JSON.
    fn take_facts(&mut self, _of: DisputeId, _json: String) {}

    /// Saves what was learnt for the next run. Texts can still be asked for afterwards. A failure costs only time.
    fn save(&mut self);
}

/// The facts about a record that filters and lists are decided by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordFacts {
    pub kind: Kind,
    pub raised_on: Date,
    pub closed_on: Option<Date>,
    /// The earliest deadline that binds somebody.
    pub due: Option<Date>,
    /// The earliest date of any running clock.
    pub earliest: Option<Date>,
    /// Whether somebody may have to act on it.
    pub waits: bool,
    /// The roles and people who may have to act.
    pub asked: Names,
    /// Of an open record: whether a running clock has no date and gets none by itself, or a referral has something
    /// outstanding. Of an ended one, or one with the complaints procedure: whether anything without a date is owed.
    pub dateless: bool,
    /// How its policy has since been changed without a new version number.
    pub policy_changed: Option<Changed>,
    /// The dates of its first and its last event, before any corrections.
    pub written: Span,
    /// The dates for which all these facts are valid.
    pub holds: Span,
    /// The last date that its text mentions, once it is closed and owes nothing; `None` if its text was not made.
    pub over_on: Option<Date>,
    /// A checksum of the child's reference, to find the records of one child.
    pub child: u64,
}

/// A Bloom filter of names and roles: it may seem to contain a name that was not added, but never misses one that was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Names(u64);

/// A range of dates, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from: Date,
    pub to: Date,
}

/// Where the text of a record is. Valid only for the memo that returned it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot(pub(super) usize);

/// Texts that were read together.
#[derive(Debug, Default)]
pub struct Texts {
    pub(super) bytes: Vec<u8>,
    pub(super) places: Vec<Option<Range<usize>>>,
}

impl Names {
    /// Contains every name; for when the names aren't known.
    pub const ANYBODY: Names = Names(u64::MAX);

    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Names {
        Names(names.into_iter().fold(0, |bits, name| bits | Names::bits(name)))
    }

    /// Whether a name may have been added, however it is typed. False is certain.
    pub fn may_have(self, name: &str) -> bool {
        let bits = Names::bits(name);
        self.0 & bits == bits
    }

    /// The three bits that stand for a name.
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
    /// The dates that are in both ranges.
    pub fn within(self, other: Span) -> Span {
        Span { from: self.from.max(other.from), to: self.to.min(other.to) }
    }

    pub const ALWAYS: Span = Span { from: Date::MIN, to: Date::MAX };

    pub fn holds(&self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }
}

impl RecordFacts {
    /// Whether a list of what is due up to this date, or at any time, shows something of the record.
    pub fn comes_up_by(&self, latest: Option<Date>) -> bool {
        self.is_due_by(latest) || self.is_undated() || self.is_under_changed_policy()
    }

    /// Whether any running clock is due by this date, or at any time.
    pub fn is_due_by(&self, latest: Option<Date>) -> bool {
        self.earliest.is_some_and(|day| latest.is_none_or(|latest| day <= latest))
    }

    /// Whether an open dispute has no deadline or lacks one that its protocol has, or an ended one owes something without
    /// a date.
    pub fn is_undated(&self) -> bool {
        self.kind == Kind::Dispute && self.waits && (self.due.is_none() || self.dateless)
    }

    /// Whether it is open and its policy was changed since.
    pub fn is_under_changed_policy(&self) -> bool {
        self.policy_changed.is_some() && self.closed_on.is_none()
    }

    /// The checksum of a child's reference, however it is typed.
    pub fn child(reference: &str) -> u64 {
        sum(NameKey::of(reference).as_str().as_bytes())
    }
}

impl Texts {
    /// The texts in order; `None` for each that can't be fetched.
    pub fn iter(&self) -> impl Iterator<Item = Option<&[u8]>> {
        self.places.iter().map(|place| self.bytes.get(place.clone()?))
    }

    /// Adds `many` places without a text.
    pub(super) fn add_missing(&mut self, many: usize) {
        self.places.extend(std::iter::repeat_n(None, many));
    }
}
