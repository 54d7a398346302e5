//! The time that is agreed in a rehearsal where the protocol leaves it to be agreed.

use super::Assumed;
use crate::domain::calendar::{BeyondHorizon, Calendar};
use crate::domain::dispute::Dispute;
use crate::domain::limit::Limit;
use crate::domain::policy::{LimitRule, Stage};
use crate::domain::time::{Date, Moment};

/// The date assumed for a stage whose time is left to be agreed: the latest allowed, unless `agreed` says another;
/// `None` if nothing is left to be agreed, or the protocol has a fallback.
pub(super) fn agreed_date(
    dispute: &Dispute,
    stage: &Stage,
    assumed: &Assumed,
    on: Moment,
    calendar: &Calendar,
    notes: &mut Vec<String>,
) -> Result<Option<Date>, BeyondHorizon> {
    let mut rules = stage.clocks.iter().map(|rule| &rule.limit);
    let Some((fallback, ceiling)) = rules.find_map(|rule| match rule {
        LimitRule::Agreed { fallback, ceiling } => Some((fallback, ceiling)),
        LimitRule::Fixed(_) => None,
    }) else {
        return Ok(None);
    };
    let counting = &dispute.policy.counting;
    let due = |limit: &Limit| calendar.due(on, limit, counting).map(|due| due.date);
    let limit = match (&assumed.agreed, ceiling, fallback) {
        (Some(agreed), Some(ceiling), _) if due(agreed)? > due(ceiling)? => {
            notes.push(format!(
                "{agreed} can't be agreed for {}: no more than {ceiling} may be, which are played here",
                stage.title
            ));
            ceiling
        }
        (Some(agreed), ..) => agreed,
        (None, Some(ceiling), _) => ceiling,
        (None, None, Some(_)) => return Ok(None),
        (None, None, None) => &assumed.agreed_else,
    };
    if assumed.agreed.is_none() {
        notes.push(format!(
            "the time for {} is left to be agreed: here {limit}; `--agreed` says otherwise",
            stage.title
        ));
    }
    Ok(Some(due(limit)?))
}
