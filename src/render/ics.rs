//! Clocks as a calendar file (RFC 5545). The same clock always has the same UID, so importing the file again changes
//! entries and doubles none; nothing in it depends on when it was written.

use chrono::{DateTime, Utc};
use icalendar::{Alarm, Calendar, Class, Component, Event, EventLike, Property};

use super::view::ClockView;
use super::{clean, words};
use crate::domain::policy::{Policy, StageId};
use crate::domain::time::{Instant, Moment};

/// One clock, with what else its calendar entry needs.
pub struct Entry<'a> {
    pub clock: &'a ClockView,
    pub policy: &'a Policy,
    /// The number of the stay in which it began, and its number among the clocks of that name there: a part of the UID.
    pub place: (usize, usize),
    /// How often the record was written to, and when last.
    pub sequence: u32,
    pub stamp: Moment,
    pub alarm: Option<Instant>,
}

/// How often a program that has subscribed to the file should look again.
const LOOK_AGAIN: &str = "PT1H";

/// The calendar file, under this name.
pub fn render(name: &str, entries: &[Entry<'_>]) -> String {
    let mut calendar = Calendar::new();
    calendar.properties.retain(|property| property.key() != "PRODID");
    calendar.properties.insert(1, Property::new("PRODID", concat!("-//iro//iro ", env!("CARGO_PKG_VERSION"), "//EN")));
    calendar.name(name);
    calendar.append_property(Property::new("REFRESH-INTERVAL", LOOK_AGAIN).add_parameter("VALUE", "DURATION").done());
    calendar.append_property(Property::new("X-PUBLISHED-TTL", LOOK_AGAIN));
    for entry in entries {
        calendar.push(event(entry));
    }
    calendar.to_string()
}

fn event(entry: &Entry<'_>) -> Event {
    let clock = entry.clock;
    let whom = words::party(&clock.r#for, entry.policy);
    let stage = clock.stage.as_ref().map(StageId::as_str).unwrap_or("all");
    let mut event = Event::new();
    let (stay, again) = entry.place;
    event.uid(&format!("{}.{}.{stage}.{stay}.{again}@iro", clock.dispute, clock.clock));
    event.timestamp(utc(entry.stamp)).sequence(entry.sequence);
    let about = words::about(clock.about());
    event.summary(&clean::line(&format!("{} {about}: {} ({whom})", clock.dispute, clock.label)));
    event.description(&clean::block(&description(clock, &whom)));
    event.class(Class::Private).add_property("TRANSP", "TRANSPARENT");
    // A whole day has no end: a calendar takes it as that one day. A moment lasts a minute, because some programs show
    // an hour if no duration is given, and some leave the entry out if it is zero (docs/other-programs.md).
    match clock.due_at {
        Some(at) => event.starts(at.with_timezone(&Utc)).add_property("DURATION", "PT1M"),
        None => event.starts(clock.due),
    };
    // An absolute moment, not an offset before the date: programs differ in what a day before is when the clocks
    // change.
    if let Some(at) = entry.alarm {
        event.alarm(Alarm::display(&clean::line(&clock.label), at.with_timezone(&Utc)));
    }
    if !clock.is_running() {
        event.add_property("STATUS", "CANCELLED");
    }
    event.done()
}

fn description(clock: &ClockView, whom: &str) -> String {
    let kind = words::strength(clock.strength, &clock.limit);
    let kind = kind.map(|kind| format!(", {kind}")).unwrap_or_default();
    let mut lines =
        vec![format!("{}: {whom}", clock.label), format!("Limit: {}{kind}, from {}", clock.limit, clock.started)];
    if clock.due != clock.original_due {
        lines.push(format!("First due {}", clock.original_due));
    }
    lines.extend(clock.source.iter().map(|source| format!("Rule: {source}")));
    lines.push(format!("iro show {}", clock.dispute));
    lines.join("\n")
}

/// A moment in UTC, as calendars want it; a day without a time of day counts as its end.
fn utc(moment: Moment) -> DateTime<Utc> {
    moment.instant_or_end().with_timezone(&Utc)
}
