//! The clocks that never began in a rehearsal, and why.

use serde::Serialize;

use super::Play;
use crate::domain::policy::{ClockId, ClockRule, DayGiven, Stage, StageId, StartsOn, When};

/// A clock of the protocol that never began.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NotStarted {
    pub stage: Option<StageId>,
    pub clock: ClockId,
    pub label: String,
    pub why: WhyNot,
}

/// Why a clock never began.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhyNot {
    /// Its stage was not reached, or none of those that it covers.
    StageNotReached,
    /// It applies only in these circumstances.
    When(Box<When>),
    /// What it counts from doesn't happen here.
    Waits(Vec<StartsOn>),
    /// It counts from a date that nobody gave.
    NoDate {
        because: &'static str,
        /// The flag that gives it.
        flag: &'static str,
    },
    /// It counts from the end, and what it waits for isn't owed after this one.
    NotOwed,
    /// Its time is left to be agreed, and is not.
    NotAgreed,
    /// Another clock of that name runs in its place in these circumstances.
    Instead(Box<When>),
    /// The listed school terms don't reach its date.
    Terms(String),
}

impl Play<'_> {
    pub(super) fn not_started(&self) -> Vec<NotStarted> {
        let policy = &self.dispute.policy;
        let staged = policy.stages.iter().flat_map(|stage| stage.clocks.iter().map(move |rule| (rule, Some(stage))));
        let rules: Vec<_> = staged.chain(policy.dispute_wide_clocks().map(|rule| (rule, None))).collect();
        let began = |rule: &ClockRule, stage: Option<&Stage>| {
            // The aim of a clock is left out with it.
            let name = rule.aim_of.as_ref().unwrap_or(&rule.id);
            let mut same = self.dispute.clocks.iter().filter(|clock| clock.id == *name);
            same.any(|clock| match stage {
                Some(stage) => clock.stage.as_ref() == Some(&stage.id),
                None => !self.is_of_stage(clock),
            })
        };
        // If one of several rules for a clock began, the others are for other circumstances.
        let left = rules.into_iter().filter(|(rule, stage)| !began(rule, *stage));
        let found = left.map(|(rule, stage)| NotStarted {
            stage: stage.map(|stage| stage.id.clone()),
            clock: rule.id.clone(),
            label: rule.label.clone(),
            why: self.why_not(rule, stage),
        });
        found.collect()
    }

    fn why_not(&self, rule: &ClockRule, stage: Option<&Stage>) -> WhyNot {
        let (policy, visited) = (&self.dispute.policy, self.dispute.stages_visited());
        let reached = match stage {
            Some(stage) => visited.contains(&&stage.id),
            None => rule.over.is_empty() || rule.over.iter().any(|over| visited.contains(&over)),
        };
        if !reached {
            return WhyNot::StageNotReached;
        }
        if rule.when != When::default() && !self.dispute.holds(&rule.when, None) {
            return WhyNot::When(Box::new(rule.when.clone()));
        }
        if let Some(when) = self.instead_of(rule, stage) {
            return WhyNot::Instead(Box::new(when));
        }
        let resolved = rule.from.contains(&StartsOn::Resolved) && self.dispute.resolved.is_some();
        if resolved || rule.from.contains(&StartsOn::Closed) && !self.dispute.is_open() {
            return WhyNot::NotOwed;
        }
        let comes =
            |start: &StartsOn| [StartsOn::StageEntered, StartsOn::Raised, StartsOn::FormalEntered].contains(start);
        let days: Option<Vec<DayGiven>> = rule.from.iter().map(StartsOn::day_given).collect();
        match days.unwrap_or_default().first() {
            Some(day) => WhyNot::NoDate { because: day.reason(), flag: day.fact().flag() },
            None if rule.counts_school_days() && rule.from.iter().any(comes) => {
                WhyNot::Terms(self.calendar.terms_listed(&policy.counting).words())
            }
            None if rule.from.contains(&StartsOn::StageEntered) => WhyNot::NotAgreed,
            None => WhyNot::Waits(rule.from.clone()),
        }
    }

    /// The circumstances in which a clock of the same name applies in place of this one.
    fn instead_of(&self, rule: &ClockRule, stage: Option<&Stage>) -> Option<When> {
        let policy = &self.dispute.policy;
        let siblings = stage.and_then(|stage| policy.stage(&stage.id)).map_or(&policy.clocks, |stage| &stage.clocks);
        let mut others = rule.taking_its_place(siblings);
        others.find(|other| self.dispute.holds(&other.when, None)).map(|other| other.when.clone())
    }
}
