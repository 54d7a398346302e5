//! Warns where a file needs two reviews: the one that a dispute came from, and the next.

use super::place_of_clock;
use crate::domain::limit::Direction;
use crate::domain::policy::{Asked, ClockRule, Fact, Policy, StartsOn};
use crate::store::policy_file::clock::BESIDE;
use crate::store::policy_file::reader::Reader;

/// Warns of a clock that counts from a review where something else is due before one: `--review-date` is a single date.
pub fn two_of_them(reader: &Reader, policy: &Policy) {
    let asks = policy.asks.iter().any(|ask| ask.ask == Asked::Fact(Fact::NextReview));
    if asks || policy.review.iter().all(|lead| lead.limit.direction != Direction::Before) {
        return;
    }
    let staged = policy.stages.iter().map(|stage| (&stage.clocks, stage.id.as_str()));
    let beside: Vec<ClockRule> = policy.dispute_wide_clocks().cloned().collect();
    for (clocks, within) in staged.chain([(&beside, BESIDE)]) {
        let Some(clock) = clocks.iter().find(|clock| clock.from.contains(&StartsOn::Review)) else { continue };
        let message = format!(
            "`{}` counts from the review, and a lead time under `review` is before one: both count from \
             `--review-date` unless `--next-review` is given",
            clock.id
        );
        let hint =
            "if they mean the last review and the next, ask for the next: `{ask: next-review, before: raise, enforce: warn}`".to_owned();
        reader.warn(place_of_clock(reader, within, clocks, clock), "one-review-date", message, Some(hint));
    }
}
