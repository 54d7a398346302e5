//! Warns where two clocks of one name leave a dispute without a date.

use super::place_of_clock;
use crate::domain::policy::{ClockRule, DutyId, Policy, StartsOn, When};
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

/// What a clock waits for before it starts, if that is a duty or a meeting alone.
fn awaited(clock: &ClockRule) -> Option<DutyId> {
    match clock.from.as_slice() {
        [StartsOn::Duty { duty, .. }] => Some(duty.clone()),
        [StartsOn::Meeting] if clock.when.meeting_held.is_none() => Some(DutyId::MEETING),
        _ => None,
    }
}

fn until(duty: &DutyId) -> String {
    if *duty == DutyId::MEETING { "meeting".to_owned() } else { format!("{{duty: {duty}}}") }
}
