//! The order in which things happened, which is not always the order in which they were typed. What moves a dispute is
//! typed in its order, and so are answers and decisions with what moved it before them. What was done beside that may be
//! added later, and counts from when it happened. (C10 in `docs/decisions.md`.)

use super::event::{Course, Entry, Event};
use super::time::{Date, Instant, Moment, start_of_day};

/// Entries in the order in which they happened.
pub fn in_time(entries: &[Entry]) -> Vec<&Entry> {
    let mut order: Vec<(Instant, &Entry)> = times(entries).zip(entries).collect();
    order.sort_by_key(|(at, _)| *at);
    order.into_iter().map(|(_, entry)| entry).collect()
}

/// How an entry stands to those typed before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// It moves the dispute.
    Moves,
    /// It happened after what moved the dispute last.
    Follows,
    /// It happened when it says.
    OwnDay,
}

impl Order {
    pub fn of(event: &Event) -> Order {
        match (event.moves(), event.keeps_its_day()) {
            (true, _) => Order::Moves,
            (false, true) => Order::OwnDay,
            (false, false) => Order::Follows,
        }
    }
}

/// Those of some entries that had happened by a moment, when nothing typed since is known.
pub fn happened_by(entries: &[Entry], at: Moment, order: Order) -> impl Iterator<Item = &Entry> {
    let mut reached = Reached::default();
    let timed: Vec<(Instant, &Entry)> =
        entries.iter().map(|entry| (reached.place(entry.at, Order::of(&entry.event)), entry)).collect();
    let by = reached.place(at, order);
    timed.into_iter().filter(move |(time, _)| *time <= by).map(|(_, entry)| entry)
}

/// Those of some entries that had happened by the end of a moment: of the day, where no time is given.
pub fn happened_until(entries: &[Entry], at: Moment) -> impl Iterator<Item = &Entry> {
    let end = at.instant_or_end();
    times(entries).zip(entries).filter(move |(time, _)| *time <= end).map(|(_, entry)| entry)
}

/// The last entry that moved the dispute, and how far time had certainly come with it. No other can be dated before that
/// but for those that keep their day.
pub fn last_move<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Option<(&'e Entry, Moment)> {
    let moves = entries.into_iter().filter(|entry| entry.event.moves());
    moves.fold(None, |last: Option<(&Entry, Moment)>, entry| {
        Some((entry, last.map_or(entry.at, |(_, reached)| entry.at.following(reached))))
    })
}

/// Whether a dispute is open after some entries, in their order. Its protocol has no say in that.
pub fn is_open_after<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> bool {
    entries.into_iter().fold(false, |open, entry| match entry.event.course() {
        Course::Opens(_) => true,
        Course::Ends | Course::Praise => false,
        Course::Leads(_) | Course::HandedOver | Course::Goes => open,
    })
}

/// Entries that are dated before what moved the dispute above them, or before it was raised, each with that. A correction
/// may come at any time.
pub fn misplaced(entries: &[Entry]) -> Vec<(&Entry, &Entry)> {
    let mut moved: Option<(&Entry, Moment)> = None;
    let mut found = Vec::new();
    let first = entries.first().map(|first| (first, first.at));
    for entry in entries.iter().filter(|entry| !matches!(entry.event, Event::Corrected(_))) {
        let before = match Order::of(&entry.event) {
            Order::OwnDay => first,
            Order::Moves | Order::Follows => moved,
        };
        found.extend(before.filter(|(_, reached)| entry.at.is_before(reached)).map(|(before, _)| (entry, before)));
        if entry.event.moves() {
            let further = moved.is_none_or(|(_, reached)| entry.at.following(reached) != reached);
            moved = if further { Some((entry, entry.at)) } else { moved };
        }
    }
    found
}

/// When each entry happened, as far as that orders them.
fn times(entries: &[Entry]) -> impl Iterator<Item = Instant> {
    let mut reached = Reached::default();
    entries.iter().map(move |entry| reached.place(entry.at, Order::of(&entry.event)))
}

/// How far time had come, in the order of typing.
#[derive(Default)]
struct Reached {
    /// With the first entry: nothing comes before it.
    first: Option<Instant>,
    /// With what moved the dispute: of what is typed later only that which keeps its day comes before it.
    moved: Option<Instant>,
    /// On each day. A day without a time of day comes after what was typed for that day before it.
    days: Vec<(Date, Instant)>,
}

impl Reached {
    fn place(&mut self, at: Moment, order: Order) -> Instant {
        let day = at.date();
        let known = self.days.iter_mut().find(|(date, _)| *date == day);
        let so_far = known.as_ref().map_or_else(|| start_of_day(day), |(_, reached)| *reached);
        let time = at.instant().unwrap_or(so_far);
        match known {
            Some((_, reached)) => *reached = time.max(*reached),
            None => self.days.push((day, time)),
        }
        let after = if order == Order::OwnDay { self.first } else { self.moved };
        let time = after.map_or(time, |after| time.max(after));
        if order == Order::Moves {
            self.moved = Some(time);
        }
        self.first = self.first.or(Some(time));
        time
    }
}
