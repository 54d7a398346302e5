//! Starts of a clock that don't go with its limit, or with what it waits for.

use super::fields::Fields;
use crate::domain::limit::Direction;
use crate::domain::policy::{ClockRule, EndsOn, LimitRule, StartsOn};

/// Warns of a clock that counts from the end of its own stage and waits for what happens there.
pub fn over_by_then(fields: &Fields, stage: Option<&str>, from: &[StartsOn], until: &[EndsOn]) {
    let own = |start: &StartsOn| matches!(start, StartsOn::Left { stage: left } if Some(left.as_str()) == stage);
    if !from.is_empty() && from.iter().all(own) && until.iter().all(EndsOn::is_over_with_its_stage) && !until.is_empty()
    {
        let message = "it counts from when its own stage is left, and by then what it waits for can no longer happen";
        let hint = "leave `from` out to count from the start of the stage, or name the stage before it".to_owned();
        let place = fields.node("from").map_or(fields.place, |node| node.place);
        fields.reader.warn(place, "never-in-time", message, Some(hint));
    }
}

/// Checks a clock that counts back: only from a meeting, with whose day its date moves, or from a review.
pub fn counted_back(fields: &Fields, rule: &ClockRule, has_aim: bool) {
    let back = matches!(&rule.limit, LimitRule::Fixed(limit) if limit.direction == Direction::Before);
    if !back
        || fields.is_probe()
        || [[StartsOn::Review], [StartsOn::NextReview]].iter().any(|one| one[..] == rule.from[..])
    {
        return;
    }
    let at = |key: &'static str| fields.node(key).map_or(fields.place, |node| node.place);
    if !rule.is_before_meeting() {
        let message = "a clock counts back only from what is still to come";
        let hint =
            "write `from: meeting`, at a clock of the stage of that meeting, `from: review` or `from: next-review`"
                .to_owned();
        fields.reader.error(at(if fields.has("from") { "from" } else { "limit" }), "counts-back", message, Some(hint));
        return;
    }
    let needless = [("extend", rule.extension.is_some()), ("repeats", rule.repeats.is_some()), ("aim", has_aim)];
    for (key, _) in needless.into_iter().filter(|(_, given)| *given) {
        let message = format!("`{key}` has no place at a clock that counts back: its date moves with the meeting");
        fields.reader.error(at(key), "counts-back", message, Some(format!("leave `{key}` out")));
    }
}
