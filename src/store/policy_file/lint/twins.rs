//! Warns where two clocks of one name leave a dispute without a date, and where one of them can never run.

use super::place_of_clock;
use crate::domain::policy::{ClockRule, DutyId, Policy, StartsOn, When};
use crate::domain::text::list;
use crate::store::policy_file::reader::Reader;

/// Warns of a clock that takes the place of another in some circumstances, and waits for something that nobody has to do
/// by any date: until then neither runs.
pub fn waiting(reader: &Reader, policy: &Policy, clocks: &[ClockRule], within: &str) {
    for clock in clocks.iter().filter(|clock| clock.when != When::default() && clock.aim_of.is_none()) {
        let twin = clocks.iter().find(|other| other.id == clock.id && other.when == When::default());
        let Some(duty) = awaited(clock).filter(|duty| twin.is_some() && !policy.has_a_clock_for(duty)) else {
            continue;
        };
        let message = format!(
            "where its `when` holds, no clock `{}` runs until `{duty}` is done, and nothing says by when that must be",
            clock.id
        );
        let hint = format!(
            "give `{duty}` a clock of its own, with `until: {}`, or give this one another id: then the other runs too",
            until(&duty)
        );
        reader.warn(place_of_clock(reader, within, clocks, clock), "no-clock-until-then", message, Some(hint));
    }
}

/// Warns of a clock that never runs, because one of its name that stands before it always runs in its place.
pub fn never_running(reader: &Reader, policy: &Policy, clocks: &[ClockRule], within: &str) {
    for (clock, before) in policy.clocks_never_running(clocks) {
        let lines: Vec<String> =
            before.iter().map(|other| place_of_clock(reader, within, clocks, other).line.to_string()).collect();
        let (id, lines) = (&clock.id, list(&lines, "or"));
        let message =
            format!("this clock `{id}` never runs: wherever its `when` holds, that of line {lines} holds too");
        let hint = "of several clocks of one name the first whose `when` holds runs: write this one before the other, \
                    or add what tells them apart"
            .to_owned();
        reader.warn(place_of_clock(reader, within, clocks, clock), "never-runs", message, Some(hint));
    }
}

/// What a clock waits for before it starts, if that is a duty or a meeting alone.
fn awaited(clock: &ClockRule) -> Option<DutyId> {
    match clock.from.as_slice() {
        [StartsOn::Duty { duty, .. }] => Some(duty.clone()),
        [StartsOn::Meeting] if clock.when.later.meeting_held.is_none() => Some(DutyId::MEETING),
        _ => None,
    }
}

fn until(duty: &DutyId) -> String {
    if *duty == DutyId::MEETING { "meeting".to_owned() } else { format!("{{duty: {duty}}}") }
}
