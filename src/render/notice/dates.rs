//! By when something is asked of the recipients of a message, how each date was reached, and why there is none.

use super::{ExplainedNotice, due, section};
use crate::domain::dispute::{AskedFor, Clock, ClockToBegin, ClockWithoutDate, Lacks};
use crate::domain::policy::{ClockId, EndsOn, Strength};
use crate::domain::time::describe;
use crate::render::{policy, words};

impl ExplainedNotice<'_> {
    /// By when, and how each date was reached or why there is none.
    pub(super) fn dates(&self) -> Vec<String> {
        let undated: Vec<String> = self.to_begin().chain(self.without_date()).collect();
        if self.clocks.is_empty() && undated.is_empty() && !self.notice.asks_for_an_answer() {
            return Vec::new();
        }
        let mut lines = undated;
        for clock in &self.clocks {
            let left = words::time_left(clock);
            let kind = if clock.strength.binds() { "" } else { "for guidance; " };
            lines.push(format!("{}: {} ({kind}{left})", due(clock), clock.label));
            // Nothing is counted up to the same day.
            let of_itself = usize::from(clock.started == clock.due && clock.explain.len() == 2);
            lines.extend(clock.explain.iter().skip(of_itself).map(|line| format!("  {line}")));
        }
        lines.extend(self.please_name_one());
        lines.extend(self.whole());
        lines.extend(self.needed_by());
        let title = if self.clocks.is_empty() { "BY WHEN" } else { "BY WHEN, AND HOW THE DATE WAS REACHED" };
        vec![section(title, lines)]
    }

    /// That the recipients name a day themselves, if nothing else gives their answer one.
    fn please_name_one(&self) -> Option<String> {
        let reply = [EndsOn::Answered, EndsOn::Decided];
        let waits = |one: &ClockToBegin<'_>| reply.iter().any(|end| one.rule.until.contains(end));
        let comes = !self.clocks.is_empty() || self.notice.to_begin.iter().any(waits);
        if comes || !self.notice.asks_for_an_answer() {
            return None;
        }
        let (what, verb) = match self.asked() {
            AskedFor::Decision => ("decision", "decide"),
            AskedFor::Answer | AskedFor::Resolution | AskedFor::Work | AskedFor::FurtherWork | AskedFor::Nothing => {
                ("answer", "answer")
            }
        };
        let none = self.notice.without_date.is_empty();
        let none = if none { format!("No date has been set for your {what}. ") } else { String::new() };
        Some(format!("{none}Please say by when you will {verb}."))
    }

    /// By when the whole dispute has to be over, if that isn't among the dates shown.
    fn whole(&self) -> Option<String> {
        let total = self.policy().total.as_ref()?;
        let of_it = |clock: &&Clock| clock.id == total.id && clock.is_running() && clock.binds();
        let clock = self.dispute().clocks.iter().find(of_it)?;
        let shown = self.notice.clocks.iter().any(|one| one.id == clock.id);
        let clock = self.dispute().in_force(clock, self.context.now);
        let (to_be, missed) = match clock.is_past(self.context.now) {
            true => ("was", ", and has not been"),
            false => ("is", ""),
        };
        let by = describe(clock.due);
        let label = &self.policy().labels.dispute;
        let first = clock.deadline.due;
        let limit = if clock.due == first {
            clock.deadline.limit.clone()
        } else {
            format!("extended from {}", describe(first))
        };
        let said = match clock.deadline.strength {
            Strength::Aim => format!("The aim {to_be} to resolve the whole {label} by {by} ({limit}){missed}."),
            Strength::Hard | Strength::Agreed | Strength::Advisory => {
                format!("The whole {label} {to_be} to be resolved by {by} ({limit}){missed}.")
            }
        };
        (!shown && self.notice.asks_for_an_answer()).then_some(said)
    }

    /// By when the child needs it settled, if that isn't among the dates shown.
    fn needed_by(&self) -> Option<String> {
        let needed = |clock: &&Clock| clock.id == ClockId::NeededBy && clock.is_running();
        let clock = self.dispute().clocks.iter().find(needed)?;
        let shown = self.notice.clocks.iter().any(|one| one.id == clock.id);
        let needs = if clock.is_past(self.context.now) { "needed" } else { "needs" };
        (!shown && self.notice.asks_for_an_answer())
            .then(|| format!("The child {needs} it settled by {}.", describe(clock.due)))
    }

    /// What the clocks that have not begun count from.
    fn to_begin(&self) -> impl Iterator<Item = String> {
        self.notice.to_begin.iter().map(|one| {
            let (limit, starts) = (policy::limit(one.rule), policy::starts_to_come(one, self.policy()));
            format!("{} ({limit}): no date yet; it counts from {starts}", one.rule.label)
        })
    }

    /// Why the clocks that can't begin have no date, and what would give them one.
    fn without_date(&self) -> impl Iterator<Item = String> {
        self.notice.without_date.iter().map(|one: &ClockWithoutDate<'_>| {
            let limit = policy::limit(one.rule);
            let way = match one.lacks {
                Lacks::Agreement | Lacks::Terms(_) => "",
                Lacks::Day(_) => "; that day would give it a date",
                Lacks::Meeting(_) => "; once it is, this has a date",
                Lacks::LeftOut(_) => "; the protocol gives no other start, so a date has to be agreed",
            };
            format!("{} ({limit}): no date; {}{way}", one.rule.label, one.reason())
        })
    }
}
