//! Clocks of the protocol that can't begin, because nobody gave the date that they count from.

use super::{Dispute, Status};
use crate::domain::policy::{ClockRule, DayGiven, EndsOn, Fact, LimitRule, Stage, StartsOn, Verb};

/// A clock without a date, and what it waits for.
#[derive(Debug, Clone, Copy)]
pub struct Dateless<'p> {
    pub rule: &'p ClockRule,
    pub lacks: Lacks,
}

/// The date that is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacks {
    Aware,
    Arose,
    Review,
    /// The protocol leaves the time to be agreed, and no date is.
    Agreed,
}

impl StartsOn {
    /// The date that this start counts from, if it is one that somebody has to give.
    pub fn date_given(&self) -> Option<Lacks> {
        self.day_given().map(|day| match day {
            DayGiven::Aware => Lacks::Aware,
            DayGiven::Arose => Lacks::Arose,
            DayGiven::Review => Lacks::Review,
        })
    }
}

impl Lacks {
    /// The fact that gives the date.
    pub fn fact(self) -> Fact {
        match self {
            Lacks::Aware => Fact::AwareOn,
            Lacks::Arose => Fact::AroseOn,
            Lacks::Review => Fact::ReviewDate,
            Lacks::Agreed => Fact::RespondBy,
        }
    }

    /// Why there is no date, as the end of a sentence about the clock.
    pub fn because(self) -> &'static str {
        match self {
            Lacks::Aware => "it counts from when you became aware, and nothing says when that was",
            Lacks::Arose => "it counts from when the matter arose, and nothing says when that was",
            Lacks::Review => "it counts from the review, and no review date is given",
            Lacks::Agreed => "the time is left to be agreed, and no date is",
        }
    }

    /// The command that gives the date to a dispute that was raised.
    pub fn way(self, id: &str) -> String {
        match self {
            Lacks::Agreed => format!("`iro extend {id} --until DATE --reason TEXT` gives it one"),
            Lacks::Aware | Lacks::Arose | Lacks::Review => {
                let fact = self.fact().key(Verb::Raise);
                format!("`iro correct {id} --event 1 --set {fact}=WHEN --reason TEXT` gives it one")
            }
        }
    }
}

impl Dateless<'_> {
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
            self.lacks.because(),
            self.lacks.way(id)
        )
    }
}

impl Dispute {
    /// The clocks of the present stage, and the dispute-wide ones, that have no date until somebody gives one.
    pub fn dateless(&self) -> Vec<Dateless<'_>> {
        if !self.is_open() || self.status() == Status::Complaint {
            return Vec::new();
        }
        let here = self.stage();
        let staged = here.clocks.iter().map(|rule| (rule, Some(here)));
        let beside = self.policy.dispute_wide_clocks().map(|rule| (rule, None));
        let found = staged.chain(beside).filter(|(rule, _)| rule.over.is_empty() || rule.over.contains(&here.id));
        let found = found.filter(|(rule, stage)| !self.has_started(rule, *stage) && self.applies(rule, *stage));
        found.filter_map(|(rule, stage)| Some(Dateless { rule, lacks: self.lacks(rule, stage)? })).collect()
    }

    fn lacks(&self, rule: &ClockRule, stage: Option<&Stage>) -> Option<Lacks> {
        if self.start_of(rule, stage).is_some() {
            let open = matches!(rule.limit, LimitRule::Agreed { fallback: None, .. });
            return (open && self.stage_entry().respond_by.is_none()).then_some(Lacks::Agreed);
        }
        let given = rule.from.iter().map(StartsOn::date_given);
        given.collect::<Option<Vec<Lacks>>>()?.into_iter().next()
    }
}
