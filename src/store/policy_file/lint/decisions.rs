//! Warns of a clock beside the stages that a decision at any of several stages would meet.

use super::place_of_clock;
use crate::domain::policy::{EndsOn, Policy, RoleId, Stage, Whose};
use crate::domain::text::ticked;
use crate::store::policy_file::clock::BESIDE;
use crate::store::policy_file::reader::Reader;

/// Warns if more than one of the stages that a clock covers waits for a decision of somebody who would meet it: the first
/// of them does.
pub fn met_by_the_first_of_several(reader: &Reader, policy: &Policy) {
    for clock in policy.dispute_wide_clocks().filter(|clock| clock.until.contains(&EndsOn::Decided)) {
        let covered = policy.stages.iter().filter(|stage| clock.over.is_empty() || clock.over.contains(&stage.id));
        let named = if let Whose::Role(role) = &clock.whose { Some(role) } else { None };
        let deciding = covered.filter(|stage| {
            let deciders = deciders(stage);
            !deciders.is_empty() && named.is_none_or(|role| deciders.contains(&role))
        });
        let deciding: Vec<&Stage> = deciding.collect();
        let [_, .., last] = deciding.as_slice() else { continue };
        let stages = deciding.iter().map(|stage| &stage.id);
        let message = format!("`{}` is met by the first decision, at whichever of {}", clock.id, ticked(stages));
        let only = deciders(last);
        let hint = match only
            .iter()
            .find(|role| deciding.iter().filter(|stage| deciders(stage).contains(role)).count() == 1)
        {
            Some(role) => format!("if only that at `{}` is meant, name whose it is: `whose: {role}`", last.id),
            None => {
                format!("if only that at `{}` is meant, let the clock cover that stage alone, with `over`", last.id)
            }
        };
        reader.warn(
            place_of_clock(reader, BESIDE, &policy.clocks, clock),
            "first-decision-counts",
            message,
            Some(hint),
        );
    }
}

/// Those whose decision a stage waits for.
fn deciders(stage: &Stage) -> Vec<&RoleId> {
    let waiting = stage.clocks.iter().filter(|rule| rule.until.contains(&EndsOn::Decided));
    let each = waiting.flat_map(|rule| match &rule.whose {
        Whose::Role(role) => vec![role],
        Whose::Responder => stage.responders.roles().iter().collect(),
        Whose::Owner | Whose::Raiser => Vec::new(),
    });
    each.collect()
}
