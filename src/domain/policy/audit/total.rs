//! The total of the formal stages: what is set, and what their limits add up to.

use super::{Audit, PolicyPath, Span, Yardstick};
use crate::domain::limit::Limit;
use crate::domain::policy::{ClockRule, LimitRule, Stage, Strength};

impl Audit<'_> {
    /// Compares the total, and what the formal stages add up to, with the limit of a yardstick.
    pub(super) fn total(&mut self, yard: &Yardstick) {
        let limit = yard.limit.as_deref().and_then(|limit| Limit::parse(limit).ok());
        let Some(most) = limit.as_ref().map(Limit::in_working_days) else { return };
        let binding = match self.policy.total.clone() {
            None => {
                let first = self.policy.first_formal().map(PolicyPath::stage).unwrap_or_default();
                self.report_missing(
                    yard,
                    format!("no total is set; the formal stages may take {most} working days"),
                    first,
                );
                false
            }
            Some(total) => self.total_itself(yard, &total, most),
        };
        let span = Span::of_formal(self.policy);
        let (sum, extended) = (span.days, span.days.saturating_add(if binding { 0 } else { span.extensions }));
        let spot = || self.policy.first_formal().map(PolicyPath::stage).unwrap_or_default();
        let source = self.policy.first_formal().map(|stage| stage.source.clone()).unwrap_or_default();
        let parts = span.in_words();
        let untimed: Vec<String> = span.untimed.iter().map(|id| format!("`{id}`")).collect();
        let message = if sum > most {
            format!("the formal stages add up to {sum} working days ({parts}), more than {most}")
        } else if extended > most {
            format!(
                "the formal stages add up to {sum} working days ({parts}), and to {extended} with every extension, \
                 more than {most}"
            )
        } else if sum == most && !binding && !untimed.is_empty() {
            format!(
                "the formal stages add up to {sum} working days ({parts}), with {} still to come",
                untimed.join(", ")
            )
        } else {
            return;
        };
        self.report_conflict(yard, message, &source, spot());
    }

    /// Adds what is wrong with the total itself. Returns whether it binds, covers every formal stage and is within the
    /// yardstick.
    fn total_itself(&mut self, yard: &Yardstick, total: &ClockRule, most: u32) -> bool {
        let LimitRule::Fixed(limit) = &total.limit else {
            let spot = PolicyPath::at(&["total", "limit"]);
            self.report_conflict(
                yard,
                format!("the total is left to be agreed; it is {most} working days"),
                &total.source,
                spot,
            );
            return false;
        };
        if limit.in_working_days() > most {
            let message = format!("the total is {limit}, more than {most} working days");
            self.report_conflict(yard, message, &total.source, PolicyPath::at(&["total", "limit"]));
        }
        if total.strength != Strength::Hard {
            let is = if total.strength == Strength::Aim { "an aim" } else { "shown for guidance" };
            let message = format!("the total of {limit} is {is}; the protocol itself sets none that binds");
            self.report_conflict(yard, message, &total.source, PolicyPath::at(&["total", "strength"]));
        }
        let uncovered = |stage: &&Stage| stage.is_formal() && !total.over.is_empty() && !total.over.contains(&stage.id);
        let outside: Vec<String> =
            self.policy.stages.iter().filter(uncovered).map(|stage| format!("`{}`", stage.id)).collect();
        if !outside.is_empty() {
            let message = format!("the total of {limit} is not over {}; nothing binds those", outside.join(", "));
            self.report_conflict(yard, message, &total.source, PolicyPath::at(&["total", "over"]));
        }
        if let Some(extension) = &total.extension {
            let more = extension
                .at_most
                .as_ref()
                .zip(extension.times)
                .map(|(most, times)| most.in_working_days().saturating_mul(times));
            if more.is_none_or(|more| limit.in_working_days().saturating_add(more) > most) {
                let ceiling = match (&extension.at_most, extension.times) {
                    (Some(most), Some(1)) => format!("by {most}"),
                    (Some(most), Some(times)) => format!("by {most}, {times} times"),
                    _ => "without limit".to_owned(),
                };
                let message = format!("the total of {limit} can be extended {ceiling}, past {most} working days");
                self.report_conflict(yard, message, &extension.source, PolicyPath::at(&["total", "extend"]));
            }
        }
        total.strength == Strength::Hard && limit.in_working_days() <= most && outside.is_empty()
    }
}
