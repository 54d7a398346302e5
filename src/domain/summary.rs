//! The figures of a period: what was raised, how far it went, how long it took, how it ended. Every figure keeps the
//! records behind it, so that it can be traced and split; nothing here knows how it will be shown.

mod about;
mod flow;
mod group;
mod history;
mod ladder;
mod measure;
mod naming;
mod outcome;
mod practice;
pub mod standards;
pub mod suppress;
mod time;

#[cfg(test)]
mod tests;

pub use crate::domain::time::Period;
pub use group::{Dimension, Group, unify_spellings};
pub use history::History;
pub use measure::{Item, Kind, Measure, in_group};
pub use naming::Naming;

use super::calendar::{BeyondHorizon, Calendar};
use super::dispute::{Dispute, is_past};
use super::event::Deadline;
use super::id::DisputeId;
use super::policy::Policy;
use super::praise::Praise;
use super::time::{Date, Moment};

/// What a figure is about; also its place in the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Theme {
    Flow,
    About,
    Ladder,
    Time,
    Outcome,
    Practice,
}

/// What the groups that a figure's items carry mean for the figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Groups {
    /// There are none: the figure is one number.
    None,
    /// They are listed under the figure's number, as the reasons are under escalations.
    Under,
    /// They are all that is shown: the figure is another one, divided by one property.
    Divide(Divided),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Divided {
    Raised,
    Ended,
}

/// A side of the sum of a period: what was open at the start or came in is closed, or open at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Balance {
    Came,
    Went,
}

/// One figure and the records behind it.
#[derive(Debug, Clone)]
pub struct Figure {
    pub id: &'static str,
    pub label: String,
    /// Its label where it is split by a property of the records in place of its own groups, if that is another.
    pub split_label: Option<String>,
    pub theme: Theme,
    pub measure: Measure,
    pub groups: Groups,
    /// Its days are working days.
    pub in_working_days: bool,
    /// Its groups in the order of their numbers, the largest first.
    pub largest_first: bool,
    /// Its groups are words that somebody typed, and may name a person: not for publishing.
    pub typed: bool,
    /// The figure that this is a part of: together the parts make the whole.
    pub part_of: Option<&'static str>,
    /// Its place in the sum of what is open at the end.
    pub balance: Option<Balance>,
    /// It counts praise, and no disputes.
    pub about_praise: bool,
    /// Texts given in single records, such as reasons.
    pub remarks: Vec<(DisputeId, String)>,
}

/// What the figures are taken from.
pub struct Scope<'a> {
    pub period: Period,
    /// The present moment, when dates can still be kept.
    pub now: Moment,
    /// Each record as it was at the end of the period.
    pub histories: &'a [History],
    /// What they call their stages, categories and roles.
    pub naming: &'a Naming,
    pub calendar: &'a Calendar,
    /// The list of categories that others are compared by, if there is one.
    pub reference: Option<&'a Policy>,
    /// How many children there are, for a rate per hundred.
    pub children: Option<u32>,
    /// Records that were removed for good.
    pub removed: &'a [Removed],
}

/// What is still known of a record that was removed for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Removed {
    pub id: DisputeId,
    pub raised_on: Date,
    pub ended_on: Date,
}

/// Every figure of a period.
///
/// # Errors
/// A date that the calendar doesn't reach.
pub fn figures(scope: &Scope<'_>) -> Result<Vec<Figure>, BeyondHorizon> {
    let mut figures = flow::figures(scope);
    figures.extend(about::figures(scope));
    figures.extend(ladder::figures(scope));
    figures.extend(time::figures(scope)?);
    figures.extend(outcome::figures(scope));
    figures.extend(practice::figures(scope));
    Ok(figures)
}

impl Theme {
    pub const ALL: [Theme; 6] =
        [Theme::Flow, Theme::About, Theme::Ladder, Theme::Time, Theme::Outcome, Theme::Practice];
}

impl Figure {
    pub(super) fn new(id: &'static str, label: &str, theme: Theme, measure: Measure) -> Figure {
        let label = label.to_string();
        Figure {
            id,
            label,
            split_label: None,
            theme,
            measure,
            groups: Groups::None,
            in_working_days: false,
            largest_first: false,
            typed: false,
            part_of: None,
            balance: None,
            about_praise: false,
            remarks: Vec::new(),
        }
    }

    pub(super) fn part_of(self, whole: &'static str) -> Figure {
        Figure { part_of: Some(whole), ..self }
    }

    pub(super) fn balance(self, side: Balance) -> Figure {
        Figure { balance: Some(side), ..self }
    }

    pub(super) fn about_praise(self) -> Figure {
        Figure { about_praise: true, ..self }
    }

    pub(super) fn by_its_groups(self) -> Figure {
        Figure { groups: Groups::Under, ..self }
    }

    /// The same with its own groups named in its label, as in `Escalations, by reason`.
    pub(super) fn by_its(self, groups: &str) -> Figure {
        let label = format!("{}, {groups}", self.label);
        Figure { split_label: Some(self.label), label, groups: Groups::Under, ..self }
    }

    /// The same with another label where it is split.
    pub(super) fn split_as(self, label: &str) -> Figure {
        Figure { split_label: Some(label.to_string()), ..self }
    }

    /// What was raised or has ended, by one property.
    pub(super) fn dividing(self, whole: Divided) -> Figure {
        Figure { groups: Groups::Divide(whole), ..self }
    }

    pub(super) fn in_working_days(self) -> Figure {
        Figure { in_working_days: true, ..self }
    }

    pub(super) fn largest_first(self) -> Figure {
        Figure { largest_first: true, ..self }
    }

    pub(super) fn remarking(self, remarks: Vec<(DisputeId, String)>) -> Figure {
        Figure { remarks, ..self }
    }
}

impl<'a> Scope<'a> {
    fn disputes(&self) -> impl Iterator<Item = (&'a History, &'a Dispute)> {
        self.histories.iter().filter_map(|history| Some((history, history.dispute()?)))
    }

    fn raised(&self) -> impl Iterator<Item = (&'a History, &'a Dispute)> {
        self.disputes().filter(|(_, dispute)| self.period.holds(dispute.raised_at.date()))
    }

    /// Disputes resolved in the period and not reopened since.
    fn resolved(&self) -> impl Iterator<Item = &'a Dispute> {
        let resolved = |dispute: &Dispute| dispute.resolved.as_ref().map(|(_, at)| at.date());
        self.disputes()
            .map(|(_, dispute)| dispute)
            .filter(move |dispute| resolved(dispute).is_some_and(|on| self.period.holds(on)))
    }

    /// Praise of the period that was not withdrawn.
    fn praise(&self) -> impl Iterator<Item = &'a Praise> {
        let stands = |praise: &&Praise| praise.withdrawn.is_none() && self.period.holds(praise.at.date());
        self.histories.iter().filter_map(History::praise).filter(stands)
    }

    fn end(&self) -> Date {
        self.period.to
    }

    /// The moment at which things are judged: the end of the period or, while that is not over, the present.
    fn as_of(&self) -> Moment {
        if self.now.date() <= self.end() { self.now } else { Moment::on(self.end()) }
    }

    /// Whether the first date of a clock that nothing ended lies in the period and had passed at the end of it.
    fn has_passed(&self, deadline: &Deadline) -> bool {
        deadline.due <= self.end() && is_past(deadline.due, deadline.due_at, self.now)
    }

    /// The stage of a policy, named so that one table can hold stages of several protocols.
    fn stage(&self, policy: &Policy, index: usize) -> Group {
        self.naming.stage(policy, index)
    }
}
