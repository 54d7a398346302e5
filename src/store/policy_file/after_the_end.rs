//! Refuses clocks that count from the end of a dispute but wait for something that can't happen after it.

use super::places::place_of_clock_in;
use super::reader::Reader;
use crate::domain::policy::{DutyId, EndsOn, Policy, Stage, StartsOn};

pub fn refuse(reader: &Reader, policy: &Policy) {
    let staged = policy.stages.iter().flat_map(|stage| stage.clocks.iter().map(move |clock| (Some(stage), clock)));
    let all = staged.chain(policy.dispute_wide_clocks().map(|clock| (None, clock)));
    for (stage, clock) in all.filter(|(_, clock)| clock.starts_at_the_end()) {
        let place = place_of_clock_in(reader, policy, stage, clock);
        let wrong = |message: String, hint: &str| reader.error(place, "after-the-end", message, Some(hint.to_owned()));
        let id = &clock.id;
        if !clock.from.iter().all(StartsOn::is_the_end) {
            let message =
                format!("the clock `{id}` counts from the end and from something before it, and can't do both");
            wrong(message, "write two clocks, each with a name of its own");
        }
        if clock.extension.is_some() {
            let message =
                format!("the clock `{id}` counts from the end, and `extend` gives time to an open dispute only");
            wrong(message, "leave `extend` out");
        }
        for end in &clock.until {
            match end {
                EndsOn::Duty(duty) if is_owed_then(policy, stage, duty) => {}
                EndsOn::Duty(duty) => {
                    let message = format!("the clock `{id}` counts from the end, and `{duty}` is not owed by then");
                    wrong(message, "write the duty beside the stages, with `stages: end`");
                }
                EndsOn::Raised
                | EndsOn::Answered
                | EndsOn::Agreed
                | EndsOn::Resolved
                | EndsOn::Meeting
                | EndsOn::ActionsDone
                | EndsOn::Decided
                | EndsOn::Referred
                | EndsOn::Escalated => {
                    let message =
                        format!("the clock `{id}` counts from the end, and waits for what can't come after it");
                    wrong(message, "let it wait for a duty that is owed then: `until: {duty: …}`, with `stages: end`");
                }
            }
        }
    }
}

/// Whether a duty is owed once a dispute has ended, at this stage if one is given.
fn is_owed_then(policy: &Policy, stage: Option<&Stage>, duty: &DutyId) -> bool {
    policy.duties.iter().filter(|one| one.id == *duty).any(|one| {
        let there = stage.map_or(!one.stages.is_empty(), |stage| one.stages.contains(&stage.id));
        one.at_end || there && one.stays_owed_after_end()
    })
}
