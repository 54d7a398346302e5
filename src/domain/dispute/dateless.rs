//! Clocks of the protocol that can't begin, because nobody gave the date that they count from.

use super::{Dispute, Status};
use crate::domain::policy::{ClockRule, DayGiven, EndsOn, Fact, LimitRule, Stage, StartsOn, Verb};

/// A clock without a date, and what it waits for.
#[derive(Debug, Clone, Copy)]
pub struct ClockWithoutDate<'p> {
    pub rule: &'p ClockRule,
    pub lacks: MissingDate,
}

/// The date that is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MissingDate {
    Aware,
    Arose,
    Review,
    /// The protocol leaves the time to be agreed, and no date is.
    Agreed,
}

impl StartsOn {
    /// The date that this start counts from, if it is one that somebody has to give.
    pub fn date_given(&self) -> Option<MissingDate> {
        self.day_given().map(|day| match day {
            DayGiven::Aware => MissingDate::Aware,
            DayGiven::Arose => MissingDate::Arose,
            DayGiven::Review => MissingDate::Review,
        })
    }
}

impl MissingDate {
    /// The fact that gives the date.
    pub fn fact(self) -> Fact {
        match self {
            MissingDate::Aware => Fact::AwareOn,
            MissingDate::Arose => Fact::AroseOn,
            MissingDate::Review => Fact::ReviewDate,
            MissingDate::Agreed => Fact::RespondBy,
        }
    }

    /// Why there is no date, as the end of a sentence about the clock.
    pub fn reason(self) -> &'static str {
        match self {
            MissingDate::Aware => "it counts from when you became aware, and nothing says when that was",
            MissingDate::Arose => "it counts from when the matter arose, and nothing says when that was",
            MissingDate::Review => "it counts from the review, and no review date is given",
            MissingDate::Agreed => "the time is left to be agreed, and no date is",
        }
    }

    /// The command that gives the date to a dispute that was raised.
    pub fn command(self, id: &str) -> String {
        match self {
            MissingDate::Agreed => format!("`iro extend {id} --until DATE --reason TEXT` gives it one"),
            MissingDate::Aware | MissingDate::Arose | MissingDate::Review => {
                let fact = self.fact().key(Verb::Raise);
                format!("`iro correct {id} --event 1 --set {fact}=WHEN --reason TEXT` gives it one")
            }
        }
    }
}

impl ClockWithoutDate<'_> {
    /// Whether the clock still matters: one that only waits for the dispute to be raised does not.
    pub fn is_awaited(&self) -> bool {
        self.rule.until != [EndsOn::Raised]
    }

    /// The warning about it.
    pub fn sentence(&self, id: &str) -> String {
        format!(
            "`{}` ({}) has no deadline: {}; {}",
            self.rule.id,
            self.rule.label,
            self.lacks.reason(),
            self.lacks.command(id)
        )
    }
}

impl Dispute {
    /// The clocks of the present stage, and the dispute-wide ones, that have no date until somebody gives one.
    pub fn clocks_without_date(&self) -> Vec<ClockWithoutDate<'_>> {
        if !self.is_open() || self.status() == Status::Complaint {
            return Vec::new();
        }
        let here = self.stage();
        let staged = here.clocks.iter().map(|rule| (rule, Some(here)));
        let beside = self.policy.dispute_wide_clocks().map(|rule| (rule, None));
        let found = staged.chain(beside).filter(|(rule, _)| rule.over.is_empty() || rule.over.contains(&here.id));
        let found = found.filter(|(rule, stage)| !self.has_started(rule, *stage) && self.applies(rule, *stage));
        found.filter_map(|(rule, stage)| Some(ClockWithoutDate { rule, lacks: self.lacks(rule, stage)? })).collect()
    }

    fn lacks(&self, rule: &ClockRule, stage: Option<&Stage>) -> Option<MissingDate> {
        if self.start_of(rule, stage).is_some() {
            let open = matches!(rule.limit, LimitRule::Agreed { fallback: None, .. });
            return (open && self.stage_entry().respond_by.is_none()).then_some(MissingDate::Agreed);
        }
        let given = rule.from.iter().map(StartsOn::date_given);
        given.collect::<Option<Vec<MissingDate>>>()?.into_iter().next()
    }
}
