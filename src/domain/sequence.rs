//! The order in which events happened, which may differ from the order in which they were typed. Events that move a
//! dispute are typed in the order in which they happened, and answers and decisions can't be dated before the last of
//! them. What was done beside that (duties, actions, meetings, notes) may be added later, and counts from when it
//! happened. (C10 in `docs/decisions.md`.)

use super::event::{Course, Entry, Event};
use super::time::{Date, Instant, Moment, start_of_day};

/// Entries in the order in which they happened.
pub fn in_time(entries: &[Entry]) -> Vec<&Entry> {
    let mut order: Vec<(Instant, &Entry)> = times(entries).zip(entries).collect();
    order.sort_by_key(|(at, _)| *at);
    order.into_iter().map(|(_, entry)| entry).collect()
}

/// How the date of an entry relates to the entries typed before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// It moves the dispute.
    Moves,
    /// It can't come before the last entry that moved the dispute.
    AfterLastMove,
    /// It counts from its own date, even before the last entry that moved the dispute.
    OwnDate,
}

impl Order {
    pub fn of(event: &Event) -> Order {
        match (event.moves(), event.counts_from_own_date()) {
            (true, _) => Order::Moves,
            (false, true) => Order::OwnDate,
            (false, false) => Order::AfterLastMove,
        }
    }
}

/// The entries that a new entry of this order, dated `at`, would come after.
pub fn happened_by(entries: &[Entry], at: Moment, order: Order) -> impl Iterator<Item = &Entry> {
    let mut reached = Reached::default();
    let timed: Vec<(Instant, &Entry)> =
        entries.iter().map(|entry| (reached.place(entry.at, Order::of(&entry.event)), entry)).collect();
    let by = reached.place(at, order);
    timed.into_iter().filter(move |(time, _)| *time <= by).map(|(_, entry)| entry)
}

/// The entries that had happened by a moment: by the end of its day, if it has no time.
pub fn happened_until(entries: &[Entry], at: Moment) -> impl Iterator<Item = &Entry> {
    let end = at.instant_or_end();
    times(entries).zip(entries).filter(move |(time, _)| *time <= end).map(|(_, entry)| entry)
}

/// The last entry that moved the dispute, and the earliest moment that a further entry may have, except those that
/// keep their own day.
pub fn last_move<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Option<(&'e Entry, Moment)> {
    let moves = entries.into_iter().filter(|entry| entry.event.moves());
    moves.fold(None, |last: Option<(&Entry, Moment)>, entry| {
        Some((entry, last.map_or(entry.at, |(_, reached)| entry.at.following(reached))))
    })
}

/// Whether a dispute is open after these entries, given in order of time. This doesn't depend on the policy.
pub fn is_open_after<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> bool {
    entries.into_iter().fold(false, |open, entry| match entry.event.course() {
        Course::Opens(_) => true,
        Course::Ends | Course::Praise => false,
        Course::EscalatesTo(_) | Course::HandedOver | Course::Unchanged => open,
    })
}

/// Entries dated before the last entry above them that moved the dispute (or before the first entry, for those that
/// keep their own day), each with that entry. A correction may have any date.
pub fn misplaced(entries: &[Entry]) -> Vec<(&Entry, &Entry)> {
    let mut moved: Option<(&Entry, Moment)> = None;
    let mut found = Vec::new();
    let first = entries.first().map(|first| (first, first.at));
    for entry in entries.iter().filter(|entry| !matches!(entry.event, Event::Corrected(_))) {
        let before = match Order::of(&entry.event) {
            Order::OwnDate => first,
            Order::Moves | Order::AfterLastMove => moved,
        };
        found.extend(before.filter(|(_, reached)| entry.at.is_before(reached)).map(|(before, _)| (entry, before)));
        if entry.event.moves() {
            let further = moved.is_none_or(|(_, reached)| entry.at.following(reached) != reached);
            moved = if further { Some((entry, entry.at)) } else { moved };
        }
    }
    found
}

/// The instant by which each entry is sorted.
fn times(entries: &[Entry]) -> impl Iterator<Item = Instant> {
    let mut reached = Reached::default();
    entries.iter().map(move |entry| reached.place(entry.at, Order::of(&entry.event)))
}

/// How far time has come with the entries typed so far.
#[derive(Default)]
struct Reached {
    /// The instant of the first entry: nothing comes before it.
    first: Option<Instant>,
    /// The instant of the last entry that moved the dispute: only entries that keep their own day may come before it.
    moved: Option<Instant>,
    /// The latest instant so far on each day: an entry without a time comes after those typed before it for the same
    /// day.
    days: Vec<(Date, Instant)>,
}

impl Reached {
    /// The instant by which an entry of this moment and order is sorted; takes it into account for those typed later.
    fn place(&mut self, at: Moment, order: Order) -> Instant {
        let day = at.date();
        let known = self.days.iter_mut().find(|(date, _)| *date == day);
        let so_far = known.as_ref().map_or_else(|| start_of_day(day), |(_, reached)| *reached);
        let time = at.instant().unwrap_or(so_far);
        match known {
            Some((_, reached)) => *reached = time.max(*reached),
            None => self.days.push((day, time)),
        }
        let after = if order == Order::OwnDate { self.first } else { self.moved };
        let time = after.map_or(time, |after| time.max(after));
        if order == Order::Moves {
            self.moved = Some(time);
        }
        self.first = self.first.or(Some(time));
        time
    }
}
