//! Clocks that count from a stage which may be left out.

use super::place_of_clock;
use crate::domain::policy::{ClockRule, StageId, StartsOn};
use crate::store::policy_file::reader::Reader;

/// Warns of a clock that counts from other stages alone: where they are left out it never starts, and any stage can be,
/// if only with a reason.
pub fn starts_left_out(reader: &Reader, clocks: &[ClockRule], within: &str) {
    for clock in clocks.iter().filter(|clock| clock.aim_of.is_none()) {
        let stages: Option<Vec<&StageId>> = clock.from.iter().map(StartsOn::elsewhere).collect();
        let Some(stage) = stages.as_ref().and_then(|stages| stages.iter().find(|stage| stage.as_str() != within))
        else {
            continue;
        };
        let message =
            format!("`{}` counts from `{stage}` alone: where `{stage}` is left out, it never starts", clock.id);
        let other = if reader.outline.iter().any(|(id, _)| *id == within) { "stage-entered" } else { "raised" };
        let hint = format!("name what it counts from then, after the other: `from: [{{…}}, {other}]`");
        reader.warn(place_of_clock(reader, within, clocks, clock), "stage-may-be-left-out", message, Some(hint));
    }
}
