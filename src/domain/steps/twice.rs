//! Finds a step that is typed twice: one recorded less than a minute ago is rarely meant again.

use chrono::TimeDelta;

use crate::domain::dispute::with_corrections;
use crate::domain::event::{Entry, Event, Raised};
use crate::domain::record::Record;
use crate::domain::same_name::is_same;
use crate::domain::time::Moment;

/// How close two recordings have to be for the second to be pointed out.
const CLOSE: TimeDelta = TimeDelta::minutes(1);

/// The entry that says the same as a new one and was recorded just before it; `None` if it has been struck since. Two
/// escalations are taken as the same whatever they say, because the second would lead up another stage.
pub fn recorded_just_before(record: &Record, new: &Entry) -> Option<Entry> {
    let standing = with_corrections(&record.entries).map(|(entries, _)| entries).unwrap_or_default();
    let escalates = |entry: &Entry| matches!(entry.event, Event::Escalated(_));
    let same =
        |old: &Entry| (escalates(old) && escalates(new)) || (old.event == new.event && happened_together(old, new));
    standing.into_iter().rfind(|old| is_close(old.recorded_at, new.recorded_at) && same(old))
}

/// Whether a new record repeats this one: it begins with the same words about the same child, household and agency, just
/// after.
pub fn is_made_again(record: &Record, child: &str, new: &Entry) -> bool {
    let Some(old) = record.entries.first().filter(|old| is_close(old.recorded_at, new.recorded_at)) else {
        return false;
    };
    let says_the_same = if let (Event::Raised(old), Event::Raised(new)) = (&old.event, &new.event) {
        is_same(&old.concern, &new.concern) && is_about_the_same(old, new)
    } else if let (Event::Praised(old), Event::Praised(new)) = (&old.event, &new.event) {
        is_same(&old.text, &new.text) && old.r#for == new.r#for
    } else {
        false
    };
    says_the_same && is_same(&record.header.child, child)
}

/// Whether both are about the same agency and the same household, or about none.
fn is_about_the_same(old: &Raised, new: &Raised) -> bool {
    let same = |old: Option<&str>, new: Option<&str>| old.zip(new).map_or(old == new, |(old, new)| is_same(old, new));
    same(old.subject.as_deref(), new.subject.as_deref()) && same(old.household.as_deref(), new.household.as_deref())
}

/// Whether two moments are no more than a minute apart.
pub fn is_close(one: Moment, other: Moment) -> bool {
    (other.instant_or_end() - one.instant_or_end()).abs() <= CLOSE
}

/// Whether both have the same date, or both were dated by the clock when they were typed.
fn happened_together(old: &Entry, new: &Entry) -> bool {
    let by_the_clock = |entry: &Entry| entry.at.to_the_second() == entry.recorded_at;
    old.at == new.at || (by_the_clock(old) && by_the_clock(new))
}
